"""Figures of one claim: what they show, not how it looks."""

from math import log

import pytest

pytest.importorskip("matplotlib")

from attribution.corroboration import history
from attribution.plots import plot_contributions, plot_history
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
