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
