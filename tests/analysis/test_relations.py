"""Relations over time: series, levels with their bands, change points, and the crisis of 2014."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from benchmarks.relations import CRISIS

from westphalia.analysis.kalman import smooth
from westphalia.analysis.relations import QUAD_COLUMNS, all_relations, change_points, relations, series_of
from westphalia.datasets.icews import read_icews_named

Make = Callable[[list[dict[str, Any]]], Any]
START = date(2020, 1, 1)


def events(*runs: tuple[str, int, int, int]) -> pa.Table:
    """Events from runs of ("RUS ACCUSE UKR", first day, last day, days between)."""
    rows = []
    for text, first, last, step in runs:
        source, relation, target = text.split()
        for day in range(first, last, step):
            rows.append((START + timedelta(days=day), source, relation, target, f"{text} {day}"))
    names = ("day", "source", "relation", "target", "row")
    return pa.table({name: [row[i] for row in rows] for i, name in enumerate(names)})


def test_a_turn_for_the_worse_is_found_to_the_day() -> None:
    table = events(("AAA CONSULT BBB", 0, 364, 3), ("BBB ASSAULT AAA", 202, 364, 1))
    finding = relations(table, "BBB", "AAA")
    (change,) = finding.params["changes"]
    assert abs((change - START).days - 202) <= 1
    rows = finding.table.to_pylist()
    assert [row["change"] for row in rows if row["change"]] == ["worse"]
    assert rows[10]["level"] > 1
    assert rows[-1]["level"] < -5
    assert rows[10]["low"] < rows[10]["level"] < rows[10]["high"]
    assert sum(row["events"] for row in rows) == len(finding.evidence) == len(set(finding.evidence))


def test_evenly_spread_events_have_no_change() -> None:
    rng = np.random.default_rng(1)
    found = [len(change_points(rng.poisson([4, 1, 2, 1], (52, 4)).astype(np.int32))) for _ in range(40)]
    assert sum(found) <= 4


def test_a_level_not_seen_since() -> None:
    rows = relations(
        events(("AAA ASSAULT BBB", 0, 30, 1), ("AAA AID BBB", 30, 200, 1), ("AAA ASSAULT BBB", 200, 230, 1)),
        "AAA",
        "BBB",
    ).table.to_pylist()
    told = [row["not_seen_since"] for row in rows if row["not_seen_since"]]
    assert told, "the fall at the end is told"
    assert max(told) <= START + timedelta(days=49)


def test_periods_without_events_widen_the_band_and_claim_nothing() -> None:
    rows = relations(events(("AAA AID BBB", 0, 70, 2), ("CCC AID DDD", 0, 210, 2)), "AAA", "BBB").table.to_pylist()
    assert rows[-1]["score"] is None
    assert rows[-1]["share"] == 0.0
    assert rows[-1]["high"] - rows[-1]["low"] >= rows[3]["high"] - rows[3]["low"]


def test_comments_and_acts_on_oneself_are_coverage_only() -> None:
    series = series_of(events(("AAA - BBB", 0, 7, 1), ("AAA AID AAA", 0, 7, 1), ("AAA AID BBB", 0, 7, 7)))
    assert series.pairs == (("AAA", "BBB"),)
    assert series.seen.tolist() == [15]
    assert series.total.sum() == 1


def test_no_event_between_the_two() -> None:
    assert relations(events(("AAA AID BBB", 0, 7, 1)), "AAA", "CCC").table.num_rows == 0
    assert all_relations(events(("AAA AID BBB", 0, 0, 1)).cast(EMPTY)).table.num_rows == 0


EMPTY = pa.schema([("day", pa.date32()), *((name, pa.string()) for name in ("source", "relation", "target", "row"))])


def test_the_smoother_agrees_with_regression_on_a_flat_level() -> None:
    rng = np.random.default_rng(0)
    means = rng.normal(3.0, 1.0, (1, 200))
    found = smooth(means, np.ones((1, 200)), 1.0, 100.0)
    assert found.ratio[0] <= 0.01
    assert abs(float(found.level[0].mean()) - float(means.mean())) < 0.05


def test_from_a_view(shelf: Make) -> None:
    rows = [
        {"say": "PRK+RUS CONSULT PRK+RUS", "text": "They met.", "on": "2023-09-13"},
        {"say": "PRK AID RUS", "text": "It sent shells.", "on": "2023-09-20"},
        {"say": "PRK ASSAULT RUS", "text": "It may attack.", "on": "2023-09-21", "modality": "possible"},
        {"say": "PRK AID RUS", "text": "It sent no shells.", "on": "2023-10-20", "polarity": "-"},
        {"say": "PRK AID RUS", "text": "It sends shells."},
    ]
    finding = relations(shelf(rows), "PRK", "RUS")
    assert sum(row["events"] for row in finding.table.to_pylist()) == 2
    assert all(i.startswith("e-") for i in finding.evidence)


@pytest.fixture(scope="module")
def icews(shared: Path) -> pa.Table:
    """All events of 2014."""
    return read_icews_named(shared / "data" / "icews" / "icews14_named.csv").table


def test_every_dyad_of_2014_in_one_pass(icews: pa.Table) -> None:
    begun = time.perf_counter()
    finding = all_relations(icews)
    assert time.perf_counter() - begun < 2
    assert finding.params["dyads"] > 5000
    row = finding.table.to_pylist()[0]
    one = relations(icews, row["a"], row["b"]).table.to_pylist()
    assert sum(r["events"] for r in one) == row["events"], "one dyad alone is counted as among all"


@pytest.mark.parametrize("other", ["UKR", "USA"])
def test_the_crisis_over_crimea_is_a_change_point(icews: pa.Table, other: str) -> None:
    finding = relations(icews, "RUS", other)
    assert any(CRISIS[0] <= day <= CRISIS[1] for day in finding.params["changes"])
    assert len(finding.params["changes"]) <= 6, "changes are few"


TROOPS = {"say": "AAA MOBILIZE/troops BBB", "text": "A sent soldiers to B.", "trigger": "sent", "on": "2024-10-20",
          "doc": "two", "published": "2024-10-25"}  # fmt: skip
SIDES = {
    "allied": (["AAA+BBB alliance AAA+BBB"], [0, 1, 0, 0]),
    "allied afterwards": (["AAA+BBB alliance AAA+BBB, on 2025"], [0, 0, 0, 1]),
    "neighbours with embassies": (["AAA+BBB diplomatic_relations AAA+BBB"], [0, 0, 0, 1]),
    "at war, having been partners in arms": (
        ["AAA+BBB military_cooperation AAA+BBB", "AAA war BBB, on 2022/.."],
        [0, 0, 0, 1],
    ),
}


@pytest.mark.parametrize("case", SIDES)
def test_troops_sent_to_a_friend_are_help(shelf: Make, case: str) -> None:
    ties, quads = SIDES[case]
    rows = [
        {"say": say, "text": f"They are so ({say}).", "doc": "one", "published": "2024-01-01", "on": on or None}
        for say, _, on in (text.partition(", on ") for text in ties)
    ]
    (row,) = relations(shelf([*rows, TROOPS]), "AAA", "BBB").table.to_pylist()
    assert [row[name] for name in QUAD_COLUMNS] == quads
    assert row["score"] == (10.0 if quads[1] else -6.5)
