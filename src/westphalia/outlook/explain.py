"""Why a figure is what it is: the past events that moved it, with their ids, and the families of features behind it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from westphalia.outlook import dyads, occurrence
from westphalia.outlook.events import CLASSES, CONTACT, Events
from westphalia.outlook.names import places_of
from westphalia.outlook.universe import universe
from westphalia.outlook.words import said

__all__ = ["Explanation", "explain"]

MOST = 16  # past events that are taken out in turn
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

    `moved`: past events, each with the probability as it would be `without` it, strongest first. `families`: what each
    family of features adds to the log odds of the trees (TreeSHAP, Lundberg et al. 2018), greatest first.
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
    families: tuple[tuple[str, float], ...]

    @property
    def evidence(self) -> tuple[str, ...]:
        """The ids of the events that moved the figure."""
        return tuple(dict.fromkeys(str(row["id"]) for row in self.moved))


def explain(
    fitted: occurrence.Forecaster, events: Events, day: int, source: str, target: str, kind: str
) -> Explanation:
    """Opens the forecast of a class of events from source to target on a morning.

    Each of the most recent events between the two is taken out in turn and the forecast made again; what changes is
    what that event was worth. Raises ValueError for a class or an actor that the events do not know.
    """
    a, b, c = events.actors.index(source), events.actors.index(target), CLASSES.index(kind)
    pair = np.array([a * len(events.actors) + b], np.int64)
    known = events.before(day)

    lines = occurrence.level(fitted, known, day)

    def probability(of: Events) -> float:
        return float(occurrence.forecast(fitted, of, day, pairs=pair, lines=lines, threads=1).model[0, c])

    made = occurrence.forecast(fitted, known, day, pairs=pair, lines=lines, threads=1)
    p = float(made.model[0, c])
    between = ((known.source == a) & (known.target == b)) | ((known.source == b) & (known.target == a))
    moved = []
    for at in np.flatnonzero(between)[::-1][:MOST]:
        without = probability(_without(known, int(at)))
        if abs(p - without) > 1e-6:
            moved.append(_event(known, int(at)) | {"without": round(without, 6), "change": round(p - without, 6)})
    return Explanation(
        source=source, target=target, kind=kind, horizon=fitted.horizon, probability=p, low=float(made.low[0, c]),
        high=float(made.high[0, c]), base_rate=float(made.base_rate[0, c]), persistence=float(made.persistence[0, c]),
        decayed_rate=float(made.decayed_rate[0, c]), words=said(p),
        moved=tuple(sorted(moved, key=lambda row: -abs(row["change"]))),
        families=_families(fitted, known, day, pair, c),
    )  # fmt: skip


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
