"""The files that coders take: labelled rows (TSV) to train on, rows with spans (JSON Lines) to code."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from westphalia.errors import BadInput
from westphalia.reading.given import Given
from westphalia.records import Skip, Span

__all__ = ["Labelled", "read_labels", "read_rows"]

_COLUMNS = ("text", "source", "target", "label")


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A text with its two actors and the label that a coder is to give."""

    given: Given
    label: str


def read_labels(path: Path) -> tuple[list[Labelled], list[Skip]]:
    """Rows of a TSV with the columns text, source, target and label (any others are passed over), and what was skipped.

    `source` and `target` are words of the text; where they occur more than once, the first place counts (of the
    target: the first that is not inside the source). A row whose words do not stand in its text, or that has an
    empty cell, is skipped. Raises `BadInput` for a file without these columns.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, delimiter="\t")
            missing = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
            if missing:
                raise BadInput(f"{path}: no column {', '.join(missing)}; the columns are {', '.join(_COLUMNS)}")
            rows = [_labelled(row, f"{path}, line {reader.line_num}") for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{path} cannot be read as TSV: {error}") from error
    return [r for r in rows if isinstance(r, Labelled)], [r for r in rows if isinstance(r, Skip)]


def _labelled(row: dict[str, str | None], where: str) -> Labelled | Skip:
    text, source, target, label = (" ".join((row[name] or "").split()) for name in _COLUMNS)
    for name, cell in zip(_COLUMNS, (text, source, target, label), strict=True):
        if not cell:
            return Skip(where=where, stage="labels", why=f"the {name} is empty")
    first = _find(text, source)
    second = _find(text, target, first)
    if first is None or second is None:
        words = source if first is None else target
        return Skip(where=where, stage="labels", why=f"{words!r} does not stand in the text")
    return Labelled(given=Given(text, first, second), label=label)


def _find(text: str, words: str, other: Span | None = None) -> Span | None:
    """Where the words first stand, not inside `other` if they stand elsewhere too."""
    places = [m.span() for m in re.finditer(re.escape(words), text, re.IGNORECASE)]
    spans = [Span(start=start, end=end) for start, end in places]
    return next((s for s in spans if other is None or not other.meets(s)), spans[0] if spans else None)


def read_rows(path: Path) -> Iterator[Given]:
    """Rows `{"text": ..., "source": [start, end], "target": [start, end]}`. Raises `BadInput`, naming the line."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _given(line, f"{path}, line {number}")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} cannot be read: {error}") from error


def _given(line: str, where: str) -> Given:
    try:
        row = json.loads(line)
        text = row["text"]
        spans = [Span(start=row[end][0], end=row[end][1]) for end in ("source", "target")]
        if any(span.end > len(text) for span in spans):
            raise ValueError("a span ends beyond the text")
        return Given(text, *spans)
    except (ValueError, KeyError, TypeError, IndexError) as error:
        wanted = '{"text": ..., "source": [start, end], "target": [start, end]}'
        raise BadInput(f"{where}: {error}; a row is {wanted}") from error
