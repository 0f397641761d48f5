"""Predicted documents against annotated ones: tables of scores with intervals, as plain dicts and as Markdown."""

from attribution.evaluation.gold import read_gold, untagged
from attribution.evaluation.labels import evaluate_labels, label_curves
from attribution.evaluation.markdown import to_markdown
from attribution.evaluation.spans import evaluate_spans

__all__ = ["evaluate_labels", "evaluate_spans", "label_curves", "read_gold", "to_markdown", "untagged"]
