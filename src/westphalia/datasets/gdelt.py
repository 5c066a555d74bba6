"""GDELT events in: export files of 1.0 (57 or 58 columns, mixed in one file) and 2.0 (61), with or without a header.

Source: Leetaru and Schrodt 2013, GDELT; column lists of the Event Codebooks 1.03 and 2.0. CAMEO codes become PLOVER
types by `ontology.cameo`. GDELT's own events are those of one day, pair of actors and code; `NumArticles` says how
many reports it saw of each.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from westphalia.datasets.icews import relation_of
from westphalia.datasets.rows import EVENTS, Loaded, Refused, coded, day_of, delimiter_of, read_rows, state
from westphalia.errors import BadInput

__all__ = ["COLUMNS", "is_gdelt", "read_gdelt", "rows_of_gdelt"]

_ACTOR = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code")
_TYPES = ("Type1Code", "Type2Code", "Type3Code")
_ACT = ("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale")
_COUNTS = ("NumMentions", "NumSources", "NumArticles", "AvgTone")
_PLACE = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
COLUMNS = (
    *("GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"),
    *(f"Actor{n}{name}" for n in (1, 2) for name in _ACTOR + _TYPES),
    *(*_ACT, *_COUNTS),
    *(f"{of}Geo_{name}" for of in ("Actor1", "Actor2", "Action") for name in _PLACE),
    *("DATEADDED", "SOURCEURL"),
)
"""The 61 columns of 2.0; 1.0 has them without the three ADM2 codes, and until April 2013 without the address."""

_FIRST = tuple(name for name in COLUMNS if not name.endswith("ADM2Code"))
_BY_WIDTH = {61: COLUMNS, 58: _FIRST, 57: _FIRST[:-1]}
_NAMED = {name.lower(): name for name in COLUMNS}


def is_gdelt(cells: list[str]) -> bool:
    """Whether the cells of a file's first line are GDELT's: its column names, or a row without a header.

    >>> is_gdelt(["GlobalEventID", "SQLDATE", *["x"] * 59]), is_gdelt(["7", "20180101", *[""] * 56]), is_gdelt(["a"])
    (True, True, False)
    """
    head = [cell.strip().lower() for cell in cells[:2]]
    if head == ["globaleventid", "sqldate"]:
        return True
    return len(cells) in _BY_WIDTH and len(head) == 2 and head[0].isdigit() and head[1].isdigit() and len(head[1]) == 8


def rows_of_gdelt(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of an export with their line numbers, by the column names of 2.0; empty where a row has another width.

    A header line, in whatever case, names the columns; without one the number of cells does. Raises BadInput.
    """
    delimiter = delimiter_of(path)
    quoting: Any = csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            names: tuple[str, ...] | None = None
            for count, cells in enumerate(csv.reader(file, delimiter=delimiter, quoting=quoting), 1):
                if count == 1 and cells and cells[0].strip().lower() == "globaleventid":
                    names = tuple(_NAMED.get(cell.strip().lower(), cell.strip()) for cell in cells)
                    continue
                columns = _BY_WIDTH.get(len(cells)) if names is None else names if len(names) == len(cells) else None
                yield count, dict(zip(columns, cells, strict=True)) if columns else {}
    except OSError as error:
        raise BadInput(f"cannot read {path}: {error.strerror or error}") from error
    except csv.Error as error:
        raise BadInput(f"{path} is no readable GDELT export: {error}") from error


def read_gdelt(path: Path) -> Loaded:
    """The events of an export between two states or known bodies, as `EVENTS`; `row` is `gdelt:GLOBALEVENTID`.

    Rows without a state on one side (a farmer, a region) are left out with a Skip, as most of GDELT's rows are.
    `publisher` is the host of the address that it gives for each. Raises BadInput.
    """
    return read_rows(path, rows_of_gdelt(path), lambda row, count: [_event(row)], EVENTS)


def _event(row: dict[str, str]) -> dict[str, Any]:
    if not row:
        raise Refused("its number of cells is none of 57, 58 and 61, or not that of the header")
    source, target = (
        _party(row[f"{actor}CountryCode"], row[f"{actor}KnownGroupCode"], row[f"{actor}Name"])
        for actor in ("Actor1", "Actor2")
    )
    articles = row.get("NumArticles", "")
    return coded(
        day=day_of(row["SQLDATE"]),
        source=source,
        relation=relation_of(row["EventCode"]),
        target=target,
        dataset="GDELT",
        row=f"gdelt:{row['GLOBALEVENTID']}",
        source_name=row["Actor1Name"],
        target_name=row["Actor2Name"],
        publisher=urlsplit(row.get("SOURCEURL", "")).hostname,
        reports=int(articles) if articles.isdigit() else 1,
    )


@cache
def _party(country: str, group: str, name: str) -> str:
    for cell in (country, group):
        if cell:
            try:
                return state(cell, "gdelt")
            except Refused:
                pass
    raise Refused("no actor on one side" if not name else "an actor that is no state or body known")
