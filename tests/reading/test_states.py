"""States read end to end: what an actor is, has or lacks."""

import pytest
from tests.reading.relations import tell

CASES = [
    ("Pakistan has nuclear weapons.", "has", {"PAK"}),
    ("Iran develops missiles.", "develops", {"IRN"}),
    ("Chad lacks an ally.", "lacks", {"TCD"}),
    ("Russia is vulnerable.", "vulnerable", {"RUS"}),
    ("Angola is rich in oil.", "has_resources", {"AGO"}),
    ("Namibia gained its independence.", "independence", {"NAM"}),
    ("Syria ran out of options.", "running_out_of_options", {"SYR"}),
    ("Colombia is isolated.", "isolated", {"COL"}),
    ("Sudan struggles to feed its people.", "struggles", {"SDN"}),
]


@pytest.mark.parametrize(("text", "relation", "source"), CASES)
def test_a_state_has_its_label_and_bearer(text: str, relation: str, source: set[str]) -> None:
    assert (relation, source) in [(t.relation, t.source) for t in tell(text) if t.kind == "state"]


def test_what_is_done_to_somebody_is_an_event() -> None:
    assert "state" not in [t.kind for t in tell("Brazil was isolated by Argentina.")]


def test_what_is_to_be_stopped_is_no_news_of_who_has_it() -> None:
    assert not [t for t in tell("Ghana wants to limit the nuclear programme of Togo.") if t.kind == "state"]
    assert [t for t in tell("The nuclear programme of Togo grows.") if t.kind == "state"]
