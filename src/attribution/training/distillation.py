"""What a larger tagger says about every window: soft targets for a smaller one (Hinton et al. 2015)."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rich.progress import track
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F

from attribution.encoding import Window
from attribution.errors import RecipeError
from attribution.labels import ROLES
from attribution.tagging.network import N_KINDS, N_TYPES, TaggerOutput
from attribution.tagging.tagger import AttributionTagger

__all__ = ["SoftTargets", "soft_attribute_loss", "soft_role_loss", "soft_targets", "soft_type_loss"]

_GROUP = 512
_CONTENT = 1 + 2 * ROLES.index("content")


class SoftTargets(NamedTuple):
    """A teacher's logits, windows one after the other.

    ``roles`` [tokens, 7], ``tokens`` [tokens, 15] and ``sentences`` [sentences, 15], all float16.
    """

    roles: npt.NDArray[np.float16]
    tokens: npt.NDArray[np.float16]
    sentences: npt.NDArray[np.float16]


def soft_targets(
    windows: Sequence[Window], vocabulary: Tokenizer, teacher: AttributionTagger, cache: Path
) -> SoftTargets:
    """Run a teacher over the student's windows, or read what it said before.

    Parameters
    ----------
    windows
        Made with ``vocabulary``, the student's tokenizer. The teacher must cut text into the same tokens (all uncased
        BERT vocabularies do); their numbers may differ.
    cache
        A ``.npz`` file for the answers.

    Raises
    ------
    RecipeError
        When the teacher's vocabulary has not the same tokens.
    """
    numbers = _renumbered(vocabulary, teacher.tokenizer)
    digest = hashlib.sha256(teacher.digest.encode())
    for window in windows:
        digest.update(window.input_ids.tobytes())
    if cache.is_file():
        saved = np.load(cache)
        if str(saved["digest"]) == digest.hexdigest():
            return SoftTargets(saved["roles"], saved["tokens"], saved["sentences"])
    found = []
    for start in track(range(0, len(windows), _GROUP), description="teacher"):
        group = [replace(w, input_ids=numbers[w.input_ids]) for w in windows[start : start + _GROUP]]
        found += [
            SoftTargets(*(a[n].astype(np.float16) for n in ("role_logits", "token_logits", "sentence_logits")))
            for a in teacher.backend.run(group, batch_size=16)
        ]
    result = SoftTargets(*(np.concatenate(parts) for parts in zip(*found, strict=True)))
    np.savez(cache, digest=digest.hexdigest(), **result._asdict())
    return result


def _renumbered(student: Tokenizer, teacher: Tokenizer) -> npt.NDArray[np.int64]:
    """Return the teacher's number of each of the student's tokens; special tokens go by what they are for."""
    theirs = teacher.get_vocab()
    same = {"[CLS]": "<s>", "[SEP]": "</s>", "[PAD]": "<pad>", "[MASK]": "<mask>", "[UNK]": "[UNK]"}
    numbers = np.full(student.get_vocab_size(), -1, np.int64)
    for token, number in student.get_vocab().items():
        numbers[number] = theirs.get(token, theirs.get(same.get(token, ""), -1))
    if (numbers < 0).any():
        raise RecipeError(
            f"teacher.model must cut text into the student's tokens, but {int((numbers < 0).sum())} of them are not in "
            "its vocabulary; take an encoder with an uncased BERT vocabulary for both"
        )
    return numbers


def soft_type_loss(logits: Tensor, teacher: Tensor, known: Tensor) -> Tensor:
    """Cross-entropy to the teacher's types over ``known`` sentences: each by itself, and all against ``none``."""
    own, theirs = logits[known][:, :N_TYPES].float(), teacher[known][:, :N_TYPES].float()
    if not len(own):
        return logits.sum() * 0
    apart = F.binary_cross_entropy_with_logits(own, theirs.sigmoid())
    together = F.cross_entropy(F.pad(own, (0, 1)), F.pad(theirs, (0, 1)).softmax(-1))
    return apart + together


def soft_role_loss(logits: Tensor, teacher: Tensor, known: Tensor) -> Tensor:
    """Cross-entropy to the teacher's BIO tags over ``known`` tokens."""
    return F.cross_entropy(logits[known].float(), teacher[known].float().softmax(-1))


def soft_attribute_loss(output: TaggerOutput, batch: dict[str, Tensor]) -> Tensor:
    """Cross-entropy to the teacher's types, kinds and anonymity where it sees an attribution.

    A token counts as much as the teacher takes it for source or cue, a sentence as much as for its clearest type.
    """
    roles = batch["soft_roles"].float().softmax(-1)
    of_tokens = (1 - roles[..., 0] - roles[..., _CONTENT : _CONTENT + 2].sum(-1)) * (batch["sentence_ids"] >= 0)
    of_sentences = batch["soft_sentences"][..., :N_TYPES].float().sigmoid().amax(-1) * batch["soft_known"]
    return _attributes(output.token_logits, batch["soft_tokens"], of_tokens) + _attributes(
        output.sentence_logits, batch["soft_sentences"], of_sentences
    )


def _attributes(logits: Tensor, teacher: Tensor, weight: Tensor) -> Tensor:
    own, theirs = logits.float(), teacher.float()
    kinds = slice(N_TYPES, N_TYPES + N_KINDS)
    loss = -(theirs[..., kinds].softmax(-1) * own[..., kinds].log_softmax(-1)).sum(-1)
    loss = loss - (theirs[..., :N_TYPES].softmax(-1) * own[..., :N_TYPES].log_softmax(-1)).sum(-1)
    loss = loss + F.binary_cross_entropy_with_logits(own[..., -1], theirs[..., -1].sigmoid(), reduction="none")
    return (loss * weight).sum() / weight.sum().clamp(min=1e-6)
