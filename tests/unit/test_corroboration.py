"""Scores of plain cases, by hand."""

import json
from dataclasses import replace
from math import exp, log

import pytest

from attribution.corroboration import CorroborationModel, score_evidence
from attribution.errors import InputError
from attribution.labels import AttributionType, SourceKind, Stance
from attribution.schema import Claim, ClaimScore, Evidence
from tests.evidence import CLAIM, item

MODEL = CorroborationModel.priors()  # rounder numbers than the fitted ones


def evidence(
    source: str | None,
    type_: AttributionType | None = AttributionType.OFFICIAL_CONFIRMATION,
    *,
    refutes: bool = False,
    kind: SourceKind = SourceKind.OFFICIAL,
    **changes: object,
) -> Evidence:
    side = {"stance": Stance.REFUTES, "support": 0.0, "refutation": 0.95}
    if not refutes:
        side = {"stance": Stance.SUPPORTS, "support": 0.95, "refutation": 0.0}
    return item(source, type_, **{**side, "source_kind": kind, **changes})


def score(*items: Evidence, **options: object) -> ClaimScore:
    return score_evidence([CLAIM], items, **{"model": MODEL, **options})[0]  # type: ignore[arg-type]


def unknown_statement(source: str | None = None, **changes: object) -> Evidence:
    return evidence(source, AttributionType.STATEMENT, kind=SourceKind.UNKNOWN, anonymous=True, **changes)  # type: ignore[arg-type]


def test_one_official_gives_the_score_computed_by_hand() -> None:
    strength = exp(0.6) * 0.95 * 0.95
    saturated = 3.5 * (1 - exp(-strength / 3.5))
    result = score(evidence("army"))
    assert result.corroboration == pytest.approx(1 / (1 + exp(-saturated)), abs=1e-12)
    assert result.opinion.uncertainty == pytest.approx(2 / (1 + exp(saturated)), abs=1e-12)


def test_one_named_official_is_probable_and_grade_2() -> None:
    result = score(evidence("army"))
    assert 0.75 <= result.corroboration <= 0.85
    assert (result.grade, result.likelihood, result.n_origins_for) == (2, "likely", 1)


def test_two_independent_officials_are_grade_1() -> None:
    result = score(evidence("army"), evidence("coast guard"))
    assert (result.grade, result.likelihood, result.n_origins_for) == (1, "very likely", 2)


def test_a_single_anonymous_statement_cannot_be_judged() -> None:
    result = score(unknown_statement())
    assert 0.6 <= result.corroboration <= 0.65
    assert (result.grade, result.likelihood) == (6, None)


def test_a_lone_source_is_never_grade_1_however_strong() -> None:
    strong = replace(MODEL, types={**MODEL.types, "official_confirmation": 3.0})
    result = score(evidence("army"), model=strong)
    assert result.corroboration > 0.9
    assert result.grade == 2


def test_two_officials_who_deny_are_improbable() -> None:
    denials = [evidence(name, AttributionType.DENIAL, refutes=True) for name in ("army", "coast guard", "ministry")]
    result = score(*denials)
    assert (result.grade, result.likelihood, result.n_origins_against) == (5, "very unlikely", 3)


def test_no_evidence_gives_the_prior() -> None:
    result = score(prior=0.3)
    assert result.corroboration == pytest.approx(0.3)
    assert (result.opinion.uncertainty, result.grade, result.likelihood) == (1.0, 6, None)
    assert result.interval.low < 0.3 < result.interval.high


def test_interval_of_no_evidence_is_uniform() -> None:
    assert score().interval.low == pytest.approx(0.05)
    assert score().interval.high == pytest.approx(0.95)


def test_no_comment_weighs_nothing() -> None:
    result = score(evidence("army", AttributionType.NO_COMMENT))
    assert (result.corroboration, result.evidence[0].weight) == (0.5, 0.0)


def test_a_type_named_self_interested_weighs_less() -> None:
    plain = evidence("army", AttributionType.DENIAL, refutes=True)
    assert score(plain).corroboration < score(replace(plain, self_interest=True)).corroboration < 0.5


