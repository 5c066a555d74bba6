"""Scenarios and changes: what differs, and that the view stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.analysis.test_leaning import INDIA, WAY

from westphalia.analysis.blocs import blocs
from westphalia.analysis.changes import changes
from westphalia.analysis.exposure import exposure
from westphalia.analysis.implications import implications_for
from westphalia.analysis.pathways import pathways
from westphalia.analysis.scenario import Change, WhatIf, parse_change, scenario
from westphalia.errors import BadInput, UnknownActor

Make = Callable[[list[dict[str, Any]]], Any]
ANALYSES: dict[str, Any] = {
    "exposure": lambda view: exposure(view, "IND"),
    "pathways": lambda view: pathways(view, "CHN", "PAK"),
    "blocs": lambda view: blocs(view, date(2024, 7, 1)),
}


def test_without_the_dependence(shelf: Make) -> None:
    view = shelf(INDIA)
    before = view.statements().num_rows
    finding = scenario(view, ["- IND arms_dependence RUS"], ANALYSES)
    rows = finding.table.to_pylist()
    assert ("exposure", "arms, RUS", "gone") in {(r["analysis"], r["row"], r["change"]) for r in rows}
    assert view.statements().num_rows == before
    assert exposure(view, "IND").table.to_pylist()[0]["domain"] == "arms"


def test_with_another_supplier(shelf: Make) -> None:
    rows = scenario(shelf(INDIA), ["+ CHN arms_supply PAK"], ANALYSES).table.to_pylist()
    (new,) = [row for row in rows if row["analysis"] == "pathways"]
    assert new["change"] == "new"
    assert new["row"].startswith("CHN, PAK")


def test_less_sure_by_id(shelf: Make) -> None:
    view = shelf(INDIA)
    (id,) = view.ties(relation="arms_dependence")["id"].to_pylist()
    rows = scenario(view, [f"= {id} possible"], ANALYSES).table.to_pylist()
    assert ("arms, RUS", "certainty", "asserted", "possible") in {
        (row["row"], row["column"], row["before"], row["after"]) for row in rows
    }


def test_no_change_no_difference(shelf: Make) -> None:
    finding = scenario(shelf(INDIA), [], ANALYSES)
    assert finding.table.num_rows == 0
    assert finding.caveats[0] == "No difference in exposure, pathways, blocs."


def test_states_by_name(shelf: Make) -> None:
    assert str(parse_change("+ 'North Korea'+China AID russia possible")) == "+ CHN+PRK AID RUS"
    assert parse_change("+ CHN+RUS CONSULT CHN+RUS").source == ("CHN", "RUS"), "two of them do stand between each other"
    with pytest.raises(UnknownActor):
        parse_change("+ Atlantis AID RUS")


@pytest.mark.parametrize("wrong", [{"modality": ["possible"]}, {"source": "CHN"}, {"relation": ["AID"]}])
def test_a_change_holds_one_word_where_one_is_meant(wrong: dict[str, Any]) -> None:
    right = {"action": "add", "relation": "AID", "source": ("CHN",), "target": ("PRK",)}
    with pytest.raises(BadInput):
        Change(**(right | wrong))


def test_a_state_in_other_company_is_the_same_state(shelf: Make) -> None:
    rows = scenario(shelf(INDIA), ["+ IND+FRA alliance IND+FRA"], {"blocs": ANALYSES["blocs"]}).table.to_pylist()
    assert {row["row"] for row in rows if row["change"] == "new"} == {"FRA"}
    assert any(row["change"] == "differs" and row["column"] == "members" for row in rows)


def test_other_analyses_take_it_for_a_view(shelf: Make) -> None:
    seen = WhatIf(shelf(INDIA), [parse_change("+ PRK harms IND".replace("harms", "ASSAULT"))])
    assert implications_for(seen, "IND").name
    assert seen.snapshot == 7
    assert seen.events(actor="IND", other="PRK").num_rows == 1
    assert seen.statements(kind="tie").num_rows == 5


@pytest.mark.parametrize(
    "text",
    [
        "",
        "CHN arms_supply PAK",
        "+ CHN likes PAK",
        "+ CHN AID",
        "- IND alliance BRA",
        "- t-0",
        "+ BRA arms_supply BRA",
        "+ CHN+IRN arms_supply IRN",
        "+ FRA alliance FRA",
        "+ KEN+UGA AID UGA",
        "= IND arms_dependence RUS",
        "+ CHN arms_supply PAK maybe",
        "+ CHN trade PAK",
        "+ 'North Korea AID RUS",
    ],
)
def test_what_cannot_be_meant_is_told(shelf: Make, text: str) -> None:
    with pytest.raises(BadInput):
        scenario(shelf(INDIA), [text], ANALYSES)


def test_what_changed(shelf: Make) -> None:
    later = [{**row, "modality": "asserted"} if "diffusion" in row["say"] else row for row in WAY]
    before, after = shelf(WAY[:3]), shelf(later)
    finding = changes(after, before)
    told = {(row["what"], row["change"], row["relation"]) for row in finding.table.to_pylist()}
    assert told == {("tie", "new", "alliance"), ("event", "new", "AID")}
    assert changes(after, after).table.num_rows == 0
    assert changes(before, after).params["counts"]["gone"] == 2
    assert {row["relation"] for row in changes(after, before, actor="PAK").table.to_pylist()} == {"alliance"}


def test_what_got_firmer(shelf: Make) -> None:
    once = {"say": "CHN+PAK alliance CHN+PAK", "text": "They may be allies.", "modality": "possible"}
    again = {"say": "CHN+PAK alliance CHN+PAK", "text": "They are allies.", "doc": "two"}
    (row,) = changes(shelf([once, again]), shelf([once])).table.to_pylist()
    assert (row["change"], row["before"], row["after"]) == ("firmer", "possible", "asserted")


def test_changes_have_their_days_and_sentence_and_tell_of_undated_texts(shelf: Make) -> None:
    row = {"say": "PRK CONSULT CHN", "text": "Kim came to Beijing.", "on": "2025-09-03", "published": None}
    before = shelf([])
    before.until = date(2024, 7, 1)
    finding = changes(shelf([row]), before)
    (found,) = finding.table.to_pylist()
    assert (found["when_start"], found["when_end"], found["quote"]) == (
        date(2025, 9, 3),
        date(2025, 9, 3),
        "Kim came to Beijing.",
    )
    assert "1 of 1 that are new rest on texts without a day of publication" in finding.caveats[0]
