"""Every record survives the way into Arrow columns, into the lake, and back."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from westphalia import records
from westphalia.records import Attribution, Segment, Skip, Span, When
from westphalia.store.columns import from_arrow, schema_of, to_arrow
from westphalia.store.lake import attach
from westphalia.store.tables import TABLES

TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=20)
SPANS = st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)).map(lambda p: Span(start=min(p), end=max(p)))
DAYS = st.none() | st.dates()
WHENS = st.tuples(DAYS, DAYS, st.sampled_from([None, "text", "context", "published"])).map(
    lambda p: (
        When(start=min(p[:2]), end=max(p[:2]), basis=p[2])
        if None not in p[:2]
        else When(start=p[0], end=p[1], basis=p[2])
    )
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
PLAIN = {
    str: TEXT,
    int: st.integers(-(2**63), 2**63 - 1),
    float: st.floats(allow_nan=False),
    bool: st.booleans(),
    date: st.dates(),
    Span: SPANS,
    When: WHENS,
}


def anything(hint: Any, depth: int = 0) -> st.SearchStrategy[Any]:
    """Values for a type hint."""
    origin = get_origin(hint)
    if hint in PLAIN:
        return PLAIN[hint]
    if origin in (Union, types.UnionType):
        part = next(part for part in get_args(hint) if part is not type(None))
        return st.none() if depth > 3 else st.none() | anything(part, depth + 1)
    if origin is Literal:
        return st.sampled_from(get_args(hint))
    if origin is tuple:
        parts = get_args(hint)
        if parts[-1] is Ellipsis:
            return st.lists(anything(parts[0], depth + 1), max_size=3).map(tuple)
        return st.tuples(*(anything(part, depth + 1) for part in parts))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return st.dictionaries(TEXT, JSON, max_size=3)
    assert is_dataclass(hint)
    hints = get_type_hints(hint)
    return st.builds(partial(hint), **{f.name: anything(hints[f.name], depth + 1) for f in fields(hint)})


STORED = [table.record for table in TABLES] + [Segment, Skip, Attribution]


@pytest.mark.parametrize("cls", STORED, ids=lambda cls: cls.__name__)
def test_a_record_survives_arrow(cls: type) -> None:
    @settings(max_examples=30, deadline=None)
    @given(st.lists(anything(cls), max_size=4))
    def check(made: list[Any]) -> None:
        table = to_arrow(cls, made)
        assert table.schema == schema_of(cls)
        assert from_arrow(cls, table) == made

    check()


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    path: Path = tmp_path_factory.mktemp("lake")
    (path / "data").mkdir()
    lake = attach(path, None, write=True)
    yield lake.cursor()
    lake.close()


@pytest.mark.parametrize("cls", STORED, ids=lambda cls: cls.__name__)
def test_a_record_survives_the_lake(cls: type, lake: duckdb.DuckDBPyConnection) -> None:
    @settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(anything(cls), min_size=1, max_size=5))
    def check(made: list[Any]) -> None:
        lake.register("rows", to_arrow(cls, made))
        lake.execute(f"create or replace table {cls.__name__.lower()} as from rows")
        assert from_arrow(cls, lake.execute(f"from {cls.__name__.lower()}").to_arrow_table()) == made

    check()


def test_what_no_catalogue_takes_is_replaced_one_for_one() -> None:
    made = [Segment(index=0, span=Span(start=0, end=3), title="a\0b\ud800c")]
    back = from_arrow(Segment, to_arrow(Segment, made))
    assert back[0].title == "a\ufffdb\ufffdc"


def test_every_stored_record_is_one_of_the_records() -> None:
    ours = {getattr(records, name) for name in records.__all__}
    assert {t.record for t in TABLES if t.record.__module__ == records.__name__} <= ours
