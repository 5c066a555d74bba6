"""A view narrowed to a period: what is dated in it, or, where it has no date, was published in it."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

import pyarrow as pa

from westphalia.analysis.lines import Seen
from westphalia.records import Document
from westphalia.store.rulings import Ruling

__all__ = ["Within"]


class Within:
    """`view` for the days from `since` to `until` (either open): links count where a statement of theirs does."""

    def __init__(self, view: Seen, since: date | None = None, until: date | None = None) -> None:
        self._view, self._since, self._until = view, since, until
        self.snapshot, self.until = getattr(view, "snapshot", None), getattr(view, "until", None)

    def statements(self, **filters: Any) -> pa.Table:
        """Statements, filtered, within the period."""
        return self._kept(self._view.statements(**filters), lambda line: self._within(line))

    def events(self, **filters: Any) -> pa.Table:
        """Events with a statement within the period."""
        return self._kept(self._view.events(**filters), lambda line: not self._ids.isdisjoint(line["statements"]))

    def ties(self, **filters: Any) -> pa.Table:
        """Ties with a statement within the period."""
        return self._kept(self._view.ties(**filters), lambda line: not self._ids.isdisjoint(line["statements"]))

    def disagreements(self, **filters: Any) -> pa.Table:
        """All disagreements, filtered."""
        return self._view.disagreements(**filters)

    def rulings(self) -> list[Ruling]:
        """People's judgements that stand."""
        return self._view.rulings()

    def data_ties(self, **filters: Any) -> pa.Table:
        """Ties of data, filtered: those that stood within the period."""
        return self._view.data_ties(**{"since": self._since, "until": self._until, **filters})

    def data_events(self, **filters: Any) -> pa.Table:
        """Events that machines coded within the period, filtered."""
        return self._view.data_events(**{"since": self._since, "until": self._until, **filters})

    def positions(self, **filters: Any) -> pa.Table:
        """Where states stood in votes."""
        return self._view.positions(**filters)

    def imports(self) -> pa.Table:
        """Files of data sets."""
        return self._view.imports()

    def documents(self) -> pa.Table:
        """All documents."""
        return self._view.documents()

    def document(self, id: str) -> Document:
        """A document with its text."""
        return self._view.document(id)

    @cached_property
    def _ids(self) -> frozenset[str]:
        return frozenset(self.statements().column("id").to_pylist())

    def _kept(self, table: pa.Table, keep: Any) -> pa.Table:
        if self._since is None and self._until is None:
            return table
        return table.filter(pa.array([bool(keep(line)) for line in table.to_pylist()], pa.bool_()))

    def _within(self, line: dict[str, Any]) -> bool:
        dated = line["when_start"] or line["when_end"]
        first = line["when_start"] if dated else line["published_start"]
        last = line["when_end"] if dated else line["published_end"]
        if first is None and last is None:
            return False
        after = self._since is None or (last or date.max) >= self._since
        return after and (self._until is None or (first or date.min) <= self._until)
