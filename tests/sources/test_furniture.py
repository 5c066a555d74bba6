"""Page furniture: what is set aside, what must stay, what a date on a page is the date of."""

from __future__ import annotations

import itertools
import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from westphalia.errors import OntologyError
from westphalia.records import Document
from westphalia.sources import load, set_aside
from westphalia.sources.cues import PLACES, _read, cues
from westphalia.sources.furniture import _PLAIN

ALL = [cue for place in PLACES for cue in cues().by_place[place]]
FILLER = (
    "The two ministers met in Geneva on Tuesday and spoke for three hours about the future of the treaty.",
    "Neither side gave details, but both said that they would meet again before the end of the year.",
    "Observers had expected less, since the last round of talks ended in a quarrel over inspections.",
)

# Sentences of articles that sound like furniture. None of them may be set aside.
STAYS = [
    "Subscribe to the theory that arms bring peace, and you will arm for ever.",
    "Follow the money: Russian payments reach Pyongyang through Chinese banks.",
    "Sign up for an alliance and you may be drawn into somebody else's war.",
    "The Kremlin can no longer support our ally, a diplomat in Damascus said.",
    "Share the burden or leave the alliance, Trump told the Europeans.",
    "Related sanctions were imposed by Japan and South Korea.",
    "The author of the report, a former inspector, was expelled from Iran.",
    "The writer was arrested in Minsk in 2020 and remains in prison.",
    "Read together, the two statements leave little room for doubt.",
    "Comments by the foreign minister angered Beijing.",
    "Home to 26 million people, North Korea is among the poorest countries in Asia.",
    "By Friday the troops had left the border.",
    "By land and by sea, Ukraine struck back.",
    "If you support the sanctions, you must enforce them.",
    "Photographs by satellite show troops at the border.",
    "Video from Kursk showed North Korean soldiers under fire.",
    "Advertisement of its missiles is a North Korean habit.",
    "Views in Seoul differ from those in Tokyo.",
    "Views on the deal are divided in Delhi.",
    "Updated maps show the new border.",
    "Register of arms transfers: Russia delivered three systems to India.",
    "More on trade than on security was agreed in Beijing.",
    "Save for China, no member abstained.",
    "Most popular among the demands was the withdrawal of foreign troops.",
    "Source: the Kremlin. That was all that the Syrian agency gave as its ground for the report.",
    "Donations from Japan were refused by Pyongyang.",
    "On 18 September, Kim's special train returned to North Korea.",
    "September 11, 2001 changed how Washington saw Pakistan.",
    "We use sanctions to give diplomacy a chance, the minister told reporters in Paris.",
    "You have reached the limit of our patience, the general told the rebels on Monday.",
]


@pytest.mark.parametrize("cue", ALL, ids=lambda cue: f"line-{cue.number}")
def test_every_example_is_found_by_its_own_pattern(cue):
    plain = cue.example.translate(_PLAIN)
    assert cue.pattern.search(plain) if cue.where == "end" else cue.pattern.fullmatch(plain)


def test_the_screens_are_no_stricter_than_the_patterns():
    for cue in ALL:
        assert cues().match(cue.where, cue.example.translate(_PLAIN), cue.kind), cue.example


@pytest.mark.parametrize("sentence", STAYS)
@pytest.mark.parametrize("place", ["head", "middle", "foot"])
def test_article_sentences_stay(sentence, place):
    lines = list(FILLER)
    lines.insert({"head": 0, "middle": 1, "foot": 3}[place], sentence)
    text = "\n\n".join(["Ministers meet in Geneva for talks", *lines])
    assert [f.span.of(text) for f in set_aside(text).furniture] == []


@pytest.mark.parametrize("line", ["two\tfields", "kind\tnowhere\tpattern\texample", "kind\tline\t(\texample"])
def test_a_bad_line_of_the_table_is_named(line):
    with pytest.raises(OntologyError, match="line 7"):
        _read(line, 7)


def aside(text: str) -> list[tuple[str, str]]:
    return [(f.kind, f.span.of(text)) for f in set_aside(text).furniture]


def test_a_date_over_the_headline_is_the_day_of_fetching_and_one_under_it_of_publication():
    page = "\n\n".join(["Monday, July 14, 2025", "Home > World", "Talks in Geneva end", *FILLER])
    found = set_aside(page).found
    assert found.published is None
    assert str(found.fetched) == "2025-07-14"
    page = "\n\n".join(["Talks in Geneva end", "Sunday, March 31, 2019", *FILLER])
    found = set_aside(page).found
    assert str(found.published) == "2019-03-31"
    assert found.fetched is None


def test_a_date_right_over_the_headline_is_neither():
    found = set_aside("\n\n".join(["Monday, July 14, 2025", "Talks in Geneva end", *FILLER])).found
    assert found.published is None
    assert found.fetched is None


@pytest.mark.parametrize(
    ("lines", "published", "author", "publisher"),
    [
        (["By Ann Reporter", "Published: 4 November 2023"], "2023-11-04", "Ann Reporter", None),
        (["Published - June 19, 2024 10:38 pm IST - New Delhi"], "2024-06-19", None, None),
        (["Source: Xinhua | 2018-03-28 10:12:13 | Editor: huaxia"], "2018-03-28", None, "Xinhua"),
        (["By KIM TONG-HYUNG", "Updated 10:02 AM GMT, June 19, 2024"], None, "KIM TONG-HYUNG", None),
        (["By Ann Reporter and Bo Writer, Diplomatic Correspondents"], None, "Ann Reporter and Bo Writer", None),
    ],
)
def test_metadata_lines_of_the_head(lines, published, author, publisher):
    page = set_aside("\n\n".join(["Talks in Geneva end", *lines, *FILLER]))
    assert len(page.furniture) == len(lines)
    found = page.found
    assert (str(found.published) if found.published else None) == published
    assert (found.author, found.publisher, found.title) == (author, publisher, "Talks in Geneva end")


