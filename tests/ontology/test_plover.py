"""PLOVER's types, modes, quads and scores."""

import pytest

from westphalia.errors import OntologyError
from westphalia.ontology import plover

COOPERATION = ["AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"]
CONFLICT = ["REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"]


def test_there_are_sixteen_types_in_four_quads() -> None:
    assert list(plover.TYPES) == COOPERATION + CONFLICT
    assert {plover.quad(t) for t in plover.TYPES} == set(plover.QUADS)


def test_conflict_scores_are_not_positive_and_cooperation_scores_are() -> None:
    for kind in plover.TYPES:
        for mode in (None, *plover.MODES[kind]):
            value = plover.score(kind, mode)
            if plover.quad(kind).endswith("cooperation"):
                assert 0 < value <= 10, (kind, mode)
            elif kind == "REQUEST":
                assert -1 <= value <= 0.5, mode
            else:
                assert -10 <= value < 0, (kind, mode)


@pytest.mark.parametrize(
    ("kind", "mode", "value"),
    [
        ("AID", None, 10.0),
        ("ACCUSE", None, -3.0),
        ("CONSULT", "visit", 4.0),
        ("SANCTION", "expel", -5.5),
        ("ASSAULT", "unconventional", -10.0),
        ("PROTEST", "vandalize", -5.0),
    ],
)
def test_scores_of_the_codebook(kind: str, mode: str | None, value: float) -> None:
    assert plover.score(kind, mode) == value


def test_request_and_reject_share_their_modes() -> None:
    assert plover.MODES["REQUEST"] == plover.MODES["REJECT"]


def test_unknown_names_say_what_there_is() -> None:
    with pytest.raises(OntologyError, match="AGREE"):
        plover.quad("HUG")
    with pytest.raises(OntologyError, match="visit"):
        plover.score("CONSULT", "dance")


def test_every_type_and_mode_is_described_and_names_are_unique() -> None:
    assert all(plover.describe(t) for t in plover.TYPES)
    assert all(plover.describe(t, m) for t in plover.TYPES for m in plover.MODES[t])
    assert len(set(plover.CONTEXTS)) == len(plover.CONTEXTS) == 37
    assert len(set(plover.SECTORS)) == len(plover.SECTORS)
