"""Fitting on lists: which of the candidates was it? A linear softmax, and trees boosted on the same likelihood.

Each answer competes with the candidates that are no answer of the same step (the time-aware filter), so that
fitting asks what the score asks. Candidates may be drawn by chance: one drawn with probability q stands for 1/q.
"""

# mypy: disable-error-code="no-untyped-def"
# (numba infers the types of compiled functions)
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numba
import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import lightgbm as lgb

__all__ = ["Lists", "grow", "softmax"]

Floats = npt.NDArray[np.float32]


class Lists:
    """Candidates of many questions one below the other: list i is rows begin[i] to begin[i + 1].

    `x` features, `y` whether it is an answer, `off` the log of how many candidates a row stands for.
    """

    def __init__(self) -> None:
        self._x: list[Floats] = []
        self._y: list[npt.NDArray[np.bool_]] = []
        self._off: list[Floats] = []
        self._size: list[npt.NDArray[np.int64]] = []

    def add(self, x: Floats, y: npt.NDArray[np.bool_], top: int, share: float, rng: np.random.Generator) -> None:
        """Adds the lists of x (question, candidate, feature) with an answer among them.

        The first `top` candidates and all answers are kept, `share` of the others by chance.
        """
        has = y.any(1)
        x, y = x[has], y[has]
        if not len(x):
            return
        kept = y | (np.arange(y.shape[1]) < top)
        drawn = rng.random(y.shape) < share
        off = np.where(kept, 0.0, -np.log(share)).astype(np.float32)
        rows = (kept | drawn) & ~np.isnan(x[:, :, 0])
        self._x.append(x[rows])
        self._y.append(y[rows])
        self._off.append(off[rows])
        self._size.append(rows.sum(1))

    def stacked(self) -> tuple[Floats, npt.NDArray[np.bool_], Floats, npt.NDArray[np.int64]]:
        """x, y, off, begin; the parts are let go."""
        begin = np.concatenate([[0], np.cumsum(np.concatenate(self._size))]).astype(np.int64)
        whole = np.concatenate(self._x), np.concatenate(self._y), np.concatenate(self._off), begin
        self._x, self._y, self._off, self._size = [], [], [], []
        return whole

    def __len__(self) -> int:
        return sum(len(size) for size in self._size)


@numba.njit(cache=True)
def _slopes(score, y, off, begin, grad, hess):
    """Gradient and curvature of the negative log likelihood in each row's score; returns the likelihood's sum."""
    loss = 0.0
    for i in range(len(begin) - 1):
        lo, hi = begin[i], begin[i + 1]
        top = -1e30
        for j in range(lo, hi):
            top = max(top, score[j] + off[j])
        others = 0.0
        for j in range(lo, hi):
            grad[j] = 0.0
            hess[j] = 1e-9
            if not y[j]:
                others += np.exp(score[j] + off[j] - top)
        first, second = 0.0, 0.0
        for j in range(lo, hi):
            if y[j]:
                e = np.exp(score[j] + off[j] - top)
                p = e / (e + others)
                loss -= np.log(max(p, 1e-30))
                grad[j] = p - 1.0
                hess[j] = max(p * (1.0 - p), 1e-9)
                first += 1.0 / (e + others)
                second += 1.0 / (e + others) ** 2
        for j in range(lo, hi):
            if not y[j]:
                e = np.exp(score[j] + off[j] - top)
                grad[j] = e * first
                hess[j] = max(e * first - e * e * second, 1e-9)
    return loss


def softmax(lists: Lists, columns: int, start: Floats, *, ridge: float = 1e-3) -> Floats:
    """Weights of the first `columns` features that make the answers likeliest, from `start` by L-BFGS."""
    x, y, off, begin = lists.stacked()
    x = x[:, :columns]
    scale = x.std(0) + 1e-6
    x = x / scale
    grad, hess = np.empty(len(x)), np.empty(len(x))
    n = max(int(y.sum()), 1)

    def loss(w: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        value = _slopes(x @ w.astype(np.float32), y, off, begin, grad, hess)
        slope = (x.T @ grad.astype(np.float32)).astype(np.float64)
        return value / n + ridge * float(w @ w), slope / n + 2 * ridge * w

    from scipy.optimize import minimize

    found = minimize(loss, (start * scale).astype(np.float64), jac=True, method="L-BFGS-B", options={"maxiter": 80})
    return np.asarray(found.x / scale, np.float32)


def grow(lists: Lists, names: tuple[str, ...], base: int, rounds: int, params: dict[str, Any]) -> lgb.Booster:
    """Trees that add to the score in column `base`, boosted on the likelihood of the answers in their lists."""
    x, y, off, begin = lists.stacked()
    start = x[:, base].astype(np.float64)
    grad, hess = np.empty(len(x)), np.empty(len(x))

    def slopes(score: npt.NDArray[np.float64], _: lgb.Dataset) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
        _slopes(score, y, off, begin, grad, hess)
        return grad, hess

    import lightgbm as lgb  # takes a second, which only fitting and forecasting should wait for

    data = lgb.Dataset(x, y.astype(np.float32), feature_name=list(names), init_score=start)
    data.construct()
    del x
    return lgb.train({**params, "objective": slopes}, data, rounds)
