"""What changed since the last brief: new, firmer, less firm and gone, of what the brief is about."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from westphalia.analysis.changes import changes
from westphalia.analysis.lines import Seen
from westphalia.briefing.desk import Desk
from westphalia.briefing.names import capital
from westphalia.briefing.parts import Line
from westphalia.briefing.phrases import clause, day, plainly, sentence
from westphalia.linking.rows import FIRMNESS

__all__ = ["changed_since"]

MOST = 8
FIRST = "No earlier brief was named to compare with."


def changed_since(view: Seen, before: Seen | None, desk: Desk, circle: Collection[str]) -> tuple[Line, ...]:
    """The changes (`analysis.changes`) that touch the focal state or two of its circle, counted and told."""
    if before is None:
        return (Line(text=FIRST),)
    since = _named(before)
    finding = changes(view, before)
    rows = [row for row in finding.table.to_pylist() if _near(row, desk, circle)]
    if not rows:
        return (Line(text=f"Nothing that bears on it has changed since {since}."),)
    rows.sort(key=lambda row: (desk.focal not in {*row["source"], *row["target"]}, row["what"] == "tie"))
    counts = {name: sum(row["change"] == name for row in rows) for name in dict.fromkeys(r["change"] for r in rows)}
    told = ", ".join(f"{number} {change}" for change, number in counts.items())
    lines = [Line(text=f"Since {since}: {told}, counting events, ties and disagreements that bear on it.")]
    found = (_line(row, desk) for row in rows)
    return (*lines, *list({line.text: line for line in found if line}.values())[:MOST])


def _named(before: Seen) -> str:
    until = getattr(before, "until", None)
    return f"what was published until {day(until)}" if until else f"snapshot {getattr(before, 'snapshot', '?')}"


def _near(row: Mapping[str, Any], desk: Desk, circle: Collection[str]) -> bool:
    if row["what"] == "disagreement":
        told = [desk.lines[i] for i in row["statements"] if i in desk.lines]
        return any(len({*x["source"], *x["target"]} & set(circle)) > 1 for x in told)
    ends = {*row["source"], *row["target"]}
    return desk.focal in ends or len(ends & set(circle)) > 1


def _line(row: Mapping[str, Any], desk: Desk) -> Line | None:
    """A change in a sentence; None where its statements are gone with it or only tell that something was."""
    told = [desk.lines[i] for i in row["statements"] if i in desk.lines]
    if not told:
        return None
    best = min(told, key=lambda x: (FIRMNESS.index(x["modality"]), -(x["score"] or 0), x["id"]))
    if row["what"] == "disagreement":
        text = f"{capital(row['change'])} disagreement about whether, how or where {clause(best)}: {row['after']}."
        return desk.citations.line(best, text=text, others=told[1:3])
    if plainly(best):
        return None
    was = f" (it was {row['before']})" if row["before"] and row["change"] in ("firmer", "less firm") else ""
    return desk.citations.line(best, text=f"{capital(row['change'])}: {sentence(best)}{was}", others=told[1:3])
