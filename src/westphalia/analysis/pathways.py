"""Pathways: how a capability or influence may pass from one state to another, along ties that allow it in time order.

A path's score is the product of its steps' (how easily the kind passes things on, data/channels.tsv, times how sure the
text is); its modality is the weakest of its steps, as a chain is as sure as its weakest link.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from math import prod
from typing import NamedTuple

import pyarrow as pa

from westphalia.analysis.data import counting
from westphalia.analysis.implications import implications_for
from westphalia.analysis.lines import FIRMNESS, Line, Seen, about, caveats, table, two_states, weakest
from westphalia.analysis.network import FIRM, as_of, begun, standing, text_ties
from westphalia.errors import BadInput, UnknownRecord
from westphalia.linking.words import bag, matters, near
from westphalia.records import Finding

__all__ = ["PATH_STEP", "Step", "open_path", "pathways", "steps_of", "way_of"]

TEXTS = pa.list_(pa.string())
PATH_STEP = pa.struct(
    [
        ("source", pa.string()),
        ("target", pa.string()),
        ("kind", pa.string()),
        ("ease", pa.float64()),
        ("modality", pa.string()),
        ("start", pa.date32()),
        ("end", pa.date32()),
        ("ids", TEXTS),
        ("quote", pa.string()),
    ]
)
SCHEMA = [
    ("path", TEXTS),
    ("how", pa.string()),
    ("score", pa.float64()),
    ("modality", pa.string()),
    ("length", pa.int64()),
    ("shortest", pa.bool_()),
    ("likeliest", pa.bool_()),
    ("new", pa.bool_()),
    ("since", pa.date32()),
    ("steps", pa.list_(PATH_STEP)),
    ("id", pa.string()),
    ("ids", TEXTS),
    ("statements", TEXTS),
]
QUARRELS = ("war", "contentious_relations")
"""Kinds of ties over which nothing is passed on."""

SOLD = ("arms_supply", "trade")
"""Kinds of data ties that come in sizes."""

CIVIL = 0.3
"""How much of an act's ease is left where no statement of it speaks of arms: rice passes on no missiles."""

RELIEF = "aid"
WARLIKE = frozenset({"arms", "drone", "nuclear", "space", "technology", "troops"})
"""Relief is no step, as rice passes on no missiles; what else is given with it may be."""

JOINED = "possible"
"""What a way is at most of which no text speaks: ties may meet, and nobody says that anything passes along them."""

LEAST = 0.05
"""The share that a supplier counts for at least: a size that is not known is not 0."""

HASH = re.compile("[0-9a-f]{12}")
HOW = ("said", "said in part", "joined")
SAID_EASE = {"diffusion_path": 0.9, "enhances_capability": 0.7, "enables": 0.5}
"""Implications that say that something reaches or strengthens another, and how easily."""


class Step(NamedTuple):
    """One way from a state to the next: how easily and how surely it passes things on, when, and what tells of it."""

    source: str
    target: str
    kind: str
    ease: float
    modality: str
    start: date | None
    end: date | None
    ids: tuple[str, ...]
    statements: tuple[str, ...]
    said: bool

    @property
    def score(self) -> float:
        """Ease (0 to 1) times certainty."""
        return self.ease * FIRM[self.modality]


@cache
def _channels() -> dict[str, tuple[float, str]]:
    made = {}
    text = (files("westphalia.analysis") / "data" / "channels.tsv").read_text(encoding="utf8")
    for line in text.splitlines():
        if line and not line.startswith(("#", "kind\t")):
            kind, ease, way, _ = line.split("\t")
            made[kind] = (float(ease), way)
    return made


def way_of(line: Line) -> tuple[str, str] | None:
    """From whom to whom a statement passes something on, None where it passes both ways, or nothing.

    >>> way_of({"relation": "arms_dependence", "source": ["IND"], "target": ["RUS"]})
    ('RUS', 'IND')
    """
    _, way = _channels().get(line["relation"], (0.0, "both"))
    if way == "both" or len(line["source"]) != 1 or len(line["target"]) != 1:
        return None
    giver, taker = line["source"][0], line["target"][0]
    return (giver, taker) if way == "along" else (taker, giver)


