"""The brief: what the record means for a state, composed from records alone, section by section."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from westphalia.analysis.lines import Seen
from westphalia.briefing import doubts, record, sections
from westphalia.briefing.checks import verify
from westphalia.briefing.desk import Desk, drawn, set_up
from westphalia.briefing.names import joined, name
from westphalia.briefing.parts import Brief, Line, Scope
from westphalia.briefing.period import Within
from westphalia.briefing.phrases import day, when
from westphalia.store.days import first_day, last_day

__all__ = ["compose"]


def compose(
    view: Seen,
    focal: str,
    question: str | None = None,
    since: date | str | None = None,
    until: date | str | None = None,
    *,
    dated: date | None = None,
    outlook: Sequence[Line] = (),
) -> Brief:
    """A brief for the state `focal` (a code) on what `view` knows.

    `question` narrows it to the actors it names; `since` and `until` (a day, or a month or year as text) to what is
    dated, or else was published, in that period. `dated` is the day on the brief, by default that of the latest
    publication. `outlook` lines are set only where a probability was computed. Every quote is checked against its
    document; what fails is dropped and counted. A state that the record does not touch gets a brief that says so.
    """
    first, last = first_day(since), last_day(until)
    desk = set_up(Within(view, first, last), focal, question)
    scope = _scope(view, desk, first, last)
    used = drawn(desk)
    made = Brief(
        title=sections.title(desk, used),
        focal=focal,
        focal_name=name(focal),
        question=question or f"What does the record mean for {name(focal)}?",
        dated=dated or _latest(desk),
        scope=scope,
        judgements=sections.judgements(desk, used),
        bottom_line=sections.bottom_line(desk, used),
        known=record.known(desk, used),
        claimed=record.claimed(desk, used),
        assumed=record.assumed(desk, used),
        implications=sections.cards(desk, used),
        alternatives=doubts.alternatives(desk, used),
        clashes=doubts.clashes(desk, used),
        gaps=doubts.gaps(desk, used),
        outlook=tuple(outlook),
        indicators=doubts.indicators(desk, used),
        sources=desk.citations.sources(),
        source_summary=doubts.source_summary(desk),
        method=doubts.METHOD,
    )
    return verify(made, view)


def _latest(desk: Desk) -> date | None:
    """The day of the latest publication; where only a year or so is known, its first day."""
    spans = {(x["published_start"], x["published_end"]) for x in desk.lines.values()}
    days = [end if start and end and (end - start).days <= 31 else start or end for start, end in spans]
    return max((d for d in days if d), default=None)


def _scope(view: Seen, desk: Desk, since: date | None, until: date | None) -> Scope:
    documents = view.documents().to_pylist()
    publishers = sorted({d["publisher"] for d in documents if d["publisher"]})
    bounds = [f"from {day(since)}" if since else "", f"to {day(until)}" if until else ""]
    spans = sorted(d for x in documents for d in (x["published_start"], x["published_end"]) if d)
    all_told = f"published {when(spans[0], spans[-1])}" if spans else "undated publications"
    return Scope(
        documents=len(documents),
        publishers=tuple(publishers),
        statements=len(desk.lines),
        events=len(desk.events),
        ties=len(desk.ties),
        used=len({i for p in desk.paths for i in p["statements"]}),
        period=joined([b for b in bounds if b], " ") or all_told,
        snapshot=getattr(view, "snapshot", None),
    )
