"""The replay: facts pass once in order of time, and each question is described by what came strictly before it.

Everything here is compiled. A question (subject, relation, ?) at a step is answered from the subject's own past
(walked from its newest event back), from what the relation and each candidate did of late, and from the pasts of
the subject's neighbours. Nothing of the question's own step or later is ever touched: the history of an entity is
cut at `known`, which grows only when `absorb` has been told of a whole step.
"""

from __future__ import annotations

import numba
import numpy as np

# Half-lives in steps. The last of a family stands for "ever": so long that nothing fades.
STRICT = (2.0, 8.0, 30.0, 120.0, 1e9)
PAIR = (3.0, 20.0, 1e9)
INVERSE = (8.0, 60.0)
POPULAR = (4.0, 30.0, 1e9)
WALK = 25.0
N_LAGS = 8
MOST_EVENTS = 3000  # newest events of a subject that are walked
MOST_RULES = 400  # newest events of a subject that rule counts learn from
FANOUT = 20
STEPS_OUT = 150

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
    "popular_relation_4", "popular_relation_30", "popular_relation_ever",
    "popular_4", "popular_30", "popular_ever", "last_relation",
)  # fmt: skip
N_SUBJECT = 23  # the linear columns that are zero for an entity the walk did not touch
N_LINEAR = len(LINEAR)
EXTRA = (
    "age_strict", "age_pair", "age_inverse", "age_relation_object", "age_object", "rank_strict", "rank_pair",
    "days_together", "first_together", "gap_ratio",
    "subject_events", "subject_recent", "subject_relation", "subject_relation_recent", "subject_objects",
    "relation_ever", "relation_recent", "subject_idle",
    "share_strict_30", "share_strict_ever", "share_pair_20", "share_rule", "share_popular", "share_walk",
    "linear_score", "linear_gap", "linear_rank", "linear_share", "relation",
)  # fmt: skip
NAMES = LINEAR + EXTRA
N_FEATURES = len(NAMES)


@numba.njit(cache=True)
def lag_bin(age):
    """The bin of an age in steps: 1, 2-3, 4-7, ... doubling, the last one open."""
    b = 0
    while age > 1 and b < N_LAGS - 1:
        age >>= 1
        b += 1
    return b


@numba.njit(cache=True)
def absorb(
    t,
    subjects,
    relations,
    begin,
    answers,
    known,
    hist_o,
    hist_r,
    hist_t,
    first,
    hits,
    seen,
    base_hits,
    base_seen,
    rel,
    rel_last,
    pop,
    pop_last,
    rel_total,
    fade,
    n_rel,
    mark,
):
    """Learns one step: rule counts from the past against the step's answers, then the answers themselves."""
    n_groups = len(subjects)
    for g in range(n_groups):
        s, r = subjects[g], relations[g]
        for k in range(begin[g], begin[g + 1]):
            mark[answers[k]] = 1
        low = max(first[s], known[s] - MOST_RULES)
        for i in range(known[s] - 1, low - 1, -1):
            b = lag_bin(t - hist_t[i])
            r2 = hist_r[i]
            kind = 0 if r2 == r else (1 if (r2 + n_rel == r or r + n_rel == r2) else 2)
            seen[r, r2, b] += 1
            base_seen[kind, b] += 1
            if mark[hist_o[i]]:
                hits[r, r2, b] += 1
                base_hits[kind, b] += 1
        for k in range(begin[g], begin[g + 1]):
            mark[answers[k]] = 0
    for g in range(n_groups):
        s, r = subjects[g], relations[g]
        side = 0 if r < n_rel else 1
        for k in range(begin[g], begin[g + 1]):
            o = answers[k]
            known[s] += 1
            age = t - rel_last[r, o]
            for h in range(3):
                rel[r, o, h] = rel[r, o, h] * fade[h, age] + 1
                rel_total[r, h] += 1
            rel_last[r, o] = t
            age = t - pop_last[side, o]
            for h in range(3):
                pop[side, o, h] = pop[side, o, h] * fade[h, age] + 1
            pop_last[side, o] = t


