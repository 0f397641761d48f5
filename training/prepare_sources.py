"""Rebuild who the sources of real news are: stand-off names here, articles as prepare_gold.py wrote them.

    PYTHONPATH=. python training/prepare_sources.py --data-dir data

writes ``data/sources-train.jsonl`` and ``sources-dev.jsonl`` in the form of ``benchmarks/data/mentions``, one article
of ``gold-train.jsonl`` or ``gold-dev.jsonl`` a line. Every name is a place in the article. Articles that are not there
are counted and left out.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

from benchmarks.mentions import PRONOUNS, judge
from corpora import read_json_lines, write_json_lines

NAMED = Path(__file__).parent / "annotations" / "sources.jsonl.gz"


def article_with_names(article: dict[str, Any], named: list[list[Any]]) -> dict[str, Any]:
    """Return an article of gold with who each of its sources is.

    ``named`` has for each source its sentence, its offsets or None where the sentence has none, and its names, of which
    each is a list of offsets; None where nobody can tell.
    """
    text = article["text"]
    who = {(i, tuple(span or ())): _names(text, names) for i, span, names in named}
    sentences = [
        {
            "start_char": sentence["start_char"],
            "end_char": sentence["end_char"],
            "attributions": [
                {"cue": None, "source": None, **a, **_expected(text, a.get("source"), who[i, tuple(a["source"] or ())])}
                for a in sentence["attributions"] or ()
                if (i, tuple(a["source"] or ())) in who
            ],
        }
        for i, sentence in enumerate(article["sentences"])
    ]
    return {"id": article["id"], "text": text, "sentences": sentences}


def _names(text: str, names: list[list[list[int]]] | None) -> list[str]:
    return [" and ".join(" ".join(text[a:b].split()) for a, b in spans) for spans in names or ()]


def _expected(text: str, source: list[int] | None, names: list[str]) -> dict[str, Any]:
    """Return the fields of a mention; it counts where its own words are not the name already."""
    words = text[source[0] : source[1]] if source else None
    name, accept = (names[0], names[1:]) if names else (None, [])
    if words is None:
        counts = True
    elif name is not None:
        counts = judge(words, name, accept) != "right"
    else:
        counts = words.lower() in PRONOUNS or words.lower().startswith(("the ", "its ", "his ", "her ", "their "))
    return {"expected_name": name, "accept": accept, "cross_sentence": counts}


def main() -> int:
    """Parse arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data-dir", type=Path, default=Path("data"), help="where prepare_gold.py wrote its files")
    folder = parser.parse_args().data_dir
    named = {row["id"]: row for row in read_json_lines(NAMED)}
    found = 0
    for part in ("train", "dev"):
        articles = [a for a in read_json_lines(folder / f"gold-{part}.jsonl") if a["id"] in named]
        found += len(articles)
        rows = [article_with_names(a, named[a["id"]]["sources"]) for a in articles]
        write_json_lines(folder / f"sources-{part}.jsonl", rows)
    if found < len(named):
        print(f"{len(named) - found} annotated articles were not found and are left out", file=sys.stderr)
    return int(found < len(named))


if __name__ == "__main__":
    sys.exit(main())
