"""How a question is described: walks from the subject through its past, and from there to its partners' pasts.

A question is (subject, relation, ?) at a step. Every entity gets a linear score; the best candidates by it get the
whole row of features. All of it reads `Past`, which ends before the step.
"""

# mypy: disable-error-code="no-untyped-def"
# (numba infers the types of compiled functions)
from __future__ import annotations

import numba
import numpy as np

from westphalia.outlook.replay import N_KIN, cell, lag_bin, place_of

__all__ = ["EXTRA", "LINEAR", "N_FEATURES", "N_LINEAR", "describe"]

MOST_EVENTS = 3000  # newest events of a subject that are walked
FANOUT = 20  # partners that a walk goes on from
STEPS_OUT = 150  # newest events of each of them

# Columns of what a walk gathers for one entity.
A_STRICT, A_SAME, A_OPPOSITE, A_INVERSE = 0, 5, 8, 11
A_RULE_SUM, A_RULE_LOG, A_RULE_MAX = 13, 14, 15
A_ORDER_STRICT, A_ORDER_PAIR, A_WALK2, A_WALK2R, A_WALK3 = 16, 17, 18, 19, 20
A_AGE_STRICT, A_AGE_PAIR, A_AGE_INVERSE, A_DAYS, A_FIRST = 21, 22, 23, 24, 25
N_ACC = 26

LINEAR = (
    "strict_2", "strict_8", "strict_30", "strict_120", "strict_ever",
    "same_3", "same_20", "same_ever", "opposite_3", "opposite_20", "opposite_ever",
    "inverse_8", "inverse_60", "rule_sum", "rule_any", "rule_best", "order_strict", "order_pair",
    "walk_2", "walk_2_relation", "walk_3_relation", "share_of_object_strict", "share_of_object_pair",
    "same_place", "same_place_popular",
    "popular_relation_4", "popular_relation_30", "popular_relation_ever",
    "popular_4", "popular_30", "popular_ever", "last_relation",
)  # fmt: skip
N_SUBJECT = 25  # the linear columns that are zero for an entity that no walk touched
N_LINEAR = len(LINEAR)
EXTRA = (
    "age_strict", "age_pair", "age_inverse", "age_relation_object", "age_object", "rank_strict", "rank_pair",
    "days_together", "first_together", "gap_ratio",
    "subject_events", "subject_recent", "subject_relation", "subject_relation_recent", "subject_objects",
    "subject_relation_objects", "relation_ever", "relation_recent", "subject_idle",
    "share_strict_30", "share_strict_ever", "share_pair_20", "share_rule", "share_popular", "share_walk",
    "linear_score", "linear_gap", "linear_rank", "linear_share", "relation",
    "kin_place_relation", "kin_place", "kin_to_place_relation", "kin_to_place", "kin_to_kind_relation",
    "kin_kind_relation", "kin_to_kind", "kin_place_to_kind", "kind_fit", "kind", "subject_kind",
)  # fmt: skip
N_FEATURES = N_LINEAR + len(EXTRA)


@numba.njit(cache=True)
def _top(values, ids, n, k, out):
    """Writes the k ids with the greatest values above 0 into out, returns how many."""
    m = 0
    for i in range(n):
        v = values[i]
        if v <= 0:
            continue
        if m < k:
            j = m
            m += 1
        elif v > values[out[m - 1]]:
            j = m - 1
        else:
            continue
        while j > 0 and values[out[j - 1]] < v:
            out[j] = out[j - 1]
            j -= 1
        out[j] = i
    for j in range(m):
        out[j] = ids[out[j]]
    return m


