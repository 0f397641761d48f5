"""The training loss: one term per head, over the targets that a row has."""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from attribution.labels import ROLES
from attribution.tagging.network import N_KINDS, N_TYPES, TaggerOutput
from attribution.training.crf import path_loss
from attribution.training.data import IGNORED, UNTAGGED

__all__ = ["LossWeights", "tagging_loss"]

_WORDS = ("words", "word_tags", "word_across")


@dataclass(frozen=True)
class LossWeights:
    """How much each term counts.

    ``types`` is binary cross-entropy of each type, ``exclusive`` softmax cross-entropy over the types and ``none``;
    ``roles`` is cross-entropy of each token's tag, ``paths`` that of a window's whole path (`path_loss`);
    ``partial_roles`` is for the roles of articles without annotated contents. ``soft_types`` is cross-entropy to what a
    teacher answered (`soft_type_loss`); without answers it is nothing.
    """

    types: float = 3.0
    exclusive: float = 1.0
    roles: float = 0.5
    paths: float = 1.0
    partial_roles: float = 0.3
    attributes: float = 0.5
    pairs: float = 0.2
    embedding: float = 1.0
    soft_types: float = 3.0


def tagging_loss(
    output: TaggerOutput,
    batch: dict[str, Tensor],
    weights: LossWeights,
    positive_weight: Tensor,
    *,
    transitions: Tensor,
) -> Tensor:
    """Sum the terms; a term without targets in this batch is 0. ``positive_weight`` [types] counters imbalance."""
    terms = [
        weights.types * type_loss(output.sentence_logits, batch["type_targets"], positive_weight),
        weights.exclusive * exclusive_loss(output.sentence_logits, batch["type_targets"]),
        weights.roles * role_loss(output.role_logits, batch["role_targets"], partial=False),
        weights.paths * path_loss(output.role_logits, transitions, **{n: batch[n] for n in _WORDS}),
        weights.partial_roles * role_loss(output.partial_role_logits, batch["role_targets"], partial=True),
        weights.attributes * attribute_loss(output, batch),
        weights.pairs * pair_loss(output, batch),
        weights.embedding * embedding_loss(output.embeddings, batch),
    ]
    if "soft_known" in batch:
        soft = soft_type_loss(output.sentence_logits, batch["soft_types"], batch["soft_known"])
        terms.append(weights.soft_types * soft)
    return torch.stack(terms).sum()


def type_loss(logits: Tensor, targets: Tensor, positive_weight: Tensor) -> Tensor:
    """Binary cross-entropy over [windows, sentences, types]."""
    known = targets[..., 0] != IGNORED
    if not known.any():
        return logits.sum() * 0
    return F.binary_cross_entropy_with_logits(
        logits[known][:, :N_TYPES].float(), targets[known].float(), pos_weight=positive_weight.to(logits.device)
    )


def exclusive_loss(logits: Tensor, targets: Tensor) -> Tensor:
    """Cross-entropy over types and ``none`` (whose logit is 0); several types share the target equally."""
    known = targets[..., 0] != IGNORED
    if not known.any():
        return logits.sum() * 0
    types, present = logits[known][:, :N_TYPES].float(), targets[known].float()
    log_probs = torch.cat([types, torch.zeros_like(types[:, :1])], -1).log_softmax(-1)
    none = 1 - present.amax(-1, keepdim=True)
    target = torch.cat([present, none], -1)
    return -(target / target.sum(-1, keepdim=True) * log_probs).sum(-1).mean()


def soft_type_loss(logits: Tensor, teacher: Tensor, known: Tensor) -> Tensor:
    """Cross-entropy to the teacher's types (Hinton et al. 2015): each by itself, and all against ``none``.

    ``known`` [windows, sentences] says which sentences the teacher answered about.
    """
    own, theirs = logits[known][:, :N_TYPES].float(), teacher[known].float()
    if not len(own):
        return logits.sum() * 0
    apart = F.binary_cross_entropy_with_logits(own, theirs.sigmoid())
    together = F.cross_entropy(F.pad(own, (0, 1)), F.pad(theirs, (0, 1)).softmax(-1))
    return apart + together


