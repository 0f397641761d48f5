"""How much page furniture is removed, and how much of the article goes with it.

    python -m benchmarks.furniture [dev|dev2|dev3|test] [--json] [--show]

Characters without white space are counted, by the lines (text) or elements (HTML) of the pages; `kept` ones count
neither way. A line is left when it is a sentence of the document, whatever its kind.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from attribution.documents import read_documents
from attribution.schema import Document, SentenceKind

__all__ = ["Counts", "count_page", "main", "read_pages"]

FOLDER = Path(__file__).parent / "data" / "pages"


class Counts(NamedTuple):
    """Characters of one page, and the entries that are not where they belong."""

    furniture: int
    furniture_left: int
    article: int
    article_lost: int
    article_not_body: int
    left: tuple[str, ...]
    lost: tuple[str, ...]


def read_pages(part: str) -> list[dict[str, Any]]:
    """Return the pages of a part: ``dev``, ``dev2``, ``dev3`` or ``test``."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted((FOLDER / part).glob("*.json"))]


def count_page(page: dict[str, Any]) -> Counts:
    """Read a page and count what is left of its furniture and what is lost of its article."""
    [document] = read_documents(page["raw"])
    left = list(_furniture_left(page, document))
    lost = {entry: _missing(entry, _squeezed(s.text for s in document.sentences)) for entry in page["article"]}
    body = _squeezed(s.text for s in document.sentences if s.kind is SentenceKind.BODY)
    return Counts(
        furniture=sum(_size(entry) for entry in page["furniture"]),
        furniture_left=sum(_size(entry) for entry in left),
        article=sum(_size(entry) for entry in page["article"]),
        article_lost=sum(lost.values()),
        article_not_body=sum(_missing(entry, body) for entry in page["article"]),
        left=tuple(left),
        lost=tuple(entry for entry, size in lost.items() if size),
    )


def _furniture_left(page: dict[str, Any], document: Document) -> Iterator[str]:
    """Yield the furniture entries that are sentences of the document.

    The lines of a pasted page are entries, in order, so each is found by its position; elements of HTML by their text.
    """
    if page["form"] == "html":
        kept = _paragraphs(document)
        for entry in page["furniture"]:
            squeezed = _squeezed([entry])
            if any(squeezed == p or (len(squeezed) >= 15 and squeezed in p) for p in kept):
                yield entry
        return
    expected, start = list(page["furniture"]), 0
    others = [*page["article"], *page["kept"]]
    for line in page["raw"].splitlines(keepends=True):
        text = line.strip()
        if text and expected and text == expected[0].strip() and not _comes_next(text, others):
            entry = expected.pop(0)
            if any(s.start_char < start + len(line) and s.end_char > start for s in document.sentences):
                yield entry
        elif text in (other.strip() for other in others):
            others.remove(next(other for other in others if other.strip() == text))
        start += len(line)


def _comes_next(text: str, others: list[str]) -> bool:
    """Tell whether a line that is furniture further down stands here as the page's own (its title, say)."""
    return any(other.strip() == text for other in others)


def _paragraphs(document: Document) -> list[str]:
    """Return the lines of the text that hold sentences, without white space."""
    places = [(s.start_char, s.end_char) for s in document.sentences]
    found, start = [], 0
    for line in document.text.splitlines(keepends=True):
        end = start + len(line)
        if any(a < end and b > start for a, b in places):
            found.append(_squeezed([line]))
        start = end
    return found


def _missing(entry: str, text: str) -> int:
    """Return how many characters of an entry are not in a text: sentence by sentence when it is not whole."""
    squeezed = _squeezed([entry])
    if squeezed in text:
        return 0
    parts = [_squeezed([part]) for part in entry.replace("? ", ". ").split(". ")]
    return min(len(squeezed), sum(len(part) for part in parts if part not in text) or 1)


def _squeezed(texts: Any) -> str:
    return "".join("".join(text.split()) for text in texts)


def _size(entry: str) -> int:
    return len(_squeezed([entry]))


def main(argv: list[str] | None = None) -> int:
    """Print furniture removed and article lost over the pages of a part."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.furniture", description=main.__doc__)
    parser.add_argument("part", nargs="?", default="dev", choices=["dev", "dev2", "dev3", "test"])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--show", action="store_true", help="list what is left and lost; never with test while tuning")
    options = parser.parse_args(argv)
    counts = {page["id"]: count_page(page) for page in read_pages(options.part)}
    result = {
        "part": options.part,
        "pages": len(counts),
        "furniture_removed": 1 - _share(counts, "furniture_left", "furniture"),
        "article_lost": _share(counts, "article_lost", "article"),
        "article_not_body": _share(counts, "article_not_body", "article"),
    }
    if options.json:
        print(json.dumps(result))
        return 0
    for name, page in counts.items() if options.show else ():
        print(name)
        for mark, entries in (("left", page.left), ("LOST", page.lost)):
            print("".join(f"    {mark}  {entry[:150]}\n" for entry in entries), end="")
    print(
        f"{options.part}, {len(counts)} pages: furniture removed {result['furniture_removed']:.1%}, "
        f"article lost {result['article_lost']:.2%}, article not body {result['article_not_body']:.2%}"
    )
    return 0


def _share(counts: dict[str, Counts], part: str, whole: str) -> float:
    total: int = sum(getattr(page, whole) for page in counts.values())
    found: int = sum(getattr(page, part) for page in counts.values())
    return found / total if total else 0.0


if __name__ == "__main__":
    raise SystemExit(main())
