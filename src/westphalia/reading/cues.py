"""Tables of cues: tab-separated files in `reading/data`, one line a case, `#` for comments, first line the columns."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

__all__ = ["rows", "words"]


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The lines of the table `name` (without `.tsv`) by column; missing cells are empty.

    >>> rows("times")[0]["meaning"]
    'figures'
    """
    text = (files("westphalia.reading") / "data" / f"{name}.tsv").read_text(encoding="utf8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    header = lines[0].split("\t")
    found = []
    for line in lines[1:]:
        cells = [cell.strip() for cell in line.split("\t")]
        found.append(dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=False)))
    return tuple(found)


@cache
def words(name: str, kind: str) -> frozenset[str]:
    """The `word` column of the lines of a table whose `kind` is the one asked for.

    >>> "might" in words("hedges", "possible")
    True
    """
    return frozenset(row["word"] for row in rows(name) if row["kind"] == kind)
