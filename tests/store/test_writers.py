"""Several processes write and read one store at once."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from westphalia.records import DocumentRecords
from westphalia.store import Store
from westphalia.store.lake import is_conflict, retrying
from westphalia.store.store import AddReport

Made = Callable[..., DocumentRecords]

WRITER = """
import sys
sys.path.insert(0, {folder!r})
from conftest import made_document
from westphalia.store import Store
store = Store.open({path!r})
print("ready", flush=True)
sys.stdin.readline()
added = 0
for number in range(4):
    batch = [made_document(f"shared-{{number}}", ("Kim", "CONSULT", "Putin")),
             made_document(f"own-{{sys.argv[1]}}-{{number}}", ("Kim", "AID", "Moscow"))]
    added += len(store.add(batch).added)
print(added)
"""


def test_writers_and_readers_at_once(tmp_path: Path) -> None:
    path = tmp_path / "world"
    code = WRITER.format(folder=str(Path(__file__).parent), path=str(path))
    writers = [
        subprocess.Popen([sys.executable, "-c", code, str(n)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for n in range(2)
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdin is not None
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    with Store.open(path, write=False) as reader:
        seen = 0
        while any(writer.poll() is None for writer in writers):
            names = reader.view().documents()["name"].to_pylist()
            assert len(names) == len(set(names)) >= seen
            seen = len(names)
            time.sleep(0.1)
    added = [int(writer.communicate()[0]) for writer in writers]
    assert sum(added) == 4 + 8
    with Store.open(path) as store:
        names = store.view().documents()["name"].to_pylist()
        assert len(names) == len(set(names)) == 12
        assert store.view().statements().num_rows == 12


def test_threads_that_write_the_same_documents(store: Store, made: Made) -> None:
    batch = [made(str(number), ("Kim", "CONSULT", "Putin")) for number in range(5)]

    def add(_: int) -> AddReport:
        return store.add(batch)

    with ThreadPoolExecutor(3) as pool:
        reports = list(pool.map(add, range(3)))
    assert sum(len(report.added) for report in reports) == 5
    assert store.view().documents().num_rows == 5
    assert store.view().actors().num_rows == 2


def test_a_writer_gives_up_in_the_end() -> None:
    import duckdb

    tries = []

    def never() -> None:
        tries.append(1)
        raise duckdb.TransactionException("database is locked")

    with pytest.raises(duckdb.TransactionException):
        retrying(never, patience=0.1)
    assert len(tries) > 1
    assert not is_conflict(duckdb.IOException("database or disk is full"))
