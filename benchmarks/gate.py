"""Quality gate: the shipped model's scores against floors that nobody lowers by accident.

    ATTRIBUTION_CORPORA=DIR python -m benchmarks.gate

Floors and the digests of the data they were set on are in ``floors.json``. Other data than that is refused: a floor
means nothing on it.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from attribution.evaluation import evaluate_labels, evaluate_spans, read_gold, untagged
from attribution.schema import Document
from attribution.tagging.tagger import AttributionTagger
from benchmarks import behaviour, discovery, furniture, mentions
from benchmarks.corpora import add_corpora_option, corpus_file, digest

FLOORS = Path(__file__).with_name("floors.json")


def measure(corpora: Path | None, digests: dict[str, str]) -> dict[str, float]:
    """Return every gated score by name."""
    files = {name: corpus_file(corpora, name) for name in digests}
    for name, path in files.items():
        if digest(path) != digests[name]:
            raise SystemExit(
                f"{name} is not the file that the floors were set on ({digest(path)}, not {digests[name]})"
            )
    tagger = AttributionTagger.from_pretrained()
    gold, spans = read_gold(files["gold/dev.jsonl.gz"]), read_gold(files["polnear/dev.jsonl.gz"])
    tagged = tagger.predict(untagged(gold))
    labels = evaluate_labels(gold, tagged, samples=1)
    exact = evaluate_spans(spans, tagger.predict(untagged(spans)), samples=1)["exact"]
    return {
        "labels.macro_f1": labels["macro_f1"]["value"],
        **{f"labels.{name}": row["f1"] for name, row in labels["labels"].items()},
        "attributions.f1": labels["attributions"]["f1"],
        "attributions.source_kind": labels["source_kind"]["accuracy"],
        **{f"spans.{role}": exact[role]["f1"] for role in ("source", "cue", "content")},
        **_claims(tagged, tagger),
        **_written_data(),
        **_behaviour(tagger),
    }


def _claims(tagged: Sequence[Document], tagger: AttributionTagger) -> dict[str, float]:
    """Shares of the claims discovered in gold dev that readers found good, and neither broken nor unsaid."""
    judged = discovery.read_judged("dev")
    chosen = [document for document in tagged if document.id in judged]
    shares = discovery.score_articles(discovery.embedded(chosen, tagger), judged)
    broken = sum(shares[name]["value"] for name in ("fragment", "not what is said", "not judged"))
    return {"claims.good": shares["good"]["value"], "claims.whole": 1 - broken}


def _written_data() -> dict[str, float]:
    """Scores on the pages and mentions that were written for the project."""
    counts = [furniture.count_page(page) for page in furniture.read_pages("test")]
    total = {
        name: sum(getattr(c, name) for c in counts)
        for name in ("furniture", "furniture_left", "article", "article_lost")
    }
    answers = mentions.score_mentions(mentions.read_mentions(mentions.FOLDER / "test.jsonl"))["all"]
    return {
        "pages.furniture_removed": 1 - total["furniture_left"] / total["furniture"],
        "pages.article_kept": 1 - total["article_lost"] / total["article"],
        "mentions.right": answers["right"] / 100,
        "mentions.not_wrong": 1 - answers["wrong"] / 100,
    }


def _behaviour(tagger: AttributionTagger) -> dict[str, float]:
    """Shares of the behavioural cases that come out as they must; of invariance and swaps, of those that don't flip."""
    right = {
        capability: {group: 1 - row["failure_rate"] for group, row in rows.items()}
        for capability, rows in behaviour.measure(tagger).items()
    }
    worst = {
        f"behaviour.swap.worst_{kind}": min(share for group, share in right["swap"].items() if group.startswith(kind))
        for kind in ("nation", "origin", "gender")
    }
    return {f"behaviour.{capability}": groups["all"] for capability, groups in right.items()} | worst


def main(argv: Sequence[str] | None = None) -> int:
    """Print every score beside its floor; 1 if one is below."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_corpora_option(parser)
    args = parser.parse_args(argv)
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    scores = measure(args.corpora, floors["digests"])
    failed = [name for name, floor in floors["floors"].items() if scores[name] < floor]
    for name, score in scores.items():
        floor = f"floor {floors['floors'][name]:.3f}" if name in floors["floors"] else ""
        print(f"{name:32} {score:.3f}  {floor}{'  BELOW' if name in failed else ''}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
