"""Outlets by name and address: who published a page that does not say so, and which agency a report came from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from westphalia.errors import OntologyError

__all__ = ["agency_of", "outlet_at", "outlet_named"]

_DATELINE = re.compile(r"([^()/]{0,90}?) ?[(/]([A-Z][\w' .-]{1,39})[)/]\.? ?(?:[-–—:]|(?=[A-Z\"“]))")
_WORD = r"(?:[A-Z][\w.'’-]*|\d{1,4}|\[[A-Z]\w*\]|of)"
_PLACE_AND_DAY = re.compile(rf"{_WORD}(?:[ ,./]+{_WORD}){{0,9}}[,.]?")


@dataclass(frozen=True, slots=True)
class _Outlets:
    by_address: dict[str, str]
    by_name: dict[str, str]
    dateline_only: frozenset[str]
    pattern: re.Pattern[str]


@cache
def _outlets() -> _Outlets:
    """The table `data/outlets.tsv`. Raises OntologyError for a line without a name and an address."""
    by_address: dict[str, str] = {}
    by_name: dict[str, str] = {}
    only: set[str] = set()
    table = (files("westphalia.sources") / "data" / "outlets.tsv").read_text(encoding="utf8")
    for number, line in enumerate(table.split("\n"), 1):
        if not line or line.startswith("#"):
            continue
        name, addresses, *others = line.split("\t")
        if not addresses or len(others) > 1:
            raise OntologyError(f"outlets.tsv, line {number}: wants name, addresses, other names")
        by_address.update(dict.fromkeys(addresses.split(), name))
        for other in [*(others[0].split(", ") if others else ()), re.sub(r" \(.*", "", name)]:
            if other.startswith("=") or "=" + other in (others[0] if others else ""):
                only.add(other.lstrip("="))
            by_name.setdefault(other.lstrip("="), name)
    names = sorted(by_name.keys() - only, key=len, reverse=True)
    pattern = re.compile(rf"(?<![\w@.])(?:{'|'.join(map(re.escape, names))})(?![\w@])")
    return _Outlets(by_address, by_name, frozenset(only), pattern)


def outlet_at(url: str | None) -> str | None:
    """The outlet at a web address, or None.

    >>> outlet_at("https://www.thehindu.com/news/international/x"), outlet_at("https://example.org")
    ('The Hindu', None)
    """
    try:
        host = (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return None
    while "." in host:
        if host in _outlets().by_address:
            return _outlets().by_address[host]
        host = host.partition(".")[2]
    return None


def outlet_named(lines: Iterable[str]) -> str | None:
    """The outlet named most often in the lines of a page's furniture, or None where none is, or two as often.

    >>> outlet_named(["Follow NDTV on Twitter", "NDTV needs your support. So does the BBC."])
    'NDTV'
    """
    found = Counter(_outlets().by_name[m[0]] for line in lines for m in _outlets().pattern.finditer(line))
    ranked = found.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def agency_of(paragraph: str) -> str | None:
    """The agency that the dateline of a first paragraph names, or None; one not in the table is taken as written.

    >>> agency_of("SEOUL, June 19 (Yonhap) -- South Korea said"), agency_of("MOSCOW, June 19. /TASS/. Russia said")
    ('Yonhap', 'TASS')
    >>> agency_of("PYONGYANG, June 19 (Example Wire) - Kim met"), agency_of("The Treaty (Geneva) - it went on")
    ('Example Wire', None)
    """
    m = _DATELINE.match(paragraph)
    if not m or not (m[1] == "" or _PLACE_AND_DAY.fullmatch(m[1])):
        return None
    known = _outlets().by_name.get(m[2].strip())
    return known or (m[2].strip() if re.match(r"[A-Z]{3,}\b", m[1]) and len(m[2].split()) < 5 else None)
