"""The sentences that tell of no relation, and how seldom the reader finds one in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks import nothing

ROWS = tuple(nothing.rows())
MOST = 0.024  # of sentences with a false statement: 0.014 measured, and a point


def test_the_file_is_as_it_says() -> None:
    assert len(ROWS) >= 500
    assert all(row.text == row.text.strip() and row.text and row.topic for row in ROWS)
    assert len({row.text.casefold() for row in ROWS}) == len(ROWS)


def test_most_sentences_name_an_actor() -> None:
    assert sum(nothing.names_actor(row.text) for row in ROWS) >= 0.6 * len(ROWS)


def test_every_third_sentence_is_set_aside() -> None:
    assert 0.25 < sum(nothing.held(row.text) for row in ROWS) / len(ROWS) < 0.42


def test_other_columns_are_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.tsv").write_text("# note\nsentence\nIt rained.\n", encoding="utf8")
    with pytest.raises(ValueError, match="columns are text and topic"):
        list(nothing.rows(tmp_path / "bad.tsv"))


def test_little_is_read_where_nothing_is_told() -> None:
    found = list(nothing.outcomes(ROWS))
    assert nothing.share(found) <= MOST
    assert sum(o.baseline for o in found) / len(found) > MOST, "the baseline does as well"
