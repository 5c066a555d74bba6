"""What an outlook keeps beside its store: fitted forecasters by snapshot, and the record of its forecasts."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from westphalia.outlook import fitting, occurrence
from westphalia.outlook.events import Events
from westphalia.outlook.record import FORECASTS

__all__ = ["fitted_for", "read_record", "write_record"]


def fitted_for(
    folder: Path, events: Events, until: int, horizon: int, key: str, threads: int = 2
) -> occurrence.Forecaster:
    """The forecaster of a horizon for what `key` names (a snapshot and a day), fitted once and kept in the folder."""
    path = folder / f"occurrence-{key}-{horizon}d.json"
    if path.is_file():
        return occurrence.load(path)
    fitted = fitting.fit(events, until, horizon, threads=threads)
    occurrence.save(fitted, path)
    return fitted


def read_record(folder: Path) -> pa.Table:
    """All forecasts kept so far; an empty table of FORECASTS where there are none."""
    path = folder / "forecasts.parquet"
    return pq.read_table(path, schema=FORECASTS) if path.is_file() else FORECASTS.empty_table()


def write_record(folder: Path, *tables: pa.Table) -> pa.Table:
    """Keeps the rows of all tables, one an id (the earlier table's row holds); returns what is kept."""
    rows: dict[str, dict[str, object]] = {}
    for table in tables:
        for row in table.to_pylist():
            rows.setdefault(row["id"], row)
    whole = pa.Table.from_pylist(list(rows.values()), schema=FORECASTS)
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / "forecasts.part"
    pq.write_table(whole, draft)
    draft.replace(folder / "forecasts.parquet")
    return whole
