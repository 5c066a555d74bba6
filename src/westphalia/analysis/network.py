"""The network of states at a date: ties from text and data as one signed matrix, and the groups that it falls into."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from westphalia.analysis.lines import Line, Seen
from westphalia.errors import OntologyError, UnknownActor
from westphalia.linking.rows import latest_days
from westphalia.ontology.actors import atlas
from westphalia.ontology.ties import KINDS, tie_kind

__all__ = [
    "FIRM",
    "UNDATED",
    "Matrix",
    "Network",
    "as_of",
    "begun",
    "communities",
    "known_days",
    "modularity",
    "network_at",
    "pairs",
    "standing",
    "text_ties",
    "tie_weight",
]

Matrix = npt.NDArray[np.float64]

FIRM = {
    "asserted": 1.0,
    "reported": 0.8,
    "probable": 0.7,
    "possible": 0.4,
    "conditional": 0.3,
    "forecast": 0.3,
    "desired": 0.1,
    "denied": 0.0,
}
"""How much a tie or step counts by the modality that the text gives it."""

DEALS = ("arms_supply", "trade", "sanction", "dispute")
"""Kinds that data sets list one deal, flow or measure at a time: so many of one kind are one tie, not many."""

UNDATED = "What is undated counts from the day it was first told: of publication, else the latest that its text names."
"""What to beware of where things are told as of a day."""

WIDE = 40
"""A body with more members than this is not one side (the United Nations): ties of it are not its members'."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """States and the signed weights between them: symmetric, -1 to 1, 0 on the diagonal and where nothing is known.

    `ties` holds for each pair (in code order) the lines (columns of `TIES`) that make its weight.
    """

    on: date
    states: tuple[str, ...]
    weights: Matrix
    ties: Mapping[tuple[str, str], tuple[Line, ...]]

    def between(self, a: str, b: str) -> tuple[Line, ...]:
        """The lines between two states."""
        return self.ties.get((min(a, b), max(a, b)), ())

    def ids(self, a: str, b: str) -> list[str]:
        """The ids behind the weight between two."""
        return list(dict.fromkeys(line["row"] for line in self.between(a, b)))


@cache
def _weights() -> dict[str, tuple[float, bool]]:
    made = {}
    text = (files("westphalia.analysis") / "data" / "tie_weights.tsv").read_text(encoding="utf8")
    for line in text.splitlines():
        if line and not line.startswith(("#", "kind\t")):
            name, weight, by, _ = line.split("\t")
            made[name] = (float(weight), by == "size")
    return made


def tie_weight(line: Line) -> float:
    """What one tie adds to the weight of its pair, -1 to 1. Raises OntologyError for a kind without a weight.

    >>> tie_weight({"kind": "war"}), tie_weight({"kind": "voting", "size": -0.4})
    (-0.9, -0.4)
    """
    try:
        weight, by_size = _weights()[line["kind"]]
    except KeyError:
        raise OntologyError(f"data/tie_weights.tsv has no line for the kind {line['kind']!r}") from None
    firm = FIRM.get(line.get("certainty") or "asserted", 1.0)
    return weight * firm * (float(line["size"] or 0.0) if by_size else 1.0)


def text_ties(view: Seen) -> list[Line]:
    """The ties that a view's texts tell of, as lines with the columns of `TIES`, one for each pair.

    `row` is the tie's id; beside stand its `certainty`, its `statements`, and `known`, the first day that it is known
    to have been told on (`known_days`; None where no document of it is dated). Ties that are said not to stand are left
    out; in undirected kinds each two are a pair.
    """
    found = []
    days = known_days(view, view.statements(kind="tie").to_pylist())
    for tie in view.ties().to_pylist():
        if tie["polarity"] == "-" or tie["certainty"] == "denied" or tie["relation"] not in KINDS:
            continue
        directed = tie_kind(tie["relation"]).directed
        for source, target in pairs(tie["source"], tie["target"], directed):
            found.append(
                {
                    "kind": tie["relation"],
                    "source": source,
                    "target": target,
                    "start": tie["when_start"],
                    "end": _end(tie),
                    "size": None,
                    "dataset": "text",
                    "row": tie["id"],
                    "certainty": tie["certainty"],
                    "statements": tie["statements"],
                    "known": _first([days.get(i) for i in tie["statements"]]),
                }
            )
    return found


def _end(tie: Line) -> date | None:
    """When a tie ended: a text that puts it in a day, month or year says when it was so, not that it ended there.

    Wars are what has an end in a text.
    """
    start, end = tie["when_start"], tie["when_end"]
    brief = start is not None and end is not None and (end - start).days < 400
    return None if brief and tie["relation"] != "war" else end


def known_days(view: Seen, lines: Iterable[Line]) -> dict[str, date]:
    """The first day on which each of these statements can have been told, by id; those of which nothing is known lack.

    It is the first possible day of publication, else the latest day that the document tells of as past or present.
    """
    lines = list(lines)
    undated = {line["document_id"] for line in lines if not line["published_start"]}
    latest = latest_days(view.statements(document=sorted(undated)).to_pylist()) if undated else {}
    found = {line["id"]: line["published_start"] or latest.get(line["document_id"]) for line in lines}
    return {id: day for id, day in found.items() if day}


def as_of(at: date | None) -> list[str]:
    """What a Finding says of the day that it was asked for, if one is given."""
    return [f"As of {at}. {UNDATED}"] if at else []


def begun(view: Seen, lines: Sequence[Line], at: date | None) -> list[Line]:
    """The statements of what had begun by a day, if one is given; what is undated had by the day it was first told."""
    if at is None:
        return list(lines)
    known = known_days(view, lines)
    return [line for line in lines if (line["when_start"] or known.get(line["id"]) or at) <= at]


def _first(days: Iterable[date | None]) -> date | None:
    """The first of days; those not known are left aside."""
    return min((day for day in days if day is not None), default=None)


def pairs(source: Sequence[str], target: Sequence[str], directed: bool = True) -> list[tuple[str, str]]:
    """Each two that a tie or an act runs between; the same set on both sides joins each two of it, once."""
    if set(source) == set(target):
        return list(itertools.combinations(sorted(set(source)), 2))
    found = [(a, b) for a in source for b in target if a != b]
    return found if directed else [(min(pair), max(pair)) for pair in found]


def standing(lines: Iterable[Line], on: date) -> list[Line]:
    """The lines of ties that stood on a day, as far as is known.

    A tie without a beginning counts from the day that it was first told (always, where that is not known either). One
    that stood at the end of its data set's coverage still counts afterwards: nothing says that it ended.
    """
    begun = (x for x in lines if (x["start"] or x.get("known") or on) <= on)
    return [x for x in begun if x["end"] is None or x["end"] >= on]


def network_at(lines: Iterable[Line] | pa.Table, on: date) -> Network:
    """The signed network of the ties that stood on a day (lines with the columns of `TIES`, or such a table).

    Friendly and hostile ties of a pair are each added up as in `data/tie_weights.tsv`; the weight is their difference.
    Ties of a body count for its members of that day.
    """
    rows = lines.to_pylist() if isinstance(lines, pa.Table) else lines
    made: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in standing(rows, on):
        for a in _members(line["source"], on):
            for b in _members(line["target"], on):
                if a != b:
                    made[min(a, b), max(a, b)].append(line)
    weighed = {pair: _weigh(found) for pair, found in made.items()}
    states = sorted({code for pair, weight in weighed.items() if weight for code in pair})
    place = {code: i for i, code in enumerate(states)}
    weights = np.zeros((len(states), len(states)))
    for (a, b), weight in weighed.items():
        if weight:
            weights[place[a], place[b]] = weights[place[b], place[a]] = weight
    return Network(on=on, states=tuple(states), weights=weights, ties={p: tuple(x) for p, x in made.items()})


@cache
def _members(actor: str, on: date) -> tuple[str, ...]:
    """The states that an actor stands for in a network: itself, or a body's members where they are one side."""
    if not actor.startswith("IGO."):
        return (actor[:3],) if len(actor) == 3 or actor[3:4] == "." else ()
    try:
        members = atlas().members(actor, on)
    except UnknownActor:
        return ()
    return members if len(members) <= WIDE else ()


