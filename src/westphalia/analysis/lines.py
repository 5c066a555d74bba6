"""What analyses share: a view's rows as plain mappings, speakers in words, how sure a chain is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

import pyarrow as pa

from westphalia.errors import BadInput
from westphalia.linking.rows import FIRMNESS
from westphalia.linking.words import bag, matters, near
from westphalia.records import Document
from westphalia.store.rulings import Ruling

__all__ = [
    "FIRMNESS",
    "UNNAMED",
    "Line",
    "Seen",
    "about",
    "asks",
    "at_ends",
    "caveats",
    "cell",
    "day_of",
    "earliest",
    "edited",
    "publisher",
    "said_by",
    "speaker",
    "table",
    "two_states",
    "weakest",
]

Line = dict[str, Any]
UNNAMED = "a publisher not named"


class Seen(Protocol):
    """What analyses and briefs ask of a view: `store.View` gives it, and so does a view narrowed to a period."""

    @property
    def statements(self) -> Callable[..., pa.Table]:
        """Statements, filtered."""

    @property
    def events(self) -> Callable[..., pa.Table]:
        """Events, filtered."""

    @property
    def ties(self) -> Callable[..., pa.Table]:
        """Ties, filtered."""

    @property
    def disagreements(self) -> Callable[..., pa.Table]:
        """Disagreements."""

    @property
    def data_ties(self) -> Callable[..., pa.Table]:
        """Ties of data sets, filtered."""

    @property
    def data_events(self) -> Callable[..., pa.Table]:
        """Events that machines coded, filtered."""

    @property
    def positions(self) -> Callable[..., pa.Table]:
        """Where states stood in votes."""

    @property
    def imports(self) -> Callable[..., pa.Table]:
        """Files of data sets."""

    @property
    def rulings(self) -> Callable[..., list[Ruling]]:
        """People's judgements that stand."""

    @property
    def documents(self) -> Callable[..., pa.Table]:
        """All documents, without text."""

    def document(self, id: str) -> Document:
        """A document with its text."""


def weakest(modalities: Iterable[str]) -> str:
    """How sure a chain is: as its weakest link.

    >>> weakest(["asserted", "possible", "reported"])
    'possible'
    """
    return max(modalities, key=lambda m: FIRMNESS.index(m))


def two_states(a: str, b: str) -> None:
    """Refuse a pair that is one state twice: nothing stands between a state and itself. Raises BadInput."""
    if a == b:
        raise BadInput(f"{a} is given twice: two different states are needed")


def publisher(line: Line) -> str:
    """The publisher's name, or that none is named."""
    return str(line["publisher"] or UNNAMED)


def speaker(line: Line) -> str:
    """Who is answerable, by the text's own words, else by codes; `the author` where nobody else is made to be."""
    if line["attribution_kind"] in (None, "author"):
        return "the author"
    return str(line["attribution_text"] or " and ".join(line["attributed_to"] or ()) or "unnamed")


def said_by(lines: Iterable[Line]) -> list[str]:
    """Speakers with their publishers, each once, in order; and where a person edited what was read."""
    return list(
        dict.fromkeys(f"{speaker(line)} ({publisher(line)}){', edited by hand' * edited(line)}" for line in lines)
    )


def edited(line: Line) -> bool:
    """Whether a person edited a statement: it then says the edit, and not what was read."""
    return line.get("ruling") == "edited"


def at_ends(line: Line) -> frozenset[str]:
    """The states at either end of a statement, and on its path."""
    return frozenset([*line["source"], *line["target"], *(line.get("via") or ())])


def about(line: Line) -> frozenset[str]:
    """The matters that a statement speaks of, near the word that carries it and in its open ends.

    >>> sorted(about({"sentence": "It sold shells to Russia.", "trigger": "sold"}))
    ['arms']
    """
    close = near(line["sentence"] or "", line["trigger"] or "")
    ends = bag(f"{line.get('source_text') or ''} {line.get('target_text') or ''}".lower())
    return matters(close | ends)


def asks(line: Line) -> bool:
    """Whether a statement stands in a question that its author puts: that says nothing yet."""
    return str(line["sentence"] or "").rstrip(" ”’\"'").endswith("?") and line["attribution_kind"] in (None, "author")


def day_of(line: Line) -> date:
    """A day to sort by: of the event, else of publication; what has neither comes last."""
    for name in ("when_start", "when_end", "published_start", "published_end"):
        if line.get(name):
            return line[name]  # type: ignore[no-any-return]
    return date.max


def earliest(lines: Sequence[Line]) -> list[Line]:
    """Lines by time, then as they stand in the text."""
    return sorted(lines, key=lambda x: (day_of(x), x.get("document") or "", x.get("sentence_start") or 0, x["id"]))


def table(rows: Sequence[Line], schema: Sequence[tuple[str, pa.DataType]]) -> pa.Table:
    """Rows as an Arrow table with just these columns."""
    return pa.Table.from_pylist([{name: row.get(name) for name, _ in schema} for row in rows], schema=pa.schema(schema))


def caveats(lines: Collection[Line]) -> list[str]:
    """What to beware of in any set of statements: few publishers, none named, little dated."""
    found = []
    if not lines:
        return ["Nothing in the record bears on this."]
    publishers = {line["publisher"] for line in lines}
    if publishers == {None}:
        found.append("No publisher is named for any of it.")
    elif len(publishers) == 1:
        found.append(f"All of it comes from one publisher ({next(iter(publishers))}).")
    undated = sum(line["when_start"] is None and line["when_end"] is None for line in lines)
    if undated:
        found.append(f"{undated} of {len(lines)} statements carry no date of their own.")
    return found


def cell(value: object) -> str:
    """A cell in words."""
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, Iterable) and not isinstance(value, str | Mapping):
        return ", ".join(map(str, value))
    return str(value) if isinstance(value, str | int | date | Mapping) else ""
