"""The network: one encoder over a window of sentences, and small heads for every question in one forward pass."""

from typing import Any, NamedTuple

import torch
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel, PretrainedConfig, PreTrainedModel

from attribution.labels import ROLES, AttributionType, SourceKind

__all__ = [
    "N_ATTRIBUTES",
    "N_KINDS",
    "N_ROLE_TAGS",
    "N_TYPES",
    "AttributionConfig",
    "AttributionModel",
    "TaggerOutput",
    "mean_and_max",
]

N_TYPES = len(AttributionType)
N_KINDS = len(SourceKind)
N_ATTRIBUTES = N_TYPES + N_KINDS + 1
"""Logits of an attribution: its types, its source kinds, and anonymity last."""
N_ROLE_TAGS = 1 + 2 * len(ROLES)
"""BIO tags: O, then B and I of source, cue and content."""


class AttributionConfig(PretrainedConfig):
    """Configuration of `AttributionModel`.

    ``encoder`` is the configuration of any Hugging Face encoder, as a dict; ``role_transitions`` [2, 7, 7] are
    added by the decoder to the scores of a word's BIO tag after that of the word before, within and across sentences.
    """

    model_type = "news-attribution"

    def __init__(
        self,
        encoder: dict[str, Any] | None = None,
        max_tokens: int = 512,
        context_tokens: int = 128,
        pair_size: int = 64,
        pooling_heads: int = 8,
        role_transitions: list[list[list[float]]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.encoder = encoder
        self.max_tokens = max_tokens
        self.context_tokens = context_tokens
        self.pair_size = pair_size
        self.pooling_heads = pooling_heads
        self.role_transitions = role_transitions


class TaggerOutput(NamedTuple):
    """What the heads say.

    role_logits : [windows, tokens, 7], BIO over source, cue, content
    partial_role_logits : [windows, tokens, 7], the same as annotated where contents are not; only training reads it
    token_logits : [windows, tokens, 15], types, kinds and anonymity of the attribution that a token anchors
    sentence_logits : [windows, sentences, 15], the same for the sentence; its types are not exclusive
    pair_query : [windows, tokens, 2, pair_size], what a cue seeks as its source (0) and its content (1)
    pair_key : [windows, tokens, pair_size]
    embeddings : [windows, sentences, hidden], unit length, comparable with those of other sentences and of claims
    """

    role_logits: Tensor
    partial_role_logits: Tensor
    token_logits: Tensor
    sentence_logits: Tensor
    pair_query: Tensor
    pair_key: Tensor
    embeddings: Tensor


class SentencePooling(nn.Module):
    """Tokens to sentences: mean, maximum and multi-head attention with learned queries, concatenated."""

    def __init__(self, hidden: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.score = nn.Linear(hidden, heads)
        self.value = nn.Linear(hidden, hidden)

    def forward(self, states: Tensor, member: Tensor) -> tuple[Tensor, Tensor]:
        """Pool ``states`` [windows, tokens, hidden] by ``member`` [windows, sentences, tokens] (bool).

        Returns the plain mean [windows, sentences, hidden] and the concatenation [windows, sentences, 3 * hidden].
        A sentence without tokens gives zeros.
        """
        mean, highest = mean_and_max(states, member)
        share, blocked = member.to(states.dtype), ~member.unsqueeze(-1)
        scores = self.score(states).unsqueeze(1).masked_fill(blocked, -1e4)
        weights = scores.softmax(2) * share.unsqueeze(-1)
        values = self.value(states).unflatten(-1, (self.heads, -1))
        attended = torch.einsum("bsth,bthd->bshd", weights, values).flatten(2)
        return mean, torch.cat([mean, highest, attended], -1)


def mean_and_max(states: Tensor, member: Tensor) -> tuple[Tensor, Tensor]:
    """Pool ``states`` [windows, tokens, hidden] by ``member`` [windows, sentences, tokens] (bool).

    Both are [windows, sentences, hidden], zeros for a sentence without tokens.
    """
    share = member.to(states.dtype)
    mean = (share @ states) / share.sum(-1, keepdim=True).clamp(min=1)
    return mean, _sentence_max(states, member) * member.any(-1, keepdim=True)


def _sentence_max(states: Tensor, member: Tensor) -> Tensor:
    """Maximum over each sentence's tokens, without a [windows, sentences, tokens, hidden] array."""
    windows, sentences, _ = member.shape
    index = torch.where(member.any(1), member.long().argmax(1), torch.full_like(member[:, 0].long(), sentences))
    result = states.new_full((windows, sentences + 1, states.shape[-1]), -1e4)
    index = index.unsqueeze(-1).expand_as(states)
    result = result.scatter_reduce(1, index, states, "amax", include_self=False)
    return result[:, :sentences]


class AttributionModel(PreTrainedModel):
    """An encoder with heads for roles, attribution types, source kinds, anonymity, pairing and embedding."""

    config_class = AttributionConfig
    base_model_prefix = "encoder"

    def __init__(self, config: AttributionConfig, encoder: PreTrainedModel | None = None) -> None:
        super().__init__(config)
        if encoder is None:
            settings = dict(config.encoder or {})
            settings["dtype"] = config.dtype
            encoder = AutoModel.from_config(AutoConfig.for_model(settings.pop("model_type"), **settings))
        if getattr(encoder, "pooler", None) is not None:
            encoder.pooler = None  # BERT's sentence vector; nothing here reads it
        self.encoder = encoder
        hidden = encoder.config.hidden_size
        self.dropout = nn.Dropout(0.1)
        self.pooling = SentencePooling(hidden, config.pooling_heads)
        self.role_head = nn.Linear(hidden, N_ROLE_TAGS)
        self.partial_role_head = nn.Linear(hidden, N_ROLE_TAGS)
        self.role_transitions = nn.Parameter(torch.zeros(2, N_ROLE_TAGS, N_ROLE_TAGS))
        self.token_head = nn.Sequential(nn.Linear(hidden, hidden), nn.GELU(), nn.Linear(hidden, N_ATTRIBUTES))
        self.sentence_head = nn.Sequential(
            nn.Linear(3 * hidden, hidden), nn.GELU(), nn.Dropout(0.1), nn.Linear(hidden, N_ATTRIBUTES)
        )
        self.pair_query = nn.Linear(hidden, 2 * config.pair_size)
        self.pair_key = nn.Linear(hidden, config.pair_size)
        self.embedding_head = nn.Linear(hidden, hidden)
        self.post_init()

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, sentence_ids: Tensor, n_sentences: int | None = None
    ) -> TaggerOutput:
        """Encode padded windows; ``sentence_ids`` [windows, tokens] counts sentences in a window, -1 elsewhere."""
        states = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        states = self.dropout(states)
        if n_sentences is None:
            n_sentences = max(1, int(sentence_ids.max()) + 1)
        member = sentence_ids.unsqueeze(1) == torch.arange(n_sentences, device=sentence_ids.device)[:, None]
        mean, pooled = self.pooling(states, member)
        return TaggerOutput(
            role_logits=self.role_head(states),
            partial_role_logits=self.partial_role_head(states),
            token_logits=self.token_head(states),
            sentence_logits=self.sentence_head(pooled),
            pair_query=self.pair_query(states).unflatten(-1, (2, -1)),
            pair_key=self.pair_key(states),
            embeddings=nn.functional.normalize(self.embedding_head(mean).float(), dim=-1),
        )
