"""Correlates of War and kin in: militarised disputes by directed dyad and year, and strategic rivalries, as ties.

Sources: Palmer and others 2022, MID 5 (as packed in the R package `peacesciencer`: one line a directed dyad and year);
Thompson, Sakuwa and Suhas 2021, strategic rivalries. Alliances are in `atop`.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from westphalia.datasets.rows import Loaded, Refused, first_day, last_day, lines, read_rows, state, whole

__all__ = ["read_disputes", "read_rivalries"]

DISPUTES = ("dispnum", "ccode1", "ccode2", "year", "hostlev1")
DISPUTES_END = date(2014, 12, 31)
RIVALRIES = ("tssr_id", "rivalry", "ccode1", "ccode2", "start", "end")
RIVALRIES_END = date(2019, 12, 31)
HOSTILITY = ("", "no action", "threat to use force", "display of force", "use of force", "war")


def read_disputes(path: Path) -> Loaded:
    """Militarised disputes: one tie a directed dyad and year, `war` at hostility 5 and `dispute` below.

    `size` is the source's hostility level (1 to 5), null where it took no action of its own that is known; `row` is
    `mid:NUMBER`. Raises BadInput.
    """
    return read_rows(path, lines(path, DISPUTES), lambda row, count: [_dispute(row)])


def read_rivalries(path: Path) -> Loaded:
    """Strategic rivalries as `contentious_relations`; `row` is `rivalry:ID`. Raises BadInput."""
    return read_rows(path, lines(path, RIVALRIES), lambda row, count: [_rivalry(row)])


def _dispute(row: dict[str, str]) -> dict[str, Any]:
    level = whole(row["hostlev1"], "hostility level")
    if not 0 <= level <= 5:
        raise Refused(f"{level} is no hostility level (1 to 5)")
    year = str(whole(row["year"], "year"))
    return {
        "kind": "war" if level == 5 else "dispute",
        "source": state(row["ccode1"]),
        "target": state(row["ccode2"]),
        "start": first_day(year),
        "end": last_day(year),
        "size": float(level) or None,
        "unit": "hostility level",
        "dataset": "COW MID 5",
        "row": f"mid:{whole(row['dispnum'], 'dispute')}",
        "coverage_end": DISPUTES_END,
        "note": HOSTILITY[level],
    }


def _rivalry(row: dict[str, str]) -> dict[str, Any]:
    source, target = sorted((state(row["ccode1"]), state(row["ccode2"])))
    end = last_day(str(whole(row["end"], "year"))) if row["end"] else None
    return {
        "kind": "contentious_relations",
        "source": source,
        "target": target,
        "start": first_day(str(whole(row["start"], "year"))),
        "end": None if end and end >= RIVALRIES_END else end,
        "dataset": "Strategic rivalries",
        "row": f"rivalry:{row['tssr_id']}",
        "coverage_end": RIVALRIES_END,
        "note": row["rivalry"],
    }
