"""How many independent publishers stand behind statements: copies of one wire report count once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from westphalia.linking import words
from westphalia.linking.rows import Row, row_of

__all__ = ["independent", "voices"]


def independent(rows: Sequence[Row]) -> int:
    """The number of voices: publishers, less those that copy a sentence or pass on one and the same outlet.

    Documents without a publisher count as one together: nothing shows that they are several.
    """
    voices: list[tuple[str, list[Row]]] = []
    by_publisher: dict[str, list[Row]] = {}
    for row in rows:
        by_publisher.setdefault(row.publisher or "", []).append(row)
    for publisher, told in by_publisher.items():
        if not any(_echoes(told, other) for _, other in voices):
            voices.append((publisher, told))
    return len(voices)


def voices(lines: Iterable[dict[str, Any]]) -> int:
    """`independent` for lines of `View.statements()`, such as those that a narrower view still shows."""
    return independent([row_of(line) for line in lines])


def _echoes(told: Sequence[Row], other: Sequence[Row]) -> bool:
    """Whether all that one publisher tells is a copy of, or hangs on the same speaker's word as, what another tells."""
    return all(any(_echo(row, twin) for twin in other[:20]) for row in told[:20])


def _echo(row: Row, twin: Row) -> bool:
    if words.copies(row.shingles, twin.shingles):
        return True
    return bool(row.speaker) and row.speaker == twin.speaker and row.modality == twin.modality == "reported"
