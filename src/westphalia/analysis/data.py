"""Ties and events of imported data sets as analyses take them: what counts at a day, and how much of it.

Without a day, data count as they stood at the end of their own coverage. Afterwards nothing is known to have ended.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from westphalia.analysis.lines import Line

__all__ = ["counting", "covered", "delivered", "latest_flows"]

YEARS = 10
"""Deliveries of so many years before the date count: what is flown and sailed today was bought then. So do orders."""


def counting(lines: Iterable[Line], at: date | None) -> list[Line]:
    """Lines of data that count at a day: what stood then, arms of the ten years before, each flow of trade once."""
    return [line for line in latest_flows(lines, at) if line["kind"] == "trade" or _counts(line, at)]


def _counts(line: Line, at: date | None) -> bool:
    day = at or line["coverage_end"]
    if day is None:
        return True
    if line["start"] and line["start"] > day:
        return False
    if line["kind"] == "arms_supply":
        return delivered(line, at) > 0
    return line["end"] is None or bool(line["end"] >= day)


def delivered(line: Line, at: date | None) -> float:
    """The share of a delivery of arms that falls into the `YEARS` before the day; of an open order 1 or 0.

    Where the data end before the day, the years are the last ones that they cover.

    >>> deal = {"kind": "arms_supply", "start": date(2000, 1, 1), "end": date(2019, 12, 31), "coverage_end": None}
    >>> [round(delivered(deal, day), 2) for day in (date(2019, 12, 31), date(2028, 1, 1), None)]
    [0.5, 0.05, 1.0]
    """
    covered_to = line.get("coverage_end")
    day = min((d for d in (at, covered_to) if d), default=None)
    if day is None or line["kind"] != "arms_supply" or not line["start"]:
        return 1.0
    first = date(max(day.year - YEARS + 1, 1), 1, 1)
    if line["end"] is None:
        return float(line["start"] >= first)
    whole = (line["end"] - line["start"]).days + 1
    inside = (min(line["end"], day) - max(line["start"], first)).days + 1
    return float(max(0.0, min(1.0, inside / whole)))


def latest_flows(lines: Iterable[Line], at: date | None) -> list[Line]:
    """Lines with one flow of trade for each two and goods: of the last year until the day, as the buyer reports."""
    kept: list[Line] = []
    flows: dict[tuple[str, ...], Line] = {}
    for line in lines:
        if line["kind"] != "trade":
            kept.append(line)
        elif at is None or line["start"] is None or line["start"] <= at:
            goods, _, report = (line.get("note") or "").rpartition(";")
            key = (line["source"], line["target"], goods, line.get("unit") or "")
            was = flows.get(key)
            if was is None or _rank(line, report) > _rank(was, (was.get("note") or "").rpartition(";")[2]):
                flows[key] = line
    return [*kept, *flows.values()]


def _rank(line: Line, report: str) -> tuple[date, bool, bool]:
    return line["start"] or date.min, line["size"] is not None, "buyer" in report


def covered(lines: Iterable[Line]) -> list[str]:
    """In words, until when each data set among the lines covers."""
    ends = {(line["dataset"], line["coverage_end"]) for line in lines if line.get("coverage_end")}
    return [f"{name} covers until {end}: what came later is not known, not absent." for name, end in sorted(ends)]
