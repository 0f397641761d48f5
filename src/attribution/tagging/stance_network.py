"""Where sentences stand towards a claim read before them: the tagger's encoder with low-rank changes, and a head.

A low-rank change (Hu et al. 2021, "LoRA") is the product of two thin matrices that is added to a weight: six layers of
it take 1.3 MB where a second encoder would take 45.
"""

import copy
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor, nn
from transformers import PreTrainedModel

from attribution.errors import ModelError
from attribution.labels import Stance
from attribution.tagging.backends import WEIGHTS_KEY
from attribution.tagging.network import mean_and_max

__all__ = ["LowRank", "StanceNetwork", "load_stance", "save_stance"]

N_STANCES = len(Stance)


class LowRank(nn.Module):
    """A linear layer that is kept as it is, with a learned change of rank ``rank``, which begins at nothing."""

    def __init__(self, base: nn.Linear, rank: int) -> None:
        super().__init__()
        self.base = base
        self.down = nn.Parameter(torch.randn(rank, base.in_features) / math.sqrt(base.in_features))
        self.up = nn.Parameter(torch.zeros(base.out_features, rank))

    def forward(self, states: Tensor) -> Tensor:
        """``states`` is [..., in]; returns [..., out]."""
        changed: Tensor = nn.functional.linear(nn.functional.linear(states, self.down), self.up)
        return cast(Tensor, self.base(states) + changed)

    def merged(self) -> nn.Linear:
        """Return one linear layer that does the same, in the number format of the base."""
        change = self.up.float() @ self.down.float()
        self.base.weight.data = (self.base.weight.float() + change).to(self.base.weight.dtype)
        return self.base


class StanceNetwork(nn.Module):
    """``[CLS] claim [SEP] sentences [SEP]`` to four logits a sentence, in the order of `Stance`."""

    def __init__(self, encoder: PreTrainedModel, *, rank: int, head_size: int) -> None:
        """Copy the layers of the encoder, not its embeddings; ``rank`` 0 changes the layers themselves."""
        super().__init__()
        embeddings = encoder.get_input_embeddings()
        self.encoder = copy.deepcopy(encoder, {id(embeddings): embeddings})
        hidden, dtype = encoder.config.hidden_size, encoder.dtype
        if rank:
            self.encoder.requires_grad_(False)
            for parent, name, layer in list(_linear_layers(self.encoder)):
                setattr(parent, name, LowRank(layer, rank))
        self.dropout = nn.Dropout(0.1)
        self.head = nn.Sequential(
            nn.Linear(3 * hidden, head_size), nn.GELU(), nn.Dropout(0.1), nn.Linear(head_size, N_STANCES)
        ).to(dtype)

    def forward(self, *inputs: Any, **named: Any) -> Tensor:
        """Return the logits of `read`."""
        return self.read(*inputs, **named)[0]

    def read(
        self,
        input_ids: Tensor,
        attention_mask: Tensor | None,
        sentence_ids: Tensor,
        n_sentences: int | None = None,
        sentence_index: Tensor | None = None,
    ) -> tuple[Tensor, Tensor]:
        """Return logits [windows, sentences, 4] and what they are made of, [windows, sentences, head_size].

        The arguments are those of the tagger's network.
        """
        states = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        states = self.dropout(states)
        if sentence_index is None:
            n = n_sentences or max(1, int(sentence_ids.max()) + 1)
            sentence_index = torch.arange(n, device=sentence_ids.device)
        mean, highest = mean_and_max(states, sentence_ids.unsqueeze(1) == sentence_index[:, None])
        whole = states[:, :1].expand_as(mean)
        read = self.head[:2](torch.cat([whole, mean, highest], -1))
        return self.head[2:](read), read

    def merged(self) -> "StanceNetwork":
        """Put the changes into the weights: nothing more is computed than without them."""
        for parent, name, layer in list(_low_rank_layers(self.encoder)):
            setattr(parent, name, layer.merged())
        return self


def _linear_layers(encoder: nn.Module) -> Iterator[tuple[nn.Module, str, nn.Linear]]:
    for parent in encoder.modules():
        for name, layer in parent.named_children():
            if isinstance(layer, nn.Linear):
                yield parent, name, layer


def _low_rank_layers(encoder: nn.Module) -> Iterator[tuple[nn.Module, str, LowRank]]:
    for parent in encoder.modules():
        for name, layer in parent.named_children():
            if isinstance(layer, LowRank):
                yield parent, name, layer


def save_stance(network: StanceNetwork, path: Path, *, weights_digest: str) -> None:
    """Write what is learned, in bfloat16; ``weights_digest`` is that of the tagger whose encoder it changes."""
    kept = {
        name: tensor.to(torch.bfloat16).contiguous()
        for name, tensor in network.state_dict().items()
        if name.endswith((".down", ".up")) or name.startswith("head.")
    }
    save_file(kept, path, metadata={WEIGHTS_KEY: weights_digest})


def load_stance(path: Path, encoder: PreTrainedModel, *, weights_digest: str) -> StanceNetwork:
    """Read what `save_stance` wrote and put it into a copy of the encoder's layers.

    Raises
    ------
    ModelError
        When it was learned for other weights.
    """
    with safe_open(path, "pt") as file:
        if (file.metadata() or {}).get(WEIGHTS_KEY) != weights_digest:
            raise ModelError(f"{path} is of other weights; train it again with training/train_stance.py")
        state = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118, not a mapping
    rank = next(len(tensor) for name, tensor in state.items() if name.endswith(".down"))
    network = StanceNetwork(encoder, rank=rank, head_size=len(state["head.0.weight"]))
    device, dtype = encoder.device, encoder.dtype
    own = network.state_dict()
    network.load_state_dict({**own, **{name: tensor.to(device, dtype) for name, tensor in state.items()}})
    return network.merged().to(device).eval()
