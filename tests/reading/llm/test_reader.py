"""The language-model reader against an endpoint that answers as told: what is accepted, what is refused and why."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.reading.llm.endpoints import Fake, record, serve

from westphalia.errors import BadInput
from westphalia.ontology import labels, plover, ties
from westphalia.reading.llm import Endpoint, Reader, heard
from westphalia.reading.llm.prompt import instructions
from westphalia.reading.modality import modality
from westphalia.reading.pipeline import STAGES, read_many
from westphalia.reading.reading import Draft, Reading
from westphalia.reading.segments import segments
from westphalia.reading.sentences import parse
from westphalia.records import Document, DocumentRecords

TEXT = "Iran attacked Iraq."


@pytest.fixture
def fake() -> Iterator[Fake]:
    """A running endpoint."""
    with serve(Fake()) as running:
        yield running


@cache
def read(text: str) -> Reading:
    """A text read as far as the language model's stage."""
    reading = next(iter(parse([segments(Reading(document=Document(id="d-1", name="test", text=text)))])))
    for stage in STAGES[: [s.__name__ for s in STAGES].index("sift")]:
        reading = stage(reading)
    return reading


def bare(text: str) -> Reading:
    """The same without what the frames found."""
    return replace(read(text), drafts=())


def saying(*records: Any) -> Callable[[dict[str, Any]], str]:
    """What a model answers that states these records, whatever it is asked."""
    return lambda sentences: json.dumps({"statements": records})


def reader(fake: Fake, **settings: Any) -> Reader:
    """A reader that asks the endpoint and does not wait."""
    return Reader(Endpoint(**({"url": fake.url, "model": "toy", "wait": 0.0} | settings)))


def states(reading: Reading, mentions: tuple[str, ...]) -> list[str]:
    """The states that mentions stand for."""
    return [c for m in mentions for j in reading.judgements if j.mention_id == m for c in j.codes]


def test_a_good_record_becomes_a_draft(fake: Fake) -> None:
    fake.answer = saying(record())
    asking = reader(fake)
    reading = asking(bare(TEXT))
    (draft,) = reading.drafts
    assert (draft.kind, draft.relation, draft.method, draft.score) == ("event", "ASSAULT", "llm:toy", 0.6)
    assert (states(reading, draft.source), states(reading, draft.target)) == (["IRN"], ["IRQ"])
    assert (draft.trigger.of(TEXT), draft.token.text) == ("attacked", "attacked")
    assert (asking.tally.sentences, asking.tally.requests, asking.tally.accepted) == (1, 1, 1)
    assert not asking.tally.refused


@pytest.mark.parametrize(
    "changes",
    [
        {"source": ["Iran"], "target": ["IRQ"]},
        {"quote": "  attacked\n"},
        {"source": [], "target": [2]},
        {"kind": "tie", "relation": "war", "quote": "attacked Iraq"},
        {"kind": "implication", "relation": "harms", "via": [2]},
        {"kind": "stance", "relation": "opposes"},
        {"kind": "state", "relation": labels.STATES[0], "target": []},
    ],
)
def test_records_that_are_accepted(fake: Fake, changes: dict[str, Any]) -> None:
    fake.answer = saying(record(**changes))
    asking = reader(fake)
    assert len(asking(bare(TEXT)).drafts) == 1
    assert not asking.tally.refused


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"quote": "invaded"}, "no such quote"),
        ({"quote": "attack"}, "no such quote"),
        ({"quote": "..."}, "no such quote"),
        ({"quote": "a b c d e f g h i"}, "quote too long"),
        ({"sentence": 2}, "no such sentence"),
        ({"sentence": 0}, "no such sentence"),
        ({"kind": "rumour"}, "no such kind"),
        ({"relation": "INVADE"}, "no such relation"),
        ({"relation": "alliance"}, "no such relation"),
        ({"mode": "gently"}, "no such mode"),
        ({"source": [3]}, "no such mention"),
        ({"source": [0]}, "no such mention"),
        ({"source": ["France"]}, "no such mention"),
        ({"polarity": "neutral"}, "no such polarity"),
        ({"modality": "certain"}, "no such modality"),
        ({"source": [], "target": []}, "ends missing"),
        ({"kind": "tie", "relation": "war", "target": []}, "ends missing"),
        ({"source": [1], "target": [1]}, "one actor at both ends"),
        ({"sentence": "1"}, "not of the schema"),
        ({"source": None}, "not of the schema"),
        ({"confidence": 1}, "not of the schema"),
    ],
)
def test_records_that_are_refused(fake: Fake, changes: dict[str, Any], why: str) -> None:
    fake.answer = saying(record(**changes), record())
    asking = reader(fake)
    assert len(asking(bare(TEXT)).drafts) == 1, "a bad record takes no good one with it"
    assert asking.tally.refused == {why: 1}
    assert f"{why} 1" in str(asking.tally)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("Iran attacked Iraq, it says.", "not JSON"),
        ('{"statements": [{"sentence": 1', "not JSON"),
        ("", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "not of the schema"),
        ('{"statements": "none"}', "not of the schema"),
        ('{"statements": [7]}', "not of the schema"),
    ],
)
def test_answers_that_are_refused(fake: Fake, answer: str, why: str) -> None:
    fake.answer = lambda sentences: answer
    asking = reader(fake)
    assert asking(read(TEXT)).drafts == read(TEXT).drafts
    assert asking.tally.refused == {why: 1}


