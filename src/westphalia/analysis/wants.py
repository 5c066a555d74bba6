"""What an actor wants: its stances, what it is said to desire, what it does for or against, what serves it."""

from __future__ import annotations

import pyarrow as pa

from westphalia.analysis.lines import Line, Seen, caveats, earliest, said_by, table
from westphalia.ontology.labels import IMPLICATIONS, STANCES, sign
from westphalia.records import Finding

__all__ = ["wants"]

TEXTS = pa.list_(pa.string())
SCHEMA = [
    ("shown_by", pa.string()),
    ("relation", pa.string()),
    ("sign", pa.int64()),
    ("polarity", pa.string()),
    ("target", TEXTS),
    ("matter", pa.string()),
    ("modality", pa.string()),
    ("said_by", TEXTS),
    ("quote", pa.string()),
    ("statements", TEXTS),
]
SHOWN = ("stance", "desire", "gain", "held back", "deed")
DEEDS = frozenset({"SUPPORT", "REJECT", "REQUEST", "CONCEDE"})


def wants(view: Seen, actor: str) -> Finding:
    """What `actor` (a code) wants, by what the record shows it: one row a statement, stances first.

    `shown_by`: `stance` (said to want, permit, oppose), `desire` (an event that it wishes), `gain` (an implication
    that it would bring about), `held back` (a deed it is said not to do), `deed` (what it asks, supports or rejects).
    `sign` is for (1) or against (-1) what is in `matter`, in the text's own words.
    """
    lines = [line for line in view.statements(actor=actor).to_pylist() if actor in line["source"]]
    rows = [{**_row(line), "shown_by": shown} for line in earliest(lines) if (shown := _shown(line))]
    rows.sort(key=lambda row: SHOWN.index(row["shown_by"]))
    used = [line for line in lines if _shown(line)]
    return Finding(
        name=f"What {actor} wants",
        params={"actor": actor},
        table=table(rows, SCHEMA),
        evidence=tuple(row["statements"][0] for row in rows),
        caveats=("Wants are read from what others write; deeds show them only in part.", *caveats(used)),
    )


def _shown(line: Line) -> str | None:
    if line["kind"] == "stance":
        return "stance"
    if line["kind"] == "event":
        if line["modality"] == "desired":
            return "desire"
        if line["polarity"] == "-":
            return "held back"
        return "deed" if line["relation"] in DEEDS and line["source"] != line["target"] else None
    if line["kind"] == "implication" and line["relation"] in IMPLICATIONS and line["polarity"] == "+":
        return "gain" if len(line["source"]) == 1 else None
    return None


def _row(line: Line) -> Line:
    positive = line["polarity"] == "+"
    if line["kind"] == "stance" and line["relation"] in STANCES:
        worth = sign("stance", line["relation"])
    else:
        worth = -1 if line["relation"] == "REJECT" else 1
    return {
        **line,
        "sign": worth if positive else -worth,
        "matter": line["target_text"] or None,
        "said_by": said_by([line]),
        "quote": line["sentence"],
        "statements": [line["id"]],
    }
