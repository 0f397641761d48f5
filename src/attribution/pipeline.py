"""Read, tag, resolve, link, combine; nothing else."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

import attribution
from attribution.analysis import Analysis
from attribution.claims import claims_from_texts, discover_claims
from attribution.corroboration import CorroborationModel, score_evidence
from attribution.corroboration.table import moments
from attribution.days import without_days
from attribution.documents import read_documents
from attribution.errors import InputError
from attribution.judging import judge
from attribution.linking import link_evidence
from attribution.overrides import Override, apply_to_documents, apply_to_evidence, check_overrides
from attribution.schema import Claim, ClaimScore, Document
from attribution.sources import resolve_sources

__all__ = ["Tagger", "analyze", "label_documents", "run_block", "score_claims", "shipped_tagger"]

Embeddings = npt.NDArray[np.float32]


class Tagger(Protocol):
    """What the pipeline asks of a tagger; ``AttributionTagger`` is one."""

    name: str
    digest: str
    stance_digest: str

    def predict_embedded(
        self, documents: Sequence[Document], *, batch_size: int = 16
    ) -> tuple[list[Document], list[Embeddings]]:
        """Return tagged documents and unit-length embeddings [sentences, hidden] of each."""
        ...

    def embed(self, texts: Sequence[str]) -> Embeddings:
        """Return unit-length embeddings [texts, hidden]."""
        ...

    def predict_stance(self, pairs: Sequence[tuple[str, Sequence[str]]]) -> list[Embeddings] | None:
        """Return probabilities [sentences, 4] of the stances for each claim and sentences; None where it cannot."""
        ...


def analyze(
    text_or_documents: str | Path | Document | Iterable[Document],
    claims: Sequence[str | Claim] | None = None,
    *,
    tagger: Tagger | None = None,
    overrides: Sequence[Override] = (),
    prior: float = 0.5,
    as_of: str | None = None,
    batch_size: int = 16,
) -> Analysis:
    """Say who says what, and for each claim who stands behind it, who rejects it, and what that adds up to.

    The score measures the sourcing of a claim in these documents, never the facts. A claim that nothing is about has
    the prior as its score and grade 6.

    Parameters
    ----------
    text_or_documents
        Text, or a path, or documents; whatever ``read_documents`` takes, or what it has read.
    claims
        Texts or claims; None discovers up to ten. An empty list labels the documents only.
    tagger
        None loads the shipped model.
    overrides
        What a person has set; it wins over what the model says, and results say so.
    prior
        Probability of a claim before any evidence, strictly between 0 and 1.
    as_of
        ISO 8601 date: evidence dated later is left out.
    batch_size
        Windows of up to 512 tokens tagged at once.

    Raises
    ------
    InputError
        When input, claims, overrides or an option are not what they must be; when two documents share an id.
    ModelError
        When the shipped model is missing or damaged.

    Examples
    --------
    >>> import attribution
    >>> text = "Officials admitted the depot was hit. The ministry denied that the depot was hit."
    >>> analysis = attribution.analyze(text, ["The depot was hit"])  # doctest: +SKIP
    >>> [(e.source, e.stance.value) for e in analysis.claims[0].evidence]  # doctest: +SKIP
    [('Officials', 'supports'), ('The ministry', 'refutes')]
    """
    given = None if claims is None else claims_from_texts(_listed(claims))
    documents = _documents(text_or_documents)
    check_overrides(documents, overrides)
    tagger = tagger or shipped_tagger()
    tagged, _ = tagger.predict_embedded(documents, batch_size=batch_size)
    resolved = apply_to_documents([resolve_sources(document) for document in tagged], overrides)
    embeddings = [] if given == [] else _embed_alone(resolved, tagger)
    chosen = discover_claims(resolved, embeddings) if given is None else given
    scores = _score(chosen, resolved, embeddings, tagger, overrides, prior=prior, as_of=as_of)
    settings = {
        "prior": prior,
        "as_of": as_of,
        "batch_size": batch_size,
        "claims": "discovered" if given is None else "given",
        "n_overrides": len(overrides),
    }
    return Analysis(documents=tuple(resolved), claims=tuple(scores), run=run_block(tagger, settings, resolved))


def score_claims(
    claims: Sequence[str | Claim],
    documents: Sequence[Document],
    *,
    tagger: Tagger | None = None,
    overrides: Sequence[Override] = (),
    prior: float = 0.5,
    as_of: str | None = None,
    model: CorroborationModel | None = None,
) -> list[ClaimScore]:
    """Score claims on documents that are tagged already, as ``AttributionTagger.predict`` returns them.

    Sources are resolved where they are not yet. The tagger is used for embeddings only.

    Parameters
    ----------
    model
        Weights of the corroboration model; None for the shipped ones. For the others see `analyze`.

    Raises
    ------
    InputError
        When a document is not tagged, or claims, overrides or an option are not what they must be.
    """
    given = claims_from_texts(_listed(claims))
    tagged = _documents(documents)
    for document in tagged:
        if document.skipped is None and any(not s.labels for s in document.sentences if s.kind == "body"):
            raise InputError(
                f"document {document.id!r} must be tagged before it is scored; pass what tagger.predict returns"
            )
    tagger = tagger or shipped_tagger()
    resolved = apply_to_documents([resolve_sources(document) for document in tagged], overrides)
    embeddings = _embed_alone(resolved, tagger) if given else []
    return _score(given, resolved, embeddings, tagger, overrides, prior=prior, as_of=as_of, model=model)


def _score(
    claims: Sequence[Claim],
    documents: Sequence[Document],
    embeddings: Sequence[Embeddings],
    tagger: Tagger,
    overrides: Sequence[Override],
    **options: Any,
) -> list[ClaimScore]:
    if not claims:
        return []
    plain = [replace(claim, text=without_days(claim.text)) for claim in claims]
    vectors = tagger.embed([claim.text for claim in plain])
    judged = judge(tagger, plain, vectors, documents, embeddings)
    evidence = link_evidence(plain, vectors, documents, embeddings, judged=judged)
    return score_evidence(claims, apply_to_evidence(evidence, overrides, claims=claims), **options)


def _embed_alone(documents: Sequence[Document], tagger: Tagger) -> list[Embeddings]:
    """Embed every document's sentences, each without its article.

    Embeddings of the tagging pass know the whole window, so all sentences of an article look alike to a claim about it;
    and a score must not move because of a sentence elsewhere in the article.
    """
    texts = [[] if document.skipped else [sentence.text for sentence in document.sentences] for document in documents]
    if not texts:
        return []
    vectors = tagger.embed([text for part in texts for text in part])
    return np.split(vectors, np.cumsum([len(part) for part in texts])[:-1])


def _listed(claims: Sequence[str | Claim]) -> Sequence[str | Claim]:
    if isinstance(claims, str | Claim):
        raise InputError(f"claims must be a list, got one {type(claims).__name__}; write claims=[...]")
    return claims


def _documents(source: str | Path | Document | Iterable[Document]) -> list[Document]:
    """Read what is not yet read, and make sure that evidence can name its document."""
    if isinstance(source, Document):
        documents = [source]
    elif isinstance(source, str | Path):
        documents = list(read_documents(source))
    else:
        documents = list(source)
    seen: set[str] = set()
    for document in documents:
        if not isinstance(document, Document):
            raise InputError(
                f"documents must be Document objects, got {type(document).__name__}; make them with document_from_text"
            )
        if document.id in seen:
            raise InputError(
                f"document ids must be unique, but {document.id!r} occurs twice; give each document its own id"
            )
        moments(document.date, f"`date` of document {document.id!r}")
        seen.add(document.id)
    return documents


def label_documents(documents: Sequence[Document], tagger: Tagger, *, batch_size: int = 16) -> list[Document]:
    """Tag documents and resolve their sources, without claims; skipped ones come back as they are."""
    tagged, _ = tagger.predict_embedded(documents, batch_size=batch_size)
    return [resolve_sources(document) for document in tagged]


def shipped_tagger() -> Tagger:
    """Load the shipped model."""
    from attribution.tagging.tagger import AttributionTagger  # torch comes only with a backend that needs it

    return AttributionTagger.from_pretrained()


def run_block(tagger: Tagger, settings: Mapping[str, Any], documents: Sequence[Document]) -> dict[str, Any]:
    """Return what tells whether two results are of the same input, model and settings: JSON-ready, digests as hex."""
    return {
        "version": attribution.__version__,
        "model": {"name": tagger.name, "sha256": tagger.digest, "stance_sha256": tagger.stance_digest or None},
        "settings": dict(settings),
        "documents": {document.id: document.sha256 for document in documents},
    }
