"""Evidence in columns: the numbers of the one-claim path, and what is refused."""

from typing import Any

import numpy as np
import pytest

from attribution.analysis import Analysis
from attribution.corroboration import TYPES, CorroborationModel, EvidenceTable, combine, score_evidence
from attribution.errors import InputError
from attribution.schema import Claim
from benchmarks import score_many
from tests.evidence import DENIES, item

ROWS: dict[str, Any] = {
    "claim_id": ["c1", "c2", "c1"],
    "origin_id": ["army", None, "army"],
    "type": ["denial", "hint", None],
    "source_kind": ["official", "unknown", "media"],
    "support": [0.0, 0.7, 0.2],
    "refutation": [0.9, 0.1, 0.1],
}


def table(**changes: Any) -> EvidenceTable:
    return EvidenceTable.from_columns(["c1", "c2"], {**ROWS, **changes})


def test_the_benchmark_runs_and_both_ways_agree(capsys: pytest.CaptureFixture[str]) -> None:
    assert score_many.main(["--claims", "300", "--items", "3000", "--one-by-one", "100"]) == 0
    assert "times as fast" in capsys.readouterr().out


def test_columns_of_an_analysis_give_its_scores() -> None:
    claims = [Claim("c1", "The depot was hit."), Claim("c2", "The bridge is shut.")]
    evidence = [
        item("army", date="2031-03-01"),
        item("army", DENIES, date="2031-03-03"),
        item("mayor", claim_id="c2", date="2031-03-02T10:00"),
        item("publisher:Daily Signal", None),
        item(None, claim_id="c2"),
    ]
    scored = score_evidence(claims, evidence)
    columns = Analysis((), tuple(scored), {}).columns("evidence")
    names = (*ROWS, "type_prob", "stance", "date", "anonymous", "self_interest")
    made = combine(
        EvidenceTable.from_columns(["c1", "c2"], {name: columns[name] for name in names}), CorroborationModel.default()
    )
    assert made.score.tolist() == [claim.corroboration for claim in scored]
    assert made.grade.tolist() == [claim.grade for claim in scored]


def test_whole_numbers_stand_for_names() -> None:
    by_number = table(claim_id=[0, 1, 0], type=np.array([TYPES.index("denial"), TYPES.index("hint"), len(TYPES) - 1]))
    names = combine(table(), CorroborationModel.default())
    assert combine(by_number, CorroborationModel.default()).score.tolist() == names.score.tolist()


def test_negative_origins_are_the_one_that_nobody_knows() -> None:
    made = table(origin_id=[7, -1, -4])
    assert (made.origin_ids.tolist(), made.origin_resolved.tolist()) == ([-1, 7, -1], [False, True, False])


def test_dates_of_numpy_are_days_or_moments_and_nat_is_undated() -> None:
    days = np.array(["2031-03-01", "NaT", "2031-03-02"], "M8[D]")
    words = table(date=["2031-03-01", None, "2031-03-02"])
    assert (table(date=days).earliest.tolist(), table(date=days).latest.tolist()) == (
        words.earliest.tolist(),
        words.latest.tolist(),
    )
    moment = table(date=np.array(["2031-03-01T09:00"] * 3, "M8[m]"))
    assert moment.earliest.tolist() == moment.latest.tolist()


def test_no_evidence_at_all_gives_the_prior() -> None:
    empty = EvidenceTable.from_columns(["c1"], {name: [] for name in ROWS})
    scores = combine(empty, CorroborationModel.default(), prior=0.3)
    assert (scores.score.round(9).tolist(), scores.grade.tolist()) == ([0.3], [6])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"support": [0.1, float("nan"), 0.2]}, r"`support` must be probabilities in \[0, 1\], got nan at index 1"),
        ({"support": [0.1, None, 0.2]}, "got nan at index 1"),
        ({"refutation": ["much", 0, 0]}, "`refutation` must be probabilities"),
        ({"type": ["denail", "hint", "hint"]}, r"`type` of evidence 0 must be one of .* Did you mean 'denial'"),
        ({"source_kind": [0, 1, 99]}, "`source_kind` of evidence 2 must be a number from 0 to 7, got 99"),
        ({"claim_id": ["c1", "c1", "c3"]}, "evidence 2 is about unknown claim 'c3'"),
        ({"date": ["2031-03-01", "soon", None]}, "`date` of evidence 1 must be ISO 8601"),
        ({"origin_id": ["army", 3, None]}, "column 'origin_id' must hold names only, or whole numbers only"),
        ({"anonymous": ["no", "no", "no"]}, "column 'anonymous' must be true or false"),
        ({"support": [0.1]}, r"column 'support' must have 3 items like claim_id, got shape \(1,\)"),
        ({"suport": [0.1]}, "evidence has no column 'suport'. Did you mean 'support'"),
    ],
)
def test_what_a_column_must_not_hold_is_named(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        table(**changes)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(InputError, match="evidence must also have the columns type, source_kind"):
        EvidenceTable.from_columns(["c1"], {name: ROWS[name] for name in ROWS if name not in ("type", "source_kind")})
