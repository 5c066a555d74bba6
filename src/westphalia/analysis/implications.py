"""What the record means for one state: every path by which it is touched, step by step, with quotes and hedges."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import product

import pyarrow as pa

from westphalia.analysis.lines import FIRMNESS, Line, Seen, about, asks, at_ends, caveats, said_by, table, weakest
from westphalia.analysis.stakes import Stakes, stakes_of
from westphalia.errors import OntologyError
from westphalia.linking.independence import voices
from westphalia.ontology import labels
from westphalia.ontology.ties import tie_kind
from westphalia.records import Finding, content_id

__all__ = ["HOW", "STEP", "implications_for"]

TEXTS = pa.list_(pa.string())
STEP = pa.struct(
    [
        ("role", pa.string()),
        ("statement", pa.string()),
        ("kind", pa.string()),
        ("relation", pa.string()),
        ("source", TEXTS),
        ("via", TEXTS),
        ("target", TEXTS),
        ("polarity", pa.string()),
        ("modality", pa.string()),
        ("said_by", pa.string()),
        ("quote", pa.string()),
    ]
)
SCHEMA = [
    ("path", pa.string()),
    ("how", pa.string()),
    ("relation", pa.string()),
    ("sign", pa.int64()),
    ("modality", pa.string()),
    ("polarity", pa.string()),
    ("said_by", TEXTS),
    ("reports", pa.int64()),
    ("publishers", pa.int64()),
    ("quote", pa.string()),
    ("weight", pa.float64()),
    ("id", pa.string()),
    ("statements", TEXTS),
    ("steps", pa.list_(STEP)),
]
HOW = {
    "direct": 1.0,
    "acts": 0.4,
    "path": 0.85,
    "dependence": 0.8,
    "rival": 0.6,
    "partner": 0.5,
    "across": 0.45,
    "beside": 0.42,
}
"""How a state is touched, and how near: named as the one it falls on, or only as the one that acts; at the end of a
path that leads to what it worries about; by a strain on what it depends on; by what a rival or a partner gains or
loses; by a tie of a partner with a rival; or told next to a sentence on it."""


def implications_for(view: Seen, code: str) -> Finding:
    """All paths in the record by which the state `code` is touched, the nearest, surest and most told first.

    One row a path. `steps` (a list of `STEP`) are the statements in order: what is presupposed (`premise`), what
    follows (`implication`), and why it concerns the state (`because`: its own ties and stances). `modality` is the
    weakest of the steps', `sign` 1 where it is said to help, -1 to harm, 0 where the text does not say. Nothing is
    inferred beyond joining statements at a common actor; each step keeps its own quote.
    """
    lines = {x["id"]: x for x in view.statements().to_pylist() if not asks(x)}
    stakes = stakes_of(code, lines.values())
    by_sentence: dict[str, list[Line]] = {}
    for line in lines.values():
        by_sentence.setdefault(line["sentence_id"], []).append(line)
    chains = [
        *_direct(code, lines.values(), by_sentence, stakes),
        *_near(code, lines.values(), stakes),
        *_strained(code, lines.values(), stakes),
        *_across(code, lines.values(), stakes),
    ]
    taken = {line["id"] for _, steps in chains for _, line in steps}
    chains += _told_beside(code, lines.values(), taken)
    rows = sorted(_merged(code, chains), key=lambda row: (-row["weight"], row["id"]))
    used = {i: lines[i] for row in rows for i in row["statements"]}
    return Finding(
        name=f"What the record means for {code}",
        params={"code": code},
        table=table(rows, SCHEMA),
        evidence=tuple(used),
        caveats=(
            "Paths join statements at a common actor; that a path is drawn does not mean that it was taken.",
            *caveats(used.values()),
        ),
    )


FLAT = ("asserted", "reported")
NEXT = 300
KINDS = ("tie", "event", "implication")
Chain = tuple[str, list[tuple[str, Line]]]
"""How it touches, and the steps as (role, statement)."""


def _direct(code: str, lines: Iterable[Line], by_sentence: dict[str, list[Line]], stakes: Stakes) -> Iterable[Chain]:
    """Implications that have the state at an end or on the path, with what their sentence presupposes and adduces."""
    for line in lines:
        if line["kind"] != "implication" or code not in at_ends(line):
            continue
        ends, beside = at_ends(line), by_sentence[line["sentence_id"]]
        firm = [
            x
            for x in beside
            if x["polarity"] == "+" and x["modality"] in FLAT and x["kind"] in ("tie", "event", "implication")
        ]
        ties = [x for x in firm if x["kind"] == "tie"]
        premises = [x for x in ties if code not in at_ends(x) and at_ends(x) <= ends]
        if not line["source"]:
            pairs = [x for x in (*ties, *firm) if code not in at_ends(x) and len(at_ends(x)) > 1]
            premises = [x for x in pairs if x["source"] and x["id"] != line["id"]][:1]
        because = [x for x in ties if code in at_ends(x) and len(at_ends(x)) > 1 and _tie_sign(x) >= 0]
        how = "direct" if code in line["target"] else "acts"
        yield how, [*_as("premise", premises[:2]), ("implication", line), *_as("because", because[:2])]


def _near(code: str, lines: Iterable[Line], stakes: Stakes) -> Iterable[Chain]:
    """Implications that end at a rival or a worry of the state, or at one it leans on."""
    for line in lines:
        if line["kind"] != "implication" or code in at_ends(line) or line["polarity"] == "-":
            continue
        sign, ends = _sign(line), frozenset(line["target"])
        if line["relation"] == "diffusion_path" or line["via"]:
            worry = stakes.worry(ends, line)
            if worry:
                yield "path", [("implication", line), ("because", worry)]
        elif sign > 0 and (worry := stakes.worry(ends, line)) and _closely(line, worry):
            yield "rival", [("implication", line), ("because", worry)]
        elif sign < 0 and (leaning := stakes.dependence(ends)):
            yield "dependence", [("implication", line), ("because", leaning)]
        elif sign < 0 and (leaning := stakes.leaning(ends)):
            yield "partner", [("implication", line), ("because", leaning)]


def _closely(line: Line, worry: Line) -> bool:
    """Whether a rival's gain bears on what the state worries about: one piece, or one matter."""
    same = (line["document_id"], line["segment"]) == (worry["document_id"], worry["segment"])
    return same or bool(about(line) & about(worry))


