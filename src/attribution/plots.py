"""Figures where people would rather look than read; needs the ``plots`` extra. Each function returns a figure."""

import textwrap
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from attribution.errors import MissingDependencyError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from attribution.corroboration import HistoryPoint
    from attribution.schema import ClaimScore

__all__ = [
    "plot_confusion",
    "plot_contributions",
    "plot_history",
    "plot_learning_curve",
    "plot_reliability",
    "plot_risk_coverage",
    "plot_speed_accuracy",
]

_SUPPORTS, _REJECTS, _WHOLE = "#0072b2", "#d55e00", "#666666"  # told apart by every kind of colour vision


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


def plot_reliability(table: npt.ArrayLike) -> "Figure":
    """Draw observed frequency over predicted probability, from `attribution.metrics.reliability_table`.

    Parameters
    ----------
    table
        [bins, 3]: how many cases, their mean probability, and their share of outcomes. A dot's area is its share of
        the cases; a calibrated model has its dots on the diagonal.

    Examples
    --------
    >>> plot_reliability([[30, 0.2, 0.25], [10, 0.9, 0.8]]).axes[0].collections[0].get_offsets().tolist()
    [[0.2, 0.25], [0.9, 0.8]]
    """
    rows = np.asarray(table, float).reshape(-1, 3)
    figure = _figure(5, 5)
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color=_WHOLE, linewidth=1, linestyle=":")
    axes.plot(rows[:, 1], rows[:, 2], color=_SUPPORTS, linewidth=1)
    axes.scatter(rows[:, 1], rows[:, 2], s=20 + 180 * rows[:, 0] / max(rows[:, 0].sum(), 1), color=_SUPPORTS)
    axes.set(xlabel="predicted probability", ylabel="observed frequency", xlim=(0, 1), ylim=(0, 1))
    return figure


def plot_risk_coverage(points: Sequence[Mapping[str, float]]) -> "Figure":
    """Draw the share judged wrongly over the share judged, the least uncertain cases first.

    Parameters
    ----------
    points
        ``coverage`` and ``risk`` of each, from `attribution.evaluation.binary.risk_coverage`.

    Examples
    --------
    >>> figure = plot_risk_coverage([{"coverage": 0.5, "risk": 0.0}, {"coverage": 1.0, "risk": 0.5}])
    >>> figure.axes[0].lines[0].get_ydata().tolist()
    [0.0, 0.5]
    """
    figure = _figure(5, 4)
    axes = figure.subplots()
    coverage, risk = (np.array([point[name] for point in points]) for name in ("coverage", "risk"))
    axes.step(coverage, risk, where="post", color=_SUPPORTS)
    axes.set(xlabel="share judged, the least uncertain first", ylabel="share of these judged wrongly", xlim=(0, 1))
    axes.set_ylim(0, max(0.05, *(1.1 * risk)) if len(points) else 1)
    return figure


_NEAR_SPEED, _NEAR_SCORE = 4.0, 0.01  # a factor and a difference within which labels would overlap


def plot_speed_accuracy(sentences_per_second: Mapping[str, float], scores: Mapping[str, float]) -> "Figure":
    """Draw a score over speed (logarithmic), and the front: systems that none beats in both.

    Parameters
    ----------
    sentences_per_second
        Speed of each system.
    scores
        Score in [0, 1] of those that have one; the others are dotted lines at their speed.

    Examples
    --------
    >>> figure = plot_speed_accuracy({"small": 700.0, "large": 90.0, "other": 60.0}, {"small": 0.68, "large": 0.71})
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['large', 'small', 'other']
    """
    figure = _figure(8, 5)
    axes = figure.subplots()
    points = sorted((sentences_per_second[name], score, name) for name, score in scores.items())
    front = [p for p in points if all(q[1] < p[1] for q in points if q[0] > p[0])]
    if points:
        axes.plot([p[0] for p in front], [p[1] for p in front], color="tab:gray", linewidth=1)
        axes.scatter([p[0] for p in points], [p[1] for p in points])
    for i, (speed, score, name) in enumerate(points):
        near = sum(s > speed / _NEAR_SPEED and abs(f - score) < _NEAR_SCORE for s, f, _ in points[:i])
        place = (-5 if speed == points[-1][0] and i else 5, -8 - 10 * near)  # one below the other where points meet
        side = "right" if place[0] < 0 else "left"
        axes.annotate(name, (speed, score), xytext=place, ha=side, textcoords="offset points", fontsize="small")
    for name in [n for n in sentences_per_second if n not in scores]:
        speed = sentences_per_second[name]
        axes.axvline(speed, color="tab:gray", linestyle=":")
        axes.text(speed, 0.02, name, rotation=90, ha="right", fontsize="small", transform=axes.get_xaxis_transform())
    axes.set(xlabel="sentences per second", ylabel="macro-F1", xscale="log")
    return figure


