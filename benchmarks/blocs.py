"""Whether the blocs found are those that history names: from ATOP's alliances, and from votes in the United Nations.

Run from the project's root:

    python benchmarks/blocs.py

Prints the adjusted Rand index over the members written down here, ours beside plain modularity (every ATOP tie counts
one; nearness in votes without its negative half), found by the same optimiser in the same run. A state that was in two
(the United States in NATO and in the Rio treaty) is written down under the one it fought with. Members: the
organisations' own lists of accession and exit.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa

from westphalia.analysis.network import Matrix, communities, network_at
from westphalia.datasets.atop import read_atop
from westphalia.datasets.unvotes import affinities, read_ideal_points

SHARED = Path(os.environ.get("WESTPHALIA_SHARED") or Path(__file__).parents[2] / "shared")

_NATO = "USA CAN GBR FRA NLD BEL LUX NOR DNK ISL ITA PRT GRC TUR DEU"
_RIO = "ARG BOL BRA CHL COL CRI DOM ECU SLV GTM HTI HND MEX NIC PAN PRY PER URY VEN"
_ARAB = "SYR LBN JOR SAU IRQ YEM LBY SDN MAR TUN DZA KWT BHR QAT ARE OMN MRT SOM DJI"
BLOCS: Mapping[int, Mapping[str, str]] = {
    1955: {
        "NATO": _NATO,
        "Warsaw Pact": "RUS POL DDR CSK HUN ROU BGR ALB",
        "Rio treaty": f"{_RIO} CUB",
        "Arab League": "EGY SYR LBN JOR SAU IRQ YEM LBY",
    },
    1985: {
        "NATO": f"{_NATO} ESP",
        "Warsaw Pact": "RUS POL DDR CSK HUN ROU BGR",  # Albania left in 1968
        "Rio treaty": f"{_RIO} TTO",  # Cuba suspended since 1962
        "Arab League": f"{_ARAB} YMD",  # Egypt suspended from 1979 to 1989
    },
    2015: {
        "NATO": f"{_NATO} ESP CZE HUN POL BGR EST LVA LTU ROU SVK SVN ALB HRV",
        "CSTO": "RUS BLR ARM KAZ KGZ TJK",
        "Rio treaty": "ARG BRA CHL COL CRI DOM SLV GTM HTI HND PAN PRY PER URY TTO",  # Mexico and four more left
        "Arab League": f"{_ARAB} EGY",
    },
}
EAST_WEST: Mapping[str, str] = {"West": f"{_NATO} ESP", "East": "RUS POL DDR CSK HUN ROU BGR"}
"""NATO and the Warsaw Pact of 1985."""


def rand_index(truth: list[str], found: list[int]) -> float:
    """The adjusted Rand index of two groupings (Hubert and Arabie 1985): 1 the same, 0 as by chance.

    >>> rand_index(list("aabb"), [1, 1, 0, 0]), rand_index(list("aabb"), [0, 1, 0, 1])
    (1.0, -0.5)
    """

    def pairs(counts: Counter[object]) -> float:
        return sum(n * (n - 1) / 2 for n in counts.values())

    both, one, two = Counter(zip(truth, found, strict=True)), Counter(truth), Counter(found)
    chance = pairs(one) * pairs(two) / pairs(Counter({0: len(truth)}))  # type: ignore[arg-type]
    most = (pairs(one) + pairs(two)) / 2  # type: ignore[arg-type]
    return 1.0 if most == chance else (pairs(both) - chance) / (most - chance)  # type: ignore[arg-type]


def against(members: Mapping[str, str], states: tuple[str, ...], weights: Matrix) -> float:
    """The adjusted Rand index of the communities of a network over the members written down."""
    found = dict(zip(states, communities(weights).tolist(), strict=True))
    pairs = [(name, code) for name, codes in members.items() for code in codes.split()]
    return rand_index([name for name, _ in pairs], [found.get(code, -1 - n) for n, (_, code) in enumerate(pairs)])


@cache
def _atop(data: Path) -> pa.Table:
    return read_atop(data / "cow" / "atop5_1" / "atop5_1m.csv").table


def recover(data: Path, year: int) -> tuple[float, float]:
    """The index from ATOP ties at the middle of a year: ours, and plain modularity."""
    net = network_at(_atop(data), date(year, 7, 1))
    tied = np.zeros_like(net.weights)
    for (a, b), lines in net.ties.items():
        if lines and a in net.states and b in net.states:
            i, j = net.states.index(a), net.states.index(b)
            tied[i, j] = tied[j, i] = 1.0
    return against(BLOCS[year], net.states, net.weights), against(BLOCS[year], net.states, tied)


def recover_votes(data: Path, year: int) -> tuple[float, float]:
    """The index from ideal points alone: ours, and plain modularity (which knows no distance beyond "not near")."""
    points = read_ideal_points(data / "un_votes" / "IdealpointestimatesAll_Jun2024.csv").table
    net = network_at(affinities(points, year), date(year, 7, 1))
    near = np.clip(net.weights, 0, None)
    return against(EAST_WEST, net.states, net.weights), against(EAST_WEST, net.states, near)


if __name__ == "__main__":
    begun = time.perf_counter()
    print(f"{'':24}{'ours':>8}{'plain':>8}")
    for wanted in BLOCS:
        print(f"{f'ATOP {wanted}':24}" + "".join(f"{x:8.2f}" for x in recover(SHARED / "data", wanted)))
    print(f"{'UN ideal points 1985':24}" + "".join(f"{x:8.2f}" for x in recover_votes(SHARED / "data", 1985)))
    print(f"{time.perf_counter() - begun:.1f} s, reading of the files included")
