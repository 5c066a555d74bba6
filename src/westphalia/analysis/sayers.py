"""Who says it: a claim by publisher and speaker, who says, hedges, denies, and is silent."""

from __future__ import annotations

from collections.abc import Collection

import pyarrow as pa

from westphalia.analysis.lines import Line, Seen, about, at_ends, caveats, day_of, publisher, speaker, table
from westphalia.records import Finding

__all__ = ["who_says"]

TEXTS = pa.list_(pa.string())
SCHEMA = [
    ("claim", pa.string()),
    ("speaker", pa.string()),
    ("codes", TEXTS),
    ("says", pa.string()),
    ("modality", pa.string()),
    ("when_start", pa.date32()),
    ("when_end", pa.date32()),
    ("publisher", pa.string()),
    ("published_start", pa.date32()),
    ("quote", pa.string()),
    ("id", pa.string()),
    ("statements", TEXTS),
]
SPEECH = frozenset({"ACCUSE"})


def who_says(
    view: Seen,
    actors: Collection[str],
    *,
    relation: str | Collection[str] | None = None,
    kind: str | None = None,
    matter: str | None = None,
) -> Finding:
    """Who says, hedges or denies that something is between `actors` (codes; all of them must be in a statement).

    `relation` and `kind` narrow it, `matter` (arms, nuclear, troops, treaty ...: `linking/data/matters.tsv`) by what
    it is about. Statements of accusation count with the accuser as their speaker, repeats included. `says` is `says`,
    `hedges`, `denies` or `silent`: a publisher that writes of the actors and not of this.
    """
    wanted = frozenset(actors)
    told = [x for x in view.statements(actor=min(wanted), kind=kind).to_pylist() if wanted <= at_ends(x)]
    relations = {relation} if isinstance(relation, str) else set(relation or ())
    claims = [
        x
        for x in told
        if x["relation"] not in SPEECH
        and (not relations or x["relation"] in relations)
        and (matter is None or (matter in about(x) and x["relation"] != "CONSULT"))
        and frozenset([*x["source"], *x["target"]]) <= wanted
        and x["kind"] in ("event", "tie")
        and x["modality"] != "desired"
    ]
    accusers = _accusations(view, wanted, matter) if not relations and kind in (None, "event") else []
    rows = [*map(_claimed, claims), *map(_accused, accusers)]
    rows.sort(key=lambda row: (day_of(row), row["id"]))
    used = [*claims, *accusers]
    rows += _silent(told, used)
    return Finding(
        name=f"Who says it of {' and '.join(sorted(wanted))}" + (f": {matter}" if matter else ""),
        params={"actors": sorted(wanted), "relation": sorted(relations), "kind": kind, "matter": matter},
        table=table(rows, SCHEMA),
        evidence=tuple(row["id"] for row in rows if row["id"]),
        caveats=(*_confirmations(wanted, rows), *caveats(used)),
    )


def _accusations(view: Seen, wanted: frozenset[str], matter: str | None) -> list[Line]:
    """Accusations against one of the actors whose event, somewhere, names the matter and another of them."""
    found: dict[str, Line] = {}
    for actor in sorted(wanted):
        for event in view.events(relation=sorted(SPEECH), actor=actor).to_pylist():
            told = view.statements(ids=event["statements"]).to_pylist()
            heard = view.statements(actor=actor).to_pylist() if told else []
            near = [x for x in heard if x["sentence_id"] in {t["sentence_id"] for t in told}]
            named = frozenset[str]().union(*(at_ends(x) for x in [*told, *near]))
            if wanted <= named and (matter is None or any(matter in about(x) for x in [*told, *near])):
                found |= {x["id"]: x for x in told if actor in x["target"] and x["polarity"] == "+"}
    return list(found.values())


def _claimed(line: Line) -> Line:
    says = "says" if line["modality"] in ("asserted", "reported") else "hedges"
    if line["modality"] == "denied" or line["polarity"] == "-":
        says = "denies"
    codes = sorted(line["attributed_to"] or ())
    return _row(line, speaker(line), codes, says)


def _accused(line: Line) -> Line:
    return _row(line, line["source_text"] or " and ".join(line["source"]), sorted(line["source"]), "says")


def _row(line: Line, who: str, codes: list[str], says: str) -> Line:
    ends = f"{', '.join(line['source'])} → {', '.join(line['target'])}"
    return {
        **line,
        "claim": f"{line['relation']} {ends}",
        "speaker": who,
        "codes": codes,
        "says": says,
        "publisher": publisher(line),
        "quote": line["sentence"],
        "statements": [line["id"]],
    }


def _silent(told: Collection[Line], used: Collection[Line]) -> list[Line]:
    speaking = {publisher(x) for x in used}
    others = sorted({publisher(x) for x in told} - speaking) if used else []
    return [{"publisher": name, "says": "silent", "codes": [], "statements": [], "id": None} for name in others]


def _confirmations(wanted: frozenset[str], rows: Collection[Line]) -> list[str]:
    """Whether the actors themselves say it: the note that keeps a claim about them from passing as their word."""
    own = sorted({c for row in rows for c in row["codes"] if c in wanted and row["says"] in ("says", "hedges")})
    quiet = sorted(wanted - set(own))
    return [f"No statement in the record has {' or '.join(quiet)} confirm it."] if rows and quiet else []
