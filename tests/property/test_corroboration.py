"""The invariants of the score, exact to 1e-9, on any evidence."""

import re
from dataclasses import replace
from math import exp, fsum, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attribution.corroboration import (
    CorroborationModel,
    EvidenceTable,
    add_evidence,
    combine,
    explain,
    history,
    score_evidence,
)
from attribution.corroboration.table import moments
from attribution.labels import AttributionType, SourceKind, Stance
from attribution.schema import Claim, ClaimScore, Evidence

steady = settings(deadline=None)  # a busy machine is no defect
CLAIM = Claim("c1", "The northern depot was hit.")
MODEL = CorroborationModel.default()
FIRMNESS = {t: MODEL.types.get(t, float("-inf")) for t in AttributionType}
OPPOSITE = {Stance.SUPPORTS: Stance.REFUTES, Stance.REFUTES: Stance.SUPPORTS, Stance.NEUTRAL: Stance.NEUTRAL}

probabilities = st.floats(0, 1)
priors = st.floats(0.01, 0.99)
dates = st.sampled_from([None, "2031-03-01", "2031-03-02", "2031-03-02T12:00", "2031-03-02T12:00+05:00", "2031-03-09"])
stances = st.sampled_from(list(OPPOSITE))


@st.composite
def items(draw: st.DrawFn) -> Evidence:
    """Any evidence about the claim, of one of a few sources, so that origins have several items."""
    source = draw(st.sampled_from([None, "army", "ministry", "rebels", "publisher:Daily Signal"]))
    return Evidence(
        claim_id="c1",
        document_id=draw(st.sampled_from(["d1", "d2", "d3"])),
        sentence_index=draw(st.integers(0, 20)),
        attribution_index=0,
        text="The depot was hit.",
        type=draw(st.sampled_from([None, *AttributionType])),
        type_prob=draw(probabilities),
        stance=draw(stances),
        support=draw(probabilities),
        refutation=draw(probabilities),
        source=source,
        source_id=source,
        source_kind=draw(st.sampled_from(SourceKind)),
        anonymous=draw(st.booleans()),
        self_interest=draw(st.booleans()),
        date=draw(dates),
    )


evidence = st.lists(items(), max_size=12)


def score(given_evidence: list[Evidence], prior: float = 0.5) -> ClaimScore:
    return score_evidence([CLAIM], given_evidence, prior=prior)[0]


def log_odds(probability: float) -> float:
    return log(probability / (1 - probability))


def numbers(result: ClaimScore) -> list[float]:
    opinion = (result.opinion.belief, result.opinion.disbelief, result.opinion.uncertainty)
    counts = (result.n_origins_for, result.n_origins_against)
    return [result.corroboration, result.interval.low, result.interval.high, *opinion, result.grade, *counts]


@steady
@given(evidence, priors)
def test_the_score_and_its_interval_lie_in_0_1(found: list[Evidence], prior: float) -> None:
    result = score(found, prior)
    assert 0 <= result.corroboration <= 1
    assert 0 <= result.interval.low <= result.interval.high <= 1


@steady
@given(evidence, priors, st.randoms(use_true_random=False))
def test_order_is_irrelevant(found: list[Evidence], prior: float, random) -> None:  # type: ignore[no-untyped-def]
    shuffled = random.sample(found, len(found))
    assert numbers(score(shuffled, prior)) == pytest.approx(numbers(score(found, prior)), abs=1e-9)


@steady
@given(st.lists(items(), min_size=1, max_size=12), st.data())
def test_an_equal_or_weaker_item_of_the_same_origin_changes_nothing(found: list[Evidence], data: st.DataObject) -> None:
    result = score(found)
    kept = [item for item in result.evidence if item.weight > 0 or item.type is AttributionType.NO_COMMENT]
    if not kept:
        return
    item = data.draw(st.sampled_from(kept))
    weaker = replace(
        item,
        document_id="d9",
        type_prob=item.type_prob * data.draw(probabilities),
        support=item.support * data.draw(probabilities),
        refutation=item.refutation * data.draw(probabilities),
        anonymous=item.anonymous or data.draw(st.booleans()),
    )
    assert numbers(score([*found, weaker])) == pytest.approx(numbers(result), abs=1e-9)


@steady
@given(evidence, st.lists(items(), min_size=1, max_size=4))
def test_unknown_origins_never_invent_independence(found: list[Evidence], more: list[Evidence]) -> None:
    unknown = [replace(item, source=None, source_id=None, date=None) for item in more]
    named = [item for item in found if item.source_id]
    result, before = score([*named, *unknown]), score(named)
    assert result.n_origins_for <= max(before.n_origins_for, 1)
    assert result.n_origins_against <= max(before.n_origins_against, 1)
    assert score([*named, *unknown, *unknown]).corroboration == pytest.approx(result.corroboration, abs=1e-9)


