"""The back-test: forecasts made on past mornings, scored by what came, beside the base rate and persistence."""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from westphalia.outlook import fitting, occurrence, scores
from westphalia.outlook.events import CLASSES, Events, read_events
from westphalia.outlook.universe import happened

__all__ = ["backtest", "occurrence_backtest"]

FORECASTERS = ("base_rate", "persistence", "decayed_rate", "model")


def peak_mb() -> float:
    """The most memory this process has held, in MiB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(most / (1024 * 1024 if sys.platform == "darwin" else 1024), 1)


def backtest(events: Events, horizon: int, *, share: float = 0.2, every: int = 7, threads: int = 2) -> dict[str, Any]:
    """Fits on the days before the last `share` of the record, then forecasts from a morning every `every` days of it.

    Gives `coverage` (share of all positives that the forecast universe holds), the scores of each forecaster,
    `by_class`, `reliability` of the model, `interval` (90%, mornings drawn again) of its Brier skill, the largest
    `misses` by name, and the days used. Nothing is refitted within the test; histories move on.
    """
    started = time.monotonic()
    last = int(events.day[-1]) + 1
    begin = int(last * (1 - share))
    origins = list(range(begin, last - horizon + 1, every)) or [last - horizon]
    fitted = fitting.fit(events, origins[0], horizon, threads=threads)
    held: dict[str, list[Any]] = {name: [] for name in (*FORECASTERS, "y", "class", "origin", "met")}
    positives, misses = 0, []
    for origin in origins:
        made = occurrence.forecast(fitted, events, origin, threads=threads)
        later = happened(events, origin, horizon)
        key = made.source.astype(np.int64) * len(events.actors) + made.target
        y = np.isin(key[:, None] * len(CLASSES) + np.arange(len(CLASSES)), later)
        positives += len(later)
        for name in FORECASTERS:
            held[name].append(getattr(made, name).ravel())
        held["y"].append(y.ravel())
        held["class"].append(np.tile(np.arange(len(CLASSES), dtype=np.int8), len(y)))
        held["origin"].append(np.full(y.size, origin, np.int32))
        held["met"].append(np.repeat(made.met, len(CLASSES)))
        misses += _misses(events, made, y)
    flat = {name: np.concatenate(parts) for name, parts in held.items()}
    return _report(events, flat, positives, misses, fitted, origins, started)


def _misses(events: Events, made: occurrence.Forecast, y: Any) -> list[dict[str, Any]]:
    """The five worst of a morning on either side: given least though it came, given most though it did not."""
    found = []
    gap = np.where(y, 1 - made.model, made.model)
    for came in (True, False):
        score = np.where((y == came) & (made.met[:, None] if came else True), gap, -1)
        for at in np.argsort(-score, axis=None)[:5]:
            i, c = np.unravel_index(at, y.shape)
            if score[i, c] > 0:
                found.append({
                    "date": events.date(made.day).isoformat(), "source": events.actors[made.source[i]],
                    "target": events.actors[made.target[i]], "class": CLASSES[c],
                    "said": round(float(made.model[i, c]), 5),
                    "came": came,
                })  # fmt: skip
    return found


def _report(
    events: Events, flat: dict[str, Any], positives: int, misses: list[dict[str, Any]],
    fitted: occurrence.Forecaster, origins: list[int], started: float,
) -> dict[str, Any]:  # fmt: skip
    y, base = flat["y"], flat["base_rate"]
    report: dict[str, Any] = {"coverage": round(float(y.sum()) / max(positives, 1), 4)}
    for name in FORECASTERS:
        report[name] = _rounded(scores.probability_scores(flat[name], y, base))
    report["by_class"] = {
        kind: _rounded(scores.probability_scores(flat["model"][at], y[at], base[at]))
        for c, kind in enumerate(CLASSES)
        if (at := flat["class"] == c).any()
    }
    report["met_only"] = _met_only(flat, positives)
    report["reliability"] = scores.reliability(flat["model"], y)
    report["interval"] = _interval(flat, origins)
    report["misses"] = sorted(misses, key=lambda miss: -abs(miss["came"] - miss["said"]))[:20]
    report["fitted_on"] = [events.date(day).isoformat() for day in fitted.fitted_on]
    report["checked_on"] = [events.date(day).isoformat() for day in fitted.checked_on]
    report["tested_on"] = [
        events.date(origins[0]).isoformat(),
        events.date(origins[-1] + fitted.horizon - 1).isoformat(),
    ]
    report["mornings"], report["forecasts"], report["positives"] = len(origins), len(y), positives
    report["seconds"], report["peak_mb"] = round(time.monotonic() - started, 1), peak_mb()
    return report


def _met_only(flat: dict[str, Any], positives: int) -> dict[str, float]:
    """The model over the dyads with a past alone, against the base rate of those dyads."""
    y, p = flat["y"][flat["met"]], flat["model"][flat["met"]]
    mean = np.broadcast_to(np.float64(y.mean()), y.shape)
    share = float(y.sum()) / max(positives, 1)
    return {"share_of_positives": round(share, 4), **_rounded(scores.probability_scores(p, y, mean))}


def _interval(flat: dict[str, Any], origins: list[int]) -> list[float]:
    """90% limits of the model's Brier skill, whole mornings drawn again."""
    at = np.searchsorted(origins, flat["origin"])
    ours = np.bincount(at, (flat["model"].astype(np.float64) - flat["y"]) ** 2, len(origins))
    theirs = np.bincount(at, (flat["base_rate"].astype(np.float64) - flat["y"]) ** 2, len(origins))
    limits = scores.bootstrap(lambda rows: float(1 - ours[rows].sum() / theirs[rows].sum()), np.arange(len(origins)))
    return [round(limit, 4) for limit in limits]


def _rounded(values: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 6) for name, value in values.items()}


def occurrence_backtest(events_csv: Path | str, horizon: int, *, threads: int = 2) -> dict[str, Any]:
    """`backtest` of a CSV file with columns date, source, event_text (CAMEO or PLOVER) and target.

    Gives {"coverage", "base_rate": {"brier_skill", "log_loss", "auc", "ece"}, "persistence", "decayed_rate",
    "model", ...}. Raises BadInput for a file without these columns or with too few events.
    """
    return backtest(read_events(Path(events_csv)), horizon, threads=threads)
