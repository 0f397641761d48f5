"""Any amount of text to measure speed on: the project's own articles, drawn again with their sentences shuffled.

Copies would be read once, so no two articles are alike; lengths of sentences and articles are those of the originals.
"""

import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from attribution.documents import document_from_text, read_documents
from attribution.schema import Document

__all__ = ["drawn_articles", "drawn_documents"]

_ROOT = Path(__file__).parents[1]
_SOURCES = ("examples/story.jsonl", "training/data/authored.jsonl", "training/data/authored_b.jsonl")
_PARAGRAPH = 2  # sentences


def drawn_articles(n_sentences: int, *, seed: int = 13) -> Iterator[dict[str, str]]:
    """Yield articles (``id title text``) of ``n_sentences`` in all, the same for the same seed."""
    draw = random.Random(seed)
    originals = _originals()
    number = 0
    while n_sentences:
        title, sentences = draw.choice(originals)
        chosen = draw.sample(sentences, min(len(sentences), n_sentences))
        paragraphs = (" ".join(chosen[i : i + _PARAGRAPH]) for i in range(0, len(chosen), _PARAGRAPH))
        yield {"id": f"drawn-{number}", "title": title, "text": "\n\n".join(paragraphs)}
        n_sentences -= len(chosen)
        number += 1


def drawn_documents(n_sentences: int, *, seed: int = 13) -> list[Document]:
    """Return the same articles as documents; splitting may find a few sentences more or fewer."""
    articles = drawn_articles(n_sentences, seed=seed)
    return [document_from_text(a["text"], id=a["id"], title=a["title"] or None) for a in articles]


@cache
def _originals() -> list[tuple[str, list[str]]]:
    read = (read_documents(_ROOT / source) for source in _SOURCES)
    return [(d.title or "", [s.text for s in d.sentences]) for documents in read for d in documents if not d.skipped]