def _strained(code: str, lines: Iterable[Line], stakes: Stakes) -> Iterable[Chain]:
    """States said to be weak or short of something, on whom this one depends."""
    for line in lines:
        if line["kind"] != "state" or line["polarity"] == "-" or len(line["source"]) != 1:
            continue
        if _sign(line) < 0 and (leaning := stakes.dependence(frozenset(line["source"]))):
            yield "dependence", [("premise", line), ("because", leaning)]


def _across(code: str, lines: Iterable[Line], stakes: Stakes) -> Iterable[Chain]:
    """Ties between one that the state leans on and one that it worries about."""
    for line in lines:
        plain = line["polarity"] == "+" and line["modality"] in FLAT
        if line["kind"] != "tie" or not plain or code in at_ends(line) or _tie_sign(line) <= 0:
            continue
        for one, two in product(sorted(set(line["source"])), sorted(set(line["target"]))):
            partner, worry = stakes.leaning(frozenset({one})), stakes.worry(frozenset({two}), line)
            if one != two and partner and worry and partner is not worry and one not in stakes.worries:
                yield "across", [("premise", line), ("because", partner), ("because", worry)]
                break


def _told_beside(code: str, lines: Iterable[Line], taken: Collection[str]) -> Iterable[Chain]:
    """Implications about others that a piece tells right next to a sentence on the state."""
    pieces: dict[tuple[str, int], list[Line]] = {}
    for line in lines:
        pieces.setdefault((line["document_id"], line["segment"]), []).append(line)
    for told in pieces.values():
        own = [x for x in told if code in at_ends(x) and len(at_ends(x)) > 1]
        for line in told:
            free = line["kind"] == "implication" and line["id"] not in taken and code not in at_ends(line)
            if not free or line["polarity"] == "-" or not (line["source"] and line["target"]):
                continue
            near = [x for x in own if abs(x["sentence_start"] - line["sentence_start"]) <= NEXT]
            if near:
                closest = min(near, key=lambda x: (abs(x["sentence_start"] - line["sentence_start"]), x["id"]))
                yield "beside", [("implication", line), ("beside", closest)]


