"""Rebuild the gold articles: stand-off annotations here, texts from your own copies of the public corpora.

    python training/prepare_gold.py --fnc ~/fnc-1 --muc3 ~/muc3 --polnear ~/PolNeAR --re3d ~/re3d --out data

writes ``data/gold-train.jsonl``, ``gold-more.jsonl``, ``gold-rich.jsonl``, ``gold-marked.jsonl`` (some sentences of
each article), ``gold-dev.jsonl`` and ``gold-hard.jsonl`` (for development too). Every text is found by its SHA-256;
what is not found is counted and left out. Sentences that ``gold-train-corrections.jsonl.gz`` names have the labels that
it gives them. ``--from-gold`` makes the stand-off files from articles with text instead.
"""

import argparse
import sys
from pathlib import Path

from corpora import READERS, corpus_folders, read_json_lines, sha256, text_digests, write_json_lines

ANNOTATIONS = Path(__file__).parent / "annotations"
CORRECTIONS = "gold-train-corrections.jsonl.gz"


def rebuild(folders: dict[str, Path], out: Path) -> int:
    """Write the prepared files; return how many articles were not found."""
    texts = text_digests(folders)
    corrections = {row["id"]: row["sentences"] for row in read_json_lines(ANNOTATIONS / CORRECTIONS)}
    missing = 0
    for part in ("train", "more", "rich", "marked", "dev", "hard"):
        rows, roles = [], "none" if part == "marked" else "partial"
        for article in read_json_lines(ANNOTATIONS / f"gold-{part}.jsonl.gz"):
            text = texts.get(article["sha256"])
            for place, attributions in corrections.get(article["id"], {}).items():
                article["sentences"][int(place)]["attributions"] = attributions
            if text is None:
                missing += 1
            else:
                rows.append({**article, "text": text, "roles": roles})
        write_json_lines(out / f"gold-{part}.jsonl", rows)
    return missing


def strip_text(gold: Path) -> None:
    """Write the stand-off annotations of articles that carry their text."""
    for part in ("train", "dev"):
        rows = list(read_json_lines(gold / f"{part}.jsonl.gz"))
        for row in rows:
            if sha256(row["text"]) != row["sha256"]:
                raise SystemExit(f"{row['id']}: the digest is not that of the text")
            del row["text"]
        write_json_lines(ANNOTATIONS / f"gold-{part}.jsonl.gz", rows)


def main() -> int:
    """Parse arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--from-gold", type=Path, metavar="DIR", help="make the stand-off files from train/dev.jsonl.gz here"
    )
    args, folders = corpus_folders(parser, READERS)
    if args.from_gold:
        strip_text(args.from_gold)
        return 0
    if not folders:
        parser.error(f"name at least one corpus: {', '.join('--' + c for c in READERS)}")
    missing = rebuild(folders, args.out)
    if missing:
        print(f"{missing} annotated articles were not found in your copies and are left out", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
