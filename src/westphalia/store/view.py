"""The View: what was known, asked for by what it is about. Gives Arrow tables and records, never SQL."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pyarrow as pa

from westphalia.errors import UnknownRecord
from westphalia.records import Document, Modality, Sentence
from westphalia.store.behind import behind
from westphalia.store.columns import record
from westphalia.store.days import first_day, last_day
from westphalia.store.lake import Lake, read
from westphalia.store.queries import asked, question

__all__ = ["View"]

Some = str | Collection[str] | None
"""A filter: one value, any of several, or None for no filter."""


class View:
    """What was known: from documents published by `until`, by `publishers`, as the store was at `snapshot`.

    A View is cheap, changes nothing, and stays at its snapshot while others write. Several threads may ask at once.
    With `until`, documents count whose last possible day of publication, or day of fetching, is not after it; those
    with neither do not. Filters combine: what is returned meets all of them. Make one with `Store.view`.
    """

    __slots__ = ("_lake", "_path", "publishers", "snapshot", "until")

    def __init__(
        self,
        lake: Lake,
        path: Path,
        snapshot: int,
        until: date | str | None = None,
        publishers: Collection[str] | None = None,
    ) -> None:
        self._lake = lake
        self._path = path
        self.snapshot = snapshot
        self.until = last_day(until)
        self.publishers = None if publishers is None else tuple(several(publishers) or ())

    def __repr__(self) -> str:
        return f"View(snapshot={self.snapshot}, until={self.until}, publishers={self.publishers})"

    def statements(
        self,
        kind: Some = None,
        relation: Some = None,
        actor: str | None = None,
        other: str | None = None,
        since: date | str | None = None,
        until: date | str | None = None,
        modality: Some = None,
        polarity: Some = None,
        publisher: Some = None,
        document: Some = None,
        ids: Some = None,
        limit: int | None = None,
    ) -> pa.Table:
        """The statements, one a row, with the states at their ends and the sentence they stand in.

        `actor` and `other` are state codes or actor ids: with one, it stands at either end; with both, one stands at
        each end. `since` and `until` are about the day of what is told (a year or month will do): an interval counts
        if it touches them, an undated statement does not. `document` is an id or a name. `source`, `target`, `via`
        and `attributed_to` are sorted lists of ISO 3166-1 alpha-3 codes, empty where the text leaves an end open or
        it is not decided who is meant (the words are then in `source_text`, `target_text`). Raises BadInput for a
        date that is none.
        """
        return self._ask(
            "statements",
            kind=several(kind),
            relation=several(relation),
            modality=several(modality),
            polarity=several(polarity),
            publisher=several(publisher),
            document=several(document),
            ids=several(ids),
            limit=limit,
            **ends(actor, other),
            **period(since, until),
        )

    def events(
        self,
        relation: Some = None,
        actor: str | None = None,
        other: str | None = None,
        since: date | str | None = None,
        until: date | str | None = None,
        modality: Some = None,
        polarity: Some = None,
        ids: Some = None,
        limit: int | None = None,
    ) -> pa.Table:
        """The happenings that visible statements tell of, with their ids, documents and publishers counted.

        Filters as in `statements`; `modality` is about `certainty`, the firmest modality among them. Documents whose
        publisher is not known count as one publisher together.
        """
        return self._links("events", relation, actor, other, since, until, modality, polarity, ids, limit)

    def ties(
        self,
        relation: Some = None,
        actor: str | None = None,
        other: str | None = None,
        since: date | str | None = None,
        until: date | str | None = None,
        modality: Some = None,
        polarity: Some = None,
        ids: Some = None,
        limit: int | None = None,
    ) -> pa.Table:
        """What stands between actors, from when to when; counts and filters as in `events`."""
        return self._links("ties", relation, actor, other, since, until, modality, polarity, ids, limit)

    def disagreements(
        self, field: Some = None, strength: Some = None, ids: Some = None, limit: int | None = None
    ) -> pa.Table:
        """What visible statements cannot agree on: id, about, field, strength, sides (value, statements)."""
        return self._ask(
            "disagreements", field=several(field), strength=several(strength), ids=several(ids), limit=limit
        )

    def documents(self) -> pa.Table:
        """The documents, without their text: who published them when, and how much was read in each."""
        return self._ask("documents")

    def actors(self) -> pa.Table:
        """The actors that visible mentions are judged to be, the most mentioned first."""
        return self._ask("actors")

    def counts(self) -> dict[str, int]:
        """How many documents, sentences, statements, events, ties and disagreements there are."""
        row = self._ask("counts").to_pylist()[0]
        links = {name: len(self._ask(name)) for name in ("events", "ties", "disagreements")}
        return {**row, **links}

    def document(self, id: str) -> Document:
        """A document with its text and furniture. Raises UnknownRecord."""
        return record(Document, self._row("document", id))

    def sentence(self, id: str) -> Sentence:
        """A sentence. Raises UnknownRecord."""
        return record(Sentence, self._row("sentence", id))

    def open(self, id: str) -> dict[str, Any]:
        """Everything behind an id of any kind (`d-`, `s-`, `m-`, `r-`, `e-`, `t-`, `x-`, or an actor's).

        For a statement: its sentence within the text around it, the document, the rule with its score and reason, the
        mentions with all judgements and their bases, and what was linked to it. Raises UnknownRecord, saying why.
        """
        return behind(self, id)

    def _links(
        self,
        name: str,
        relation: Some,
        actor: str | None,
        other: str | None,
        since: date | str | None,
        until: date | str | None,
        modality: Some,
        polarity: Some,
        ids: Some,
        limit: int | None,
    ) -> pa.Table:
        return self._ask(
            name,
            relation=several(relation),
            modality=several(modality),
            polarity=several(polarity),
            ids=several(ids),
            limit=limit,
            **ends(actor, other),
            **period(since, until),
        )

    def _ask(self, name: str, **parameters: object) -> pa.Table:
        """The answer to a question of `queries/` for the parameters that are not None."""
        seen = {"until": self.until, "publishers": self.publishers and list(self.publishers)}
        if self.publishers == ():
            seen["publishers"] = []
        given = {key: value for key, value in {**parameters, **seen}.items() if value is not None}
        sql = question(name, given.keys(), self.snapshot, self._lake.name)
        given["firmness"] = list(get_args(Modality))
        return read(self._lake, self._path, sql, asked(sql, given))

    def _row(self, name: str, id: str) -> Mapping[str, Any]:
        """The one row about an id."""
        rows = self._ask(name, id=id).to_pylist()
        if not rows:
            raise UnknownRecord(f"no {name} {id!r} in {self._path} as seen here ({self!r})")
        return dict(rows[0])


def several(value: Some) -> list[str] | None:
    """A filter's values as a list."""
    if value is None:
        return None
    return [value] if isinstance(value, str) else sorted(set(value))


def ends(actor: str | None, other: str | None) -> dict[str, str | None]:
    """The parameters for one actor or two; one alone is `actor`, whichever was given."""
    return {"actor": actor or other, "other": other if actor else None}


def period(since: date | str | None, until: date | str | None) -> dict[str, object]:
    """The parameters for a period that is open where None."""
    first, last = first_day(since), last_day(until)
    return {"since": first, "before": last, "dated": True if first or last else None}
