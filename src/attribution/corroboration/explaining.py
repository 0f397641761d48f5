"""Why a claim has its score: everybody's share, what happens without each, and what would change the grade."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import fsum

from scipy.special import logit

from attribution.corroboration.model import CorroborationModel
from attribution.corroboration.scoring import Scores, combine
from attribution.corroboration.table import UNRESOLVED, EvidenceTable
from attribution.errors import InputError
from attribution.labels import GRADES, AttributionType, SourceKind, Stance
from attribution.schema import Claim, ClaimScore, Evidence

__all__ = ["Change", "Explanation", "OriginShare", "explain", "explain_shipped", "same_score"]

_SAID = {
    AttributionType.OFFICIAL_CONFIRMATION: "an official confirmation by {}",
    AttributionType.HINT: "a hint by {}",
    AttributionType.DENIAL: "a denial by {}",
    AttributionType.GROUP_ALLEGATION: "an allegation by {}",
    AttributionType.STATEMENT: "a statement by {}",
    None: "what {} reports in its own words",
}
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_FIRM_AT, _CANNOT_BE_JUDGED = 0.3, 6


@dataclass(frozen=True, slots=True)
class OriginShare:
    """What one origin adds (log-odds), and the score and grade that the claim would have without it."""

    id: str
    name: str
    contribution: float
    corroboration_without: float
    grade_without: int


@dataclass(frozen=True, slots=True)
class Change:
    """The score and grade that the claim would have with ``evidence`` (in words) added, by the same model."""

    evidence: str
    corroboration: float
    grade: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a claim has its score; it is about the sourcing, never about what is true.

    ``prior_log_odds`` and the contributions of ``origins`` (the largest first) sum to ``log_odds``, those of the score.
    ``strongest_for`` and ``strongest_against`` are places in the claim's ``evidence``, None where nothing stands on
    that side. ``confidence`` is ``"low"`` with grade 6, ``"high"`` where the opinion's uncertainty is at most 0.3,
    three origins or more stand on one side and none on the other, else ``"moderate"``. ``paragraph`` says it all in
    words, and in no sentence both how likely the claim is and how much confidence the sourcing deserves (ICD 203).
    """

    claim_id: str
    prior_log_odds: float
    log_odds: float
    origins: tuple[OriginShare, ...]
    strongest_for: int | None
    strongest_against: int | None
    changes: tuple[Change, ...]
    confidence: str
    paragraph: str


def explain(claim: ClaimScore, *, model: CorroborationModel | None = None) -> Explanation:
    """Explain the score of a claim.

    What is asked "without" and "with" is answered by the model itself: the claim is scored again. An added item is the
    plainest of its kind: its type and stance are certain, its source is named, new and no party to the claim.

    Parameters
    ----------
    claim
        As `score_evidence` gave it, whatever its ``as_of``.
    model
        The weights that scored it; None for the shipped ones.

    Raises
    ------
    InputError
        When other weights scored the claim.

    Examples
    --------
    >>> from attribution.corroboration import score_evidence
    >>> [claim] = score_evidence([Claim("c1", "The port is closed.")], [])
    >>> print(explain(claim).paragraph)
    This is about the sourcing of the claim, not about whether it is true. Nothing in these documents is about the
    claim, so its score is the prior, 0.50 (grade 6, truth cannot be judged). Confidence in the sourcing is low: there
    is no evidence. One independent official confirmation would allow grade 2; one denial by a named official would
    allow grade 5.
    """
    counted = [item for item in claim.evidence if item.weight > 0]
    table, scores = _with_each_change(claim, counted, model or CorroborationModel.default())
    same_score(claim, float(scores.score[0]), "`model`")
    names = {origin.id: origin.name for origin in claim.origins}
    rows = [row for row, number in enumerate(table.origin_claim.tolist()) if number == 0]
    origins = [
        OriginShare(
            id=(identity := str(table.origin_ids[row])),
            name=names.get(identity, identity),
            contribution=float(scores.origin_contribution[row]),
            corroboration_without=float(scores.score[0] + scores.leave_one_out[row]),
            grade_without=int(scores.grade_without[row]),
        )
        for row in rows
    ]
    origins.sort(key=lambda origin: (-abs(origin.contribution), origin.id))
    made = Explanation(
        claim_id=claim.id,
        prior_log_odds=float(logit(claim.prior)),
        log_odds=fsum([float(logit(claim.prior)), *(origin.contribution for origin in origins)]),
        origins=tuple(origins),
        strongest_for=_strongest(claim, 1),
        strongest_against=_strongest(claim, -1),
        changes=tuple(
            Change(words, float(scores.score[number]), int(scores.grade[number]))
            for number, words in enumerate(_FURTHER, start=1)
        ),
        confidence=_confidence(claim),
        paragraph="",
    )
    return replace(made, paragraph=" ".join(_sentences(claim, made)))


