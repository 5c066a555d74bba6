"""The DuckLake beneath a store: where it lies, how it is attached, and what its errors mean to a user."""

from __future__ import annotations

import os
import random
import re
import shutil
import sqlite3
import tempfile
import time
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import TypeVar

import duckdb
import pyarrow as pa

from westphalia.errors import StoreError

__all__ = ["CATALOGUE", "DATA", "Lake", "attach", "explained", "is_conflict", "quoted", "read", "retrying"]

T = TypeVar("T")

CATALOGUE = "catalogue.sqlite"
DATA = "data"
NUMBERS = count()
LOADING = Lock()
LOADED: set[tuple[int, str]] = set()
PATIENCE = 60.0
"""Seconds for which a writer keeps trying when others keep committing before it."""

CONFLICT = re.compile(
    r"database is locked|transaction conflict|conflicts? with|has been (?:altered|deleted) by another"
    r"|could not serialize|deadlock detected|duplicate key|concurrent(?:ly)? (?:update|transaction)"
    r"|already exists|UNIQUE constraint failed|database table is locked",
    re.IGNORECASE,
)
FULL = re.compile(r"no space left|disk (?:is )?full|disk quota|could not write all bytes|file too large", re.IGNORECASE)
RIGHTS = re.compile(r"permission denied|read-?only|operation not permitted", re.IGNORECASE)
NETWORK = re.compile(
    r"unable to connect|connection (?:to server|refused|reset)|server closed the connection|could not translate host"
    r"|password authentication|no pg_hba|terminating connection",
    re.IGNORECASE,
)
BUGS = (duckdb.BinderException, duckdb.ParserException, duckdb.CatalogException, duckdb.SyntaxException)
"""Errors of our own questions: they go up as they are."""
ELSEWHERE = re.compile(r'does not match existing data path in the catalog "(.*)/data/?"')
NO_LAKE = re.compile(r"not a database|file is encrypted|malformed|does not exist|version mismatch", re.IGNORECASE)


class Lake:
    """An attached DuckLake. Its cursors know its tables by their bare names, and as `NAME.table` with its `name`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.close = weakref.finalize(self, detach, name)
        """Let go of the files; happens by itself when nothing refers to the lake any more."""

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A connection of its own, for one thread and one transaction at a time; to be closed."""
        cursor = instance(os.getpid()).cursor()
        try:
            return cursor.execute(f"use {self.name}")
        except duckdb.Error:
            cursor.close()
            raise


def attach(path: Path, catalogue: str | None, write: bool) -> Lake:
    """The lake in the folder `path`.

    `catalogue` is None for the SQLite file in `path`, or `postgres:` and a libpq connection string. Raises what
    DuckDB raises: wrap the call in `explained`.
    """
    load("ducklake")
    load("postgres_scanner" if catalogue else "sqlite_scanner")
    options = [f"DATA_PATH {quoted(str(path / DATA))}", "DATA_INLINING_ROW_LIMIT 0"]
    with instance(os.getpid()).cursor() as cursor:
        if catalogue:
            source = "ducklake:" + re.sub(r"^postgres(ql)?:(?=//)", "postgres:postgresql:", catalogue)
        else:
            source = f"ducklake:sqlite:{readable(path) if not write else path / CATALOGUE}"
            options += ["OVERRIDE_DATA_PATH true", "META_BUSY_TIMEOUT 500"]
        if write and not catalogue:
            make_catalogue(cursor, path / CATALOGUE)
        options += [] if write else ["READ_ONLY", "CREATE_IF_NOT_EXISTS false"]
        name = f"lake_{next(NUMBERS)}"
        cursor.execute(f"attach {quoted(source)} as {name} ({', '.join(options)})")
    return Lake(name)


def detach(name: str) -> None:
    """Undo `attach`."""
    with suppress(duckdb.Error), instance(os.getpid()).cursor() as cursor:
        cursor.execute(f"detach {name}")


@cache
def instance(process: int) -> duckdb.DuckDBPyConnection:
    """The DuckDB of this process, which all its stores share: loading the extensions takes longer than all the rest.

    It is kept by process id, as a forked process must not use the one that it inherits.
    """
    return duckdb.connect(config={"autoinstall_known_extensions": "false", "temp_directory": scratch()})


def make_catalogue(cursor: duckdb.DuckDBPyConnection, file: Path) -> None:
    """An empty SQLite database where there is none; StoreError where there is one that is not DuckLake's.

    It is in write-ahead mode, in which readers and a writer do not wait for each other. The mode stays with the file;
    setting it again with each connection would need a lock each time. It is DuckDB that opens the file here and
    everywhere: a second SQLite library in the process, or even a plain `open`, would on closing let go of the locks
    that the first one holds.
    """
    new = not file.exists() or not file.stat().st_size
    mode = "journal_mode 'WAL', " if new else ""
    made = f"made_{next(NUMBERS)}"
    cursor.execute(f"attach {quoted(str(file))} as {made} (type sqlite, {mode}busy_timeout 500)")
    try:
        # only a question opens the file
        rows = cursor.execute(f"select * from sqlite_query('{made}', 'select name from sqlite_master')").fetchall()
    finally:
        cursor.execute(f"detach {made}")
    if rows and not any(name == "ducklake_metadata" for (name,) in rows):
        raise StoreError(f"{file} is another program's database; choose another folder with --store")


