"""Figures where people would rather look than read; needs the ``plots`` extra. Each function returns a figure."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from attribution.errors import MissingDependencyError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["plot_confusion", "plot_learning_curve", "plot_reliability"]


def _figure(width: float, height: float) -> "Figure":
    """Return a figure without pyplot's global state, so that no display and no closing is needed."""
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingDependencyError("matplotlib", "plots") from error
    return Figure(figsize=(width, height), layout="constrained")


def plot_learning_curve(history: Sequence[Mapping[str, Any]]) -> "Figure":
    """Draw training loss and dev scores over epochs from a Trainer's ``log_history``."""
    figure = _figure(8, 4)
    left = figure.subplots()
    losses = [(h["epoch"], h["loss"]) for h in history if "loss" in h]
    left.plot(*zip(*losses, strict=True), color="tab:gray", linewidth=1, label="training loss") if losses else None
    left.set(xlabel="epoch", ylabel="training loss")
    right = left.twinx()
    right.set(ylabel="dev F1", ylim=(0, 1))
    evaluations = [h for h in history if "eval_score" in h]
    names = [n for n in (evaluations[-1] if evaluations else {}) if n.startswith("eval_") and n.endswith("f1")]
    for name in names:
        points = [(h["epoch"], h[name]) for h in evaluations]
        right.plot(*zip(*points, strict=True), marker="o", label=name.removeprefix("eval_").replace("_", " "))
    right.legend(loc="lower right", fontsize="small")
    return figure


def plot_confusion(counts: npt.ArrayLike, labels: Sequence[str]) -> "Figure":
    """Draw a confusion matrix: rows are gold, columns predicted, shades the share of the row.

    Parameters
    ----------
    counts
        [labels, labels]; fractions are allowed (a sentence with two labels counts a half in each).
    """
    array = np.asarray(counts, float)
    share = array / np.maximum(array.sum(1, keepdims=True), 1e-9)
    figure = _figure(7, 6)
    axes = figure.subplots()
    axes.imshow(share, cmap="Blues", vmin=0, vmax=1)
    names = [name.replace("_", " ") for name in labels]
    axes.set_xticks(range(len(names)), names, rotation=40, ha="right")
    axes.set_yticks(range(len(names)), names)
    axes.set(xlabel="predicted", ylabel="gold")
    for (row, column), value in np.ndenumerate(array):
        colour = "white" if share[row, column] > 0.5 else "black"
        axes.text(column, row, f"{value:.0f}", ha="center", va="center", color=colour, fontsize=8)
    return figure


def plot_reliability(table: Sequence[Mapping[str, float]]) -> "Figure":
    """Draw observed frequency over predicted probability from `attribution.metrics.reliability_table` rows."""
    figure = _figure(5, 5)
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color="tab:gray", linewidth=1)
    axes.plot([r["mean_prob"] for r in table], [r["frequency"] for r in table], marker="o")
    axes.set(xlabel="predicted probability", ylabel="observed frequency", xlim=(0, 1), ylim=(0, 1))
    return figure
