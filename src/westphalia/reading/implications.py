"""Implications: what the frames of `data/implications.tsv` find one thing to mean for another.

The ends of an implication are things: a tie, an event, a policy ("the accord of Chad with Libya", "India's relations
with the Quad"). So an end takes all actors in its phrase, but who is at the source is no target beside others. A word
that carries an implication carries no event: "the deal helps Chad" is no help given.
"""

from __future__ import annotations

from dataclasses import replace

from westphalia.reading.classes import classes
from westphalia.reading.ends import names
from westphalia.reading.frames import End, Frame, Scene, load, matches, parse_end, trigger
from westphalia.reading.reading import Draft, Predicate, Reading
from westphalia.records import Polarity

__all__ = ["implications"]

_OUTWARD = frozenset(
    {"leads_to", "helps", "harms", "checks", "enables", "increases", "signals", "concern_for", "enhances_capability"}
)
_FORESEEN = frozenset({"helps", "harms", "checks", "complicates", "consequences_for", "raises_tension", "concern_for"})
_TOUCHING = _OUTWARD | _FORESEEN | {"threatens"}
_DONE_TO = frozenset({"leads_to", "checks", "enables", "signals", "increases", "complicates"})
_BESIDE = parse_end("in|for|to|with|between|by|against|among|of", "implications.py")  # "caused a crisis in Eritrea"
_OPPOSITE = {"helps": "harms", "harms": "helps"}


def implications(reading: Reading) -> Reading:
    """Stage: adds a draft for each predicate that a frame of the implications table fits."""
    scene = Scene(reading)
    made = (_draft(scene, predicate, frame) for predicate, frame in matches(load("implications"), scene))
    found = [d for d in made if d is not None and _stands(d, scene) and scene.between_states(d)]
    at = {(d.parsed.sentence.id, d.token.i) for d in found}
    others = (d for d in reading.drafts if (d.parsed.sentence.id, d.token.i) not in at)
    return replace(reading, drafts=(*others, *found))


def _stands(draft: Draft, scene: Scene) -> bool:
    """Whether the ends are enough: somebody's thing at the source, and where it leads to, somebody there too.

    What is one state's at both ends says nothing of the system: "its reforms strengthen the republic".
    """
    ends = [scene.states(end) for end in (draft.source, draft.target)]
    if draft.relation in _OUTWARD and len(ends[0]) == 1 and ends[0] == ends[1]:
        return False
    if not draft.source:
        told = (draft.relation in _FORESEEN and _may_be(draft)) or (
            draft.relation in _TOUCHING and _is_of_a_move(draft, scene)
        )
        return bool(draft.target) and told
    return bool(draft.target) or draft.relation not in _DONE_TO


def _is_of_a_move(draft: Draft, scene: Scene) -> bool:
    """Whether it is said of a deed or thing between states, whoever's it is: "the pipeline is a boon for Turkey"."""
    return any(not names(h).isdisjoint(classes()["moves"]) for h in scene.heads(draft, "subject", "be"))


def _may_be(draft: Draft) -> bool:
    """Whether it is told of what may be: "would weaken", "can be dangerous"."""
    over = {draft.token.i, draft.token.head.i}
    return any(t.tag_ == "MD" and t.head.i in over for t in draft.parsed.tokens)


def _draft(scene: Scene, predicate: Predicate, frame: Frame) -> Draft | None:
    source, target = _end(scene, predicate, frame.source), _end(scene, predicate, frame.target)
    if not target and frame.target.choices and predicate.kind == "verb":
        target = _end(scene, predicate, _BESIDE)
    if not source and not target:
        return None
    doers = tuple(m for m in source if not scene.codes[m] <= scene.states(target))
    if doers and scene.states(target) < scene.states(source):  # "the expulsion of Russians by Oslo hurt Russia"
        source = doers
    others = tuple(m for m in target if not scene.codes[m] <= scene.states(source))
    relation, polarity = _foreboded(predicate, frame)
    return Draft(
        parsed=predicate.parsed,
        token=predicate.token,
        kind="implication",
        relation=relation,
        polarity=polarity,
        source=source,
        target=others or target,
        via=_end(scene, predicate, frame.via),
        trigger=trigger(predicate, frame.parts),
        method=frame.name,
        score=0.6 + 0.2 * (bool(source) and bool(target)),
        why=f"as in: {frame.example}",
    )


def _foreboded(predicate: Predicate, frame: Frame) -> tuple[str, Polarity]:
    """The relation of a frame; what does not bode well bodes ill, so that the negation to come finds it turned."""
    negated = any(c.dep_ == "neg" for c in predicate.token.children)
    if negated and predicate.lemma in classes()["omens"] and frame.relation in _OPPOSITE:
        return _OPPOSITE[frame.relation], "-"
    return frame.relation, "+"


def _end(scene: Scene, predicate: Predicate, end: End) -> tuple[str, ...]:
    """All actors in the phrases at an end, of the first choice that has any."""
    for choice in end.choices:
        found: dict[str, None] = {}
        for path, _ in choice:
            for argument in scene.follow(predicate, path):
                found.update(dict.fromkeys(argument.mentions))
                for head in argument.every_head:
                    tokens = {t.i for t in scene.below(head)}
                    found.update(dict.fromkeys(scene.named(predicate.parsed, tokens - {predicate.token.i})))
        if found:
            return tuple(m for m in found if m in scene.codes)
    return ()
