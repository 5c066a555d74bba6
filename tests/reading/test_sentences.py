"""Sentences: normalisation by character, cuts, datelines, quotations, furniture and segments."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from westphalia.errors import ModelError
from westphalia.reading.reading import Reading
from westphalia.reading.sentences import blocks, cut, normal, parse, parser, sentences, split
from westphalia.records import Document, Furniture, Segment, Span

SPLITS = [
    ("One went. Two came.", ["One went.", "Two came."]),
    ("The U.S. envoy left. Gen. Han stayed.", ["The U.S. envoy left.", "Gen. Han stayed."]),
    ("He was in the U.S. The envoy left.", ["He was in the U.S.", "The envoy left."]),
    ("William H. Taft went to Panama.", ["William H. Taft went to Panama."]),
    ("Mr. Bao met Dr. Kim on Jan. 5 at 7 p.m. in Hue.", ["Mr. Bao met Dr. Kim on Jan. 5 at 7 p.m. in Hue."]),
    ("Resolution No. 181 was adopted. It failed.", ["Resolution No. 181 was adopted.", "It failed."]),
    ("The answer was no. It failed.", ["The answer was no.", "It failed."]),
    ("Growth was 3.5 percent. Trade fell.", ["Growth was 3.5 percent.", "Trade fell."]),
    ('"Is it over?" the envoy asked. He left.', ['"Is it over?" the envoy asked.', "He left."]),
    ('"We will go!" Han said. "They agreed."', ['"We will go!" Han said.', '"They agreed."']),
    ('He said, "We will go." They left.', ['He said, "We will go."', "They left."]),
    ("SEOUL, March 3 (Example Wire) - Kim left.", ["Kim left."]),
    ("NEW YORK - Kim left. Xi stayed.", ["Kim left.", "Xi stayed."]),
    ("Seoul (Example Wire) — Kim left.", ["Kim left."]),
    ("VIENNA  -", []),
    ("1. The parties agree.", ["1. The parties agree."]),
    ("Where next? Nobody knows...", ["Where next?", "Nobody knows..."]),
    ("***", []),
]


@pytest.mark.parametrize(("text", "wanted"), SPLITS)
def test_split_finds_the_sentences(text: str, wanted: list[str]) -> None:
    assert [text[a:b] for a, b in split(normal(text))] == wanted


@given(st.text(max_size=300))
def test_normal_keeps_every_place(text: str) -> None:
    assert len(normal(text)) == len(text)


@given(st.text(alphabet=st.sampled_from("ab .?!\"'\n;A1-—()"), max_size=200))
def test_split_gives_spans_in_order_that_hold_words(text: str) -> None:
    spans = split(normal(text))
    assert all(a < b for a, b in spans)
    assert all(b <= c for (_, b), (c, _) in pairwise(spans))
    assert all(any(c.isalnum() for c in text[a:b]) for a, b in spans)


def test_split_cuts_a_very_long_sentence() -> None:
    text = "; ".join(["the parties agree to withdraw their forces from the border"] * 60)
    spans = split(text)
    assert len(spans) > 1
    assert all(b - a <= 1000 for a, b in spans)


def test_blocks_joins_lines_that_were_wrapped() -> None:
    line = "the envoys of the two countries met again on the border and went on to talk about"
    text = f"{line}\n{line}\n{line} nothing.\n\n{line}\n{line} all."
    assert [s.start for _, s in blocks(text, (), ())] == [0, text.index("\n\n") + 2]


def test_blocks_joins_narrow_lines_that_break_off_within_sentences() -> None:
    text = (
        "My country, which has followed the talks\nfrom the start, hopes that the two\nparties will come to terms"
        " on the\nriver before the end of this year.\n We thank the envoys, who have\ndone all that they could for"
        " the\npeople of the valley.\n"
    )
    found = [s.of(text) for _, s in blocks(text, (), ())]
    assert [f.split()[0] for f in found] == ["My", "We"]


def test_blocks_keeps_lines_that_are_whole() -> None:
    text = "Iran and Oman met.\nthe talks went on\nTogo left.\nMali stayed.\nChad spoke."
    assert len(list(blocks(text, (), ()))) == 5


def test_cut_leaves_furniture_out_and_stays_in_its_segment() -> None:
    text = "Subscribe now!\nIran left. Iraq stayed.\nAlso read: Oman.\nQatar spoke."
    also = text.index("Also read")
    document = Document(
        id="d-1",
        name="test",
        text=text,
        furniture=(
            Furniture(span=Span(start=0, end=14), kind="subscription", why="test"),
            Furniture(span=Span(start=also, end=also + 16), kind="link", why="test"),
        ),
    )
    segments = (
        Segment(index=0, span=Span(start=0, end=also)),
        Segment(index=1, span=Span(start=also, end=len(text))),
    )
    found = cut(Reading(document=document, segments=segments))
    assert [(s.segment, s.text) for s in found] == [(0, "Iran left."), (0, "Iraq stayed."), (1, "Qatar spoke.")]


def test_parse_keeps_offsets_in_the_document() -> None:
    text = "A headline\n\nBeijing’s envoy — Liu – met ‘friends’."
    reading = sentences(Reading(document=Document(id="d-1", name="test", text=text)))
    for parsed in reading.parsed:
        for token in parsed.tokens:
            shown = parsed.span(token).of(text)
            assert len(shown) == len(token.text)
            assert shown == token.text or not token.is_alpha


def test_parse_takes_several_documents_in_one_stream() -> None:
    texts = ["Iran left. Iraq stayed.", "", "Qatar spoke."]
    readings = parse([Reading(document=Document(id=f"d-{i}", name=str(i), text=t)) for i, t in enumerate(texts)])
    assert [len(r.parsed) for r in readings] == [2, 0, 1]


def test_parser_tells_what_to_install() -> None:
    with pytest.raises(ModelError, match="pip install"):
        parser("no_such_model")


@pytest.mark.parametrize(
    ("headline", "verb"),
    [
        ("Chad attacks Mali", "attack"),
        ("Greece vetoes Skopje's bid", "veto"),
        ("North Korea fires missile over Japan", "fire"),
        ("Iran sanctions relief", None),
        ("Gaza talks in Cairo", None),
        ("Lebanon raids and reprisals", None),
    ],
)
def test_a_headline_has_its_verb(headline: str, verb: str | None) -> None:
    found = [t.lemma_ for t in parser()(headline) if t.tag_ == "VBZ"]
    assert found == ([verb] if verb else [])


def test_a_headline_lists_who_acts() -> None:
    doc = parser()("Iran, Saudi ministers meet in Beijing")
    assert [(t.text, t.dep_) for t in doc if t.i in (0, 3)] == [("Iran", "nsubj"), ("ministers", "conj")]


def test_a_sentence_has_a_finite_verb() -> None:
    found = [(t.text, t.dep_) for t in parser()("Britain and Norway, in a statement, called on Malawi to act.")]
    assert ("called", "ROOT") in found
    assert ("Britain", "nsubj") in found
    assert [t.tag_ for t in parser()("A village bombed by Chad in May.") if t.text == "bombed"] == ["VBN"]


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("On 4 May Chad met Mali.", ["Chad"]),
        ("On Monday Macron met Tebboune in Oran.", ["Macron"]),
        ("On 12 July Ankara and Cairo signed a pact.", ["Ankara", "Cairo"]),
        ("In 2019 Chad bombed Mali.", ["Chad"]),
        ("On 4 May, Chad met Mali.", ["Chad"]),
    ],
)
def test_a_day_that_opens_a_sentence_is_no_part_of_its_subject(text: str, actors: list[str]) -> None:
    doc = parser()(text)
    assert doc.text == text
    acting = [t for t in doc if t.dep_ == "nsubj"]
    assert [t.text for t in acting] + [c.text for t in acting for c in t.children if c.dep_ == "conj"] == actors
