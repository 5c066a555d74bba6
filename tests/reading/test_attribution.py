"""Who says what: speech in a sentence, across sentences, and what it makes of a draft."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from westphalia.reading.attribution import attribution
from westphalia.reading.cues import rows
from westphalia.reading.modality import modality
from westphalia.reading.quotes import quotations
from westphalia.reading.reading import Draft, Reading
from westphalia.reading.sentences import sentences
from westphalia.reading.speech import attributions
from westphalia.records import Document

KINDS = {
    "say",
    "deny",
    "ask",
    "think",
    "know",
    "want",
    "act",
    "label",
    "accuse",
    "feeling",
    "seem",
    "show",
    "noun",
    "source",
    "outlet",
    "paper",
    "viewpoint",
}
FRAMES = {
    "clause",
    "to",
    "in",
    "by",
    "from",
    "it",
    "object",
    "as",
    "of",
    "for",
    "about",
    "on",
    "at",
    "with",
    "against",
    "raised",
    "passive",
    "-",
}


def test_every_cue_of_the_table() -> None:
    seen = set()
    for row in rows("speech_cues"):
        assert row["kind"] in KINDS, row
        assert set(row["frames"].split()) <= FRAMES, row
        assert (row["word"], row["kind"]) not in seen, row
        seen.add((row["word"], row["kind"]))


def read(text: str) -> Reading:
    return sentences(Reading(document=Document(id="d", name="d", text=text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rome said that Oslo sold arms.", [("Rome", "that Oslo sold arms")]),
        ("Rome is critical of Oslo.", [("Rome", "of Oslo")]),
        ("It is clear that Oslo sold arms.", [(None, "that Oslo sold arms")]),
        ("Rome campaigned against the pact.", [("Rome", "against the pact")]),
        ("Oslo sold arms, Rome said.", [("Rome", "Oslo sold arms")]),
        ("“Oslo sold arms,” said Rome.", [("Rome", "“Oslo sold arms,”")]),
        ("''Oslo sold arms,'' said Rome.", [("Rome", "''Oslo sold arms,''")]),
        ("“Oslo sold arms and I know it,” he said as a crowd cheered.", [("he", "“Oslo sold arms and I know it,”")]),
        ("Oslo sold arms while Bern bought them, according to Rome.",
         [("Rome", "Oslo sold arms while Bern bought them")]),
        ("Rome issued a statement saying that Oslo sold arms.", [("Rome", "that Oslo sold arms")]),
        ("According to Rome, Oslo sold arms.", [("Rome", "Oslo sold arms")]),
        ("Rome’s claim that Oslo sold arms is new.", [("Rome", "that Oslo sold arms")]),
        ("Oslo reportedly sold arms.", [(None, "Oslo sold arms")]),
        ("Rome went further: “Oslo sold arms to us all.”", [("Rome", "“Oslo sold arms to us all.”")]),
        ("Rome: Oslo Has Sold Arms", [("Rome", "Oslo Has Sold Arms")]),
        ("Poll: Most Romans Distrust Oslo.", [("Poll", "Most Romans Distrust Oslo")]),
        ("Analysis: Rome Cannot Win This War", []),
        ("ROME: Oslo has sold arms to Bern.", []),
        ("Rome stated:\n\nOslo sold arms to all of its neighbours.\n\nNobody else spoke.",
         [("Rome", "Oslo sold arms to all of its neighbours")]),
        ("Asked about the arms, the minister left.", [(None, "about the arms")]),
        ("Rome criticised Oslo's support for Bern.", [("Rome", "Oslo's support for Bern")]),
        ("Rome's criticism of Oslo was noted.", [("Rome", "of Oslo")]),
        ("A poll shows a lead for Oslo.", [("A poll", "a lead for Oslo")]),
        ("Asked about it, Rome said no.", [(None, "about it"), ("Rome", "no")]),
        ("Rome said that Oslo sold arms, though Bern had not bought any.", [("Rome", "that Oslo sold arms")]),
        ("Rome continues to arm Oslo.", []),
        ("Rome was criticised by Oslo for its silence.", [("Oslo", "Rome for its silence")]),
        ("Rome has also called Oslo “the next Bern”.", [("Rome", "Oslo “the next Bern”")]),
        ("About 4 in 10 say they sold arms.", [("About 4 in 10", "they sold arms")]),
        ("Rome referred to the arms of Oslo.", [("Rome", "to the arms of Oslo")]),
        ("Oslo sold arms.", []),
    ],
)  # fmt: skip
def test_source_and_content(text: str, expected: list[tuple[str | None, str]]) -> None:
    found = attributions(read(text).parsed, text)
    assert [
        (s.source.of(text) if s.source else None, " ".join(c.of(text).strip(" ,.") for c in s.content)) for s in found
    ] == [(source, content.strip(" ,.")) for source, content in expected]


def told(text: str) -> tuple[str, str, str]:
    """(modality, kind, text) of the attribution of a draft on the word in stars."""
    start = text.index("*")
    plain = text.replace("*", "")
    reading = read(plain)
    for parsed in reading.parsed:
        for token in parsed.tokens:
            span = parsed.span(token)
            if span.start <= start < span.end:
                draft = Draft(
                    parsed=parsed, token=token, kind="event", relation="ASSAULT", trigger=span,
                    method="", score=1.0, why="",
                )  # fmt: skip
                (done,) = attribution(
                    modality(Reading(document=reading.document, parsed=reading.parsed, drafts=(draft,)))
                ).drafts
                return done.modality, done.attribution.kind, done.attribution.text
    raise AssertionError(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rome *claimed* that Oslo sold arms.", ("asserted", "author", "")),
        ("Rome claimed that Oslo *sold* arms.", ("reported", "person", "Rome")),
        ("Rome denied that Oslo *sold* arms.", ("denied", "person", "Rome")),
        ("Officials said that Oslo *sold* arms.", ("reported", "unnamed", "Officials")),
        ("Rome said that Oslo may *attack* them.", ("possible", "person", "Rome")),
        ("Rome said that Oslo would *attack* them.", ("forecast", "person", "Rome")),
        ("We believe that Oslo *sold* arms.", ("asserted", "author", "")),
        ("Everyone knows that Oslo *sold* arms.", ("asserted", "author", "")),
        ("It can be said that Oslo *sold* arms.", ("asserted", "author", "")),
        ("Oslo reportedly *sold* arms.", ("reported", "unnamed", "reportedly")),
        ("Rome said that Oslo, which *sold* arms, would pay.", ("asserted", "author", "")),
        ("The daily Il Tempo reported that Oslo *sold* arms.", ("reported", "outlet", "The daily Il Tempo")),
        ("“Oslo left,” said Rome. “It *sold* arms to all of its neighbours.”", ("reported", "person", "Rome")),
        ("“Oslo left. It *sold* arms,” said Rome.", ("reported", "person", "Rome")),
        ("Rome urged Oslo to *sell* arms.", ("desired", "person", "Rome")),
        ("According to officials on Saturday, Oslo *sold* arms.", ("reported", "unnamed", "officials")),
        ("Reaching terms with Rome will determine how Oslo *sells* arms.", ("asserted", "author", "")),
        ("Rome called for *sanctions* on Oslo.", ("desired", "person", "Rome")),
        ("Rome expressed the hope that Oslo “*sold* arms and left”.", ("desired", "person", "Rome")),
        ("Rome said that the *Treaty* of Versailles was no surprise.", ("asserted", "author", "")),
        ("Rome said that the guns which Oslo *sold* were old.", ("reported", "person", "Rome")),
        ("Rome accused the two young men of *selling* arms to Oslo.", ("reported", "person", "Rome")),
        ("Rome, which claims to *arm* Oslo, is weak.", ("reported", "person", "Rome")),
        ("One of the groups said that Oslo *sold* arms.", ("reported", "unnamed", "One of the groups")),
        ("Rome said Oslo would *sell* arms if Bonn paid.", ("conditional", "person", "Rome")),
        ("“Not ours,” said Rome. “Oslo *sold* arms.”", ("reported", "person", "Rome")),
        ("“The “Oslo Group” left. It *sold* arms,” said Rome.", ("reported", "person", "Rome")),
        ("((WN)) Why?\n\n((Ann Lee)) Well. Oslo *sold* arms.\n\n((WN)) When?", ("asserted", "person", "Ann Lee")),
        # denials
        ("Rome denied *selling* arms to Oslo.", ("denied", "person", "Rome")),
        ("Rome denies having *bombed* Oslo.", ("denied", "person", "Rome")),
        ("Rome denied being at *war* with Oslo.", ("denied", "person", "Rome")),
        ("Rome dismissed reports that it had *bombed* Oslo.", ("denied", "person", "Rome")),
        ("Rome rejected Oslo's claim that it had *bombed* the port.", ("denied", "person", "Rome")),
        ("Rome rejected the accusation of having *bombed* Oslo.", ("denied", "person", "Rome")),
        ("Reports that Oslo had *sold* arms were denied by Rome.", ("denied", "person", "Rome")),
        ("Rome's denial that it had *bombed* Oslo was met with laughter.", ("denied", "person", "Rome")),
        ("Rome did not deny that it had *bombed* Oslo.", ("asserted", "author", "")),
        ("Rome called the claim that it had *bombed* Oslo a lie.", ("denied", "person", "Rome")),
        ("Rome dismissed reports that it had *bombed* Oslo as baseless.", ("denied", "person", "Rome")),
        ("Rome called the claim that it had *bombed* Oslo an insult.", ("reported", "person", "Rome")),
        ("Rome's claim to have *bombed* Oslo was noted.", ("reported", "person", "Rome")),
        ("Rome's claim to have *bombed* Oslo was dismissed by Bonn.", ("denied", "person", "Bonn")),
        ("Rome denied the *attack* on Oslo.", ("denied", "person", "Rome")),
        ("Rome denied any role in the *attack* on Oslo.", ("denied", "person", "Rome")),
        ("Rome denied Oslo the *help* it sought.", ("asserted", "author", "")),
        ("Rome denied *aid* to Oslo.", ("asserted", "author", "")),
        ("Nothing suggests that Oslo *sold* arms.", ("asserted", "author", "")),
        ("Rome asked why Oslo had *sold* arms.", ("reported", "person", "Rome")),
        ("Why has Oslo *sold* arms, officials ask.", ("reported", "unnamed", "officials")),
        # made answerable for a deed
        ("Rome blamed Oslo for the *attack*.", ("reported", "person", "Rome")),
        ("Rome claimed responsibility for the *attack*.", ("reported", "person", "Rome")),
        ("No group claimed responsibility for the *attack*.", ("asserted", "author", "")),
        ("Rome said that Bonn had left, accusing Oslo of *selling* arms.", ("reported", "person", "Rome")),
        ("Rome is of the opinion that Oslo *sold* arms.", ("reported", "person", "Rome")),
        ("Rome: Oslo Has *Sold* Arms to Bern", ("reported", "person", "Rome")),
        ("The envoy suggested that Oslo *sold* arms.", ("reported", "unnamed", "The envoy")),
        ("The ministry confirmed that Oslo *sold* arms.", ("reported", "unnamed", "The ministry")),
        ("The ruins suggest that Oslo *sold* arms.", ("asserted", "author", "")),
        ("It continues its *raids* on Oslo.", ("asserted", "author", "")),
        # nobody named
        ("Rome is believed to have *bombed* Oslo.", ("reported", "unnamed", "believe")),
        ("It is thought that Rome *bombed* Oslo.", ("reported", "unnamed", "think")),
        ("There were reports that Rome had *bombed* Oslo.", ("reported", "unnamed", "report")),
        ("Rumours that Rome had *bombed* Oslo spread quickly.", ("reported", "unnamed", "rumour")),
        ("The idea that Rome *bombed* Oslo is old.", ("asserted", "author", "")),
        ("Rome is rumoured to have *bombed* Oslo.", ("reported", "unnamed", "rumour")),
        ("“Oslo *sold* arms,” a minister was quoted as saying.", ("reported", "unnamed", "a minister")),
        # it
        ("The ministry met. It said that Rome had *bombed* Oslo.", ("reported", "unnamed", "It")),
        ("Rome had *bombed* Oslo, it said.", ("reported", "unnamed", "it")),
        ("It is important to point out that Rome *bombed* Oslo.", ("asserted", "author", "")),
        # who finds
        ("The panel found that Rome had *bombed* Oslo.", ("reported", "unnamed", "The panel")),
        ("Amnesty concluded that Rome had *bombed* Oslo.", ("reported", "person", "Amnesty")),
        ("The tribunal ruled that Rome had *bombed* Oslo.", ("reported", "unnamed", "The tribunal")),
        ("The farmers found that Rome had *bombed* Oslo.", ("asserted", "author", "")),
        ("Satellite images show that Rome *bombed* Oslo.", ("reported", "unnamed", "Satellite images")),
        # whose view it is
        ("In the view of Rome, Oslo *sold* arms.", ("reported", "person", "Rome")),
        ("By Rome's account, Oslo *sold* arms.", ("reported", "person", "Rome")),
        ("Per the ministry, Oslo *sold* arms.", ("reported", "unnamed", "the ministry")),
        ("As the minister noted, Oslo *sold* arms.", ("reported", "unnamed", "the minister")),
        ("As the minister put it, Oslo *sold* arms.", ("reported", "unnamed", "the minister")),
        ("Oslo *sold* arms, as our minister has noted.", ("asserted", "author", "")),
        ("In view of the crisis, Oslo *sold* arms.", ("asserted", "author", "")),
        # who is quoted
        (
            "A minister was quoted by the radio as saying that Rome had *bombed* Oslo.",
            ("reported", "unnamed", "A minister"),
        ),
        ("The radio quoted a minister as saying that Rome had *bombed* Oslo.", ("reported", "unnamed", "a minister")),
        ("The Libyan allegation that Rome *bombed* Oslo was noted.", ("reported", "unnamed", "Libyan")),
        ("Rome called on Oslo to *withdraw*.", ("desired", "person", "Rome")),
    ],
)
def test_what_speech_makes_of_a_draft(text: str, expected: tuple[str, str, str]) -> None:
    assert told(text) == expected


def test_speech_within_speech() -> None:
    text = "The readout said that Rome claimed that Oslo sold arms."
    found = read(text)
    token = next(t for t in found.parsed[0].tokens if t.text == "sold")
    draft = Draft(
        parsed=found.parsed[0], token=token, kind="event", relation="AID", trigger=found.parsed[0].span(token),
        method="", score=1.0, why="",
    )  # fmt: skip
    done = attribution(modality(Reading(document=found.document, parsed=found.parsed, drafts=(draft,)))).drafts[0]
    assert done.attribution.text == "Rome"
    assert done.attribution.within is not None
    assert done.attribution.within.text == "The readout"


@given(st.text(alphabet='ab "“”\n.', max_size=80))
def test_quotations_are_in_order_and_within_a_paragraph(text: str) -> None:
    found = quotations(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert all("\n" not in q.of(text) and q.of(text)[0] in '"“' for q in found)


def test_no_draft_is_lost(shared: Path) -> None:
    text = (shared / "gold" / "articles" / "w01.txt").read_text(encoding="utf8")
    assert attributions(read(text).parsed, text)
