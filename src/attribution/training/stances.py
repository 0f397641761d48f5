"""Learning where sentences stand towards a claim: from written stories, and from a larger network's word on news."""

import copy
import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F

from attribution.encoding import Batch, Window, make_windows
from attribution.encoding.windows import pad_windows
from attribution.metrics import mean_f1, precision_recall_f1
from attribution.schema import Document, Sentence
from attribution.tagging.stance_network import N_STANCES, StanceNetwork
from attribution.tagging.torch_backend import number_format

__all__ = ["StanceExample", "StanceRecipe", "predict_examples", "read_stories", "stance_scores", "train_stance"]

Floats = npt.NDArray[np.float32]
_LETTERS = "srnu"  # in the order of `Stance`
_MAX_TOKENS = 384
_POOL = 512  # examples among which those of like length share a batch
_WHOLE = 0.4  # share of the articles that are read whole; of the others some consecutive sentences
_FEW = range(3, 9)


@dataclass(frozen=True, slots=True)
class StanceExample:
    """A claim and consecutive sentences of one text of a story.

    ``stances`` are the places in `Stance` of each sentence, -1 where nobody judged it; ``probs`` what a larger network
    says, float32 [sentences, 4].
    """

    story: str
    claim: str
    texts: tuple[str, ...]
    stances: tuple[int, ...]
    probs: Floats | None = None

    def part(self, first: int, last: int) -> "StanceExample":
        """Return the sentences from ``first`` to before ``last``."""
        chosen = slice(first, last)
        probs = None if self.probs is None else self.probs[chosen]
        return replace(self, texts=self.texts[chosen], stances=self.stances[chosen], probs=probs)


def read_stories(path: Path, *, whole: bool = False) -> list[StanceExample]:
    """Return the examples of written stories: for each claim every headline alone, and the article's sentences.

    ``whole`` gives one example a story instead, of headlines and article, about its first claim.
    """
    made = []
    for line in path.read_text("utf-8").splitlines():
        story = json.loads(line)
        for place, claim in enumerate(story["claims"][: 1 if whole else None]):
            judged = [(t["text"], _LETTERS.index(t["stances"][place]), t["part"]) for t in story["texts"]]
            parts = [[item] for item in judged if item[2] == "headline"] + [[i for i in judged if i[2] != "headline"]]
            for part in [judged] if whole else filter(None, parts):
                texts, stances, _ = zip(*part, strict=True)
                made.append(StanceExample(story["id"], claim, texts, stances))
    return made


@dataclass(frozen=True, slots=True)
class StanceRecipe:
    """How `train_stance` trains.

    ``soft_share`` is the weight of what a larger network says against what people judged, where both are there;
    ``unjudged_share`` the share of the examples that nobody judged which an epoch draws.
    """

    epochs: int
    learning_rate: float
    head_learning_rate: float = 1e-3
    batch_tokens: int = 2048
    soft_share: float = 0.7
    unjudged_share: float = 1.0
    seed: int = 13


def train_stance(
    network: StanceNetwork,
    examples: Sequence[StanceExample],
    tokenizer: Tokenizer,
    recipe: StanceRecipe,
    *,
    told: Callable[[int, int, float], None] = lambda *_: None,
    after_epoch: Callable[[int], None] = lambda _: None,
) -> None:
    """Train in place, with AdamW, a linear schedule, and bfloat16 products where they are fast.

    ``told`` is called with the step, the number of steps and the mean loss.
    """
    rng = random.Random(recipe.seed)
    torch.manual_seed(recipe.seed)
    head = list(network.head.parameters())
    rest = [p for name, p in network.named_parameters() if p.requires_grad and not name.startswith("head.")]
    groups = [{"params": rest, "lr": recipe.learning_rate}, {"params": head, "lr": recipe.head_learning_rate}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    drawn = _epoch(examples, recipe.unjudged_share, rng)
    steps = recipe.epochs * sum(1 for _ in _batches(drawn, tokenizer, recipe.batch_tokens, copy.deepcopy(rng)))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / max(1.0, 0.06 * steps)) * max(0.0, 1 - step / steps)
    )
    step, mean = 0, 0.0
    for epoch in range(recipe.epochs):
        network.train()
        for places, batch in _batches(drawn, tokenizer, recipe.batch_tokens, rng):
            with _autocast(network):
                logits = network(**_inputs(batch, network))
            read = [drawn[i].part(0, len(w.sentences)) for i, w in zip(places, batch.windows, strict=True)]
            loss = _loss(logits.float(), read, recipe.soft_share)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            step, mean = step + 1, 0.98 * mean + 0.02 * loss.item()
            told(step, steps, mean / (1 - 0.98**step))
        drawn = _epoch(examples, recipe.unjudged_share, rng)
        after_epoch(epoch)


