"""What a brief is made of: lines with their quotes and citations, step cards, charts, contradictions, sources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

__all__ = ["Brief", "Card", "Chart", "Clash", "Judgement", "Line", "Scope", "Side", "Source", "Step"]

Cell = str | int | float | bool | date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One sentence that is cited: `before` and `after` are the rest of its paragraph.

    `grade` is the reliability of the publisher and the credibility of the statement first cited for the sentence
    (Admiralty code, `B2`).
    """

    number: int
    sentence_id: str
    document_id: str
    document: str
    title: str | None
    publisher: str | None
    published: str
    url: str | None
    quote: str
    before: str = ""
    after: str = ""
    grade: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A sentence of the brief, the source's words that it rests on, and the numbers of its sources.

    `note` is what a reader should know at once: how many tell it, that it is disputed. `tag` is the record's own
    standing in a word or two (`reported`, `possible`), empty where it is plainly stated.
    """

    text: str
    quote: str = ""
    cites: tuple[int, ...] = ()
    statements: tuple[str, ...] = ()
    note: str = ""
    tag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A key judgement, and in sentences of their own how confident it may be held, and why.

    `discussion`: what it rests on, who says so, what speaks against it.
    """

    line: Line
    confidence: str
    why: str
    discussion: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """The rows behind a drawing (`charts.drawn` draws it by its kind), and what it shows, in words.

    `columns` name the cells of each row. `key` says how to read its marks.
    """

    kind: Literal["relations", "timeline", "exposure", "outlook"]
    title: str
    shows: str
    key: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One statement on a path. `role`: presupposed, follows, because."""

    role: str
    line: Line
    said_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A path by which the focal state is touched, step by step. `effect`: harm, gain or open."""

    title: str
    path: tuple[str, ...]
    how: str
    effect: str
    tag: str
    steps: tuple[Step, ...]
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a contradiction: what it says, in whose words."""

    value: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Statements that cannot all hold, or that differ in how sure they are."""

    title: str
    field: str
    strength: str
    sides: tuple[Side, ...]
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What the brief was made from, in numbers."""

    documents: int
    publishers: tuple[str, ...]
    statements: int
    events: int
    ties: int
    used: int
    period: str
    snapshot: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A brief for a focal state: composed from records alone, every line of it with its sentences.

    `answer` is set where the question asks for more than what follows for the state. `outlook` holds computed
    probabilities, or why there are none; `changed` what is new since the last brief. `dropped` counts lines that were
    left out because a quote of theirs is not in the document's text (`checks.verify`).
    """

    title: str
    focal: str
    focal_name: str
    question: str
    dated: date | None
    scope: Scope
    bottom_line: tuple[Line, ...] = ()
    answer: tuple[Line, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    known: tuple[Line, ...] = ()
    claimed: tuple[Line, ...] = ()
    assumed: tuple[Line, ...] = ()
    implications: tuple[Card, ...] = ()
    exposed: tuple[Line, ...] = ()
    alternatives: tuple[Line, ...] = ()
    clashes: tuple[Clash, ...] = ()
    gaps: tuple[Line, ...] = ()
    outlook: tuple[Line, ...] = ()
    indicators: tuple[Line, ...] = ()
    changed: tuple[Line, ...] = ()
    charts: tuple[Chart, ...] = ()
    sources: tuple[Source, ...] = ()
    source_summary: str = ""
    method: tuple[str, ...] = ()
    dropped: int = 0
