"""How many independent publishers stand behind statements: copies of one wire report count once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from westphalia.linking.minhash import originals
from westphalia.linking.rows import Row, row_of

__all__ = ["Copy", "copied", "independent", "voices"]

NOBODY = "a publisher not named"
_Key = tuple[str, str | int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A publisher that tells nothing of its own: whom it copies, and when each of the two was first published."""

    publisher: str
    published: date | None
    copies: str
    first: date | None

    def __str__(self) -> str:
        days = [str(day) if day else "undated" for day in (self.published, self.first)]
        return f"{self.publisher} ({days[0]}) copies {self.copies} ({days[1]})"


def independent(rows: Sequence[Row]) -> int:
    """The number of voices: publishers, less those that copy a sentence or pass on one and the same outlet.

    Documents without a publisher count as one together: nothing shows that they are several.
    """
    publishers = {row.publisher for row in rows}
    return len(publishers) - len(_copied(rows)) if len(publishers) > 1 else len(publishers)


def voices(lines: Iterable[dict[str, Any]]) -> int:
    """`independent` for lines of `View.statements()`, such as those that a narrower view still shows."""
    return independent([row_of(line) for line in lines])


def copied(lines: Iterable[dict[str, Any]]) -> list[Copy]:
    """The publishers of statements (lines of `View.statements()`) that are no voices of their own, by publication."""
    return _copied([row_of(line) for line in lines])


def _copied(rows: Sequence[Row]) -> list[Copy]:
    """A publisher copies the last before it, by day, that tells all it tells; on one day the fuller comes first."""
    by_publisher: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: (row.published[0] or date.max, row.id)):
        by_publisher.setdefault(row.publisher or NOBODY, []).append(row)
    told = sorted(by_publisher.items(), key=lambda item: (item[1][0].published[0] or date.max, -len(item[1]), item[0]))
    keys = iter(_keys([row for _, members in told for row in members]))
    before: list[tuple[str, date | None, set[_Key]]] = []
    found = []
    for publisher, members in told:
        ours, day = [next(keys) for _ in members], members[0].published[0]
        source = next((other for other in reversed(before) if all(key & other[2] for key in ours)), None)
        if source:
            found.append(Copy(publisher=publisher, published=day, copies=source[0], first=source[1]))
        before.append((publisher, day, set().union(*ours)))
    return found


def _keys(rows: Sequence[Row]) -> Iterable[set[_Key]]:
    """What each row shares with its echoes: the sentence it copies, and the speaker whose word it passes on."""
    for row, first in zip(rows, originals([row.shingles for row in rows]), strict=True):
        heard: set[_Key] = {("said by", row.speaker)} if row.speaker and row.modality == "reported" else set()
        yield heard | {("copy of", first)}
