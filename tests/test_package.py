"""The installed package works outside the tree and carries all its data files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "westphalia"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built wheel, unpacked into an empty folder."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", folder, ROOT]
    subprocess.run([str(part) for part in build], check=True, capture_output=True, text=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_wheel_carries_every_data_file(installed: Path) -> None:
    ours = {p.relative_to(PACKAGE) for p in PACKAGE.rglob("*") if p.is_file() and "__pycache__" not in p.parts}
    theirs = {p.relative_to(installed / "westphalia") for p in (installed / "westphalia").rglob("*") if p.is_file()}
    assert ours - theirs == set()


def test_wheel_runs_outside_the_tree(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("On 5 May 2023 France signed a defence agreement with Japan in Paris.\n")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("WESTPHALIA")} | {
        "PYTHONPATH": str(installed)
    }

    def westphalia(*arguments: str) -> str:
        command = [sys.executable, "-m", "westphalia", *arguments]
        return subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True).stdout

    where = subprocess.run(
        [sys.executable, "-c", "import westphalia; print(westphalia.__file__)"],
        cwd=tmp_path,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert str(installed) in where
    (added,) = json.loads(westphalia("add", "note.txt", "--json"))["added"]
    assert Path(added).name == "note.txt"
    said = json.loads(westphalia("statements", "--json"))
    assert any({"FRA", "JPN"} <= {*s["source"], *s["target"]} for s in said)
