"""Page furniture's words: `data/furniture.tsv`, read once and checked line by line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from westphalia.errors import OntologyError
from westphalia.sources.dates import DAY

__all__ = ["Cue", "Cues", "cues"]

PLACES = ("line", "ends", "head", "foot", "opens", "after", "end")
_TIME = r"(?:\d{1,2}[:.]\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?(?: ?(?-i:[A-Z]{2,4}))?(?: ?[+-]\d{1,4})?)"
_AFTER_SENTENCE = r"(?<=[.!?…\"')\]]) ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One line of the table: what kind of furniture its pattern shows, where on the page, and an example."""

    kind: str
    where: str
    pattern: re.Pattern[str]
    example: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """The table by place; `screens` match whatever any cue of a place matches, to pass over other lines fast."""

    by_place: dict[str, tuple[Cue, ...]]
    screens: dict[str, re.Pattern[str]]

    def match(self, place: str, line: str, kind: str | None = None) -> tuple[Cue, re.Match[str]] | None:
        """The first cue of a place that fits `line` (whole, or its end for place `end`), with its match."""
        screen = self.screens.get(place)
        find = "search" if place == "end" else "fullmatch"
        if screen is None or not getattr(screen, find)(line):
            return None
        for cue in self.by_place[place]:
            if (kind is None or cue.kind == kind) and (m := getattr(cue.pattern, find)(line)):
                return cue, m
        return None


@cache
def cues() -> Cues:
    """The table of cues, compiled.

    Raises OntologyError where a line of the file is not four fields with a known place and a valid pattern.
    """
    rows = [_read(line, number) for number, line in enumerate(_table().split("\n"), 1) if line and line[0] != "#"]
    by_place = {place: tuple(row for row in rows if row.where == place) for place in PLACES}
    screens = {
        place: re.compile("|".join(f"(?:{_unnamed(row.pattern.pattern)})" for row in found), re.I)
        for place, found in by_place.items()
        if found
    }
    return Cues(by_place=by_place, screens=screens)


def _table() -> str:
    return (files("westphalia.sources") / "data" / "furniture.tsv").read_text(encoding="utf8")


def _unnamed(pattern: str) -> str:
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)


def _read(line: str, number: int) -> Cue:
    fields = line.split("\t")
    if len(fields) != 4 or fields[1] not in PLACES:
        raise OntologyError(f"furniture.tsv, line {number}: wants kind, where ({', '.join(PLACES)}), pattern, example")
    kind, where, pattern, example = fields
    pattern = pattern.replace("{day}", DAY).replace("{time}", _TIME)
    if where == "end":
        pattern = rf"{_AFTER_SENTENCE}(?:{pattern})\s*$"
    try:
        return Cue(kind=kind, where=where, pattern=re.compile(pattern, re.I), example=example, number=number)
    except re.error as error:
        raise OntologyError(f"furniture.tsv, line {number}: {error}") from None
