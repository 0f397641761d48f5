"""The command line: arguments and dispatch. Data goes to standard output, everything else to standard error.

Exit codes: 0 complete; 1 complete with skipped inputs, each named on standard error; 2 failed or misused, one line on
standard error.
"""

import contextlib
import os
import sys
from collections.abc import Sequence

from attribution.cli.arguments import make_parser
from attribution.cli.output import tell
from attribution.errors import AttributionError

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; the only place that catches errors.

    >>> main(["models", "--json", "--out", "/no/such/folder/models.json"])  # says why on standard error
    2
    """
    words = list(sys.argv[1:] if argv is None else argv)
    debug = "--debug" in words
    try:
        arguments = make_parser().parse_args(words)
        return int(arguments.command(arguments))
    except SystemExit as stop:  # argparse has printed help or the version
        return stop.code if isinstance(stop.code, int) else 2
    except BrokenPipeError:  # whoever read our output has enough
        _abandon_output()
        return 2
    except KeyboardInterrupt:
        return _failed("interrupted")
    except AttributionError as error:
        if debug:
            raise
        return _failed(str(error))
    except OSError as error:
        if debug:
            raise
        _abandon_output()
        return _failed(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    except Exception as error:  # a defect: still one line, and how to see more
        if debug:
            raise
        return _failed(f"unexpected {type(error).__name__}: {error} (run again with --debug to see where)")


def _failed(message: str) -> int:
    tell(f"error: {message}")
    return 2


def _abandon_output() -> None:
    """Keep the interpreter from failing once more when it flushes what nobody can take."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        sys.stdout.flush()
        return
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
