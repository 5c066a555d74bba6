"""ICEWS events in: the yearly tab-separated files with 20 columns, and the benchmark files with named actors.

Sources: Boschee and others, ICEWS Coded Event Data (Dataverse, doi:10.7910/DVN/28075); CAMEO events become PLOVER
types by `ontology.cameo`.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from westphalia.datasets.rows import EVENTS, Loaded, Refused, coded, day_of, lines, read_rows, state
from westphalia.ontology.actors import atlas
from westphalia.ontology.cameo import plover_of_text

__all__ = ["FULL", "NAMED", "party", "read_icews", "read_icews_named", "relation_of"]

FULL = ("Event ID", "Event Date", "Source Name", "Source Country", "CAMEO Code", "Target Name", "Target Country")
NAMED = ("date", "source", "event_text", "target")
BRACKET = re.compile(r"^(.*?)\s*\(([^()]+)\)$")


def read_icews(path: Path) -> Loaded:
    """The events of a yearly ICEWS file, as `EVENTS`, in the order of the file.

    Ends are the states that actors belong to, as in ICEWS' own country columns (a citizen of India counts for IND);
    organisations stay themselves; a name that is not known stays as it is written, so that no event is lost. The
    actors' own names stand beside. `row` is `icews:ID`. Raises BadInput.
    """
    return read_rows(path, lines(path, FULL), lambda row, count: [_full(row)], EVENTS)


def read_icews_named(path: Path) -> Loaded:
    """The events of a file with a date, a named source, an event text and a named target; `row` is `icews:FILE:LINE`.

    Otherwise as `read_icews`.
    """
    return read_rows(path, lines(path, NAMED), lambda row, count: [_named(row, f"{path.name}:{count}")], EVENTS)


def _full(row: dict[str, str]) -> dict[str, Any]:
    return coded(
        day=day_of(row["Event Date"]),
        source=_country(row["Source Country"]) or party(row["Source Name"]),
        relation=relation_of(row["CAMEO Code"]),
        target=_country(row["Target Country"]) or party(row["Target Name"]),
        dataset="ICEWS",
        row=f"icews:{row['Event ID']}",
        source_name=row["Source Name"],
        target_name=row["Target Name"],
        publisher=row.get("Publisher") or None,
    )


def _named(row: dict[str, str], number: str) -> dict[str, Any]:
    return coded(
        day=day_of(row["date"]),
        source=party(row["source"]),
        relation=relation_of(row["event_text"]),
        target=party(row["target"]),
        dataset="ICEWS",
        row=f"icews:{number}",
        source_name=row["source"],
        target_name=row["target"],
    )


@cache
def relation_of(cell: str) -> str:
    """The PLOVER type of a CAMEO code or text, `-` for comments. Raises Refused."""
    found = plover_of_text(cell)
    if found is None:
        raise Refused(f"{cell!r} is no CAMEO event or PLOVER type")
    return found


@cache
def _country(cell: str) -> str | None:
    try:
        return None if cell in ("", "NA", "None") else state(cell)
    except Refused:
        return None


@cache
def party(name: str) -> str:
    """Who an ICEWS actor counts for: its state, else its own id, else its name. Raises Refused where there is none.

    >>> party("Citizen (India)"), party("Vladimir Putin"), party("UN Security Council"), party("Some Unheard League")
    ('IND', 'RUS', 'IGO.un.security-council', 'Some Unheard League')
    """
    if name in ("", "NA"):
        raise Refused("no actor on one side")
    bracket = BRACKET.match(name)
    if bracket and (country := _country(bracket[2])):
        return country
    found = atlas().resolve(name)
    if not found or (len(found) > 1 and found[1].score > found[0].score - 0.02 and found[1].codes != found[0].codes):
        return name
    best = found[0]
    return state(best.codes[0]) if len(best.codes) == 1 else best.actor.id
