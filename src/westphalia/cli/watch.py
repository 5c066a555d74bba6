"""Watches: saved questions, each a listing or analysis with its arguments, and what differs since it was last read.

A question is parsed and answered as the command of that name is; its rows are taken before they would be printed.
What was read is not kept: the question is put again to the snapshot at which it was read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

import pyarrow as pa
import typer

from westphalia.analysis.watching import compared
from westphalia.cli.build import AsJson, open_store
from westphalia.cli.output import answers, console, print_json, print_rows
from westphalia.errors import BadInput, UnknownRecord
from westphalia.judging.rulings import now
from westphalia.records import Finding
from westphalia.store import Store
from westphalia.store.rulings import Watch

__all__ = ["ASKING", "watch_app"]

ASKING = (
    "statements",
    "events",
    "ties",
    "disagreements",
    "dyad",
    "implications",
    "exposure",
    "pathways",
    "leverage",
    "blocs",
    "relations",
    "changes",
)
"""The commands that a watch may save."""

watch_app = typer.Typer(help="Saved questions, and what differs since they were last read.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="The watch's name.")]


@watch_app.command(context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
def add(
    context: typer.Context,
    name: Name,
    question: Annotated[
        list[str],
        typer.Argument(metavar="COMMAND...", help="A listing or analysis: exposure IND, events --actor PRK ..."),
    ],
) -> None:
    """Save a question under a name; its answer of now counts as read. `changes` goes without --since."""
    if question[0] not in ASKING:
        raise BadInput(f"{question[0]!r} cannot be watched: give one of {', '.join(ASKING)}")
    fixed = {"--snapshot", "--since"} if question[0] == "changes" else {"--snapshot"}
    if found := sorted(fixed.intersection(word.partition("=")[0] for word in question)):
        raise BadInput(f"leave out {found[0]}: a watch goes from its last reading to the latest state")
    store = open_store(context, write=True)
    time = now()
    watch = Watch(name=name, question=tuple(question), by=context.obj.by, made=time, read=time, snapshot=store.snapshot)
    rows = _changed(context, watch, store.snapshot).params["rows"]  # a question that cannot be answered is not saved
    store.keep_watch(name, watch)
    console.print(f"watching {name}: {' '.join(question)} ({rows} rows now)", markup=False, highlight=False)


@watch_app.command("list")
def list_(context: typer.Context, as_json: AsJson = False) -> None:
    """The saved questions, and when each was last read."""
    watches = open_store(context).watches()
    if as_json:
        print_json(watches)
        return
    rows = [
        {"name": w.name, "question": " ".join(w.question), "by": w.by, "read": w.read[:16], "snapshot": w.snapshot}
        for w in watches
    ]
    print_rows(rows, ("name", "question", "by", "read", "snapshot"), title="watches", wide="question")


@watch_app.command()
def run(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help="Only this watch (default: all).")] = None,
    peek: Annotated[bool, typer.Option(help="Look without marking it as read.")] = False,
    as_json: AsJson = False,
) -> None:
    """What is new, gone or changed in the answers since they were last read."""
    store = open_store(context, write=not peek)
    watches = [_named(store, name)] if name else store.watches()
    latest = store.snapshot
    found = {watch.name: _changed(context, watch, latest) for watch in watches}
    if as_json:
        print_json(found)
    elif not found:
        console.print("no watches: `westphalia watch add NAME exposure IND` saves one", style="dim", markup=False)
    else:
        for finding in found.values():
            if not finding.table.num_rows:
                console.print(f"{finding.name}: nothing has changed since it was last read", markup=False)
                continue
            print_rows(
                finding.table.to_pylist(), ("change", "row", "column", "before", "after", "ids"), title=finding.name
            )
            if "gone" in finding.table["change"].to_pylist():
                console.print(
                    f"what is gone opens as it stood: `westphalia why ID --snapshot {finding.params['read at']}`",
                    style="dim",
                    markup=False,
                )
    if not peek:
        for watch in watches:
            store.keep_watch(watch.name, replace(watch, read=now(), snapshot=latest))


@watch_app.command()
def remove(context: typer.Context, name: Name) -> None:
    """Forget a saved question."""
    store = open_store(context, write=True)
    _named(store, name)
    store.keep_watch(name, None)
    console.print(f"no longer watching {name}", markup=False)


def _named(store: Store, name: str) -> Watch:
    watches = {watch.name: watch for watch in store.watches()}
    if name not in watches:
        raise UnknownRecord(f"no watch {name!r}: there are {', '.join(watches) or 'none'} (`westphalia watch list`)")
    return watches[name]


def _changed(context: typer.Context, watch: Watch, latest: int) -> Finding:
    """What differs in a watch's answer between its last reading and a snapshot."""
    title = f"{watch.name}: {' '.join(watch.question)}"
    if watch.question[0] == "changes":
        rows = _answer(context, watch, "--since", f"#{watch.snapshot}")
        shown = [{**row, "row": f"{row['what']} {row['relation']} {', '.join(row['source'])}"} for row in rows]
        finding = compared(title, [], [])
        changed = pa.Table.from_pylist([{n: row.get(n) for n in finding.table.schema.names} for row in shown])
        return replace(
            finding, table=changed if rows else finding.table, params={"rows": len(rows), "read at": watch.snapshot}
        )
    before, after = (_answer(context, watch, "--snapshot", str(at)) for at in (watch.snapshot, latest))
    finding = compared(title, before, after)
    return replace(finding, params={**finding.params, "read at": watch.snapshot})


def _answer(context: typer.Context, watch: Watch, *more: str) -> list[dict[str, Any]]:
    """The rows that the command of a watch's question would print."""
    root: Any = context.find_root()
    name, *words = watch.question
    command = root.command.commands[name]
    limited = any(parameter.name == "limit" for parameter in command.params) and "--limit" not in words
    words = [*words, *more, *(("--limit", "1000000") if limited else ()), "--json"]
    with answers() as taken, command.make_context(name, words, parent=root) as made:
        command.invoke(made)
    answer = taken[0]
    table = answer.table if isinstance(answer, Finding) else answer
    rows = table.to_pylist() if isinstance(table, pa.Table) else table
    return [dict(row) for row in rows if isinstance(row, Mapping)]
