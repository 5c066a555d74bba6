"""Statements out of a View: JSON Lines (for scoring and programs), CSV (for spreadsheets), Parquet (for data tools)."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from westphalia.errors import BadInput
from westphalia.store import View

__all__ = ["EXPORTS", "FORMATS", "export", "statement_line"]

EXPORTS = ("statements", "events", "ties", "disagreements", "data_ties", "data_events")

ROWS = 5_000
"""How many rows are turned into text at a time."""


def export(view: View, what: str, path: str | Path, **filters: Any) -> int:
    """Write one of a view's tables to a file, in the format that its ending names, and give the number of rows.

    `what` is one of `EXPORTS`; `filters` are those of the view's method of that name. `.jsonl` has one object a line
    (of statements: `statement_line`), `.csv` and `.parquet` the view's columns with the snapshot's number; lists in
    CSV are joined with `;`, the sides of a disagreement are JSON. The file is there as a whole or not at all. Raises
    BadInput for another table, another ending or a file that cannot be written.
    """
    path = Path(path)
    if what not in EXPORTS:
        raise BadInput(f"cannot export {what!r}: give one of {', '.join(EXPORTS)}")
    write = FORMATS.get(path.suffix.lower())
    if write is None:
        raise BadInput(f"{path}: no format for {path.suffix or 'a name without an ending'!r}; use {', '.join(FORMATS)}")
    table = getattr(view, what)(**filters)
    try:
        with NamedTemporaryFile(dir=path.absolute().parent, prefix=".westphalia-", delete=False) as file:
            try:
                write(table, file, view.snapshot)
                file.close()
                os.chmod(file.name, 0o666 & ~umask())
                os.replace(file.name, path)
            except BaseException:
                os.unlink(file.name)
                raise
    except OSError as error:
        raise BadInput(f"cannot write {path}: {error.strerror or error}; choose another place with -o") from error
    return int(table.num_rows)


def statement_line(row: Mapping[str, Any], snapshot: int) -> dict[str, Any]:
    """One row of `View.statements` as the object that the JSON Lines hold.

    `confidence` is the method's, from 0 to 1; what the text itself hedges is `modality`. Spans are pairs of
    character offsets in the document's text, the end not included.
    """
    return {
        "document": row["document"],
        "sentence": row["sentence"],
        "kind": row["kind"],
        "relation": row["relation"],
        "mode": row["mode"],
        "source": row["source"],
        "target": row["target"],
        "polarity": row["polarity"],
        "modality": row["modality"],
        "attributed_to": {
            "kind": row["attribution_kind"],
            "actors": row["attributed_to"],
            "text": row["attribution_text"],
        },
        "when": {"start": day(row["when_start"]), "end": day(row["when_end"]), "basis": row["when_basis"]},
        "ids": {"statement": row["id"], "sentence": row["sentence_id"], "document": row["document_id"]},
        "spans": {
            "sentence": [row["sentence_start"], row["sentence_end"]],
            "trigger": [row["trigger_start"], row["trigger_end"]],
        },
        "confidence": row["score"],
        "method": row["method"],
        "snapshot": snapshot,
    }


def write_jsonl(table: pa.Table, file: IO[bytes], snapshot: int) -> None:
    """One object a line, UTF-8."""
    of_statements = "sentence_id" in table.column_names
    for row in rows(table):
        line = statement_line(row, snapshot) if of_statements else {**row, "snapshot": snapshot}
        file.write(json.dumps(line, ensure_ascii=False, default=str).encode("utf8") + b"\n")


def write_csv(table: pa.Table, file: IO[bytes], snapshot: int) -> None:
    """A line of names, then one line a row, UTF-8 with the mark that spreadsheets look for."""
    names = [*table.column_names, "snapshot"]
    file.write(b"\xef\xbb\xbf")
    writer = csv.writer(Encoded(file))
    writer.writerow(names)
    for row in rows(table):
        writer.writerow([cell({**row, "snapshot": snapshot}[name]) for name in names])


def write_parquet(table: pa.Table, file: IO[bytes], snapshot: int) -> None:
    """The table as it is, with the snapshot as a column."""
    pq.write_table(table.append_column("snapshot", pa.repeat(pa.scalar(snapshot, pa.int64()), table.num_rows)), file)


FORMATS: Mapping[str, Callable[[pa.Table, IO[bytes], int], None]] = {
    ".jsonl": write_jsonl,
    ".csv": write_csv,
    ".parquet": write_parquet,
}


class Encoded:
    """A file that takes text and writes UTF-8."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file

    def write(self, text: str) -> int:
        """Write it."""
        return self.file.write(text.encode("utf8"))


def rows(table: pa.Table) -> Iterator[dict[str, Any]]:
    """The rows as mappings, a few thousand in memory at a time."""
    for batch in table.to_batches(max_chunksize=ROWS):
        yield from batch.to_pylist()


def cell(value: object) -> object:
    """A value as a CSV cell.

    >>> cell(["CHN", "RUS"]), cell(None), cell(True)
    ('CHN;RUS', '', 'true')
    """
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, list):
        return ";".join(map(str, value))
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else value


def day(value: date | None) -> str | None:
    """A day as ISO 8601 writes it."""
    return None if value is None else value.isoformat()


def umask() -> int:
    """The process's file mode mask, which a temporary file does not follow."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
