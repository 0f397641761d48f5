"""Mentions to sources, sources and copies to identities that hold across documents.

`resolve_sources` reads one article; `source_key` says which names of different articles are the same source;
`copy_groups` says which articles are copies of one text. Nothing here learns or needs a model: what counts are word
tables (`attribution.sources.lexicon`) and the order in which an article introduces people.
"""

from attribution.sources.copies import copy_groups
from attribution.sources.keys import source_key
from attribution.sources.resolution import resolve_sources

__all__ = ["copy_groups", "resolve_sources", "source_key"]