def test_narration_weighs_less_than_a_named_statement() -> None:
    told = score(evidence("publisher:Daily Signal", None, kind=SourceKind.MEDIA))
    said = score(evidence("witness", AttributionType.STATEMENT, kind=SourceKind.INDIVIDUAL))
    assert 0.5 < told.corroboration < said.corroboration


def test_publishers_are_named_without_their_prefix() -> None:
    [origin] = score(replace(evidence("publisher:Daily Signal", None), source=None)).origins
    assert (origin.id, origin.name) == ("publisher:Daily Signal", "Daily Signal")


def test_all_unresolved_sources_are_one_origin() -> None:
    one, many = score(unknown_statement()), score(*[unknown_statement(document_id=f"d{i}") for i in range(9)])
    assert many.corroboration == pytest.approx(one.corroboration, abs=1e-12)
    assert many.n_origins_for == 1
    assert many.origins[0].name == "unresolved sources"


def test_an_unresolved_source_beside_a_named_one_is_not_a_second_origin() -> None:
    result = score(evidence("army"), evidence(None))
    assert result.n_origins_for == 1
    assert result.grade == 2


def test_an_origin_that_is_set_overrides_the_source() -> None:
    result = score(evidence("army", origin_id="release 7"), evidence("daily", origin_id="release 7"))
    assert result.corroboration == pytest.approx(score(evidence("army")).corroboration, abs=1e-12)
    assert [origin.id for origin in result.origins] == ["release 7"]


def test_scoring_scored_evidence_again_changes_nothing() -> None:
    first = score(evidence("army"), unknown_statement())
    assert score(*first.evidence) == first


def test_equal_items_share_the_contribution_of_their_origin() -> None:
    result = score(evidence("army"), evidence("army"), evidence("army", support=0.5))
    first, second, weaker = (item.contribution for item in result.evidence)
    assert first == second == pytest.approx(result.origins[0].contribution / 2)
    assert weaker == 0


def test_leave_one_out_is_the_change_without_the_origin() -> None:
    result = score(evidence("army"), evidence("ministry", AttributionType.DENIAL, refutes=True))
    left_out = {origin.id: origin.leave_one_out for origin in result.origins}
    alone = score(evidence("army")).corroboration
    assert left_out["ministry"] == pytest.approx(alone - result.corroboration, abs=1e-12)
    assert left_out["army"] < 0 < left_out["ministry"]


def test_contributions_are_ordered_by_size_and_sum_to_the_log_odds() -> None:
    result = score(unknown_statement(), evidence("army"), evidence("ministry", refutes=True), prior=0.2)
    sizes = [abs(origin.contribution) for origin in result.origins]
    assert sizes == sorted(sizes, reverse=True)
    total = log(result.corroboration / (1 - result.corroboration)) - log(0.2 / 0.8)
    assert sum(item.contribution for item in result.evidence) == pytest.approx(total, abs=1e-9)


def test_a_source_that_takes_it_back_counts_with_its_last_word() -> None:
    said, denied = evidence("army", date="2031-03-01"), evidence("army", refutes=True, date="2031-03-02")
    result = score(said, denied)
    assert result.corroboration == pytest.approx(score(denied).corroboration, abs=1e-12)
    assert [item.weight > 0 for item in result.evidence] == [False, True]


def test_the_same_day_takes_nothing_back() -> None:
    said, denied = evidence("army", date="2031-03-01T08:00"), evidence("army", refutes=True, date="2031-03-01")
    assert score(said, denied).corroboration == pytest.approx(0.5)


def test_times_are_compared_across_time_zones() -> None:
    said = evidence("army", date="2031-03-01T10:00+02:00")
    denied = evidence("army", refutes=True, date="2031-03-01T09:00Z")
    assert score(said, denied).corroboration == pytest.approx(score(denied).corroboration, abs=1e-12)


def test_undated_items_neither_replace_nor_are_replaced() -> None:
    said, denied = evidence("army"), evidence("army", refutes=True, date="2031-03-02")
    assert score(said, denied).corroboration == pytest.approx(0.5)


