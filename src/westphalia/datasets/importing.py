"""Files of data sets into a store: known by their columns, read, and put in the place of an earlier version."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from westphalia.datasets.recognise import DATASETS, Dataset, dataset_of
from westphalia.datasets.rows import EVENTS, POINTS, TIES, Refused
from westphalia.errors import BadInput
from westphalia.records import Skip, content_id
from westphalia.store import Store
from westphalia.store.imports import DataImport, DataRow, Imported

__all__ = ["Brought", "import_data", "load_import"]

_TABLES = {"data_ties": TIES, "data_events": EVENTS, "positions": POINTS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What importing one file did: the data set, whether it was added, unchanged or replaced, and its rows.

    `skipped` counts lines (or parties of a line) that were left out, by reason, the commonest first.
    """

    file: str
    dataset: str
    version: str
    change: str
    what: str
    rows: int
    skipped: tuple[tuple[str, int], ...]


def import_data(paths: Iterable[Path], store: Store, dataset: str | None = None) -> Iterator[Brought | Skip]:
    """Put files of data sets into a store, one after the other, each as a whole or not at all.

    Files are known by their columns, unless `dataset` (a name in `DATASETS`) says what they are. Of a folder all its
    files are tried, and those of no data set are skips. Raises BadInput for a file given by itself that is of none, and
    for one that cannot be read.
    """
    if dataset is not None and dataset not in DATASETS:
        raise BadInput(f"no data set is called {dataset!r}: give one of {', '.join(DATASETS)}")
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_dir():
                continue
            try:
                name = dataset or dataset_of(file)
            except BadInput as why:
                if file == path:
                    raise
                yield Skip(where=str(file), stage="import", why=str(why).removeprefix(f"{file}: "))
                continue
            yield _bring(file, name, store)


def _bring(path: Path, name: str, store: Store) -> Brought:
    imported, skips = load_import(path, name)
    what, rows = next((t, rows) for t, rows in imported.tables.items() if t != "data_rows")
    change = store.add_data(imported)
    of = imported.of
    told = {"what": what.removeprefix("data_"), "rows": rows.num_rows, "skipped": tuple(_reasons(skips))}
    return Brought(file=str(path), dataset=of.title, version=of.version, change=change, **told)


def _reasons(skips: Sequence[Skip]) -> list[tuple[str, int]]:
    return Counter(skip.why for skip in skips).most_common()


def load_import(path: Path, name: str) -> tuple[Imported, tuple[Skip, ...]]:
    """A file of the data set called `name` as it goes into a store, and what was left out. Raises BadInput."""
    dataset = DATASETS[name]
    loaded = dataset.read(path)
    what = next(table for table, schema in _TABLES.items() if loaded.table.schema == schema)
    columns, rows = _lines(path, dataset, set(loaded.table["row"].to_pylist()))
    first, last = _covers(what, loaded.table)
    part = path.name if dataset.parts else None
    digest = blake2b(path.read_bytes(), digest_size=16).hexdigest()
    of = DataImport(
        id=content_id("f", name, part, digest),
        dataset=name,
        title=dataset.title,
        version=dataset.version or (f"to {last.year}" if last else "no date"),
        part=part,
        file=str(path),
        columns=columns,
        lines=rows.num_rows,
        skipped=len(loaded.skips),
        covers_from=first,
        covers_to=last,
    )
    return Imported(of=of, tables={what: loaded.table, "data_rows": rows}), loaded.skips


def _lines(path: Path, dataset: Dataset, wanted: set[str]) -> tuple[tuple[str, ...], pa.Table]:
    """The columns of a file, and its lines that are behind something that was taken."""
    columns: tuple[str, ...] = ()
    found: list[tuple[str, int, dict[str, str]]] = []
    for count, cells in dataset.lines(path):
        with suppress(Refused):
            id = dataset.row(cells, count, path.name)
            if id in wanted:
                columns = columns if len(columns) >= len(cells) else tuple(cells)
                found.append((id, count, cells))
    kept: list[Any] = [[id for id, _, _ in found], [count for _, count, _ in found]]
    kept.append([[cells.get(name, "") for name in columns] for _, _, cells in found])
    names = [name for name in DataRow.__dataclass_fields__ if name != "import_id"]
    types = [pa.string(), pa.int64(), pa.list_(pa.string())]
    return columns, pa.table(dict(zip(names, map(pa.array, kept, types), strict=True)))


def _covers(what: str, rows: pa.Table) -> tuple[date | None, date | None]:
    """The first and the last day that a file tells of."""
    if what == "data_ties":
        return pc.min(rows["start"]).as_py(), pc.max(rows["coverage_end"]).as_py()
    if what == "data_events":
        return pc.min(rows["day"]).as_py(), pc.max(rows["day"]).as_py()
    years = [pc.min(rows["year"]).as_py(), pc.max(rows["year"]).as_py()]
    return (date(years[0], 1, 1), date(years[1], 12, 31)) if years[0] else (None, None)
