"""Segments: pages of several pieces are taken apart, articles never."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from westphalia.reading.reading import Reading
from westphalia.reading.segments import segments
from westphalia.records import Document, Segment
from westphalia.sources import compose, load

ABSTRACTS = [
    "North Korea's long-range missiles cannot reach India's coast in earnest, yet their technology may travel.",
    "Since the summit at Vostochny in 2023, Russia and North Korea have moved closer. Moscow receives shells; "
    "Pyongyang receives fuel. In this regard, Delhi's efforts to buy from France may reduce the risk.",
    "China's trade keeps the North Korean economy afloat, but Beijing has not used this lever against Pyongyang.",
    "In 2022 Russia and China vetoed a resolution against North Korea for the first time since 2006.",
    "Pakistan's missile programme profited from North Korean designs in the 1990s.",
    "Japan, South Korea and the United States deter North Korea better since the meeting at Camp David.",
    "India's aid to North Korea has kept a small door open in Pyongyang under the Act East Policy.",
    "The failed martial law of President Yoon Suk Yeol helped North Korea's propaganda for half a year.",
    "Floods at the Yalu showed how little foreign aid North Korea under Kim Jong Un is ready to accept.",
]
BRIEFS = [
    ("Sudan", "The army of Sudan took a bridge in Khartoum on Monday, and the Rapid Support Forces withdrew westward."),
    ("Peru", "The president of Peru named a new cabinet after the former one resigned over a scandal of watches."),
    ("Nepal", "Parliament in Kathmandu voted for an early election, which will take place in March of next year."),
    ("Chad", "France handed its last base in Chad over to the country's army at a ceremony in N'Djamena."),
]
ARTICLE = [
    "The ministers of Russia and Iran met in Tehran on Monday and signed an agreement on nuclear energy.",
    "They also spoke about drones, which Moscow buys for its war in Ukraine.",
    "Sergey Lavrov, the Russian minister, said that the partnership would deepen.",
    "Lavrov will travel on to Ankara, where the two countries of the Black Sea treaty meet.",
    "The United States said that it would impose sanctions on anyone who takes part.",
    "But European governments hesitated, because the talks about prisoners go on.",
    "In Tehran, the newspapers praised the agreement. Some noted that similar promises were broken.",
    "It is not known when the parliament will vote on it.",
    "Oil prices rose slightly after the announcement.",
]


def cut(document: Document | str) -> tuple[Segment, ...]:
    document = compose("a.txt", document) if isinstance(document, str) else document
    return segments(Reading(document=document)).segments


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_list_of_abstracts_is_cut(between):
    text = between.join(ABSTRACTS)
    pieces = cut(text)
    assert [text[s.span.start : s.span.end].strip() for s in pieces] == ABSTRACTS


def test_a_page_title_belongs_to_the_first_piece_and_a_link_label_to_its_own():
    lines = ["Missiles and the Indian Ocean: A Note", *ABSTRACTS]
    lines[4] = "The Panel of Experts that watched the sanctions is gone… Continue reading Who Watches Now?"
    pieces = cut("\n".join(lines))
    assert len(pieces) == len(ABSTRACTS)
    assert pieces[0].title == lines[0]
    assert pieces[3].title == "Who Watches Now?"
    assert [s.title for s in pieces[4:]] == [None] * 5


def test_three_abstracts_with_a_teaser_are_enough():
    text = "\n".join([ABSTRACTS[0], ABSTRACTS[2] + ".. Continue reading The Lever", ABSTRACTS[3]])
    assert len(cut(text.replace(".. ", "… "))) == 3


def test_briefs_under_titles_are_cut():
    pieces = cut("\n\n".join(f"{title}\n{text}" for title, text in BRIEFS))
    assert [s.title for s in pieces] == [title for title, _ in BRIEFS]


def test_pieces_with_title_author_and_day_that_lead_on_are_cut():
    page = ["Latest from the institute"]
    for (title, text), day in zip(BRIEFS, ("3 May 2024", "5 May 2024", "9 May 2024", "12 May 2024"), strict=True):
        page += [f"{title} after the storm", "Ann Reporter", day, text, "Read more"]
    pieces = cut("\n".join(page))
    assert [s.title for s in pieces] == [f"{title} after the storm" for title, _ in BRIEFS]


def test_dated_items_are_cut():
    days = ("3 May 2024", "5 May 2024", "9 May 2024", "12 May 2024")
    pieces = cut("\n\n".join(f"{day}\n{text}" for day, (_, text) in zip(days, BRIEFS, strict=True)))
    assert [s.title for s in pieces] == list(days)


def test_numbered_items_are_cut():
    assert len(cut("\n".join(f"{i}. {text}" for i, (_, text) in enumerate(BRIEFS, 1)))) == 4


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_an_article_stays_whole(between):
    assert len(cut(between.join(ARTICLE))) == 1


def test_subheads_start_no_segment():
    lines = [*ARTICLE[:3], "What Moscow wants", *ARTICLE[3:6], "The view from Tehran", *ARTICLE[6:]]
    assert len(cut("\n\n".join(lines))) == 1


def test_numbered_paragraphs_of_a_speech_start_no_segment():
    assert len(cut("\n".join(f"{i}. We thank the President. {text}" for i, text in enumerate(ARTICLE, 101)))) == 1


def test_a_teaser_at_the_very_end_is_no_sign_of_a_list():
    assert len(cut("\n".join([*ARTICLE[:4], "Oil prices rose… Continue reading"]))) == 1


def test_repeated_and_empty_texts():
    assert [s.span.end for s in cut("")] == [0]
    assert len(cut("\n".join([ABSTRACTS[0], *ABSTRACTS]))) == len(ABSTRACTS)


LINES = st.sampled_from(
    [*ABSTRACTS, *ARTICLE, *(t for t, _ in BRIEFS), "", "Read more", "A line… Continue reading More"]
)


@given(st.lists(LINES, max_size=14).map("\n".join) | st.text(max_size=200))
def test_segments_cover_the_text_in_order(text):
    pieces = cut(text)
    assert [s.index for s in pieces] == list(range(len(pieces)))
    assert pieces[0].span.start == 0
    assert pieces[-1].span.end == len(text)
    assert all(a.span.end == b.span.start for a, b in itertools.pairwise(pieces))


def test_the_list_of_abstracts_among_the_seeds(shared):
    (path,) = shared.glob("seeds/000*.txt")
    (document,) = load(path)
    assert isinstance(document, Document)
    pieces = cut(document)
    assert len(pieces) == 10
    assert pieces[0].title == "China’s Contentious Relationship with North Korea: Recent Developments"
    assert [s.title for s in pieces if s.title][1:] == ["North Korea’s Chemical and Biological Weapons"]


@pytest.mark.parametrize("folder", ["gold/articles", "data/corpora/news_commentary", "data/corpora/ungdc"])
def test_no_article_is_cut(shared, folder):
    paths = sorted(Path(shared, folder).glob("*.txt"))
    paths = paths[:: max(1, len(paths) // 100)]
    several = [p.name for p in paths for d in load(p) if isinstance(d, Document) and len(cut(d)) > 1]
    assert len(paths) > 30
    assert several == []


def test_the_other_seed_and_the_examples_are_as_they_are_meant(shared):
    (path,) = shared.glob("seeds/003*.txt")
    assert [len(cut(d)) for d in load(path) if isinstance(d, Document)] == [1]


def test_the_examples():
    folder = Path(__file__).parents[2] / "examples" / "korea"
    counts = {
        p.name: len(cut(d)) for p in folder.iterdir() if p.suffix != ".json" for d in load(p) if d.__class__ is Document
    }
    del counts["README.md"]
    assert len(counts) == 22
    assert {name: n for name, n in counts.items() if n > 1} == {"institute-north-korea-list.txt": 8}
