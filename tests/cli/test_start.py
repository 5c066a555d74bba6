"""The start: what a query has no use for is not loaded, since it would take seconds."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from westphalia.store import Store

HEAVY = {
    "altair", "docx", "fastapi", "httpx", "lightgbm", "numba", "onnxruntime", "pandas", "ruptures", "scipy",
    "sklearn", "spacy", "tokenizers", "torch", "trafilatura", "transformers", "typst", "vl_convert",
}  # fmt: skip


def loaded(*words: str) -> set[str]:
    """The heavy libraries that a command of a fresh process has loaded when it is done."""
    script = (
        "import atexit, json, sys\n"
        "atexit.register(lambda: print(json.dumps(sorted(sys.modules)), file=sys.stderr))\n"
        "from westphalia.cli import main\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", script, *words], capture_output=True, text=True, check=True)
    return HEAVY.intersection(json.loads(done.stderr.splitlines()[-1]))


def test_help_loads_nothing_heavy() -> None:
    assert not loaded("--help")


def test_queries_load_nothing_heavy(tmp_path: Path) -> None:
    Store.open(tmp_path / "world").close()
    assert not loaded("--store", str(tmp_path / "world"), "statements", "--json")
