"""Texts of the public corpora from a user's own copies.

A corpus may lie as its repository has it, or as gzipped JSON lines with ``id`` and ``text``:

=========  =================================================  ==========================================
corpus     repository on GitHub                               files read
=========  =================================================  ==========================================
fnc        FakeNewsChallenge/fnc-1                            ``train_bodies.csv``, ``train_stances.csv``
muc3       dstl/muc3 (or xinyadu/grit_doc_event_entity)       ``dev/*.xhtml``, ``tst*/*.xhtml``
polnear    networkdynamics/PolNeAR                            ``data/train``, ``data/dev``
re3d       dstl/re3d                                          ``*/documents.json``
=========  =================================================  ==========================================
"""

import argparse
import csv
import gzip
import hashlib
import json
import re
import sys
from collections.abc import Callable, Collection, Iterator
from html import unescape
from pathlib import Path
from typing import Any

__all__ = [
    "READERS",
    "corpus_folders",
    "polnear_rows",
    "read_json_lines",
    "sha256",
    "shingles",
    "text_digests",
    "write_json_lines",
]


def sha256(text: str) -> str:
    """Digest of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_json_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a ``.jsonl`` or ``.jsonl.gz`` file."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def write_json_lines(path: Path, rows: list[dict[str, Any]]) -> None:
    """Write rows and say so on stderr."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
    path.write_bytes(gzip.compress(content, mtime=0) if path.suffix == ".gz" else content)
    print(f"{path}: {len(rows)} articles", file=sys.stderr)


def shingles(text: str, size: int = 8) -> set[tuple[str, ...]]:
    """Runs of ``size`` words: two articles that share more than a few of them share text."""
    words = text.lower().split()
    return set(zip(*(words[i:] for i in range(size)), strict=False))


def _fnc(folder: Path) -> Iterator[str]:
    for path in folder.rglob("train_bodies.csv"):
        with path.open(encoding="utf-8", newline="") as lines:
            yield from (row["articleBody"] for row in csv.DictReader(lines))
    for path in folder.rglob("train_bodies.jsonl.gz"):
        yield from (row["text"] for row in read_json_lines(path))


def _unwrapped(text: str) -> str:
    """Hard-wrapped newswire as paragraphs: one line each, an empty line between."""
    return "\n\n".join(" ".join(p.split()) for p in re.split(r"\n\s*\n", text.strip()))


def _muc3(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*-MUC*.xhtml")):
        paragraphs = re.findall(r"<p>(.*?)</p>", path.read_text(encoding="utf-8"), flags=re.S)[
            1:
        ]  # the first is the number
        yield _unwrapped("\n\n".join(unescape(p) for p in paragraphs))
    for path in folder.rglob("documents.jsonl.gz"):
        yield from (_unwrapped(row["text"]) for row in read_json_lines(path))


def _re3d(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("documents.json")):
        yield from (json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    for path in folder.rglob("documents.jsonl.gz"):
        yield from (row["text"] for row in read_json_lines(path))


def _polnear(folder: Path) -> Iterator[str]:
    for part in ("train", "dev"):
        yield from (row["text"] for row in polnear_rows(folder, part))


READERS: dict[str, Callable[[Path], Iterator[str]]] = {"fnc": _fnc, "muc3": _muc3, "polnear": _polnear, "re3d": _re3d}


def text_digests(folders: dict[str, Path]) -> dict[str, str]:
    """Return every text of the given corpora by its digest."""
    return {sha256(text): text for corpus, folder in folders.items() for text in READERS[corpus](folder)}


def corpus_folders(
    parser: argparse.ArgumentParser, corpora: Collection[str]
) -> tuple[argparse.Namespace, dict[str, Path]]:
    """Give the parser an option for each corpus and ``--out``; parse, and return the folders that are named."""
    for corpus in corpora:
        parser.add_argument(f"--{corpus}", type=Path, metavar="DIR", help=f"your copy of {corpus}")
    parser.add_argument("--out", type=Path, default=Path("data"), metavar="DIR")
    args = parser.parse_args()
    return args, {corpus: getattr(args, corpus) for corpus in corpora if getattr(args, corpus)}


def polnear_rows(folder: Path, part: str) -> Iterator[dict[str, Any]]:
    """Yield ``id``, ``annotator``, ``title``, ``text`` and ``attributions`` (spans by role), a row per annotator."""
    packed = list(folder.rglob(f"{part}.jsonl.gz"))
    if packed:
        yield from read_json_lines(packed[0])
        return
    for path in sorted(folder.glob(f"**/data/{part}/attributions/*.ann")):
        name, annotator = path.stem.rsplit("_", 1)
        text = (path.parents[1] / "text" / f"{name}.txt").read_text(encoding="utf-8")
        title = text.split("\n", 1)[0].strip()
        yield {"id": name, "annotator": annotator, "title": title, "text": text, "attributions": _brat(path)}


def _brat(path: Path) -> list[dict[str, list[list[int]]]]:
    """Read attributions from brat's stand-off form: T lines are spans, E lines join them."""
    spans: dict[str, tuple[str, list[list[int]]]] = {}
    relations = []
    for line in path.read_text(encoding="utf-8").splitlines():
        key, _, rest = line.partition("\t")
        if key.startswith("T"):
            role, _, offsets = rest.partition("\t")[0].partition(" ")
            spans[key] = (role.lower(), [[int(n) for n in piece.split()] for piece in offsets.split(";")])
        elif key.startswith("E"):
            relation: dict[str, list[list[int]]] = {"source": [], "cue": [], "content": []}
            for pair in rest.split():
                role, found = spans[pair.partition(":")[2]]
                relation.setdefault(role, []).extend(found)
            relations.append({role: sorted(relation[role]) for role in ("source", "cue", "content")})
    return relations
