"""Where ``--plots`` draws: a folder that is made before the work begins, and figures as PNG."""

import warnings
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from attribution.cli.output import tell
from attribution.errors import InputError, MissingDependencyError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["make_plots_folder", "save_plots"]


def make_plots_folder(folder: Path | None) -> None:
    """Make the folder that ``--plots`` names, where it names one.

    Raises
    ------
    InputError
        When it cannot be made.
    MissingDependencyError
        When matplotlib is not installed.
    """
    if folder is None:
        return
    if find_spec("matplotlib") is None:
        raise MissingDependencyError("matplotlib", "plots")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"--plots must be a folder that can be written, but {folder} cannot: {error.strerror}"
        ) from error


def save_plots(folder: Path, figures: "Mapping[str, Figure]") -> None:
    """Write each figure as ``NAME.png`` and say how many there are."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a letter that the font does not have is drawn as a box
        for name, figure in figures.items():
            figure.savefig(folder / f"{name}.png", dpi=150)
    tell(f"{folder}: {len(figures)} plots")
