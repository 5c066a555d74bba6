"""Echoes: ends that a sentence leaves open because the text has named them just before.

"The aggression against that country must end": by whom, the sentences before have said. "Macron condemned the move":
whose move, too. An open end is filled from the nearest earlier event of the same segment that fits; the reason and a
lower score go with it. What cannot be filled stays open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from westphalia.reading.classes import classes
from westphalia.reading.frames import Scene
from westphalia.reading.reading import Argument, Draft, Reading

__all__ = ["echoes"]

_HOSTILE = frozenset({"ASSAULT", "COERCE", "SANCTION", "THREATEN", "MOBILIZE"})
_ANSWERS = frozenset({"ACCUSE", "SUPPORT", "REJECT", "PROTEST", "CONCEDE", "REQUEST"})
_POINTING = frozenset({"the", "this", "that", "these", "those", "such"})
_FAR = 6  # sentences that an agent reaches
_NEAR = 3  # sentences that a target or "the move" reaches
_PENALTY = 0.2


@dataclass(frozen=True, slots=True)
class _Told:
    """An event that the text has told already."""

    sentence: int
    draft: Draft
    source: frozenset[str]
    target: frozenset[str]


def echoes(reading: Reading) -> Reading:
    """Stage: fills open ends of event drafts from earlier ones of the same segment."""
    scene = Scene(reading)
    order = {p.sentence.id: (n, p.sentence.segment) for n, p in enumerate(reading.parsed)}
    told: dict[int, list[_Told]] = {}
    filled: dict[int, Draft] = {}
    events = [(i, d) for i, d in enumerate(reading.drafts) if d.kind == "event"]
    for index, draft in sorted(events, key=lambda e: e[1].trigger.start):
        number, segment = order[draft.parsed.sentence.id]
        before = told.setdefault(segment, [])
        made = _fill(draft, number, before, scene)
        filled[index] = made
        before.append(_Told(number, made, scene.states(made.source), scene.states(made.target)))
    return replace(reading, drafts=tuple(filled.get(i, d) for i, d in enumerate(reading.drafts)))


def _fill(draft: Draft, number: int, before: list[_Told], scene: Scene) -> Draft:
    """The draft with an open end filled, if the text has named it before."""
    if draft.target and not draft.source and draft.relation in _HOSTILE:
        target = scene.states(draft.target)
        for earlier in _recent(before, number, _FAR):
            same = earlier.sentence == number and earlier.draft.relation in _HOSTILE
            same = same or (_tells_of_victims(draft) and number == earlier.sentence + 1)
            fits = earlier.source and earlier.draft.relation in _HOSTILE and earlier.source.isdisjoint(target)
            if _tells_of_victims(draft) and number != earlier.sentence:
                fits = fits and earlier.draft.relation == "ASSAULT"
            if fits and (same or earlier.target & target):
                return _echo(draft, earlier, source=earlier.draft.source)
    if (deed := _same_deed(draft, before, scene)) is not None:
        return _echo(draft, deed, target=deed.draft.target)
    if draft.source and not draft.target:
        source = scene.states(draft.source)
        answered = _answered(draft, scene)
        if (again := _repeated(draft, source, _recent(before, number, _NEAR))) is not None:
            return _echo(draft, again, target=again.draft.target)
        for earlier in _recent(before, number, _NEAR):
            if answered is not None and _names(answered, earlier.draft):
                other = earlier.draft.source if not earlier.source & source else earlier.draft.target
                if other and not scene.states(other) & source:
                    return _echo(draft, earlier, target=other)
            alike = earlier.draft.relation == draft.relation in _HOSTILE or (
                draft.relation == "RETREAT" and earlier.draft.relation in _HOSTILE
            )
            alike = alike and earlier.source == source
            if answered is None and alike and earlier.target and not earlier.target & source:
                return _echo(draft, earlier, target=earlier.draft.target)
    return draft


def _tells_of_victims(draft: Draft) -> bool:
    """Whether it is told what an attack did to somebody, nobody said to have done it: "three officers were killed"."""
    passive = any(c.dep_ in ("nsubjpass", "auxpass") for c in draft.token.children)
    hurt = draft.token.lemma_.lower() in classes()["casualties"]
    return draft.relation == "ASSAULT" and passive and hurt and not any(c.dep_ == "agent" for c in draft.token.children)


def _same_deed(draft: Draft, before: list[_Told], scene: Scene) -> _Told | None:
    """The deed that a participle tells more of, whose victims are its own: "fired on boats, wounding two sailors"."""
    source = scene.states(draft.source)
    if draft.relation not in _HOSTILE or draft.token.dep_ != "advcl" or scene.states(draft.target) != source:
        return None
    above = (x for x in before if x.draft.parsed is draft.parsed and x.draft.token.i == draft.token.head.i)
    fits = (x for x in above if x.draft.relation in _HOSTILE and x.source == source)
    return next((x for x in fits if x.target and x.target != source), None)


def _recent(before: list[_Told], number: int, reach: int) -> Iterator[_Told]:
    """The earlier events within reach, the last one first."""
    for earlier in reversed(before):
        if number - earlier.sentence > reach:
            return
        yield earlier


def _repeated(draft: Draft, source: frozenset[str], recent: Iterator[_Told]) -> _Told | None:
    """The accusation that one of the same accusers makes again: "repeated the assertion"."""
    if draft.relation != "ACCUSE" or draft.token.lemma_.lower() not in classes()["again"]:
        return None
    return next((x for x in recent if x.draft.relation == "ACCUSE" and x.source & source and x.target), None)


def _answered(draft: Draft, scene: Scene) -> Argument | None:
    """The deed that an answer is about, where it is only pointed at: "condemned the move"."""
    if draft.relation not in _ANSWERS:
        return None
    predicate = scene.at(draft.parsed, draft.token)
    if predicate is None:
        return None
    for path in ("object", "against", "of", "on", "to", "at", "with", "object.of", "object.on", "object.to"):
        for argument in scene.follow(predicate, path):
            if not argument.mentions and argument.head.pos_ == "NOUN" and _pointer(argument) is not None:
                return argument
    return None


def _pointer(argument: Argument) -> str | None:
    """The word that points back before a noun, if there is one."""
    return next((c.lower_ for c in argument.head.children if c.lower_ in _POINTING), None)


def _names(answered: Argument, earlier: Draft) -> bool:
    """Whether a pointing phrase may name an earlier event: by its own word, or by a word for any deed."""
    word = answered.head.lemma_.lower()
    if word in classes()["deed"] or _pointer(answered) in ("this", "these", "such"):
        return True
    return len(word) > 3 and (
        earlier.token.lemma_.lower().startswith(word[:5])
        or (word in classes()["agreement"] and earlier.relation in ("AGREE", "SUPPORT"))
        or (word in classes()["attack"] and earlier.relation == "ASSAULT")
        or (word in classes()["wrongs"] and earlier.relation in _HOSTILE)
    )


def _echo(
    draft: Draft, earlier: _Told, source: tuple[str, ...] | None = None, target: tuple[str, ...] | None = None
) -> Draft:
    told = earlier.draft.parsed.sentence.text[:80]
    return replace(
        draft,
        source=draft.source if source is None else source,
        target=draft.target if target is None else target,
        method=f"{draft.method}+echo",
        score=max(draft.score - _PENALTY, 0.1),
        why=f"{draft.why}; the open end is of an earlier sentence: {told!r}",
    )
