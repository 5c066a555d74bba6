"""The probability of at least one event of a class from A to B within a number of days.

Two boosted models, one for dyads that have met and one for pairs that have not, each put right afterwards against
days it was not grown on; beside them always the base rate, persistence and a decayed rate.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import lightgbm as lgb
import numpy as np
import numpy.typing as npt

from westphalia.errors import BadInput
from westphalia.outlook import dyads
from westphalia.outlook.events import CLASSES, Events

__all__ = ["Forecast", "Forecaster", "Universe", "fit", "forecast", "happened", "places_of", "universe"]

Floats = npt.NDArray[np.float32]
Keys = npt.NDArray[np.int64]
N = len(CLASSES)
REACH = 0.0010  # pairs that never met are forecast where their expected contacts reach this
MOST = 1_500_000  # and at most so many of them
SEEN_SHARE, NEW_SHARE = 0.15, 0.012  # of the dyads without an event, those that the models are grown on
GROWN = {
    "objective": "binary", "min_data_in_leaf": 200, "feature_fraction": 0.5, "bagging_fraction": 0.7,
    "bagging_freq": 1, "lambda_l2": 10.0, "verbose": -1, "seed": 3, "deterministic": True, "force_row_wise": True,
}  # fmt: skip
SHAPES = ({"num_leaves": 31, "learning_rate": 0.04}, {"num_leaves": 15, "learning_rate": 0.08})
ROUNDS = (400, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Universe:
    """The dyads worth a forecast on a morning, as keys (source * number of actors + target), sorted.

    `met` holds those with an event in either direction, `new` the pairs that may meet for the first time.
    """

    morning: dyads.Morning
    met: Keys
    new: Keys


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """Probabilities [dyad, class] of four forecasters, with 90% limits of the model's; `met` marks dyads with a past."""

    day: int
    horizon: int
    source: npt.NDArray[np.int32]
    target: npt.NDArray[np.int32]
    met: npt.NDArray[np.bool_]
    model: Floats
    low: Floats
    high: Floats
    decayed_rate: Floats
    persistence: Floats
    base_rate: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What was fitted for one kind of dyads (met or new)."""

    booster: lgb.Booster
    slope: float
    intercept: float
    edges: npt.NDArray[np.float64]  # upper edges of the calibration bins
    spread: npt.NDArray[np.float64]  # [bin, (low, high)] as factors of the probability


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecaster:
    """A fitted forecaster of one horizon: what it learned from the events before `until`, and nothing later."""

    horizon: int
    until: int
    parts: tuple[Part, Part]
    base: npt.NDArray[np.float64]  # by class, over the whole universe
    after: npt.NDArray[np.float64]  # [met or new, happened in the last horizon or not, class]
    life: int  # which half-life of dyads.LIVES_CLASS the decayed rate uses
    weight: float  # of the prior, in days of exposure
    prior: npt.NDArray[np.float64]  # [met or new, class] events a day
    fitted_on: tuple[int, int]
    checked_on: tuple[int, int]


def places_of(actors: tuple[str, ...]) -> npt.NDArray[np.int32]:
    """The place of each actor as a number, -1 where its name gives none: a bracket, a code before a full stop, or itself.

    >>> places_of(("Citizen (India)", "India", "Narendra Modi", "PRK.kim-jong-un", "PRK")).tolist()
    [0, 0, -1, 1, 1]
    """
    found = [_place(name) for name in actors]
    known = {name: i for i, name in enumerate(dict.fromkeys(p for p in found if p))}
    return np.array([known.get(p or name, -1) for p, name in zip(found, actors, strict=True)], np.int32)


def _place(name: str) -> str | None:
    bracket = re.search(r"\(([^()]+)\)\s*$", name)
    if bracket:
        return bracket.group(1)
    code = re.match(r"([A-Z]{3})\.", name)
    return code.group(1) if code else None


def universe(events: Events, day: int, places: npt.NDArray[np.int32] | None = None, reach: float = REACH) -> Universe:
    """The dyads to forecast on a morning: all that have met in either direction, and pairs that may well meet."""
    places = places_of(events.actors) if places is None else places
    morning = dyads.Morning(events, day, places)
    n = morning.n
    met = np.union1d(morning.pairs, (morning.pairs % n) * n + morning.pairs // n)
    placed = places >= 0
    into = morning.into[:, :, 1].sum(1)
    by_place = np.bincount(places[placed], into[placed], int(places.max(initial=0)) + 1).astype(np.float32)
    size = min(MOST, n * n)
    source, target, score = np.empty(size, np.int32), np.empty(size, np.int32), np.empty(size, np.float32)
    m = dyads.candidates(morning.link_first, morning.link_to, morning.link_w, morning.out[:, :, 1].sum(1), into,
                         places, by_place, reach, source, target, score)  # fmt: skip
    key = source[:m].astype(np.int64) * n + target[:m]
    return Universe(morning=morning, met=met, new=key[~np.isin(key, met)])


def happened(events: Events, day: int, horizon: int) -> Keys:
    """What happened from a day on, within the horizon: sorted keys of (dyad * number of classes + class)."""
    low, high = np.searchsorted(events.day, [day, day + horizon])
    kind = events.quad[low:high]
    key = events.source[low:high].astype(np.int64) * len(events.actors) + events.target[low:high]
    return np.unique((key * N + kind)[kind < N])


def _describe(found: Universe, key: Keys, weekday: int) -> Floats:
    n = found.morning.n
    return dyads.table_of(found.morning, (key // n).astype(np.int32), (key % n).astype(np.int32), weekday)


def _labels(key: Keys, events: Keys) -> npt.NDArray[np.bool_]:
    return np.isin((key[:, None] * N + np.arange(N)), events)


@dataclass(slots=True)
class _Sample:
    """Rows of one kind of dyads drawn from many mornings."""

    x: list[Floats]
    y: list[npt.NDArray[np.bool_]]
    w: list[Floats]

    def stacked(self) -> tuple[Floats, npt.NDArray[np.bool_], Floats]:
        return np.concatenate(self.x), np.concatenate(self.y), np.concatenate(self.w)


def _draw(
    events: Events, days: range, horizon: int, shares: tuple[float, float], places: Any, seed: int
) -> list[_Sample]:
    """Rows of both kinds from the mornings given: every dyad with an event, a weighted share of the others."""
    rng = np.random.default_rng(seed)
    samples = [_Sample([], [], []), _Sample([], [], [])]
    for day in days:
        found = universe(events, day, places)
        later = happened(events, day, horizon)
        for sample, key, share in zip(samples, (found.met, found.new), shares, strict=True):
            hit = np.isin(key, later // N)
            kept = hit | (rng.random(len(key)) < share)
            if kept.any():
                sample.x.append(_describe(found, key[kept], events.date(day).weekday()).reshape(-1, dyads.N_FEATURES))
                sample.y.append(_labels(key[kept], later).ravel())
                sample.w.append(np.repeat(np.where(hit[kept], 1.0, 1.0 / share), N).astype(np.float32))
    if not samples[0].x or not any(y.any() for y in samples[0].y):
        raise BadInput("too few events to fit an outlook on: it needs at least some weeks with repeated contact")
    return samples


def _grow(sample: _Sample, part: int, rounds: int, check: _Sample | None, threads: int) -> tuple[lgb.Booster, int]:
    x, y, w = sample.stacked()
    params = {**GROWN, **SHAPES[part], "num_threads": threads}
    if len(y) < 20_000:
        params |= {"min_data_in_leaf": 20, "num_leaves": 7}
    data = lgb.Dataset(x, y, weight=w, feature_name=list(dyads.NAMES), categorical_feature=["class"])
    if check is None:
        return lgb.train(params, data, rounds), rounds
    vx, vy, vw = check.stacked()
    held = data.create_valid(vx, vy, weight=vw)
    booster = lgb.train(params, data, rounds, valid_sets=[held], callbacks=[lgb.early_stopping(30, verbose=False)])
    return booster, booster.best_iteration


def _logit(p: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    q = np.clip(p.astype(np.float64), 1e-7, 1 - 1e-7)
    return np.log(q / (1 - q))


def _straighten(p: npt.NDArray[Any], y: npt.NDArray[Any], w: npt.NDArray[Any]) -> tuple[float, float]:
    """Slope and intercept on the log odds (Platt 1999), by Newton steps, held near (1, 0) by a weak prior."""
    z = _logit(p)
    theta = np.array([1.0, 0.0])
    for _ in range(25):
        q = 1 / (1 + np.exp(-(theta[0] * z + theta[1])))
        g = np.array([(w * (q - y) * z).sum(), (w * (q - y)).sum()]) + 5.0 * (theta - [1.0, 0.0])
        v = w * q * (1 - q)
        h = np.array([[(v * z * z).sum() + 5, (v * z).sum()], [(v * z).sum(), v.sum() + 5]])
        theta = theta - np.linalg.solve(h, g)
    return float(theta[0]), float(theta[1])


def _limits(p: npt.NDArray[Any], y: npt.NDArray[Any], w: npt.NDArray[Any]) -> tuple[Any, Any]:
    """How far what was seen may lie from what was said, bin by bin: 90% limits of a Beta, as factors."""
    from scipy.stats import beta

    edges = np.array([0.001, 0.003, 0.01, 0.03, 0.1, 0.2, 0.35, 0.5, 1.01])
    where = np.searchsorted(edges, p)
    spread = np.ones((len(edges), 2))
    for b in range(len(edges)):
        rows = where == b
        said = float((w[rows] * p[rows]).sum())
        n = float(w[rows].sum())
        if n > 0 and said > 0:
            k = float((w[rows] * y[rows]).sum())
            low, high = beta.ppf([0.05, 0.95], k + 0.5, n - k + 0.5)
            spread[b] = min(low * n / said, 1.0), max(high * n / said, 1.0)
    return edges, spread


def fit(events: Events, until: int, horizon: int, *, threads: int = 2, seed: int = 0) -> Forecaster:
    """Learns from the events before day `until` only.

    Mornings of the last fifth check when to stop growing and straighten the probabilities; the models are then
    grown again on all mornings. Raises BadInput where the events are too few.
    """
    known = events.before(until)
    if len(known) < 50 or until < 4 * horizon + 20:
        raise BadInput(f"{len(known)} events over {until} days are too few to fit an outlook of {horizon} days on")
    places = places_of(events.actors)
    start, stop = max(min(60, until // 4), horizon), until - horizon
    check_from = stop - max((stop - start) // 5, 8)
    step = max(1, (stop - start) // 60)
    early = range(start, max(check_from - horizon, start + 1), step)
    late = range(check_from, stop + 1, max(1, step))
    samples = _draw(known, early, horizon, (SEEN_SHARE, NEW_SHARE), places, seed)
    checks = _draw(known, late, horizon, (2 * SEEN_SHARE, 2 * NEW_SHARE), places, seed + 1)
    parts = []
    for part in range(2):
        parts.append(_fit_part(samples[part], checks[part], part, threads) if samples[part].x and checks[part].x
                     else parts[0])  # fmt: skip
    simple = _fit_simple(checks, horizon)
    return Forecaster(horizon=horizon, until=until, parts=(parts[0], parts[1]), fitted_on=(start, stop),
                      checked_on=(check_from, stop), **simple)  # fmt: skip


def _fit_part(sample: _Sample, check: _Sample, part: int, threads: int) -> Part:
    booster, rounds = _grow(sample, part, ROUNDS[part], check, threads)
    x, y, w = check.stacked()
    p = np.asarray(booster.predict(x, num_threads=threads))
    slope, intercept = _straighten(p, y, w)
    q = 1 / (1 + np.exp(-(slope * _logit(p) + intercept)))
    edges, spread = _limits(q, y, w)
    both = _Sample(sample.x + check.x, sample.y + check.y, sample.w + check.w)
    booster, _ = _grow(both, part, max(int(rounds * 1.1), 10), None, threads)
    return Part(booster=booster, slope=slope, intercept=intercept, edges=edges, spread=spread)


def _fit_simple(checks: list[_Sample], horizon: int) -> dict[str, Any]:
    """Base rate by class, persistence and the decayed rate, from the same mornings the models are checked on."""
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
            base_y[c] += (w * y)[kind == c].sum()
            base_w[c] += w[kind == c].sum()
            prior[part, c] = (w * y)[kind == c].sum() / w[kind == c].sum() / horizon
            for r in range(2):
                at = (kind == c) & (recent == r)
                after[part, r, c] = ((w * y)[at].sum() + 1e-4) / (w[at].sum() + 1.0)
        rows.append((part, x, y, w, kind))
    best: tuple[float, int, float] = (np.inf, 4, 30.0)
    for life in range(2, 5):
        for weight in (10.0, 30.0, 100.0, 300.0):
            loss = 0.0
            for part, x, y, w, kind in rows:
                p = _decayed(x, kind, prior[part], life, weight, horizon)
                loss += float((w * (p - y) ** 2).sum())
            best = min(best, (loss, life, weight))
    return {"base": base_y / np.maximum(base_w, 1), "after": after, "life": best[1], "weight": best[2], "prior": prior}


def _decayed(x: Floats, kind: Any, prior: Any, life: int, weight: float, horizon: int) -> npt.NDArray[np.float64]:
    """1 - exp(-rate * horizon); the rate is the decayed count over its exposure, drawn to the prior by `weight` days."""
    days = x[:, dyads.NAMES.index("known_days")]
    tau = dyads.LIVES_CLASS[life] / np.log(2)
    exposure = tau * (1 - np.exp(-days / tau))
    rate = (x[:, 1 + life] + weight * prior[kind]) / (exposure + weight)
    return np.asarray(1 - np.exp(-rate * horizon))


def forecast(fitted: Forecaster, events: Events, day: int, *, pairs: Keys | None = None, threads: int = 2) -> Forecast:
    """The forecast of a morning for the whole universe, or for the pairs given (keys of source and target).

    Only events before `day` are read.
    """
    found = universe(events, day, reach=REACH if pairs is None else 1e9)
    keys = (found.met, found.new) if pairs is None else _split(pairs, found.met)
    made: list[dict[str, Any]] = []
    for part, whole in enumerate(keys):
        for start in range(0, len(whole), 50_000):
            key = whole[start : start + 50_000]
            made.append(_forecast_rows(fitted, events, found, key, part, day, threads))
    joined = {name: np.concatenate([rows[name] for rows in made]) for name in made[0]} if made else {}
    if not joined:
        raise BadInput("no dyad to forecast")
    return Forecast(day=day, horizon=fitted.horizon, **joined)


def _split(pairs: Keys, met: Keys) -> tuple[Keys, Keys]:
    known = np.isin(pairs, met)
    return np.sort(pairs[known]), np.sort(pairs[~known])


def _forecast_rows(
    fitted: Forecaster, events: Events, found: Universe, key: Keys, part: int, day: int, threads: int
) -> dict[str, Any]:
    x = _describe(found, key, events.date(day).weekday()).reshape(-1, dyads.N_FEATURES)
    fit_ = fitted.parts[part]
    p = np.asarray(fit_.booster.predict(x, num_threads=threads))
    p = 1 / (1 + np.exp(-(fit_.slope * _logit(p) + fit_.intercept)))
    spread = fit_.spread[np.searchsorted(fit_.edges, p)]
    kind = x[:, 0].astype(int)
    recent = (x[:, 6] <= fitted.horizon).astype(int)
    n = found.morning.n
    shaped = lambda values: values.reshape(-1, N).astype(np.float32)  # noqa: E731
    return {
        "source": (key // n).astype(np.int32),
        "target": (key % n).astype(np.int32),
        "met": np.full(len(key), part == 0),
        "model": shaped(p),
        "low": shaped(p * spread[:, 0]),
        "high": shaped(np.minimum(p * spread[:, 1], 1.0)),
        "decayed_rate": shaped(_decayed(x, kind, fitted.prior[part], fitted.life, fitted.weight, fitted.horizon)),
        "persistence": shaped(fitted.after[part, recent, kind]),
        "base_rate": shaped(fitted.base[kind]),
    }
