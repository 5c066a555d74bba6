"""Conventions of the PLOVER codebook."""

import pytest
from tests.reading.relations import tell


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("The presidents of France and Germany will meet.", "AGREE"),
        ("The president of France will visit Germany.", "CONSULT"),
        ("The president of France is to visit Germany.", "AGREE"),
        ("The president of France visited Germany.", "CONSULT"),
        ("Japan said that it would sign a treaty with India.", "AGREE"),
        ("Japan signed a treaty with India.", "SUPPORT"),
        ("Egypt agreed to cooperate with Sudan.", "AGREE"),
        ("Turkey threatened to attack Syria.", "THREATEN"),
        ("Serbia refused to recognise Kosovo.", "REJECT"),
        ("Moscow says that Israel must leave Gaza at once.", "REQUEST"),
        ("Israel lifted the blockade of Lebanon.", "CONCEDE"),
        ("Israel released Lebanese prisoners.", "RETREAT"),
        ("Chad expelled a Libyan diplomat.", "SANCTION"),
        ("Uganda expelled the Indian traders.", "COERCE"),
        ("Japan and India held joint exercises.", "COOPERATE"),
    ],
)
def test_one_event_and_its_type(text: str, relation: str) -> None:
    assert [t.relation for t in tell(text) if t.kind == "event"] == [relation]


def test_a_visit_to_come_is_a_visit_foretold() -> None:
    assert [(t.relation, t.mode, t.modality) for t in tell("Prime Minister Modi will visit Nepal.")] == [
        ("CONSULT", "visit", "forecast")
    ]


def test_a_treaty_grants_nothing_as_an_actor_does() -> None:
    assert not [t for t in tell("The treaty granted rights to Panama.") if t.kind == "event"]


def test_a_protest_that_names_nobody_else_is_at_home() -> None:
    found = [t for t in tell("Iraqi students protested.") if t.relation == "PROTEST"]
    assert [(t.source, t.target) for t in found] == [({"IRQ"}, {"IRQ"})]


@pytest.mark.parametrize(
    ("text", "source", "target"),
    [
        ("Thousands rallied in Tbilisi.", {"GEO"}, {"GEO"}),
        ("Anti-government protests continue in Peru.", {"PER"}, {"PER"}),
        ("Russian exiles rallied in Tbilisi.", {"RUS"}, {"GEO"}),
    ],
)
def test_those_who_protest_in_a_land_are_its_own_where_nobody_says(
    text: str, source: set[str], target: set[str]
) -> None:
    assert (source, target) in [(t.source, t.target) for t in tell(text) if t.relation == "PROTEST"]


def test_force_against_rioters_is_at_home() -> None:
    found = [t for t in tell("Kenyan troops shot a rioter.") if t.relation == "ASSAULT"]
    assert [(t.source, t.target) for t in found] == [({"KEN"}, {"KEN"})]
    assert not [t for t in tell("Kenyan troops shot a smuggler.") if t.target == {"KEN"}]
