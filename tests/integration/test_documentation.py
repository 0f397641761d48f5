"""Every code block of README and docs: Python and commands run, or are at least read; data is what it says it is.

A block marked ``python no-run`` needs what CI lacks, as does a command on files that are not there.
"""

import ast
import importlib
import json
import re
import shlex
import textwrap
import tomllib
from pathlib import Path

import pytest

from attribution.cli import main
from attribution.cli.arguments import make_parser

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), ROOT / "training" / "README.md"]
_BLOCK = re.compile(r"^( *)```(\w+)( no-run)?\n(.*?)^\1```$", re.M | re.S)
_COMMAND = re.compile(r"^\$ (?:.*&& )?(?:\.venv/bin/)?attribution (.*)$", re.M)

pytestmark = [pytest.mark.model, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())


def blocks(page: Path, language: str, *, run: bool = True) -> list[str]:
    """Return the blocks of a language without what they are indented by; with ``run`` False those marked so."""
    found = _BLOCK.findall(page.read_text("utf-8"))
    return [textwrap.dedent(code) for _, name, mark, code in found if name == language and run is not bool(mark)]


def commands(page: Path) -> list[list[str]]:
    """Return the words of every command of ours."""
    shown = "\n".join(blocks(page, "console"))
    return [shlex.split(words, comments=True) for words in _COMMAND.findall(shown)]


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@every_page
def test_the_code_of_a_page_runs(page: Path, folder: Path) -> None:
    found = blocks(page, "python")
    if not found:
        pytest.skip("no Python on this page")
    names: dict[str, object] = {"__name__": "__main__"}
    for block in found:
        exec(compile(block, str(page), "exec"), names)


@every_page
def test_code_that_is_not_run_imports_what_there_is(page: Path) -> None:
    for block in blocks(page, "python", run=False):
        for node in ast.walk(ast.parse(block)):
            if isinstance(node, ast.ImportFrom):
                module = importlib.import_module(node.module or "")
                assert [name.name for name in node.names if not hasattr(module, name.name)] == []


@every_page
def test_the_commands_of_a_page_run_on_the_files_that_are_there(
    page: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for block in blocks(page, "jsonl"):
        (folder / "articles.jsonl").write_text(block, "utf-8")
    for words in commands(page):
        arguments = make_parser().parse_args(words)  # every command has the options that the page gives it
        given = [*getattr(arguments, "paths", ["-"]), getattr(arguments, "claims", None) or ROOT]
        if words[0] == "doctor" or all(Path(path).exists() for path in given):
            assert main(words) == 0, capsys.readouterr().err


@every_page
def test_the_data_of_a_page_is_what_it_says_it_is(page: Path) -> None:
    for line in "\n".join(blocks(page, "jsonl")).splitlines():
        assert isinstance(json.loads(line), dict)
    for block in blocks(page, "json"):
        json.loads(block)
    for block in blocks(page, "toml"):
        tomllib.loads(block)
