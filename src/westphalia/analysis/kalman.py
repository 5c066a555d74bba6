"""A local level model for many series at once: where the level stood, and between which bounds (numpy only).

Harvey 1989, Forecasting, Structural Time Series Models and the Kalman Filter, section 4.1; Rauch, Tung and Striebel
1965 for the smoother.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Levels", "smooth"]

Matrix = npt.NDArray[np.float64]

RATIOS = (0.0, 0.002, 0.01, 0.05, 0.2, 1.0)
"""Tried for each series: how far the level wanders in a period, as a share of the variance of one observation."""

Z90 = 1.645


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """Levels with their standard errors, one row a series and one column a period; `ratio` is each series' best."""

    level: Matrix
    error: Matrix
    ratio: Matrix

    @property
    def low(self) -> Matrix:
        """The lower bound of the 90 % band."""
        return self.level - Z90 * self.error

    @property
    def high(self) -> Matrix:
        """The upper bound of the 90 % band."""
        return self.level + Z90 * self.error


def smooth(means: Matrix, counts: Matrix, spread: float, prior: float) -> Levels:
    """The level behind each series of means, given how many observations each mean is of (0: none, the mean is unused).

    An observation is the level with variance `spread`, so a mean of n has `spread`/n; between periods the level takes a
    step with variance `spread` times a ratio, chosen for each series by its likelihood among `RATIOS`; before the first
    period it is 0 with variance `prior`. Periods without observations only widen the band. Shapes: (series, periods).

    >>> found = smooth(np.array([[1.0, 0.0, 1.0, 1.0]]), np.array([[5.0, 0.0, 5.0, 5.0]]), 1.0, 10.0)
    >>> [round(float(x), 2) for x in found.level[0]], bool(found.error[0, 1] >= found.error[0, 2])
    ([0.99, 0.99, 0.99, 0.99], True)
    """
    series, periods = means.shape
    ratios = np.array(RATIOS)[:, None]
    level, variance = np.zeros((len(ratios), series)), np.full((len(ratios), series), prior)
    levels, variances = (np.empty((periods, len(ratios), series)) for _ in range(2))
    likelihood = np.zeros((len(ratios), series))
    for t in range(periods):
        if t:
            variance = variance + ratios * spread
        seen = counts[:, t] > 0
        noise = spread / np.maximum(counts[:, t], 1)
        whole = variance + noise
        surprise = means[:, t] - level
        likelihood -= np.where(seen, 0.5 * (np.log(whole) + surprise**2 / whole), 0.0)
        gain = np.where(seen, variance / whole, 0.0)
        level = level + gain * surprise
        variance = variance * (1 - gain)
        levels[t], variances[t] = level, variance
    best = likelihood.argmax(0)
    pick = np.arange(series)
    return _back(levels[:, best, pick], variances[:, best, pick], np.array(RATIOS)[best], spread)


def _back(levels: Matrix, variances: Matrix, ratio: Matrix, spread: float) -> Levels:
    """The filtered levels (periods, series) smoothed from the end to the start."""
    level, variance = levels.copy(), variances.copy()
    step = ratio * spread
    for t in range(len(levels) - 2, -1, -1):
        ahead = variances[t] + step
        share = variances[t] / ahead
        level[t] = levels[t] + share * (level[t + 1] - levels[t])
        variance[t] = variances[t] + share**2 * (variance[t + 1] - ahead)
    return Levels(level=level.T, error=np.sqrt(np.maximum(variance, 0)).T, ratio=ratio)