def test_an_answer_may_stand_in_a_fence(fake: Fake) -> None:
    fake.answer = lambda sentences: f"```json\n{saying(record())(sentences)}\n```"
    assert len(reader(fake)(bare(TEXT)).drafts) == 1


def test_an_undirected_tie_holds_the_same_set_on_both_sides(fake: Fake) -> None:
    fake.answer = saying(record(kind="tie", relation="war"))
    (draft,) = reader(fake)(bare(TEXT)).drafts
    assert len(draft.source) == 2
    assert draft.source == draft.target


def test_quotes_match_whatever_the_quotation_marks(fake: Fake) -> None:
    fake.answer = saying(record(quote='"punished"'))
    (draft,) = reader(fake)(bare("Iran “punished” Iraq.")).drafts
    assert draft.trigger.of("Iran “punished” Iraq.").strip("“”") == "punished"


def _voiced(text: str, fake: Fake, *, frames: bool = False, **changes: Any) -> Draft:
    fake.answer = saying(record(**changes))
    drafts = heard(modality(reader(fake)(read(text) if frames else bare(text)))).drafts
    (found,) = [d for d in drafts if d.relation == "ASSAULT"]
    return found


def test_agreement_with_a_frame_raises_its_score_and_disagreement_lowers_it(fake: Fake) -> None:
    (alone,) = (d for d in read(TEXT).drafts if d.relation == "ASSAULT")
    same = _voiced(TEXT, fake, frames=True)
    assert same.method == alone.method
    assert alone.score < same.score < 1
    assert "llm:toy reads the same" in same.why
    other = _voiced(TEXT, fake, frames=True, polarity="-")
    assert (other.polarity, other.score < alone.score) == ("+", True)
    assert "llm:toy reads asserted -" in other.why


@pytest.mark.parametrize(
    ("text", "said", "polarity", "mood", "score"),
    [
        ("Iran did not attack Iraq.", {"polarity": "-"}, "-", "asserted", 0.6),
        ("Iran did not attack Iraq.", {"polarity": "+"}, "-", "asserted", 0.45),
        ("Iran could attack Iraq.", {"modality": "possible"}, "+", "possible", 0.6),
        ("Iran could attack Iraq.", {"modality": "asserted"}, "+", "possible", 0.45),
        ("It is said to attack Iraq, Iran.", {"modality": "forecast"}, "+", "forecast", 0.45),
    ],
)
def test_a_negation_or_hedge_counts_whoever_sees_it(
    fake: Fake, text: str, said: dict[str, Any], polarity: str, mood: str, score: float
) -> None:
    draft = _voiced(text, fake, quote="attack", **said)
    assert (draft.polarity, draft.modality) == (polarity, mood)
    assert draft.score == pytest.approx(score)


def test_sentences_go_in_batches_with_their_mentions(fake: Fake) -> None:
    asking = reader(fake)
    asking(bare("The weather was fine. " + f"{TEXT} " * 11))
    assert [len(fake.sentences(n)) for n in range(len(fake.asked))] == [8, 3]
    assert fake.sentences(0)["1"] == {"text": TEXT, "mentions": {"1": "Iran (IRN)", "2": "Iraq (IRQ)"}}
    assert asking.tally.sentences == 11


def test_a_second_run_asks_nothing(fake: Fake, tmp_path: Path) -> None:
    fake.answer = saying(record())
    first, second, other = (reader(fake, cache=tmp_path, model=m) for m in ("toy", "toy", "another"))
    assert first(bare(TEXT)).drafts == second(bare(TEXT)).drafts
    assert (len(fake.asked), second.tally.requests, second.tally.cached, second.tally.accepted) == (1, 0, 1, 1)
    other(bare(TEXT))
    second(bare("Iraq attacked Iran."))
    assert len(fake.asked) == 3, "another model and another text are asked about anew"