def _as(role: str, lines: Iterable[Line]) -> list[tuple[str, Line]]:
    return [(role, line) for line in lines]


def _sign(line: Line) -> int:
    try:
        return int(labels.sign(line["kind"], line["relation"]))
    except OntologyError:
        return 0


def _tie_sign(line: Line) -> int:
    try:
        return int(tie_kind(line["relation"]).sign)
    except OntologyError:
        return 0


def _merged(code: str, chains: Iterable[Chain]) -> list[Line]:
    """Chains as rows; those of one way, relation and ends are one row with all their statements."""
    grouped: dict[tuple[object, ...], list[Chain]] = {}
    for chain in chains:
        grouped.setdefault(_sameness(chain[0], _core(chain)), []).append(chain)
    return [_row(code, group) for group in grouped.values()]


def _sameness(how: str, core: Line) -> tuple[object, ...]:
    """What makes two chains one: ways and ends, and for implications what is said to follow."""
    if core["kind"] == "implication":
        ends = (tuple(core["source"]), tuple(core["via"] or ()), tuple(core["target"]))
        return how, core["relation"], ends, core["polarity"]
    return how, at_ends(core)


def _core(chain: Chain) -> Line:
    return next((line for role, line in chain[1] if role == "implication"), chain[1][0][1])


def _row(code: str, group: Sequence[Chain]) -> Line:
    """The best-told chain of a group as the row, with the statements of all."""
    how, steps = min(group, key=_told_best)
    core = _core((how, steps))
    every = list({line["id"]: line for _, chain in group for _, line in chain}.values())
    cores = [_core(chain) for chain in group]
    sure = weakest(line["modality"] for _, line in steps)
    reports, publishers = len({x["document_id"] for x in cores}), voices(cores)
    weight = HOW[how] * (1 - 0.06 * FIRMNESS.index(sure)) * (1 + 0.1 * min(publishers - 1, 3))
    weight *= (0.9 if core["background"] else 1.0) * (0.5 if core["polarity"] == "-" else 1.0)
    weight *= 1.15 if core["via"] else 1.05 if core["relation"] == "diffusion_path" else 1.0
    weight *= 1.0 if core["source"] or steps[0][0] == "premise" else 0.55
    return {
        "path": _path(core),
        "how": how,
        "relation": core["relation"],
        "sign": _effect(how, core),
        "modality": sure,
        "polarity": core["polarity"],
        "said_by": said_by(cores),
        "reports": reports,
        "publishers": publishers,
        "quote": core["sentence"],
        "weight": round(weight, 4),
        "id": content_id(f"p-{code}", how, *sorted(x["id"] for x in cores)),
        "statements": [x["id"] for x in every],
        "steps": [_step(role, line) for role, line in steps],
    }


def _told_best(chain: Chain) -> tuple[int, int, int, str]:
    """Order among chains of one path: the firmest, the fullest, the one whose sentences stand closest."""
    lines = [line for _, line in chain[1]]
    core, last = _core(chain), lines[-1]
    near = (core["document_id"], core["segment"]) == (last["document_id"], last["segment"])
    gap = abs(core["sentence_start"] - last["sentence_start"]) if near else 10**9
    return FIRMNESS.index(weakest(x["modality"] for x in lines)), -len(lines), gap, core["id"]


def _effect(how: str, core: Line) -> int:
    """The sign for the state itself: open where only a rival, a partner or a path elsewhere is spoken of."""
    if how not in ("direct", "dependence") or core["kind"] != "implication":
        return 0
    return -_sign(core) if core["polarity"] == "-" else _sign(core)


def _path(line: Line) -> str:
    """The actors along a statement, codes joined by arrows."""
    parts = [line["source"], *([v] for v in line["via"] or ()), line["target"]]
    words = ["+".join(part) for part in parts]
    fallback = [line["source_text"], *(line["via"] or ()), line["target_text"]]
    return " → ".join(word or text or "…" for word, text in zip(words, fallback, strict=True))


def _step(role: str, line: Line) -> Line:
    return {
        **{name: line[name] for name in ("kind", "relation", "source", "via", "target", "polarity", "modality")},
        "role": role,
        "statement": line["id"],
        "said_by": said_by([line])[0],
        "quote": line["sentence"],
    }
