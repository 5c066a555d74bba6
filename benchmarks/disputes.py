"""Dispute narratives of the Correlates of War project: who takes part, and who stands against whom.

Run from the project's root: `python benchmarks/disputes.py [--reader both] [--show N]`. Participants are the states
at the ends of hostile statements, opposed pairs those at opposite ends. Beside the reader's figures stands the bare
list of all states that the text names, which is hard to beat on participants and says nothing about sides. Two halves
are told apart by the hash of the dispute's number: errors of the open one are looked at, those of the unseen one never.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, get_args

from westphalia.analysis.network import WIDE
from westphalia.errors import UnknownActor
from westphalia.ontology.actors import atlas
from westphalia.reading import READER, Voices
from westphalia.reading.pipeline import read_many
from westphalia.records import Document, DocumentRecords, Skip, Statement

SHARED = Path(os.environ.get("WESTPHALIA_SHARED") or Path(__file__).parents[2] / "shared")
HOSTILE = frozenset({"ASSAULT", "COERCE", "SANCTION", "THREATEN", "MOBILIZE", "ACCUSE", "REJECT", "PROTEST"}) | {
    "war",
    "contentious_relations",
    "strained_relations",
}
NEAR = 7  # days
MONTH = timedelta(days=31)
OWN_NAMES = {2: "USA", 345: "SRB", 315: "CZE", 484: "COG", 678: "YEM", 816: "VNM"}  # written its own way


def codes() -> Mapping[int, str]:
    """Correlates of War number to the state's code here."""
    found = {}
    with (SHARED / "data" / "cow" / "COW country codes.csv").open(encoding="utf8") as file:
        for row in csv.DictReader(file):
            try:
                found[int(row["CCode"])] = atlas().code(row["StateNme"])
            except UnknownActor:
                continue
    return found | OWN_NAMES


class Count:
    """Right, wrong and missed over many documents."""

    def __init__(self) -> None:
        self.right = self.wrong = self.missed = 0

    def add(self, found: set[Any], wanted: set[Any]) -> None:
        """Counts one document."""
        self.right += len(found & wanted)
        self.wrong += len(found - wanted)
        self.missed += len(wanted - found)

    def __str__(self) -> str:
        precision = self.right / max(self.right + self.wrong, 1)
        recall = self.right / max(self.right + self.missed, 1)
        return f"F1 {2 * precision * recall / max(precision + recall, 1e-9):.3f} (P {precision:.3f} R {recall:.3f})"


@dataclass(frozen=True, slots=True)
class Case:
    """What the register says of a dispute: its sides, and the day it began (None where the day is not known)."""

    sides: tuple[frozenset[str], frozenset[str]]
    year: int
    began: date | None

    @property
    def members(self) -> frozenset[str]:
        """Who takes part."""
        return self.sides[0] | self.sides[1]

    @property
    def pairs(self) -> frozenset[frozenset[str]]:
        """Who stands against whom."""
        return frozenset(frozenset((a, b)) for a in self.sides[0] for b in self.sides[1] if a != b)


def case(row: Mapping[str, Any], state: Mapping[int, str]) -> Case:
    """A row of the register as a case."""
    by_side: dict[str, set[str]] = defaultdict(set)
    for one in row["participants"]:
        by_side[one["side"]].add(state.get(one["ccode"], str(one["ccode"])))
    year, month, day = row["start"]
    began = date(year, month, day) if month > 0 and day > 0 else None
    return Case((frozenset(by_side["A"]), frozenset(by_side["B"])), year, began)


@dataclass(frozen=True, slots=True)
class Told:
    """A statement with the states at its ends."""

    statement: Statement
    source: frozenset[str]
    target: frozenset[str]

    @property
    def hostile(self) -> bool:
        """Whether it tells of force, pressure, blame or a tie of strife."""
        return self.statement.relation in HOSTILE

    @property
    def pairs(self) -> set[frozenset[str]]:
        """The states at one end with those at the other."""
        return {frozenset((a, b)) for a in self.source for b in self.target if a != b}


def told(records: DocumentRecords, on: date) -> list[Told]:
    """The statements with their states; a body of up to `WIDE` states stands for its members of the day, as in the
    networks of `analysis.network`: the register codes the states, not the alliance."""
    known: dict[str, set[str]] = defaultdict(set)
    for judgement in records.judgements:
        codes = judgement.codes
        if not codes and judgement.actor_id.startswith("IGO."):
            members = atlas().members(judgement.actor_id, on)
            codes = members if len(members) <= WIDE else ()
        known[judgement.mention_id] |= set(codes)

    def states(mentions: Iterable[str]) -> frozenset[str]:
        return frozenset(code for m in mentions for code in known[m])

    return [Told(s, states(s.source), states(s.target)) for s in records.statements]


