"""Where a text stands towards a claim: a dozen readable features and a multinomial logistic over three stances.

The weights are the file ``stance.json``. Features that headlines show are fitted by ``training/fit_stance.py`` on
headlines annotated for, against or observing a claim; features that need an attribution keep their hand-set weights.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from attribution.errors import InputError
from attribution.labels import AttributionType, Stance
from attribution.lexicon import AFFIRMING, DEBUNKING, HEDGING, REJECTING
from attribution.matching import mixed
from attribution.wording import Wording, overlap

__all__ = ["FEATURES", "STANCES", "StanceModel", "is_affirming", "is_rejecting", "stance_features"]

FloatArray = npt.NDArray[np.float64]
STANCES = (Stance.SUPPORTS, Stance.REFUTES, Stance.NEUTRAL)
FEATURES = (
    "bias",
    "related",
    "negated",
    "negated_elsewhere",
    "debunked",
    "reports_denial",
    "hedged",
    "question",
    "number_conflict",
    "names_missing",
    "words_missing",
    "attributed",
    "attributed_rejection",
    "rebuttal_same",
    "rebuttal_other",
)
"""All in [0, 1], in the order of the weights.

related: 0.6 of the cosine of the embeddings and 0.4 of the share of the claim's words in the text.
negated, negated_elsewhere: a negation that reaches the claim's words, or stands elsewhere, where the claim has none (or
the other way round); the latter shrinks with length. debunked: "hoax", "baseless", "false". reports_denial: the
article's own voice says that something is denied. hedged: "reportedly", "rumour", "could". question. number_conflict:
both have numbers, none in common. names_missing, words_missing: share of the claim's names, and of its other words,
that the text lacks. attributed: somebody is quoted for it. attributed_rejection: a denial or debunking by a source.
rebuttal_same, rebuttal_other: a denial without any such words ("She is alive and well"), split by the share of the
claim's words other than names: it repeats the claim, or rebuts it.
"""

_SHORT = 10  # words; a negation in a longer text is less often about the claim


def is_rejecting(text: Wording) -> bool:
    """Whether a text holds a word of rejection or debunking."""
    return text.has(REJECTING) or text.has(DEBUNKING)


def is_affirming(text: Wording) -> bool:
    """Whether a text holds a word of confirmation and no negation."""
    return text.has(AFFIRMING) and not text.negated


def stance_features(
    claim: Wording, text: Wording, similarity: float, *, cue: Wording | None = None, kind: AttributionType | None = None
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

    Examples
    --------
    >>> claim = Wording("Norvik airfield was hit")
    >>> row = stance_features(claim, Wording("the airfield at Norvik was not hit"), 0.9)
    >>> row[FEATURES.index("negated")], row[FEATURES.index("hedged")]
    (1.0, 0.0)
    """
    coverage = overlap(claim, text)
    reached = text.negates(claim.terms) != claim.negated
    elsewhere = not reached and text.negated != claim.negated
    debunked = text.has(DEBUNKING) and not claim.has(DEBUNKING)
    rejects = bool(cue and cue.has(REJECTING | DEBUNKING)) or (kind == AttributionType.DENIAL and text.has(REJECTING))
    if kind is None and text.has(REJECTING):
        debunked, reached, elsewhere = False, False, False  # counted once, as a reported denial
    if kind == AttributionType.DENIAL and reached and not claim.negated and not debunked:
        rejects, reached = not rejects, False  # "said that nothing was hit"; "denied that nothing was hit"
    rebuts = kind == AttributionType.DENIAL and not (rejects or reached or debunked)
    deed = claim.terms.keys() - claim.names or claim.terms.keys()
    same = len(deed & text.terms.keys()) / max(len(deed), 1)
    missing = claim.names - text.terms.keys()
    return [
        1.0,
        mixed(similarity, coverage),
        float(reached and not rejects),
        elsewhere * min(1.0, _SHORT / max(len(text.words), 1)),
        float(debunked and kind is None),
        float(kind is None and text.has(REJECTING)),
        float(kind is None and text.has(HEDGING) and not claim.has(HEDGING)),
        float(text.text.rstrip(" \"'”’)").endswith("?")),
        float(bool(claim.numbers and text.numbers) and claim.numbers.isdisjoint(text.numbers)),
        len(missing) / len(claim.names) if claim.names else 0.0,
        1.0 - same,
        float(kind is not None),
        float(kind is not None and (rejects or debunked)),
        same * rebuts,
        (1.0 - same) * rebuts,
    ]


@dataclass(frozen=True)
class StanceModel:
    """Multinomial logistic regression; ``weights`` is float64 [3 stances, features] with neutral held at 0.

    >>> model = StanceModel.default()
    >>> claim = Wording("Norvik airfield was hit")
    >>> texts = Wording("Norvik airfield was hit"), Wording("The airfield was not hit")
    >>> rows = [stance_features(claim, text, 0.9) for text in texts]
    >>> [STANCES[i] for i in model.predict(rows).argmax(1)]
    [<Stance.SUPPORTS: 'supports'>, <Stance.REFUTES: 'refutes'>]
    """

    weights: FloatArray

    @classmethod
    @cache
    def default(cls) -> "StanceModel":
        """Return the shipped weights."""
        return cls.from_dict(json.loads(files("attribution").joinpath("stance.json").read_text("utf-8")))

    @classmethod
    def from_dict(cls, data: Mapping[str, Mapping[str, float]]) -> "StanceModel":
        """Build from one mapping of feature weights for ``supports`` and one for ``refutes``.

        Raises
        ------
        InputError
            When a feature is missing or unknown.
        """
        weights = np.zeros((len(STANCES), len(FEATURES)))
        for row, stance in enumerate(STANCES[:2]):
            given = data.get(stance, {})
            if set(given) != set(FEATURES):
                odd = ", ".join(sorted(set(given) ^ set(FEATURES)))
                raise InputError(f"{stance} must have one weight for each stance feature; missing or unknown: {odd}")
            weights[row] = [given[feature] for feature in FEATURES]
        return cls(weights)

    def to_dict(self) -> dict[str, dict[str, float]]:
        """Return the weights by stance and feature, as `from_dict` reads them."""
        rows = zip(STANCES[:2], self.weights, strict=False)
        return {stance.value: dict(zip(FEATURES, np.round(row, 3).tolist(), strict=True)) for stance, row in rows}

    def predict(self, features: Sequence[Sequence[float]] | FloatArray) -> FloatArray:
        """Return probabilities [texts, 3] in the order supports, refutes, neutral."""
        rows = np.asarray(features, float).reshape(-1, len(FEATURES))
        logits = rows @ self.weights.T
        odds = np.exp(logits - logits.max(1, keepdims=True, initial=0.0))
        return np.asarray(odds / odds.sum(1, keepdims=True))