def pathways(
    view: Seen,
    a: str,
    c: str,
    via: str | None = None,
    at: date | None = None,
    longest: int = 3,
    since: date | None = None,
    most: int = 20,
) -> Finding:
    """The ways from `a` to `c` (through `via`, if given) of at most `longest` steps, what texts say themselves first.

    `how`: `said` (an implication names the way), `said in part` (one of the steps is an implication), `joined` (ties
    and acts that meet at a state, none at odds with `c`: possible at most, as nobody says that anything passes), of
    texts and of data as they stood at `at` (without it, at the end of each data set; of texts all). What is undated
    counts from the day on which it was first told. A step cannot end before the one before it began. `score` is the
    product of the steps' ease and certainty, `modality` the weakest step's. `new`: with `since`, a way that was not
    open before (its latest step begins on or after that day). `steps` (`PATH_STEP`) each have their ids and a quote;
    `id` names and opens the way. What is said comes first, then the best score; the `most` best. That a way is drawn
    does not mean that it was taken.
    """
    two_states(a, c)
    if via in (a, c):
        raise BadInput(f"{via} is an end of the way: what lies between is a third state")
    said = view.statements().to_pylist()
    by_id = {line["id"]: line for line in said}
    said = begun(view, said, at)
    steps = steps_of(view, said, at)
    foes = _foes(view, c, at) - {a}
    passing = [step for step in steps if step.said or not {step.source, step.target} & foes]
    chains = [*_named(said, steps, a, c), *_walks(passing, a, c, longest)]
    rows = [
        _row(chain, how, by_id, since) for how, chain in chains if via is None or via in {s.target for s in chain[:-1]}
    ]
    best: dict[tuple[str, ...], Line] = {}
    for row in sorted(rows, key=_order):
        best.setdefault(tuple(row["path"]), row)
    kept = list(best.values())[:most]
    for row in kept:
        row["shortest"] = row["length"] == min(x["length"] for x in kept)
        row["likeliest"] = row["score"] == max(x["score"] for x in kept)
    opened = sorted({i for row in kept for name in ("ids", "statements") for i in row[name]})
    return Finding(
        name=f"Pathways from {a} to {c}" + (f" through {via}" if via else ""),
        params={"a": a, "c": c, "via": via, "longest": longest, "since": since},
        table=table(kept, SCHEMA),
        evidence=tuple(opened),
        caveats=(
            "A way that is drawn is one that the record leaves open; that it was taken is not said.",
            *as_of(at),
            *caveats([by_id[i] for row in kept for i in row["statements"] if i in by_id]),
        ),
    )


def open_path(view: Seen, id: str) -> Line:
    """What is behind the id of a path (`p-RUS-PRK-PAK`): each step with all ties, acts and statements that allow it.

    Of a path by which a state is touched (`p-IND-` and a hash, see `implications_for`), the path itself. Raises
    UnknownRecord where the record leaves no such way open.
    """
    stops = id.removeprefix("p-").split("-")
    if len(stops) == 2 and HASH.fullmatch(stops[1]):
        return _touching(view, stops[0], id)
    said = view.statements().to_pylist()
    by_id = {line["id"]: line for line in said}
    named = [step for _, chain in _named(said, [], stops[0], stops[-1]) for step in chain]
    steps = [*named, *steps_of(view, said)]
    ways = [
        [_shown(step, by_id) for step in steps if (step.source, step.target) == pair]
        for pair in itertools.pairwise(stops)
    ]
    if len(stops) < 2 or not all(ways):
        raise UnknownRecord(f"nothing in the record opens the way {' → '.join(stops)}; ask `westphalia pathways`")
    return {"record": "path", "id": id, "path": stops, "steps": [step for way in ways for step in way]}


def _touching(view: Seen, focal: str, id: str) -> Line:
    found = next((row for row in implications_for(view, focal).table.to_pylist() if row["id"] == id), None)
    if found is None:
        raise UnknownRecord(f"no path {id} touches {focal} in the record; ask `westphalia implications {focal}`")
    return {"record": "path", **found}


