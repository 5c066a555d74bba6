"""Days and months written in figures with strokes: "7/16/1992", "16/7/92", "7/92"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from westphalia.reading.anchors import MONTH, Anchors, between, month_days
from westphalia.records import When

__all__ = ["figured_month", "figures", "month_first"]

_FIGURES = re.compile(r"(?<![\d/.])(\d{1,2})/(\d{1,2})/(\d{4}|\d\d)(?![\d/])")
_PIVOT = 50  # two figures below it are of this century
_MONTH_DAY = re.compile(rf"\b{MONTH} (?:the )?\d{{1,2}}(?:st|nd|rd|th)?\b")
_DAY_MONTH = re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{MONTH}")
_AMERICAN = re.compile(
    r"\b(?:defense|toward|maneuvers?|airplanes?|programs?|theater|(?:kilo)?meters|traveled|canceled|signaled"
    r"|(?:harbor|labor|neighbor|color|favor|center)(?:s|ed|ing)?)\b|\bU\.S\.",
    re.I,
)
_BRITISH = re.compile(
    r"\b(?:defence|towards|manoeuvres?|aeroplanes?|programmes?|theatre|(?:kilo)?metres|travelled|cancelled|signalled"
    r"|(?:harbour|labour|neighbour|colour|favour|centre)(?:s|ed|ing)?)\b",
    re.I,
)


def month_first(text: str) -> bool | None:
    """Whether a text writes the month first; None where it does not tell.

    It tells by its days in figures that can be read in one way only, else by those it writes out, by which way brings
    its days close together, and by its spelling.

    >>> month_first("7/16/1992 to 8/1/1992"), month_first("16/7/92"), month_first("7/8/92")
    (True, False, None)
    >>> month_first("On 7/8/92, and on August 3"), month_first("On 4/1/92 they met, and on 4/5/92")
    (True, True)
    """
    found = _FIGURES.findall(text)
    pairs = [(int(a), int(b)) for a, b, _ in found]
    months_first = _spread((_full(year), int(a), int(b)) for a, b, year in found)
    days_first = _spread((_full(year), int(b), int(a)) for a, b, year in found)
    for american, european in (
        (any(a <= 12 < b for a, b in pairs), any(b <= 12 < a for a, b in pairs)),
        (bool(_MONTH_DAY.search(text)), bool(_DAY_MONTH.search(text))),
        (2 * months_first < days_first, 2 * days_first < months_first),
        (bool(_AMERICAN.search(text)), bool(_BRITISH.search(text))),
    ):
        if american != european:
            return american
        if american and european:
            return None
    return None


def _spread(days: Iterable[tuple[int, int, int]]) -> int:
    """How many days lie between the first and the last of some, roughly."""
    counted = [year * 365 + month * 30 + day for year, month, day in days]
    return max(counted, default=0) - min(counted, default=0)


def _full(year: str) -> int:
    """A year in two or four figures."""
    number = int(year)
    return number if number > 99 else number + (2000 if number < _PIVOT else 1900)


def figured_month(slots: Mapping[str, str], about: Anchors) -> When | None:
    """A month in figures: "6/95", "6/1995"."""
    return between(*month_days(_full(slots["Z"]), int(slots["A"])))


def figures(slots: Mapping[str, str], about: Anchors) -> When | None:
    """A day in figures; where it may be read in two ways, in the order of its text, else not at all.

    >>> figures({"A": "16", "B": "7", "Z": "92"}, Anchors()).start
    datetime.date(1992, 7, 16)
    >>> figures({"A": "8", "B": "7", "Z": "92"}, Anchors()) is None
    True
    """
    first, second, year = int(slots["A"]), int(slots["B"]), _full(slots["Z"])
    in_order = about.month_first if max(first, second) <= 12 and first != second else first <= 12
    if in_order is None:
        return None
    month, day = (first, second) if in_order else (second, first)
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return When(start=found, end=found, basis="text")
