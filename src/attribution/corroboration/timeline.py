"""The score as it stood at each date of the evidence."""

from collections.abc import Iterable
from dataclasses import dataclass

from attribution.corroboration.explaining import same_score
from attribution.corroboration.model import CorroborationModel
from attribution.corroboration.scoring import score_evidence
from attribution.corroboration.table import moments
from attribution.schema import Claim, ClaimScore, Interval

__all__ = ["HistoryPoint", "history"]


@dataclass(frozen=True, slots=True)
class HistoryPoint:
    """The score of a claim at the end of ``date`` (ISO 8601, as the evidence gives it), its interval and its grade."""

    date: str
    corroboration: float
    interval: Interval
    grade: int


def history(
    claim: ClaimScore, *, model: CorroborationModel | None = None, as_of: str | None = None
) -> tuple[HistoryPoint, ...]:
    """Return the score at each date of the evidence, the earliest first; the last point is the claim's score.

    A later word of a source replaces its earlier one of the other stance from its date on. Undated evidence is there
    from the start. Without dates there is no history: the result is empty.

    Parameters
    ----------
    claim, model, as_of
        What `score_evidence` gave, and the weights and the date with which it did.

    Raises
    ------
    InputError
        When other weights, or another ``as_of``, gave the claim its score.

    Examples
    --------
    >>> from attribution.labels import AttributionType, SourceKind, Stance
    >>> from attribution.schema import Evidence
    >>> said = Evidence(
    ...     "c1", "monday", 0, 0, "The port is closed, the ministry said.",
    ...     AttributionType.OFFICIAL_CONFIRMATION, 0.95, Stance.SUPPORTS, 0.95, 0.02,
    ...     "ministry", "ministry", SourceKind.OFFICIAL, anonymous=False, date="2031-03-03",
    ... )
    >>> from dataclasses import replace
    >>> denied = replace(
    ...     said, document_id="friday", date="2031-03-07", type=AttributionType.DENIAL, stance=Stance.REFUTES,
    ...     support=0.02, refutation=0.95,
    ... )
    >>> [claim] = score_evidence([Claim("c1", "The port is closed.")], [said, denied])
    >>> [(point.date, round(point.corroboration, 2), point.grade) for point in history(claim)]
    [('2031-03-03', 0.76, 2), ('2031-03-07', 0.06, 5)]
    """
    asked = Claim(claim.id, claim.text, claim.discovered)
    points = []
    for day in _steps({item.date for item in claim.evidence if item.date}, as_of):
        [then] = score_evidence([asked], claim.evidence, model=model, prior=claim.prior, as_of=day)
        points.append(HistoryPoint(day, then.corroboration, then.interval, then.grade))
    if points:
        same_score(claim, points[-1].corroboration, "`model` and `as_of`")
    return tuple(points)


def _steps(dates: Iterable[str], as_of: str | None) -> list[str]:
    """Return the dates in order; one that begins before ``as_of`` and ends after it stops there."""
    last = moments(as_of, "`as_of`")[1]
    spans = {day: moments(day, "`date`") for day in dates}
    steps = {
        min(end, last): day if end <= last or as_of is None else as_of
        for day, (start, end) in sorted(spans.items())
        if start <= last
    }
    return [day for _, day in sorted(steps.items())]
