"""Attention on a CPU in bfloat16 as plain matrix products, one window after the other.

PyTorch's fused attention gains nothing from bfloat16 on a CPU: half of the encoder's time on windows of 500 tokens.
Here both products run in the processor's bfloat16 units, scores stay in its cache, nothing is computed for padding, and
the softmax is one exponential over numbers that are known not to overflow.
"""

import math
from collections.abc import Callable
from typing import Any

from torch import Tensor, nn
from transformers import AttentionInterface, AttentionMaskInterface, PreTrainedModel
from transformers.masking_utils import eager_mask

__all__ = ["attend_by_window", "swap_attention", "use_attention_by_window"]

_NAME = "bfloat16_by_window"
_FAMILIES = ("bert", "camembert", "electra", "roberta", "xlm-roberta")
"""Encoders of which every token attends to every other of its window, without a bias for distance."""
_LEAST_TOKENS = 64  # of the longest window: below, the fused kernel over all windows at once is quicker
_SAFE = 80.0  # exp of it is far from the largest number, and of its negative from the smallest


def use_attention_by_window(encoder: PreTrainedModel) -> None:
    """Let an encoder attend by `attend_by_window`, if it is of a kind that can."""
    if encoder.config.model_type in _FAMILIES:
        swap_attention(encoder, _NAME, attend_by_window)


def swap_attention(encoder: PreTrainedModel, name: str, attend: Callable[..., Any]) -> None:
    """Let an encoder attend by a function, under a name for Transformers; its masks are to be added to scores."""
    AttentionInterface.register(name, attend)
    AttentionMaskInterface.register(name, eager_mask)
    encoder.set_attn_implementation(name)


def attend_by_window(
    module: nn.Module, query: Tensor, key: Tensor, value: Tensor, attention_mask: Tensor | None, **options: Any
) -> tuple[Tensor, None]:
    """Attend within each window.

    ``query``, ``key`` and ``value`` are [windows, heads, tokens, size]; ``attention_mask`` is [windows, 1, tokens,
    tokens], 0 for tokens and below for padding, which comes last, or None. Returns [windows, tokens, heads, size], with
    zeros for padding.
    """
    windows, heads, tokens, size = query.shape
    scaling = options.get("scaling") or size**-0.5
    if tokens < _LEAST_TOKENS:
        fused = nn.functional.scaled_dot_product_attention(query, key, value, attention_mask, scale=scaling)
        return fused.transpose(1, 2).contiguous(), None
    lengths = [tokens] * windows if attention_mask is None else (attention_mask[:, 0, 0] >= 0).sum(-1).tolist()
    attended = query.new_zeros(windows, tokens, heads, size)
    for i, length in enumerate(lengths):
        rows = query[i, :, :length] * scaling, key[i, :, :length], value[i, :, :length]
        attended[i, :length] = _attend(*rows).transpose(0, 1)
    return attended, None


def _attend(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
    """Attend over [heads, tokens, size] in one window.

    A softmax does not change when all keys are moved by their mean (Zhang et al. 2024, "SageAttention"), which makes
    the scores smaller, and so less is lost to rounding them. Products of norms bound a head's scores (Cauchy-Schwarz).
    """
    key = key.float()
    key = (key - key.mean(1, keepdim=True)).to(query.dtype)
    scores = query @ key.transpose(-1, -2)
    longest = (rows.float().norm(dim=-1).amax(-1) for rows in (query, key))
    if math.prod(longest).max() > _SAFE:
        return scores.softmax(-1) @ value
    weights = scores.exp_()
    return (weights @ value) / weights.sum(-1, keepdim=True)
