"""The charts of a brief and what they show: relations of a dyad, events of the period, what a state leans on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from westphalia.analysis.deeds import Sides
from westphalia.analysis.exposure import exposure
from westphalia.analysis.lines import Seen
from westphalia.analysis.network import pairs
from westphalia.analysis.relations import relations
from westphalia.briefing.desk import Desk, Path, actors_of
from westphalia.briefing.names import capital, joined, name, relation_of
from westphalia.briefing.parts import Chart, Line
from westphalia.briefing.period import Within
from westphalia.briefing.phrases import day
from westphalia.ontology import plover

__all__ = ["circle_of", "exposed", "exposure_chart", "leaned_on", "relations_chart", "timeline"]

FEWEST = 6
"""Dated events that a series is drawn from at least."""

LANES, SPAN, BARS, QUOTED = 7, 15, 8, 5
DYAD_KEY = (
    "Line: level with its 90 % band, from −10 (conflict) to 10 (cooperation). Dashed: change point. Bars: events, "
    "conflict downwards."
)
TIME_KEY = (
    "● asserted   ○ reported   ◇ hedged, planned or wished   × negated or denied. Blue is cooperation, vermilion "
    "conflict."
)
LEAN_KEY = "Whole bar: how much it leans, by kind and certainty of the tie. Vermilion: what strain puts in doubt."
DOMAINS = {"arms": "arms", "energy": "energy", "economic": "trade", "security": "security", "diplomatic": "relations"}


def circle_of(desk: Desk, paths: Sequence[Path]) -> set[str]:
    """The states that the brief is about: the focal one, those asked about, those on the paths."""
    return actors_of(paths, because=True) | desk.asked | {desk.focal}


def timeline(view: Seen, desk: Desk, paths: Sequence[Path], since: date | None, until: date | None) -> Chart | None:
    """The dated events of the period among those that the brief is about, a lane for each who-to-whom that has most."""
    circle, sides = circle_of(desk, paths), Sides(view)
    found: list[tuple[str, Mapping[str, Any]]] = []
    for event in desk.events:
        on = event["when_start"]
        if on is None or (since and on < since) or (until and on > until) or event["relation"] not in plover.TYPES:
            continue
        if lane := _lane(event, circle, desk.focal):
            found.append((lane, event))
    if not found:
        return None
    latest = max(event["when_start"] for _, event in found)
    recent = [(lane, event) for lane, event in found if (latest - event["when_start"]).days < SPAN * 365]
    lanes = [lane for lane, _ in Counter(lane for lane, _ in recent).most_common(LANES)]
    rows = sorted(
        (
            (lane, event["when_start"], _status(event), _tone(event, sides), event["relation"].lower(), event["id"])
            for lane, event in recent
            if lane in lanes
        ),
        key=lambda row: (lanes.index(row[0]), row[1]),
    )
    first, last = min(row[1] for row in rows), max(row[1] for row in rows)
    tones = Counter(row[3] for row in rows)
    shows = (
        f"{len(rows)} dated events between {day(first)} and {day(last)}: {tones['cooperation']} of cooperation, "
        f"{tones['conflict']} of conflict; the most: {lanes[0]}."
    )
    columns = ("lane", "day", "status", "tone", "relation", "id")
    return Chart(kind="timeline", title="Events of the period", shows=shows, key=TIME_KEY, columns=columns,
                 rows=tuple(rows))  # fmt: skip


def _lane(event: Mapping[str, Any], circle: Collection[str], focal: str) -> str:
    """Who did it together, or who did it to whom, as far as in the circle; nothing where only one side is."""
    source, target = ({*event[side]} & {*circle} for side in ("source", "target"))
    if set(event["source"]) == set(event["target"]):
        return _side(source, focal) if len(source) > 1 else ""
    target -= source
    return f"{_side(source, focal)} → {_side(target, focal)}" if source and target else ""


def _side(codes: Collection[str], focal: str) -> str:
    """Who stands on a side, the focal state first: two by name, more by number."""
    named = [name(code) for code in sorted(codes, key=lambda code: (code != focal, code))]
    return joined(named if len(named) < 3 else [named[0], f"{len(named) - 1} others"])


def _status(event: Mapping[str, Any]) -> str:
    if event["polarity"] == "-" or event["certainty"] == "denied":
        return "negated or denied"
    return event["certainty"] if event["certainty"] in ("asserted", "reported") else "hedged"


def _tone(event: Mapping[str, Any], sides: Sides) -> str:
    """Cooperation or conflict, as between most of the pairs that it is between."""
    found = [sides.meant(event, a, b)[0] for a, b in pairs(event["source"], event["target"])] or [event["relation"]]
    friendly = [plover.quad(relation).endswith("cooperation") for relation in found]
    return "cooperation" if sum(friendly) * 2 > len(friendly) else "conflict"


def relations_chart(
    view: Within, desk: Desk, paths: Sequence[Path], since: date | None, until: date | None
) -> Chart | None:
    """The relations over time of the pair with most dated events: of the focal state as coded by machines, else told.

    Events that machines coded and those that texts tell of are not mixed.
    """
    for coded, days in ((True, _coded_days(view, desk)), (False, _told_days(desk, circle_of(desk, paths)))):
        inside = {
            pair: [d for d in found if (since is None or d >= since) and (until is None or d <= until)]
            for pair, found in days.items()
        }
        (a, b), seen = max(inside.items(), key=lambda item: (len(item[1]), item[0]), default=(("", ""), []))
        if len(seen) < FEWEST:
            continue
        last = max(seen)
        first = min(d for d in seen if (last - d).days <= SPAN * 365)
        every = 30 if (last - first).days > 700 else 7
        found = relations(view, a, b, every, first, until, coded=coded)
        rows = found.table.to_pylist()
        if len(rows) > 3:
            return _series(a, b, rows, every, found.caveats)
    return None


def _coded_days(view: Within, desk: Desk) -> dict[tuple[str, str], list[date]]:
    """The days of events that machines coded, by pair: the focal state with those asked about, else with anyone."""
    found: dict[tuple[str, str], list[date]] = {}
    others = desk.asked - {desk.focal}
    data = view.data_events(actor=desk.focal)
    for a, b, on in zip(*(data[x].to_pylist() for x in ("source", "target", "day")), strict=True):
        if a != b and (not others or others & {a, b}):
            found.setdefault((min(a, b), max(a, b)), []).append(on)
    return found


def _told_days(desk: Desk, circle: set[str]) -> dict[tuple[str, str], list[date]]:
    """The days of events that texts tell of, by pair of those that the brief is about."""
    found: dict[tuple[str, str], list[date]] = {}
    for event in desk.events:
        if event["when_start"] and event["relation"] in plover.TYPES:
            for pair in sorted(set(pairs(event["source"], event["target"], directed=False))):
                if circle >= {*pair}:
                    found.setdefault(pair, []).append(event["when_start"])
    return found


def _series(a: str, b: str, rows: Sequence[Mapping[str, Any]], every: int, caveats: Sequence[str]) -> Chart:
    columns = ("start", "events", "cooperation", "conflict", "level", "low", "high", "change", "change_day", "ids")
    made = tuple(
        (
            row["start"], row["events"], row["verbal_cooperation"] + row["material_cooperation"],
            row["verbal_conflict"] + row["material_conflict"], row["level"], row["low"], row["high"], row["change"],
            row["change_day"], ", ".join(row["ids"][:QUOTED]),
        )
        for row in rows
    )  # fmt: skip
    total, last = sum(row["events"] for row in rows), rows[-1]
    turns = [f"{row['change']} from {day(row['change_day'])}" for row in rows if row["change"]]
    shows = (
        f"{total} events in periods of {every} days from {day(rows[0]['start'])}. The level ends at "
        f"{last['level']:+.1f} (90 % band {last['low']:+.1f} to {last['high']:+.1f}). "
        + (f"Change points: {'; '.join(turns)}." if turns else "No change point is found.")
    )
    few = [c for c in caveats if c.startswith("Fewer")]
    return Chart(kind="relations", title=capital(relation_of([a, b])), shows=" ".join([shows, *few]), key=DYAD_KEY,
                 columns=columns, rows=made)  # fmt: skip


def leaned_on(view: Within, focal: str, at: date | None) -> list[dict[str, Any]]:
    """What the state leans on others for (`analysis.exposure`), memberships left out, those most at risk first."""
    rows = exposure(view, focal, at).table.to_pylist()
    return [row for row in rows if row["domain"] != "membership"][:BARS]


def exposure_chart(focal: str, rows: Sequence[Mapping[str, Any]]) -> Chart | None:
    """How much the state leans on whom, and how much of that is in doubt."""
    if not rows:
        return None
    made = tuple(
        (
            f"{capital(name(row['on']))}: {DOMAINS[row['domain']]}", row["weight"], row["at_risk"], row["certainty"],
            row["size"], row["unit"], "; ".join(row["strain"]), "; ".join(row["cross"]), ", ".join(row["ids"][:QUOTED]),
        )
        for row in rows
    )  # fmt: skip
    worst = rows[0]
    shows = f"{capital(name(focal))} leans on {joined(list(dict.fromkeys(name(r['on']) for r in rows)))}. " + (
        f"Most in doubt: {name(worst['on'])} for {DOMAINS[worst['domain']]} "
        f"({worst['at_risk']:.2f} of {worst['weight']:.2f})."
        if worst["at_risk"]
        else "The record tells of no strain on any of them."
    )
    columns = ("what", "weight", "at_risk", "certainty", "size", "unit", "strain", "cross", "ids")
    return Chart(kind="exposure", title=f"What {name(focal)} leans on", shows=shows, key=LEAN_KEY, columns=columns,
                 rows=made)  # fmt: skip


def exposed(desk: Desk, rows: Sequence[Mapping[str, Any]]) -> tuple[Line, ...]:
    """The leanings at risk as lines, one a supplier: for what, and what strains it, each with its sentences."""
    found = []
    risky = [row for row in rows if row["at_risk"]]
    for on in dict.fromkeys(row["on"] for row in risky):
        same = [row for row in risky if row["on"] == on]
        reasons = [*(_named(x) for row in same for x in row["strain"])]
        reasons += [f"{_named(x)}, which cuts across" for row in same for x in row["cross"]]
        ids = dict.fromkeys(
            i for key in ("ids", "statements", "strain_ids", "cross_ids") for row in same for i in row[key]
        )
        told = [desk.lines[i] for i in ids if i in desk.lines]
        text = (
            f"{capital(name(desk.focal))} leans on {name(on)} for {joined([DOMAINS[row['domain']] for row in same])}; "
            f"weighing on {name(on)}: {joined(list(dict.fromkeys(reasons))[:3])}."
        )
        found.append(Line(text=text, cites=desk.citations.cite(told, most=4), statements=tuple(ids)[:6]))
    return tuple(found[:QUOTED])


def _named(text: str) -> str:
    """A strain as the exposure table has it, with codes turned into names: `war with UKR`."""
    words = [joined([name(c) for c in w.split("+")]) if w.replace("+", "").isupper() else w for w in text.split()]
    return " ".join(words)
