"""The command that writes a brief: for a state, a question and a period, as a page, Markdown, PDF or Word document."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from westphalia import briefing
from westphalia.cli.ask import KnownAt, Publisher, Since, Snapshot, Until, open_view
from westphalia.cli.build import AsJson, open_store
from westphalia.cli.output import console, print_json
from westphalia.errors import BadInput
from westphalia.ontology.actors import atlas
from westphalia.outlook.events import Events, events_from
from westphalia.store import View
from westphalia.store.days import last_day

if TYPE_CHECKING:
    from westphalia.outlook.occurrence import Forecaster

__all__ = ["register"]

FORMATS: Mapping[str, Callable[[briefing.Brief], str | bytes]] = {
    ".html": briefing.render_html,
    ".md": briefing.render_markdown,
    ".pdf": briefing.render_pdf,
    ".docx": briefing.render_docx,
}
ENOUGH = 300
"""Dated events between two actors below which fitting is not tried: its trees need as many positives."""

HORIZON = 30


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command()(brief)


def brief(
    context: typer.Context,
    focal: Annotated[str, typer.Argument(help="The state the brief is for, by code or name.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="A file ending in .html, .md, .pdf or .docx.")
    ] = None,
    question: Annotated[
        str | None, typer.Option(help="The question to answer (default: what it means for the state).")
    ] = None,
    since: Since = None,
    until: Until = None,
    last: Annotated[
        str | None, typer.Option(help="The last brief's snapshot, or its day (2024-07-01): says what changed since.")
    ] = None,
    known_at: KnownAt = None,
    publisher: Publisher = None,
    snapshot: Snapshot = None,
    as_json: AsJson = False,
) -> None:
    """A cited brief for a state, every line of which opens to its sentence.

    With events enough (of texts, or imported) its outlook holds probabilities, each with its base rate; the first
    brief after new events fits the forecaster, which takes minutes on a year of ICEWS.
    """
    if output and output.suffix not in FORMATS:
        raise BadInput(f"{output}: give a file ending in {', '.join(FORMATS)}")
    view = open_view(context, known_at, publisher, snapshot)
    made = briefing.compose(
        view,
        atlas().code(focal),
        question=question,
        since=since,
        until=until,
        before=_earlier(context, last, publisher),
        foresight=_foresight(context, view, last_day(until or known_at)),
    )
    written = FORMATS[output.suffix if output else ".md"](made) if output or not as_json else ""
    if output:
        output.write_bytes(written if isinstance(written, bytes) else written.encode("utf8"))
    if as_json:
        print_json(made)
    elif output:
        console.print(f"brief for {made.focal_name} written to {output} ({len(made.sources)} sources)", markup=False)
    else:
        print(written)


def _earlier(context: typer.Context, last: str | None, publisher: list[str] | None) -> View | None:
    """The view of the last brief: a snapshot's number, or what had been published by a day."""
    if last is None:
        return None
    store = open_store(context)
    if last.isdigit() and len(last) < 4:
        return store.view(snapshot=int(last), publishers=publisher or None)
    return store.view(until=last, publishers=publisher or None)


def _foresight(context: typer.Context, view: View, until: date | None) -> briefing.Foresight:
    """A forecaster of the view's events, of texts and coded, fitted once and kept beside the store."""

    def read() -> Events:
        found = events_from(view.events(), view.data_events())
        if len(found) < ENOUGH:
            raise BadInput(
                f"the record holds {len(found)} dated events between two actors, and a forecast that could be checked "
                f"takes some {ENOUGH} at least"
            )
        return found

    def fit(events: Events, day: int) -> Forecaster:
        from westphalia.outlook.kept import fitted_for  # takes seconds, which only a brief with figures should wait for

        publishers = hashlib.blake2b("\n".join(view.publishers or ()).encode(), digest_size=6).hexdigest()
        key = f"{view.snapshot}-{view.until or 'all'}-{publishers}-{day}"
        return fitted_for(Path(context.obj.store) / "outlook", events, day, HORIZON, key)

    return briefing.foresee(read, fit, until + timedelta(days=1) if until else None)
