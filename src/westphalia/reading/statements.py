"""Statements: drafts become records with ids; what one sentence says twice is kept once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from westphalia.reading.frames import Scene
from westphalia.reading.reading import Draft, Reading
from westphalia.records import Basis, Statement, content_id

__all__ = ["statements"]

_Key = tuple[str, str, str, str | None, frozenset[str], frozenset[str]]


def statements(reading: Reading) -> Reading:
    """Stage: the statements of the reading, in the order of the text."""
    kept = _once(reading.drafts, Scene(reading))
    kept.sort(key=lambda d: (d.parsed.sentence.span.start, d.trigger.start, d.kind, d.relation))
    return replace(reading, statements=tuple(_statement(d) for d in kept))


def _once(drafts: Iterable[Draft], scene: Scene) -> list[Draft]:
    """The best of the drafts that say the same relation of the same states in the same sentence."""
    best: dict[_Key, Draft] = {}
    for draft in drafts:
        key = _key(draft, scene)
        if key not in best or _rank(draft) > _rank(best[key]):
            best[key] = draft
    return list(best.values())


def _key(draft: Draft, scene: Scene) -> _Key:
    def states(mentions: tuple[str, ...]) -> frozenset[str]:
        return frozenset(code for m in mentions for code in scene.codes.get(m, ()))

    mode = draft.mode if draft.kind == "event" else None
    return draft.parsed.sentence.id, draft.kind, draft.relation, mode, states(draft.source), states(draft.target)


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
