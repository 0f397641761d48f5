"""Inputs one by one, without reading what is passed over: for runs that are cut in chunks and resumed."""

import glob
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from attribution.documents.reading import SUFFIXES, from_bytes_line, from_file
from attribution.errors import InputError
from attribution.schema import Document

__all__ = ["Unit", "count_units", "input_files", "read_units"]

Unit = Callable[[], list[Document]]
"""Reads one file, or one line of a JSON-lines file: one document, or none for what holds none."""


def input_files(paths: Sequence[str]) -> list[tuple[Path, str]]:
    """Return every file of paths, folders and patterns, with the id that its document gets; sorted within each.

    Raises
    ------
    InputError
        When a path does not exist or nothing is found.

    Examples
    --------
    >>> [name for _, name in input_files(["examples/depots.*"])]
    ['depots.txt']
    """
    found: list[tuple[Path, str]] = []
    for given in paths:
        path = Path(given)
        if path.is_dir():
            files = sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
            found += [(p, p.relative_to(path).as_posix()) for p in files]
        elif path.is_file():
            found.append((path, path.name))
        elif glob.has_magic(given):
            files = sorted(Path(p) for p in glob.glob(given, recursive=True))
            found += [(p, p.name) for p in files if p.suffix.lower() in SUFFIXES and p.is_file()]
        else:
            raise InputError(f"{given} does not exist; check the path")
    if not found:
        raise InputError(f"{', '.join(paths)} must hold at least one of {' '.join('*' + s for s in SUFFIXES)}")
    return found


def count_units(files: Sequence[tuple[Path, str]]) -> int:
    """Return how many units `read_units` yields; lines are counted, not parsed."""
    total = 0
    for path, _ in files:
        if path.suffix.lower() == ".jsonl":
            with path.open("rb") as lines:
                total += sum(1 for line in lines if line.strip())
        else:
            total += 1
    return total


def read_units(files: Sequence[tuple[Path, str]], *, language: str = "en") -> Iterator[Unit]:
    """Yield a function for each file, or for each line of a JSON-lines file, that reads it when it is called."""
    for path, name in files:
        if path.suffix.lower() != ".jsonl":
            yield partial(_file, path, name, language)
            continue
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield partial(from_bytes_line, line, f"{name}:{number}", language)


def _file(path: Path, name: str, language: str) -> list[Document]:
    return list(from_file(path, name, language))