_MOST_ORIGINS, _SEEN = 12, 0.005
_ABOUT = "The score measures the sourcing, not the facts."


def plot_contributions(claim: "ClaimScore") -> "Figure":
    """Draw a claim's score as a waterfall: from the prior, origin by origin (the largest first), to the score.

    Bars are contributions in log-odds; the scale above gives the score that they lead to. Beyond twelve origins the
    smallest are one bar, and those below 0.005 are left out.

    Examples
    --------
    >>> from attribution.corroboration import score_evidence
    >>> from attribution.schema import Claim
    >>> [claim] = score_evidence([Claim("c1", "The port is closed.")], [])
    >>> [label.get_text() for label in plot_contributions(claim).axes[0].get_yticklabels()]
    ['prior', 'score']
    """
    bars = [(origin.name, origin.contribution) for origin in claim.origins if abs(origin.contribution) >= _SEEN]
    if len(bars) > _MOST_ORIGINS:
        others = bars[_MOST_ORIGINS - 1 :]
        bars = [*bars[: _MOST_ORIGINS - 1], (f"{len(others)} others", sum(share for _, share in others))]
    start = float(np.log(claim.prior / (1 - claim.prior)))
    ends = start + np.cumsum([0.0, *(share for _, share in bars)])
    figure = _figure(8, 2.0 + 0.38 * len(bars))
    axes = figure.subplots()
    _draw_bars(axes, [share for _, share in bars], ends)
    for row, end, value in ((0, ends[0], claim.prior), (len(bars) + 1, ends[-1], claim.corroboration)):
        axes.plot(end, row, marker="D", color=_WHOLE)
        axes.annotate(f"{value:.2f}", (end, row), xytext=(8, 0), textcoords="offset points", va="center", weight="bold")
    axes.axvline(start, color=_WHOLE, linewidth=0.8, linestyle=":")
    axes.set_yticks(range(len(bars) + 2), ["prior", *(_plain(name, 34) for name, _ in bars), "score"])
    low, high = min(*ends, start) - 1, max(*ends, start) + 1
    axes.set(xlim=(low, high), ylim=(len(bars) + 1.6, -0.6), xlabel=f"log-odds.  {_ABOUT}")
    chances = np.array([0.001, 0.01, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999])
    places = np.log(chances / (1 - chances))
    shown = (places > low) & (places < high)
    axes.secondary_xaxis("top").set_xticks(places[shown], [f"{chance:g}" for chance in chances[shown]])
    _title(figure, claim.text, f"grade {claim.grade}; blue supports, orange rejects")
    axes.spines[["right", "left"]].set_visible(False)
    axes.tick_params(left=False)
    return figure


