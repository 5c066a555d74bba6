"""Statements: drafts become records with ids; what one sentence says twice is kept once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from westphalia.errors import OntologyError
from westphalia.reading.classes import lines
from westphalia.reading.frames import Scene
from westphalia.reading.reading import Draft, Reading
from westphalia.records import Basis, Statement, content_id

__all__ = ["statements"]

_Key = tuple[str, str, str, str | None, frozenset[str], frozenset[str]]


def statements(reading: Reading) -> Reading:
    """Stage: the statements of the reading, in the order of the text."""
    scene = Scene(reading)
    kept = _once((d for d in reading.drafts if _tells(d, reading.drafts, scene)), scene)
    kept.sort(key=lambda d: (d.parsed.sentence.span.start, d.trigger.start, d.kind, d.relation))
    return replace(reading, statements=tuple(_statement(d) for d in kept))


@cache
def _half_read() -> frozenset[tuple[str, str]]:
    """The events that are dropped with one end open, as (relation, end that is there), from `data/open_ends.tsv`."""
    found = set()
    for number, cells in lines("open_ends.tsv"):
        if cells[0] == "relation":
            continue
        if len(cells) < 4 or cells[1] not in ("source", "target") or cells[2] not in ("keep", "drop"):
            raise OntologyError(f"open_ends.tsv:{number}: relation, source or target, keep or drop, why")
        if cells[2] == "drop":
            found.add((cells[0], cells[1]))
    return frozenset(found)


def _tells(draft: Draft, drafts: Iterable[Draft], scene: Scene) -> bool:
    """Whether a draft says enough: both ends, or one that its relation may stand with, and no fuller one beside it."""
    if draft.kind != "event" or (draft.source and draft.target):
        return True
    if (draft.relation, "source" if draft.source else "target") in _half_read():
        return False
    return not any(
        other.relation == draft.relation
        and other.source
        and other.target
        and other.parsed.sentence.id == draft.parsed.sentence.id
        and (_key(other, scene)[4:5] == _key(draft, scene)[4:5] or _key(other, scene)[5] == _key(draft, scene)[5])
        for other in drafts
        if other.kind == "event"
    )


def _once(drafts: Iterable[Draft], scene: Scene) -> list[Draft]:
    """The best of the drafts that say the same relation of the same states in the same sentence."""
    best: dict[_Key, Draft] = {}
    for draft in drafts:
        key = _key(draft, scene)
        if key not in best or _rank(draft) > _rank(best[key]):
            best[key] = draft
    return list(best.values())


def _key(draft: Draft, scene: Scene) -> _Key:
    source, target = scene.states(draft.source), scene.states(draft.target)
    mode = draft.mode if draft.kind == "event" else None
    return draft.parsed.sentence.id, draft.kind, draft.relation, mode, source, target


def _rank(draft: Draft) -> tuple[float, int]:
    return draft.score, -draft.trigger.start


def _statement(draft: Draft) -> Statement:
    return Statement(
        id=content_id(
            "r",
            draft.parsed.sentence.id,
            draft.kind,
            draft.relation,
            draft.trigger.start,
            draft.trigger.end,
            draft.source,
            draft.target,
        ),
        sentence_id=draft.parsed.sentence.id,
        kind=draft.kind,
        relation=draft.relation,
        mode=draft.mode,
        contexts=draft.contexts,
        source=draft.source,
        target=draft.target,
        via=draft.via,
        polarity=draft.polarity,
        modality=draft.modality,
        attribution=draft.attribution,
        when=draft.when,
        place=draft.place,
        trigger=draft.trigger,
        background=draft.background,
        basis=Basis(method=draft.method, score=round(min(draft.score, 1.0), 3), why=draft.why),
    )
