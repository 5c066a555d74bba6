"""SIPRI's arms transfers in: the trade register as ties from supplier to recipient.

Source: SIPRI Arms Transfers Database, trade register (non-commercial use, attribution). Sizes are trend-indicator
values (TIV), a measure of military worth in millions and not of money. Some exports do not quote commas in comments,
so that cells slide: such a row shows by a supplier or a value that is none, and is left out with a Skip.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

from westphalia.datasets.rows import Loaded, Refused, covered, first_day, last_day, lines, number, read_rows, state

__all__ = ["read_sipri"]

DELIVERED = "SIPRI TIV of delivered weapons"
NEEDS = ("Recipient", "Supplier", "Year of order", "Weapon designation", "Year(s) of delivery", DELIVERED)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def read_sipri(path: Path) -> Loaded:
    """The deals of a trade register, one tie each: `arms_supply` from the first to the last year of delivery.

    A deal without a delivery runs from its order with its end open and its size null. `row` is `sipri:L` with the line
    in the file; `note` says what was delivered. Rebel groups and unknown suppliers are left out with a Skip. Coverage
    ends with the last year of any delivery in the file. Raises BadInput.
    """
    return covered(read_rows(path, lines(path, NEEDS), lambda row, count: [_tie(row, count)]))


def _tie(row: dict[str, str], count: int) -> dict[str, Any]:
    source, target = state(row["Supplier"], "sipri"), state(row["Recipient"], "sipri")
    start, end = _years(row)
    size = number(row[DELIVERED])
    return {
        "kind": "arms_supply",
        "source": source,
        "target": target,
        "start": start,
        "end": end,
        "size": size if end else None,
        "unit": "million TIV",
        "dataset": "SIPRI Arms Transfers",
        "row": f"sipri:{count}",
        "note": f"{row['Number delivered']} {row['Weapon designation']} ({row['Weapon description']})".strip(),
    }


def _years(row: dict[str, str]) -> tuple[date, date | None]:
    """From the first to the last delivery; from the order where there is none yet."""
    years = sorted(YEAR.findall(row["Year(s) of delivery"]))
    if years:
        return first_day(years[0]), last_day(years[-1])
    if row["Year(s) of delivery"]:
        raise Refused(f"{row['Year(s) of delivery']!r} are no years of delivery")
    return first_day(row["Year of order"]), None
