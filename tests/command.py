"""One run of the command line in a test, in this process or in one of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from attribution.cli import main

__all__ = ["CLAIM", "ROOT", "TEXT", "Run", "run_module"]

ROOT = Path(__file__).parents[1]
TEXT = "The army confirmed that the bridge at Orven was closed. The party denied that the bridge at Orven was closed."
CLAIM = "The bridge at Orven was closed"


class Run:
    """Exit code, standard output and standard error of one command."""

    def __init__(self, capsys: pytest.CaptureFixture[str], *words: str) -> None:
        self.code = main(words)
        self.out, self.err = capsys.readouterr()

    @property
    def error(self) -> str:
        """The one line on standard error; nothing may be on standard output and the code must be 2."""
        assert (self.code, self.out) == (2, "")
        assert self.err.endswith("\n")
        assert self.err.count("\n") == 1
        assert self.err.startswith("attribution: error: ")
        return self.err.removeprefix("attribution: error: ").rstrip("\n")


def run_module(*words: str, **options: object) -> "subprocess.CompletedProcess[bytes]":
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    command = [sys.executable, "-m", "attribution", *words]
    return subprocess.run(command, env=environment, cwd=ROOT, check=False, timeout=60, **options)  # type: ignore[call-overload,no-any-return]