def explain_shipped(claim: ClaimScore) -> Explanation | None:
    """Return the explanation of a claim that the shipped weights scored, None where others did."""
    try:
        return explain(claim)
    except InputError:
        return None


def same_score(claim: ClaimScore, again: float, options: str) -> None:
    """Refuse a claim that is not scored like this.

    Raises
    ------
    InputError
        When the score differs; ``options`` names those to pass.
    """
    if not abs(claim.corroboration - again) <= 1e-6:
        raise InputError(
            f"claim {claim.id!r} has the score {claim.corroboration:.4f}, but its evidence gives {again:.4f} here; "
            f"pass the {options} that it was scored with"
        )


def _newcomers(number: int, type: AttributionType, kind: SourceKind, *, supports: bool) -> tuple[Evidence, ...]:
    """Return the plainest items of their kind, each by a source that is new."""
    item = Evidence(
        claim_id="",
        document_id="",
        sentence_index=0,
        attribution_index=0,
        text="",
        type=type,
        type_prob=1.0,
        stance=Stance.SUPPORTS if supports else Stance.REFUTES,
        support=float(supports),
        refutation=float(not supports),
        source=None,
        source_id=None,
        source_kind=kind,
        anonymous=False,
    )
    return tuple(replace(item, source_id=f"\0newcomer {i}") for i in range(number))  # no text has a NUL in it


_CONFIRMATION, _DENIAL = AttributionType.OFFICIAL_CONFIRMATION, AttributionType.DENIAL
_OFFICIAL, _WITNESS = SourceKind.OFFICIAL, SourceKind.INDIVIDUAL
_FURTHER = {
    "one independent official confirmation": _newcomers(1, _CONFIRMATION, _OFFICIAL, supports=True),
    "two independent official confirmations": _newcomers(2, _CONFIRMATION, _OFFICIAL, supports=True),
    "one denial by a named official": _newcomers(1, _DENIAL, _OFFICIAL, supports=False),
    "two denials by named officials": _newcomers(2, _DENIAL, _OFFICIAL, supports=False),
    "one named witness who supports it": _newcomers(1, AttributionType.STATEMENT, _WITNESS, supports=True),
    "one named witness who rejects it": _newcomers(1, AttributionType.STATEMENT, _WITNESS, supports=False),
}


def _with_each_change(
    claim: ClaimScore, counted: Sequence[Evidence], model: CorroborationModel
) -> tuple[EvidenceTable, Scores]:
    """Score the claim as it is, number 0, and with each of `_FURTHER` added, all at once."""
    added = [(), *_FURTHER.values()]
    evidence = [replace(item, claim_id=str(k)) for k, more in enumerate(added) for item in (*counted, *more)]
    table = EvidenceTable.from_evidence([Claim(str(k), claim.text) for k in range(len(added))], evidence)
    return table, combine(table, model, prior=claim.prior)


def _strongest(claim: ClaimScore, sign: int) -> int | None:
    """Return the place of the item that moves the score most to one side, whatever the order of the evidence."""

    def order(place: int) -> tuple[object, ...]:
        e = claim.evidence[place]
        shown = (e.source or "", e.type or "", e.anonymous, e.origin_id or "")
        return -sign * e.contribution, e.document_id, e.sentence_index, *shown

    return min((i for i, e in enumerate(claim.evidence) if sign * e.contribution > 0), key=order, default=None)


def _confidence(claim: ClaimScore) -> str:
    if claim.grade == _CANNOT_BE_JUDGED:
        return "low"
    most, least = sorted((claim.n_origins_for, claim.n_origins_against), reverse=True)
    firm = claim.opinion.uncertainty <= _FIRM_AT and most >= 3 and least == 0
    return "high" if firm else "moderate"


# words


