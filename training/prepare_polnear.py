"""Turn a copy of PolNeAR into training and dev files with source, cue and content spans.

    python training/prepare_polnear.py --polnear ~/PolNeAR --gold data --out data

writes ``polnear-train.jsonl``, ``polnear-once.jsonl`` (of articles that several people annotated, only the row with the
most attributions), ``polnear-dev.jsonl`` and ``titles.jsonl`` (headlines alone, for embeddings).
Articles that share more than 5 % of their 8-word runs with gold dev, gold hard or PolNeAR dev are left out of train.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

from attribution.evaluation import untagged
from attribution.schema import Document
from corpora import polnear_rows, read_json_lines, shingles, write_json_lines

SHARED_TEXT = 0.05


def article(row: dict[str, Any], title: str | None) -> dict[str, Any]:
    """Return a row in the training form."""
    [split] = untagged([Document(id=row["id"], text=row["text"])])
    sentences = [{"start_char": s.start_char, "end_char": s.end_char, "attributions": None} for s in split.sentences]
    return {
        "id": f"polnear:{row['id']}/{row['annotator']}",
        "corpus": "polnear",
        "text": row["text"],
        "title": title,
        "roles": "complete",
        "sentences": sentences,
        "relations": row["attributions"],
    }


def headline(number: int, text: str) -> dict[str, Any]:
    """Return a headline as an article of one sentence without annotation."""
    sentence = {"start_char": 0, "end_char": len(text), "attributions": None}
    return {"id": f"title:{number}", "text": text, "roles": "none", "sentences": [sentence]}


def main() -> int:
    """Parse arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--polnear", type=Path, required=True, metavar="DIR", help="your copy of PolNeAR")
    parser.add_argument("--gold", type=Path, required=True, metavar="DIR", help="where prepare_gold.py wrote its files")
    parser.add_argument("--out", type=Path, default=Path("data"), metavar="DIR")
    args = parser.parse_args()
    dev = list(polnear_rows(args.polnear, "dev"))
    gold = [row for part in ("dev", "hard") for row in read_json_lines(args.gold / f"gold-{part}.jsonl")]
    held_out = [row["text"] for row in [*dev, *gold]]
    known = set().union(*map(shingles, held_out))
    train = []
    for row in polnear_rows(args.polnear, "train"):
        own = shingles(row["text"])
        if len(own & known) <= SHARED_TEXT * max(1, len(own)):
            train.append(row)
    # every second article carries its title apart too, so that the tagger knows texts with and without one
    articles = [article(r, r["title"] if i % 2 else None) for i, r in enumerate(train)]
    once: dict[str, dict[str, Any]] = {}
    for a in articles:
        if len(a["relations"]) > len(once.get(a["text"], {"relations": ()})["relations"]):
            once[a["text"]] = a
    write_json_lines(args.out / "polnear-train.jsonl", articles)
    write_json_lines(args.out / "polnear-once.jsonl", list(once.values()))
    write_json_lines(args.out / "polnear-dev.jsonl", [article(r, None) for r in dev])
    titles = sorted({row["title"] for row in train if row["title"]})
    write_json_lines(args.out / "titles.jsonl", [headline(i, t) for i, t in enumerate(titles)])
    return 0


if __name__ == "__main__":
    sys.exit(main())
