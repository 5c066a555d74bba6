"""Stances read end to end: who wants, favours, fears or opposes what of whom."""

import pytest
from tests.reading.relations import tell

CASES = [
    ("Turkey wants to limit Greece.", "wants", {"TUR"}, {"GRC"}),
    ("China opposes the plan of Japan.", "opposes", {"CHN"}, {"JPN"}),
    ("Israel favours the plan of Egypt.", "favours", {"ISR"}, {"EGY"}),
    ("India is concerned about the deal of Nepal.", "concern", {"IND"}, {"NPL"}),
    ("Poland is wary of Russia.", "concern", {"POL"}, {"RUS"}),
    ("Hungary distanced itself from Poland.", "distances_from", {"HUN"}, {"POL"}),
    ("France doubts the promise of Iran.", "doubts", {"FRA"}, {"IRN"}),
    ("Japan kept an eye on North Korea.", "watches", {"JPN"}, {"PRK"}),
    ("Brazil tolerated the raids by Peru.", "permits", {"BRA"}, {"PER"}),
    ("Ghana hopes that the war which rages in Mali will end soon in Mali.", "wants", {"GHA"}, {"MLI"}),
    ("The aim of Turkey is to weaken Greece.", "wants", {"TUR"}, {"GRC"}),
    ("Peace with Chad is a goal of Libya.", "wants", {"LBY"}, {"TCD"}),
    ("Egypt does not seek a confrontation with Libya.", "wants", {"EGY"}, {"LBY"}),
    ("Kenya looks forward to the return of peace in Somalia.", "wants", {"KEN"}, {"SOM"}),
    ("The anti-Serbian rhetoric of Albania grew louder.", "opposes", {"ALB"}, {"SRB"}),
    ("Morocco emphasises the need to preserve the unity of Iraq.", "favours", {"MAR"}, {"IRQ"}),
    ("Chad follows the war in Sudan with concern.", "concern", {"TCD"}, {"SDN"}),
    ("Greece is concerned with the crisis in Syria.", "concern", {"GRC"}, {"SYR"}),
    ("Some in Kenya advocated an alliance between Uganda and Tanzania.", "favours", {"KEN"}, {"UGA", "TZA"}),
    ("The efforts of Peru to isolate Chile failed.", "opposes", {"PER"}, {"CHL"}),
]


@pytest.mark.parametrize(("text", "relation", "source", "target"), CASES)
def test_a_stance_has_its_label_and_ends(text: str, relation: str, source: set[str], target: set[str]) -> None:
    assert (relation, source, target) in [(t.relation, t.source, t.target) for t in tell(text) if t.kind == "stance"]


def test_what_somebody_wants_is_no_event_besides() -> None:
    assert [(t.kind, t.relation) for t in tell("Serbia wants to attack Croatia.")] == [("stance", "wants")]


def test_a_stance_has_somebody_who_has_it() -> None:
    assert not [t for t in tell("Everybody wants the best for Chad.") if t.kind == "stance"]


@pytest.mark.parametrize(
    "text",
    [
        "Germany believes that reform is necessary.",
        "France has let it be known that it will not yield.",
        "Omani law allowed three days for a choice.",
        "Since Putin assumed power, the state has grown.",
    ],
)
def test_what_is_about_nobody_is_no_stance(text: str) -> None:
    assert not [t for t in tell(text) if t.kind == "stance"]


def test_help_that_is_sought_is_asked_for() -> None:
    assert [(t.kind, t.relation) for t in tell("Chad sought help from France.")] == [("event", "REQUEST")]
