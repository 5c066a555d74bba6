"""Every id opens to what it rests on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from westphalia.errors import UnknownRecord
from westphalia.records import Attribution, Disagreement, DocumentRecords, Event, Links, Span
from westphalia.store import Store
from westphalia.store.behind import paragraph

Made = Callable[..., DocumentRecords]


@pytest.fixture
def one(store: Store, made: Made) -> DocumentRecords:
    document = made("a", ("Kim", "CONSULT", "Putin"), ("Washington", "ACCUSE", "Georgia"), attribution="source")
    store.add([document])
    ids = tuple(statement.id for statement in document.statements)
    met = Event(
        id="e-000000000001", relation="CONSULT", mode=None, source=("PRK",), target=("RUS",), when=None, place=None,
        polarity="+", certainty="asserted", statements=ids[:1], reports=1, publishers=1,
    )  # fmt: skip
    odd = Disagreement(
        id="x-000000000001", about="it", field="happened", strength="soft", sides=(("yes", ids[:1]), ("no", ids[1:]))
    )
    store.write_links(Links(events=(met,), disagreements=(odd,)))
    return document


def test_a_statement_opens_to_its_sentence_rule_and_mentions(store: Store, one: DocumentRecords) -> None:
    statement = one.statements[0]
    found = store.view().open(statement.id)
    assert found["record"] == "statement"
    assert found["sentence"]["text"] == "Kim met Putin."
    assert found["sentence"]["before"] == ""
    assert found["sentence"]["after"] == " Washington met Georgia."
    assert found["rule"] == {"method": "by hand", "score": 0.9, "why": "for a test"}
    assert found["statement"]["source"] == ["PRK"]
    roles = {mention["text"]: mention["roles"] for mention in found["mentions"]}
    assert roles == {"Kim": ["source", "speaker"], "Putin": ["target"]}
    judged = found["mentions"][0]["judgements"][0]
    assert (judged["actor_id"], judged["verdict"], judged["score"]) == ("PRK.kim-jong-un", "same", 0.9)
    assert [link["id"] for link in found["links"]] == ["e-000000000001", "x-000000000001"]
    assert found["document"]["publisher"] == "Example Gazette"
    assert found["attribution"]["within"]["kind"] == "author"


def test_every_kind_of_id_opens(store: Store, one: DocumentRecords) -> None:
    view = store.view()
    document = view.open(one.document.id)
    assert document["furniture"][0]["text"] == "Banner"
    assert [row["relation"] for row in document["statements"]] == ["CONSULT", "ACCUSE"]
    sentence = view.open(one.sentences[1].id)
    assert [row["relation"] for row in sentence["statements"]] == ["ACCUSE"]
    assert [row["text"] for row in sentence["mentions"]] == ["Washington", "Georgia"]
    assert view.open(one.mentions[0].id)["mention"]["judgements"][0]["why"] == "for a test"
    assert view.open("e-000000000001")["statements"][0]["sentence"] == "Kim met Putin."
    sides = view.open("x-000000000001")["disagreement"]["sides"]
    assert [(side["value"], len(side["statements"])) for side in sides] == [("yes", 1), ("no", 1)]
    assert view.open("PRK.kim-jong-un")["statements"][0]["relation"] == "CONSULT"


def test_the_beginning_of_an_id_will_do(store: Store, one: DocumentRecords) -> None:
    assert store.view().open(one.document.id[:8])["id"] == one.document.id


def test_an_unknown_id_says_what_to_do(store: Store, one: DocumentRecords) -> None:
    with pytest.raises(UnknownRecord, match=r"no statement r-ffffffffffff .*--snapshot N.*`westphalia statements"):
        store.view().open("r-ffffffffffff")
    with pytest.raises(UnknownRecord, match=r"no record or actor 'Atlantis'"):
        store.view().open("Atlantis")
    with pytest.raises(UnknownRecord, match=r"in the store but not in this view .* 2020-12-31"):
        store.view(until="2020").open(one.statements[0].id)


@pytest.mark.parametrize(
    ("text", "span", "expected"),
    [
        ("One. Two.", (0, 4), "One. Two."),
        ("A.\n\nOne. Two.\n\nB.", (4, 8), "One. Two."),
        ("x" * 2000, (1000, 1001), "x" * 1201),
        ("", (0, 0), ""),
    ],
)
def test_paragraphs(text: str, span: tuple[int, int], expected: str) -> None:
    assert paragraph(text, Span(start=span[0], end=span[1])).of(text) == expected


def test_nested_speakers_are_shown(store: Store, made: Made) -> None:
    one = made("a", ("Kim", "CONSULT", "Putin"))
    nested = Attribution(
        kind="unnamed", text="officials", within=Attribution(kind="person", speakers=(one.mentions[1].id,), cue="told")
    )
    store.add([made("a", ("Kim", "CONSULT", "Putin"), attribution=nested)])
    found = store.view().open(one.statements[0].id)
    assert found["attribution"]["within"]["cue"] == "told"
    assert {m["text"]: m["roles"] for m in found["mentions"]}["Putin"] == ["target", "speaker"]
    assert found["document"]["published"]["start"] == date(2023, 9, 14)
