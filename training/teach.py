"""Write down what larger taggers say about every sentence, for smaller ones to learn from without them.

    python training/teach.py --teacher runs/news-teacher --data-dir data --out training/annotations/answers.jsonl.gz

One line an article of the training files: the digest of its text and six numbers a sentence, the logits of its types in
eighths (of several taggers, their mean); no text. ``[teacher] answers`` in a recipe reads them. Twenty minutes for what
is annotated, on two cores; what was written when it was stopped stays, and ``--resume`` asks only about the rest.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import track

from attribution.tagging.tagger import AttributionTagger
from attribution.training.answers import Answers, answers_by, key_of, read_answers, write_answers
from attribution.training.data import read_articles

ANNOTATED = ["gold-train", "gold-more", "gold-rich", "gold-marked"]
OWN_TEXTS = [Path(__file__).parent / "data" / f"{name}.jsonl" for name in ("authored", "authored_b")]
_GROUP = 64


def main() -> int:
    """Read, ask, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--teacher",
        type=Path,
        nargs="+",
        required=True,
        metavar="DIR",
        help="a trained tagger's folder; of several, the mean is written",
    )
    parser.add_argument("--data-dir", type=Path, default=Path("data"), help="where the prepared files are")
    parser.add_argument(
        "--files",
        nargs="+",
        default=ANNOTATED,
        metavar="NAME",
        help=f"of them, beside our own texts (default: {' '.join(ANNOTATED)})",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    parser.add_argument("--resume", action="store_true", help="keep the answers that the file has")
    args = parser.parse_args()
    answers: Answers = read_answers(args.out) if args.resume and args.out.is_file() else {}
    paths = [args.data_dir / f"{name}.jsonl" for name in args.files] + OWN_TEXTS
    articles = {key_of(article): article for path in paths for article in read_articles(path)}
    left = [article for key, article in articles.items() if key not in answers]
    teachers = [AttributionTagger.from_pretrained(folder, backend="torch") for folder in args.teacher]
    for start in track(range(0, len(left), _GROUP), description="asking", console=Console(stderr=True)):
        said = [answers_by(teacher, left[start : start + _GROUP]) for teacher in teachers]
        answers |= {key: np.mean([one[key] for one in said], 0) for key in said[0]}
        write_answers(args.out, answers)
    return 0


if __name__ == "__main__":
    sys.exit(main())
