"""The record: forecasts as rows that say when they were made and from what, scored when their days are over.

Tables in, tables out: who stores them is another room's business. A row is never changed but for its outcome.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from westphalia.errors import BadInput
from westphalia.outlook import occurrence, scores
from westphalia.outlook.events import CLASSES, Events
from westphalia.outlook.words import words
from westphalia.records import content_id

__all__ = ["FORECASTS", "resolve", "rows_of", "track_record"]

FORECASTS = pa.schema([
    ("id", pa.string()), ("made_on", pa.date32()), ("snapshot", pa.int64()), ("source", pa.string()),
    ("target", pa.string()), ("class", pa.string()), ("from", pa.date32()), ("to", pa.date32()),
    ("probability", pa.float64()), ("low", pa.float64()), ("high", pa.float64()), ("base_rate", pa.float64()),
    ("persistence", pa.float64()), ("words", pa.string()), ("outcome", pa.bool_()), ("resolved_on", pa.date32()),
])  # fmt: skip


def rows_of(
    made: occurrence.Forecast, events: Events, snapshot: int, *, made_on: date | None = None, least: float = 0.0
) -> pa.Table:
    """A forecast as rows of FORECASTS, one a dyad and class, without those under `least`; the outcome is open.

    `made_on` is the day it was really made (without one, the morning that it is for). The window runs from the
    forecast's own day (`from`) for its horizon (`to`, included). The id is a hash of what is forecast and from which
    snapshot, so that the same forecast made twice is one row.
    """
    first = events.date(made.day)
    last = first + timedelta(days=made.horizon - 1)
    rows = []
    for i, c in zip(*np.nonzero(made.model >= least), strict=True):
        source, target = events.actors[made.source[i]], events.actors[made.target[i]]
        p = float(made.model[i, c])
        rows.append({
            "id": content_id("f", source, target, CLASSES[c], first, made.horizon, snapshot),
            "made_on": made_on or first, "snapshot": snapshot, "source": source, "target": target, "class": CLASSES[c],
            "from": first, "to": last,
            "probability": p, "low": float(made.low[i, c]), "high": float(made.high[i, c]),
            "base_rate": float(made.base_rate[i, c]), "persistence": float(made.persistence[i, c]), "words": words(p),
            "outcome": None, "resolved_on": None,
        })  # fmt: skip
    return pa.Table.from_pylist(rows, schema=FORECASTS)


def resolve(forecasts: pa.Table, events: Events, known_until: date) -> pa.Table:
    """The same rows, with the outcome of each open one whose window ended before `known_until`.

    `events` are those known then, by which each is judged: true where at least one event of the class from source to
    target is dated inside the window. Rows that have an outcome keep it. Raises BadInput where columns are missing.
    """
    missing = set(FORECASTS.names) - set(forecasts.column_names)
    if missing:
        raise BadInput(f"no table of forecasts: it lacks {', '.join(sorted(missing))}")
    number = {name: i for i, name in enumerate(events.actors)}
    days: dict[tuple[int, int, int], list[int]] = {}
    for a, b, c, day in zip(events.source, events.target, events.quad, events.day, strict=True):
        days.setdefault((int(a), int(b), int(c)), []).append(int(day))
    rows = forecasts.select(FORECASTS.names).to_pylist()
    for row in rows:
        if row["outcome"] is not None or row["to"] >= known_until:
            continue
        key = (number.get(row["source"], -1), number.get(row["target"], -1), CLASSES.index(row["class"]))
        low, high = events.number(row["from"]), events.number(row["to"])
        row["outcome"] = any(low <= day <= high for day in days.get(key, ()))
        row["resolved_on"] = known_until
    return pa.Table.from_pylist(rows, schema=FORECASTS)


def track_record(forecasts: pa.Table) -> dict[str, Any]:
    """How the resolved forecasts did: scores beside the base rate and persistence, reliability, the worst by name.

    Gives {"open", "resolved", "afterwards", "model", "base_rate", "persistence", "reliability", "misses"}; with nothing
    resolved yet only the first three. `afterwards` counts those made after their first day, which are no foresight.
    """
    every = forecasts.to_pylist()
    rows = [row for row in every if row["outcome"] is not None]
    report: dict[str, Any] = {"open": len(every) - len(rows), "resolved": len(rows),
                              "afterwards": sum(row["made_on"] > row["from"] for row in every)}  # fmt: skip
    if not rows:
        return report
    y = np.array([row["outcome"] for row in rows])
    base = np.array([row["base_rate"] for row in rows])
    for name, column in (("model", "probability"), ("base_rate", "base_rate"), ("persistence", "persistence")):
        p = np.array([row[column] for row in rows])
        report[name] = {k: round(v, 6) for k, v in scores.probability_scores(p, y, base).items()}
    said = np.array([row["probability"] for row in rows])
    report["reliability"] = scores.reliability(said, y)
    worst = np.argsort(-np.abs(said - y))[:10]
    report["misses"] = [
        {k: rows[i][k] for k in ("id", "source", "target", "class", "from", "to", "probability", "outcome")}
        for i in worst
    ]
    return report
