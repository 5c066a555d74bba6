"""Where something happened: the place that the words carrying an event name with "in" or "at"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from westphalia.ontology.actors import atlas
from westphalia.reading.reading import Draft, Reading

__all__ = ["sites"]

_BUILT = frozenset(
    {
        "cosmodrome",
        "airport",
        "palace",
        "forum",
        "summit",
        "base",
        "station",
        "port",
        "harbour",
        "harbor",
        "embassy",
        "parliament",
        "square",
        "village",
        "camp",
        "stadium",
        "university",
        "centre",
        "center",
        "headquarters",
        "conference",
        "city",
        "town",
        "province",
        "region",
        "island",
        "shipyard",
        "plant",
    }
)
_HANGS = frozenset({"dobj", "pobj", "prep", "attr", "oprd", "nsubjpass"})


def sites(reading: Reading) -> Reading:
    """Stage: events without a place get the one their sentence names for them, in its own words; others stay open."""
    return replace(reading, drafts=tuple(_placed(draft) for draft in reading.drafts))


def _placed(draft: Draft) -> Draft:
    if draft.kind != "event" or draft.place is not None:
        return draft
    found = next(_named(draft), None)
    return replace(draft, place=found) if found else draft


def _named(draft: Draft) -> Iterator[str]:
    """The places after the word, nearest first: of its own phrases, and of the phrases of what it acts on."""
    for prep in draft.parsed.tokens:
        if prep.lower_ in ("in", "at") and prep.i > draft.token.i and _holds(draft.token, prep.head):
            for child in prep.children:
                if child.dep_ == "pobj" and (name := _name(child, own=prep.head == draft.token)):
                    yield name


def _holds(token: Token, head: Token) -> bool:
    """Whether a phrase on `head` may be the place of what `token` tells: on it, or on an object hung from it."""
    for _ in range(4):
        if head == token:
            return True
        if head.dep_ not in _HANGS:
            return False
        head = head.head
    return False


def _name(head: Token, *, own: bool) -> str:
    """The proper name that a phrase is headed by, if it is one of a place: known as such, or of a built site.

    Away from the word itself (`own`), a state is none: "its war in Ukraine" is not where support was given.
    """
    if head.pos_ != "PROPN" or head.ent_type_ in ("DATE", "TIME", "PERSON", "MONEY"):
        return ""
    first = head
    while first.i > head.left_edge.i and first.nbor(-1).pos_ == "PROPN":
        first = first.nbor(-1)
    text = str(head.doc[first.i : head.i + 1].text)
    known = {candidate.kind for candidate in atlas().resolve(text)}
    return (
        text if known & ({"place", "capital", "name"} if own else {"place", "capital"}) or head.lower_ in _BUILT else ""
    )
