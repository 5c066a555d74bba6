"""Kinds of ties and their families."""

import json
from pathlib import Path

import pytest

from westphalia.errors import OntologyError
from westphalia.ontology import ties


def test_kinds_have_one_of_five_families_and_a_sign() -> None:
    assert set(ties.FAMILIES) == {"security", "arms_and_technology", "economic", "diplomatic", "war"}
    assert all(ties.tie_kind(k).sign in (-1, 0, 1) and ties.tie_kind(k).what for k in ties.KINDS)


def test_who_supplies_and_who_depends_have_a_direction() -> None:
    directed = {k for k in ties.KINDS if ties.tie_kind(k).directed}
    assert {"arms_supply", "arms_dependence", "economic_dependence", "proliferation", "support"} <= directed
    assert not directed & {"alliance", "war", "diplomatic_relations"}


def test_an_unknown_kind_says_what_there_is() -> None:
    with pytest.raises(OntologyError, match="alliance"):
        ties.family("marriage")


def test_families_agree_with_those_of_the_gold(shared: Path) -> None:
    meta = json.loads((shared / "gold" / "seeds_meta.json").read_text(encoding="utf8"))
    for name, members in meta["how_to_score"]["tie_families"].items():
        assert all(ties.family(member) == name for member in members)
