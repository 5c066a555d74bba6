"""Ideal points from votes in the United Nations General Assembly in: where each state stood in each session.

Source: Bailey, Strezhnev and Voeten 2017, Estimating Dynamic State Preferences from United Nations Voting Data, CC0.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from westphalia.datasets.rows import POINTS, TIES, Loaded, Refused, lines, number, read_rows, state, whole

__all__ = ["affinities", "read_ideal_points"]

NEEDS = ("ccode", "session", "IdealPointAll", "NVotesAll", "Q5%All", "Q95%All")
FIRST = 1945


def read_ideal_points(path: Path) -> Loaded:
    """The ideal points of a file, as `POINTS`; `row` is `unvotes:SESSION:STATE`. Raises BadInput."""
    return read_rows(path, lines(path, NEEDS), lambda row, count: [_point(row)], POINTS)


def _point(row: dict[str, str]) -> dict[str, Any]:
    code, session = state(row["ccode"]), whole(row["session"], "session")
    point = number(row["IdealPointAll"])
    if point is None:
        raise Refused("no ideal point")
    return {
        "state": code,
        "session": session,
        "year": FIRST + session,
        "point": point,
        "low": number(row["Q5%All"]),
        "high": number(row["Q95%All"]),
        "votes": whole(row["NVotesAll"], "number of votes"),
        "row": f"unvotes:{session}:{code}",
    }


def affinities(points: pa.Table, year: int) -> pa.Table:
    """How near each two states lay in the session that opened in a year: ties of kind `voting`, with sizes -1 to 1.

    The size is 1 for one place and falls by the distance, 0 at the mean distance of all pairs of that session and -1 at
    the farthest; so it says near and far for that year and is not to be compared between years. `row` is the pair of
    rows of `POINTS`, joined by `+`.

    >>> three = {"state": ["CUB", "POL", "USA"], "session": [40] * 3, "year": [1985] * 3, "point": [-1.0, -0.9, 2.0],
    ...          "row": ["a", "b", "c"]}
    >>> found = affinities(pa.table(three), 1985)
    >>> [(t["source"], t["target"], round(t["size"], 2)) for t in found.to_pylist()]
    [('CUB', 'POL', 0.95), ('CUB', 'USA', -1.0), ('POL', 'USA', -0.9)]
    """
    kept = points.filter(pc.equal(points["year"], year)).sort_by("state")
    names, rows = kept["state"].to_pylist(), kept["row"].to_pylist()
    if len(names) < 2:
        return TIES.empty_table()
    places = kept["point"].to_numpy()
    one, two = np.triu_indices(len(names), 1)
    apart = np.abs(places[one] - places[two])
    mean, most = apart.mean(), apart.max()
    near = np.where(apart <= mean, 1 - apart / max(mean, 1e-9), (mean - apart) / max(most - mean, 1e-9))
    count = len(one)
    day = {"start": [date(year, 1, 1)] * count, "end": [date(year, 12, 31)] * count}
    covered = date(int(max(points["year"].to_pylist())), 12, 31)
    return pa.table(
        {
            "kind": ["voting"] * count,
            "source": [names[i] for i in one],
            "target": [names[i] for i in two],
            **day,
            "size": near,
            "unit": ["nearness"] * count,
            "dataset": ["UN ideal points"] * count,
            "row": [f"{rows[i]}+{rows[j]}" for i, j in zip(one, two, strict=True)],
            "coverage_end": [covered] * count,
            "note": [f"{d:.2f} apart" for d in apart],
        },
        schema=TIES,
    )
