"""`add --reader llm`: off unless asked for, with an endpoint that works, that fails, and without one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.reading.llm.endpoints import Fake, record, serve
from westphalia.errors import BadInput
from westphalia.settings import Settings

TEXT = "Iran attacked Iraq.\n"


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch, run: Run, tmp_path: Path) -> Iterator[Fake]:
    """A running endpoint that the settings name, and a document beside the store to be."""
    (tmp_path / "a.txt").write_text(TEXT)
    with serve(Fake(answer=lambda sentences: json.dumps({"statements": [record(), record(quote="hit")]}))) as running:
        monkeypatch.setenv("WESTPHALIA_LLM_URL", running.url)
        monkeypatch.setenv("WESTPHALIA_LLM_MODEL", "toy")
        monkeypatch.setenv("WESTPHALIA_LLM_KEY", "secret")
        yield running


def test_a_language_model_is_asked_only_when_told_to(run: Run, fake: Fake, tmp_path: Path) -> None:
    assert json.loads(run("--store", "plain", "add", "a.txt", "--json").out)["asked"] is None
    assert not fake.asked
    ran = run("add", "a.txt", "--reader", "llm")
    assert ran.code == 0
    assert "llm:toy was asked about 1 sentences in 1 requests" in ran.out
    assert "1 records accepted (1 as the frames have them), 1 refused: no such quote 1" in ran.out
    assert fake.keys == ["Bearer secret"]
    assert not any("secret" in f.read_text() for f in (tmp_path / "world" / "answers").rglob("*.json"))
    (told,) = (s for s in json.loads(run("statements", "--json").out) if s["relation"] == "ASSAULT")
    assert "llm:toy reads the same" in run("why", told["id"]).out


def test_what_was_answered_is_not_asked_again(run: Run, fake: Fake, tmp_path: Path) -> None:
    run("add", "a.txt", "--reader", "llm")
    (tmp_path / "a.txt").write_text(f"{TEXT}\nThe weather was fine.\n")
    report = json.loads(run("add", "a.txt", "--reader", "llm", "--json").out)
    assert len(report["replaced"]) == 1
    assert (report["asked"]["cached"], len(fake.asked)) == (1, 1)


def test_a_failing_endpoint_is_told_of_and_the_frames_are_stored(run: Run, fake: Fake) -> None:
    fake.status = [401]
    ran = run("add", "a.txt", "--reader", "llm")
    assert ran.code == 0
    assert "1 requests failed: HTTP 401 1" in ran.out
    assert "1 sentences were read by the frames alone" in ran.out
    assert [s["relation"] for s in json.loads(run("statements", "--json").out)] == ["ASSAULT"]


def test_a_pool_counts_what_its_processes_asked(run: Run, fake: Fake, tmp_path: Path) -> None:
    for n in range(23):
        (tmp_path / f"more{n}.txt").write_text(f"{TEXT}\nThe weather was fine on {n} days.\n")
    report = json.loads(run("add", ".", "--reader", "llm", "--workers", "2", "--json").out)
    asked = report["asked"]
    assert len(report["added"]) == 24
    assert (asked["sentences"], asked["requests"] + asked["cached"], asked["accepted"]) == (24, 24, 24)


@pytest.mark.parametrize(
    ("url", "named"), [("", "WESTPHALIA_LLM_URL"), ("localhost:80", "localhost:80")], ids=["missing", "no address"]
)
def test_without_an_endpoint_it_says_what_to_set(
    run: Run, fake: Fake, monkeypatch: pytest.MonkeyPatch, url: str, named: str
) -> None:
    monkeypatch.setenv("WESTPHALIA_LLM_URL", url)
    ran = run("add", "a.txt", "--reader", "llm")
    assert ran.code == 1
    assert named in ran.err


def test_a_reader_that_is_none_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings.read({"WESTPHALIA_READER": "accurate"}).reader == "accurate"
    with pytest.raises(BadInput, match="WESTPHALIA_READER is 'loud': give one of frames, both, accurate"):
        Settings.read({"WESTPHALIA_READER": "loud"})


def test_the_key_is_not_shown_with_the_settings() -> None:
    settings = Settings.read({"WESTPHALIA_LLM_KEY": "secret"})
    assert settings.llm_key == "secret"
    assert "secret" not in repr(settings)
