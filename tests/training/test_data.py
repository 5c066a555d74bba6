"""The annotated documents: every line can be read, and stands in a document that is named."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from training import data
from westphalia.records import Document, Modality, content_id

HERE = Path(data.__file__).parent


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_every_annotation_is_of_a_named_document() -> None:
    assert {row["document"] for row in rows("annotations.tsv")} <= {row["document"] for row in rows("documents.tsv")}


def test_nearly_every_relation_is_learnt() -> None:
    lines = rows("annotations.tsv")
    unknown = [line["relation"] for line in lines if data.labelled(line["relation"]) is None]
    assert len(unknown) < 0.01 * len(lines)


def test_values_are_those_of_the_records() -> None:
    for line in rows("annotations.tsv"):
        assert line["polarity"] in "+-"
        assert line["modality"] in Modality.__args__
        assert line["trigger"]
        assert line["sentence"]


@pytest.mark.parametrize(
    ("label", "gold", "source", "target", "agrees"),
    [
        ("event:ASSAULT", ("USA", "IRQ"), "USA", "IRQ", True),
        ("event:ASSAULT", ("USA", "IRQ"), "IRQ", "USA", False),
        ("event:ASSAULT", ("", "IRQ"), "USA", "IRQ", True),
        ("tie:alliance", ("USA", "KOR"), "KOR", "USA", True),
        ("tie:arms_supply", ("USA", "KOR"), "KOR", "USA", False),
    ],
)
def test_agreement(label: str, gold: tuple[str, str], source: str, target: str, agrees: bool) -> None:
    ends = [frozenset({code} - {""}) for code in gold]
    row = data.Gold(label=data.LABELS.index(label), name="", word=0, source=ends[0], target=ends[1])
    assert data.agrees(row.label, frozenset({source}), frozenset({target}), row) is agrees


def test_passages_are_placed() -> None:
    lines = data.annotations()
    own = {name: text for name, text in data.passages() if name in lines}
    assert len(own) > 50
    assert all(text.strip() for text in own.values())


def test_ends_are_states_and_former_ones_those_they_are_counted_with() -> None:
    text = "Czechoslovakia and East Germany met NATO."
    gold = {"sentence": text, "relation": "CONSULT", "trigger": "met", "source": "CSK,DDR", "target": "NATO, CSK"}
    name = content_id("d", text)
    document = Document(id=name, name=name, text=text)
    [(_, reading)] = data.readings({name: document})
    [row] = data.placed(reading, [gold])[0]
    assert (row.source, row.target) == ({"CZE", "DEU"}, {"CZE"})
