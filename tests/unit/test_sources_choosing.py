import pytest

from attribution.labels import SourceKind
from attribution.sources.choosing import Alternative, ChoiceModel
from attribution.sources.resolution import resolve_with
from tests.marked_articles import article, names_of


def model(threshold: float = 0.5) -> ChoiceModel:
    return ChoiceModel({"near": 2.0, "far": -1.0}, threshold)


def named(name: str | None, *features: str) -> Alternative:
    return Alternative(name, None, features)


def test_the_likeliest_alternative_is_chosen() -> None:
    chosen, sure = model().choose([named("Ida Marsh", "far"), named("Omar Haddad", "near"), named(None)])

    assert chosen is not None
    assert sure
    assert chosen.name == "Omar Haddad"


def test_where_two_are_equally_likely_the_choice_is_in_doubt() -> None:
    assert not model(0.6).choose([named("Ida Marsh", "near"), named("Omar Haddad", "near"), named(None)])[1]


def test_an_article_is_read_on_as_if_the_likeliest_had_spoken_whatever_the_threshold() -> None:
    weights = ChoiceModel.shipped().weights
    told = article(
        "{Gen. Amina Okafor} said the road was open.",
        "Ben Lund was beside her.",
        "{She} said so twice.",
        "~It would stay open.",
        kind=SourceKind.OFFICIAL,
    )
    read = [resolve_with(told, ChoiceModel(weights, threshold)) for threshold in (0.0, 1.0)]

    assert [names_of(document) for document, _ in read] == [["Amina Okafor"] * 3, ["Amina Okafor", None, None]]
    features = [[[a.features for a in alternatives] for _, alternatives in decisions] for _, decisions in read]
    assert features[0] == features[1]


def test_nobody_is_an_answer_like_another() -> None:
    assert model().choose([named("Ida Marsh", "far"), named(None, "near")]) == (None, True)


def test_alternatives_of_one_name_are_one_answer() -> None:
    body, voice = named("Blue Party", "near"), named("Blue Party", "near")

    chosen, sure = model(0.6).choose([body, voice, named("Ida Marsh", "near")])
    assert chosen in (body, voice)
    assert sure


def test_probabilities_sum_to_one_and_unknown_features_count_nothing() -> None:
    probs = model().probs([named("Ida Marsh", "never seen"), named(None)])

    assert probs == pytest.approx([0.5, 0.5])


def test_a_feature_counts_alone_and_with_the_form_of_the_mention() -> None:
    she = Alternative("Ida Marsh", None, ("near",), "she")
    he = Alternative("Omar Haddad", None, ("near",), "he")
    weighed = ChoiceModel({"near": 1.0, "he: near": 2.0}, 0.5)

    assert she.crossed() == ("near", "she: near")
    assert weighed.probs([he, Alternative(None, None, (), "he")]) == pytest.approx([0.953, 0.047], abs=1e-3)
    assert weighed.probs([she, Alternative(None, None, (), "she")]) == pytest.approx([0.731, 0.269], abs=1e-3)


def test_the_shipped_model_has_a_threshold_that_asks_for_more_than_even_odds() -> None:
    shipped = ChoiceModel.shipped()

    assert 0.5 <= shipped.threshold < 1
    assert "rule" in shipped.weights
