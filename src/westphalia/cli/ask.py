"""Commands that ask the store: listings, dyad, why, actors."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, get_args

import typer
from rich.markup import escape

from westphalia import analysis, judging, linking
from westphalia.analysis.credibility import credibility
from westphalia.analysis.dyad import what
from westphalia.analysis.lines import two_states
from westphalia.analysis.matrix import matrix, touching
from westphalia.cli.build import AsJson, open_store
from westphalia.cli.output import console, print_json, print_quoted, print_rows, when_text
from westphalia.errors import BadInput
from westphalia.ontology.actors import atlas
from westphalia.records import Finding, Kind, Modality, Polarity
from westphalia.store import View
from westphalia.store.days import bounds

__all__ = ["KnownAt", "Publisher", "Since", "Snapshot", "Until", "open_view", "print_finding", "register", "state_code"]

Actor = Annotated[str | None, typer.Option(help="Only with this actor, by code or name (PRK, 'North Korea').")]
With = Annotated[str | None, typer.Option("--with", help="... and this one, on either side.")]
Since = Annotated[str | None, typer.Option(help="Only what is dated from then on (2023, 2023-09, 2023-09-13).")]
Until = Annotated[str | None, typer.Option(help="Only what is dated until then.")]
KnownAt = Annotated[str | None, typer.Option(help="As known then: only documents published until that day.")]
Publisher = Annotated[list[str] | None, typer.Option(help="Only from this publisher (repeatable).")]
Snapshot = Annotated[int | None, typer.Option(help="The store as it was at this snapshot.")]
Limit = Annotated[int, typer.Option(min=1, help="At most so many rows.")]


def register(app: typer.Typer) -> None:
    """Add this file's commands to the app."""
    for command in (
        statements,
        events,
        ties,
        disagreements,
        dyad,
        implications,
        why,
        document,
        actors,
        snapshots,
    ):
        app.command()(command)


def open_view(
    context: typer.Context,
    known_at: str | None = None,
    publisher: list[str] | None = None,
    snapshot: int | None = None,
) -> View:
    """The view that the options ask for. Raises `BadInput` for a date that is none."""
    return open_store(context).view(until=known_at, publishers=publisher or None, snapshot=snapshot)


def state_codes(actor: str | None, other: str | None) -> dict[str, str | None]:
    """The filters for `--actor` and `--with`. Raises `UnknownActor`, and `BadInput` for one actor given twice."""
    found = {"actor": state_code(actor), "other": state_code(other)}
    if found["actor"] and found["other"]:
        two_states(found["actor"], found["other"])
    return found


def one_of(option: str, value: str | None, known: Collection[str]) -> str | None:
    """An option's value. Raises `BadInput` for one that is none of those known."""
    if value is not None and value not in known:
        raise BadInput(f"{option} {value!r}: give one of {', '.join(known)}")
    return value


def state_code(name: str | None) -> str | None:
    """The code of an actor given by code or name; None for none. Raises `UnknownActor`."""
    return atlas().code(name) if name else None


def statements(
    context: typer.Context,
    actor: Actor = None,
    other: With = None,
    kind: Annotated[str | None, typer.Option(help="event, tie, implication, stance or state.")] = None,
    relation: Annotated[str | None, typer.Option(help="A PLOVER type, tie kind or label.")] = None,
    modality: Annotated[str | None, typer.Option(help="asserted, reported, possible, denied, ...")] = None,
    polarity: Annotated[str | None, typer.Option(help="+ or -.")] = None,
    since: Since = None,
    until: Until = None,
    known_at: KnownAt = None,
    publisher: Publisher = None,
    snapshot: Snapshot = None,
    limit: Limit = 50,
    as_json: AsJson = False,
) -> None:
    """What the sentences say: one row a statement."""
    view = open_view(context, known_at, publisher, snapshot)
    table = view.statements(
        **state_codes(actor, other),
        kind=one_of("--kind", kind, get_args(Kind)),
        relation=relation,
        modality=one_of("--modality", modality, get_args(Modality)),
        polarity=one_of("--polarity", polarity, get_args(Polarity)),
        since=since,
        until=until,
        limit=limit,
    )
    if as_json:
        print_json(table)
        return
    if not table.num_rows:
        console.print("no statements", style="dim")
    for row in table.to_pylist():
        holds = "" if row["modality"] == "asserted" else f" ({row['modality']})"
        dated = f", {when_text(row)}" if when_text(row) else ""
        where = row["publisher"] or Path(row["document"]).name
        judged = f" [green]{row['ruling']} by hand, {row['ruling_ids'][-1]}[/]" if row["ruling"] else ""
        console.print(f"[dim]{row['id']}[/]  [bold]{escape(what(row))}[/]{holds}{dated}{judged}", highlight=False)
        console.print(f"  {escape(_speaker(row))}, in {escape(where)}: “{escape(row['sentence'])}”", highlight=False)
    _more(table.num_rows, limit, "statements")


