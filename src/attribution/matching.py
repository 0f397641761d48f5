"""Which texts are about which claims: cosine of embeddings mixed with the claim's words found in the text.

A sentence is about a claim when ``0.6 * cosine + 0.4 * coverage >= 0.5``; coverage is the share of the claim's
weighted content words, names and numbers in the sentence. ``training/fit_stance.py`` prints how many annotated
headlines pass for their own claim and for others: 87 % and 1 % when this was chosen.
"""

from collections.abc import Sequence
from typing import overload

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from attribution.wording import Wording, overlap

__all__ = ["RELATED", "ClaimTerms", "mismatch", "mixed", "other_deed", "relatedness"]

FloatArray = npt.NDArray[np.floating]
RELATED = 0.5
"""A text at least this related to a claim is about it."""
_COSINE_SHARE = 0.6
_SLIGHT = 0.1  # mismatch that says nothing yet
_APART, _SAME_DEED = 1.5, 0.47  # similarity less this much of the mismatch from which two texts tell of one deed


class ClaimTerms:
    """The claims' weighted terms as a sparse matrix, so that matching many texts is one product."""

    def __init__(self, claims: Sequence[Wording]) -> None:
        self.vocabulary: dict[str, int] = {}
        for claim in claims:
            for term in claim.terms:
                self.vocabulary.setdefault(term, len(self.vocabulary))
        entries = [
            (i, self.vocabulary[t], w / claim.weight) for i, claim in enumerate(claims) for t, w in claim.terms.items()
        ]
        rows, columns, weights = zip(*entries, strict=True) if entries else ((), (), ())
        self.matrix = csr_array((np.array(weights, float), (rows, columns)), (len(claims), len(self.vocabulary)))

    def coverage(self, texts: Sequence[Wording]) -> FloatArray:
        """Return [claims, texts]: the share of each claim's weight that each text has."""
        pairs = [(self.vocabulary[t], j) for j, text in enumerate(texts) for t in text.terms if t in self.vocabulary]
        rows, columns = zip(*pairs, strict=True) if pairs else ((), ())
        present = csr_array((np.ones(len(pairs)), (rows, columns)), (len(self.vocabulary), len(texts)))
        return np.asarray((self.matrix @ present).toarray())

    def relatedness(self, texts: Sequence[Wording], similarity: FloatArray) -> FloatArray:
        """Return [claims, texts] in [0, 1]: how far each text is about each claim."""
        return np.asarray(mixed(similarity, self.coverage(texts)))


@overload
def mixed(cosine: float, coverage: float) -> float: ...
@overload
def mixed(cosine: FloatArray, coverage: FloatArray) -> FloatArray: ...
def mixed(cosine: float | FloatArray, coverage: float | FloatArray) -> float | FloatArray:
    """Return 0.6 of the cosine, where positive, and 0.4 of the coverage."""
    positive = np.maximum(cosine, 0.0)
    return _COSINE_SHARE * np.minimum(positive, 1.0) + (1 - _COSINE_SHARE) * coverage


def relatedness(claims: Sequence[Wording], texts: Sequence[Wording], similarity: FloatArray) -> FloatArray:
    """Return how far each text is about each claim, [claims, texts] in [0, 1].

    Parameters
    ----------
    similarity
        Cosines of the embeddings, [claims, texts].

    Examples
    --------
    >>> claims, texts = [Wording("Norvik was shelled")], [Wording("Rebels shelled Norvik"), Wording("Prices rose")]
    >>> relatedness(claims, texts, np.array([[0.9, 0.1]])).round(2).tolist()
    [[0.94, 0.06]]
    """
    return ClaimTerms(claims).relatedness(texts, similarity)


def mismatch(claim: Wording, text: Wording) -> float:
    """Return how far a text is about another deed, in [0, 1]: the claim's deed is not in it, and something else is.

    It is the share of the claim's words other than names that the text lacks, times the share of its own words that the
    claim lacks.
    """
    deed = claim.terms.keys() - claim.names or claim.terms.keys()
    return len(deed - text.terms.keys()) / max(len(deed), 1) * (1.0 - overlap(text, claim))


def other_deed(mismatch: float, similarity: float) -> bool:
    """Tell whether texts of such a mismatch and similarity tell of two deeds, however much else they share.

    >>> other_deed(0.2, 0.6), other_deed(0.2, 0.9), other_deed(0.0, 0.2)
    (True, False, False)
    """
    return mismatch > _SLIGHT and similarity - _APART * mismatch < _SAME_DEED
