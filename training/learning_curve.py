"""Draw how the labels get better with more annotated sentences: macro-F1 on gold dev and gold hard against sentences.

    python training/learning_curve.py --data-dir data --out runs/learning-curve

trains a tagger from the encoder on ever larger parts of the gold articles, each part in the next, and writes
``curve.json`` and ``curve.png``. Sizes that are there already are not trained again, so that a stopped run goes on.
Small parts are read up to eight times, large ones twice. Nothing but gold is read: no spans of PolNeAR, no larger
network's word. The curve tells what more annotation would bring; it is not how the shipped model is made.
"""

import argparse
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from attribution.evaluation import evaluate_labels, read_gold, untagged
from attribution.tagging.tagger import AttributionTagger
from attribution.training.data import read_articles
from short_runs import ENCODER, annotated, short_run

FILES = ("gold-train.jsonl", "gold-more.jsonl", "gold-rich.jsonl")
DEV = ("gold-dev.jsonl", "gold-hard.jsonl")
_READ, _MOST_EPOCHS, _LEAST_EPOCHS = 20_000, 8, 2  # sentences that a run reads, as far as the bounds allow


def main() -> None:
    """Train on each part, score, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data-dir", type=Path, default=Path("data"), help="where prepare_gold.py wrote its files")
    parser.add_argument("--out", type=Path, default=Path("runs/learning-curve"))
    parser.add_argument("--sizes", type=int, nargs="+", default=[1500, 5000, 12000, 24000, 40000], help="sentences")
    parser.add_argument("--encoder", default=ENCODER)
    parser.add_argument("--seed", type=int, default=13)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    articles = [a for name in FILES for a in read_articles(options.data_dir / name)]
    random.Random(options.seed).shuffle(articles)
    gold = {Path(name).stem: read_gold(options.data_dir / name) for name in DEV}
    rows = []
    for size in options.sizes:
        part = list(_part(articles, size))
        folder = options.out / str(size)
        epochs = min(_MOST_EPOCHS, max(_LEAST_EPOCHS, _READ // sum(map(annotated, part))))
        dev = options.data_dir / DEV[0]
        short_run(folder, part, dev=dev, encoder=options.encoder, epochs=epochs, seed=options.seed)
        rows.append(_scored(part, folder, gold))
        (options.out / "curve.json").write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
        print(json.dumps(rows[-1]), flush=True)
    _draw(rows).savefig(options.out / "curve.png", dpi=150)


def _part(articles: list[dict[str, Any]], size: int) -> Iterator[dict[str, Any]]:
    """Yield articles until they have so many annotated sentences."""
    for article in articles:
        if size <= 0:
            return
        size -= annotated(article)
        yield article


def _scored(part: list[dict[str, Any]], folder: Path, gold: dict[str, Any]) -> dict[str, Any]:
    """Return the scores with thresholds chosen on gold dev; ``cross_fitted`` with those of its other half."""
    tagger = AttributionTagger.from_pretrained(folder, backend="torch")
    metrics = json.loads((folder / "metrics.json").read_text("utf-8"))
    scores = {name: evaluate_labels(documents, tagger.predict(untagged(documents))) for name, documents in gold.items()}
    return {
        "sentences": sum(map(annotated, part)),
        "epochs": metrics["recipe"]["train"]["epochs"],
        "seconds": metrics["seconds"],
        "cross_fitted": metrics["dev"]["macro_f1"],
        **{name: score["macro_f1"] for name, score in scores.items()},
        "f1": {label: row["f1"] for label, row in scores["gold-dev"]["labels"].items()},
    }


def _draw(rows: list[dict[str, Any]]) -> Figure:
    figure = Figure(figsize=(7, 4), layout="constrained")
    axes, sizes = figure.subplots(), [row["sentences"] for row in rows]
    for name in (Path(name).stem for name in DEV):
        value = [row[name]["value"] for row in rows]
        line = axes.plot(sizes, value, marker="o", label=name)[0]
        bounds = ([row[name][bound] for row in rows] for bound in ("low", "high"))
        axes.fill_between(sizes, *bounds, color=line.get_color(), alpha=0.15)
    axes.set(xlabel="annotated sentences", ylabel="macro-F1, 95 % interval", xscale="log")
    axes.legend(loc="lower right")
    return figure


if __name__ == "__main__":
    main()
