"""Bilateral trade in: UN Comtrade exports, and CEPII's gravity file of 2006, as ties from seller to buyer.

Sources: UN Comtrade (one line a reporter, partner, commodity and year, values in US dollars); Head, Mayer and Ries,
CEPII, as packed with the R package `gravity` (flows of 2006 in million US dollars, no zero flows).
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from westphalia.datasets.rows import Loaded, Refused, covered, first_day, last_day, lines, number, read_rows, state

__all__ = ["read_comtrade", "read_gravity"]

COMTRADE = ("refYear", "reporterISO", "flowCode", "partnerISO", "cmdCode", "cmdDesc", "primaryValue")
GRAVITY = ("iso_o", "iso_d", "flow")
AREAS = frozenset({"W00", "WLD", "_X", "X1", "X2", "R20", "F49", "A79", "S19", "E19", "O19", "XX", ""})


def read_comtrade(path: Path) -> Loaded:
    """The flows of a Comtrade export: `trade` from seller to buyer, one tie a reporter, partner, commodity and year.

    Imports are turned round, so that the source always sells; `note` says what and who reported it (both partners'
    reports stand side by side and seldom agree). `row` is `comtrade:FILE:L`. The world and other areas as partners are
    totals, left out with a Skip. Coverage ends with the file's last year. Raises BadInput.
    """
    return covered(
        read_rows(path, lines(path, COMTRADE), lambda row, count: [_flow(row, f"comtrade:{path.name}:{count}")])
    )


def _flow(row: dict[str, str], name: str) -> dict[str, Any]:
    if row["partnerISO"] in AREAS:
        raise Refused("the partner is the world or an area, not a state")
    if row["flowCode"] not in ("X", "M"):
        raise Refused(f"a flow of kind {row['flowCode']!r} is neither an export nor an import")
    reporter, partner = state(row["reporterISO"]), state(row["partnerISO"])
    sells = row["flowCode"] == "X"
    return {
        "kind": "trade",
        "source": reporter if sells else partner,
        "target": partner if sells else reporter,
        "start": first_day(row["refYear"]),
        "end": last_day(row["refYear"]),
        "size": number(row["primaryValue"]),
        "unit": "USD",
        "dataset": "UN Comtrade",
        "row": name,
        "note": f"{row['cmdCode']} {row['cmdDesc']}; as reported by the {'seller' if sells else 'buyer'}",
    }


def read_gravity(path: Path) -> Loaded:
    """The flows of CEPII's gravity file, of the year 2006: `trade` from origin to destination in million US dollars.

    `row` is `gravity:L`. Pairs that are not there are not known to be without trade. Raises BadInput.
    """
    return read_rows(path, lines(path, GRAVITY), lambda row, count: [_pair(row, f"gravity:{count}")])


def _pair(row: dict[str, str], name: str) -> dict[str, Any]:
    year = {"start": date(2006, 1, 1), "end": date(2006, 12, 31), "coverage_end": date(2006, 12, 31)}
    ends = {"source": state(row["iso_o"]), "target": state(row["iso_d"])}
    size = {"size": number(row["flow"]), "unit": "million USD"}
    return {"kind": "trade", **ends, **year, **size, "dataset": "CEPII gravity 2006", "row": name}
