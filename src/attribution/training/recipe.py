"""Training recipes: TOML with five tables, every key a field below."""

import dataclasses
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from attribution.errors import RecipeError, nearest
from attribution.training.loss import LossWeights

__all__ = ["DataSettings", "ModelSettings", "Recipe", "TeacherSettings", "TrainSettings", "read_recipe"]

T = TypeVar("T")


@dataclass(frozen=True)
class ModelSettings:
    """``encoder`` is a Hugging Face name, a folder, or ``package:NAME/FOLDER`` inside an installed package.

    ``start`` names a trained tagger to go on from, heads included: a folder, one that is shipped, or a recipe beside
    this one (``NAME.toml``) by which it is trained first. ``start_share`` is what it keeps in the mean of its weights
    and the new ones, which becomes the model (0 to 1).
    ``frozen_layers`` keeps the encoder's embeddings and that many of its lowest layers as they are: faster, for less.
    """

    encoder: str = "sentence-transformers/all-MiniLM-L6-v2"
    encoder_sha256: str = ""
    start: str = ""
    start_share: float = 0.0
    max_tokens: int = 512
    context_tokens: int = 128
    pair_size: int = 64
    pooling_heads: int = 8
    frozen_layers: int = 0


@dataclass(frozen=True)
class TeacherSettings:
    """``answers`` is a file of what other taggers said about sentences' types (``training/teach.py``).

    It is found like the files of ``[data]``.
    """

    answers: str = ""


@dataclass(frozen=True)
class DataSettings:
    """Files below the data folder. ``train`` maps a file to how often an epoch repeats it."""

    train: dict[str, int] = field(default_factory=dict)
    dev_labels: str = ""
    dev_spans: str = ""


@dataclass(frozen=True)
class TrainSettings:
    """Optimisation; ``head_learning_rate`` is for the layers on top of the encoder.

    ``average`` is the decay a step of a moving average of the weights, which becomes the model; 0 keeps the best epoch.
    ``positive_power`` weighs rare types by (absent / present) to this power in the loss: 0 is off, 1 is full balance.
    ``bf16`` takes bfloat16 products where the processor has them, float32 elsewhere.
    """

    epochs: float = 4.0
    batch_size: int = 8
    learning_rate: float = 1.5e-4
    head_learning_rate: float = 5e-4
    weight_decay: float = 0.01
    warmup_ratio: float = 0.06
    positive_power: float = 0.25
    patience: int = 3
    average: float = 0.0
    seed: int = 13
    bf16: bool = True


@dataclass(frozen=True)
class Recipe:
    """A whole training run."""

    name: str
    model: ModelSettings
    teacher: TeacherSettings
    data: DataSettings
    train: TrainSettings
    loss: LossWeights


def read_recipe(path: Path) -> Recipe:
    """Read a recipe.

    Raises
    ------
    RecipeError
        For a missing file, broken TOML, an unknown table or key (the nearest one is named), or a wrong value.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RecipeError(f"recipe {path} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RecipeError(f"recipe {path} is not valid TOML: {error}") from error
    known = {
        "model": ModelSettings,
        "teacher": TeacherSettings,
        "data": DataSettings,
        "train": TrainSettings,
        "loss": LossWeights,
    }
    for name in tables:
        if name not in known:
            raise RecipeError(f"{path}: unknown table [{name}].{nearest(name, known)} Tables are {', '.join(known)}")
    recipe = Recipe(path.stem, **{name: _table(path, name, kind, tables.get(name, {})) for name, kind in known.items()})
    if not recipe.data.train:
        raise RecipeError(f"{path}: [data.train] must name at least one file, for example 'gold-train.jsonl' = 1")
    return recipe


def _table(path: Path, table: str, kind: type[T], values: dict[str, Any]) -> T:
    fields = {f.name: f for f in dataclasses.fields(kind)}  # type: ignore[arg-type]
    defaults = kind()
    for key, value in values.items():
        if key not in fields:
            raise RecipeError(f"{path}: unknown key {key!r} in [{table}].{nearest(key, fields)}")
        wanted = type(getattr(defaults, key))
        if not isinstance(value, wanted) and not (wanted is float and type(value) is int):
            raise RecipeError(f"{path}: {table}.{key} must be {wanted.__name__}, got {value!r}")
        if isinstance(value, (int, float)) and value < 0:
            raise RecipeError(f"{path}: {table}.{key} must not be negative, got {value!r}")
    return kind(**values)
