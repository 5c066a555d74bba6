"""Texts in which the states bear other names: what is said stays, so that an encoder does not learn by heart who does
what to whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from random import Random

from westphalia.ontology.tables import table

__all__ = ["disguised"]

_NAMES = ("name", "names", "adjectives", "people", "capitals")
_Words = Mapping[str, str]


def disguised(text: Sequence[Sequence[str]], draw: Random) -> list[list[str]]:
    """A text, given as sentences of words, with each state that it names by one word as another one.

    >>> disguised([["Chile", "met", "Peruvian", "envoys", "in", "Lima"]], Random(3))
    [['Denmark', 'met', 'Mongolian', 'envoys', 'in', 'Ulaanbaatar']]
    """
    known = _known()
    found = dict.fromkeys(known[word][0] for words in text for word in words if word in known)
    others = dict(zip(found, draw.sample(_others(), len(found)), strict=True))
    return [[others[known[w][0]].get(known[w][1], w) if w in known else w for w in words] for words in text]


@cache
def _known() -> Mapping[str, tuple[str, str]]:
    """Words that name a state: its id, and what kind of name it is."""
    made: dict[str, tuple[str, str]] = {}
    for row in table("states"):
        for kind, words in _single(row):
            for word in words:
                made.setdefault(word, (row["id"], "name" if kind == "names" else kind))
    return made


@cache
def _others() -> Sequence[_Words]:
    """The names of those states that have one word of each kind."""
    made = [{kind: words[0] for kind, words in _single(row) if words} for row in table("states")]
    return [names for names in made if {*names} >= {*_NAMES} - {"names"}]


def _single(row: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    for kind in _NAMES:
        yield kind, [word for word in row[kind].split(";") if word and " " not in word]
