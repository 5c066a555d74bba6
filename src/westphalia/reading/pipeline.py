"""The reader: the stages in their order. The list below is the method."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from itertools import islice
from typing import cast

from westphalia.reading.reading import Reading
from westphalia.reading.sentences import parse
from westphalia.records import Actor, Document, DocumentRecords, Skip

__all__ = ["read", "read_many"]

Stage = Callable[[Reading], Reading]
_NAMES = (
    ("mentions", "mentions"),
    ("actors", "actors"),
    ("times", "times"),
    ("roles", "roles"),
    ("events", "events"),
    ("ties", "ties"),
    ("implications", "implications"),
    ("stances", "stances"),
    ("states", "states"),
    ("modality", "modality"),
    ("attribution", "attribution"),
    ("dates", "dates"),
    ("statements", "statements"),
)


def _stage(module: str, name: str) -> Stage | None:
    try:
        return getattr(import_module(f"westphalia.reading.{module}"), name, None)
    except ModuleNotFoundError:
        return None


_DOCUMENTS = 16  # read in one stream


def annotate(readings: list[Reading]) -> list[Reading]:
    """The readings after all stages."""
    first = _stage("segments", "segments")
    readings = [first(r) if first else r for r in readings]
    readings = list(parse(readings))
    for module, name in _NAMES:
        stage = _stage(module, name)
        if stage is not None:
            readings = [stage(r) for r in readings]
    return readings


def records(reading: Reading) -> DocumentRecords:
    """What the store keeps of a reading: only the mentions that statements and judgements stand on."""
    return DocumentRecords(
        document=reading.document,
        sentences=reading.sentences,
        mentions=reading.mentions,
        judgements=reading.judgements,
        actors=_actors(reading),
        statements=reading.statements,
    )


def _actors(reading: Reading) -> tuple[Actor, ...]:
    try:
        from westphalia.ontology.actors import atlas
    except ImportError:
        return ()
    known, new = atlas(), cast(Mapping[str, Actor], reading.notes.get("actors", {}))
    return tuple(new.get(i) or known.actor(i) for i in sorted({j.actor_id for j in reading.judgements}))


def read(document: Document) -> DocumentRecords:
    """Everything that a document says about the system."""
    return records(annotate([Reading(document=document)])[0])


def read_many(documents: Iterable[Document]) -> Iterator[DocumentRecords | Skip]:
    """The same for many documents, parsed in one stream; memory stays flat."""
    stream = iter(documents)
    while batch := list(islice(stream, _DOCUMENTS)):
        yield from (records(r) for r in annotate([Reading(document=d) for d in batch]))
