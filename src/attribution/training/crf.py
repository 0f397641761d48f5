"""The likelihood of a whole role path: a linear-chain CRF over the words of a window (Lafferty et al. 2001)."""

import torch
from torch import Tensor

from attribution.training.data import IGNORED

__all__ = ["path_loss"]

_NEVER = -1e4
"""In place of minus infinity, which has no gradient."""


def path_loss(logits: Tensor, transitions: Tensor, *, words: Tensor, word_tags: Tensor, word_across: Tensor) -> Tensor:
    """Return the negative log-likelihood of the annotated tag paths, a mean over words; 0 without any.

    The scores are those that the decoder adds up: a word's is the mean of its tokens' ``logits`` [windows, tokens, 7],
    and ``transitions`` [2, 7, 7] are for neighbours within a sentence or across its end. ``words`` [windows, tokens]
    is the word that a token belongs to, -1 for none; ``word_tags`` [windows, words] is IGNORED after the last word;
    ``word_across`` [windows, words] is 1 where a sentence begins. The normaliser is a product of 7 x 7 matrices,
    taken pairwise: its depth is the logarithm of the number of words.
    """
    known = word_tags != IGNORED
    if not known.any():
        return logits.sum() * 0 + transitions.sum() * 0
    emissions = _word_means(logits.float(), words, word_tags.shape[1])
    allowed = transitions.float() + _forbidden(transitions.shape[-1]).to(transitions.device)
    steps = allowed[word_across] + emissions.unsqueeze(-2)  # [windows, words, tag before, tag]
    tags = word_tags.clamp(min=0)
    first = emissions[:, 0]
    own = steps[:, 1:].flatten(2).gather(-1, (tags[:, :-1] * first.shape[-1] + tags[:, 1:]).unsqueeze(-1)).squeeze(-1)
    path = first.gather(-1, tags[:, :1]).squeeze(-1) + (own * known[:, 1:]).sum(-1)
    every = first.unsqueeze(-1) + _log_product(steps[:, 1:], known[:, 1:])
    return ((every.logsumexp((-2, -1)) - path) * known[:, 0]).sum() / known.sum()


def _word_means(logits: Tensor, words: Tensor, n_words: int) -> Tensor:
    inside = (words >= 0).unsqueeze(-1)
    index = words.clamp(min=0).unsqueeze(-1)
    sums = logits.new_zeros(len(logits), n_words, logits.shape[-1])
    sums = sums.scatter_add(1, index.expand_as(logits), logits * inside)
    counts = logits.new_zeros(len(logits), n_words, 1).scatter_add(1, index, inside.to(logits.dtype))
    return sums / counts.clamp(min=1)


def _forbidden(n_tags: int) -> Tensor:
    """I only follows B or I of its role."""
    table = torch.zeros(n_tags, n_tags)
    for tag in range(2, n_tags, 2):
        table[:, tag] = _NEVER
        table[tag - 1 : tag + 1, tag] = 0
    return table


def _log_product(matrices: Tensor, known: Tensor) -> Tensor:
    """Product over dimension 1 in the log semiring; what is not ``known`` is the identity."""
    n = matrices.shape[-1]
    identity = torch.full((n, n), _NEVER, device=matrices.device).fill_diagonal_(0)
    matrices = torch.where(known[..., None, None], matrices, identity)
    while matrices.shape[1] != 1:
        if matrices.shape[1] % 2:
            matrices = torch.cat([matrices, identity.expand(len(matrices), 1, n, n)], 1)
        matrices = (matrices[:, ::2].unsqueeze(-1) + matrices[:, 1::2].unsqueeze(-3)).logsumexp(-2)
    return matrices[:, 0]
