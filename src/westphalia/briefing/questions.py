"""Questions read: which states and matters they name, and what kind of answer they ask for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from westphalia.linking.words import bag, matters
from westphalia.ontology.actors import atlas

__all__ = ["Question", "read_question"]

KINDS = (
    ("sayers", r"\bwho (?:says|said|claims|claimed|alleges|reports|reported|confirms|confirmed|denies|denied)\b"),
    ("places", r"^\W*(?:where|in (?:what|which) (?:place|city|town))\b"),
    ("wants", r"\bwhat (?:do|does|did|would|might) .*\b(?:want|seek|aim|hope|intend)\b|\bwhat is .* after\b"),
    ("pathways", r"\b(?:reach|reached|pass|passed|spread|flow|arrive|travel|leak|get) ?(?:to|into|on to|from)?\b"),
    (
        "implications",
        r"\b(?:affect|mean|impl[iy]|consequence|impact|effect|matter|follow|bear|touch|harm|hurt|gain|benefit|help|threat"
        r"|risk|danger|influence|worr[iy]|concern|stake|change)",
    ),
)
"""Kinds of answers by the words that ask for them; anything else is `other`, which no answer is made for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question: the states and persons it names in their order, the matters its words speak of, the kind of answer.

    A person is the ids of all whom the name may stand for.
    """

    text: str
    codes: tuple[str, ...]
    persons: tuple[frozenset[str], ...]
    matters: frozenset[str]
    kind: str


def read_question(text: str) -> Question:
    """The states, persons, matters and kind of a question; a path needs two states, or it asks for what follows.

    >>> q = read_question("How could Russian missile technology reach Pakistan?")
    >>> q.codes, sorted(q.matters), q.kind
    (('RUS', 'PAK'), ['arms', 'technology'], 'pathways')
    >>> read_question("Where did Kim Jong Un and Putin meet?").codes
    ('PRK', 'RUS')
    """
    codes = _codes(text)
    kind = next((name for name, cue in KINDS if re.search(cue, text, re.IGNORECASE)), "other")
    if kind == "pathways" and len(codes) < 2:
        kind = "implications"
    return Question(text=text, codes=codes, persons=_persons(text), matters=matters(bag(text)), kind=kind)


def _persons(text: str) -> tuple[frozenset[str], ...]:
    """The persons whom names in a text may stand for, a set of ids a name, in their order.

    >>> [sorted(ids)[-1] for ids in _persons("Where did Modi and Putin meet?")]
    ['IND.narendra-modi', 'RUS.vladimir-putin']
    """
    found = []
    for spelled, _ in _names(text):
        candidates = atlas().resolve(spelled)
        if candidates and all(c.kind == "person" for c in candidates):
            found.append(frozenset(c.actor.id for c in candidates))
    return tuple(found)


def _codes(text: str) -> tuple[str, ...]:
    """The states that names in a text stand for, in their order; a surname counts where all who bear it are of one."""
    found: list[str] = []
    for spelled, known in _names(text):
        candidates = atlas().resolve(spelled)
        states = {c.codes for c in (candidates[:1] if known else candidates) if known or c.kind == "person"}
        found += states.pop() if len(states) == 1 else ()
    return tuple(dict.fromkeys(found))


def _names(text: str) -> list[tuple[str, bool]]:
    """The names in a text in their order: those that the atlas knows, and other capitalised words, marked as such."""
    plain = re.sub(r"[-–—]", " ", text)
    scanned = list(atlas().scan(plain))
    covered = {i for match in scanned for i in range(match.start, match.end)}
    names = {match.start: (match.text, True) for match in scanned}
    words = re.finditer(r"(?<=\s)[A-Z][a-z]+", plain)
    names |= {word.start(): (word.group(), False) for word in words if word.start() not in covered}
    return [name for _, name in sorted(names.items())]
