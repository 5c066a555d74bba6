"""Actors' names as a sentence needs them: with articles, persons with their state, sets of states as a group."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache, partial
from typing import Any

from westphalia.errors import UnknownActor
from westphalia.ontology import tables
from westphalia.ontology.actors import atlas
from westphalia.ontology.spoken import articled

__all__ = ["capital", "ends_of", "joined", "lines", "name", "relation_of"]


ARTICLED = frozenset({"African", "Arab", "European", "International", "United", "World"})


lines = partial(tables.lines, "westphalia.briefing")
"""The rows of a data file of briefing: file name and number of columns; raises OntologyError at another width."""


@cache
def name(actor_id: str) -> str:
    """An actor's name within a sentence; of a person that no atlas knows by its id, any other id as it is.

    >>> name("IND"), name("USA"), name("IGO.quad"), name("PER.liu-guozhong"), name("XXX")
    ('India', 'the United States', 'the Quad', 'Liu Guozhong', 'XXX')
    """
    if actor_id in articled():
        return articled()[actor_id]
    try:
        known = atlas().actor(actor_id).name
    except UnknownActor:
        kind, _, rest = actor_id.partition(".")
        return rest.replace("-", " ").title() if kind == "PER" else actor_id
    article = actor_id.startswith("IGO.") and known.split(" ")[0] in ARTICLED and " " in known
    return f"the {known}" if article else known


def joined(parts: Sequence[str], word: str = "and") -> str:
    """Parts as a list in prose.

    >>> joined(["India"]), joined(["India", "Japan"]), joined(["a", "b", "c"])
    ('India', 'India and Japan', 'a, b and c')
    """
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def capital(text: str) -> str:
    """The text with a capital first letter, the rest left alone."""
    return text[:1].upper() + text[1:]


def ends_of(line: Mapping[str, Any], side: str) -> list[str]:
    """The actors at a statement's side by name: groups by their own name, persons and organs with their state.

    A state is named once; states that stand there only as members of a group named there are left out.
    """
    codes = list(line[side] or ())
    ids = [i for i in line.get(f"{side}_actors") or () if i not in codes]
    covered: set[str] = set()
    spoken: list[str] = []
    for actor in ids:
        state = actor.partition(".")[0]
        if _is_group(actor):
            spoken.append(name(actor))
            covered |= set(atlas().members(actor))
        elif state in codes and actor != state:
            spoken.append(_person(actor, state))
            covered.add(state)
        elif state not in codes:
            spoken.append(name(actor))
    own = line.get(f"{side}_actors") or ()
    plain = [name(code) for code in codes if code in own or code not in covered]
    return list(dict.fromkeys([*plain, *spoken]))


def _person(actor: str, state: str) -> str:
    known = name(actor)
    if known == actor:
        return name(state)
    try:
        kind = atlas().actor(actor).kind
    except UnknownActor:
        return name(state)
    if actor == f"{state}.government":
        return name(state)
    if kind in ("organ", "party", "people", "company", "armed_group", "outlet"):
        return known if known.lower().startswith("the ") or kind in ("company", "outlet") else f"the {known}"
    return f"{known} of {name(state)}"


def _is_group(actor: str) -> bool:
    try:
        return actor.startswith("IGO.") and len(atlas().members(actor)) > 1
    except UnknownActor:
        return False


def relation_of(codes: Collection[str]) -> str:
    """Two states as their relation, one as itself, more as a list.

    >>> relation_of(["PRK", "RUS"]), relation_of(["PAK"])
    ('the relation between North Korea and Russia', 'Pakistan')
    """
    found = [name(code) for code in sorted(codes)]
    return f"the relation between {joined(found)}" if len(found) == 2 else joined(found)
