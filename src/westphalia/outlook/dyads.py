"""What is known of a dyad on the morning of a day: features for occurrence, and the dyads worth a forecast at all.

Compiled, and cut at the day: every array given here ends before it.
"""

# mypy: disable-error-code="no-untyped-def"
# (numba infers the types of compiled functions)
from __future__ import annotations

from typing import Any, NamedTuple

import numba
import numpy as np
import numpy.typing as npt

from westphalia.outlook.events import CLASSES, CONTACT, Events

N_CLASSES = len(CLASSES)
LIVES_CLASS = (2.0, 7.0, 20.0, 60.0, 1e6)
LIVES_ALL = (3.0, 14.0, 60.0, 1e6)
LIVES_BACK = (7.0, 60.0)
LIVES_ACTOR = (7.0, 60.0, 1e6)
NAMES = (
    "class", "class_2", "class_7", "class_20", "class_60", "class_ever", "class_age",
    "all_3", "all_14", "all_60", "all_ever", "all_age",
    "back_class_7", "back_class_60", "back_3", "back_14", "back_60", "back_age",
    "contact_14", "cooperation_20", "conflict_20", "days", "gap", "first",
    "source_class_7", "source_class_60", "source_class_ever", "target_class_7", "target_class_60", "target_class_ever",
    "source_all_7", "source_all_60", "target_all_7", "target_all_60", "source_in_14", "target_out_14",
    "source_partners", "target_partners", "share_of_source", "share_of_target", "expected",
    "near", "near_class", "class_rate_7", "class_rate_30", "known_days", "same_place", "weekday",
)  # fmt: skip
N_FEATURES = len(NAMES)


class Known(NamedTuple):
    """All that is known on a morning, as arrays for the kernels.

    Events lie by dyad: t days, c classes. out and into are decayed counts [actor, class or contact, half-life];
    partners_* count distinct ones; rate[class] holds events a day over 7 and 30 days. Links are undirected: those of
    actor a are link_first[a] to link_first[a + 1], with the strength of contact link_w and of each class link_c.
    """

    day: int
    weekday: int
    t: npt.NDArray[np.int32]
    c: npt.NDArray[np.int8]
    out: npt.NDArray[np.float32]
    into: npt.NDArray[np.float32]
    partners_out: npt.NDArray[np.float32]
    partners_in: npt.NDArray[np.float32]
    rate: npt.NDArray[np.float32]
    link_first: npt.NDArray[np.int64]
    link_to: npt.NDArray[np.int32]
    link_w: npt.NDArray[np.float32]
    link_c: npt.NDArray[np.float32]
    places: npt.NDArray[np.int32]