@numba.njit(cache=True)
def _walk_subject(p, s, r, t, acc, touched, flag):
    """Gathers the subject's own past, newest first, for every object in it; returns how many there are."""
    n = 0
    order_s, order_p, tie_s, tie_p, last_s, last_p = 0, 0, 0, 0, -1, -1
    side = r < p.n_rel
    inverse = r + p.n_rel if side else r - p.n_rel
    low = max(p.first[s], p.known[s] - MOST_EVENTS)
    for i in range(p.known[s] - 1, low - 1, -1):
        o, r2 = p.hist_o[i], p.hist_r[i]
        age = t - p.hist_t[i]
        row = acc[o]
        if flag[o] == 0:
            flag[o] = 1
            touched[n] = o
            n += 1
            if age != last_p:
                tie_p = order_p
                last_p = age
            row[A_ORDER_PAIR] = tie_p + 1
            order_p += 1
            row[A_AGE_PAIR] = age
            row[A_DAYS] = 1
            row[A_FIRST] = age
        elif row[A_FIRST] != age:
            row[A_DAYS] += 1
            row[A_FIRST] = age
        if r2 == r:
            if row[A_STRICT + 4] == 0:
                if age != last_s:
                    tie_s = order_s
                    last_s = age
                row[A_ORDER_STRICT] = tie_s + 1
                order_s += 1
                row[A_AGE_STRICT] = age
            for h in range(5):
                row[A_STRICT + h] += p.d_strict[h, age]
        elif r2 == inverse:
            if row[A_INVERSE + 1] == 0:
                row[A_AGE_INVERSE] = age
            for h in range(2):
                row[A_INVERSE + h] += p.d_inverse[h, age]
        at = A_SAME if (r2 < p.n_rel) == side else A_OPPOSITE
        for h in range(3):
            row[at + h] += p.d_pair[h, age]
        b = lag_bin(age)
        alike = 0 if r2 == r else (1 if r2 == inverse else 2)
        prior = (p.base_hits[alike, b] + 0.01) / (p.base_seen[alike, b] + 1.0)
        c = (p.hits[r, r2, b] + 10.0 * prior) / (p.seen[r, r2, b] + 10.0)
        row[A_RULE_SUM] += c
        row[A_RULE_LOG] -= np.log(1.0 - min(c, 0.98))
        if c > row[A_RULE_MAX]:
            row[A_RULE_MAX] = c
    return n


@numba.njit(cache=True)
def _walk_out(p, s, r, t, acc, touched, n, flag, weight, near):
    """Adds two- and three-step walks: partners' partners, and what entities like the subject did with r."""
    total = 0.0
    for i in range(n):
        weight[i] = acc[touched[i], A_SAME + 1] + acc[touched[i], A_OPPOSITE + 1]
        total += weight[i]
    m = _top(weight, touched, n, FANOUT, near)
    for j in range(m):
        x = near[j]
        share = (acc[x, A_SAME + 1] + acc[x, A_OPPOSITE + 1]) / total
        low = max(p.first[x], p.known[x] - STEPS_OUT)
        mass = 1.0
        for i in range(p.known[x] - 1, low - 1, -1):
            mass += p.d_walk[t - p.hist_t[i]]
        for i in range(p.known[x] - 1, low - 1, -1):
            o = p.hist_o[i]
            if o == s:
                continue
            n = _touch(o, touched, n, flag)
            w = share * p.d_walk[t - p.hist_t[i]] / mass
            acc[o, A_WALK2] += w
            if p.hist_r[i] == r:
                acc[o, A_WALK2R] += w
    for i in range(n):
        weight[i] = acc[touched[i], A_WALK2]
    m = _top(weight, touched, n, FANOUT, near)
    for j in range(m):
        x = near[j]
        share = acc[x, A_WALK2]
        low = max(p.first[x], p.known[x] - STEPS_OUT)
        mass = 1.0
        for i in range(p.known[x] - 1, low - 1, -1):
            if p.hist_r[i] == r:
                mass += p.d_walk[t - p.hist_t[i]]
        for i in range(p.known[x] - 1, low - 1, -1):
            o = p.hist_o[i]
            if p.hist_r[i] == r and o != s:
                n = _touch(o, touched, n, flag)
                acc[o, A_WALK3] += share * p.d_walk[t - p.hist_t[i]] / mass
    return n


@numba.njit(cache=True)
def _touch(o, touched, n, flag):
    if flag[o] == 0:
        flag[o] = 1
        touched[n] = o
        n += 1
    return n


@numba.njit(cache=True)
def _log(value, scale):
    """log(1 + scale * value), quick for the many zeros."""
    return np.log1p(scale * value) if value > 0 else 0.0


@numba.njit(cache=True)
def _object_row(p, r, o, t, side, row):
    """The columns of a candidate that do not depend on the subject."""
    age = t - p.rel_last[r, o]
    age_pop = t - p.pop_last[side, o]
    for h in range(3):
        row[N_SUBJECT + h] = _log(p.rel[r, o, h] * p.fade[h, age], 10)
        row[N_SUBJECT + 3 + h] = _log(p.pop[side, o, h] * p.fade[h, age_pop], 10)
    row[N_SUBJECT + 6] = 1.0 / (1.0 + age) if p.rel[r, o, 2] > 0 else 0.0


