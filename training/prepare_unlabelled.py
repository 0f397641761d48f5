"""Choose articles without annotation, on which a smaller tagger learns what a larger one says.

    python training/prepare_unlabelled.py --fnc ~/fnc-1 --muc3 ~/muc3 --re3d ~/re3d --gold data --out data

writes ``unlabelled.jsonl`` from what ``prepare_gold.py`` and ``prepare_polnear.py`` left: articles that are not gold,
and that share at most 5 % of their 8-word runs with gold dev, gold hard, PolNeAR dev or an article already chosen.
"""

import argparse
import random
import sys
from pathlib import Path
from typing import Any

from attribution.evaluation import untagged
from attribution.schema import Document
from corpora import READERS, read_json_lines, sha256, shingles, write_json_lines

SHARED_TEXT = 0.05
LENGTHS = range(300, 9_000)


def choose(texts: list[str], known: set[tuple[str, ...]], most: int) -> list[str]:
    """Return at most ``most`` of the texts, in a fixed random order, none of which repeats what is ``known``."""
    random.Random(13).shuffle(texts)
    chosen: list[str] = []
    for text in texts:
        own = shingles(text)
        if len(chosen) < most and len(text) in LENGTHS and len(own & known) <= SHARED_TEXT * max(1, len(own)):
            chosen.append(text)
            known |= own
    return chosen


def article(corpus: str, text: str) -> dict[str, Any]:
    """Return a text in the training form, with nothing annotated."""
    [split] = untagged([Document(id="", text=text)])
    sentences = [{"start_char": s.start_char, "end_char": s.end_char, "attributions": None} for s in split.sentences]
    return {"id": f"{corpus}:{sha256(text)[:12]}", "text": text, "roles": "none", "sentences": sentences}


def main() -> int:
    """Parse arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for corpus in ("fnc", "muc3", "re3d"):
        parser.add_argument(f"--{corpus}", type=Path, metavar="DIR", help=f"your copy of {corpus}")
    parser.add_argument("--gold", type=Path, required=True, metavar="DIR", help="where the prepared files are")
    parser.add_argument("--most", type=int, default=450, metavar="N", help="articles of each corpus (default: 450)")
    parser.add_argument("--out", type=Path, default=Path("data"), metavar="DIR")
    args = parser.parse_args()
    dev = ("gold-dev", "gold-hard", "polnear-dev")
    held_out, annotated = (
        {row["text"] for part in parts for row in read_json_lines(args.gold / f"{part}.jsonl")}
        for parts in (dev, ("gold-train", "gold-more", "gold-rich"))
    )
    known = set().union(*map(shingles, held_out))
    rows = []
    for corpus in ("fnc", "muc3", "re3d"):
        if folder := getattr(args, corpus):
            texts = sorted(set(READERS[corpus](folder)) - annotated)
            rows += [article(corpus, text) for text in choose(texts, known, args.most)]
    write_json_lines(args.out / "unlabelled.jsonl", rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
