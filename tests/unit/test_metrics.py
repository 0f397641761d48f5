"""Metrics against values computed by hand."""

import numpy as np
import pytest

from attribution.errors import InputError
from attribution.labels import LABELS
from attribution.metrics import (
    bootstrap_interval,
    brier,
    confusion_matrix,
    expected_calibration_error,
    label_counts,
    label_matrix,
    macro_f1,
    paired_bootstrap,
    per_label_f1,
    reliability_table,
    span_counts,
    span_f1,
)

GOLD = label_matrix([("denial",), ("denial", "hint"), ("none",), ("statement",)])
PRED = label_matrix([("denial",), ("denial",), ("none",), ("hint",)])


def test_label_names_become_columns_in_their_order() -> None:
    assert label_matrix([[label] for label in LABELS]).tolist() == np.eye(7, dtype=bool).tolist()


def test_no_sentences_have_a_matrix_too() -> None:
    assert label_matrix([]).shape == (0, 7)


def test_an_unknown_label_is_named_with_its_nearest() -> None:
    with pytest.raises(InputError, match=r"unknown label 'denail' at index 1. Did you mean"):
        label_matrix([("denial",), ("denail",)])


@pytest.mark.parametrize("labels", [(), ("none", "hint")])
def test_labels_must_be_types_or_none_alone(labels: tuple[str, ...]) -> None:
    with pytest.raises(InputError, match="labels must be types or 'none' alone"):
        label_matrix([labels])


def test_each_label_is_scored_by_itself() -> None:
    scores = per_label_f1(GOLD, PRED)
    assert (scores["denial"].f1, scores["denial"].support) == (1.0, 2)
    hint = scores["hint"]
    assert (hint.precision, hint.recall, hint.f1, hint.support, hint.predicted) == (0.0, 0.0, 0.0, 1, 1)


def test_a_label_that_is_nowhere_has_no_score() -> None:
    assert np.isnan(per_label_f1(GOLD, PRED)["no_comment"].f1)


def test_macro_f1_is_the_mean_over_labels_that_are_somewhere() -> None:
    assert macro_f1(GOLD, PRED) == pytest.approx((1 + 0 + 1 + 0) / 4)


def test_without_a_seventh_column_none_is_no_type() -> None:
    assert macro_f1(GOLD[:, :6], PRED[:, :6]) == macro_f1(GOLD, PRED)


def test_gold_and_predictions_must_be_as_many() -> None:
    with pytest.raises(InputError, match="as many sentences, got 4 and 3"):
        macro_f1(GOLD, PRED[:3])


def test_labels_of_another_width_are_refused() -> None:
    with pytest.raises(InputError, match=r"got \[2, 5\]"):
        macro_f1(np.zeros((2, 5)), np.zeros((2, 5)))


def test_a_missed_label_is_confused_with_what_was_said_instead() -> None:
    matrix = confusion_matrix(
        label_matrix([("denial", "hint"), ("statement",)]), label_matrix([("denial", "statement"), ("none",)])
    )
    named = {(LABELS[i], LABELS[j]): matrix[i, j] for i, j in zip(*np.nonzero(matrix), strict=True)}
    assert named == {("denial", "denial"): 1, ("hint", "statement"): 1, ("statement", "none"): 1}


def test_a_missed_label_is_shared_by_several_wrong_ones() -> None:
    matrix = confusion_matrix(label_matrix([("statement",)]), label_matrix([("denial", "hint")]))
    assert matrix[5].tolist() == [0, 0.5, 0.5, 0, 0, 0, 0]


def test_rows_of_the_confusion_matrix_sum_to_the_support() -> None:
    assert confusion_matrix(GOLD, PRED).sum(axis=1).tolist() == GOLD.sum(axis=0).tolist()


