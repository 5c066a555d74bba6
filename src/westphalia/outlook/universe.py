"""The dyads worth a forecast on a morning, what happened to them later, and their features."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from westphalia.outlook import dyads
from westphalia.outlook.events import CLASSES, Events

__all__ = ["LEAST_REACH", "Floats", "Keys", "Universe", "describe", "happened", "may_meet", "universe"]

Floats = npt.NDArray[np.float32]
Keys = npt.NDArray[np.int64]
N = len(CLASSES)
LEAST_REACH = 0.0002  # pairs that never met are forecast where their expected contacts reach a figure, at least this
MOST = 3_000_000  # and at most so many of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Universe:
    """The dyads worth a forecast on a morning, as keys (source * number of actors + target), sorted.

    `met` holds those with an event in either direction, `new` the pairs that may meet for the first time.
    """

    morning: dyads.Morning
    met: Keys
    new: Keys


def universe(events: Events, day: int, places: npt.NDArray[np.int32], reach: float | None) -> Universe:
    """The dyads to forecast on a morning: all that have met in either direction, and pairs that may well meet.

    `reach` is the least number of expected contacts of a pair that never met; None leaves such pairs out.
    """
    morning = dyads.Morning(events, day, places)
    n = morning.n
    met = np.union1d(morning.pairs, (morning.pairs % n) * n + morning.pairs // n)
    if reach is None:
        return Universe(morning=morning, met=met, new=np.empty(0, np.int64))
    key, _ = may_meet(morning, places, reach)
    return Universe(morning=morning, met=met, new=key[~np.isin(key, met)])


def may_meet(morning: dyads.Morning, places: npt.NDArray[np.int32], reach: float) -> tuple[Keys, Floats]:
    """Pairs with their expected contacts, met or not, sorted by key."""
    placed = places >= 0
    into = morning.into[:, :, 1].sum(1)
    by_place = np.bincount(places[placed], into[placed], int(places.max(initial=0)) + 1).astype(np.float32)
    size = min(MOST, morning.n**2)
    source, target, score = np.empty(size, np.int32), np.empty(size, np.int32), np.empty(size, np.float32)
    m = dyads.candidates(morning.known, morning.out[:, :, 1].sum(1), into, by_place, reach, source, target, score)
    return source[:m].astype(np.int64) * morning.n + target[:m], score[:m]


def happened(events: Events, day: int, horizon: int) -> Keys:
    """What happened from a day on, within the horizon: sorted keys of (dyad * number of classes + class)."""
    low, high = np.searchsorted(events.day, [day, day + horizon])
    kind = events.quad[low:high]
    key = events.source[low:high].astype(np.int64) * len(events.actors) + events.target[low:high]
    return np.unique((key * N + kind)[kind < N])


def describe(found: Universe, key: Keys) -> Floats:
    """Features [dyad, class, feature] of dyads given by their keys, sorted; see dyads.NAMES."""
    n = found.morning.n
    return dyads.table_of(found.morning, (key // n).astype(np.int32), (key % n).astype(np.int32))
