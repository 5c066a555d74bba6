"""The brief: a golden one from hand-made records, one from the seeds, one that has nothing to say."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from westphalia.briefing import compose, render_html, render_markdown, verify
from westphalia.briefing.parts import Brief, Line
from westphalia.briefing.phrases import sentence
from westphalia.errors import BadInput

GOLDEN = Path(__file__).with_name("golden.md")
HARM = "Strikes on Russian refineries may hurt Germany, because Germany depends on Russian gas."
ROWS = [
    {"say": "UKR harms DEU", "kind": "implication", "text": HARM, "trigger": "hurt", "modality": "possible",
     "sentence_start": 0},
    {"say": "DEU economic_dependence RUS", "text": HARM, "trigger": "depends", "sentence_start": 0},
    {"say": "UKR ASSAULT RUS", "text": "Ukraine struck a refinery in Ryazan on 3 January.", "trigger": "struck",
     "on": "2024-01-03", "sentence_start": 200, "place": "Ryazan"},
    {"say": "UKR ASSAULT RUS", "text": "On 3 January a refinery in Ryazan was struck by Ukraine.", "trigger": "struck",
     "on": "2024-01-03", "doc": "two", "place": "Ryazan"},
    {"say": "UKR ASSAULT RUS", "text": "Kyiv struck no refinery, its staff said.", "trigger": "struck", "doc": "three",
     "modality": "denied", "by": "UKR", "on": "2024-01-03"},
    {"say": "RUS THREATEN DEU", "text": "Moscow warned Berlin, the chancellor said.", "trigger": "warned", "by": "DEU",
     "doc": "two", "sentence_start": 300},
    {"say": "FRA CONSULT BRA", "text": "France and Brazil held talks.", "trigger": "talks", "doc": "two",
     "sentence_start": 400},
]  # fmt: skip
ICD = re.compile(
    r"\b(almost no chance|remote|(very )?(un)?likely|(highly )?(im)?probable|roughly even|almost certain(ly)?"
    r"|nearly certain)\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def made(shelf: Callable[[Any], Any]) -> Brief:
    """A brief for Germany from the hand-made rows."""
    return compose(shelf(ROWS), "DEU", dated=date(2024, 1, 10))


@pytest.fixture(scope="module")
def india(seeds: Any) -> Brief:
    """A brief for India from the seeds' gold."""
    return compose(seeds, "IND", question="How can the Russia-North Korea relation affect India?")


def test_the_brief_is_as_it_was(made: Brief) -> None:
    """A change of wording shows here: look at it, then write `golden.md` anew (the file is the rendering itself)."""
    assert render_markdown(made) == GOLDEN.read_text(encoding="utf8")


def all_lines(brief: Brief) -> list[Line]:
    """Every line of a brief."""
    return [
        *brief.bottom_line, *(j.line for j in brief.judgements), *brief.known, *brief.claimed, *brief.assumed,
        *(s.line for c in brief.implications for s in c.steps), *brief.alternatives,
        *(x for c in brief.clashes for s in c.sides for x in s.lines), *brief.gaps, *brief.indicators,
    ]  # fmt: skip


def test_one_event_is_told_once_with_its_reports(made: Brief) -> None:
    struck = [line for line in made.known if "attacked" in line.text]
    assert len(struck) == 1
    assert "2 reports, 2 independent publishers" in struck[0].note
    assert "disputed" in struck[0].note
    assert not any("Brazil" in line.text for line in all_lines(made)), "what does not bear on Germany stays out"


def test_what_others_answer_for_is_claimed_not_known(made: Brief) -> None:
    assert any("warned" in c.text for c in made.claimed)
    assert not any("warned" in k.text for k in made.known)


def test_says_and_denies_is_shown_with_both_quotes(made: Brief) -> None:
    (clash,) = [c for c in made.clashes if c.field == "happened"]
    assert {line.quote for side in clash.sides for line in side.lines} >= {
        "Ukraine struck a refinery in Ryazan on 3 January.",
        "Kyiv struck no refinery, its staff said.",
    }


def test_every_citation_resolves_and_every_quote_stands(made: Brief, india: Brief) -> None:
    for brief in (made, india):
        sources = {s.number: s for s in brief.sources}
        for line in all_lines(brief):
            assert set(line.cites) <= set(sources)
            assert not line.quote or any(line.quote in sources[n].quote for n in line.cites)
        assert brief.dropped == 0


def test_a_line_whose_quote_is_not_in_the_text_is_dropped(made: Brief, shelf: Callable[[Any], Any]) -> None:
    view = shelf(ROWS)
    forged = replace(made, known=(replace(made.known[0], quote="Nobody wrote this."), *made.known[1:]))
    checked = verify(forged, view)
    assert (checked.dropped, len(checked.known)) == (1, len(made.known) - 1)
    bad = replace(made.sources[0], quote="Nor this.")
    checked = verify(replace(made, sources=(bad, *made.sources[1:])), view)
    assert checked.dropped > 0
    assert bad.sentence_id not in {source.sentence_id for source in checked.sources}
    assert {n for line in all_lines(checked) for n in line.cites} == {source.number for source in checked.sources}


