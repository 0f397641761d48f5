"""What a newsroom's data looks like: contradictory, undated, doubled, empty, or about something else."""

from dataclasses import replace

import pytest

import attribution
from attribution.errors import InputError
from attribution.schema import Claim
from tests.evidence import CLAIM as OTHER
from tests.evidence import item, score
from tests.fakes import FakeTagger, article
from tests.unit.test_pipeline import CLAIM, REPORT, run


def test_copies_with_contradictory_metadata_are_one_origin() -> None:
    one = article(*REPORT, id="a", publisher="Norvik Post", date="2031-05-01", title="Depot hit")
    other = replace(one, id="b", publisher="Belmar Star", date="2031-05-03", title="Nothing hit, says mission")
    alone, both, turned = run(one).claims[0], run(one, other).claims[0], run(other, one).claims[0]
    assert (both.n_origins_for, both.n_origins_against, both.grade) == (1, 1, alone.grade)
    assert both.corroboration == pytest.approx(alone.corroboration, abs=1e-12)
    assert turned.corroboration == pytest.approx(both.corroboration, abs=1e-12)


def test_a_source_that_is_described_two_ways_counts_once() -> None:
    found = [item("army"), item("army", source_kind="group", anonymous=True, date="2031-05-01")]
    assert score(*found).corroboration == score(found[0]).corroboration
    assert score(*found).n_origins_for == 1


def test_a_stance_that_contradicts_its_probabilities_counts_by_them() -> None:
    found = item("army", stance="refutes", support=0.9, refutation=0.05)
    assert score(found).corroboration > 0.5


def test_without_dates_as_of_leaves_nothing_out() -> None:
    document = article(*REPORT)
    assert run(document, as_of="1990-01-01").claims[0].corroboration == run(document).claims[0].corroboration


def test_a_date_that_is_none_is_named_with_its_document() -> None:
    with pytest.raises(InputError, match=r"`date` of document 'a' must be ISO 8601 .* got 'last week'"):
        run(article(*REPORT, date="last week"))


def test_an_item_that_is_given_twice_counts_once() -> None:
    assert score(item("army"), item("army")).corroboration == score(item("army")).corroboration
    assert score(item("army"), item("army")).n_origins_for == 1


def test_ids_that_occur_twice_are_named() -> None:
    with pytest.raises(InputError, match="document ids must be unique, but 'a' occurs twice"):
        run(article(*REPORT), article(*REPORT))
    with pytest.raises(InputError, match="claim ids must be unique, but 'c' occurs twice"):
        run(article(*REPORT), claims=[Claim("c", CLAIM), Claim("c", CLAIM)])


def test_a_claim_about_nothing_in_the_documents_says_so_everywhere() -> None:
    analysis = run(article(*REPORT), claims=["Wheat prices rose again"], prior=0.3)
    said = "Nothing in these documents is about the claim, so its score is the prior, 0.30 (grade 6"
    assert said in attribution.explain(analysis.claims[0]).paragraph
    assert said in analysis.to_dict()["claims"][0]["explanation"]["paragraph"]
    assert said in analysis.to_html()


def test_a_thousand_claims_are_scored_at_once() -> None:
    claims = [f"{CLAIM} on day {number}" for number in range(1000)]
    scored = attribution.score_claims(claims, FakeTagger().predict([article(*REPORT)]), tagger=FakeTagger())
    assert [claim.text for claim in scored] == claims
    assert all(0 <= claim.corroboration <= 1 for claim in scored)


@pytest.mark.parametrize("text", ["", " \n", "…?!"])
def test_a_claim_without_words_is_named(text: str) -> None:
    with pytest.raises(InputError, match="claim 2 must be a statement in words"):
        run(article(*REPORT), claims=[CLAIM, text])


@pytest.mark.parametrize("field", ["type_prob", "support", "refutation"])
@pytest.mark.parametrize("value", [float("nan"), float("inf"), -0.1, None])
def test_probabilities_that_are_none_are_named_with_their_item(field: str, value: float | None) -> None:
    place = r"at index 1 \(claim 'c1', document 'd7', sentence 3\)"
    with pytest.raises(InputError, match=rf"`{field}` must be probabilities in \[0, 1\], got \S+ {place}"):
        score(item("army"), item("army", document_id="d7", sentence_index=3, **{field: value}))


def test_a_type_that_is_none_is_named() -> None:
    with pytest.raises(InputError, match=r"`type` of evidence 0 must be one of .*Did you mean 'denial'"):
        attribution.score_evidence([OTHER], [item("army", type="denail")])
