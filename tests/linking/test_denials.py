"""Claims, their denials and later admissions: what the text denies is found, and set against what others say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa

from westphalia.linking import link
from westphalia.linking.denials import denials
from westphalia.linking.rows import rows_of
from westphalia.records import Disagreement

Table = Callable[[Sequence[dict[str, Any]]], pa.Table]

CLAIM = {
    "say": "PRK MOBILIZE/troops RUS", "doc": "claim", "published": "2024-10-25", "by": "KOR", "trigger": "sent",
    "text": "North Korea has sent soldiers to Russia, Seoul said.",
}  # fmt: skip
DISMISSED = {
    "say": "PRK REJECT", "doc": "claim", "published": "2024-10-25", "trigger": "dismissed",
    "text": "A North Korean diplomat dismissed the report as groundless.",
}  # fmt: skip
ADMITTED = {
    "say": "PRK AID RUS", "doc": "later", "published": "2025-04-30", "by": "PRK", "trigger": "sent",
    "text": "Pyongyang confirms that it sent troops to Russia.",
}  # fmt: skip


def disputes(table: Table, rows: Sequence[dict[str, Any]]) -> list[Disagreement]:
    """The disagreements about whether something happened."""
    return [d for d in link(table(rows)).disagreements if d.field == "happened"]


def test_claimed_denied_and_then_admitted(table: Table) -> None:
    (found,) = disputes(table, [CLAIM, DISMISSED, ADMITTED])
    assert (found.about, [value for value, _ in found.sides]) == (
        "troops: PRK, RUS",
        ["happened", "admitted", "did not"],
    )


def test_a_denial_that_names_the_deed(table: Table) -> None:
    denied = {
        "say": "PRK REJECT RUS", "doc": "a", "trigger": "denies", "text": "Pyongyang denies selling weapons to Russia."
    }  # fmt: skip
    sold = {"say": "PRK AID RUS", "doc": "b", "by": "USA", "trigger": "sold", "text": "It sold weapons, the US says."}
    (found,) = disputes(table, [denied, sold])
    assert found.about == "arms: PRK, RUS"


def test_what_is_refused_is_not_denied(table: Table) -> None:
    demand = {**DISMISSED, "trigger": "rejected", "text": "North Korea rejected that demand."}
    silent = {**DISMISSED, "polarity": "-", "trigger": "deny", "text": "It did not deny the report."}
    of_another = {**DISMISSED, "say": "CHN REJECT"}
    assert denials(rows_of(table([CLAIM, demand, silent, of_another]))) == []


def test_a_denial_is_not_of_what_came_a_year_later(table: Table) -> None:
    denied = {"say": "PRK AID RUS", "doc": "a", "published": "2022-09-22", "polarity": "-", "by": "PRK",
              "trigger": "sold", "text": "It had never sold weapons to Russia."}  # fmt: skip
    undated = {"say": "PRK AID RUS", "doc": "b", "published": None, "trigger": "sell", "text": "It will sell weapons."}
    dates_it = {"say": "USA ACCUSE RUS", "doc": "b", "published": None, "on": "2023-09-19", "trigger": "said",
                "text": "So the US said on 19 September 2023."}  # fmt: skip
    assert len(disputes(table, [denied, undated])) == 1
    assert disputes(table, [denied, undated, dates_it]) == []


def test_denials_of_two_times_are_two_disputes(table: Table) -> None:
    years = [
        [{**row, "doc": f"{row['doc']} {year}", "published": f"{year}-10-25"} for row in (CLAIM, DISMISSED)]
        for year in (2022, 2024)
    ]
    found = disputes(table, [row for rows in years for row in rows])
    assert [d.about for d in found] == ["troops (2022): PRK, RUS", "troops (2024): PRK, RUS"]


def test_the_day_of_a_claim_is_not_that_of_the_deed(table: Table) -> None:
    claim = {
        "say": "PRK+RUS AGREE PRK+RUS", "by": "USA", "attribution_cue": "claimed", "on": "2023-08", "trigger": "strike",
        "text": "In August 2023, the US claimed that Russia was trying to strike an arms deal with North Korea.",
    }  # fmt: skip
    fact = {"say": "PRK+RUS AGREE PRK+RUS", "trigger": "arms deal", "text": "The arms deal with North Korea shows it."}
    tried, done = link(table([claim, fact])).events
    assert (tried.certainty, str(tried.when)) == ("reported", "../2023-08-31")
    assert (done.certainty, done.when) == ("asserted", None)
