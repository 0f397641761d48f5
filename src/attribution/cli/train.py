"""``attribution train``."""

import argparse
from importlib.util import find_spec

from attribution.cli.output import tell
from attribution.errors import MissingDependencyError

__all__ = ["train"]

_NEEDED = ("accelerate", "datasets", "matplotlib", "sklearn")


def train(arguments: argparse.Namespace) -> int:
    """Fine-tune and say where the model is."""
    missing = next((package for package in _NEEDED if find_spec(package) is None), None)
    if missing:
        raise MissingDependencyError(missing, "train")
    from attribution.training import train as run
    from attribution.training.recipe import read_recipe

    read_recipe(arguments.recipe)
    folder = run(
        arguments.recipe,
        data_dir=arguments.data_dir or arguments.recipe.parent.parent / "data",
        output_dir=arguments.out,
        resume=arguments.resume,
    )
    tell(f"the model is in {folder}")
    return 0
