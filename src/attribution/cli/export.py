"""``attribution export``."""

import argparse

from attribution.cli.output import open_output, quiet_transformers, tell
from attribution.errors import InputError
from attribution.jsonform import write_json
from attribution.tagging.backends import INT8_FILE
from attribution.tagging.models import model_folder

__all__ = ["export"]

_MOST_DIFFER, _MOST_LOST = 0.005, 0.005
"""Share of sentences whose labels may differ from float32, and macro-F1 that may be lost, for exit code 0."""


def export(arguments: argparse.Namespace) -> int:
    """Write the int8 file, and compare it with float32 torch where there are annotated articles."""
    from attribution.tagging.export import export_onnx

    quiet_transformers()
    folder = model_folder(arguments.model)
    target = arguments.out or folder / INT8_FILE
    if arguments.check and target != folder / INT8_FILE:
        raise InputError("--check compares the file in the model folder; leave --out out")
    export_onnx(folder, target)
    tell(f"{target}: {target.stat().st_size / 1e6:.1f} MB")
    if not arguments.check:
        return 0
    compared = _compare(arguments)
    with open_output(None) as stream:
        stream.write(write_json(compared, indent=1) + "\n")
    lost = compared["macro_f1_torch"] - compared["macro_f1_onnx"]
    return 0 if compared["labels_differ"] <= _MOST_DIFFER and lost <= _MOST_LOST else 1


def _compare(arguments: argparse.Namespace) -> dict[str, float]:
    from attribution.evaluation import evaluate_labels, read_gold, untagged
    from attribution.tagging.tagger import AttributionTagger

    gold = read_gold(arguments.check)
    tagged = {}
    for backend, options in {"torch": {"dtype": "float32"}, "onnx": {}}.items():
        tagger = AttributionTagger.from_pretrained(arguments.model, backend=backend, **options)
        tagged[backend] = tagger.predict(untagged(gold))
    labels = {name: [s.labels for d in documents for s in d.sentences] for name, documents in tagged.items()}
    differ = sum(a != b for a, b in zip(labels["torch"], labels["onnx"], strict=True))
    scores = {name: evaluate_labels(gold, documents)["macro_f1"]["value"] for name, documents in tagged.items()}
    return {
        "sentences": len(labels["torch"]),
        "labels_differ": differ / len(labels["torch"]),
        **{f"macro_f1_{name}": score for name, score in scores.items()},
    }
