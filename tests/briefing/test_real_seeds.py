"""The brief for India from the two seed documents, read, stored and linked as anybody would."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from westphalia import engine
from westphalia.briefing import compose, render_html, render_markdown
from westphalia.briefing.parts import Brief, Card, Line
from westphalia.store import Store, View

QUESTION = "How can the Russia-North Korea relation affect India?"
PATHS = {
    "technology": (
        "In this regard, the Russian space, nuclear and military technologies may reach Islamabad through Pyongyang.",
        "possible",
    ),
    "the Quad": (
        "Russian support to North Korea can also complicate India’s relations with the Quad members as New Delhi has a"
        " close partnership with Moscow.",
        "possible",
    ),
    "the alliance": (
        "Therefore, there can be military and strategic implications for India as a result of the deepening military"
        " alliance between North Korea and Russia.",
        "possible",
    ),
    "arms supply": (
        "For New Delhi, this should come as a matter of concern as Russia’s depleting ability to service its military"
        " doesn’t bode well for the Indian Army’s continued reliance on Moscow for weapons.",
        "asserted",
    ),
}


@pytest.fixture(scope="module")
def view(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> View:
    """The two documents in a store of their own."""
    store = Store.open(tmp_path_factory.mktemp("seeds"))
    engine.add([shared / "seeds"], store)
    return store.view()


@pytest.fixture(scope="module", params=[None, QUESTION], ids=["no question", "asked"])
def brief(view: View, request: pytest.FixtureRequest) -> Brief:
    """The brief for India, with and without a question."""
    return compose(view, "IND", question=request.param)


def plain(text: str) -> str:
    """Text with every blank, unbreakable ones too, as one space."""
    return " ".join(text.split())


def cards_with(brief: Brief, quote: str) -> list[Card]:
    """The cards that quote a sentence, or a part of it of some length."""
    return [c for c in brief.implications if any(s.line.quote and plain(s.line.quote) in quote for s in c.steps)]


def told(brief: Brief) -> Iterator[Line]:
    """All that the brief says of the record."""
    yield from (*brief.bottom_line, *(j.line for j in brief.judgements))
    yield from (*brief.known, *brief.claimed, *brief.assumed, *brief.alternatives, *brief.indicators)
    yield from (step.line for card in brief.implications for step in card.steps)
    yield from (line for clash in brief.clashes for side in clash.sides for line in side.lines)


def statements(view: View, line: Line) -> list[dict[str, Any]]:
    """The statements behind a line."""
    return list(view.statements(ids=line.statements).to_pylist()) if line.statements else []


@pytest.mark.parametrize(("quote", "modality"), PATHS.values(), ids=PATHS)
def test_each_path_is_there_with_its_quote_and_hedge(brief: Brief, quote: str, modality: str) -> None:
    found = cards_with(brief, quote)
    assert modality in {card.tag for card in found}
    judged = [j.line for j in brief.judgements if plain(j.line.quote) in quote]
    assert {line.tag or "asserted" for line in judged} == {modality}


def test_the_paths_are_what_the_texts_say(brief: Brief) -> None:
    technology = cards_with(brief, PATHS["technology"][0])[0]
    assert technology.path == ("Russia", "North Korea", "Pakistan")
    assert "India is concerned" in technology.steps[-1].line.text
    quad = next(j.line.text for j in brief.judgements if plain(j.line.quote) in PATHS["the Quad"][0])
    assert "India and Russia are partners" in quad
    alliance = next(j.line.text for j in brief.judgements if plain(j.line.quote) in PATHS["the alliance"][0])
    assert re.search(r"\bcan have consequences for India", alliance)
    supply = next(j.line.text for j in brief.judgements if plain(j.line.quote) in PATHS["arms supply"][0])
    assert re.match(r"What Russia .* harms the Indian armed forces", supply)
    assert "depend on Russia for arms" in supply


def test_what_names_india_comes_first(brief: Brief) -> None:
    named = [f"names {brief.focal_name}" == card.how for card in brief.implications]
    assert named == sorted(named, reverse=True)
    assert "India" in brief.bottom_line[0].quote


def test_every_citation_resolves(view: View, brief: Brief) -> None:
    assert brief.dropped == 0
    numbers = {s.number for s in brief.sources}
    for line in told(brief):
        assert set(line.cites) <= numbers
    for source in brief.sources:
        assert source.quote in view.document(source.document_id).text


def test_the_text_contradicts_itself_on_the_place(brief: Brief) -> None:
    place = next(clash for clash in brief.clashes if clash.field == "place")
    assert place.strength == "hard"
    assert {side.value for side in place.sides} == {"Vladivostok", "Vostochny Cosmodrome"}


def test_the_arms_deal_is_nowhere_confirmed_by_those_accused(view: View, brief: Brief) -> None:
    for line in brief.known:
        for found in statements(view, line):
            deal = found["kind"] == "event" and {*found["source"], *found["target"]} == {"PRK", "RUS"}
            assert not (deal and found["relation"] in ("AGREE", "COOPERATE", "AID") and "deal" in found["sentence"])
    for line in told(brief):
        assert not re.search(r"(Russia|North Korea|Kremlin|Moscow|Pyongyang) (said|confirmed|announced)", line.text)
    claimed = [line for line in brief.claimed if "the United States claimed" in plain(line.quote)]
    assert [line.tag for line in claimed] == ["reported"]
    assert claimed[0].text.startswith("The United States")
    assert "tried to" in claimed[0].text


def test_a_repeated_abstract_counts_once(view: View, brief: Brief) -> None:
    repeated = "China’s Contentious Relationship with North Korea: Recent Developments"
    beijing = [x for x in view.statements().to_pylist() if x["sentence"].startswith("Beijing’s robust economic ties")]
    assert len({x["sentence_id"] for x in beijing}) == 1
    assert sum(s.quote.startswith(("Beijing’s robust", repeated)) for s in brief.sources) <= 2
    tie = view.ties(actor="CHN", other="PRK", relation="contentious_relations").to_pylist()
    assert [t["reports"] for t in tie] == [1]


def test_the_signing_told_twice_is_one_event(view: View) -> None:
    title = "Comprehensive Strategic Partnership"
    signed = [x["id"] for x in view.statements(relation="SUPPORT").to_pylist() if title in x["sentence"]]
    assert len(signed) == 2
    events = [e for e in view.events().to_pylist() if set(signed) & set(e["statements"])]
    assert len(events) == 1
    assert set(events[0]["source"]) == {"PRK", "RUS"}


def test_who_approves_of_a_deal_is_not_party_to_it(view: View) -> None:
    lines = {x["id"]: x for x in view.statements().to_pylist()}
    for event in view.events(relation="AGREE", actor="PRK", other="RUS").to_pylist():
        assert all("CHN" not in lines[i]["source"] for i in event["statements"])


def test_its_prose_reads(brief: Brief) -> None:
    for text in (render_markdown(brief), render_html(brief)):
        assert not re.search(r"““|””|\b[Ss]ay said|said said|[Uu]nnamed source said|\bsomeone\b", text)


def answer_to(view: View, question: str) -> tuple[Brief, str]:
    """The brief for India under a question, and all that its answer says and quotes."""
    made = compose(view, "IND", question=question)
    lines = [*made.bottom_line, *made.answer]
    return made, plain(" ".join([made.title, *(part for line in lines for part in (line.text, line.quote))]))


def test_what_china_wants(view: View) -> None:
    made, told = answer_to(view, "What does China want?")
    for part in (
        "prioritises the stability of the bilateral relationship",
        "checking the US-South Korea alliance",
        "wants a say in how far this relationship",
        "without appearing to directly support Russia’s war in Ukraine",
    ):
        assert part in told
    assert made.title.startswith("What China wants")


def test_who_says_there_is_an_arms_deal(view: View) -> None:
    made, told = answer_to(view, "Who says there is an arms deal?")
    assert "the United States" in made.title
    assert "the author in ThePrint" in made.title
    for state in ("the United States", "Japan", "South Korea", "the United Kingdom"):
        assert state in made.title, "the allies join in saying so at the UN"
    assert any("Washington repeated the assertion" in line.quote for line in made.answer)
    assert "In August 2023, the United States claimed that Russia was trying to strike an arms deal" in told
    hedged = [line for line in made.answer if "with a hedge" in line.text]
    assert any("potential arms deal" in line.quote for line in hedged), "the author calls it potential"
    assert any("as a fact" in line.text and "The author" in line.text for line in made.answer), "and presupposes it"
    assert "Nothing in the record has North Korea or Russia confirm it." in [line.text for line in made.answer]
    assert not re.search(r"(?<!has )(North Korea|Russia|Kremlin) (confirmed|confirms|said so)", told)


def test_where_kim_and_putin_met(view: View) -> None:
    made, told = answer_to(view, "Where did Kim and Putin meet?")
    assert "the texts contradict each other" in made.title
    assert {"Vladivostok", "Vostochny Cosmodrome"} <= set(re.findall(r"Vladivostok|Vostochny Cosmodrome", made.title))
    assert "while meeting Putin in Vladivostok" in told
    assert "met at the Vostochny Cosmodrome" in told


def test_how_something_could_reach_pakistan(view: View) -> None:
    made, told = answer_to(view, "How could Russian missile technology reach Pakistan?")
    way = "The way from Russia to Pakistan that the sources name runs through North Korea; it is put as possible"
    assert made.title == way
    assert "may reach Islamabad through Pyongyang" in made.answer[0].quote
    assert "that one is drawn does not mean that it was taken" in told
    assert cards_with(made, PATHS["technology"][0]), "and what follows for India stays"


def test_what_changed_since_an_earlier_day(view: View, brief: Brief) -> None:
    assert [line.text for line in brief.changed] == ["No earlier brief was named to compare with."]
    same = compose(view, "IND", before=view)
    assert "has changed since snapshot" in same.changed[0].text
