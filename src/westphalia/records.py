"""The frozen records that pass between the rooms.

Ids are hashes of content with a letter for the type (`d-`, `s-`, `m-`, `r-`, `e-`, `t-`, `x-`), so that reading a
document twice gives the same records, and an id on any output can be opened with `westphalia why ID`.

Spans count characters of the document's text (`Document.text`, furniture included), end exclusive.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import pyarrow as pa

__all__ = [
    "AUTHOR",
    "Actor",
    "Attribution",
    "Basis",
    "DateBasis",
    "Disagreement",
    "Document",
    "DocumentRecords",
    "Event",
    "Finding",
    "Furniture",
    "Judgement",
    "Kind",
    "Links",
    "Mention",
    "Modality",
    "Polarity",
    "Segment",
    "Sentence",
    "Skip",
    "Span",
    "Statement",
    "Tie",
    "When",
    "content_id",
]

Kind = Literal["event", "tie", "implication", "stance", "state"]
Polarity = Literal["+", "-"]
Modality = Literal["asserted", "reported", "probable", "possible", "conditional", "desired", "forecast", "denied"]
DateBasis = Literal["text", "context", "published"]


def content_id(letter: str, *parts: object) -> str:
    """An id made of a letter and 12 hex digits of the parts' hash; equal parts give equal ids.

    >>> content_id("d", "a text", None) == content_id("d", "a text", None)
    True
    >>> content_id("d", "a", "b") == content_id("d", "ab")
    False
    """
    text = json.dumps(parts, default=str, ensure_ascii=False, sort_keys=True)
    return f"{letter}-{hashlib.blake2b(text.encode('utf8', 'surrogatepass'), digest_size=6).hexdigest()}"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """Characters `start` to `end` (exclusive) of a document's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span runs forward from 0: got {self.start} to {self.end}")

    def of(self, text: str) -> str:
        """The characters themselves.

        >>> Span(start=0, end=5).of("China agreed")
        'China'
        """
        return text[self.start : self.end]

    def holds(self, other: Span) -> bool:
        """Whether `other` lies inside."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: Span) -> bool:
        """Whether the two share a character."""
        return max(self.start, other.start) < min(self.end, other.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """Calendar days from `start` to `end`, both included; None is an open end.

    `basis`: `text` (said outright), `context` (worked out from an anchor in the same text), `published` (relative
    to the day of publication). An undated statement has no `When` at all: a date is never invented.
    """

    start: date | None
    end: date | None
    basis: DateBasis | None = None

    def __post_init__(self) -> None:
        if self.start and self.end and self.start > self.end:
            raise ValueError(f"an interval runs forward: got {self.start} to {self.end}")

    def __str__(self) -> str:
        if self.start == self.end:
            return str(self.start)
        return f"{self.start or '..'}/{self.end or '..'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """A part of a page that is no article text: set aside, shown on demand, never read.

    `kind`: banner, breadcrumb, date, byline, link (also "Also read"), share, subscription, comments, advert, credit,
    notice, tags, notes, repeat, or title (the label of a link that is the title of the piece before it).
    """

    span: Span
    kind: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What was published, by whom, when.

    `name` is where it was read from (path or URL) and the key by which a later reading replaces it; `url` is what
    its metadata say. `published` is an interval: a day, month or year as the metadata give it (basis `text`), or
    bounds worked out from the text (basis `context`); `fetched` is the day of fetching. Neither is ever the date of
    an event. `extra` keeps whatever else the metadata held.
    """

    id: str
    name: str
    text: str
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: When | None = None
    fetched: date | None = None
    url: str | None = None
    language: str = "en"
    furniture: tuple[Furniture, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)

    @staticmethod
    def id_of(text: str, title: str | None, publisher: str | None, published: When | None) -> str:
        """The id: the same text by the same publisher is the same document, wherever the file lies."""
        return content_id("d", text, title, publisher, str(published) if published else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One piece of a page of several (an abstract in a list). Nothing is resolved across segments."""

    index: int
    span: Span
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence, headline or quotation as read; `text` is the document's text at `span`."""

    id: str
    document_id: str
    segment: int
    span: Span
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """How a record was found, and how sure the method is (0 to 1): never what the text itself hedges."""

    method: str
    score: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A place in a sentence that refers to someone.

    `kind`: name, demonym, capital, metonym, person, office, organ, group, pronoun, description.
    """

    id: str
    sentence_id: str
    span: Span
    text: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Who a mention is. Several per mention where it stands for several actors ("the two leaders").

    `codes`: the states the actor stands for there and then, ISO 3166-1 alpha-3 (a group's members at the date).
    `verdict`: `same` (this is who), `open` (one of several that it may be), `place` (named as a place only).
    """

    mention_id: str
    actor_id: str
    codes: tuple[str, ...]
    verdict: Literal["same", "open", "place"]
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A state, an office or its holder, an organ, an organisation, a group.

    `id` starts with the state's code where there is one: `PRK`, `PRK.kim-jong-un`, `CHN.ccp`, `IGO.quad`.
    `kind`: state, territory, person, organ, party, armed_group, igo, ngo, company, group, outlet, people.
    `sector`: PLOVER sector code (GOV, MIL, LEG, JUD, PTY, OPP, REB, CVL, MED, BUS, IGO ...) or None.
    """

    id: str
    name: str
    kind: str
    country: str | None = None
    sector: str | None = None
    parent: str | None = None
    valid: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Who is answerable for a statement.

    `kind`: author, actor (a state, an organ), person (named), outlet, unnamed ("officials", "reportedly").
    `speakers` are mention ids; `text` their words ("some experts"); `cue` the word that attributes ("claimed").
    `within` is the speech this one is nested in ("the readout said that both sides agreed").
    """

    kind: Literal["author", "actor", "person", "outlet", "unnamed"]
    speakers: tuple[str, ...] = ()
    text: str = ""
    cue: str = ""
    within: Attribution | None = None


AUTHOR = Attribution(kind="author")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What one sentence says about the system: the unit of everything.

    `relation`: a PLOVER type for events, a tie kind for ties, a label for implications, stances and states.
    `source`, `target`, `via`: mention ids; empty where the text leaves them open; a reciprocal relation holds the
    same set on both sides; `via` is an implication's path ("to Islamabad through Pyongyang").
    `trigger`: the words that carry the relation. `background`: history or a reminder, not fresh news.
    """

    id: str
    sentence_id: str
    kind: Kind
    relation: str
    mode: str | None
    contexts: tuple[str, ...]
    source: tuple[str, ...]
    target: tuple[str, ...]
    via: tuple[str, ...]
    polarity: Polarity
    modality: Modality
    attribution: Attribution
    when: When | None
    place: str | None
    trigger: Span
    background: bool
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRecords:
    """All that was read in one document: what the reader hands to the store, stored or replaced as one."""

    document: Document
    sentences: tuple[Sentence, ...] = ()
    mentions: tuple[Mention, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    actors: tuple[Actor, ...] = ()
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One happening with all the statements that tell of it.

    `source` and `target` are state codes or actor ids, sorted; `reports` counts statements' documents,
    `publishers` the independent ones behind them. `certainty` is the firmest modality found.
    """

    id: str
    relation: str
    mode: str | None
    source: tuple[str, ...]
    target: tuple[str, ...]
    when: When | None
    place: str | None
    polarity: Polarity
    certainty: Modality
    statements: tuple[str, ...]
    reports: int
    publishers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """What stands between actors, from when to when; undirected ties hold the same set on both sides."""

    id: str
    relation: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    when: When | None
    polarity: Polarity
    certainty: Modality
    statements: tuple[str, ...]
    reports: int
    publishers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """What linking makes of all statements of a store."""

    events: tuple[Event, ...] = ()
    ties: tuple[Tie, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Statements that cannot all hold.

    `field`: place, date, certainty, happened, stance, stands (by texts against data). `strength`: hard (both cannot be
    true), soft (they differ in tone or certainty), drift (what was claimed is later presupposed). `sides` pairs each
    value with the statements, or rows of data, that say it.
    """

    id: str
    about: str
    field: str
    strength: Literal["hard", "soft", "drift"]
    sides: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What every analysis returns: a table (Arrow), the ids it rests on, and what to beware of."""

    name: str
    params: Mapping[str, object]
    table: pa.Table
    evidence: tuple[str, ...]
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Skip:
    """A document that could not be read: where, at which stage, why. Counted and told, never silent."""

    where: str
    stage: str
    why: str
