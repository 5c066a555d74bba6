"""Stances: what the frames of `data/stances.tsv` find that actors want, allow, favour or fear."""

from __future__ import annotations

from dataclasses import replace

from westphalia.reading.frames import Scene, drafts, load
from westphalia.reading.reading import Reading

__all__ = ["stances"]


def stances(reading: Reading) -> Reading:
    """Stage: adds a draft for each predicate that a frame of the stances table fits."""
    found = drafts(load("stances"), "stance", Scene(reading))
    return replace(reading, drafts=(*reading.drafts, *(d for d in found if d.source)))
