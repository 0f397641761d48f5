"""Small models that ship as JSON: weights by the name of a feature, and the threshold of their decision."""

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import ClassVar, Self

__all__ = ["FittedModel"]


@dataclass(frozen=True)
class FittedModel:
    """Weights of features and the least probability of a yes; ``file`` is the package and name of what ships."""

    weights: dict[str, float]
    threshold: float
    file: ClassVar[tuple[str, str]]

    @classmethod
    @cache
    def shipped(cls) -> Self:
        """Return the model that the package ships."""
        package, name = cls.file
        loaded = json.loads((resources.files(package) / name).read_text(encoding="utf-8"))
        return cls(loaded["weights"], loaded["threshold"])
