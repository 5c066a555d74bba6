"""Who says it: a claim by publisher and speaker, who says, hedges, denies, and is silent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

import pyarrow as pa

from westphalia.analysis.lines import Line, Seen, about, at_ends, caveats, day_of, publisher, speaker, table
from westphalia.analysis.pathways import way_of
from westphalia.linking.words import carrier
from westphalia.records import Finding

__all__ = ["confirming", "who_says"]

TEXTS = pa.list_(pa.string())
SCHEMA = [
    ("claim", pa.string()),
    ("speaker", pa.string()),
    ("codes", TEXTS),
    ("says", pa.string()),
    ("modality", pa.string()),
    ("reverse", pa.bool_()),
    ("when_start", pa.date32()),
    ("when_end", pa.date32()),
    ("publisher", pa.string()),
    ("published_start", pa.date32()),
    ("quote", pa.string()),
    ("id", pa.string()),
    ("statements", TEXTS),
]
SPEECH = frozenset({"ACCUSE"})
DENIAL = "REJECT"
DENIALS = frozenset({"contradict", "deny", "denial", "dismiss", "dispute", "negate", "refute", "rebut", "reject"})
"""Words by which a rejection says that something is not so; a refusal or a veto says nothing of that kind."""


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
    it is about. Accusations count with the accuser as their speaker, repeats included, and denials with who denies.
    `says` is `says`, `hedges`, `denies` or `silent`: a publisher that writes of the actors and not of this. `reverse`
    marks what runs the other way than most of it: arms for North Korea, where the rest is of arms for Russia.
    """
    wanted = frozenset(actors)
    told = [x for x in view.statements(actor=min(wanted), kind=kind).to_pylist() if wanted <= at_ends(x)]
    relations = {relation} if isinstance(relation, str) else set(relation or ())
    claims = [
        x
        for x in told
        if x["relation"] not in SPEECH
        and (x["relation"] != DENIAL or DENIAL in relations)
        and (not relations or x["relation"] in relations)
        and (matter is None or (matter in about(x) and x["relation"] != "CONSULT"))
        and frozenset([*x["source"], *x["target"]]) <= wanted
        and x["kind"] in ("event", "tie")
        and x["modality"] != "desired"
    ]
    spoken = not relations and kind in (None, "event")
    accusers = _accusations(view, wanted, matter) if spoken else []
    deniers = _denials(view, wanted, matter, [*claims, *accusers]) if spoken else []
    rows = [*map(_claimed, claims), *(_spoken(x, "says") for x in accusers), *(_spoken(x, "denies") for x in deniers)]
    _turn(rows)
    rows.sort(key=lambda row: (day_of(row), row["id"]))
    used = [*claims, *accusers, *deniers]
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
                found |= {x["id"]: x for x in told if actor in x["target"] and x["source"] and x["polarity"] == "+"}
    return [*found.values(), *_again(view, wanted, found)]


def _again(view: Seen, wanted: frozenset[str], found: Mapping[str, Line]) -> list[Line]:
    """Accusations that name no matter and follow one of the same accuser against the same: it is made once more."""
    spoken = view.statements(kind="event", relation=sorted(SPEECH)).to_pylist()
    open_ones = [x for x in spoken if x["id"] not in found and wanted & set(x["target"]) and not about(x)]
    return [x for x in open_ones if x["polarity"] == "+" and any(_follows(x, first) for first in found.values())]


def _follows(line: Line, first: Line) -> bool:
    """Whether an accusation stands after another of the same document, and shares accuser and accused with it."""
    shared = set(line["source"]) & set(first["source"]) and set(line["target"]) & set(first["target"])
    return bool(shared) and line["document_id"] == first["document_id"] and _before(first, line)


def _before(first: Line, line: Line) -> bool:
    """Whether a statement stands in an earlier sentence."""
    return bool(first["sentence_start"] < line["sentence_start"])


def _denials(view: Seen, wanted: frozenset[str], matter: str | None, said: Collection[Line]) -> list[Line]:
    """Denials by the actors of the matter, or of what a speaker in the same document says of it."""
    found = []
    for line in view.statements(kind="event", relation=DENIAL).to_pylist():
        ends = at_ends(line)
        denies = line["polarity"] == "+" and carrier(line["method"] or "", line["trigger"] or "") in DENIALS
        if not denies or not wanted & set(line["source"]) or line["modality"] == "desired":
            continue
        if _answers(line, said) or (
            ends <= wanted and (matter in about(line) if matter else wanted <= _named(view, line))
        ):
            found.append(line)
    return found


def _answers(denial: Line, said: Collection[Line]) -> bool:
    """Whether a denial is of what the one it is turned against says before it in the same document."""
    for line in said:
        speakers = line["source"] if line["relation"] in SPEECH else line["attributed_to"] or ()
        same = line["document_id"] == denial["document_id"] and _before(line, denial)
        if same and set(speakers) & set(denial["target"]):
            return True
    return False


def _named(view: Seen, line: Line) -> frozenset[str]:
    """The states at the ends of all statements of a sentence."""
    near = [x for code in line["source"] for x in view.statements(actor=code).to_pylist()]
    return frozenset[str]().union(*(at_ends(x) for x in near if x["sentence_id"] == line["sentence_id"]))


def _turn(rows: Collection[Line]) -> None:
    """Mark the rows that run the other way than most of those that run one way."""
    ways = {row["id"]: way_of(row) for row in rows}
    counts = Counter(way for way in ways.values() if way)
    usual = counts.most_common(1)[0][0] if counts else None
    for row in rows:
        row["reverse"] = ways[row["id"]] not in (None, usual)


def _claimed(line: Line) -> Line:
    says = "says" if line["modality"] in ("asserted", "reported") else "hedges"
    if line["modality"] == "denied" or line["polarity"] == "-":
        says = "denies"
    codes = sorted(line["attributed_to"] or ())
    return _row(line, speaker(line), codes, says)


def _spoken(line: Line, says: str) -> Line:
    """A row of an act that is itself a saying, whose source speaks."""
    return _row(line, line["source_text"] or " and ".join(line["source"]), sorted(line["source"]), says)


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


def confirming(rows: Collection[Line]) -> frozenset[str]:
    """Who says it flatly, and the way most of it runs: a hedge, or what runs the other way, confirms nothing."""
    return frozenset(c for row in rows if row["says"] == "says" and not row.get("reverse") for c in row["codes"])


def _confirmations(wanted: frozenset[str], rows: Collection[Line]) -> list[str]:
    """Whether the actors themselves say it: the note that keeps a claim about them from passing as their word."""
    quiet = sorted(wanted - confirming(rows))
    return [f"No statement in the record has {' or '.join(quiet)} confirm it."] if rows and quiet else []
