"""What importers share: the columns of tie and event tables, reading CSV files, who a name or number stands for."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from westphalia.errors import BadInput, OntologyError, UnknownActor
from westphalia.ontology.actors import atlas
from westphalia.records import Skip, content_id
from westphalia.store.columns import schema_of
from westphalia.store.imports import DataEvent, DataTie, Position

__all__ = [
    "EVENTS",
    "POINTS",
    "TIES",
    "Loaded",
    "Refused",
    "Rows",
    "coded",
    "covered",
    "day_of",
    "delimiter_of",
    "first_day",
    "last_day",
    "lines",
    "number",
    "read_made",
    "read_rows",
    "state",
    "whole",
]

TIES = schema_of(DataTie)
EVENTS = schema_of(DataEvent)
POINTS = schema_of(Position)
"""What importers give: the columns of the store's tables (`store.imports`), less the id of the import."""

CONTINUED = {"SUN": "RUS", "YUG": "SRB", "VDR": "VNM"}
"""States that data sets count on under their successor's number (Correlates of War)."""


class Refused(ValueError):
    """A row that cannot be taken; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What came out of a file: the rows taken, and those left out with the reason (`Skip.where` is `file:line`)."""

    table: pa.Table
    skips: tuple[Skip, ...] = ()

    def reasons(self) -> list[tuple[str, int]]:
        """Why rows were left out, and how many each, the commonest first.

        >>> skip = Skip(where="a.csv:2", stage="import", why="no state 'Biafra'")
        >>> Loaded(table=TIES.empty_table(), skips=(skip, skip)).reasons()
        [("no state 'Biafra'", 2)]
        """
        return Counter(skip.why for skip in self.skips).most_common()


Rows = Iterator[tuple[str, Sequence[Mapping[str, Any]] | Refused]]
"""What each line gave: where it stands, and its rows or why it was refused."""


def delimiter_of(path: Path) -> str:
    """What parts the cells of a file, by its first line: a tab where there is one, else a comma. Raises BadInput."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            return "\t" if "\t" in file.readline() else ","
    except OSError as error:
        raise BadInput(f"cannot read {path}: {error.strerror or error}") from error


def lines(path: Path, needs: Sequence[str] = ()) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV or tab-separated file with their line numbers, cells stripped; surplus cells are passed over.

    Raises BadInput where the file cannot be read or lacks a column that is needed.
    """
    delimiter = delimiter_of(path)
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            reader = csv.DictReader(file, delimiter=delimiter)
            missing = set(needs) - {name.strip() for name in reader.fieldnames or ()}
            if missing:
                raise BadInput(f"{path} lacks the columns {', '.join(sorted(missing))}: is it the right file?")
            for row in reader:
                yield (
                    reader.line_num,
                    {k.strip(): (v or "").strip() for k, v in row.items() if isinstance(k, str)},
                )
    except OSError as error:
        raise BadInput(f"cannot read {path}: {error.strerror or error}") from error
    except csv.Error as error:
        raise BadInput(f"{path} is no readable CSV file: {error}") from error


def read_rows(
    path: Path,
    rows: Iterator[tuple[int, dict[str, str]]],
    make: Callable[[dict[str, str], int], Sequence[Mapping[str, Any]]],
    schema: pa.Schema = TIES,
) -> Loaded:
    """A table of what `make` makes of each line of a file, with a Skip for each line that it refuses."""

    def made() -> Rows:
        for count, row in rows:
            try:
                yield f"{path.name}:{count}", make(row, count)
            except Refused as why:
                yield f"{path.name}:{count}", why

    return read_made(made(), schema)


def read_made(rows: Rows, schema: pa.Schema = TIES) -> Loaded:
    """A table from what each line gave; missing columns are null."""
    taken: list[Mapping[str, Any]] = []
    skips: list[Skip] = []
    for where, found in rows:
        if isinstance(found, Refused):
            skips.append(Skip(where=where, stage="import", why=str(found)))
        else:
            taken.extend(found)
    columns = {name: [row.get(name) for row in taken] for name in schema.names}
    return Loaded(table=pa.table(columns, schema=schema), skips=tuple(skips))


