"""POLECAT events in: the tab-separated files with 40 columns, in PLOVER's own terms.

Source: Halterman, Bagozzi, Beger, Schrodt and Scarborough 2023, PLOVER and POLECAT (Dataverse, doi:10.7910/DVN/AJGVIT).
"""

from __future__ import annotations

import re
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from westphalia.datasets.rows import EVENTS, Loaded, Refused, coded, day_of, lines, read_rows, state
from westphalia.ontology import plover

__all__ = ["COLUMNS", "read_polecat"]

COLUMNS = ("Event ID", "Event Date", "Event Type", "Event Mode", "Actor Country", "Recipient Country")


def read_polecat(path: Path) -> Loaded:
    """The events of a POLECAT file between states, as `EVENTS`; `row` is `polecat:ID`.

    A row with several countries on a side is an event for each two. Rows without a country on one side are left out
    with a Skip; a mode that PLOVER does not list is left out of its event. Raises BadInput.
    """
    return read_rows(path, lines(path, COLUMNS), lambda row, count: _events(row), EVENTS)


def _events(row: dict[str, str]) -> list[dict[str, Any]]:
    relation = row["Event Type"].upper()
    if relation not in plover.TYPES:
        raise Refused(f"{row['Event Type']!r} is no PLOVER type")
    mode = row["Event Mode"].lower()
    sources, targets = _states(row["Actor Country"]), _states(row["Recipient Country"])
    if not sources or not targets:
        raise Refused("no state on one side")
    return [
        coded(
            day=day_of(row["Event Date"]),
            source=source,
            relation=relation,
            mode=mode if mode in plover.MODES[relation] else None,
            target=target,
            dataset="POLECAT",
            row=f"polecat:{row['Event ID']}",
            source_name=row.get("Actor Name"),
            target_name=row.get("Recipient Name"),
            publisher=row.get("Source") or None,
        )
        for source, target in product(sources, targets)
    ]


@cache
def _states(cell: str) -> tuple[str, ...]:
    """The states that a cell names; several are parted by `;` or `|`. Raises Refused for a name that is none."""
    names = [name.strip() for name in re.split(r"[;|]", cell)]
    return tuple(dict.fromkeys(state(name) for name in names if name not in ("", "None", "NA")))