def _weigh(lines: Sequence[Line]) -> float:
    """The weight of a pair: its friendly ties added up, less its hostile ones."""
    friendly = hostile = 1.0
    for line in {_counted_as(x): x for x in lines}.values():
        weight = float(line["size"]) if line["kind"] == "event" else tie_weight(line)
        friendly *= 1 - max(weight, 0.0)
        hostile *= 1 + min(weight, 0.0)
    return round(hostile - friendly, 9)


def _counted_as(line: Line) -> tuple[object, ...]:
    """What a line counts as: a treaty, tie or event for itself, all deals or measures of a data set as one."""
    many = line["kind"] in DEALS and line["dataset"] != "text"
    return (None if many else line["row"], line["kind"], line["source"], line["target"], line["dataset"])


def modularity(weights: Matrix, resolution: float = 1.0) -> Matrix:
    """The signed modularity matrix: what two states' being together adds beyond chance (Gómez, Jensen and Arenas 2009).

    Friendly and hostile weights each have their own null model with the same strengths; `resolution` scales both.
    Without hostile weights it is plain modularity (Newman 2006).
    """
    friendly, hostile = np.clip(weights, 0, None), np.clip(-weights, 0, None)
    made = weights.copy()
    for part, sign in ((friendly, -1.0), (hostile, 1.0)):
        strength = part.sum(1)
        if strength.sum() > 0:
            made += sign * resolution * np.outer(strength, strength) / strength.sum()
    return made


