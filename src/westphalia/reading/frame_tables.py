"""The language of the frame tables, read and checked line by line; `frames.py` explains it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from westphalia.errors import OntologyError
from westphalia.reading.classes import classes, lines, words

__all__ = ["PLACING", "End", "Frame", "Need", "Table", "load", "parse_end", "parse_need"]

_COLUMNS = ("lemma", "pos", "needs", "relation", "mode", "source", "target", "example", "via", "contexts")
_REQUIRED = frozenset(_COLUMNS[:4]) | {"source", "target", "example"}
_KINDS = {"v": "verb", "n": "noun", "a": "adjective"}
PLACING = frozenset({"in", "into", "at", "near", "inside", "across", "throughout", "toward", "towards", "from", "over"})
_AFTER_SIGN = ("actor", "place", "thing", "person", "people", "infinitive", "wish")
_NAME = re.compile(r"[a-z][a-z_]*(\.[a-z][a-z_]*)*$")
_LEMMA = re.compile(r"@?[\w'\-]+$")


@dataclass(frozen=True, slots=True)
class Need:
    """One condition of a frame: `!object.of~arms,missile` and the like."""

    path: str
    test: Literal[
        "filled",
        "actor",
        "place",
        "thing",
        "person",
        "people",
        "infinitive",
        "wish",
        "lemma",
        "several",
        "passive",
        "finite",
    ]
    words: frozenset[str] = frozenset()
    negated: bool = False


@dataclass(frozen=True, slots=True)
class End:
    """Where an end of the relation comes from: alternatives of unions of (path, places too)."""

    choices: tuple[tuple[tuple[str, bool], ...], ...] = ()
    both: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """One line of a table."""

    table: str
    line: int
    lemma: str
    parts: tuple[str, ...]
    pos: str
    needs: tuple[Need, ...]
    relation: str
    mode: str | None
    contexts: tuple[str, ...]
    source: End
    target: End
    via: End
    example: str

    @property
    def weight(self) -> tuple[int, int]:
        """How specific it is: the number of needs and parts, then of those that ask for words."""
        return len(self.needs) + 2 * len(self.parts), sum(n.test == "lemma" for n in self.needs)

    @property
    def name(self) -> str:
        """As `Draft.method` gives it.

        >>> frame = next(_frames("events", 1, _COLUMNS, "visit v - CONSULT visit subject object x".split()))
        >>> frame.name
        'frame:events:visit/v'
        """
        return f"frame:{self.table}:{'_'.join((self.lemma, *self.parts))}/{self.pos}"


def parse_need(text: str, where: str) -> Need:
    """A condition as written in a table.

    >>> parse_need("!object=actor", "events.tsv:1")
    Need(path='object', test='actor', words=frozenset(), negated=True)
    """
    negated, bare = text.startswith("!"), text.lstrip("!")
    if bare in ("passive", "active"):
        return Need("", "passive", negated=negated != (bare == "active"))
    if bare == "finite":
        return Need("", "finite", negated=negated)
    if bare.startswith("several:"):
        path, test, listed = bare.removeprefix("several:"), "several", frozenset[str]()
    elif "~" in bare:
        path, _, text = bare.partition("~")
        test, listed = "lemma", words(text, classes(), where)
    else:
        path, _, test = bare.partition("=")
        test, listed = test or "filled", frozenset()
    if test not in ("filled", "lemma", "several", *_AFTER_SIGN):
        raise OntologyError(f"{where}: cannot read the need {text!r}: after '=' stands one of {', '.join(_AFTER_SIGN)}")
    if not _NAME.match(path):
        raise OntologyError(f"{where}: cannot read the role of the need {text!r}")
    return Need(path, test, listed, negated)  # type: ignore[arg-type]


def parse_end(text: str, where: str) -> End:
    """An end as written in a table.

    >>> parse_end("by|object.of@place", "events.tsv:1")
    End(choices=((('by', False),), (('object.of', True),)), both=False)
    """
    if text in ("-", ""):
        return End()
    both = text.startswith("both(") and text.endswith(")")
    inner = text[5:-1].replace(",", "+") if both else text
    choices = []
    for choice in inner.split("|"):
        union = []
        for role in choice.split("+"):
            path, _, place = role.strip().partition("@")
            if not _NAME.match(path) or place not in ("", "place"):
                raise OntologyError(f"{where}: cannot read the end {text!r}: {role!r} is no role")
            union.append((path, bool(place) or path.rpartition(".")[2] in PLACING))
        choices.append(tuple(union))
    return End(tuple(choices), both)


@dataclass(frozen=True, slots=True)
class Table:
    """A frame file, by lemma and part of speech."""

    name: str
    frames: Mapping[tuple[str, str], tuple[Frame, ...]]


@cache
def load(name: str) -> Table:
    """The frame table `data/NAME.tsv`, read once. Raises OntologyError naming file and line for a bad one.

    >>> load("events").name
    'events'
    """
    found: dict[tuple[str, str], list[Frame]] = defaultdict(list)
    columns: tuple[str, ...] = _COLUMNS
    for number, cells in lines(f"{name}.tsv"):
        if cells[0] == "lemma":
            columns = tuple(cells)
            if missing := _REQUIRED - set(columns):
                raise OntologyError(f"{name}.tsv:{number}: the columns {sorted(missing)} are missing")
            continue
        for frame in _frames(name, number, columns, cells):
            found[frame.lemma, _KINDS[frame.pos]].append(frame)
    return Table(name, {k: tuple(sorted(v, key=lambda f: f.weight, reverse=True)) for k, v in found.items()})


def _frames(table: str, number: int, columns: tuple[str, ...], cells: list[str]) -> Iterator[Frame]:
    where = f"{table}.tsv:{number}"
    if not len(_COLUMNS[:8]) - 1 <= len(cells) <= len(columns):
        raise OntologyError(f"{where}: {len(cells)} cells, expected up to {len(columns)}: {', '.join(columns)}")
    row = dict(zip(columns, cells, strict=False))
    if row["pos"] not in _KINDS:
        raise OntologyError(f"{where}: pos is v, n or a, not {row['pos']!r}")
    if not row["relation"] or not row.get("example"):
        raise OntologyError(f"{where}: a frame needs a relation and an example")
    needs = tuple(parse_need(n, where) for n in row["needs"].split() if n != "-")
    source, target = parse_end(row["source"], where), parse_end(row["target"], where)
    if source.both and target.choices and not target.both:
        raise OntologyError(f"{where}: both(...) as source goes with the same or '-' as target")
    contexts = row.get("contexts", "-")
    for lemma in row["lemma"].split(","):
        if not _LEMMA.match(lemma):
            raise OntologyError(f"{where}: cannot read the lemma {lemma!r}")
        head, *parts = [p for p in lemma.split("_") if p] if not lemma.startswith("@") else [lemma]
        for word in sorted(words(head, classes(), where)):
            first, *more = word.split("_")
            if row["pos"] == "n" and lemma.count("_"):  # air_strike: the head noun comes last
                *more, first = word.split("_") + parts
                parts_now: tuple[str, ...] = tuple(more)
            else:
                parts_now = (*more, *parts)
            yield Frame(
                table,
                number,
                first,
                parts_now,
                row["pos"],
                needs,
                row["relation"],
                None if row.get("mode", "-") in ("-", "") else row["mode"],
                () if contexts in ("-", "") else tuple(contexts.split(",")),
                source,
                target,
                parse_end(row.get("via", "-"), where),
                row["example"],
            )
