"""Readings of sentences whose actors are marked in brackets: stages are tested without the stages before them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from westphalia.reading.reading import Reading
from westphalia.reading.sentences import sentences
from westphalia.records import Basis, Document, Judgement, Mention, Span


def _marked(text: str) -> Reading:
    """A reading with a mention for each `[name]` (an actor) and `{name}` (a place only), who is its name's actor."""
    plain, spans = "", []
    for part in re.split(r"(\[[^\]]*\]|\{[^}]*\})", text):
        if part[:1] in ("[", "{") and part[1:-1]:
            spans.append((len(plain), len(plain) + len(part) - 2, "same" if part[0] == "[" else "place"))
            part = part[1:-1]
        plain += part
    reading = sentences(Reading(document=Document(id="d-1", name="test", text=plain)))
    mentions, judgements = [], []
    for number, (start, end, verdict) in enumerate(spans):
        home = next(p.sentence for p in reading.parsed if p.sentence.span.start <= start < p.sentence.span.end)
        name = plain[start:end]
        mentions.append(
            Mention(id=f"m-{number}", sentence_id=home.id, span=Span(start=start, end=end), text=name, kind="name")
        )
        judgements.append(
            Judgement(
                mention_id=f"m-{number}",
                actor_id=name,
                codes=(name,),
                verdict=verdict,
                basis=Basis(method="test", score=1.0, why="marked"),
            )
        )
    return replace(reading, mentions=tuple(mentions), judgements=tuple(judgements))


@pytest.fixture(scope="session")
def marked() -> Callable[[str], Reading]:
    """Makes a reading of a text with its actors in brackets."""
    return _marked
