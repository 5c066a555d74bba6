"""CAMEO events as ICEWS and GDELT write them, and the PLOVER type that each stands for (`data/cameo.tsv`)."""

from __future__ import annotations

from functools import cache

from westphalia.ontology.plover import TYPES
from westphalia.ontology.tables import table

__all__ = ["plover_of_text"]


@cache
def _texts() -> dict[str, str]:
    made = {}
    for row in table("cameo"):
        made[row["name"].lower()] = made[row["code"]] = row["type"]
    return made


def plover_of_text(text: str) -> str | None:
    """The PLOVER type of a CAMEO event text or code; "-" for comments, None where it is neither.

    A code that ends in 0 and is not listed is its root's ("not specified below").

    >>> plover_of_text("Make a visit"), plover_of_text("Make statement"), plover_of_text("190"), plover_of_text("040")
    ('CONSULT', '-', 'ASSAULT', 'CONSULT')
    """
    clean = " ".join(text.split())
    if clean.upper() in TYPES:
        return clean.upper()
    found = _texts().get(clean.lower())
    if found is None and clean.isdigit() and len(clean) == 3 and clean.endswith("0"):
        found = _texts().get(clean[:2])
    return found