@numba.njit(cache=True)
def _top(values, ids, n, k, out):
    """Writes the k ids with the greatest values into out, returns how many."""
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
def _walk_subject(
    s,
    r,
    t,
    n_rel,
    known,
    first,
    hist_o,
    hist_r,
    hist_t,
    hits,
    seen,
    base_hits,
    base_seen,
    d_strict,
    d_pair,
    d_inverse,
    acc,
    touched,
    flag,
):
    """Fills acc for every object of the subject's past; returns how many were touched."""
    n = 0
    n_order_s, n_order_p, tie_s, tie_p, last_s, last_p = 0, 0, 0, 0, -1, -1
    side = r < n_rel
    inv = r + n_rel if r < n_rel else r - n_rel
    low = max(first[s], known[s] - MOST_EVENTS)
    for i in range(known[s] - 1, low - 1, -1):
        o, r2 = hist_o[i], hist_r[i]
        age = t - hist_t[i]
        row = acc[o]
        if flag[o] == 0:
            flag[o] = 1
            touched[n] = o
            n += 1
            if age != last_p:
                tie_p = n_order_p
                last_p = age
            row[A_ORDER_PAIR] = tie_p + 1
            n_order_p += 1
            row[A_AGE_PAIR] = age
            row[A_DAYS] = 1
            row[A_FIRST] = age
        elif row[A_FIRST] != age:
            row[A_DAYS] += 1
            row[A_FIRST] = age
        if r2 == r:
            if row[A_STRICT + 4] == 0:
                if age != last_s:
                    tie_s = n_order_s
                    last_s = age
                row[A_ORDER_STRICT] = tie_s + 1
                n_order_s += 1
                row[A_AGE_STRICT] = age
            for h in range(5):
                row[A_STRICT + h] += d_strict[h, age]
        elif r2 == inv:
            if row[A_INVERSE + 1] == 0:
                row[A_AGE_INVERSE] = age
            for h in range(2):
                row[A_INVERSE + h] += d_inverse[h, age]
        at = A_SAME if (r2 < n_rel) == side else A_OPPOSITE
        for h in range(3):
            row[at + h] += d_pair[h, age]
        b = lag_bin(age)
        kind = 0 if r2 == r else (1 if r2 == inv else 2)
        prior = (base_hits[kind, b] + 0.01) / (base_seen[kind, b] + 1.0)
        c = (hits[r, r2, b] + 10.0 * prior) / (seen[r, r2, b] + 10.0)
        row[A_RULE_SUM] += c
        row[A_RULE_LOG] -= np.log(1.0 - min(c, 0.98))
        if c > row[A_RULE_MAX]:
            row[A_RULE_MAX] = c
    return n


@numba.njit(cache=True)
def _walk_out(s, r, t, known, first, hist_o, hist_r, hist_t, d_walk, acc, touched, n, flag, weight, near, far):
    """Adds two- and three-step walks: neighbours' partners, and what entities like the subject did with r."""
    total = 0.0
    for i in range(n):
        o = touched[i]
        weight[i] = acc[o, A_SAME + 1] + acc[o, A_OPPOSITE + 1]
        total += weight[i]
    m = _top(weight, touched, n, FANOUT, near)
    for j in range(m):
        x = near[j]
        share = (acc[x, A_SAME + 1] + acc[x, A_OPPOSITE + 1]) / total
        low = max(first[x], known[x] - STEPS_OUT)
        mass = 0.0
        for i in range(known[x] - 1, low - 1, -1):
            mass += d_walk[t - hist_t[i]]
        for i in range(known[x] - 1, low - 1, -1):
            o = hist_o[i]
            if o == s:
                continue
            if flag[o] == 0:
                flag[o] = 1
                touched[n] = o
                n += 1
            w = share * d_walk[t - hist_t[i]] / (mass + 1.0)
            acc[o, A_WALK2] += w
            if hist_r[i] == r:
                acc[o, A_WALK2R] += w
    for i in range(n):
        weight[i] = acc[touched[i], A_WALK2]
    m = _top(weight, touched, n, FANOUT, far)
    for j in range(m):
        x = far[j]
        share = acc[x, A_WALK2]
        low = max(first[x], known[x] - STEPS_OUT)
        mass = 0.0
        for i in range(known[x] - 1, low - 1, -1):
            if hist_r[i] == r:
                mass += d_walk[t - hist_t[i]]
        if mass == 0.0:
            continue
        for i in range(known[x] - 1, low - 1, -1):
            if hist_r[i] != r:
                continue
            o = hist_o[i]
            if o == s:
                continue
            if flag[o] == 0:
                flag[o] = 1
                touched[n] = o
                n += 1
            acc[o, A_WALK3] += share * d_walk[t - hist_t[i]] / (mass + 1.0)
    return n


