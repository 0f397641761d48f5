"""Fine-tune a tagger: the Transformers Trainer with the library's own rows, loss and dev scores."""

import importlib.resources
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence
from transformers import (
    AutoConfig,
    AutoModel,
    EarlyStoppingCallback,
    PretrainedConfig,
    PreTrainedModel,
    Trainer,
    TrainerCallback,
    TrainingArguments,
)

from attribution.errors import RecipeError
from attribution.labels import AttributionType
from attribution.tagging.models import model_folder
from attribution.tagging.network import AttributionConfig, AttributionModel
from attribution.tagging.torch_backend import number_format
from attribution.training.data import IGNORED
from attribution.training.loss import LossWeights, tagging_loss
from attribution.training.recipe import ModelSettings, TrainSettings

__all__ = [
    "Collator",
    "TaggingTrainer",
    "WeightAverage",
    "encoder_folder",
    "new_model",
    "positive_weights",
    "training_arguments",
]


def encoder_folder(encoder: str) -> str:
    """Resolve ``package:NAME/FOLDER`` to a folder inside an installed package; other names stay as they are."""
    if not encoder.startswith("package:"):
        return encoder
    package, _, folder = encoder.removeprefix("package:").partition("/")
    try:
        return str(importlib.resources.files(package) / folder)
    except ModuleNotFoundError as error:
        raise RecipeError(
            f"model.encoder is in the package {package}: pip install {package.replace('_', '-')}"
        ) from error


def new_model(settings: ModelSettings, folder: Path) -> AttributionModel:
    """Return the network that a recipe begins with, its lowest layers frozen as ``settings`` says."""
    network = _started(settings, folder)
    if settings.frozen_layers:
        encoder: Any = network.encoder
        # MPNet's layers share a bias for distances: learned, it would carry the gradient through the frozen ones too
        shared = [m for name, m in encoder.encoder.named_children() if name != "layer"]
        for module in (encoder.embeddings, *shared, *encoder.encoder.layer[: settings.frozen_layers]):
            module.requires_grad_(False)
    return network


def _started(settings: ModelSettings, folder: Path) -> AttributionModel:
    """Return a network with the pretrained encoder of ``folder`` and fresh heads.

    Dropout of attention weights is off: the fused attention kernels of CPUs have none, and without them a step takes
    four times as long. With ``settings.start``, a trained tagger goes on instead.
    """
    if settings.start:
        return AttributionModel.from_pretrained(model_folder(settings.start), dtype=torch.float32)
    encoder_config = AutoConfig.from_pretrained(folder)
    for name in ("attention_probs_dropout_prob", "attention_dropout"):
        if hasattr(encoder_config, name):
            setattr(encoder_config, name, 0.0)
    encoder: PreTrainedModel = AutoModel.from_pretrained(folder, config=encoder_config)
    config = AttributionConfig(
        encoder=_plain(encoder.config),
        max_tokens=settings.max_tokens,
        context_tokens=settings.context_tokens,
        pair_size=settings.pair_size,
        pooling_heads=settings.pooling_heads,
    )
    return AttributionModel(config, encoder)


def _plain(config: PretrainedConfig) -> dict[str, Any]:
    """Return an encoder's configuration without what belongs to the file that it came from."""
    left_out = {"dtype", "transformers_version", "architectures", "_name_or_path"}
    return {k: v for k, v in config.to_diff_dict().items() if k not in left_out} | {"model_type": config.model_type}


