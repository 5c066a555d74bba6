"""What the tests of the relation stages share: a text read to its drafts, with the ends by their words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from westphalia.reading.pipeline import annotate
from westphalia.reading.reading import Reading
from westphalia.records import Document

__all__ = ["Told", "tell"]


class Told(NamedTuple):
    """A draft in plain words."""

    kind: str
    relation: str
    mode: str | None
    source: set[str]
    target: set[str]
    modality: str


@cache
def tell(text: str) -> tuple[Told, ...]:
    """What is read in a text, before attribution and dates; the ends as state codes."""
    return tuple(_tell(text))


def _tell(text: str) -> Iterator[Told]:
    reading = annotate([Reading(document=Document(id="d-example", name="example", text=text))], reader="frames")[0]
    codes: dict[str, set[str]] = {}
    for judgement in reading.judgements:
        codes.setdefault(judgement.mention_id, set()).update(judgement.codes)

    def states(mentions: tuple[str, ...]) -> set[str]:
        return {code for m in mentions for code in codes.get(m, ())}

    for draft in reading.drafts:
        yield Told(draft.kind, draft.relation, draft.mode, states(draft.source), states(draft.target), draft.modality)
