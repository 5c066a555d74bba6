"""The reader: the stages in their order. The list below is the method."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from typing import cast

from threadpoolctl import threadpool_limits

from westphalia.ontology.actors import atlas
from westphalia.reading import READER, Voices
from westphalia.reading.actors import actors
from westphalia.reading.asked import ASKED, ask
from westphalia.reading.attribution import attribution
from westphalia.reading.dates import dates
from westphalia.reading.echoes import echoes
from westphalia.reading.encoder import Name
from westphalia.reading.events import events
from westphalia.reading.implications import implications
from westphalia.reading.llm import heard
from westphalia.reading.mentions import mentions
from westphalia.reading.modality import modality
from westphalia.reading.occasions import occasions
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
    occasions,
    sites,
    statements,
)
"""All that follows the parse. `voices` does nothing where no encoder was asked."""
_ENCODERS: Mapping[Voices, Name] = {"both": "encoder", "accurate": "accurate"}

_DOCUMENTS = 16  # read in one stream


def annotate(
    readings: Sequence[Reading], model: str = MODEL, asker: Stage | None = None, reader: Voices = READER
) -> list[Reading]:
    """The readings after all stages, with `asker` (an `llm.Reader`) among them where there is one.

    Raises `ModelError` where the spaCy model, or the encoder where it is asked for, cannot be loaded.
    """
    return list(_annotated([readings], model, asker, reader))


def _annotated(
    batches: Iterable[Sequence[Reading]], model: str, asker: Stage | None, reader: Voices
) -> Iterator[Reading]:
    """The readings of each batch after all stages, in order.

    The encoder listens to one batch in a thread of its own while the next is parsed and searched by the frames. Further
    threads, for products of small matrices, would only be in the way.
    """
    rest = list(_rest(asker))
    waiting: list[Reading] = []
    with threadpool_limits(1, "blas"), _thread() as thread:
        for batch in batches:
            found = []
            for parsed in parse([segments(r) for r in batch], model):
                reading = _through(FINDING, parsed)
                if reader in _ENCODERS:
                    asked = ask(reading, _ENCODERS[reader], thread)
                    reading = replace(reading, notes={**reading.notes, ASKED: asked})
                found.append(reading)
            yield from (_through(rest, r) for r in waiting)
            waiting = found
        yield from (_through(rest, r) for r in waiting)


@contextmanager
def _thread() -> Iterator[Executor]:
    """A thread; what it has not begun when reading ends or is broken off is dropped."""
    thread = ThreadPoolExecutor(1)
    try:
        yield thread
    finally:
        thread.shutdown(cancel_futures=True)


def _through(stages: Iterable[Stage], reading: Reading) -> Reading:
    for stage in stages:
        reading = stage(reading)
    return reading


def _rest(asker: Stage | None) -> Iterator[Stage]:
    """What follows the finding; a language model's drafts are sifted too, its voice weighed once the parse has given
    one."""
    for stage in STAGES[len(FINDING) :]:
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


def read(document: Document, model: str = MODEL, reader: Voices = READER) -> DocumentRecords:
    """Everything that a document says about the system."""
    return records(annotate([Reading(document=document)], model, reader=reader)[0])


def read_many(
    documents: Iterable[Document], model: str = MODEL, asker: Stage | None = None, reader: Voices = READER
) -> Iterator[DocumentRecords | Skip]:
    """The same for many documents, parsed in one stream; memory stays flat."""
    stream = iter(documents)
    batches = iter(lambda: [Reading(document=d) for d in islice(stream, _DOCUMENTS)], [])
    yield from map(records, _annotated(batches, model, asker, reader))
