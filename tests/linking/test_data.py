"""Texts against data: what a text says is gone and a data set says stands, within what the data cover."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa
from tests.linking.conftest import make

from westphalia.linking import link

TREATY = {
    "kind": "mutual_defence",
    "source": "CHN",
    "target": "PRK",
    "start": date(1961, 7, 11),
    "end": None,
    "row": "atop:3445",
    "coverage_end": date(2018, 12, 31),
}


def stands(says: str, on: str, **tie: Any) -> list[tuple[str, list[tuple[str, int]]]]:
    """The disagreements of a text of a day with a treaty."""
    told = {"say": says.replace("not ", ""), "polarity": "-" if "not " in says else "+", "on": on}
    rows = make([{**told, "text": "Of the alliance."}])
    found = link(rows, data=pa.Table.from_pylist([{**TREATY, **tie}])).disagreements
    return [(x.strength, [(value, len(ids)) for value, ids in x.sides]) for x in found if x.field == "stands"]


def test_a_text_that_data_contradict() -> None:
    gone = [("hard", [("does not hold", 1), ("stands, by data", 1)])]
    assert stands("CHN not alliance PRK", "2012") == gone
    assert stands("CHN not alliance PRK", "2021") == [], "the data do not reach so far"
    assert stands("CHN not alliance PRK", "2012", end=date(2000, 1, 1)) == []
    assert stands("CHN alliance PRK", "2012") == []


def test_a_text_of_what_data_know_to_have_ended() -> None:
    holds = [("soft", [("holds", 1), ("ended, by data", 1)])]
    assert stands("CHN alliance PRK", "2012", end=date(2000, 1, 1)) == holds
