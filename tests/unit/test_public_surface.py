"""`import attribution`: what it offers, how fast, and that it loads nothing heavy."""

import ast
import inspect
import subprocess
import sys

import pytest

import attribution

HEAVY = ("torch", "transformers", "datasets", "numpy", "scipy", "pandas")


def in_new_process(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_importing_loads_nothing_heavy() -> None:
    loaded = in_new_process(f"import sys, attribution; print([m for m in {HEAVY} if m in sys.modules])")
    assert loaded == "[]"


def test_importing_is_quick() -> None:
    code = "import time; t = time.process_time(); import attribution; print(time.process_time() - t)"
    assert min(float(in_new_process(code)) for _ in range(3)) < 0.15


@pytest.mark.parametrize("name", [n for n in attribution.__all__ if n != "AttributionTagger"])
def test_every_public_name_exists_and_is_documented(name: str) -> None:
    assert inspect.getdoc(getattr(attribution, name))


def test_type_checkers_see_the_same_names() -> None:
    tree = ast.parse(inspect.getsource(attribution))
    typed = {
        alias.asname
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.asname
    }
    assert typed == set(attribution.__all__)


def test_dir_lists_the_public_names() -> None:
    assert set(attribution.__all__) <= set(dir(attribution))


def test_an_unknown_name_suggests_the_nearest() -> None:
    with pytest.raises(AttributeError, match=r"no attribute 'analyse'\. Did you mean 'analyze'"):
        attribution.analyse  # noqa: B018


def test_there_is_a_version() -> None:
    assert attribution.__version__[0].isdigit()
