"""The probability of at least one event of a class from A to B within a number of days.

Two boosted models, one for dyads that have met and one for pairs that have not, each put right afterwards against
days it was not grown on; beside them always the base rate, persistence and a decayed rate. `fitting` fits them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from westphalia.errors import BadInput
from westphalia.outlook import dyads
from westphalia.outlook.events import CLASSES, Events
from westphalia.outlook.names import places_of
from westphalia.outlook.universe import Floats, Keys, Universe, describe, happened, universe

if TYPE_CHECKING:
    import lightgbm as lgb


__all__ = [
    "Forecast",
    "Forecaster",
    "Part",
    "Simple",
    "decayed",
    "forecast",
    "level",
    "load",
    "log_odds",
    "save",
    "straighten",
]

N = len(CLASSES)
BLOCK = 50_000  # dyads described at once
LEVELS = 3  # windows already over that put the level right
Line = tuple[float, float]  # slope and intercept on log odds


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """Probabilities [dyad, class] of four forecasters, with 90% limits of the model's; `met`: the two have a past."""

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
    """What was fitted for one kind of dyads (met or new): trees, the line that straightens their log odds, limits."""

    booster: lgb.Booster
    slope: float
    intercept: float
    edges: npt.NDArray[np.float64]  # upper edges of the calibration bins
    spread: npt.NDArray[np.float64]  # [bin, (low, high)] as factors of the probability


@dataclass(frozen=True, slots=True, kw_only=True)
class Simple:
    """What the simple forecasters know: figures by class, and by kind of dyad (0 met, 1 new)."""

    base: npt.NDArray[np.float64]  # [class], over the whole universe
    after: npt.NDArray[np.float64]  # [kind, happened in the last horizon or not, class]
    prior: npt.NDArray[np.float64]  # [kind, class] events a day
    life: int  # which half-life of dyads.LIVES_CLASS the decayed rate uses
    weight: float  # of the prior, in days of exposure


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecaster:
    """A fitted forecaster of one horizon: what it learned from the events before day `until`, and nothing later.

    Without `parts` (a store too small to grow trees on) the decayed rate is the model.
    """

    horizon: int
    until: int
    reach: float
    simple: Simple
    parts: tuple[Part, Part] | None
    fitted_on: tuple[int, int]
    checked_on: tuple[int, int]


