"""The network in PyTorch: on GPUs, for training, and wherever there is no ONNX file."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import torch
from torch import Tensor
from transformers.utils import logging

from attribution.encoding import Batch, Window, batch_windows
from attribution.errors import InputError
from attribution.tagging.attention import use_attention_by_window
from attribution.tagging.backends import (
    SENTENCE_FIELDS,
    STANCE_FILE,
    TOKEN_FIELDS,
    Arrays,
    StanceReading,
    TaggerSettings,
    has_compiler,
)
from attribution.tagging.models import file_digest
from attribution.tagging.network import AttributionModel, TaggerOutput
from attribution.tagging.stance_network import StanceNetwork, load_stance

__all__ = ["TorchBackend", "number_format"]

_INPUTS = ("input_ids", "attention_mask", "sentence_ids")


class TorchBackend:
    """Runs batches of windows of like length."""

    name = "torch"

    def __init__(self, model: AttributionModel, load_stance: Callable[[], StanceNetwork] | None = None) -> None:
        """``load_stance`` is called when the first claim comes: who only labels need not wait for it."""
        self.model = model
        self._load_stance = load_stance
        self.settings = TaggerSettings.from_config(model.config.to_dict())

    @classmethod
    def from_pretrained(cls, folder: Path, *, device: str = "auto", dtype: str = "auto") -> "TorchBackend":
        """Load safetensors; ``"auto"`` takes a GPU where there is one, and bfloat16 where the processor has it."""
        chosen = torch.device(device if device != "auto" else "cuda" if torch.cuda.is_available() else "cpu")
        if dtype not in ("auto", "float32", "bfloat16", "float16"):
            raise InputError(f"dtype must be auto, float32, bfloat16 or float16, got {dtype!r}")
        number = number_format(chosen) if dtype == "auto" else getattr(torch, dtype)
        with _no_progress_bar():
            model = AttributionModel.from_pretrained(folder, dtype=number, local_files_only=True)
        model = cast(Any, model).to(chosen).eval()
        if chosen.type == "cpu" and number is torch.bfloat16:
            use_attention_by_window(model.encoder)
        path, weights = folder / STANCE_FILE, folder / "model.safetensors"
        return cls(
            model,
            (lambda: load_stance(path, model.encoder, weights_digest=file_digest(weights))) if path.is_file() else None,
        )

    def compiled(self) -> "TorchBackend":
        """Let the encoder run as fused kernels from the first batch on, which waits for the compiler.

        Raises
        ------
        InputError
            When no C++ compiler is there.
        """
        if not has_compiler():
            raise InputError("backend 'compiled' needs a C++ compiler, and none is there; install one or take 'torch'")
        self.model.encoder.set_attn_implementation("sdpa")  # which the compiler can look into
        self.model.encoder.compile(dynamic=True, options={"freezing": self.model.device.type == "cpu"})
        self.name = "compiled"
        return self

    @property
    def has_stance(self) -> bool:
        """Whether there is a network for `stances`."""
        return self._load_stance is not None

    @cached_property
    def stance(self) -> StanceNetwork:
        """The network of stances.

        Raises
        ------
        InputError
            When the model has none.
        """
        if self._load_stance is None:
            raise InputError("this model has not learned stances; training/train_stance.py trains it")
        return self._load_stance()

    @torch.inference_mode()
    def run(self, windows: Sequence[Window], *, batch_size: int) -> list[Arrays]:
        """Return the outputs of each window, in order.

        A GPU gets the next batch before the outputs of the last are waited for: it computes while they are cut up.
        """
        found: dict[int, Arrays] = {}
        place = {id(window): i for i, window in enumerate(windows)}
        begun: deque[tuple[Batch, dict[str, Tensor], torch.cuda.Event | None]] = deque()

        def finish() -> None:
            batch, output, copied = begun.popleft()
            if copied is not None:
                copied.synchronize()
            found.update((place[id(w)], arrays) for w, arrays in zip(batch.windows, _cut(batch, output), strict=True))

        for batch in batch_windows(windows, batch_size=batch_size):
            begun.append((batch, *self.to_host(self.forward(self.to_device(batch)))))
            if len(begun) > 1:
                finish()
        while begun:
            finish()
        return [found[i] for i in range(len(windows))]

    @torch.inference_mode()
    def stances(self, windows: Sequence[Window], *, batch_size: int) -> list[StanceReading]:
        """Return what is read in each window whose title is a claim."""
        found: dict[int, StanceReading] = {}
        network = self.stance
        for batch in batch_windows(windows, batch_size=batch_size):
            logits, states = (rows.float().cpu().numpy() for rows in network.read(**self.to_device(batch)))
            for row, window in enumerate(batch.windows):
                n = len(window.sentences)
                found[id(window)] = StanceReading(logits[row, :n], states[row, :n])
        return [found[id(window)] for window in windows]

    def to_device(self, batch: Batch) -> dict[str, Any]:
        """Return the network's arguments; to a GPU they are on their way, from pinned memory."""
        device = self.model.device
        arrays = (torch.from_numpy(getattr(batch, name)) for name in _INPUTS)
        if device.type == "cuda":
            tensors = [array.pin_memory().to(device, non_blocking=True) for array in arrays]
        else:
            tensors = [array.to(device) for array in arrays]
        return {**dict(zip(_INPUTS, tensors, strict=True)), "n_sentences": max(len(w.sentences) for w in batch.windows)}

    @torch.inference_mode()
    def forward(self, inputs: Mapping[str, Any]) -> TaggerOutput:
        """Run the network."""
        return cast(TaggerOutput, self.model(**inputs))

    def to_host(self, output: TaggerOutput) -> tuple[dict[str, Tensor], torch.cuda.Event | None]:
        """Return float32 outputs in host memory; from a GPU they are there when the event has happened."""
        on_gpu = self.model.device.type == "cuda"
        named = {name: getattr(output, name).float() for name in (*TOKEN_FIELDS, *SENTENCE_FIELDS)}
        copies = {name: tensor.to("cpu", non_blocking=on_gpu) for name, tensor in named.items()}
        if not on_gpu:
            return copies, None
        copied = cast(Any, torch.cuda.Event)()
        copied.record()
        return copies, copied


def _cut(batch: Batch, output: Mapping[str, Tensor]) -> Iterator[Arrays]:
    """Yield each window's rows, without padding."""
    arrays = {name: tensor.numpy() for name, tensor in output.items()}
    for row, window in enumerate(batch.windows):
        tokens = {name: arrays[name][row, : len(window.input_ids)] for name in TOKEN_FIELDS}
        yield tokens | {name: arrays[name][row, : len(window.sentences)] for name in SENTENCE_FIELDS}


@contextmanager
def _no_progress_bar() -> Iterator[None]:
    """Leave out the bar of Transformers, which a notebook would keep, over a second's work."""
    bars = cast(Any, logging)  # untyped
    shown = bars.is_progress_bar_enabled()
    bars.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            bars.enable_progress_bar()


def number_format(device: torch.device) -> torch.dtype:
    """Bfloat16 where it is fast: on GPUs that have it and on CPUs with AVX512-BF16 or AMX."""
    if device.type == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float16
    return torch.bfloat16 if device.type == "cpu" and torch.ops.mkldnn._is_mkldnn_bf16_supported() else torch.float32
