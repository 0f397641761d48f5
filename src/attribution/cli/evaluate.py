"""``attribution evaluate labels``, ``spans``, ``stance`` and ``corroboration``."""

import argparse
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TextIO

from rich.markdown import Markdown

from attribution.cli.analyze import load_tagger
from attribution.cli.output import open_output, table_console
from attribution.cli.progress import tracked
from attribution.errors import InputError
from attribution.evaluation import evaluate_labels, evaluate_spans, read_gold, to_markdown, untagged
from attribution.evaluation.corroboration import evaluate_corroboration, refitted_scores, write_per_claim
from attribution.evaluation.predictions import pair_stances, rumour_folds, rumour_scores
from attribution.evaluation.rumours import read_bodies, read_pairs, read_rumours
from attribution.evaluation.stance import evaluate_stance
from attribution.jsonform import from_plain, read_json, write_json
from attribution.schema import Document

__all__ = ["corroboration", "labels", "spans", "stance"]


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


def stance(arguments: argparse.Namespace) -> int:
    """Score the stances of headlines or bodies to claims."""
    with open_output(arguments.json) as stream:
        bodies = read_bodies(arguments.bodies) if arguments.bodies else {}
        pairs = read_pairs(arguments.pairs, bodies)
        probs, decided = pair_stances(pairs, load_tagger(arguments), tracked=tracked)
        result = evaluate_stance([p.stance for p in pairs], probs, [p.group for p in pairs], decided=decided)
        stream.write(write_json(result, indent=1) + "\n")
    return 0


def corroboration(arguments: argparse.Namespace) -> int:
    """Score claims with verdicts from their bodies; with folds, on weights refitted without the fold's claims."""
    with ExitStack() as outputs:
        stream = outputs.enter_context(open_output(arguments.json))
        table = outputs.enter_context(open_output(arguments.per_claim)) if arguments.per_claim else None
        bodies = read_bodies(arguments.bodies)
        rumours = read_rumours(arguments.claims, bodies)
        scores = rumour_scores(rumours, bodies, load_tagger(arguments), prior=arguments.prior, tracked=tracked)
        truths = [rumour.truth for rumour in rumours]
        folds = None
        if arguments.folds:
            folds = rumour_folds(rumours, arguments.folds)
            scores = refitted_scores(scores, truths, folds)
        stream.write(write_json(evaluate_corroboration(scores, truths), indent=1) + "\n")
        if table is not None:
            write_per_claim(table, scores, truths, folds)
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
