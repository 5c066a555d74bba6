"""Exposure of a state: what it leans on others for, how concentrated that is, what strains them, what cuts across.

Concentration is Herfindahl and Hirschman's index (the sum of squared shares: 1 for one supplier). Strain and ties of
third parties come from the record, each with the statements that tell of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files

import pyarrow as pa

from westphalia.analysis.data import counting, covered, delivered
from westphalia.analysis.lines import Line, Seen, at_ends, table
from westphalia.analysis.network import FIRM, as_of, begun, standing, text_ties, tie_weight
from westphalia.analysis.stakes import stakes_of
from westphalia.errors import OntologyError, UnknownActor
from westphalia.ontology import labels
from westphalia.ontology.actors import atlas
from westphalia.records import Finding

__all__ = ["DOMAINS", "Leaning", "exposure", "leanings", "strain_of"]

TEXTS = pa.list_(pa.string())
SCHEMA = [
    ("domain", pa.string()),
    ("on", pa.string()),
    ("kinds", TEXTS),
    ("certainty", pa.string()),
    ("weight", pa.float64()),
    ("size", pa.float64()),
    ("unit", pa.string()),
    ("share", pa.float64()),
    ("concentration", pa.float64()),
    ("strain", TEXTS),
    ("strain_ids", TEXTS),
    ("cross", TEXTS),
    ("cross_ids", TEXTS),
    ("at_risk", pa.float64()),
    ("ids", TEXTS),
    ("statements", TEXTS),
]
DOMAINS = ("arms", "energy", "economic", "security", "diplomatic", "membership")
FUELS = "27 "
"""The chapter of the Harmonized System that holds mineral fuels and oils."""

HOSTILE = ("sanction", "dispute", "contentious_relations", "war")
"""Kinds of data ties that can cut across: a partner that sanctions a supplier."""

PARTNER = 0.25
"""From what weight on somebody that a state leans on is a partner, whose quarrels with others it feels."""

UNREAL = ("denied", "desired", "conditional")
"""What is only wished, or would be, weighs on nobody yet."""

STRAINED, CROSSED = 0.25, 0.15
"""What share of what a state leans on is at risk with each strain, and each third party whose ties cut across."""


@dataclass(slots=True)
class Leaning:
    """What a state leans on another for in one domain: the ties, the strongest weight, and sizes by unit."""

    domain: str
    on: str
    lines: list[Line] = field(default_factory=list)
    weight: float = 0.0
    certainty: str = "denied"
    sizes: dict[str, float] = field(default_factory=dict)


@cache
def _kinds() -> dict[str, tuple[str, str, float]]:
    made = {}
    text = (files("westphalia.analysis") / "data" / "dependence.tsv").read_text(encoding="utf8")
    for line in text.splitlines():
        if line and not line.startswith(("#", "kind\t")):
            kind, domain, leans, weight, _ = line.split("\t")
            made[kind] = (domain, leans, float(weight))
    return made


def leanings(lines: Sequence[Line], focal: str, at: date | None = None) -> list[Leaning]:
    """What a state leans on others for, by domain and other; lines of texts and data (columns of `DataTie`).

    Ties of texts count that stand at `at` (all, where there is none), those of data as in `data.counting`.
    """
    found: dict[tuple[str, str], Leaning] = {}
    told = [line for line in lines if line["dataset"] == "text"]
    data = counting((line for line in lines if line["dataset"] != "text"), at)
    for line in [*(standing(told, at) if at else told), *data]:
        rule = _kinds().get(line["kind"])
        other = _other(line, focal, rule[1]) if rule else None
        if rule is None or other is None:
            continue
        domain = "energy" if line["kind"] == "trade" and (line.get("note") or "").startswith(FUELS) else rule[0]
        leaning = found.setdefault((domain, other), Leaning(domain, other))
        certainty = line.get("certainty") or "asserted"
        leaning.lines.append(line)
        leaning.weight = max(leaning.weight, rule[2] * FIRM[certainty])
        if FIRM[certainty] > FIRM[leaning.certainty]:
            leaning.certainty = certainty
        if line["size"] is not None and line.get("unit"):
            leaning.sizes[line["unit"]] = leaning.sizes.get(line["unit"], 0.0) + line["size"] * delivered(line, at)
    return list(found.values())


def _other(line: Line, focal: str, leans: str) -> str | None:
    """Whom the state leans on by a tie, None where it does not."""
    if line["source"] == focal and leans in ("source", "both"):
        return str(line["target"])
    if line["target"] == focal and leans in ("target", "both"):
        return str(line["source"])
    return None


def exposure(view: Seen, focal: str, at: date | None = None) -> Finding:
    """What the state `focal` leans on, one row a domain and other state, what is most at risk first.

    From the ties in texts and in imported data that stand at `at` (without it, at the end of each). `weight` is
    how much it leans (`data/dependence.tsv`, by certainty; with sizes, by its share), `share` the other's part of
    all sizes of its unit in the domain, `concentration` the Herfindahl index of those. `strain` says what weighs on
    the supplier in the record (its own weakness, foes, dependence), `cross` its friendly ties with whom the state,
    or another that it leans on, is at odds, and its own quarrels with those, what is strain already left out.
    `at_risk` is the part of `weight` that these put in doubt. Every cell has its ids: `ids` and `statements` the ties,
    `strain_ids`, `cross_ids` the rest.
    A size that is not known is null, not 0.
    """
    texts = text_ties(view)
    data = view.data_ties(actor=focal).to_pylist()
    found = leanings([*texts, *data], focal, at) + _bodies(focal, at)
    said = [line for line in begun(view, view.statements().to_pylist(), at) if not _over(line, at)]
    worries = set(stakes_of(focal, said).worries)
    totals: dict[tuple[str, str], list[float]] = defaultdict(list)
    for leaning in found:
        for unit, size in leaning.sizes.items():
            totals[leaning.domain, unit].append(size)
    main = [x for x in found if x.domain in ("arms", "economic", "security")]
    partners = {x.on for x in main if _shared(x, totals)[0] >= PARTNER} - worries
    quarrels = counting(view.data_ties(relation=HOSTILE).to_pylist(), at)
    others = (standing(texts, at) if at else texts, quarrels)
    rows = [_row(x, focal, totals, said, others, worries, partners) for x in found]
    rows.sort(key=lambda row: (-row["at_risk"], -row["weight"], DOMAINS.index(row["domain"]), row["on"]))
    opened = {i for row in rows for name in ("ids", "strain_ids", "cross_ids", "statements") for i in row[name]}
    return Finding(
        name=f"Exposure of {focal}",
        params={"focal": focal, "at": at, "worries": sorted(worries)},
        table=table(rows, SCHEMA),
        evidence=tuple(sorted(opened)),
        caveats=(*as_of(at), *_caveats(rows, data)),
    )


def _over(line: Line, at: date | None) -> bool:
    """Whether a war had ended by a day; of other ties a text says when they stood, not when they ended."""
    war = line["kind"] == "tie" and line["relation"] == "war"
    return bool(war and at and line["when_end"] and line["when_end"] < at)


def _row(
    leaning: Leaning,
    focal: str,
    totals: dict[tuple[str, str], list[float]],
    said: Sequence[Line],
    others: tuple[Sequence[Line], Sequence[Line]],
    worries: set[str],
    partners: set[str],
) -> Line:
    weight, unit, share = _shared(leaning, totals)
    sizes = totals[leaning.domain, unit] if unit else []
    whole = sum(sizes)
    strains = strain_of(leaning.on, said, focal) if leaning.domain != "membership" else []
    ties = _cross(leaning.on, focal, *others, worries, partners) if leaning.domain != "membership" else []
    counted = {i for _, i in strains}
    crossing = [(text, row) for text, row, told in ties if not counted & set(told)]
    thirds = {text.rpartition(" ")[2] for text, _ in crossing}
    risk = 1 - (1 - STRAINED) ** len({text for text, _ in strains}) * (1 - CROSSED) ** len(thirds)
    return {
        "domain": leaning.domain,
        "on": leaning.on,
        "kinds": sorted({line["kind"] for line in leaning.lines}),
        "certainty": leaning.certainty,
        "weight": round(weight, 3),
        "size": round(leaning.sizes[unit], 3) if unit else None,
        "unit": unit,
        "share": None if share is None else round(share, 4),
        "concentration": round(sum((size / whole) ** 2 for size in sizes), 4) if whole else None,
        "strain": list(dict.fromkeys(text for text, _ in strains)),
        "strain_ids": list(dict.fromkeys(i for _, i in strains)),
        "cross": list(dict.fromkeys(text for text, _ in crossing)),
        "cross_ids": list(dict.fromkeys(i for _, i in crossing)),
        "at_risk": round(weight * risk, 3),
        "ids": list(dict.fromkeys(line["row"] for line in leaning.lines)),
        "statements": list(dict.fromkeys(i for line in leaning.lines for i in line.get("statements") or ())),
    }


def _shared(leaning: Leaning, totals: dict[tuple[str, str], list[float]]) -> tuple[float, str | None, float | None]:
    """How much a state leans, by share where there are sizes; the unit of the largest; the share."""
    unit = max(leaning.sizes, key=lambda name: leaning.sizes[name], default=None)
    whole = sum(totals[leaning.domain, unit]) if unit else 0.0
    share = leaning.sizes[unit] / whole if unit and whole else None
    return leaning.weight if share is None else max(leaning.weight * share, _told(leaning)), unit, share


def _told(leaning: Leaning) -> float:
    """How much a text says that it leans, whatever the sizes."""
    told = [_kinds()[x["kind"]][2] * FIRM[x["certainty"]] for x in leaning.lines if x["dataset"] == "text"]
    return max(told, default=0.0)


def strain_of(code: str, said: Iterable[Line], but: str = "") -> list[tuple[str, str]]:
    """What weighs on a state in the record, in short, each with the id of its statement; ties with `but` left out.

    Its weaknesses, what harms it, its wars and quarrels, and its own dependence on others.
    """
    found = []
    for line in said:
        if line["polarity"] == "-" or line["modality"] in UNREAL:
            continue
        sign, kind = _sign(line), line["kind"]
        if kind == "state" and sign < 0 and line["source"] == [code]:
            found.append((line["relation"].replace("_", " "), line["id"]))
        elif kind == "implication" and sign < 0 and line["target"] == [code] and code not in line["source"]:
            found.append(
                (f"{line['relation'].replace('_', ' ')} from {'+'.join(line['source']) or 'what is told'}", line["id"])
            )
        elif kind == "tie" and code in at_ends(line) and but not in at_ends(line):
            others = "+".join(sorted(at_ends(line) - {code}))
            if sign < 0:
                found.append((f"{line['relation'].replace('_', ' ')} with {others}", line["id"]))
            elif line["relation"].endswith("_dependence") and code in line["source"]:
                found.append((f"{line['relation'].replace('_', ' ')} on {others}", line["id"]))
    return found


def _sign(line: Line) -> int:
    try:
        if line["kind"] == "tie":
            weight = tie_weight({"kind": line["relation"]})
            return (weight > 0) - (weight < 0)
        return int(labels.sign(line["kind"], line["relation"]))
    except OntologyError:
        return 0


def _cross(
    on: str, focal: str, texts: Sequence[Line], quarrels: Sequence[Line], worries: set[str], partners: set[str]
) -> list[tuple[str, str, Sequence[str]]]:
    """Friendly ties of the other with a worry of the state or a foe of its partners, and quarrels with a partner.

    Each in short, with its id and those of its statements.

    Foes are those of which texts tell: by data on sanctions and disputes, nearly everyone has been somebody's.
    """
    ends = [({line["source"], line["target"]}, tie_weight(line), line) for line in texts]
    foes = {third for pair, weight, _ in ends if weight < 0 and (pair & partners) - {on} for third in pair - partners}
    ends += [({line["source"], line["target"]}, -1.0, line) for line in quarrels]
    found = []
    for pair, weight, line in ends:
        if on not in pair or focal in pair or len(pair) < 2 or (line.get("certainty") or "asserted") in UNREAL:
            continue
        (third,) = pair - {on}
        if (weight > 0 and third in worries | foes) or (weight < 0 and third in partners):
            found.append((_told_of(line, on, third), line["row"], line.get("statements") or ()))
    return found


def _told_of(line: Line, on: str, third: str) -> str:
    """A tie of a supplier with a third party, in words."""
    if line["kind"] == "sanction":
        return f"sanctions on {third}" if line["source"] == on else f"sanctions by {third}"
    return f"{line['kind'].replace('_', ' ')} with {third}"


def _bodies(focal: str, at: date | None) -> list[Leaning]:
    """The organisations that a state belongs to, by the ontology's dates, those of all the world left out."""
    found = []
    for actor in atlas().actors("igo"):
        try:
            members = atlas().members(actor.id, at)
        except UnknownActor:
            continue
        if focal in members and len(members) <= 40:
            line = {"kind": "membership", "source": focal, "target": actor.id, "row": actor.id, "dataset": "ontology"}
            found.append(Leaning("membership", actor.id, [line], _kinds()["membership"][2], "asserted"))
    return found


def _caveats(rows: Sequence[Line], data: Sequence[Line]) -> tuple[str, ...]:
    found = ["Weights order what is known; they are no probabilities (docs/analyses.md)."]
    if not any(line["kind"] in ("arms_supply", "trade") for line in data):
        found.append(
            "No data on its arms or trade are in the store (`westphalia import`): sizes and shares are not known, "
            "which is not zero."
        )
    bodies = [atlas().actor(row["on"]).name for row in rows if row["domain"] == "membership"]
    if bodies:
        found.append(f"It sits in {', '.join(bodies)}; no risk is read in that.")
    if not any(row["strain"] for row in rows):
        found.append("The record tells of no strain on anyone it leans on.")
    return (*found, *covered(data))