def steps_of(view: Seen, said: Sequence[Line], at: date | None = None) -> list[Step]:
    """Every step that ties, acts and implications allow between two states, as of a day; `said` as they were then."""
    found = []
    found += _of_data(counting(view.data_ties(relation=sorted(_channels())).to_pylist(), at))
    ties, known = text_ties(view), {line["id"] for line in said}
    for line in standing(ties, at) if at else ties:
        if line["kind"] in _channels():
            told = tuple(line.get("statements") or ())
            certainty = line.get("certainty") or "asserted"
            found += _both_ways(line["source"], line["target"], line["kind"], certainty, line, (line["row"],), told)
    by_id = {line["id"]: line for line in said}
    for event in view.events().to_pylist():
        then = event["relation"] in _channels() and not known.isdisjoint(event["statements"])
        if then and event["polarity"] == "+" and event["certainty"] != "denied":
            spell = {"start": event["when_start"], "end": None}
            lines = [by_id[i] for i in event["statements"] if i in by_id]
            if _relief(lines):
                continue
            armed = any("arms" in about(line) for line in lines)
            for source in event["source"]:
                for target in event["target"]:
                    told = tuple(event["statements"])
                    made = _both_ways(
                        source, target, event["relation"], event["certainty"], spell, (event["id"],), told
                    )
                    found += made if armed else [step._replace(ease=step.ease * CIVIL) for step in made]
    for line in said:
        if line["kind"] == "implication" and line["relation"] in SAID_EASE and line["polarity"] == "+":
            ends = [(s, t) for s in line["source"] for t in line["target"] if s != t]
            if line["modality"] != "denied" and not line["via"]:
                found += [_implied(line, s, t) for s, t in ends]
    return found


def _relief(lines: Sequence[Line]) -> bool:
    """Whether an act is told as relief and nothing else: food, medicine, help after a flood; not just any "aid"."""
    close = [near(line["sentence"] or "", line["trigger"] or "") for line in lines]
    spoken = matters(frozenset[str]().union(*close) - {RELIEF})
    martial = any("military" in bag(line["sentence"] or "") for line in lines)
    return RELIEF in spoken and not spoken & WARLIKE and not martial


def _of_data(lines: Iterable[Line]) -> list[Step]:
    """Steps along ties of data; what is sold passes on as far as it is a share of all that the buyer buys."""
    groups: dict[tuple[str, str, str, str], list[Line]] = defaultdict(list)
    bought: dict[tuple[str, str], float] = defaultdict(float)
    for line in lines:
        groups[line["kind"], line["source"], line["target"], line["unit"] or ""].append(line)
        bought[line["target"], line["unit"] or ""] += line["size"] or 0.0
    steps = []
    for (kind, source, target, unit), deals in groups.items():
        share = 1.0
        if kind in SOLD:
            whole = bought[target, unit]
            share = max(sum(x["size"] or 0.0 for x in deals) / whole, LEAST) if whole else LEAST
        starts = [x["start"] for x in deals if x["start"]]
        ends = [x["end"] for x in deals if x["end"]]
        spell = {"start": min(starts, default=None), "end": max(ends) if len(ends) == len(deals) else None}
        certainty = deals[0].get("certainty") or "asserted"
        rows = tuple(dict.fromkeys(x["row"] for x in deals))
        made = _both_ways(source, target, kind, certainty, spell, rows, ())
        steps += [step._replace(ease=step.ease * share) for step in made]
    return steps


def _both_ways(
    source: str,
    target: str,
    kind: str,
    certainty: str,
    spell: Mapping[str, date | None],
    ids: tuple[str, ...],
    told: tuple[str, ...],
) -> list[Step]:
    if source == target:
        return []
    ease, way = _channels()[kind]
    ends = {"along": [(source, target)], "back": [(target, source)], "both": [(source, target), (target, source)]}[way]
    return [Step(s, t, kind, ease, certainty, spell["start"], spell["end"], ids, told, False) for s, t in ends]


def _implied(line: Line, source: str, target: str) -> Step:
    ease = SAID_EASE[line["relation"]]
    spell = (line["when_start"], line["when_end"])
    return Step(source, target, line["relation"], ease, line["modality"], *spell, (line["id"],), (line["id"],), True)


def _foes(view: Seen, c: str, at: date | None) -> set[str]:
    """Who is at war or at odds with a state: nothing reaches it through them unless a text says so."""
    quarrels = counting(view.data_ties(actor=c, relation=QUARRELS).to_pylist(), at)
    ties = text_ties(view)
    told = [line for line in (standing(ties, at) if at else ties) if line["kind"] in QUARRELS]
    return {end for line in [*quarrels, *told] if c in (line["source"], line["target"])
            for end in (line["source"], line["target"])} - {c}  # fmt: skip


