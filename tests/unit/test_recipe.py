from pathlib import Path

import pytest

from attribution.errors import RecipeError
from attribution.training.recipe import read_recipe

pytestmark = pytest.mark.model
WHOLE = '[data.train]\n"gold-train.jsonl" = 1\n'


def recipe(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "r.toml"
    path.write_text(text)
    return path


def test_the_shipped_recipes_are_read() -> None:
    for path in (Path(__file__).parents[2] / "training" / "recipes").glob("*.toml"):
        assert read_recipe(path).name == path.stem


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[trian]\n", r"unknown table \[trian\]\. Did you mean 'train'\?"),
        ("[train]\nepoch = 3\n" + WHOLE, r"unknown key 'epoch' in \[train\]\. Did you mean 'epochs'\?"),
        ('[train]\nepochs = "3"\n' + WHOLE, r"train\.epochs must be float, got '3'"),
        ("[train]\nepochs = -1\n" + WHOLE, r"train\.epochs must not be negative"),
        ("[train", "is not valid TOML"),
        ("", r"must name at least one file"),
    ],
)
def test_a_wrong_recipe_is_refused_in_one_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(RecipeError, match=message):
        read_recipe(recipe(tmp_path, text))


def test_a_missing_recipe_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match=r"none\.toml cannot be read"):
        read_recipe(tmp_path / "none.toml")
