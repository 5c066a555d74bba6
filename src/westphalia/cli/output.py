"""How the commands print: tables for people, JSON for programs, errors in one line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any

import pyarrow as pa
from rich.console import Console
from rich.table import Table
from rich.text import Text

__all__ = ["answers", "console", "errors", "print_json", "print_quoted", "print_rows", "when_text"]

_SHOWN = 3  # of a list in a cell
_CODES = 8  # of a list of states
console = Console()
errors = Console(stderr=True)
_taken: ContextVar[list[Any] | None] = ContextVar("_taken", default=None)


@contextmanager
def answers() -> Iterator[list[Any]]:
    """What commands run within would print as JSON, taken as it is."""
    taken: list[Any] = []
    token = _taken.set(taken)
    try:
        yield taken
    finally:
        _taken.reset(token)


def print_json(value: Any) -> None:
    """Print any value of tables, records and plain types as JSON, one document on standard output."""
    if (taken := _taken.get()) is not None:
        taken.append(value)
        return
    if isinstance(value, pa.Table):
        value = value.to_pylist()
    print(json.dumps(value, default=_plain, ensure_ascii=False, indent=1))


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, pa.Table):
        return value.to_pylist()
    if isinstance(value, Mapping):
        return dict(value)
    if hasattr(value, "__dataclass_fields__"):
        return {name: getattr(value, name) for name in value.__dataclass_fields__}
    if isinstance(value, set | frozenset):
        return sorted(value)
    return str(value)


def print_rows(
    rows: Sequence[Mapping[str, Any]], columns: Sequence[str], *, title: str = "", wide: str | None = None
) -> None:
    """Print chosen columns of rows as a table, without those that no row fills; `wide` names the one that may wrap."""
    if not rows:
        console.print(f"{title}: none" if title else "none", style="dim", markup=False)
        return
    table = Table(title=title or None, title_justify="left", box=None, pad_edge=False, header_style="bold")
    filled = [column for column in columns if any(_cell(row.get(column), column) for row in rows)]
    for column in filled:
        ids = column == "id" or column.endswith("ids") or column == "statements"
        table.add_column(
            column.replace("_", " "),
            overflow="fold",
            no_wrap=ids,
            min_width=14 if ids else None,
            ratio=1 if column == wide else None,
        )
    for row in rows:
        table.add_row(*(Text(_cell(row.get(column), column)) for column in filled))
    console.print(table)


def print_quoted(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], *, title: str) -> None:
    """Print each row as a line of its columns and, below it, the sentence that it rests on."""
    console.print(Text(title, style="bold"))
    for row in rows:
        cells = [_counted(row.get(column), column).replace("\n", ", ") for column in columns]
        if "relation" in columns and row.get("polarity") == "-":
            cells[columns.index("relation")] = f"not {row['relation']}"
        key = row.get("id") or " ".join((row.get("ids") or ())[:1])
        console.print(Text.assemble((f"{key}  ", "dim"), ("  ".join(filter(None, cells)), "bold")))
        if row["quote"]:
            console.print(Text(f"  “{row['quote']}”"))


def _counted(value: Any, column: str) -> str:
    """A cell that stands without its column's name: of counts it says what was counted."""
    if column in ("reports", "publishers") and isinstance(value, int):
        return f"{value} {column.removesuffix('s') if value == 1 else column}"
    return _cell(value, column)


def _cell(value: Any, column: str) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if column == "path" and isinstance(value, list):
        return " → ".join(value)
    if column in ("source", "target") and isinstance(value, list):
        return ", ".join(value)
    if column in ("members", "friends", "foes", "against") and isinstance(value, list):
        more = f" and {len(value) - _CODES} more" if len(value) > _CODES else ""
        return ", ".join(value[:_CODES]) + more
    if isinstance(value, list | tuple):
        shown = [str(each) for each in value[:_SHOWN]]
        return "\n".join([*shown, f"and {len(value) - _SHOWN} more"] if len(value) > _SHOWN else shown)
    if isinstance(value, float):
        return f"{value:.2f}"
    return str(value)


def when_text(row: Mapping[str, Any]) -> str:
    """An interval as people write it: a day, a month, a year, `since 2022`, or nothing.

    >>> when_text({"when_start": date(2024, 6, 1), "when_end": date(2024, 6, 30)})
    '2024-06'
    >>> when_text({"when_start": date(2022, 1, 1), "when_end": None})
    'since 2022'
    """
    start, end = row.get("when_start"), row.get("when_end")
    if start and end:
        if start == end:
            return str(start)
        if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
            return str(start.year) if start.year == end.year else f"{start.year}–{end.year}"
        if start.day == 1 and (start.year, start.month) == (end.year, end.month) and end.day >= 28:
            return f"{start:%Y-%m}"
        return f"{start}–{end}"
    if start:
        return f"since {start.year if (start.month, start.day) == (1, 1) else start}"
    return f"until {end}" if end else ""
