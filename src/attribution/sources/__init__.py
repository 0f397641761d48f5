"""Mentions to sources, sources and copies to identities that hold across documents.

`resolve_sources` reads one article; `source_key` says which spellings are one name, `source_identities` which
sources of different articles are one; `follow_outlets` goes back to whom an outlet has its report from;
`copy_groups` says which articles are copies of one text. Rules find the mentions and everybody an article brings in,
from word tables (`attribution.sources.lexicon`) and the order of the article; which of them is meant is chosen by
a small fitted model (`attribution.sources.choosing`), which stays silent where it is not sure.
"""

from attribution.sources.copies import copy_groups
from attribution.sources.identity import Place, source_identities
from attribution.sources.keys import source_key
from attribution.sources.outlets import follow_outlets
from attribution.sources.resolution import resolve_sources

__all__ = ["Place", "copy_groups", "follow_outlets", "resolve_sources", "source_identities", "source_key"]
