"""States under other names: the words of each kind change together, all others stay."""

from __future__ import annotations

from random import Random

from training.disguise import disguised


def test_a_state_becomes_the_same_one_in_all_its_names() -> None:
    text = [["Chile", "warned", "Peruvian", "troops"], ["Lima", "answered", "Chileans", "in", "Santiago", ",", "Chile"]]
    (one, warned, other, troops), (capital, answered, people, *_, again) = disguised(text, Random(3))
    assert (warned, troops, answered) == ("warned", "troops", "answered")
    assert (one, other, capital) == ("Kazakhstan", "Egyptian", "Cairo")
    assert again == one
    assert people == "Kazakhs"


def test_what_names_no_state_stays() -> None:
    text = [["The", "storm", "reached", "the", "coast"]]
    assert disguised(text, Random(1)) == text
