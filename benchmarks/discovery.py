"""What the claims are worth that are discovered in real news, as readers judged them.

    python -m benchmarks.discovery --data-dir data [--json OUT]

``data`` has the articles of gold, as ``training/prepare_gold.py`` makes them. Readers judged claims by their words in
articles of gold dev, without knowing which version had found them (``training/annotations/claims.jsonl.gz``, by
digests): good; needs its article to be understood; nothing to check; a fragment; or not what the article says. A claim
whose words nobody judged, after a change of code say, is counted as such. Intervals are 95 % over articles.
"""

import argparse
import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from attribution.claims import discover_claims
from attribution.cli.progress import tracked
from attribution.documents import read_documents
from attribution.metrics import bootstrap_interval
from attribution.schema import Document
from attribution.sources import resolve_sources
from attribution.tagging.tagger import AttributionTagger

ANNOTATIONS = Path(__file__).parents[1] / "training" / "annotations" / "claims.jsonl.gz"
VERDICTS = {
    "g": "good",
    "c": "needs its article",
    "o": "nothing to check",
    "f": "fragment",
    "w": "not what is said",
    "": "not judged",
}
Embedded = tuple[Document, np.ndarray]


def digest(text: str) -> str:
    """Return the key of a claim's words."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def read_judged(split: str, path: Path = ANNOTATIONS) -> dict[str, dict[str, Any]]:
    """Return the verdicts, or what else a file has, by digest of a claim, by article of ``train`` or ``dev``."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return {row["id"]: row["claims"] for row in rows if row["split"] == split}


def embedded_articles(folder: Path, ids: set[str], tagger: AttributionTagger) -> Iterator[Embedded]:
    """Yield the articles of gold with these ids, tagged, with their sources, and each sentence's embedding."""
    rows = {row["id"]: row for path in sorted(folder.glob("gold-*.jsonl")) for row in _rows(path) if row["id"] in ids}
    missing = ids - rows.keys()
    if missing:
        raise SystemExit(
            f"{folder} must hold the articles of gold (training/prepare_gold.py); {min(missing)} is not there"
        )
    for part in tracked([{"id": id, "text": rows[id]["text"]} for id in sorted(ids)]):
        yield from embedded(tagger.predict(list(read_documents(part))), tagger)


def embedded(tagged: Iterable[Document], tagger: AttributionTagger) -> Iterator[Embedded]:
    """Yield tagged articles with their sources, and each sentence's embedding."""
    for document in tagged:
        yield resolve_sources(document), tagger.embed([sentence.text for sentence in document.sentences])


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def score_articles(articles: Iterable[Embedded], judged: Mapping[str, dict[str, str]]) -> dict[str, Any]:
    """Discover the claims of each article and `score` them."""
    found = {document.id: [c.text for c in discover_claims([document], [vectors])] for document, vectors in articles}
    return score(list(found.values()), [judged[id] for id in found])


def score(found: Sequence[Sequence[str]], judged: Sequence[dict[str, str]]) -> dict[str, Any]:
    """Return the shares of the verdicts with intervals, and how often the first claim of an article is good.

    ``found`` has the claims of each article, best first, ``judged`` the verdicts by digest.

    >>> made = score([["The yard burned", "It was sad"], []], [{digest("The yard burned"): "g"}, {}])
    >>> made["claims"], made["good"]["value"], made["not judged"]["value"], made["articles whose first is good"]
    (2, 0.5, 0.5, 1)
    """
    verdicts = [[of.get(digest(text), "") for text in texts] for texts, of in zip(found, judged, strict=True)]
    counts = np.array([[Counter(own)[verdict] for verdict in VERDICTS] for own in verdicts], float)
    made: dict[str, Any] = {"articles": len(found), "claims": int(counts.sum())}
    for place, name in enumerate(VERDICTS.values()):
        part = np.stack([counts[:, place], counts.sum(axis=1)], axis=1)
        interval = bootstrap_interval(part, lambda sums: sums[:, 0] / np.maximum(sums[:, 1], 1))
        made[name] = {"value": interval.value, "low": interval.low, "high": interval.high}
    return made | {
        "articles whose first is good": sum(own[:1] == ["g"] for own in verdicts),
        "articles with a good one": sum("g" in own for own in verdicts),
        "articles without claims": sum(not own for own in verdicts),
    }


def main() -> None:
    """Tag, discover, print what the claims are worth."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--model", help="a model folder (default: the shipped model)")
    parser.add_argument("--json", type=Path, help="write the scores there")
    args = parser.parse_args()
    judged = read_judged("dev")
    tagger = AttributionTagger.from_pretrained(args.model)
    made = score_articles(embedded_articles(args.data_dir, set(judged), tagger), judged)
    for name, value in made.items():
        shown = (
            f"{value['value']:.3f} ({value['low']:.3f} to {value['high']:.3f})" if isinstance(value, dict) else value
        )
        print(f"{name:30} {shown}")
    if args.json:
        args.json.write_text(json.dumps(made, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
