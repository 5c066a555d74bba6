"""States: what the frames of `data/states.tsv` find that actors are, have, can or lack."""

from __future__ import annotations

from dataclasses import replace

from westphalia.reading.frames import Scene, drafts, load
from westphalia.reading.reading import Reading

__all__ = ["states"]


def states(reading: Reading) -> Reading:
    """Stage: adds a draft for each predicate that a frame of the states table fits."""
    found = drafts(load("states"), "state", Scene(reading))
    return replace(reading, drafts=(*reading.drafts, *(d for d in found if d.source)))
