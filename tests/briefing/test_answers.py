"""Answers to questions, from small records made by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from westphalia.briefing import compose
from westphalia.briefing.parts import Brief

Make = Callable[[list[dict[str, Any]]], Any]

SOLD = {"say": "IRN AID SYR", "trigger": "sold", "text": "Iran sold missiles to Syria.", "by": "ISR", "doc": "a"}


def ask(view: Any, question: str, focal: str = "SYR") -> Brief:
    """The brief under a question."""
    return compose(view, focal, question=question)


def answer(brief: Brief) -> str:
    """All that the answer says."""
    return "\n".join([brief.title, *(line.text for line in brief.answer)])


def test_claims_denials_and_the_authors_own_word_are_told_apart(shelf: Make) -> None:
    told = [
        SOLD,
        {"say": "IRN REJECT SYR", "trigger": "denies", "text": "Iran denies selling missiles to Syria.", "doc": "b"},
        {"say": "IRN AID SYR", "trigger": "sold", "text": "The missiles that Iran sold reached Syria.", "doc": "c"},
    ]
    made = ask(shelf(told), "Who says that Iran sold missiles to Syria?")
    assert made.title == (
        "It is said by the author in Paper c and Israel, and denied by Iran; nothing has Iran or Syria confirm it"
    )
    found = answer(made)
    assert "Israel (Paper a), as a claim:" in found
    assert "Iran (Paper b), as a denial:" in found
    assert "The author (Paper c), as a fact:" in found


MET = {"trigger": "met", "place": "Doha"}
LEADERS = ["PRK.kim-jong-un", "RUS.vladimir-putin"]


def test_where_two_persons_met_leaves_out_other_persons_and_takes_in_a_signing(shelf: Make) -> None:
    people = {"source_actors": LEADERS, "target_actors": LEADERS}
    told = [
        {"say": "PRK+RUS CONSULT PRK+RUS", "text": "Kim and Putin met in Doha.", **MET, **people, "on": "2023-01-01"},
        {"say": "PRK+RUS SUPPORT PRK+RUS", "text": "Putin and Kim signed a treaty in Baku.", "trigger": "signed",
         "place": "Baku", **people, "on": "2024-06-19"},
        {"say": "PRK+RUS CONSULT PRK+RUS", "text": "Their ministers met in Cairo.", "trigger": "met",
         "place": "Cairo", "on": "2020-01-01"},
    ]  # fmt: skip
    made = ask(shelf(told), "Where did Kim and Putin meet?", "PRK")
    assert made.title == "Kim Jong Un and Vladimir Putin met in Doha and Baku, by what the texts say"
    assert "Cairo" not in answer(made)


def test_what_the_record_does_not_answer_is_told_first(shelf: Make) -> None:
    view = shelf([SOLD])
    for question in ("What is the price of tea?", "When was the treaty signed?"):
        made = ask(view, question)
        assert made.title == f"The brief does not answer: {question}"
        assert made.bottom_line[0].text.startswith("The brief does not answer this: it can say who says so, where")
    for question in ("Who says that it rained?", "What does Brazil want?", "Where did Iran and Syria meet?"):
        made = ask(view, question)
        assert made.title == f"The record does not answer: {question}"
        assert made.bottom_line[0].text.startswith("The record does not answer this: nothing in it tells of that.")
    assert made.bottom_line[0].text.endswith("holds 1 statement that names Iran and 1 statement that names Syria.")


def test_a_state_that_is_named_is_not_untouched(shelf: Make) -> None:
    made = compose(shelf([SOLD]), "SYR")
    assert made.title == "The record names Syria, and not what follows for it"


def test_who_says_that_one_attacked_is_no_question_on_all_between_them(shelf: Make) -> None:
    struck = {"say": "IRN ASSAULT SYR", "trigger": "attacked", "text": "Iran attacked Syria.", "by": "FRA"}
    made = ask(shelf([SOLD, struck]), "Who says that Iran attacked Syria?")
    assert "France" in made.title
    assert "Israel" not in made.title


def test_what_one_wants_keeps_its_object_and_what_it_holds_back(shelf: Make) -> None:
    both = "Peru supported the talks without appearing to support Chile's war."
    told = [
        {"say": "PER permits ", "kind": "stance", "trigger": "tolerates", "by": "some", "attribution_kind": "unnamed",
         "text": "Some say that Lima tolerates them because they are weak.", "target": []},
        {"say": "PER wants CHL", "kind": "stance", "trigger": "wants", "polarity": "-",
         "text": "It does not follow that Lima wants to give free rein to Santiago.", "doc": "b"},
        {"say": "PER prioritises ", "kind": "stance", "trigger": "prioritises", "target": [],
         "text": "Lima prioritises the stability of the border.", "doc": "c"},
        {"say": "PER SUPPORT CHL", "trigger": "supported", "text": both, "sentence_start": 9000},
        {"say": "PER SUPPORT CHL", "trigger": "support", "text": both, "polarity": "-", "sentence_start": 9000},
    ]  # fmt: skip
    made = ask(shelf(told), "What does Peru want?", "CHL")
    assert made.title == "What Peru wants, by the texts: Peru puts “the stability of the border” first"
    found = answer(made)
    assert "Peru does not want “to give free rein to Santiago”" in found
    assert "It holds back:" in found
    assert "It shows by a deed:" in found
