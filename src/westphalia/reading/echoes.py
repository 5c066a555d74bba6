"""Echoes: ends that a sentence leaves open because the text has named them just before.

"The aggression against that country must end": by whom, the sentences before have said. "Macron condemned the move":
whose move, too. An open end is filled from the nearest earlier event of the same segment that fits; the reason and a
lower score go with it. What cannot be filled stays open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from westphalia.reading.classes import classes
from westphalia.reading.ends import Scene, names
from westphalia.reading.reading import Argument, Draft, Reading

__all__ = ["echoes"]

_HOSTILE = frozenset({"ASSAULT", "COERCE", "SANCTION", "THREATEN", "MOBILIZE"})
_ANSWERS = frozenset({"ACCUSE", "SUPPORT", "REJECT", "PROTEST", "CONCEDE", "REQUEST"})
_POINTING = frozenset({"the", "this", "that", "these", "those", "such"})
_FORCE = frozenset({"ASSAULT", "COERCE", "MOBILIZE"})
_REBELS = frozenset({"rebel", "insurgent", "militant", "guerrilla", "guerilla", "terrorist", "militia"})
_COMMENTING = frozenset({"say", "tell", "add", "note", "call", "urge", "condemn", "welcome", "ask", "believe"})
_OPPOSED = frozenset({"both", "each", "disputed", "dispute", "clash", "violation", "standoff", "opposite"})
_ROLES = ("subject", "object", "on", "at", "against", "of", "between", "with", "to", "into", "in", "along", "near")
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
    pairs = _two_alone(scene, {sentence: segment for sentence, (_, segment) in order.items()})
    events = [(i, d) for i, d in enumerate(reading.drafts) if d.kind == "event"]
    for index, draft in sorted(events, key=lambda e: e[1].trigger.start):
        number, segment = order[draft.parsed.sentence.id]
        before = told.setdefault(segment, [])
        made = _other_of_two(_fill(draft, number, before, scene), pairs.get(segment), scene)
        filled[index] = made
        before.append(_Told(number, made, scene.states(made.source), scene.states(made.target)))
    return replace(reading, drafts=tuple(filled.get(i, d) for i, d in enumerate(reading.drafts)))


def _two_alone(scene: Scene, segment_of: Mapping[str, int]) -> dict[int, Mapping[str, str]]:
    """For each segment that names two states alone, neither only as one who comments, a mention of each by its code."""
    named: dict[int, dict[str, str]] = {}
    bystanders = _commenting(scene)
    for mention in scene.reading.mentions:
        states = named.setdefault(segment_of[mention.sentence_id], {})
        for code in scene.codes.get(mention.id, ()):
            if len(code) == 3 and (code not in states or states[code] in bystanders):
                states[code] = mention.id
    return {
        segment: states
        for segment, states in named.items()
        if len(states) == 2 and bystanders.isdisjoint(states.values())
    }


def _commenting(scene: Scene) -> frozenset[str]:
    """The mentions of those who only say something: "Egypt said", "Egyptian officials condemned"."""
    found: set[str] = set()
    for parsed in scene.reading.parsed:
        said = (t for t in parsed.tokens if t.dep_ == "nsubj" and t.head.lemma_.lower() in _COMMENTING)
        found.update(m for t in said for m in scene.named(parsed, {b.i for b in t.subtree}))
    return frozenset(found)


def _other_of_two(draft: Draft, pair: Mapping[str, str] | None, scene: Scene) -> Draft:
    """Force with an open end, in a text that tells of two states alone, is between them."""
    if pair is None or draft.relation not in _FORCE or not _half_told(draft, scene):
        return draft
    about = _about(draft, scene)
    if not about & classes()["warlike"] or about & (_REBELS | classes()["at_home"] | classes()["other_states"]):
        return draft
    mine = scene.states(draft.source or draft.target)
    if draft.source and mine == set(pair) and draft.relation == "MOBILIZE" and _at_odds(draft):
        return replace(draft, target=draft.source)
    if len(mine) != 1 or not mine < set(pair):
        return draft
    other = (next(mention for code, mention in pair.items() if code not in mine),)
    if not draft.source and other[0] in _grounds(draft, scene):
        return draft  # "Two Kenyan soldiers were wounded in Somalia"
    return replace(
        draft,
        source=draft.source or other,
        target=other if draft.source else draft.target,
        method=f"{draft.method}+echo",
        score=max(draft.score - _PENALTY, 0.1),
        why=f"{draft.why}; the text tells of two states alone",
    )


def _grounds(draft: Draft, scene: Scene) -> set[str]:
    """Who is named as the place of a deed."""
    return {m for a in scene.arguments(draft, "in", "at", "near") for m in (*a.mentions, *a.places)}


def _at_odds(draft: Draft) -> bool:
    """Whether a sentence speaks of two who stand against each other: "both", "disputed", "violations"."""
    words = {t.lemma_.lower() for t in draft.parsed.tokens}
    return bool(words & (_OPPOSED | classes()["strife"]))


def _half_told(draft: Draft, scene: Scene) -> bool:
    """Whether an end is open, or holds only the source's own ground ("massed troops on its border")."""
    if draft.source and draft.target:
        own = scene.states(draft.target) == scene.states(draft.source) and draft.target != draft.source
        return own and draft.relation == "MOBILIZE"
    return bool(draft.source or draft.target)


def _about(draft: Draft, scene: Scene) -> set[str]:
    """What does it, what it is done to and where."""
    return {name for head in scene.heads(draft, *_ROLES) for name in names(head)}


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
