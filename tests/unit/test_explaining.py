"""Why a claim has its score: shares, what happens without and with, and a paragraph that keeps two things apart."""

import re
from dataclasses import replace
from math import exp, fsum

import pytest

from attribution.corroboration import CorroborationModel, Explanation, explain
from attribution.errors import InputError
from attribution.labels import AttributionType
from attribution.schema import Evidence
from tests.evidence import DENIES, item, score

LIKELIHOODS = re.compile(r"likel|chance|certain")


def explained(*items: Evidence, **options: object) -> Explanation:
    return explain(score(*items, **options))


def test_contributions_lead_from_the_prior_to_the_score() -> None:
    result = score(item("army"), item("ministry", DENIES), item(None, AttributionType.HINT), prior=0.3)
    made = explain(result)
    shares = [origin.contribution for origin in made.origins]
    assert fsum([made.prior_log_odds, *shares]) == made.log_odds
    assert 1 / (1 + exp(-made.log_odds)) == pytest.approx(result.corroboration, abs=1e-12)
    assert shares == sorted(shares, key=abs, reverse=True)


def test_without_an_origin_score_and_grade_are_those_of_the_others() -> None:
    items = [item("army"), item("coast guard"), item("ministry", DENIES), item(None, document_id="d2")]
    for origin in explained(*items).origins:
        others = score(*(i for i in items if (i.source_id or "unresolved") != origin.id))
        assert origin.corroboration_without == pytest.approx(others.corroboration, abs=1e-12)
        assert origin.grade_without == others.grade


def test_the_strongest_item_of_each_side_is_named_by_its_place() -> None:
    made = explained(item(None, AttributionType.HINT), item("army"), item("ministry", DENIES))
    assert (made.strongest_for, made.strongest_against) == (1, 2)
    assert explained(item("army")).strongest_against is None


def test_the_strongest_item_does_not_depend_on_order() -> None:
    one, other = item("army"), item("coast guard", document_id="d2")
    for items in ([one, other], [other, one]):
        result = score(*items)
        assert result.evidence[explain(result).strongest_for or 0].source == "army"


def test_what_would_change_the_grade_is_what_the_model_gives() -> None:
    items = [item("army")]
    changes = {change.evidence: change for change in explained(*items).changes}
    sure = {"type_prob": 1.0, "support": 1.0}
    confirmed = score(*items, item("coast guard", **sure))
    assert changes["one independent official confirmation"].corroboration == pytest.approx(confirmed.corroboration)
    assert changes["one independent official confirmation"].grade == confirmed.grade == 1
    denied = score(*items, item("ministry", DENIES, type_prob=1.0, refutation=1.0))
    assert changes["one denial by a named official"].corroboration == pytest.approx(denied.corroboration)
    assert "One independent official confirmation would lift the grade from 2 to 1" in explained(*items).paragraph


def test_a_claim_that_was_scored_as_of_a_day_is_explained_as_of_it() -> None:
    early, late = item("army", date="2031-03-01"), item("ministry", DENIES, date="2031-03-05")
    then = explain(score(early, late, as_of="2031-03-02"))
    assert [origin.id for origin in then.origins] == ["army"]
    assert then.paragraph == explained(early).paragraph


def test_a_word_that_was_taken_back_is_no_reason() -> None:
    made = explained(item("army", date="2031-03-01"), item("army", DENIES, date="2031-03-05"))
    assert "none" not in made.paragraph.split("independent origin")[0]
    assert "denial by army" in made.paragraph
    assert made.strongest_for is None


@pytest.mark.parametrize(
    "items",
    [
        [],
        [item("army")],
        [item("army"), item("coast guard"), item("mayor")],
        [item("army"), item("ministry", DENIES)],
        [item("ministry", DENIES), item("army", DENIES)],
        [item(None, AttributionType.HINT, anonymous=True)],
        [replace(item("publisher:Daily Signal", None), source=None)],
        [item("army", AttributionType.NO_COMMENT)],
    ],
)
def test_every_paragraph_says_what_it_is_about_and_keeps_likelihood_and_confidence_apart(items: list[Evidence]) -> None:
    made = explained(*items)
    assert made.paragraph.startswith("This is about the sourcing of the claim, not about whether it is true.")
    sentences = re.split(r"(?<=\.) (?=[A-Z])", made.paragraph)
    assert sum("Confidence in the sourcing is " + made.confidence in s for s in sentences) == 1
    assert not [s for s in sentences if "onfidence" in s and LIKELIHOODS.search(s)]
    assert "would" in sentences[-1]


def test_a_claim_about_nothing_in_the_documents_says_so() -> None:
    made = explained(prior=0.3)
    assert "Nothing in these documents is about the claim, so its score is the prior, 0.30 (grade 6" in made.paragraph
    assert (made.origins, made.confidence, made.log_odds) == ((), "low", made.prior_log_odds)


def test_silence_is_not_called_evidence() -> None:
    assert "takes a side on the claim" in explained(item("army", AttributionType.NO_COMMENT)).paragraph


def test_thin_evidence_gets_no_word_of_likelihood() -> None:
    made = explained(item(None, AttributionType.HINT, anonymous=True))
    assert "too thin for a word of likelihood" in made.paragraph
    assert made.confidence == "low"


def test_confidence_is_high_only_where_three_origins_agree() -> None:
    three = [item(name) for name in ("army", "coast guard", "mayor")]
    assert explained(*three).confidence == "high"
    assert explained(*three[:2]).confidence == "moderate"
    assert explained(*three, item("ministry", DENIES)).confidence == "moderate"


def test_an_origin_that_decides_the_grade_is_named() -> None:
    assert "Without army the grade would be 6." in explained(item("army")).paragraph
    assert "No single origin decides the grade." in explained(*map(item, ("army", "navy", "mayor"))).paragraph


def test_a_name_keeps_to_the_sentence() -> None:
    assert "by the harbour police (+" in explained(item("The harbour\npolice")).paragraph


def test_a_name_that_its_origin_does_not_bear_says_where_it_counts() -> None:
    found = [item("ministry", origin_id="m"), *(item("Oda Lind", origin_id="m", support=0.5) for _ in range(2))]
    assert "by ministry (counted with Oda Lind; +" in explained(*found).paragraph


def test_a_claim_that_other_weights_scored_is_refused_and_explained_with_them() -> None:
    other = score(item("army"), model=CorroborationModel.priors())
    with pytest.raises(
        InputError, match=r"claim 'c1' has the score 0\.\d+, but .* pass the `model` that it was scored"
    ):
        explain(other)
    assert explain(other, model=CorroborationModel.priors()).origins[0].id == "army"
