"""The data sets that can be read: their names, the columns by which their files are known, and how their lines open."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from westphalia.datasets import atop, cow, gdelt, gsdb, icews, polecat, sipri, trade, unvotes
from westphalia.datasets.rows import Loaded, delimiter_of, lines, state
from westphalia.errors import BadInput

__all__ = ["DATASETS", "Dataset", "dataset_of"]

Line = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """A data set: what it is called, the columns that it is known by, its importer, and the id of each of its lines.

    `prefix` begins the ids of its rows; `number` is what follows, of a line, its number and the file's name. `version`
    is None where the file does not tell. `parts`: it comes in many files, which stand beside each other in a store.
    """

    title: str
    version: str | None
    columns: tuple[str, ...]
    read: Callable[[Path], Loaded]
    prefix: str
    number: Callable[[Line, int, str], str]
    parts: bool = False
    lines: Callable[[Path], Iterator[tuple[int, Line]]] = lines

    def row(self, line: Line, count: int, file: str) -> str:
        """The id of a line, as importers write it."""
        return f"{self.prefix}:{self.number(line, count, file)}"


def _cell(name: str) -> Callable[[Line, int, str], str]:
    return lambda line, count, file: line.get(name, "").removesuffix(".0")


def _by_line(line: Line, count: int, file: str) -> str:
    return str(count)


def _by_file(line: Line, count: int, file: str) -> str:
    return f"{file}:{count}"


def _session(line: Line, count: int, file: str) -> str:
    return f"{line['session']}:{state(line['ccode'])}"


DATASETS: Mapping[str, Dataset] = {
    "atop": Dataset(title="ATOP 5.1", version="5.1", columns=atop.NEEDS, read=atop.read_atop,
                    prefix="atop", number=_cell("atopid")),
    "sipri": Dataset(title="SIPRI Arms Transfers", version=None, columns=sipri.NEEDS, read=sipri.read_sipri,
                     prefix="sipri", number=_by_line),
    "gsdb": Dataset(title="GSDB 3", version="3", columns=gsdb.NEEDS, read=gsdb.read_gsdb,
                    prefix="gsdb", number=_cell("case_id")),
    "comtrade": Dataset(title="UN Comtrade", version=None, columns=trade.COMTRADE, read=trade.read_comtrade,
                        prefix="comtrade", number=_by_file, parts=True),
    "gravity": Dataset(title="CEPII gravity 2006", version="2006", columns=trade.GRAVITY, read=trade.read_gravity,
                       prefix="gravity", number=_by_line),
    "mid": Dataset(title="COW MID 5", version="5", columns=cow.DISPUTES, read=cow.read_disputes,
                   prefix="mid", number=_cell("dispnum")),
    "rivalries": Dataset(title="Strategic rivalries", version=None, columns=cow.RIVALRIES, read=cow.read_rivalries,
                         prefix="rivalry", number=_cell("tssr_id")),
    "unvotes": Dataset(title="UN ideal points", version=None, columns=unvotes.NEEDS, read=unvotes.read_ideal_points,
                       prefix="unvotes", number=_session),
    "icews": Dataset(title="ICEWS", version=None, columns=icews.FULL, read=icews.read_icews,
                     prefix="icews", number=_cell("Event ID"), parts=True),
    "icews-named": Dataset(title="ICEWS", version=None, columns=icews.NAMED, read=icews.read_icews_named,
                           prefix="icews", number=_by_file, parts=True),
    "polecat": Dataset(title="POLECAT", version=None, columns=polecat.COLUMNS, read=polecat.read_polecat,
                       prefix="polecat", number=_cell("Event ID"), parts=True),
    "gdelt": Dataset(title="GDELT", version=None, columns=("GLOBALEVENTID", "SQLDATE"), read=gdelt.read_gdelt,
                     prefix="gdelt", number=_cell("GLOBALEVENTID"), parts=True, lines=gdelt.rows_of_gdelt),
}  # fmt: skip
"""Each data set that can be read, by its short name."""


def dataset_of(path: Path) -> str:
    """The short name of the data set that a file belongs to. Raises BadInput where its columns are those of none.

    The first one listed in `DATASETS` whose columns the file's first line has; GDELT also by the shape of a row.
    """
    delimiter = delimiter_of(path)
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        cells = [cell.strip() for cell in next(csv.reader([file.readline()], delimiter=delimiter), [])]
    for name, dataset in DATASETS.items():
        if set(dataset.columns) <= set(cells):
            return name
    if gdelt.is_gdelt(cells):
        return "gdelt"
    raise BadInput(f"{path}: its columns are of no data set that can be read ({', '.join(DATASETS)})")
