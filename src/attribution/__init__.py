"""News source attribution and claim corroboration: who says so, how firmly, who says otherwise, and what it adds up to.

>>> import attribution
>>> analysis = attribution.analyze("The ministry denied that the depot was hit.")  # doctest: +SKIP
"""

TYPE_CHECKING = False  # type checkers read it as true; typing itself is slow to import

if TYPE_CHECKING:
    from attribution.analysis import Analysis as Analysis
    from attribution.claims import discover_claims as discover_claims
    from attribution.claims import read_claims as read_claims
    from attribution.corroboration import CorroborationModel as CorroborationModel
    from attribution.corroboration import add_evidence as add_evidence
    from attribution.corroboration import explain as explain
    from attribution.corroboration import history as history
    from attribution.corroboration import score_evidence as score_evidence
    from attribution.documents import document_from_text as document_from_text
    from attribution.documents import read_documents as read_documents
    from attribution.errors import AttributionError as AttributionError
    from attribution.errors import InputError as InputError
    from attribution.errors import ModelError as ModelError
    from attribution.integrations.huggingface import as_batched_fn as as_batched_fn
    from attribution.labels import AttributionType as AttributionType
    from attribution.labels import SourceKind as SourceKind
    from attribution.labels import Stance as Stance
    from attribution.linking import link_evidence as link_evidence
    from attribution.overrides import read_overrides as read_overrides
    from attribution.pipeline import analyze as analyze
    from attribution.pipeline import score_claims as score_claims
    from attribution.schema import Claim as Claim
    from attribution.schema import Document as Document
    from attribution.schema import Evidence as Evidence
    from attribution.sources import resolve_sources as resolve_sources
    from attribution.tagging.tagger import AttributionTagger as AttributionTagger

_MODULE_OF = {
    "Analysis": "analysis",
    "AttributionError": "errors",
    "AttributionTagger": "tagging.tagger",
    "AttributionType": "labels",
    "Claim": "schema",
    "CorroborationModel": "corroboration",
    "Document": "schema",
    "Evidence": "schema",
    "InputError": "errors",
    "ModelError": "errors",
    "SourceKind": "labels",
    "Stance": "labels",
    "add_evidence": "corroboration",
    "analyze": "pipeline",
    "as_batched_fn": "integrations.huggingface",
    "discover_claims": "claims",
    "document_from_text": "documents",
    "explain": "corroboration",
    "history": "corroboration",
    "link_evidence": "linking",
    "read_claims": "claims",
    "read_documents": "documents",
    "read_overrides": "overrides",
    "resolve_sources": "sources",
    "score_claims": "pipeline",
    "score_evidence": "corroboration",
}
"""The public surface: each name and the module that it is loaded from when first used."""

__all__ = sorted(_MODULE_OF)


def __getattr__(name: str) -> object:
    if name == "__version__":
        return _version()
    if name not in _MODULE_OF:
        from attribution.errors import nearest

        raise AttributeError(f"module 'attribution' has no attribute {name!r}.{nearest(name, _MODULE_OF)}")
    from importlib import import_module

    value: object = getattr(import_module(f"attribution.{_MODULE_OF[name]}"), name)
    globals()[name] = value
    return value


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("news-attribution")
    except PackageNotFoundError:  # run from a source tree that is not installed
        return "0+unknown"


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
