"""Evaluation of stance and corroboration: reading corpora, scores and their intervals."""

import gzip
import io
import json
from pathlib import Path

import numpy as np
import pytest

from attribution.corroboration import CorroborationModel, score_evidence
from attribution.errors import InputError
from attribution.evaluation.binary import auc, auc_interval, paired_auc, risk_coverage
from attribution.evaluation.corroboration import evaluate_corroboration, refitted_scores, write_per_claim
from attribution.evaluation.rumours import folds_of, read_bodies, read_pairs, read_rumours
from attribution.evaluation.stance import evaluate_stance
from attribution.labels import AttributionType, SourceKind, Stance
from attribution.schema import Claim, ClaimScore, Evidence


def write(path: Path, *rows: object) -> Path:
    text = "".join(json.dumps(row) + "\n" for row in rows)
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return path


@pytest.fixture
def bodies(tmp_path: Path) -> Path:
    texts = ("The bridge at Orven was closed.", "Prices rose in Belmar.", "The Orven bridge is open.")
    rows = [{"body_id": str(i), "text": text} for i, text in enumerate(texts)]
    return write(tmp_path / "bodies.jsonl.gz", *rows)


def score(name: str, *, support: float = 0.0, refutation: float = 0.0) -> ClaimScore:
    stance = Stance.SUPPORTS if support > refutation else Stance.REFUTES
    item = Evidence(
        name, "d", 0, None, "words", AttributionType.STATEMENT, 1.0, stance, support, refutation,
        "a witness", "witness", SourceKind.INDIVIDUAL, anonymous=False,
    )  # fmt: skip
    return score_evidence([Claim(name, name)], [item])[0]


def test_pairs_of_headlines_are_grouped_by_claim(tmp_path: Path) -> None:
    row = {"claim": "The bridge was closed", "headlines": [{"headline": "Bridge shut", "stance": "for"}]}
    [pair] = read_pairs(write(tmp_path / "claims.jsonl", row))
    assert (pair.stance, pair.group, pair.document.text) == (Stance.SUPPORTS, pair.claim, "Bridge shut")


def test_pairs_of_bodies_are_grouped_by_what_is_related(tmp_path: Path, bodies: Path) -> None:
    rows = [
        {"headline": "Bridge shut", "body_id": "0", "stance": "agree"},
        {"headline": "Bridge open", "body_id": "0", "stance": "disagree"},
        {"headline": "Bridge open", "body_id": "1", "stance": "unrelated"},
        {"headline": "Prices up", "body_id": "1", "stance": "discuss"},
    ]
    pairs = read_pairs(write(tmp_path / "pairs.jsonl", *rows), read_bodies(bodies))
    assert pairs[0].group == pairs[1].group == pairs[2].group != pairs[3].group


def test_a_pair_whose_body_is_missing_says_how_to_give_it(tmp_path: Path) -> None:
    file = write(tmp_path / "pairs.jsonl", {"headline": "Bridge shut", "body_id": "0", "stance": "agree"})
    with pytest.raises(InputError, match=r"pairs\.jsonl:1: no body '0'\. Give the file of bodies with --bodies"):
        read_pairs(file)


def test_an_unknown_stance_is_named_with_its_line(tmp_path: Path) -> None:
    row = {"claim": "The bridge was closed", "headlines": [{"headline": "Bridge shut", "stance": "perhaps"}]}
    with pytest.raises(InputError, match=r"claims\.jsonl:1: `stance` must be one of .*, got 'perhaps'"):
        read_pairs(write(tmp_path / "claims.jsonl", row))


def test_an_unknown_truth_is_named_with_its_line(tmp_path: Path, bodies: Path) -> None:
    with pytest.raises(InputError, match=r"c\.jsonl:1: `truth` must be one of true, false, unknown, got 'maybe'"):
        read_rumours(write(tmp_path / "c.jsonl", {"claim": "x", "truth": "maybe"}), read_bodies(bodies))


def test_a_line_that_is_not_json_is_named(tmp_path: Path) -> None:
    (tmp_path / "c.jsonl").write_text("{}\nnot json\n")
    with pytest.raises(InputError, match=r"c\.jsonl:1: must have `headline`"):
        read_pairs(tmp_path / "c.jsonl")


def test_folds_keep_groups_together_and_are_balanced() -> None:
    groups = [f"g{i // 3}" for i in range(30)]
    folds = folds_of(groups, 5)
    assert all(len({f for f, g in zip(folds, groups, strict=True) if g == name}) == 1 for name in groups)
    assert np.bincount(folds).tolist() == [6] * 5


