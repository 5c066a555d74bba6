"""Incidents between states, read end to end: who stands at the ends where the sentence does not name them plainly."""

from __future__ import annotations

from collections import defaultdict

import pytest
from tests.reading.relations import tell

from westphalia.reading.pipeline import read
from westphalia.records import Document

CASES = {
    "rebels stand on somebody's ground": ("Turkish aircraft bombed Kurdish rebels in Iraq.", "ASSAULT", "TUR", "IRQ"),
    "and operate from it": ("Iran launched an offensive against rebels operating from Iraq.", "ASSAULT", "IRN", "IRQ"),
    "a cause is where it is": ("Ghana put its troops on alert because of fighting in Togo.", "MOBILIZE", "GHA", "TGO"),
    "along with": ("Belgium, along with France, imposed a blockade on Chad.", "COERCE", "BEL,FRA", "TCD"),
    "joined by": ("France, joined by Britain, attacked Libya.", "ASSAULT", "FRA,GBR", "LBY"),
    "a ship named before": (
        "Three Australian vessels entered the strait. A Chinese warship intercepted the vessels.",
        "COERCE",
        "CHN",
        "AUS",
    ),
    "a protest against a wrong": (
        "Nigeria entered Liberian territory. Liberia protested the border violation.",
        "ACCUSE",
        "LBR",
        "NGA",
    ),
    "what takes place": ("A clash took place between Indian and Pakistani troops.", "ASSAULT", "IND,PAK", "IND,PAK"),
    "shells land": ("Two Sudanese shells landed in Ugandan territory.", "ASSAULT", "SDN", "UGA"),
    "one's own border": ("Gambia and Senegal sent troops to their common border.", "MOBILIZE", "GMB,SEN", "GMB,SEN"),
    "who is warned": ("Egypt warned Iran against placing warships in Port Sudan.", "MOBILIZE", "IRN", "SDN"),
    "what involves both": ("Clashes on the ridge involved Indian and Chinese troops.", "ASSAULT", "CHN,IND", "CHN,IND"),
    "both are involved in": (
        "Kenya and Uganda were involved in several incidents.",
        "contentious_relations",
        "KEN,UGA",
        "KEN,UGA",
    ),
    "who claims the place": ("Vietnam placed troops on a reef claimed by Malaysia.", "MOBILIZE", "VNM", "MYS"),
    "whose border it is too": ("Kenya sent troops to the border it shares with Somalia.", "MOBILIZE", "KEN", "SOM"),
    "sections of a border": ("Ukraine fortified sections of its border with Moldova.", "MOBILIZE", "UKR", "MDA"),
    "both of two": ("Syria and Turkey both massed troops along their border.", "MOBILIZE", "SYR,TUR", "SYR,TUR"),
    "into which land": ("Ugandan troops pursued rebels into Sudan.", "MOBILIZE", "UGA", "SDN"),
    "over what a protest is": ("Lebanon protested to the council over an Israeli raid.", "ACCUSE", "LBN", "ISR"),
    "who joins a blockade": ("Argentina joined the naval blockade of Haiti.", "COERCE", "ARG", "HTI"),
    "prisoners": ("Two Chadian soldiers were taken prisoner by Libyan troops.", "ASSAULT", "LBY", "TCD"),
    "whose ground a group stands on": ("US drones attacked Taliban hideouts in Pakistan.", "ASSAULT", "USA", "AFG,PAK"),
    "a group of no state": ("US jets attacked a suspected Al-Qaida hideout in Somalia.", "ASSAULT", "USA", "SOM"),
    "led by": ("A multinational force led by Australia landed in Fiji.", "MOBILIZE", "AUS", "FJI"),
    "chased over a border": ("Ugandan troops chased rebels across the Sudanese border.", "MOBILIZE", "UGA", "SDN"),
    # a text that tells of two states alone
    "a town of who reports": ("Hungary reported that Yugoslav planes bombed Barcs.", "ASSAULT", "SRB", "HUN"),
    "shots at a post": ("Chad closed the border with Niger. A Nigerien post was hit.", "ASSAULT", "TCD", "NER"),
}
NONE = {
    "three states": "Chad closed the border with Niger. Malian planes bombed a village.",
    "a commentator": "Malian planes bombed a village. Chad welcomed it.",
    "one's own": "Malian troops attacked rebels. The offensive came after talks with Chad.",
}
DAYS = {
    "told behind": "Greek boats fired on a Turkish trawler. The incident occurred on 7 February 1986.",
    "told before": "An incident took place on 7 February 1986. Greek boats fired on a Turkish trawler.",
    "in its own clause": "A clash on 7 February 1986 in which Greek boats fired on a Turkish trawler is disputed.",
}


@pytest.mark.parametrize("name", CASES)
def test_ends_of_incidents(name: str) -> None:
    text, relation, source, target = CASES[name]
    records = read(Document(id="d-1", name="incident", text=text), reader="frames")
    known: dict[str, set[str]] = defaultdict(set)
    for judgement in records.judgements:
        known[judgement.mention_id] |= set(judgement.codes)

    def states(mentions: tuple[str, ...]) -> str:
        return ",".join(sorted({code for m in mentions for code in known[m]}))

    assert (relation, source, target) in {(s.relation, states(s.source), states(s.target)) for s in records.statements}


@pytest.mark.parametrize("name", NONE)
def test_ends_that_stay_open(name: str) -> None:
    assert not any(told.source and told.target for told in tell(NONE[name]) if told.relation == "ASSAULT")


@pytest.mark.parametrize("name", DAYS)
def test_days_of_incidents(name: str) -> None:
    records = read(Document(id="d-1", name="incident", text=DAYS[name]), reader="frames")
    assert {str(s.when) for s in records.statements if s.relation == "ASSAULT"} == {"1986-02-07"}
