"""The reader end to end."""

from __future__ import annotations

from datetime import date

from westphalia.reading.pipeline import STAGES, read, read_many
from westphalia.records import Document, DocumentRecords, When

TEXT = (
    "Putin hosts Kim\n\n"
    "On 13 September 2023, North Korean leader Kim Jong Un visited Russia. "
    "The United States accused North Korea of sending arms to Moscow."
)


def _document(text: str, name: str = "test") -> Document:
    return Document(id=Document.id_of(text, None, name, None), name=name, text=text)


def test_read_finds_who_did_what_to_whom() -> None:
    found = read(_document(TEXT))
    codes = {j.mention_id: j.codes for j in found.judgements}

    def states(mentions: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted({c for m in mentions for c in codes[m]}))

    told = {(s.relation, states(s.source), states(s.target)) for s in found.statements}
    assert ("CONSULT", ("PRK",), ("RUS",)) in told
    assert ("ACCUSE", ("USA",), ("PRK",)) in told


def test_read_twice_gives_the_same_records() -> None:
    assert read(_document(TEXT)) == read(_document(TEXT))


def test_records_point_to_what_is_there() -> None:
    found = read(_document(TEXT))
    sentences = {s.id: s for s in found.sentences}
    mentions = {m.id: m for m in found.mentions}
    for statement in found.statements:
        home = sentences[statement.sentence_id]
        assert home.span.holds(statement.trigger)
        assert all(m in mentions for m in (*statement.source, *statement.target, *statement.via))
    assert all(m.span.of(TEXT) == m.text for m in mentions.values())
    assert {j.actor_id for j in found.judgements} == {a.id for a in found.actors}


def test_read_many_is_read_of_each() -> None:
    documents = [_document(TEXT, "a"), _document("", "b"), _document("Iran attacked Iraq.", "c")]
    found = [r for r in read_many(documents) if isinstance(r, DocumentRecords)]
    assert [r.document.name for r in found] == ["a", "b", "c"]
    assert found[2] == read(documents[2])


def test_read_uses_the_day_of_publication_for_times_alone() -> None:
    day = date(2019, 9, 15)
    document = Document(
        id="d-1",
        name="dated",
        text="Iran attacked Iraq yesterday. Iran attacked Oman.",
        published=When(start=day, end=day, basis="text"),
    )
    dates = [s.when for s in read(document).statements if s.relation == "ASSAULT"]
    assert dates[0] is not None
    assert dates[0].basis == "published"
    assert dates[1] is None


def test_stages_are_functions_of_a_reading() -> None:
    assert len({s.__name__ for s in STAGES}) == len(STAGES)
