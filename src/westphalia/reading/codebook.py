"""Conventions of the PLOVER codebook that no single word shows: what is still to come, what another event holds.

- A cooperative event that is announced ("will visit", "is to sign") is AGREE; a refusal, promise, threat or request holds
  what it is about: "agreed to cooperate" is AGREE and no COOPERATE besides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Token

from westphalia.reading.frames import Scene
from westphalia.reading.reading import Draft

__all__ = ["settle"]

_PLANNED = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID"})
_HOLDING = {"AGREE": None, "THREATEN": None, "REJECT": None, "CONCEDE": None}
_WILL = frozenset({"will", "shall", "'ll"})
_DUE = frozenset({"due", "set", "scheduled", "expected", "poised"})


def settle(drafts: Iterable[Draft], scene: Scene) -> tuple[Draft, ...]:
    """The drafts of events as the codebook has them."""
    found = tuple(drafts)
    held = {key for draft in found if draft.relation in _HOLDING for key in _held(draft, scene)}
    kept = (d for d in found if (d.parsed.sentence.id, d.token.i) not in held and scene.between_states(d))
    return tuple(_timed(d) for d in kept)


def _held(draft: Draft, scene: Scene) -> Iterator[tuple[str, int]]:
    """The heads of the clauses that an event is about."""
    predicate = scene.predicates.get((draft.parsed.sentence.id, draft.token.i))
    for argument in predicate.roles.get("clause", ()) if predicate else ():
        for head in argument.heads or (argument.head,):
            yield draft.parsed.sentence.id, head.i


def _timed(draft: Draft) -> Draft:
    """A cooperative event that is still to come is an agreement."""
    if draft.relation in _PLANNED and draft.token.pos_ == "VERB" and is_planned(draft.token):
        return replace(draft, relation="AGREE", mode=None)
    return draft


def is_planned(verb: Token) -> bool:
    """Whether a verb tells of what is announced and still to come: "will meet", "is to meet", "is due to meet"."""
    if any(c.dep_ == "neg" for c in verb.children):
        return False
    while (
        verb.dep_ == "conj" and verb.head.pos_ == "VERB" and not any(c.dep_ in ("aux", "nsubj") for c in verb.children)
    ):
        verb = verb.head
    if any(c.dep_ == "aux" and c.lower_ in _WILL for c in verb.children):
        return True
    infinitive = any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)
    above = verb.head
    return infinitive and verb.dep_ == "xcomp" and (above.lemma_ == "be" or above.lower_ in _DUE)