def role_loss(logits: Tensor, targets: Tensor, *, partial: bool) -> Tensor:
    """Cross-entropy over BIO tags, of windows with annotated contents or (``partial``) of those without.

    An UNTAGGED token may be O or content: its loss is that of their sum. Conventions for sources and cues differ
    between corpora with and without contents, which is why each has a head of its own.
    """
    log_probs = logits.float().log_softmax(-1)
    loss = F.nll_loss(log_probs.flatten(0, 1), targets.clamp(min=0).flatten(), reduction="none").view_as(targets)
    if partial:
        content = 1 + 2 * ROLES.index("content")
        either = -torch.logsumexp(log_probs[..., [0, content, content + 1]], -1)
        loss = torch.where(targets == UNTAGGED, either, loss)
    known = (targets != IGNORED) & ((targets == UNTAGGED).any(1, keepdim=True) == partial)
    return (loss * known).sum() / known.sum().clamp(min=1)


def attribute_loss(output: TaggerOutput, batch: dict[str, Tensor]) -> Tensor:
    """Type, kind and anonymity of each anchor, from its tokens, or from its sentence where it has none."""
    anchor, whole = batch["anchor"], batch["whole"]
    sentence = batch["anchor_sentence"].clamp(min=0).unsqueeze(-1).expand(-1, -1, output.sentence_logits.shape[-1])
    from_tokens = anchor.to(output.token_logits.dtype) @ output.token_logits
    logits = torch.where(whole.bool().unsqueeze(-1), output.sentence_logits.gather(1, sentence), from_tokens).float()
    known = (batch["type"] != IGNORED) & (anchor.sum(-1) > 0)
    if not known.any():
        return logits.sum() * 0
    logits, target = logits[known], {name: batch[name][known] for name in ("type", "kind", "anonymous")}
    named_only = whole[known] == 0  # the sentence's types are trained by type_loss
    types = F.cross_entropy(logits[:, :N_TYPES], target["type"], reduction="none") * named_only
    kinds = F.cross_entropy(logits[:, N_TYPES : N_TYPES + N_KINDS], target["kind"])
    anonymous = F.binary_cross_entropy_with_logits(logits[:, -1], target["anonymous"].float())
    return types.mean() + kinds + anonymous


def pair_loss(output: TaggerOutput, batch: dict[str, Tensor]) -> Tensor:
    """Each cue should point at the tokens of its source and of its content among all tokens of the window."""
    anchor = batch["anchor"]
    query = torch.einsum("bat,btrd->bard", anchor.to(output.pair_query.dtype), output.pair_query)
    scores = torch.einsum("bard,btd->bart", query, output.pair_key).float() / query.shape[-1] ** 0.5
    scores = scores.masked_fill(batch["attention_mask"][:, None, None] == 0, -1e4)
    log_probs = scores.log_softmax(-1)
    target = torch.stack([batch["source"], batch["content"]], 2).bool()
    known = target.any(-1) & (batch["whole"] == 0).unsqueeze(-1)
    if not known.any():
        nothing: Tensor = scores.sum() * 0
        return nothing
    chosen = log_probs.masked_fill(~target, -1e4).logsumexp(-1)
    loss: Tensor = -chosen[known].mean()
    return loss


def embedding_loss(embeddings: Tensor, batch: dict[str, Tensor]) -> Tensor:
    """One minus the cosine with the sentence's embedding by the untouched encoder, alone and without context."""
    target = batch.get("embedding")
    if target is None:
        return embeddings.sum() * 0
    known = target.abs().sum(-1) > 0
    if not known.any():
        return embeddings.sum() * 0
    return 1 - (embeddings[known] * target[known]).sum(-1).mean()
