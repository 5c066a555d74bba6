"""The reader: the stages in their order. The list below is the method."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Literal, cast

from westphalia.ontology.actors import atlas
from westphalia.reading.actors import actors
from westphalia.reading.attribution import attribution
from westphalia.reading.dates import dates
from westphalia.reading.echoes import echoes
from westphalia.reading.events import events
from westphalia.reading.implications import implications
from westphalia.reading.llm import heard
from westphalia.reading.mentions import mentions
from westphalia.reading.modality import modality
from westphalia.reading.reading import Reading
from westphalia.reading.roles import roles
from westphalia.reading.segments import segments
from westphalia.reading.sentences import MODEL, parse
from westphalia.reading.sift import sift
from westphalia.reading.sites import sites
from westphalia.reading.stances import stances
from westphalia.reading.statements import statements
from westphalia.reading.states import states
from westphalia.reading.ties import ties
from westphalia.reading.times import times
from westphalia.reading.voices import voices
from westphalia.records import Actor, Document, DocumentRecords, Skip

__all__ = ["FINDING", "MODEL", "STAGES", "Voices", "annotate", "read", "read_many"]

Stage = Callable[[Reading], Reading]
FINDING: tuple[Stage, ...] = (
    mentions,
    actors,
    times,
    roles,
    events,
    echoes,
    ties,
    implications,
    stances,
    states,
)
"""What finds statements by rules, after `segments` and the parse (`sentences.parse`) of many documents at once."""
STAGES: tuple[Stage, ...] = (
    *FINDING,
    voices,
    sift,
    modality,
    attribution,
    dates,
    sites,
    statements,
)
"""All that follows the parse. `voices` is left out where the frames alone are to read."""
Voices = Literal["frames", "both"]
"""Who finds statements: the frames alone, or frames and encoder, which check each other and take longer."""

_DOCUMENTS = 16  # read in one stream


def annotate(
    readings: Sequence[Reading], model: str = MODEL, asker: Stage | None = None, reader: Voices = "frames"
) -> list[Reading]:
    """The readings after all stages, with `asker` (an `llm.Reader`) among them where there is one.

    Raises `ModelError` where the spaCy model, or the encoder where it is asked for, cannot be loaded.
    """
    done = list(parse([segments(r) for r in readings], model))
    for stage in _stages(asker, reader):
        done = [stage(r) for r in done]
    return done


def _stages(asker: Stage | None, reader: Voices) -> Iterator[Stage]:
    """The stages; a language model's drafts are sifted too, its voice weighed once the parse has given one."""
    for stage in STAGES:
        if stage is voices and reader == "frames":
            continue
        if stage is sift and asker is not None:
            yield asker
        yield stage
        if stage is modality and asker is not None:
            yield heard


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
    known, new = atlas(), cast(Mapping[str, Actor], reading.notes.get("actors", {}))
    return tuple(new.get(i) or known.actor(i) for i in sorted({j.actor_id for j in reading.judgements}))


def read(document: Document, model: str = MODEL, reader: Voices = "frames") -> DocumentRecords:
    """Everything that a document says about the system."""
    return records(annotate([Reading(document=document)], model, reader=reader)[0])


def read_many(
    documents: Iterable[Document], model: str = MODEL, asker: Stage | None = None, reader: Voices = "frames"
) -> Iterator[DocumentRecords | Skip]:
    """The same for many documents, parsed in one stream; memory stays flat."""
    stream = iter(documents)
    while batch := list(islice(stream, _DOCUMENTS)):
        yield from (records(r) for r in annotate([Reading(document=d) for d in batch], model, asker, reader))
