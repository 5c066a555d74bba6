"""Records: spans stay in order, ids are hashes of content, intervals run forward."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from westphalia.records import Document, Span, When, content_id

PARTS = st.lists(st.one_of(st.none(), st.text(), st.integers(), st.dates()), max_size=4)
SPANS = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda p: Span(start=min(p), end=max(p)))


@given(PARTS, PARTS)
def test_ids_differ_where_content_does(one: list[object], two: list[object]) -> None:
    same = [str(p) if isinstance(p, date) else p for p in one] == [str(p) if isinstance(p, date) else p for p in two]
    assert (content_id("d", *one) == content_id("d", *two)) == same
    assert content_id("d", *one) != content_id("s", *one)


@given(st.text(max_size=60), SPANS, SPANS)
def test_spans_cut_what_they_say(text: str, one: Span, two: Span) -> None:
    assert one.of(text) == text[one.start : one.end]
    assert one.meets(two) == two.meets(one)
    assert one.meets(two) == bool(set(range(one.start, one.end)) & set(range(two.start, two.end)))
    if one.holds(two) and two.start < two.end:
        assert one.meets(two)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2)])
def test_a_span_runs_forward(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="runs forward"):
        Span(start=start, end=end)


@given(st.one_of(st.none(), st.dates()), st.one_of(st.none(), st.dates()))
def test_an_interval_runs_forward(start: date | None, end: date | None) -> None:
    if start and end and start > end:
        with pytest.raises(ValueError, match="runs forward"):
            When(start=start, end=end)
    else:
        assert (str(start or "..") in str(When(start=start, end=end))) or start == end


@given(st.text(), st.text())
def test_a_document_is_its_text_and_publisher(one: str, two: str) -> None:
    ids = {Document.id_of(text, None, publisher, None) for text in (one, two) for publisher in ("A", "B")}
    assert len(ids) == (2 if one == two else 4)
