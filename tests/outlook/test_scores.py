"""Scores against figures worked out by hand, and the tables of words and event names."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from westphalia.errors import BadInput
from westphalia.outlook import scores
from westphalia.outlook.events import events_from
from westphalia.outlook.words import said, words


def test_brier_skill_of_the_reference_is_zero() -> None:
    y, base = np.array([1, 0, 0, 0]), np.full(4, 0.25)
    assert scores.brier_skill(base, y, base) == 0
    assert scores.brier_skill(y.astype(float), y, base) == 1
    assert scores.log_loss(np.array([0.5]), np.array([1])) == pytest.approx(np.log(2))


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=2, max_size=40))
def test_auc_counts_pairs(cases: list[tuple[float, bool]]) -> None:
    hits, others = [p for p, y in cases if y], [p for p, y in cases if not y]
    pairs = [(p > q) + 0.5 * (p == q) for p in hits for q in others]
    expected = float(np.mean(pairs)) if pairs else 0.5
    p, y = np.array([p for p, _ in cases]), np.array([y for _, y in cases])
    assert scores.auc(p, y) == pytest.approx(expected)


def test_reliability_says_and_sees() -> None:
    rows = scores.reliability(np.array([0.05, 0.06, 0.95, 1.0]), np.array([0, 0, 1, 1]))
    assert [(row["low"], row["n"], row["seen"]) for row in rows] == [(0.0, 2, 0.0), (0.9, 2, 1.0)]


@given(st.floats(0, 1))
def test_words_are_never_certain(p: float) -> None:
    assert words(p) in said(p)
    assert "(0%)" not in said(p)
    assert "(100%)" not in said(p)


def test_words_reject_what_is_no_probability() -> None:
    with pytest.raises(BadInput):
        words(1.2)


def test_events_of_a_store() -> None:
    table = pa.table({
        "id": ["e-1", "e-2", "e-3", "e-4"], "relation": ["CONSULT", "AID", "AID", "AID"],
        "source": [["CHN", "RUS"], ["CHN"], ["CHN"], ["CHN"]], "target": [["CHN", "RUS"], ["PRK"], [], ["PRK"]],
        "when_start": [date(2024, 1, 2), None, date(2024, 1, 1), date(2024, 1, 1)], "polarity": ["+", "+", "+", "-"],
    })  # fmt: skip
    made = events_from(table)
    pairs = {(made.actors[a], made.actors[b]) for a, b in zip(made.source, made.target, strict=True)}
    assert pairs == {("CHN", "RUS"), ("RUS", "CHN")}  # reciprocal both ways; undated, open and negative ones left out
    assert set(made.ids) == {"e-1"}
