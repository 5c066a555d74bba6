"""The order of a brief: its sections and what stands in each, once for all formats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from westphalia.briefing.doubts import LADDER
from westphalia.briefing.parts import Brief, Cell, Chart
from westphalia.briefing.phrases import day

__all__ = ["Block", "Section", "cell", "counted", "facts", "heads", "kicker", "opening", "sections"]

Kind = Literal["lines", "judgements", "discussion", "cards", "clashes", "chart", "sources", "texts", "ladder"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Parts of one kind: lines, judgements, cards, clashes, sources, one chart, sentences, rows of the ladder."""

    kind: Kind
    items: tuple[Any, ...]
    heading: str = ""
    lead: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section with its anchor, its heading and its blocks."""

    id: str
    heading: str
    blocks: tuple[Block, ...]
    lead: str = ""


def sections(brief: Brief) -> tuple[Section, ...]:
    """The sections after the bottom line, empty ones left out."""
    return tuple(
        Section(id=id, heading=heading, lead=lead, blocks=tuple(b for b in blocks if b.items))
        for id, heading, lead, blocks in _laid_out(brief)
        if any(b.items for b in blocks)
    )


Laid = tuple[str, str, str, Sequence[Block]]


def _laid_out(brief: Brief) -> Iterator[Laid]:
    focal, drawn = brief.focal_name, {chart.kind: chart for chart in brief.charts}

    def chart(kind: str) -> Block:
        return Block(kind="chart", items=(drawn[kind],) if kind in drawn else ())

    def lines(heading: str, items: Sequence[Any], lead: str = "") -> Block:
        return Block(kind="lines", heading=heading, items=tuple(items), lead=lead)

    discussed = tuple(j for j in brief.judgements if j.discussion)
    yield "answer", "The answer", "", [lines("", brief.answer)]
    yield "judgements", "Key judgements", "", [Block(kind="judgements", items=brief.judgements)]
    yield "discussion", "Discussion", "", [Block(kind="discussion", items=discussed)]
    yield "record", "What is known, claimed and assumed", "", [
        chart("timeline"),
        chart("relations"),
        lines("Stated as known", brief.known, "Told flatly by the sources, each happening once."),
        lines("Claimed", brief.claimed, "Somebody is made answerable for it, or the text hedges it."),
        lines("Assumed", brief.assumed, "Taken for granted in the sources, or by the paths below."),
    ]  # fmt: skip
    yield "implications", f"What follows for {focal}", LEAD if brief.implications else "", [
        Block(kind="cards", items=brief.implications),
        chart("exposure"),
        lines("Where that is strained", brief.exposed),
    ]  # fmt: skip
    yield "other-readings", "Other readings", "", [lines("", brief.alternatives)]
    yield "outlook", "Outlook and indicators", "", [
        chart("outlook"),
        lines("Probabilities", brief.outlook),
        lines("What would change this", brief.indicators),
    ]  # fmt: skip
    yield "changed", "What changed", "", [lines("", brief.changed)]
    yield (
        "gaps",
        "Contradictions and gaps",
        "",
        [
            Block(kind="clashes", items=brief.clashes),
            lines("Gaps", brief.gaps),
        ],
    )
    yield "sources", "Sources", brief.source_summary, [Block(kind="sources", items=brief.sources)]
    fell = f"{counted(brief.dropped, 'line')} dropped because a quote was not found in its document."
    yield "method", "Method and language", "", [
        Block(kind="texts", items=(*brief.method, fell)),
        Block(kind="ladder", items=LADDER, heading="Words of likelihood (ICD 203)"),
    ]  # fmt: skip


LEAD = "Each path is as sure as its weakest step. The steps are the sources’; only their joining is ours."


def kicker(brief: Brief) -> str:
    """What the brief is, in a few words above its title."""
    return f"Brief for {brief.focal_name}"


def facts(brief: Brief) -> tuple[tuple[str, str], ...]:
    """Date, period, scope and snapshot as pairs of a word and what it is."""
    scope = brief.scope
    read = f"{counted(scope.documents, 'document')}, {counted(len(scope.publishers), 'named publisher')}"
    held = f"{counted(scope.statements, 'statement')}, {counted(scope.events, 'event')}, {counted(scope.ties, 'tie')}"
    found = (
        ("As of", day(brief.dated) if brief.dated else ""),
        ("Period", scope.period),
        ("Read", read),
        ("Record", held),
        ("Snapshot", "" if scope.snapshot is None else str(scope.snapshot)),
    )
    return tuple(pair for pair in found if pair[1])


def opening(text: str) -> str:
    """A judgement as the heading of its discussion: without its reasons.

    >>> opening("Russia can harm India; this concerns India because it buys arms.")
    'Russia can harm India'
    """
    return text.split("; ", 1)[0].split(", given that", 1)[0].rstrip(".")


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "event"), counted(2, "event")
    ('1 event', '2 events')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"


def cell(value: Cell) -> str:
    """A cell of a chart's rows in print: what is not known stays empty.

    >>> cell(0.5), cell(None), cell(3)
    ('0.5', '', '3')
    """
    if value is None:
        return ""
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def heads(chart: Chart) -> tuple[str, ...]:
    """The columns of a chart's rows in words."""
    return tuple(name.replace("_", " ") for name in chart.columns)