@steady
@given(evidence, items(), priors)
def test_another_supporting_origin_never_lowers_the_score(found: list[Evidence], item: Evidence, prior: float) -> None:
    supporter = replace(item, source_id="newcomer", stance=Stance.SUPPORTS, refutation=0.0)
    before, after = score(found, prior), score([*found, supporter], prior)
    assert after.corroboration >= before.corroboration - 1e-9
    assert after.n_origins_for >= before.n_origins_for


@steady
@given(evidence, items(), priors)
def test_another_refuting_origin_never_raises_the_score(found: list[Evidence], item: Evidence, prior: float) -> None:
    opponent = replace(item, source_id="newcomer", stance=Stance.REFUTES, support=0.0)
    before, after = score(found, prior), score([*found, opponent], prior)
    assert after.corroboration <= before.corroboration + 1e-9
    assert after.n_origins_against >= before.n_origins_against


@steady
@given(evidence, items(), st.sampled_from(AttributionType), st.sampled_from(AttributionType))
def test_a_firmer_type_counts_at_least_as_much(
    found: list[Evidence], item: Evidence, one: AttributionType, other: AttributionType
) -> None:
    weaker, firmer = sorted((one, other), key=FIRMNESS.__getitem__)
    for stance, sign in ((Stance.SUPPORTS, 1), (Stance.REFUTES, -1)):
        pure = replace(
            item, date=None, stance=stance, support=item.support * (sign > 0), refutation=item.refutation * (sign < 0)
        )
        low, high = (score([*found, replace(pure, type=t)]).corroboration for t in (weaker, firmer))
        assert sign * (high - low) >= -1e-9


@steady
@given(evidence, items(), priors)
def test_no_comment_moves_neither_way(found: list[Evidence], item: Evidence, prior: float) -> None:
    silent = replace(item, type=AttributionType.NO_COMMENT)
    assert numbers(score([*found, silent], prior)) == pytest.approx(numbers(score(found, prior)), abs=1e-9)


@steady
@given(evidence, priors)
def test_exchanging_supports_and_refutes_mirrors_the_log_odds(found: list[Evidence], prior: float) -> None:
    mirrored = [
        replace(item, stance=OPPOSITE[item.stance], support=item.refutation, refutation=item.support) for item in found
    ]
    one, other = score(found, prior), score(mirrored, prior)
    shift, mirrored_shift = (log_odds(s.corroboration) - log_odds(prior) for s in (one, other))
    assert mirrored_shift == pytest.approx(-shift, abs=1e-9)
    assert (other.n_origins_for, other.n_origins_against) == (one.n_origins_against, one.n_origins_for)


@steady
@given(priors)
def test_no_evidence_gives_the_prior(prior: float) -> None:
    result = score([], prior)
    assert result.corroboration == pytest.approx(prior, abs=1e-9)
    assert (result.opinion.uncertainty, result.grade, result.likelihood) == (1.0, 6, None)


@steady
@given(evidence, priors)
def test_contributions_sum_exactly(found: list[Evidence], prior: float) -> None:
    result = score(found, prior)
    total = log_odds(result.corroboration) - log_odds(prior)
    assert sum(item.contribution for item in result.evidence) == pytest.approx(total, abs=1e-9)
    assert sum(origin.contribution for origin in result.origins) == pytest.approx(total, abs=1e-9)
    for origin in result.origins:
        share = sum(item.contribution for item in result.evidence if item.origin_id == origin.id)
        assert share == pytest.approx(origin.contribution, abs=1e-9)


@steady
@given(evidence, priors)
def test_the_opinion_is_a_distribution_with_the_score_as_its_mean(found: list[Evidence], prior: float) -> None:
    result = score(found, prior)
    opinion = result.opinion
    assert min(opinion.belief, opinion.disbelief, opinion.uncertainty) >= 0
    assert opinion.belief + opinion.disbelief + opinion.uncertainty == pytest.approx(1, abs=1e-9)
    assert opinion.belief + prior * opinion.uncertainty == pytest.approx(result.corroboration, abs=1e-9)


@steady
@given(evidence, st.data())
def test_weights_never_depend_on_stance(found: list[Evidence], data: st.DataObject) -> None:
    undated = [replace(item, date=None) for item in found]
    turned = [replace(item, stance=data.draw(stances), support=data.draw(probabilities)) for item in undated]
    weights = [[item.weight for item in score(some).evidence] for some in (undated, turned)]
    assert weights[0] == weights[1]


@steady
@given(evidence, priors)
def test_grade_6_and_only_grade_6_has_no_word(found: list[Evidence], prior: float) -> None:
    result = score(found, prior)
    assert (result.grade == 6) == (result.opinion.uncertainty > 0.6) == (result.likelihood is None)
    assert result.grade != 1 or result.n_origins_for >= 2


def plainly(found: list[Evidence], prior: float) -> float:
    """Return the log-odds of the score by the formulas of the design, item by item."""
    strongest: dict[str, list[float]] = {}
    for item in found:
        if item.type is AttributionType.NO_COMMENT or taken_back(item, found):
            continue
        weight = MODEL.types[item.type or "narration"] + MODEL.kinds[item.source_kind]
        weight += MODEL.anonymous * item.anonymous + MODEL.self_interest * item.self_interest
        r_q = strongest.setdefault(item.source_id or "", [0.0, 0.0])
        for side, share in enumerate((item.support, item.refutation)):
            r_q[side] = max(r_q[side], exp(weight) * item.type_prob * share)
    sums = (sum(r_q[side] for r_q in strongest.values()) for side in (0, 1))
    r, q = (MODEL.saturation * (1 - exp(-total / MODEL.saturation)) for total in sums)
    return log_odds(prior) + r - q


