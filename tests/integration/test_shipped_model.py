"""The shipped model on the bundled sample, end to end."""

import json
from pathlib import Path

import pytest

import attribution

pytestmark = pytest.mark.model
ROOT = Path(__file__).parents[2]
GOLD = json.loads((ROOT / "tests/data/sample/depots.gold.json").read_text(encoding="utf-8"))
MOST_WRONG = 4
"""Of 31 sentences; the quality gate in ``benchmarks/`` is what measures the model."""


@pytest.fixture(scope="module")
def analysis() -> attribution.Analysis:
    return attribution.analyze(ROOT / "examples/depots.txt", claims=[c["text"] for c in GOLD["claims"]])


def test_the_sample_is_labelled_as_the_guideline_says(analysis: attribution.Analysis) -> None:
    found = {s.text: set(s.labels) for s in analysis.documents[0].sentences}
    wrong = [s["text"] for s in GOLD["sentences"] if found[s["text"]] != set(s["labels"])]
    assert len(wrong) <= MOST_WRONG, wrong


def test_the_furniture_around_the_sample_is_left_out(analysis: attribution.Analysis) -> None:
    kept = {s.text for s in analysis.documents[0].sentences}
    assert not kept & set(GOLD["furniture"])


def test_an_analysis_survives_json(analysis: attribution.Analysis) -> None:
    assert attribution.Analysis.from_json(analysis.to_json()) == analysis


def test_the_same_article_twice_changes_no_score(analysis: attribution.Analysis) -> None:
    text = (ROOT / "examples/depots.txt").read_text(encoding="utf-8")
    documents = [attribution.document_from_text(text, id=name) for name in ("a", "b")]
    doubled = attribution.analyze(documents, claims=[c["text"] for c in GOLD["claims"]])
    for once, twice in zip(analysis.claims, doubled.claims, strict=True):
        assert twice.corroboration == pytest.approx(once.corroboration, abs=1e-6)
