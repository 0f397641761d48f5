"""Evaluations as Markdown tables."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

__all__ = ["to_markdown"]


def to_markdown(result: Mapping[str, Any]) -> str:
    """Return an evaluation as Markdown; numbers are percentages, intervals 95 %.

    >>> row = {"precision": 1.0, "recall": 0.5, "f1": 0.667, "low": 0.5, "high": 0.8, "support": 2, "predicted": 1}
    >>> result = {"task": "spans", "n_documents": 1, "n_rows": 1, "n_skipped": 0, "exact": {"cue": row}, "corpora": {}}
    >>> print(to_markdown(result))
    1 documents.
    <BLANKLINE>
    ### Exact spans
    <BLANKLINE>
    | role | precision | recall | F1 | interval | gold | predicted |
    | --- | ---: | ---: | ---: | ---: | ---: | ---: |
    | cue | 100.0 | 50.0 | 66.7 | 50.0 to 80.0 | 2 | 1 |
    """
    return "\n\n".join({"labels": _labels, "spans": _spans, "speed": _speed}[result["task"]](result))


def _labels(result: Mapping[str, Any]) -> Iterable[str]:
    macro, attributions = result["macro_f1"], result["attributions"]
    yield f"{result['n_sentences']} sentences of {result['n_documents']} documents.{_skipped(result)}"
    yield (
        f"Macro-F1 {_percent(macro['value'])} ({_interval(macro)}), calibration error {_percent(result['ece'])}, "
        f"Brier score {_decimal(result['brier'])}."
    )
    header = ("label", "precision", "recall", "F1", "interval", "gold", "predicted", "ECE", "Brier")
    yield _table(
        header,
        ([*_score_cells(name, r), _percent(r["ece"]), _decimal(r["brier"])] for name, r in result["labels"].items()),
    )
    yield "### Attributions"
    yield _table(("", *header[1:7]), [_score_cells("type and source", attributions)])
    kind, anonymous = result["source_kind"], result["anonymous"]
    yield (
        f"Source kind right in {_percent(kind['accuracy'])} % and anonymity in {_percent(anonymous['accuracy'])} % "
        f"of {kind['n']} attributions whose sources agree."
    )
    yield "### Corpora"
    names = list(result["labels"])
    rows = (
        [name or "-", str(r["n_sentences"]), _percent(r["macro_f1"]["value"]), *(_percent(r["f1"][n]) for n in names)]
        for name, r in result["corpora"].items()
    )
    yield _table(("corpus", "sentences", "macro-F1", *names), rows)
    yield "### Gold label (rows) by predicted label"
    confusion = result["confusion"]
    cells = ([n, *(f"{v:.1f}" for v in row)] for n, row in zip(confusion["labels"], confusion["matrix"], strict=True))
    yield _table(("", *confusion["labels"]), cells)


def _spans(result: Mapping[str, Any]) -> Iterable[str]:
    n_rows, n_documents = result["n_rows"], result["n_documents"]
    annotated = f", annotated {n_rows} times" if n_rows != n_documents else ""
    yield f"{n_documents} documents{annotated}.{_skipped(result)}"
    header = ("role", "precision", "recall", "F1", "interval", "gold", "predicted")
    for match in ("exact", "begin", "overlap"):
        if match in result:
            yield f"### {match.capitalize()} spans"
            yield _table(header, (_score_cells(name, row) for name, row in result[match].items()))
    if len(result["corpora"]) > 1:
        yield "### Exact F1 by corpus"
        roles = list(result["exact"])
        rows = ([name or "-", *(_percent(r["f1"][role]) for role in roles)] for name, r in result["corpora"].items())
        yield _table(("corpus", *roles), rows)


def _speed(result: Mapping[str, Any]) -> Iterable[str]:
    yield f"{result['n_sentences']} sentences of {result['n_documents']} documents, backend {result['backend']}."
    rows = (
        [r["model"], f"{r['sentences_per_second']:.0f}", _percent(r["macro_f1"]["value"]), _interval(r["macro_f1"])]
        for r in result["models"]
    )
    yield _table(("model", "sentences per second", "macro-F1", "interval"), rows)


def _skipped(result: Mapping[str, Any]) -> str:
    return f" {result['n_skipped']} documents were skipped by the tagger." if result["n_skipped"] else ""


def _score_cells(name: str, row: Mapping[str, Any]) -> list[str]:
    scores = [_percent(row[key]) for key in ("precision", "recall", "f1")]
    return [name, *scores, _interval(row), str(row["support"]), str(row["predicted"])]


def _interval(row: Mapping[str, Any]) -> str:
    return f"{_percent(row['low'])} to {_percent(row['high'])}"


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:.1f}"


def _decimal(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    marks = ["---", *["---:"] * (len(header) - 1)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (header, marks, *rows))
