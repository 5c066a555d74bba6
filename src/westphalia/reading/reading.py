"""The `Reading` that passes from stage to stage: a document, its parse, and the records found so far.

Stages take a Reading and give back a new one with their own field filled in; none of them imports another. What a
stage needs from an earlier one is here.

Offsets: the parser sees a text normalised character for character (quotes, dashes, spaces: `normal`), so a token's
`idx` counts characters of `Document.text` once `Parsed.offset` is added.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

from spacy.tokens import Token

from westphalia.ontology.actors import Atlas, atlas
from westphalia.records import (
    AUTHOR,
    Attribution,
    Document,
    Judgement,
    Kind,
    Mention,
    Modality,
    Polarity,
    Segment,
    Sentence,
    Span,
    Statement,
    When,
)

__all__ = ["Argument", "Draft", "Parsed", "Predicate", "Reading", "TimeExpression", "atlas_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A sentence with its parse, a spaCy document of its own. `offset` leads from a token's `idx` to the document's
    text."""

    sentence: Sentence
    tokens: tuple[Token, ...]
    offset: int

    @property
    def text(self) -> str:
        """The text that was parsed."""
        return str(self.tokens[0].doc.text)

    @property
    def root(self) -> Token:
        """The first word that hangs on no other."""
        return next(t for t in self.tokens if t.head.i == t.i)

    def span(self, first: Token, last: Token | None = None) -> Span:
        """The document's characters from the first token to the last, both included."""
        last = first if last is None else last
        return Span(start=self.offset + first.idx, end=self.offset + last.idx + len(last.text))

    def inside(self, span: Span) -> list[Token]:
        """The tokens that have some of these characters of the document."""
        first = bisect_right(self.tokens, span.start - self.offset, key=lambda t: t.idx + len(t.text))
        last = bisect_left(self.tokens, span.end - self.offset, key=lambda t: t.idx)
        return list(self.tokens[first:last])


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeExpression:
    """A dated phrase in a sentence, and the interval it stands for (None: a phrase that cannot be dated)."""

    sentence_id: str
    span: Span
    text: str
    when: When | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """What fills a role: the head token and the mentions found in its phrase (coordination included).

    `mentions` are actors: the head itself, its partners in coordination, or, where the head is a common noun, the
    actor it belongs to ("Russian forces", "the army of Chad"). `places` only say where it is ("a base in Syria").
    `heads` are all heads of a coordination, the first one included.
    """

    head: Token
    mentions: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    heads: tuple[Token, ...] = ()

    @property
    def every_head(self) -> tuple[Token, ...]:
        """The heads, also where there is no coordination."""
        return self.heads or (self.head,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicate:
    """A word that may carry a relation, with its roles made explicit.

    Roles are named as the frames name them: `subject` and `object` are the deep ones (passives turned round,
    subjects of control and relative clauses supplied, `by` phrases and possessives of nouns read as subjects), then
    `clause` (the head of a complement clause) and one role per preposition (`with`, `to`, `against`, ...).
    """

    parsed: Parsed
    token: Token
    lemma: str
    kind: str  # verb, noun or adjective
    roles: Mapping[str, tuple[Argument, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A statement in the making: the relation stages open it, the voice stages fill it in."""

    parsed: Parsed
    token: Token
    kind: Kind
    relation: str
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    trigger: Span
    polarity: Polarity = "+"
    modality: Modality = "asserted"
    attribution: Attribution = AUTHOR
    when: When | None = None
    place: str | None = None
    background: bool = False
    method: str
    score: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A document on its way through the stages; `pipeline` lists who fills what."""

    document: Document
    segments: tuple[Segment, ...] = ()
    parsed: tuple[Parsed, ...] = ()
    mentions: tuple[Mention, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    predicates: tuple[Predicate, ...] = ()
    drafts: tuple[Draft, ...] = ()
    statements: tuple[Statement, ...] = ()
    notes: Mapping[str, object] = field(default_factory=dict)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences in the order of the text."""
        return tuple(p.sentence for p in self.parsed)


def atlas_of(reading: Reading) -> Atlas:
    """The actors that a reading knows: the atlas in its notes, where a user's own stands, else the one that ships."""
    known = reading.notes.get("atlas") or atlas()
    assert isinstance(known, Atlas)
    return known
