"""The catalogue in PostgreSQL, where there is a server to try it with."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from westphalia.errors import StoreError
from westphalia.records import DocumentRecords
from westphalia.store import Store

Made = Callable[..., DocumentRecords]


def server_programs() -> Path | None:
    """The folder with `initdb` and `pg_ctl`, the newest version's."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


def unprivileged() -> str | None:
    """Whom the server is to run as: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    pytest.skip("no user to run a PostgreSQL server as")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The connection string of a database on a server of its own, on 127.0.0.1 only."""
    programs = server_programs()
    if programs is None:
        pytest.skip("no PostgreSQL server on this machine")
    user = unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="westphalia-pg-"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    if user:
        shutil.chown(folder, user)

    def call(*command: str) -> None:
        done = subprocess.run(
            command, user=user, cwd=folder, capture_output=True, text=True, env={"LC_ALL": "C", "PATH": os.defpath}
        )
        if done.returncode:
            pytest.skip(f"no PostgreSQL server could be started: {done.stderr.strip()[-300:]}")

    data = str(folder / "data")
    call(str(programs / "initdb"), "-D", data, "-U", "westphalia", "-A", "trust", "--no-sync", "-E", "UTF8")
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} -c fsync=off"
    call(str(programs / "pg_ctl"), "-D", data, "-l", str(folder / "log"), "-o", options, "-w", "start")
    try:
        yield f"host=127.0.0.1 port={port} user=westphalia dbname=postgres"
    finally:
        call(str(programs / "pg_ctl"), "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def test_a_store_with_its_catalogue_in_postgresql(server: str, tmp_path: Path, made: Made) -> None:
    catalogue = f"postgres:{server}"
    batch = [made("a", ("Kim", "CONSULT", "Putin")), made("b", ("Putin", "AID", "Kim"))]
    with Store.open(tmp_path / "world", catalogue=catalogue) as store:
        assert store.add(batch).added == ("a", "b")
        assert store.add([made("a", ("Washington", "ACCUSE", "Moscow"))]).replaced == ("a",)
        assert store.view().statements().num_rows == 2
        assert store.view(snapshot=store.snapshot - 1).statements(actor="PRK").num_rows == 2
    assert not (tmp_path / "world" / "catalogue.sqlite").exists()
    with Store.open(tmp_path / "world", catalogue=catalogue, write=False) as store:
        assert store.view().open(batch[1].statements[0].id)["sentence"]["text"] == "Putin met Kim."

    def write(number: int) -> int:
        with Store.open(tmp_path / "world", catalogue=catalogue) as own:
            shared = made("shared", ("Kim", "CONSULT", "Putin"))
            return len(own.add([shared, made(f"own-{number}", ("Kim", "AID", "Moscow"))]).added)

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(write, range(3))) == 4
    with Store.open(tmp_path / "world", catalogue=catalogue) as store:
        assert store.view().documents().num_rows == 6
    with pytest.raises(StoreError, match="kept in PostgreSQL"):
        Store.open(tmp_path / "world")
    with pytest.raises(StoreError, match="catalogue is that of the store .*/world; open that one"):
        Store.open(tmp_path / "elsewhere", catalogue=catalogue)


def test_an_address_will_do(server: str, tmp_path: Path, made: Made) -> None:
    parts = dict(part.split("=") for part in server.split())
    base = f"{parts['user']}@{parts['host']}:{parts['port']}"
    subprocess.run(["psql", "-q", f"postgresql://{base}/postgres", "-c", "create database second"], check=True)
    with Store.open(tmp_path / "world", catalogue=f"postgresql://{base}/second") as store:
        assert store.add([made("a", ("Kim", "CONSULT", "Putin"))]).added == ("a",)
    with pytest.raises(StoreError, match="PostgreSQL cannot be reached"):
        Store.open(tmp_path / "world", catalogue=f"postgresql://{base}/third")
