"""The analyses on other states than the seeds', and on nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from westphalia.analysis import dyad, implications_for, places, wants, who_says
from westphalia.analysis.lines import weakest

Make = Callable[[list[dict[str, Any]]], Any]

GAS = [
    {"say": "DEU economic_dependence RUS", "text": "Germany depends on Russian gas.", "trigger": "depends"},
    {"say": "UKR harms RUS", "kind": "implication", "text": "Strikes on refineries hurt Russia.", "trigger": "hurt",
     "modality": "probable", "doc": "two"},
    {"say": "POL partnership DEU", "text": "Poland is Germany's partner.", "trigger": "partner"},
    {"say": "RUS alliance BLR", "text": "Russia and its ally Belarus.", "trigger": "ally"},
    {"say": "DEU SANCTION BLR", "text": "Germany sanctioned Belarus.", "trigger": "sanctioned"},
    {"say": "RUS helps NOR", "kind": "implication", "text": "Norway gains from it.", "trigger": "gains"},
]  # fmt: skip


def test_a_strain_on_what_a_state_depends_on(shelf: Make) -> None:
    found = implications_for(shelf(GAS), "DEU").table.to_pylist()
    told = {(r["how"], r["relation"]): r for r in found}
    strained = told["dependence", "harms"]
    assert (strained["path"], strained["modality"]) == ("UKR → RUS", "probable"), "as sure as the weakest link"
    assert [s["role"] for s in strained["steps"]] == ["implication", "because"]
    assert told["across", "alliance"]["steps"][0]["target"] == ["BLR"]
    assert ("direct", "helps") not in told, "what helps Norway is no path to Germany"


def test_a_negated_implication_keeps_its_sign(shelf: Make) -> None:
    row = {"say": "CHN harms IND", "kind": "implication", "polarity": "-", "text": "It does not harm India."}
    (found,) = implications_for(shelf([row]), "IND").table.to_pylist()
    assert (found["sign"], found["polarity"]) == (1, "-")


def test_reports_of_one_path_are_one_row(shelf: Make) -> None:
    row = {"say": "CHN harms IND", "kind": "implication"}
    told = [{**row, "text": "It harms India.", "doc": "a"}, {**row, "text": "India is hurt.", "doc": "b"}]
    (found,) = implications_for(shelf(told), "IND").table.to_pylist()
    assert (found["reports"], found["publishers"]) == (2, 2)


def test_who_says_tells_denial_and_silence(shelf: Make) -> None:
    told = [
        {"say": "PRK AID RUS", "trigger": "sent", "text": "Pyongyang sent shells.", "by": "KOR", "doc": "a"},
        {"say": "PRK AID RUS", "trigger": "sent", "text": "We sent no shells.", "modality": "denied", "by": "PRK",
         "doc": "b"},
        {"say": "PRK+RUS CONSULT PRK+RUS", "trigger": "met", "text": "They met.", "doc": "c"},
    ]  # fmt: skip
    finding = who_says(shelf(told), ["PRK", "RUS"], matter="arms")
    assert [(r["speaker"], r["says"], r["publisher"]) for r in finding.table.to_pylist()] == [
        ("KOR", "says", "Paper a"),
        ("PRK", "denies", "Paper b"),
        (None, "silent", "Paper c"),
    ]
    assert "No statement in the record has PRK or RUS confirm it." in finding.caveats


@pytest.mark.parametrize(
    "ask",
    [
        lambda v: dyad(v, "FRA", "TCD"),
        lambda v: implications_for(v, "FRA"),
        lambda v: wants(v, "FRA"),
        lambda v: places(v, "FRA"),
        lambda v: who_says(v, ["FRA", "TCD"]),
    ],
)
def test_nothing_is_said_of_who_is_not_in_the_record(shelf: Make, ask: Callable[[Any], Any]) -> None:
    finding = ask(shelf(GAS))
    assert finding.table.num_rows == 0
    assert any("Nothing in the record" in caveat for caveat in finding.caveats)


def test_a_chain_is_as_sure_as_its_weakest_link() -> None:
    assert weakest(["asserted"]) == "asserted"
    assert weakest(["asserted", "reported", "conditional"]) == "conditional"
