"""Watches, as a user runs them: what differs since the answer was last read."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run
from tests.cli.test_commands import SIGNED


def changed(run: Run, *arguments: str) -> dict[str, list[tuple[str, str]]]:
    """(change, column) of each row, by watch."""
    found = json.loads(run("watch", "run", *arguments, "--json").out)
    return {name: [(row["change"], row["column"] or "") for row in each["table"]] for name, each in found.items()}


def test_a_watch_tells_what_is_new_gone_and_changed_since_it_was_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SIGNED)
    run("add", "a.txt")
    assert run("watch", "add", "france", "events", "--actor", "France").code == 0
    assert run("watch", "add", "all", "changes", "--actor", "FRA").code == 0
    assert changed(run) == {"all": [], "france": []}
    event = json.loads(run("events", "--json").out)[0]
    run("edit", event["statements"][0], "--set", "modality=possible")
    assert changed(run, "france", "--peek") == {"france": [("changed", "certainty")]}
    assert changed(run) == {"all": [("less firm", "")], "france": [("changed", "certainty")]}
    assert changed(run) == {"all": [], "france": []}
    for id in event["statements"]:
        run("reject", id, "--why", "not so")
    ran = json.loads(run("watch", "run", "france", "--json").out)["france"]
    rows, before = ran["table"], str(ran["params"]["read at"])
    assert [(row["change"], event["id"] in row["ids"]) for row in rows] == [("gone", True)]
    for id in {id for row in rows for id in row["ids"]}:
        assert "France" in run("why", id, "--snapshot", before).out, f"nothing is behind {id}"
    assert run("watch", "remove", "all").code == 0
    assert [each["name"] for each in json.loads(run("watch", "list", "--json").out)] == ["france"]


BAD = [
    (("add", "x", "brief", "IND"), 1, "brief"),
    (("add", "x", "events", "--snapshot", "1"), 1, "--snapshot"),
    (("add", "x", "changes", "--since", "1"), 1, "--since"),
    (("add", "x", "exposure", "Atlantis"), 1, "Atlantis"),
    (("add", "x", "exposure"), 2, "FOCAL"),
    (("run", "x"), 1, "no watch 'x'"),
    (("remove", "x"), 1, "no watch 'x'"),
]


def test_bad_watches_are_named_and_not_saved(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SIGNED)
    run("add", "a.txt")
    for arguments, code, named in BAD:
        ran = run("watch", *arguments)
        assert ran.code == code, (arguments, ran)
        assert named.lower() in (ran.err + ran.out).lower(), (arguments, ran)
    assert json.loads(run("watch", "list", "--json").out) == []
