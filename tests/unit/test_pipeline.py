"""The whole way with a tagger that needs no network."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import attribution
from attribution.errors import InputError
from attribution.overrides import Override
from attribution.pipeline import analyze, score_claims
from attribution.schema import Claim, Document
from tests.fakes import FakeTagger, article

CLAIM = "Coalition jets hit the depot at Norvik"
REPORT = (
    "Defence minister Oda Lind admitted that coalition jets hit the depot at Norvik.",
    "The Joint Mission denied that coalition jets hit the depot at Norvik.",
    "Rain fell on the hills above the town.",
)


def run(*documents: Document, claims: Any = (CLAIM,), **options: Any) -> attribution.Analysis:
    return analyze(documents, claims, tagger=FakeTagger(), **options)


def test_a_text_is_read_tagged_linked_and_scored() -> None:
    analysis = analyze(" ".join(REPORT), [CLAIM], tagger=FakeTagger())
    assert [s.labels for s in analysis.documents[0].sentences] == [("official_confirmation",), ("denial",), ("none",)]
    assert [e.stance.value for e in analysis.claims[0].evidence] == ["supports", "refutes"]


def test_support_and_refutation_count_one_origin_each() -> None:
    [claim] = run(article(*REPORT)).claims
    assert (claim.n_origins_for, claim.n_origins_against) == (1, 1)


def test_a_supported_claim_scores_above_its_prior_and_a_denied_one_below() -> None:
    [supported] = run(article(REPORT[0])).claims
    [denied] = run(article(REPORT[1])).claims
    assert denied.corroboration < 0.5 < supported.corroboration


def test_a_claim_that_nothing_is_about_keeps_its_prior_and_cannot_be_judged() -> None:
    [claim] = run(article(*REPORT), claims=["Wheat prices rose again"], prior=0.3).claims
    assert (claim.corroboration, claim.grade, claim.likelihood, claim.evidence) == (pytest.approx(0.3), 6, None, ())


def test_without_claims_they_are_discovered() -> None:
    claim, *_ = run(article(*REPORT), claims=None).claims
    assert (claim.text, claim.discovered) == (CLAIM, True)


def test_an_empty_list_of_claims_only_labels() -> None:
    analysis = run(article(*REPORT), claims=[])
    assert analysis.claims == ()
    assert analysis.documents[0].sentences[0].labels


def test_the_order_of_documents_changes_no_score() -> None:
    one = article(REPORT[0], id="a", publisher="Norvik Post")
    other = article(*REPORT[1:], id="b", publisher="Belmar Star")
    assert run(one, other).claims[0].corroboration == pytest.approx(run(other, one).claims[0].corroboration, abs=1e-12)


def test_exact_copies_change_no_score() -> None:
    one = article(*REPORT, "Coalition jets hit the depot at Norvik before dawn.", id="a", publisher="Norvik Post")
    copy = replace(one, id="b", publisher="Belmar Star")
    alone, twice = run(one).claims[0], run(one, copy).claims[0]
    assert alone.corroboration == pytest.approx(twice.corroboration, abs=1e-12)
    assert (alone.n_origins_for, alone.n_origins_against) == (twice.n_origins_for, twice.n_origins_against)


def test_evidence_after_the_date_is_left_out() -> None:
    document = article(REPORT[0], date="2031-05-03")
    assert run(document, as_of="2031-05-01").claims[0].corroboration == pytest.approx(0.5)


def test_the_run_says_what_it_was_made_of() -> None:
    document = article(*REPORT)
    made = run(document, prior=0.4).run
    assert made["model"] == {"name": "fake", "sha256": FakeTagger.digest, "stance_sha256": None}
    assert made["documents"] == {"a": document.sha256}
    assert (made["settings"]["prior"], made["settings"]["claims"]) == (0.4, "given")
    assert made["version"] == attribution.__version__


def test_an_analysis_round_trips_through_json() -> None:
    analysis = run(article(*REPORT))
    assert attribution.Analysis.from_json(analysis.to_json()) == analysis


def test_an_override_of_a_label_changes_the_score() -> None:
    silent = Override.from_dict({"document": "a", "sentence": 0, "labels": ["no_comment"]})
    [claim] = run(article(REPORT[0]), overrides=[silent]).claims
    assert claim.corroboration == pytest.approx(0.5)


def test_an_override_of_a_stance_changes_the_score() -> None:
    against = Override.from_dict({"claim": "claim-1", "document": "a", "sentence": 0, "stance": "refutes"})
    [claim] = run(article(REPORT[0]), overrides=[against]).claims
    assert claim.corroboration < 0.5
    assert claim.evidence[0].set_by_human


def test_an_override_of_a_document_that_is_not_there_is_refused() -> None:
    lost = Override.from_dict({"document": "b", "sentence": 0, "labels": ["denial"]})
    with pytest.raises(InputError, match="'b'"):
        run(article(*REPORT), overrides=[lost])


def test_skipped_documents_pass_through() -> None:
    analysis = run(replace(article(*REPORT), skipped="language: fr"))
    assert analysis.documents[0].skipped == "language: fr"
    assert analysis.claims[0].grade == 6


def test_tagged_documents_are_scored_as_in_an_analysis() -> None:
    analysis = run(article(*REPORT))
    assert score_claims([CLAIM], analysis.documents, tagger=FakeTagger()) == list(analysis.claims)


def test_scoring_takes_no_documents_at_all() -> None:
    [claim] = score_claims([CLAIM], [], tagger=FakeTagger())
    assert claim.grade == 6


def test_documents_that_are_not_tagged_are_refused() -> None:
    with pytest.raises(InputError, match="document 'a' must be tagged before it is scored"):
        score_claims([CLAIM], [article(*REPORT)], tagger=FakeTagger())


def test_documents_with_one_id_are_refused() -> None:
    with pytest.raises(InputError, match="'a' occurs twice"):
        run(article(*REPORT), article(REPORT[0]))


def test_one_claim_as_a_bare_string_is_refused() -> None:
    with pytest.raises(InputError, match=r"claims must be a list, got one str; write claims=\[...\]"):
        run(article(*REPORT), claims=CLAIM)


def test_an_empty_claim_is_refused_before_anything_is_tagged() -> None:
    with pytest.raises(InputError, match="claim 1 must be a statement in words"):
        run(article(*REPORT), claims=[" "])


def test_a_list_of_texts_is_refused_with_what_to_do() -> None:
    with pytest.raises(InputError, match="must be Document objects, got str; make them with document_from_text"):
        analyze(["Rain fell."], [CLAIM], tagger=FakeTagger())  # type: ignore[list-item]


@pytest.mark.parametrize("prior", [0.0, 1.0, float("nan")])
def test_a_prior_that_is_no_probability_is_refused(prior: float) -> None:
    with pytest.raises(InputError, match="prior"):
        run(article(*REPORT), prior=prior)


def test_claims_keep_the_ids_they_come_with() -> None:
    assert run(article(*REPORT), claims=[Claim("mine", CLAIM)]).claims[0].id == "mine"


def test_the_examples_are_analysed() -> None:
    analysis = analyze(Path("examples/story.jsonl"), tagger=FakeTagger())
    assert len(analysis.documents) == 6
    assert analysis.claims
