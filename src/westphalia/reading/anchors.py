"""What a phrase of time may be dated against, and calendar arithmetic: months, weeks, parts of an interval.

The first day of a week is Monday (ISO 8601).
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from westphalia.records import DateBasis, When

__all__ = [
    "BACK", "MONTH", "MONTHS", "ON", "ORDINALS", "SEASONS", "WEEKDAYS", "Anchors", "between", "month_days", "moved",
    "number", "part_of", "unit_days", "year_days",
]  # fmt: skip

MONTHS = {
    name: i
    for i, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
}
MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
"""A pattern: the name of a month, or its abbreviation."""
WEEKDAYS = {name: i for i, name in enumerate(["mon", "tue", "wed", "thu", "fri", "sat", "sun"])}
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}
ORDINALS = {
    word: i
    for i, word in enumerate(
        re.findall(
            r"[\w'-]+",
            """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
        fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first""",
        ),
        1,
    )
}
NUMBERS = {
    word: i
    for i, word in enumerate(
        re.findall(
            r"[\w'-]+",
            """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen twenty""",
        ),
        1,
    )
} | {"a": 1, "an": 1, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "a couple of": 2, "half a": 0}
BACK, ON = ("last", "this past", "the previous", "the preceding"), ("next", "this coming", "the following")


@dataclass(frozen=True, slots=True)
class Anchors:
    """What a phrase may be dated against.

    `published`: when the document came out (a day, a month, a year or bounds). `before`: the nearest dated phrase
    before this one in the segment; `near`: whether that one stands in the same sentence or the one before and has
    a year of its own. `future`: the clause speaks of what is to come. `latest`: the last day that the segment has
    dated so far as past. `month_first`: whether the document writes days in figures so, where it tells. `sole_year`:
    the year of a segment that names one alone.
    """

    published: When | None = None
    before: When | None = None
    near: bool = False
    future: bool = False
    latest: date | None = None
    month_first: bool | None = None
    sole_year: int | None = None

    @property
    def today(self) -> date | None:
        """The day of publication, where it is known to the day."""
        when = self.published
        return when.start if when and when.start and when.start == when.end else None

    @property
    def this_year(self) -> int | None:
        """The year of publication, where it is known."""
        when = self.published
        return when.start.year if when and when.start and when.end and when.start.year == when.end.year else None


def number(text: str) -> int | None:
    """The number that a word or digits say; None where it is vague ("several").

    >>> number("three"), number("12"), number("several")
    (3, 12, None)
    """
    text = text.lower().strip()
    return int(text.replace(",", "")) if text.replace(",", "").isdigit() else NUMBERS.get(text)


def between(start: date, end: date, basis: DateBasis = "text") -> When:
    """The interval of two days."""
    return When(start=start, end=end, basis=basis)


def add_months(year: int, month: int, months: int) -> tuple[int, int]:
    """Year and month so many months on (or back)."""
    total = year * 12 + month - 1 + months
    return total // 12, total % 12 + 1


def month_days(year: int, month: int) -> tuple[date, date]:
    """First and last day of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def year_days(year: int) -> tuple[date, date]:
    """First and last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def unit_days(day: date, unit: str) -> tuple[date, date]:
    """First and last day of the week, month, year, decade or century that holds a day."""
    if unit in ("week", "fortnight"):
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    if unit == "month":
        return month_days(day.year, day.month)
    if unit == "year":
        return year_days(day.year)
    if unit == "decade":
        return date(day.year // 10 * 10, 1, 1), date(day.year // 10 * 10 + 9, 12, 31)
    if unit == "century":
        first = (day.year - 1) // 100 * 100 + 1
        return date(first, 1, 1), date(first + 99, 12, 31)
    return day, day


def moved(day: date, count: int, unit: str) -> date:
    """The day so many units on; the end of the month where the month is shorter."""
    days = {"day": 1, "night": 1, "week": 7, "fortnight": 14}.get(unit)
    if days:
        return day + timedelta(days=days * count)
    months = {"month": 1, "year": 12, "decade": 120, "century": 1200}.get(unit, 0)
    year, month = add_months(day.year, day.month, months * count)
    if not 1 <= year <= 9999:
        raise ValueError(f"the calendar ends before {count} {unit}s from {day}")
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def part_of(start: date, end: date, part: str) -> tuple[date, date]:
    """Early, middle or late in an interval: thirds, in whole days of a month, months of a year, years of a decade.

    Early is rounded up: early 1960s are 1960 to 1963, early 2003 is January to April.
    """
    part = part.lower()
    which = "early" if any(w in part for w in ("early", "beginning", "start", "dawn", "opening", "outset")) else None
    which = which or ("late" if any(w in part for w in ("late", "end", "close", "latter", "turn")) else None)
    which = which or ("middle" if "mid" in part else None)
    if which is None:
        return start, end
    if end.year - start.year > 50:
        edges = (33, 66)
    elif end.year > start.year:
        edges = (4, 6)
    elif end.month > start.month:
        first, last = {"early": (1, 4), "middle": (5, 8), "late": (9, 12)}[which]
        return date(start.year, first, 1), month_days(start.year, last)[1]
    elif (end - start).days >= 27:
        first, last = {"early": (1, 10), "middle": (11, 20), "late": (21, end.day)}[which]
        return start.replace(day=first), start.replace(day=last)
    else:
        return start, end
    low, high = start.year + edges[0], start.year + edges[1]
    if which == "early":
        return start, date(low - 1, 12, 31)
    return (date(low, 1, 1), date(high, 12, 31)) if which == "middle" else (date(high + 1, 1, 1), end)
