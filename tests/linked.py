"""A claim, and the evidence that documents tagged by the fake have for it."""

from collections.abc import Sequence

import numpy as np

from attribution.linking import link_evidence
from attribution.schema import Claim, Document, Evidence
from attribution.stance import StanceModel
from tests.fakes import FakeTagger

__all__ = ["HIT", "TAGGER", "link"]

HIT = Claim("c", "Coalition jets hit the depot at Norvik")
TAGGER = FakeTagger()


def link(
    *documents: Document,
    claims: tuple[Claim, ...] = (HIT,),
    model: StanceModel | None = None,
    judged: Sequence[np.ndarray] | None = None,
) -> list[Evidence]:
    """Return what `link_evidence` makes of tagged documents."""
    embeddings = [TAGGER.embed([s.text for s in d.sentences]) for d in documents]
    vectors = TAGGER.embed([c.text for c in claims])
    return link_evidence(claims, vectors, documents, embeddings, model=model, judged=judged)
