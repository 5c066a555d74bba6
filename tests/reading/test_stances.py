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
]


@pytest.mark.parametrize(("text", "relation", "source", "target"), CASES)
def test_a_stance_has_its_label_and_ends(text: str, relation: str, source: set[str], target: set[str]) -> None:
    assert (relation, source, target) in [(t.relation, t.source, t.target) for t in tell(text) if t.kind == "stance"]


def test_what_somebody_wants_is_no_event_besides() -> None:
    assert [(t.kind, t.relation) for t in tell("Serbia wants to attack Croatia.")] == [("stance", "wants")]


def test_a_stance_has_somebody_who_has_it() -> None:
    assert not [t for t in tell("Everybody wants the best for Chad.") if t.kind == "stance"]
