"""Labels of implications, stances and states."""

import json
from pathlib import Path

import pytest

from westphalia.errors import OntologyError
from westphalia.ontology import labels


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [("implication", "helps", 1), ("implication", "checks", -1), ("stance", "opposes", -1), ("state", "develops", 0)],
)
def test_signs(kind: labels.LabelKind, name: str, value: int) -> None:
    assert labels.sign(kind, name) == value


def test_an_unknown_label_says_what_there_is() -> None:
    with pytest.raises(OntologyError, match="wants"):
        labels.label("stance", "shrugs")


def test_implication_signs_agree_with_those_of_the_gold(shared: Path) -> None:
    meta = json.loads((shared / "gold" / "seeds_meta.json").read_text(encoding="utf8"))
    signs = {"+": 1, "-": -1, "0": 0}
    for mark, names in meta["how_to_score"]["impl_sign"].items():
        assert all(labels.sign("implication", name) == signs[mark] for name in names)
