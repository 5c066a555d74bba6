"""The command that writes a brief: for a state, a question and a period, as a page, Markdown, PDF or Word document."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import pyarrow as pa
import typer

from westphalia import briefing
from westphalia.cli.analyse import Data
from westphalia.cli.ask import KnownAt, Publisher, Since, Snapshot, Until, open_view
from westphalia.cli.build import AsJson, open_store
from westphalia.cli.output import console, errors, print_json
from westphalia.datasets.recognise import data_events, data_ties, dataset_of
from westphalia.datasets.rows import Loaded
from westphalia.errors import BadInput
from westphalia.ontology.actors import atlas
from westphalia.outlook import Events, Forecaster, events_from
from westphalia.outlook.events import events_of
from westphalia.outlook.kept import fitted_for
from westphalia.store import View
from westphalia.store.days import last_day

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
    data: Data = None,
    known_at: KnownAt = None,
    publisher: Publisher = None,
    snapshot: Snapshot = None,
    as_json: AsJson = False,
) -> None:
    """A cited brief for a state, every line of which opens to its sentence.

    With events enough (in the store, or in --data such as ICEWS) its outlook holds probabilities, each with its base
    rate; the first brief after new events fits the forecaster, which takes minutes on a year of ICEWS.
    """
    if output and output.suffix not in FORMATS:
        raise BadInput(f"{output}: give a file ending in {', '.join(FORMATS)}")
    view = open_view(context, known_at, publisher, snapshot)
    events, ties = _laid_beside(data or [], last_day(until))
    made = briefing.compose(
        view,
        atlas().code(focal),
        question=question,
        since=since,
        until=until,
        before=_earlier(context, last, publisher),
        foresight=_foresight(context, view, events, data or [], last_day(until or known_at)),
        events=events,
        ties=ties,
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


def _laid_beside(paths: Sequence[Path], until: date | None) -> tuple[pa.Table | None, pa.Table | None]:
    """Events and ties of the data files, None for what there is none of; says what was left out."""
    coded = [path for path in paths if dataset_of(path).startswith("icews")]
    rest = [path for path in paths if path not in coded]
    years = [until.year] if until else []
    found: list[pa.Table | None] = []
    for files, read in ((coded, data_events), (rest, lambda files: data_ties(files, years))):
        loaded: Loaded | None = read(files) if files else None
        for why, count in loaded.reasons()[:5] if loaded else ():
            errors.print(f"left out {count} rows: {why}", style="yellow", markup=False)
        found.append(loaded.table if loaded else None)
    return found[0], found[1]


def _earlier(context: typer.Context, last: str | None, publisher: list[str] | None) -> View | None:
    """The view of the last brief: a snapshot's number, or what had been published by a day."""
    if last is None:
        return None
    store = open_store(context)
    if last.isdigit() and len(last) < 4:
        return store.view(snapshot=int(last), publishers=publisher or None)
    return store.view(until=last, publishers=publisher or None)


def _foresight(
    context: typer.Context, view: View, table: pa.Table | None, paths: Sequence[Path], until: date | None
) -> briefing.Foresight:
    """A forecaster of the events given, fitted once and kept beside the store."""

    def read() -> Events:
        if table is None:
            found = events_from(view.events())
        else:
            columns = (table[name].to_pylist() for name in ("day", "source", "relation", "target", "row"))
            found = events_of(row for row in zip(*columns, strict=True) if row[1] != row[3])
        if len(found) < ENOUGH:
            raise BadInput(
                f"the record holds {len(found)} dated events between two actors, and a forecast that could be checked "
                f"takes some {ENOUGH} at least"
            )
        return found

    def fit(events: Events, day: int) -> Forecaster:
        key = f"{view.snapshot}-{view.until or 'all'}-{_mark(view.publishers or (), paths)}-{day}"
        return fitted_for(Path(context.obj.store) / "outlook", events, day, HORIZON, key)

    return briefing.foresee(read, fit, until + timedelta(days=1) if until else None)


def _mark(publishers: Sequence[str], paths: Sequence[Path]) -> str:
    """What tells the events of one brief's fit from another's: publishers and the files' bytes."""
    digest = hashlib.blake2b("\n".join(publishers).encode(), digest_size=6)
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()