@torch.inference_mode()
def predict_examples(
    network: StanceNetwork, examples: Sequence[StanceExample], tokenizer: Tokenizer, *, batch_tokens: int = 8192
) -> list[Floats]:
    """Return probabilities float32 [sentences, 4] of each example; what does not fit in a window is left out."""
    network.eval()
    made: dict[int, Floats] = {}
    for places, batch in _batches(examples, tokenizer, batch_tokens, None):
        with _autocast(network):
            probs = network(**_inputs(batch, network)).float().softmax(-1).cpu().numpy()
        made.update(
            {i: row[: len(window.sentences)] for i, window, row in zip(places, batch.windows, probs, strict=True)}
        )
    return [made[i] for i in range(len(examples))]


def stance_scores(examples: Sequence[StanceExample], probs: Sequence[Floats]) -> dict[str, float]:
    """Return accuracy, macro-F1 and the F1 of each stance over all judged sentences."""
    gold = np.concatenate([e.stances[: len(p)] for e, p in zip(examples, probs, strict=True)])
    guess = np.concatenate([p.argmax(1) for p in probs])
    y, g = np.eye(N_STANCES, dtype=bool)[gold], np.eye(N_STANCES, dtype=bool)[guess]
    counts = np.stack([(y & g).sum(0), g.sum(0), (y & g).sum(0), y.sum(0)], 1).astype(float)
    by_stance = precision_recall_f1(counts)[:, 2].tolist()
    f1 = {f"f1_{letter}": round(value, 3) for letter, value in zip(_LETTERS, by_stance, strict=True)}
    macro = float(mean_f1(counts[None])[0])
    return {"accuracy": round(float((gold == guess).mean()), 3), "macro_f1": round(macro, 3), **f1}


def _epoch(examples: Sequence[StanceExample], unjudged_share: float, rng: random.Random) -> list[StanceExample]:
    """Draw examples, and of most articles some consecutive sentences: a long article is read in windows too."""
    made = []
    for example in examples:
        if max(example.stances) < 0 and rng.random() >= unjudged_share:
            continue
        n = len(example.texts)
        if n >= _FEW.stop and rng.random() >= _WHOLE:
            size = rng.choice(_FEW)
            first = rng.randint(0, n - size)
            example = example.part(first, first + size)
        made.append(example)
    return made


def _batches(
    examples: Sequence[StanceExample], tokenizer: Tokenizer, batch_tokens: int, rng: random.Random | None
) -> Iterator[tuple[list[int], Batch]]:
    """Yield the places of examples and their windows, of like length; shuffled with ``rng``."""
    windows = [_window(example, tokenizer) for example in examples]
    order = list(range(len(examples)))
    if rng is not None:
        rng.shuffle(order)
    size = _POOL if rng is not None else max(1, len(order))
    groups: list[list[int]] = []
    for start in range(0, len(order), size):
        group: list[int] = []
        for i in sorted(order[start : start + size], key=lambda i: -len(windows[i].input_ids)):
            if group and (len(group) + 1) * len(windows[group[0]].input_ids) > batch_tokens:
                groups.append(group)
                group = []
            group.append(i)
        groups.append(group)
    if rng is not None:
        rng.shuffle(groups)
    for group in groups:
        yield group, pad_windows([windows[i] for i in group])


def _window(example: StanceExample, tokenizer: Tokenizer) -> Window:
    sentences = tuple(Sentence(0, len(text), text) for text in example.texts)
    document = Document(id="", text="", title=example.claim, sentences=sentences)
    return next(make_windows(document, 0, tokenizer, max_tokens=_MAX_TOKENS))


def _autocast(network: StanceNetwork) -> torch.autocast:
    """Bfloat16 products where the processor has them; elsewhere they take many times as long as float32."""
    device = next(network.parameters()).device
    return torch.autocast(device.type, torch.bfloat16, enabled=number_format(device) is torch.bfloat16)


def _inputs(batch: Batch, network: StanceNetwork) -> dict[str, Tensor]:
    device = next(network.parameters()).device
    return {
        name: torch.from_numpy(getattr(batch, name)).to(device)
        for name in ("input_ids", "attention_mask", "sentence_ids")
    }


def _loss(logits: Tensor, examples: Sequence[StanceExample], soft_share: float) -> Tensor:
    """Mean cross-entropy over the sentences, with what people judged and what a larger network says."""
    rows = [(i, j) for i, example in enumerate(examples) for j in range(len(example.texts))]
    i, j = torch.tensor(rows, device=logits.device).T
    logs = F.log_softmax(logits[i, j], -1)
    gold = torch.tensor([s for e in examples for s in e.stances], device=logits.device)
    hard = F.nll_loss(logs, gold.clamp(min=0), reduction="none") * (gold >= 0)
    soft_rows = [
        np.full((len(e.texts), N_STANCES), np.nan, np.float32) if e.probs is None else e.probs for e in examples
    ]
    soft = torch.from_numpy(np.concatenate(soft_rows)).to(logits.device)
    known = ~soft.isnan().any(-1)
    from_network = -(soft.nan_to_num() * logs).sum(-1)
    share = torch.where(known & (gold >= 0), soft_share, known.float())
    return (share * from_network + (1 - share) * hard).mean()
