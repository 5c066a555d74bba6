"""Days written in figures with strokes: "7/16/1992", "16/7/92"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from westphalia.reading.anchors import Anchors
from westphalia.records import When

__all__ = ["figures", "month_first"]

_FIGURES = re.compile(r"(?<![\d/.])(\d{1,2})/(\d{1,2})/(?:\d{4}|\d\d)(?![\d/])")
_PIVOT = 50  # two figures below it are of this century


def month_first(text: str) -> bool | None:
    """Whether a text writes the month first, by those of its days that can be read in one way only; None where they do
    not tell.

    >>> month_first("7/16/1992 to 8/1/1992"), month_first("16/7/92"), month_first("7/8/92")
    (True, False, None)
    """
    pairs = [(int(a), int(b)) for a, b in _FIGURES.findall(text)]
    american = any(a <= 12 < b for a, b in pairs)
    european = any(b <= 12 < a for a, b in pairs)
    return american if american != european else None


def figures(slots: Mapping[str, str], about: Anchors) -> When | None:
    """A day in figures; where it may be read in two ways, in the order of its text, else not at all.

    >>> figures({"A": "16", "B": "7", "Z": "92"}, Anchors()).start
    datetime.date(1992, 7, 16)
    >>> figures({"A": "8", "B": "7", "Z": "92"}, Anchors()) is None
    True
    """
    first, second, year = int(slots["A"]), int(slots["B"]), int(slots["Z"])
    if year < 100:
        year += 2000 if year < _PIVOT else 1900
    in_order = about.month_first if max(first, second) <= 12 and first != second else first <= 12
    if in_order is None:
        return None
    month, day = (first, second) if in_order else (second, first)
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return When(start=found, end=found, basis="text")
