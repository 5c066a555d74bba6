"""Dispute narratives of the Correlates of War project: who takes part, and who stands against whom.

Run from the project's root: `python benchmarks/disputes.py [--show N]`. Beside the reader's figures stands the bare
list of all states that the text names, which is hard to beat on participants and says nothing about sides.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from westphalia.errors import UnknownActor
from westphalia.ontology.actors import atlas
from westphalia.reading.pipeline import read_many
from westphalia.records import Document, DocumentRecords, Skip

SHARED = Path(os.environ.get("WESTPHALIA_SHARED") or Path(__file__).parents[2] / "shared")
HOSTILE = frozenset({"ASSAULT", "COERCE", "SANCTION", "THREATEN", "MOBILIZE", "ACCUSE", "REJECT", "PROTEST"}) | {
    "war",
    "contentious_relations",
    "strained_relations",
}
OWN_NAMES = {2: "USA", 345: "SRB", 315: "CZE", 678: "YEM", 816: "VNM"}  # names that the register writes its own way


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


def sides(records: DocumentRecords) -> tuple[set[str], set[frozenset[str]], set[str]]:
    """The states at the ends of statements, the pairs in hostile ones, and all states named."""
    known: dict[str, set[str]] = defaultdict(set)
    for judgement in records.judgements:
        known[judgement.mention_id] |= set(judgement.codes)

    def states(mentions: Iterable[str]) -> set[str]:
        return {code for m in mentions for code in known[m]}

    ends: set[str] = set()
    pairs: set[frozenset[str]] = set()
    for statement in records.statements:
        source, target = states(statement.source), states(statement.target)
        ends |= source | target
        if statement.relation in HOSTILE:
            pairs |= {frozenset((a, b)) for a in source for b in target if a != b}
    return ends, pairs, {code for found in known.values() for code in found}


def main() -> int:
    """Reads, scores, prints."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--show", type=int, default=0, help="so many disputes with the pairs missed")
    asked = ask.parse_args()
    lines = (SHARED / "data" / "mid" / "mid_narratives_dev.jsonl").read_text(encoding="utf8").splitlines()
    rows = [json.loads(line) for line in lines]
    state = codes()
    documents = (Document(id=f"d-{i}", name=str(r["dispnum3"]), text=r["text"]) for i, r in enumerate(rows))
    taking_part, named, opposed = Count(), Count(), Count()
    for row, records in zip(rows, read_many(documents), strict=True):
        if isinstance(records, Skip):
            continue
        ends, pairs, all_named = sides(records)
        by_side: dict[str, set[str]] = defaultdict(set)
        for one in row["participants"]:
            by_side[one["side"]].add(state.get(one["ccode"], str(one["ccode"])))
        wanted = {frozenset((a, b)) for a in by_side["A"] for b in by_side["B"] if a != b}
        members = by_side["A"] | by_side["B"]
        taking_part.add(ends, members)
        named.add(all_named, members)
        opposed.add(pairs, wanted)
        if asked.show and wanted - pairs and members <= all_named:
            asked.show -= 1
            print(row["text"][:400], "\n   missed", [tuple(sorted(p)) for p in wanted - pairs])
    print(f"participants  {taking_part}\n  all named   {named}\nopposed pairs {opposed}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
