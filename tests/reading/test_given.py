"""Coding with given actors."""

import pytest

from westphalia.ontology.plover import TYPES
from westphalia.reading.given import Given, code
from westphalia.records import Span


def given(marked: str) -> Given:
    """A text in which the source stands in [...] and the target in {...}."""
    text = marked.translate(str.maketrans("", "", "[]{}"))
    source, target = (marked[marked.index(a) + 1 : marked.index(b)] for a, b in ("[]", "{}"))
    at = [(text.index(words), words) for words in (source, target)]
    return Given(text, *(Span(start=start, end=start + len(words)) for start, words in at))


@pytest.mark.parametrize(
    ("marked", "relation"),
    [
        ("[The mayor] blamed {the union} for the chaos.", "ACCUSE"),
        ("{The dissident} was arrested by [police in Minsk].", "COERCE"),
        ("[Teachers] said that they will not meet {the ministry}.", "REJECT"),
        ("[The court] lifted a travel ban on {the journalist}.", "CONCEDE"),
        ("[The army] will attack {the rebels} soon.", "THREATEN"),
        ("[The envoy] held talks with {the guerrillas}.", "CONSULT"),
    ],
)
def test_the_type_between_two_marked_places(marked: str, relation: str) -> None:
    coded = next(code([given(marked)]))
    assert coded.relation == relation
    assert set(coded.scores) == set(TYPES)
    assert abs(sum(coded.scores.values()) - 1) < 0.01


def test_a_text_without_a_word_of_the_lexicon_still_has_an_answer() -> None:
    assert next(code([given("[Spring] is greener than {autumn}.")])).relation in TYPES
