"""Attention and dropout as a CPU with bfloat16 products (AMX or AVX512-BF16) trains them fastest.

There the fused attention of PyTorch 2.13 does not use those units in its backward pass, and its dropout draws one
number at a time: both together were about half of a training step. Elsewhere nothing changes.
"""

from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from transformers import PreTrainedModel
from transformers.models.mpnet.modeling_mpnet import MPNetSelfAttention

from attribution.tagging.attention import swap_attention
from attribution.tagging.torch_backend import number_format

__all__ = ["ByteDropout", "PlainMPNetAttention", "fit_to_processor", "plain_attention"]


def fit_to_processor(encoder: PreTrainedModel, *, seed: int) -> None:
    """Swap in attention by bfloat16 products, and dropout from random bytes, on a CPU that multiplies bfloat16."""
    if torch.cuda.is_available() or number_format(torch.device("cpu")) is not torch.bfloat16:
        return
    if encoder.config.model_type != "mpnet":
        swap_attention(encoder, "plain_bfloat16", plain_attention)
    for module in list(encoder.modules()):
        if isinstance(module, MPNetSelfAttention):
            module.__class__ = PlainMPNetAttention
        for name, child in module.named_children():
            if isinstance(child, nn.Dropout):
                setattr(module, name, ByteDropout(child.p, seed))


def plain_attention(
    module: nn.Module, query: Tensor, key: Tensor, value: Tensor, attention_mask: Tensor | None, **options: Any
) -> tuple[Tensor, None]:
    """Softmax attention over [windows, heads, tokens, size] without an upcast to float32."""
    scaling = options.get("scaling") or query.shape[-1] ** -0.5
    with torch.autocast(query.device.type, enabled=False):
        scores = (query * scaling) @ key.transpose(-1, -2)
        if attention_mask is not None:
            scores = scores + attention_mask.to(scores.dtype)
        attended = scores.softmax(-1) @ value
    return attended.transpose(1, 2).contiguous(), None


class PlainMPNetAttention(MPNetSelfAttention):
    """MPNet's own attention, which no interface of Transformers can swap, through `plain_attention`."""

    def forward(  # type: ignore[override]  # the encoder asks for no attention weights
        self, hidden_states: Tensor, attention_mask: Tensor | None = None, position_bias: Any = None, **_: Any
    ) -> tuple[Tensor]:
        """Attend over [windows, tokens, hidden] with a bias for every distance."""
        parts = (*hidden_states.shape[:2], self.num_attention_heads, self.attention_head_size)
        query, key, value = (f(hidden_states).view(parts).transpose(1, 2) for f in (self.q, self.k, self.v))
        bias = position_bias if attention_mask is None else position_bias + attention_mask
        return (self.o(plain_attention(self, query, key, value, bias)[0].flatten(2)),)


class ByteDropout(nn.Dropout):
    """Dropout with its probability rounded to 1/256, from NumPy's generator."""

    def __init__(self, p: float, seed: int) -> None:
        super().__init__(p)
        self.threshold = round(p * 256)
        self.random = np.random.default_rng(seed)

    def forward(self, states: Tensor) -> Tensor:
        """Zero a share of ``states`` and scale the rest, in training only."""
        if not self.training or not self.threshold:
            return states
        drawn = torch.frombuffer(bytearray(self.random.bytes(states.numel())), dtype=torch.uint8)
        kept = (drawn >= self.threshold).view(states.shape)
        return states * (kept * (256 / (256 - self.threshold))).to(states.dtype)
