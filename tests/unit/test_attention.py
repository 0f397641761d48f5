"""Attention by window against the fused one of PyTorch."""

import pytest
import torch
from torch import Tensor, nn

from attribution.tagging.attention import attend_by_window

MODULE = nn.Identity()


def rows(tokens: int, scale: float = 1.0) -> tuple[Tensor, Tensor, Tensor]:
    """Return query, key and value of three windows and two heads."""
    drawn = torch.randn(3, 3, 2, tokens, 32, generator=torch.Generator().manual_seed(tokens))
    query, key, value = drawn
    return (scale * query).bfloat16(), (scale * key).bfloat16(), value.bfloat16()


def mask(tokens: int, padding: int) -> Tensor:
    """Return the mask of three windows of which the second ends in padding."""
    made = torch.zeros(3, 1, tokens, tokens, dtype=torch.bfloat16)
    made[1, :, :, tokens - padding :] = torch.finfo(torch.bfloat16).min
    return made


def exact(query: Tensor, key: Tensor, value: Tensor, attention_mask: Tensor | None) -> Tensor:
    given = None if attention_mask is None else attention_mask.float()
    made = nn.functional.scaled_dot_product_attention(query.float(), key.float(), value.float(), attn_mask=given)
    return made.transpose(1, 2)


@pytest.mark.parametrize("tokens", [20, 80, 300])
@pytest.mark.parametrize("padding", [0, 7])
def test_it_attends_as_the_fused_attention_does(tokens: int, padding: int) -> None:
    given = mask(tokens, padding) if padding else None
    made, _ = attend_by_window(MODULE, *rows(tokens), given)
    kept = slice(0, tokens - padding)
    assert torch.allclose(made[:, kept].float(), exact(*rows(tokens), given)[:, kept], atol=0.02)


def test_scores_that_would_overflow_are_softened_first() -> None:
    made, _ = attend_by_window(MODULE, *rows(80, scale=20.0), None)
    assert torch.isfinite(made).all()
    assert made.abs().max() <= rows(80)[2].abs().max()  # weights sum to one


def test_a_window_is_attended_alike_whatever_is_beside_it() -> None:
    query, key, value = rows(80)
    together, _ = attend_by_window(MODULE, query, key, value, mask(80, 7))
    alone, _ = attend_by_window(MODULE, query[1:2, :, :73], key[1:2, :, :73], value[1:2, :, :73], None)
    assert torch.equal(together[1, :73], alone[0])
    assert not together[1, 73:].any()
