"""The course of a happening in the record: announced and then reported (or not), claimed and then taken as fact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from westphalia.linking import words
from westphalia.linking.happenings import family
from westphalia.linking.rows import Interval, Row, overlap, row_of

__all__ = ["Plan", "Step", "course", "noted", "plans"]

HAPPENED = ("asserted", "reported", "probable")
SOON_DAYS = 90
"""How long after the announcement a happening without a day set for it may still be the one announced."""
Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """An announced happening: the event that announces it, from when, for when; and the event that it became, if told.

    `announced` is the first possible day of publication, `due` the day that the announcement sets; None if unknown.
    """

    plan: str
    announced: date | None
    due: Interval | None
    happening: str | None
    happened: Interval | None

    def __str__(self) -> str:
        said = f"announced {self.announced or 'on an unknown day'}"
        due = f" for {_days(self.due)}" if self.due else ""
        if self.happening is None:
            return f"{said}{due}, not reported as happened"
        return f"{said}{due}, happened {_days(self.happened or (None, None))}"


def _days(days: Interval) -> str:
    return str(days[0]) if days[0] == days[1] else f"{days[0] or '..'}/{days[1] or '..'}"


def plans(events: Iterable[Line], statements: Iterable[Line]) -> list[Plan]:
    """The plans among events (lines of `View.events()`), each with its happening; `statements` are those they rest on.

    A plan is an event that is only forecast, or an agreement to meet, visit, sign and the like (`plans.tsv`). Its
    happening is the first of that family with the same actors, told as having happened, that has a date, may be later
    than the announcement, and shares a day with the plan's; where the plan sets none, that begins within 90 days.
    """
    rows = {line["id"]: line for line in statements}
    told = [(line, [rows[i] for i in line["statements"] if i in rows]) for line in events if line["polarity"] == "+"]
    happened: dict[tuple[str, str], list[Line]] = {}
    for line, members in told:
        if line["certainty"] in HAPPENED and members and line["when_start"]:
            for actor in _ends(line):
                happened.setdefault((family(line["relation"]), actor), []).append(line)
    found = []
    for line, members in told:
        kind = _planned(line, members)
        if kind:
            first = min(_ends(line), default="")
            later = [other for other in happened.get((kind, first), ()) if other["id"] != line["id"]]
            found.append(_followed(line, members, later))
    return found


def noted(found: Iterable[Plan]) -> dict[str, str]:
    """What is to be noted of each event that is a plan, or was one, by its id."""
    notes: dict[str, str] = {}
    for plan in found:
        notes[plan.plan] = f"{plan} ({plan.happening})" if plan.happening else str(plan)
        if plan.happening:
            notes.setdefault(plan.happening, f"announced {plan.announced or 'on an unknown day'} ({plan.plan})")
    return notes


def _ends(line: Line) -> frozenset[str]:
    return frozenset([*line["source"], *line["target"]])


@cache
def _kinds() -> dict[str, str]:
    return {words.stem(stem): kind for kind, stems, _ in words.lines("plans.tsv", 3) for stem in stems.split()}


def _planned(line: Line, members: Sequence[Line]) -> str | None:
    """The family of relations that an event is a plan of."""
    if line["certainty"] == "forecast":
        return family(line["relation"])
    if line["relation"] != "AGREE" or line["certainty"] not in HAPPENED:
        return None
    kinds = [
        {_kinds()[stem] for stem in words.near(row["sentence"], row["trigger"]) if stem in _kinds()} for row in members
    ]
    counts = Counter(kind for found in kinds for kind in sorted(found))
    return next((kind for kind, count in counts.most_common(1) if count * 2 > len(members)), None)


def _followed(line: Line, members: Sequence[Line], later: Iterable[Line]) -> Plan:
    announced = _published(members)
    due = _due(line, announced)
    fitting = [other for other in later if _fits(line, announced, due, other)]
    best = min(fitting, key=lambda other: (other["when_start"], other["id"]), default=None)
    return Plan(
        plan=line["id"],
        announced=announced,
        due=due,
        happening=best["id"] if best else None,
        happened=_when(best) if best else None,
    )


def _published(rows: Iterable[Line]) -> date | None:
    """The first day that one of these may have been published."""
    return min((row["published_start"] for row in rows if row["published_start"]), default=None)


def _when(line: Line) -> Interval | None:
    start, end = line["when_start"], line["when_end"]
    return None if start is None and end is None else (start, end)


def _due(line: Line, announced: date | None) -> Interval | None:
    """The day an event is planned for: an agreement's own day, before the announcement, is none."""
    when = _when(line)
    return when if when and (announced is None or when[1] is None or when[1] > announced) else None


def _fits(line: Line, announced: date | None, due: Interval | None, other: Line) -> bool:
    """Whether a dated event may be what was planned: the same actors, on the day set or soon after the announcement."""
    ours, theirs = _ends(line), _ends(other)
    if not (ours <= theirs or theirs <= ours) or len(ours & theirs) < min(2, len(ours)):
        return False
    if due:
        return overlap(due, _when(other)) and overlap((announced, None), _when(other))
    return announced is not None and announced <= other["when_start"] <= announced + timedelta(days=SOON_DAYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One report in the course of a happening: when it was published, how sure it is, and the statement."""

    published: date | None
    certainty: str
    statement: str
    sentence: str


def course(statements: Iterable[Line]) -> list[Step]:
    """How sure the reports of one event are, in the order of publication: where what was claimed became fact.

    `statements` are an event's (`View.statements()`). Of reports in one document with one certainty the first stands.
    Fewer than two certainties are no course: the list is then empty.
    """
    steps = list(_steps(statements))
    return steps if len({step.certainty for step in steps}) > 1 else []


def _steps(statements: Iterable[Line]) -> Iterator[Step]:
    seen: set[tuple[str, str]] = set()
    for row in sorted(
        (row_of(dict(line)) for line in statements),
        key=lambda r: (r.published[0] or date.max, r.piece, r.position, r.id),
    ):
        certainty = certainty_of(row)
        if row.kind == "event" and (row.document, certainty) not in seen:
            seen.add((row.document, certainty))
            yield Step(published=row.published[0], certainty=certainty, statement=row.id, sentence=row.sentence)


def certainty_of(row: Row) -> str:
    """How a report stands to what it tells: by whose word, as fact, or as known already."""
    if row.modality in ("reported", "denied"):
        word = "denied" if row.modality == "denied" else "claimed"
        return f"{word} by {row.speaker or 'others'}"
    if row.modality == "asserted":
        return "presupposed" if row.background else "stated as fact"
    return row.modality
