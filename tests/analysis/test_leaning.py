"""Exposure, pathways and leverage on hand-made records."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.analysis.test_network import tie

from westphalia.analysis import dyad
from westphalia.analysis.exposure import exposure
from westphalia.analysis.leverage import leverage
from westphalia.analysis.pathways import pathways
from westphalia.analysis.relations import relations
from westphalia.errors import BadInput

Make = Callable[[list[dict[str, Any]]], Any]
AT = date(2024, 9, 1)
INDIA = [
    {"say": "IND arms_dependence RUS", "text": "India depends on Russia for arms."},
    {"say": "IND+USA partnership IND+USA", "text": "India and the United States are partners."},
    {"say": "RUS running_out_of_options RUS", "kind": "state", "text": "The Kremlin is running out of options."},
    {"say": "RUS+UKR war RUS+UKR", "text": "The war of Russia in Ukraine."},
    {"say": "PRK+RUS military_cooperation PRK+RUS", "text": "Russia and North Korea work together."},
    {"say": "PRK+USA strained_relations PRK+USA", "text": "Tensions of North Korea and the United States."},
    {"say": "IND concern PAK", "kind": "stance", "text": "India worries about Pakistan."},
    {"say": "FRA isolated FRA", "kind": "state", "text": "France is isolated."},
]


def by(finding: Any, *columns: str) -> dict[Any, dict[str, Any]]:
    """Rows by some columns."""
    return {tuple(row[c] for c in columns): row for row in finding.table.to_pylist()}


def opens(finding: Any, view: Any) -> None:
    """Every id in the table is evidence, and every statement is in the view."""
    known = set(view.statements()["id"].to_pylist())
    for row in finding.table.to_pylist():
        for name, value in row.items():
            if name.endswith("ids") or name == "statements":
                assert set(value) <= set(finding.evidence)
            if name == "statements":
                assert set(value) <= known


def test_exposure_of_india(shelf: Make) -> None:
    view = shelf(INDIA)
    finding = exposure(view, "IND", at=AT)
    rows = by(finding, "domain", "on")
    arms = rows["arms", "RUS"]
    assert finding.table.to_pylist()[0] == arms, "what is most at risk comes first"
    assert "war with UKR" in arms["strain"]
    assert "running out of options" in arms["strain"]
    assert any("PRK" in told for told in arms["cross"]), "its supplier works with the foe of its partner"
    assert not any("PRK" in told for told in rows["security", "USA"]["cross"] if "cooperation" in told)
    assert arms["size"] is None, "not known is not zero"
    assert ("membership", "IGO.brics") in rows or ("membership", "IGO.saarc") in rows
    opens(finding, view)


def test_exposure_with_data_has_shares_and_concentration(shelf: Make) -> None:
    deals = [
        tie("RUS arms_supply IND", row="sipri:1", start=date(2016, 1, 1), end=date(2018, 12, 31), size=600.0),
        tie("FRA arms_supply IND", row="sipri:2", start=date(2020, 1, 1), end=date(2022, 12, 31), size=400.0),
        tie("GBR arms_supply IND", row="sipri:3", start=date(1960, 1, 1), end=date(1962, 12, 31), size=900.0),
        tie("USA arms_supply IND", row="sipri:4", start=date(2022, 1, 1), end=None, size=None),
        tie("IND arms_supply ARM", row="sipri:5", start=date(2020, 1, 1), end=date(2021, 12, 31), size=50.0),
    ]
    data = [{**x, "unit": "million TIV", "dataset": "SIPRI"} for x in deals]
    rows = by(exposure(shelf(INDIA, data=data), "IND", AT), "domain", "on")
    assert rows["arms", "RUS"]["share"] == pytest.approx(0.6)
    assert rows["arms", "RUS"]["concentration"] == pytest.approx(0.52)
    assert rows["arms", "FRA"]["ids"] == ["sipri:2"]
    assert rows["arms", "USA"]["size"] is None, "ordered, not delivered"
    assert ("arms", "GBR") not in rows, "sixty years ago"
    assert ("arms", "ARM") not in rows, "it sells there"


def test_a_fact_counts_once_and_what_is_only_wished_not_at_all(shelf: Make) -> None:
    told = [
        {"say": "FJI arms_dependence AUS", "text": "Fiji depends on Australia for arms."},
        {"say": "FJI concern TON", "kind": "stance", "text": "Fiji worries about Tonga."},
        {"say": "AUS economic_dependence TON", "text": "Australia depends on Tonga."},
        {"say": "AUS alliance TON", "text": "Australia wants an alliance with Tonga.", "modality": "desired"},
        {"say": "AUS harms AUS", "kind": "implication", "text": "What Australia does harms it."},
    ]
    rows = by(exposure(shelf(told), "FJI"), "domain", "on")
    assert rows["arms", "AUS"]["strain"] == ["economic dependence on TON"]
    assert rows["arms", "AUS"]["cross"] == [], "the dependence is a strain already, the alliance a wish"


WAY = [
    {"say": "RUS diffusion_path PAK", "kind": "implication", "via": ["PRK"], "modality": "possible",
     "text": "Russian technology may reach Islamabad through Pyongyang."},
    {"say": "PRK+RUS military_cooperation PRK+RUS", "text": "They work together.", "on": "2023-01-01/.."},
    {"say": "PRK proliferation PAK", "text": "North Korea passed missiles to Pakistan.", "on": "1993/2001"},
    {"say": "CHN+PAK alliance CHN+PAK", "text": "China and Pakistan are allies."},
    {"say": "RUS AID CHN", "text": "Russia sent arms to China.", "on": "2024-03-01"},
]  # fmt: skip


def test_from_russia_to_pakistan_by_north_korea(shelf: Make) -> None:
    view = shelf(WAY)
    finding = pathways(view, "RUS", "PAK")
    first = finding.table.to_pylist()[0]
    assert (first["path"], first["how"], first["modality"]) == (["RUS", "PRK", "PAK"], "said", "possible")
    assert first["steps"][0]["quote"].startswith("Russian technology")
    assert first["score"] <= 0.4, "no surer than the text: possible"
    assert any(i.startswith("t-") for i in first["ids"]), "backed by the ties on its way"
    opens(finding, view)


def test_through_one_state_only_and_new_ways(shelf: Make) -> None:
    rows = pathways(shelf(WAY), "RUS", "PAK", via="CHN", since=date(2024, 1, 1)).table.to_pylist()
    assert [(row["path"], row["how"], row["new"]) for row in rows] == [(["RUS", "CHN", "PAK"], "joined", True)]
    assert pathways(shelf(WAY), "RUS", "PAK", via="BRA").table.num_rows == 0


def test_a_chain_is_as_sure_as_its_weakest_link_and_runs_in_time(shelf: Make) -> None:
    ways = [
        {"say": "AUS arms_supply FJI", "text": "One arms the other.", "modality": "possible"},
        {"say": "FJI arms_supply TON", "text": "And that one the next."},
        {"say": "NZL arms_supply FJI", "text": "It began to arm it.", "on": "2020/.."},
    ]
    (row,) = pathways(shelf(ways), "AUS", "TON").table.to_pylist()
    assert row["modality"] == "possible"
    assert row["score"] == pytest.approx(0.8 * 0.4 * 0.8)
    past = [
        *ways[2:],
        {"say": "FJI war NRU", "text": "no channel"},
        {"say": "FJI AID TON", "text": "It gave aid.", "on": "1990"},
    ]
    assert pathways(shelf(past), "NZL", "TON").table.num_rows == 1, "what was given once shows a way"
    assert pathways(shelf(past), "TON", "NZL").table.num_rows == 0, "arms do not flow back"
    foes = [*past, {"say": "FJI war TON", "text": "They fight."}]
    assert pathways(shelf(foes), "NZL", "TON").table.num_rows == 0, "nothing passes through a foe"


def test_what_no_text_names_is_at_most_possible_and_ease_is_a_share(shelf: Make) -> None:
    for row in pathways(shelf(WAY), "RUS", "PAK").table.to_pylist():
        assert row["modality"] == "possible", row["path"]
        assert all(0 <= step["ease"] <= 1 for step in row["steps"])
    sure = [{"say": "FJI arms_supply TON", "text": "Fiji arms Tonga."}]
    (row,) = pathways(shelf(sure), "FJI", "TON").table.to_pylist()
    assert (row["how"], row["modality"]) == ("joined", "possible")


def test_relief_and_backing_pass_on_nothing_back(shelf: Make) -> None:
    relief = [{"say": "FJI AID TON", "text": "Fiji sent food to Tonga after a flood.", "trigger": "sent"}]
    assert pathways(shelf(relief), "FJI", "TON").table.num_rows == 0
    military = [{"say": "FJI AID TON", "text": "Fiji sent military aid to Tonga.", "trigger": "sent"}]
    assert pathways(shelf(military), "FJI", "TON").table.num_rows == 1
    backed = [{"say": "FJI SUPPORT TON", "text": "Fiji backed Tonga.", "trigger": "backed"}]
    assert pathways(shelf(backed), "FJI", "TON").table.num_rows == 1
    assert pathways(shelf(backed), "TON", "FJI").table.num_rows == 0


def test_what_is_sold_passes_on_by_its_share(shelf: Make) -> None:
    deal = {"kind": "arms_supply", "start": date(2015, 1, 1), "end": date(2018, 12, 31), "unit": "million TIV"}
    sold = [("RUS", "CHN", 90.0), ("FRA", "CHN", 10.0), ("CHN", "PAK", 5.0)]
    rest = {"dataset": "SIPRI", "coverage_end": date(2018, 12, 31)}
    deals = [
        {**deal, **rest, "source": source, "target": target, "size": size, "row": f"sipri:{count}"}
        for count, (source, target, size) in enumerate(sold)
    ]
    (row,) = pathways(shelf([], data=deals), "RUS", "PAK").table.to_pylist()
    assert (row["id"], row["score"]) == ("p-RUS-CHN-PAK", pytest.approx(0.8 * 0.9 * 0.8))
    assert row["ids"] == ["sipri:0", "sipri:2"]


def test_a_way_that_is_denied_is_none(shelf: Make) -> None:
    denied = [{**WAY[0], "polarity": "-"}]
    assert pathways(shelf(denied), "RUS", "PAK").table.num_rows == 0


PUZZLE = [
    {"say": "PRK economic_dependence CHN", "text": "North Korea depends on Chinese trade."},
    {"say": "CHN+PRK alliance CHN+PRK", "text": "China and its ally."},
    {"say": "CHN leads_to CHN+PRK", "kind": "implication", "polarity": "-",
     "text": "Economic ties do not lead Beijing to pressure Pyongyang."},
    {"say": "CHN REQUEST PRK", "polarity": "-", "text": "Beijing does not press Pyongyang."},
    {"say": "PRK REJECT CHN", "text": "Pyongyang refused."},
    {"say": "PRK REQUEST CHN", "text": "North Korea asked for technology."},
    {"say": "CHN REJECT PRK", "text": "China rebuffed it."},
]  # fmt: skip


def test_the_puzzle_of_china_and_north_korea(shelf: Make) -> None:
    view = shelf(PUZZLE)
    finding = leverage(view, "CHN", "PRK")
    assert finding.params["dependence"] > 0.15
    assert finding.params["compliance"] < 0
    assert finding.params["reading"] == (
        "By the record North Korea needs China more than the reverse. The texts say that China lets North Korea be. "
        "North Korea refused more often than it gave way (1 refusal, 0 concessions)."
    )
    factors = {row["factor"] for row in finding.table.to_pylist()}
    assert {"dependence", "counter-dependence", "limit", "forbearance", "rebuff", "request", "restraint"} <= factors
    opens(finding, view)
    turned = leverage(view, "PRK", "CHN")
    assert turned.params["dependence"] == -finding.params["dependence"], "one balance, seen from either side"
    assert "North Korea needs China more" in turned.params["reading"]


def test_requests_of_both_count_alike(shelf: Make) -> None:
    asked = [
        {"say": "CHN REQUEST PRK", "text": "China asked North Korea for coal."},
        {"say": "PRK REQUEST CHN", "text": "North Korea asked China for rice."},
    ]
    assert leverage(shelf(asked), "CHN", "PRK").params["dependence"] == 0


@pytest.mark.parametrize("ask", [leverage, pathways, dyad, relations])
def test_one_state_is_no_pair(shelf: Make, ask: Any) -> None:
    with pytest.raises(BadInput, match="two different states"):
        ask(shelf(PUZZLE), "CHN", "CHN")


def test_nothing_is_nothing(shelf: Make) -> None:
    view = shelf(PUZZLE)
    assert leverage(view, "FRA", "BRA").params["dependence"] is None
    assert pathways(view, "FRA", "BRA").table.num_rows == 0
    assert {row["domain"] for row in exposure(view, "FRA").table.to_pylist()} <= {"membership"}


def test_trade_is_of_the_last_year_by_the_buyer_and_energy_apart(shelf: Make) -> None:
    def flow(year: int, goods: str, by: str, size: float, seller: str = "QAT") -> dict[str, Any]:
        days = {"start": date(year, 1, 1), "end": date(year, 12, 31)}
        line = tie(f"{seller} trade SGP", row=f"{seller}{year}{goods}{by}", size=size, unit="USD", **days)
        return {**line, "note": f"{goods}; as reported by the {by}"}

    flows = [
        flow(2013, "27 Mineral fuels", "buyer", 9.0),
        flow(2014, "27 Mineral fuels", "seller", 7.0),
        flow(2014, "27 Mineral fuels", "buyer", 6.0),
        flow(2014, "27 Mineral fuels", "buyer", 2.0, seller="AUS"),
        flow(2014, "84 Machinery", "buyer", 1.0),
        flow(2030, "27 Mineral fuels", "buyer", 99.0),
    ]
    rows = by(exposure(shelf(INDIA, data=flows), "SGP", AT), "domain", "on")
    assert rows["energy", "QAT"]["size"] == 6.0
    assert rows["energy", "QAT"]["share"] == pytest.approx(0.75)
    assert rows["economic", "QAT"]["size"] == 1.0


def test_a_partner_that_sanctions_the_supplier_cuts_across(shelf: Make) -> None:
    ban = {**tie("USA sanction RUS", row="gsdb:9", start=date(2022, 2, 24)), "dataset": "GSDB 3"}
    rows = by(exposure(shelf(INDIA, data=[ban]), "IND", AT), "domain", "on")
    assert "gsdb:9" in rows["arms", "RUS"]["cross_ids"]


def test_what_came_after_the_day_does_not_count(shelf: Make) -> None:
    rows = [
        {"say": "EGY arms_dependence RUS", "text": "Egypt depends on Russia for arms.", "published": "2020-05-01"},
        {"say": "RUS+UKR war RUS+UKR", "text": "Russia is at war with Ukraine.", "on": "2022-02-24/.."},
        {"say": "GEO+RUS war GEO+RUS", "text": "Russia was at war with Georgia in August 2008.", "on": "2008-08"},
        {"say": "RUS isolated RUS", "kind": "state", "text": "Russia is isolated.", "published": "2023-03-01"},
        {"say": "EGY REQUEST RUS", "text": "Egypt asked Russia for more in 2023.", "on": "2023"},
    ]
    view = shelf(rows)
    (then,) = [x for x in exposure(view, "EGY", at=date(2021, 1, 1)).table.to_pylist() if x["domain"] == "arms"]
    (later,) = [x for x in exposure(view, "EGY", at=date(2024, 1, 1)).table.to_pylist() if x["domain"] == "arms"]
    assert then["strain"] == [], "one war is over by then, the other and the isolation are to come"
    assert later["strain"] == ["war with UKR", "isolated"]
    factors = [leverage(view, "RUS", "EGY", at=day).table["factor"].to_pylist() for day in (date(2021, 1, 1), AT)]
    assert factors == [["dependence"], ["dependence", "request"]]
