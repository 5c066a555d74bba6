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
)
"""Kinds of answers by the words that ask for them; anything else asks what follows for the focal state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question: the states it names in their order, the matters its words speak of, the kind of answer."""

    text: str
    codes: tuple[str, ...]
    matters: frozenset[str]
    kind: str


def read_question(text: str) -> Question:
    """The states, matters and kind of a question; a path needs two states, or it asks for what follows.

    >>> q = read_question("How could Russian missile technology reach Pakistan?")
    >>> q.codes, sorted(q.matters), q.kind
    (('RUS', 'PAK'), ['arms', 'technology'], 'pathways')
    >>> read_question("Where did Kim Jong Un and Putin meet?").codes
    ('PRK', 'RUS')
    """
    codes = _codes(text)
    kind = next((name for name, cue in KINDS if re.search(cue, text, re.IGNORECASE)), "implications")
    if (kind == "pathways" and len(codes) < 2) or (kind in ("places", "wants") and not codes):
        kind = "implications"
    return Question(text=text, codes=codes, matters=matters(bag(text)), kind=kind)


def _codes(text: str) -> tuple[str, ...]:
    """The states that names in a text stand for, in their order; a surname counts where all who bear it are of one."""
    found: list[tuple[int, str]] = []
    plain = re.sub(r"[-–—]", " ", text)
    named: set[int] = set()
    for match in atlas().scan(plain):
        named |= set(range(match.start, match.end))
        for candidate in atlas().resolve(match.text)[:1]:
            found += [(match.start, code) for code in candidate.codes]
    for word in re.finditer(r"(?<=\s)[A-Z][a-z]+", plain):
        if word.start() in named:
            continue
        persons = [c for c in atlas().resolve(word.group()) if c.kind == "person"]
        states = {c.codes for c in persons}
        if len(states) == 1:
            found += [(word.start(), code) for code in states.pop()]
    return tuple(dict.fromkeys(code for _, code in sorted(found, key=lambda pair: pair[0])))