def load(name: str) -> None:
    """Load an extension from its wheel, in place: nothing is copied into the user's home and nothing downloaded."""
    with LOADING:
        if (os.getpid(), name) in LOADED:
            return
        connection = instance(os.getpid())
        package = find_spec(f"duckdb_extension_{name}")
        places = package.submodule_search_locations if package else None
        inside = f"extensions/v{duckdb.__version__}/{name}.duckdb_extension"
        wheels = [file for place in places or () if (file := Path(place) / inside).exists()]
        if wheels:
            connection.execute(f"load {quoted(str(wheels[0]))}")
        else:
            import_module("duckdb_extensions").import_extension(name, con=connection)
            connection.execute(f"load {name}")
        LOADED.add((os.getpid(), name))


def readable(path: Path) -> Path:
    """The catalogue to read from: a copy where the folder cannot be written to, as SQLite wants to write beside it."""
    catalogue = path / CATALOGUE
    if os.access(path, os.W_OK) or not catalogue.exists():
        return catalogue
    copy = Path(tempfile.mkdtemp(prefix="westphalia-")) / CATALOGUE
    for file in path.glob(f"{CATALOGUE}*"):
        shutil.copyfile(file, copy.with_name(file.name))
    return copy


def scratch() -> str:
    """A folder for what does not fit into memory; DuckDB's own default would be the working directory."""
    return os.path.join(tempfile.gettempdir(), f"westphalia-{os.getpid()}")


def quoted(text: str) -> str:
    """A text as an SQL literal.

    >>> quoted("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"


def is_conflict(error: Exception) -> bool:
    """Whether a write failed only because another one was committed meanwhile."""
    return CONFLICT.search(str(error)) is not None and FULL.search(str(error)) is None


def retrying(write: Callable[[], T], patience: float = PATIENCE) -> T:
    """What `write` returns, trying again after a conflict with another writer, for at most `patience` seconds."""
    deadline = time.monotonic() + patience
    wait = 0.02
    while True:
        try:
            return write()
        except duckdb.Error as error:
            if not is_conflict(error) or time.monotonic() > deadline:
                raise
        time.sleep(wait * (0.5 + random.random()))
        wait = min(wait * 2, 1.0)


@contextmanager
def explained(path: Path, catalogue: str | None, doing: str) -> Iterator[None]:
    """Turn what DuckDB, SQLite, PostgreSQL and the file system raise into a StoreError that says what to do."""
    try:
        yield
    except (duckdb.Error, sqlite3.Error, OSError) as error:
        said = str(error)
        where = f"{doing} {path}"
        if FULL.search(said):
            what = "the disk is full; what was stored before is intact. Free some space and run the same command again"
        elif catalogue and (match := ELSEWHERE.search(said)):
            what = f"the catalogue is that of the store {match[1]}; open that one, or give this one its own database"
        elif catalogue and NETWORK.search(said):
            what = (
                "its catalogue in PostgreSQL cannot be reached or refuses the login; check the catalogue setting and "
                f"that the server runs ({first_line(said)})"
            )
        elif RIGHTS.search(said) or isinstance(error, PermissionError):
            what = "no rights to write there; choose another folder with --store, or have the rights changed"
        elif is_conflict(error):
            what = "other writers kept it busy; nothing was changed. Run the same command again"
        elif catalogue is None and NO_LAKE.search(said):
            what = f"this is no store, or a damaged one ({first_line(said)}); choose another folder with --store"
        elif isinstance(error, BUGS):
            raise
        else:
            what = f"{first_line(said)}; what was stored before is intact"
        raise StoreError(f"{where}: {what}") from error


def read(
    lake: Lake,
    path: Path,
    sql: str,
    parameters: Mapping[str, object],
    made: Mapping[str, pa.Table] = MappingProxyType({}),
) -> pa.Table:
    """The answer to one question, on a cursor of its own so that threads may ask at once.

    `made` are tables that it may ask as `temp.NAME`, beside the lake's.
    """

    def ask() -> pa.Table:
        with lake.cursor() as cursor:
            for name, rows in made.items():
                cursor.register(name, rows)
            return cursor.execute(sql, dict(parameters)).to_arrow_table()

    with explained(path, None, "reading the store"):
        return retrying(ask)


def first_line(text: str) -> str:
    """What an error says, in one line, without DuckDB's label before it and without any password.

    >>> first_line("IO Error: Unable to connect at 'dbname=w password=secret'")
    "Unable to connect at 'dbname=w password=***"
    """
    text = re.sub(r"(password=)\S+|(//[^/:@\s]+:)[^@\s]+(?=@)", r"\1\2***", text)
    lines = [line for line in text.strip().splitlines() if line] or ["unknown error"]
    return re.sub(r"^(?:[A-Z]\w+ )*[Ee]rror: ", "", lines[-1] if "Failed to" in lines[0] else lines[0]).rstrip(".")
