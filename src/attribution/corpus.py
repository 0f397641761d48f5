"""Label a corpus of any size: memory bounded, bad documents set aside, and a stopped run goes on where it was.

A run works through its inputs in chunks. Each chunk is written beside the result, in ``RESULT.parts``, and gets its
name only when it is whole; a run that finds parts of the same inputs, model and settings goes on after them. When all
are there they become the one result. Chunks are the same in every run, so a resumed result equals an uninterrupted one.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import attribution
from attribution.documents.units import count_units, input_files, read_units
from attribution.errors import InputError
from attribution.pipeline import Tagger, label_documents, run_block
from attribution.report import document_line
from attribution.schema import Document
from attribution.tables import concatenate_parquet, write_sentences

__all__ = ["CorpusRun", "label_corpus", "label_or_skip"]


@dataclass(frozen=True)
class CorpusRun:
    """What a run made: ``n_documents`` labelled, ``n_skipped`` named with their reasons in ``skipped_path``."""

    path: Path
    n_documents: int
    n_skipped: int
    skipped_path: Path | None


def label_corpus(
    paths: Sequence[str],
    out: str | Path,
    *,
    tagger: Tagger,
    chunk_size: int = 128,
    batch_size: int = 16,
    restart: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> CorpusRun:
    """Label every document of files, folders and patterns into one Parquet or JSON-lines file.

    Parameters
    ----------
    paths
        Files (text, HTML, JSON lines), folders, or patterns such as ``"news/*.html"``.
    out
        ``*.parquet``: a row a sentence, as `attribution.tables.sentence_schema` says. ``*.jsonl``: a line a document,
        as ``attribution label --format jsonl`` writes.
    chunk_size
        Documents between two savings; what is lost when the run is stopped, and what is held in memory.
    restart
        Throw away what a stopped run has left, rather than go on from it.
    progress
        Called with the number of inputs done and their total, after each chunk.

    Raises
    ------
    InputError
        When an input does not exist, ``out`` is of no such kind, or what a stopped run left is of another one.
    """
    # oneDNN keeps memory for every shape of batch that it has seen: 2.6 GB instead of 1.5 after 100,000 sentences
    os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "16")
    target = Path(out)
    if target.suffix not in (".parquet", ".jsonl"):
        raise InputError(f"the result must be a .parquet or .jsonl file, got {target}")
    files = input_files(paths)
    parts = target.with_name(f"{target.name}.parts")
    settings = {"batch_size": batch_size, "n_overrides": 0}
    _open_parts(parts, _identity(files, tagger, settings | {"chunk_size": chunk_size}), restart=restart)
    total = count_units(files)
    n_chunks = -(-total // chunk_size)
    done = next((i for i in range(n_chunks) if not _part(parts, i, target).exists()), n_chunks)
    progress(min(done * chunk_size, total), total)
    units = islice(read_units(files), done * chunk_size, None)
    for chunk in range(done, n_chunks):
        documents = [document for unit in islice(units, chunk_size) for document in unit()]
        tagged = label_or_skip(documents, tagger, batch_size=batch_size)
        _write(parts / f"{chunk:08}.skipped", partial(_write_skipped, tagged))
        write = write_sentences if target.suffix == ".parquet" else partial(_write_lines, tagger, settings)
        _write(_part(parts, chunk, target), partial(write, tagged))  # last: its name says that the chunk is done
        progress(min((chunk + 1) * chunk_size, total), total)
    return _join(parts, target, n_chunks, total)


def _identity(files: Sequence[tuple[Path, str]], tagger: Tagger, settings: dict[str, Any]) -> dict[str, Any]:
    """Return what must be the same for a stopped run to go on: inputs by name and size, model, settings, version."""
    inputs = "".join(f"{name}\0{path.stat().st_size}\0" for path, name in files)
    digest = hashlib.sha256(inputs.encode("utf-8", "surrogateescape")).hexdigest()
    return {"inputs": digest, "model": tagger.digest, "version": attribution.__version__, **settings}


def _open_parts(parts: Path, identity: dict[str, Any], *, restart: bool) -> None:
    if restart and parts.exists():
        shutil.rmtree(parts)
    manifest = parts / "run.json"
    if manifest.exists():
        before = json.loads(manifest.read_text())
        changed = [name for name in identity if before.get(name) != identity[name]]
        if changed:
            raise InputError(
                f"{parts} was left by a run with another {', '.join(changed)}; use the same, or restart from nothing"
            )
        return
    try:
        parts.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{parts} cannot be made: {error.strerror}") from error
    _write(manifest, lambda place: place.write_text(json.dumps(identity)))


def _part(parts: Path, chunk: int, target: Path) -> Path:
    return parts / f"{chunk:08}{target.suffix}"


def _write(path: Path, write: Callable[[Path], Any]) -> None:
    """Let ``write`` fill a file that gets its name when it is whole."""
    place = path.with_name(f"{path.name}.tmp")
    write(place)
    place.replace(path)


def label_or_skip(documents: Sequence[Document], tagger: Tagger, *, batch_size: int = 16) -> list[Document]:
    """Label documents as `label_documents` does; if that fails, one by one, with the one that fails marked as skipped.

    Its text is left out and ``skipped`` says why, so that one bad document of millions never stops a run.
    """
    try:
        return label_documents(documents, tagger, batch_size=batch_size)
    except Exception as error:  # whatever one document of millions can do must not stop the others
        if len(documents) == 1:
            reason = f"{type(error).__name__}: {error}"
            return [Document(id=documents[0].id, text="", skipped=reason, sha256=documents[0].sha256)]
        return [made for document in documents for made in label_or_skip([document], tagger, batch_size=batch_size)]


def _write_lines(tagger: Tagger, settings: dict[str, Any], documents: Sequence[Document], path: Path) -> None:
    lines = (document_line(document, run_block(tagger, settings, [document])) + "\n" for document in documents)
    path.write_text("".join(lines), encoding="utf-8")


def _write_skipped(documents: Sequence[Document], path: Path) -> None:
    rows = ({"id": document.id, "reason": document.skipped} for document in documents if document.skipped is not None)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


def _join(parts: Path, target: Path, n_chunks: int, n_inputs: int) -> CorpusRun:
    chunks = [_part(parts, chunk, target) for chunk in range(n_chunks)]
    _write(target, partial(concatenate_parquet if target.suffix == ".parquet" else _append, chunks))
    skipped = target.with_name(f"{target.name}.skipped.jsonl")
    _write(skipped, partial(_append, [parts / f"{chunk:08}.skipped" for chunk in range(n_chunks)]))
    with skipped.open("rb") as lines:
        n_skipped = sum(1 for _ in lines)
    if not n_skipped:
        skipped.unlink()
    shutil.rmtree(parts)
    return CorpusRun(target, n_inputs - n_skipped, n_skipped, skipped if n_skipped else None)


def _append(pieces: Sequence[Path], path: Path) -> None:
    with path.open("wb") as whole:
        for piece in pieces:
            with piece.open("rb") as content:
                shutil.copyfileobj(content, whole)
