"""Relations of dyads over time: events by quad class, a score with its uncertainty, and where it changed.

The score is PLOVER's, from -10 (conflict) to 10 (cooperation), ACCUSE mended to -3. Levels: a local level model
(`kalman`). Change points: PELT with squared cost on the square roots of the counts of cooperation and conflict
(Killick, Fearnhead and Eckley 2012; with `ruptures`, Truong, Oudre and Vayatis 2020), dated to the day by Poisson
likelihood.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from westphalia.analysis.deeds import deeds, score
from westphalia.analysis.kalman import Levels, Matrix, smooth
from westphalia.analysis.lines import Line, Seen, table, two_states
from westphalia.datasets.rows import EVENTS
from westphalia.ontology import plover
from westphalia.ontology.plover import QUADS
from westphalia.records import Finding

__all__ = ["Series", "all_relations", "change_points", "coded_events", "events_of", "relations", "series_of"]

TEXTS = pa.list_(pa.string())
QUAD_COLUMNS = tuple(quad.replace(" ", "_") for quad in QUADS)
PERIODS = [
    ("start", pa.date32()),
    ("events", pa.int64()),
    *((name, pa.int64()) for name in QUAD_COLUMNS),
    ("score", pa.float64()),
    ("level", pa.float64()),
    ("low", pa.float64()),
    ("high", pa.float64()),
    ("change", pa.string()),
    ("change_day", pa.date32()),
    ("not_seen_since", pa.date32()),
    ("reports", pa.int64()),
    ("coverage", pa.int64()),
    ("share", pa.float64()),
    ("ids", TEXTS),
]
DYADS = [
    ("a", pa.string()),
    ("b", pa.string()),
    ("events", pa.int64()),
    *((name, pa.int64()) for name in QUAD_COLUMNS),
    ("first", pa.date32()),
    ("last", pa.date32()),
    ("level", pa.float64()),
    ("low", pa.float64()),
    ("high", pa.float64()),
    ("shift", pa.float64()),
    ("sure", pa.bool_()),
]
PRIOR = 25.0
"""The variance of a level before anything is known: the scale's usual part lies within two of its roots."""

SURE = 1.645


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """All dyads of a table of events by period: `pairs` are the two actors in code order, either doing what is done.

    `counts` has the shape (dyads, periods, quads), `sums` (dyads, periods) adds up the scores, `seen` counts all events
    of a period, of whatever dyad and comments included: how closely anybody looked. `every` is in days.
    """

    pairs: tuple[tuple[str, str], ...]
    origin: date
    every: int
    counts: npt.NDArray[np.int32]
    sums: Matrix
    seen: npt.NDArray[np.int64]
    spread: float

    @property
    def total(self) -> npt.NDArray[np.int32]:
        """Events by dyad and period."""
        return np.asarray(self.counts.sum(2), np.int32)

    def day(self, period: int) -> date:
        """The first day of a period."""
        return self.origin + timedelta(days=int(period) * self.every)

    def levels(self, rows: Sequence[int] | None = None) -> Levels:
        """The level of some dyads, or of all."""
        total, sums = self.total.astype(float), self.sums
        if rows is not None:
            total, sums = total[list(rows)], sums[list(rows)]
        return smooth(sums / np.maximum(total, 1), total, self.spread, PRIOR)


@cache
def _scores() -> dict[str, float]:
    return {name: plover.score(name) for name in plover.TYPES}


def events_of(view: Seen, since: date | None = None, until: date | None = None) -> pa.Table:
    """The dated happenings of a view as an event table (`datasets.rows.EVENTS`, with `score` and `reports`).

    One row for each two actors, as `deeds` gives them. The day is the first of the event's interval. `row` is the
    event's id.
    """
    rows = [
        {
            "day": deed["when_start"],
            "source": deed["source"],
            "relation": deed["relation"],
            "target": deed["target"],
            "row": deed["id"],
            "score": score(deed["relation"], deed["mode"]),
            "reports": deed["reports"],
        }
        for deed in deeds(view, since, until)
        if deed["when_start"]
    ]
    schema = EVENTS.append(pa.field("score", pa.float64()))
    return pa.Table.from_pylist([{name: row.get(name) for name in schema.names} for row in rows], schema=schema)


