"""The network in ONNX Runtime, int8, for CPUs: no torch is imported.

A call is given one window, without padding: nothing is computed in vain, and what is said of a window cannot depend on
its neighbours. Windows run side by side, one processor each.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from attribution.encoding import Window
from attribution.errors import MissingDependencyError, ModelError
from attribution.tagging.backends import SENTENCE_FIELDS, TOKEN_FIELDS, WEIGHTS_KEY, Arrays, TaggerSettings

__all__ = ["OnnxBackend"]


class OnnxBackend:
    """Runs one window a call, on as many threads as there are processors."""

    name = "onnx"

    def __init__(self, path: Path, settings: TaggerSettings) -> None:
        try:
            import onnxruntime
        except ImportError as error:
            raise MissingDependencyError("onnxruntime", "onnx") from error
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self.session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # the runtime raises a family of its own
            raise ModelError(f"{path} must be an exported model, but cannot be loaded: {error}") from error
        self.settings = settings
        self.weights_digest = self.session.get_modelmeta().custom_metadata_map.get(WEIGHTS_KEY, "")
        self._n_threads = _n_processors()

    def run(self, windows: Sequence[Window], *, batch_size: int) -> list[Arrays]:
        """Return the outputs of each window, in order; ``batch_size`` is of no use here."""
        longest_first = sorted(range(len(windows)), key=lambda i: -len(windows[i].input_ids))
        with ThreadPoolExecutor(self._n_threads) as threads:
            made = list(threads.map(lambda i: self._run(windows[i]), longest_first))
        return [arrays for _, arrays in sorted(zip(longest_first, made, strict=True), key=lambda pair: pair[0])]

    def _run(self, window: Window) -> Arrays:
        inputs = {
            "input_ids": window.input_ids[None],
            "sentence_ids": window.sentence_ids[None],
            "sentence_index": np.arange(len(window.sentences)),
        }
        names = (*TOKEN_FIELDS, *SENTENCE_FIELDS)
        return {name: array[0] for name, array in zip(names, self.session.run(names, inputs), strict=True)}


def _n_processors() -> int:
    """Processors of this process: what OMP_NUM_THREADS says, as for torch, else all that it may use."""
    given = os.environ.get("OMP_NUM_THREADS", "")
    if given.isdecimal() and int(given) > 0:
        return int(given)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
