"""What an encoder is asked of a reading, and which of its relations a draft is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cache, partial
from typing import cast

from westphalia.ontology.ties import family
from westphalia.reading.encoder import Encoder, Heard, Name, encoder
from westphalia.reading.parties import Parties, named
from westphalia.reading.reading import Draft, Reading

__all__ = ["ASKED", "Asked", "ask", "asked_of", "group_of", "label_of", "labels_alike"]

ASKED = "asked of the encoder"
"""The note of a reading that holds `Asked`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an encoder is asked of a reading: its parties, the sentences that have any, and what is heard in those of
    them that name a state or in which a frame has spoken."""

    net: Encoder
    parties: Parties
    peopled: Sequence[int]
    heard: Callable[[], Mapping[int, Heard]]


def ask(reading: Reading, name: Name, thread: Executor | None = None) -> Asked:
    """Asks an encoder what it hears in a reading that has its mentions and predicates; with a thread, meanwhile."""
    net, parties = encoder(name), Parties(reading)
    peopled = [n for n in range(len(reading.parsed)) if parties.of(n)]
    spoken = {draft.parsed.sentence.id for draft in reading.drafts}
    worth = {n for n in peopled if named(parties.of(n)) or reading.parsed[n].sentence.id in spoken}
    asked = ((text, [n - text.start for n in text if n in worth]) for text in parties.texts)
    hear = partial(_hear, net, [(text.start, parties.words(text), own) for text, own in asked if own])
    return Asked(net=net, parties=parties, peopled=peopled, heard=thread.submit(hear).result if thread else hear)


def _hear(net: Encoder, texts: Sequence[tuple[int, Sequence[Sequence[str]], Sequence[int]]]) -> Mapping[int, Heard]:
    """What is heard, by the number of the sentence; of each text the number of its first sentence, its words, and which
    of its sentences are asked for."""
    return {start + n: heard for start, text, asked in texts for n, heard in net.hear(text, frozenset(asked))}


def asked_of(reading: Reading) -> Asked | None:
    """What was asked of a reading; None where no encoder reads."""
    return cast(Asked | None, reading.notes.get(ASKED))


def label_of(net: Encoder, draft: Draft) -> int | None:
    """The encoder's label for what a frame found."""
    if draft.kind == "tie":
        names = [f"tie:{draft.relation}"]
        names += [label for label in net.labels if group_of(label) == family(draft.relation)]
    else:
        names = [f"event:{draft.relation}" if draft.kind == "event" else draft.kind]
    return next((net.labels.index(name) for name in names if name in net.labels), None)


@cache
def group_of(label: str) -> str:
    """What counts as the same relation: the type of an event, the family of a tie, the kind of the others."""
    kind, _, name = label.partition(":")
    return family(name) if kind == "tie" else label


@cache
def labels_alike(labels: tuple[str, ...], group: str) -> list[int]:
    """The labels of a group."""
    return [n for n, label in enumerate(labels) if group_of(label) == group]
