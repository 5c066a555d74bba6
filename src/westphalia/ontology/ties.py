"""Kinds of ties between actors, in families, with direction and sign (`data/tie_kinds.tsv`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from westphalia.errors import OntologyError
from westphalia.ontology.tables import table

__all__ = ["FAMILIES", "KINDS", "TieKind", "family", "tie_kind"]

Sign = Literal[-1, 0, 1]
_SIGNS: dict[str, Sign] = {"+": 1, "0": 0, "-": -1}


@dataclass(frozen=True, slots=True, kw_only=True)
class TieKind:
    """A kind of tie. `directed`: source and target differ in role; `sign`: friendly 1, hostile -1, neither 0."""

    name: str
    family: str
    directed: bool
    sign: Sign
    what: str


@cache
def _kinds() -> dict[str, TieKind]:
    return {
        row["name"]: TieKind(
            name=row["name"],
            family=row["family"],
            directed=row["directed"] == "yes",
            sign=_SIGNS[row["sign"]],
            what=row["what"],
        )
        for row in table("tie_kinds")
    }


KINDS: tuple[str, ...] = tuple(_kinds())
FAMILIES: tuple[str, ...] = tuple(dict.fromkeys(kind.family for kind in _kinds().values()))


def tie_kind(name: str) -> TieKind:
    """The kind of tie of this name. Raises OntologyError for a name that is none.

    >>> tie_kind("arms_supply").directed
    True
    """
    try:
        return _kinds()[name]
    except KeyError:
        raise OntologyError(f"{name!r} is no kind of tie; the kinds are {', '.join(KINDS)}") from None


def family(name: str) -> str:
    """The family of a kind; kinds of one family count as agreeing in comparisons.

    >>> family("alliance") == family("partnership")
    True
    """
    return tie_kind(name).family