def log_odds(p: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """log(p / (1 - p)), with p kept from 0 and 1 by 1e-7."""
    q = np.clip(p.astype(np.float64), 1e-7, 1 - 1e-7)
    return np.log(q / (1 - q))


def decayed(x: Floats, prior: npt.NDArray[np.float64], life: int, weight: float, horizon: int) -> tuple[Any, Any]:
    """The decayed rate's probability 1 - exp(-rate * horizon) for rows of features, and the counts it rests on.

    The rate is the decayed count over its exposure, drawn to the class's prior by `weight` days.
    """
    days = x[:, dyads.NAMES.index("known_days")]
    tau = dyads.LIVES_CLASS[life] / np.log(2)
    exposure = tau * (1 - np.exp(-days / tau))
    count = x[:, 1 + life] + weight * prior[x[:, 0].astype(int)]
    return 1 - np.exp(-count / (exposure + weight) * horizon), count


def forecast(
    fitted: Forecaster,
    events: Events,
    day: int,
    *,
    pairs: Keys | None = None,
    lines: tuple[Line, Line] | None = None,
    threads: int = 2,
) -> Forecast:
    """The forecast of a morning for the whole universe, or for the pairs given (keys of source and target).

    `lines` put the level right: those of `level` where none are given.

    Only events before `day` are read. Raises BadInput where there is nobody to forecast.
    """
    found = universe(events, day, places_of(events.actors), fitted.reach if pairs is None else None)
    keys = (found.met, found.new)
    if pairs is not None:
        known = np.isin(pairs, found.met)
        keys = np.sort(pairs[known]), np.sort(pairs[~known])
    lines = lines or level(fitted, events, day, threads)
    made: list[dict[str, Any]] = []
    for part, whole in enumerate(keys):
        for start in range(0, len(whole), BLOCK):
            made.append(_rows(fitted, found, whole[start : start + BLOCK], part, lines[part], threads))
    if not made:
        raise BadInput("no dyad to forecast: no two actors have met before that day")
    return Forecast(day=day, horizon=fitted.horizon, **{k: np.concatenate([m[k] for m in made]) for k in made[0]})


def _rows(fitted: Forecaster, found: Universe, key: Keys, part: int, line: Line, threads: int) -> dict[str, Any]:
    x = describe(found, key).reshape(-1, dyads.N_FEATURES)
    simple = fitted.simple
    rate, count = decayed(x, simple.prior[part], simple.life, simple.weight, fitted.horizon)
    if fitted.parts is None:
        p = rate
        from scipy.stats import gamma

        low, high = (1 - (1 - p) ** (gamma.ppf(q, count + 0.5) / (count + 0.5)) for q in (0.05, 0.95))
    else:
        p, low, high = _grown(fitted.parts[part], x, line, threads)
    kind = x[:, 0].astype(int)
    recent = (x[:, dyads.NAMES.index("class_age")] <= fitted.horizon).astype(int)
    columns = {
        "model": p, "low": low, "high": high, "decayed_rate": rate, "persistence": simple.after[part, recent, kind],
        "base_rate": simple.base[kind],
    }  # fmt: skip
    return {
        "source": (key // found.morning.n).astype(np.int32),
        "target": (key % found.morning.n).astype(np.int32),
        "met": np.full(len(key), part == 0),
        **{name: value.reshape(-1, N).astype(np.float32) for name, value in columns.items()},
    }


def _grown(part: Part, x: Floats, line: Line, threads: int) -> tuple[Any, Any, Any]:
    raw = np.asarray(part.booster.predict(x, num_threads=threads))
    p = 1 / (1 + np.exp(-(line[0] * (part.slope * log_odds(raw) + part.intercept) + line[1])))
    spread = part.spread[np.searchsorted(part.edges, p)]
    return p, p * spread[:, 0], np.minimum(p * spread[:, 1], 1.0)


def level(fitted: Forecaster, events: Events, day: int, threads: int = 2) -> tuple[Line, Line]:
    """How the log odds said of late should have been, from windows that were over by that day: (slope, intercept).

    For dyads that have met, the line through the last LEVELS windows; for new pairs the intercept alone. Nothing from
    `day` on is read.
    """
    if fitted.parts is None:
        return (1.0, 0.0), (1.0, 0.0)
    part, known, places = fitted.parts[0], events.before(day), places_of(events.actors)
    z, y = [], []
    for turn in range(LEVELS):
        morning = day - fitted.horizon - turn * max(fitted.horizon // 2, 3)
        if morning < fitted.horizon:
            break
        found = universe(known, morning, places, None)
        x = describe(found, found.met).reshape(-1, dyads.N_FEATURES)
        raw = np.asarray(part.booster.predict(x, num_threads=threads))
        z.append(part.slope * log_odds(raw) + part.intercept)
        later = happened(known, morning, fitted.horizon)
        y.append(np.isin(found.met[:, None] * N + np.arange(N), later).ravel())
    if not z:
        return (1.0, 0.0), (1.0, 0.0)
    odds, hit = np.concatenate(z), np.concatenate(y)
    every = np.ones(len(odds))
    return straighten(odds, hit, every), (1.0, straighten(odds, hit, every, slope=False)[1])


def straighten(z: Any, y: Any, w: Any, *, slope: bool = True) -> Line:
    """Slope and intercept on log odds (Platt 1999), by weighted Newton steps, held near (1, 0) by a weak prior.

    Without `slope`, the intercept alone.
    """
    theta = np.array([1.0, 0.0])
    hold = np.array([5.0 if slope else 1e12, 5.0])
    for _ in range(25):
        q = 1 / (1 + np.exp(-(theta[0] * z + theta[1])))
        g = np.array([(w * (q - y) * z).sum(), (w * (q - y)).sum()]) + hold * (theta - [1.0, 0.0])
        v = w * q * (1 - q)
        h = np.array([[(v * z * z).sum(), (v * z).sum()], [(v * z).sum(), v.sum()]]) + np.diag(hold)
        theta = theta - np.linalg.solve(h, g)
    return float(theta[0]), float(theta[1])


def save(fitted: Forecaster, path: Path) -> None:
    """Writes a forecaster as JSON (trees in LightGBM's own text form)."""
    simple = fitted.simple
    whole = {
        "horizon": fitted.horizon, "until": fitted.until, "reach": fitted.reach, "fitted_on": fitted.fitted_on,
        "checked_on": fitted.checked_on,
        "simple": {"base": simple.base.tolist(), "after": simple.after.tolist(), "prior": simple.prior.tolist(),
                   "life": simple.life, "weight": simple.weight},
        "parts": fitted.parts and [
            {"booster": part.booster.model_to_string(), "slope": part.slope, "intercept": part.intercept,
             "edges": part.edges.tolist(), "spread": part.spread.tolist()} for part in fitted.parts],
    }  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    draft.write_text(json.dumps(whole), encoding="utf8")
    draft.replace(path)


def load(path: Path) -> Forecaster:
    """Reads what `save` wrote. Raises BadInput for a file that is no forecaster."""
    import lightgbm as lgb

    try:
        whole = json.loads(path.read_text(encoding="utf8"))
        simple: dict[str, Any] = {
            name: np.array(value) if isinstance(value, list) else value for name, value in whole.pop("simple").items()
        }
        parts = whole.pop("parts")
        made = [
            Part(booster=lgb.Booster(model_str=part["booster"]), slope=part["slope"], intercept=part["intercept"],
                 edges=np.array(part["edges"]), spread=np.array(part["spread"])) for part in parts or []
        ]  # fmt: skip
        spans = {name: (int(whole[name][0]), int(whole[name][1])) for name in ("fitted_on", "checked_on")}
        return Forecaster(simple=Simple(**simple), parts=(made[0], made[1]) if made else None, **(whole | spans))
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise BadInput(f"{path} holds no fitted outlook ({error}): delete it, and it is fitted again") from error
