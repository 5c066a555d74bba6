"""The replay: facts pass once in order of time, and each question is described by what came strictly before it.

Here is what is remembered (`Past`) and how a step is learned (`absorb`); `walks` describes questions from it. The
history of an entity is cut at `known`, which grows only when a whole step has been absorbed, so that nothing of a
question's own step or later can be touched.
"""

# mypy: disable-error-code="no-untyped-def"
# (numba infers the types of compiled functions)
from __future__ import annotations

from typing import NamedTuple

import numba
import numpy as np
import numpy.typing as npt

from westphalia.outlook.facts import Facts, Queries, queries_of
from westphalia.outlook.names import kinds_of, places_of

__all__ = ["Memory", "Past", "absorb", "cell", "lag_bin", "place_of"]

# Half-lives in steps. The last of a family stands for "ever": so long that nothing fades.
STRICT = (2.0, 8.0, 30.0, 120.0, 1e9)
PAIR = (3.0, 20.0, 1e9)
INVERSE = (8.0, 60.0)
POPULAR = (4.0, 30.0, 1e9)
WALK = 25.0
KIN = 60.0
N_LAGS = 8
MOST_RULES = 400  # newest events of a subject that rule counts learn from
KIN_BITS = 21
N_KIN = 8  # tables of counts shared among kin: see `absorb`


class Past(NamedTuple):
    """What is known before a step, as arrays: facts by entity, and counts that fade.

    hist_* hold both directions of every fact, by subject and step; entity e knows first[e] to known[e]. rel[r, o] and
    pop[side, o] count answers with POPULAR half-lives as of rel_last and pop_last; hits and seen count, for a relation
    asked for and one in the past, by lag, how often the past partner was the answer. place_own is -1 where the name
    gives no place: place_vote then counts the partners' places. kin are hashed counts as of kin_last.
    """

    n_rel: int
    hist_o: npt.NDArray[np.int32]
    hist_r: npt.NDArray[np.int32]
    hist_t: npt.NDArray[np.int32]
    first: npt.NDArray[np.int64]
    known: npt.NDArray[np.int64]
    hits: npt.NDArray[np.float32]
    seen: npt.NDArray[np.float32]
    base_hits: npt.NDArray[np.float64]
    base_seen: npt.NDArray[np.float64]
    rel: npt.NDArray[np.float32]
    rel_last: npt.NDArray[np.int32]
    rel_total: npt.NDArray[np.float32]
    pop: npt.NDArray[np.float32]
    pop_last: npt.NDArray[np.int32]
    place_own: npt.NDArray[np.int32]
    place_vote: npt.NDArray[np.float32]
    place_best: npt.NDArray[np.int32]
    place_first: npt.NDArray[np.int64]
    place_member: npt.NDArray[np.int32]
    kind: npt.NDArray[np.int32]
    kind_rel: npt.NDArray[np.float32]
    kin: npt.NDArray[np.float32]
    kin_last: npt.NDArray[np.int32]
    fade: npt.NDArray[np.float32]
    fade_kin: npt.NDArray[np.float32]
    d_strict: npt.NDArray[np.float32]
    d_pair: npt.NDArray[np.float32]
    d_inverse: npt.NDArray[np.float32]
    d_walk: npt.NDArray[np.float32]


class Step(NamedTuple):
    """The questions of one step: the answers of question g are answers[begin[g] : begin[g + 1]]."""

    t: int
    subject: npt.NDArray[np.int32]
    relation: npt.NDArray[np.int32]
    begin: npt.NDArray[np.int64]
    answers: npt.NDArray[np.int32]


@numba.njit(cache=True)
def lag_bin(age):
    """The bin of an age in steps: 1, 2-3, 4-7, ... doubling, the last one open."""
    b = 0
    while age > 1 and b < N_LAGS - 1:
        age >>= 1
        b += 1
    return b


@numba.njit(cache=True)
def place_of(p, e):
    """The place of an entity: its own, else the one most of its partners belong to, else -1."""
    return p.place_own[e] if p.place_own[e] >= 0 else p.place_best[e]


