"""What a language model answered, checked: what does not stand in the sentence or in the ontology is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast, get_args

from pydantic import BaseModel, ConfigDict, ValidationError
from spacy.tokens import Token

from westphalia.ontology import plover, ties
from westphalia.reading.llm.prompt import RELATIONS, Question
from westphalia.reading.reading import Draft
from westphalia.reading.sentences import normal
from westphalia.records import Kind, Modality, Polarity, Span

__all__ = ["Heard", "Refused", "Said", "drafts"]

_WORDS = 8  # of a quote at most
_FENCE = re.compile(r"^\s*```\w*\s*|\s*```\s*$")
_SCORES = {True: 0.6, False: 0.5}  # with both ends named, and with one


class Record(BaseModel):
    """A record in the form that the model was told to give it."""

    model_config = ConfigDict(strict=True, extra="forbid")

    sentence: int
    kind: str
    relation: str
    mode: str | None
    source: list[int | str]
    target: list[int | str]
    via: list[int | str]
    polarity: str
    modality: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The voice that a model gave to a statement; `method` names the model."""

    method: str
    polarity: Polarity
    modality: Modality


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard(Draft):
    """A draft that a language model stated, alone or together with a frame."""

    said: Said


class Refused(Exception):
    """A record, or a whole answer, that is not accepted; the message is the reason under which it is counted."""


def drafts(answer: str, questions: Sequence[Question], method: str) -> Iterator[Heard | Refused]:
    """The answer's records, each as a draft or as the reason why it is none."""
    try:
        answered = json.loads(_FENCE.sub("", answer))
    except (ValueError, RecursionError):
        yield Refused("not JSON")
        return
    found = answered.get("statements") if isinstance(answered, dict) else None
    if not isinstance(found, list):
        yield Refused("not of the schema")
        return
    for entry in found:
        try:
            yield _draft(Record.model_validate(entry), questions, method)
        except ValidationError:
            yield Refused("not of the schema")
        except Refused as refused:
            yield refused


def _draft(record: Record, questions: Sequence[Question], method: str) -> Heard:
    if not 1 <= record.sentence <= len(questions):
        raise Refused("no such sentence")
    question = questions[record.sentence - 1]
    _check_names(record)
    trigger = _quoted(question, record.quote)
    source, target, via = (_ends(question, end) for end in (record.source, record.target, record.via))
    _check_ends(record, question, source, target)
    if record.kind == "tie" and not ties.tie_kind(record.relation).directed:
        source = target = tuple(dict.fromkeys((*source, *target)))
    return Heard(
        parsed=question.parsed,
        token=_head(question, trigger),
        kind=cast(Kind, record.kind),
        relation=record.relation,
        mode=record.mode,
        source=source,
        target=target,
        via=via,
        trigger=trigger,
        method=method,
        score=_SCORES[bool(source and target)],
        why="stated by a language model, and quoted",
        said=Said(
            method=method,
            polarity=cast(Polarity, record.polarity),
            modality=cast(Modality, record.modality),
        ),
    )


def _check_names(record: Record) -> None:
    """Raise Refused for a name that the ontology does not have."""
    checks = (
        ("kind", record.kind in RELATIONS),
        ("relation", record.relation in RELATIONS.get(record.kind, ())),
        ("mode", record.mode is None or record.mode in plover.MODES.get(record.relation, ())),
        ("polarity", record.polarity in get_args(Polarity)),
        ("modality", record.modality in get_args(Modality)),
    )
    for what, known in checks:
        if not known:
            raise Refused(f"no such {what}")


def _check_ends(record: Record, question: Question, source: tuple[str, ...], target: tuple[str, ...]) -> None:
    """Raise Refused where the ends are too few for the kind, or the same one twice."""
    needed = {"event": source or target, "tie": source and target}.get(record.kind, source)
    if not needed:
        raise Refused("ends missing")
    if source and target and len({code for m in (*source, *target) for code in question.codes[m]}) == 1:
        raise Refused("one actor at both ends")


def _quoted(question: Question, quote: str) -> Span:
    """Where the quote stands in the sentence, whole words, whatever its quotation marks and spaces."""
    said = normal(quote).split()
    if len(said) > _WORDS:
        raise Refused("quote too long")
    sentence = question.parsed.sentence
    pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, said)) + r"(?!\w)"
    found = re.search(pattern, normal(sentence.text)) if any(re.search(r"\w", w) for w in said) else None
    if found is None:
        raise Refused("no such quote")
    return Span(start=sentence.span.start + found.start(), end=sentence.span.start + found.end())


def _head(question: Question, trigger: Span) -> Token:
    """The word of a quote that the others hang on."""
    inside = [t for t in question.parsed.tokens if question.parsed.span(t).meets(trigger) and not t.is_space]
    return next((t for t in inside if t.head not in inside or t.head == t), inside[0])


def _ends(question: Question, given: Sequence[int | str]) -> tuple[str, ...]:
    """The mentions that are meant: by number, or by the words or the code of one that stands in the sentence."""
    found: dict[str, None] = {}
    for end in given:
        if isinstance(end, int):
            meant = question.mentions[end - 1 : end] if end >= 1 else ()
        else:
            meant = tuple(m for m in question.mentions if end == m.text or end in question.codes[m.id])[:1]
        if not meant:
            raise Refused("no such mention")
        found[meant[0].id] = None
    return tuple(found)
