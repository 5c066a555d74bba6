"""Commands that ask more than one table: exposure, pathways, leverage, blocs, relations, changes, what-if.

They take what texts say and the data sets that were imported (`westphalia import`); docs/analyses.md says how each
works and what it rests on.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, Any

import pyarrow as pa
import typer

from westphalia.analysis import dyad as dyads
from westphalia.analysis import implications_for
from westphalia.analysis.blocs import axes, strained_triads
from westphalia.analysis.blocs import blocs as find_blocs
from westphalia.analysis.changes import changes as find_changes
from westphalia.analysis.exposure import exposure as find_exposure
from westphalia.analysis.leverage import leverage as find_leverage
from westphalia.analysis.pathways import pathways as find_pathways
from westphalia.analysis.relations import relations as find_relations
from westphalia.analysis.scenario import scenario as compare
from westphalia.cli.ask import KnownAt, Publisher, Snapshot, open_view, print_finding
from westphalia.cli.build import AsJson, open_store
from westphalia.cli.output import console
from westphalia.errors import BadInput
from westphalia.ontology.actors import atlas
from westphalia.records import Finding
from westphalia.store import Store
from westphalia.store.days import bounds

__all__ = ["register"]

_COMPARED = (
    "analysis",
    "what",
    "change",
    "row",
    "column",
    "relation",
    "source",
    "target",
    "before",
    "after",
    "quote",
    "ids",
    "id",
)

SHOWN: Mapping[str, Callable[[Any, date], Finding]] = {"states": find_blocs, "triads": strained_triads, "axes": axes}
BLOC_COLUMNS = {
    "states": ("state", "bloc", "members", "hold", "against", "moved", "ids"),
    "triads": ("friends", "foes", "strain", "friends_ids", "foes_ids"),
    "axes": ("members", "against", "strength", "kinds", "ids"),
}
At = Annotated[str | None, typer.Option(help="As things stood that day (2024-07-01, 2024-07, 2024).")]


def register(app: typer.Typer) -> None:
    """Add this file's commands to the app."""
    for command in (exposure, pathways, leverage, blocs, relations, changes, scenario):
        app.command()(command)


def _day(text: str | None) -> date | None:
    return bounds(text)[1] if text else None


def exposure(
    context: typer.Context,
    focal: Annotated[str, typer.Argument(help="The state, by code or name.")],
    at: At = None,
    known_at: KnownAt = None,
    publisher: Publisher = None,
    snapshot: Snapshot = None,
    as_json: AsJson = False,
) -> None:
    """What a state leans on, the strain at those it leans on, and what cuts across."""
    view, day = open_view(context, known_at, publisher, snapshot), _day(at)
    finding = find_exposure(view, atlas().code(focal), at=day)
    if not as_json:  # a note names the bodies that it sits in
        finding = _rows(finding, lambda row: row["domain"] != "membership")
    print_finding(
        finding, as_json, ("domain", "on", "certainty", "size", "unit", "share", "at_risk", "strain", "cross", "ids")
    )


def pathways(
    context: typer.Context,
    source: Annotated[str, typer.Argument(help="Where it starts, by code or name.")],
    target: Annotated[str, typer.Argument(help="Where it may arrive.")],
    via: Annotated[str | None, typer.Option(help="Only ways through this state.")] = None,
    at: At = None,
    since: Annotated[str | None, typer.Option(help="Mark the ways that opened on or after that day.")] = None,
    known_at: KnownAt = None,
    publisher: Publisher = None,
    snapshot: Snapshot = None,
    as_json: AsJson = False,
) -> None:
    """How something may pass from one state to another, along ties and what texts say."""
    view = open_view(context, known_at, publisher, snapshot)
    middle, first = atlas().code(via) if via else None, bounds(since)[0] if since else None
    finding = find_pathways(view, atlas().code(source), atlas().code(target), middle, _day(at), since=first)
    print_finding(finding, as_json, ("path", "how", "score", "modality", "shortest", "likeliest", "new", "id"))


def leverage(
    context: typer.Context,
    a: Annotated[str, typer.Argument(help="Whose leverage it is, by code or name.")],
    b: Annotated[str, typer.Argument(help="Over whom.")],
    at: At = None,
    known_at: KnownAt = None,
    publisher: Publisher = None,
    snapshot: Snapshot = None,
    as_json: AsJson = False,
) -> None:
    """Dependence of one state on another against the concessions and rebuffs that followed."""
    view, day = open_view(context, known_at, publisher, snapshot), _day(at)
    finding = find_leverage(view, atlas().code(a), atlas().code(b), day)
    print_finding(finding, as_json, ("factor", "relation", "modality", "said_by", "quote"))


def blocs(
    context: typer.Context,
    at: Annotated[str, typer.Option(help="The day (2024-07-01, 2024-07, 2024).")],
    since: Annotated[str | None, typer.Option(help="Also say who has moved since that day.")] = None,
    show: Annotated[
        str, typer.Option(help="`states` by bloc, the `triads` that strain the balance, or the `axes` with their foes.")
    ] = "states",
    known_at: KnownAt = None,
    publisher: Publisher = None,
    snapshot: Snapshot = None,
    as_json: AsJson = False,
) -> None:
    """Who stands with whom: communities of the signed network of ties at a date."""
    view, day = open_view(context, known_at, publisher, snapshot), bounds(at)[1]
    if show not in SHOWN:
        raise BadInput(f"--show {show!r}: give one of {', '.join(SHOWN)}")
    finding = find_blocs(view, day, _day(since)) if show == "states" else SHOWN[show](view, day)
    print_finding(finding, as_json, BLOC_COLUMNS[show])


