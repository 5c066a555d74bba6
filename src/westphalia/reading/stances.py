"""Stances: what the frames of `data/stances.tsv` find that actors want, allow, favour or fear.

A word that carries an event carries no stance besides. What somebody wants, favours or fears is told by the stance: the
event in its clause ("wants to disarm", "hopes to visit") is none of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from westphalia.reading.frames import Scene, drafts, load
from westphalia.reading.reading import Draft, Predicate, Reading
from westphalia.reading.scope import has

__all__ = ["stances"]

_ABOUT_SOMEBODY = frozenset({"considers", "expects", "permits"})
_ABOUT = frozenset(
    {"object", "clause", "for", "to", "of", "about", "over", "on", "at", "with", "in", "from", "against"}
)
_PART = frozenset({"some", "many", "most", "others", "those", "few", "voices", "circles", "quarters"})
_LONGING = frozenset({("seek", "REQUEST", None), ("look", "AGREE", None)})
_IN_COMMON = frozenset({"AGREE", "SUPPORT", "CONSULT", "COOPERATE"})
_HOLDING = frozenset({"wants", "opposes", "favours", "permits", "concern", "considers", "expects"})


def stances(reading: Reading) -> Reading:
    """Stage: adds a draft for each predicate that a frame of the stances table fits."""
    scene = Scene(reading)
    events = {_place(d) for d in reading.drafts if d.kind == "event" and not _is_longing(d)}
    read = (_told(d, scene) for d in drafts(load("stances"), "stance", scene))
    found = [d for d in read if d.source and _place(d) not in events and _says(d)]
    held = {place for d in found if d.relation in _HOLDING for place in (_place(d), *_held(d, scene))}
    longed = {(d.parsed.sentence.id, t.i) for d in found if d.relation in _HOLDING for t in scene.heads(d, *_ABOUT)}
    others = (d for d in reading.drafts if _place(d) not in held and not (_place(d) in longed and _is_half(d)))
    found = [d for d in found if _place(d) not in held - {_place(x) for x in found if x.relation in _HOLDING}]
    return replace(reading, drafts=(*others, *found))


def _is_longing(draft: Draft) -> bool:
    """Whether an event is no more than a wish in a verb of asking or promising: "seeks peace", "looks forward"."""
    return (draft.token.lemma_.lower(), draft.relation, draft.mode) in _LONGING


def _says(draft: Draft) -> bool:
    """Whether a stance says something: what one thinks or lets happen is about somebody."""
    return bool(draft.target) or draft.relation not in _ABOUT_SOMEBODY


def _told(draft: Draft, scene: Scene) -> Draft:
    """The draft; where its frame found nobody whom it is about, with those whom its complement names."""
    predicate = scene.at(draft.parsed, draft.token)
    if predicate is not None and not draft.source:
        draft = replace(draft, source=tuple(_some(predicate, scene)))
    if draft.target or predicate is None:
        return draft
    own = scene.states(draft.source)
    said = [a for role, arguments in predicate.roles.items() if role in _ABOUT for a in arguments]
    below = {t.i for a in said for head in a.every_head for t in scene.below(head)}
    named = scene.named(draft.parsed, below - {draft.token.i})
    return replace(draft, target=tuple(m for m in named if m in scene.codes and not scene.codes[m] & own))


def _some(predicate: Predicate, scene: Scene) -> Iterator[str]:
    """The actors of whom a part is meant: "some in Israel", "many Kenyans", "voices in Cairo"."""
    for argument in predicate.roles.get("subject", ()):
        if argument.head.lower_ in _PART:
            named = scene.named(predicate.parsed, {t.i for t in scene.below(argument.head)})
            yield from (m for m in named if m in scene.codes)


def _place(draft: Draft) -> tuple[str, int]:
    return draft.parsed.sentence.id, draft.token.i


def _is_half(draft: Draft) -> bool:
    """Whether a draft is of a deed in common, named by a noun, with one of its ends: the "deal" in "wants a deal"."""
    one = len({*draft.source, *draft.target}) < 2
    return draft.kind == "event" and draft.token.pos_ == "NOUN" and one and draft.relation in _IN_COMMON


def _held(draft: Draft, scene: Scene) -> Iterator[tuple[str, int]]:
    """The heads of the infinitives in which a stance says what it is about."""
    for head in scene.heads(draft, "clause"):
        if has(head, "aux", "to") or head.tag_ == "VBG":
            yield draft.parsed.sentence.id, head.i
