"""Figures of one claim: what they show, not how it looks."""

from math import log

import pytest

pytest.importorskip("matplotlib")

from attribution.corroboration import history
from attribution.plots import (
    plot_contributions,
    plot_history,
    plot_reliability,
    plot_risk_coverage,
    plot_speed_accuracy,
)
from tests.evidence import DENIES, item, score


def labels(figure):  # type: ignore[no-untyped-def]
    return [label.get_text() for label in figure.axes[0].get_yticklabels()]


def test_a_waterfall_goes_from_the_prior_over_the_origins_to_the_score() -> None:
    claim = score(item("army"), item("ministry", DENIES), prior=0.3)
    figure = plot_contributions(claim)
    assert labels(figure) == ["prior", *(origin.name for origin in claim.origins), "score"]
    first, last = figure.axes[0].patches
    assert first.get_x() == pytest.approx(log(0.3 / 0.7))
    end = last.get_x() + last.get_width()
    assert end == pytest.approx(log(claim.corroboration / (1 - claim.corroboration)))


def test_many_origins_are_summed_up_in_one_bar() -> None:
    figure = plot_contributions(score(*(item(f"witness {number}") for number in range(30))))
    assert len(labels(figure)) == 14
    assert "19 others" in labels(figure)


def test_names_are_no_formulas(tmp_path) -> None:  # type: ignore[no-untyped-def]
    claim = score(item("Big $\\frac{ money"))
    plot_contributions(claim).savefig(tmp_path / "a.png")
    plot_history([], title="$\\frac{").savefig(tmp_path / "b.png")


def test_a_history_writes_scores_and_new_grades() -> None:
    points = history(score(item("army", date="2031-03-01"), item("army", DENIES, date="2031-03-09T10:00+02:00")))
    texts = [text.get_text() for text in plot_history(points, title="It was hit.").axes[0].texts]
    assert texts == ["grade 2", f"{points[0].corroboration:.2f}", "5", f"{points[1].corroboration:.2f}"]


def test_reliability_shows_each_bin_by_its_size() -> None:
    [dots] = plot_reliability([[90, 0.1, 0.2], [10, 0.8, 0.7]]).axes[0].collections
    assert dots.get_offsets().tolist() == [[0.1, 0.2], [0.8, 0.7]]
    assert dots.get_sizes()[0] > dots.get_sizes()[1]


def test_risk_coverage_goes_from_the_surest_case_to_all() -> None:
    points = [{"coverage": 0.25, "risk": 0.0}, {"coverage": 1.0, "risk": 0.5}]
    [line] = plot_risk_coverage(points).axes[0].lines
    assert (line.get_xdata().tolist(), line.get_ydata().tolist()) == ([0.25, 1.0], [0.0, 0.5])


def test_curves_of_nothing_are_drawn_empty() -> None:
    assert plot_reliability([]).axes
    assert plot_risk_coverage([]).axes


def test_the_front_holds_the_systems_that_none_beats_in_both() -> None:
    speeds = {"small": 700.0, "large": 90.0, "worse": 80.0}
    [line] = plot_speed_accuracy(speeds, {"small": 0.68, "large": 0.71, "worse": 0.6}).axes[0].lines
    assert list(line.get_xdata()) == [90.0, 700.0]
