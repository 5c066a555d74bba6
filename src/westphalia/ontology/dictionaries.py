"""Actor dictionaries of users, loaded on top of the atlas: PETRARCH/Phoenix text files and CSV.

PETRARCH: a primary phrase with an optional code in brackets, synonyms that begin with "+", and indented lines with a
code and the days for which it holds:

    VLADIMIR_PUTIN_ [RUSELI]
    +VLADIMIR_VLADIMIROVICH_PUTIN
        [RUSGOV 991231-080507]
        [RUSGOV >20120507]

Codes begin with a state (ISO 3166-1) or an international prefix (IGO, NGO, IMG, MNC, NMC, INT) and go on in threes
(GOV, MIL, REB ...). CSV: columns `name` and `actor` (an id of the atlas, a state code, or a new id that begins with
one), and if wanted `kind`, `sector`, `from` and `until` (days), `codes` (states, separated by spaces).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from westphalia.errors import BadInput, OntologyError
from westphalia.ontology.gazetteer import Sense
from westphalia.ontology.leaders import slug
from westphalia.ontology.tables import day, table
from westphalia.records import Actor

__all__ = ["Entry", "read_dictionary"]

_SECTORS = {
    "GOV",
    "MIL",
    "LEG",
    "JUD",
    "PTY",
    "OPP",
    "REB",
    "CVL",
    "MED",
    "BUS",
    "COP",
    "SPY",
    "INS",
    "SEP",
    "UAF",
    "ELI",
    "REF",
}
_WIDE = {"IGO", "NGO", "NGM", "IMG", "MNC", "NMC", "INT"}
_KINDS = {"MIL": "organ", "LEG": "organ", "JUD": "organ", "PTY": "party", "REB": "armed_group", "SEP": "armed_group",
          "INS": "armed_group", "UAF": "armed_group", "MED": "outlet", "BUS": "company", "CVL": "people",
          "COP": "organ",
          "SPY": "organ", "IGO": "igo", "NGO": "ngo", "IMG": "armed_group", "MNC": "company"}  # fmt: skip
_CODE = re.compile(r"\[\s*([A-Z-]{3,})\s*([<>]?)\s*(\d+)?(?:\s*-+\s*(\d+))?[^\]]*\]?")  # days are mistyped at times


@dataclass(frozen=True, slots=True)
class Entry:
    """Names and one thing that they stand for: the actor, the states it counts for, and when (`sense`)."""

    names: tuple[str, ...]
    actor: Actor
    codes: tuple[str, ...]
    sense: Sense


def read_dictionary(path: Path) -> Iterator[Entry]:
    """The entries of a dictionary.

    Raises BadInput for a file that is none, OntologyError with file and line for a bad line.
    """
    if not path.is_file():
        raise BadInput(f"no dictionary at {path}")
    text = path.read_text(encoding="utf8", errors="replace")
    if path.suffix.lower() in (".csv", ".tsv"):
        yield from _csv(path, text)
    elif "[" in text:
        yield from _petrarch(path, text)
    else:
        raise BadInput(f"{path}: neither a PETRARCH dictionary (no code in brackets) nor a .csv file")


# -- CSV -------------------------------------------------------------------------------------------------------------


def _csv(path: Path, text: str) -> Iterator[Entry]:
    rows = csv.DictReader(text.splitlines(), delimiter="\t" if path.suffix.lower() == ".tsv" else ",")
    if not {"name", "actor"} <= set(rows.fieldnames or ()):
        raise BadInput(f"{path}: a dictionary needs the columns name and actor, this file has {rows.fieldnames}")
    states = _states()
    for number, row in enumerate(rows, 2):
        actor_id, name = (row["actor"] or "").strip(), (row["name"] or "").strip()
        state = actor_id.partition(".")[0]
        if not name or not actor_id or (state not in states and state not in ("IGO", "NGO", "GRP")):
            raise OntologyError(f"{path}:{number}: an actor begins with a state's code, IGO, NGO or GRP: {actor_id!r}")
        codes = tuple((row.get("codes") or (state if state in states else "")).split())
        kind = (row.get("kind") or ("state" if actor_id in states else "organ")).strip()
        actor = Actor(
            id=actor_id,
            name=name,
            kind=kind,
            country=state if state in states else None,
            sector=row.get("sector") or None,
        )
        try:
            start, end = day(row.get("from") or ""), day(row.get("until") or "", last=True)
        except ValueError as error:
            raise OntologyError(f"{path}:{number}: {error}") from error
        sense = Sense((actor_id,), "person" if kind == "person" else "name", start, end, f"{path.name}")
        yield Entry((name,), actor, codes, sense)


# -- PETRARCH --------------------------------------------------------------------------------------------------------


def _petrarch(path: Path, text: str) -> Iterator[Entry]:
    names: list[str] = []
    primary = ""
    default = ""
    coded = False
    for number, raw in enumerate(_without_comments(text), 1):
        line = raw.rstrip()
        if not line.strip():
            continue
        if line.startswith("+"):
            names.append(_name(line[1:]))
        elif "[" in line and (line[0].isspace() or line.startswith("[")):
            coded = True
            found = _CODE.search(line)
            if found is None:
                raise OntologyError(f"{path}:{number}: no code in brackets: {line.strip()!r}")
            entry = _entry(path, primary, names, found)
            if entry:
                yield entry
        else:
            if default and primary and not coded:
                yield from _by_default(path, primary, names, default)
            primary, default, coded = _name(line.strip()), line if "[" in line else "", False
            names = [primary]
    if default and primary and not coded:
        yield from _by_default(path, primary, names, default)


def _by_default(path: Path, primary: str, names: list[str], line: str) -> Iterator[Entry]:
    found = _CODE.search(line)
    entry = _entry(path, primary, names, found) if found else None
    if entry:
        yield entry


def _without_comments(text: str) -> Iterator[str]:
    text = re.sub(r"<!--.*?-->", lambda m: "\n" * m[0].count("\n"), text, flags=re.DOTALL)
    for line in text.splitlines():
        yield re.split(r"[#;]", line, maxsplit=1)[0]


def _name(phrase: str) -> str:
    """A phrase of the dictionary, all in capitals, as it stands in running text.

    >>> _name("VLADIMIR_PUTIN_ [RUSELI]"), _name("FSB_"), _name("MINISTRY_OF_DEFENCE")
    ('Vladimir Putin', 'FSB', 'Ministry of Defence')
    """
    words = re.sub(r"\[.*", "", phrase).replace("_", " ").split()
    if len(words) == 1 and len(words[0]) <= 4 and words[0].isupper():
        return words[0]
    small = {"of", "the", "and", "for", "in", "al", "de", "la", "bin"}
    return " ".join(
        w.lower() if w.lower() in small and i else (w.title() if w.isupper() else w) for i, w in enumerate(words)
    )


def _entry(path: Path, primary: str, names: list[str], found: re.Match[str]) -> Entry | None:
    code = found[1]
    head, rest = code[:3], [code[i : i + 3] for i in range(3, len(code), 3)]
    states = _states()
    if code.strip("-") == "" or not primary:
        return None
    sector = next((r for r in rest if r in _SECTORS), "GOV" if head in states else head)
    start, end = _day(found[3]), _day(found[4])
    if found[2] == "<":
        start, end = None, start
    if head in states and not rest:
        actor = Actor(id=head, name=primary, kind="state", country=head, sector="GOV")
    else:
        prefix = head if head in states else {"NGO": "NGO", "NGM": "NGO"}.get(head, "IGO" if head in _WIDE else head)
        if prefix not in states and prefix not in ("IGO", "NGO"):
            return None  # regions and ethnic codes stand for no actor of the atlas
        kind = _KINDS.get(sector, "person" if head in states and _personal(primary) else "organ")
        actor = Actor(
            id=f"{prefix}.{slug(primary)}",
            name=primary,
            kind=kind,
            country=head if head in states else None,
            sector=sector,
        )
    codes = (head,) if head in states else ()
    kind = "person" if actor.kind == "person" else "name" if actor.kind == "state" else "organ"
    return Entry(
        tuple(dict.fromkeys(n for n in names if n)), actor, codes, Sense((actor.id,), kind, start, end, path.name)
    )


def _personal(name: str) -> bool:
    return " " in name and not re.search(
        r"(?i)\b(ministry|government|president|minister|party|council|army|forces?|office|of|national)\b", name
    )


def _day(digits: str | None) -> date | None:
    """A day written with two or four digits for the year; bad months and days fall back to the year's first."""
    if not digits:
        return None
    if len(digits) == 8:
        year, month, rest = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    elif len(digits) == 6:
        year, month, rest = int(digits[:2]), int(digits[2:4]), int(digits[4:])
        year += 2000 if year < 30 else 1900
    else:
        return None
    try:
        return date(year, month, rest)
    except ValueError:
        return date(max(year, 1), 1, 1)


@cache
def _states() -> set[str]:
    return {row["id"] for row in table("states")}
