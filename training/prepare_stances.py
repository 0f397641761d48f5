"""Rebuild what was judged of real news towards claims: stand-off judgements here, texts from your own copies.

    python training/prepare_stances.py --muc3 ~/muc3 --polnear ~/PolNeAR --re3d ~/re3d --out data

writes ``data/stances-news.jsonl`` in the form of ``data/stances.jsonl`` of this folder, a passage a line; two passages
with one ``id`` were judged towards the same claims. Every text is found by its SHA-256; what is not found is counted
and left out.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

from corpora import READERS, corpus_folders, read_json_lines, text_digests, write_json_lines

JUDGED = Path(__file__).parent / "annotations" / "stances-news.jsonl.gz"


def rebuild(texts: dict[str, str]) -> tuple[list[dict[str, Any]], int]:
    """Return the passages with their sentences, and of how many the article was not found."""
    articles = [(item, article) for item in read_json_lines(JUDGED) for article in item["texts"]]
    found = [
        {"id": item["id"], "claims": item["claims"], "texts": _sentences(texts[article["sha256"]], article)}
        for item, article in articles
        if article["sha256"] in texts
    ]
    return found, len(articles) - len(found)


def _sentences(text: str, article: dict[str, Any]) -> list[dict[str, str]]:
    pairs = zip(article["sentences"], article["stances"], strict=True)
    return [{"text": " ".join(text[a:b].split()), "part": "body", "stances": letters} for (a, b), letters in pairs]


def main() -> int:
    """Parse arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    corpora = [corpus for corpus in READERS if corpus != "fnc"]  # kept for measuring
    args, folders = corpus_folders(parser, corpora)
    if not folders:
        parser.error(f"name at least one corpus: {', '.join('--' + c for c in corpora)}")
    rows, missing = rebuild(text_digests(folders))
    write_json_lines(args.out / JUDGED.name.removesuffix(".gz"), rows)
    if missing:
        print(f"{missing} judged passages were not found in your copies and are left out", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
