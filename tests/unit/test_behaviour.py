"""Rewritings of the behavioural suite, without a model."""

import json
from typing import Any

import pytest

from attribution.labels import LABELS
from benchmarks.behaviour import (
    FOLDER,
    american_spelling,
    article,
    british_quotes,
    curly_quotes,
    swaps,
    tally,
    transformations,
)

GROUPS = {
    "nations": {"France": ["French", "Paris"], "Kenya": ["Kenyan", "Nairobi"]},
    "origins": {"English": {"man": ["Tom Hart"], "woman": ["Ann Hart"]}},
    "genders": {"man": {"he": "he", "man": "man"}, "woman": {"he": "she", "man": "woman"}},
}


def case(sentence: str, **more: Any) -> dict[str, Any]:
    return {"id": "x", "before": [], "sentence": sentence, "after": [], "labels": ["statement"], **more}


def test_quotes_and_apostrophes_become_curly() -> None:
    assert curly_quotes('"I won\'t," he said.') == "“I won’t,” he said."


def test_british_quotes_are_single_with_the_comma_outside() -> None:
    assert british_quotes('"No," he said. "Never."') == "'No', he said. 'Never.'"


def test_american_spelling_keeps_capitals_and_endings() -> None:
    assert american_spelling("Defence of harbours by a greyhound") == "Defense of harbors by a greyhound"


def test_a_rewriting_that_changes_nothing_is_left_out() -> None:
    names = [name for name, _ in transformations(case("He left.", variants={"cue": "He went."}))]
    assert names == ["upper case", "paraphrased cue"]


def test_a_rewriting_covers_the_whole_article() -> None:
    [(_, upper)] = transformations(case("He left.", before=["It rained."], variants={}))
    assert article(upper).text == "IT RAINED. HE LEFT."


def test_a_template_is_filled_once_for_every_different_text() -> None:
    filled = [new["sentence"] for _, new in swaps(case("{He} is {adj}."), GROUPS)]
    assert filled == ["He is French.", "She is French.", "He is Kenyan.", "She is Kenyan."]


def test_a_filling_counts_only_for_the_groups_that_it_speaks_of() -> None:
    assert [names for names, _ in swaps(case("{nation} won."), GROUPS)] == [["nation: France"], ["nation: Kenya"]]


def test_failures_are_counted_by_group() -> None:
    assert tally([("a", "1", True), ("a", "2", False)]) == {
        "a": {"n": 2, "failed": 1, "cases": {"2": 1}, "failure_rate": 0.5}
    }


@pytest.mark.parametrize("name", ["functionality", "invariance", "swaps", "direction"])
def test_cases_have_unique_ids_and_known_labels(name: str) -> None:
    cases = [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines()]
    assert len({c["id"] for c in cases}) == len(cases)
    assert all(set(c["labels"]) | set(c.get("changed_labels", ())) <= set(LABELS) for c in cases)


def test_sentences_of_an_article_stand_where_their_offsets_say() -> None:
    document = article(case("He left.", before=["It rained."], after=["Night fell."]))
    assert [document.text[s.start_char : s.end_char] for s in document.sentences] == [
        "It rained.",
        "He left.",
        "Night fell.",
    ]
