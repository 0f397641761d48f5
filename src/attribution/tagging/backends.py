"""What a tagger asks of the thing that runs its network; choosing one never imports what is not chosen."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from attribution.encoding import Window
from attribution.errors import InputError

__all__ = [
    "BACKENDS",
    "DOCUMENT_FILE",
    "INT8_FILE",
    "SENTENCE_FIELDS",
    "STANCE_FILE",
    "STANCE_INT8_FILE",
    "STANCE_OUTPUTS",
    "TOKEN_FIELDS",
    "WEIGHTS_KEY",
    "Arrays",
    "Backend",
    "StanceReading",
    "TaggerSettings",
    "choose_backend",
    "has_compiler",
    "load_backend",
]

BACKENDS = ("auto", "torch", "compiled", "onnx")
INT8_FILE = "model.int8.onnx"
STANCE_FILE, STANCE_INT8_FILE = "stance.safetensors", "stance.int8.onnx"
"""Of models that have learned where a sentence stands towards a claim."""
DOCUMENT_FILE = "document_stance.safetensors"
"""Of those that have learned where a whole article does, from what they read in its sentences."""
WEIGHTS_KEY = "weights_sha256"
"""Metadata of an exported file: the digest of the safetensors that it was made from."""
TOKEN_FIELDS = ("role_logits", "token_logits", "pair_query", "pair_key")
SENTENCE_FIELDS = ("sentence_logits", "embeddings")
STANCE_OUTPUTS = ("stance_logits", "stance_states")

Arrays = dict[str, npt.NDArray[np.float32]]
"""One window's outputs: TOKEN_FIELDS with a row a token, SENTENCE_FIELDS with a row a sentence."""


class StanceReading(NamedTuple):
    """Sentences read together with a claim: ``logits`` [sentences, 4], in the order of `Stance`.

    ``states`` [sentences, size] are what the logits are made of.
    """

    logits: npt.NDArray[np.floating]
    states: npt.NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class TaggerSettings:
    """What the tagger needs to know of a network, whatever runs it."""

    max_tokens: int
    context_tokens: int
    pair_size: int
    hidden_size: int
    role_transitions: Sequence[Sequence[Sequence[float]]] | None

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> "TaggerSettings":
        """Read them from a model's configuration."""
        names = ("max_tokens", "context_tokens", "pair_size", "role_transitions")
        return cls(hidden_size=config["encoder"]["hidden_size"], **{name: config[name] for name in names})


class Backend(Protocol):
    """Runs a network over windows. What it says of a window never depends on the other windows."""

    name: str

    @property
    def settings(self) -> TaggerSettings:
        """What windows the network takes, and how its roles follow one another."""
        ...

    @property
    def has_stance(self) -> bool:
        """Whether there is a network for `stances`."""
        ...

    def run(self, windows: Sequence[Window], *, batch_size: int) -> list[Arrays]:
        """Return the outputs of each window, in order."""
        ...

    def stances(self, windows: Sequence[Window], *, batch_size: int) -> list[StanceReading]:
        """Return what is read in each window whose title is a claim."""
        ...


def choose_backend(folder: Path, backend: str = "auto", *, device: str = "auto", dtype: str = "auto") -> str:
    """Return ``"torch"``, ``"compiled"`` or ``"onnx"``.

    ``"auto"`` is ONNX where the folder has all int8 files, onnxruntime is installed and neither device nor number
    format asks for something else; else torch.
    """
    if backend not in BACKENDS:
        raise InputError(f"backend must be one of {', '.join(BACKENDS)}, got {backend!r}")
    if backend != "auto":
        return backend
    fits = device in ("auto", "cpu") and dtype == "auto" and not _has_gpu(device)
    exported = (folder / INT8_FILE).is_file() and (folder / STANCE_INT8_FILE).is_file() >= (
        folder / STANCE_FILE
    ).is_file()
    return "onnx" if fits and exported and find_spec("onnxruntime") else "torch"


def load_backend(
    folder: Path, backend: str = "auto", *, device: str = "auto", dtype: str = "auto"
) -> tuple[Backend, Path]:
    """Load a model folder into the backend of `choose_backend`; return it with the file of weights that it runs."""
    chosen = choose_backend(folder, backend, device=device, dtype=dtype)
    if chosen != "onnx":
        from attribution.tagging.torch_backend import TorchBackend

        loaded = TorchBackend.from_pretrained(folder, device=device, dtype=dtype)
        return loaded.compiled() if chosen == "compiled" else loaded, folder / "model.safetensors"
    from attribution.tagging.onnx_backend import OnnxBackend

    config = json.loads((folder / "config.json").read_text())
    return OnnxBackend(folder, TaggerSettings.from_config(config)), folder / INT8_FILE


def has_compiler() -> bool:
    """Whether a C++ compiler is there, which the backend ``"compiled"`` needs."""
    return any(map(which, ("c++", "g++", "clang++", "cl")))


def _has_gpu(device: str) -> bool:
    """Whether a GPU is there, without importing torch; asked only where the device is left open."""
    return device == "auto" and any(Path("/dev").glob("nvidia[0-9]*"))
