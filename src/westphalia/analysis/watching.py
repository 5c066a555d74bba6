"""What differs between two answers to one question: rows that are new or gone, and cells that changed."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from westphalia.analysis.lines import Line, cell, table
from westphalia.analysis.scenario import ASIDE, KEYS, row_name
from westphalia.records import Finding

__all__ = ["compared"]

SCHEMA = [
    ("change", pa.string()),
    ("row", pa.string()),
    ("column", pa.string()),
    ("before", pa.string()),
    ("after", pa.string()),
    ("ids", pa.list_(pa.string())),
]
NAMING = ("when_start", "what", "about", "field", *KEYS, "mode", "source", "target")
"""Columns that say what a row is about, in any listing or analysis."""


def compared(name: str, before: Sequence[Line], after: Sequence[Line]) -> Finding:
    """The rows of `after` that are new, those of `before` that are gone, and the cells of the others that differ.

    Two rows are the same that have one id; else, of those left over, that are about the same (the columns of NAMING).
    One row of the Finding is a row that came or went, or a cell; `ids` open it.
    """
    pairs, gone = _paired(before, after)
    rows: list[Line] = []
    for old, row in pairs:
        about = {"row": row_name(row, NAMING), "ids": _ids(row)}
        if old is None:
            rows.append({**about, "change": "new"})
            continue
        for column in row:
            if column not in ASIDE and not column.endswith("_ids") and old.get(column) != row[column]:
                cells = {"column": column, "before": cell(old.get(column)), "after": cell(row[column])}
                rows.append({**about, "change": "changed", **cells})
    rows += [{"change": "gone", "row": row_name(row, NAMING), "ids": _ids(row)} for row in gone]
    rows.sort(key=lambda row: ("new", "changed", "gone").index(row["change"]))
    return Finding(
        name=name,
        params={"rows": len(after), "rows_before": len(before)},
        table=table(rows, SCHEMA),
        evidence=tuple(sorted({i for row in rows if row["change"] != "gone" for i in row["ids"]})),
        caveats=() if rows else ("Nothing has changed since it was last read.",),
    )


def _paired(before: Sequence[Line], after: Sequence[Line]) -> tuple[list[tuple[Line | None, Line]], list[Line]]:
    """Each row of `after` with the one that it was, or None; and those of `before` that are none of them."""
    by_id = {row["id"]: row for row in before if row.get("id")}
    kept = {row["id"] for row in after if row.get("id") in by_id}
    left: dict[str, list[Line]] = {}
    for row in before:
        if row.get("id") not in kept:
            left.setdefault(row_name(row, NAMING), []).append(row)
    pairs: list[tuple[Line | None, Line]] = []
    for row in after:
        if row.get("id") in kept:
            pairs.append((by_id[row["id"]], row))
        else:
            alike = left.get(row_name(row, NAMING))
            pairs.append((alike.pop(0) if alike else None, row))
    return pairs, [row for rows in left.values() for row in rows]


def _ids(row: Line) -> list[str]:
    own = [row["id"]] if row.get("id") else []
    return list(dict.fromkeys([*own, *(i for name in ("ids", "statements") for i in row.get(name) or ())]))