@numba.njit(cache=True)
def _subject_row(p, r, o, t, side, place, a, row):
    """The linear columns that the walks filled."""
    for j in range(A_INVERSE + 2):
        row[j] = _log(a[j], 10)
    row[13] = _log(a[A_RULE_SUM], 10)
    row[14] = _log(a[A_RULE_LOG], 10)
    row[15] = a[A_RULE_MAX]
    row[16] = 1.0 / a[A_ORDER_STRICT] if a[A_ORDER_STRICT] > 0 else 0.0
    row[17] = 1.0 / a[A_ORDER_PAIR] if a[A_ORDER_PAIR] > 0 else 0.0
    row[18] = _log(a[A_WALK2], 1000)
    row[19] = _log(a[A_WALK2R], 1000)
    row[20] = _log(a[A_WALK3], 1000)
    row[21] = a[A_STRICT + 2] / (1.0 + p.rel[r, o, 1] * p.fade[1, t - p.rel_last[r, o]])
    recent = p.pop[side, o, 1] * p.fade[1, t - p.pop_last[side, o]]
    row[22] = (a[A_SAME + 1] + a[A_OPPOSITE + 1]) / (1.0 + recent)
    same = place >= 0 and place_of(p, o) == place
    row[23] = 1.0 if same else 0.0
    row[24] = _log(p.rel[r, o, 1] * p.fade[1, t - p.rel_last[r, o]], 10) if same else 0.0


@numba.njit(cache=True)
def _better(score, a, b):
    return score[a] > score[b] or (score[a] == score[b] and a < b)


@numba.njit(cache=True)
def _best(score, n, k, heap):
    """Writes the k ids of greatest score into heap, best first (a heap with the worst on top, then sorted)."""
    m = 0
    for e in range(n):
        if m < k:
            heap[m] = e
            j = m
            m += 1
            while j > 0:
                up = (j - 1) >> 1
                if not _better(score, heap[up], heap[j]):
                    break
                heap[up], heap[j] = heap[j], heap[up]
                j = up
        elif score[e] > score[heap[0]]:
            heap[0] = e
            j = 0
            while True:
                c = 2 * j + 1
                if c >= m:
                    break
                if c + 1 < m and _better(score, heap[c], heap[c + 1]):
                    c += 1
                if not _better(score, heap[j], heap[c]):
                    break
                heap[j], heap[c] = heap[c], heap[j]
                j = c
    order = np.argsort(-score[heap[:m]], kind="mergesort")
    heap[:m] = heap[:m][order].copy()
    return m


@numba.njit(cache=True)
def _sums(acc, touched, n_own, n):
    """Totals over the subject's past, of which candidates' shares are taken."""
    sums = np.zeros(7)
    for i in range(n):
        a = acc[touched[i]]
        if i < n_own:
            sums[0] += a[A_SAME + 2] + a[A_OPPOSITE + 2]
            sums[1] += a[A_SAME + 1] + a[A_OPPOSITE + 1]
            sums[2] += a[A_STRICT + 4]
            sums[3] += a[A_STRICT + 2]
            sums[4] += 1 if a[A_STRICT + 4] > 0 else 0
            sums[5] += a[A_RULE_SUM]
        sums[6] += a[A_WALK3]
    return sums


@numba.njit(cache=True)
def _extra_row(p, s, r, o, t, side, a, sums, n_own, rel_now, f):
    """The columns for the trees alone; those of the linear score are filled by the caller."""
    x = N_LINEAR
    age = t - p.rel_last[r, o]
    strict, pair, inverse = a[A_STRICT + 4] > 0, a[A_ORDER_PAIR] > 0, a[A_INVERSE + 1] > 0
    f[x] = a[A_AGE_STRICT] if strict else np.nan
    f[x + 1] = a[A_AGE_PAIR] if pair else np.nan
    f[x + 2] = a[A_AGE_INVERSE] if inverse else np.nan
    f[x + 3] = age if p.rel[r, o, 2] > 0 else np.nan
    f[x + 4] = t - p.pop_last[side, o] if p.pop[side, o, 2] > 0 else np.nan
    f[x + 5] = a[A_ORDER_STRICT] if strict else np.nan
    f[x + 6] = a[A_ORDER_PAIR] if pair else np.nan
    f[x + 7] = a[A_DAYS]
    f[x + 8] = a[A_FIRST] if pair else np.nan
    f[x + 9] = a[A_AGE_PAIR] * a[A_DAYS] / a[A_FIRST] if pair else np.nan
    f[x + 10], f[x + 11], f[x + 12], f[x + 13], f[x + 15] = sums[0], sums[1], sums[2], sums[3], sums[4]
    f[x + 14] = n_own
    f[x + 16] = p.rel_total[r]
    f[x + 17] = rel_now
    f[x + 18] = t - p.hist_t[p.known[s] - 1] if p.known[s] > p.first[s] else np.nan
    f[x + 19] = a[A_STRICT + 2] / (sums[3] + 0.1)
    f[x + 20] = a[A_STRICT + 4] / (sums[2] + 0.1)
    f[x + 21] = (a[A_SAME + 1] + a[A_OPPOSITE + 1]) / (sums[1] + 0.1)
    f[x + 22] = a[A_RULE_SUM] / (sums[5] + 0.01)
    f[x + 23] = p.rel[r, o, 1] * p.fade[1, age] / (rel_now + 0.1)
    f[x + 24] = a[A_WALK3] / (sums[6] + 1e-6)
    f[x + 29] = r
    for table in range(N_KIN):
        at = cell(p, table, s, r, o)
        f[x + 30 + table] = p.kin[table, at] * p.fade_kin[t - p.kin_last[table, at]] if at >= 0 else np.nan
    kinds = p.kind_rel[r, p.kind[s]]
    f[x + 38] = (kinds[p.kind[o]] + 0.1) / (kinds.sum() + 1.0)
    f[x + 39] = p.kind[o]
    f[x + 40] = p.kind[s]


