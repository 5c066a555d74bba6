"""Why a figure is what it is: the past events that moved it, with their ids, and the families of features behind it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from westphalia.ontology.plover import TYPES
from westphalia.ontology.plover import quad as plover_quad
from westphalia.outlook import dyads, occurrence
from westphalia.outlook.events import CLASSES, CONTACT, Events
from westphalia.outlook.names import places_of
from westphalia.outlook.universe import universe
from westphalia.outlook.words import said

__all__ = ["Explanation", "explain", "explain_all"]

MOST = 16  # past events that are taken out in turn
LEVERS = 8  # changes told at most
FAMILIES = {
    "what the source did to the target": (
        *(name for name in dyads.NAMES if name.startswith(("class_", "all_")) and "rate" not in name),
        "contact_14", "cooperation_20", "conflict_20", "days", "gap", "first", "share_of_source", "share_of_target",
    ),
    "what the target did to the source": tuple(name for name in dyads.NAMES if name.startswith("back_")),
    "how active the source is": ("source_class_7", "source_class_60", "source_class_ever", "source_all_7",
                                 "source_all_60", "source_in_14", "source_partners"),
    "how active the target is": ("target_class_7", "target_class_60", "target_class_ever", "target_all_7",
                                 "target_all_60", "target_out_14", "target_partners", "expected"),
    "third parties": ("near", "near_class", "same_place"),
    "the class and the times": ("class", "class_rate_7", "class_rate_30", "known_days", "weekday"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One forecast opened.

    `moved`: past events, each with the probability as it would be `without` it, strongest first. `levers`: what would
    change the figure most, one past event taken away or one plausible event added on the eve, each with the
    `scenario` that says so in the words of `westphalia scenario`, strongest first. `families`: what each family of
    features adds to the log odds of the trees (TreeSHAP, Lundberg et al. 2018), greatest first.
    """

    source: str
    target: str
    kind: str
    horizon: int
    probability: float
    low: float
    high: float
    base_rate: float
    persistence: float
    decayed_rate: float
    words: str
    moved: tuple[dict[str, Any], ...]
    levers: tuple[dict[str, Any], ...]
    families: tuple[tuple[str, float], ...]

    @property
    def evidence(self) -> tuple[str, ...]:
        """The ids of the events that moved the figure."""
        return tuple(dict.fromkeys(str(row["id"]) for row in self.moved))


def explain(
    fitted: occurrence.Forecaster, events: Events, day: int, source: str, target: str, kind: str
) -> Explanation:
    """Opens the forecast of a class of events from source to target on a morning; see `explain_all`.

    Raises ValueError for a class or an actor that the events do not know.
    """
    return explain_all(fitted, events, day, source, target)[CLASSES.index(kind)]


def explain_all(
    fitted: occurrence.Forecaster, events: Events, day: int, source: str, target: str
) -> tuple[Explanation, ...]:
    """Opens the forecasts of all classes of events from source to target on a morning, in the order of CLASSES.

    Each of the most recent events between the two is taken out in turn, each kind of event that may happen between
    them is added in turn on the day before, and the forecast is made again: what changes is what that event is worth.
    Raises ValueError for an actor that the events do not know.
    """
    a, b = events.actors.index(source), events.actors.index(target)
    pair = np.array([a * len(events.actors) + b], np.int64)
    known = events.before(day)
    lines = occurrence.level(fitted, known, day)

    def again(of: Events) -> occurrence.Forecast:
        return occurrence.forecast(fitted, of, day, pairs=pair, lines=lines, threads=1)

    made = again(known)
    between = ((known.source == a) & (known.target == b)) | ((known.source == b) & (known.target == a))
    taken = [
        (_event(known, int(at)), again(_without(known, int(at))).model[0])
        for at in np.flatnonzero(between)[::-1][:MOST]
    ]
    added = [(change, again(_with(known, day - 1, *ends)).model[0]) for change, *ends in _plausible(known, a, b)]
    return tuple(
        Explanation(
            source=source, target=target, kind=kind, horizon=fitted.horizon, probability=float(made.model[0, c]),
            low=float(made.low[0, c]), high=float(made.high[0, c]), base_rate=float(made.base_rate[0, c]),
            persistence=float(made.persistence[0, c]), decayed_rate=float(made.decayed_rate[0, c]),
            words=said(float(made.model[0, c])), moved=_moved(float(made.model[0, c]), taken, c),
            levers=_levers(float(made.model[0, c]), taken, added, c), families=_families(fitted, known, day, pair, c),
        )
        for c, kind in enumerate(CLASSES)
    )  # fmt: skip


