"""What an actor is likely to do next, and to whom: the explainable softmax over its past, opened."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from westphalia.errors import UnknownActor
from westphalia.ontology.plover import TYPES
from westphalia.outlook import walks
from westphalia.outlook.events import Events
from westphalia.outlook.facts import facts_of
from westphalia.outlook.ranking import fit_weights, start_weights
from westphalia.outlook.replay import Memory, Step

__all__ = ["upcoming"]

ENOUGH = 3000  # facts from which weights are fitted; with fewer, those set by hand stand
LIFE = 60.0  # half-life, in days, of what kinds of events an actor takes part in
CANDIDATES = 60
MEANING = {
    "strict": "has done this to it", "same": "has dealt with it", "opposite": "it has dealt with the actor",
    "inverse": "it has done this to the actor", "rule": "what usually follows their past events",
    "order": "among the latest partners", "walk": "partners of partners",
    "share": "much of its contact is with the actor",
    "popular": "often on the receiving end", "last": "lately on the receiving end",
}  # fmt: skip


def upcoming(events: Events, actor: str, day: int, *, most: int = 10, passive: bool = False) -> list[dict[str, Any]]:
    """The likeliest next events of an actor on a morning: rows of relation, other, share, reasons, evidence.

    `share` is the relation's share of the actor's recent events times the softmax over its candidates; the shares of
    all relations and others add up to 1. `reasons` are the three features that lift the row most above the mean
    candidate; `evidence` the ids of their latest events. With `passive`, what others will do to the actor. Raises
    UnknownActor where no event names the actor.
    """
    known = events.before(day)
    if actor not in known.actors:
        raise UnknownActor(f"no event names {actor!r}")
    number = known.actors.index(actor)
    typed = known.type >= 0
    side = known.target if passive else known.source
    age = (day - known.day[typed]).astype(np.float64)
    mine = side[typed] == number
    mix = np.bincount(known.type[typed][mine], 0.5 ** (age[mine] / LIFE), len(TYPES))
    if not mix.sum():
        return []
    quads = np.stack([known.source[typed], known.type[typed], known.target[typed], known.day[typed]], 1)
    memory = Memory(facts_of(quads.astype(np.int64), known.actors, TYPES))
    weights = fit_weights(memory, memory.steps - 1) if len(quads) >= ENOUGH else start_weights()
    memory.reset()
    memory.advance(memory.steps - 1)
    rows: list[dict[str, Any]] = []
    for kind in np.flatnonzero(mix):
        rows += _asked(memory, number, int(kind) + (memory.n_rel if passive else 0), weights, mix[kind] / mix.sum())
    rows = sorted(rows, key=lambda row: -row["share"])[:most]
    for row in rows:
        row["other"] = known.actors[row.pop("_other")]
        row["relation"] = TYPES[row.pop("_kind") % memory.n_rel]
        row["evidence"] = _between(known, actor, row["other"])
    return rows


def _asked(
    memory: Memory, actor: int, relation: int, weights: npt.NDArray[np.float32], share: float
) -> list[dict[str, Any]]:
    one = np.array([actor], np.int32)
    asked = Step(memory.now, one, np.array([relation], np.int32), np.zeros(2, np.int64), np.empty(0, np.int32))
    k = min(CANDIDATES, memory.n_ent)
    x = np.full((1, k, walks.N_FEATURES), np.nan, np.float32)
    candidates, ranks = np.full((1, k), -1, np.int32), np.empty(0)
    walks.describe(memory.past, asked, weights, x, candidates, ranks)
    rows = x[0, :, : walks.N_LINEAR] * weights
    score = x[0, :, walks.N_LINEAR + walks.EXTRA.index("linear_score")]
    valid = (candidates[0] >= 0) & (candidates[0] != actor)
    if not valid.any():
        return []
    p = np.where(valid, np.exp(score - score[valid].max()), 0.0)
    p = p / p.sum()
    lift = rows - rows[valid].mean(0)
    found = []
    for i in np.flatnonzero(valid & (p > 0.002)):
        best = [walks.LINEAR[j] for j in np.argsort(-lift[i])[:6] if lift[i, j] > 0.05]
        reasons = list(dict.fromkeys(MEANING.get(name.split("_")[0], name) for name in best))[:3]
        found.append(
            {"share": float(share * p[i]), "reasons": reasons, "_other": int(candidates[0, i]), "_kind": relation}
        )
    return found


def _between(events: Events, actor: str, other: str, most: int = 3) -> list[str]:
    a, b = events.actors.index(actor), events.actors.index(other)
    at = np.flatnonzero(((events.source == a) & (events.target == b)) | ((events.source == b) & (events.target == a)))
    return list(dict.fromkeys(events.ids[i] for i in at[::-1]))[:most]