def test_no_word_of_likelihood_is_our_own(made: Brief, india: Brief) -> None:
    for brief in (made, india):
        for text in [brief.title, brief.source_summary, *(j.why for j in brief.judgements), *brief.method]:
            assert not ICD.search(re.sub("“[^”]*”", "", text).replace("put as probable", "")), text
        for line in all_lines(brief):
            assert not ICD.search(re.sub("“[^”]*”", "", line.text)), line.text


def test_confidence_stands_in_a_sentence_of_its_own(india: Brief) -> None:
    assert 3 <= len(india.judgements) <= 5
    for judgement in india.judgements:
        assert judgement.why.startswith(f"Confidence is {judgement.confidence}: ")
        assert "onfidence" not in judgement.line.text


def test_the_seeds_four_paths_to_india(india: Brief) -> None:
    told = {c.title: c for c in india.implications}
    quotes = "\n".join(s.line.quote for c in india.implications for s in c.steps)
    assert "may reach Islamabad through Pyongyang" in quotes
    assert "can also complicate India’s relations with the Quad" in quotes
    assert "there can be military and strategic implications for India" in quotes
    assert "doesn’t bode well for the Indian Army’s continued reliance" in quotes
    path = next(c for t, c in told.items() if "Pakistan" in t)
    assert (path.path, path.tag) == (("Russia", "North Korea", "Pakistan"), "possible")


def test_the_seeds_contradictions_are_shown(india: Brief) -> None:
    assert [(c.field, c.strength) for c in india.clashes][:2] == [("place", "hard"), ("certainty", "drift")]
    assert {s.value for s in india.clashes[0].sides} == {"Vladivostok", "Vostochny Cosmodrome"}


def test_a_state_that_the_record_does_not_touch_is_told_so(shelf: Callable[[Any], Any]) -> None:
    brief = compose(shelf(ROWS), "TCD")
    assert brief.title == "The record does not touch Chad"
    assert (brief.judgements, brief.implications, brief.known) == ((), (), ())
    assert "No statement in it names Chad" in brief.bottom_line[0].text
    for text in (render_html(brief), render_markdown(brief)):
        assert "does not touch Chad" in text
    empty = compose(shelf([]), "TCD")
    assert "The record is empty" in empty.gaps[0].text


def test_a_period_narrows_the_brief(shelf: Callable[[Any], Any]) -> None:
    brief = compose(shelf(ROWS), "DEU", until=date(2023, 1, 1))
    assert brief.title == "The record does not touch Germany"
    assert brief.scope.statements == 0


class Page(HTMLParser):
    """Collects what the page refers to."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note ids, links and tags."""
        found = dict(attrs)
        self.tags.append(tag)
        self.ids += [found["id"] or ""] if "id" in found else []
        self.links += [found[name] or "" for name in ("href", "src") if name in found]


def test_the_page_needs_nothing_else_and_its_links_lead_somewhere(india: Brief) -> None:
    text = render_html(india)
    page = Page()
    page.feed(text)
    assert len(page.ids) == len(set(page.ids))
    assert all(link.startswith("#") and link[1:] in page.ids for link in page.links)
    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    assert page.tags.count("h1") == 1
    assert "url(" not in text
    assert "@import" not in text
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text


def test_what_a_text_says_is_never_markup(shelf: Callable[[Any], Any]) -> None:
    row = {"say": "CHN harms IND", "kind": "implication", "text": "It <script>alert(1)</script> *hurts* [India](x)."}
    brief = compose(shelf([row]), "IND")
    assert "<script>" not in render_html(brief)
    assert "\\*hurts\\*" in render_markdown(brief)


def test_a_reason_that_was_not_read_is_told_as_what_stands_beside(shelf: Callable[[Any], Any]) -> None:
    rows = [
        {"say": "RUS diffusion_path PAK", "kind": "implication", "modality": "possible", "trigger": "reach",
         "text": "Technology may reach Islamabad.", "sentence_start": 0},
        {"say": "IND partnership RUS", "text": "India is close to Russia.", "trigger": "close", "sentence_start": 40},
        {"say": "RUS helps BRA", "kind": "implication", "text": "It helps Brazil.", "sentence_start": 2000},
    ]  # fmt: skip
    brief = compose(shelf(rows), "IND")
    (card,) = brief.implications
    assert card.how == "told next to a sentence on India"
    assert [step.role for step in card.steps] == ["What follows", "Told beside it"]
    assert "the same passage says that India is a partner of Russia" in brief.judgements[0].line.text


def test_what_comes_from_nobody_is_told_of_those_its_sentence_presupposes(shelf: Callable[[Any], Any]) -> None:
    text = "There can be implications for India as a result of the alliance of North Korea and Russia."
    rows = [
        {"say": " consequences_for IND", "kind": "implication", "modality": "possible", "trigger": "implications",
         "text": text, "sentence_start": 0},
        {"say": "PRK+RUS alliance PRK+RUS", "text": text, "trigger": "alliance", "sentence_start": 0},
    ]  # fmt: skip
    brief = compose(shelf(rows), "IND")
    assert brief.judgements[0].line.text == (
        "The relation between North Korea and Russia can have consequences for India."
    )
    assert brief.implications[0].steps[0].role == "Presupposed"