class Morning:
    """What is known before a day, indexed: `pairs` are the dyads with events (sorted keys), `known` the arrays."""

    def __init__(self, events: Events, day: int, places: npt.NDArray[np.int32]) -> None:
        past = events.before(day)
        self.n = n = len(events.actors)
        key = past.source.astype(np.int64) * n + past.target
        order = np.lexsort((past.day, key))
        self.pairs, first = np.unique(key[order], return_index=True)
        self._first = np.append(first, len(key)).astype(np.int64)
        age = (day - past.day).astype(np.float64)
        self.out = _by_actor(past.source, past.quad, age, n)
        self.into = _by_actor(past.target, past.quad, age, n)
        rate = [
            [((past.quad == c) & (age <= w)).sum() / min(w, max(day, 1)) for w in (7, 30)] for c in range(N_CLASSES)
        ]
        self.known = Known(
            day=day, weekday=events.date(day).weekday(), t=past.day[order], c=past.quad[order], out=self.out,
            into=self.into, partners_out=np.bincount(self.pairs // n, minlength=n).astype(np.float32),
            partners_in=np.bincount(self.pairs % n, minlength=n).astype(np.float32), rate=np.array(rate, np.float32),
            places=places, **_links(past, age, n),
        )  # fmt: skip

    def slices(self, key: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Where the events of each dyad lie: begin and end (equal where there are none)."""
        at = np.searchsorted(self.pairs, key)
        at_safe = np.minimum(at, len(self.pairs) - 1)
        found = self.pairs[at_safe] == key
        return np.where(found, self._first[at_safe], 0), np.where(found, self._first[at_safe + 1], 0)


def _by_actor(
    actor: npt.NDArray[np.int32], quad: npt.NDArray[np.int8], age: npt.NDArray[np.float64], n: int
) -> npt.NDArray[np.float32]:
    """Decayed counts [actor, class (contacts too), half-life]."""
    cell = actor.astype(np.int64) * (CONTACT + 1) + quad
    size = n * (CONTACT + 1)
    counts = [np.bincount(cell, 0.5 ** (age / life), size) for life in LIVES_ACTOR]
    return np.stack(counts, 1).reshape(n, CONTACT + 1, len(LIVES_ACTOR)).astype(np.float32)


def _links(past: Events, age: npt.NDArray[np.float64], n: int) -> dict[str, npt.NDArray[Any]]:
    """Who has been in contact with whom, either way: strength of contact, and of each class of what the end did."""
    ends = np.concatenate([past.source, past.target]).astype(np.int64)
    others = np.concatenate([past.target, past.source])
    links, where = np.unique(ends * n + others, return_inverse=True)
    fade = 0.5 ** (np.concatenate([age, age]) / 40.0)
    outward = where[: len(past)]
    by_class = [np.bincount(outward, 0.5 ** (age / 20.0) * (past.quad == c), len(links)) for c in range(N_CLASSES)]
    return {
        "link_first": np.searchsorted(links // n, np.arange(n + 1)).astype(np.int64),
        "link_to": (links % n).astype(np.int32),
        "link_w": np.bincount(where, fade, len(links)).astype(np.float32),
        "link_c": np.stack(by_class, 1).astype(np.float32),
    }


@numba.njit(cache=True)
def candidates(p, out_all, in_all, place_in, floor, score_a, score_b, score):
    """Pairs that may meet: for each active source, targets by two-step walk, same place and popularity.

    Writes those with a score (expected contacts) of at least `floor`; returns how many.
    """
    n = len(out_all)
    total = in_all.sum() + 1e-9
    walk = np.zeros(n, np.float32)
    m = 0
    value = np.zeros(n, np.float32)
    for a in range(n):
        if out_all[a] < 0.02:
            continue
        lo, hi = p.link_first[a], p.link_first[a + 1]
        mass = 1.0
        for i in range(lo, hi):
            mass += p.link_w[i]
        walk[:] = 0
        for i in range(lo, hi):
            x = p.link_to[i]
            x_mass = 1.0
            for j in range(p.link_first[x], p.link_first[x + 1]):
                x_mass += p.link_w[j]
            share = p.link_w[i] / mass / x_mass
            for j in range(p.link_first[x], p.link_first[x + 1]):
                walk[p.link_to[j]] += share * p.link_w[j]
        for b in range(n):
            v = 0.5 * walk[b] + 0.2 * in_all[b] / total
            if p.places[a] >= 0 and p.places[a] == p.places[b]:
                v += 0.3 * in_all[b] / (place_in[p.places[a]] + 1.0)
            value[b] = out_all[a] * v
        value[a] = 0
        for b in range(n):
            if value[b] >= floor:
                score_a[m] = a
                score_b[m] = b
                score[m] = value[b]
                m += 1
                if m >= len(score):
                    return m
    return m


@numba.njit(cache=True)
def _third(p, s, o, near, mass, row, third):
    """Third parties: those close to the source, their contact with the target, and what they did to it of late."""
    o_mass = 0.0
    for j in range(p.link_first[o], p.link_first[o + 1]):
        o_mass += p.link_w[j]
    third[:] = 0
    for j in range(p.link_first[o], p.link_first[o + 1]):
        x = p.link_to[j]
        if near[x] > 0 and x != s:
            w = near[x] / (mass + 1.0)
            row[41] += w * p.link_w[j] / (o_mass + 1.0)
            for k in range(N_CLASSES):
                third[k] += w * p.link_c[j, k]


@numba.njit(cache=True)
def _between(p, lo, hi, back_lo, back_hi, row, per):
    """What passed between the two: row for all classes together, per[class] for each."""
    row[11], row[17], row[22], row[23], per[:, 5] = np.nan, np.nan, np.nan, np.nan, np.nan
    days, last, first = 0, -1, -1
    for j in range(lo, hi):
        age, k = p.day - p.t[j], p.c[j]
        for h in range(4):
            row[7 + h] += 0.5 ** (age / LIVES_ALL[h])
        row[11] = age
        if k < N_CLASSES:
            for h in range(5):
                per[k, h] += 0.5 ** (age / LIVES_CLASS[h])
            per[k, 5] = age
            row[19 if k < 2 else 20] += 0.5 ** (age / 20.0)
        else:
            row[18] += 0.5 ** (age / 14.0)
        if p.t[j] != last:
            days += 1
            last = p.t[j]
            if first < 0:
                first = p.t[j]
    for j in range(back_lo, back_hi):
        age, k = p.day - p.t[j], p.c[j]
        for h in range(3):
            row[14 + h] += 0.5 ** (age / LIVES_ALL[h])
        row[17] = age
        if k < N_CLASSES:
            for h in range(2):
                per[k, 6 + h] += 0.5 ** (age / LIVES_BACK[h])
    row[21] = days
    if days > 0:
        row[23] = p.day - first
    if days > 1:
        row[22] = (last - first) / (days - 1)


@numba.njit(cache=True)
def _actors(p, s, o, row):
    """How active both actors are, and how much of it is with each other."""
    for k in range(N_CLASSES + 1):
        row[30] += p.out[s, k, 0]
        row[31] += p.out[s, k, 1]
        row[32] += p.into[o, k, 0]
        row[33] += p.into[o, k, 1]
        row[34] += p.into[s, k, 0]
        row[35] += p.out[o, k, 0]
    row[36], row[37] = p.partners_out[s], p.partners_in[o]
    row[38] = row[9] / (row[31] + 0.5)
    row[39] = row[9] / (row[33] + 0.5)
    row[40] = row[31] * row[33]
    row[45], row[47] = p.day, p.weekday
    row[46] = 1.0 if p.places[s] >= 0 and p.places[s] == p.places[o] else 0.0


@numba.njit(cache=True)
def describe(p, a, b, lo, hi, back_lo, back_hi, table):
    """Fills table[dyad, class, feature] for dyads a -> b with events at lo:hi, those of b -> a at back_lo:back_hi."""
    near = np.zeros(len(p.partners_out), np.float32)
    row, per = np.zeros(N_FEATURES, np.float32), np.zeros((N_CLASSES, 8), np.float32)
    third = np.zeros(N_CLASSES, np.float32)
    last, mass = -1, 0.0
    for i in range(len(a)):
        s, o = a[i], b[i]
        if s != last:
            if last >= 0:
                near[p.link_to[p.link_first[last] : p.link_first[last + 1]]] = 0
            last, mass = s, 0.0
            for j in range(p.link_first[s], p.link_first[s + 1]):
                near[p.link_to[j]] = p.link_w[j]
                mass += p.link_w[j]
        row[:] = 0
        per[:] = 0
        _third(p, s, o, near, mass, row, third)
        _between(p, lo[i], hi[i], back_lo[i], back_hi[i], row, per)
        _actors(p, s, o, row)
        for k in range(N_CLASSES):
            own = table[i, k]
            own[:] = row
            own[0] = k
            own[1:7] = per[k, :6]
            own[12:14] = per[k, 6:]
            own[24:27] = p.out[s, k]
            own[27:30] = p.into[o, k]
            own[42] = third[k]
            own[43:45] = p.rate[k]


def table_of(morning: Morning, source: npt.NDArray[np.int32], target: npt.NDArray[np.int32]) -> npt.NDArray[np.float32]:
    """Features [dyad, class, feature] of dyads sorted by source; see NAMES."""
    lo, hi = morning.slices(source.astype(np.int64) * morning.n + target)
    back_lo, back_hi = morning.slices(target.astype(np.int64) * morning.n + source)
    table = np.empty((len(source), N_CLASSES, N_FEATURES), np.float32)
    describe(morning.known, source, target, lo, hi, back_lo, back_hi, table)
    return table
