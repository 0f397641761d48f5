import pytest

from attribution.sources.choosing import Alternative, ChoiceModel


def model(threshold: float = 0.5) -> ChoiceModel:
    return ChoiceModel({"near": 2.0, "far": -1.0}, threshold)


def named(name: str | None, *features: str) -> Alternative:
    return Alternative(name, None, features)


def test_the_likeliest_alternative_is_chosen() -> None:
    chosen = model().choose([named("Ida Marsh", "far"), named("Omar Haddad", "near"), named(None)])

    assert chosen is not None
    assert chosen.name == "Omar Haddad"


def test_nobody_is_chosen_where_two_are_equally_likely() -> None:
    assert model(0.6).choose([named("Ida Marsh", "near"), named("Omar Haddad", "near"), named(None)]) is None


def test_alternatives_of_one_name_are_one_answer() -> None:
    body, voice = named("Blue Party", "near"), named("Blue Party", "near")

    assert model(0.6).choose([body, voice, named("Ida Marsh", "near")]) in (body, voice)


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
