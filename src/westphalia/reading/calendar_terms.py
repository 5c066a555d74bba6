"""What phrases of time stand for: calendar arithmetic over anchors, without any text.

Every public function takes the slots of a pattern (see data/times.tsv) and the anchors, and gives a `When` or None
where the phrase cannot be dated from what is known. The first day of a week is Monday (ISO 8601).
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from westphalia.records import DateBasis, When

__all__ = ["MEANINGS", "Anchors", "number"]

Slots = Mapping[str, str]

MONTHS = {
    name: i
    for i, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
}
WEEKDAYS = {name: i for i, name in enumerate(["mon", "tue", "wed", "thu", "fri", "sat", "sun"])}
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}
ORDINALS = {
    word: i
    for i, word in enumerate(
        re.findall(
            r"[\w'-]+",
            """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
        fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first""",
        ),
        1,
    )
}
NUMBERS = {
    word: i
    for i, word in enumerate(
        re.findall(
            r"[\w'-]+",
            """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen twenty""",
        ),
        1,
    )
} | {"a": 1, "an": 1, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "a couple of": 2, "half a": 0}
BACK, ON = ("last", "this past", "the previous", "the preceding"), ("next", "this coming", "the following")


@dataclass(frozen=True, slots=True)
class Anchors:
    """What a phrase may be dated against.

    `published`: when the document came out (a day, a month, a year or bounds). `before`: the nearest dated phrase
    before this one in the segment; `near`: whether that one stands in the same sentence or the one before and has
    a year of its own. `future`: the clause speaks of what is to come. `latest`: the last day that the segment has
    dated so far as past.
    """

    published: When | None = None
    before: When | None = None
    near: bool = False
    future: bool = False
    latest: date | None = None

    @property
    def today(self) -> date | None:
        """The day of publication, where it is known to the day."""
        when = self.published
        return when.start if when and when.start and when.start == when.end else None

    @property
    def this_year(self) -> int | None:
        """The year of publication, where it is known."""
        when = self.published
        return when.start.year if when and when.start and when.end and when.start.year == when.end.year else None


def number(text: str) -> int | None:
    """The number that a word or digits say; None where it is vague ("several").

    >>> number("three"), number("12"), number("several")
    (3, 12, None)
    """
    text = text.lower().strip()
    return int(text.replace(",", "")) if text.replace(",", "").isdigit() else NUMBERS.get(text)


def between(start: date, end: date, basis: DateBasis = "text") -> When:
    """The interval of two days."""
    return When(start=start, end=end, basis=basis)


def add_months(year: int, month: int, months: int) -> tuple[int, int]:
    """Year and month so many months on (or back)."""
    total = year * 12 + month - 1 + months
    return total // 12, total % 12 + 1


def month_days(year: int, month: int) -> tuple[date, date]:
    """First and last day of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def year_days(year: int) -> tuple[date, date]:
    """First and last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def unit_days(day: date, unit: str) -> tuple[date, date]:
    """First and last day of the week, month, year, decade or century that holds a day."""
    if unit in ("week", "fortnight"):
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    if unit == "month":
        return month_days(day.year, day.month)
    if unit == "year":
        return year_days(day.year)
    if unit == "decade":
        return date(day.year // 10 * 10, 1, 1), date(day.year // 10 * 10 + 9, 12, 31)
    if unit == "century":
        first = (day.year - 1) // 100 * 100 + 1
        return date(first, 1, 1), date(first + 99, 12, 31)
    return day, day


def moved(day: date, count: int, unit: str) -> date:
    """The day so many units on; the end of the month where the month is shorter."""
    days = {"day": 1, "night": 1, "week": 7, "fortnight": 14}.get(unit)
    if days:
        return day + timedelta(days=days * count)
    months = {"month": 1, "year": 12, "decade": 120, "century": 1200}.get(unit, 0)
    year, month = add_months(day.year, day.month, months * count)
    if not 1 <= year <= 9999:
        raise ValueError(f"the calendar ends before {count} {unit}s from {day}")
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def part_of(start: date, end: date, part: str) -> tuple[date, date]:
    """Early, middle or late in an interval: thirds, in whole days of a month, months of a year, years of a decade.

    Early is rounded up: early 1960s are 1960 to 1963, early 2003 is January to April.
    """
    part = part.lower()
    which = "early" if any(w in part for w in ("early", "beginning", "start", "dawn", "opening", "outset")) else None
    which = which or ("late" if any(w in part for w in ("late", "end", "close", "latter", "turn")) else None)
    which = which or ("middle" if "mid" in part else None)
    if which is None:
        return start, end
    if end.year - start.year > 50:
        edges = (33, 66)
    elif end.year > start.year:
        edges = (4, 6)
    elif end.month > start.month:
        first, last = {"early": (1, 4), "middle": (5, 8), "late": (9, 12)}[which]
        return date(start.year, first, 1), month_days(start.year, last)[1]
    elif (end - start).days >= 27:
        first, last = {"early": (1, 10), "middle": (11, 20), "late": (21, end.day)}[which]
        return start.replace(day=first), start.replace(day=last)
    else:
        return start, end
    low, high = start.year + edges[0], start.year + edges[1]
    if which == "early":
        return start, date(low - 1, 12, 31)
    return (date(low, 1, 1), date(high, 12, 31)) if which == "middle" else (date(high + 1, 1, 1), end)


def month_of(slots: Slots, key: str = "M") -> int:
    return MONTHS[slots[key].lower()[:3]]


def year_near(month: int, day: int, about: Anchors) -> tuple[int, DateBasis] | None:
    """The year of a day and month without one: from the text where a year is near, else from publication.

    Against publication it is the nearest such day not after it, or not before it where the clause is in the future.
    """
    anchor = about.before
    if anchor and anchor.start and (about.near or about.this_year is None):
        if anchor.end is None or (anchor.end - anchor.start).days > 200:
            return anchor.start.year, "context"
        years = (anchor.start.year - 1, anchor.start.year, anchor.start.year + 1)
        middle = anchor.start + (anchor.end - anchor.start) / 2
        return min(years, key=lambda y: abs((date(y, month, min(day, 28)) - middle).days)), "context"
    if about.published and about.published.start and about.published.end and about.this_year is not None:
        this = about.this_year
        if about.future:
            return (this if (month, day) >= (about.published.start.month, about.published.start.day) else this + 1), (
                "published"
            )
        last = (about.published.end.month, about.published.end.day)
        return (this if (month, day) <= last else this - 1), "published"
    return None


def relative_year(slots: Slots, about: Anchors) -> tuple[int, DateBasis] | None:
    """The year that `Y` or `R` ("last year") says, if either does."""
    if slots.get("Y"):
        return int(slots["Y"]), "text"
    if slots.get("R") and about.this_year is not None:
        return about.this_year + {"last": -1, "this": 0, "next": 1}[slots["R"].lower()], "published"
    return None


def day(slots: Slots, about: Anchors) -> When | None:
    """A day of a month, with the year said, relative, or taken from an anchor."""
    month = int(slots["m"]) if slots.get("m") else month_of(slots)
    number_ = int(slots["D"])
    found = relative_year(slots, about)
    if found is None and not slots.get("R"):
        found = year_near(month, number_, about)
    if found is None:
        return None
    try:
        start = date(found[0], month, number_)
        end = start if not slots.get("D2") else date(found[0], month, int(slots["D2"]))
    except ValueError:
        return None
    return between(start, end, found[1]) if start <= end else None


def month(slots: Slots, about: Anchors) -> When | None:
    """A month, whole or its early, middle or late part."""
    first = month_of(slots)
    relation = (slots.get("R") or "").lower()
    said = slots.get("Y") or relation in ("last", "this", "next")
    if relation and "year" not in slots.get("_", "").lower():
        if about.published is None or about.this_year is None or about.published.end is None:
            return None
        now = about.published.end
        step = {"last": -1, "this past": -1, "next": 1, "this coming": 1}.get(relation, 0)
        year = now.year
        if step < 0 and first >= now.month:
            year -= 1
        elif step > 0 and first <= now.month:
            year += 1
        found: tuple[int, DateBasis] | None = (year, "published")
    else:
        found = relative_year(slots, about) if said else year_near(first, 1, about)
    if found is None:
        return None
    start, end = part_of(*month_days(found[0], first), slots.get("P") or "")
    return between(start, end, found[1])


def months(slots: Slots, about: Anchors) -> When | None:
    """From one month to another."""
    first, last = month_of(slots), month_of(slots, "M2")
    found = relative_year(slots, about) or year_near(last, 1, about)
    if found is None:
        return None
    begin = found[0] if first <= last else found[0] - 1
    return between(month_days(begin, first)[0], month_days(found[0], last)[1], found[1])


def season(slots: Slots, about: Anchors) -> When | None:
    """A northern season, the year said or relative; winter runs from December into the year said or named."""
    low, high = SEASONS[slots["S"].lower()]
    if slots.get("Y"):
        year, basis = int(slots["Y"]), "text"
    elif about.published and about.published.end and about.this_year:
        year, basis = about.this_year, "published"
        relation = (slots.get("R") or "").lower()
        if relation in BACK and about.published.end <= month_days(year, high)[1]:
            year -= 1
        if relation in ON and about.published.end.month >= low:
            year += 1
    else:
        return None
    start, end = date(year if low <= high else year - 1, low, 1), month_days(year, high)[1]
    return When(start=start, end=end, basis="text" if basis == "text" else "published")


def quarter(slots: Slots, about: Anchors) -> When | None:
    """A quarter of a year."""
    which = slots["Q"].lower()
    index = int(which[1]) if which[0] == "q" else ORDINALS[which]
    return between(date(int(slots["Y"]), index * 3 - 2, 1), month_days(int(slots["Y"]), index * 3)[1])


def half(slots: Slots, about: Anchors) -> When | None:
    """A half of a year."""
    year = int(slots["Y"])
    if slots["H"].lower() == "first":
        return between(date(year, 1, 1), date(year, 6, 30))
    return between(date(year, 7, 1), date(year, 12, 31))


def year(slots: Slots, about: Anchors) -> When | None:
    """A year, or its early, middle or late part."""
    return between(*part_of(*year_days(int(slots["Y"])), slots.get("P") or ""))


def years(slots: Slots, about: Anchors) -> When | None:
    """From one year to another: 1948-49, 1946-1947."""
    first = int(slots["Y"])
    last = int(slots["Y2"]) if slots.get("Y2") else first // 100 * 100 + int(slots["y"])
    return between(date(first, 1, 1), date(last, 12, 31)) if first < last <= first + 150 else None


def decade(slots: Slots, about: Anchors) -> When | None:
    """A decade or a part of it: the early 1960s are 1960 to 1963."""
    digits = slots["T"]
    first = int(digits) if len(digits) == 4 else 1900 + int(digits[-2:])
    return between(*part_of(date(first, 1, 1), date(first + 9, 12, 31), slots.get("P") or ""))


def century(slots: Slots, about: Anchors) -> When | None:
    """A century by its number: the 19th runs from 1801 to 1900."""
    word = slots["C"].lower()
    index = int(word) if word.isdigit() else ORDINALS.get(word)
    if not index or not 1 <= index <= 30:
        return None
    return between(*part_of(date(index * 100 - 99, 1, 1), date(index * 100, 12, 31), slots.get("P") or ""))


def weekday(slots: Slots, about: Anchors) -> When | None:
    """A day of the week: the nearest not after publication (after it, in the future).

    Without a day of publication, only where the latest day that the text has named is such a day itself.
    "Last Thursday" is the one of the week before.
    """
    wanted = WEEKDAYS[slots["W"].lower()[:3]]
    relation = (slots.get("R") or "").lower()
    today = about.today
    if relation in ("the following", "the previous"):
        anchor = about.before.start if about.before else None
        if anchor is None or about.before is None or about.before.end != anchor:
            return None
        ahead = (wanted - anchor.weekday() - 1) % 7 + 1
        found = anchor + timedelta(days=ahead if relation == "the following" else ahead - 7 if ahead < 7 else -7)
        return between(found, found, "context")
    if today is None:
        anchor = about.latest
        if anchor and anchor.weekday() == wanted and not relation and not about.future:
            return between(anchor, anchor, "context")
        return None
    back = (today.weekday() - wanted) % 7
    monday = today - timedelta(days=today.weekday())
    if relation == "last":
        found = monday - timedelta(days=7) + timedelta(days=wanted)
    elif relation in ON:
        found = today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1)
    elif relation == "this" or about.future:
        found = today + timedelta(days=(wanted - today.weekday()) % 7) if about.future else today - timedelta(days=back)
    else:
        found = today - timedelta(days=back)
    return between(found, found, "published")


def shifted(days: int) -> Callable[[Slots, Anchors], When | None]:
    """So many days from publication: yesterday, tomorrow."""

    def meaning(slots: Slots, about: Anchors) -> When | None:
        if about.today is None:
            return None
        found = about.today + timedelta(days=days)
        return between(found, found, "published")

    return meaning


def calendar_unit(slots: Slots, about: Anchors) -> When | None:
    """Last, this or next week, month, year; "earlier this month" ends with publication, "later" begins with it."""
    unit = slots["U"].lower()
    if about.published is None or about.published.start is None or about.published.end is None:
        return None
    if unit in ("day", "night", "hour", "minute"):
        return None
    now, relation = about.published, slots["R"].lower()
    low, high = unit_days(about.published.start, unit)
    if not low <= about.published.end <= high:
        return None
    step = -1 if relation in BACK else 1 if relation in ON else 0
    if step:
        low, high = unit_days(moved(low, step, unit), unit)
    elif (slots.get("E") or "").strip().lower() == "earlier" and now.end:
        high = now.end
    elif (slots.get("E") or "").strip().lower() == "later" and now.start:
        low = now.start
    return between(low, high, "published")


def weekend(slots: Slots, about: Anchors) -> When | None:
    """Saturday and Sunday of the week of publication or the one before or after it."""
    if about.today is None:
        return None
    monday = about.today - timedelta(days=about.today.weekday())
    step = -7 if slots["R"].lower() in BACK else 7 if slots["R"].lower() == "next" else 0
    return between(monday + timedelta(days=5 + step), monday + timedelta(days=6 + step), "published")


def ago(slots: Slots, about: Anchors) -> When | None:
    """So many units before publication, as precise as the unit: "three years ago" is a year."""
    count, unit = number(slots["N"]), slots["U"].lower()
    exact = unit in ("day", "night", "week", "fortnight", "month")
    now = about.today or (about.published.start if about.published and about.this_year and not exact else None)
    if count is None or now is None or unit in ("hour", "minute", "second"):
        return None
    return between(*unit_days(moved(now, -count, unit), unit), "published")


def past(slots: Slots, about: Anchors) -> When | None:
    """The last so many units, up to publication."""
    count = number(slots["N"]) if slots.get("N") else 1
    unit = (slots.get("U") or slots.get("V") or "").lower()
    if count is None or about.published is None or about.published.end is None or unit in ("hour", "minute"):
        return None
    if about.published.start is None or (about.published.end - about.published.start).days > 31:
        return None
    return between(moved(about.published.start, -count, unit), about.published.end, "published")


def coming(slots: Slots, about: Anchors) -> When | None:
    """The next so many units, from publication on."""
    count, unit = number(slots["N"]), slots["U"].lower()
    if count is None or about.today is None or unit in ("hour", "minute"):
        return None
    return between(about.today, moved(about.today, count, unit), "published")


def same(slots: Slots, about: Anchors) -> When | None:
    """That day, week, month or year: the one of the dated phrase before."""
    unit = (slots.get("V") or slots.get("_arg") or "day").lower()
    anchor = about.before
    if anchor is None or anchor.start is None:
        return None
    if unit == "day":
        return between(anchor.start, anchor.start, "context") if anchor.start == anchor.end else None
    low, high = unit_days(anchor.start, unit)
    return between(low, high, "context") if anchor.end and anchor.end <= high else None


def beside(step: int) -> Callable[[Slots, Anchors], When | None]:
    """The day, week, month or year after (or before) that of the dated phrase before."""

    def meaning(slots: Slots, about: Anchors) -> When | None:
        unit = (slots.get("V") or slots.get("V2") or slots.get("_arg") or "day").lower()
        anchor = about.before
        if anchor is None or anchor.start is None or anchor.end is None:
            return None
        low, high = unit_days(anchor.start, unit)
        if anchor.end > high:
            return None
        return between(*unit_days(moved(low, step, unit), unit), "context")

    return meaning


def later(slots: Slots, about: Anchors) -> When | None:
    """So many units after (or before) the dated phrase before, as precise as the coarser of the two."""
    count, unit, anchor = number(slots["N"]), slots["U"].lower(), about.before
    if count is None or anchor is None or anchor.start is None or anchor.end is None:
        return None
    _low, high = unit_days(anchor.start, unit)
    if anchor.end > high or unit in ("hour", "minute"):
        return None
    step = -count if slots["A"].lower() in ("earlier", "before that") else count
    return between(*unit_days(moved(anchor.start, step, unit), unit), "context")


def undated(slots: Slots, about: Anchors) -> When | None:
    """A phrase of time that names no date."""
    return None


MEANINGS: dict[str, Callable[[Slots, Anchors], When | None]] = {
    "day": day,
    "days": day,
    "month": month,
    "months": months,
    "season": season,
    "quarter": quarter,
    "half": half,
    "year": year,
    "part": year,
    "years": years,
    "decade": decade,
    "century": century,
    "weekday": weekday,
    "today": shifted(0),
    "yesterday": shifted(-1),
    "tomorrow": shifted(1),
    "two_days_ago": shifted(-2),
    "in_two_days": shifted(2),
    "calendar": calendar_unit,
    "weekend": weekend,
    "ago": ago,
    "past": past,
    "coming": coming,
    "same": same,
    "after": beside(1),
    "before": beside(-1),
    "later": later,
    "undated": undated,
}
