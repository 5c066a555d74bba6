"""How good a forecast was: Brier and its skill, log loss, AUC, calibration, reciprocal ranks, bootstrap intervals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Tally", "auc", "bootstrap", "brier", "brier_skill", "ece", "log_loss", "probability_scores", "rank_scores",
           "reliability"]  # fmt: skip

Array = npt.NDArray[Any]


def brier(p: Array, y: Array) -> float:
    """The mean squared distance of probabilities from what happened (Brier 1950): 0 is best.

    >>> brier(np.array([0.8, 0.1]), np.array([1, 0]))
    0.025
    """
    return round(float(np.mean((p.astype(np.float64) - y) ** 2)), 12)


def brier_skill(p: Array, y: Array, reference: Array) -> float:
    """1 - Brier / Brier of the reference: 0 is no better than it, 1 is perfect."""
    against = float(np.mean((reference.astype(np.float64) - y) ** 2))
    return 1.0 - brier(p, y) / against if against > 0 else 0.0


def log_loss(p: Array, y: Array) -> float:
    """The mean negative log of the probability given to what happened (natural log; p kept from 0 and 1 by 1e-7)."""
    q = np.clip(p.astype(np.float64), 1e-7, 1 - 1e-7)
    return float(-np.mean(np.where(y > 0, np.log(q), np.log1p(-q))))


def auc(p: Array, y: Array) -> float:
    """The chance that a case that happened was given more than one that did not; equal figures count half.

    >>> auc(np.array([0.1, 0.4, 0.4]), np.array([0, 1, 0]))
    0.75
    """
    hit = y > 0
    n, m = int(hit.sum()), int((~hit).sum())
    if n == 0 or m == 0:
        return 0.5
    _, where, count = np.unique(p, return_inverse=True, return_counts=True)
    rank = np.cumsum(count) - (count - 1) / 2
    return float((rank[where][hit].sum() - n * (n + 1) / 2) / (n * m))


def reliability(p: Array, y: Array, bins: int = 10) -> list[dict[str, float]]:
    """Said against seen, in bins of equal width: rows of `low`, `high`, `said`, `seen`, `n` (empty bins left out)."""
    where = np.minimum((p * bins).astype(np.int64), bins - 1)
    n = np.bincount(where, minlength=bins)
    said = np.bincount(where, p.astype(np.float64), bins)
    seen = np.bincount(where, y.astype(np.float64), bins)
    return [
        {"low": b / bins, "high": (b + 1) / bins, "said": said[b] / n[b], "seen": seen[b] / n[b], "n": int(n[b])}
        for b in range(bins)
        if n[b]
    ]


def ece(p: Array, y: Array, bins: int = 10) -> float:
    """Expected calibration error: |said - seen| averaged over ten bins of equal width, by their size (Guo et al. 2017).

    >>> ece(np.array([0.25, 0.25, 0.25, 0.25]), np.array([1, 0, 0, 0]))
    0.0
    """
    rows = reliability(p, y, bins)
    return float(sum(row["n"] * abs(row["said"] - row["seen"]) for row in rows) / max(len(p), 1))


def probability_scores(p: Array, y: Array, base: Array) -> dict[str, float]:
    """All that the back-test reports of one forecaster: Brier, its skill against `base`, log loss, AUC, ECE."""
    return {
        "brier": brier(p, y),
        "brier_skill": brier_skill(p, y, base),
        "log_loss": log_loss(p, y),
        "auc": auc(p, y),
        "ece": ece(p, y),
    }


def rank_scores(ranks: Array) -> dict[str, float]:
    """MRR and hits from average ranks.

    >>> rank_scores(np.array([1.0, 2.0, 20.0]))["hits3"]
    0.6667
    """
    if len(ranks) == 0:
        return {"mrr": 0.0, "hits1": 0.0, "hits3": 0.0, "hits10": 0.0}
    hits = {f"hits{k}": round(float(np.mean(ranks <= k)), 4) for k in (1, 3, 10)}
    return {"mrr": round(float(np.mean(1 / ranks)), 4), **hits}


def bootstrap(
    value: Callable[[npt.NDArray[np.int64]], float], groups: Array, rounds: int = 200, seed: int = 0
) -> tuple[float, float]:
    """A 90% interval of `value(rows)` when whole groups (days, origins) are drawn again with replacement.

    >>> x = np.arange(10.0)
    >>> low, high = bootstrap(lambda rows: float(x[rows].mean()), np.arange(10))
    >>> low < 4.5 < high
    True
    """
    rng = np.random.default_rng(seed)
    names, where = np.unique(groups, return_inverse=True)
    order = np.argsort(where, kind="stable")
    cut = np.searchsorted(where[order], np.arange(len(names) + 1))
    rows = [order[cut[i] : cut[i + 1]] for i in range(len(names))]
    drawn = [value(np.concatenate([rows[i] for i in rng.integers(0, len(names), len(names))])) for _ in range(rounds)]
    return float(np.quantile(drawn, 0.05)), float(np.quantile(drawn, 0.95))


class Tally:
    """The scores of one forecaster, added up part by part, so that millions of forecasts need no memory.

    Sums are exact; the AUC is that of log odds in 20,000 steps of 0.002.

    >>> tally = Tally()
    >>> tally.add(np.array([0.1, 0.4, 0.4]), np.array([0, 1, 0]), np.full(3, 1 / 3))
    >>> tally.scores()["auc"]
    0.75
    """

    STEPS, WIDTH = 20_000, 0.002

    def __init__(self, bins: int = 10) -> None:
        self.n, self.squares, self.against, self.loss = 0, 0.0, 0.0, 0.0
        self.count, self.said, self.seen = np.zeros(bins, np.int64), np.zeros(bins), np.zeros(bins)
        self.steps = np.zeros((2, self.STEPS))

    def add(self, p: Array, y: Array, base: Array) -> None:
        """Adds forecasts, what happened, and the base rate's forecasts."""
        p, y = np.clip(p.ravel().astype(np.float64), 1e-7, 1 - 1e-7), y.ravel() > 0
        bins = len(self.count)
        self.n += len(p)
        self.squares += float(((p - y) ** 2).sum())
        self.against += float(((base.ravel().astype(np.float64) - y) ** 2).sum())
        self.loss -= float(np.log(np.where(y, p, 1 - p)).sum())
        where = np.minimum((p * bins).astype(np.int64), bins - 1)
        self.count += np.bincount(where, minlength=bins)
        self.said += np.bincount(where, p, bins)
        self.seen += np.bincount(where, y, bins)
        step = np.clip(np.log(p / (1 - p)) / self.WIDTH + self.STEPS / 2, 0, self.STEPS - 1).astype(np.int64)
        self.steps += np.stack([np.bincount(step[y == hit], minlength=self.STEPS) for hit in (False, True)])

    def scores(self) -> dict[str, float]:
        """Brier, its skill against the base rate, log loss, AUC, ECE."""
        miss, hit = self.steps
        pairs = (hit * (np.cumsum(miss) - miss / 2)).sum()
        total = float(hit.sum() * miss.sum())
        n = max(self.n, 1)
        return {
            "brier": self.squares / n,
            "brier_skill": 1 - self.squares / self.against if self.against else 0.0,
            "log_loss": self.loss / n,
            "auc": float(pairs / total) if total else 0.5,
            "ece": float(np.abs(self.said - self.seen).sum()) / n,
        }

    def reliability(self) -> list[dict[str, float]]:
        """Said against seen, bin by bin: rows of `low`, `high`, `said`, `seen`, `n` (empty bins left out)."""
        bins = len(self.count)
        return [
            {"low": b / bins, "high": (b + 1) / bins, "said": float(self.said[b] / n), "seen": float(self.seen[b] / n),
             "n": int(n)}
            for b, n in enumerate(self.count) if n
        ]  # fmt: skip
