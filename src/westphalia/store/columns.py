"""Records to Arrow columns and back, worked out from the type hints of the record classes.

Text, numbers, truth and days map to themselves; a tuple to a list; a record inside a record to a struct; a mapping,
and a record inside itself (`Attribution.within`), to JSON text. `X | None` is a null.
"""

from __future__ import annotations

import json
import re
import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, Literal, NamedTuple, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import pyarrow as pa

__all__ = ["from_arrow", "plain", "record", "schema_of", "to_arrow"]

R = TypeVar("R")

PLAIN: Mapping[type, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    date: pa.date32(),
}
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
"""What no catalogue takes: the null character and halves of surrogate pairs; one for one, so that spans hold."""


class Column(NamedTuple):
    """How one type is stored: its Arrow type, the way there and the way back."""

    type: pa.DataType
    put: Callable[[Any], Any]
    get: Callable[[Any], Any]


def schema_of(cls: type, without: Sequence[str] = ()) -> pa.Schema:
    """The Arrow schema of a record class, less the fields named in `without`.

    >>> from westphalia.records import Segment
    >>> print(schema_of(Segment).to_string())
    index: int64
    span: struct<start: int64, end: int64>
      child 0, start: int64
      child 1, end: int64
    title: string
    """
    return pa.schema([(name, column.type) for name, column in columns_of(cls).items() if name not in without])


def to_arrow(cls: type, records: Sequence[object], without: Sequence[str] = ()) -> pa.Table:
    """The records as a table with the columns of `schema_of(cls, without)`, in their order."""
    schema = schema_of(cls, without)
    columns = columns_of(cls)
    arrays = [
        pa.array([columns[name].put(getattr(record, name)) for record in records], schema.field(name).type)
        for name in schema.names
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def from_arrow(cls: type[R], table: pa.Table) -> list[R]:
    """The records that a table holds; columns that the class does not have are passed over."""
    return [record(cls, row) for row in table.to_pylist()]


def record(cls: type[R], row: Mapping[str, Any]) -> R:
    """One record from a row as `pyarrow` or DuckDB give it back; other keys are passed over."""
    make = cast(Callable[..., R], cls)
    return make(**{name: column.get(row[name]) for name, column in columns_of(cast(type, cls)).items() if name in row})


@cache
def columns_of(cls: type) -> dict[str, Column]:
    """The columns of a record class in the order of its fields."""
    hints = get_type_hints(cls)
    return {field.name: column(hints[field.name], (cls,)) for field in fields(cast(Any, cls))}


def column(hint: Any, inside: tuple[type, ...]) -> Column:
    """How a type hint is stored; `inside` are the record classes that it stands in."""
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return optional(next(part for part in get_args(hint) if part is not type(None)), inside)
    if origin is Literal:
        return column(type(get_args(hint)[0]), inside)
    if origin is tuple:
        return listed(get_args(hint), inside)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return Column(pa.string(), plain_json, json.loads)
    if hint in inside:
        return Column(pa.string(), plain_json, lambda text: rebuilt(hint, json.loads(text)))
    if is_dataclass(hint):
        return struct(cast(type, hint), inside)
    if hint is str:
        return Column(PLAIN[str], clean, lambda value: value)
    return Column(PLAIN[hint], lambda value: value, lambda value: value)


def optional(hint: Any, inside: tuple[type, ...]) -> Column:
    """The same column, null where there is nothing."""
    kind, put, get = column(hint, inside)
    return Column(
        kind, lambda value: None if value is None else put(value), lambda value: None if value is None else get(value)
    )


def listed(parts: tuple[Any, ...], inside: tuple[type, ...]) -> Column:
    """A tuple of any length as a list; a pair (`tuple[str, tuple[str, ...]]`) as a struct of `first` and `second`."""
    if parts[-1] is Ellipsis:
        kind, put, get = column(parts[0], inside)
        return Column(
            pa.list_(kind),
            lambda value: [put(item) for item in value],
            lambda value: tuple(get(item) for item in value),
        )
    names = ("first", "second", "third", "fourth")[: len(parts)]
    inner = [column(part, inside) for part in parts]
    return Column(
        pa.struct([(name, part.type) for name, part in zip(names, inner, strict=True)]),
        lambda value: {name: part.put(item) for name, part, item in zip(names, inner, value, strict=True)},
        lambda value: tuple(part.get(value[name]) for name, part in zip(names, inner, strict=True)),
    )


def struct(cls: type, inside: tuple[type, ...]) -> Column:
    """A record in a record."""
    hints = get_type_hints(cls)
    inner = {field.name: column(hints[field.name], (*inside, cls)) for field in fields(cast(Any, cls))}
    return Column(
        pa.struct([(name, part.type) for name, part in inner.items()]),
        lambda value: {name: part.put(getattr(value, name)) for name, part in inner.items()},
        lambda value: cls(**{name: part.get(value[name]) for name, part in inner.items()}),
    )


def clean(text: str) -> str:
    """The text with what cannot be stored replaced character for character.

    >>> clean("a\\x00b") == "a\\ufffdb"
    True
    """
    return UNSTORABLE.sub("\ufffd", text)


def plain_json(value: object) -> str:
    """JSON with the keys in order; days and whatever else JSON lacks become text."""
    return json.dumps(plain(value), default=str, sort_keys=True)


def plain(value: Any) -> Any:
    """A record as mappings, lists and days, all the way down.

    >>> from westphalia.records import Segment, Span
    >>> plain(Segment(index=0, span=Span(start=0, end=5)))
    {'index': 0, 'span': {'start': 0, 'end': 5}, 'title': None}
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list | set | frozenset):
        return [plain(item) for item in value]
    return clean(value) if isinstance(value, str) else value


def rebuilt(cls: type[R], row: Mapping[str, Any]) -> R:
    """A record from the JSON that `plain_json` made of it (a record inside itself stays nested)."""
    hints = get_type_hints(cls)
    return cls(**{name: revived(hints[name], item) for name, item in row.items()})


def revived(hint: Any, value: Any) -> Any:
    """A value from JSON as its type hint wants it."""
    if value is None:
        return None
    if get_origin(hint) in (Union, types.UnionType):
        return revived(next(part for part in get_args(hint) if part is not type(None)), value)
    if get_origin(hint) is tuple:
        return tuple(revived(get_args(hint)[0], item) for item in value)
    if is_dataclass(hint):
        return rebuilt(cast(type, hint), value)
    return date.fromisoformat(value) if hint is date else value
