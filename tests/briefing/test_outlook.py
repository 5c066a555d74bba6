"""The outlook in a brief: computed figures with their words, base rates and limits, or why there are none."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from tests.briefing.test_brief import ICD, ROWS, all_lines

from westphalia.briefing import Foresight, compose, foresee
from westphalia.briefing.doubts import LADDER
from westphalia.briefing.parts import Brief
from westphalia.outlook.events import Events, events_of
from westphalia.outlook.fitting import fit
from westphalia.outlook.words import words

STATES = ("DEU", "RUS", "UKR", "FRA", "POL", "USA", "CHN", "IND", "JPN", "KOR", "BRA", "TUR")


def history(days: int = 110) -> Events:
    """A made-up past: Russia and Germany meet often, and Russia acts against Ukraine; the others now and then."""
    rng = np.random.default_rng(1)
    rows = []
    for n in range(days):
        day = date(2024, 1, 1) + timedelta(days=n)
        often = [("RUS", "CONSULT", "DEU", 0.5), ("RUS", "ASSAULT", "UKR", 0.7), ("RUS", "COERCE", "DEU", 0.2)]
        rows += [(day, a, kind, b, f"e-{n}-{kind}") for a, kind, b, rate in often if rng.random() < rate]
        for k in range(5):
            a, b = rng.choice(len(STATES), 2, replace=False)
            kind = ("ACCUSE", "AID", "COOPERATE", "SANCTION", "AGREE")[int(rng.integers(5))]
            rows.append((day, STATES[a], kind, STATES[b], f"e-{n}-{k}"))
    return events_of(rows)


@pytest.fixture(scope="module")
def foresight() -> Foresight:
    """A forecaster of a week, really fitted."""
    return foresee(history, lambda events, day: fit(events, day, 7))


@pytest.fixture(scope="module")
def made(shelf: Callable[[Any], Any], foresight: Foresight) -> Brief:
    """The brief for Germany with its outlook."""
    return compose(shelf(ROWS), "DEU", foresight=foresight)


def test_every_likelihood_word_is_that_of_its_figure(made: Brief) -> None:
    computed = [line for line in (*made.outlook, *(j.line for j in made.judgements)) if "base rate" in line.text]
    assert len(made.outlook) > 3
    for line in computed:
        figure = re.search(r"\((under |over )?(\d+)%; base rate (?:under |over )?\d+%\)", line.text)
        assert figure, line.text
        p = int(figure[2]) / 100 + {"under ": -0.005, "over ": 0.005, None: 0.0}[figure[1]]
        near = {words(min(max(p + d, 0), 1)) for d in (-0.005, 0.0, 0.005)}
        assert any(word in line.text for word in near), line.text
        assert "90 % limits" in line.note
        assert "within 7 days of 20 April 2024" in line.text
    rest = [line for line in all_lines(made) if line not in computed and "(" not in line.text]
    assert not any(ICD.search(re.sub("“[^”]*”", "", line.text)) for line in rest)


def test_confidence_stands_apart_from_likelihood(made: Brief) -> None:
    computed = [j for j in made.judgements if "base rate" in j.line.text]
    assert [("material conflict" in j.line.text.lower()) for j in computed] == [True, False]
    for judgement in made.judgements:
        assert judgement.why.startswith(f"Confidence is {judgement.confidence}: ")
        assert not ICD.search(judgement.why)
        assert "onfidence" not in judgement.line.text


def test_the_chart_holds_what_is_told_and_its_events(made: Brief, foresight: Foresight) -> None:
    (chart,) = [c for c in made.charts if c.kind == "outlook"]
    column = {name: i for i, name in enumerate(chart.columns)}
    assert foresight.events is not None
    for row in chart.rows:
        low, p, high = (row[column[name]] for name in ("low", "probability", "high"))
        assert 0 < low <= p <= high <= 1  # type: ignore[operator]
        assert all(i in foresight.events.ids for i in str(row[column["ids"]]).split(", ") if i)
    assert any(str(row[0]).startswith("Russia → Germany") and row[column["past"]] for row in chart.rows)


def test_a_question_chooses_whom_the_outlook_is_about(shelf: Callable[[Any], Any], foresight: Foresight) -> None:
    asked = compose(shelf(ROWS), "DEU", question="What will Poland do?", foresight=foresight)
    assert all("Poland" in line.text and "Germany" in line.text for line in asked.outlook)


def test_data_alone_make_a_brief(shelf: Callable[[Any], Any], foresight: Foresight) -> None:
    alone = compose(shelf([]), "DEU", foresight=foresight)
    assert "base rate" in alone.title
    assert len(alone.judgements) == 2
    assert alone.sources == ()


def test_too_little_history_is_said_and_no_figure_made_up(shelf: Callable[[Any], Any]) -> None:
    few = foresee(lambda: history(20), lambda events, day: fit(events, day, 7))
    none = foresee(lambda: events_of([]), lambda events, day: fit(events, day, 7))
    for foresight in (few, none):
        brief = compose(shelf(ROWS), "DEU", foresight=foresight)
        (line,) = brief.outlook
        assert line.text.startswith("No probability is computed: ")
        assert "%" not in line.text
        assert not [c for c in brief.charts if c.kind == "outlook"]
        assert any("no words of likelihood" in text for text in brief.method)


def test_the_language_box_is_the_scale_in_use() -> None:
    for word, span in LADDER:
        low, high = (int(part) for part in span.removesuffix(" %").split("–"))
        assert words((low + high) / 200) == word
