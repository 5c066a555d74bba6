"""Open ends that the sentences before have named."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from westphalia.reading.echoes import echoes
from westphalia.reading.events import events
from westphalia.reading.reading import Reading
from westphalia.reading.roles import roles

CASES = [
    # an agent named two sentences before
    (
        "[Russia] invaded [Ukraine]. It rained. The attack on [Ukraine] must stop.",
        "ASSAULT",
        {("Russia", "Ukraine")},
    ),
    # whose move it was
    ("[Russia] invaded [Ukraine]. [France] condemned the invasion.", "ACCUSE", {("France", "Russia")}),
    ("[Russia] invaded [Ukraine]. [France] condemned the move.", "ACCUSE", {("France", "Russia")}),
    # an accusation made again is against whom it was made before, with all who join in it
    (
        "[Kenya] accused [Somalia] of a plot with [Chad]. [Kenya] repeated the assertion alongside its neighbours"
        " [Uganda] and [Ethiopia].",
        "ACCUSE",
        {("Kenya", "Somalia"), ("Ethiopia,Kenya,Uganda", "Somalia")},
    ),
    # nothing said before: stays open
    ("[France] condemned the move.", "ACCUSE", {("France", "")}),
    # another target: stays open
    ("[Russia] invaded [Ukraine]. The attack on [Chad] must stop.", "ASSAULT", {("Russia", "Ukraine"), ("", "Chad")}),
]


@pytest.mark.parametrize(("text", "relation", "wanted"), CASES)
def test_echoes_fill_what_was_named(
    text: str, relation: str, wanted: set[tuple[str, str]], marked: Callable[[str], Reading]
) -> None:
    reading = echoes(events(roles(marked(text))))
    words = {m.id: m.text for m in reading.mentions}

    def said(mentions: tuple[str, ...]) -> str:
        return ",".join(sorted({words[m] for m in mentions}))

    assert {(said(d.source), said(d.target)) for d in reading.drafts if d.relation == relation} == wanted


def test_echoes_say_so_and_are_less_sure(marked: Callable[[str], Reading]) -> None:
    plain = events(roles(marked("[Russia] invaded [Ukraine]. [France] condemned the move.")))
    filled = [d for d in echoes(plain).drafts if d.method.endswith("+echo")]
    assert len(filled) == 1
    assert "earlier sentence" in filled[0].why
    assert filled[0].score < max(d.score for d in plain.drafts if d.relation == "ACCUSE")
