"""ICEWS events in: the yearly tab-separated files with 20 columns, and the benchmark files with named actors.

Sources: Boschee and others, ICEWS Coded Event Data (Dataverse, doi:10.7910/DVN/28075); CAMEO events become PLOVER
types by `ontology.cameo`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from westphalia.datasets.rows import EVENTS, Loaded, Refused, lines, read_ties, state
from westphalia.errors import BadInput
from westphalia.ontology.actors import atlas
from westphalia.ontology.cameo import plover_of_text

__all__ = ["party", "read_icews"]

FULL = ("Event ID", "Event Date", "Source Name", "Source Country", "CAMEO Code", "Target Name", "Target Country")
NAMED = ("date", "source", "event_text", "target")
BRACKET = re.compile(r"^(.*?)\s*\(([^()]+)\)$")


def read_icews(path: Path) -> Loaded:
    """The events of an ICEWS file, as `EVENTS`, in the order of the file.

    Ends are the states that actors belong to, as in ICEWS' own country columns (a citizen of India counts for IND);
    organisations stay themselves; a name that is not known stays as it is written, so that no event is lost. The
    actors' own names stand beside. `row` is `icews:ID`, or `icews:L` with the line where the file has no ids.
    Raises BadInput.
    """
    tabbed = path.suffix in (".tab", ".tsv")
    try:
        return read_ties(_rows(path, FULL, _full) if tabbed else _rows(path, NAMED, _named), EVENTS)
    except BadInput:
        if not path.is_file():
            raise
        return read_ties(_rows(path, NAMED, _named) if tabbed else _rows(path, FULL, _full), EVENTS)


def _rows(path: Path, needs: tuple[str, ...], make: Any) -> Iterator[tuple[str, list[dict[str, Any]] | Refused]]:
    for count, row in lines(path, needs, "\t" if path.suffix in (".tab", ".tsv") else ","):
        try:
            yield f"{path.name}:{count}", [make(row, count)]
        except Refused as why:
            yield f"{path.name}:{count}", why


def _full(row: dict[str, str], count: int) -> dict[str, Any]:
    return {
        "day": _day(row["Event Date"]),
        "source": _country(row["Source Country"]) or party(row["Source Name"]),
        "relation": _relation(row["CAMEO Code"]),
        "target": _country(row["Target Country"]) or party(row["Target Name"]),
        "row": f"icews:{row['Event ID']}",
        "source_name": row["Source Name"],
        "target_name": row["Target Name"],
        "publisher": row.get("Publisher") or None,
    }


def _named(row: dict[str, str], count: int) -> dict[str, Any]:
    return {
        "day": _day(row["date"]),
        "source": party(row["source"]),
        "relation": _relation(row["event_text"]),
        "target": party(row["target"]),
        "row": f"icews:{count}",
        "source_name": row["source"],
        "target_name": row["target"],
        "publisher": None,
    }


@cache
def _day(cell: str) -> date:
    try:
        return date.fromisoformat(cell[:10])
    except ValueError:
        raise Refused(f"{cell!r} is no date (yyyy-mm-dd)") from None


@cache
def _relation(cell: str) -> str:
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
