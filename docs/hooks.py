"""Pages that the site makes itself: the command line and the public surface, from the code."""

import io
from contextlib import redirect_stdout
from typing import Any

import attribution
from attribution.cli import main

_COMMANDS = (
    ["analyze"],
    ["label"],
    ["models"],
    ["doctor"],
    ["train"],
    ["evaluate", "labels"],
    ["evaluate", "spans"],
    ["evaluate", "stance"],
    ["evaluate", "corroboration"],
)


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Replace the marks in ``cli.md`` and ``api.md`` by what the code says."""
    if page.file.src_uri == "cli.md":
        return markdown.replace("{{ commands }}", "\n".join(map(_help, _COMMANDS)))
    if page.file.src_uri == "api.md":
        names = (f"::: attribution.{attribution._MODULE_OF[name]}.{name}" for name in attribution.__all__)
        return markdown.replace("{{ names }}", "\n\n".join(names))
    return markdown


def _help(words: list[str]) -> str:
    text = io.StringIO()
    with redirect_stdout(text):
        main([*words, "--help"])
    return f"## attribution {' '.join(words)}\n\n```text\n{text.getvalue()}```\n"
