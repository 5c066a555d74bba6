"""Leverage: what one state could make another do, by who needs whom, against what the other did when asked.

Hirschman 1945, National Power and the Structure of Foreign Trade: power lies in asymmetry of dependence. Baldwin 1985:
what counts is whether the other gave way; so dependence stands beside concessions and rebuffs, and is not mixed up with
them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import pyarrow as pa

from westphalia.analysis.data import covered
from westphalia.analysis.exposure import leanings
from westphalia.analysis.lines import Line, Seen, about, at_ends, caveats, said_by, table, two_states
from westphalia.analysis.network import FIRM, as_of, begun, text_ties
from westphalia.errors import OntologyError
from westphalia.ontology import labels
from westphalia.ontology.spoken import spoken
from westphalia.records import Finding

__all__ = ["leverage"]

TEXTS = pa.list_(pa.string())
SCHEMA = [
    ("factor", pa.string()),
    ("for_a", pa.int64()),
    ("relation", pa.string()),
    ("polarity", pa.string()),
    ("modality", pa.string()),
    ("weight", pa.float64()),
    ("matter", TEXTS),
    ("said_by", TEXTS),
    ("quote", pa.string()),
    ("ids", TEXTS),
    ("statements", TEXTS),
]
FACTORS = ("dependence", "counter-dependence", "concession", "rebuff", "request", "restraint", "forbearance", "limit")
CONCESSIONS = frozenset({"CONCEDE", "AGREE", "RETREAT"})
REBUFFS = frozenset({"REJECT", "ACCUSE", "THREATEN", "PROTEST"})
PRESSURE = frozenset({"COERCE", "SANCTION", "THREATEN", "REQUEST"})
RESTRAINTS = frozenset({"restrains", "opposes", "concern", "wants_say"})
EVEN = 0.15
"""Up to what balance two need each other about as much."""

FORBEARANCE = frozenset({"permits", "gives_free_rein", "favours", "defends", "prioritises", "neutral"})


def leverage(view: Seen, a: str, b: str, at: date | None = None) -> Finding:
    """What `a` could make `b` do, one row a consideration, by factor and weight.

    `dependence`: what b leans on a for (ties of texts and of data); `counter-dependence`: what a leans on b for.
    `concession`, `rebuff`: what b did towards a; `request`: what b asks of a, and a's rebuffs of it (also a sign of who
    needs whom). `restraint`: what a does or wants to hold b back; `forbearance`: where it lets b be, or is said not to
    press; `limit`: what is said not to follow from its weight. `for_a` is 1 where a row speaks for leverage of a, -1
    against, 0 where it only shows what is at issue. `params` hold the sums: `dependence` (who needs whom, -1 to 1) and
    `compliance` (concessions against rebuffs, -1 to 1, None where b did neither), and `reading`, the two in words.
    """
    two_states(a, b)
    said = view.statements(actor=a, other=b).to_pylist()
    together = {line["sentence_id"] for line in said}
    said += [x for x in view.statements(actor=a).to_pylist() if _bears(x, b, together)]
    by_id = {line["id"]: line for line in begun(view, said, at)}
    data = view.data_ties(actor=a, other=b).to_pylist()
    lines = [*text_ties(view), *data]
    rows = [*_needs(lines, b, a, at, "dependence", by_id), *_needs(lines, a, b, at, "counter-dependence", by_id)]
    rows += [row for line in by_id.values() if (row := _judged(line, a, b))]
    rows.sort(key=lambda row: (FACTORS.index(row["factor"]), -row["weight"], row["ids"]))
    balance, answer = _balance(rows), _answer(rows)
    opened = sorted({i for row in rows for name in ("ids", "statements") for i in row[name]})
    return Finding(
        name=f"Leverage of {a} over {b}",
        params={"a": a, "b": b, "at": at, "dependence": balance, "compliance": answer, "reading": _read(a, b, rows)},
        table=table(rows, SCHEMA),
        evidence=tuple(opened),
        caveats=(
            "Dependence is what could be used, not what is; the sums weigh what is told, not all that there is.",
            *as_of(at),
            *caveats([by_id[i] for row in rows for i in row["statements"] if i in by_id]),
            *covered(data),
        ),
    )


def _bears(line: Line, b: str, together: set[str]) -> bool:
    """Whether a statement about one alone bears on both: an implication that names both, a stance told beside them."""
    if line["kind"] == "implication":
        return b in at_ends(line)
    return line["kind"] == "stance" and line["sentence_id"] in together


def _needs(
    lines: Sequence[Line], who: str, on: str, at: date | None, factor: str, by_id: dict[str, Line]
) -> Iterable[Line]:
    """What one leans on the other for: the dependence itself, by domain."""
    for leaning in leanings(lines, who, at):
        if leaning.on == on:
            told = [i for line in leaning.lines for i in line.get("statements") or ()]
            known = [by_id[i] for i in dict.fromkeys(told) if i in by_id]
            sizes = [f"{size:g} {unit}" for unit, size in leaning.sizes.items()]
            yield {
                "factor": factor,
                "for_a": 1 if factor == "dependence" else -1,
                "relation": "+".join(sorted({line["kind"] for line in leaning.lines})),
                "polarity": "+",
                "modality": leaning.certainty,
                "weight": round(leaning.weight, 3),
                "matter": [leaning.domain, *sizes],
                "said_by": said_by(known),
                "quote": known[0]["sentence"] if known else None,
                "ids": list(dict.fromkeys(line["row"] for line in leaning.lines)),
                "statements": list(dict.fromkeys(told)),
            }


def _judged(line: Line, a: str, b: str) -> Line | None:
    """A statement between the two as a row, None where it says nothing of leverage."""
    factor, for_a = _factor(line, a, b)
    if factor is None:
        return None
    return {
        "factor": factor,
        "for_a": for_a,
        "relation": line["relation"],
        "polarity": line["polarity"],
        "modality": line["modality"],
        "weight": round(FIRM[line["modality"]], 3),
        "matter": sorted(about(line)),
        "said_by": said_by([line]),
        "quote": line["sentence"],
        "ids": [line["id"]],
        "statements": [line["id"]],
    }


def _factor(line: Line, a: str, b: str) -> tuple[str | None, int]:
    relation, negative = line["relation"], line["polarity"] == "-"
    from_a, from_b = a in line["source"], b in line["source"]
    if line["kind"] == "event" and from_a != from_b:
        return _act(relation, negative, from_a)
    if line["kind"] == "stance" and from_a:
        return _stance(relation, negative)
    if line["kind"] == "implication" and from_a and b in line["target"] and negative:
        return "limit", -1
    if (
        line["kind"] == "implication"
        and b in at_ends(line)
        and a in line["target"]
        and _sign(line) > 0
        and not negative
    ):
        return "forbearance", -1
    if line["kind"] == "tie" and negative:
        return "limit", -1
    return None, 0


def _act(relation: str, negative: bool, from_a: bool) -> tuple[str | None, int]:
    """What an act of one towards the other shows."""
    if from_a:
        if relation in PRESSURE:
            return ("forbearance", -1) if negative else ("restraint", 0)
        if relation == "REJECT":
            return ("forbearance", -1) if negative else ("restraint", 1)
        return None, 0
    if relation in CONCESSIONS:
        return ("rebuff", -1) if negative else ("concession", 1)
    if relation in REBUFFS:
        return ("concession", 1) if negative else ("rebuff", -1)
    if relation == "REQUEST" and not negative:
        return "request", 1
    return None, 0


def _stance(relation: str, negative: bool) -> tuple[str | None, int]:
    if relation in RESTRAINTS:
        return ("forbearance", -1) if negative else ("restraint", 0)
    if relation in FORBEARANCE:
        return ("restraint", 0) if negative else ("forbearance", -1)
    return None, 0


def _sign(line: Line) -> int:
    try:
        return int(labels.sign(line["kind"], line["relation"]))
    except OntologyError:
        return 0


def _sum(rows: Iterable[Line], *factors: str) -> float:
    return float(sum(row["weight"] for row in rows if row["factor"] in factors))


def _balance(rows: list[Line]) -> float | None:
    """Who needs whom: 1 where only b leans on a, -1 where only a leans on b, None where neither is told to."""
    mine, theirs = _one_sided(rows)
    return round((mine - theirs) / (mine + theirs), 3) if mine + theirs else None


def _one_sided(rows: list[Line]) -> tuple[float, float]:
    """What b needs of a, and a of b, the requests of each counting half; a bond of both sides counts for both."""
    own = [row for row in rows if row["factor"] == "restraint" and row["relation"] == "REQUEST"]
    return (
        _sum(rows, "dependence") + 0.5 * _sum(rows, "request"),
        _sum(rows, "counter-dependence") + 0.5 * _sum(own, "restraint"),
    )


def _answer(rows: list[Line]) -> float | None:
    """Concessions of b against its rebuffs and what is said not to follow; None where there is neither."""
    gave, refused = _sum(rows, "concession"), _sum(rows, "rebuff", "limit")
    return round((gave - refused) / (gave + refused), 3) if gave + refused else None


def _read(a: str, b: str, rows: list[Line]) -> str:
    """The sums in words, no more than they say: who needs whom, who is let be, how often b refused and gave way."""
    one, two = spoken(a), spoken(b)
    told = [_needing(one, two, _balance(rows))]
    if _sum(rows, "forbearance"):
        told.append(f"The texts say that {one} lets {two} be.")
    told.append(_answering(two, rows))
    return " ".join(text[:1].upper() + text[1:] for text in told if text)


def _needing(one: str, two: str, balance: float | None) -> str:
    if balance is None:
        return f"The record says nothing of who of {one} and {two} needs whom."
    if abs(balance) <= EVEN:
        return f"By the record {one} and {two} need each other about as much."
    needy, needed = (two, one) if balance > 0 else (one, two)
    return f"By the record {needy} needs {needed} more than the reverse."


def _answering(two: str, rows: list[Line]) -> str:
    """How often b refused and gave way; empty where it is told to have done neither."""
    refused, gave = (sum(row["factor"] == factor for row in rows) for factor in ("rebuff", "concession"))
    if not refused and not gave:
        return ""
    often = "as often as" if refused == gave else "more often than" if refused > gave else "less often than"
    counted = f"{refused} refusal{'s' * (refused != 1)}, {gave} concession{'s' * (gave != 1)}"
    return f"{two} refused {often} it gave way ({counted})."
