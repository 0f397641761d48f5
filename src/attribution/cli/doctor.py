"""``attribution doctor``."""

import argparse
import os
import platform
import sys
import time
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path

from rich.table import Table

import attribution
from attribution.cli.analyze import load_tagger
from attribution.cli.output import open_output, table_console
from attribution.documents import document_from_text
from attribution.tagging.backends import INT8_FILE, has_compiler
from attribution.tagging.models import model_folder

__all__ = ["doctor"]

_PACKAGES = ("torch", "transformers", "tokenizers", "numpy", "trafilatura", "sentencex")
_OPTIONAL = ("onnxruntime", "datasets", "pyarrow", "matplotlib", "spacy", "fastapi", "ray")
_PROBE = "The airline denied any fault. Two officials confirmed that the plane had been shot down."
_PROBE_LABELS = [("denial",), ("official_confirmation",)]
_ROUNDS = 20
_MISSING = "not installed"


def doctor(arguments: argparse.Namespace) -> int:
    """Show versions and try the model on two sentences; exit code 2 when they come out wrong."""
    started = time.perf_counter()
    tagger = load_tagger(arguments)
    loaded = time.perf_counter() - started
    document = document_from_text(_PROBE)
    [tagged] = tagger.predict([document])
    right = [sentence.labels for sentence in tagged.sentences] == _PROBE_LABELS
    started = time.perf_counter()
    for _ in range(_ROUNDS):
        tagger.predict([document])
    each = (time.perf_counter() - started) / _ROUNDS
    folder = model_folder(arguments.model)
    rows = {
        "attribution": f"{attribution.__version__} in {Path(attribution.__file__).parent}",
        "python": f"{platform.python_version()} on {platform.platform()}",
        "processors": f"{os.cpu_count()}, {platform.machine()}",
        **{name: _version(name) for name in _PACKAGES},
        "optional": ", ".join(f"{name} {_version(name)}" for name in _OPTIONAL),
        "the other `attribution`": _other(),
        "model": f"{tagger.name}, sha256 {tagger.digest[:16]}, in {folder}",
        "backend": f"{tagger.backend.name} is used",
        **{f"  {name}": state for name, state in _backends(folder).items()},
        "two sentences": "labelled as they should be" if right else "labelled WRONGLY: reinstall the library",
        "time": f"{loaded:.2f} s to load, {each * 1000:.0f} ms for two sentences",
    }
    table = Table(show_header=False, box=None)
    for name, value in rows.items():
        table.add_row(name, value)
    with open_output(None) as stream:
        table_console(stream).print(table)
    return 0 if right else 2


def _backends(folder: Path) -> dict[str, str]:
    """Return for each backend whether it can run this model, or what it lacks."""
    onnx = "can run" if (folder / INT8_FILE).is_file() else f"lacks its file: attribution export {folder}"
    if _version("onnxruntime") == _MISSING:
        onnx = "lacks onnxruntime: pip install 'news-attribution[onnx]'"
    return {
        "torch": "can run",
        "compiled": "can run" if has_compiler() else "lacks a C++ compiler",
        "onnx": onnx,
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return _MISSING


def _other() -> str:
    """PyPI's package of the same import name, which must not be beside this one."""
    try:
        distribution("attribution")
    except PackageNotFoundError:
        return "not installed, which is right"
    return f"installed in {sys.prefix}: it has the same import name; pip uninstall attribution"
