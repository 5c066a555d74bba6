"""The commands of the outlook, on the made-up world."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from westphalia.cli import outlook as commands
from westphalia.outlook.events import CLASSES, Events


@pytest.fixture
def store(events: Events, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands find the made-up events where a store would be."""
    monkeypatch.setattr(commands, "_events", lambda context, known_at: (events, tmp_path, 1, 110))
    monkeypatch.setattr(commands, "atlas", lambda: type("Atlas", (), {"code": staticmethod(lambda name: name)}))


def run(*arguments: str) -> str:
    result = CliRunner().invoke(commands.outlook_app, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_rank_backtest_prints_json(benchmark_folder: Path) -> None:
    report = json.loads(run("rank-backtest", str(benchmark_folder), "--json"))
    assert {"valid", "test", "seconds", "peak_mb"} <= set(report)


@pytest.mark.usefixtures("store")
def test_a_dyad_is_forecast_kept_and_resolved(events: Events) -> None:
    rows = json.loads(run("Ana", "Bo", "--within", "7d", "--keep", "--json"))
    assert [row["class"] for row in rows] == list(CLASSES)
    assert all(0 < row["probability"] < 1 for row in rows)
    moved = {id for row in rows for id in row["evidence"]}
    assert moved
    assert moved <= set(events.ids)
    assert "Ana to Bo" in run("Ana", "Bo", "--within", "7d", "--class", "AID")
    report = json.loads(run("record", "--json"))
    assert (report["open"], report["resolved"]) == (4, 0)


@pytest.mark.usefixtures("store")
def test_the_record_scores_what_is_over_and_waits_for_events(
    events: Events, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("Ana", "Bo", "--within", "7d", "--keep", "--json")
    monkeypatch.setattr(commands, "_events", lambda context, known_at: (events.before(116), tmp_path, 1, 500))
    assert json.loads(run("record", "--json"))["resolved"] == 0  # long after, but nothing later has been read
    monkeypatch.setattr(commands, "_events", lambda context, known_at: (events, tmp_path, 2, 500))
    report = json.loads(run("record", "--json", "--plot", str(tmp_path / "said.svg")))
    assert (report["open"], report["resolved"]) == (0, 4)
    assert "<svg" in (tmp_path / "said.svg").read_text(encoding="utf8")
    assert "4 forecasts resolved" in run("record")


@pytest.mark.usefixtures("store")
def test_what_comes_next() -> None:
    rows = json.loads(run("next", "Citizen (Avaria)", "--json"))
    assert {"relation", "other", "share", "reasons", "evidence"} == set(rows[0])
