"""Drafts become statements: ids by content, what is said twice is kept once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from westphalia.reading.events import events
from westphalia.reading.reading import Reading
from westphalia.reading.roles import roles
from westphalia.reading.statements import statements


def test_statements_have_the_ids_of_their_content(marked: Callable[[str], Reading]) -> None:
    text = "[Iran] attacked [Iraq]. [Oman] condemned [Iran]."
    first, second = (statements(events(roles(marked(text)))).statements for _ in range(2))
    assert first == second
    assert len({s.id for s in first}) == len(first) == 2
    assert all(s.id.startswith("r-") for s in first)


def test_statements_keep_the_best_of_the_same(marked: Callable[[str], Reading]) -> None:
    reading = events(roles(marked("[Iran] attacked [Iraq].")))
    draft = reading.drafts[0]
    worse = replace(draft, score=draft.score - 0.3, method="worse")
    found = statements(replace(reading, drafts=(worse, draft, worse))).statements
    assert [s.basis.method for s in found] == [draft.method]


def test_statements_stand_in_the_order_of_the_text(marked: Callable[[str], Reading]) -> None:
    reading = events(roles(marked("[Iran] attacked [Iraq]. [Oman] condemned [Iran].")))
    found = statements(replace(reading, drafts=reading.drafts[::-1])).statements
    assert [s.trigger.start for s in found] == sorted(s.trigger.start for s in found)
    assert all(0 <= s.basis.score <= 1 for s in found)