Again = tuple[dict[str, Any], npt.NDArray[np.float32]]  # an event, and the probabilities [class] with or without it


def _moved(p: float, taken: list[Again], c: int) -> tuple[dict[str, Any], ...]:
    rows = [
        event | {"without": round(float(q[c]), 6), "change": round(p - float(q[c]), 6)}
        for event, q in taken
        if abs(p - float(q[c])) > 1e-6
    ]
    return tuple(sorted(rows, key=lambda row: -abs(row["change"])))


def _levers(p: float, taken: list[Again], added: list[Again], c: int) -> tuple[dict[str, Any], ...]:
    changes = [({"scenario": f"- {event['id']}"}, q) for event, q in taken] + added
    rows: list[dict[str, Any]] = [
        change | {"probability": round(float(q[c]), 6), "change": round(float(q[c]) - p, 6)}
        for change, q in changes
        if abs(float(q[c]) - p) > 1e-6
    ]
    return tuple(sorted(rows, key=lambda row: -abs(row["change"])))[:LEVERS]


def _plausible(known: Events, a: int, b: int) -> list[tuple[dict[str, Any], int, int, int]]:
    """An event of each class either way, of the class's commonest type: (the change, source, target, type)."""
    found = []
    for quad in range(CONTACT):
        kinds = known.type[known.quad == quad]
        kinds = kinds[kinds >= 0]
        if not len(kinds):
            continue
        kind = int(np.bincount(kinds).argmax())
        for s, t in ((a, b), (b, a)):
            found.append(({"scenario": f"+ {known.actors[s]} {TYPES[kind]} {known.actors[t]}"}, s, t, kind))
    return found


def _with(events: Events, day: int, source: int, target: int, kind: int) -> Events:
    """The events with one more at their end, dated `day`, on which or before which all others lie."""
    quad = CLASSES.index(plover_quad(TYPES[kind]))
    return replace(
        events, day=_longer(events.day, day), source=_longer(events.source, source),
        target=_longer(events.target, target), quad=_longer(events.quad, quad), type=_longer(events.type, kind),
        ids=(*events.ids, "added"),
    )  # fmt: skip


def _longer(column: npt.NDArray[Any], value: int) -> npt.NDArray[Any]:
    return np.append(column, np.array([value], column.dtype))


def _event(events: Events, at: int) -> dict[str, Any]:
    quad = int(events.quad[at])
    return {
        "id": events.ids[at],
        "date": events.date(int(events.day[at])).isoformat(),
        "source": events.actors[events.source[at]],
        "target": events.actors[events.target[at]],
        "class": CLASSES[quad] if quad < CONTACT else "contact",
    }


def _without(events: Events, at: int) -> Events:
    """The events without one record; its twins on the same day under the same id go with it."""
    kept = np.array([i for i in range(len(events)) if i != at], np.int64)
    return replace(
        events, day=events.day[kept], source=events.source[kept], target=events.target[kept], quad=events.quad[kept],
        type=events.type[kept], ids=tuple(events.ids[i] for i in kept),
    )  # fmt: skip


def _families(
    fitted: occurrence.Forecaster, events: Events, day: int, pair: npt.NDArray[np.int64], c: int
) -> tuple[tuple[str, float], ...]:
    found = universe(events, day, places_of(events.actors), None)
    if fitted.parts is None:
        return ()
    part = fitted.parts[0 if np.isin(pair, found.met).all() else 1]
    n = len(events.actors)
    x = dyads.table_of(found.morning, (pair // n).astype(np.int32), (pair % n).astype(np.int32))[0, c]
    worth = np.asarray(part.booster.predict(x[None], pred_contrib=True))[0][:-1]
    sums = {family: float(sum(worth[dyads.NAMES.index(name)] for name in names)) for family, names in FAMILIES.items()}
    return tuple(sorted(((k, round(v, 4)) for k, v in sums.items()), key=lambda item: -abs(item[1])))
