"""Tables of the ontology: tab-separated files in `ontology/data`, `#` for comments, first line the columns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from importlib.resources import files

from westphalia.errors import OntologyError

__all__ = ["Row", "day", "lines", "listed", "table"]

Row = dict[str, str]


def table(name: str) -> Iterator[Row]:
    """The lines of `ontology/data/<name>.tsv` as dictionaries by column; cells left out at the end are empty.

    Raises OntologyError, with file and line, where a line has more cells than the table has columns.

    >>> next(table("states"))["id"]
    'AFG'
    """
    text = (files("westphalia.ontology") / "data" / f"{name}.tsv").read_text(encoding="utf8")
    columns: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.rstrip("\r").split("\t")
        if not columns:
            columns = cells
        elif len(cells) > len(columns):
            raise OntologyError(f"{name}.tsv:{number}: {len(cells)} cells for {len(columns)} columns")
        else:
            yield dict(zip(columns, cells + [""] * (len(columns) - len(cells)), strict=True))


def lines(package: str, name: str, columns: int) -> list[list[str]]:
    """The cells of each line of `data/<name>` in a package, comments left out.

    For tables whose columns are said in their head comment. Raises OntologyError at a line of another width.
    """
    found = []
    for number, line in enumerate((files(package) / "data" / name).read_text(encoding="utf8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != columns:
            raise OntologyError(f"{package}, data/{name}, line {number}: {len(cells)} columns where {columns} are due")
        found.append(cells)
    return found


def listed(cell: str) -> list[str]:
    """The parts of a cell that holds several, separated by semicolons.

    >>> listed("Bonn; Berlin")
    ['Bonn', 'Berlin']
    """
    return [part.strip() for part in cell.split(";") if part.strip()] if cell else []


def day(text: str, *, last: bool = False) -> date | None:
    """A day, month or year as its first (or last) day; None for an empty cell.

    >>> day("1999-02", last=True)
    datetime.date(1999, 2, 28)
    """
    if not text:
        return None
    parts = [int(p) for p in text.split("-")]
    if len(parts) == 3:
        return date(*parts)
    year, month = parts[0], parts[1] if len(parts) == 2 else (12 if last else 1)
    if not last:
        return date(year, month, 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)
