"""Who stands at the ends of what is read: one rule a test, told by whole sentences."""

from __future__ import annotations

import pytest

from tests.reading.relations import tell

__all__: list[str] = []


def ends(text: str, relation: str) -> set[tuple[str, str]]:
    """The ends of all that a text tells of a relation, as state codes joined by commas."""
    told = (t for t in tell(text) if t.relation == relation)
    return {(",".join(sorted(t.source)), ",".join(sorted(t.target))) for t in told}


@pytest.mark.parametrize(
    ("text", "relation", "source", "target"),
    [
        ("Chad accused Mali of shelling its neighbour Niger.", "ASSAULT", "MLI", "NER"),
        ("Kenya blamed Uganda for its raids on Rwanda.", "ASSAULT", "UGA", "RWA"),
        ("Kenya was blamed by Uganda for its raids on Rwanda.", "ASSAULT", "KEN", "RWA"),
        ("Peru accused Chile and Bolivia of hiding their talks with Brazil.", "CONSULT", "BOL,BRA,CHL", "BOL,BRA,CHL"),
        ("France praised Chad for its aid to Sudan.", "AID", "TCD", "SDN"),
        ("France told Chad of its aid to Sudan.", "AID", "FRA", "SDN"),
    ],
)
def test_what_is_charged_is_of_whom_it_is_laid_on(text: str, relation: str, source: str, target: str) -> None:
    """ "Its" in a charge or praise is theirs who are charged or praised."""
    assert (source, target) in ends(text, relation)


@pytest.mark.parametrize(
    ("text", "relation", "source", "target"),
    [
        ("Togo has sent soldiers to Chad, Mali and Niger said.", "MOBILIZE", "TGO", "TCD"),
        ("Togo has sold rifles to Chad, Mali and Niger said on Monday.", "COOPERATE", "TGO", "TCD"),
        ("Togo sent troops to Chad, Benin, Mali and Niger say.", "MOBILIZE", "TGO", "TCD"),
        ("Togo attacked Chad and Benin, Mali and Niger say.", "ASSAULT", "TGO", "BEN,TCD"),
        ("Turkey supplied drones to Mali, Chad, and Niger, Egypt said.", "AID", "TUR", "MLI,NER,TCD"),
    ],
)
def test_who_says_it_at_its_end_is_no_party_to_it(text: str, relation: str, source: str, target: str) -> None:
    """Speakers behind a comma at the end of a sentence are no members of the list that it ends with."""
    assert ends(text, relation) == {(source, target)}
