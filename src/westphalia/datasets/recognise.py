"""Which importer reads a data file, told by its columns; and all the ties or events of several files in one table."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from pathlib import Path

import pyarrow as pa

from westphalia.datasets import atop, cow, gsdb, icews, sipri, trade, unvotes
from westphalia.datasets.rows import EVENTS, TIES, Loaded, lines
from westphalia.errors import BadInput
from westphalia.records import Skip

__all__ = ["DATASETS", "data_events", "data_row", "data_ties", "dataset_of"]

DATASETS: dict[str, tuple[tuple[str, ...], Callable[[Path], Loaded]]] = {
    "atop": (atop.NEEDS, atop.read_atop),
    "sipri": (sipri.NEEDS, sipri.read_sipri),
    "gsdb": (gsdb.NEEDS, gsdb.read_gsdb),
    "comtrade": (trade.COMTRADE, trade.read_comtrade),
    "gravity": (trade.GRAVITY, trade.read_gravity),
    "mid": (cow.DISPUTES, cow.read_disputes),
    "rivalries": (cow.RIVALRIES, cow.read_rivalries),
    "unvotes": (unvotes.NEEDS, unvotes.read_ideal_points),
    "icews": (icews.FULL, icews.read_icews),
    "icews-named": (icews.NAMED, icews.read_icews),
}
"""Each data set that can be read: the columns by which its files are known, and its importer."""


def dataset_of(path: Path) -> str:
    """The name of the data set that a file belongs to. Raises BadInput where its columns are those of none.

    The first one listed in `DATASETS` whose columns the file's first line has.
    """
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            first = file.readline()
    except OSError as error:
        raise BadInput(f"cannot read {path}: {error.strerror or error}") from error
    for delimiter in (",", "\t"):
        columns = {cell.strip() for cell in next(csv.reader([first], delimiter=delimiter), [])}
        for name, (needs, _) in DATASETS.items():
            if set(needs) <= columns:
                return name
    raise BadInput(f"{path}: its columns are of no data set that can be read ({', '.join(DATASETS)})")


def data_ties(paths: Iterable[Path], years: Iterable[int] = ()) -> Loaded:
    """The ties of all files in one table (columns `TIES`), with all that was left out.

    UN ideal points become `voting` ties for each of `years`. Raises BadInput for a file of events or of no data set.
    """
    return _all(paths, TIES, tuple(years))


def data_events(paths: Iterable[Path]) -> Loaded:
    """The events of all files in one table (columns `EVENTS`). Raises BadInput for a file of ties or of no data set."""
    return _all(paths, EVENTS, ())


def _all(paths: Iterable[Path], schema: pa.Schema, years: tuple[int, ...]) -> Loaded:
    tables: list[pa.Table] = [schema.empty_table()]
    skips: list[Skip] = []
    for path in paths:
        loaded = DATASETS[dataset_of(path)][1](path)
        skips.extend(loaded.skips)
        found = [loaded.table]
        if loaded.table.schema == unvotes.POINTS and schema == TIES:
            found = [unvotes.affinities(loaded.table, year) for year in years]
        if any(table.schema != schema for table in found):
            raise BadInput(f"{path} holds {'events' if schema == TIES else 'ties'}, not what is asked for here")
        tables.extend(found)
    return Loaded(table=pa.concat_tables(tables), skips=tuple(skips))


def data_row(paths: Iterable[Path], row: str) -> list[dict[str, str]]:
    """The lines of the files that are behind a row's id (`sipri:7`, `atop:3180`), cells by column. Raises BadInput.

    A number that counts lines gives that line; a data set's own number gives every line that carries it.
    """
    name, _, rest = row.partition(":")
    kind, column = BEHIND.get(name, ("", ""))
    if not kind:
        raise BadInput(f"{row!r} is no id of a data row: they begin with {', '.join(f'{x}:' for x in BEHIND)}")
    found = []
    for path in paths:
        known = dataset_of(path)
        if known.split("-")[0] != kind:
            continue
        delimiter = "\t" if path.suffix in (".tab", ".tsv") else ","
        by_line = not column or known == "icews-named"
        for count, cells in lines(path, (), delimiter):
            if by_line:
                hit = str(count) == rest.rpartition(":")[2] and rest.rpartition(":")[0] in ("", path.name)
            else:
                hit = cells[column].removesuffix(".0") == rest.rpartition(":")[2]
            if hit and (name != "unvotes" or cells["session"] == rest.partition(":")[0]):
                found.append(cells)
    if not found:
        raise BadInput(f"none of the files given holds {row!r}: give the file that it was read from")
    return found


BEHIND = {
    "atop": ("atop", "atopid"),
    "sipri": ("sipri", ""),
    "gsdb": ("gsdb", "case_id"),
    "comtrade": ("comtrade", ""),
    "gravity": ("gravity", ""),
    "mid": ("mid", "dispnum"),
    "rivalry": ("rivalries", "tssr_id"),
    "unvotes": ("unvotes", "iso3c"),
    "icews": ("icews", "Event ID"),
}
"""What an id of a row begins with: its data set, and the column that holds the number (none: it counts lines)."""
