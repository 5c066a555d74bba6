"""Events: what the frames of `data/events.tsv` find in the predicates, as PLOVER events in the making."""

from __future__ import annotations

from dataclasses import replace

from westphalia.reading.codebook import charges, demands, settle, threats, verdicts
from westphalia.reading.frames import Scene, drafts, load
from westphalia.reading.reading import Reading

__all__ = ["events"]


def events(reading: Reading) -> Reading:
    """Stage: adds a draft for each predicate that a frame of the events table fits."""
    scene = Scene(reading)
    found = drafts(load("events"), "event", scene)
    said = (*demands(scene), *threats(scene), *verdicts(scene), *charges(found, scene))
    return replace(reading, drafts=(*reading.drafts, *settle((*found, *said), scene)))
