"""Commands by which people judge the record: accept, reject, edit, merge, split, undo, judgements, grade."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer
from rich.markup import escape

from westphalia import engine, judging
from westphalia.cli.build import AsJson, open_store
from westphalia.cli.output import console, print_json, print_rows
from westphalia.errors import BadInput
from westphalia.records import Actor
from westphalia.store import Store, View
from westphalia.store.behind import judgement
from westphalia.store.rulings import Ruling

__all__ = ["register"]

StatementId = Annotated[str, typer.Argument(metavar="ID", help="The id of a statement (r-...).")]
By = Annotated[str | None, typer.Option(help="Who judges (default: $USER).")]
Why = Annotated[str, typer.Option(help="The reason, for whoever reads it later.")]


def register(app: typer.Typer) -> None:
    """Add this file's commands to the app."""
    for command in (accept, reject, edit, merge, split, undo, judgements, grade):
        app.command()(command)


def accept(context: typer.Context, key: StatementId, why: Why = "", by: By = None, as_json: AsJson = False) -> None:
    """Judge that a statement is right as it stands; takes up again what was rejected."""
    _judge(context, lambda view, who: judging.accept(view, key, who, why), by, as_json)


def reject(
    context: typer.Context,
    key: StatementId,
    why: Annotated[str, typer.Option(help="What is wrong with it.")],
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Judge that a sentence does not say this: the statement leaves every listing, event, tie, analysis and brief."""
    _judge(context, lambda view, who: judging.reject(view, key, who, why), by, as_json)


def edit(
    context: typer.Context,
    key: StatementId,
    changes: Annotated[
        list[str],
        typer.Option(
            "--set",
            help="FIELD=VALUE (repeatable): relation, mode, source, target, polarity, modality, attribution, when, "
            "place; actors by code, id or name, joined by +; `none` takes a value away.",
        ),
    ],
    why: Why = "",
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Judge that a statement says something else; what was read stays beside it (`why ID`)."""
    store = open_store(context, write=True)
    ruling, actors = judging.edit(store.view(), key, changes, by or context.obj.by, why)
    _write(store, ruling, as_json, actors)


def merge(
    context: typer.Context,
    events: Annotated[list[str], typer.Argument(metavar="EVENT EVENT...", help="Ids of events (e-...).")],
    why: Why = "",
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Judge that events are one happening; it holds when more is read."""
    _judge(context, lambda view, who: judging.merge(view, events, who, why), by, as_json)


def split(
    context: typer.Context,
    event: Annotated[str, typer.Argument(metavar="EVENT", help="The id of an event (e-...).")],
    statements: Annotated[
        list[str], typer.Argument(metavar="STATEMENT...", help="Its statements that tell of another happening (r-...).")
    ],
    why: Why = "",
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Judge that statements of an event tell of another happening; it holds when more is read."""
    _judge(context, lambda view, who: judging.split(view, event, statements, who, why), by, as_json)


def undo(
    context: typer.Context,
    key: Annotated[str, typer.Argument(metavar="ID", help="The id of a judgement (j-...).")],
    why: Why = "",
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Take a judgement back; both stay on the list."""
    _judge(context, lambda view, who: judging.undo(view, key, who, why), by, as_json)


def judgements(
    context: typer.Context,
    lost: Annotated[bool, typer.Option(help="Only those that no longer find a statement they are about.")] = False,
    snapshot: Annotated[int | None, typer.Option(help="The store as it was at this snapshot.")] = None,
    as_json: AsJson = False,
) -> None:
    """What people have judged: who, when, what, why, and whether it still stands."""
    view = open_store(context).view(snapshot=snapshot)
    standing = {ruling.id for ruling in view.rulings()}
    rows = [
        {**judgement(ruling), "state": _state(ruling, standing)}
        for ruling in view.rulings(standing=False)
        if not lost or (ruling.lost and ruling.id in standing)
    ]
    if as_json:
        print_json(rows)
        return
    if not rows:
        console.print("no judgements", style="dim")
    for row in rows:
        what = " ".join(filter(None, [row["action"], *row["about"], *_edits(row["edit"]), row["grade"]]))
        why = f": {row['why']}" if row["why"] else ""
        console.print(f"[dim]{row['id']}[/]  [bold]{escape(what)}[/]  {row['state']}", highlight=False)
        console.print(f"  {escape(row['by'])}, {row['made'][:16].replace('T', ' ')} UTC{escape(why)}", highlight=False)


def _edits(edit: dict[str, Any]) -> list[str]:
    """An edit as it is written with `--set`, without what follows from it."""
    return [f"{name}={_edited(value)}" for name, value in edit.items() if name != "kind" and (value or name != "mode")]


def _edited(value: Any) -> str:
    if isinstance(value, list):
        return "+".join(value) or "none"
    if isinstance(value, dict) and "speakers" in value:
        return "+".join(value["speakers"]) or "author"
    if isinstance(value, dict):
        days = [str(value[name] or "..") for name in ("start", "end")]
        return "none" if days == ["..", ".."] else "/".join(dict.fromkeys(days))
    return str(value) or "none"


def _state(ruling: Ruling, standing: set[str]) -> str:
    if ruling.action != "undo" and ruling.id not in standing:
        return "taken back"
    if ruling.lost:
        return f"finds {len(ruling.anchors) - ruling.lost} of {len(ruling.anchors)} statements"
    return "stands"


def grade(
    context: typer.Context,
    about: Annotated[
        str | None, typer.Argument(metavar="WHAT", help="A publisher's name, or the id of a statement (r-...).")
    ] = None,
    letter: Annotated[
        str | None, typer.Argument(metavar="GRADE", help="A to F for a publisher, 1 to 6 for a statement.")
    ] = None,
    why: Why = "",
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Grade a source on the Admiralty scale; without arguments, the publishers of the store with their grades."""
    if about is None:
        _print_grades(open_store(context).view(), as_json)
        return
    if letter is None or not why:
        raise BadInput(f"say the grade and why: westphalia grade {about!r} B --why 'corrects its errors in public'")
    _judge(context, lambda view, who: judging.grade(view, about, letter, who, why), by, as_json)


def _print_grades(view: View, as_json: bool) -> None:
    given = judging.grades(view.rulings())
    names = sorted({row["publisher"] for row in view.documents().to_pylist() if row["publisher"]})
    found = {name: judging.reliability(name, given) for name in names}
    rows = [{"publisher": n, "grade": g.grade, "why": g.why, "by": g.by, "id": g.id} for n, g in found.items()]
    if as_json:
        print_json(rows)
    else:
        print_rows(rows, ("publisher", "grade", "why", "by", "id"), wide="why")


def _judge(context: typer.Context, make: Callable[[View, str], Ruling], by: str | None, as_json: bool) -> None:
    store = open_store(context, write=True)
    _write(store, make(store.view(), by or context.obj.by), as_json)


def _write(store: Store, ruling: Ruling, as_json: bool, actors: Sequence[Actor] = ()) -> None:
    engine.judge(store, ruling, actors)
    if as_json:
        print_json({**judgement(ruling), "snapshot": store.snapshot})
    else:
        back = "" if ruling.action == "undo" else f"; take it back with `westphalia undo {ruling.id}`"
        console.print(
            f"{ruling.id}: {ruling.action} {' '.join(ruling.about)} by {ruling.by} (snapshot {store.snapshot}){back}",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )
