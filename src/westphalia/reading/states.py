"""States: what the frames of `data/states.tsv` find that actors are, have, can or lack.

A thing that is only spoken of as what is stopped or talked about says nothing of a state: "talks to limit the nuclear
programme of Iran".
"""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from westphalia.reading.classes import classes
from westphalia.reading.frames import Scene, drafts, load
from westphalia.reading.reading import Reading

__all__ = ["states"]


def states(reading: Reading) -> Reading:
    """Stage: adds a draft for each predicate that a frame of the states table fits."""
    found = drafts(load("states"), "state", Scene(reading))
    return replace(reading, drafts=(*reading.drafts, *(d for d in found if d.source and not _is_curbed(d.token))))


def _is_curbed(noun: Token) -> bool:
    """Whether a noun is the object of a verb that stops, strikes or discusses it."""
    while noun.dep_ in ("pobj", "prep", "conj") and noun.head.pos_ != "VERB":
        noun = noun.head
    return noun.dep_ in ("dobj", "nsubjpass") and noun.head.lemma_.lower() in classes()["curbs"]
