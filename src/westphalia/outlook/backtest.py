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
    `by_class`, `met_only` (the model on dyads with a past, which hold `share_of_positives`), `reliability` of the
    model, `interval` (90%, mornings drawn again) of its Brier skill, the largest `misses` by name, and the days used.
    Nothing is refitted within the test; histories move on, and the level is put right from windows already over.
    """
    started = time.monotonic()
    last = int(events.day[-1]) + 1
    begin = int(last * (1 - share))
    origins = list(range(begin, last - horizon + 1, every)) or [last - horizon]
    fitted = fitting.fit(events, origins[0], horizon, threads=threads)
    tallies = {name: scores.Tally() for name in (*FORECASTERS, *CLASSES, "met")}
    held, positives, misses, by_morning = 0, 0, [], []
    for origin in origins:
        made = occurrence.forecast(fitted, events, origin, threads=threads)
        later = happened(events, origin, horizon)
        key = made.source.astype(np.int64) * len(events.actors) + made.target
        y = np.isin(key[:, None] * len(CLASSES) + np.arange(len(CLASSES)), later)
        positives, held = positives + len(later), held + int(y.sum())
        for name in FORECASTERS:
            tallies[name].add(getattr(made, name), y, made.base_rate)
        for c, name in enumerate(CLASSES):
            tallies[name].add(made.model[:, c], y[:, c], made.base_rate[:, c])
        met = y[made.met]
        tallies["met"].add(made.model[made.met], met, np.full(met.shape, met.mean()))
        by_morning.append([float(((p.astype(np.float64) - y) ** 2).sum()) for p in (made.model, made.base_rate)])
        misses += _misses(events, made, y)
    report: dict[str, Any] = {"coverage": round(held / max(positives, 1), 4)}
    report |= {name: _rounded(tallies[name].scores()) for name in FORECASTERS}
    report["by_class"] = {name: _rounded(tallies[name].scores()) for name in CLASSES}
    report["met_only"] = {
        "share_of_positives": round(float(tallies["met"].seen.sum()) / max(positives, 1), 4),
        **_rounded(tallies["met"].scores()),
    }
    report["reliability"] = tallies["model"].reliability()
    report["interval"] = _interval(np.array(by_morning))
    report["misses"] = sorted(misses, key=lambda miss: -abs(miss["came"] - miss["said"]))[:20]
    report["fitted_on"] = [events.date(day).isoformat() for day in fitted.fitted_on]
    report["checked_on"] = [events.date(day).isoformat() for day in fitted.checked_on]
    report["tested_on"] = [events.date(day).isoformat() for day in (origins[0], origins[-1] + horizon - 1)]
    report["mornings"], report["forecasts"], report["positives"] = len(origins), tallies["model"].n, positives
    report["seconds"], report["peak_mb"] = round(time.monotonic() - started, 1), peak_mb()
    return report


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


def _interval(by_morning: Any) -> list[float]:
    """90% limits of the model's Brier skill, whole mornings drawn again; rows of (model's, base rate's) sums."""

    def skill(rows: Any) -> float:
        ours, theirs = by_morning[rows].sum(0)
        return float(1 - ours / theirs) if theirs else 0.0

    return [round(limit, 4) for limit in scores.bootstrap(skill, np.arange(len(by_morning)))]


def _rounded(values: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 6) for name, value in values.items()}


def occurrence_backtest(events_csv: Path | str, horizon: int, *, threads: int = 2) -> dict[str, Any]:
    """`backtest` of a CSV file with columns date, source, event_text (CAMEO or PLOVER) and target.

    Gives {"coverage", "base_rate": {"brier_skill", "log_loss", "auc", "ece"}, "persistence", "decayed_rate",
    "model", ...}. Raises BadInput for a file without these columns or with too few events.
    """
    return backtest(read_events(Path(events_csv)), horizon, threads=threads)