class Collator:
    """Rows to padded tensors; ``embeddings`` [sentences, hidden] are what is to be distilled, if given."""

    def __init__(self, embeddings: np.ndarray | None = None) -> None:
        self.embeddings = embeddings

    def __call__(self, rows: Sequence[dict[str, Any]]) -> dict[str, Tensor]:
        """Stack ``rows``; an anchor becomes a row of weights over tokens that sums to 1."""
        n_tokens = max(len(r["input_ids"]) for r in rows)
        n_sentences = max(len(r["type_targets"]) for r in rows)
        n_words = max(1, max(len(r["word_tags"]) for r in rows))
        n_anchors = max(1, max(len(r["anchor"]) for r in rows))
        shape = (len(rows), n_tokens)
        batch: dict[str, np.ndarray] = {
            "input_ids": np.zeros(shape, np.int64),
            "attention_mask": np.zeros(shape, np.int64),
            "sentence_ids": np.full(shape, -1, np.int64),
            "role_targets": np.full(shape, IGNORED, np.int64),
            "words": np.full(shape, -1, np.int64),
            "word_tags": np.full((len(rows), n_words), IGNORED, np.int64),
            "word_across": np.zeros((len(rows), n_words), np.int64),
            "type_targets": np.full((len(rows), n_sentences, len(AttributionType)), IGNORED, np.int64),
            **{n: np.zeros((len(rows), n_anchors, n_tokens), np.float32) for n in ("anchor", "source", "content")},
            **{n: np.full((len(rows), n_anchors), IGNORED, np.int64) for n in ("type", "kind", "anonymous")},
            **{n: np.zeros((len(rows), n_anchors), np.int64) for n in ("whole", "anchor_sentence")},
        }
        for i, row in enumerate(rows):
            n, s = len(row["input_ids"]), len(row["type_targets"])
            for name in ("input_ids", "sentence_ids", "role_targets", "words"):
                batch[name][i, :n] = row[name]
            batch["attention_mask"][i, :n] = 1
            for name in ("word_tags", "word_across"):
                batch[name][i, : len(row[name])] = row[name]
            batch["type_targets"][i, :s] = row["type_targets"]
            for a, tokens in enumerate(row["anchor"]):
                batch["anchor"][i, a, tokens] = 1 / len(tokens)
                batch["source"][i, a, row["source"][a]] = 1
                batch["content"][i, a, row["content"][a]] = 1
                batch["anchor_sentence"][i, a] = row["sentence_ids"][tokens[0]]
                for name in ("type", "kind", "anonymous", "whole"):
                    batch[name][i, a] = row[name][a]
        tensors = {name: torch.from_numpy(array) for name, array in batch.items()}
        if self.embeddings is not None:
            own = [self.embeddings[r["first_sentence"] :][: len(r["type_targets"])] for r in rows]
            tensors["embedding"] = pad_sequence([torch.from_numpy(e).float() for e in own], batch_first=True)
        if "soft_types" in rows[0]:
            said = [torch.tensor(r["soft_types"]) for r in rows]
            tensors["soft_types"] = pad_sequence(said, batch_first=True, padding_value=torch.nan)
            tensors["soft_known"] = ~tensors["soft_types"][..., 0].isnan()
        return tensors


def positive_weights(rows: Any, power: float) -> Tensor:
    """(absent / present) to ``power`` for each type over all annotated sentences."""
    targets = np.array([t for types in rows["type_targets"] for t in types if t[0] != IGNORED])
    present = targets.mean(0).clip(1e-3)
    return torch.tensor(((1 - present) / present) ** power, dtype=torch.float32)


