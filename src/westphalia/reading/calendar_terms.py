"""What phrases of time stand for: one function a kind of phrase, without any text.

Every meaning takes the slots of a pattern (see data/times.tsv) and the anchors, and gives a `When` or None where the
phrase cannot be dated from what is known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from westphalia.reading.anchors import (
    BACK,
    MONTHS,
    ON,
    ORDINALS,
    SEASONS,
    WEEKDAYS,
    Anchors,
    between,
    month_days,
    moved,
    number,
    part_of,
    unit_days,
    year_days,
)  # fmt: skip
from westphalia.reading.figures import figured_month, figures
from westphalia.records import DateBasis, When

__all__ = ["MEANINGS", "Anchors"]

Slots = Mapping[str, str]


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
    return (about.sole_year, "context") if about.sole_year and about.before is None else None


YEARS_ON = {"that": 0, "the same": 0, "that same": 0, "the following": 1, "the next": 1, "the previous": -1}


def relative_year(slots: Slots, about: Anchors) -> tuple[int, DateBasis] | None:
    """The year that `Y` or `R` ("last year") says, if either does."""
    if slots.get("Y"):
        return int(slots["Y"]), "text"
    if (slots.get("R") or "").lower() in YEARS_ON:
        told = about.before
        if told is None or told.start is None or (told.end or told.start).year != told.start.year:
            return None
        return told.start.year + YEARS_ON[slots["R"].lower()], "context"
    if slots.get("R") and about.this_year is not None:
        return about.this_year + {"last": -1, "this": 0, "next": 1}[slots["R"].lower()], "published"
    return None


def day(slots: Slots, about: Anchors) -> When | None:
    """A day of a month, with the year said, relative, or taken from an anchor."""
    month = int(slots["m"]) if slots.get("m") else month_of(slots)
    number_ = int(slots["D"]) if slots.get("D") else ORDINALS.get(slots["O"].lower(), 0)
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


def day_of_it(slots: Slots, about: Anchors) -> When | None:
    """A day of the month that the dated phrase before lies in ("on the 17th")."""
    told = about.before
    if told is None or told.start is None or told.end is None:
        return None
    if told.end > month_days(told.start.year, told.start.month)[1]:
        return None
    try:
        here = told.start.replace(day=int(slots["D"]))
    except ValueError:
        return None
    return between(here, here, "context")


def week_of(slots: Slots, about: Anchors) -> When | None:
    """The week that holds a day."""
    found = day(slots, about)
    if found is None or found.start is None:
        return None
    low, high = unit_days(found.start, "week")
    return When(start=low, end=high, basis=found.basis)


def month(slots: Slots, about: Anchors) -> When | None:
    """A month, whole or its early, middle or late part."""
    first = month_of(slots)
    relation = (slots.get("R") or "").lower()
    said = slots.get("Y") or relation in ("last", "this", "next", *YEARS_ON)
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


SPANS = {"week": 7, "days": 5}


def span_of_month(slots: Slots, about: Anchors) -> When | None:
    """A week of a month, its half, or its first or last days: "the last week of May"."""
    whole, which, unit = month({k: v for k, v in slots.items() if k in "MY"}, about), slots["K"].lower(), slots["U"]
    if whole is None or whole.start is None or whole.end is None:
        return None
    days = SPANS.get(unit.lower(), 15)
    index = ORDINALS.get(which)
    start = whole.start + timedelta(days=days * (index - 1)) if index else whole.end - timedelta(days=days - 1)
    if unit.lower() == "half" and which == "second":
        return between(start, whole.end, whole.basis or "text")
    return between(start, start + timedelta(days=days - 1), whole.basis or "text")


def season(slots: Slots, about: Anchors) -> When | None:
    """A northern season, the year said or relative; winter runs from December into the year said or named."""
    low, high = SEASONS[slots["S"].lower()]
    if (slots.get("R") or "").lower().startswith("that"):
        return that_season(low, high, about)
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


def that_season(low: int, high: int, about: Anchors) -> When | None:
    """The season of the year that the dated phrase before lies in: "in May 2015 ... that summer"."""
    anchor = about.before
    if low > high or anchor is None or not anchor.start or not anchor.end or anchor.start.year != anchor.end.year:
        return None
    return between(date(anchor.start.year, low, 1), month_days(anchor.start.year, high)[1], "context")


def feast(month: int, number_: int) -> Callable[[Slots, Anchors], When | None]:
    """A day that has a name, with its year: Christmas Day 1987."""

    def meaning(slots: Slots, about: Anchors) -> When | None:
        found = date(int(slots["Y"]), month, number_)
        return between(found, found)

    return meaning


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


def weekdays(slots: Slots, about: Anchors) -> When | None:
    """Two days of a week: "on Wednesday and Thursday"."""
    first, last = weekday({"W": slots["W"]}, about), weekday({"W": slots["W2"]}, about)
    if first is None or last is None or first.start is None or last.start is None:
        return None
    return between(first.start, last.start, "published") if first.start < last.start else None


def shifted(days: int) -> Callable[[Slots, Anchors], When | None]:
    """So many days from publication: yesterday, tomorrow."""

    def meaning(slots: Slots, about: Anchors) -> When | None:
        if about.today is None:
            return None
        found = about.today + timedelta(days=days)
        return between(found, found, "published")

    return meaning


def calendar_unit(slots: Slots, about: Anchors) -> When | None:
    """Last, this or next week, month, year, or a part of it; "earlier this month" ends with publication, "later" begins
    with it."""
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
    return between(*part_of(low, high, slots.get("P") or ""), "published")


def weekend(slots: Slots, about: Anchors) -> When | None:
    """Saturday and Sunday of the week of publication or the one before or after it; "the weekend" is the last that has
    begun."""
    if about.today is None or (slots["R"].lower() == "the" and about.future):
        return None
    monday = about.today - timedelta(days=about.today.weekday())
    if slots["R"].lower() == "the" and about.today.weekday() < 5:
        monday -= timedelta(days=7)
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


def period(slots: Slots, about: Anchors) -> When | None:
    """That period: the one of the dated phrase before."""
    told = about.before
    return between(told.start, told.end, "context") if told and told.start and told.end else None


PART_OF_MONTH = timedelta(days=11)  # "early March": the week after it is known to about as much


def beside(step: int) -> Callable[[Slots, Anchors], When | None]:
    """The day, week, month or year after (or before) that of the dated phrase before."""

    def meaning(slots: Slots, about: Anchors) -> When | None:
        unit = (slots.get("V") or slots.get("V2") or slots.get("_arg") or "day").lower()
        anchor = about.before
        if anchor is None or anchor.start is None or anchor.end is None:
            return None
        low, high = unit_days(anchor.start, unit)
        if unit == "week" and high < anchor.end <= anchor.start + PART_OF_MONTH:
            first, last = moved(anchor.start, step, unit), moved(anchor.end, step, unit)
            return between(unit_days(first, unit)[0], unit_days(last, unit)[1], "context")
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
    "day_of_it": day_of_it,
    "week_of": week_of,
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
    "weekdays": weekdays,
    "christmas_eve": feast(12, 24),
    "christmas_day": feast(12, 25),
    "new_years_day": feast(1, 1),
    "new_years_eve": feast(12, 31),
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
    "period": period,
    "after": beside(1),
    "before": beside(-1),
    "later": later,
    "undated": undated,
    "figures": figures,
    "figured_month": figured_month,
    "span_of_month": span_of_month,
}