def test_a_refusal_to_comment_takes_nothing_back() -> None:
    said = evidence("army", date="2031-03-01")
    silent = evidence("army", AttributionType.NO_COMMENT, refutes=True, date="2031-03-02")
    assert score(said, silent).corroboration == pytest.approx(score(said).corroboration, abs=1e-12)


def test_items_after_as_of_do_not_count() -> None:
    early, late = evidence("army", date="2031-03-01T23:00"), evidence("ministry", date="2031-03-02")
    result = score(early, late, as_of="2031-03-01")
    assert result.corroboration == pytest.approx(score(early).corroboration, abs=1e-12)
    assert [origin.id for origin in result.origins] == ["army"]


def test_claims_keep_their_order_and_their_own_evidence() -> None:
    other = Claim("c2", "The bridge is shut.")
    first, second = score_evidence([other, CLAIM], [evidence("army")])
    assert (first.id, first.corroboration, first.evidence) == ("c2", 0.5, ())
    assert second.corroboration > 0.7


def test_no_claims_give_no_scores() -> None:
    assert score_evidence([], []) == []


@pytest.mark.parametrize(("field", "value"), [("support", 2.31), ("refutation", -0.1), ("type_prob", float("nan"))])
def test_what_is_no_probability_is_named(field: str, value: float) -> None:
    with pytest.raises(InputError, match=rf"`{field}` must be probabilities in \[0, 1\], got {value} at index 1"):
        score(evidence("army"), evidence("army", **{field: value}))


def test_an_unknown_claim_is_named() -> None:
    with pytest.raises(InputError, match=r"evidence 0 is about unknown claim 'c11'. Did you mean 'c1'"):
        score(evidence("army", claim_id="c11"))


def test_claim_ids_must_differ() -> None:
    with pytest.raises(InputError, match="claim ids must differ, got 'c1' more than once"):
        score_evidence([CLAIM, CLAIM], [])


def test_a_date_must_be_iso_8601() -> None:
    with pytest.raises(InputError, match=r"`date` of evidence 0 must be ISO 8601 .* got 'last week'"):
        score(evidence("army", date="last week"))


@pytest.mark.parametrize("prior", [0.0, 1.0, -1.0, float("nan")])
def test_the_prior_must_leave_room(prior: float) -> None:
    with pytest.raises(InputError, match="`prior` must be a probability above 0 and below 1"):
        score(prior=prior)


def test_weights_survive_their_file(tmp_path) -> None:  # type: ignore[no-untyped-def]
    MODEL.to_json(tmp_path / "weights.json")
    assert CorroborationModel.from_json(tmp_path / "weights.json") == MODEL


def test_an_unknown_weight_is_named_with_its_nearest(tmp_path) -> None:  # type: ignore[no-untyped-def]
    MODEL.to_json(tmp_path / "weights.json")
    values = json.loads((tmp_path / "weights.json").read_text())
    values["types"]["denail"] = 0
    (tmp_path / "weights.json").write_text(json.dumps(values))
    with pytest.raises(InputError, match=r"types has no 'denail'. Did you mean 'denial'\?"):
        CorroborationModel.from_json(tmp_path / "weights.json")


def test_a_missing_weight_is_named() -> None:
    with pytest.raises(InputError, match="kinds must also give official"):
        replace(MODEL, kinds={k: v for k, v in MODEL.kinds.items() if k != "official"})


def test_a_missing_weights_file_is_named() -> None:
    with pytest.raises(InputError, match=r"nowhere\.json must be a weights file"):
        CorroborationModel.from_json("nowhere.json")


def test_weights_must_be_finite() -> None:
    with pytest.raises(InputError, match="weight 'anonymous' must be a number between -20 and 20, got nan"):
        replace(MODEL, anonymous=float("nan"))


def test_anonymity_never_strengthens() -> None:
    with pytest.raises(InputError, match="must be at most 0"):
        replace(MODEL, anonymous=0.1)


def test_a_hint_never_outweighs_a_statement() -> None:
    with pytest.raises(InputError, match="official_confirmation >= statement >= hint"):
        replace(MODEL, types={**MODEL.types, "hint": 0.5})


def test_saturation_must_be_positive() -> None:
    with pytest.raises(InputError, match="`saturation` must be above 0"):
        replace(MODEL, saturation=0)