def test_a_list_that_a_heading_opens_ends_with_the_first_paragraph():
    lines = ["Keep reading", "list of 2 items", "Floods in Bihar", "A budget for war", "end of list"]
    page = "\n".join(["Talks in Geneva end", FILLER[0], *lines, *FILLER[1:]])
    assert [text for _, text in aside(page)] == lines


def test_a_subhead_that_sounds_like_a_heading_of_links_keeps_its_paragraph():
    page = "\n\n".join(["Talks in Geneva end", FILLER[0], "Trending", *FILLER[1:]])
    assert all(text == "Trending" for _, text in aside(page))


SITE = ["Skip to content", "Search", "Asia", "Markets today", "Weather in Geneva", "Sign in"]


def test_the_lines_of_the_site_above_the_headline_go_with_those_that_are_known():
    page = set_aside("\n".join([*SITE, "Ministers meet in Geneva over treaty", *FILLER]))
    assert page.found.title == "Ministers meet in Geneva over treaty"
    assert len(page.furniture) == len(SITE)


def test_short_lines_above_the_headline_stay_where_nothing_tells_of_a_site():
    text = "\n".join(["A conversation", "Ministers meet in Geneva over treaty", *FILLER])
    assert set_aside(text).furniture == ()


def test_nothing_below_the_line_that_closes_the_page_is_read():
    tail = [
        "LEAVE A REPLY",
        "Putin is right about this one.",
        "You know nothing of Putin, and less of the treaty he signed.",
    ]
    text = "\n".join(["Ministers meet in Geneva", *FILLER, *tail])
    assert [piece for _, piece in aside(text)] == tail


def test_titles_with_bylines_below_the_text_are_other_pieces():
    tail = ["Israel strikes Damascus", "By REUTERS", "11/20/2019 10:08 AM", "China condemns Senate", "By REUTERS"]
    text = "\n".join(["Ministers meet in Geneva", *FILLER, *tail])
    assert [piece for _, piece in aside(text)] == tail


def test_a_closing_line_near_the_top_closes_nothing():
    text = "\n".join(["Ministers meet in Geneva", "© 2024 Example Wire", *FILLER])
    assert [piece for _, piece in aside(text)] == ["© 2024 Example Wire"]


def test_a_paragraph_printed_twice_counts_once():
    page = "\n".join([FILLER[0], FILLER[1], FILLER[0]])
    assert aside(page) == [("repeat", FILLER[0])]
    assert set_aside(page).furniture[0].span.start > len(FILLER[0])


def test_the_label_of_a_link_is_kept_as_a_title():
    text = "The army set up battalions… Continue reading The Weapons of the Past"
    assert aside(text) == [("link", "Continue reading "), ("title", "The Weapons of the Past")]


PIECES = st.sampled_from([cue.example for cue in ALL] + list(FILLER) + STAYS + ["", " ", "\t", "Monday, July 14, 2025"])


@given(st.lists(PIECES, max_size=14).map("\n".join) | st.text(max_size=300))
def test_spans_lie_in_the_text_in_order_and_apart(text):
    spans = [f.span for f in set_aside(text).furniture]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    assert all(span.of(text).strip() for span in spans)


def norm(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).translate(str.maketrans("‘’“”–—", "''\"\"--"))
    return re.sub(r"\s+", " ", plain).strip().lower()


@pytest.mark.parametrize("name", ["seeds", "articles"])
def test_no_sentence_of_the_gold_is_set_aside(shared, name):
    folder = shared / ("seeds" if name == "seeds" else "gold/articles")
    wanted: dict[str, set[str]] = {}
    for row in json.loads((shared / f"gold/{name}.json").read_text(encoding="utf8")):
        wanted.setdefault(row["doc"], set()).add(norm(row["sentence_start_words"]))
    read = 0
    for path in sorted(folder.glob("*.txt")):
        rows = next((rows for doc, rows in wanted.items() if doc in path.stem), set())
        (document,) = (d for d in load(path) if isinstance(d, Document))
        left, at = [], 0
        for f in document.furniture:
            left.append(document.text[at : f.span.start])
            at = f.span.end
        kept = norm(" ".join([*left, document.text[at:]]))
        assert [row for row in rows if row not in kept] == [], path
        read += len(rows)
    assert read > 50


def test_the_furniture_of_the_page_from_theprint(shared):
    meta = json.loads((shared / "gold/seeds_meta.json").read_text(encoding="utf8"))["documents"]["003"]
    (path,) = shared.glob("seeds/003*.txt")
    (document,) = load(path)
    assert isinstance(document, Document)
    gone = [norm(f.span.of(document.text)) for f in document.furniture]
    for item in meta["furniture"] + meta["byline_not_body"]:
        start = norm(re.split(r" ?\.\.\.| \(x", item)[0])
        assert any(piece.startswith(start) for piece in gone), item
    assert (document.title, document.extra["editor"]) == (meta["title"], meta["editor"])
    assert document.extra["section"] == meta["section"]
    assert document.published is None
    assert str(document.fetched) == "2025-07-14"


def test_hardly_anything_of_clean_articles_is_set_aside(shared):
    """Speeches and op-eds that were cleaned by others: what is set aside there is set aside wrongly."""
    paths = sorted(Path(shared, "data/corpora").glob("*/*.txt"))[::6]
    gone = [f.span.of(d.text) for p in paths for d in load(p) if isinstance(d, Document) for f in d.furniture]
    assert len(paths) > 200
    gone = [piece for piece in gone if re.search(r"\w", piece)]
    assert len(gone) <= 1, gone