@numba.njit(cache=True)
def _object_row(r, o, t, side, rel, rel_last, pop, pop_last, fade, row):
    """The columns of a candidate that do not depend on the subject."""
    age = t - rel_last[r, o]
    for h in range(3):
        row[N_SUBJECT + h] = np.log1p(10 * rel[r, o, h] * fade[h, age])
    last = 1.0 / (1.0 + age) if rel[r, o, 2] > 0 else 0.0
    age = t - pop_last[side, o]
    for h in range(3):
        row[N_SUBJECT + 3 + h] = np.log1p(10 * pop[side, o, h] * fade[h, age])
    row[N_SUBJECT + 6] = last


@numba.njit(cache=True)
def _subject_row(r, o, t, side, a, rel, rel_last, pop, pop_last, fade, row):
    """The linear columns that the walk filled."""
    for j in range(A_INVERSE + 2):
        row[j] = np.log1p(10 * a[j])
    row[13] = np.log1p(10 * a[A_RULE_SUM])
    row[14] = np.log1p(10 * a[A_RULE_LOG])
    row[15] = a[A_RULE_MAX]
    row[16] = 1.0 / a[A_ORDER_STRICT] if a[A_ORDER_STRICT] > 0 else 0.0
    row[17] = 1.0 / a[A_ORDER_PAIR] if a[A_ORDER_PAIR] > 0 else 0.0
    row[18] = np.log1p(1000 * a[A_WALK2])
    row[19] = np.log1p(1000 * a[A_WALK2R])
    row[20] = np.log1p(1000 * a[A_WALK3])
    row[21] = a[A_STRICT + 2] / (1.0 + rel[r, o, 1] * fade[1, t - rel_last[r, o]])
    both = a[A_SAME + 1] + a[A_OPPOSITE + 1]
    row[22] = both / (1.0 + pop[side, o, 1] * fade[1, t - pop_last[side, o]])


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
                if _better(score, heap[up], heap[j]):
                    heap[up], heap[j] = heap[j], heap[up]
                    j = up
                else:
                    break
        elif score[e] > score[heap[0]]:
            heap[0] = e
            j = 0
            while True:
                c = 2 * j + 1
                if c >= m:
                    break
                if c + 1 < m and _better(score, heap[c], heap[c + 1]):
                    c += 1
                if _better(score, heap[j], heap[c]):
                    heap[j], heap[c] = heap[c], heap[j]
                    j = c
                else:
                    break
    order = np.argsort(-score[heap[:m]], kind="mergesort")
    sorted_ids = heap[:m][order].copy()
    heap[:m] = sorted_ids
    return m


