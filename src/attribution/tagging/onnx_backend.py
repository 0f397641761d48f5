"""The network in ONNX Runtime, int8, for CPUs: no torch is imported.

A call is given one window, without padding: nothing is computed in vain, and what is said of a window cannot depend on
its neighbours. Windows run side by side, one processor each.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from attribution.encoding import Window
from attribution.errors import MissingDependencyError, ModelError
from attribution.tagging.backends import (
    INT8_FILE,
    SENTENCE_FIELDS,
    STANCE_FILE,
    STANCE_INT8_FILE,
    STANCE_OUTPUTS,
    TOKEN_FIELDS,
    WEIGHTS_KEY,
    Arrays,
    StanceReading,
    TaggerSettings,
)
from attribution.tagging.models import file_digest

__all__ = ["OnnxBackend"]


class OnnxBackend:
    """Runs one window a call, on as many threads as there are processors."""

    name = "onnx"

    def __init__(self, folder: Path, settings: TaggerSettings) -> None:
        """Load an exported tagger; where stances were learned, what tells them is loaded with the first claim."""
        self.settings = settings
        self.has_stance = (folder / STANCE_FILE).is_file()
        self._folder = folder
        self._n_threads = _n_processors()
        self._session = _session(folder / INT8_FILE, folder / "model.safetensors")

    @cached_property
    def _stance(self) -> Any:
        return _session(self._folder / STANCE_INT8_FILE, self._folder / STANCE_FILE)

    def run(self, windows: Sequence[Window], *, batch_size: int) -> list[Arrays]:
        """Return the outputs of each window, in order; ``batch_size`` is of no use here."""
        names = (*TOKEN_FIELDS, *SENTENCE_FIELDS)
        return [dict(zip(names, arrays, strict=True)) for arrays in self._side_by_side(self._session, names, windows)]

    def stances(self, windows: Sequence[Window], *, batch_size: int) -> list[StanceReading]:
        """Return what is read in each window whose title is a claim."""
        return [StanceReading(*arrays) for arrays in self._side_by_side(self._stance, STANCE_OUTPUTS, windows)]

    def _side_by_side(self, session: Any, names: Sequence[str], windows: Sequence[Window]) -> list[list[Any]]:
        longest_first = sorted(range(len(windows)), key=lambda i: -len(windows[i].input_ids))
        with ThreadPoolExecutor(self._n_threads) as threads:
            made = list(threads.map(lambda i: _run(session, names, windows[i]), longest_first))
        return [arrays for _, arrays in sorted(zip(longest_first, made, strict=True), key=lambda pair: pair[0])]


def _session(path: Path, weights: Path) -> Any:
    if not path.is_file():
        raise ModelError(f"{path.parent} has no {path.name}; make it with `attribution export {path.parent}`")
    try:
        import onnxruntime
    except ImportError as error:
        raise MissingDependencyError("onnxruntime", "onnx") from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the runtime raises a family of its own
        raise ModelError(f"{path} must be an exported model, but cannot be loaded: {error}") from error
    if session.get_modelmeta().custom_metadata_map.get(WEIGHTS_KEY) != file_digest(weights):
        raise ModelError(f"{path} is of other weights; make it again with `attribution export {path.parent}`")
    return session


def _run(session: Any, names: Sequence[str], window: Window) -> list[Any]:
    inputs = {
        "input_ids": window.input_ids[None],
        "sentence_ids": window.sentence_ids[None],
        "sentence_index": np.arange(len(window.sentences)),
    }
    return [array[0] for array in session.run(names, inputs)]


def _n_processors() -> int:
    """Processors of this process: what OMP_NUM_THREADS says, as for torch, else all that it may use."""
    given = os.environ.get("OMP_NUM_THREADS", "")
    if given.isdecimal() and int(given) > 0:
        return int(given)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
