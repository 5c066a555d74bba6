"""Days as users write them: a date, or a year or month that stands for its first or last day."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from westphalia.errors import BadInput

__all__ = ["first_day", "last_day"]

PARTIAL = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


def first_day(value: date | str | None) -> date | None:
    """The first day of what is meant.

    >>> first_day("2023"), first_day("2023-05")
    (datetime.date(2023, 1, 1), datetime.date(2023, 5, 1))
    """
    return None if value is None else bounds(value)[0]


def last_day(value: date | str | None) -> date | None:
    """The last day of what is meant.

    >>> last_day("2023"), last_day("2024-02")
    (datetime.date(2023, 12, 31), datetime.date(2024, 2, 29))
    """
    return None if value is None else bounds(value)[1]


def bounds(value: date | str) -> tuple[date, date]:
    """First and last day of a date, or of a year, month or day as ISO 8601 writes them. Raises BadInput."""
    if isinstance(value, date):
        day = date(value.year, value.month, value.day)  # a datetime is a date with more to it
        return day, day
    match = PARTIAL.fullmatch(value.strip())
    try:
        if match is None:
            raise ValueError
        year, month, day_of = (int(part) if part else None for part in match.groups())
        if year is None or month is None:
            return date(int(match[1]), 1, 1), date(int(match[1]), 12, 31)
        if day_of is None:
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        return date(year, month, day_of), date(year, month, day_of)
    except ValueError:
        raise BadInput(f"{value!r} is no date; write 2023, 2023-05 or 2023-05-17") from None
