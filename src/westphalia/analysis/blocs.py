"""Blocs: who stands with whom at a date, what strains it, who moved, and which ties make an axis.

Methods and sources: communities on signed weights (Gómez, Jensen and Arenas 2009; `network.communities`); structural
balance (Cartwright and Harary 1956; frustration by local search, Aref and Wilson 2018).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from westphalia.analysis.deeds import event_ties
from westphalia.analysis.lines import Line, Seen, table
from westphalia.analysis.network import UNDATED, Matrix, Network, communities, network_at, text_ties
from westphalia.datasets.unvotes import affinities
from westphalia.errors import BadInput
from westphalia.records import Finding

__all__ = ["axes", "blocs", "frustration", "strained_triads"]

TEXTS = pa.list_(pa.string())
BLOCS = [
    ("state", pa.string()),
    ("bloc", pa.int64()),
    ("members", TEXTS),
    ("hold", pa.float64()),
    ("inside", pa.float64()),
    ("against", pa.float64()),
    ("was", TEXTS),
    ("moved", pa.bool_()),
    ("ids", TEXTS),
    ("hostile_ids", TEXTS),
]
TRIADS = [
    ("states", TEXTS),
    ("friends", TEXTS),
    ("foes", TEXTS),
    ("strain", pa.float64()),
    ("friends_ids", TEXTS),
    ("foes_ids", TEXTS),
]
AXES = [
    ("members", TEXTS),
    ("against", TEXTS),
    ("strength", pa.float64()),
    ("kinds", TEXTS),
    ("ids", TEXTS),
    ("hostile_ids", TEXTS),
]
SOLD = ("arms_supply", "trade")
"""Kinds of data ties that say nothing of sides: suppliers sell to all of them. Exposure has them."""

RECENT = 365
"""Days before the date whose events count as weak ties."""


def blocs(
    view: Seen,
    at: date,
    since: date | None = None,
    resolution: float = 1.0,
) -> Finding:
    """The blocs at a date: one row a state that has any tie, blocs by size.

    From the ties in a view's texts, its events of the year before, and the treaties, quarrels, sanctions and votes of
    imported data. `bloc` numbers the blocs and `members` lists each; `hold` is how
    much better the state fits here than in the next best bloc or alone, as a share of all its weights (0: as well
    there); `inside` and `against` add up its friendly ties within and its hostile ties outside. With `since`, `was`
    is its bloc of that day and `moved` whether most of those members are now elsewhere. `ids` and `hostile_ids`
    open the ties. `params` hold the modularity and the frustration. Raises BadInput where `since` is not before `at`.
    """
    if since is not None and since >= at:
        raise BadInput(f"who has moved from {since} to {at}: the earlier day must come first")
    net = _network(view, at)
    labels = communities(net.weights, resolution)
    then = _network(view, since) if since else None
    earlier = _sets(then, communities(then.weights, resolution)) if then else {}
    now = _sets(net, labels)
    rows = [_row(net, labels, now, earlier, code) for code in net.states]
    rows.sort(key=lambda row: (row["bloc"], -row["inside"], row["state"]))
    strained, whole = frustration(net.weights)[1:]
    return Finding(
        name=f"Blocs on {at}",
        params={
            "at": at,
            "since": since,
            "blocs": len(set(labels.tolist())),
            "frustration": round(strained / whole, 4) if whole else 0.0,
        },
        table=table(rows, BLOCS),
        evidence=_evidence(rows),
        caveats=_caveats(net),
    )


def strained_triads(view: Seen, at: date) -> Finding:
    """The triads that are out of balance: two friends of one state that are foes of each other, the worst first.

    One row a triad: `foes` are the two, `friends` the one between them; `strain` is the smallest of the three weights.
    Three that are all foes strain nothing here (weak balance, Davis 1967).
    """
    net = _network(view, at)
    rows: list[Line] = []
    for i, j in zip(*np.where(np.triu(net.weights, 1) < 0), strict=True):
        for k in np.where((net.weights[i] > 0) & (net.weights[j] > 0))[0]:
            a, b, c = net.states[i], net.states[j], net.states[k]
            rows.append(
                {
                    "states": sorted((a, b, c)),
                    "friends": [c],
                    "foes": [a, b],
                    "strain": round(float(min(-net.weights[i, j], net.weights[i, k], net.weights[j, k])), 4),
                    "friends_ids": sorted({*net.ids(a, c), *net.ids(b, c)}),
                    "foes_ids": net.ids(a, b),
                }
            )
    rows.sort(key=lambda row: (-row["strain"], row["states"]))
    _, strained, whole = frustration(net.weights)
    return Finding(
        name=f"Strained triads on {at}",
        params={"at": at, "frustration": round(strained / whole, 4) if whole else 0.0},
        table=table(rows, TRIADS),
        evidence=_evidence(rows),
        caveats=(f"Best split into two camps leaves {strained:.2f} of {whole:.2f} in weights against it.",),
    )


def axes(view: Seen, at: date) -> Finding:
    """The blocs of two or more that stand against another: an axis, the ties that make it, and whom it is against.

    `against` are the states outside that members have hostile weights with, `kinds` what ties the members, `strength`
    the mean weight over all pairs of members (1: each two tied as firmly as can be).
    """
    net = _network(view, at)
    rows = []
    for members in _sets(net, communities(net.weights)).values():
        row = _axis(net, sorted(members))
        if len(members) > 1 and row["against"]:
            rows.append(row)
    rows.sort(key=lambda row: (-row["strength"], row["members"]))
    return Finding(
        name=f"Axes on {at}",
        params={"at": at},
        table=table(rows, AXES),
        evidence=_evidence(rows),
        caveats=_caveats(net),
    )


def frustration(weights: Matrix, runs: int = 20, seed: int = 0) -> tuple[npt.NDArray[np.int64], float, float]:
    """The split into two camps that the fewest weights go against: camps, the weight against it, the whole weight.

    Friendly weights between camps and hostile ones within are against it. Local search from several starts, so an
    upper bound of the frustration index.

    >>> triad = np.array([[0, 1, 1], [1, 0, -1], [1, -1, 0]], float)
    >>> frustration(triad)[1:]
    (1.0, 3.0)
    """
    count, whole = len(weights), float(np.abs(weights).sum() / 2)
    best, least = np.ones(count, np.int64), whole + 1
    rng = np.random.default_rng(seed)
    for _ in range(runs if count else 0):
        camps = rng.choice(np.array([-1, 1]), count).astype(np.int64)
        while True:
            gain = camps * (weights @ camps)
            worst = int(np.argmin(gain))
            if gain[worst] >= -1e-12:
                break
            camps[worst] *= -1
        strained = (whole - float(camps @ weights @ camps) / 2) / 2
        if strained < least - 1e-12:
            best, least = camps * camps[0], strained
    return best, round(min(least, whole), 9), whole


def _network(view: Seen, at: date) -> Network:
    """The network of texts, the events of the year before, and data: treaties, quarrels, sanctions.

    Votes only where there is no such data: in 2015 they blur what the treaties show (`benchmarks/blocs.py`).
    """
    data = [x for x in view.data_ties(since=at, until=at).to_pylist() if x["kind"] not in SOLD]
    votes = [] if data else affinities(view.positions(), at.year).to_pylist()
    return network_at([*data, *votes, *text_ties(view), *event_ties(view, at - timedelta(days=RECENT), at)], at)


def _sets(net: Network, labels: npt.NDArray[np.int64]) -> dict[int, frozenset[str]]:
    return {int(label): frozenset(net.states[i] for i in np.where(labels == label)[0]) for label in sorted(set(labels))}


def _row(
    net: Network,
    labels: npt.NDArray[np.int64],
    now: Mapping[int, frozenset[str]],
    earlier: Mapping[int, frozenset[str]],
    code: str,
) -> Line:
    i = net.states.index(code)
    mine, weights = int(labels[i]), net.weights[i]
    inside = sum(weights[j] for j in np.where(labels == mine)[0])
    others = [float(weights[labels == label].sum()) for label in now if label != mine]
    members = sorted(now[mine], key=lambda other: (-_degree(net, labels, other), other))
    was = next((group for group in earlier.values() if code in group), frozenset())
    friends = [net.states[j] for j in np.where((labels == mine) & (weights > 0))[0]]
    foes = [net.states[j] for j in np.where(weights < 0)[0]]
    return {
        "state": code,
        "bloc": mine,
        "members": members,
        "hold": round(float(inside - max([*others, 0.0])) / max(float(np.abs(weights).sum()), 1e-9), 3),
        "inside": round(float(np.clip(weights, 0, None)[labels == mine].sum()), 3),
        "against": round(float(np.abs(np.clip(weights, None, 0))[labels != mine].sum()), 3),
        "was": sorted(was),
        "moved": _moved(code, was, now[mine]) if was else None,
        "ids": _ids(net, code, friends),
        "hostile_ids": _ids(net, code, foes),
    }


def _degree(net: Network, labels: npt.NDArray[np.int64], code: str) -> float:
    i = net.states.index(code)
    return float(np.clip(net.weights[i], 0, None)[labels == labels[i]].sum())


def _moved(code: str, was: frozenset[str], now: frozenset[str]) -> bool:
    """Whether most of those that a state stood with are no longer with it."""
    company = was - {code}
    return bool(company) and len(company & now) * 2 < len(company)


def _axis(net: Network, members: list[str]) -> Line:
    places = [net.states.index(code) for code in members]
    inner = net.weights[np.ix_(places, places)]
    pairs = max(len(members) * (len(members) - 1) / 2, 1)
    outside = [j for j in range(len(net.states)) if j not in places]
    against = [j for j in outside if net.weights[places, j].sum() < 0]
    lines = [x for a in members for b in members if a < b for x in net.between(a, b)]
    return {
        "members": members,
        "against": [net.states[j] for j in against],
        "strength": round(float(np.triu(inner, 1).sum() / pairs), 4),
        "kinds": sorted({line["kind"] for line in lines}),
        "ids": sorted({line["row"] for line in lines}),
        "hostile_ids": sorted({i for a in members for j in against for i in net.ids(a, net.states[j])}),
    }


def _ids(net: Network, code: str, others: Iterable[str]) -> list[str]:
    return sorted({i for other in others for i in net.ids(code, other)})


def _evidence(rows: Iterable[Line]) -> tuple[str, ...]:
    return tuple(sorted({i for row in rows for name in row if name.endswith("ids") for i in row[name]}))


def _caveats(net: Network) -> tuple[str, ...]:
    lines = {x["row"]: x for found in net.ties.values() for x in found}.values()
    found = ["Blocs are groups of a model: ties of different kinds are weighed by a table (docs/analyses.md)."]
    undated = sum(x["start"] is None and x["end"] is None for x in lines)
    if undated:
        found.append(f"{undated} of {len(lines)} ties carry no date of their own. {UNDATED}")
    if not lines:
        found.append(f"No tie is known to have stood on {net.on}.")
    past = {x["dataset"]: x["coverage_end"] for x in lines if x.get("coverage_end") and x["coverage_end"] < net.on}
    for name, end in sorted(past.items()):
        found.append(f"{name} ends on {end}: what it holds is taken to go on, what came later is not in it.")
    if all(x["dataset"] == "text" for x in lines):
        found.append("Only texts: pairs that nobody wrote about have no weight, which is not the same as no tie.")
    return tuple(found)
