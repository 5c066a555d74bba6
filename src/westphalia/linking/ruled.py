"""Happenings as people judge them: merged and split after gathering, each time that statements are linked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from westphalia.linking.happenings import Happening
from westphalia.linking.rows import Row
from westphalia.store.rulings import Ruling

__all__ = ["as_ruled"]


def as_ruled(happenings: Sequence[Happening], rulings: Iterable[Ruling]) -> list[Happening]:
    """The happenings with merges and splits applied in the order given, so that the later judgement holds."""
    held = list(happenings)
    for ruling in rulings:
        if ruling.action == "merge":
            held = _merged(held, _found(ruling))
        elif ruling.action == "split":
            held = [part for each in held for part in _split(each, _found(ruling, "out"), _found(ruling, "rest"))]
    return held


def _found(ruling: Ruling, side: str = "") -> frozenset[str]:
    return frozenset(each.attached for each in ruling.anchors if each.attached and each.side == side)


def _merged(happenings: Sequence[Happening], ids: frozenset[str]) -> list[Happening]:
    """All that tell one of these statements as one, which keeps the id and place of the first of them."""
    met = [each for each in happenings if any(row.id in ids for row in each.rows)]
    if len(met) < 2:
        return list(happenings)
    whole = Happening([row for each in met for row in each.rows])
    others = {id(each) for each in met[1:]}
    return [whole if each is met[0] else each for each in happenings if id(each) not in others]


def _split(happening: Happening, out: frozenset[str], rest: frozenset[str]) -> list[Happening]:
    """What is to be apart as two; statements that came since go where they fit better."""
    leaving = Happening([row for row in happening.rows if row.id in out])
    staying = Happening([row for row in happening.rows if row.id in rest])
    if not _tells(leaving.rows) or not _tells(staying.rows):
        return [happening]
    since = [row for row in happening.rows if row.id not in out | rest]
    gone = {row.id for row in (*leaving.rows, *(r for r in since if leaving.takes(r) > staying.takes(r)))}
    parts = ([row for row in happening.rows if (row.id in gone) == left] for left in (False, True))
    return [Happening(rows) for rows in parts]


def _tells(rows: Iterable[Row]) -> bool:
    return any(row.kind == "event" for row in rows)
