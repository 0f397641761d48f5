"""Who is on which side of the claims of real articles, and how many origins there are, beside what readers say.

    python -m benchmarks.real_articles --data-dir data [--split train] [--json OUT]

``data`` has the articles of gold, as ``training/prepare_gold.py`` makes them. Readers took claims that the library had
found in each article, without seeing what else it said, and listed the sentences that support, refute or leave open
each of them, and who says so (``training/annotations/evidence.jsonl.gz``: digests of claims, offsets of sentences,
numbers for sources). Here the same claims, found again by their words, are scored. Of sentences, the one that a claim
is from is left out: it is nearly always right. A count is right when as many origins are for and against as the reader
names sources; those that nobody can tell are one. Intervals are 95 % over articles.
"""

import argparse
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from attribution.claims.discovery import rated
from attribution.labels import Stance
from attribution.metrics import bootstrap_interval, precision_recall_f1
from attribution.pipeline import score_claims
from attribution.schema import Claim, ClaimScore
from attribution.tagging.tagger import AttributionTagger
from benchmarks.discovery import Embedded, digest, embedded_articles, read_judged

ANNOTATIONS = Path(__file__).parents[1] / "training" / "annotations" / "evidence.jsonl.gz"
BROKEN = "fw"
"""Letters of fragments and of what is not said, as in `benchmarks.discovery`."""
Judged = Sequence[tuple[int, str, int]]
"""Where a sentence starts, its letter (s, r, n), and who says so: 0 the article, -1 where nobody can tell."""
_SIDES = {"s": Stance.SUPPORTS, "r": Stance.REFUTES}


def read_sides(split: str) -> dict[str, dict[str, Judged]]:
    """Return what readers say by digest of a claim, by article of ``train`` or ``dev``; broken claims are left out."""
    return {
        id: {key: said for key, (worth, said) in claims.items() if worth not in BROKEN}
        for id, claims in read_judged(split, ANNOTATIONS).items()
    }


def counted(score: ClaimScore, starts: Sequence[int], home: int, judged: Judged) -> np.ndarray:
    """Return what the scores of one claim are made of.

    Found and right, found, and there, for both sides; then 1 for the claim, whether its counts are right, whether
    they are disputed, whether those are right, and how many origins are too many and too few.

    Parameters
    ----------
    starts
        Where each sentence starts.
    home
        The sentence that the claim is from.
    """
    made = []
    for letter, side in _SIDES.items():
        there = {start for start, given, _ in judged if given == letter} - {starts[home]}
        found = {starts[e.sentence_index] for e in score.evidence if e.stance is side} - {starts[home]}
        made += [len(found & there), len(found), len(found & there), len(there)]
    wanted = [len({who for _, given, who in judged if given == letter}) for letter in _SIDES]
    off = np.array([score.n_origins_for, score.n_origins_against]) - wanted
    right, disputed = not off.any(), bool(wanted[1] or score.n_origins_against)
    return np.array([*made, 1, right, disputed, right and disputed, off[off > 0].sum(), -off[off < 0].sum()], float)


def score_articles(
    articles: Iterable[Embedded], judged: Mapping[str, Mapping[str, Judged]], tagger: AttributionTagger
) -> dict[str, Any]:
    """Score the judged claims of tagged articles and return shares and numbers by name."""
    rows, missing = [], 0
    for document, vectors in articles:
        homes = {digest(c.wording.text): c for c, _ in reversed(rated([document], [vectors]))}
        claims = [(homes[key], said) for key, said in judged[document.id].items() if key in homes]
        missing += len(judged[document.id]) - len(claims)
        texts = [Claim(str(i), candidate.wording.text) for i, (candidate, _) in enumerate(claims)]
        starts = [sentence.start_char for sentence in document.sentences]
        scored = score_claims(texts, [document], tagger=tagger)
        parts = [counted(s, starts, c.row.index, said) for s, (c, said) in zip(scored, claims, strict=True)]
        rows += [np.sum(parts, axis=0)] if parts else []
    table = np.stack(rows)
    totals = table.sum(axis=0)
    made: dict[str, Any] = {"articles": len(table), "claims": int(totals[8]), "claims not found again": missing}
    for name, counts in zip(("supports", "refutes"), (totals[:4], totals[4:8]), strict=True):
        made[name] = dict(
            zip(("precision", "recall", "f1"), precision_recall_f1(counts).round(3).tolist(), strict=True)
        )
    interval = bootstrap_interval(table[:, [9, 8]], lambda sums: sums[:, 0] / np.maximum(sums[:, 1], 1))
    made["counts right"] = {"value": interval.value, "low": interval.low, "high": interval.high}
    made["disputed claims"], made["of these, counts right"] = int(totals[10]), int(totals[11])
    return made | {"origins too many": int(totals[12]), "origins too few": int(totals[13])}


def main() -> None:
    """Tag, score, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--split", choices=("dev", "train"), default="dev", help="default: %(default)s")
    parser.add_argument("--model", help="a model folder (default: the shipped model)")
    parser.add_argument("--json", type=Path, help="write the scores there")
    args = parser.parse_args()
    judged = read_sides(args.split)
    tagger = AttributionTagger.from_pretrained(args.model)
    made = score_articles(embedded_articles(args.data_dir, set(judged), tagger), judged, tagger)
    print(json.dumps(made, indent=1))
    if args.json:
        args.json.write_text(json.dumps(made, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
