"""Statements out of a store, in three formats."""

from __future__ import annotations

import csv
import json
import runpy
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from westphalia.datasets.export import EXPORTS, export
from westphalia.errors import BadInput
from westphalia.records import Disagreement, DocumentRecords, Links
from westphalia.store import Store, View

made_document = runpy.run_path(str(Path(__file__).parents[1] / "store" / "conftest.py"))["made_document"]


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    one: DocumentRecords = made_document(
        "café.txt", ("Quad", "CONSULT", "Putin"), attribution="source", contexts=("military", "legal")
    )
    two: DocumentRecords = made_document("b", ("Georgia", "AID", ""), when=None, modality="possible", polarity="-")
    with Store.open(tmp_path_factory.mktemp("world")) as store:
        store.add([one, two])
        sides = (("it was", (one.statements[0].id,)), ("it was not", (two.statements[0].id,)))
        odd = Disagreement(id="x-1", about="a meeting", field="happened", strength="hard", sides=sides)
        store.write_links(Links(disagreements=(odd,)))
        yield store.view()


def test_json_lines_carry_the_fields_that_are_scored(view: View, tmp_path: Path) -> None:
    assert export(view, "statements", tmp_path / "s.jsonl") == 2
    rows = [json.loads(line) for line in (tmp_path / "s.jsonl").read_text("utf8").splitlines()]
    second, first = rows
    ids = view.statements().to_pylist()
    assert first == {
        "document": "café.txt",
        "sentence": "Quad met Putin.",
        "kind": "event",
        "relation": "CONSULT",
        "mode": None,
        "source": ["AUS", "IND", "JPN", "USA"],
        "target": ["RUS"],
        "polarity": "+",
        "modality": "asserted",
        "attributed_to": {"kind": "actor", "actors": ["AUS", "IND", "JPN", "USA"], "text": ""},
        "when": {"start": "2023-09-13", "end": "2023-09-13", "basis": "text"},
        "ids": {"statement": ids[1]["id"], "sentence": ids[1]["sentence_id"], "document": ids[1]["document_id"]},
        "spans": {"sentence": [8, 23], "trigger": [13, 16]},
        "confidence": 0.9,
        "method": "by hand",
        "snapshot": view.snapshot,
    }
    assert (second["source"], second["target"], second["modality"], second["polarity"]) == ([], [], "possible", "-")
    assert second["when"] == {"start": None, "end": None, "basis": None}


def test_csv_has_a_line_a_statement(view: View, tmp_path: Path) -> None:
    export(view, "statements", tmp_path / "s.csv")
    with (tmp_path / "s.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["document"] for row in rows] == ["b", "café.txt"]
    assert (rows[1]["source"], rows[1]["contexts"]) == ("AUS;IND;JPN;USA", "military;legal")
    assert (rows[1]["when_start"], rows[1]["background"]) == ("2023-09-13", "false")
    assert (rows[0]["when_start"], rows[0]["source"]) == ("", "")
    assert list(rows[0]) == [*view.statements().column_names, "snapshot"]


def test_parquet_is_the_table(view: View, tmp_path: Path) -> None:
    export(view, "statements", tmp_path / "s.parquet", actor="RUS", since="2023")
    table = pq.read_table(tmp_path / "s.parquet")
    assert table.drop_columns("snapshot").equals(view.statements(actor="RUS", since="2023"))
    assert table["when_start"][0].as_py() == date(2023, 9, 13)
    assert table["snapshot"].to_pylist() == [view.snapshot]


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".parquet"])
@pytest.mark.parametrize("what", EXPORTS)
def test_nothing_to_export(view: View, tmp_path: Path, suffix: str, what: str) -> None:
    assert export(view, what, tmp_path / f"s{suffix}", ids=[]) == 0
    assert (tmp_path / f"s{suffix}").exists()


def test_an_unknown_table(view: View, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot export 'readers': give one of statements"):
        export(view, "readers", tmp_path / "s.csv")


def test_disagreements_keep_their_sides(view: View, tmp_path: Path) -> None:
    ids = view.statements()["id"].to_pylist()
    sides = [
        {"value": "it was", "statements": [ids[1]], "rows": []},
        {"value": "it was not", "statements": [ids[0]], "rows": []},
    ]
    export(view, "disagreements", tmp_path / "x.jsonl")
    assert json.loads((tmp_path / "x.jsonl").read_text())["sides"] == sides
    export(view, "disagreements", tmp_path / "x.csv")
    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as file:
        assert json.loads(next(csv.DictReader(file))["sides"]) == sides


@pytest.mark.parametrize(
    ("name", "message"),
    [("s.xlsx", "no format for '.xlsx'; use .jsonl, .csv, .parquet"), ("s", "no format"), ("no/s.csv", "cannot write")],
)
def test_what_cannot_be_written(view: View, tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        export(view, "statements", tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_failure_leaves_the_old_file(view: View, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "s.csv").write_text("old")

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("westphalia.datasets.export.rows", full)
    with pytest.raises(BadInput, match="No space left"):
        export(view, "statements", tmp_path / "s.csv")
    assert [each.read_text() for each in tmp_path.iterdir()] == ["old"]


def test_the_scorer_reads_it(view: View, tmp_path: Path, shared: Path) -> None:
    export(view, "statements", tmp_path / "s.jsonl")
    scorer = runpy.run_path(str(shared / "tools" / "score_statements.py"))
    rows = [json.loads(line) for line in (tmp_path / "s.jsonl").read_text("utf8").splitlines()]
    gold = {"event_or_tie": "CONSULT", "source": ["IND"], "target": ["RUS"]}
    assert scorer["relation_agrees"](rows[1], gold, {})
