"""The commands, run as a user runs them: what they print, and what they say to bad input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

SIGNED = "On 5 May 2023 France signed a defence agreement with Japan in Paris.\n"
DENIED = "On 6 May 2023 Iran denied that it had supplied drones to Russia. The United States accused Iran of lying.\n"


@pytest.fixture
def folder(run: Run, tmp_path: Path) -> Path:
    """A folder of two articles, read into `world/`."""
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.txt").write_text(SIGNED)
    (articles / "a.json").write_text(json.dumps({"publisher": "Example Wire", "published": "2023-05-06"}))
    (articles / "b.md").write_text(
        f"---\ntitle: Denial\npublisher: Example Daily\npublished: 2023-05-07\n---\n{DENIED}"
    )
    return articles


def test_add_says_what_it_did(run: Run, folder: Path) -> None:
    first = json.loads(run("add", folder, "--json").out)
    assert (len(first["added"]), first["unchanged"], first["skipped"]) == (2, [], [])
    again = json.loads(run("add", folder, "--json").out)
    assert (again["added"], len(again["unchanged"])) == ([], 2)
    assert again["snapshot"] == first["snapshot"]
    (folder / "a.txt").write_text(SIGNED + "Japan thanked France.\n")
    changed = json.loads(run("add", folder, "--json").out)
    assert (len(changed["replaced"]), len(changed["unchanged"])) == (1, 1)


def test_listings_filter_by_actor_and_say_who(run: Run, folder: Path) -> None:
    run("add", folder)
    said = json.loads(run("statements", "--actor", "France", "--with", "JPN", "--json").out)
    assert said
    assert all({"FRA", "JPN"} <= {*s["source"], *s["target"]} for s in said)
    assert all(s["publisher"] == "Example Wire" for s in said)
    assert json.loads(run("events", "--actor", "FRA", "--json").out)
    assert json.loads(run("dyad", "FRA", "JPN", "--json").out)["table"]
    for command in ("events", "ties", "statements", "disagreements"):
        assert run(command).code == 0


def test_known_at_hides_what_was_published_later(run: Run, folder: Path) -> None:
    run("add", folder)
    said = json.loads(run("statements", "--known-at", "2023-05-06", "--json").out)
    assert {s["publisher"] for s in said} == {"Example Wire"}


def test_why_opens_every_id_of_a_listing(run: Run, folder: Path) -> None:
    run("add", folder)
    for command in ("statements", "events", "ties", "disagreements"):
        for row in json.loads(run(command, "--json").out):
            opened = run("why", row["id"])
            assert opened.code == 0
            assert "sentence" in opened.out.lower()


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".parquet"])
def test_export_writes_open_formats(run: Run, folder: Path, suffix: str, tmp_path: Path) -> None:
    run("add", folder)
    assert run("export", "statements", "-o", f"out{suffix}").code == 0
    assert (tmp_path / f"out{suffix}").stat().st_size > 0


def test_brief_is_written(run: Run, folder: Path, tmp_path: Path) -> None:
    run("add", folder)
    assert run("brief", "JPN", "-o", "brief.html").code == 0
    page = (tmp_path / "brief.html").read_text()
    assert "France" in page
    assert "http" not in page.replace("http://www.w3.org", "")


def test_actors_resolve_at_a_date(run: Run) -> None:
    rows = json.loads(run("actors", "the Kremlin", "--json").out)
    assert rows[0]["codes"] == ["RUS"]


BAD = [
    (("add", "nowhere"), 4, "nowhere"),
    (("--store", "none", "statements"), 1, "none"),
    (("statements", "--since", "yesterday"), 1, "yesterday"),
    (("statements", "--actor", "Atlantis"), 1, "Atlantis"),
    (("why", "r-000000000000"), 1, "r-000000000000"),
    (("brief", "IND", "-o", "brief.odt"), 1, "brief.odt"),
    (("export", "rumours", "-o", "x.csv"), 1, "rumours"),
    (("export", "statements", "-o", "x.xml"), 1, "x.xml"),
    (("evaluate", "articles/a.json", "articles/a.json"), 1, "a.json"),
    (("statements", "--polarity"), 2, "polarity"),
]


@pytest.mark.parametrize(("arguments", "code", "named"), BAD, ids=[" ".join(b[0]) for b in BAD])
def test_bad_input_is_named(run: Run, folder: Path, arguments: tuple[str, ...], code: int, named: str) -> None:
    run("add", folder)
    ran = run(*arguments)
    assert ran.code == code
    assert named in ran.err + ran.out
    assert "Traceback" not in ran.err


def test_bad_documents_are_skipped_and_the_rest_is_kept(run: Run, folder: Path) -> None:
    (folder / "empty.txt").write_text("")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 50)
    ran = run("add", folder, "--json")
    report = json.loads(ran.out)
    assert ran.code == 3
    assert len(report["added"]) == 2
    assert {Path(s["where"]).name for s in report["skipped"]} == {"empty.txt", "binary.txt"}