@numba.njit(cache=True)
def cell(p, table, s, r, o):
    """Where a count shared among kin lies; -1 where the place is unknown.

    0 (place of s, r, o), 1 (place of s, o), 2 (s, r, place of o), 3 (s, place of o), 4 (s, r, kind of o),
    5 (kind of s, r, o), 6 (s, kind of o), 7 (place of s, r, kind of o).
    """
    if table == 0:
        a, b, c = place_of(p, s), r, o
    elif table == 1:
        a, b, c = place_of(p, s), -2, o
    elif table == 2:
        a, b, c = s, r, place_of(p, o)
    elif table == 3:
        a, b, c = s, -2, place_of(p, o)
    elif table == 4:
        a, b, c = s, r, p.kind[o]
    elif table == 5:
        a, b, c = p.kind[s], r, o
    elif table == 6:
        a, b, c = s, -2, p.kind[o]
    else:
        a, b, c = place_of(p, s), r, p.kind[o]
    if a < 0 or c < 0:
        return -1
    h = np.uint64(a + 3) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(b + 3) * np.uint64(0xC2B2AE3D27D4EB4F)
    h = (h ^ (h >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9) + np.uint64(c + 3) * np.uint64(0x94D049BB133111EB)
    h = (h ^ (h >> np.uint64(32))) * np.uint64(0x9E3779B97F4A7C15)
    return np.int64(h >> np.uint64(64 - KIN_BITS))


@numba.njit(cache=True)
def _learn_rules(p, q, mark):
    for g in range(len(q.subject)):
        s, r = q.subject[g], q.relation[g]
        for k in range(q.begin[g], q.begin[g + 1]):
            mark[q.answers[k]] = 1
        low = max(p.first[s], p.known[s] - MOST_RULES)
        for i in range(p.known[s] - 1, low - 1, -1):
            b = lag_bin(q.t - p.hist_t[i])
            r2 = p.hist_r[i]
            alike = 0 if r2 == r else (1 if (r2 + p.n_rel == r or r + p.n_rel == r2) else 2)
            p.seen[r, r2, b] += 1
            p.base_seen[alike, b] += 1
            if mark[p.hist_o[i]]:
                p.hits[r, r2, b] += 1
                p.base_hits[alike, b] += 1
        for k in range(q.begin[g], q.begin[g + 1]):
            mark[q.answers[k]] = 0


@numba.njit(cache=True)
def absorb(p, q, mark):
    """Learns one step: rule counts from the past against the step's answers, then the answers themselves."""
    _learn_rules(p, q, mark)
    for g in range(len(q.subject)):
        s, r = q.subject[g], q.relation[g]
        side = 0 if r < p.n_rel else 1
        for k in range(q.begin[g], q.begin[g + 1]):
            o = q.answers[k]
            p.known[s] += 1
            age, age_pop = q.t - p.rel_last[r, o], q.t - p.pop_last[side, o]
            for h in range(3):
                p.rel[r, o, h] = p.rel[r, o, h] * p.fade[h, age] + 1
                p.pop[side, o, h] = p.pop[side, o, h] * p.fade[h, age_pop] + 1
            p.rel_total[r] += 1
            p.rel_last[r, o] = q.t
            p.pop_last[side, o] = q.t
            p.kind_rel[r, p.kind[s], p.kind[o]] += 1
            for table in range(N_KIN):
                at = cell(p, table, s, r, o)
                if at >= 0:
                    p.kin[table, at] = p.kin[table, at] * p.fade_kin[q.t - p.kin_last[table, at]] + 1
                    p.kin_last[table, at] = q.t
            place = p.place_own[o]
            if place >= 0 and p.place_own[s] < 0:
                p.place_vote[s, place] += 1
                best = p.place_best[s]
                if best < 0 or p.place_vote[s, place] > p.place_vote[s, best]:
                    p.place_best[s] = place


class Memory:
    """The replay over a set of facts: `past` holds what was known before step `now`, and nothing after."""

    def __init__(self, facts: Facts) -> None:
        self.queries: Queries = queries_of(facts)
        q = self.queries
        self.n_rel, self.n_ent = len(facts.relations), len(facts.entities)
        self.steps = int(q.step.max()) + 2
        self.day = np.searchsorted(q.step, np.arange(self.steps + 1))
        self.mark = np.zeros(self.n_ent, np.int8)
        self._fixed = self._histories() | self._tables() | self._names(facts.entities)
        self.reset()

    def _histories(self) -> dict[str, object]:
        q = self.queries
        per = np.repeat(np.arange(len(q)), np.diff(q.begin))
        subject, relation, step = q.subject[per], q.relation[per], q.step[per]
        order = np.lexsort((q.answers, relation, step, subject))
        first = np.searchsorted(subject[order], np.arange(self.n_ent)).astype(np.int64)
        return {
            "n_rel": self.n_rel,
            "hist_o": q.answers[order].astype(np.int32),
            "hist_r": relation[order].astype(np.int32),
            "hist_t": step[order].astype(np.int32),
            "first": first,
        }

    def _tables(self) -> dict[str, object]:
        ages = np.arange(self.steps + 1, dtype=np.float64)

        def fading(lives: tuple[float, ...]) -> npt.NDArray[np.float32]:
            return np.stack([0.5 ** (ages / life) for life in lives]).astype(np.float32)

        return {
            "fade": fading(POPULAR), "fade_kin": fading((KIN,))[0], "d_strict": fading(STRICT), "d_pair": fading(PAIR),
            "d_inverse": fading(INVERSE), "d_walk": fading((WALK,))[0],
        }  # fmt: skip

    def _names(self, entities: tuple[str, ...]) -> dict[str, object]:
        own, kind = places_of(entities), kinds_of(entities)
        order = np.argsort(own, kind="stable").astype(np.int32)
        n_places = int(own.max(initial=-1)) + 1
        self.n_places, self.n_kinds = n_places, int(kind.max(initial=0)) + 1
        place_first = np.searchsorted(own[order], np.arange(n_places + 1)).astype(np.int64)
        return {"place_own": own, "kind": kind, "place_first": place_first, "place_member": order}

    def reset(self) -> None:
        """Forgets everything: back to before the first step."""
        two, n = 2 * self.n_rel, self.n_ent
        f32, i32 = np.float32, np.int32
        self.now = 0
        first = self._fixed["first"]
        assert isinstance(first, np.ndarray)
        fresh = {
            "known": first.copy(),
            "hits": np.zeros((two, two, N_LAGS), f32), "seen": np.zeros((two, two, N_LAGS), f32),
            "base_hits": np.zeros((3, N_LAGS)), "base_seen": np.zeros((3, N_LAGS)),
            "rel": np.zeros((two, n, 3), f32), "rel_last": np.zeros((two, n), i32), "rel_total": np.zeros(two, f32),
            "pop": np.zeros((2, n, 3), f32), "pop_last": np.zeros((2, n), i32),
            "place_vote": np.zeros((n, max(self.n_places, 1)), f32), "place_best": np.full(n, -1, i32),
            "kind_rel": np.zeros((two, self.n_kinds, self.n_kinds), f32),
            "kin": np.zeros((N_KIN, 1 << KIN_BITS), f32), "kin_last": np.zeros((N_KIN, 1 << KIN_BITS), i32),
        }  # fmt: skip
        self.past = Past(**self._fixed, **fresh)  # type: ignore[arg-type]

    def step(self, groups: npt.NDArray[np.int64]) -> Step:
        """The questions of step `now` given by their numbers."""
        q = self.queries
        begin = np.concatenate([[0], np.cumsum(q.begin[groups + 1] - q.begin[groups])]).astype(np.int64)
        answers = np.concatenate([q.answers[q.begin[g] : q.begin[g + 1]] for g in groups])
        return Step(self.now, q.subject[groups], q.relation[groups], begin, answers)

    def advance(self, step: int) -> None:
        """Learns every step before `step`; steps run forward only (`reset` begins again)."""
        while self.now < step:
            if self.day[self.now + 1] > self.day[self.now]:
                groups = np.arange(self.day[self.now], self.day[self.now + 1])
                absorb(self.past, self.step(groups), self.mark)
            self.now += 1
