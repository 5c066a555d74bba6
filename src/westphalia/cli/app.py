"""The app and what all commands share: the store option, errors as one line with an exit code."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from westphalia.cli import analyse, ask, brief, build, coder, judge
from westphalia.cli.outlook import outlook_app
from westphalia.cli.output import errors
from westphalia.cli.watch import watch_app
from westphalia.errors import WestphaliaError
from westphalia.settings import Settings

__all__ = ["app", "main"]

app = typer.Typer(
    help="Reads what is written about the international system and builds the system itself.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)


@app.callback()
def settings(
    context: typer.Context,
    store: Annotated[
        Path | None, typer.Option(help="Folder of the store (default: $WESTPHALIA_STORE or world/).")
    ] = None,
    catalogue: Annotated[
        str | None, typer.Option(help="DuckLake catalogue, `postgres:...` (default: SQLite inside the store).")
    ] = None,
) -> None:
    """Every command works on one store."""
    chosen = Settings.read()
    if store:
        chosen = replace(chosen, store=store)
    if catalogue:
        chosen = replace(chosen, catalogue=catalogue)
    context.obj = chosen


build.register(app)
ask.register(app)
analyse.register(app)
brief.register(app)
judge.register(app)
coder.register(app)
app.add_typer(outlook_app, name="outlook")
app.add_typer(watch_app, name="watch")


def main() -> None:
    """Run a command; errors that a user can mend end in one line on standard error and exit code 1."""
    try:
        app(prog_name="westphalia")
    except WestphaliaError as error:
        errors.print(f"westphalia: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
        sys.exit(1)
    except KeyboardInterrupt:
        errors.print("westphalia: interrupted; what was stored stays stored, and the same command resumes")
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
