"""The outlook of a brief: computed probabilities of what passes between states, or why there are none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from westphalia.briefing.desk import Desk
from westphalia.briefing.names import capital, joined, name
from westphalia.briefing.parts import Chart, Judgement, Line
from westphalia.briefing.phrases import day
from westphalia.errors import BadInput
from westphalia.outlook.events import CLASSES, Events
from westphalia.outlook.words import per_cent, words

if TYPE_CHECKING:
    from westphalia.outlook.occurrence import Forecaster

__all__ = ["Figure", "Foresight", "figures", "foresee", "judged", "lines_of", "outlook_chart"]

PARTNERS, TOLD, NAMED = 4, 6, 3
KEY = "Point: probability. Bar: its 90 % limits. Tick: the base rate, over all pairs that the forecaster looks at."


@dataclass(frozen=True, slots=True, kw_only=True)
class Foresight:
    """A fitted forecaster with the events that it may read and the morning (day number) that it forecasts.

    Without `fitted`, `why` says in a sentence why no probability is computed.
    """

    events: Events | None = None
    morning: int = 0
    fitted: Forecaster | None = None
    why: str = ""


def foresee(
    events: Callable[[], Events], fitter: Callable[[Events, int], Forecaster], morning: date | None = None
) -> Foresight:
    """Fits on all events before `morning`, by default the day after the last; says why where there are too few.

    `fitter` takes the events and the day number of the morning. A forecaster without trees (`fit` grows none where
    what it could be checked on is scarce) counts as none: its figures were not put to a test.
    """
    try:
        known = events()
        at = known.number(morning) if morning else int(known.day[-1]) + 1
        fitted = fitter(known, at)
    except BadInput as error:
        return Foresight(why=f"No probability is computed: {error}.")
    if fitted.parts is None:
        past = known.before(at)
        return Foresight(
            why=f"No probability is computed: the {len(past)} dated events between two actors in the record are too "
            "few to fit a forecast on and check it against days that it has not seen."
        )
    return Foresight(events=known, morning=at, fitted=fitted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One computed probability: of at least one event of `kind` by `source` against or with `target`."""

    source: str
    target: str
    kind: str
    probability: float
    low: float
    high: float
    base_rate: float
    past: int
    latest: tuple[str, ...]


def figures(foresight: Foresight, desk: Desk) -> list[Figure]:
    """The probabilities of the dyads that matter: the focal state with those asked about or most met, both ways."""
    events, fitted = foresight.events, foresight.fitted
    if events is None or fitted is None or desk.focal not in events.actors:
        return []
    known = events.before(foresight.morning)
    n, focal = len(events.actors), events.actors.index(desk.focal)
    others = _partners(known, focal, [events.actors.index(c) for c in sorted(desk.asked) if c in events.actors])
    pairs = [(a, b) for other in others for a, b in ((other, focal), (focal, other))]
    if not pairs:
        return []
    from westphalia.outlook.occurrence import forecast  # takes seconds, which no other command should wait for

    made = forecast(fitted, events, foresight.morning, pairs=np.unique([a * n + b for a, b in pairs]))
    at = {(int(a), int(b)): i for i, (a, b) in enumerate(zip(made.source, made.target, strict=True))}
    found = []
    for (a, b), c in product(pairs, range(len(CLASSES))):
        i = at[a, b]
        here = np.flatnonzero((known.source == a) & (known.target == b) & (known.quad == c))
        found.append(
            Figure(
                source=events.actors[a], target=events.actors[b], kind=CLASSES[c],
                probability=float(made.model[i, c]), low=float(made.low[i, c]), high=float(made.high[i, c]),
                base_rate=float(made.base_rate[i, c]), past=len(here),
                latest=tuple(dict.fromkeys(known.ids[j] for j in here[::-1][:NAMED])),
            )
        )  # fmt: skip
    return found


def _partners(known: Events, focal: int, asked: Sequence[int]) -> list[int]:
    """Those asked about, else those that the focal state has met most often: states, by their codes."""
    met: Counter[int] = Counter()
    for here, there in ((known.source, known.target), (known.target, known.source)):
        met.update(there[here == focal].tolist())
    states = [i for i, _ in met.most_common() if len(known.actors[i]) == 3 and known.actors[i].isupper()]
    chosen = [i for i in asked if i != focal] or states
    return chosen[:PARTNERS]


def _happens(figure: Figure) -> str:
    way = "towards" if figure.kind.endswith("cooperation") else "against"
    return f"{figure.kind} by {name(figure.source)} {way} {name(figure.target)}"


