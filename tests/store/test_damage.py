"""What can go wrong with a store: it says so, and what was stored stays."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from westphalia.errors import StoreError
from westphalia.records import DocumentRecords
from westphalia.store import Store, writing
from westphalia.store.lake import CATALOGUE, DATA, attach, first_line

Made = Callable[..., DocumentRecords]

WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, {folder!r})
from conftest import made_document
from westphalia.errors import StoreError
from westphalia.store import Store
store = Store.open({path!r})
"""


def script(path: Path, body: str) -> str:
    """A program that opens the store at `path` and goes on with `body`."""
    return WRITER.format(folder=str(Path(__file__).parent), path=str(path)) + body


def whole(store: Store) -> int:
    """The number of documents, all of which must have all their parts."""
    rows = store.view().documents().to_pylist()
    assert all((row["sentences"], row["statements"]) == (2, 2) for row in rows), rows
    assert store.view().statements(actor="PRK").num_rows == 2 * len(rows)
    return len(rows)


def test_a_file_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "world").write_text("hello")
    with pytest.raises(StoreError, match="is a file, not a store; choose a folder"):
        Store.open(tmp_path / "world")
    with pytest.raises(StoreError, match="choose another folder|Not a directory"):
        Store.open(tmp_path / "world" / "below")


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "holiday.txt").write_text("hello")
    with pytest.raises(StoreError, match="holds other things and is no store"):
        Store.open(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["holiday.txt"]


def test_nothing_is_made_for_reading(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store at .* yet; `westphalia add PATH` makes one"):
        Store.open(tmp_path / "world", write=False)
    assert not (tmp_path / "world").exists()


@pytest.mark.parametrize("write", [True, False])
def test_a_catalogue_that_is_none(tmp_path: Path, write: bool) -> None:
    (tmp_path / CATALOGUE).write_bytes(b"this is no database at all, but a line of text\n" * 100)
    with pytest.raises(StoreError, match="no store, or a damaged one"):
        Store.open(tmp_path, write=write)


def test_someone_elses_database(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / CATALOGUE) as other:
        other.execute("create table holidays (day text)")
    other.close()
    with pytest.raises(StoreError, match="this is no store"):
        Store.open(tmp_path, write=False)
    with pytest.raises(StoreError, match="another program's database"):
        Store.open(tmp_path)


def test_someone_elses_lake(tmp_path: Path) -> None:
    (tmp_path / DATA).mkdir()
    lake = attach(tmp_path, None, write=True)
    lake.cursor().execute("create table holidays (day date)")
    lake.close()
    with pytest.raises(StoreError, match="a DuckLake but not one of Westphalia's"):
        Store.open(tmp_path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("format = 99", "written by a newer Westphalia .*pip install --upgrade westphalia"),
        ("columns = 'others'", "written by another version .*--store NEW add PATH"),
    ],
)
def test_another_version(tmp_path: Path, change: str, message: str) -> None:
    with Store.open(tmp_path) as store:
        store._lake.cursor().execute(f"update ledger set {change}")
    with pytest.raises(StoreError, match=message):
        Store.open(tmp_path)


def test_tables_without_their_catalogue(tmp_path: Path, made: Made) -> None:
    with Store.open(tmp_path) as store:
        store.add([made("a", ("Kim", "CONSULT", "Putin"))])
    (tmp_path / CATALOGUE).unlink()
    with pytest.raises(StoreError, match="kept in PostgreSQL"):
        Store.open(tmp_path)


def test_an_unknown_kind_of_catalogue(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="'mysql' is not known; .* postgres:dbname"):
        Store.open(tmp_path, catalogue="mysql:host=there")


def test_an_unreachable_catalogue_keeps_the_password_to_itself(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="PostgreSQL cannot be reached") as caught:
        Store.open(tmp_path, catalogue="postgres:host=127.0.0.1 port=1 dbname=w password=secret connect_timeout=1")
    assert "secret" not in str(caught.value)
    assert "secret" not in first_line("Unable to connect to postgresql://me:secret@there/db")


def test_a_folder_that_cannot_be_written_to_is_read_from_a_copy(
    tmp_path: Path, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(tmp_path) as store:
        store.add([made("a", ("Kim", "CONSULT", "Putin"))])
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with Store.open(tmp_path, write=False) as store:
        assert store.view().statements().num_rows == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_no_rights(tmp_path: Path, made: Made) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="no rights to write there"):
        Store.open(tmp_path / "world")
    tmp_path.chmod(0o700)


def test_a_failure_halfway_leaves_what_was_there(store: Store, made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    store.add([made("a", ("Kim", "CONSULT", "Putin"), ("Kim", "AID", "Putin"))])
    snapshot = store.snapshot

    def fail(*_: object) -> None:
        raise RuntimeError("a bug")

    with monkeypatch.context() as patch:
        patch.setattr(writing, "put_actors", fail)
        with pytest.raises(RuntimeError, match="a bug"):
            store.add([made("a", ("Kim", "CONSULT", "Moscow"), ("Kim", "AID", "Moscow"))])
    assert (store.snapshot, whole(store)) == (snapshot, 1)
    assert store.add([made("a", ("Kim", "CONSULT", "Moscow"), ("Kim", "AID", "Moscow"))]).replaced == ("a",)


@pytest.mark.parametrize("said", ["No space left on device", "database or disk is full"])
def test_a_full_disk_says_so(store: Store, made: Made, monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    def full(*_: object) -> None:
        raise OSError(28, said)

    with monkeypatch.context() as patch:
        patch.setattr(writing, "put_actors", full)
        with pytest.raises(StoreError, match="the disk is full; .* intact. Free some space"):
            store.add([made("a", ("Kim", "CONSULT", "Putin"))])
    assert whole(store) == 0


FILL = """
store.add([made_document("first", ("Kim", "CONSULT", "Putin"), ("Kim", "AID", "Putin"))])
import os
try:
    for number in range(20):
        noise = os.urandom(400_000).hex()
        stated = ("Kim", "CONSULT", "Putin"), ("Kim", "AID", "Putin")
        store.add([made_document(str(number), *stated, text=noise)])
except StoreError as error:
    print(error)
store.close()
store = Store.open(PATH, write=False)
rows = store.view().documents().to_pylist()
print(len(rows) > 0 and all((r["sentences"], r["statements"]) == (2, 2) for r in rows), len(rows) < 21)
"""


def test_a_disk_that_is_really_full(tmp_path: Path) -> None:
    (tmp_path / "small").mkdir()
    body = script(tmp_path / "small" / "world", FILL.replace("PATH", repr(str(tmp_path / "small" / "world"))))
    mounted = f"mount -t tmpfs -o size=3m none {tmp_path}/small && exec {sys.executable} -c '{quoted(body)}'"
    run = subprocess.run(["unshare", "-rm", "sh", "-c", mounted], capture_output=True, text=True) if UNSHARE else None
    if run is None or "unshare" in run.stderr or "mount:" in run.stderr:
        pytest.skip("no rights to make a small disk")
    assert "the disk is full; what was stored before is intact" in run.stdout, run.stdout + run.stderr
    assert run.stdout.endswith("True True\n"), run.stdout + run.stderr


UNSHARE = shutil.which("unshare")


def quoted(text: str) -> str:
    """For single quotes in a shell."""
    return text.replace("'", "'\\''")


KEEP_WRITING = """
print("ready", flush=True)
for number in range(10_000):
    name = str(number % 7)
    store.add([made_document(name, ("Kim", "CONSULT", "Putin"), ("Kim", "AID", "Putin"), text=f"Banner {number}")])
"""


def test_a_writer_that_is_killed_leaves_a_whole_store(tmp_path: Path) -> None:
    path = tmp_path / "world"
    for after in (0.1, 0.2 + random.random()):
        writer = subprocess.Popen([sys.executable, "-c", script(path, KEEP_WRITING)], stdout=subprocess.PIPE)
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(after)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        with Store.open(path) as store:
            assert whole(store) <= 7
    with Store.open(path) as store:
        assert store.add([]).added == ()
