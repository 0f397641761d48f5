"""Which sentences of judged passages the library takes for support or refutation of a claim.

    python training/prepare_stances.py --muc3 ~/muc3 --polnear ~/PolNeAR --re3d ~/re3d --out data
    python -m benchmarks.evidence data/stances-news.jsonl training/data/stances.jsonl

Each file has the form of ``training/data/stances.jsonl``; of its items every tenth is read, which for the written
stories are those that the network of stances has not seen. A sentence counts for a side when any evidence in it does.
As a baseline every sentence with a cosine of 0.5 to the claim supports it.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from attribution.labels import Stance
from attribution.metrics import precision_recall_f1
from attribution.pipeline import score_claims
from attribution.schema import Claim, Document, Sentence
from attribution.tagging.tagger import AttributionTagger

_SIDES = (Stance.SUPPORTS, Stance.REFUTES)
_LETTERS = "sr"
_LEAST_COSINE = 0.5


def read_passages(path: Path, every: int) -> list[tuple[Document, list[Claim], np.ndarray]]:
    """Return each article with its claims and the place in ``_LETTERS`` [claims, sentences], -1 for no side."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    chosen = set(sorted({row["id"] for row in rows})[::every])
    made = []
    for number, row in enumerate(rows):
        body = [text for text in row["texts"] if text["part"] == "body"]
        if row["id"] in chosen and body:
            claims = [Claim(f"c{i}", text) for i, text in enumerate(row["claims"])]
            sides = [[_LETTERS.find(text["stances"][i]) for text in body] for i in range(len(claims))]
            made.append((_document(str(number), [text["text"] for text in body]), claims, np.array(sides)))
    return made


def _document(id: str, texts: Sequence[str]) -> Document:
    starts = np.cumsum([0, *(len(text) + 1 for text in texts)]).tolist()
    sentences = tuple(Sentence(start, start + len(text), text) for start, text in zip(starts, texts, strict=False))
    return Document(id=id, text=" ".join(texts), sentences=sentences)


def evidence_sides(
    tagger: AttributionTagger, document: Document, claims: Sequence[Claim]
) -> tuple[np.ndarray, np.ndarray]:
    """Return the side [claims, sentences] that the evidence takes, and that of the baseline."""
    surest = np.zeros((len(claims), len(document.sentences)))
    sides = np.full(surest.shape, -1)
    for item in (item for score in score_claims(claims, [document], tagger=tagger) for item in score.evidence):
        place, sure = (int(item.claim_id[1:]), item.sentence_index), max(item.support, item.refutation)
        if item.stance in _SIDES and sure > surest[place]:
            surest[place], sides[place] = sure, _SIDES.index(item.stance)
    vectors, embeddings = (tagger.embed([part.text for part in parts]) for parts in (claims, document.sentences))
    return sides, np.where(vectors @ embeddings.T >= _LEAST_COSINE, 0, -1)


def scores(gold: Sequence[np.ndarray], found: Sequence[np.ndarray]) -> dict[str, dict[str, float]]:
    """Return precision, recall and F1 of each side over all pairs of claim and sentence."""
    y, g = (np.concatenate([part.ravel() for part in parts]) for parts in (gold, found))
    counts = np.array(
        [[((y == i) & (g == i)).sum(), (g == i).sum(), ((y == i) & (g == i)).sum(), (y == i).sum()] for i in (0, 1)]
    )
    rows = np.round(precision_recall_f1(counts.astype(float)), 3).tolist()
    return {
        side.value: dict(zip(("precision", "recall", "f1"), row, strict=True))
        for side, row in zip(_SIDES, rows, strict=True)
    }


def main() -> int:
    """Run and print one JSON object a file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    parser.add_argument("--model", help="a model folder (default: the shipped model)")
    parser.add_argument(
        "--every", type=int, default=10, help="of the items, in the order of their ids (default: %(default)s)"
    )
    args = parser.parse_args()
    tagger = AttributionTagger.from_pretrained(args.model)
    for path in args.files:
        passages = read_passages(path, args.every)
        tagged = tagger.predict([document for document, *_ in passages])
        found = [evidence_sides(tagger, d, claims) for d, (_, claims, _) in zip(tagged, passages, strict=True)]
        gold = [sides for *_, sides in passages]
        result: dict[str, Any] = {"file": path.name, "passages": len(passages), "pairs": sum(g.size for g in gold)}
        result |= {"library": scores(gold, [a for a, _ in found]), "cosine": scores(gold, [b for _, b in found])}
        print(json.dumps(result), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
