"""The commands that analyse: each runs on real text, prints a table, and gives it as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

KOREA = Path(__file__).parents[2] / "examples" / "korea"


@pytest.fixture
def korea(run: Run) -> Run:
    """Commands on a store of a few of the examples."""
    paths = sorted(KOREA.glob("*.md"))[:8]
    assert run("add", *paths).code == 0
    return run


COMMANDS = [
    ("exposure", "IND"),
    ("pathways", "RUS", "PRK"),
    ("leverage", "CHN", "PRK"),
    ("blocs", "--at", "2024-07-01"),
    ("relations", "PRK", "RUS", "--every", "90"),
    ("changes", "--since", "2024-01-01"),
    ("implications", "IND"),
    ("dyad", "PRK", "RUS"),
    ("scenario", "--add", "CHN arms_supply PAK", "--ask", "pathways CHN PAK"),
]


def test_every_analysis_prints_a_table_and_gives_json(korea: Run) -> None:
    for command in COMMANDS:
        shown = korea(*command)
        assert (shown.code, shown.err) == (0, ""), command
        finding = json.loads(korea(*command, "--json").out)
        assert set(finding) == {"name", "params", "table", "evidence", "caveats"}


def test_nothing_is_said_to_be_nothing_and_counts_say_what_they_count(korea: Run) -> None:
    assert "no statements" in korea("statements", "--relation", "rumour").out
    assert "1 publisher " in korea("dyad", "PRK", "RUS").out
    assert "North Korea" in korea("actors", "prk").out
    korea("watch", "add", "india", "exposure", "IND")
    assert "nothing has changed" in korea("watch", "run").out


def test_a_scenario_that_changes_nothing_says_so(korea: Run) -> None:
    shown = korea("scenario", "--add", "FJI AID TON", "--ask", "exposure IND", "--ask", "leverage CHN PRK")
    assert " ".join(shown.out.split()).endswith(": No difference in exposure IND, leverage CHN PRK.")


def test_a_pair_without_dated_events_is_told_so(korea: Run) -> None:
    shown = korea("relations", "FJI", "TON")
    assert shown.code == 0
    assert "No dated event between the two." in shown.out


BAD = [
    (("dyad", "CHN", "CHN"), "two different states"),
    (("scenario", "--ask", "exposure IND"), "--add"),
    (("scenario", "--add", "CHN arms_supply PAK"), "--ask"),
    (("scenario", "--add", "CHN befriends PAK", "--ask", "exposure IND"), "befriends"),
    (("scenario", "--add", "CHN arms_supply PAK", "--ask", "horoscope IND"), "horoscope"),
    (("pathways", "RUS", "PAK", "--via", "PAK"), "third state"),
    (("relations", "PRK", "RUS", "--since", "2025", "--until", "2020"), "earlier day"),
    (("events", "--since", "2025", "--until", "2020"), "earlier day"),
    (("events", "--actor", "PRK", "--with", "North Korea"), "given twice"),
    (("statements", "--kind", "rumour"), "implication"),
    (("statements", "--modality", "maybe"), "possible"),
    (("statements", "--polarity", "no"), "+, -"),
    (("document", "d-000000000000"), "no document"),
    (("scenario", "--add", "CHN arms_supply CHN", "--ask", "exposure IND"), "both ends"),
    (("scenario", "--add", "CHN arms_supply PAK", "--ask", "exposure 'IND"), "quotation mark"),
    (("scenario", "--remove", "FJI alliance TON", "--ask", "exposure IND"), "FJI"),
    (("blocs", "--at", "soon"), "soon"),
    (("blocs", "--at", "2024", "--show", "stars"), "stars"),
    (("import", "nowhere.csv"), "nowhere.csv"),
]


def test_bad_questions_are_named(korea: Run) -> None:
    for command, named in BAD:
        ran = korea(*command)
        assert ran.code == 1, command
        assert named in ran.err


def test_changes_are_since_the_snapshot_before_unless_told(korea: Run) -> None:
    shown = korea("changes")
    assert (shown.code, shown.err) == (0, "")
    assert "“" in shown.out, "each with its sentence"
    assert korea("changes", "--json").out == korea("changes", "--since", "#2", "--json").out


def test_blocs_are_not_compared_with_a_later_day(korea: Run) -> None:
    refused = korea("blocs", "--at", "2024-07-01", "--since", "2025-01-01")
    assert refused.code == 1
    assert "must come first" in refused.err
