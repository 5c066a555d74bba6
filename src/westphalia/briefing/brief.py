"""The brief: what the record means for a state, composed from records alone, section by section."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from westphalia.analysis.lines import Seen
from westphalia.briefing import doubts, record, sections
from westphalia.briefing.answers import answered
from westphalia.briefing.changed import changed_since
from westphalia.briefing.checks import verify
from westphalia.briefing.desk import Desk, Path, drawn, set_up
from westphalia.briefing.figures import circle_of, exposed, exposure_chart, leaned_on, relations_chart, timeline
from westphalia.briefing.names import joined, name
from westphalia.briefing.parts import Brief, Judgement, Line, Scope
from westphalia.briefing.period import Within
from westphalia.briefing.phrases import day, when
from westphalia.briefing.prospects import Foresight, figures, judged, lines_of, outlook_chart
from westphalia.briefing.questions import read_question
from westphalia.errors import BadInput
from westphalia.store.days import first_day, last_day

__all__ = ["compose"]

JUDGEMENTS = 5
NO_OUTLOOK = "No probability is computed: no forecaster was given for this brief."


def compose(
    view: Seen,
    focal: str,
    question: str | None = None,
    since: date | str | None = None,
    until: date | str | None = None,
    *,
    dated: date | None = None,
    before: Seen | None = None,
    foresight: Foresight | None = None,
) -> Brief:
    """A brief for the state `focal` (a code) on what `view` knows.

    `question` narrows it to the actors and matters that it names; `since` and `until` (a day, or a month or year as
    text) to what is dated, or else was published, in that period. `dated` is the day on the brief, by default that of
    the latest publication. `before` is the view of the last brief, to say what changed; `foresight` the forecaster for
    the outlook (`prospects.foresee`). Imported data count for the relations over time and for what the state leans on.
    Every quote is checked against its document; what fails is dropped and counted. A state that the record does not
    touch gets a brief that says so. Raises BadInput for a period that begins after all that the record tells of.
    """
    first, last = first_day(since), last_day(until)
    _check_period(view, first)
    asked = read_question(question) if question else None
    within = Within(view, first, last)
    desk = set_up(within, focal, asked)
    used = drawn(desk)
    foresight = foresight or Foresight(why=NO_OUTLOOK)
    chances = figures(foresight, desk)
    answer = answered(within, desk, asked)
    leaning = leaned_on(within, focal, last)
    charts = (
        timeline(view, desk, used, first, last),
        relations_chart(within, desk, used, first, last),
        exposure_chart(focal, leaning),
        outlook_chart(chances, foresight),
    )
    computed = judged(chances, foresight)
    made = Brief(
        title=answer.title if answer else sections.title(desk, used) if used or not computed else _headline(computed),
        focal=focal,
        focal_name=name(focal),
        question=question or f"What does the record mean for {name(focal)}?",
        dated=dated or _latest(desk),
        scope=_scope(view, desk, first, last),
        bottom_line=(answer.bottom_line if answer else ()) + _bottom_line(desk, used, computed, bool(answer)),
        answer=answer.lines if answer else (),
        judgements=(*sections.judgements(desk, used)[: JUDGEMENTS - len(computed)], *computed),
        known=record.known(desk, used),
        claimed=record.claimed(desk, used),
        assumed=record.assumed(desk, used),
        implications=sections.cards(desk, used),
        exposed=exposed(desk, leaning),
        alternatives=doubts.alternatives(desk, used),
        clashes=doubts.clashes(desk, used),
        gaps=doubts.gaps(desk, used),
        outlook=lines_of(chances, foresight, desk),
        indicators=doubts.indicators(desk, used),
        changed=changed_since(within, before and Within(before, first, last), desk, circle_of(desk, used)),
        charts=tuple(chart for chart in charts if chart),
        sources=desk.citations.graded(),
        method=doubts.method(computed=bool(chances)),
    )
    checked = verify(made, view)
    return replace(checked, source_summary=doubts.source_summary(desk, checked.sources))


def _check_period(view: Seen, since: date | None) -> None:
    """Raises BadInput where the record ends before a period begins: what still stood then is no news of it."""
    if since is None:
        return
    told = view.statements()
    names = ("published_start", "published_end", "when_start", "when_end")
    ends = [day for column in names for day in told[column].to_pylist() if day]
    if ends and since > max(ends):
        raise BadInput(f"the record ends on {max(ends)}, before {since}: give an earlier day")


def _headline(computed: Sequence[Judgement]) -> str:
    """A title from the first computed judgement, where the texts bear none."""
    return computed[0].line.text.rstrip(".")


def _bottom_line(desk: Desk, used: Sequence[Path], computed: Sequence[Judgement], answer: bool) -> tuple[Line, ...]:
    """What follows for the state; after an answer only where something does, with computed figures where no text is."""
    if used:
        return sections.bottom_line(desk, used)[: 1 if answer else None]
    if computed:
        return tuple(j.line for j in computed)
    return () if answer else sections.bottom_line(desk, used)


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
