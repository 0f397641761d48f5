"""Where the benchmarks find real data; it is never part of this repository.

``ATTRIBUTION_CORPORA`` (or ``--corpora``) names a folder with ``gold/train.jsonl.gz`` and ``gold/dev.jsonl.gz`` in the
form that ``training/README.md`` describes, and ``polnear/dev.jsonl.gz``.
"""

import argparse
import hashlib
import os
from pathlib import Path

__all__ = ["VARIABLE", "add_corpora_option", "corpus_file", "digest"]

VARIABLE = "ATTRIBUTION_CORPORA"


def add_corpora_option(parser: argparse.ArgumentParser) -> None:
    """Add ``--corpora``, by default what the environment says."""
    default = os.environ.get(VARIABLE)
    parser.add_argument(
        "--corpora", type=Path, default=default and Path(default), help=f"folder of corpora (default: ${VARIABLE})"
    )


def corpus_file(folder: Path | None, name: str) -> Path:
    """Return the path of a corpus file, or stop with a line that says what is needed."""
    if folder is None:
        raise SystemExit(
            f"this needs corpora: set {VARIABLE} or --corpora to a folder that holds {name} (see benchmarks/README.md)"
        )
    path = folder / name
    if not path.is_file():
        raise SystemExit(f"this needs {name} in {folder}, which does not hold it (see benchmarks/README.md)")
    return path


def digest(path: Path) -> str:
    """First 16 hex digits of a file's SHA-256."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
