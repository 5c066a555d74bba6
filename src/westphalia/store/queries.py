"""The questions a View asks, read from `queries/*.sql`.

In a file, `{name}` stands for another question as a table, `lake.NAME` for a table as it was at the View's snapshot,
and a line that ends in `--? name` is there only when the parameter `name` is given.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cache
from importlib.resources import files

__all__ = ["asked", "question", "tables_of"]

OPTIONAL = re.compile(r"^(.*?)\s*--\? (\w+)$", re.MULTILINE)
TABLE = re.compile(r"\blake\.(\w+)")
COMMENT = re.compile(r"^\s*--(?!\?).*\n", re.MULTILINE)


def question(
    name: str, given: Collection[str], snapshot: int, lake: str = "lake", instead: Collection[str] = ()
) -> str:
    """The SQL of a question for the parameters that are given, at a snapshot of a lake.

    The tables named in `instead` are not the lake's: they are temporary tables of the same name.

    >>> print(question("document", {"id"}, 7))
    select *
    from (select *
    from lake.documents at (version => 7)
    where true
    )
    where id = $id
    """
    text = re.sub(r"\n(\s*\n)+", "\n", composed(name, frozenset(given)))
    return TABLE.sub(
        lambda at: f"temp.{at[1]}" if at[1] in instead else f"{lake}.{at[1]} at (version => {int(snapshot)})", text
    ).strip()


def tables_of(name: str) -> frozenset[str]:
    """The tables that a question looks into.

    >>> sorted(tables_of("links_of"))
    ['members']
    """
    return frozenset(TABLE.findall(composed(name, frozenset())))


@cache
def composed(name: str, given: frozenset[str]) -> str:
    """A question's text with the lines that the parameters ask for, and the questions that it stands on put in."""
    text = OPTIONAL.sub(lambda line: line[1] if line[2] in given else "", written(name))
    return re.sub(r"\{(\w+)\}", lambda match: f"({composed(match[1], given)}\n)", text)


def asked(sql: str, parameters: Mapping[str, object]) -> dict[str, object]:
    """The parameters that the SQL names: DuckDB refuses others.

    >>> asked("select $id", {"id": 1, "until": None})
    {'id': 1}
    """
    named = set(re.findall(r"\$(\w+)", sql))
    return {name: value for name, value in parameters.items() if name in named}


@cache
def written(name: str) -> str:
    """The text of a question's file without its comments."""
    text = (files("westphalia.store") / "queries" / f"{name}.sql").read_text("utf8")
    return COMMENT.sub("", text).strip()
