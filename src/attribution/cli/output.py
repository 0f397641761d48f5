"""Where data goes: standard output, or a file that appears whole or not at all."""

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from rich.console import Console

from attribution.errors import InputError

__all__ = ["open_output", "quiet_transformers", "table_console", "tell"]


def tell(message: str) -> None:
    """Write one line to standard error; silence where that is closed."""
    line = " ".join(message.encode("utf-8", "replace").decode().split())
    with contextlib.suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(f"attribution: {line}\n")


def quiet_transformers() -> None:
    """Keep the bars and warnings of transformers off standard error; imports it."""
    from transformers.utils import logging

    logging.disable_progress_bar()
    logging.set_verbosity_error()


@contextmanager
def open_output(path: Path | None) -> Iterator[TextIO]:
    """Open a file, or standard output where the path is None or ``-``, for UTF-8 text.

    A file is opened at once, so that one that cannot be written fails before the work; it gets its name when everything
    is in it. Devices and pipes are written directly.

    Raises
    ------
    InputError
        When it cannot be written.
    """
    if path is None or str(path) == "-":
        yield _standard_output()
        sys.stdout.flush()
        return
    target = Path(os.path.realpath(path))
    if target.is_dir() or (target.exists() and not os.access(target, os.W_OK)):
        reason = "it is a folder" if target.is_dir() else "it is write-protected"
        raise InputError(f"--out must be a file that can be written, but {path} cannot: {reason}")
    direct = target.exists() and not target.is_file()
    place = target if direct else target.with_name(f".{target.name[:100]}.{os.getpid()}.tmp")
    try:
        stream = place.open("w", encoding="utf-8", newline="\n")
    except (OSError, ValueError) as error:
        reason = str(error.strerror if isinstance(error, OSError) else error)
        raise InputError(f"--out must be a file that can be written, but {path} cannot: {reason}") from error
    try:
        with stream:
            yield stream
        if not direct:
            if target.exists():
                shutil.copymode(target, place)
            place.replace(target)
    finally:
        if not direct:
            place.unlink(missing_ok=True)


def _standard_output() -> TextIO:
    if sys.stdout is None:
        raise InputError("standard output is closed; open it, or write to a file with --out")
    if hasattr(sys.stdout, "reconfigure") and not sys.stdout.isatty():
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    elif hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # a terminal knows its own encoding
    return sys.stdout


def table_console(stream: TextIO) -> Console:
    """Return a console for tables: styles on a terminal, plain text elsewhere."""
    return Console(file=stream, highlight=False, markup=False, emoji=False)
