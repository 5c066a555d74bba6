"""Fitting the occurrence models: mornings of the past, drawn, grown on, checked, straightened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from westphalia.errors import BadInput
from westphalia.outlook import dyads
from westphalia.outlook.events import CLASSES, Events
from westphalia.outlook.names import places_of
from westphalia.outlook.occurrence import Forecaster, Part, Simple, decayed, log_odds, straighten
from westphalia.outlook.universe import LEAST_REACH, Floats, Keys, describe, happened, may_meet, universe

if TYPE_CHECKING:
    import lightgbm as lgb

__all__ = ["fit"]

N = len(CLASSES)
MORNINGS = 45  # of the past, at most, that the models are grown on
COVERED = 0.88  # the share of positives that the universe is to hold, as judged on past mornings
MET_SHARE, NEW_SHARE = 0.12, 0.012  # of the dyads without an event, those that the models are grown on
FEWEST = 300  # positives, below which no trees are grown: the decayed rate is the model
GROWN = {
    "objective": "binary", "min_data_in_leaf": 200, "feature_fraction": 0.5, "bagging_fraction": 0.7,
    "bagging_freq": 1, "lambda_l2": 10.0, "verbose": -1, "seed": 3, "deterministic": True, "force_row_wise": True,
}  # fmt: skip
SHAPES: tuple[dict[str, Any], ...] = (
    {"num_leaves": 31, "learning_rate": 0.06},
    {"num_leaves": 15, "learning_rate": 0.15},
)
ROUNDS = (250, 50)


def _reach(events: Events, mornings: list[int], horizon: int, places: npt.NDArray[np.int32]) -> float:
    """The reach at which the universe held COVERED of the positives on past mornings."""
    found: list[npt.NDArray[np.float32]] = []
    for day in mornings:
        later = happened(events, day, horizon) // N
        whole = universe(events, day, places, None)
        key, score = may_meet(whole.morning, places, LEAST_REACH)
        at = np.minimum(np.searchsorted(key, later), max(len(key) - 1, 0))
        value = np.where(key[at] == later, score[at], 0.0) if len(key) else np.zeros(len(later))
        found.append(np.where(np.isin(later, whole.met), np.inf, value).astype(np.float32))
    scores = np.sort(np.concatenate(found))
    if not len(scores):
        return LEAST_REACH
    return float(np.clip(scores[int((1 - COVERED) * len(scores))], LEAST_REACH, 0.1))


def _labels(key: Keys, events: Keys) -> npt.NDArray[np.bool_]:
    return np.isin((key[:, None] * N + np.arange(N)), events)


@dataclass(slots=True)
class _Sample:
    """Rows of one kind of dyads drawn from many mornings."""

    x: list[Floats]
    y: list[npt.NDArray[np.bool_]]
    w: list[Floats]

    def __add__(self, other: _Sample) -> _Sample:
        return _Sample(self.x + other.x, self.y + other.y, self.w + other.w)

    def stacked(self) -> tuple[Floats, npt.NDArray[np.bool_], Floats]:
        return np.concatenate(self.x), np.concatenate(self.y), np.concatenate(self.w)


def _draw(
    events: Events, days: range, horizon: int, shares: tuple[float, float], places: Any, reach: float, seed: int
) -> list[_Sample]:
    """Rows of both kinds from the mornings given: every dyad with an event, a weighted share of the others."""
    rng = np.random.default_rng(seed)
    samples = [_Sample([], [], []), _Sample([], [], [])]
    for turn, day in enumerate(days):
        found = universe(events, day, places, reach if turn % 4 == 0 else None)
        later = happened(events, day, horizon)
        for sample, key, share in zip(samples, (found.met, found.new), shares, strict=True):
            hit = np.isin(key, later // N)
            kept = hit | (rng.random(len(key)) < share)
            if kept.any():
                sample.x.append(describe(found, key[kept]).reshape(-1, dyads.N_FEATURES))
                sample.y.append(_labels(key[kept], later).ravel())
                sample.w.append(np.repeat(np.where(hit[kept], 1.0, 1.0 / share), N).astype(np.float32))
    return samples


def _grow(sample: _Sample, part: int, rounds: int, check: _Sample | None, threads: int) -> tuple[lgb.Booster, int]:
    x, y, w = sample.stacked()
    params = {**GROWN, **SHAPES[part], "num_threads": threads}
    if len(y) < 20_000:
        params |= {"min_data_in_leaf": 20, "num_leaves": 7}
    import lightgbm as lgb  # takes a second, which only fitting and forecasting should wait for

    data = lgb.Dataset(x, y, weight=w, feature_name=list(dyads.NAMES), categorical_feature=["class"])
    if check is None:
        return lgb.train(params, data, rounds), rounds
    vx, vy, vw = check.stacked()
    held = data.create_valid(vx, vy, weight=vw)
    booster = lgb.train(params, data, rounds, valid_sets=[held], callbacks=[lgb.early_stopping(30, verbose=False)])
    return booster, booster.best_iteration


def _limits(p: npt.NDArray[Any], y: npt.NDArray[Any], w: npt.NDArray[Any]) -> tuple[Any, Any]:
    """How far what was seen may lie from what was said, bin by bin: 90% limits of a Beta, as factors."""
    edges = np.array([0.001, 0.003, 0.01, 0.03, 0.1, 0.2, 0.35, 0.5, 1.01])
    where = np.searchsorted(edges, p)
    spread = np.ones((len(edges), 2))
    for b in range(len(edges)):
        rows = where == b
        said = float((w[rows] * p[rows]).sum())
        n = float(w[rows].sum())
        if n > 0 and said > 0:
            k = float((w[rows] * y[rows]).sum())
            from scipy.stats import beta

            low, high = beta.ppf([0.05, 0.95], k + 0.5, n - k + 0.5)
            spread[b] = min(low * n / said, 1.0), max(high * n / said, 1.0)
    return edges, spread


def fit(events: Events, until: int, horizon: int, *, threads: int = 2, seed: int = 0) -> Forecaster:
    """Learns from the events before day `until` only.

    Mornings of the last fifth check when to stop growing and straighten the probabilities; the models are then grown
    again on all mornings. Where positives are few there are no trees: the decayed rate is the model. Raises BadInput
    where there is too little even for that.
    """
    known = events.before(until)
    start, stop = max(min(60, until // 4), horizon), until - horizon
    if len(known) < 10 or stop <= start:
        raise BadInput(f"{len(known)} events over {until} days are too few to fit an outlook of {horizon} days on")
    places = places_of(events.actors)
    check_from = max(stop - max((stop - start) // 5, 8), start)
    step = max(1, (stop - start) // MORNINGS)
    early = range(start, max(check_from - horizon, start + 1), step)
    late = range(check_from, stop + 1, step)
    reach = _reach(known, [check_from, (check_from + stop) // 2, stop], horizon, places)
    samples = _draw(known, early, horizon, (MET_SHARE, NEW_SHARE), places, reach, seed)
    checks = _draw(known, late, horizon, (2 * MET_SHARE, 2 * NEW_SHARE), places, reach, seed + 1)
    parts: list[Part] = []
    if sum(int(y.sum()) for y in samples[0].y) >= FEWEST and any(y.any() for y in checks[0].y):
        parts.append(_fit_part(samples[0], checks[0], 0, threads))
        enough = sum(int(y.sum()) for y in samples[1].y) >= FEWEST // 3 and any(y.any() for y in checks[1].y)
        parts.append(_fit_part(samples[1], checks[1], 1, threads) if enough else parts[0])
        simple = _fit_simple(checks, horizon)
    else:
        simple = _fit_simple([early + late for early, late in zip(samples, checks, strict=True)], horizon)
    return Forecaster(
        horizon=horizon, until=until, reach=reach, simple=simple, parts=(parts[0], parts[1]) if parts else None,
        fitted_on=(start, stop), checked_on=(check_from, stop),
    )  # fmt: skip


def _fit_part(sample: _Sample, check: _Sample, part: int, threads: int) -> Part:
    booster, rounds = _grow(sample, part, ROUNDS[part], check, threads)
    x, y, w = check.stacked()
    p = np.asarray(booster.predict(x, num_threads=threads))
    slope, intercept = straighten(log_odds(p), y, w)
    q = 1 / (1 + np.exp(-(slope * log_odds(p) + intercept)))
    edges, spread = _limits(q, y, w)
    booster, _ = _grow(sample + check, part, max(int(rounds * 1.1), 10), None, threads)
    return Part(booster=booster, slope=slope, intercept=intercept, edges=edges, spread=spread)


def _fit_simple(checks: list[_Sample], horizon: int) -> Simple:
    """Base rate by class, persistence and the decayed rate, from the mornings given."""
    base_y, base_w = np.zeros(N), np.zeros(N)
    after, prior = np.zeros((2, 2, N)), np.zeros((2, N))
    rows = []
    for part, sample in enumerate(checks):
        if not sample.x:
            continue
        x, y, w = sample.stacked()
        kind = x[:, 0].astype(int)
        recent = (x[:, 6] <= horizon).astype(int)  # a NaN age is not recent
        for c in range(N):
            mornings = len(sample.x)
            base_y[c] += (w * y)[kind == c].sum() / mornings
            base_w[c] += w[kind == c].sum() / mornings
            prior[part, c] = (w * y)[kind == c].sum() / w[kind == c].sum() / horizon
            for r in range(2):
                at = (kind == c) & (recent == r)
                after[part, r, c] = ((w * y)[at].sum() + 1e-4) / (w[at].sum() + 1.0)
        rows.append((part, x, y, w))
    best: tuple[float, int, float] = (np.inf, 4, 30.0)
    for life in range(2, 5):
        for weight in (10.0, 30.0, 100.0, 300.0):
            loss = 0.0
            for part, x, y, w in rows:
                p, _ = decayed(x, prior[part], life, weight, horizon)
                loss += float((w * (p - y) ** 2).sum())
            best = min(best, (loss, life, weight))
    return Simple(base=base_y / np.maximum(base_w, 1), after=after, prior=prior, life=best[1], weight=best[2])
