"""``attribution evaluate labels``, ``spans``, ``speed``, ``stance`` and ``corroboration``."""

import argparse
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TextIO

from rich.markdown import Markdown

from attribution.cli.analyze import load_tagger
from attribution.cli.figures import make_plots_folder, save_plots
from attribution.cli.output import open_output, table_console
from attribution.cli.progress import tracked
from attribution.errors import InputError
from attribution.evaluation import evaluate_labels, evaluate_spans, label_curves, read_gold, to_markdown, untagged
from attribution.evaluation.corroboration import evaluate_corroboration, refitted_scores, write_per_claim
from attribution.evaluation.predictions import pair_stances, rumour_folds, rumour_scores
from attribution.evaluation.rumours import read_bodies, read_pairs, read_rumours
from attribution.evaluation.stance import evaluate_stance
from attribution.jsonform import from_plain, read_json, write_json
from attribution.schema import Document
from attribution.tagging.models import DEFAULT_MODEL

__all__ = ["corroboration", "labels", "spans", "speed", "stance"]


def labels(arguments: argparse.Namespace) -> int:
    """Score the labels of a file, or those that a model gives."""
    make_plots_folder(arguments.plots)
    with open_output(arguments.out) as stream:
        gold = read_gold(arguments.gold)
        pred = list(_read_pred(arguments.pred)) if arguments.pred else _tagged(gold, load_tagger(arguments), arguments)
        result = evaluate_labels(gold, pred)
        if arguments.plots:
            _plot_labels(result, label_curves(gold, pred), arguments.plots)
        _write(result, stream, arguments)
    return 0


def _plot_labels(result: Mapping[str, Any], curves: Mapping[str, Any], folder: Path) -> None:
    from attribution.plots import plot_confusion

    confusion = plot_confusion(result["confusion"]["matrix"], result["confusion"]["labels"])
    save_plots(folder, {"confusion": confusion} | _curves(**curves))


def _curves(reliability: Any, risk_coverage: Any) -> dict[str, Any]:
    """Draw both curves; predictions without probabilities have none."""
    from attribution.plots import plot_reliability, plot_risk_coverage

    if not len(reliability):
        return {}
    return {"reliability": plot_reliability(reliability), "risk-coverage": plot_risk_coverage(risk_coverage)}


def spans(arguments: argparse.Namespace) -> int:
    """Score the spans that a model gives."""
    with open_output(arguments.out) as stream:
        gold = read_gold(arguments.gold)
        _write(evaluate_spans(gold, _tagged(gold, load_tagger(arguments), arguments)), stream, arguments)
    return 0


def speed(arguments: argparse.Namespace) -> int:
    """Time models on annotated articles and score their labels."""
    make_plots_folder(arguments.plots)
    with open_output(arguments.out) as stream:
        gold = read_gold(arguments.gold)
        rows = [_timed(gold, name, arguments) for name in arguments.models or [DEFAULT_MODEL]]
        n_sentences = sum(len(document.sentences) for document in gold)
        result = {"task": "speed", "n_documents": len(gold), "n_sentences": n_sentences, "backend": arguments.backend}
        if arguments.plots:
            from attribution.plots import plot_speed_accuracy

            speeds = {row["model"]: row["sentences_per_second"] for row in rows}
            scores = {row["model"]: row["macro_f1"]["value"] for row in rows}
            save_plots(arguments.plots, {"speed-accuracy": plot_speed_accuracy(speeds, scores)})
        _write(result | {"models": rows}, stream, arguments)
    return 0


def _timed(gold: list[Document], name: str, arguments: argparse.Namespace) -> dict[str, Any]:
    """Tag with one model, once it has tagged an article to get ready, and score what it says."""
    tagger = load_tagger(argparse.Namespace(**vars(arguments) | {"model": name}))
    tagger.predict(untagged(gold[:1]))
    started = time.perf_counter()
    pred = _tagged(gold, tagger, arguments)
    seconds = time.perf_counter() - started
    n_sentences = sum(len(document.sentences) for document in gold)
    macro_f1 = evaluate_labels(gold, pred)["macro_f1"]
    return {"model": name, "sentences_per_second": n_sentences / seconds, "macro_f1": macro_f1}


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
    make_plots_folder(arguments.plots)
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
        result = evaluate_corroboration(scores, truths)
        stream.write(write_json(result, indent=1) + "\n")
        if arguments.plots:
            reliability = [(row["n"], row["score"], row["share_true"]) for row in result["reliability"]]
            save_plots(arguments.plots, _curves(reliability, result["risk_coverage"]))
        if table is not None:
            write_per_claim(table, scores, truths, folds)
    return 0


def _tagged(gold: list[Document], tagger: Any, arguments: argparse.Namespace) -> list[Document]:
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
