"""Mentions: where actors are spoken of, one mention a phrase."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from westphalia.reading.clues import at_head, clues
from westphalia.reading.mentions import mentions
from westphalia.reading.reading import Reading
from westphalia.reading.sentences import sentences
from westphalia.records import Document


def spotted(text: str) -> Reading:
    return mentions(sentences(Reading(document=Document(id="d-1", name="test", text=text))))


CASES = [
    ("Chinese President Xi Jinping met Vladimir Putin.", ["Chinese President Xi Jinping", "Vladimir Putin"]),
    ("Russian forces attacked Ukraine's army.", ["Russian forces", "Ukraine's army"]),
    ("Russia's ambassador to India left.", ["Russia's ambassador", "India"]),
    ("Chinese officials in Pyongyang agreed.", ["Chinese officials", "Pyongyang"]),
    ("The government of Iraq protested.", ["The government of Iraq"]),
    ("The Foreign Ministry of Iraq protested.", ["The Foreign Ministry of Iraq"]),
    ("US Secretary of State Mike Pompeo spoke.", ["US Secretary of State Mike Pompeo"]),
    ("President of Ukraine Volodymyr Zelenskyy spoke.", ["President of Ukraine Volodymyr Zelenskyy"]),
    ("Russian and Chinese officials met.", ["Russian and Chinese officials"]),
    ("Russia and China agreed.", ["Russia", "China"]),
    ("The people and the Government of Cuba object.", ["The people and the Government of Cuba"]),
    ("The head of the Israeli Government objected.", ["The head of the Israeli Government"]),
    ("The US-led coalition struck.", ["The US-led coalition"]),
    ("The Trump administration refused.", ["The Trump administration"]),
    ("US special envoy for Iran Brian Hook spoke.", ["US special envoy for Iran Brian Hook"]),
    ("Iran's nuclear program worries Israel.", ["Iran", "Israel"]),
    ("The Iran Hostage Crisis ended.", ["Iran"]),
    ("The Vietnam War ended.", []),
    ("It is clear that Japan agreed.", ["Japan"]),
    ("The two leaders met and they agreed.", ["The two leaders", "they"]),
    ("Its government refused.", ["Its government"]),
    ("Critics of Russia met.", ["Russia"]),
    ("He paid US$5 million.", ["He"]),
    ("Give us the turkey.", ["us"]),
    ("Michael Jordan and Chad Wolf met Oman.", ["Michael Jordan", "Chad Wolf", "Oman"]),
    ("A U.S. judge met the Israeli Prime Minister.", ["A U.S. judge", "the Israeli Prime Minister"]),
]


@pytest.mark.parametrize(("text", "found"), CASES, ids=[c[0] for c in CASES])
def test_spans(text: str, found: list[str]) -> None:
    assert [m.text for m in spotted(text).mentions] == found


KINDS = [
    ("France agreed.", "France", "name"),
    ("French aid arrived.", "French", "demonym"),
    ("Relations with Moscow cooled.", "Moscow", "capital"),
    ("The Kremlin agreed.", "Kremlin", "metonym"),
    ("Angela Merkel agreed.", "Angela Merkel", "person"),
    ("The French president agreed.", "The French president", "office"),
    ("The Israeli army withdrew.", "The Israeli army", "organ"),
    ("The Palestinian people suffer.", "The Palestinian people", "group"),
    ("It agreed with Peru.", "It", "pronoun"),
    ("Peru lost; the country wept.", "the country", "description"),
]


@pytest.mark.parametrize(("text", "words", "kind"), KINDS, ids=[k[0] for k in KINDS])
def test_kinds(text: str, words: str, kind: str) -> None:
    assert [m.kind for m in spotted(text).mentions if m.text == words] == [kind]


def test_a_surname_is_known_after_the_full_name_and_before_it() -> None:
    reading = spotted(
        "Katrougalos left. Greek Foreign Minister George Katrougalos had met Smith. Then Katrougalos spoke."
    )
    assert [m.text for m in reading.mentions if "Katrougalos" in m.text] == [
        "Katrougalos",
        "Greek Foreign Minister George Katrougalos",
        "Katrougalos",
    ]


def test_what_stands_in_quotation_marks_is_known_to() -> None:
    reading = spotted("“We agree,” said Iran. “Our people object.” Peru agreed.")
    known = clues(reading)
    assert [m.text for m in reading.mentions if known[m.id].quoted] == ["We", "Our people"]


def test_the_head_of_a_phrase_leads_to_its_mention() -> None:
    reading = spotted("Russia's ambassador to India left.")
    heads = at_head(reading)
    words = {t.i: t.text for t in reading.parsed[0].tokens}
    assert {words[i]: m for (_, i), m in heads.items()}.keys() == {"ambassador", "India"}


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["the", "U.S.", "Russian", "forces", "Kim Jong Un", "'s", "of", "and", ",", "government", "“", "”",
             "Congo", "us", "it", "\n", "(", "—"]
        ),
        max_size=14,
    )
)  # fmt: skip
def test_any_words_give_spans_inside_their_sentence(words: list[str]) -> None:
    reading = spotted(" ".join(words))
    homes = {s.id: s for s in reading.sentences}
    for m in reading.mentions:
        home = homes[m.sentence_id]
        assert home.span.holds(m.span)
        assert m.span.of(reading.document.text) == m.text
    assert len({m.id for m in reading.mentions}) == len(reading.mentions)
