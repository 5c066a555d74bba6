"""Days as metadata and page lines write them: a day, a month or a year becomes an interval; nothing is guessed."""

from __future__ import annotations

import calendar
import re
from datetime import date

from westphalia.records import When

__all__ = ["DAY", "find_day", "read_published"]

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"

DAY = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?[ -]{_MONTH},?[ -]\d{{4}}"
    rf"|{_MONTH} ?\d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
    r"|\d{4}-\d{1,2}-\d{1,2}|\d{4}/\d{1,2}/\d{1,2}|\d{4}\.\d{1,2}\.\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{4})"
)
"""A regular expression for a whole day with its year, in the ways pages write it (to be used ignoring case)."""

_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?[ -]({_MONTH}),?[ -](\d{{4}})\b", re.I)
_MONTH_FIRST = re.compile(rf"\b({_MONTH}) ?(\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})\b", re.I)
_YEAR_FIRST = re.compile(r"\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_NUMBERS = re.compile(r"\b(\d{1,2})[./-](\d{1,2})[./-](\d{4})\b")
_MONTH_AND_YEAR = re.compile(rf"({_MONTH}),? (\d{{4}})", re.I)


def _month(name: str) -> int | None:
    return _MONTHS.get(name.lower().rstrip("."))


def _day(year: str, month: str | int | None, day: str) -> date | None:
    try:
        return date(int(year), int(month or 0), int(day))
    except ValueError:
        return None


def find_day(text: str) -> date | None:
    """The first whole day (with its year) written in `text`, or None.

    Numbers alone are read as a day only where one reading is possible: `19.06.2024` is, `03/04/2024` is not.

    >>> find_day("Last updated: Wednesday, 19th June 2024, 10:02 GMT")
    datetime.date(2024, 6, 19)
    >>> find_day("Published June 19, 2024") == find_day("2024-06-19T08:00:00Z") == find_day("19.06.2024")
    True
    >>> find_day("03/04/2024") is find_day("19 June") is None
    True
    """
    found: list[tuple[int, date | None]] = []
    if m := _DAY_FIRST.search(text):
        found.append((m.start(), _day(m[3], _month(m[2]), m[1])))
    if m := _MONTH_FIRST.search(text):
        found.append((m.start(), _day(m[3], _month(m[1]), m[2])))
    if m := _YEAR_FIRST.search(text):
        found.append((m.start(), _day(m[1], m[2], m[3])))
    if m := _NUMBERS.search(text):
        readings = {d for d in (_day(m[3], m[2], m[1]), _day(m[3], m[1], m[2])) if d}
        found.append((m.start(), readings.pop() if len(readings) == 1 else None))
    return next((day for _, day in sorted(found, key=lambda pair: pair[0]) if day), None)


def read_published(value: object) -> When | None:
    """The interval that a publication date stands for (a day, a month or a year), or None where it is not one.

    >>> str(read_published("2024-06-19")), str(read_published("2024-06")), str(read_published(2024))
    ('2024-06-19', '2024-06-01/2024-06-30', '2024-01-01/2024-12-31')
    >>> str(read_published("June 2024")), read_published("last week")
    ('2024-06-01/2024-06-30', None)
    """
    text = str(value).strip() if value is not None else ""
    if (day := find_day(text)) is not None:
        return When(start=day, end=day, basis="text")
    year, month = 0, 0
    if m := re.fullmatch(r"(\d{4})(?:-(\d{1,2}))?", text):
        year, month = int(m[1]), int(m[2] or 0)
        if m[2] is not None and not 1 <= month <= 12:
            return None
    elif m := _MONTH_AND_YEAR.fullmatch(text):
        year, month = int(m[2]), _month(m[1]) or 0
        if not month:
            return None
    if not 1 <= year <= 9999:
        return None
    first, last = month or 1, month or 12
    return When(start=date(year, first, 1), end=date(year, last, calendar.monthrange(year, last)[1]), basis="text")
