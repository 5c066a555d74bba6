"""Statements of one happening become one event; what stands becomes a tie; what clashes is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from westphalia.linking import conflicts, copied, happenings, link
from westphalia.linking.rows import Row
from westphalia.records import Links

Table = Callable[[Sequence[dict[str, Any]]], pa.Table]

VISIT = {"say": "PRK CONSULT/visit RUS", "trigger": "visit", "text": "Kim began a visit to Russia."}
SIGNED = {"say": "PRK+RUS SUPPORT PRK+RUS", "trigger": "signing", "published": "2024-07"}
WIRE = (
    "The North fired two ballistic missiles into the sea off its eastern coast on Friday, the military in Seoul said."
)

PEOPLE = ["PRK.kim-jong-un", "RUS.vladimir-putin"]
MEETING = {"say": "PRK+RUS CONSULT PRK+RUS", "trigger": "met", "source_actors": PEOPLE, "target_actors": PEOPLE}

SOLD = {
    "say": "CHN COOPERATE RUS",
    "by": "USA",
    "doc": "a",
    "trigger": "selling",
    "published": "2024-03-04",
    "text": "The United States accused China of selling drones to Russia.",
}
GIVEN = {
    "say": "CHN AID RUS",
    "by": "UKR",
    "doc": "b",
    "trigger": "supplying",
    "published": "2024-03-20",
    "text": "At the General Assembly, Kyiv said that China was supplying drones to Russia.",
}

ONE = {
    "told twice in a text": [VISIT, {**VISIT, "text": "The visit lasted six days."}],
    "a meeting on the visit": [
        {**VISIT, "on": "2023-09"},
        {"say": "PRK+RUS CONSULT PRK+RUS", "trigger": "met", "text": "The two met at the port.", "on": "2023-09-13"},
    ],
    "a signing in two abstracts": [
        {**SIGNED, "segment": 1, "on": "2024-06", "text": "The signing of a Comprehensive Strategic Partnership."},
        {**SIGNED, "segment": 2, "text": "The signing of the ‘Comprehensive Strategic Partnership’ raised concerns."},
    ],
    "a signing with one side left open": [
        {**SIGNED, "say": "RUS SUPPORT", "segment": 1, "on": "2024-06",
         "text": "The signing of a Comprehensive Strategic Partnership helped."},
        {**SIGNED, "segment": 2, "text": "The signing of the ‘Comprehensive Strategic Partnership’ raised concerns."},
    ],
    "signed here, agreed there": [
        {**SIGNED, "doc": "a", "on": "2024-06-19", "text": "They signed a partnership treaty.", "trigger": "signed"},
        {"say": "RUS+PRK AGREE RUS+PRK", "doc": "b", "on": "2024-06-19", "trigger": "agreed", "published": "2024-06-20",
         "text": "The two agreed on a partnership treaty in Pyongyang."},
    ],
    "an allegation that another takes up": [SOLD, GIVEN],
    "an allegation brought before the United Nations": [
        {"say": "ARE AID SDN", "by": "SDN", "doc": "a", "trigger": "arming", "published": "2024-05-02",
         "text": "Sudan accused the Emirates of arming the rebels with weapons."},
        {"say": "ARE AID SDN", "by": "EGY", "doc": "b", "trigger": "delivered", "published": "2024-06-06",
         "text": "In the Security Council, Cairo claimed that the Emirates delivered weapons to Sudan's rebels."},
    ],
    "a wire copy": [
        {"say": "PRK MOBILIZE KOR", "doc": "a", "trigger": "fired", "text": WIRE},
        {"say": "PRK MOBILIZE KOR", "doc": "b", "trigger": "fired", "text": WIRE.replace("military", "army")},
    ],
    "a member of the group": [
        {"say": "USA ACCUSE/allege RUS", "trigger": "claimed", "text": "The US claimed it in August.", "on": "2023-08"},
        {"say": "GBR+JPN+KOR+USA ACCUSE/allege RUS", "trigger": "assertion", "text": "It repeated the assertion."},
    ],
    "a treaty on another day": [
        {**SIGNED, "doc": "a", "on": "2024-06-19", "trigger": "signed", "published": "2024-06-19",
         "text": "The two signed a treaty on a grand strategic partnership in Pyongyang."},
        {**SIGNED, "doc": "b", "on": "2024-06-18", "trigger": "signed", "published": "2024-06-21",
         "text": "It will reconsider after they signed a treaty of assistance in Pyongyang on 18 June."},
        {"say": "RUS SUPPORT", "doc": "c", "on": "2024-06", "trigger": "signing", "published": "2024-07",
         "text": "The signing of a ‘Grand Strategic Partnership’ agreement with Moscow helped."},
    ],
    "an undated telling of the place": [
        {**MEETING, "doc": "a", "on": "2023-09-12", "published": "2023-09-13", "place": "Vladivostok",
         "text": "He crossed by armoured train on Tuesday and met the president there, a Seoul official said."},
        {**VISIT, "doc": "b", "published": None, "source_actors": PEOPLE[:1], "place": "Vladivostok",
         "text": "Support for a deal made his visit a much-watched affair."},
        {**MEETING, "doc": "b", "published": None, "place": "Vladivostok", "trigger": "meeting",
         "text": "“Always with you,” said one while meeting the other there."},
        {"say": "PRK axis RUS", "doc": "b", "published": None, "on": "2023-09-19", "text": "An axis."},
    ],
    "a background reminder": [
        {"say": "CHN SANCTION USA", "doc": "a", "on": "2023-02-16", "trigger": "sanctioned", "published": "2023-02-16",
         "text": "China sanctioned two makers of weapons."},
        {"say": "CHN SANCTION USA", "doc": "b", "background": True, "trigger": "sanctions", "published": "2024-06-01",
         "text": "Sanctions on two makers of weapons followed then.", "on": "2023-02"},
    ],
}  # fmt: skip

SEVERAL = {
    "two visits, years apart": [{**VISIT, "on": "2019-04"}, {**VISIT, "on": "2023-09", "text": "Kim's second visit."}],
    "a deal and a third party that approves of it": [
        {"say": "PRK+RUS AGREE PRK+RUS", "trigger": "arms deal", "text": "The arms deal shows it."},
        {"say": "CHN SUPPORT PRK+RUS", "trigger": "conveyed", "text": "China conveyed support for an arms deal."},
    ],
    "a visit and its return": [
        {**VISIT, "on": "2024"},
        {"say": "RUS CONSULT/visit PRK", "trigger": "visit", "text": "Putin's visit to North Korea.", "on": "2024"},
    ],
    "asked for and given": [
        {"say": "RUS REQUEST PRK", "trigger": "asked", "text": "Russia asked for shells."},
        {"say": "PRK AID RUS", "trigger": "gave", "text": "North Korea gave shells."},
    ],
    "planned and held": [
        {**VISIT, "modality": "forecast", "text": "Kim will visit Russia."},
        {**VISIT, "text": "Kim visited Russia."},
    ],
    "a second meeting at a place, years later": [
        {**MEETING, "doc": "a", "on": "2019-04-25", "published": "2019-04-25", "place": "Vladivostok",
         "text": "They met in the port."},
        {**MEETING, "doc": "b", "published": "2023-09-20", "place": "Vladivostok",
         "text": "Once more the two leaders met there, with generals and ministers, for talks and a long dinner."},
    ],
    "treaties of two seasons": [
        {**SIGNED, "doc": "a", "on": "2024-06-19", "trigger": "signed", "text": "They signed a treaty of assistance."},
        {**SIGNED, "doc": "b", "on": "2024-11-09", "trigger": "signed", "text": "They signed a treaty on rivers."},
    ],
    "did and did not": [VISIT, {**VISIT, "polarity": "-", "text": "Kim did not visit Russia."}],
    "undated strikes in two papers": [
        {"say": "RUS ASSAULT UKR", "doc": "a", "trigger": "struck", "text": "Russia struck a market in Kherson."},
        {"say": "RUS ASSAULT UKR", "doc": "b", "trigger": "shelled", "text": "Russia shelled a village near Sumy.",
         "published": "2024-01-03"},
    ],
    "allegations of two matters": [SOLD, {**GIVEN, "text": "Kyiv said that China was supplying oil to Russia."}],
    "allegations of two years": [SOLD, {**GIVEN, "published": "2025-03-20"}],
    "what is told flatly is no allegation": [{**SOLD, "by": ""}, {**GIVEN, "by": ""}],
    "aid of two kinds": [
        {"say": "CHN AID PRK", "doc": "a", "trigger": "sent", "text": "China sent grain and other food."},
        {"say": "CHN AID PRK", "doc": "b", "trigger": "sent", "text": "China sent crude oil."},
    ],
}  # fmt: skip


def groups(links: Links) -> set[frozenset[str]]:
    """The sets of statements that became one event."""
    return {frozenset(event.statements) for event in links.events}


@pytest.mark.parametrize("case", ONE)
def test_one_happening(table: Table, case: str) -> None:
    links = link(table(ONE[case]))
    assert len(links.events) == 1, links.events


@pytest.mark.parametrize("case", SEVERAL)
def test_several_happenings(table: Table, case: str) -> None:
    links = link(table(SEVERAL[case]))
    assert len(links.events) == 2, links.events


def test_copies_and_one_speaker_are_no_independent_publishers(table: Table) -> None:
    copied = link(table(ONE["a wire copy"])).events[0]
    assert (copied.reports, copied.publishers) == (2, 1)
    row = {"say": "RUS AID PRK", "trigger": "sent", "by": "KCNA"}
    relayed = [{**row, "doc": "a", "text": "Russia sent flour, KCNA said."},
               {**row, "doc": "b", "text": "According to KCNA, flour was sent."}]  # fmt: skip
    assert [(e.reports, e.publishers) for e in link(table(relayed)).events] == [(2, 1)]
    own = [{**row, "by": "", "doc": r["doc"], "text": r["text"]} for r in relayed]
    assert [(e.reports, e.publishers) for e in link(table(own)).events] == [(2, 2)]


def test_an_event_is_narrowed_to_what_all_dates_allow(table: Table) -> None:
    rows = [{**VISIT, "on": "2023-09"}, {**VISIT, "on": "2023-09-12/2023-09-17", "text": "The visit of six days."}]
    (event,) = link(table(rows)).events
    assert str(event.when) == "2023-09-12/2023-09-17"
    assert (event.source, event.target) == (("PRK",), ("RUS",))


def test_ties_span_their_dates_by_pair_and_polarity(table: Table) -> None:
    rows = [
        {"say": "USA alliance GBR+JPN", "text": "Its allies Japan and the United Kingdom."},
        {"say": "JPN+USA alliance JPN+USA", "text": "Allied since 1951.", "on": "1951/..", "doc": "two"},
        {"say": "JPN+USA alliance JPN+USA", "text": "Allied in 1999.", "on": "1999", "doc": "three"},
        {"say": "IND arms_dependence RUS", "text": "India relies on Russia."},
        {"say": "IND arms_dependence RUS", "text": "India does not rely on Russia.", "polarity": "-"},
    ]
    ties = link(table(rows)).ties
    told = {(t.relation, t.source, t.target, t.polarity, str(t.when), t.reports) for t in ties}
    assert told == {
        ("alliance", ("GBR", "USA"), ("GBR", "USA"), "+", "None", 1),
        ("alliance", ("JPN", "USA"), ("JPN", "USA"), "+", "1951-01-01/..", 3),
        ("arms_dependence", ("IND",), ("RUS",), "+", "None", 1),
        ("arms_dependence", ("IND",), ("RUS",), "-", "None", 1),
    }


DEAL = "an arms deal with North Korea"
CLASHES = [
    (
        "place", "hard",
        [{"say": "PRK+RUS CONSULT PRK+RUS", "trigger": "meeting", "text": "The meeting.", "place": "Vladivostok"},
         {"say": "PRK+RUS CONSULT PRK+RUS", "trigger": "met", "text": "They met.", "place": "Vostochny Cosmodrome"}],
    ),
    (
        "date", "hard",
        [{**SIGNED, "doc": "a", "on": "2024-06-19", "text": "The signing of the Comprehensive Strategic Partnership."},
         {**SIGNED, "doc": "b", "on": "2024-06-20", "text": "The signing of a Comprehensive Strategic Partnership."}],
    ),
    (
        "happened", "hard",
        [{"say": "PRK AID RUS", "trigger": "sent", "text": "Pyongyang sent shells and weapons.", "doc": "a"},
         {"say": "PRK AID RUS", "trigger": "sold", "text": "It never sold weapons, Pyongyang said.", "doc": "b",
          "modality": "denied", "by": "PRK"}],
    ),
    (
        "certainty", "drift",
        [{"say": "RUS REQUEST PRK", "trigger": "strike", "text": f"It was trying to strike {DEAL}.", "by": "USA"},
         {"say": "PRK+RUS AGREE PRK+RUS", "trigger": "arms deal", "text": f"Backs {DEAL}.", "modality": "possible"},
         {"say": "PRK+RUS AGREE PRK+RUS", "trigger": "arms deal", "text": f"Moscow has {DEAL}."}],
    ),
    (
        "certainty", "soft",
        [{"say": "CHN SUPPORT PRK", "trigger": "approval", "text": "China conveyed its approval."},
         {"say": "CHN SUPPORT PRK", "trigger": "approval", "text": "It likely gave its approval.",
          "modality": "probable"}],
    ),
    (
        "stance", "soft",
        [{"say": "PRK+RUS axis PRK+RUS", "trigger": "axis", "text": "A new axis is in the making."},
         {"say": "CHN sets_tone_for PRK+RUS", "kind": "implication", "trigger": "set the tone",
          "text": "Let us not blow the axis out of proportion; China will set the tone."}],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("field", "strength", "rows"), CLASHES, ids=[f"{f}-{s}" for f, s, _ in CLASHES])
def test_what_cannot_all_hold(table: Table, field: str, strength: str, rows: list[dict[str, Any]]) -> None:
    found = link(table(rows)).disagreements
    assert [(d.field, d.strength) for d in found] == [(field, strength)]


AGREEING = {
    "a country holds its city": [
        {"say": "PRK+RUS CONSULT PRK+RUS", "trigger": "met", "text": "They met.", "place": "Vladivostok"},
        {"say": "PRK+RUS CONSULT PRK+RUS", "trigger": "met", "text": "They met in Russia.", "place": "Russia"},
    ],
    "a journey has stops": [{**VISIT, "place": "Vladivostok"}, {**VISIT, "place": "Khasan", "text": "On his visit."}],
    "done once, not done another time": [
        {"say": "CHN AID PRK", "trigger": "sent", "text": "China sent food.", "doc": "a", "on": "2011"},
        {"say": "CHN AID PRK", "trigger": "sent", "text": "China did not send food.", "doc": "b", "on": "2020",
         "polarity": "-"},
    ],
    "one author, two things": [
        {"say": "CHN SUPPORT RUS", "trigger": "support", "text": "China conveyed its support for the talks."},
        {"say": "CHN SUPPORT RUS", "trigger": "support", "text": "It would not support the war.", "polarity": "-"},
    ],
}  # fmt: skip


@pytest.mark.parametrize("case", AGREEING)
def test_no_disagreement(table: Table, case: str) -> None:
    assert link(table(AGREEING[case])).disagreements == ()


def test_the_seeds_same_events(table: Table, gold_rows: list[dict[str, Any]], gold_meta: dict[str, Any]) -> None:
    found = groups(link(table(gold_rows)))
    for same in gold_meta["same_event"]:
        assert any(set(same) <= group for group in found), same
    assert max(len(group) for group in found) <= 7


def test_the_seeds_contradictions(table: Table, gold_rows: list[dict[str, Any]], gold_meta: dict[str, Any]) -> None:
    found = link(table(gold_rows)).disagreements
    told = [({i for _, ids in d.sides for i in ids}, d.field, d.strength) for d in found]
    for wanted in gold_meta["contradictions"]:
        field = wanted["field"].split(" ")[0]
        assert any(set(wanted["rows"]) <= ids and (f, s) == (field, wanted["strength"]) for ids, f, s in told), wanted
    assert sum(s == "hard" for _, _, s in told) == 1


RELATIONS = ["RUS AGREE PRK", "PRK+RUS CONSULT PRK+RUS", "USA ACCUSE RUS", "IND partnership RUS", "CHN AID "]
ROW = st.fixed_dictionaries(
    {
        "say": st.sampled_from(RELATIONS),
        "text": st.sampled_from(["They met.", "A deal on arms.", "Food was sent."]),
        "doc": st.sampled_from(["a", "b", "c"]),
        "polarity": st.sampled_from("+-"),
        "modality": st.sampled_from(["asserted", "possible", "denied", "forecast"]),
        "on": st.sampled_from([None, "2023", "2023-09-01", "2024/..", "../2022"]),
        "published": st.sampled_from([None, "2024-01-01", "2024"]),
    }
)


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(ROW, max_size=12))
def test_every_statement_finds_its_place_whatever_the_order(rows: list[dict[str, Any]]) -> None:
    from tests.linking.conftest import make

    full = make(rows)
    links = link(full)
    events = [i for event in links.events for i in event.statements]
    assert sorted(events) == sorted(r["id"] for r in full.to_pylist() if r["kind"] == "event")
    assert {i for t in links.ties for i in t.statements} == {r["id"] for r in full.to_pylist() if r["kind"] == "tie"}
    assert link(pa.Table.from_pylist(full.to_pylist()[::-1], schema=full.schema)) == links
    assert len({e.id for e in links.events}) == len(links.events)


def test_nothing_gives_nothing(table: Table) -> None:
    assert link(table([])) == Links()


def test_a_copy_of_a_copy_is_no_publisher_of_its_own(table: Table) -> None:
    wire = "The North fired two ballistic missiles into the sea off its east coast early on Friday, Seoul said"
    shot = {"say": "PRK ASSAULT KOR", "trigger": "fired", "on": "2024-05-03"}
    rows = [
        {**shot, "doc": "c", "published": "2024-05-06", "text": f"{wire}, in a statement on the matter to the press."},
        {**shot, "doc": "a", "published": "2024-05-04", "text": f"{wire}."},
        {**shot, "doc": "b", "published": "2024-05-05", "text": f"{wire}, in a statement."},
        {**shot, "doc": "d", "published": "2024-05-05", "text": "Two missiles were fired by the North near Wonsan."},
    ]
    assert [(e.reports, e.publishers) for e in link(table(rows)).events] == [(4, 2)]
    assert [str(copy) for copy in copied(table(rows).to_pylist())] == [
        "Paper b (2024-05-05) copies Paper a (2024-05-04)",
        "Paper c (2024-05-06) copies Paper b (2024-05-05)",
    ]


def test_a_busy_pair_is_not_compared_all_with_all(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    days = [date(2020, 1, 1) + timedelta(days=3 * n) for n in range(400)]
    rows = [
        {"say": "RUS ASSAULT UKR", "doc": f"{day} {paper}", "trigger": "struck", "place": "Kharkiv", "on": str(day),
         "published": str(day), "text": f"Russia struck a plant in Kharkiv on {day}, {paper} wrote."}
        for day in days for paper in ("one", "two")
    ]  # fmt: skip
    compared = 0

    def counted(one: Row, two: Row) -> bool:
        nonlocal compared
        compared += 1
        return vetoed(one, two)

    vetoed = happenings.vetoed
    monkeypatch.setattr(happenings, "vetoed", counted)
    assert [e.reports for e in link(table(rows)).events] == [2] * len(days)
    assert compared < len(rows) * happenings.NEAREST * 2


def test_what_plays_a_tie_down_is_set_against_so_many_that_make_much_of_it(table: Table) -> None:
    much = [
        {
            "say": "CHN+RUS alliance CHN+RUS",
            "doc": f"d{n}",
            "trigger": "axis",
            "text": f"The axis has lasted {n} years.",
        }
        for n in range(conflicts.MADE_MUCH + 20)
    ]
    down = {"say": "CHN+RUS alliance CHN+RUS", "doc": "x", "trigger": "axis", "text": "Talk of the axis is overblown."}
    (found,) = [d for d in link(table([*much, down])).disagreements if d.field == "stance"]
    assert [(value, len(ids)) for value, ids in found.sides] == [
        ("made much of", conflicts.MADE_MUCH),
        ("played down", 1),
    ]
