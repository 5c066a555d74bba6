"""Stances: what the frames of `data/stances.tsv` find that actors want, allow, favour or fear.

A word that carries an event carries no stance besides. What somebody wants, favours or fears is told by the stance: the
event in its clause ("wants to disarm", "hopes to visit") is none of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from westphalia.reading.frames import Scene, drafts, load
from westphalia.reading.reading import Draft, Reading

__all__ = ["stances"]

_HOLDING = frozenset({"wants", "opposes", "favours", "permits", "concern", "considers", "expects"})


def stances(reading: Reading) -> Reading:
    """Stage: adds a draft for each predicate that a frame of the stances table fits."""
    scene = Scene(reading)
    events = {_place(d) for d in reading.drafts if d.kind == "event"}
    found = [d for d in drafts(load("stances"), "stance", scene) if d.source and _place(d) not in events]
    held = {place for d in found if d.relation in _HOLDING for place in _held(d, scene)}
    others = (d for d in reading.drafts if _place(d) not in held)
    return replace(reading, drafts=(*others, *found))


def _place(draft: Draft) -> tuple[str, int]:
    return draft.parsed.sentence.id, draft.token.i


def _held(draft: Draft, scene: Scene) -> Iterator[tuple[str, int]]:
    """The heads of the infinitives in which a stance says what it is about."""
    predicate = scene.predicates.get(_place(draft))
    for argument in predicate.roles.get("clause", ()) if predicate else ():
        for head in argument.heads or (argument.head,):
            if any(c.dep_ == "aux" and c.lower_ == "to" for c in head.children) or head.tag_ == "VBG":
                yield draft.parsed.sentence.id, head.i
