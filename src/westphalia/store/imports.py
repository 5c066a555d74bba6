"""Data sets in the store: the records that an import holds, and writing one in a transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import duckdb
import pyarrow as pa

from westphalia.store.columns import schema_of, to_arrow

__all__ = [
    "DATA_TABLES",
    "Change",
    "DataEvent",
    "DataImport",
    "DataRow",
    "DataTie",
    "Imported",
    "Position",
    "put_import",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class DataImport:
    """One file of a data set: `id` is a hash of its name in the store and its bytes.

    `part` is the file's name for data sets that come in many files, None for those that are one: what a later import
    replaces. `columns` are those of `DataRow.cells`; `covers_from` and `covers_to` the days between which what is not
    in it is not there, outside of which it is not known.
    """

    id: str
    dataset: str
    title: str
    version: str
    part: str | None
    file: str
    columns: tuple[str, ...]
    lines: int
    skipped: int
    covers_from: date | None
    covers_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRow:
    """One line of a file as found. Lines that share an id are one case of the data set (the members of an alliance)."""

    id: str
    import_id: str
    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DataTie:
    """A tie from data: `kind` is a tie kind or one of `datasets/data/kinds.tsv`.

    `source` and `target` are actor ids (in code order where the kind has no direction); `start` and `end` its first and
    last day, None where the data do not say or it still stood at `coverage_end`, the last day that the data set covers:
    what is not there after that day is unknown, not gone. `size` is None where it was not measured (never 0 for "not
    known"). `row` is the id that opens the lines behind it.
    """

    kind: str
    source: str
    target: str
    start: date | None
    end: date | None
    size: float | None
    unit: str | None
    dataset: str
    row: str
    coverage_end: date | None
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DataEvent:
    """One line of a data set of events, coded by machine from reports.

    `relation` is a PLOVER type, or `-` for comments, which are none. Lines with one `id` tell of one event: the same
    actors, type and day; each carries the `reports` that it says it was coded from (1 where it does not say).
    """

    id: str
    day: date
    source: str
    relation: str
    mode: str | None
    target: str
    dataset: str
    row: str
    source_name: str | None
    target_name: str | None
    publisher: str | None
    reports: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where a state stood in one session, which opened in `year`: its ideal point with the 5 % and 95 % bounds."""

    state: str
    session: int
    year: int
    point: float
    low: float | None
    high: float | None
    votes: int
    row: str


DATA_TABLES = {"data_rows": DataRow, "data_ties": DataTie, "data_events": DataEvent, "positions": Position}
"""The tables of an import; each row carries the id of its import."""

Change = Literal["added", "unchanged", "replaced"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A file as it goes into the store: what it is, and its rows by table of `DATA_TABLES` (without `import_id`)."""

    of: DataImport
    tables: dict[str, pa.Table]


def put_import(cursor: duckdb.DuckDBPyConnection, imported: Imported) -> tuple[Change, bool]:
    """Write a file's rows in the place of those of an earlier version; says what that changed."""
    of = imported.of
    held = cursor.execute(
        "select id from imports where dataset = $dataset and part is not distinct from $part",
        {"dataset": of.dataset, "part": of.part},
    ).fetchall()
    if (of.id,) in held:
        return "unchanged", False
    for (old,) in held:
        cursor.execute("delete from imports where id = $id", {"id": old})
        for name in DATA_TABLES:
            cursor.execute(f"delete from {name} where import_id = $id", {"id": old})
    written = {"imports": to_arrow(DataImport, [of])}
    for name, record in DATA_TABLES.items():
        rows = imported.tables.get(name, schema_of(record, ("import_id",)).empty_table())
        written[name] = rows.append_column("import_id", pa.array([of.id] * rows.num_rows, pa.string()))
    for name, rows in written.items():
        if rows.num_rows:
            cursor.register("rows", rows)
            cursor.execute(f"insert into {name} by name from rows")
            cursor.unregister("rows")
    said = f"data: {of.title} {of.version} ({of.file}), {of.lines} lines"
    cursor.execute("call set_commit_message('westphalia', $said)", {"said": said})
    cursor.execute("update ledger set writes = writes + 1")
    return ("replaced" if held else "added"), True