def relations(
    context: typer.Context,
    a: Annotated[str, typer.Argument(help="One state, by code or name.")],
    b: Annotated[str, typer.Argument(help="The other.")],
    every: Annotated[int, typer.Option(min=1, help="Days in a period.")] = 30,
    since: Annotated[str | None, typer.Option(help="From that day on.")] = None,
    until: Annotated[str | None, typer.Option(help="Until that day.")] = None,
    coded: Annotated[
        bool, typer.Option("--coded", help="From imported events that machines coded, not from texts.")
    ] = False,
    known_at: KnownAt = None,
    publisher: Publisher = None,
    snapshot: Snapshot = None,
    as_json: AsJson = False,
) -> None:
    """Two states over time: events by class, a score with its band, and where it changes."""
    view = open_view(context, known_at, publisher, snapshot)
    first, last = bounds(since)[0] if since else None, _day(until)
    finding = find_relations(view, atlas().code(a), atlas().code(b), every, first, last, coded)
    if not as_json:  # periods without an event only carry the level over
        finding = _rows(finding, lambda row: row["events"] or row["change"])
    columns = ("start", "events", "verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
    print_finding(finding, as_json, (*columns, "score", "level", "change", "ids"))


def _rows(finding: Finding, keep: Callable[[Mapping[str, Any]], Any]) -> Finding:
    kept = pa.array([bool(keep(row)) for row in finding.table.to_pylist()], pa.bool_())
    return replace(finding, table=finding.table.filter(kept))


def changes(
    context: typer.Context,
    since: Annotated[
        str | None,
        typer.Option(
            help="A snapshot's number (7, #1234), or a day of knowledge (2024-07-01); default: the snapshot before."
        ),
    ] = None,
    actor: Annotated[str | None, typer.Option(help="Only what touches this actor.")] = None,
    as_json: AsJson = False,
) -> None:
    """What is new, gone, firmer or less firm since a snapshot or a date."""
    store = open_store(context)
    if since is None:
        since = f"#{_snapshot_before(store)}"
    number = since.removeprefix("#")
    snapshot = number.isdigit() and (number != since or len(since) < 4)
    earlier = store.view(snapshot=int(number)) if snapshot else store.view(until=since)
    finding = find_changes(store.view(), earlier, atlas().code(actor) if actor else None)
    print_finding(finding, as_json, tuple(name for name in _COMPARED if name != "ids"))


def _snapshot_before(store: Store) -> int:
    """The last snapshot before the present one. Raises BadInput where there is none."""
    latest = store.snapshot
    earlier = [number for number in store.snapshots()["snapshot"].to_pylist() if 1 <= number < latest]
    if not earlier:
        raise BadInput("the store has no earlier snapshot: give --since a day, such as 2024-07-01")
    return int(max(earlier))


def scenario(
    context: typer.Context,
    add: Annotated[
        list[str] | None, typer.Option(help="A tie or event that is to hold: 'CHN arms_supply PAK'.")
    ] = None,
    remove: Annotated[
        list[str] | None, typer.Option(help="One that is to be gone: 'IND arms_dependence RUS', or its id.")
    ] = None,
    change: Annotated[list[str] | None, typer.Option(help="Another certainty: 't-1a2b3c4d5e6f possible'.")] = None,
    ask: Annotated[
        list[str] | None,
        typer.Option(
            help="What to compare, e.g. 'exposure IND' (repeatable): exposure, pathways, leverage, "
            "implications, dyad, blocs."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """What would differ if ties or events were added, removed or changed; the store stays as it is."""
    wanted = [f"{sign} {text}" for sign, texts in (("+", add), ("-", remove), ("=", change)) for text in texts or ()]
    if not wanted:
        raise BadInput("say what is to differ: --add, --remove or --change")
    analyses = {question: _analysis(question) for question in ask or ()}
    if not analyses:
        raise BadInput("say what to compare, for instance --ask 'exposure IND' or --ask 'pathways RUS PAK'")
    finding = compare(open_view(context), wanted, analyses)
    if as_json or finding.table.num_rows:
        print_finding(finding, as_json, _COMPARED)
    else:
        console.print(f"{finding.name}: {finding.caveats[0]}", markup=False, highlight=False)


def _analysis(question: str) -> Callable[[Any], Any]:
    """The analysis that a question such as `pathways RUS PAK` names. Raises `BadInput` for one that is none."""
    try:
        name, *words = shlex.split(question)
    except ValueError:
        raise BadInput(f"{question!r} names no analysis: a quotation mark is left open, or nothing is asked") from None
    states: list[Any] = [atlas().code(w) for w in words if name != "blocs"]
    known: dict[str, tuple[int, Callable[[Any], Any]]] = {
        "exposure": (1, lambda view: find_exposure(view, *states)),
        "implications": (1, lambda view: implications_for(view, *states)),
        "pathways": (2, lambda view: find_pathways(view, *states)),
        "leverage": (2, lambda view: find_leverage(view, *states)),
        "dyad": (2, lambda view: dyads(view, *states)),
        "blocs": (1, lambda view: find_blocs(view, bounds(words[0])[1])),
    }
    if name not in known or known[name][0] != len(words):
        raise BadInput(
            f"{question!r} names no analysis: write one of exposure A, implications A, pathways A B, "
            "leverage A B, dyad A B, blocs DATE"
        )
    return known[name][1]
