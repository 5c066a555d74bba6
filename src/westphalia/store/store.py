"""The store: opening it, adding documents, writing links, and the way to a View."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import TypeVar

import duckdb
import pyarrow as pa

from westphalia.errors import StoreError
from westphalia.records import Actor, DocumentRecords, Links
from westphalia.store.columns import from_arrow, plain_json
from westphalia.store.imports import Change, Imported, put_import
from westphalia.store.lake import DATA, Lake, attach, explained, read, retrying
from westphalia.store.opening import check_place, check_version, make_tables
from westphalia.store.rulings import Ruling, Watch
from westphalia.store.view import View
from westphalia.store.writing import (
    AddReport,
    batches,
    in_transaction,
    put_documents,
    put_links,
    put_rulings,
    put_watch,
)

__all__ = ["AddReport", "Store"]

T = TypeVar("T")

TIDY_EVERY = 32
"""After so many writes the small files that they left are put together."""


class Store:
    """A folder with the tables of all that was read (Parquet) and their catalogue (SQLite, or PostgreSQL).

    Several processes may read and write at once. Every write is one transaction: it is there as a whole or not at
    all, whatever happens to the process or the disk. Use `Store.open`.
    """

    def __init__(self, path: Path, catalogue: str | None, lake: Lake, write: bool) -> None:
        self.path = path
        self._catalogue = catalogue
        self._lake = lake
        self._write = write

    @classmethod
    def open(cls, path: str | Path, catalogue: str | None = None, write: bool = True) -> Store:
        """The store in the folder `path`, made if there is none.

        `catalogue`: None keeps the catalogue in the folder (SQLite); `postgres:dbname=... host=...` or
        `postgresql://...` keeps it in a PostgreSQL database of its own. With `write=False` nothing is made or
        changed, and the folder may be one that cannot be written to. Raises StoreError, saying what to do.
        """
        path = Path(path).expanduser().absolute()
        check_place(path, catalogue, write)
        with explained(path, catalogue, "opening the store"):
            if write:
                (path / DATA).mkdir(parents=True, exist_ok=True)
            lake = retrying(partial(attach, path, catalogue, write))
            try:
                retrying(partial(make_tables, lake, path, write))
                retrying(partial(check_version, lake, path))
            except BaseException:
                lake.close()
                raise
        return cls(path, catalogue, lake, write)

    def close(self) -> None:
        """Let go of the files. Views made from this store end with it."""
        self._lake.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Store({str(self.path)!r})"

    # ------------------------------------------------------------------ reading

    @property
    def snapshot(self) -> int:
        """The number of the latest snapshot; every write makes a new one."""
        return int(self._read("select id from current_snapshot()")["id"][0].as_py())

    def snapshots(self) -> pa.Table:
        """All snapshots: snapshot, time, what was written."""
        return self._read(
            "select snapshot_id::bigint as snapshot, snapshot_time as time, commit_message as what "
            "from snapshots() order by snapshot_id"
        )

    def known(self, ids: Collection[str]) -> set[str]:
        """Which of these document ids are in the store: such documents need not be read again."""
        rows = self._read("select id from documents where id in (select unnest($ids))", ids=list(ids))
        return set(rows["id"].to_pylist())

    def view(
        self,
        until: date | str | None = None,
        publishers: Collection[str] | None = None,
        snapshot: int | None = None,
        as_read: bool = False,
    ) -> View:
        """What was known: from documents published by `until`, by these publishers, as the store was at `snapshot`.

        `as_read` leaves people's judgements aside. Without a snapshot the View is of the latest one, and stays with it
        while others write. Raises StoreError for a snapshot that the store does not have.
        """
        latest = self.snapshot
        if snapshot is not None and not 1 <= snapshot <= latest:
            raise StoreError(f"the store {self.path} has no snapshot {snapshot}: it has 1 to {latest}")
        at = latest if snapshot is None else snapshot
        return View(self._lake, self.path, at, until=until, publishers=publishers, as_read=as_read)

    def watches(self) -> list[Watch]:
        """The saved questions, by name."""
        return from_arrow(Watch, self._read("from watches order by name"))

    # ------------------------------------------------------------------ writing

    def add(self, records: Iterable[DocumentRecords], again: bool = False) -> AddReport:
        """Put documents in, with all that was read in them.

        A document whose id is there stays as it is (unless `again`, after a change of the reader); one with the
        name of another document replaces it. The documents are written in batches of up to 500, each batch one
        transaction, so that memory stays flat however many come. Raises StoreError; batches written before it
        stay, and adding the same documents again completes the work.
        """
        report = AddReport()
        for batch in batches(records):
            report += self._add_batch(batch, again)
        return report

    def add_data(self, imported: Imported) -> Change:
        """Put a file of a data set in, in the place of its earlier version; the same file again changes nothing."""
        return self._written("importing into", partial(put_import, imported=imported))

    def write_links(self, links: Links, seen: int | None = None) -> bool:
        """Put these links in the place of all links that are there.

        `seen` is the snapshot that the links were made from: when documents were written since, the links are out
        of date, nothing is written, and the answer is False (make them again from a new View). Links that are the
        same as those there are not written again.
        """
        digest = blake2b(plain_json(links).encode(), digest_size=16).hexdigest()
        return self._written("writing links to", partial(put_links, links=links, digest=digest, seen=seen))

    def judge(self, rulings: Sequence[Ruling], actors: Sequence[Actor] = (), said: str = "") -> None:
        """Write judgements of people, in the place of those with the same ids; `actors` are those that edits name.

        `said` is what the snapshot says. Links are to be made again afterwards (`engine.judge` does both). Raises
        BadInput for taking back what has been taken back.
        """
        work = partial(put_rulings, rulings=rulings, actors=actors, said=said)
        self._written("writing judgements to", work)

    def keep_watch(self, name: str, watch: Watch | None) -> None:
        """Write a watch in the place of the one of that name; None removes it."""
        self._written("writing a watch to", partial(put_watch, name=name, watch=watch))

    def tidy(self) -> None:
        """Put small files together and remove what no snapshot uses and a day has passed over; all snapshots stay."""
        with explained(self.path, self._catalogue, "tidying the store"), self._lake.cursor() as cursor:
            for call in (
                "ducklake_merge_adjacent_files($lake)",
                "ducklake_cleanup_old_files($lake, older_than => now() - interval 1 day)",
                "ducklake_delete_orphaned_files($lake, older_than => now() - interval 1 day)",
            ):
                retrying(partial(cursor.execute, f"call {call}", {"lake": self._lake.name}))

    def _add_batch(self, batch: Sequence[DocumentRecords], again: bool) -> AddReport:
        report, writes = self._written("writing to", partial(put_documents, batch=batch, again=again))
        if writes and writes % TIDY_EVERY == 0:
            with suppress(StoreError):  # another process is at it, or the disk is full: the next write will see
                self.tidy()
        return report

    def _read(self, sql: str, **parameters: object) -> pa.Table:
        return read(self._lake, self.path, sql, parameters)

    def _written(self, doing: str, work: Callable[[duckdb.DuckDBPyConnection], tuple[T, bool]]) -> T:
        """The answer of a write: in one transaction, again after a conflict, undone after any other error."""
        if not self._write:
            raise StoreError(f"the store {self.path} was opened for reading only; open it with write=True")
        with explained(self.path, self._catalogue, f"{doing} the store"):
            return retrying(partial(in_transaction, self._lake, work))
