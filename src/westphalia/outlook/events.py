"""Events as plain columns: who did what kind of thing to whom on which day; read from the store or from a CSV file."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from westphalia.errors import BadInput
from westphalia.ontology.cameo import plover_of_text
from westphalia.ontology.plover import QUADS, TYPES, quad

__all__ = ["CLASSES", "CONTACT", "Events", "events_from", "events_of", "plover_of_text", "read_events"]

CLASSES: tuple[str, ...] = tuple(QUADS)
CONTACT = len(CLASSES)  # the class of comments, which are no PLOVER event: a sign of contact, never forecast


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """Events sorted by day, as parallel arrays; `day` counts from `origin`.

    `quad` is an index into CLASSES (or CONTACT), `type` one into TYPES (-1 for contacts), `actors` names the
    numbers in `source` and `target`, `ids` the events (so that a forecast can point to what moved it).
    """

    day: npt.NDArray[np.int32]
    source: npt.NDArray[np.int32]
    target: npt.NDArray[np.int32]
    quad: npt.NDArray[np.int8]
    type: npt.NDArray[np.int16]
    ids: tuple[str, ...]
    actors: tuple[str, ...]
    origin: Date

    def __len__(self) -> int:
        return len(self.day)

    def date(self, day: int) -> Date:
        """The calendar date of a day number."""
        return self.origin + timedelta(days=int(day))

    def number(self, when: Date) -> int:
        """The day number of a calendar date."""
        return int((when - self.origin).days)

    def before(self, day: int) -> Events:
        """The events known before a day: what a forecast made that morning may use."""
        n = int(np.searchsorted(self.day, day))
        return Events(
            day=self.day[:n], source=self.source[:n], target=self.target[:n], quad=self.quad[:n], type=self.type[:n],
            ids=self.ids[:n], actors=self.actors, origin=self.origin,
        )  # fmt: skip


def events_of(rows: Iterable[tuple[Date, str, str, str, str]], comments: int = CONTACT) -> Events:
    """Events from rows of (date, source, PLOVER type or "-", target, id); "-" is a comment, of the class `comments`.

    >>> e = events_of([(Date(2014, 1, 2), "USA", "AID", "UKR", "e-1"), (Date(2014, 1, 1), "RUS", "-", "UKR", "e-2")])
    >>> e.day.tolist(), [e.actors[i] for i in e.source], e.quad.tolist()
    ([0, 1], ['RUS', 'USA'], [4, 1])
    """
    ordered = sorted(rows)
    if not ordered:
        raise BadInput("no dated events with an actor on both sides: nothing to forecast from")
    actors = tuple(sorted({row[1] for row in ordered} | {row[3] for row in ordered}))
    number = {name: i for i, name in enumerate(actors)}
    quads = {kind: CLASSES.index(quad(kind)) for kind in TYPES} | {"-": comments}
    types = {kind: i for i, kind in enumerate(TYPES)} | {"-": -1}
    origin = ordered[0][0]
    return Events(
        day=np.array([(row[0] - origin).days for row in ordered], np.int32),
        source=np.array([number[row[1]] for row in ordered], np.int32),
        target=np.array([number[row[3]] for row in ordered], np.int32),
        quad=np.array([quads[row[2]] for row in ordered], np.int8),
        type=np.array([types[row[2]] for row in ordered], np.int16),
        ids=tuple(row[4] for row in ordered),
        actors=actors,
        origin=origin,
    )


def events_from(table: pa.Table, coded: pa.Table | None = None) -> Events:
    """Events from a View's table: columns id, relation, source and target (lists of codes), when_start, polarity.

    `coded` are the View's events that machines coded (`View.data_events`), which count beside those of texts.

    An event of several actors on a side counts for each pair; reciprocal events (the same set on both sides) for both
    directions. Events without a day, of negative polarity or with an open side are left out.
    """
    rows = []
    wanted = ["id", "relation", "source", "target", "when_start"]
    polarity = table.column("polarity").to_pylist() if "polarity" in table.column_names else ["+"] * len(table)
    columns = [table.column(name).to_pylist() for name in wanted]
    for sign, name, kind, source, target, when in zip(polarity, *columns, strict=True):
        if when is None or sign == "-" or kind not in TYPES:
            continue
        for a, b in itertools.product(source or (), target or ()):
            if a != b:
                rows.append((when, a, kind, b, name))
    if coded is not None:
        columns = [coded.column(name).to_pylist() for name in ("day", "source", "relation", "target", "id")]
        rows += [row for row in zip(*columns, strict=True) if row[1] != row[3]]
    return events_of(rows)


def read_events(path: Path) -> Events:
    """Events from a CSV file with the columns date, source, event_text and target (further ones are passed over).

    `event_text` is a CAMEO name or code, or a PLOVER type. Comments (CAMEO 01) are no PLOVER event, but verbal
    cooperation among the quad classes of a CAMEO file (GDELT Event Codebook 2.0), and count as that here. Raises
    BadInput where a column is missing, a date is no date, or no text of the file is known; rows of unknown texts are
    left out.
    """
    if not path.is_file():
        raise BadInput(f"{path} is no file")
    rows: list[tuple[Date, str, str, str, str]] = []
    unknown: dict[str, int] = {}
    with path.open(encoding="utf8", newline="") as lines:
        reader = csv.DictReader(lines)
        missing = {"date", "source", "event_text", "target"} - set(reader.fieldnames or ())
        if missing:
            raise BadInput(f"{path} lacks the columns {', '.join(sorted(missing))}")
        for row in reader:
            kind = plover_of_text(row["event_text"])
            if kind is None:
                unknown[row["event_text"]] = unknown.get(row["event_text"], 0) + 1
                continue
            try:
                when = Date.fromisoformat(row["date"][:10])
            except ValueError:
                raise BadInput(f"{path}, line {reader.line_num}: {row['date']!r} is no date (yyyy-mm-dd)") from None
            rows.append((when, row["source"], kind, row["target"], f"line-{reader.line_num}"))
    if not rows:
        example = ", ".join(sorted(unknown, key=lambda text: -unknown[text])[:3])
        raise BadInput(
            f"{path}: no event text is a CAMEO name, a CAMEO code or a PLOVER type (e.g. {example or 'none'})"
        )
    return events_of(rows, comments=CLASSES.index("verbal cooperation"))
