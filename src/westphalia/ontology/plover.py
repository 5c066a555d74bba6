"""PLOVER 2.0: the types of events with their quads and scores, the modes of each type, and the contexts.

Source of the facts: PLOVER codebook 2.0 (draft), Open Event Data Alliance, CC BY-SA 4.0; see `data/plover_*.tsv`.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

from westphalia.errors import OntologyError
from westphalia.ontology.tables import table

__all__ = ["CONTEXTS", "MODES", "QUADS", "SECTORS", "TYPES", "Quad", "describe", "quad", "score"]

Quad = Literal["verbal cooperation", "material cooperation", "verbal conflict", "material conflict"]
QUADS: tuple[Quad, ...] = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")

TYPES: tuple[str, ...] = tuple(row["name"] for row in table("plover_types"))
MODES: dict[str, tuple[str, ...]] = {
    name: tuple(row["mode"] for row in table("plover_modes") if row["type"] == name) for name in TYPES
}
CONTEXTS: tuple[str, ...] = tuple(row["name"] for row in table("plover_contexts"))
SECTORS: tuple[str, ...] = tuple(row["name"] for row in table("sectors"))


@cache
def _types() -> dict[str, tuple[Quad, float, str]]:
    made: dict[str, tuple[Quad, float, str]] = {}
    for row in table("plover_types"):
        quads: list[Quad] = [q for q in QUADS if q == row["quad"]]
        if not quads:
            raise OntologyError(f"plover_types.tsv: {row['name']} has the quad {row['quad']!r}, not one of {QUADS}")
        made[row["name"]] = (quads[0], float(row["score"]), row["what"])
    return made


@cache
def _modes() -> dict[tuple[str, str], tuple[float, str]]:
    types = _types()
    return {
        (row["type"], row["mode"]): (float(row["score"] or types[row["type"]][1]), row["what"])
        for row in table("plover_modes")
    }


def _known(kind: str) -> tuple[Quad, float, str]:
    try:
        return _types()[kind]
    except KeyError:
        raise OntologyError(f"{kind!r} is no PLOVER type; the types are {', '.join(TYPES)}") from None


def quad(kind: str) -> Quad:
    """The quad class of a type. Raises OntologyError for a name that is no type.

    >>> quad("AID")
    'material cooperation'
    """
    return _known(kind)[0]


def score(kind: str, mode: str | None = None) -> float:
    """The score of a type, or of one of its modes, from -10 (conflict) to +10 (cooperation).

    Raises OntologyError for a name that is no type, or no mode of that type.

    >>> score("RETREAT", "withdraw"), score("ACCUSE")
    (8.0, -3.0)
    """
    whole = _known(kind)[1]
    if mode is None:
        return whole
    try:
        return _modes()[kind, mode][0]
    except KeyError:
        known = ", ".join(MODES[kind]) or "none"
        raise OntologyError(f"{mode!r} is no mode of {kind}; its modes are: {known}") from None


def describe(kind: str, mode: str | None = None) -> str:
    """What a type or mode covers, in a line. Raises OntologyError as `score` does.

    >>> describe("CONSULT", "phone")
    'by telephone or another remote medium'
    """
    if mode is None:
        return _known(kind)[2]
    score(kind, mode)
    return _modes()[kind, mode][1]
