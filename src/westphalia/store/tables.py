"""The tables of a store: which record each one holds, what it adds, and what every column means."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from typing import NamedTuple

import pyarrow as pa

from westphalia.records import Actor, Disagreement, Document, Event, Judgement, Mention, Sentence, Statement, Tie
from westphalia.store.columns import schema_of
from westphalia.store.imports import DATA_TABLES, DataImport
from westphalia.store.rulings import Ruling, Watch

__all__ = ["FORMAT", "NAMED", "TABLES", "Ledger", "Member", "Table", "describe", "fingerprint"]

FORMAT = 2
"""Goes up whenever a store written before can no longer be read as it is."""

COUNTED = ("certainty", "statements", "reports", "publishers")
"""What a View works out from the statements that it may see, and the store therefore does not keep."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """That an event, a tie or a side of a disagreement rests on a statement."""

    link_id: str
    statement_id: str
    side: str | None
    place: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The store's one row about itself, rewritten by every write, so that of two writers at once one must retry."""

    format: int
    columns: str
    writes: int
    links: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: the record it holds, the fields it leaves to other tables, and what its rows come and go with."""

    name: str
    record: type
    without: tuple[str, ...] = ()
    of: str = ""

    @property
    def of_document(self) -> bool:
        """Whether its rows are replaced with their document."""
        return self.of == "document_id"

    @property
    def schema(self) -> pa.Schema:
        """The columns; where rows are replaced with their document or import, its id is the last."""
        schema = schema_of(self.record, self.without)
        if self.of and self.of not in schema.names:
            schema = schema.append(pa.field(self.of, pa.string()))
        return schema


TABLES = (
    Table(name="documents", record=Document),
    Table(name="sentences", record=Sentence, of="document_id"),
    Table(name="mentions", record=Mention, of="document_id"),
    Table(name="judgements", record=Judgement, of="document_id"),
    Table(name="actors", record=Actor),
    Table(name="statements", record=Statement, of="document_id"),
    Table(name="events", record=Event, without=COUNTED),
    Table(name="ties", record=Tie, without=COUNTED),
    Table(name="disagreements", record=Disagreement, without=("sides",)),
    Table(name="members", record=Member),
    Table(name="rulings", record=Ruling),
    Table(name="watches", record=Watch),
    Table(name="imports", record=DataImport),
    *(Table(name=name, record=record, of="import_id") for name, record in DATA_TABLES.items()),
    Table(name="ledger", record=Ledger),
)
NAMED = {table.name: table for table in TABLES}


class Described(NamedTuple):
    """One line of the tables' reference; `column` is empty on the line about the table itself."""

    table: str
    column: str
    type: str
    meaning: str


def describe() -> Iterator[Described]:
    """Every table and column with its type and meaning, for the reference.

    >>> next(describe()).table
    'documents'
    """
    for table in TABLES:
        yield Described(table.name, "", "", meanings()[table.name, ""])
        for field in table.schema:
            yield Described(table.name, field.name, str(field.type), meanings()[table.name, field.name])


@cache
def meanings() -> dict[tuple[str, str], str]:
    """(table, column) → meaning, from `data/columns.tsv`; the column is empty for the table itself."""
    lines = (files("westphalia.store") / "data" / "columns.tsv").read_text("utf8").splitlines()
    rows = csv.reader((line for line in lines if line and not line.startswith("#")), delimiter="\t")
    return {(table, "" if column == "-" else column): meaning for table, column, meaning in rows}


@cache
def fingerprint() -> str:
    """A hash of all tables' columns: stores with another one were written by another version."""
    text = "\n".join(f"{table.name}: {table.schema.to_string()}" for table in TABLES)
    return blake2b(text.encode(), digest_size=8).hexdigest()