def _speaker(row: dict[str, Any]) -> str:
    return "the author" if row["attribution_kind"] == "author" else str(row["attribution_text"] or "unnamed")


def _more(shown: int, limit: int, what: str) -> None:
    if shown == limit:
        console.print(f"only the first {limit} {what} are shown: see --limit", style="dim")


def events(
    context: typer.Context,
    actor: Actor = None,
    other: With = None,
    since: Since = None,
    until: Until = None,
    coded: Annotated[bool, typer.Option("--coded", help="Imported events that machines coded instead.")] = False,
    known_at: KnownAt = None,
    publisher: Publisher = None,
    snapshot: Snapshot = None,
    limit: Limit = 50,
    as_json: AsJson = False,
) -> None:
    """What happened: one row an event, however many reports tell of it."""
    view = open_view(context, known_at, publisher, snapshot)
    ask = view.data_events if coded else view.events
    table = ask(**state_codes(actor, other), since=since, until=until, limit=limit)
    if as_json:
        print_json(table)
        return
    if coded:
        print_rows(table.to_pylist(), ("id", "day", "source", "relation", "target", "dataset", "reports"))
    else:
        plan = _plans(view, state_code(actor), state_code(other))
        rows = [
            row | {"when": when_text(row), "what": what(row), "plan": plan.get(row["id"])} for row in table.to_pylist()
        ]
        print_rows(rows, ("id", "when", "what", "place", "certainty", "reports", "publishers", "plan"))
    _more(table.num_rows, limit, "events")


def ties(
    context: typer.Context,
    actor: Actor = None,
    other: With = None,
    since: Since = None,
    until: Until = None,
    known_at: KnownAt = None,
    publisher: Publisher = None,
    snapshot: Snapshot = None,
    limit: Limit = 50,
    as_json: AsJson = False,
) -> None:
    """What stands between actors, from when to when: by texts, and by imported data."""
    view = open_view(context, known_at, publisher, snapshot)
    asked: dict[str, Any] = {
        **state_codes(actor, other),
        "since": since,
        "until": until,
        "limit": limit,
    }
    told = [row | {"dataset": "text"} for row in view.ties(**asked).to_pylist()]
    rows = [*told, *map(_as_tie, view.data_ties(**asked).to_pylist())]
    if as_json:
        print_json(rows)
        return
    shown = [row | {"when": when_text(row), "what": what(row), "by": row["dataset"]} for row in rows]
    print_rows(shown, ("id", "when", "what", "certainty", "size", "unit", "by"))
    _more(max(len(told), len(rows) - len(told)), limit, "ties of texts, and of data,")


def _as_tie(row: dict[str, Any]) -> dict[str, Any]:
    """A tie of data with the columns of a tie of texts, and its own."""
    ends = {"source": [row["source"]], "target": [row["target"]]}
    days = {"when_start": row["start"], "when_end": row["end"]}
    kept = {name: row[name] for name in ("size", "unit", "dataset", "coverage_end", "note")}
    return {"id": row["row"], "relation": row["kind"], **ends, **days, "polarity": "+", "certainty": "asserted", **kept}


def _plans(view: View, actor: str | None, other: str | None) -> dict[str, str]:
    """What is to be noted of planned events and their happenings: of all that is known, whatever page is shown."""
    events = view.events(actor=actor, other=other).to_pylist()
    said = view.statements(kind="event", actor=actor, other=other).to_pylist()
    return linking.noted(linking.plans(events, said))


