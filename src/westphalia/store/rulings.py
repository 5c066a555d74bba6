"""What people judge of the record, and the questions they watch: kept beside it, never over it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from westphalia.records import Attribution, Kind, Modality, Polarity, When

__all__ = ["Action", "Anchor", "Edit", "Named", "Ruling", "Watch"]

Action = Literal["accept", "reject", "edit", "merge", "split", "grade", "undo"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A statement that a judgement is about, with what finds it again when reading anew gives it another id.

    `statement_id` is the id as judged, `attached` the one it has now (None: it is no longer found). `document` is its
    document's name; `relation`, `source` and `target` are as read. `side` parts the two halves of a split event.
    """

    statement_id: str
    attached: str | None
    document_id: str
    document: str
    sentence: str
    relation: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    trigger: str
    side: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An actor that an edit names, with the states it stands for."""

    id: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What a statement is to say instead; None leaves a field as it was read.

    `source`, `target` and the speakers of `attribution` are actor ids. An empty `mode` or `place`, and a `when` open
    at both ends, take the value away. `actors` are all actors named in it.
    """

    kind: Kind | None = None
    relation: str | None = None
    mode: str | None = None
    source: tuple[str, ...] | None = None
    target: tuple[str, ...] | None = None
    polarity: Polarity | None = None
    modality: Modality | None = None
    attribution: Attribution | None = None
    when: When | None = None
    place: str | None = None
    actors: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A judgement of a person on the record: who, when, what and why.

    `made` is the time in UTC (ISO 8601). `about` are the ids as given: a statement (accept, reject, edit, grade), the
    events (merge, split), a publisher (grade), or the judgement that is taken back (undo).
    """

    id: str
    made: str
    by: str
    action: Action
    about: tuple[str, ...]
    why: str
    anchors: tuple[Anchor, ...] = ()
    edit: Edit | None = None
    grade: str | None = None

    @property
    def lost(self) -> int:
        """How many of the statements that it is about are no longer found."""
        return sum(anchor.attached is None for anchor in self.anchors)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A saved question (the words of a command) with the snapshot at which its answer was last read, and when."""

    name: str
    question: tuple[str, ...]
    by: str
    made: str
    read: str
    snapshot: int