def coded_events(view: Seen, since: date | None = None, until: date | None = None) -> pa.Table:
    """The events that machines coded (imported data) as `events_of` gives those of texts; `row` is the event's id."""
    found = view.data_events(since=since, until=until)
    names = {"id": "row", "row": "line"}
    return found.rename_columns([names.get(name, name) for name in found.column_names])


def series_of(events: pa.Table, every: int = 7, origin: date | None = None) -> Series:
    """Every dyad of a table of events (`datasets.rows.EVENTS`) in one pass, by periods of so many days.

    Periods start at `origin`, or at the first event. Events whose relation is no PLOVER type (comments) count in `seen`
    only, those of an actor with itself not at all. `spread` is the variance of single scores around their dyad's mean.

    >>> rows = {"day": [date(2014, 3, 1), date(2014, 3, 2)], "source": ["RUS", "UKR"],
    ...         "relation": ["ASSAULT", "ACCUSE"], "target": ["UKR", "RUS"], "row": ["a", "b"]}
    >>> found = series_of(pa.table(rows))
    >>> found.pairs, found.counts[0, 0].tolist(), float(found.sums[0, 0])
    ((('RUS', 'UKR'),), [0, 0, 1, 1], -12.0)
    """
    names = sorted({*pc.unique(events["source"]).to_pylist(), *pc.unique(events["target"]).to_pylist()})
    values = pa.array(names, pa.string())
    one, two = (
        pc.index_in(events[side], value_set=values).to_numpy().astype(np.int64) for side in ("source", "target")
    )
    days = events["day"].cast(pa.int32()).to_numpy().astype(np.int64)
    first = (origin - date(1970, 1, 1)).days if origin else int(days.min()) if len(days) else 0
    period = (days - first) // every
    periods = int(period.max(initial=-1)) + 1
    kinds = pa.array(plover.TYPES, pa.string())
    kind = pc.fill_null(pc.index_in(events["relation"], value_set=kinds), -1).to_numpy().astype(np.int64)
    seen = np.bincount(period[period >= 0], minlength=periods)
    kept = (kind >= 0) & (one != two) & (period >= 0)
    scores = np.array([_scores()[name] for name in plover.TYPES])[kind]
    if "score" in events.column_names:
        scores = events["score"].to_numpy()
    quad = np.array([QUADS.index(plover.quad(name)) for name in plover.TYPES])[kind]
    low, high = np.minimum(one, two)[kept], np.maximum(one, two)[kept]
    keys, dyad = np.unique(low * len(names) + high, return_inverse=True)
    cell = dyad * periods + period[kept]
    shape = (len(keys), periods)
    counts = np.bincount(cell * 4 + quad[kept], minlength=len(keys) * periods * 4).reshape(*shape, 4)
    sums = np.bincount(cell, weights=scores[kept], minlength=len(keys) * periods).astype(float).reshape(shape)
    return Series(
        pairs=tuple((names[key // len(names)], names[key % len(names)]) for key in keys.tolist()),
        origin=date(1970, 1, 1) + timedelta(days=first),
        every=every,
        counts=counts.astype(np.int32),
        sums=sums,
        seen=seen,
        spread=_spread(dyad, scores[kept]),
    )


def _spread(dyad: npt.NDArray[np.int64], score: Matrix) -> float:
    """The variance of single scores around the mean of their dyad, over all dyads; at least 1."""
    if len(score) == 0:
        return 1.0
    number = np.bincount(dyad)
    mean = np.bincount(dyad, weights=score) / np.maximum(number, 1)
    freedom = len(score) - len(number)
    return float(max(((score - mean[dyad]) ** 2).sum() / freedom, 1.0)) if freedom > 0 else 20.0


def all_relations(events: pa.Table, every: int = 7, least: int = 1) -> Finding:
    """Every dyad of a table of events: how much, of what kind, at what level, and whether the level has shifted.

    One row a dyad with at least `least` events, the most active first. `level`, `low` and `high` are of the last period
    (90 % band); `shift` is how far that lies from the first period's level, `sure` whether the two bands are apart.
    Evidence is the table itself: `relations` opens a dyad.
    """
    series = series_of(events, every)
    total = series.total
    levels = series.levels()
    rows = []
    volume = total.sum(1)
    low, high = levels.low, levels.high
    for i in np.argsort(-volume, kind="stable"):
        if volume[i] < least:
            break
        active = np.flatnonzero(total[i])
        begin, end = int(active[0]), total.shape[1] - 1
        shift = levels.level[i, end] - levels.level[i, begin]
        apart = abs(shift) > SURE * float(np.hypot(levels.error[i, end], levels.error[i, begin]))
        quads = series.counts[i].sum(0)
        rows.append(
            {
                "a": series.pairs[i][0],
                "b": series.pairs[i][1],
                "events": int(volume[i]),
                **{name: int(quads[q]) for q, name in enumerate(QUAD_COLUMNS)},
                "first": series.day(begin),
                "last": series.day(int(active[-1])),
                "level": round(float(levels.level[i, end]), 3),
                "low": round(float(low[i, end]), 3),
                "high": round(float(high[i, end]), 3),
                "shift": round(float(shift), 3),
                "sure": bool(apart),
            }
        )
    return Finding(
        name="Relations of all dyads",
        params={"every": every, "least": least, "dyads": len(series.pairs)},
        table=table(rows, DYADS),
        evidence=(),
        caveats=("Counts say how much was reported as well as how much happened; see `seen` of each period.",),
    )


def relations(
    events: Seen | pa.Table,
    a: str,
    b: str,
    every: int = 7,
    since: date | None = None,
    until: date | None = None,
    coded: bool = False,
) -> Finding:
    """The relations of `a` and `b` period by period: from a view's dated events, or a table (`datasets.rows.EVENTS`).

    With `coded`, from the events that machines coded (imported data) instead of those of texts; the two are not mixed.
    One row a period of `every` days from the first event of the two to the last of anyone. `score` is the mean score of
    its events, null where there are none; `level` with its 90 % band (`low`, `high`) the state-space estimate; `change`
    `better`, `worse` or `more` / `less` (as much cooperation against conflict, another volume) where a new stretch
    begins, `change_day` the day that parts the two best; `not_seen_since` the last period whose level was as low
    (or as high) as here, set where it is lower (or higher) by its standard error than in the four periods before,
    and null with a new extreme. `reports` counts documents (for data: events), `coverage` the documents published
    in the period (for data: events of anyone), `share` the dyad's events for each of them, which tells more being
    reported from more happening. `ids` open the events. `params["changes"]` lists the change points.
    """
    two_states(a, b)
    view = None if isinstance(events, pa.Table) else events
    if isinstance(events, pa.Table):
        rows = _between(events, since, until)
    else:
        rows = (coded_events if coded else events_of)(events, since, until)
    series = series_of(rows, every)
    pair = (min(a, b), max(a, b))
    if pair not in series.pairs:
        return Finding(
            name=f"Relations of {a} and {b}",
            params={"a": a, "b": b, "every": every, "changes": []},
            table=table([], PERIODS),
            evidence=(),
            caveats=("No dated event between the two.", *_elsewhere(view, a, b, coded)),
        )
    i = series.pairs.index(pair)
    read = None if view is None or coded else _read(view, series)
    found = _periods(series, i, _opened(rows, pair, series), series.seen if read is None else read)
    changes = [row["change_day"] for row in found if row["change"]]
    return Finding(
        name=f"Relations of {a} and {b}",
        params={"a": a, "b": b, "every": every, "changes": changes, "spread": round(series.spread, 2)},
        table=table(found, PERIODS),
        evidence=tuple(i for row in found for i in row["ids"]),
        caveats=(*_caveats(found, every), *_elsewhere(view, a, b, coded)),
    )


def _elsewhere(view: Seen | None, a: str, b: str, coded: bool) -> list[str]:
    """What the other record of events holds of the two."""
    if view is None:
        return []
    if coded:
        return ["Coded by machines from reports: nobody has read what these events rest on."]
    found = view.data_events(actor=a, other=b)
    sets = ", ".join(sorted(set(found["dataset"].to_pylist())))
    return [f"Machines coded {found.num_rows} more events between the two from reports ({sets}): ask with --coded."] * (
        found.num_rows > 0
    )


def _between(rows: pa.Table, since: date | None, until: date | None) -> pa.Table:
    if since is not None:
        rows = rows.filter(pc.greater_equal(rows["day"], pa.scalar(since)))
    if until is not None:
        rows = rows.filter(pc.less_equal(rows["day"], pa.scalar(until)))
    return rows


def _opened(rows: pa.Table, pair: tuple[str, str], series: Series) -> dict[int, list[Line]]:
    """The events of a dyad by period."""
    both = pa.array(pair)
    kept = rows.filter(
        pc.and_(pc.is_in(rows["source"], value_set=both), pc.is_in(rows["target"], value_set=both))
    ).filter(pc.field("source") != pc.field("target"))
    found: dict[int, list[Line]] = {}
    for line in kept.to_pylist():
        if line["relation"] in _scores():
            found.setdefault((line["day"] - series.origin).days // series.every, []).append(line)
    return found


def _read(view: Seen, series: Series) -> npt.NDArray[np.int64]:
    """How many documents of a view were published in each period: how closely anybody looked."""
    made = np.zeros(len(series.seen), np.int64)
    for day in view.documents()["published_start"].to_pylist():
        period = (day - series.origin).days // series.every if day else -1
        if 0 <= period < len(made):
            made[period] += 1
    return made


def _periods(series: Series, i: int, opened: dict[int, list[Line]], coverage: npt.NDArray[np.int64]) -> list[Line]:
    counts, total = series.counts[i], series.total[i]
    levels = series.levels([i])
    level = levels.level[0]
    daily, step = _daily(opened, series), series.every
    low, high = levels.low[0], levels.high[0]
    changes = {}
    for begin, t, end in _stretches(change_points(counts), len(counts)):
        day = _day_of_change(daily, begin * step, t * step, end * step, step)
        changes[t] = (_direction(counts, begin, t, end), series.origin + timedelta(days=day))
    rows = []
    for t in range(min(opened), len(counts)):
        events = opened.get(t, [])
        rows.append(
            {
                "start": series.day(t),
                "events": int(total[t]),
                **{name: int(counts[t, q]) for q, name in enumerate(QUAD_COLUMNS)},
                "score": round(float(series.sums[i, t] / total[t]), 3) if total[t] else None,
                "level": round(float(level[t]), 3),
                "low": round(float(low[t]), 3),
                "high": round(float(high[t]), 3),
                "change": changes[t][0] if t in changes else None,
                "change_day": changes[t][1] if t in changes else None,
                "not_seen_since": _since(series, level, float(levels.error[0, t]), t),
                "reports": sum(line.get("reports") or 1 for line in events),
                "coverage": int(coverage[t]),
                "share": round(float(total[t] / coverage[t]), 4) if coverage[t] else None,
                "ids": list(dict.fromkeys(line["row"] for line in events)),
            }
        )
    return rows


def change_points(counts: npt.NDArray[np.int32], penalty: float = 1.0) -> list[int]:
    """The periods at which a new stretch begins, from the counts by quad (periods, quads).

    PELT on the square roots of cooperation and conflict (the root makes counts of one process of even spread), each in
    units of its usual jump from one period to the next (at least that of a Poisson count), with `penalty` times the
    Schwarz criterion for a change; stretches are at least two periods long.

    >>> calm, storm = np.tile([3, 1, 1, 0], (10, 1)), np.tile([3, 1, 20, 25], (10, 1))
    >>> change_points(np.vstack([calm, storm]))
    [10]
    """
    if len(counts) < 4 or not counts.any():
        return []
    import ruptures  # takes a second to load, which no other analysis should wait for

    signal = 2 * np.sqrt(_halves(counts) + 0.375)
    jump = np.median(np.abs(np.diff(signal, axis=0)), axis=0) / 0.954
    signal = signal / np.maximum(jump, 1.0)
    limit = penalty * 2 * signal.shape[1] * np.log(len(signal))
    found = ruptures.Pelt(model="l2", min_size=2, jump=1).fit(signal).predict(pen=limit)
    return [int(t) for t in found[:-1]]


def _halves(counts: npt.NDArray[np.int32]) -> Matrix:
    """Cooperation and conflict, words and deeds together."""
    return np.stack([counts[:, :2].sum(1), counts[:, 2:].sum(1)], 1).astype(float)


def _day_of_change(daily: Matrix, begin: int, change: int, end: int, every: int) -> int:
    """The day, at most a period from `change`, that best parts the days from `begin` to `end` in two even stretches."""
    best, most = change, -np.inf
    for day in range(max(begin + 1, change - every), min(end - 1, change + every) + 1):
        worth = 0.0
        for part in (daily[begin:day], daily[day:end]):
            whole = part.sum(0)
            worth += float((whole[whole > 0] * np.log(whole[whole > 0] / max(len(part), 1))).sum())
        if worth > most:
            best, most = day, worth
    return best


def _daily(opened: dict[int, list[Line]], series: Series) -> Matrix:
    """Cooperation and conflict of a dyad by day, from its opened events."""
    made = np.zeros((len(series.seen) * series.every, 2))
    for line in (line for lines in opened.values() for line in lines):
        half = 0 if plover.quad(line["relation"]).endswith("cooperation") else 1
        made[(line["day"] - series.origin).days, half] += 1
    return made


def _stretches(changes: Sequence[int], periods: int) -> list[tuple[int, int, int]]:
    """For each change: where the stretch before begins, the change, and where the one after ends."""
    edges = [0, *changes, periods]
    return [(edges[k - 1], edges[k], edges[k + 1]) for k in range(1, len(edges) - 1)]


def _direction(counts: npt.NDArray[np.int32], begin: int, t: int, end: int) -> str:
    """What changed: the balance of conflict and cooperation, or else only how much there is."""
    before, after = counts[begin:t].mean(0), counts[t:end].mean(0)
    shares = [float(x[2:].sum() / x.sum()) if x.sum() else 0.5 for x in (before, after)]
    if abs(shares[1] - shares[0]) >= 0.1:
        return "worse" if shares[1] > shares[0] else "better"
    return "more" if after.sum() > before.sum() else "less"


def _since(series: Series, level: Matrix, error: float, t: int) -> date | None:
    """The last period before whose level was as far out as here, where the four just before were clearly less so."""
    if t < 5:
        return None
    near = level[t - 4 : t]
    if (near > level[t] + error).all():
        earlier = np.flatnonzero(level[:t] <= level[t])
    elif (near < level[t] - error).all():
        earlier = np.flatnonzero(level[:t] >= level[t])
    else:
        return None
    return series.day(int(earlier[-1])) if len(earlier) else None


def _caveats(rows: Sequence[Line], every: int) -> tuple[str, ...]:
    empty = sum(row["events"] == 0 for row in rows)
    found = [f"Scores are of what was reported and coded; periods of {every} days."]
    if empty:
        found.append(f"{empty} of {len(rows)} periods have no event: the level there is carried over, its band wider.")
    if sum(row["events"] for row in rows) < 20:
        found.append("Fewer than 20 events: no change point is to be trusted.")
    return tuple(found)