def taking_part(found: Iterable[Told]) -> set[str]:
    """The states at the ends of hostile statements; where these name fewer than two, those at the ends of any."""
    hostile = {code for t in found if t.hostile for code in t.source | t.target}
    return hostile if len(hostile) > 1 else {code for t in found for code in t.source | t.target}


def beginning(found: Iterable[Told], wanted: Case) -> date | None:
    """The first day of the earliest hostile statement between the sides: history and what is only known to the year
    left out, an end that stands open taken for the other side; None where none has a day."""
    one, other = wanted.sides
    days = [
        when.start
        for t in found
        if t.hostile and not t.statement.background
        if (when := t.statement.when) is not None and when.start is not None
        if when.end is None or when.end - when.start <= MONTH
        if any(t.source & a | t.target & b and (not t.source or t.source & a) and (not t.target or t.target & b)
               for a, b in ((one, other), (other, one)))
    ]  # fmt: skip
    return min(days, default=None)


def states_day(text: str, day: date) -> bool:
    """Whether a text has a day written out, in figures or with the month's name; the year may be left out."""
    month = f"{day:%B}|{day:%b}\\.?"
    number = rf"0?{day.day}(?:st|nd|rd|th)?\b"
    forms = (
        rf"\b0?{day.month}/0?{day.day}/(?:{day.year}|{day:%y})\b",
        rf"\b(?:{month}) {number}(?!,? (?!{day.year})\d{{4}})",
        rf"\b{number} (?:of )?(?:{month})\b(?!,? (?!{day.year})\d{{4}})",
    )
    return any(re.search(form, text) for form in forms)


class Tally:
    """The figures of one part of the narratives."""

    def __init__(self) -> None:
        self.participants, self.at_any_end, self.named, self.opposed = Count(), Count(), Count(), Count()
        self.stated = self.near = self.given = 0

    def add(self, text: str, records: DocumentRecords, wanted: Case) -> set[frozenset[str]]:
        """Counts one document; gives the pairs missed."""
        found = told(records, wanted.began or date(wanted.year, 1, 1))
        pairs = {pair for t in found if t.hostile for pair in t.pairs}
        self.participants.add(taking_part(found), set(wanted.members))
        self.at_any_end.add({code for t in found for code in t.source | t.target}, set(wanted.members))
        self.named.add({code for j in records.judgements for code in j.codes}, set(wanted.members))
        self.opposed.add(pairs, set(wanted.pairs))
        if wanted.began is not None and states_day(text, wanted.began):
            day = beginning(found, wanted)
            self.stated += 1
            self.given += day is not None
            self.near += day is not None and abs((day - wanted.began).days) <= NEAR
        return set(wanted.pairs) - pairs

    def __str__(self) -> str:
        return (
            f"participants  {self.participants}\n  at any end  {self.at_any_end}\n  all named   {self.named}\n"
            f"opposed pairs {self.opposed}\n"
            f"start day within {NEAR} days {self.near / max(self.stated, 1):.3f} of {self.stated} that the text states"
            f" ({self.given} given)"
        )


def part_of(row: Mapping[str, Any]) -> str:
    """The half that a narrative is in: errors of the first were looked at, those of the second were not."""
    return "open" if int(hashlib.sha256(str(row["dispnum3"]).encode()).hexdigest(), 16) % 2 == 0 else "unseen"


def main() -> int:
    """Reads, scores, prints."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--show", type=int, default=0, help="so many disputes of the open half with the pairs missed")
    ask.add_argument("--reader", choices=get_args(Voices), default=READER, help="who reads")
    asked = ask.parse_args()
    lines = (SHARED / "data" / "mid" / "mid_narratives_dev.jsonl").read_text(encoding="utf8").splitlines()
    rows = [json.loads(line) for line in lines]
    state = codes()
    documents = (Document(id=f"d-{i}", name=str(r["dispnum3"]), text=r["text"]) for i, r in enumerate(rows))
    tallies = {name: Tally() for name in ("all", "open", "unseen")}
    for row, records in zip(rows, read_many(documents, reader=asked.reader), strict=True):
        if isinstance(records, Skip):
            continue
        part, wanted = part_of(row), case(row, state)
        missed = tallies["all"].add(row["text"], records, wanted)
        tallies[part].add(row["text"], records, wanted)
        if asked.show and missed and part == "open":
            asked.show -= 1
            print(row["text"][:400], "\n   missed", [tuple(sorted(p)) for p in missed])
    for name, tally in tallies.items():
        print(f"{name}\n{tally}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
