"""Ties: what the frames of `data/ties.tsv` find standing between actors. A tie with one end is none."""

from __future__ import annotations

from dataclasses import replace

from westphalia.reading.frames import Scene, drafts, load
from westphalia.reading.reading import Reading

__all__ = ["ties"]


def ties(reading: Reading) -> Reading:
    """Stage: adds a draft for each predicate that a frame of the ties table fits."""
    found = drafts(load("ties"), "tie", Scene(reading))
    return replace(reading, drafts=(*reading.drafts, *(d for d in found if d.source and d.target)))
