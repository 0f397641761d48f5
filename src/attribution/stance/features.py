"""What tells where a text stands towards a claim: readable features and the words around the claim's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from attribution.labels import AttributionType
from attribution.lexicon import AFFIRMING, HEDGING, REJECTING
from attribution.matching import mixed
from attribution.wording import Wording, overlap, stem

__all__ = ["FEATURES", "Context", "contexts", "is_affirming", "is_rejecting", "stance_features", "words_around"]

FEATURES = (
    "bias",
    "related",
    "coverage",
    "beyond",
    "negated",
    "negated_elsewhere",
    "negation_missing",
    "debunked",
    "reports_denial",
    "hedged",
    "question",
    "number_conflict",
    "names_missing",
    "words_missing",
    "both_missing",
    "attributed",
    "attributed_rejection",
    "rebuttal_same",
    "rebuttal_other",
    "confirmed",
    "allegation",
    "hint",
    "opening",
    "article_debunks",
    "article_hedges",
)
"""All in [0, 1], in the order of the weights.

related: 0.6 of the cosine of the embeddings and 0.4 of coverage, the share of the claim's words in the text. beyond:
share of the text's words that are not the claim's. negated, negated_elsewhere: a negation that reaches the claim's
words, or stands elsewhere, where the claim has none; the latter shrinks with length. negation_missing: the claim has
one and the text has none that reaches its words. debunked: "hoax", "baseless", "false". reports_denial: the article's
own voice says that something is denied. hedged: "reportedly", "rumour", "could". question. number_conflict: both have
numbers, none in common. names_missing, words_missing, both_missing: share of the claim's names, of its other words,
and the product of both, that the text lacks. attributed: somebody is quoted for it. attributed_rejection: a denial or
debunking by a source. rebuttal_same, rebuttal_other: a denial without any such words ("She is alive and well"), split
by the share of the claim's words other than names: it repeats the claim, or rebuts it. confirmed, allegation, hint:
the text, or the way it is attributed, confirms, alleges, hints. opening: the first sentences of an article.
article_debunks, article_hedges: share of the other sentences, three being all, that debunk or hedge.
"""

_SHORT = 10  # words; a negation in a longer text is less often about the claim
_ENOUGH = 3  # sentences that debunk or hedge, and the whole article does


@dataclass(frozen=True, slots=True)
class Context:
    """Where a text stands in its article; the default is a text on its own."""

    opening: float = 0.0
    debunks: float = 0.0
    hedges: float = 0.0


def contexts(sentences: Sequence[Wording]) -> list[Context]:
    """Return the context of each sentence of an article.

    >>> first, last = contexts([Wording("Norvik was hit"), Wording("The story is a hoax")])
    >>> round(first.debunks, 2), last.debunks
    (0.33, 0.0)
    """
    debunk, hedge = [s.debunks for s in sentences], [s.has(HEDGING) for s in sentences]
    n_debunk, n_hedge = sum(debunk), sum(hedge)
    return [
        Context(1.0 / (1 + i), min(1.0, (n_debunk - d) / _ENOUGH), min(1.0, (n_hedge - h) / _ENOUGH))
        for i, (d, h) in enumerate(zip(debunk, hedge, strict=True))
    ]


def is_rejecting(text: Wording) -> bool:
    """Whether a text holds a word of rejection or debunking."""
    return text.has(REJECTING) or text.debunks


def is_affirming(text: Wording) -> bool:
    """Whether a text holds a word of confirmation and no negation."""
    return text.has(AFFIRMING) and not text.negated


def stance_features(
    claim: Wording,
    text: Wording,
    similarity: float,
    *,
    cue: Wording | None = None,
    kind: AttributionType | None = None,
    context: Context | None = None,
) -> list[float]:
    """Return the features of one text about one claim, in the order of `FEATURES`.

    Parameters
    ----------
    text
        The attributed content, or the sentence where nobody is quoted.
    similarity
        Cosine of the embeddings.
    cue, kind
        The words that attribute ``text`` and the type of the attribution; None for the article's own voice.
    context
        Where the text stands in its article; None for a text on its own.

    Examples
    --------
    >>> claim = Wording("Norvik airfield was hit")
    >>> row = stance_features(claim, Wording("the airfield at Norvik was not hit"), 0.9)
    >>> row[FEATURES.index("negated")], row[FEATURES.index("hedged")]
    (1.0, 0.0)
    """
    around = context or Context()
    coverage = overlap(claim, text)
    reaches = text.negates(claim.terms)
    reached, missing = reaches and not claim.negated, claim.negated and not reaches
    elsewhere = text.negated and not reaches and not claim.negated
    debunked = text.debunks and not claim.debunks
    answers = text.words[:1] in (("whether",), ("if",))  # "Not true, he said when asked whether it was sold"
    rejects = bool(cue and (cue.has(REJECTING) or cue.debunks)) or (
        kind == AttributionType.DENIAL and (answers or text.has(REJECTING))
    )
    if kind is None and text.has(REJECTING):
        debunked, reached, elsewhere = False, False, False  # counted once, as a reported denial
    if kind == AttributionType.DENIAL and reached and not claim.negated and not debunked:
        rejects, reached = not rejects, False  # "said that nothing was hit"; "denied that nothing was hit"
    rebuts = kind == AttributionType.DENIAL and not (rejects or reached or debunked)
    names, deed = _missing(claim, text)
    return [
        1.0,
        mixed(similarity, coverage),
        coverage,
        1.0 - overlap(text, claim),
        float(reached and not rejects),
        elsewhere * min(1.0, _SHORT / max(len(text.words), 1)),
        float(missing and not rejects),
        float(debunked and kind is None),
        float(kind is None and text.has(REJECTING)),
        float(kind is None and text.has(HEDGING) and not claim.has(HEDGING)),
        float(text.text.rstrip(" \"'”’)").endswith("?")),
        float(bool(claim.numbers and text.numbers) and claim.numbers.isdisjoint(text.numbers)),
        names,
        deed,
        names * deed,
        float(kind is not None),
        float(kind is not None and (rejects or debunked)),
        (1.0 - deed) * rebuts,
        deed * rebuts,
        float(kind == AttributionType.OFFICIAL_CONFIRMATION or text.has(AFFIRMING)),
        float(kind == AttributionType.GROUP_ALLEGATION),
        float(kind == AttributionType.HINT),
        around.opening,
        around.debunks,
        around.hedges,
    ]


def _missing(claim: Wording, text: Wording) -> tuple[float, float]:
    """Return the shares of the claim's names, and of its other words, that a text lacks."""
    deed = claim.terms.keys() - claim.names or claim.terms.keys()
    lacking = len(deed - text.terms.keys()) / max(len(deed), 1)
    return (len(claim.names - text.terms.keys()) / len(claim.names) if claim.names else 0.0), lacking


def words_around(claim: Wording, text: Wording) -> list[str]:
    """Return the words of a text that are not the claim's, and pairs of neighbours; claim words in pairs are ``_``.

    >>> words_around(Wording("Norvik was hit"), Wording("Norvik hit? Not so"))
    ['?', 'not', 'so', '_ ?', '? not', 'not so']
    """
    own = set(claim.words)
    masked = [
        "_" if word in own or stem(word) in claim.terms else "#" if word[0].isdigit() else word for word in text.words
    ]
    pairs = [f"{a} {b}" for a, b in pairwise(masked) if (a, b) != ("_", "_")]
    return list(dict.fromkeys([word for word in masked if word != "_"] + pairs))


def counted(rows: Sequence[Sequence[str]], groups: Sequence[object], least: int) -> Mapping[str, int]:
    """Number the words that occur in at least ``least`` groups, in alphabetical order."""
    seen: dict[str, set[object]] = {}
    for words, group in zip(rows, groups, strict=True):
        for word in words:
            seen.setdefault(word, set()).add(group)
    return {word: i for i, word in enumerate(sorted(word for word, where in seen.items() if len(where) >= least))}