def communities(weights: Matrix, resolution: float = 1.0, runs: int = 10, seed: int = 0) -> npt.NDArray[np.int64]:
    """The groups that a signed network falls into: one number a state, 0 for the largest group.

    Maximises the signed modularity by moving states and merging groups in turn, with a last pass over single states
    (Louvain; Blondel and others 2008), the best of several runs in random order. Those of a group that no friendly
    ties join are then parted, as Leiden does (Traag and others 2019): a common foe alone makes no bloc. The same seed
    gives the same groups. O(runs n²) in time for n states.

    >>> two = np.array([[0, 1, -1, 0], [1, 0, 0, -1], [-1, 0, 0, 1], [0, -1, 1, 0]], float)
    >>> communities(two).tolist()
    [0, 0, 1, 1]
    """
    gains = modularity(weights, resolution)
    best, most = np.arange(len(weights)), -np.inf
    for run in range(runs):
        found = _louvain(gains, np.random.default_rng(seed + run))
        worth = float(gains[found[:, None] == found[None]].sum())
        if worth > most + 1e-9:
            best, most = found, worth
    return _by_size(_joined(weights, best))


def _joined(weights: Matrix, labels: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Groups parted into those that friendly ties join."""
    friendly = (weights > 0) & (labels[:, None] == labels[None])
    parts = np.arange(len(labels))
    while True:
        least = np.where(friendly, parts[None], len(labels)).min(1, initial=len(labels))
        fewer = np.minimum(parts, least)
        if (fewer == parts).all():
            return parts
        parts = fewer


def _louvain(gains: Matrix, rng: np.random.Generator) -> npt.NDArray[np.int64]:
    labels = np.arange(len(gains))
    whole = gains
    while True:
        groups, moved = _move(whole, np.arange(len(whole)), rng)
        if not moved:
            break
        _, groups = np.unique(groups, return_inverse=True)
        one = np.eye(int(groups.max()) + 1)[groups]
        whole = one.T @ whole @ one
        labels = groups[labels]
    return _move(gains, labels, rng)[0]


def _move(gains: Matrix, labels: npt.NDArray[np.int64], rng: np.random.Generator) -> tuple[npt.NDArray[np.int64], bool]:
    """States moved one by one to where they gain most, until none does; and whether any moved."""
    labels, count = labels.copy(), len(gains)
    into = np.zeros((count, count))
    into[np.arange(count), labels] = 1
    ever, moved = False, True
    while moved:
        moved = False
        for i in rng.permutation(count):
            gain = gains[i] @ into
            gain[labels[i]] -= gains[i, i]
            best = int(np.argmax(gain))
            if gain[best] > gain[labels[i]] + 1e-12:
                into[i, labels[i]], into[i, best] = 0, 1
                labels[i] = best
                moved = ever = True
    return labels, ever


def _by_size(labels: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Groups numbered by size, the largest 0; among equals the one that comes first."""
    if not len(labels):
        return labels
    _, first, inverse, counts = np.unique(labels, return_index=True, return_inverse=True, return_counts=True)
    order = np.lexsort((first, -counts))
    number = np.empty(len(order), np.int64)
    number[order] = np.arange(len(order))
    return number[inverse]
