"""Ties read end to end: which kind, between whom."""

import pytest
from tests.reading.relations import tell

CASES = [
    ("The alliance between Egypt and Syria held.", "alliance", {"EGY", "SYR"}, {"EGY", "SYR"}),
    ("Trade between China and Australia grew.", "economic", {"CHN", "AUS"}, {"CHN", "AUS"}),
    ("Relations between Cuba and Spain are cordial.", "diplomatic_relations", {"CUB", "ESP"}, {"CUB", "ESP"}),
    ("Relations between Chad and Sudan remain tense.", "strained_relations", {"TCD", "SDN"}, {"TCD", "SDN"}),
    ("The dispute between India and Pakistan drags on.", "contentious_relations", {"IND", "PAK"}, {"IND", "PAK"}),
    ("The war between Iran and Iraq lasted eight years.", "war", {"IRN", "IRQ"}, {"IRN", "IRQ"}),
    ("India depends on Russia for weapons.", "arms_dependence", {"IND"}, {"RUS"}),
    ("Germany depends on Russia for its gas.", "economic_dependence", {"DEU"}, {"RUS"}),
    ("Cuban troops in Angola were reinforced.", "military_involvement", {"CUB"}, {"AGO"}),
    ("Turkey strengthened its relations with Azerbaijan.", "ties_growing", {"TUR", "AZE"}, {"TUR", "AZE"}),
    ("Syria enjoys the support of Russia.", "support", {"RUS"}, {"SYR"}),
    ("Military cooperation between Greece and Egypt goes on.", "military_cooperation", {"GRC", "EGY"}, {"GRC", "EGY"}),
]


@pytest.mark.parametrize(("text", "relation", "source", "target"), CASES)
def test_a_tie_has_its_kind_and_both_ends(text: str, relation: str, source: set[str], target: set[str]) -> None:
    found = [(t.relation, t.source, t.target) for t in tell(text) if t.kind == "tie"]
    assert (relation, source, target) in found


@pytest.mark.parametrize(
    "text",
    [
        "The alliance was founded in Iran.",
        "Trade rose in Kenya.",
        "The families had close relations.",
        "The war was long.",
    ],
)
def test_a_tie_with_one_end_is_none(text: str) -> None:
    assert not [t for t in tell(text) if t.kind == "tie"]


def test_troops_at_home_are_no_tie() -> None:
    assert not [t for t in tell("French troops in France rested.") if t.relation == "military_involvement"]