def covered(loaded: Loaded) -> Loaded:
    """The same, with the last day of any tie as the day to which the data set covers."""
    last = pc.max(loaded.table["end"])
    place = TIES.get_field_index("coverage_end")
    table = loaded.table.set_column(place, TIES.field(place), pa.repeat(last, loaded.table.num_rows))
    return Loaded(table=table, skips=loaded.skips)


def coded(**row: Any) -> dict[str, Any]:
    """An event of `EVENTS` with the id that lines of the same actors, type and day share."""
    what = (row["dataset"], str(row["day"]), row["relation"], row.get("mode"))
    ends = (row["source"], row["target"], row["source_name"], row["target_name"])
    return {"id": content_id("e", *what, *ends), "reports": 1, **row}


@cache
def day_of(cell: str) -> date:
    """The day that a cell says, as 2014-03-01 or 20140301. Raises Refused."""
    try:
        return date.fromisoformat(cell[:10] if "-" in cell else cell[:8])
    except ValueError:
        raise Refused(f"{cell!r} is no date (yyyy-mm-dd)") from None


@cache
def _named() -> dict[tuple[str, str], str]:
    """(data set, name as it writes it) → actor id, from `data/names.tsv`; data set `*` is any."""
    made: dict[tuple[str, str], str] = {}
    text = (files("westphalia.datasets") / "data" / "names.tsv").read_text(encoding="utf8")
    for count, line in enumerate(text.splitlines(), 1):
        if line and not line.startswith(("#", "dataset\t")):
            cells = line.split("\t")
            if len(cells) != 3:
                raise OntologyError(f"datasets/data/names.tsv:{count}: {len(cells)} cells for 3 columns")
            made[cells[0], cells[1]] = cells[2]
    return made


def state(name: str, dataset: str = "*") -> str:
    """The actor id that a data set's name, code or Correlates of War number stands for. Raises Refused.

    >>> state("731"), state("Soviet Union"), state("Egypt, Arab Rep."), state("GDR"), state("EU", "gsdb")
    ('PRK', 'RUS', 'EGY', 'DDR', 'IGO.eu')
    """
    if not name:
        raise Refused("no name of a state")
    found = _state(name.removesuffix(".0"), dataset)
    if found is None:
        raise Refused(f"no state known as {name!r}")
    return found


@cache
def _state(name: str, dataset: str) -> str | None:
    found = _named().get((dataset, name)) or _named().get(("*", name))
    if found is None and not name.endswith("*"):
        try:
            found = atlas().code(name)
        except UnknownActor:
            return None
    return CONTINUED.get(found, found) if found else None


def number(cell: str) -> float | None:
    """A measured number; None where the cell says that there is none.

    >>> number("1,250.5"), number("NA"), number("")
    (1250.5, None, None)
    """
    clean = cell.replace(",", "")
    if clean in ("", "NA", "N/A", "-", "..", "nan"):
        return None
    try:
        return float(clean)
    except ValueError:
        raise Refused(f"{cell!r} is no number") from None


def whole(cell: str, what: str) -> int:
    """A whole number that must be there."""
    try:
        found = number(cell)
    except Refused:
        found = None
    if found is None or found != int(found):
        raise Refused(f"{cell!r} is no {what}")
    return int(found)


def first_day(year: str, month: str = "", day: str = "") -> date:
    """The first day that a year, month and day may mean; a month or day that is no such is passed over.

    >>> first_day("1949", "4", "4"), first_day("1949", "0", "0")
    (datetime.date(1949, 4, 4), datetime.date(1949, 1, 1))
    """
    try:
        return date(whole(year, "year"), int(month), int(day))
    except Refused:
        raise
    except ValueError:
        pass
    try:
        return date(whole(year, "year"), int(month) if month else 1, 1)
    except ValueError:
        return _year(year, 1, 1)


def last_day(year: str, month: str = "", day: str = "") -> date:
    """The last day that they may mean.

    >>> last_day("1991", "7", "1"), last_day("1991")
    (datetime.date(1991, 7, 1), datetime.date(1991, 12, 31))
    """
    try:
        return date(whole(year, "year"), int(month), int(day))
    except Refused:
        raise
    except ValueError:
        return _year(year, 12, 31)


def _year(year: str, month: int, day: int) -> date:
    try:
        return date(whole(year, "year"), month, day)
    except ValueError:
        raise Refused(f"{year!r} is no year") from None