def test_an_interval_holds_its_value() -> None:
    rng = np.random.default_rng(1)
    gold = rng.random((300, 6)) < 0.3
    pred = gold ^ (rng.random((300, 6)) < 0.1)
    result = bootstrap_interval(label_counts(gold, pred, np.arange(300) // 5))
    assert result.value == pytest.approx(macro_f1(gold, pred))
    assert result.low < result.value < result.high


def test_the_same_seed_gives_the_same_interval() -> None:
    counts = label_counts(GOLD, PRED, "abcd")
    assert bootstrap_interval(counts, seed=3) == bootstrap_interval(counts, seed=3)


def test_articles_are_drawn_whole() -> None:
    rng = np.random.default_rng(1)
    gold = rng.random((40, 6)) < 0.5
    right_in_half = np.where((np.arange(40) < 20)[:, None], gold, ~gold)
    by_sentence, by_article = (
        bootstrap_interval(label_counts(gold, right_in_half, groups)) for groups in (np.arange(40), np.arange(40) // 10)
    )
    assert by_article.high - by_article.low > 1.5 * (by_sentence.high - by_sentence.low)


def test_a_system_does_not_differ_from_itself() -> None:
    counts = label_counts(GOLD, PRED, "abcd")
    result = paired_bootstrap(counts, counts)
    assert (result.value, result.low, result.high, result.share_not_above_0) == (0, 0, 0, 1.0)


def test_a_better_system_differs_upwards() -> None:
    rng = np.random.default_rng(1)
    gold = rng.random((200, 6)) < 0.3
    worse = gold ^ (rng.random((200, 6)) < 0.3)
    groups = np.arange(200) // 4
    result = paired_bootstrap(label_counts(gold, gold, groups), label_counts(gold, worse, groups), samples=300)
    assert result.low > 0
    assert result.share_not_above_0 == 0


def test_calibrated_probabilities_have_no_error() -> None:
    assert expected_calibration_error([0.25] * 4, [0, 0, 0, 1]) == pytest.approx(0)


def test_the_calibration_error_is_the_mean_gap() -> None:
    assert expected_calibration_error([0.1, 0.1, 0.9, 0.9], [0, 0, 0, 1], bins=2) == pytest.approx((0.1 + 0.4) / 2)


def test_the_calibration_error_does_not_depend_on_order() -> None:
    rng = np.random.default_rng(0)
    probs = rng.choice([0.1, 0.3, 0.6], 99)
    outcomes = rng.random(99) < probs
    order = rng.permutation(99)
    assert expected_calibration_error(probs, outcomes) == pytest.approx(
        expected_calibration_error(probs[order], outcomes[order])
    )


def test_bins_hold_equally_many() -> None:
    table = reliability_table(np.linspace(0, 1, 100), np.zeros(100))
    assert table[:, 0].tolist() == [10] * 10


def test_the_brier_score_is_the_mean_squared_distance() -> None:
    assert brier([0.5, 1.0], [0, 1]) == pytest.approx(0.125)


def test_scores_of_no_probabilities_do_not_exist() -> None:
    assert np.isnan(brier([], []))
    assert np.isnan(expected_calibration_error([], []))


def test_logits_are_no_probabilities() -> None:
    with pytest.raises(InputError, match=r"`probs` must be probabilities in \[0, 1\], got 2.5 at index 1"):
        brier([0.5, 2.5], [0, 1])


SPANS = [{("source", 0, 8), ("cue", 9, 13), ("content", 14, 40)}]


@pytest.mark.parametrize(("match", "content"), [("exact", 0.0), ("begin", 1.0), ("overlap", 1.0)])
def test_a_span_that_ends_early_agrees_at_its_beginning_only(match: str, content: float) -> None:
    assert span_f1(SPANS, [{("content", 14, 30)}], match=match)["content"] == content


@pytest.mark.parametrize(("match", "content"), [("begin", 0.0), ("overlap", 1.0)])
def test_a_span_that_begins_late_only_overlaps(match: str, content: float) -> None:
    assert span_f1(SPANS, [{("content", 16, 40)}], match=match)["content"] == content


def test_spans_that_touch_do_not_overlap() -> None:
    assert span_f1(SPANS, [{("content", 40, 50)}], match="overlap")["content"] == 0


def test_roles_must_agree() -> None:
    assert span_f1(SPANS, [{("content", 9, 13)}])["micro"] == 0


def test_a_role_that_is_nowhere_has_no_score() -> None:
    assert np.isnan(span_f1([{("cue", 1, 2)}], [{("cue", 1, 2)}])["source"])


def test_micro_f1_pools_the_roles() -> None:
    pred = [{("source", 0, 8), ("cue", 9, 12)}]
    assert span_f1(SPANS, pred)["micro"] == pytest.approx(2 * (1 / 2) * (1 / 3) / (1 / 2 + 1 / 3))


def test_one_long_span_over_two_is_one_right_prediction_and_finds_both() -> None:
    counts = span_counts([{("content", 0, 5), ("content", 8, 12)}], [{("content", 0, 12)}], match="overlap")
    assert counts[0, 2].tolist() == [1, 1, 2, 2]


def test_an_unknown_way_to_match_is_refused() -> None:
    with pytest.raises(
        InputError, match=r"match must be one of exact, begin, overlap, got 'exakt'. Did you mean 'exact'"
    ):
        span_f1(SPANS, SPANS, match="exakt")


def test_gold_and_predicted_documents_must_be_as_many() -> None:
    with pytest.raises(InputError, match="as many documents, got 1 and 0"):
        span_f1(SPANS, [])