def test_a_damaged_answer_on_disk_is_asked_for_again(fake: Fake, tmp_path: Path) -> None:
    reader(fake, cache=tmp_path)(bare(TEXT))
    (kept,) = tmp_path.rglob("*.json")
    kept.write_text('{"mod')
    reader(fake, cache=tmp_path)(bare(TEXT))
    assert len(fake.asked) == 2
    assert json.loads(kept.read_text())["model"] == "toy"


def test_failures_are_not_kept(fake: Fake, tmp_path: Path) -> None:
    fake.status = [500] * 3
    reader(fake, cache=tmp_path)(bare(TEXT))
    assert not list(tmp_path.rglob("*.json"))


def test_the_key_is_sent_and_not_shown(fake: Fake) -> None:
    asking = reader(fake, key="secret")
    asking(bare(TEXT))
    assert fake.keys == ["Bearer secret"]
    assert "secret" not in f"{asking.endpoint!r}{asking.tally}"


def test_a_passing_failure_is_tried_again(fake: Fake) -> None:
    fake.answer, fake.status = saying(record()), [500, 429]
    asking = reader(fake)
    assert len(asking(bare(TEXT)).drafts) == 1
    assert len(fake.asked) == 3
    assert not asking.tally.failed


@pytest.mark.parametrize("status", [400, 422])
def test_a_server_without_the_options_is_asked_without_them(fake: Fake, status: int) -> None:
    fake.answer, fake.status = saying(record()), [status]
    asking = reader(fake)
    assert len(asking(bare(TEXT)).drafts) == 1
    assert len(asking(bare(TEXT)).drafts) == 1
    assert ["response_format" in body for body in fake.asked] == [True, False, False]


def test_an_endpoint_that_fails_leaves_the_frames(fake: Fake) -> None:
    fake.status = [500] * 99
    asking = reader(fake)
    for _ in range(3):
        assert asking(read(TEXT)).drafts == read(TEXT).drafts
    assert asking.tally.failed == {"HTTP 500": 2}
    assert (asking.tally.unread, len(fake.asked)) == (3, 6), "after two failures it is not asked again"
    assert "given up: HTTP 500" in str(asking.tally)
    assert "3 sentences were read by the frames alone" in str(asking.tally)


def test_a_refused_key_is_not_tried_again(fake: Fake) -> None:
    fake.status = [401]
    asking = reader(fake)
    asking(bare(TEXT))
    asking(bare(TEXT))
    assert (asking.tally.failed, len(fake.asked)) == ({"HTTP 401": 1}, 1)


def test_a_time_out_leaves_the_frames(fake: Fake) -> None:
    fake.slow = 0.5
    asking = reader(fake, timeout=0.1, tries=1)
    assert asking(read(TEXT)).drafts == read(TEXT).drafts
    assert asking.tally.failed == {"time-out": 1}


def test_nobody_there_is_told() -> None:
    with serve(Fake()) as gone:
        pass
    asking = reader(gone)
    assert asking(read(TEXT)).drafts == read(TEXT).drafts
    assert asking.tally.given_up == f"cannot be reached (ConnectError) at {gone.url}"


def test_what_is_no_chat_completion_is_a_failure(monkeypatch: pytest.MonkeyPatch, fake: Fake) -> None:
    page = httpx.Response(200, text="<html>", request=httpx.Request("POST", fake.url))
    monkeypatch.setattr(httpx.Client, "post", lambda *a, **k: page)
    asking = reader(fake)
    assert asking(read(TEXT)).drafts == read(TEXT).drafts
    assert asking.tally.failed == {"an answer that is no chat completion": 1}


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(BadInput, match="give one as http"):
        Endpoint(url="localhost:8000", model="toy")


def test_the_instructions_name_every_relation() -> None:
    told = instructions()
    for name in (*plover.TYPES, *ties.KINDS, *(label.name for label in labels.LABELS)):
        assert f"\n{name}: " in told


def test_the_whole_reader_takes_it_in(fake: Fake) -> None:
    text = "Officials said that Iran had not gored Iraq."
    fake.answer = saying(record(quote="gored", polarity="-"))
    (found,) = read_many([Document(id="d-1", name="test", text=text)], asker=reader(fake), reader="frames")
    assert isinstance(found, DocumentRecords)
    (told,) = [s for s in found.statements if s.basis.method == "llm:toy"]
    assert (told.relation, told.polarity, told.modality, told.attribution.kind) == (
        ("ASSAULT", "-", "reported", "unnamed")
    )
