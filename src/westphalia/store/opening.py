"""Whether a folder is a store, and making the tables of a new one."""

from __future__ import annotations

from pathlib import Path

import duckdb

from westphalia.errors import StoreError
from westphalia.store.columns import to_arrow
from westphalia.store.lake import CATALOGUE, DATA, Lake
from westphalia.store.tables import FORMAT, NAMED, TABLES, Ledger, fingerprint
from westphalia.store.writing import in_transaction, insert, one

__all__ = ["check_place", "check_version", "make_tables"]


def check_place(path: Path, catalogue: str | None, write: bool) -> None:
    """Raise StoreError where a store can neither be nor be made."""
    if catalogue is not None and not catalogue.startswith(("postgres:", "postgresql:")):
        raise StoreError(
            f"the catalogue setting {catalogue.split(':')[0]!r} is not known; leave it empty for SQLite, or give "
            "postgres:dbname=NAME host=HOST"
        )
    if path.exists() and not path.is_dir():
        raise StoreError(f"{path} is a file, not a store; choose a folder with --store")
    try:
        held = sorted(entry.name for entry in path.iterdir()) if path.is_dir() else []
    except PermissionError as error:
        raise StoreError(f"opening the store {path}: no rights to read there; have the rights changed") from error
    if catalogue is None and CATALOGUE in held:
        return
    if catalogue is None and DATA in held and any((path / DATA).iterdir()):
        raise StoreError(
            f"the store {path} has tables but no {CATALOGUE}; if its catalogue is kept in PostgreSQL, say so with the "
            "catalogue setting, otherwise restore the file from a copy"
        )
    if catalogue is None and set(held) - {DATA}:
        raise StoreError(f"{path} holds other things and is no store; choose a new or empty folder with --store")
    if not write and catalogue is None:
        raise StoreError(f"there is no store at {path} yet; `westphalia add PATH` makes one")


def make_tables(lake: Lake, path: Path, write: bool) -> None:
    """Create all tables in one transaction where there are none."""
    with lake.cursor() as cursor:
        if held_tables(cursor):
            return
    if not write:
        raise StoreError(f"there is no store at {path} yet; `westphalia add PATH` makes one")

    def make(cursor: duckdb.DuckDBPyConnection) -> tuple[None, bool]:
        if held_tables(cursor):  # another process was faster
            return None, False
        for table in TABLES:
            cursor.register("blank", table.schema.empty_table())
            cursor.execute(f"create table {table.name} as from blank")
        row = Ledger(format=FORMAT, columns=fingerprint(), writes=0, links="")
        insert(cursor, NAMED["ledger"], to_arrow(Ledger, [row]))
        cursor.execute("call set_commit_message('westphalia', 'made the store')")
        return None, True

    in_transaction(lake, make)


def held_tables(cursor: duckdb.DuckDBPyConnection) -> set[str]:
    """The names of the tables in a cursor's lake."""
    rows = cursor.execute("select table_name from duckdb_tables() where database_name = current_database()").fetchall()
    return {row[0] for row in rows}


def check_version(lake: Lake, path: Path) -> None:
    """Raise StoreError for a lake that is not ours or was written by another version."""
    with lake.cursor() as cursor:
        if "ledger" not in held_tables(cursor):
            raise StoreError(f"{path} is a DuckLake but not one of Westphalia's; choose another folder with --store")
        made, columns = one(cursor.execute("select format, columns from ledger"))
    if made > FORMAT:
        raise StoreError(
            f"the store {path} was written by a newer Westphalia (format {made}, this one reads {FORMAT}); "
            "upgrade with `pip install --upgrade westphalia`"
        )
    if made < FORMAT or columns != fingerprint():
        raise StoreError(
            f"the store {path} was written by another version (format {made}); read the sources again into a new "
            "one: `westphalia --store NEW add PATH`"
        )