def _said(figure: Figure, foresight: Foresight) -> str:
    """The figure in a sentence, with the words of ICD 203 for it."""
    assert foresight.events is not None
    assert foresight.fitted is not None
    word = words(figure.probability)
    put = f"there is {word} of" if word.startswith(("almost no chance", "roughly even")) else ""
    start = day(foresight.events.date(foresight.morning))
    when = f"within {foresight.fitted.horizon} days of {start}"
    told = f"{put} {_happens(figure)} {when}" if put else f"{_happens(figure)} {when} is {word}"
    return f"{capital(told.strip())} ({per_cent(figure.probability)}; base rate {per_cent(figure.base_rate)})."


def _note(figure: Figure) -> str:
    limits = f"90 % limits {per_cent(figure.low)} to {per_cent(figure.high)}"
    if not figure.past:
        return f"{limits}; no such event between them before"
    return f"{limits}; {figure.past} such event{'s' * (figure.past != 1)} before, the latest {', '.join(figure.latest)}"


def lines_of(found: Sequence[Figure], foresight: Foresight, desk: Desk) -> tuple[Line, ...]:
    """The outlook as lines: deeds first, the likeliest first; or the reason why there is none."""
    if not found:
        why = foresight.why or (
            f"No probability is computed: no dated event names {name(desk.focal)} with another state."
        )
        return (Line(text=why),)
    order = sorted(found, key=lambda f: (not f.kind.startswith("material"), -f.probability))
    return tuple(Line(text=_said(f, foresight), note=_note(f), statements=f.latest) for f in order[:TOLD])


def judged(found: Sequence[Figure], foresight: Foresight) -> tuple[Judgement, ...]:
    """Two key judgements from computed figures: the likeliest conflict by deed, and the likeliest cooperation."""
    made = []
    for kind in ("material conflict", "material cooperation"):
        best = max((f for f in found if f.kind == kind), key=lambda f: f.probability, default=None)
        if best is None:
            continue
        level, why = _confidence(best)
        line = Line(text=_said(best, foresight), note=_note(best), statements=best.latest)
        made.append(Judgement(line=line, confidence=level, why=f"Confidence is {level}: {why}",
                              discussion=_beside(best, found, foresight)))  # fmt: skip
    return tuple(made)


def _confidence(figure: Figure) -> tuple[str, str]:
    """How well founded a figure is: by the past it rests on and the width of its limits."""
    wide = figure.high - figure.low
    level = "high" if figure.past >= 50 and wide <= 0.1 else "moderate" if figure.past >= 10 and wide <= 0.3 else "low"
    events = f"{figure.past} such event{'s' * (figure.past != 1)}" if figure.past else "no such event"
    return level, (
        f"the forecaster was checked on days it was not fitted on, its 90 % limits are {round(100 * wide)} points "
        f"apart, and it has {events} between the two to go by."
    )


def _beside(figure: Figure, found: Sequence[Figure], foresight: Foresight) -> tuple[Line, ...]:
    """The same class the other way and for the others, so that a figure does not stand alone."""
    same = [f for f in found if f.kind == figure.kind and f is not figure]
    back = [f for f in same if (f.source, f.target) == (figure.target, figure.source)]
    rest = sorted((f for f in same if f not in back), key=lambda f: -f.probability)[:NAMED]
    lines = [Line(text=f"The other way: {_said(f, foresight)}", note=_note(f), statements=f.latest) for f in back]
    if rest:
        told = joined([f"{_happens(f)} ({per_cent(f.probability)})" for f in rest])
        lines.append(Line(text=f"Beside it stand {told}.", statements=tuple(i for f in rest for i in f.latest[:1])))
    return tuple(lines)


def outlook_chart(found: Collection[Figure], foresight: Foresight) -> Chart | None:
    """The probabilities of deeds with their limits and base rates; the rows hold all four classes."""
    if not found or foresight.events is None or foresight.fitted is None:
        return None
    deeds = [f for f in found if f.kind.startswith("material")]
    columns = ("dyad", "class", "probability", "low", "high", "base_rate", "past", "ids")
    rows = tuple(
        (f"{capital(name(f.source))} → {name(f.target)}", f.kind, round(f.probability, 4), round(f.low, 4),
         round(f.high, 4), round(f.base_rate, 5), f.past, ", ".join(f.latest))
        for f in deeds
    )  # fmt: skip
    top = max(deeds, key=lambda f: f.probability)
    start = day(foresight.events.date(foresight.morning))
    shows = (
        f"Probability of at least one deed within {foresight.fitted.horizon} days of {start}, for {len(rows) // 2} "
        f"directed pairs; the highest is {_happens(top)} ({per_cent(top.probability)})."
    )
    return Chart(kind="outlook", title="Outlook", shows=shows, key=KEY, columns=columns, rows=rows)