@numba.njit(cache=True)
def _linear_ranks(score, q, g, mark, ranks):
    """The average rank of each answer among all entities, the step's other answers left out."""
    for k in range(q.begin[g], q.begin[g + 1]):
        mark[q.answers[k]] = 1
    for k in range(q.begin[g], q.begin[g + 1]):
        v = score[q.answers[k]]
        above, equal = 0, 0
        for e in range(len(score)):
            if score[e] >= v and mark[e] == 0:
                if score[e] > v:
                    above += 1
                else:
                    equal += 1
        ranks[k] = 1.0 + above + 0.5 * equal
    for k in range(q.begin[g], q.begin[g + 1]):
        mark[q.answers[k]] = 0


@numba.njit(cache=True, nogil=True)
def describe(p, q, weights, out, candidates, ranks):
    """Describes each question's best candidates by the linear score.

    Fills out[g, k, feature], candidates[g, k] (entity, -1 where there are fewer) and ranks[answer], the answer's
    average rank by the linear score among all entities, the step's other answers left out.
    """
    n_ent, k_best, t = p.rel.shape[1], out.shape[1], q.t
    acc = np.zeros((n_ent, N_ACC), np.float32)
    flag, mark = np.zeros(n_ent, np.int8), np.zeros(n_ent, np.int8)
    touched, weight = np.empty(n_ent, np.int32), np.empty(n_ent, np.float32)
    near, heap = np.empty(FANOUT, np.int64), np.empty(k_best, np.int64)
    base, score = np.empty(n_ent, np.float32), np.empty(n_ent, np.float32)
    row = np.zeros(N_LINEAR, np.float32)
    base_r, rel_now = -1, 0.0
    for g in range(len(q.subject)):
        s, r = q.subject[g], q.relation[g]
        side = 0 if r < p.n_rel else 1
        if r != base_r:
            base_r, rel_now = r, 0.0
            for o in range(n_ent):
                _object_row(p, r, o, t, side, row)
                base[o] = (weights[N_SUBJECT:] * row[N_SUBJECT:]).sum()
                rel_now += p.rel[r, o, 1] * p.fade[1, t - p.rel_last[r, o]]
        n_own = _walk_subject(p, s, r, t, acc, touched, flag)
        n = _walk_out(p, s, r, t, acc, touched, n_own, flag, weight, near)
        place = place_of(p, s)
        if place >= 0:
            for i in range(p.place_first[place], p.place_first[place + 1]):
                n = _touch(p.place_member[i], touched, n, flag)
        sums = _sums(acc, touched, n_own, n)
        score[:] = base
        for i in range(n):
            o = touched[i]
            _subject_row(p, r, o, t, side, place, acc[o], row)
            v = np.float32(0.0)
            for j in range(N_SUBJECT):
                v += weights[j] * row[j]
            score[o] += v
        m = _best(score, n_ent, k_best, heap)
        top, norm = score[heap[0]], 0.0
        for j in range(m):
            norm += np.exp(score[heap[j]] - top)
        for j in range(k_best):
            f = out[g, j]
            if j >= m:
                candidates[g, j] = -1
                f[:] = np.nan
                continue
            o = heap[j]
            candidates[g, j] = o
            _subject_row(p, r, o, t, side, place, acc[o], f)
            _object_row(p, r, o, t, side, f)
            _extra_row(p, s, r, o, t, side, acc[o], sums, n_own, rel_now, f)
            x = N_LINEAR + 25
            f[x], f[x + 1], f[x + 2] = score[o], score[o] - top, j
            f[x + 3] = np.exp(score[o] - top) / norm
        _linear_ranks(score, q, g, mark, ranks)
        for i in range(n):
            acc[touched[i], :] = 0
            flag[touched[i]] = 0
