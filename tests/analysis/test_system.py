"""The analyses of the system on the two seed documents, as their gold reads them: what an expert would expect."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa

from westphalia.analysis.blocs import blocs
from westphalia.analysis.exposure import exposure
from westphalia.analysis.leverage import leverage
from westphalia.analysis.pathways import pathways
from westphalia.analysis.scenario import scenario


def opens(finding: Any, view: Any) -> None:
    """Every id that a finding rests on is one of the view's."""
    tables: tuple[pa.Table, ...] = (view.statements(), view.events(), view.ties())
    known = {i for table in tables for i in table["id"].to_pylist()}
    assert {i for i in finding.evidence if not i.startswith("IGO.")} <= known
    assert finding.evidence


def test_exposure_of_india(seeds: Any) -> None:
    finding = exposure(seeds, "IND")
    first = finding.table.to_pylist()[0]
    assert (first["domain"], first["on"]) == ("arms", "RUS")
    assert first["strain"], "the record tells of strain on Russia"
    assert any("PRK" in told for told in first["strain"] + first["cross"])
    opens(finding, seeds)


def test_pathways_from_russia_to_pakistan(seeds: Any) -> None:
    finding = pathways(seeds, "RUS", "PAK")
    first = finding.table.to_pylist()[0]
    assert (first["path"], first["how"]) == (["RUS", "PRK", "PAK"], "said")
    assert first["modality"] == "possible", "may reach: never surer than the text"
    opens(finding, seeds)


def test_leverage_of_china_over_north_korea(seeds: Any) -> None:
    finding = leverage(seeds, "CHN", "PRK")
    factors = {(row["factor"], row["polarity"]) for row in finding.table.to_pylist()}
    assert ("limit", "-") in factors, "economic ties do not lead Beijing to pressure Pyongyang"
    assert finding.params["compliance"] is None or finding.params["compliance"] <= 0
    opens(finding, seeds)


def test_blocs_of_july_2024(seeds: Any) -> None:
    finding = blocs(seeds, date(2024, 7, 1))
    rows = {row["state"]: set(row["members"]) for row in finding.table.to_pylist()}
    assert "PRK" in rows["RUS"]
    assert "KOR" in rows["USA"]
    assert not rows["RUS"] & {"USA", "KOR", "JPN"}
    opens(finding, seeds)


def test_what_if_india_did_not_depend_on_russia(seeds: Any) -> None:
    finding = scenario(seeds, ["- IND arms_dependence RUS"], {"exposure": lambda view: exposure(view, "IND")})
    assert any(row["change"] == "gone" and "arms" in row["row"] for row in finding.table.to_pylist())
