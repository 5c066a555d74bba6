"""Judgements of statements and events: each function takes a View and gives the Ruling to write, or says why not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from westphalia.errors import BadInput, UnknownRecord
from westphalia.judging.anchors import anchored
from westphalia.records import content_id
from westphalia.store import View
from westphalia.store.rulings import Action, Anchor, Edit, Ruling

__all__ = ["accept", "made", "merge", "now", "reject", "split", "undo"]


def now() -> str:
    """The time in UTC, finely enough that two judgements of one person differ."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def made(
    action: Action,
    about: Sequence[str],
    by: str,
    why: str,
    anchors: Sequence[Anchor] = (),
    edit: Edit | None = None,
    grade: str | None = None,
) -> Ruling:
    """A judgement made now."""
    time = now()
    return Ruling(
        id=content_id("j", action, about, by, time),
        made=time,
        by=by,
        action=action,
        about=tuple(about),
        why=why,
        anchors=tuple(anchors),
        edit=edit,
        grade=grade,
    )


def accept(view: View, id: str, by: str, why: str = "") -> Ruling:
    """That a statement is right as it stands (with what was edited before). Raises UnknownRecord."""
    return made("accept", [id], by, why, anchored(view, [id]))


def reject(view: View, id: str, by: str, why: str) -> Ruling:
    """That a sentence does not say this: it is left out of every listing and analysis. Raises UnknownRecord."""
    return made("reject", [id], by, why, anchored(view, [id]))


def merge(view: View, ids: Sequence[str], by: str, why: str = "") -> Ruling:
    """That events are one happening. Raises UnknownRecord, and BadInput for fewer than two or for what clashes."""
    events = [_event(view, id) for id in dict.fromkeys(ids)]
    if len(events) < 2:
        raise BadInput("give two events or more to merge: `westphalia merge e-... e-...`")
    if len({event["polarity"] for event in events}) > 1:
        raise BadInput("some of these events happened and others are said not to have: that is a disagreement")
    told = [id for event in events for id in event["statements"]]
    return made("merge", [event["id"] for event in events], by, why, anchored(view, told))


def split(view: View, id: str, statements: Sequence[str], by: str, why: str = "") -> Ruling:
    """That statements of an event tell of another happening, together. Raises UnknownRecord and BadInput."""
    event = _event(view, id)
    strange = [each for each in statements if each not in event["statements"]]
    if strange:
        raise BadInput(f"{', '.join(strange)} is not of {id}; `westphalia why {id}` lists its statements")
    rest = [each for each in event["statements"] if each not in statements]
    told = {line["id"] for line in view.statements(ids=event["statements"], kind="event").to_pylist()}
    if not told.intersection(statements) or not told.intersection(rest):
        raise BadInput(f"both parts of {id} need a statement that tells an event: name some of its statements, not all")
    anchors = anchored(view, list(statements), "out") + anchored(view, rest, "rest")
    return made("split", [id, *dict.fromkeys(statements)], by, why, anchors)


def undo(view: View, id: str, by: str, why: str = "") -> Ruling:
    """That a judgement is taken back. Raises UnknownRecord, and BadInput for one that does not stand."""
    every = {ruling.id: ruling for ruling in view.rulings(standing=False)}
    if id not in every:
        raise UnknownRecord(f"no judgement {id}; `westphalia judgements` lists them")
    if every[id].action == "undo":
        raise BadInput(f"{id} takes back {every[id].about[0]}: to take that up again, make it anew")
    if id not in {ruling.id for ruling in view.rulings()}:
        raise BadInput(f"{id} has been taken back already; `westphalia judgements` lists them all")
    return made("undo", [id], by, why)


def _event(view: View, id: str) -> dict[str, Any]:
    found = view.events(ids=id).to_pylist()
    if not found:
        raise UnknownRecord(f"no event {id} in the store; `westphalia events` lists them")
    return dict(found[0])
