"""States under other names: the words of each kind change together, all others stay."""

from __future__ import annotations

from random import Random

from training.disguise import disguised

from westphalia.ontology.tables import table


def test_a_state_becomes_the_same_one_in_all_its_names() -> None:
    text = [["Chile", "warned", "Peruvian", "troops"], ["Lima", "answered", "Chileans", "in", "Santiago", ",", "Chile"]]
    (one, warned, other, troops), (capital, answered, people, _, seat, _, again) = disguised(text, Random(3))
    assert (warned, troops, answered, again) == ("warned", "troops", "answered", one)
    states = {row["name"]: row for row in table("states")}
    assert one != "Chile"
    assert people in states[one]["people"].split(";")
    assert seat in states[one]["capitals"].split(";")
    assert any(other in s["adjectives"].split(";") and capital in s["capitals"].split(";") for s in states.values())


def test_what_names_no_state_stays() -> None:
    text = [["The", "storm", "reached", "the", "coast"]]
    assert disguised(text, Random(1)) == text
