"""GSDB's sanctions in: each case as ties from every sender to every target.

Source: Felbermayr, Kirilakha, Syropoulos, Yalcin and Yotov 2020, The Global Sanctions Data Base, release 3.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from westphalia.datasets.rows import Loaded, Refused, Rows, first_day, last_day, lines, read_made, state

__all__ = ["COVERAGE_END", "read_gsdb"]

COVERAGE_END = date(2022, 12, 31)
"""The last day that release 3 covers; a case with that year as its end still stood then."""

NEEDS = ("case_id", "sanctioned_state", "sanctioning_state", "begin", "end", "trade", "arms", "financial")
FIELDS = ("trade", "arms", "military", "financial", "travel", "other")


def read_gsdb(path: Path) -> Loaded:
    """The cases of a GSDB file: a `sanction` for each sender and target, senders that are bodies as bodies.

    `note` names the fields it touches (trade, arms, financial, ...) and its success as coded, `size` counts the fields;
    `row` is `gsdb:CASE`. A case with several parties of which one is not known is taken for the others, with a Skip
    for that one. Raises BadInput.
    """
    return read_made(_rows(path))


def _rows(path: Path) -> Rows:
    for count, row in lines(path, NEEDS):
        where = f"{path.name}:{count}"
        try:
            start, year = first_day(row["begin"]), last_day(row["end"])
            senders, unknown = parties(row["sanctioning_state"])
            targets, strange = parties(row["sanctioned_state"])
        except Refused as why:
            yield where, why
            continue
        for name in (*unknown, *strange):
            yield where, Refused(f"no state known as {name!r}")
        end = None if year >= COVERAGE_END else year
        yield where, [_tie(row, s, t, start, end) for s in senders for t in targets if s != t]


def _tie(row: dict[str, str], source: str, target: str, start: date, end: date | None) -> dict[str, Any]:
    touched = [name for name in FIELDS if row.get(name) == "1"]
    return {
        "kind": "sanction",
        "source": source,
        "target": target,
        "start": start,
        "end": end,
        "size": float(len(touched)) or None,
        "unit": "fields",
        "dataset": "GSDB 3",
        "row": f"gsdb:{row['case_id']}",
        "coverage_end": COVERAGE_END,
        "note": ", ".join([*touched, *([row["success"]] if row.get("success") else [])]),
    }


@cache
def parties(cell: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The actors that a cell names, and the names that stand for none we know; some names hold a comma themselves.

    >>> parties("EU, Korea, South, Egypt, Arab Rep., Atlantis")
    (('IGO.eu', 'KOR', 'EGY'), ('Atlantis',))
    """
    parts = [part.strip() for part in cell.split(",") if part.strip()]
    known: list[str] = []
    unknown: list[str] = []
    while parts:
        for width in (3, 2, 1):
            try:
                known.append(state(", ".join(parts[:width]), "gsdb"))
            except Refused:
                continue
            parts = parts[width:]
            break
        else:
            unknown.append(parts.pop(0))
    return tuple(dict.fromkeys(known)), tuple(unknown)
