"""Ties: what the frames of `data/ties.tsv` find standing between actors, and forces that stand in another's land.

A tie with one end is none. Forces are named as actors ("French troops in Chad"), so that no frame finds them: what
they are and where they stand is read here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from westphalia.reading.classes import classes
from westphalia.reading.frames import Scene, drafts, load
from westphalia.reading.reading import Draft, Parsed, Reading
from westphalia.records import Mention

__all__ = ["ties"]

_WHERE = frozenset({"in", "on", "inside", "throughout", "across"})


def ties(reading: Reading) -> Reading:
    """Stage: adds a draft for each predicate that a frame of the ties table fits, and for forces abroad."""
    scene = Scene(reading)
    found = (*drafts(load("ties"), "tie", scene), *abroad(scene))
    return replace(reading, drafts=(*reading.drafts, *(d for d in found if _between_two(scene, d))))


def _between_two(scene: Scene, draft: Draft) -> bool:
    """Whether a tie has two ends that are not the same state's."""
    if draft.source == draft.target:
        return bool(draft.source)
    return bool(draft.source and draft.target) and scene.states(draft.source) != scene.states(draft.target)


def abroad(scene: Scene) -> Iterator[Draft]:
    """Forces that are named with the land of another where they stand: "British bases in Malta"."""
    for parsed in scene.reading.parsed:
        for mention in scene.by_sentence.get(parsed.sentence.id, ()):
            head = _head(parsed, mention)
            if head is not None and head.lemma_.lower() in classes()["stationed"]:
                yield from _standing(scene, parsed, mention, head)


def _head(parsed: Parsed, mention: Mention) -> Token | None:
    """The word that a mention's other words hang on."""
    inside = parsed.inside(mention.span)
    return next((t for t in inside if t.head not in inside or t.head.i == t.i), None)


def _standing(scene: Scene, parsed: Parsed, mention: Mention, head: Token) -> Iterator[Draft]:
    own = scene.codes.get(mention.id, frozenset())
    for prep in head.children:
        if prep.dep_ != "prep" or prep.lower_ not in _WHERE:
            continue
        below = {t.i for noun in prep.children for t in noun.subtree if noun.dep_ == "pobj"}
        there = tuple(m for m in scene.named(parsed, below) if m in scene.codes)
        if own and there and not own & scene.states(there):
            yield Draft(
                parsed=parsed,
                token=head,
                kind="tie",
                relation="military_involvement",
                source=(mention.id,),
                target=there,
                trigger=parsed.span(head, prep),
                method="ties:abroad",
                score=0.7,
                why="forces of one in the land of another",
            )