def test_copies_of_one_report_are_no_independent_publishers(shelf: Callable[[Any], Any]) -> None:
    text = (
        "Ukraine struck a refinery in the Russian city of Ryazan early on Wednesday, the governor of the region said."
    )
    rows = [{"say": "UKR harms RUS", "kind": "implication", "text": text, "trigger": "struck", "doc": d} for d in "ab"]
    rows += [{"say": "UKR ASSAULT RUS", "text": text, "trigger": "struck", "doc": d} for d in "ab"]
    made = compose(shelf(rows), "RUS")
    assert "one and the same report" in made.judgements[0].why
    assert any(line.note == "2 reports, 1 independent publisher" for line in made.known)


def test_a_question_claims_nothing(shelf: Callable[[Any], Any]) -> None:
    made = compose(
        shelf([{"say": "PRK AID RUS", "text": "Can it help?", "trigger": "help", "modality": "possible"}]), "RUS"
    )
    assert made.claimed == ()


def test_what_is_new_since_the_last_brief_is_told_with_its_source(shelf: Callable[[Any], Any]) -> None:
    news = {"say": "RUS SANCTION DEU", "text": "On 5 February Moscow sanctioned Berlin.", "trigger": "sanctioned",
            "on": "2024-02-05", "doc": "four"}  # fmt: skip
    made = compose(shelf([*ROWS, news]), "DEU", before=shelf(ROWS))
    assert made.changed[0].text.startswith("Since snapshot 7: 1 new")
    assert made.changed[1].text.startswith("New: Russia took measures against Germany on 5 February 2024")
    assert {s.quote for s in made.sources if s.number in made.changed[1].cites} == {news["text"]}


def test_each_judgement_is_discussed_with_its_sources(india: Brief) -> None:
    for judgement in india.judgements:
        assert judgement.discussion
        assert all(line.cites for line in judgement.discussion)


def test_every_source_bears_its_grade(made: Brief) -> None:
    """F: nobody graded the publisher; 1 and 6 by what others tell, 3 and 4 where they contradict it."""
    grades = {source.grade for source in made.sources}
    assert all(len(grade) == 2 and grade[0] in "ABCDEF" and grade[1] in "123456" for grade in grades)
    assert len(grades) > 1
    assert "Admiralty" in made.source_summary
    assert f"graded {made.sources[0].grade}" in render_markdown(made)


def test_what_was_asked_is_told_in_the_texts_words(shelf: Callable[[Any], Any]) -> None:
    asked = {
        "urged": "In a statement the Quad urged Pyongyang to abide by the resolutions and expressed deep concern.",
        "told": "He told Putin that this was no time for war.",
        "urging": "It was urging Moscow, as before.",
    }
    rows = [
        {"say": "IND REQUEST RUS", "trigger": word, "text": text, "method": f"frame:events:{lemma}/v", "doc": word}
        for (word, text), lemma in zip(asked.items(), ("urge", "tell", "urge"), strict=True)
    ]
    assert [sentence(line) for line in shelf(rows).statements().to_pylist()] == [
        "India appealed to Russia “to abide by the resolutions”.",
        "India put a view to Russia “that this was no time for war”.",
        "India appealed to Russia.",
    ]


def test_sources_are_numbered_without_gaps_and_counted_as_listed(shelf: Callable[[Any], Any]) -> None:
    rows = [
        {"say": "RUS harms DEU", "kind": "implication", "text": f"It hurt Germany, said report {n}.", "doc": f"d{n}",
         "target_text": "Germany"}
        for n in range(9)
    ]  # fmt: skip
    made = compose(shelf(rows), "DEU")
    numbers = [source.number for source in made.sources]
    assert numbers == list(range(1, len(numbers) + 1))
    assert made.source_summary.startswith(f"{len(numbers)} sentences from {len(numbers)} documents")


def test_a_period_after_the_record_is_refused(shelf: Callable[[Any], Any]) -> None:
    rows = [{"say": "RUS axis PRK", "text": "An axis stands.", "on": "2023/..", "published": "2024-01-01"}]
    with pytest.raises(BadInput, match="the record ends on 2024-01-01"):
        compose(shelf(rows), "IND", since="2030")


def test_the_day_of_a_claim_is_told_with_the_claim(shelf: Callable[[Any], Any]) -> None:
    claim = {
        "say": "RUS AID PRK", "by": "USA", "attribution_cue": "claimed", "on": "2023-08", "trigger": "sent",
        "text": "In August 2023, the US claimed that Russia sent food.",
    }  # fmt: skip
    (line,) = shelf([claim]).statements().to_pylist()
    assert sentence(line) == "The United States claimed in August 2023 that Russia sent help to North Korea."
