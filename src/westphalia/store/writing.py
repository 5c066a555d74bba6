"""Writing in transactions: documents with all that was read in them, and links."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeVar

import duckdb
import pyarrow as pa

from westphalia.errors import BadInput, StoreError
from westphalia.records import Actor, Disagreement, DocumentRecords, Event, Links, Tie
from westphalia.store.columns import from_arrow, to_arrow
from westphalia.store.lake import Lake
from westphalia.store.rulings import Ruling, Watch
from westphalia.store.tables import NAMED, TABLES, Member, Table

__all__ = [
    "AddReport",
    "batches",
    "in_transaction",
    "insert",
    "link_tables",
    "one",
    "put_documents",
    "put_links",
    "put_rulings",
    "put_watch",
]

T = TypeVar("T")

BATCH_DOCUMENTS = 500
BATCH_CHARACTERS = 16_000_000

OF_DOCUMENT = tuple(table for table in TABLES if table.of_document)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddReport:
    """What adding did, by the documents' names: new ones, those already there, those whose text had changed."""

    added: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()

    def __add__(self, other: AddReport) -> AddReport:
        """Both together."""
        return AddReport(
            added=self.added + other.added,
            unchanged=self.unchanged + other.unchanged,
            replaced=self.replaced + other.replaced,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a batch means for the documents that are there: what to take out, what to put in."""

    gone: tuple[str, ...]
    new: tuple[DocumentRecords, ...]
    report: AddReport


def batches(records: Iterable[DocumentRecords]) -> Iterator[list[DocumentRecords]]:
    """The documents in lists of bounded size."""
    batch: list[DocumentRecords] = []
    size = 0
    for each in records:
        batch.append(each)
        size += len(each.document.text) + 200 * (len(each.mentions) + len(each.statements))
        if len(batch) >= BATCH_DOCUMENTS or size >= BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def put_documents(
    cursor: duckdb.DuckDBPyConnection, batch: Sequence[DocumentRecords], again: bool
) -> tuple[tuple[AddReport, int], bool]:
    """Write a batch; gives the report with the number of writes so far, and whether anything was written."""
    plan = planned(cursor, batch, again)
    if not plan.gone and not plan.new:
        return (plan.report, 0), False
    if plan.gone:
        cursor.register("gone", pa.table({"id": list(plan.gone)}))
        cursor.execute("delete from documents where id in (from gone)")
        for table in OF_DOCUMENT:
            cursor.execute(f"delete from {table.name} where document_id in (from gone)")
    insert(cursor, NAMED["documents"], to_arrow(NAMED["documents"].record, [each.document for each in plan.new]))
    for table in OF_DOCUMENT:
        insert(cursor, table, rows_of(table, plan.new))
    put_actors(cursor, chain.from_iterable(each.actors for each in plan.new))
    report = plan.report
    said = f"documents: {len(report.added)} added, {len(report.replaced)} replaced"
    cursor.execute("call set_commit_message('westphalia', $said)", {"said": said})
    cursor.execute("update ledger set writes = writes + 1")
    writes = one(cursor.execute("select writes from ledger"))[0]
    return (report, int(writes)), True


def planned(cursor: duckdb.DuckDBPyConnection, batch: Sequence[DocumentRecords], again: bool) -> Plan:
    """What to do with each document of a batch, given those that are there."""
    wanted = {each.document.name: each for each in batch}  # of two with one name, the later counts
    cursor.register("wanted", pa.table({"id": [e.document.id for e in wanted.values()], "name": list(wanted)}))
    held: dict[str, str] = dict(
        cursor.execute(
            "select id, name from documents where id in (select id from wanted) or name in (select name from wanted)"
        ).fetchall()
    )
    names = set(held.values())
    gone = {id for id, name in held.items() if again or (name in wanted and wanted[name].document.id != id)}
    new: dict[str, DocumentRecords] = {}
    for each in wanted.values():
        if each.document.id not in held or each.document.id in gone:
            new.setdefault(each.document.id, each)
    put = {each.document.name for each in new.values()}
    changed = put | {held[id] for id in gone}
    return Plan(
        gone=tuple(sorted(gone)),
        new=tuple(new.values()),
        report=AddReport(
            added=tuple(name for name in wanted if name in put and name not in names),
            unchanged=tuple(name for name in wanted if name not in changed),
            replaced=tuple(name for name in wanted if name in changed and name in names),
        ),
    )


def rows_of(table: Table, batch: Sequence[DocumentRecords]) -> pa.Table:
    """The rows of a document's table, with the document's id."""
    records = [getattr(each, table.name) for each in batch]
    rows = to_arrow(table.record, list(chain.from_iterable(records)), table.without)
    if "document_id" in rows.column_names:
        return rows
    ids = [each.document.id for each, own in zip(batch, records, strict=True) for _ in own]
    return rows.append_column("document_id", pa.array(ids, pa.string()))


def put_actors(cursor: duckdb.DuckDBPyConnection, actors: Iterable[Actor]) -> None:
    """Write the actors that are new or have changed."""
    named = {actor.id: actor for actor in actors}
    stored = cursor.execute(
        "select * from actors where id in (select unnest($ids))", {"ids": list(named)}
    ).to_arrow_table()
    held = {actor.id: actor for actor in from_arrow(Actor, stored)}
    other = [actor for id, actor in named.items() if held.get(id) != actor]
    changed = [actor.id for actor in other if actor.id in held]
    if changed:
        cursor.execute("delete from actors where id in (select unnest($ids))", {"ids": changed})
    insert(cursor, NAMED["actors"], to_arrow(Actor, other))


def put_links(cursor: duckdb.DuckDBPyConnection, links: Links, digest: str, seen: int | None) -> tuple[bool, bool]:
    """Replace all links, unless they are the same; the answer is False if documents have changed since `seen`."""
    writes, held = one(cursor.execute("select writes, links from ledger"))
    if seen is not None:
        then = one(cursor.execute(f"select writes from ledger at (version => {int(seen)})"))[0]
        if then != writes:
            return False, False
    if held == digest:
        return True, False
    for name, rows in link_tables(links).items():
        cursor.execute(f"delete from {name}")
        insert(cursor, NAMED[name], rows)
    said = f"links: {len(links.events)} events, {len(links.ties)} ties, {len(links.disagreements)} disagreements"
    cursor.execute("call set_commit_message('westphalia', $said)", {"said": said})
    cursor.execute("update ledger set links = $digest", {"digest": digest})
    return True, True


def link_tables(links: Links) -> dict[str, pa.Table]:
    """The rows of the tables that hold links."""
    rows: dict[str, Sequence[Event | Tie | Disagreement | Member]] = {
        "events": links.events,
        "ties": links.ties,
        "disagreements": links.disagreements,
        "members": list(members(links)),
    }
    return {name: to_arrow(NAMED[name].record, of, NAMED[name].without) for name, of in rows.items()}


def members(links: Links) -> Iterator[Member]:
    """Which statements each link rests on, in the link's order."""
    for link in chain[Event | Tie](links.events, links.ties):
        for place, id in enumerate(link.statements):
            yield Member(link_id=link.id, statement_id=id, side=None, place=place)
    for disagreement in links.disagreements:
        pairs = [(side, id) for side, ids in disagreement.sides for id in ids]
        for place, (side, id) in enumerate(pairs):
            yield Member(link_id=disagreement.id, statement_id=id, side=side, place=place)


def put_rulings(
    cursor: duckdb.DuckDBPyConnection, rulings: Sequence[Ruling], actors: Sequence[Actor], said: str
) -> tuple[None, bool]:
    """Write judgements, in the place of those with the same ids; `actors` are those that edits name.

    Raises BadInput for taking back what another has taken back meanwhile.
    """
    for ruling in rulings:
        if ruling.action == "undo":
            taken = cursor.execute("select count(*) from rulings where action = 'undo' and about = $1", [ruling.about])
            if one(taken)[0]:
                raise BadInput(f"{ruling.about[0]} has been taken back already; `westphalia judgements` lists them all")
    cursor.execute("delete from rulings where id in (select unnest($ids))", {"ids": [each.id for each in rulings]})
    insert(cursor, NAMED["rulings"], to_arrow(Ruling, rulings))
    put_actors(cursor, actors)
    return noted(cursor, said)


def put_watch(cursor: duckdb.DuckDBPyConnection, name: str, watch: Watch | None) -> tuple[None, bool]:
    """Write a watch in the place of the one of that name; None removes it."""
    cursor.execute("delete from watches where name = $name", {"name": name})
    insert(cursor, NAMED["watches"], to_arrow(Watch, [watch] if watch else []))
    return noted(cursor, f"watch {name}: {'read' if watch else 'removed'}")


def noted(cursor: duckdb.DuckDBPyConnection, said: str) -> tuple[None, bool]:
    """Say in the snapshot what was written, and count the write, so that of two writers at once one must retry."""
    cursor.execute("call set_commit_message('westphalia', $said)", {"said": said})
    cursor.execute("update ledger set writes = writes + 1")
    return None, True


def in_transaction(lake: Lake, work: Callable[[duckdb.DuckDBPyConnection], tuple[T, bool]]) -> T:
    """The first part of what `work` returns, committed if the second part says so, else undone."""
    with lake.cursor() as cursor:
        cursor.execute("begin")
        try:
            result, changed = work(cursor)
            cursor.execute("commit" if changed else "rollback")
        except BaseException:
            with suppress(duckdb.Error):
                cursor.execute("rollback")
            raise
    return result


def insert(cursor: duckdb.DuckDBPyConnection, table: Table, rows: pa.Table) -> None:
    """Append the rows to the table; nothing happens without rows."""
    if rows.num_rows:
        cursor.register("rows", rows)
        cursor.execute(f"insert into {table.name} by name from rows")
        cursor.unregister("rows")


def one(result: duckdb.DuckDBPyConnection) -> tuple[Any, ...]:
    """The only row; all are fetched, as a result left open would hold on to its snapshot."""
    rows = result.fetchall()
    if not rows:
        raise StoreError("the store lacks a row that every store has; it is damaged, restore it from a copy")
    return tuple(rows[0])