def _draw_bars(axes: "Axes", shares: Sequence[float], ends: npt.NDArray[np.float64]) -> None:
    """Draw each share from where the one before ends, with its number at its tip."""
    for row, (share, begin) in enumerate(zip(shares, ends, strict=False), start=1):
        axes.barh(row, share, left=begin, height=0.6, color=_SUPPORTS if share >= 0 else _REJECTS)
        axes.plot([begin, begin], [row - 1.3, row + 0.3], color=_WHOLE, linewidth=0.8)
        axes.annotate(
            f"{share:+.2f}",
            (begin + share, row),
            xytext=(4 if share >= 0 else -4, 0),
            textcoords="offset points",
            ha="left" if share >= 0 else "right",
            va="center",
            fontsize="small",
        )
    axes.plot([ends[-1]] * 2, [len(shares) - 0.3, len(shares) + 1], color=_WHOLE, linewidth=0.8)


def plot_history(points: "Sequence[HistoryPoint]", *, title: str = "") -> "Figure":
    """Draw the score over time with its 90 % interval and its grades, from `attribution.history`.

    A score stands until the next date; where dates are too close, not every value is written.

    Examples
    --------
    >>> from attribution.corroboration import HistoryPoint
    >>> from attribution.schema import Interval
    >>> figure = plot_history([HistoryPoint("2031-03-03", 0.76, Interval(0.4, 0.98), 2)], title="The port is closed.")
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['grade 2', '0.76']
    """
    figure = _figure(8, 4)
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num

    axes = figure.subplots()
    axes.set(ylim=(0, 1), ylabel="score", xlabel=_ABOUT)
    axes.spines[["right", "top"]].set_visible(False)
    _title(figure, title, "as the evidence appeared")
    if not points:
        return figure
    moments = [datetime.fromisoformat(point.date) for point in points]
    moments = [moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment for moment in moments]
    times: list[float] = date2num(moments).tolist()  # type: ignore[no-untyped-call]
    span = times[-1] - times[0] or 1.0  # days
    until = [*times, times[-1] + span / 10]  # the last score still holds
    scores, lows, highs = (
        [*values, values[-1]]
        for values in zip(*((p.corroboration, p.interval.low, p.interval.high) for p in points), strict=True)
    )
    axes.fill_between(until, lows, highs, step="post", color=_SUPPORTS, alpha=0.18, linewidth=0, label="90 % interval")
    axes.step(until, scores, where="post", color=_SUPPORTS, label="score")
    axes.plot(times, scores[:-1], marker="o", linestyle="none", color=_SUPPORTS)
    axes.set_xlim(times[0] - span / 30, until[-1])
    locator = AutoDateLocator(maxticks=8)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    forms = ["%Y", "%b %Y", "%d %b", "%H:%M", "%H:%M", "%S"]
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator, formats=forms))  # type: ignore[no-untyped-call]
    figure.legend(loc="outside upper right", ncols=2, fontsize="small", frameon=False)
    _write_values(axes, times, points)
    return figure


def _write_values(axes: "Axes", times: Sequence[float], points: "Sequence[HistoryPoint]") -> None:
    """Write each new grade above the axes, and each new score at its point where there is room."""
    room = (times[-1] - times[0]) / 18
    written, grade = None, None
    for time, point in zip(times, points, strict=True):
        if point.grade != grade:
            word = "grade " if grade is None else ""
            axes.text(time, 1.01, f"{word}{point.grade}", transform=axes.get_xaxis_transform(), fontsize="small")
            axes.axvline(time, color=_WHOLE, linewidth=0.6, linestyle=":")
            grade = point.grade
        value = f"{point.corroboration:.2f}"
        if written is None or (value != written[1] and time - written[0] >= room):
            place = (time, point.corroboration)
            axes.annotate(value, place, xytext=(4, 5), textcoords="offset points", fontsize="small", weight="bold")
            written = time, value


def _title(figure: "Figure", text: str, note: str) -> None:
    claim = textwrap.fill(_plain(text, 140), 75)
    figure.suptitle(f"{claim}\n" * bool(claim) + note, fontsize="medium", x=0.01, ha="left")


def _plain(text: str, width: int) -> str:
    """Return text cut to a width in which a dollar sign starts no formula."""
    return textwrap.shorten(" ".join(text.split()), width, placeholder="…").replace("$", r"\$")
