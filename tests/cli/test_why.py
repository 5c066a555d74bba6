"""Every id on any output opens: what it rests on is a sentence, or a row of data as it was found."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.datasets.test_importing import gdelt_row
from tests.datasets.test_ties import ATOP, GSDB, SIPRI, UN
from westphalia import engine, judging
from westphalia.analysis import open_path
from westphalia.cli import app
from westphalia.store import Store

KOREA = Path(__file__).parents[2] / "examples" / "korea"
ID = re.compile(
    r"(?:[dsmretxpfwj]-[0-9a-f]{12}|p(?:-[A-Z]{3})+(?:-[0-9a-f]{12})?|[a-z]+:[\w.:+]*\d[\w.:+]*|IGO\.[\w.-]+)"
)
TEXTS = (
    "2023-09-13-summit-wire.md",
    "2023-09-13-kim-train-daily.txt",
    "2024-07-10-modi-moscow.md",
    "2024-07-16-india-opinion.md",
)
COMMANDS = [
    ("statements", "--limit", "500"),
    ("events", "--limit", "500"),
    ("events", "--coded"),
    ("ties", "--limit", "500"),
    ("disagreements",),
    ("disagreements", "--matrix"),
    ("dyad", "PRK", "RUS"),
    ("implications", "IND"),
    ("exposure", "IND"),
    ("pathways", "RUS", "PAK"),
    ("leverage", "RUS", "IND"),
    ("blocs", "--at", "2024-07-01"),
    ("blocs", "--at", "1985", "--show", "axes"),
    ("blocs", "--at", "1985", "--show", "triads"),
    ("relations", "PRK", "RUS"),
    ("relations", "CHN", "RUS", "--coded"),
    ("changes", "--since", "2024-01-01"),
    ("scenario", "--remove", "RUS arms_supply IND", "--ask", "exposure IND"),
    ("brief", "IND"),
    ("judgements",),
    ("grade",),
    ("outlook", "next", "RUS"),
]
WITHOUT = {
    "add", "import", "export", "evaluate", "train", "code", "why", "document", "actors", "snapshots",
    "accept", "reject", "edit", "merge", "split", "undo",
}  # fmt: skip
"""Commands whose output is no claim: they read, write, judge and measure, or open one id themselves."""


def ids_of(value: Any) -> Iterator[str]:
    """All ids in a JSON value, wherever they stand."""
    if isinstance(value, dict):
        for item in value.values():
            yield from ids_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from ids_of(item)
    elif isinstance(value, str) and ID.fullmatch(value):
        yield value


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of some examples, a row or two of each kind of data, and a judgement."""
    folder = tmp_path_factory.mktemp("why")
    ends = {"Actor1CountryCode": "RUS", "Actor2CountryCode": "CHN"}
    data = {"a.csv": ATOP, "s.csv": SIPRI, "g.csv": GSDB, "u.csv": UN, "e.csv": gdelt_row(1, 61, **ends) + "\n"}
    for name, text in data.items():
        (folder / name).write_text(text, encoding="utf8")
    with Store.open(folder / "world") as store:
        report = engine.add([KOREA / name for name in TEXTS], store)
        assert len(report.added) == len(TEXTS), report.skipped
        assert {brought.change for brought in engine.bring([folder / n for n in data], store)} == {"added"}
        engine.judge(store, judging.grade(store.view(), "Example Wire", "B", "ann", "corrects its errors"))
    return folder / "world"


@pytest.fixture
def stocked(run: Run, world: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Commands on that store."""
    monkeypatch.setenv("WESTPHALIA_STORE", str(world))
    return run


def test_every_id_on_any_output_opens(stocked: Run, world: Path) -> None:
    seen: dict[str, str] = {}
    for command in COMMANDS:
        ran = stocked(*command, "--json")
        assert ran.code == 0, (command, ran.err)
        seen |= dict.fromkeys(ids_of(json.loads(ran.out)), " ".join(command))
    kinds = {id.split(":")[0] if ":" in id else id[:2] for id in seen}
    assert {"d-", "r-", "e-", "t-", "x-", "p-", "j-", "atop", "sipri", "gdelt", "IG"} <= kinds
    with Store.open(world, write=False) as store:
        view = store.view()
        for id, command in seen.items():
            if id.startswith("w-"):
                continue  # a scenario's own: it says so
            opened = open_path(view, id) if id.startswith("p-") else view.open(id)
            assert rests(opened), f"nothing is behind {id} of {command}"


def rests(opened: dict[str, Any]) -> bool:
    """Whether a sentence or a line of data is behind what was opened; of a body members, of a judgement a person."""
    if opened["record"] == "judgement":
        return bool(opened["judgement"]["by"])
    text = json.dumps(opened, default=str)
    return '"sentence' in text or '"columns"' in text or '"quote"' in text or bool(opened.get("members"))


def test_an_id_with_nothing_behind_it_says_where_to_look(stocked: Run) -> None:
    for id, hint in {
        "w-0123456789ab": "scenario",
        "f-0123456789ab": "outlook record",
        "r-0123456789ab": "snapshots",
        "Atlantis": "westphalia actors",
        "p-RUS": "westphalia pathways",
    }.items():
        ran = stocked("why", id)
        assert ran.code == 1
        assert hint in ran.err


def test_actors_open_by_name_too(stocked: Run) -> None:
    for name, id in {"India": "IND", "ind": "IND", "North Korea": "PRK"}.items():
        assert json.loads(stocked("why", name, "--json").out)["id"] == id


def test_every_command_is_walked() -> None:
    names = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    assert names - WITHOUT == {command[0] for command in COMMANDS} - {"outlook"}


def test_why_prints_rows_of_data_and_paths(stocked: Run) -> None:
    shown = stocked("why", "sipri:3")
    assert shown.code == 0
    assert "S-400" in shown.out
    assert "s.csv" in shown.out
    assert stocked("why", "p-RUS-PRK-FJI").code == 1
