"""What the site makes itself: command line and public surface from the code, pages from files of the repository."""

import io
import re
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import attribution
from attribution.cli import main

_COMMANDS = (
    ["analyze"],
    ["label"],
    ["models"],
    ["export"],
    ["doctor"],
    ["serve"],
    ["train"],
    ["evaluate", "labels"],
    ["evaluate", "spans"],
    ["evaluate", "speed"],
    ["evaluate", "stance"],
    ["evaluate", "corroboration"],
)
_ROOT = Path(__file__).parents[1]
_FILE = re.compile(r"\{\{ file (\S+) \}\}")


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Replace the marks in ``cli.md`` and ``api.md`` by what the code says, ``file`` marks by the file."""
    if page.file.src_uri == "cli.md":
        return markdown.replace("{{ commands }}", "\n".join(map(_help, _COMMANDS)))
    if page.file.src_uri == "api.md":
        names = (f"::: attribution.{attribution._MODULE_OF[name]}.{name}" for name in attribution.__all__)
        return markdown.replace("{{ names }}", "\n\n".join(names))
    return _FILE.sub(_text_of_file, markdown)


def _text_of_file(mark: re.Match[str]) -> str:
    """Return a file; alone on its page with its title, below others without. Links that leave the site become words."""
    title, _, text = (_ROOT / mark[1]).read_text("utf-8").partition("\n")
    text = re.sub(r"^##", "###", text, flags=re.M) if mark.start() else f"{title}\n{text}"
    text = re.sub(r"\]\(\.\./docs/", "](", text)
    text = re.sub(r"\]\(\.\./(training|benchmarks)/README\.md\)", r"](\1.md)", text)
    return re.sub(r"(?<!!)\[([^\]]+)\]\((?!https?:|#)[^)]*/[^)]*\)", r"\1", text)


def _help(words: list[str]) -> str:
    text = io.StringIO()
    with redirect_stdout(text):
        main([*words, "--help"])
    return f"## attribution {' '.join(words)}\n\n```text\n{text.getvalue()}```\n"
