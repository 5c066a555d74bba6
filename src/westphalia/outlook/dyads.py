"""What is known of a dyad on the morning of a day: features for occurrence, and the dyads worth a forecast at all.

Compiled, and cut at the day: every array given here ends before it.
"""

# mypy: disable-error-code="no-untyped-def"
# (numba infers the types of compiled functions)
from __future__ import annotations

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


class Morning:
    """All that is known before a day, indexed for the kernels."""

    def __init__(self, events: Events, day: int, places: npt.NDArray[np.int32]) -> None:
        past = events.before(day)
        self.day, self.n = day, len(events.actors)
        self.places = places
        key = past.source.astype(np.int64) * self.n + past.target
        order = np.lexsort((past.day, key))
        self.key, self.t, self.c = key[order], past.day[order], past.quad[order]
        self.pairs, self.first = np.unique(self.key, return_index=True)
        self.first = np.append(self.first, len(self.key)).astype(np.int64)
        age = (day - past.day).astype(np.float64)
        self.out = _by_actor(past.source, past.quad, age, self.n)
        self.into = _by_actor(past.target, past.quad, age, self.n)
        source, target = self.pairs // self.n, self.pairs % self.n
        self.partners_out = np.bincount(source, minlength=self.n).astype(np.float32)
        self.partners_in = np.bincount(target, minlength=self.n).astype(np.float32)
        self.rate = np.array(
            [[((past.quad == c) & (age <= w)).sum() / min(w, max(day, 1)) for w in (7, 30)] for c in range(N_CLASSES)],
            np.float32,
        )
        # undirected neighbours, with the strength of contact and of each class
        ends = np.concatenate([past.source, past.target])
        others = np.concatenate([past.target, past.source])
        pair = ends.astype(np.int64) * self.n + others
        links, where = np.unique(pair, return_inverse=True)
        fade = 0.5 ** (np.concatenate([age, age]) / 40.0)
        self.link_w = np.bincount(where, fade, len(links)).astype(np.float32)
        half = len(past)
        self.link_c = np.stack(
            [np.bincount(where[:half], 0.5 ** (age / 20.0) * (past.quad == c), len(links)) for c in range(N_CLASSES)], 1
        ).astype(np.float32)
        self.link_to = (links % self.n).astype(np.int32)
        self.link_first = np.searchsorted(links // self.n, np.arange(self.n + 1)).astype(np.int64)

    def slices(self, key: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Where the events of each dyad lie: begin and end (equal where there are none)."""
        at = np.searchsorted(self.pairs, key)
        at_safe = np.minimum(at, len(self.pairs) - 1)
        found = self.pairs[at_safe] == key
        return np.where(found, self.first[at_safe], 0), np.where(found, self.first[at_safe + 1], 0)


def _by_actor(
    actor: npt.NDArray[np.int32], quad: npt.NDArray[np.int8], age: npt.NDArray[np.float64], n: int
) -> npt.NDArray[np.float32]:
    """Decayed counts [actor, class (contacts too), half-life]."""
    cell = actor.astype(np.int64) * (CONTACT + 1) + quad
    size = n * (CONTACT + 1)
    counts = [np.bincount(cell, 0.5 ** (age / life), size) for life in LIVES_ACTOR]
    return np.stack(counts, 1).reshape(n, CONTACT + 1, len(LIVES_ACTOR)).astype(np.float32)


@numba.njit(cache=True)
def candidates(link_first, link_to, link_w, out_all, in_all, places, place_in, floor, score_a, score_b, score):
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
        lo, hi = link_first[a], link_first[a + 1]
        mass = 1.0
        for i in range(lo, hi):
            mass += link_w[i]
        walk[:] = 0
        for i in range(lo, hi):
            x = link_to[i]
            x_mass = 1.0
            for j in range(link_first[x], link_first[x + 1]):
                x_mass += link_w[j]
            share = link_w[i] / mass / x_mass
            for j in range(link_first[x], link_first[x + 1]):
                walk[link_to[j]] += share * link_w[j]
        for b in range(n):
            v = 0.5 * walk[b] + 0.2 * in_all[b] / total
            if places[a] >= 0 and places[a] == places[b]:
                v += 0.3 * in_all[b] / (place_in[places[a]] + 1.0)
            value[b] = out_all[a] * v
        value[a] = 0
        k = 0
        for b in range(n):
            if value[b] >= floor:
                score_a[m] = a
                score_b[m] = b
                score[m] = value[b]
                m += 1
                k += 1
                if m >= len(score):
                    return m
    return m


@numba.njit(cache=True)
def describe(
    day,
    a,
    b,
    lo,
    hi,
    back_lo,
    back_hi,
    t,
    c,
    out,
    into,
    partners_out,
    partners_in,
    rate,
    link_first,
    link_to,
    link_w,
    link_c,
    places,
    weekday,
    table,
):
    """Fills table[dyad, class, feature] for dyads a -> b with events at lo:hi, those of b -> a at back_lo:back_hi."""
    n = len(partners_out)
    near = np.zeros(n, np.float32)
    last_a = -1
    mass = 0.0
    for i in range(len(a)):
        s, o = a[i], b[i]
        if s != last_a:
            if last_a >= 0:
                for j in range(link_first[last_a], link_first[last_a + 1]):
                    near[link_to[j]] = 0
            mass = 0.0
            for j in range(link_first[s], link_first[s + 1]):
                near[link_to[j]] = link_w[j]
                mass += link_w[j]
            last_a = s
        # third parties: those close to s, and what they have done to o of late
        walk = 0.0
        third = np.zeros(N_CLASSES, np.float32)
        o_mass = 0.0
        for j in range(link_first[o], link_first[o + 1]):
            o_mass += link_w[j]
        for j in range(link_first[o], link_first[o + 1]):
            x = link_to[j]
            if near[x] > 0 and x != s:
                w = near[x] / (mass + 1.0)
                walk += w * link_w[j] / (o_mass + 1.0)
                for k in range(N_CLASSES):
                    third[k] += w * link_c[j, k]
        s_all7, s_all60, o_all7, o_all60, s_in, o_out = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
        for k in range(N_CLASSES + 1):
            s_all7 += out[s, k, 0]
            s_all60 += out[s, k, 1]
            o_all7 += into[o, k, 0]
            o_all60 += into[o, k, 1]
            s_in += into[s, k, 0]
            o_out += out[o, k, 0]
        common = np.zeros(N_FEATURES, np.float32)
        per = np.zeros((N_CLASSES, 8), np.float32)
        per[:, 5] = np.nan
        common[11] = np.nan
        common[17] = np.nan
        common[22] = np.nan
        common[23] = np.nan
        days, last_t, first_t = 0, -1, -1
        for j in range(lo[i], hi[i]):
            age = day - t[j]
            k = c[j]
            for h in range(4):
                common[7 + h] += 0.5 ** (age / LIVES_ALL[h])
            common[11] = age
            if k < N_CLASSES:
                for h in range(5):
                    per[k, h] += 0.5 ** (age / LIVES_CLASS[h])
                per[k, 5] = age
                common[19 if k < 2 else 20] += 0.5 ** (age / 20.0)
            else:
                common[18] += 0.5 ** (age / 14.0)
            if t[j] != last_t:
                days += 1
                last_t = t[j]
                if first_t < 0:
                    first_t = t[j]
        for j in range(back_lo[i], back_hi[i]):
            age = day - t[j]
            k = c[j]
            for h in range(3):
                common[14 + h] += 0.5 ** (age / LIVES_ALL[h])
            common[17] = age
            if k < N_CLASSES:
                for h in range(2):
                    per[k, 6 + h] += 0.5 ** (age / LIVES_BACK[h])
        common[21] = days
        if days > 0:
            common[22] = (last_t - first_t) / max(days - 1, 1) if days > 1 else np.nan
            common[23] = day - first_t
        common[30], common[31], common[32], common[33] = s_all7, s_all60, o_all7, o_all60
        common[34], common[35] = s_in, o_out
        common[36], common[37] = partners_out[s], partners_in[o]
        common[38] = common[9] / (s_all60 + 0.5)
        common[39] = common[9] / (o_all60 + 0.5)
        common[40] = s_all60 * o_all60
        common[41] = walk
        common[45] = day
        common[46] = 1.0 if places[s] >= 0 and places[s] == places[o] else 0.0
        common[47] = weekday
        for k in range(N_CLASSES):
            row = table[i, k]
            row[:] = common
            row[0] = k
            for h in range(5):
                row[1 + h] = per[k, h]
            row[6] = per[k, 5]
            row[12], row[13] = per[k, 6], per[k, 7]
            for h in range(3):
                row[24 + h] = out[s, k, h]
                row[27 + h] = into[o, k, h]
            row[42] = third[k]
            row[43], row[44] = rate[k, 0], rate[k, 1]


def table_of(
    morning: Morning, source: npt.NDArray[np.int32], target: npt.NDArray[np.int32], weekday: int
) -> npt.NDArray[np.float32]:
    """Features [dyad, class, feature] of dyads sorted by source; see NAMES."""
    n = morning.n
    lo, hi = morning.slices(source.astype(np.int64) * n + target)
    back_lo, back_hi = morning.slices(target.astype(np.int64) * n + source)
    table = np.empty((len(source), N_CLASSES, N_FEATURES), np.float32)
    describe(morning.day, source, target, lo, hi, back_lo, back_hi, morning.t, morning.c, morning.out, morning.into,
             morning.partners_out, morning.partners_in, morning.rate, morning.link_first, morning.link_to,
             morning.link_w, morning.link_c, morning.places, weekday, table)  # fmt: skip
    return table
