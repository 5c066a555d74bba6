"""The place of an event is the one that its own words name; a state away from them is none."""

from __future__ import annotations

import pytest

from westphalia.reading.pipeline import read
from westphalia.records import Document

CASES = [
    ("Kim Jong Un met Vladimir Putin in Vladivostok.", "CONSULT", "Vladivostok"),
    ("The two presidents met at the Vostochny Cosmodrome.", "CONSULT", "Vostochny Cosmodrome"),
    ("The ministers of India and Japan met in Tokyo in March 2024.", "CONSULT", "Tokyo"),
    ("France and Germany signed a treaty in August.", "SUPPORT", None),
    ("China gave support to Russia.", "SUPPORT", None),
]


@pytest.mark.parametrize(("text", "relation", "place"), CASES)
def test_the_place_of_an_event(text: str, relation: str, place: str | None) -> None:
    document = Document(id="d-1", name="one.txt", text=text)
    found = {s.place for s in read(document, reader="frames").statements if s.relation == relation}
    assert found <= {place}