@numba.njit(cache=True)
def describe(
    t,
    subjects,
    relations,
    begin,
    answers,
    weights,
    n_rel,
    n_ent,
    k_best,
    known,
    hist_o,
    hist_r,
    hist_t,
    first,
    hits,
    seen,
    base_hits,
    base_seen,
    rel,
    rel_last,
    pop,
    pop_last,
    rel_total,
    fade,
    d_strict,
    d_pair,
    d_inverse,
    d_walk,
    acc,
    flag,
    mark,
    out,
    cands,
    ranks,
):
    """Describes each question's best k candidates by the linear score.

    out[g, k, feature], cands[g, k] (entity, -1 where there are fewer), ranks[answer]: the answer's average rank by the
    linear score among all entities, the step's other answers left out.
    """
    touched = np.empty(n_ent, np.int32)
    weight = np.empty(n_ent, np.float32)
    near = np.empty(FANOUT, np.int64)
    far = np.empty(FANOUT, np.int64)
    base = np.empty(n_ent, np.float32)
    score = np.empty(n_ent, np.float32)
    heap = np.empty(k_best, np.int64)
    row = np.zeros(N_LINEAR, np.float32)
    base_r = -1
    rel_now = 0.0
    for g in range(len(subjects)):
        s, r = subjects[g], relations[g]
        side = 0 if r < n_rel else 1
        if r != base_r:
            rel_now = 0.0
            for o in range(n_ent):
                _object_row(r, o, t, side, rel, rel_last, pop, pop_last, fade, row)
                v = np.float32(0.0)
                for j in range(N_SUBJECT, N_LINEAR):
                    v += weights[j] * row[j]
                base[o] = v
                rel_now += rel[r, o, 1] * fade[1, t - rel_last[r, o]]
            base_r = r
        n = _walk_subject(
            s,
            r,
            t,
            n_rel,
            known,
            first,
            hist_o,
            hist_r,
            hist_t,
            hits,
            seen,
            base_hits,
            base_seen,
            d_strict,
            d_pair,
            d_inverse,
            acc,
            touched,
            flag,
        )
        n_own = n
        sums = np.zeros(8, np.float64)
        for i in range(n):
            a = acc[touched[i]]
            sums[0] += a[A_SAME + 2] + a[A_OPPOSITE + 2]
            sums[1] += a[A_SAME + 1] + a[A_OPPOSITE + 1]
            sums[2] += a[A_STRICT + 4]
            sums[3] += a[A_STRICT + 2]
            sums[4] += 1 if a[A_STRICT + 4] > 0 else 0
            sums[5] += a[A_RULE_SUM]
        n = _walk_out(s, r, t, known, first, hist_o, hist_r, hist_t, d_walk, acc, touched, n, flag, weight, near, far)
        for i in range(n):
            sums[6] += acc[touched[i], A_WALK3]
        score[:] = base
        for i in range(n):
            o = touched[i]
            _subject_row(r, o, t, side, acc[o], rel, rel_last, pop, pop_last, fade, row)
            v = np.float32(0.0)
            for j in range(N_SUBJECT):
                v += weights[j] * row[j]
            score[o] += v
        m = _best(score, n_ent, k_best, heap)
        top = score[heap[0]]
        norm = 0.0
        for j in range(m):
            norm += np.exp(score[heap[j]] - top)
        for j in range(k_best):
            if j >= m:
                cands[g, j] = -1
                continue
            o = heap[j]
            cands[g, j] = o
            f = out[g, j]
            a = acc[o]
            _subject_row(r, o, t, side, a, rel, rel_last, pop, pop_last, fade, f)
            _object_row(r, o, t, side, rel, rel_last, pop, pop_last, fade, f)
            x = N_LINEAR
            f[x] = a[A_AGE_STRICT] if a[A_STRICT + 4] > 0 else np.nan
            f[x + 1] = a[A_AGE_PAIR] if a[A_ORDER_PAIR] > 0 else np.nan
            f[x + 2] = a[A_AGE_INVERSE] if a[A_INVERSE + 1] > 0 else np.nan
            f[x + 3] = t - rel_last[r, o] if rel[r, o, 2] > 0 else np.nan
            f[x + 4] = t - pop_last[side, o] if pop[side, o, 2] > 0 else np.nan
            f[x + 5] = a[A_ORDER_STRICT] if a[A_ORDER_STRICT] > 0 else np.nan
            f[x + 6] = a[A_ORDER_PAIR] if a[A_ORDER_PAIR] > 0 else np.nan
            f[x + 7] = a[A_DAYS]
            f[x + 8] = a[A_FIRST] if a[A_ORDER_PAIR] > 0 else np.nan
            f[x + 9] = a[A_AGE_PAIR] * a[A_DAYS] / a[A_FIRST] if a[A_ORDER_PAIR] > 0 else np.nan
            f[x + 10] = sums[0]
            f[x + 11] = sums[1]
            f[x + 12] = sums[2]
            f[x + 13] = sums[3]
            f[x + 14] = n_own
            f[x + 15] = rel_total[r, 2]
            f[x + 16] = rel_now
            f[x + 17] = t - hist_t[known[s] - 1] if known[s] > first[s] else np.nan
            f[x + 18] = a[A_STRICT + 2] / (sums[3] + 0.1)
            f[x + 19] = a[A_STRICT + 4] / (sums[2] + 0.1)
            f[x + 20] = (a[A_SAME + 1] + a[A_OPPOSITE + 1]) / (sums[1] + 0.1)
            f[x + 21] = a[A_RULE_SUM] / (sums[5] + 0.01)
            f[x + 22] = rel[r, o, 1] * fade[1, t - rel_last[r, o]] / (rel_now + 0.1)
            f[x + 23] = a[A_WALK3] / (sums[6] + 1e-6)
            f[x + 24] = score[o]
            f[x + 25] = score[o] - top
            f[x + 26] = j
            f[x + 27] = np.exp(score[o] - top) / norm
            f[x + 28] = r
        for k in range(begin[g], begin[g + 1]):
            mark[answers[k]] = 1
        for k in range(begin[g], begin[g + 1]):
            v = score[answers[k]]
            above, equal = 0, 0
            for e in range(n_ent):
                if score[e] >= v and mark[e] == 0:
                    if score[e] > v:
                        above += 1
                    else:
                        equal += 1
            ranks[k] = 1.0 + above + 0.5 * equal
        for k in range(begin[g], begin[g + 1]):
            mark[answers[k]] = 0
        for i in range(n):
            acc[touched[i], :] = 0
            flag[touched[i]] = 0
