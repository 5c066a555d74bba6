"""A small stand-in for a View: the same questions, answered from a table in memory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from tests.linking.conftest import gold, gold_meta, gold_rows, make  # noqa: F401

from westphalia.datasets.rows import EVENTS, POINTS, TIES
from westphalia.linking import link
from westphalia.records import Document, When


class Shelf:
    """Statements with their links, asked as a `store.View` is; documents hold their sentences, one a line."""

    snapshot = 7
    until = None
    publishers = None

    def __init__(
        self,
        rows: Iterable[Mapping[str, Any]],
        texts: Mapping[str, str] | None = None,
        data: Iterable[Mapping[str, Any]] = (),
    ) -> None:
        self.all = make(rows)
        self.data = [dict.fromkeys(TIES.names) | dict(line) for line in data]
        self.links = link(self.all)
        self.texts = dict(texts or {})

    def statements(
        self,
        kind: str | None = None,
        relation: str | Collection[str] | None = None,
        actor: str | None = None,
        other: str | None = None,
        since: date | None = None,
        until: date | None = None,
        ids: Collection[str] | None = None,
        **_: Any,
    ) -> pa.Table:
        """As `View.statements`."""
        kept = [
            line
            for line in self.all.to_pylist()
            if (kind is None or line["kind"] == kind)
            and _relation(line, relation)
            and _actors(line, actor, other)
            and _period(line, since, until)
            and (ids is None or line["id"] in ids)
        ]
        return pa.Table.from_pylist(kept, schema=self.all.schema)

    def events(self, **filters: Any) -> pa.Table:
        """As `View.events`."""
        return self._links(self.links.events, **filters)

    def ties(self, **filters: Any) -> pa.Table:
        """As `View.ties`."""
        return self._links(self.links.ties, **filters)

    def _links(self, found: Iterable[Any], **filters: Any) -> pa.Table:
        rows = []
        for item in found:
            when = item.when or When(start=None, end=None)
            names = set(item.__slots__) - {"when"}
            line = {n: getattr(item, n) for n in sorted(names)} | {"when_start": when.start, "when_end": when.end}
            line |= {n: list(line[n]) for n in ("source", "target", "statements")}
            if (
                _relation(line, filters.get("relation"))
                and _actors(line, filters.get("actor"), filters.get("other"))
                and _period(line, filters.get("since"), filters.get("until"))
                and filters.get("polarity", line["polarity"]) == line["polarity"]
            ):
                rows.append(line)
        return pa.Table.from_pylist(rows)

    def disagreements(self, strength: str | None = None, **_: Any) -> pa.Table:
        """As `View.disagreements`."""
        return pa.Table.from_pylist(
            [
                {
                    "id": d.id, "about": d.about, "field": d.field, "strength": d.strength,
                    "sides": [{"value": value, "statements": list(ids)} for value, ids in d.sides],
                }
                for d in self.links.disagreements
                if strength in (None, d.strength)
            ]
        )  # fmt: skip

    def data_ties(self, relation: Any = None, actor: Any = None, other: Any = None, **_: Any) -> pa.Table:
        """As `View.data_ties`."""
        kinds = {relation} if isinstance(relation, str) else relation
        kept = [
            line
            for line in self.data
            if (kinds is None or line["kind"] in kinds)
            and (actor is None or actor in (line["source"], line["target"]))
            and (other is None or other in (line["source"], line["target"]))
        ]
        return pa.Table.from_pylist(kept, schema=TIES)

    def data_events(self, **_: Any) -> pa.Table:
        """As `View.data_events`: none."""
        return EVENTS.empty_table()

    def positions(self, **_: Any) -> pa.Table:
        """As `View.positions`: none."""
        return POINTS.empty_table()

    def rulings(self) -> list[Any]:
        """As `View.rulings`: nobody has judged."""
        return []

    def imports(self) -> pa.Table:
        """As `View.imports`: none."""
        return pa.table({"id": pa.array([], pa.string())})

    def documents(self) -> pa.Table:
        """As `View.documents`, as far as briefs ask."""
        seen = {line["document_id"]: line for line in self.all.to_pylist()}
        names = ("publisher", "title", "published_start", "published_end")
        return pa.Table.from_pylist([{"id": i, **{n: line[n] for n in names}} for i, line in seen.items()])

    def document(self, id: str) -> Document:
        """As `View.document`: the text given for its name, or its sentences at their places."""
        lines = [line for line in self.all.to_pylist() if line["document_id"] == id]
        text = self.texts.get(lines[0]["document"])
        if text is None:
            text = ""
            for line in sorted(lines, key=lambda x: x["sentence_start"]):
                if line["sentence_start"] >= len(text):
                    text = text.ljust(line["sentence_start"]) + line["sentence"]
        return Document(id=id, name=lines[0]["document"], text=text, publisher=lines[0]["publisher"])


def _relation(line: Mapping[str, Any], relation: str | Collection[str] | None) -> bool:
    return relation is None or line["relation"] in ({relation} if isinstance(relation, str) else relation)


def _actors(line: Mapping[str, Any], actor: str | None, other: str | None) -> bool:
    source, target = set(line["source"]), set(line["target"])
    if actor is None or other is None:
        return actor is None or actor in source | target
    return (actor in source and other in target) or (other in source and actor in target)


def _period(line: Mapping[str, Any], since: date | None, until: date | None) -> bool:
    if since is None and until is None:
        return True
    if line["when_start"] is None and line["when_end"] is None:
        return False
    first, last = line["when_start"] or date.min, line["when_end"] or date.max
    return (since is None or last >= since) and (until is None or first <= until)


@pytest.fixture(scope="session")
def shelf() -> Callable[[Iterable[Mapping[str, Any]]], Shelf]:
    """Makes a stand-in View from short rows."""
    return Shelf


@pytest.fixture(scope="session")
def seeds(gold_rows: list[dict[str, Any]], shared: Any) -> Shelf:  # noqa: F811
    """The seeds' gold statements as a View."""
    texts = {d: next((shared / "seeds").glob(f"{d}*")).read_text(encoding="utf8") for d in ("000", "003")}
    return Shelf(gold_rows, texts)
