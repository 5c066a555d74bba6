"""Coding with given actors: which PLOVER type holds between two places marked in a text, by the frames alone.

What annotation projects ask of a coder (`westphalia code`): the text and the two actors are known, the relation is not.
The frames read the text with these two as its only actors; each event they find speaks for its type, the more the
better it joins the two. Where no frame fits, the words themselves speak for the types that their lines have.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from spacy.tokens import Token

from westphalia.ontology.plover import TYPES, quad
from westphalia.reading.codebook import is_planned
from westphalia.reading.events import events
from westphalia.reading.frames import load
from westphalia.reading.modality import modality
from westphalia.reading.reading import Draft, Reading
from westphalia.reading.roles import roles
from westphalia.reading.sentences import parse
from westphalia.reading.stances import stances
from westphalia.records import Basis, Document, Judgement, Mention, Segment, Span, content_id

__all__ = ["Coded", "Given", "code", "examine"]

_STANCES = {
    "opposes": "REJECT",
    "concern": "ACCUSE",
    "defends": "SUPPORT",
    "favours": "SUPPORT",
    "permits": "CONCEDE",
    "doubts": "ACCUSE",
    "wants": "REQUEST",
    "distances_from": "REJECT",
}
_REACHED = frozenset({"reach", "strike", "conclude", "clinch", "agree", "hammer"})
_PRONOUNS = frozenset({"he", "she", "it", "they", "we", "i"})
_BATCH = 256
_SOURCE, _TARGET = "SOURCE", "TARGET"
_KINDS = {"v": "verb", "n": "noun", "a": "adjective"}


@dataclass(frozen=True, slots=True)
class Given:
    """A text with the spans of the one who acts and the one acted upon."""

    text: str
    source: Span
    target: Span


@dataclass(frozen=True, slots=True)
class Coded:
    """The type that speaks loudest, its share, and the shares of all types (they sum to 1)."""

    relation: str
    score: float
    scores: Mapping[str, float]


def code(rows: Iterable[Given]) -> Iterator[Coded]:
    """The PLOVER type of each row.

    >>> text = "Iran condemned Iraq."
    >>> next(code([Given(text, Span(start=0, end=4), Span(start=15, end=19))])).relation
    'ACCUSE'
    """
    for _, _, coded in examine(rows):
        yield coded


def examine(rows: Iterable[Given]) -> Iterator[tuple[Given, Reading, Coded]]:
    """Each row with its reading (the parse, the two actors, the events found) and what the frames make of it."""
    stream = iter(rows)
    while batch := list(islice(stream, _BATCH)):
        opened = [_opened(row) for row in batch]
        for row, reading in zip(batch, parse(opened), strict=True):
            read = modality(stances(events(roles(_marked(reading, row)))))
            yield row, read, _shares(_votes(read))


def _opened(row: Given) -> Reading:
    document = Document(id=content_id("d", row.text), name="given", text=row.text)
    return Reading(document=document, segments=(Segment(index=0, span=Span(start=0, end=len(row.text))),))


def _marked(reading: Reading, row: Given) -> Reading:
    """The reading with the two given actors as its mentions."""
    mentions: list[Mention] = []
    judgements: list[Judgement] = []
    for actor, span in ((_SOURCE, row.source), (_TARGET, row.target)):
        for parsed in reading.parsed:
            if parsed.sentence.span.meets(span):
                name = f"{actor}-{parsed.sentence.id}"
                mentions.append(
                    Mention(id=name, sentence_id=parsed.sentence.id, span=span, text=span.of(row.text), kind="person")
                )
                basis = Basis(method="given", score=1.0, why="marked by the user")
                judgements.append(
                    Judgement(mention_id=name, actor_id=actor, codes=(actor,), verdict="same", basis=basis)
                )
    for number, span in enumerate(_pronouns(reading, row)):
        sentence = next(p.sentence for p in reading.parsed if p.sentence.span.meets(span))
        name = f"{_SOURCE}-{number}"
        mentions.append(Mention(id=name, sentence_id=sentence.id, span=span, text=span.of(row.text), kind="pronoun"))
        basis = Basis(method="given", score=0.6, why="a pronoun after the one who acts")
        judgements.append(Judgement(mention_id=name, actor_id=_SOURCE, codes=(_SOURCE,), verdict="same", basis=basis))
    return replace(reading, mentions=tuple(mentions), judgements=tuple(judgements))


def _pronouns(reading: Reading, row: Given) -> Iterator[Span]:
    """The pronouns after the source that are subjects and not part of either actor: taken to mean the source."""
    for parsed in reading.parsed:
        for token in parsed.tokens:
            span = parsed.span(token)
            subject = token.lower_ in _PRONOUNS and token.dep_ in ("nsubj", "nsubjpass")
            if subject and span.start > row.source.end and not span.meets(row.target):
                yield span


def _votes(reading: Reading) -> dict[str, float]:
    """What the events found, and failing them the words, say for each type."""
    votes: dict[str, float] = defaultdict(float)
    for draft in reading.drafts:
        if relation := _relation(draft):
            votes[relation] = max(votes[relation], _weight(draft))
    for relation, weight in _words(reading).items():
        votes[relation] += 0.1 * weight
    return votes


def _relation(draft: Draft) -> str | None:
    """The type that a draft speaks for, as projects with given actors have coded.

    Announced conflict is THREATEN, what is not or will not be granted REJECT, what a court finds ACCUSE (legal), an
    agreement that both have reached SUPPORT. As in CAMEO, from which the projects come, blockades, occupation and
    attacks on computers are ASSAULT, a warrant is COERCE, and sending peacekeepers AID.
    """
    relation = draft.relation if draft.kind == "event" else _STANCES.get(draft.relation)
    if relation is None:
        return None
    if draft.polarity == "-" and (_is_announced(draft.token) or quad(relation).endswith("cooperation")):
        return "REJECT"
    if (counted := _as_cameo(draft)) is not None:
        return counted
    if relation == "SANCTION" and draft.mode == "convict":
        return "ACCUSE"
    to_do = any(c.dep_ == "xcomp" for c in draft.token.children)  # "agreed to share": still to be done
    if relation == "AGREE" and draft.token.lemma_ in _REACHED and set(draft.source) == set(draft.target) and not to_do:
        return "SUPPORT"
    if not _is_planned(draft.token):
        return relation
    if quad(relation) == "material conflict":
        return "THREATEN"
    return "AGREE" if quad(relation).endswith("cooperation") else relation


def _as_cameo(draft: Draft) -> str | None:
    """The type of what CAMEO counts otherwise than PLOVER 2 does, or None."""
    if draft.relation == "COERCE":
        blockade = any(token.lemma_.lower() == "blockade" for token in draft.token.subtree)
        return "ASSAULT" if blockade or draft.mode in ("cyber", "seize") else None
    if draft.relation == "THREATEN" and draft.mode == "arrest":
        return "COERCE"
    sent = draft.relation == "MOBILIZE" or (draft.relation == "CONSULT" and draft.mode == "visit")
    keeping = any(token.lemma_.lower().startswith("peacekeep") for token in draft.token.sent)
    return "AID" if sent and keeping else None


def _is_planned(token: Token) -> bool:
    """Whether the verb, or the verb that carries the noun, tells of what is still to come."""
    verb = next((t for t in (token, *token.ancestors) if t.pos_ in ("VERB", "AUX")), token)
    return verb.pos_ == "VERB" and is_planned(verb)


def _is_announced(token: Token) -> bool:
    return token.pos_ == "VERB" and any(c.lower_ in ("will", "wo", "shall", "would") for c in token.children)


def _weight(draft: Draft) -> float:
    """How well a draft joins the two: both in their places, one, or neither; higher up in the sentence is better."""
    source, target = ({i.partition("-")[0] for i in end} for end in (draft.source, draft.target))
    fit = 0.5 * (_SOURCE in source) + 0.5 * (_TARGET in target)
    if _TARGET in source and _SOURCE not in source:
        fit -= 0.3
    depth = sum(1 for _ in draft.token.ancestors)
    return max(0.05, fit + 0.05 * draft.score - 0.04 * min(depth, 6) - 0.3 * (draft.kind != "event"))


@cache
def _lines() -> Mapping[tuple[str, str], Counter[str]]:
    """How often a word's lines have each type."""
    return {
        key: Counter(f.relation for f in frames if f.relation in TYPES) for key, frames in load("events").frames.items()
    }


def _words(reading: Reading) -> dict[str, float]:
    """The share of each type in the lines of the words of the text, the root's words first."""
    votes: dict[str, float] = defaultdict(float)
    for predicate in reading.predicates:
        counts = _lines().get((predicate.lemma, predicate.kind), Counter())
        total = sum(counts.values())
        for relation, count in counts.items():
            votes[relation] += count / total / (1 + _depth(predicate.token))
    return votes


def _depth(token: Token) -> int:
    return sum(1 for _ in token.ancestors)


def _shares(votes: Mapping[str, float]) -> Coded:
    whole = sum(votes.values()) or 1.0
    scores = {name: round(votes.get(name, 0.0) / whole, 4) for name in TYPES}
    best = max(scores, key=lambda name: scores[name])
    return Coded(best if votes else "CONSULT", scores[best], scores)
