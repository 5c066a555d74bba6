"""Who says it: denials count with who denies, refusals are none, and what runs the other way confirms nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from westphalia.analysis import who_says

Make = Callable[[list[dict[str, Any]]], Any]

SOLD = {"say": "IRN AID SYR", "trigger": "sold", "text": "Iran sold missiles to Syria.", "by": "ISR", "doc": "a"}


def voices(view: Any, matter: str | None = "arms") -> set[tuple[str, str]]:
    """Speakers with what they do: say, hedge, deny."""
    return {(r["speaker"], r["says"]) for r in who_says(view, ["IRN", "SYR"], matter=matter).table.to_pylist()}


def test_a_headline_of_a_denial_is_no_voice_that_says_it(shelf: Make) -> None:
    denied = {"say": "IRN REJECT SYR", "trigger": "denies", "text": "Iran denies selling missiles to Syria."}
    assert voices(shelf([SOLD, denied])) == {("ISR", "says"), ("IRN", "denies")}


def test_a_denial_that_leaves_the_other_open_counts_on_the_same_matter(shelf: Make) -> None:
    arms = {"say": "IRN REJECT ", "trigger": "denied", "text": "Tehran denied that missiles were sold."}
    visit = {"say": "SYR REJECT ", "trigger": "denied", "text": "Damascus denied that a visit was planned."}
    assert ("IRN", "denies") in voices(shelf([SOLD, arms, visit]))
    assert ("SYR", "denies") not in voices(shelf([SOLD, arms, visit]))


def test_an_answer_to_who_says_it_is_a_denial(shelf: Make) -> None:
    answer = {"say": "IRN REJECT ISR", "trigger": "rejected", "text": "Tehran rejected the claim.", "doc": "a"}
    assert ("IRN", "denies") in voices(shelf([SOLD, answer]))
    assert ("IRN", "denies") not in voices(shelf([answer, SOLD])), "it stands before what is said"


def test_a_refusal_is_neither_a_claim_nor_a_denial(shelf: Make) -> None:
    refused = {"say": "IRN REJECT SYR", "trigger": "refused", "text": "Iran refused to send missiles to Syria."}
    assert voices(shelf([SOLD, refused])) >= {("ISR", "says")}
    assert not {x for x in voices(shelf([SOLD, refused])) if x[0] == "the author" or x[1] == "denies"}


def test_what_runs_the_other_way_confirms_nothing(shelf: Make) -> None:
    turned = {"say": "SYR AID IRN", "trigger": "send", "text": "It may send drones and missiles.", "by": "SYR"}
    told = [SOLD, {**SOLD, "text": "Iran shipped missiles to Syria.", "by": "USA"}, turned]
    finding = who_says(shelf(told), ["IRN", "SYR"], matter="arms")
    assert [r["speaker"] for r in finding.table.to_pylist() if r["reverse"]] == ["SYR"]
    assert "No statement in the record has IRN or SYR confirm it." in finding.caveats


def test_allies_who_join_in_repeating_a_claim_say_it_too(shelf: Make) -> None:
    claim = "Israel claimed that Iran was selling missiles to Syria."
    told = [
        {"say": "ISR ACCUSE IRN", "trigger": "claimed", "text": claim},
        {"say": "IRN AID SYR", "trigger": "selling", "text": claim, "by": "ISR", "sentence_start": 0},
        {"say": "FRA+ISR ACCUSE IRN", "trigger": "repeated", "text": "It repeated the assertion alongside France."},
        {"say": "ISR ACCUSE IRN", "trigger": "accused", "text": "It accused Iran of a nuclear test."},
    ]
    found = who_says(shelf(told), ["IRN", "SYR"], matter="arms").table.to_pylist()
    accusers = sorted(r["codes"] for r in found if r["claim"].startswith("ACCUSE"))
    assert accusers == [["FRA", "ISR"], ["ISR"]], "the nuclear test is another matter"


def test_an_accusation_by_nobody_has_no_voice(shelf: Make) -> None:
    probe = {"say": " ACCUSE IRN+SYR", "trigger": "investigated", "text": "Sales of missiles were investigated."}
    assert voices(shelf([SOLD, probe])) == {("ISR", "says")} | {(None, "silent")}
