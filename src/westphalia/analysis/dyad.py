"""A dyad: what happened between two actors, what stands between them, and who says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from westphalia import linking
from westphalia.analysis.data import covered
from westphalia.analysis.deeds import Sides, score
from westphalia.analysis.lines import Line, Seen, caveats, day_of, earliest, said_by, table, two_states
from westphalia.analysis.network import DEALS
from westphalia.ontology import plover
from westphalia.ontology.ties import KINDS, tie_kind
from westphalia.records import Finding

__all__ = ["dyad"]

TEXTS = pa.list_(pa.string())
SCHEMA = [
    ("when_start", pa.date32()),
    ("when_end", pa.date32()),
    ("what", pa.string()),
    ("kind", pa.string()),
    ("relation", pa.string()),
    ("mode", pa.string()),
    ("quad", pa.string()),
    ("score", pa.float64()),
    ("source", TEXTS),
    ("target", TEXTS),
    ("polarity", pa.string()),
    ("certainty", pa.string()),
    ("place", pa.string()),
    ("reports", pa.int64()),
    ("publishers", pa.int64()),
    ("said_by", TEXTS),
    ("quote", pa.string()),
    ("disagreements", TEXTS),
    ("plan", pa.string()),
    ("id", pa.string()),
    ("statements", TEXTS),
    ("rows", TEXTS),
]
DIRECTED = ("sanction", "dispute", "trade")
"""Kinds that only data have, and that run one way."""

SUMMED = ("arms_supply", "trade")
"""Kinds whose sizes add up."""


def dyad(view: Seen, a: str, b: str) -> Finding:
    """What happened and what stands between `a` and `b` (state codes or actor ids), in time order, undated last.

    One row an event or tie, and one for each implication, stance or state that ties the two. `quad` and `score` are
    PLOVER's (-10 conflict to 10 cooperation); `disagreements` are ids. `params["counts"]` counts events by quad,
    negated ones and mere possibilities apart. `plan` says of an announced event whether it is told
    as having happened, and of a happening when it was announced. Ties of imported data are rows, too, with their
    `rows` in the data.
    """
    two_states(a, b)
    said = {line["id"]: line for line in view.statements(actor=a, other=b).to_pylist()}
    disputes = _disputes(view)
    rows: list[Line] = []
    linked_events, sides = view.events(actor=a, other=b), Sides(view)
    for kind, linked in (("event", linked_events), ("tie", view.ties(actor=a, other=b))):
        for item in linked.to_pylist():
            told = [said[i] for i in item["statements"] if i in said] or view.statements(
                ids=item["statements"]
            ).to_pylist()
            said |= {line["id"]: line for line in told}
            row = _row(kind, item, earliest(told), disputes)
            rows.append(row | _class(*sides.meant(item, a, b)) if kind == "event" else row)
    plan = linking.noted(linking.plans(linked_events.to_pylist(), said.values()))
    for row in rows:
        row["plan"] = plan.get(row["id"])
    held = {i for row in rows for i in row["statements"]}
    rows += [_lone(line, disputes) for i, line in said.items() if i not in held]
    data = view.data_ties(actor=a, other=b).to_pylist()
    rows += _of_data(data)
    coded = view.data_events(actor=a, other=b).num_rows
    rows.sort(key=lambda row: (row["when_start"] is None and row["when_end"] is None, day_of(row), row["id"]))
    counts = _counts(rows)
    return Finding(
        name=f"{a} and {b}",
        params={"a": a, "b": b, "counts": counts},
        table=table(rows, SCHEMA),
        evidence=tuple(sorted({*said, *(line["row"] for line in data)})),
        caveats=(
            *([_summary(counts)] if rows else []),
            *([f"Besides, machines coded {coded} events between the two from reports: see `relations`."] * bool(coded)),
            *(caveats(said.values()) if said or not data else ["No text in the store tells of the two."]),
            *covered(data),
        ),
    )


def _of_data(data: Iterable[Line]) -> list[Line]:
    """Ties of data as rows: treaties one by one; deals, flows and measures of one kind and year after year as one."""
    groups: dict[tuple[object, ...], list[Line]] = {}
    for line in data:
        alone = None if line["kind"] in DEALS else line["row"]
        groups.setdefault((line["dataset"], line["kind"], line["source"], line["target"], alone), []).append(line)
    return [_tie_of_data(lines) for lines in groups.values()]


def _tie_of_data(lines: list[Line]) -> Line:
    first = lines[0]
    directed = first["kind"] in DIRECTED or (first["kind"] in KINDS and tie_kind(first["kind"]).directed)
    source, target = [first["source"]], [first["target"]]
    ends = {"source": source, "target": target} if directed else dict.fromkeys(("source", "target"), source + target)
    sizes = [line["size"] for line in lines if line["size"] is not None]
    size = f", {sum(sizes):g} {first['unit']} in all" if sizes and first["kind"] in SUMMED else ""
    note = first["note"] if len(lines) == 1 else f"{len(lines)} entries"
    row = {
        "relation": first["kind"],
        **ends,
        "polarity": "+",
        "certainty": "asserted",
        "when_start": min((x["start"] for x in lines if x["start"]), default=None),
        "when_end": None if any(x["end"] is None for x in lines) else max(x["end"] for x in lines),
        "statements": [],
        "reports": 0,
        "publishers": 1,
    }
    return {
        **_row("tie", row, [], {}),
        "said_by": [first["dataset"]],
        "quote": f"{note or first['kind'].replace('_', ' ')}{size} ({first['dataset']}, until {first['coverage_end']})",
        "id": first["row"],
        "rows": [line["row"] for line in lines],
    }


def _disputes(view: Seen) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item in view.disagreements().to_pylist():
        for side in item["sides"]:
            for statement in side["statements"]:
                found.setdefault(statement, []).append(item["id"])
    return found


def _row(kind: str, item: Line, told: list[Line], disputes: dict[str, list[str]]) -> Line:
    best = max(told, key=lambda x: (x["modality"] == item["certainty"], x["score"] or 0.0), default=None)
    return {
        **item,
        "what": what(item),
        "kind": kind,
        "mode": item.get("mode"),
        "quad": tie_kind(item["relation"]).family if kind == "tie" and item["relation"] in KINDS else None,
        "score": None,
        "place": item.get("place"),
        "said_by": said_by(told),
        "quote": best["sentence"] if best else None,
        "disagreements": sorted({d for i in item["statements"] for d in disputes.get(i, ())}),
    }


def what(item: Line) -> str:
    """Who did what to whom, in codes: `PRK → RUS CONSULT/visit`, `PRK, RUS not alliance`."""
    source, target = ", ".join(item["source"]) or "?", ", ".join(item["target"]) or "?"
    ends = source if item["source"] == item["target"] else f"{source} → {target}"
    mode = f"/{item['mode']}" if item.get("mode") else ""
    return f"{ends} {'not ' if item['polarity'] == '-' else ''}{item['relation']}{mode}"


def _lone(line: Line, disputes: dict[str, list[str]]) -> Line:
    """An implication, stance or state between the two, as a row of its own."""
    return {
        **line,
        "what": what(line),
        "quad": None,
        "score": None,
        "certainty": line["modality"],
        "reports": 1,
        "publishers": 1,
        "said_by": said_by([line]),
        "quote": line["sentence"],
        "disagreements": sorted(disputes.get(line["id"], ())),
        "statements": [line["id"]],
    }


def _class(relation: str, mode: str | None) -> dict[str, Any]:
    """An event's class and score, none for a type that is not PLOVER's."""
    if relation not in plover.TYPES:
        return {"quad": None, "score": None}
    return {"quad": plover.quad(relation), "score": score(relation, mode)}


def _counts(rows: list[Line]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for row in rows:
        if row["kind"] != "event":
            counts[row["kind"] + "s"] += 1
        elif row["polarity"] == "-" or row["certainty"] == "denied":
            counts["did not happen"] += 1
        elif row["certainty"] not in ("asserted", "reported", "probable"):
            counts["possible or wished"] += 1
        else:
            counts[row["quad"] or "other"] += 1
    return dict(counts)


def _summary(counts: dict[str, int]) -> str:
    return "Counted once each: " + ", ".join(f"{number} {name}" for name, number in sorted(counts.items())) + "."
