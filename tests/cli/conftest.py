"""Runs commands as a user does, in a folder of their own."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import pytest

from westphalia.cli import main


@dataclass(frozen=True)
class Ran:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`run("add", "x.txt")` runs a command in a temporary folder."""
    monkeypatch.chdir(tmp_path)
    for name in [n for n in os.environ if n.startswith("WESTPHALIA_") and n != "WESTPHALIA_SHARED"]:
        monkeypatch.delenv(name)

    def command(*arguments: str | Path) -> Ran:
        out, err = io.StringIO(), io.StringIO()
        code = 0
        with (
            patch("sys.argv", ["westphalia", *map(str, arguments)]),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            try:
                main()
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else int(bool(end.code))
        return Ran(code, out.getvalue(), err.getvalue())

    return command
