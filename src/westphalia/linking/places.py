"""Which place names are points where something can happen, and which are countries or regions that hold them."""

from __future__ import annotations

import re

from westphalia.errors import WestphaliaError
from westphalia.ontology.actors import atlas

__all__ = ["point"]

_WIDE = re.compile(
    r"\b(peninsula|region|asia|europe|africa|america|middle east|indo-pacific|west|east|north|south|world|capital"
    r"|frontline|front|area|territory|country|border|sea|ocean|gulf|united nations|un|online|countr\w+)$",
    re.IGNORECASE,
)


def point(place: str) -> bool:
    """Whether a place is narrow enough that one meeting cannot be there and elsewhere.

    Countries and regions are not: Vladivostok does not contradict Russia.

    >>> point("Vostochny Cosmodrome"), point("Northeast Asia")
    (True, False)
    """
    return bool(place) and place[0].isupper() and not _WIDE.search(place) and not _is_state(place)


def _is_state(place: str) -> bool:
    try:
        return any(c.kind == "name" for c in atlas().resolve(place))
    except WestphaliaError:
        return False