def taken_back(item: Evidence, found: list[Evidence]) -> bool:
    """Tell whether a strictly later item of the same source and the opposite stance, one that weighs, is there."""
    if item.stance is Stance.NEUTRAL:
        return False
    return any(
        other.source_id == item.source_id
        and other.stance is OPPOSITE[item.stance]
        and other.type is not AttributionType.NO_COMMENT
        and other.type_prob * (other.support if other.stance is Stance.SUPPORTS else other.refutation) > 0
        and moments(other.date, "")[0] > moments(item.date, "")[1]
        for other in found
    )


@steady
@given(evidence, priors)
def test_the_score_is_the_formula_of_the_design(found: list[Evidence], prior: float) -> None:
    assert log_odds(score(found, prior).corroboration) == pytest.approx(plainly(found, prior), abs=1e-9)


@steady
@given(st.lists(evidence, min_size=1, max_size=5), priors)
def test_many_claims_at_once_get_the_numbers_that_each_gets_alone(found: list[list[Evidence]], prior: float) -> None:
    claims = [Claim(str(number), "A claim.") for number in range(len(found))]
    items = [replace(item, claim_id=str(number)) for number, some in enumerate(found) for item in some]
    many = combine(EvidenceTable.from_evidence(claims, items), MODEL, prior=prior)
    alone = [score(some, prior) for some in found]
    for name, values in (("score", [s.corroboration for s in alone]), ("low", [s.interval.low for s in alone])):
        assert getattr(many, name) == pytest.approx(values, abs=1e-12)
    assert many.grade.tolist() == [s.grade for s in alone]
    assert many.contribution == pytest.approx([i.contribution for s in alone for i in s.evidence], abs=1e-12)


@steady
@given(evidence, evidence, priors)
def test_adding_evidence_is_scoring_all_of_it(found: list[Evidence], more: list[Evidence], prior: float) -> None:
    other = replace(score([], prior), id="c2")
    changed, same = add_evidence([score(found, prior), other], more)
    assert changed == score([*found, *more], prior)
    assert same is other


@steady
@given(evidence, priors)
def test_an_explanation_sums_exactly(found: list[Evidence], prior: float) -> None:
    result = score(found, prior)
    made = explain(result)
    assert made.log_odds == fsum([made.prior_log_odds, *(origin.contribution for origin in made.origins)])
    assert 1 / (1 + exp(-made.log_odds)) == pytest.approx(result.corroboration, abs=1e-12)


@steady
@given(evidence, priors)
def test_without_an_origin_is_scored_as_if_it_had_said_nothing(found: list[Evidence], prior: float) -> None:
    for origin in explain(score(found, prior)).origins:
        others = score([item for item in found if (item.source_id or "unresolved") != origin.id], prior)
        assert origin.corroboration_without == pytest.approx(others.corroboration, abs=1e-12)
        edges = np.abs(np.array([0.2, 0.4, 0.6, 0.8]) - others.corroboration)
        if edges.min() > 1e-9 and abs(others.opinion.uncertainty - 0.6) > 1e-9:
            assert origin.grade_without == others.grade


@steady
@given(evidence, priors)
def test_a_further_confirmation_never_lowers_and_a_further_denial_never_raises(
    found: list[Evidence], prior: float
) -> None:
    result = score(found, prior)
    for change in explain(result).changes:
        sign = -1 if "denial" in change.evidence or "rejects" in change.evidence else 1
        assert sign * (change.corroboration - result.corroboration) >= -1e-12


@steady
@given(evidence, priors, st.randoms(use_true_random=False))
def test_a_paragraph_keeps_likelihood_and_confidence_apart_in_any_order(found, prior, random) -> None:  # type: ignore[no-untyped-def]
    paragraph = explain(score(found, prior)).paragraph
    sentences = re.split(r"(?<=\.) (?=[A-Z])", paragraph)
    assert "about the sourcing" in sentences[0]
    assert not [s for s in sentences if "onfidence" in s and re.search("likel|chance|certain", s)]
    assert paragraph == explain(score(random.sample(found, len(found)), prior)).paragraph


@steady
@given(evidence, priors)
def test_a_history_is_the_score_as_of_each_date_and_ends_in_the_score(found: list[Evidence], prior: float) -> None:
    result = score(found, prior)
    points = history(result)
    assert len(points) == len({moments(item.date, "")[1] for item in found if item.date})
    for point in points:
        [then] = score_evidence([CLAIM], found, prior=prior, as_of=point.date)
        assert (point.corroboration, point.grade) == (then.corroboration, then.grade)
    assert not points or points[-1].corroboration == result.corroboration
