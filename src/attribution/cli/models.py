"""``attribution models``."""

import argparse
import json
from pathlib import Path
from typing import Any, TextIO

from rich.table import Table

from attribution.cli.output import open_output, table_console
from attribution.errors import InputError
from attribution.jsonform import write_json
from attribution.labels import LABELS
from attribution.tagging.models import DEFAULT_MODEL, file_digest, shipped_models

__all__ = ["models"]


def models(arguments: argparse.Namespace) -> int:
    """List shipped models and those in the folders given."""
    with open_output(arguments.out) as stream:
        folders = dict(shipped_models())
        for folder in arguments.folders:
            if not folder.is_dir():
                raise InputError(f"{folder} must be a folder")
            found = (
                [folder]
                if (folder / "config.json").is_file()
                else [f.parent for f in sorted(folder.glob("*/config.json"))]
            )
            folders |= {str(path): path for path in found}
        rows = [_describe(name, path) for name, path in folders.items()]
        if arguments.json:
            stream.write(write_json(rows, indent=1) + "\n")
        else:
            _write_table(rows, stream)
    return 0


def _describe(name: str, folder: Path) -> dict[str, Any]:
    weights = folder / "model.safetensors"
    metrics = _read(folder / "metrics.json")
    scores = dict(metrics.get("dev") or {})
    total = (metrics.get("labels") or {}).get("macro_f1")
    if total is not None:  # the table of a training run has it with its interval
        scores["macro_f1"] = total["value"] if isinstance(total, dict) else total
    return {
        "name": name,
        "folder": str(folder),
        "default": name == DEFAULT_MODEL,
        "sha256": file_digest(weights) if weights.is_file() else None,
        "bytes": weights.stat().st_size if weights.is_file() else None,
        "labels": list(LABELS),
        "dev": {key: value for key, value in scores.items() if isinstance(value, float)},
    }


def _read(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def _write_table(rows: list[dict[str, Any]], stream: TextIO) -> None:
    console = table_console(stream)
    if not rows:
        console.print("no model is here; name a folder that holds one")
        return
    for row in rows:
        console.print(f"{row['name']}{' (default)' if row['default'] else ''}", style="bold", soft_wrap=True)
        table = Table.grid(padding=(0, 2))
        table.add_row("  folder", row["folder"])
        table.add_row(
            "  weights", f"{row['bytes'] / 1e6:.1f} MB, sha256 {row['sha256'][:16]}…" if row["bytes"] else "missing"
        )
        table.add_row("  labels", ", ".join(row["labels"]))
        dev = ", ".join(
            f"{key.removesuffix('_f1').replace('_', ' ')} F1 {value:.3f}"
            for key, value in row["dev"].items()
            if "f1" in key
        )
        table.add_row("  on dev", dev or "no metrics.json")
        console.print(table)
