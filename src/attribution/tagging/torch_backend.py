"""The network in PyTorch: on GPUs, for training, and wherever there is no ONNX file."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import torch

from attribution.encoding import Window, batch_windows
from attribution.errors import InputError
from attribution.tagging.backends import SENTENCE_FIELDS, TOKEN_FIELDS, Arrays, TaggerSettings
from attribution.tagging.network import AttributionModel

__all__ = ["TorchBackend"]


class TorchBackend:
    """Runs batches of windows of like length."""

    name = "torch"

    def __init__(self, model: AttributionModel) -> None:
        self.model = model
        self.settings = TaggerSettings.from_config(model.config.to_dict())

    @classmethod
    def from_pretrained(cls, folder: Path, *, device: str = "auto", dtype: str = "auto") -> "TorchBackend":
        """Load safetensors; ``"auto"`` takes a GPU where there is one, and bfloat16 where the processor has it."""
        chosen = torch.device(device if device != "auto" else "cuda" if torch.cuda.is_available() else "cpu")
        if dtype not in ("auto", "float32", "bfloat16", "float16"):
            raise InputError(f"dtype must be auto, float32, bfloat16 or float16, got {dtype!r}")
        number = _number_format(chosen) if dtype == "auto" else getattr(torch, dtype)
        model = AttributionModel.from_pretrained(folder, dtype=number, local_files_only=True)
        return cls(cast(Any, model).to(chosen).eval())

    @torch.inference_mode()
    def run(self, windows: Sequence[Window], *, batch_size: int) -> list[Arrays]:
        """Return the outputs of each window, in order."""
        device = self.model.device
        found: dict[int, Arrays] = {}
        place = {id(window): i for i, window in enumerate(windows)}
        for batch in batch_windows(windows, batch_size=batch_size):
            output = self.model(
                input_ids=torch.from_numpy(batch.input_ids).to(device),
                attention_mask=torch.from_numpy(batch.attention_mask).to(device),
                sentence_ids=torch.from_numpy(batch.sentence_ids).to(device),
                n_sentences=max(len(w.sentences) for w in batch.windows),
            )
            arrays = {n: getattr(output, n).float().cpu().numpy() for n in (*TOKEN_FIELDS, *SENTENCE_FIELDS)}
            for row, window in enumerate(batch.windows):
                tokens = {name: arrays[name][row, : len(window.input_ids)] for name in TOKEN_FIELDS}
                sentences = {name: arrays[name][row, : len(window.sentences)] for name in SENTENCE_FIELDS}
                found[place[id(window)]] = tokens | sentences
        return [found[i] for i in range(len(windows))]


def _number_format(device: torch.device) -> torch.dtype:
    """Bfloat16 where it is fast: on GPUs that have it and on CPUs with AVX512-BF16 or AMX."""
    if device.type == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float16
    return torch.bfloat16 if device.type == "cpu" and torch.ops.mkldnn._is_mkldnn_bf16_supported() else torch.float32
