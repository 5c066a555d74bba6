"""The files that coders take: labelled rows (TSV) to train on, rows with spans (JSON Lines) to code."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from westphalia.errors import BadInput
from westphalia.reading.given import Given
from westphalia.records import Span

__all__ = ["Labelled", "read_labels", "read_rows"]

_COLUMNS = ("text", "source", "target", "label")


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A text with its two actors and the label that a coder is to give."""

    given: Given
    label: str


def read_labels(path: Path) -> list[Labelled]:
    """Rows of a TSV with the columns text, source, target and label (any others are passed over).

    `source` and `target` are words of the text; where they occur more than once, the first place counts (of the
    target: the first that is not inside the source). Raises `BadInput`, naming the line.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, delimiter="\t")
            missing = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
            if missing:
                raise BadInput(f"{path}: no column {', '.join(missing)}; the columns are {', '.join(_COLUMNS)}")
            return [_labelled(row, f"{path}, line {reader.line_num}") for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{path} cannot be read as TSV: {error}") from error


def _labelled(row: dict[str, str | None], where: str) -> Labelled:
    text, source, target, label = ((row[name] or "").strip() for name in _COLUMNS)
    if not text or not label:
        raise BadInput(f"{where}: the text or the label is empty")
    first = _find(text, source, where)
    return Labelled(given=Given(text, first, _find(text, target, where, first)), label=label)


def _find(text: str, words: str, where: str, other: Span | None = None) -> Span:
    at = text.find(words) if words else -1
    while at >= 0 and other and other.meets(Span(start=at, end=at + len(words))):
        at = text.find(words, at + 1)
    if at < 0:
        if other and words and words in text:
            return other
        raise BadInput(f"{where}: {words!r} does not stand in the text")
    return Span(start=at, end=at + len(words))


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
