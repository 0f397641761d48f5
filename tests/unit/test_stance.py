"""Stance: what common ways of putting things mean for a claim, and the models behind it."""

import numpy as np
import pytest

from attribution.errors import InputError
from attribution.labels import Stance
from attribution.linking import link_evidence
from attribution.schema import Claim
from attribution.stance import FEATURES, STANCES, Context, StanceModel, stance_features, words_around
from attribution.wording import Wording
from tests.fakes import FakeTagger, article, tagged

HIT = "Coalition jets hit the depot at Norvik"
TAGGER = FakeTagger()


def stances(*sentences: str, claim: str = HIT) -> list[str]:
    document = tagged(article(*sentences))
    vectors = TAGGER.embed([s.text for s in document.sentences])
    return [e.stance.value for e in link_evidence([Claim("c", claim)], TAGGER.embed([claim]), [document], [vectors])]


def test_a_denial_of_a_rivals_claim_does_not_refute_ours() -> None:
    found = stances(
        "The army confirmed coalition jets hit the depot at Norvik.",
        "The coalition denied that a cruise missile sank the ferry at Belmar.",
    )
    assert found == ["supports"]


def test_had_already_hinted_as_much_supports_what_was_said() -> None:
    found = stances(
        "The army confirmed coalition jets hit the depot at Norvik.", "The prime minister had already hinted as much."
    )
    assert found == ["supports", "supports"]


def test_a_hint_at_a_role_finds_the_deed_further_back_than_a_dismissal_would() -> None:
    filler = ["Rain fell on the hills.", "Schools were shut.", "Shops stayed open.", "Snow lay on the pass."]
    found = stances(
        "The army confirmed coalition jets hit the depot at Norvik.",
        *filler,
        "Trains ran late.",
        "The chancellor hinted at her country's role.",
    )
    assert found == ["supports", "supports"]


def test_a_report_called_false_by_an_official_is_refuted() -> None:
    found = stances("The militia said coalition jets hit the depot at Norvik.", "The ministry called the report false.")
    assert found == ["supports", "refutes"]


def test_a_story_that_the_article_calls_a_hoax_is_refuted() -> None:
    found = stances(
        "Coalition jets reportedly hit the depot at Norvik.", "The story turned out to be a hoax, copied for days."
    )
    assert found == ["neutral", "refutes"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Coalition jets reportedly hit the depot at Norvik.",
        "Rumours that coalition jets hit the depot at Norvik spread online.",
        "It is unconfirmed whether coalition jets hit the depot at Norvik.",
        "Coalition jets may have hit the depot at Norvik.",
    ],
)
def test_a_rumour_passed_on_takes_no_side(sentence: str) -> None:
    assert stances(sentence) == ["neutral"]


def test_what_a_source_asserts_supports_even_where_the_article_hedges() -> None:
    found = stances(
        "Coalition jets reportedly hit the depot at Norvik.",
        "The governor said coalition jets hit the depot at Norvik.",
    )
    assert found == ["neutral", "supports"]


def test_another_deed_by_other_people_does_not_support() -> None:
    claim = "Valdoria bombed the depots in Kesh"
    found = stances("A commander alleged that Keshi officers had sold the plans of the depots.", claim=claim)
    assert "supports" not in found


def test_probabilities_sum_to_one_and_unrelated_is_one_of_them() -> None:
    rows = [stance_features(Wording(HIT), Wording(text), c) for text, c in ((HIT, 1.0), ("Prices rose in May", 0.0))]
    probs = StanceModel.default().predict(rows)
    assert np.allclose(probs.sum(1), 1.0)
    assert [STANCES[i] for i in probs.argmax(1)] == [Stance.SUPPORTS, Stance.UNRELATED]


def test_an_article_that_debunks_supports_less() -> None:
    model, debunks = StanceModel.default(), Context(debunks=1.0)
    alone = stance_features(Wording(HIT), Wording(HIT), 1.0)
    within = stance_features(Wording(HIT), Wording(HIT), 1.0, context=debunks)
    assert model.predict([within])[0, 0] < model.predict([alone])[0, 0]


def test_words_of_the_claim_are_not_among_the_words_around_it() -> None:
    assert words_around(Wording("The raid was not a hoax"), Wording("The raid was not a hoax, police say")) == [
        ",",
        "police",
        "say",
        "_ ,",
        ", police",
        "police say",
    ]


def test_a_fit_learns_a_word_that_enough_claims_share() -> None:
    n = 40
    rows = np.tile(stance_features(Wording(HIT), Wording(HIT), 1.0), (n, 1))
    words = [["bogus"] if i % 2 else ["plain"] for i in range(n)]
    targets = np.eye(4)[[i % 2 for i in range(n)]]
    prior = StanceModel(np.zeros((4, len(FEATURES))))
    groups = [i // 5 for i in range(n)]
    model = StanceModel.fit(rows, words, targets=targets, counts=np.ones(n), groups=groups, prior=prior)
    assert model.predict(rows[:2], [["bogus"], ["plain"]]).argmax(1).tolist() == [1, 0]


def test_headlines_have_weights_of_their_own_where_the_network_was_asked() -> None:
    n = 40
    rows = np.tile(stance_features(Wording(HIT), Wording(HIT), 1.0), (n, 1))
    network = np.array([[0.7, 0.1, 0.2, 0.0], [0.1, 0.7, 0.2, 0.0]] * (n // 2))
    network[-8:] = np.nan
    targets = np.eye(4)[[i % 2 for i in range(n)]]
    fitted = {"targets": targets, "counts": np.ones(n), "groups": range(n), "prior": StanceModel(np.zeros((4, 25)))}
    model = StanceModel.fit(rows, [()] * n, judged=network, **fitted)
    probs = model.predict(rows[:2], None, network[:2], alone=True)
    assert probs.argmax(1).tolist() == [0, 1]
    assert np.allclose(model.predict(rows[-1:], None, network[-1:], alone=True), model.predict(rows[-1:]))


def test_weights_survive_their_form() -> None:
    model, network = StanceModel.default(), np.array([[0.2, 0.5, 0.2, 0.1]])
    again = StanceModel.from_dict(model.to_dict())
    row, words = [stance_features(Wording(HIT), Wording("The report is a hoax"), 0.8)], [["report", "is a"]]
    assert np.allclose(again.predict(row), model.predict(row))
    for alone in (False, True):
        expected = model.predict(row, words, network, alone=alone)
        assert np.allclose(again.predict(row, words, network, alone=alone), expected)


def test_a_missing_feature_is_named() -> None:
    data = StanceModel.default().to_dict()
    del data["refutes"]["hedged"]
    with pytest.raises(InputError, match="missing or unknown: hedged"):
        StanceModel.from_dict(data)
