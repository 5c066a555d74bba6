"""Phrases of time, their intervals and their anchors; dates of drafts; bounds of undated documents."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from westphalia.reading.anchors import Anchors, moved, unit_days
from westphalia.reading.cues import rows
from westphalia.reading.dates import dates
from westphalia.reading.figures import month_first
from westphalia.reading.reading import Draft, Reading
from westphalia.reading.sentences import sentences
from westphalia.reading.timephrases import find
from westphalia.reading.times import bounds, times
from westphalia.records import Document, Span, When

TODAY = When(start=date(2020, 1, 8), end=date(2020, 1, 8), basis="text")
BEFORE = When(start=date(2019, 12, 20), end=date(2019, 12, 20), basis="text")


@pytest.mark.parametrize("row", rows("times"), ids=lambda r: r["example"])
def test_every_pattern_of_the_table(row: dict[str, str]) -> None:
    text = f"They met {row['example']} and talked."
    found = find(text)
    assert [text[p.start : p.end] for p in found] == [row["example"]]
    when = found[0].date(Anchors(TODAY, BEFORE))
    assert (str(when) if when else "-") == row["gives"]


def read(text: str, published: str | None = None, fetched: date | None = None) -> Reading:
    """A text after the stages `sentences` and `times`."""
    when = None
    if published:
        day = date.fromisoformat(published)
        when = When(start=day, end=day, basis="text")
    document = Document(id="d", name="d", text=text, published=when, fetched=fetched)
    return times(sentences(Reading(document=document)))


def said(reading: Reading) -> list[str]:
    """Each phrase with its interval and basis."""
    return [f"{t.text}: {t.when} {t.when.basis}" if t.when else f"{t.text}: -" for t in reading.times]


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        ("They met in June 2024.", None, ["June 2024: 2024-06-01/2024-06-30 text"]),
        ("The war has gone on since 2022.", None, ["since 2022: 2022-01-01/.. text"]),
        ("They fought between 1990 and 1994.", None, ["between 1990 and 1994: 1990-01-01/1994-12-31 text"]),
        ("They fought from 3 May 2003 to 4 June 2004.", None,
         ["from 3 May 2003 to 4 June 2004: 2003-05-03/2004-06-04 text"]),
        ("They met on Tuesday.", "2020-01-08", ["Tuesday: 2020-01-07 published"]),
        ("They will meet on Tuesday.", "2020-01-08", ["Tuesday: 2020-01-14 published"]),
        ("They met on Tuesday.", None, ["Tuesday: -"]),
        ("In July they are to sign it.", "2020-01-08", ["July: 2020-07-01/2020-07-31 published"]),
        ("They met yesterday.", None, ["yesterday: -"]),
        ("They met on 18 September.", None, ["18 September: -"]),
        ("They met on 18 September.", "2020-01-08", ["18 September: 2019-09-18 published"]),
        ("In August 2023 they met. On 18 September they left.", None,
         ["August 2023: 2023-08-01/2023-08-31 text", "18 September: 2023-09-18 context"]),
        ("They met on 18 September 2023 and left the following day.", None,
         ["18 September 2023: 2023-09-18 text", "the following day: 2023-09-19 context"]),
        ("He killed 1943 of the 2000 soldiers there.", None, []),
        ("They met in the past months.", "2020-01-08", ["in the past months: -"]),
        ("The 1967 war changed it.", None, ["1967: 1967-01-01/1967-12-31 text"]),
        ("He may march in May.", None, ["May: -"]),
        ("Beginning in 2002 they met.", None, ["Beginning in 2002: 2002-01-01/.. text"]),
        ("They met on 3 May 2002 or 4 May 2002.", None, ["3 May 2002 or 4 May 2002: 2002-05-03/2002-05-04 text"]),
        ("They met in 2002 and 2003.", None, ["2002 and 2003: 2002-01-01/2003-12-31 text"]),
        ("They met in 2002 and 2007.", None, ["2002: 2002-01-01/2002-12-31 text", "2007: 2007-01-01/2007-12-31 text"]),
        ("They met from 12/31/94 to 5/95.", None, ["from 12/31/94 to 5/95: 1994-12-31/1995-05-31 text"]),
        # a text that names one year alone means it
        ("They met on 18 September. It ended in 1994.", None,
         ["18 September: 1994-09-18 context", "1994: 1994-01-01/1994-12-31 text"]),
        ("They met on 18 September. It began in 1993 and ended in 1994.", None,
         ["18 September: -", "1993: 1993-01-01/1993-12-31 text", "1994: 1994-01-01/1994-12-31 text"]),
    ],
)  # fmt: skip
def test_phrases_and_their_anchors(text: str, published: str | None, expected: list[str]) -> None:
    assert said(read(text, published)) == expected


def dated(text: str, published: str | None = None) -> str:
    """The `when` of a draft on the word in stars."""
    start = text.index("*")
    plain = text.replace("*", "")
    reading = read(plain, published)
    for parsed in reading.parsed:
        for token in parsed.tokens:
            span = parsed.span(token)
            if span.start <= start < span.end:
                draft = Draft(
                    parsed=parsed, token=token, kind="event", relation="ASSAULT", trigger=span,
                    method="", score=1.0, why="",
                )  # fmt: skip
                return str(
                    dates(Reading(document=reading.document, times=reading.times, drafts=(draft,))).drafts[0].when
                )
    raise AssertionError(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In 1990 Iraq *invaded* Kuwait.", "1990-01-01/1990-12-31"),
        ("In 1990 Iraq invaded Kuwait and *annexed* it.", "1990-01-01/1990-12-31"),
        ("In 1990 Iraq massed troops and later *annexed* Kuwait.", "None"),
        ("Iraq, which had *attacked* Iran, invaded Kuwait in 1990.", "None"),
        ("Iraq *condemned* the 1990 invasion.", "None"),
        ("Iraq condemned the 1990 *invasion*.", "1990-01-01/1990-12-31"),
        ("The *invasion* of Kuwait in 1990 shook them.", "1990-01-01/1990-12-31"),
        ("The two held *talks* in May 1990.", "1990-05-01/1990-05-31"),
        ("1990: The army *occupied* the port.", "1990-01-01/1990-12-31"),
        ("The army began to *shell* the port in 1990.", "1990-01-01/1990-12-31"),
        ("According to a 1990 report, the army *shelled* the port.", "None"),
        ("The army *shelled* the port.", "None"),
        ("The army has *shelled* the port since the talks failed in 1990.", "1990-01-01/.."),
        ("In 1990 the minister said that the army *would* shell the port.", "None"),
        # what was told on a day was done before it
        ("The minister said on 3 May 1990 that the army had *shelled* the port.", "None"),
        # so far from a date
        ("Two weeks after the vote of 3 May 1990, the army *shelled* the port.", "1990-05-14/1990-05-20"),
        ("The army *shelled* the port three days before the vote on 3 May 1990.", "1990-04-30"),
        ("Ten years after the 1979 revolution, the army *shelled* the port.", "1989-01-01/1989-12-31"),
        ("On the eve of the vote of 3 May 1990, the army *shelled* the port.", "1990-05-02"),
        ("Shortly after the vote of 3 May 1990, the army *shelled* the port.", "None"),
        ("Two days after the 1979 revolution, the army *shelled* the port.", "None"),
        # a date that the parser gave to the noun behind it
        ("On 4/17/1969 two Malian planes *bombed* a village.", "1969-04-17"),
        ("At dawn on 6 May 1973 Malian forces crossed the river and *attacked* Chad.", "1973-05-06"),
        ("In the 1967 war two planes *bombed* a village.", "1967-01-01/1967-12-31"),
        # what was on an occasion that has a date
        ("There was a clash on 3 May 1990 in which soldiers *killed* two farmers.", "1990-05-03"),
        ("An incident occurred on 3 May 1990, where soldiers *killed* two farmers.", "1990-05-03"),
        ("The guards *killed* two farmers in an ambush on 3 May 1990.", "1990-05-03"),
        ("The boat *fired* on the ship as it fled on 3 May 1990.", "1990-05-03"),
        ("A series of *clashes* between Chad and Mali began on 3 May 1990.", "1990-05-03"),
        ("In an incident that occurred on 3 May 1990, the army *shelled* the port.", "1990-05-03"),
        ("One such incident happened on 3 May 1990: the army *shelled* the port.", "1990-05-03"),
        ("The incident of 3 May 1990 involved soldiers *firing* on a post.", "1990-05-03"),
        ("The attack of 3 May 1990, *carried* out by rebels, shook them.", "1990-05-03"),
        ("The dispute started with an *attack* on a village on 3 May 1990.", "1990-05-03"),
        ("Beginning 3 May 1990, the army *shelled* the port.", "1990-05-03/.."),
        ("Shortly before dawn on 3 May 1990, the army *shelled* the port.", "1990-05-03"),
        # the day within its year
        ("In 1990, the army *shelled* the port on 3 May.", "1990-05-03"),
        # a clause with "when" tells of the day before it
        ("The war began on 3 May 1990 when the army *shelled* the port.", "1990-05-03"),
        ("It started in May 1990, when the army *shelled* the port.", "1990-05-01/1990-05-31"),
        ("The pact was signed in 1990, when the army had *shelled* the port.", "None"),
        ("From 3 May 1990, to June 4, the army *shelled* the port.", "1990-05-03/1990-06-04"),
        ("In late April 1993 talks failed. The following week the army *shelled* the port.", "1993-04-26/1993-05-09"),
        ("In April 1993 talks failed. The following week the army *shelled* the port.", "None"),
        ("In 1990 talks failed. On 3 May of the following year the army *shelled* the port.", "1991-05-03"),
        ("In May 1990 talks failed; on the 17th the army *shelled* the port.", "1990-05-17"),
        ("In May 1990, on the 5th anniversary of the war, the army *shelled* the port.", "1990-05-01/1990-05-31"),
        ("The army *broke* the truce that was signed in 1990.", "None"),
        ("The 1990 raid *killed* nine.", "1990-01-01/1990-12-31"),
        ("The 1990 treaty *ended* the war.", "None"),
        ("The minister said on 3 May 1990 that the army *shelled* the port.", "None"),
        ("The army *shelled* the port on 2 May 1990, the minister said on 3 May.", "1990-05-02"),
        ("The minister said that on 3 May 1990 the army *shelled* the port.", "1990-05-03"),
        # an end without a start
        ("The army *occupied* the port until 1990.", "../1990-12-31"),
        ("The army will *leave* the port by 1990.", "../1990-12-31"),
        ("The pact was not *signed* until 1990.", "None"),
        # where the date reaches the deed
        ("On 3 May 1990 the army was forced to *leave* the port.", "1990-05-03"),
        ("On 3 May 1990 the army is expected to *leave* the port.", "1990-05-03"),
        ("On 3 May 1990 the army expected to *leave* the port.", "None"),
        ("The *talks* are scheduled for 3 May 1990.", "1990-05-03"),
        ("The talks failed on 3 May 1990. The following day the army *shelled* the port.", "1990-05-04"),
    ],
)
def test_the_phrase_that_governs_a_draft(text: str, expected: str) -> None:
    assert dated(text) == expected


def test_bounds_of_an_undated_document_are_no_day() -> None:
    reading = read("They met on 3 March 2021 and will meet in 2031.", fetched=date(2025, 7, 14))
    assert str(bounds(reading)) == "2021-03-03/2025-07-14"
    assert bounds(read("They met.")) is None


@given(st.dates(date(1600, 1, 1), date(2200, 1, 1)), st.sampled_from(["week", "month", "year", "decade", "century"]))
def test_a_unit_holds_its_day(day: date, unit: str) -> None:
    low, high = unit_days(day, unit)
    assert low <= day <= high
    assert unit_days(low, unit) == unit_days(high, unit) == (low, high)


@given(
    st.dates(date(1600, 1, 1), date(2200, 1, 1)),
    st.integers(-50, 50),
    st.sampled_from(["day", "week", "month", "year"]),
)
def test_moving_goes_the_way_of_its_sign(day: date, count: int, unit: str) -> None:
    there = moved(day, count, unit)
    assert (there > day) - (there < day) == (count > 0) - (count < 0)


@given(st.text(alphabet="1990 2 May, Tuesday-to from since the last 3 years ago", max_size=60))
def test_phrases_never_overlap_and_never_fail(text: str) -> None:
    found = find(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    for phrase in found:
        phrase.date(Anchors())
        phrase.date(Anchors(TODAY, BEFORE))
    assert all(Span(start=p.start, end=p.end) for p in found)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("They met on 16/7/1992 and on 8/7/1992.", ["1992-07-16", "1992-07-08"]),
        ("They met on 7/16/1992 and on 8/7/1992.", ["1992-07-16", "1992-08-07"]),
        ("They met on 8/7/1992.", [None]),
        ("They met on 8/7/1992 and on September 3, 1993.", ["1992-08-07", "1993-09-03"]),
        ("They met on 4/1/1992, on 7/3/1992 and on 4/11/1992.", ["1992-04-01", "1992-07-03", "1992-04-11"]),
        ("They met on 1/4/1992 and on 5/4/1992.", ["1992-04-01", "1992-04-05"]),
    ],
)
def test_days_in_figures_follow_the_order_of_their_text(text: str, days: list[str | None]) -> None:
    order = month_first(text)
    found = [p.date(Anchors(month_first=order)) for p in find(text)]
    assert [str(when.start) if when else None for when in found] == days
