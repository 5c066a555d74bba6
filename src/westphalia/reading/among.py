"""Reading among given entities: what stands between places marked in a text, whoever or whatever they name.

What one asks who has an entity recogniser of their own, or a text in which somebody marked the entities. Each mark is
an actor to itself: who of them is the same as another is for the caller to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from westphalia.reading.events import events
from westphalia.reading.frames import Scene, event, parse_end
from westphalia.reading.modality import modality
from westphalia.reading.reading import Draft, Parsed, Reading
from westphalia.reading.roles import roles
from westphalia.reading.segments import segments
from westphalia.reading.sentences import parse
from westphalia.reading.stances import stances
from westphalia.reading.ties import ties
from westphalia.records import Basis, Document, Judgement, Mention, Span, content_id

__all__ = ["Between", "Marked", "among"]

_BATCH = 16
_PRONOUNS = frozenset({"he", "she", "it", "they", "his", "her", "its", "their"})
_OBJECTS = frozenset({"it", "them", "him", "her"})
_BASIS = {
    "name": Basis(method="given", score=1.0, why="marked by the user"),
    "pronoun": Basis(method="given", score=0.6, why="a pronoun after a marked subject"),
}


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with the spans of its entities, which may hold one another."""

    text: str
    entities: Sequence[Span]


@dataclass(frozen=True, slots=True)
class Between:
    """What was found between two marks or more: the draft of an event, tie or stance, and the spans at its ends."""

    draft: Draft
    source: tuple[Span, ...]
    target: tuple[Span, ...]


def among(texts: Iterable[Marked]) -> Iterator[tuple[Reading, tuple[Between, ...]]]:
    """Each text's reading (its sentences and their parse), and what was found between its entities.

    >>> marked = Marked("Iran condemned Iraq.", [Span(start=0, end=4), Span(start=15, end=19)])
    >>> _, found = next(among([marked]))
    >>> [(each.draft.relation, each.source, each.target) for each in found]
    [('ACCUSE', (Span(start=0, end=4),), (Span(start=15, end=19),))]
    """
    stream = iter(texts)
    while batch := list(islice(stream, _BATCH)):
        opened = [segments(Reading(document=_document(marked))) for marked in batch]
        for marked, reading in zip(batch, parse(opened), strict=True):
            read = modality(stances(ties(_told(events(roles(_with(reading, marked)))))))
            marks = {f"entity-{span.start}-{span.end}": span for span in marked.entities}
            spans = {judgement.mention_id: marks[judgement.actor_id] for judgement in read.judgements}
            yield (
                read,
                tuple(
                    Between(draft, _outer(spans[m] for m in draft.source), _outer(spans[m] for m in draft.target))
                    for draft in read.drafts
                    if draft.source and draft.target
                ),
            )


def _outer(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The marks at one end without those inside another: of "the army of Chad", the army."""
    found = tuple(dict.fromkeys(spans))
    return tuple(s for s in found if not any(o != s and o.holds(s) for o in found))


def _document(marked: Marked) -> Document:
    return Document(id=content_id("d", marked.text), name="marked", text=marked.text)


def _with(reading: Reading, marked: Marked) -> Reading:
    """The reading with the marks as its mentions, each an actor to itself, and the pronouns that stand for them."""
    mentions: list[Mention] = []
    judgements: list[Judgement] = []
    for parsed in reading.parsed:
        own = [span for span in marked.entities if parsed.sentence.span.holds(span)]
        places = [(span, span, "name") for span in own]
        places += [(at, span, "pronoun") for at, span in _pronouns(parsed, own)]
        for at, span, kind in places:
            name, actor = f"{kind}-{at.start}-{at.end}", f"entity-{span.start}-{span.end}"
            mentions.append(
                Mention(id=name, sentence_id=parsed.sentence.id, span=at, text=at.of(marked.text), kind=kind)
            )
            judgements.append(Judgement(mention_id=name, actor_id=actor, codes=(), verdict="same", basis=_BASIS[kind]))
    return replace(reading, mentions=tuple(mentions), judgements=tuple(judgements))


def _told(reading: Reading) -> Reading:
    """The reading with those who are told something by somebody, which is a talk between the two: "told reporters"."""
    scene = Scene(reading)
    found = {(d.parsed.sentence.id, d.token.i) for d in reading.drafts}
    made = [
        event(
            predicate,
            ("CONSULT", None),
            (source, target),
            method="among:told",
            score=0.6,
            why="one told the other something",
        )
        for predicate in reading.predicates
        if predicate.lemma == "tell"
        and (predicate.parsed.sentence.id, predicate.token.i) not in found
        and (source := scene.fill(predicate, parse_end("subject", "among")))
        and (target := scene.fill(predicate, parse_end("object", "among")))
    ]
    return replace(reading, drafts=(*reading.drafts, *made))


def _pronouns(parsed: Parsed, marks: Sequence[Span]) -> Iterator[tuple[Span, Span]]:
    """The pronouns that nobody marked, each with whom it is taken for: as object the last mark before it that is one
    ("spotted a truck and hit it"), else the last that is a subject."""
    subject: Span | None = None
    object_: Span | None = None
    for token in parsed.tokens:
        at = parsed.span(token)
        mark = next((m for m in marks if m.meets(at)), None)
        if mark is not None and token.dep_ in ("nsubj", "nsubjpass"):
            subject = mark
        elif mark is not None and token.dep_ == "dobj":
            object_ = mark
        elif mark is None and token.dep_ == "dobj" and token.lower_ in _OBJECTS and object_ is not None:
            yield at, object_
        elif mark is None and subject is not None and token.lower_ in _PRONOUNS:
            yield at, subject
