"""What flows between the stages: frozen dataclasses with offsets into the original text.

All offsets are half-open and count characters of ``Document.text``:
``document.text[s.start_char:s.end_char] == s.text`` for every span, sentence and furniture item.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from attribution.labels import AttributionType, SourceKind, Stance

__all__ = [
    "Attribution",
    "Claim",
    "ClaimScore",
    "Document",
    "Evidence",
    "Furniture",
    "Interval",
    "Opinion",
    "Origin",
    "RoleSpan",
    "Sentence",
    "SentenceKind",
    "Span",
]


class SentenceKind(StrEnum):
    """What a sentence is in its article; only ``body`` is ever evidence."""

    BODY = "body"
    BYLINE = "byline"
    CROSSHEAD = "crosshead"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the document's text."""

    start_char: int
    end_char: int
    text: str


@dataclass(frozen=True, slots=True)
class RoleSpan:
    """One contiguous source, cue or content segment as tagged, before it is joined to an attribution."""

    role: str
    start_char: int
    end_char: int
    text: str


@dataclass(frozen=True, slots=True)
class Furniture:
    """A piece of the page that is not the article, left out of tagging; ``reason`` names the rule."""

    start_char: int
    end_char: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """Somebody stands behind something: source, cue, content, type.

    ``source`` and ``cue`` are None when they are not in this sentence (a continued quotation).
    ``source_name`` is who that source is after reading the article so far, or None where it is not clear.
    ``prob`` is the calibrated probability of ``type`` in [0, 1]. ``set_by_human`` names corrected fields.
    """

    type: AttributionType
    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    source_kind: SourceKind
    anonymous: bool
    source_name: str | None = None
    prob: float = 1.0
    set_by_human: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; ``labels`` is empty until tagged, then types or ``("none",)``.

    ``probs`` maps the seven labels to calibrated probabilities in [0, 1]; types are not exclusive,
    and ``probs["none"]`` is the probability that no type fires.
    """

    start_char: int
    end_char: int
    text: str
    kind: SentenceKind = SentenceKind.BODY
    labels: tuple[str, ...] = ()
    probs: dict[str, float] = field(default_factory=dict)
    attributions: tuple[Attribution, ...] = ()
    set_by_human: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """An article: its text for ever as given, its sentences in order, and what was left out.

    ``skipped`` is None, or the reason why the document was not analysed (``"language: fr"``, ``"empty"``).
    ``date`` is ISO 8601 (``YYYY-MM-DD`` or longer) or None. ``text`` of an HTML page is its article text.
    """

    id: str
    text: str
    sentences: tuple[Sentence, ...] = ()
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    date: str | None = None
    url: str | None = None
    language: str | None = None
    furniture: tuple[Furniture, ...] = ()
    spans: tuple[RoleSpan, ...] = ()
    skipped: str | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement to be corroborated; ``discovered`` tells whether the library found it itself.

    ``context`` says what the article is about in which a claim was found: its title, else what it opens with. It is
    None for given claims and for those that say as much themselves, and nothing is computed with it.
    """

    id: str
    text: str
    discovered: bool = False
    context: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence or attribution linked to a claim.

    ``attribution_index`` is None when the article itself says it. ``source`` is the resolved name or None;
    ``source_id`` identifies the source across documents, None when unresolved. ``origin_id`` is filled by
    scoring. ``support`` and ``refutation`` are the probabilities s+ and s- in [0, 1]; ``type_prob`` is p.
    ``type`` is None for the article's own voice. ``weight`` and ``contribution`` are filled by scoring;
    contributions are log-odds.
    """

    claim_id: str
    document_id: str
    sentence_index: int
    attribution_index: int | None
    text: str
    type: AttributionType | None
    type_prob: float
    stance: Stance
    support: float
    refutation: float
    source: str | None
    source_id: str | None
    source_kind: SourceKind
    anonymous: bool
    self_interest: bool = False
    date: str | None = None
    origin_id: str = ""
    weight: float = 0.0
    contribution: float = 0.0
    set_by_human: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """An independent root of evidence about one claim; ``contribution`` is in log-odds."""

    id: str
    name: str
    contribution: float
    leave_one_out: float
    document_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Interval:
    """A 90 % equal-tailed interval of the score."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Opinion:
    """Belief, disbelief and uncertainty of subjective logic (Jøsang 2016); they sum to 1."""

    belief: float
    disbelief: float
    uncertainty: float


@dataclass(frozen=True, slots=True)
class ClaimScore:
    """What the sourcing of one claim adds up to; it measures who says what, never the facts.

    ``corroboration`` is in [0, 1]. ``grade`` is the Admiralty credibility 1 to 6; ``likelihood`` the ICD 203
    word, None with grade 6. ``context`` is as in `Claim`.
    """

    id: str
    text: str
    discovered: bool
    corroboration: float
    prior: float
    interval: Interval
    opinion: Opinion
    grade: int
    likelihood: str | None
    n_origins_for: int
    n_origins_against: int
    origins: tuple[Origin, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    context: str | None = None
