"""What the mention stage knows of each mention and hands to the actor stage: `Reading.notes["clues"]` by mention id.

Neither is for other stages but for `Clue.head` and `at_head`: the token that a mention is headed by.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from westphalia.ontology.gazetteer import Sense
from westphalia.reading.cues import rows
from westphalia.reading.reading import Reading

__all__ = ["Clue", "at_head", "clues", "listed_words"]


@dataclass(frozen=True, slots=True)
class Clue:
    """What was seen of one mention.

    `first`, `last`, `head`: token indices in its sentence. `senses`: what the gazetteer says of the name in it.
    `agent`: the word for an office, organ or people ("foreign minister"). `name`: a person's name as written.
    `owner`: the pronoun before it ("his government"), or 's after a person ("Assad's forces"). `refers`, `only`: as in
    descriptions.tsv, for pronouns and descriptions. `place`: why it is named as a place, if it is. `many`: plural.
    `subject`: it is the subject of its clause. `quoted`: it stands within quotation marks. `definite`: after "the" or
    a possessive. `known`: the ids of persons that the name may be; after "?" a full name that the text introduced.
    `also`: the senses of further nations in the same phrase ("Russian and Chinese officials").
    """

    first: int
    last: int
    head: int
    senses: tuple[Sense, ...] = ()
    agent: str | None = None
    name: str | None = None
    owner: str | None = None
    refers: str | None = None
    only: str | None = None
    place: str = ""
    many: bool = False
    subject: bool = False
    quoted: bool = False
    definite: bool = False
    known: tuple[str, ...] = ()
    also: tuple[tuple[Sense, ...], ...] = ()


def clues(reading: Reading) -> Mapping[str, Clue]:
    """The clues of a reading by mention id."""
    found: Mapping[str, Clue] = reading.notes.get("clues", {})  # type: ignore[assignment]
    return found


def at_head(reading: Reading) -> dict[tuple[str, int], str]:
    """The mention headed by a token: (sentence id, token index) to mention id.

    A phrase is who its head is: in "Russia's ambassador to India" the mention at "ambassador" is the actor, and "India"
    another mention inside the phrase.
    """
    known = clues(reading)
    return {(m.sentence_id, known[m.id].head): m.id for m in reading.mentions if m.id in known}


@cache
def listed_words(table: str, kind: str) -> frozenset[str]:
    """The words of the lines of a table whose `kind` is the one asked for."""
    return frozenset(w for row in rows(table) if row["kind"] == kind for w in row["words"].split(";"))
