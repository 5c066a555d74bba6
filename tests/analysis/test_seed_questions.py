"""The four questions that the two seed documents should answer, asked of their gold statements."""

from __future__ import annotations

from typing import Any

from westphalia.analysis import dyad, implications_for, places, wants, who_says


def rows(finding: Any) -> list[dict[str, Any]]:
    """The finding's table as mappings."""
    return list(finding.table.to_pylist())


def test_how_the_russia_north_korea_relation_affects_india(seeds: Any) -> None:
    found = rows(implications_for(seeds, "IND"))
    steps = {r["id"]: [s["statement"] for s in r["steps"]] for r in found}
    core = {s["statement"]: r for r in found for s in r["steps"] if s["role"] == "implication"}

    diffusion = core["000-15"]
    assert (diffusion["path"], diffusion["modality"]) == ("RUS → PRK → PAK", "possible")
    assert "000-14" in steps[diffusion["id"]], "what makes it India's business: its concern about PRK and PAK"

    quad = core["000-17"]
    assert (quad["relation"], quad["modality"], quad["sign"]) == ("complicates", "possible", -1)
    assert "000-18" in steps[quad["id"]], "because of the partnership of India and Russia"

    alliance = core["000-20"]
    assert (alliance["relation"], alliance["modality"]) == ("consequences_for", "possible")
    assert steps[alliance["id"]][0] == "000-19"

    supply = core["003-61"]
    assert (supply["path"], supply["sign"], supply["modality"]) == ("RUS → IND", -1, "asserted")
    assert "003-60" in steps[supply["id"]]

    for row in (diffusion, quad, alliance, supply):
        assert row["quote"]
        assert row["said_by"]


def test_what_china_wants(seeds: Any) -> None:
    found = {(r["relation"], r["shown_by"], r["sign"]): r for r in rows(wants(seeds, "CHN"))}
    assert "stability" in found["prioritises", "stance", 1]["quote"]
    assert found["checks", "gain", 1]["target"] == ["KOR", "USA"]
    assert found["wants_say", "stance", 1]["modality"] == "desired"
    assert "without appearing to directly support" in found["SUPPORT", "held back", -1]["quote"]


def test_who_says_there_is_an_arms_deal(seeds: Any) -> None:
    finding = who_says(seeds, ["RUS", "PRK"], matter="arms")
    found = rows(finding)
    claimed = [r for r in found if r["codes"] == ["USA"]]
    assert any(str(r["when_start"]) == "2023-08-01" and r["says"] == "says" for r in claimed)
    assert any(r["codes"] == ["GBR", "JPN", "KOR", "USA"] for r in found)
    assert {r["says"] for r in found if r["speaker"] == "the author"} == {"says", "hedges"}
    assert not any({"PRK", "RUS"} & set(r["codes"]) for r in found), "neither confirmed it"
    assert "No statement in the record has PRK or RUS confirm it." in finding.caveats


def test_where_kim_and_putin_met(seeds: Any) -> None:
    finding = places(seeds, "PRK", "RUS")
    assert {r["place"] for r in rows(finding) if r["disputed"]} == {"Vladivostok", "Vostochny Cosmodrome"}
    assert finding.caveats[0].startswith("The texts contradict each other")


def test_the_dyad_counts_events_once_and_keeps_denials_apart(seeds: Any) -> None:
    finding = dyad(seeds, "PRK", "RUS")
    found = rows(finding)
    visits = [r for r in found if r["relation"] == "CONSULT"]
    assert len(visits) == 1
    assert {"003-16", "003-43"} <= set(visits[0]["statements"])
    assert visits[0]["disagreements"]
    dated = [r["when_start"] or r["when_end"] for r in found]
    assert dated == [*sorted(d for d in dated if d), *[None] * dated.count(None)]
    negated = rows(dyad(seeds, "CHN", "PRK"))
    assert any(r["relation"] == "REQUEST" and r["polarity"] == "-" for r in negated)
