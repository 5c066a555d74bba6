"""Texts against data: a tie that a text says is gone and a data set says stands, or the other way round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Any

from westphalia.linking.rows import Row
from westphalia.records import Disagreement, content_id

__all__ = ["SAME_IN_DATA", "against_data"]

Tie = Mapping[str, Any]

SAME: Mapping[str, tuple[str, ...]] = {
    "alliance": ("alliance", "mutual_defence"),
    "mutual_defence": ("mutual_defence",),
    "arms_supply": ("arms_supply",),
    "war": ("war",),
}
"""Kinds of ties of texts, and the kinds of data ties that say the same."""

SAME_IN_DATA = tuple(sorted({kind for kinds in SAME.values() for kind in kinds}))


def against_data(rows: Sequence[Row], ties: Sequence[Tie]) -> Iterator[Disagreement]:
    """One disagreement for each pair and kind of which texts and data (columns of `DataTie`) say opposite things.

    Only where the data cover the day that a text speaks of, or was published on where it names none. `hard` where a
    text says that a tie does not hold and data say that it stood on that day; `soft` where a text says that it holds
    and the data know only of earlier ones that ended, as the text may mean another.
    """
    of_data: dict[tuple[str, str, str], list[Tie]] = defaultdict(list)
    for tie in ties:
        of_data[tie["kind"], min(tie["source"], tie["target"]), max(tie["source"], tie["target"])].append(tie)
    told: dict[tuple[str, str, str, str], list[tuple[Row, list[Tie]]]] = defaultdict(list)
    for row in rows:
        for a, b in _pairs(row):
            held = [tie for kind in SAME[row.relation] for tie in of_data.get((kind, a, b), ()) if _way(row, tie)]
            opposed = _opposed(row, held)
            if opposed:
                told[row.relation, a, b, row.polarity].append((row, opposed))
    for (relation, a, b, polarity), found in told.items():
        yield _disagreement(f"{relation}: {a}, {b}", polarity, found)


def _pairs(row: Row) -> Iterator[tuple[str, str]]:
    plain = row.kind == "tie" and row.relation in SAME and len(row.ends) <= 6
    if plain and row.modality in ("asserted", "reported", "probable") and not row.background:
        yield from combinations(sorted(row.ends), 2)


def _way(row: Row, tie: Tie) -> bool:
    """Whether a tie of data runs the way that the text tells of, where the kind has one."""
    return row.relation != "arms_supply" or (tie["source"] in row.source and tie["target"] in row.target)


def _opposed(row: Row, ties: Sequence[Tie]) -> list[Tie]:
    """The ties of data that say the opposite of a text."""
    day = _day(row)
    if day is None:
        return []
    within = [tie for tie in ties if tie["coverage_end"] and day <= tie["coverage_end"]]
    stands = [tie for tie in within if (tie["start"] or day) <= day and (tie["end"] is None or tie["end"] >= day)]
    if row.polarity == "-":
        return stands
    return [] if stands else [tie for tie in within if tie["end"] and tie["end"] < day]


def _day(row: Row) -> date | None:
    """The day of which a text tells: the one that it names, else that of its publication."""
    when = row.when or row.published
    return when[0] or when[1]


def _disagreement(about: str, polarity: str, found: Sequence[tuple[Row, list[Tie]]]) -> Disagreement:
    said = tuple(dict.fromkeys(row.id for row, _ in found))
    known = tuple(dict.fromkeys(tie["row"] for _, ties in found for tie in ties))
    values = ("does not hold", "stands, by data") if polarity == "-" else ("holds", "ended, by data")
    return Disagreement(
        id=content_id("x", "stands", sorted(said), sorted(known)),
        about=about,
        field="stands",
        strength="hard" if polarity == "-" else "soft",
        sides=((values[0], said), (values[1], known)),
    )
