"""A plan meets its happening, and what was claimed becomes fact, with days and statements."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from westphalia.linking import course, link, noted, plans

Table = Callable[[Sequence[dict[str, Any]]], pa.Table]

FORECAST = {
    "say": "RUS CONSULT/visit PRK", "doc": "a", "modality": "forecast", "on": "2024-06-18", "trigger": "visit",
    "published": "2024-06-12", "text": "Putin will visit North Korea on 18 June.",
}  # fmt: skip
HELD = {
    "say": "RUS CONSULT/visit PRK", "doc": "b", "on": "2024-06-18", "trigger": "visited", "published": "2024-06-19",
    "text": "Putin visited Pyongyang on Tuesday.",
}  # fmt: skip
AGREED = {
    "say": "KEN+TZA AGREE KEN+TZA", "doc": "c", "trigger": "agreed", "published": "2024-03-01",
    "text": "Kenya and Tanzania agreed that their ministers would meet in Arusha.",
}  # fmt: skip
MET = {
    "say": "KEN+TZA CONSULT KEN+TZA", "doc": "d", "trigger": "met", "published": "2024-03-20", "on": "2024-03-18",
    "text": "The ministers of Kenya and Tanzania met in Arusha.",
}  # fmt: skip


def found(table: pa.Table) -> tuple[list[dict[str, Any]], list[Any]]:
    """The events that a table's statements are linked to, as the View's lines, and their plans."""
    events = [
        {**asdict(e), "when_start": e.when and e.when.start, "when_end": e.when and e.when.end}
        for e in link(table).events
    ]
    return events, plans(events, table.to_pylist())


@pytest.mark.parametrize("rows", [[FORECAST, HELD], [AGREED, MET]], ids=["forecast", "agreed"])
def test_a_plan_meets_its_happening(table: Table, rows: list[dict[str, Any]]) -> None:
    events, (plan,) = found(table(rows))
    by_id = {e["id"]: e for e in events}
    assert len(events) == 2
    assert by_id[plan.happening]["relation"] == "CONSULT"
    assert by_id[plan.happening]["certainty"] == "asserted"
    assert "happened" in noted([plan])[plan.plan]
    assert plan.plan in noted([plan])[plan.happening]


NOT_ITS = {
    "nothing told": [FORECAST],
    "another day": [FORECAST, {**HELD, "on": "2024-07-30", "published": "2024-08-01"}],
    "another pair": [FORECAST, {**HELD, "say": "RUS CONSULT/visit CHN"}],
    "long before": [AGREED, {**MET, "published": "2023-01-05", "on": "2023-01-04"}],
    "a day not known": [AGREED, {**MET, "on": None}],
    "before it was announced": [FORECAST, {**HELD, "on": "2024-06-01/2024-06-10"}],
    "it was called off": [FORECAST, {**HELD, "polarity": "-", "text": "Putin did not visit Pyongyang."}],
}


@pytest.mark.parametrize("case", NOT_ITS)
def test_a_plan_without_its_happening_says_so(table: Table, case: str) -> None:
    _, (plan,) = found(table(NOT_ITS[case]))
    assert plan.happening is None
    assert str(plan).endswith("not reported as happened")


def test_an_agreement_on_other_things_is_no_plan(table: Table) -> None:
    assert found(table([{**AGREED, "text": "Kenya and Tanzania agreed on lower tariffs."}, MET]))[1] == []


CLAIM = {
    "say": "RUS ASSAULT UKR", "trigger": "struck", "on": "2024-05-05", "place": "Kharkiv",
    "text": "Russia struck a factory in Kharkiv on 5 May.",
}  # fmt: skip


def test_certainty_drifts_over_reports(table: Table) -> None:
    rows = [
        {**CLAIM, "doc": "a", "by": "UKR", "published": "2024-05-06", "text": CLAIM["text"] + " Kyiv said so."},
        {**CLAIM, "doc": "b", "published": "2024-05-09"},
        {**CLAIM, "doc": "c", "published": "2024-06-09", "background": True},
    ]
    links = link(table(rows))
    assert len(links.events) == 1
    assert [(d.field, d.strength) for d in links.disagreements] == [("certainty", "drift")]
    steps = course(table(rows).to_pylist())
    assert [(s.published, s.certainty) for s in steps] == [
        (date(2024, 5, 6), "claimed by UKR"),
        (date(2024, 5, 9), "stated as fact"),
        (date(2024, 6, 9), "presupposed"),
    ]
    assert course(table([{**row, "by": "UKR", "modality": "reported"} for row in rows]).to_pylist()) == []