def _named(said: Iterable[Line], steps: Sequence[Step], a: str, c: str) -> Iterable[tuple[str, list[Step]]]:
    """The ways that an implication names itself: its ends and, in order, the states between."""
    for line in said:
        ways = (
            line["kind"] == "implication" and line["relation"] in SAID_EASE and line["polarity"] == "+" and line["via"]
        )
        if not ways or a not in line["source"] or c not in line["target"] or line["modality"] == "denied":
            continue
        stops = [a, *line["via"], c]
        whole = [_implied(line, one, two) for one, two in itertools.pairwise(stops)]
        # The text names the whole way at once: the steps share its ease, and each is backed by what else tells of it.
        ease = SAID_EASE[line["relation"]] ** (1 / len(whole))
        yield "said", [_backed(step._replace(ease=ease), steps) for step in whole]


def _backed(step: Step, steps: Sequence[Step]) -> Step:
    """A step with what else the record has between the two."""
    others = [x for x in steps if (x.source, x.target) == (step.source, step.target)]
    ids = tuple(dict.fromkeys([*step.ids, *(i for x in others for i in x.ids)]))
    told = tuple(dict.fromkeys([*step.statements, *(i for x in others for i in x.statements)]))
    return step._replace(ids=ids, statements=told)


def _walks(steps: Sequence[Step], a: str, c: str, longest: int) -> Iterable[tuple[str, list[Step]]]:
    """Ways of the best step between each two, in time order, without passing a state twice."""
    out: dict[str, dict[str, Step]] = defaultdict(dict)
    for step in sorted(steps, key=lambda x: (-x.score, not x.said, x.ids)):
        out[step.source].setdefault(step.target, step)
    todo: list[list[Step]] = [[step] for step in out[a].values() if step.score > 0]
    while todo:
        chain = todo.pop()
        if chain[-1].target == c:
            direct = len(chain) == 1 and chain[0].said
            yield (
                "said" if direct else "said in part" if any(x.said for x in chain) else "joined",
                [_backed(step, steps) for step in chain],
            )
            continue
        if len(chain) < longest:
            passed = {a, *(x.target for x in chain)}
            onward = out[chain[-1].target]
            nexts = onward.values() if len(chain) < longest - 1 else [onward[c]] if c in onward else []
            todo += [[*chain, x] for x in nexts if x.target not in passed and x.score > 0 and _follows(chain, x)]


def _follows(chain: Sequence[Step], step: Step) -> bool:
    """Whether a step can come after those before it: it must not have ended before the latest of them began."""
    begun = max((x.start for x in chain if x.start), default=None)
    return begun is None or step.end is None or step.end >= begun


def _row(chain: Sequence[Step], how: str, by_id: Mapping[str, Line], since: date | None) -> Line:
    modalities = [*(step.modality for step in chain), *([JOINED] if how == "joined" else [])]
    # One text names the whole of a way that is said: its certainty counts once, not for each step.
    firm = FIRM[weakest(modalities)] if how == "said" else prod(FIRM[step.modality] for step in chain)
    latest = max((step.start for step in chain if step.start), default=None)
    path = [chain[0].source, *(step.target for step in chain)]
    return {
        "path": path,
        "how": how,
        "score": round(prod(step.ease for step in chain) * firm, 4),
        "modality": weakest(modalities),
        "length": len(chain),
        "new": None if since is None else latest is not None and latest >= since,
        "since": latest,
        "steps": [_shown(step, by_id) for step in chain],
        "id": "p-" + "-".join(path),
        "ids": list(dict.fromkeys(i for step in chain for i in step.ids)),
        "statements": list(dict.fromkeys(i for step in chain for i in step.statements)),
    }


def _shown(step: Step, by_id: Mapping[str, Line]) -> Line:
    quote = next((by_id[i]["sentence"] for i in step.statements if i in by_id), None)
    return {**step._asdict(), "ids": list(step.ids), "ease": round(step.ease, 4), "quote": quote}


def _order(row: Line) -> tuple[object, ...]:
    return row["how"] != "said", -row["score"], row["length"], FIRMNESS.index(row["modality"]), row["path"]
