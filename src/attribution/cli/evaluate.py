"""``attribution evaluate labels`` and ``attribution evaluate spans``."""

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

from rich.markdown import Markdown

from attribution.cli.analyze import load_tagger
from attribution.cli.output import open_output, table_console
from attribution.cli.progress import tracked
from attribution.errors import InputError
from attribution.evaluation import evaluate_labels, evaluate_spans, read_gold, to_markdown, untagged
from attribution.jsonform import from_plain, read_json, write_json
from attribution.schema import Document

__all__ = ["labels", "spans"]


def labels(arguments: argparse.Namespace) -> int:
    """Score the labels of a file, or those that a model gives."""
    with open_output(arguments.out) as stream:
        gold = read_gold(arguments.gold)
        pred = list(_read_pred(arguments.pred)) if arguments.pred else _tagged(gold, arguments)
        _write(evaluate_labels(gold, pred), stream, arguments)
    return 0


def spans(arguments: argparse.Namespace) -> int:
    """Score the spans that a model gives."""
    with open_output(arguments.out) as stream:
        gold = read_gold(arguments.gold)
        _write(evaluate_spans(gold, _tagged(gold, arguments)), stream, arguments)
    return 0


def _tagged(gold: list[Document], arguments: argparse.Namespace) -> list[Document]:
    tagger = load_tagger(arguments)
    parts = (tagger.predict(part, batch_size=arguments.batch_size) for part in tracked(untagged(gold)))
    return [document for part in parts for document in part]


def _read_pred(path: Path) -> Iterator[Document]:
    """Read what ``attribution label --format jsonl`` wrote; the texts of documents and sentences may be left out."""
    try:
        lines = path.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise InputError(f"predictions {path} cannot be read: {reason}") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            where = f"{path}, line {number}"
            row = {"text": "", **read_json(line, where)}
            if isinstance(row.get("sentences"), list):
                row["sentences"] = [{"text": "", **s} if isinstance(s, dict) else s for s in row["sentences"]]
            yield from_plain(row, Document, where)


def _write(result: Mapping[str, Any], stream: TextIO, arguments: argparse.Namespace) -> None:
    if arguments.json:
        stream.write(write_json(result, indent=1) + "\n")
    elif arguments.markdown:
        stream.write(to_markdown(result) + "\n")
    else:
        table_console(stream).print(Markdown(to_markdown(result)))
