"""The check before a brief leaves the house: every quote must stand in its document, character for character."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from westphalia.analysis.lines import Seen
from westphalia.briefing.parts import Brief, Card, Clash, Line, Side, Source
from westphalia.errors import UnknownRecord

__all__ = ["verify"]


def verify(brief: Brief, view: Seen) -> Brief:
    """The brief without the lines whose quotes are not in their documents' texts; `dropped` says how many fell.

    A line falls when a source it cites fails, or when its own quote is in none of the sources it cites. Sources that
    nothing cites any more fall silently, and those left are numbered anew without gaps.
    """
    texts = {id: _text(view, id) for id in {s.document_id for s in brief.sources}}
    sound = {s.number: s for s in brief.sources if s.quote in texts[s.document_id]}
    checker = _Checker(sound)
    kept = replace(
        brief,
        bottom_line=checker.lines(brief.bottom_line),
        answer=checker.lines(brief.answer),
        judgements=tuple(
            replace(j, discussion=checker.lines(j.discussion)) for j in brief.judgements if checker.holds(j.line)
        ),
        known=checker.lines(brief.known),
        claimed=checker.lines(brief.claimed),
        assumed=checker.lines(brief.assumed),
        implications=tuple(c for c in brief.implications if checker.card(c)),
        exposed=checker.lines(brief.exposed),
        alternatives=checker.lines(brief.alternatives),
        clashes=tuple(c for c in map(checker.clash, brief.clashes) if c),
        gaps=checker.lines(brief.gaps),
        outlook=checker.lines(brief.outlook),
        indicators=checker.lines(brief.indicators),
        changed=checker.lines(brief.changed),
    )
    cited = {number for line in _all_lines(kept) for number in line.cites}
    sources = [s for s in brief.sources if s.number in cited]
    numbers = {source.number: number for number, source in enumerate(sources, 1)}
    listed = tuple(replace(source, number=numbers[source.number]) for source in sources)
    numbered: Brief = _renumbered(kept, numbers)
    return replace(numbered, sources=listed, dropped=brief.dropped + checker.dropped)


def _renumbered(part: Any, numbers: Mapping[int, int]) -> Any:
    """A part of a brief with every line's citations under their new numbers."""
    if isinstance(part, Line):
        return replace(part, cites=tuple(numbers[number] for number in part.cites))
    if isinstance(part, tuple):
        return tuple(_renumbered(each, numbers) for each in part)
    if is_dataclass(part) and not isinstance(part, type):
        return replace(part, **{f.name: _renumbered(getattr(part, f.name), numbers) for f in fields(part)})
    return part


def _text(view: Seen, id: str) -> str:
    """A document's text, empty where there is no such document."""
    try:
        return view.document(id).text
    except UnknownRecord:
        return ""


class _Checker:
    """Counts what it lets fall."""

    def __init__(self, sound: dict[int, Source]) -> None:
        self.sound = sound
        self.dropped = 0

    def holds(self, line: Line) -> bool:
        """Whether a line may stay; a line that quotes and cites nothing (counts, gaps) may."""
        ok = all(number in self.sound for number in line.cites)
        if line.quote:
            ok = ok and any(line.quote in self.sound[n].quote for n in line.cites)
        self.dropped += not ok
        return ok

    def lines(self, lines: tuple[Line, ...]) -> tuple[Line, ...]:
        """The lines that hold."""
        return tuple(line for line in lines if self.holds(line))

    def card(self, card: Card) -> bool:
        """Whether every step of a card holds: a path with a step missing is no path."""
        held = [self.holds(step.line) for step in card.steps]
        return all(held)

    def clash(self, clash: Clash) -> Clash | None:
        """The contradiction with the sides that hold, if two of them do."""
        sides = [Side(value=s.value, lines=self.lines(s.lines)) for s in clash.sides]
        sides = [s for s in sides if s.lines]
        return replace(clash, sides=tuple(sides)) if len(sides) > 1 else None


def _all_lines(brief: Brief) -> list[Line]:
    return [
        *brief.bottom_line,
        *brief.answer,
        *(line for j in brief.judgements for line in (j.line, *j.discussion)),
        *brief.known,
        *brief.claimed,
        *brief.assumed,
        *(step.line for card in brief.implications for step in card.steps),
        *brief.exposed,
        *brief.alternatives,
        *(line for clash in brief.clashes for side in clash.sides for line in side.lines),
        *brief.gaps,
        *brief.outlook,
        *brief.indicators,
        *brief.changed,
    ]
