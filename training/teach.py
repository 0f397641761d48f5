"""Write down what a larger tagger says about every sentence, for smaller ones to learn from without it.

    python training/teach.py --teacher runs/news-teacher --data-dir data --out training/annotations/answers.jsonl.gz

One line an article of the training files: the digest of its text and six numbers a sentence, the logits of its types in
eighths; no text. ``[teacher] answers`` in a recipe reads them. With ``--with FILE`` the answers are the mean with those
of that file, where it has the article (``--share`` of it): one teacher after another, on the same articles.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
from rich.progress import track

from attribution.tagging.tagger import AttributionTagger
from attribution.training.answers import Answers, answer_line, answers_by, read_answers
from attribution.training.data import read_articles
from corpora import write_json_lines

GOLD = ["gold-train", "gold-more", "gold-rich", "gold-marked", "polnear-train", "unlabelled", "titles"]
OWN_TEXTS = [Path(__file__).parent / "data" / f"{name}.jsonl" for name in ("authored", "authored_b")]
_GROUP = 64


def main() -> int:
    """Read, ask, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--teacher", type=Path, required=True, metavar="DIR", help="a trained tagger's folder")
    parser.add_argument("--data-dir", type=Path, default=Path("data"), help="where the prepared files are")
    parser.add_argument("--files", nargs="+", default=GOLD, metavar="NAME", help=f"of them (default: {' '.join(GOLD)})")
    parser.add_argument("--with", dest="earlier", type=Path, metavar="FILE", help="answers of other teachers")
    parser.add_argument("--share", type=float, default=0.5, help="what those of other teachers count (default: 0.5)")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    args = parser.parse_args()
    teacher = AttributionTagger.from_pretrained(args.teacher, backend="torch")
    paths = [args.data_dir / f"{name}.jsonl" for name in args.files] + OWN_TEXTS
    articles = [article for path in paths for article in read_articles(path)]
    answers: Answers = {}
    for start in track(range(0, len(articles), _GROUP), description="asking", console=None):
        answers |= answers_by(teacher, articles[start : start + _GROUP])
    if args.earlier:
        earlier = read_answers(args.earlier)
        for key, said in answers.items():
            answers[key] = said + args.share * np.nan_to_num(earlier.get(key, said) - said)
    write_json_lines(args.out, [answer_line(key, said) for key, said in answers.items()])
    return 0


if __name__ == "__main__":
    sys.exit(main())
