"""Where something between actors took place, with the texts that say so, and whether they agree."""

from __future__ import annotations

import pyarrow as pa

from westphalia.analysis.lines import Line, Seen, caveats, earliest, said_by, table
from westphalia.records import Finding

__all__ = ["places"]

TEXTS = pa.list_(pa.string())
SCHEMA = [
    ("place", pa.string()),
    ("disputed", pa.bool_()),
    ("when_start", pa.date32()),
    ("when_end", pa.date32()),
    ("relation", pa.string()),
    ("said_by", TEXTS),
    ("quote", pa.string()),
    ("event", pa.string()),
    ("statements", TEXTS),
]


MET = ("CONSULT", "SUPPORT", "AGREE")
"""What brings people to one place: talks, and the signing or agreeing of something together."""


def _together(event: Line) -> bool:
    """Whether the actors of an event were at it together: they talked, or both did the same."""
    return event["relation"] == "CONSULT" or (len(event["source"]) > 1 and event["source"] == event["target"])


def places(view: Seen, actor: str, other: str | None = None, relation: str | None = None) -> Finding:
    """The places where `actor` met somebody (`other`), or of its events of a relation, one row an event and place.

    `disputed` marks places that exclude each other, by the disagreements of the view.
    """
    against = {
        i
        for d in view.disagreements().to_pylist()
        if d["field"] == "place"
        for s in d["sides"]
        for i in s["statements"]
    }
    rows: list[Line] = []
    evidence: list[Line] = []
    wanted = relation or MET
    found = view.events(relation=wanted, actor=actor, other=other, polarity="+").to_pylist()
    for event in found if relation else filter(_together, found):
        told = view.statements(ids=event["statements"]).to_pylist()
        by_place: dict[str, list[Line]] = {}
        for line in earliest([x for x in told if x["place"]]):
            by_place.setdefault(line["place"], []).append(line)
        evidence += [line for lines in by_place.values() for line in lines]
        rows += [
            {
                **event,
                "place": place,
                "disputed": any(line["id"] in against for line in lines),
                "said_by": said_by(lines),
                "quote": lines[0]["sentence"],
                "event": event["id"],
                "statements": [line["id"] for line in lines],
            }
            for place, lines in by_place.items()
        ]
    disputed = [row["place"] for row in rows if row["disputed"]]
    notes = [f"The texts contradict each other: {' and '.join(dict.fromkeys(disputed))}."] if disputed else []
    return Finding(
        name=f"Places of {actor}" + (f" and {other}" if other else ""),
        params={"actor": actor, "other": other, "relation": relation},
        table=table(rows, SCHEMA),
        evidence=tuple(line["id"] for line in evidence),
        caveats=(*notes, *caveats(evidence)),
    )
