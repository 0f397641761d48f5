"""Platt scaling, the probability of none, and thresholds."""

import json

import numpy as np
import pytest

from attribution.calibration import LabelCalibration
from attribution.errors import InputError
from attribution.labels import AttributionType


def simulated(n: int = 4000, *, slope: float = 0.5, intercept: float = -1.0, seed: int = 0):  # type: ignore[no-untyped-def]
    """Logits of an overconfident model: the true log-odds are ``slope * logit + intercept``."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(-2, 3, (n, 6))
    return logits, rng.random((n, 6)) < 1 / (1 + np.exp(-(slope * logits + intercept)))


def test_without_fitting_a_logit_is_its_own_log_odds() -> None:
    probs = LabelCalibration().transform([[0.0, 2.0, -2.0, -50.0, 50.0, 1.0]])
    assert probs[0, :3] == pytest.approx([0.5, 1 / (1 + np.exp(-2)), 1 / (1 + np.exp(2))])


def test_without_fitting_none_is_the_product_of_the_others_not_firing() -> None:
    probs = LabelCalibration().transform([[0.0, -1.0, -2.0, -3.0, -4.0, -5.0]])
    assert probs[0, 6] == pytest.approx(np.prod(1 - probs[0, :6]))


def test_fitting_finds_the_true_scaling() -> None:
    calibration = LabelCalibration.fit(*simulated())
    assert calibration.slope[:6] == pytest.approx(np.full(6, 0.5), abs=0.06)
    assert calibration.intercept[:6] == pytest.approx(np.full(6, -1.0), abs=0.2)


def test_mean_probabilities_are_the_shares_of_the_labels() -> None:
    logits, gold = simulated()
    probs = LabelCalibration.fit(logits, gold).transform(logits)
    assert probs[:, :6].mean(0) == pytest.approx(gold.mean(0), abs=0.01)
    assert probs[:, 6].mean() == pytest.approx((~gold.any(axis=1)).mean(), abs=0.01)


def test_none_is_calibrated_when_types_depend_on_each_other() -> None:
    logits, gold = simulated()
    logits, gold = np.repeat(logits[:, :1], 6, axis=1), np.repeat(gold[:, :1], 6, axis=1)
    probs = LabelCalibration.fit(logits, gold).transform(logits)
    likely = probs[:, 6] > 0.5
    assert probs[likely, 6].mean() == pytest.approx((~gold.any(axis=1))[likely].mean(), abs=0.03)


def test_a_threshold_is_half_of_the_best_expected_f1() -> None:
    logits, gold = simulated()
    calibration = LabelCalibration.fit(logits, gold)
    probs = calibration.transform(logits)
    cuts = np.linspace(0.05, 0.95, 181)
    counted = [2 * (gold & (probs[:, :6] >= c)).sum(0) / (gold.sum(0) + (probs[:, :6] >= c).sum(0)) for c in cuts]
    assert calibration.thresholds == pytest.approx(np.max(counted, axis=0) / 2, abs=0.03)


def test_a_threshold_reaches_nearly_the_best_f1_on_other_sentences() -> None:
    calibration = LabelCalibration.fit(*simulated(1000))
    logits, gold = simulated(seed=1)
    probs = calibration.transform(logits)

    def f1(fired):  # type: ignore[no-untyped-def]
        return 2 * (gold & fired).sum(0) / (gold.sum(0) + fired.sum(0))

    best = np.max([f1(probs[:, :6] >= c) for c in np.linspace(0.02, 0.98, 97)], axis=0)
    assert (f1(calibration.decide(probs)) > best - 0.02).all()


def test_a_label_that_is_never_there_gets_small_probabilities() -> None:
    logits, gold = simulated(300)
    gold[:, 1] = False
    probs = LabelCalibration.fit(logits, gold).transform(logits)
    assert probs[:, 1].mean() < 0.02


def test_useless_logits_give_the_base_rate() -> None:
    _, gold = simulated(500)
    probs = LabelCalibration.fit(np.zeros((500, 6)), gold).transform(np.zeros((1, 6)))
    assert probs[0, :6] == pytest.approx(gold.mean(0), abs=0.02)


@pytest.mark.parametrize("factor", [1e4, -1.0, 1e-6])
def test_any_scale_of_logits_gives_finite_probabilities(factor: float) -> None:
    logits, gold = simulated(200)
    calibration = LabelCalibration.fit(logits * factor, gold)
    probs = calibration.transform(logits * factor)
    assert (calibration.slope > 0).all()
    assert ((probs >= 0) & (probs <= 1)).all()


def test_higher_logits_never_give_lower_probabilities() -> None:
    calibration = LabelCalibration.fit(*simulated(200))
    rows = np.repeat(np.linspace(-30, 30, 50)[:, None], 6, axis=1)
    assert (np.diff(calibration.transform(rows)[:, :6], axis=0) >= 0).all()
    assert (np.diff(calibration.transform(rows)[:, 6]) <= 0).all()


def test_no_sentences_give_no_probabilities() -> None:
    assert LabelCalibration().transform(np.zeros((0, 6))).shape == (0, 7)


def test_a_calibration_survives_json() -> None:
    logits, gold = simulated(200)
    calibration = LabelCalibration.fit(logits, gold)
    again = LabelCalibration.from_dict(json.loads(json.dumps(calibration.to_dict())))
    assert (again.transform(logits) == calibration.transform(logits)).all()
    assert (again.thresholds == calibration.thresholds).all()


def test_the_order_of_labels_in_a_dict_is_irrelevant() -> None:
    values = LabelCalibration.fit(*simulated(200)).to_dict()
    again = LabelCalibration.from_dict(dict(reversed(values.items())))
    assert again.to_dict() == values


def test_an_unknown_label_is_named_with_its_nearest() -> None:
    with pytest.raises(InputError, match=r"calibration has no label 'denail'. Did you mean"):
        LabelCalibration.from_dict({"denail": {}})


def test_a_missing_number_is_refused() -> None:
    values = LabelCalibration().to_dict()
    del values[AttributionType.HINT]["threshold"]
    with pytest.raises(InputError, match="must give slope, intercept and threshold of every label"):
        LabelCalibration.from_dict(values)


def test_an_impossible_number_is_refused() -> None:
    values = LabelCalibration().to_dict()
    values["none"]["slope"] = -1.0
    with pytest.raises(InputError, match="slopes above 0"):
        LabelCalibration.from_dict(values)


def test_logits_that_are_not_finite_are_refused() -> None:
    with pytest.raises(InputError, match="logits must be finite, got nan"):
        LabelCalibration().transform([[0, 0, 0, 0, 0, float("nan")]])


def test_logits_of_another_shape_are_refused() -> None:
    with pytest.raises(InputError, match=r"logits must be \[sentences, 6\], got \[1, 7\]"):
        LabelCalibration().transform(np.zeros((1, 7)))


def test_fitting_needs_as_many_labels_as_logits() -> None:
    with pytest.raises(InputError, match="logits and gold must both be"):
        LabelCalibration.fit(np.zeros((3, 6)), np.zeros((2, 6), bool))
