"""ATOP alliances in: the member file (`atop5_1m.csv`) as ties between each two members, from when to when.

Source: Leeds, Ritter, Mitchell and Long 2002, Alliance Treaty Obligations and Provisions, codebook 5.1. One line there
is one member's spell in one alliance, with its own obligations; 0 as the year of exit is "still in force".
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from westphalia.datasets.rows import Loaded, Refused, Rows, first_day, last_day, lines, read_made, state

__all__ = ["COVERAGE_END", "OBLIGATIONS", "read_atop"]

COVERAGE_END = date(2018, 12, 31)
"""The last day that version 5.1 covers."""

NEEDS = ("atopid", "member", "yrent", "moent", "dayent", "yrexit", "moexit", "dayexit", "defense", "nonagg")
OBLIGATIONS = (
    ("defense", "mutual_defence"),
    ("offense", "alliance"),
    ("neutral", "neutrality"),
    ("consul", "consultation"),
    ("nonagg", "nonaggression"),
)
"""ATOP's obligations, the strongest first, and the kind of tie that each is."""


class Spell(NamedTuple):
    """One member's time in one alliance."""

    member: str
    start: date
    end: date | None
    duties: frozenset[str]
    where: str


def read_atop(path: Path) -> Loaded:
    """The ties of an ATOP member file: one row for each two members while both were in.

    The kind is the strongest obligation that both took on (`OBLIGATIONS`), or where they share none, the strongest of
    either; `note` lists all shared ones; `row` is `atop:ID`, the alliance's number in ATOP. Raises BadInput.
    """
    return read_made(_rows(path))


def _rows(path: Path) -> Rows:
    alliances: dict[str, list[Spell]] = defaultdict(list)
    for count, row in lines(path, NEEDS):
        where = f"{path.name}:{count}"
        try:
            alliances[row["atopid"]].append(_spell(row, where))
        except Refused as why:
            yield where, why
    for number, spells in alliances.items():
        yield (
            f"{path.name}, alliance {number}",
            [
                tie
                for one, two in combinations(sorted(spells, key=lambda spell: (spell.member, spell.start)), 2)
                if one.member != two.member and (tie := _tie(number, one, two))
            ],
        )


def _spell(row: dict[str, str], where: str) -> Spell:
    ends = None if row["yrexit"] in ("0", "") else last_day(row["yrexit"], row["moexit"], row["dayexit"])
    duties = frozenset(name for name, _ in OBLIGATIONS if row.get(name) == "1")
    start = first_day(row["yrent"], row["moent"], row["dayent"])
    if ends and ends < start:
        raise Refused(f"the exit ({ends}) lies before the entry ({start})")
    return Spell(state(row["member"]), start, ends, duties, where)


def _tie(number: str, one: Spell, two: Spell) -> dict[str, Any] | None:
    start = max(one.start, two.start)
    ends = min((end for end in (one.end, two.end) if end), default=None)
    shared = one.duties & two.duties
    duties = shared or one.duties | two.duties
    if (ends and ends < start) or not duties:
        return None
    source, target = sorted((one.member, two.member))
    return {
        "kind": next(kind for name, kind in OBLIGATIONS if name in duties),
        "source": source,
        "target": target,
        "start": start,
        "end": ends,
        "dataset": "ATOP 5.1",
        "row": f"atop:{number}",
        "coverage_end": COVERAGE_END,
        "note": ", ".join(sorted(duties)) + ("" if shared else " (one side only)"),
    }