def disagreements(
    context: typer.Context,
    actor: Actor = None,
    other: With = None,
    known_at: KnownAt = None,
    publisher: Publisher = None,
    snapshot: Snapshot = None,
    by_publisher: Annotated[
        bool, typer.Option("--matrix", help="Each claim against each publisher: says, denies, silent.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Statements that cannot all hold: each side with its sentences, each with its source's grade (B6: see `grade`)."""
    view = open_view(context, known_at, publisher, snapshot)
    if by_publisher:
        _print_matrix(matrix(view, **state_codes(actor, other)), as_json)
        return
    rows = touching(view, **state_codes(actor, other))
    if as_json:
        print_json(rows)
        return
    ids = [s for x in rows for side in x["sides"] for s in side["statements"]]
    said = {r["id"]: r for r in view.statements(ids=ids).to_pylist()}
    credible, graded = credibility(view, ids), judging.grades(view.rulings())
    if not rows:
        console.print("no disagreements", style="dim")
    for row in rows:
        console.print(f"[bold]{escape(row['about'])}[/]: {row['field']} ({row['strength']})  [dim]{row['id']}[/]")
        for side in row["sides"]:
            console.print(f"  {escape(side['value'])}")
            for key in side["rows"]:
                console.print(f"    [dim]{key}[/]", highlight=False)
            for key in side["statements"]:
                where = said[key]["publisher"] or Path(said[key]["document"]).name
                mark = judging.reliability(said[key]["publisher"], graded).grade + credible[key].grade
                told = f"    “{escape(said[key]['sentence'])}” {escape(where)} ({mark}) [dim]{key}[/]"
                console.print(told, highlight=False)


def _print_matrix(finding: Finding, as_json: bool) -> None:
    """A block for each disagreement, and in it a line for each cell in which a publisher takes a side."""
    if as_json:
        print_json(finding)
        return
    rows = finding.table.to_pylist()
    for row in {row["disagreement"]: row for row in rows}.values():
        console.print(
            f"[bold]{escape(row['about'])}[/]: {row['field']} ({row['strength']})  [dim]{row['disagreement']}[/]"
        )
        cells = [cell for cell in rows if cell["disagreement"] == row["disagreement"]]
        for claim in dict.fromkeys(cell["claim"] for cell in cells):
            console.print(f"  {escape(claim)}")
            for cell in cells:
                if cell["claim"] == claim and cell["stand"] != "silent":
                    _print_cell(cell)
        silent = dict.fromkeys(cell["publisher"] for cell in cells if cell["stand"] == "silent")
        if silent:
            console.print(f"  silent: {escape(', '.join(silent))}", highlight=False)
    if not rows:
        console.print("no disagreements", style="dim")
    for caveat in finding.caveats:
        console.print(f"note: {caveat}", style="dim", markup=False)


def _print_cell(cell: dict[str, Any]) -> None:
    told = zip(cell["ids"], cell["published"], cell["credibility"], strict=True)
    shown = ", ".join(f"{id} {day} ({cell['grade']}{mark})" for id, day, mark in told)
    console.print(f"    {cell['stand']:8} {escape(cell['publisher'])}  [dim]{shown}[/]", highlight=False)


def dyad(
    context: typer.Context,
    a: Annotated[str, typer.Argument(help="One actor, by code or name.")],
    b: Annotated[str, typer.Argument(help="The other.")],
    known_at: KnownAt = None,
    publisher: Publisher = None,
    snapshot: Snapshot = None,
    as_json: AsJson = False,
) -> None:
    """What happened between two actors, what stands, who says so."""
    finding = analysis.dyad(open_view(context, known_at, publisher, snapshot), atlas().code(a), atlas().code(b))
    print_finding(finding, as_json)


def implications(
    context: typer.Context,
    focal: Annotated[str, typer.Argument(help="The state whose stake it is, by code or name.")],
    known_at: KnownAt = None,
    publisher: Publisher = None,
    snapshot: Snapshot = None,
    as_json: AsJson = False,
) -> None:
    """What the record means for a state: the paths by which it is touched, each with its sentence."""
    view = open_view(context, known_at, publisher, snapshot)
    print_finding(analysis.implications_for(view, atlas().code(focal)), as_json)


IN_SIGHT: tuple[str, ...] = (
    "path",
    "what",
    "how",
    "certainty",
    "modality",
    "reports",
    "publishers",
    "said_by",
    "quote",
    "id",
)
"""The columns of a Finding that fit a screen; `--json` gives all."""

ROWS = 40
"""How many rows of a Finding are printed."""


def print_finding(finding: Finding, as_json: bool, columns_in_sight: tuple[str, ...] = IN_SIGHT) -> None:
    """Print a Finding: its table (the columns that fit a screen; as JSON all of it) and its caveats."""
    if as_json:
        print_json(finding)
        return
    rows = [row | {"when": when_text(row)} for row in finding.table.slice(0, ROWS).to_pylist()]
    columns = [c for c in columns_in_sight if c in finding.table.column_names]
    if "when_start" in finding.table.column_names:
        columns.insert(0, "when")
    if "quote" in columns:
        print_quoted(rows, [c for c in columns if c not in ("quote", "id")], title=finding.name)
    else:
        print_rows(rows, columns, title=finding.name)
    if finding.table.num_rows > ROWS:
        console.print(f"... and {finding.table.num_rows - ROWS} rows more: see --json", style="dim")
    if finding.params.get("reading"):
        console.print(str(finding.params["reading"]), style="bold", markup=False)
    for caveat in finding.caveats:
        console.print(f"note: {caveat}", style="dim", markup=False)


def why(
    context: typer.Context,
    key: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="The id of any record (r-, e-, t-, x-, s-, d-...), path (p-...), data row (sipri:7) or actor.",
        ),
    ],
    snapshot: Snapshot = None,
    as_json: AsJson = False,
) -> None:
    """What a record rests on: the sentence in its paragraph, the rule, the judgements, the scores."""
    view = open_store(context).view(snapshot=snapshot)
    opened = analysis.open_path(view, key) if key.startswith("p-") else view.open(key)
    if opened["record"] == "event" and "statements" in opened:
        opened |= _unfolding(view, opened["event"])
    if as_json:
        print_json(opened)
        return
    _print_opened(opened)


def _unfolding(view: View, event: dict[str, Any]) -> dict[str, Any]:
    """What an event's reports add to it: announced when, happened or not; how sure they were, by date; who copies."""
    ends = sorted({*event["source"], *event["target"]})
    plan = _plans(view, ends[0], ends[1] if len(ends) > 1 else None).get(event["id"]) if ends else None
    told = view.statements(ids=event["statements"]).to_pylist()
    steps = [asdict(step) for step in linking.course(told)]
    return {"plan": plan, "course": steps, "not independent": [str(copy) for copy in linking.copied(told)]}


def _print_opened(value: Any, indent: int = 0) -> None:
    """Print nested plain values as an outline."""
    pad = "  " * indent
    for name, item in value.items():
        label = f"{pad}[bold]{escape(str(name).replace('_', ' '))}[/]"
        if isinstance(item, dict):
            console.print(label)
            _print_opened(item, indent + 1)
        elif isinstance(item, list) and item and isinstance(item[0], dict):
            console.print(f"{label} ({len(item)})")
            for each in item:
                _print_opened(each, indent + 1)
                console.print()
        elif item not in (None, [], ""):
            text = ", ".join(map(str, item)) if isinstance(item, list) else str(item)
            console.print(f"{label}: {escape(text)}", highlight=False)


def document(
    context: typer.Context,
    key: Annotated[str, typer.Argument(metavar="ID", help="The id of a document (d-...).")],
    furniture: Annotated[bool, typer.Option(help="Show the parts that were set aside, struck through.")] = False,
    as_json: AsJson = False,
) -> None:
    """A document as read; with `--furniture` also what was set aside, and why."""
    record = open_store(context).view().document(key)
    if as_json:
        print_json(record)
        return
    console.print(
        f"[bold]{escape(record.title or record.name)}[/]  {escape(record.publisher or 'no publisher named')}, "
        f"{record.published or 'undated'}"
    )
    at = 0
    for part in record.furniture:
        console.print(record.text[at : part.span.start], end="", markup=False, highlight=False)
        if furniture:
            console.print(
                f"[strike dim]{escape(part.span.of(record.text))}[/] [dim]({part.kind}: {escape(part.why)})[/]", end=""
            )
        at = part.span.end
    console.print(record.text[at:], markup=False, highlight=False)


def actors(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="A name as it stands in a text.")],
    at: Annotated[str | None, typer.Option(help="Resolve at this date (offices change hands).")] = None,
    as_json: AsJson = False,
) -> None:
    """How a name resolves, at a date; several rows mean that it stays open."""
    day = bounds(at)[0] if at else None
    candidates = atlas().resolve(name, on=day)
    key = name if atlas().known(name) else name.upper()
    if not candidates and atlas().known(key):
        candidates = tuple(c for c in atlas().resolve(atlas().actor(key).name, on=day) if c.actor.id == key)
    rows = [
        {
            "id": c.actor.id,
            "name": c.actor.name,
            "kind": c.actor.kind,
            "named_by": c.kind,
            "codes": list(c.codes),
            "valid": str(c.actor.valid or ""),
            "score": c.score,
            "why": c.why,
        }
        for c in candidates
    ]
    if as_json:
        print_json(rows)
        return
    if not rows:
        console.print(f"{name}: no actor of that name is known", markup=False)
        raise typer.Exit(1)
    print_rows(rows, ("id", "name", "kind", "named_by", "codes", "valid", "score", "why"), wide="why")


def snapshots(context: typer.Context, as_json: AsJson = False) -> None:
    """The states of the store over time; give an id to --snapshot."""
    rows = open_store(context).snapshots().to_pylist()
    if as_json:
        print_json(rows)
    else:
        print_rows(rows, tuple(rows[0]) if rows else ())
