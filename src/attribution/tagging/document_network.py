"""Where a whole article stands towards a claim: what is read in its sentences, pooled by attention."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn import functional as F

from attribution.errors import ModelError
from attribution.judging import DocumentReading
from attribution.labels import LABELS, Stance

__all__ = ["DocumentNetwork", "DocumentNetworks", "load_documents", "padded", "save_documents"]

Floats = npt.NDArray[np.floating]
_STANCE_KEY = "stance_sha256"
_N_STANCES = len(Stance)
_N_BESIDE = 2 * _N_STANCES + 2 + 1 + len(LABELS)  # what is known of a sentence beside the stance network's states
_MOST_SENTENCES = 30  # of an article; what matters comes before
_MOST_DEVIATIONS = 4.0
_BATCH = 512


class DocumentNetwork(nn.Module):
    """Sentences as they were read, and features of the whole article, to four logits.

    ``mean`` and ``scale`` [features] make the features alike.
    """

    mean: Tensor
    scale: Tensor

    def __init__(self, state_size: int, n_features: int, *, size: int = 64, queries: int = 6) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(n_features))
        self.register_buffer("scale", torch.ones(n_features))
        self.dropout = nn.Dropout(0.3)
        self.sentence = nn.Linear(state_size + _N_BESIDE, size)
        self.query = nn.Linear(size, queries)
        pooled = queries * size + size + 2 * _N_STANCES + n_features
        self.article = nn.Sequential(nn.Linear(pooled, size), nn.GELU(), nn.Dropout(0.3), nn.Linear(size, _N_STANCES))

    def forward(self, logits: Tensor, states: Tensor, about: Tensor, member: Tensor, features: Tensor) -> Tensor:
        """Return logits [articles, 4].

        ``logits``, ``states`` and ``about`` [articles, sentences, ...] are those of a `DocumentReading`, ``member``
        [articles, sentences] says which sentences there are, ``features`` [articles, features].
        """
        probs, outside = logits.softmax(-1), ~member.unsqueeze(-1)
        place = torch.arange(logits.shape[1], device=logits.device)
        opening = torch.stack([1 / (1 + place), place < 3], -1).expand(len(logits), -1, -1)
        sentences = F.gelu(self.sentence(torch.cat([self.dropout(states), probs, logits / 4, opening, about], -1)))
        share = self.query(sentences).masked_fill(outside, -1e4).softmax(1)
        attended = torch.einsum("nsq,nsd->nqd", share, sentences).flatten(1)
        highest = sentences.masked_fill(outside, -1e4).amax(1)
        related = (1 - probs[..., -1:]) * member.unsqueeze(-1)
        mean = (probs * related).sum(1) / related.sum(1).clamp(min=1e-3)
        most = (probs * member.unsqueeze(-1)).amax(1)
        whole = ((features - self.mean) / self.scale).clamp(-_MOST_DEVIATIONS, _MOST_DEVIATIONS)
        made: Tensor = self.article(torch.cat([attended, highest, mean, most, self.dropout(whole)], -1))
        return made


class DocumentNetworks(nn.Module):
    """Some `DocumentNetwork`s that differ in what they began with; what they say is their mean."""

    def __init__(self, members: Sequence[DocumentNetwork]) -> None:
        super().__init__()
        self.members = nn.ModuleList(members)

    @torch.inference_mode()
    def predict(self, readings: Sequence[DocumentReading], features: Floats) -> Floats:
        """Return probabilities float32 [articles, 4], in the order of `Stance`."""
        made = [np.zeros((0, _N_STANCES), np.float32)]
        for start in range(0, len(readings), _BATCH):
            part = slice(start, start + _BATCH)
            read = *padded(readings[part]), torch.from_numpy(np.asarray(features[part], np.float32))
            made.append(torch.stack([member(*read).softmax(-1) for member in self.members]).mean(0).numpy())
        return np.concatenate(made)


def padded(readings: Sequence[DocumentReading]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return what is read in the first sentences of articles and where there are any, for `DocumentNetwork`."""
    lengths = [min(len(reading.logits), _MOST_SENTENCES) for reading in readings]
    logits, states, about = (
        nn.utils.rnn.pad_sequence(
            [torch.from_numpy(np.asarray(rows[:n], np.float32)) for rows, n in zip(part, lengths, strict=True)],
            batch_first=True,
        )
        for part in zip(*readings, strict=True)
    )
    return logits, states, about, torch.arange(max(lengths)) < torch.tensor(lengths).unsqueeze(1)


def save_documents(networks: DocumentNetworks, path: Path, *, stance_digest: str) -> None:
    """Write the weights, in bfloat16; ``stance_digest`` is that of the stance network whose word they read."""
    state = {name: tensor.to(torch.bfloat16).contiguous() for name, tensor in networks.state_dict().items()}
    save_file(state, path, metadata={_STANCE_KEY: stance_digest})


def load_documents(path: Path, *, stance_digest: str) -> DocumentNetworks | None:
    """Read what `save_documents` wrote; None where there is none, or where it reads another stance network.

    Raises
    ------
    ModelError
        When the file is damaged.
    """
    if not path.is_file():
        return None
    try:
        with safe_open(path, "pt") as file:
            if (file.metadata() or {}).get(_STANCE_KEY) != stance_digest:
                return None
            state = {name: file.get_tensor(name).float() for name in file.keys()}  # noqa: SIM118, not a mapping
    except SafetensorError as error:
        raise ModelError(f"{path} must hold networks of whole articles, but cannot be read: {error}") from error
    size, width = state["members.0.sentence.weight"].shape
    queries, n_features = len(state["members.0.query.weight"]), len(state["members.0.mean"])
    n_members = sum(name.endswith(".mean") for name in state)
    made = [DocumentNetwork(width - _N_BESIDE, n_features, size=size, queries=queries) for _ in range(n_members)]
    networks = DocumentNetworks(made)
    networks.load_state_dict(state)
    return networks.eval()
