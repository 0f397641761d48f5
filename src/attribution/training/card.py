"""What a run leaves beside the weights: ``metrics.json``, plots and the model card."""

import json
import platform
from pathlib import Path
from typing import Any

import torch
import transformers

from attribution import plots
from attribution.labels import LABELS, ROLES

__all__ = ["write_report"]


def write_report(folder: Path, metrics: dict[str, Any]) -> None:
    """Write ``metrics.json``, ``learning_curve.png``, ``confusion.png`` and ``README.md`` into the model folder."""
    metrics["machine"] = {
        "processor": torch.cuda.get_device_name()
        if torch.cuda.is_available()
        else f"{torch.get_num_threads()} CPU cores",
        "python": platform.python_version(),
        "torch": torch.__version__,
        "transformers": transformers.__version__,
    }
    plots.plot_learning_curve(metrics["history"]).savefig(folder / "learning_curve.png", dpi=110)
    if "labels" in metrics:
        plots.plot_confusion(metrics["labels"]["confusion"]["matrix"], LABELS).savefig(
            folder / "confusion.png", dpi=110
        )
    (folder / "metrics.json").write_text(json.dumps(metrics, indent=1) + "\n", encoding="utf-8")
    (folder / "README.md").write_text(_card(folder.name, metrics), encoding="utf-8")


def _card(name: str, metrics: dict[str, Any]) -> str:
    recipe, machine = metrics["recipe"], metrics["machine"]
    data = "\n".join(
        f"| `{file}` | {recipe['data']['train'].get(file, 'dev')} | `{digest[:16]}` |"
        for file, digest in metrics["data"].items()
    )
    return f"""---
license: apache-2.0
language: en
library_name: news-attribution
pipeline_tag: text-classification
---

# {name}

Labels each sentence of an English news article by attribution type (official confirmation, hint, denial, group allegation,
no comment, statement, or none) and finds source, cue, content, source kind and anonymity of each attribution.

```python
import attribution

tagger = attribution.AttributionTagger.from_pretrained("{name}")
```

## Scores on dev

Scores of the finished model on the two dev files below. Thresholds and calibration were fitted on the same dev labels, and the
epoch was chosen on them, so the first table flatters a little; "cross-fitted" takes the thresholds from the other half of the articles.

{_label_table(metrics)}

{_role_table(metrics)}

![Confusion](confusion.png)

## Training

{metrics.get("note", "")}

Encoder: `{recipe["model"]["encoder"]}`. Recipe: `{recipe["name"]}`, seed {recipe["train"]["seed"]}, {metrics["seconds"] / 60:.0f} minutes on
{machine["processor"]} (torch {machine["torch"]}, transformers {machine["transformers"]}, Python {machine["python"]}).

| file | repeats an epoch | SHA-256 |
| --- | --- | --- |
{data}

![Learning curve](learning_curve.png)

## Limits

English news only. It reads who says what and never whether it is true. Official confirmation and statement are confused most.
Training articles are mostly from 1987-90 and 2014-17; other times, regions and registers are less well known to it.
The texts it was trained on belong to their publishers; the weights hold none of them.
"""


def _label_table(metrics: dict[str, Any]) -> str:
    if "labels" not in metrics:
        return "No dev labels were given."
    scores = metrics["labels"]
    total = scores["macro_f1"]
    rows = [
        f"| {name} | {row['precision'] or 0:.3f} | {row['recall'] or 0:.3f} | {row['f1'] or 0:.3f} ({row['low'] or 0:.3f} to {row['high'] or 0:.3f}) | {row['support']} |"
        for name, row in scores["labels"].items()
    ]
    return "\n".join(
        [
            "| label | precision | recall | F1 (95 % over articles) | sentences |",
            "| --- | --- | --- | --- | --- |",
            *rows,
            f"| **macro-F1** | | | **{total['value']:.3f}** ({total['low']:.3f} to {total['high']:.3f}) | {scores['n_sentences']} |",
            f"| macro-F1, cross-fitted | | | {metrics['dev']['macro_f1']:.3f} | |",
            "",
            f"Attributions (type and source right): F1 {scores['attributions']['f1'] or 0:.3f}. Source kind accuracy "
            f"{scores['source_kind']['accuracy'] or 0:.3f}, anonymity accuracy {scores['anonymous']['accuracy'] or 0:.3f}, mean ECE {scores['ece']:.3f}.",
        ]
    )


def _role_table(metrics: dict[str, Any]) -> str:
    if "spans" not in metrics:
        return "No dev spans were given."
    rows = [
        f"| {role} | {metrics['spans']['exact'][role]['f1'] or 0:.3f} | {metrics['spans']['overlap'][role]['f1'] or 0:.3f} |"
        for role in ROLES
    ]
    return "\n".join(["| span | exact F1 | overlap F1 |", "| --- | --- | --- |", *rows])
