"""Names of states as a sentence needs them: with their article."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from westphalia.ontology import tables
from westphalia.ontology.actors import atlas

__all__ = ["articled", "spoken"]


@cache
def articled() -> Mapping[str, str]:
    """The names that differ from the atlas's, by code: `data/spoken.tsv`. Raises OntologyError for a bad line."""
    return dict(tables.lines("westphalia.ontology", "spoken.tsv", 2))


def spoken(code: str) -> str:
    """A state's name within a sentence; a code that is no state's as it is.

    >>> spoken("USA"), spoken("PRK"), spoken("XXX")
    ('the United States', 'North Korea', 'XXX')
    """
    return articled().get(code) or (atlas().actor(code).name if atlas().known(code) else code)
