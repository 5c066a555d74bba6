"""What an actor's name gives away: the place it belongs to and the kind of actor it is."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
import numpy.typing as npt

__all__ = ["kinds_of", "places_of"]

BRACKET = re.compile(r"^(.*?)\s*\(([^()]+)\)\s*$")
CODE = re.compile(r"^([A-Z]{3})\.(.+)$")


def _parts(name: str) -> tuple[str | None, str | None]:
    bracket = BRACKET.match(name)
    if bracket:
        return bracket.group(2), bracket.group(1)
    code = CODE.match(name)
    return (code.group(1), None) if code else (None, None)


def places_of(actors: tuple[str, ...]) -> npt.NDArray[np.int32]:
    """The place of each actor as a number: its bracket, its code before a full stop, or itself; -1 where unknown.

    >>> places_of(("Citizen (India)", "India", "Narendra Modi", "PRK.kim-jong-un", "PRK")).tolist()
    [0, 0, -1, 1, 1]
    """
    found = [_parts(name)[0] for name in actors]
    known = {name: i for i, name in enumerate(dict.fromkeys(place for place in found if place))}
    return np.array([known.get(place or name, -1) for place, name in zip(found, actors, strict=True)], np.int32)


def kinds_of(actors: tuple[str, ...], most: int = 60) -> npt.NDArray[np.int32]:
    """The kind of each actor as a number: 0 unknown, 1 a place itself, then the commonest words before a bracket.

    >>> kinds_of(("Citizen (India)", "India", "Citizen (Iran)", "Narendra Modi")).tolist()
    [2, 1, 2, 0]
    """
    found = [_parts(name) for name in actors]
    places = {place for place, _ in found if place}
    common = Counter(kind for _, kind in found if kind).most_common(most)
    number = {kind: 2 + i for i, (kind, n) in enumerate(common) if n > 1}
    return np.array(
        [1 if name in places else number.get(kind or "", 0) for name, (_, kind) in zip(actors, found, strict=True)],
        np.int32,
    )