def test_auc_counts_ties_half() -> None:
    assert auc([1.0, 1.0], [1, 0]) == 0.5
    assert np.isnan(auc([1.0], [1]))


def test_the_interval_of_an_auc_holds_its_value() -> None:
    rng = np.random.default_rng(0)
    outcomes = rng.random(80) < 0.5
    result = auc_interval(outcomes + rng.normal(size=80), outcomes, samples=300)
    assert result.low < result.value < result.high


def test_a_system_is_not_ahead_of_itself() -> None:
    result = paired_auc([0.1, 0.9, 0.4], [0.1, 0.9, 0.4], [0, 1, 0], samples=100)
    assert (result.value, result.low, result.high, result.share_not_above_0) == (0.0, 0.0, 0.0, 1.0)


def test_risk_falls_to_the_sure_claims() -> None:
    curve = risk_coverage([0.1, 0.5, 0.9], [0.9, 0.2, 0.8], [1, 0, 0])
    assert [round(point["risk"], 2) for point in curve] == [0.0, 0.0, 0.33]


def test_perfect_stances_score_one() -> None:
    gold = [Stance.SUPPORTS, Stance.REFUTES, Stance.NEUTRAL, Stance.UNRELATED]
    result = evaluate_stance(gold, np.eye(4), ["a", "a", "b", "b"], samples=50)
    assert result["accuracy"]["value"] == result["macro_f1"]["value"] == 1.0
    assert result["brier"]["value"] == 0.0


def test_unrelated_is_left_out_where_gold_has_none() -> None:
    result = evaluate_stance([Stance.SUPPORTS], [[0.2, 0.1, 0.1, 0.6]], ["a"], samples=10)
    assert (result["accuracy"]["value"], set(result["stances"])) == (1.0, {"supports", "refutes", "neutral"})


def test_corroboration_is_scored_on_true_and_false_claims_only() -> None:
    scores = [score("a", support=0.9), score("b", refutation=0.9), score("c", support=0.1)]
    result = evaluate_corroboration(scores, ["true", "false", "unknown"], samples=50)
    assert (result["auc"]["value"], result["n_unknown"]) == (1.0, 1)
    assert result["by_truth"]["unknown"]["n"] == 1


def test_claims_of_one_kind_cannot_be_told_apart() -> None:
    with pytest.raises(InputError, match="both true and false claims"):
        evaluate_corroboration([score("a", support=0.9)], ["true"])


def test_every_claim_has_a_row() -> None:
    stream = io.StringIO()
    write_per_claim(stream, [score("a", support=0.9)], ["true"], [3])
    head, row = stream.getvalue().splitlines()
    assert head.startswith("claim_id,claim,truth,fold,corroboration")
    assert row.startswith("a,a,true,3,0.")


def test_refitting_moves_weights_towards_what_verdicts_say() -> None:
    claims = [score(f"t{i}", support=0.9) for i in range(20)] + [score(f"f{i}", refutation=0.9) for i in range(20)]
    model = CorroborationModel.fit(claims, [True] * 20 + [False] * 20)
    assert model.types["statement"] > CorroborationModel.priors().types["statement"]
    assert model.base_rate == 0.5


def test_a_heavy_penalty_leaves_the_priors() -> None:
    claims = [score("a", support=0.9), score("b", refutation=0.9)]
    model, priors = CorroborationModel.fit(claims, [True, False], penalty=1e6), CorroborationModel.priors()
    assert all(abs(model.types[name] - weight) < 0.01 for name, weight in priors.types.items())


def test_a_fit_keeps_the_order_of_firmness() -> None:
    claims = [score(f"t{i}", support=0.9) for i in range(9)] + [score(f"f{i}", support=0.8) for i in range(30)]
    model = CorroborationModel.fit(claims, [True] * 9 + [False] * 30)
    assert model.types["official_confirmation"] >= model.types["statement"] >= model.types["hint"]


def test_a_fit_needs_both_verdicts() -> None:
    with pytest.raises(InputError, match="both true and false claims"):
        CorroborationModel.fit([score("a", support=0.9)], [True])


def test_refitted_scores_come_from_other_folds() -> None:
    claims = [score(f"t{i}", support=0.9) for i in range(6)] + [score(f"f{i}", refutation=0.9) for i in range(6)]
    truths = ["true"] * 6 + ["false"] * 6
    made = refitted_scores(claims, truths, [i % 2 for i in range(12)])
    assert [m.id for m in made] == [c.id for c in claims]
    assert min(m.corroboration for m in made[:6]) > max(m.corroboration for m in made[6:])
