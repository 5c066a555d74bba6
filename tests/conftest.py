"""What tests share: the folder of shared data, which may be absent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def shared_folder() -> Path | None:
    """The folder with the gold and the data sets: $WESTPHALIA_SHARED, or `../shared` beside the project."""
    path = Path(os.environ.get("WESTPHALIA_SHARED") or Path(__file__).parents[2] / "shared")
    return path if path.is_dir() else None


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared folder; the test is skipped where there is none."""
    path = shared_folder()
    if path is None:
        pytest.skip("no shared data: set WESTPHALIA_SHARED or put them in ../shared")
    return path
