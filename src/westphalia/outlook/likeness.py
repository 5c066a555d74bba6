"""Who resembles whom: a spectral map of who has met whom, drawn again now and then from the past alone."""

# mypy: disable-error-code="no-untyped-def"
# (numba infers the types of compiled functions)
from __future__ import annotations

import numba
import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_matrix, diags
from sklearn.utils.extmath import randomized_svd

from westphalia.outlook.replay import Memory

__all__ = ["LIKENESS", "Map", "liken"]

LIKENESS = ("like_subject", "met_expected", "like_answers", "like_recent", "like_relation")
SIZE = 48  # dimensions of the map
LIFE = 90.0  # half-life, in steps, of a meeting's weight
DRAWINGS = 25  # how often the map is drawn over the whole record
RECENT = 40  # newest events of the subject that make up the company it keeps


class Map:
    """Places of entities (unit vectors) such that those who meet the same others lie close together.

    The truncated singular vectors of the degree-normalised matrix of log meetings (Levy and Goldberg 2014 for why that
    is an embedding). `draw` reads nothing from `memory.now` on.
    """

    def __init__(self, memory: Memory) -> None:
        self.every = max(memory.steps // DRAWINGS, 1)
        self.drawn = -1
        self.unit = np.zeros((memory.n_ent, SIZE), np.float32)
        self.scaled = np.zeros((memory.n_ent, SIZE), np.float32)
        self.relation = np.zeros((2 * memory.n_rel, SIZE), np.float32)

    def draw(self, memory: Memory) -> None:
        """Draws the map again where the last drawing is old (or from another run of the replay)."""
        turn = memory.now // self.every
        if turn == self.drawn:
            return
        self.drawn = turn
        past, n = memory.past, memory.n_ent
        counts = (past.known - past.first).astype(np.int64)
        if counts.sum() < 10 * SIZE or n <= SIZE + 2:
            return
        rows = np.repeat(np.arange(n), counts)
        at = np.repeat(past.first - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts) + np.arange(counts.sum())
        weight = 0.5 ** ((memory.now - past.hist_t[at]) / LIFE)
        met = coo_matrix((weight, (rows, past.hist_o[at])), shape=(n, n)).tocsr()
        met.data = np.log1p(3 * met.data)
        degree = 1 / np.sqrt(np.asarray(met.sum(1)).ravel() + 1.0)
        u, s, _ = randomized_svd(diags(degree) @ met @ diags(degree), SIZE, n_iter=2, random_state=0)
        u = u * np.sqrt(s)
        self.scaled = (u / degree[:, None]).astype(np.float32)
        self.unit = _unit(u)
        self.relation = _unit(past.rel[:, :, 1] @ self.unit)


def _unit(x: npt.NDArray[np.floating]) -> npt.NDArray[np.float32]:
    return np.asarray(x / (np.linalg.norm(x, axis=1, keepdims=True) + 1e-9), np.float32)


@numba.njit(cache=True, nogil=True)
def liken(p, q, unit, scaled, relation, candidates, at, out):
    """Fills out[g, k, at:] with LIKENESS: how like the candidate is to the subject, its answers, its company."""
    size = unit.shape[1]
    answers, company = np.empty(size, np.float32), np.empty(size, np.float32)
    for g in range(len(q.subject)):
        s, r = q.subject[g], q.relation[g]
        answers[:] = 0
        company[:] = 0
        strict = 0
        low = max(p.first[s], p.known[s] - 10 * RECENT)
        for i in range(p.known[s] - 1, low - 1, -1):
            o = p.hist_o[i]
            if p.hist_r[i] == r and strict < RECENT:
                strict += 1
                answers += p.d_strict[2, q.t - p.hist_t[i]] * unit[o]
            if p.known[s] - i <= RECENT:
                company += p.d_pair[1, q.t - p.hist_t[i]] * unit[o]
        answers /= np.sqrt((answers * answers).sum()) + 1e-9
        company /= np.sqrt((company * company).sum()) + 1e-9
        for k in range(candidates.shape[1]):
            o = candidates[g, k]
            if o < 0:
                continue
            f = out[g, k]
            own = unit[o]
            f[at] = (unit[s] * own).sum()
            f[at + 1] = (scaled[s] * scaled[o]).sum()
            f[at + 2] = (answers * own).sum()
            f[at + 3] = (company * own).sum()
            f[at + 4] = (relation[r] * own).sum()