def _sentences(claim: ClaimScore, made: Explanation) -> Iterator[str]:
    yield "This is about the sourcing of the claim, not about whether it is true."
    at = f"(grade {claim.grade}, {GRADES[claim.grade]})"
    if not any(origin.contribution for origin in made.origins):
        what = "takes a side on" if claim.evidence else "is about"
        yield f"Nothing in these documents {what} the claim, so its score is the prior, {claim.prior:.2f} {at}."
        yield "Confidence in the sourcing is low: there is no evidence."
    else:
        yield from _sides(claim, made)
        if claim.likelihood:
            yield (
                f"On this sourcing alone, the word for its likelihood is “{claim.likelihood}”: "
                f"the score is {claim.corroboration:.2f} {at}."
            )
        else:
            yield f"That is too thin for a word of likelihood: the score is {claim.corroboration:.2f} {at}."
        yield (
            f"Confidence in the sourcing is {made.confidence}: {_reason(claim)}, and the 90 % interval of the score is "
            f"{claim.interval.low:.2f} to {claim.interval.high:.2f}."
        )
        yield _without(claim, made)
    yield _what_would_change(claim, made)


def _sides(claim: ClaimScore, made: Explanation) -> Iterator[str]:
    n_for, n_against = claim.n_origins_for, claim.n_origins_against
    supports, rejects = ("support" + "s" * (n_for < 2), "reject" + "s" * (n_against < 2))
    origins = "independent origin" + "s" * (n_for > 1)
    yield f"{_number(n_for).capitalize()} {origins} {supports} it and {_number(n_against, 'none')} {rejects} it."
    places = (("for", made.strongest_for), ("against", made.strongest_against))
    words = [f"the strongest item {side} it is {_said(claim, place)}" for side, place in places if place is not None]
    if words:
        yield f"T{'; '.join(words)[1:]}."


def _said(claim: ClaimScore, place: int) -> str:
    item = claim.evidence[place]
    names = {origin.id: origin.name for origin in claim.origins} | {UNRESOLVED: "an unidentified source"}
    origin = names.get(item.origin_id, item.origin_id)
    who = item.source or origin
    notes = ["not named"] if item.anonymous and item.source else []
    notes += [f"counted with {_inside(origin)}"] if who != origin and item.origin_id != UNRESOLVED else []
    return f"{_SAID[item.type].format(_inside(who))} ({'; '.join([*notes, f'{item.contribution:+.2f} in log-odds'])})"


def _inside(name: str) -> str:
    """Return a name for the middle of a sentence, on one line."""
    name = " ".join(name.split())
    first = name.split(" ", 1)[0]
    return first.lower() + name[len(first) :] if first in ("The", "A", "An") else name


def _reason(claim: ClaimScore) -> str:
    n_for, n_against = claim.n_origins_for, claim.n_origins_against
    if claim.grade == _CANNOT_BE_JUDGED:
        return "there is too little evidence"
    if n_for and n_against:
        return "origins stand on both sides"
    if max(n_for, n_against) < 2:
        return "it rests on one origin"
    return f"{_number(max(n_for, n_against))} independent origins agree"


def _without(claim: ClaimScore, made: Explanation) -> str:
    decisive = [origin for origin in made.origins if origin.grade_without != claim.grade]
    if not decisive:
        return "No single origin decides the grade."
    names = ["the unidentified sources" if o.id == UNRESOLVED else _inside(o.name) for o in decisive[:2]]
    words = [f"without {name} the grade would be {o.grade_without}" for name, o in zip(names, decisive, strict=False)]
    more = f", and {_number(len(decisive) - 2)} more would change it" if len(decisive) > 2 else ""
    return f"{words[0][0].upper()}{'; '.join(words)[1:]}{more}."


def _what_would_change(claim: ClaimScore, made: Explanation) -> str:
    up, down = (_first_that_changes(claim, made.changes[i : i + 2]) for i in (0, 2))
    clauses = []
    for change, verb in ((up, "lift"), (down, "lower")):
        if change:
            thin = claim.grade == _CANNOT_BE_JUDGED
            how = "allow" if thin else f"{verb} the grade from {claim.grade} to"
            clauses.append(f"{change.evidence} would {how} {'grade ' * thin}{change.grade}")
    if not up and claim.grade > 1:
        clauses.insert(0, f"even {made.changes[1].evidence} would leave the grade at {claim.grade}")
    if not down and claim.grade < 5:
        clauses.append(f"even {made.changes[3].evidence} would leave the grade at {claim.grade}")
    if not clauses:
        return "No one or two further official voices would change the grade."
    return f"{clauses[0][0].upper()}{'; '.join(clauses)[1:]}."


def _first_that_changes(claim: ClaimScore, changes: Sequence[Change]) -> Change | None:
    return next((change for change in changes if change.grade != claim.grade), None)


def _number(number: int, zero: str = "no") -> str:
    return zero if number == 0 else _NUMBERS[number] if number < len(_NUMBERS) else str(number)