def training_arguments(settings: TrainSettings, folder: Path) -> TrainingArguments:
    """Everything that the Transformers Trainer needs to know."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    return TrainingArguments(
        output_dir=str(folder / "checkpoints"),
        num_train_epochs=settings.epochs,
        per_device_train_batch_size=settings.batch_size,
        learning_rate=settings.learning_rate,
        weight_decay=settings.weight_decay,
        warmup_steps=settings.warmup_ratio,  # below 1 it is a share of all steps
        lr_scheduler_type="linear",
        bf16=settings.bf16 and number_format(device) is torch.bfloat16,
        use_cpu=not torch.cuda.is_available(),
        seed=settings.seed,
        data_seed=settings.seed,
        train_sampling_strategy="group_by_length",
        length_column_name="length",
        remove_unused_columns=False,
        eval_strategy="epoch",
        save_strategy="epoch",
        save_total_limit=2,
        load_best_model_at_end=True,
        metric_for_best_model="eval_score",
        greater_is_better=True,
        logging_steps=20,
        report_to=[],
    )


class WeightAverage(TrainerCallback):
    """Moving average of the weights over steps: steadier than the last step's on a small dev set (Polyak 1992).

    A resumed run begins its average anew. ``start_share`` of the result is the weights as they are now.
    """

    def __init__(self, network: AttributionModel, decay: float, *, start_share: float = 0.0) -> None:
        self.decay, self.start_share = decay, start_share
        self.weights: list[Tensor] = list(network.parameters())
        self.means = [w.detach().clone() for w in self.weights] if decay else []
        self.begun = [w.detach().clone() for w in self.weights] if start_share else []

    def on_train_begin(self, *_: Any, **__: Any) -> None:
        """Begin with the weights as they are."""
        for mean, weight in zip(self.means, self.weights, strict=False):
            mean.copy_(weight.detach())

    def on_step_end(self, *_: Any, **__: Any) -> None:
        """Move towards the weights."""
        if self.decay:
            with torch.no_grad():
                torch._foreach_lerp_(self.means, self.weights, 1 - self.decay)

    @torch.no_grad()
    def apply(self, network: AttributionModel) -> None:
        """Give the averages to the network, if there are any, and mix in what it began with."""
        for mean, weight in zip(self.means, network.parameters(), strict=False):
            weight.copy_(mean)
        for begun, weight in zip(self.begun, network.parameters(), strict=False):
            weight.lerp_(begun, self.start_share)


class TaggingTrainer(Trainer):
    """A Trainer whose loss is `tagging_loss` and whose evaluation is ``dev_scores`` of the model as used."""

    def __init__(
        self,
        *args: Any,
        loss_weights: LossWeights,
        positive_weight: Tensor,
        head_learning_rate: float,
        dev_scores: Callable[[AttributionModel], dict[str, float]],
        patience: int,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.loss_weights = loss_weights
        self.positive_weight = positive_weight
        self.head_learning_rate = head_learning_rate
        self.dev_scores = dev_scores
        self.add_callback(EarlyStoppingCallback(patience))

    @property
    def network(self) -> AttributionModel:
        """The model that is being trained."""
        return cast(AttributionModel, self.model)

    def compute_loss(
        self, model: Any, inputs: dict[str, Any], return_outputs: bool = False, num_items_in_batch: Any = None
    ) -> Any:
        """Loss of a batch."""
        output = model(
            input_ids=inputs["input_ids"],
            attention_mask=inputs["attention_mask"],
            sentence_ids=inputs["sentence_ids"],
            n_sentences=inputs["type_targets"].shape[1],
        )
        loss = tagging_loss(
            output, inputs, self.loss_weights, self.positive_weight, transitions=self.network.role_transitions
        )
        return (loss, output) if return_outputs else loss

    def create_optimizer(self, *_: Any, **__: Any) -> torch.optim.Optimizer:
        """AdamW with a learning rate of its own for the heads, and no decay on biases and norms."""
        groups = []
        for is_head in (False, True):
            for decayed in (False, True):
                chosen = [
                    p
                    for name, p in self.network.named_parameters()
                    if p.requires_grad
                    and name.startswith("encoder.") != is_head
                    and (p.ndim > 1) == decayed
                    and p.ndim < 3
                ]
                rate = self.head_learning_rate if is_head else self.args.learning_rate
                decay = self.args.weight_decay if decayed else 0.0
                groups.append({"params": chosen, "lr": rate, "weight_decay": decay})
        # a few numbers that begin at nothing and must grow to the size of log-probabilities
        groups.append(
            {"params": [self.network.role_transitions], "lr": 10 * self.head_learning_rate, "weight_decay": 0.0}
        )
        self.optimizer = torch.optim.AdamW(groups, fused=True)
        return self.optimizer

    def evaluate(self, *_: Any, **__: Any) -> dict[str, float]:
        """Score the model on dev and tell the callbacks (best checkpoint, early stopping)."""
        self.network.eval()
        metrics = {f"eval_{name}": value for name, value in self.dev_scores(self.network).items()}
        self.log(metrics)
        self.control = self.callback_handler.on_evaluate(self.args, self.state, self.control, metrics)
        return metrics
