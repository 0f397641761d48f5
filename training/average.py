"""Average the weights of trained taggers of one shape, calibrate the result on dev, and write its card.

python training/average.py runs/news=0.7 runs/news-more=0.3 --data-dir data --out runs/mean
"""

import argparse
import json
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file

from attribution.tagging.network import AttributionModel
from attribution.tagging.tagger import AttributionTagger
from attribution.training.run import finish, tagger_of
from attribution.training.scores import DevSet


def average(shares: dict[Path, float]) -> AttributionTagger:
    """Return the first tagger with the weighted mean of all weights, in float32."""
    first = next(iter(shares))
    states = {folder: load_file(folder / "model.safetensors") for folder in shares}
    mean = {name: sum(share * states[f][name].float() for f, share in shares.items()) for name in states[first]}
    tagger = AttributionTagger.from_pretrained(first, backend="torch", device="cpu", dtype="float32")
    model: AttributionModel = tagger.model
    model.load_state_dict(mean)
    return tagger_of(model, tagger.tokenizer)


def main() -> int:
    """Parse arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shares", nargs="+", metavar="FOLDER=SHARE", help="model folders and their shares")
    parser.add_argument("--data-dir", type=Path, required=True, metavar="DIR", help="where the dev files are")
    parser.add_argument("--note", default="", help="a sentence for the model card")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    args = parser.parse_args()
    pairs = [share.rsplit("=", 1) for share in args.shares]
    total = sum(float(share) for _, share in pairs)
    shares = {Path(folder): float(share) / total for folder, share in pairs}
    runs = [json.loads((folder / "metrics.json").read_text()) for folder in shares]
    metrics = {
        "recipe": runs[-1]["recipe"],
        "note": f"The mean of {' and '.join(f'{s:.0%} of `{f.name}`' for f, s in shares.items())}. {args.note}".strip(),
        "data": runs[-1]["data"],
        "seconds": sum(run["seconds"] for run in runs),
        "history": runs[-1]["history"],
    }
    labels, spans = (args.data_dir / runs[-1]["recipe"]["data"][name] for name in ("dev_labels", "dev_spans"))
    with torch.inference_mode():
        finish(average(shares), DevSet.read(labels, spans), args.out, metrics)
    return 0


if __name__ == "__main__":
    sys.exit(main())
