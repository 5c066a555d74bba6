"""The commands by which people judge, as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.test_commands import DENIED, SIGNED


@pytest.fixture
def judged(run: Run, tmp_path: Path) -> Run:
    """Commands on a store of two articles."""
    (tmp_path / "a.txt").write_text(SIGNED)
    (tmp_path / "b.md").write_text(f"---\npublisher: Example Daily\npublished: 2023-05-07\n---\n{DENIED}")
    assert run("add", "a.txt", "b.md").code == 0
    return run


def test_a_person_rejects_edits_and_takes_back(judged: Run) -> None:
    rows = json.loads(judged("statements", "--actor", "FRA", "--json").out)
    id = rows[0]["id"]
    ruling = json.loads(judged("reject", id, "--why", "not so", "--by", "ann", "--json").out)
    assert (ruling["by"], ruling["about"]) == ("ann", [id])
    left = json.loads(judged("statements", "--actor", "FRA", "--json").out)
    assert id not in [row["id"] for row in left]
    opened = judged("why", id).out
    assert "rejected" in opened
    assert "not so" in opened
    assert judged("undo", ruling["id"]).code == 0
    assert json.loads(judged("statements", "--actor", "FRA", "--json").out) == rows
    assert judged("edit", id, "--set", "target=ITA", "--why", "it was Italy").code == 0
    assert "edited by hand" in judged("statements", "--actor", "ITA").out
    listed = judged("judgements").out
    assert all(word in listed for word in ("taken back", "stands", "target=ITA", "it was Italy"))
    assert judged("judgements", "--lost").out.strip() == "no judgements"
    assert json.loads(judged("judgements", "--snapshot", "3", "--json").out) == []


def test_a_person_grades(judged: Run) -> None:
    assert judged("grade", "Example Daily", "C", "--why", "one desk").code == 0
    rows = {row["publisher"]: row["grade"] for row in json.loads(judged("grade", "--json").out)}
    assert rows["Example Daily"] == "C"
    for arguments in (("disagreements", "--matrix"), ("disagreements",), ("grade",)):
        assert judged(*arguments).code == 0


BAD = [
    (("reject", "r-000000000000", "--why", "x"), 1, "r-000000000000"),
    (("reject", "r-000000000000"), 2, "--why"),
    (("undo", "j-000000000000"), 1, "j-000000000000"),
    (("merge", "e-000000000000", "e-000000000001"), 1, "e-000000000000"),
    (("edit", "r-000000000000", "--set", "modality=reported"), 1, "r-000000000000"),
    (("grade", "Example Daily"), 1, "--why"),
    (("--store", "none", "reject", "r-000000000000", "--why", "x"), 1, "none"),
]


def test_bad_judgements_are_named(judged: Run) -> None:
    for arguments, code, named in BAD:
        ran = judged(*arguments)
        assert ran.code == code, arguments
        assert named in ran.err + ran.out
