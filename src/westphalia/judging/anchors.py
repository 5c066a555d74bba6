"""What ties a judgement to its statements: their ids, and the sentence, relation and ends that find them again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from westphalia.errors import UnknownRecord
from westphalia.store import Store, View
from westphalia.store.rulings import Anchor

__all__ = ["anchored", "reattach"]

Line = Mapping[str, Any]


def anchored(view: View, ids: Sequence[str], side: str = "") -> tuple[Anchor, ...]:
    """The statements with these ids as a judgement keeps them, rejected ones too. Raises UnknownRecord."""
    lines = {line["id"]: line for line in _as_read(view, ids=ids)}
    for id in ids:
        if id not in lines:
            raise UnknownRecord(f"no statement {id} in the store; `westphalia statements` lists them")
    return tuple(_anchor(lines[id], side) for id in dict.fromkeys(ids))


def reattach(store: Store) -> None:
    """Give judgements the ids that their statements have now, where reading anew gave them others.

    A statement is the same if it is the only one of the same document (its id, or its name) with the same sentence,
    relation and ends. A judgement that finds none is kept, and tried again at each call.
    """
    view = store.view()
    rulings = [ruling for ruling in view.rulings() if ruling.anchors]
    anchors = [anchor for ruling in rulings for anchor in ruling.anchors]
    there = {line["id"] for line in _as_read(view, ids=[a.attached for a in anchors if a.attached])}
    missing = [anchor for anchor in anchors if anchor.attached not in there]
    if not missing:
        return
    lines = _as_read(view, document=[each for a in missing for each in (a.document, a.document_id)])
    moved = [
        replace(ruling, anchors=tuple(a if a.attached in there else _again(a, lines) for a in ruling.anchors))
        for ruling in rulings
    ]
    changed = [new for new, old in zip(moved, rulings, strict=True) if new != old]
    if changed:
        store.judge(changed, said=f"judgements: {len(changed)} sought their statements after reading anew")


def _as_read(view: View, **filters: Any) -> list[dict[str, Any]]:
    """Statements as they were read, before any judgement."""
    return list(view.unjudged().statements(**filters).to_pylist()) if all(filters.values()) else []


def _anchor(line: Line, side: str) -> Anchor:
    return Anchor(
        statement_id=line["id"],
        attached=line["id"],
        document_id=line["document_id"],
        document=line["document"],
        sentence=line["sentence"],
        relation=line["relation"],
        source=tuple(line["source"]),
        target=tuple(line["target"]),
        trigger=line["trigger"],
        side=side,
    )


def _again(anchor: Anchor, lines: Sequence[Line]) -> Anchor:
    """The anchor on the one statement that says the same in the same sentence, or on none."""
    found = [
        line
        for line in lines
        if anchor.document == line["document"] or anchor.document_id == line["document_id"]
        if (line["sentence"], line["relation"]) == (anchor.sentence, anchor.relation)
        and (tuple(line["source"]), tuple(line["target"])) == (anchor.source, anchor.target)
    ]
    if len(found) > 1:
        found = [line for line in found if line["trigger"] == anchor.trigger]
    if len(found) != 1:
        return replace(anchor, attached=None)
    return replace(anchor, attached=found[0]["id"], document_id=found[0]["document_id"], document=found[0]["document"])
