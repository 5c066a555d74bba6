"""The View: what was known, asked for by what it is about. Gives Arrow tables and records, never SQL."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any, ClassVar, get_args

import pyarrow as pa

from westphalia.errors import BadInput, UnknownRecord
from westphalia.records import Document, Links, Modality, Sentence
from westphalia.store.behind import behind, unknown
from westphalia.store.columns import from_arrow, record
from westphalia.store.days import first_day, last_day
from westphalia.store.lake import Lake, read
from westphalia.store.queries import asked, question, tables_of
from westphalia.store.rulings import Ruling
from westphalia.store.writing import link_tables

__all__ = ["View"]

Some = str | Collection[str] | None
"""A filter: one value, any of several, or None for no filter."""
LINKING = ("reject", "edit", "merge", "split")
"""The judgements that change what is linked."""


class View:
    """What was known: from documents published by `until`, by `publishers`, as the store was at `snapshot`.

    A View is cheap, changes nothing, and stays at its snapshot while others write. Several threads may ask at once.
    With `until`, documents count whose last possible day of publication, or day of fetching, is not after it; those
    with neither do not. Filters combine: what is returned meets all of them. Make one with `Store.view`.

    Judgements of people that were made by `until` are honoured: what they reject is not there, what they edit says
    the edit. With `as_read` none are.
    """

    __slots__ = ("_judged", "_lake", "_made", "_path", "as_read", "publishers", "snapshot", "until")

    linker: ClassVar[Callable[[View], Links] | None] = None
    """Links anew what a View shows (`engine` sets it): those in the store honour judgements made after a View's day."""

    def __init__(
        self,
        lake: Lake,
        path: Path,
        snapshot: int,
        until: date | str | None = None,
        publishers: Collection[str] | None = None,
        as_read: bool = False,
        judged: date | None = None,
    ) -> None:
        self._lake = lake
        self._path = path
        self.snapshot = snapshot
        self.until = last_day(until)
        self.publishers = None if publishers is None else tuple(several(publishers) or ())
        self.as_read = as_read
        self._judged = judged or self.until
        self._made: Mapping[str, pa.Table] | None = None

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
        it is not decided who is meant (the words are then in `source_text`, `target_text`). `ruling` says where people
        `accepted` or `edited` a statement, `ruling_ids` by which judgements. Raises BadInput for a date that is none.
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
        """What visible statements and data cannot agree on: id, about, field, strength, sides.

        Each side has its `value`, its `statements`, and the `rows` of data sets that take it.
        """
        return self._ask(
            "disagreements", field=several(field), strength=several(strength), ids=several(ids), limit=limit
        )

    def rulings(self, standing: bool = True) -> list[Ruling]:
        """The judgements of people that this View honours, oldest first; or also those taken back, and by what."""
        return from_arrow(Ruling, self._ask("standing" if standing else "rulings"))

    def data_ties(
        self,
        relation: Some = None,
        actor: str | None = None,
        other: str | None = None,
        since: date | str | None = None,
        until: date | str | None = None,
        dataset: Some = None,
        ids: Some = None,
        limit: int | None = None,
    ) -> pa.Table:
        """What imported data sets say stands between actors (columns of `DataTie`); `relation` is about its `kind`.

        With a View `until` a day, ties that had begun by then, their later end and the size they reached by it unknown.
        A data set counts as the publisher of its rows.
        """
        return self._ask(
            "data_ties",
            relation=several(relation),
            dataset=several(dataset),
            ids=several(ids),
            limit=limit,
            **ends(actor, other),
            **period(since, until),
        )

    def data_events(
        self,
        relation: Some = None,
        actor: str | None = None,
        other: str | None = None,
        since: date | str | None = None,
        until: date | str | None = None,
        dataset: Some = None,
        ids: Some = None,
        limit: int | None = None,
    ) -> pa.Table:
        """Events that machines coded from reports: one row an event, with its `rows` in the data set and its `reports`.

        Apart from `events`, as nobody has read what they rest on. `source` and `target` are one actor each.
        """
        return self._ask(
            "data_events",
            relation=several(relation),
            dataset=several(dataset),
            ids=several(ids),
            limit=limit,
            **ends(actor, other),
            **period(since, until),
        )

    def positions(self, ids: Some = None) -> pa.Table:
        """Where states stood in votes of the United Nations, by session (columns of `Position`)."""
        return self._ask("positions", ids=several(ids))

    def imports(self) -> pa.Table:
        """The files of data sets that were imported, with their versions and what they cover."""
        return self._ask("imports")

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
        """Everything behind an id of any kind (`d-`, `s-`, `m-`, `r-`, `e-`, `t-`, `x-`, of a data row or an actor).

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
        publishers = None if self.publishers is None else list(self.publishers)
        seen = {"until": self.until, "publishers": publishers, "judged": self._judged, "as_read": self.as_read or None}
        given = {key: value for key, value in {**parameters, **seen}.items() if value is not None}
        made = self._links_made() if "members" in tables_of(name) else {}
        sql = question(name, given.keys(), self.snapshot, self._lake.name, made)
        given["firmness"] = list(get_args(Modality))
        return read(self._lake, self._path, sql, asked(sql, given), made)

    def _links_made(self) -> Mapping[str, pa.Table]:
        """The links as tables, made anew where those in the store honour judgements that this View does not; else none.

        They are of all documents, as those in the store are: the View narrows them in the same way.
        """
        if self._made is None:
            self._made = {}
            if View.linker and (self.as_read or self._judged):
                stored = [each.id for each in self._wide().rulings() if each.action in LINKING]
                seen = self._wide(as_read=self.as_read, judged=self._judged)
                if stored != [each.id for each in seen.rulings() if each.action in LINKING]:
                    self._made = link_tables(View.linker(seen))
        return self._made

    def unjudged(self) -> View:
        """The same View with the judgements of people left aside: what was read, as it was read."""
        return View(self._lake, self._path, self.snapshot, self.until, self.publishers, as_read=True)

    def _wide(self, **judged: Any) -> View:
        """A View of all documents at the same snapshot."""
        return View(self._lake, self._path, self.snapshot, **judged)

    def _row(self, name: str, id: str) -> Mapping[str, Any]:
        """The one row about an id."""
        rows = self._ask(name, id=id).to_pylist()
        if not rows:
            raise UnknownRecord(unknown(self, id, self._ask("alike", beginning=id)["id"].to_pylist()))
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
    """The parameters for a period that is open where None. Raises BadInput for one that ends before it begins."""
    first, last = first_day(since), last_day(until)
    if first and last and last < first:
        raise BadInput(f"from {first} until {last}: the earlier day must come first")
    return {"since": first, "before": last, "dated": True if first or last else None}
