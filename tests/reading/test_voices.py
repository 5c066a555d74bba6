"""The two voices: whom a sentence has for its ends, what the encoder hears, and how both are weighed."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import cast

import numpy as np
import pytest

from westphalia.errors import ModelError
from westphalia.reading import asked, opinions, voices, weighing
from westphalia.reading.encoder import Name, encoder, gaps, passages
from westphalia.reading.parties import DISTANCES, TRAITS, Parties
from westphalia.reading.pipeline import FINDING, Voices, annotate, read, read_many
from westphalia.reading.reading import Reading
from westphalia.reading.segments import segments
from westphalia.reading.sentences import MODEL, parse
from westphalia.records import Document

TEXT = (
    "Peru recalled its ambassador from Ecuador on Monday. The government in Lima accused Ecuador of shelling a border "
    "post. Weather was fine in the mountains. Brazil offered to mediate between the two neighbours."
)


def found(text: str = TEXT) -> Reading:
    """A text as the frames read it."""
    [reading] = parse([segments(Reading(document=Document(id="d-1", name="test", text=text)))], MODEL)
    for stage in FINDING:
        reading = stage(reading)
    return reading


@pytest.fixture(scope="module")
def reading() -> Reading:
    plain = found()
    return replace(plain, notes={**plain.notes, asked.ASKED: asked.ask(plain, "encoder")})


def listened(reading: Reading) -> Iterator[list[opinions.Opinion]]:
    return opinions.listen(reading, cast(asked.Asked, reading.notes[asked.ASKED]))


def test_parties_are_those_named_and_those_named_just_before(reading: Reading) -> None:
    parties = Parties(reading).of(3)
    here = {c for p in parties if not p.outside for c in p.codes}
    before = {c for p in parties if p.outside for c in p.codes}
    assert "BRA" in here
    assert before <= {"PER", "ECU"}
    assert here | before >= {"BRA", "PER", "ECU"}


def test_a_sentence_without_anyone_has_no_parties(reading: Reading) -> None:
    assert Parties(reading).of(2) == ()


def test_parties_of_the_text_before_stand_at_their_words(reading: Reading) -> None:
    parties = Parties(reading)
    [before, own] = parties.words(range(2))
    for party in parties.of(1):
        if party.first is not None and party.last is not None:
            words = [*own, *before][party.first : party.last + 1]
            text = next(m.text for m in reading.mentions if m.id == party.mention)
            assert " ".join(words).replace(" 's", "'s") in (text, text.replace("the ", "")) or words[-1] in text


def test_traits_stay_below_their_sizes(reading: Reading) -> None:
    parties = Parties(reading)
    for number, parsed in enumerate(reading.parsed):
        for token in parsed.tokens:
            for traits in parties.traits(parsed, token, parties.of(number)):
                assert len(traits) == len(TRAITS)
                assert all(0 <= trait < size for trait, size in zip(traits, TRAITS.values(), strict=True))


class Letters:
    """A tokenizer of letters."""

    def encode(self, word: str, add_special_tokens: bool = True) -> Letters:
        own = [ord(c) for c in word]
        self.ids = [101, *own, 102] if add_special_tokens else own
        return self

    def token_to_id(self, piece: str) -> int:
        return {"[UNK]": 100}[piece]


def test_words_that_do_not_fit_stand_at_the_start() -> None:
    [passage] = passages(Letters(), [["ab", "c" * 200, "d"], ["fg"]], {0, 1})
    assert passage.pieces == [101, *map(ord, "abfg"), 102]
    assert passage.words == [(1, 2), (0, 0), (0, 0), (3, 4)]
    assert [(p.number, p.before, p.first, p.end) for p in passage.sentences] == [(0, 0, 0, 3), (1, 0, 3, 4)]


def test_a_long_text_is_heard_in_passages_of_one_length_each_with_the_end_of_what_stands_before() -> None:
    text = [[letter * 40, letter * 40] for letter in "abcdefgh"]
    first, second, third = passages(Letters(), text, range(8), own=240, before=50)
    assert [[p.number for p in passage.sentences] for passage in (first, second, third)] == [
        [0, 1, 2],
        [3, 4, 5],
        [6, 7],
    ]
    assert "".join(map(chr, second.pieces[1:-1])) == "c" * 40 + "d" * 80 + "e" * 80 + "f" * 80
    assert second.words[:5] == [(0, 0), (0, 0), (0, 0), (1, 40), (41, 80)]
    assert [(p.before, p.first, p.end) for p in second.sentences] == [(0, 4, 6), (2, 6, 8), (4, 8, 10)]


def test_what_is_not_asked_for_is_left_out_of_a_passage_but_for_the_end_before_it() -> None:
    text = [[letter * 2, letter * 2] for letter in "abcdefgh"]
    [passage] = passages(Letters(), text, {2, 4}, before=3)
    assert "".join(map(chr, passage.pieces[1:-1])) == "bb" + "cccc" + "eeee"
    assert [(p.number, p.before, p.first, p.end) for p in passage.sentences] == [(2, 0, 4, 6), (4, 4, 8, 10)]
    assert passage.words[4:10] == [(3, 4), (5, 6), (0, 0), (0, 0), (7, 8), (9, 10)]


@pytest.mark.parametrize("name", weighing.TREES)
def test_an_encoder_hears_what_it_is_asked(name: Name) -> None:
    text = [["France", "attacked", "Mali", "."], ["A", "longer", "one", "about", "nobody"], ["Mali", "surrendered"]]
    heard = dict(encoder(name).hear(text, {0, 2}))
    assert heard.keys() == {0, 2}
    assert heard[0].relations.shape == (4, len(encoder(name).labels))
    assert [len(one.words) for one in heard.values()] == [4, 2 + 5 + 4]
    assert list(encoder(name).hear(text, ())) == []


@pytest.mark.parametrize("name", weighing.TREES)
@pytest.mark.parametrize("before", [[], [["Snow", "fell", "on", "Kyiv", "."]]])
def test_an_assault_is_heard_at_its_word_whatever_stands_before(name: Name, before: list[list[str]]) -> None:
    text = [*before, ["Russian", "troops", "attacked", "a", "Ukrainian", "town", "."]]
    [(_, heard)] = encoder(name).hear(text, {len(before)})
    assert heard.relations.max() > 0.5
    word, label = np.unravel_index(heard.relations.argmax(), heard.relations.shape)
    assert (int(word), encoder(name).labels[int(label)]) == (2, "event:ASSAULT")


def test_words_stand_as_far_as_parties_do() -> None:
    assert gaps(np.array([2]), 22).tolist() == [[8, 7, 0, 1, 2, 2, 3, 3, 3, *[4] * 4, *[5] * 6, *[6] * 3]]
    assert gaps(np.array([21]), 22).max() < DISTANCES


@pytest.mark.parametrize("name", weighing.TREES)
def test_who_attacks_whom_is_told(name: Name) -> None:
    reading = found("Russian troops attacked a Ukrainian town on Monday.")
    said = next(opinions.listen(reading, asked.ask(reading, name)))
    likeliest = max(said, key=lambda o: (o.thinks["word"], o.fit))
    assert (likeliest.source, likeliest.target) == ({"RUS"}, {"UKR"})


def test_a_speech_has_its_speaker_among_the_parties() -> None:
    text = (
        "My delegation thanks the Secretary-General. Iraq attacked Iran. Iraq bombed Iran. France met Iran and Iraq. "
        "France helped Iraq. Peace requires that force be renounced in Jordan, Mr. President. We, my country, hope so."
    )
    document = Document(id="d-1", name="speech", text=text, extra={"speaker_state": "NPL"})
    [reading] = parse([segments(Reading(document=document))], MODEL)
    for stage in FINDING:
        reading = stage(reading)
    parties = Parties(reading).of(5)
    assert "NPL" in {c for p in parties if p.outside for c in p.codes}


def test_kept_drafts_are_above_the_bar_and_say_why(reading: Reading) -> None:
    done = voices.voices(reading)
    assert done.drafts
    assert all(d.score >= weighing.BARS["encoder"] and d.why for d in done.drafts)


def test_agreement_raises_the_probability(reading: Reading) -> None:
    said = next(s for s in listened(reading) if any(o.by_frame for o in s))
    one = next(o for o in said if o.by_frame)
    echo = replace(one, draft=replace(one.draft, method=opinions.ENCODER))
    [[first, _], [alone]] = weighing.signs([[one, echo], [one]])
    assert (first["agreed"], alone["agreed"]) == (1.0, 0.0)
    sure = weighing.probabilities("encoder", [[first, first | {"agreed": 0.0, "agreed_on_the_relation": 0.0}]])
    assert sure[0][0] > sure[0][1]


def test_what_else_is_told_of_the_same_states_is_known_only_in_a_longer_text(reading: Reading) -> None:
    said = next(s for s in listened(reading) if s)
    [[alone, *_]] = weighing.signs([said])
    [[first, *_], _, [other, *_]] = weighing.signs([said, [], said])
    assert all(math.isnan(alone[name]) for name in weighing.ELSEWHERE)
    assert first["same_states_elsewhere"] > 0
    assert [first[name] for name in weighing.ELSEWHERE] == [other[name] for name in weighing.ELSEWHERE]


def test_nothing_is_weighed_where_nothing_is_said() -> None:
    assert weighing.probabilities("encoder", [[], []]) == [[], []]


def test_of_what_says_the_same_the_surest_stays(reading: Reading) -> None:
    said: Sequence[opinions.Opinion] = next(s for s in listened(reading) if s)
    twice = [said[0], said[0]]
    assert [p for _, p in weighing.choose(twice, [0.6, 0.9], 0.5)] == [0.9]
    assert list(weighing.choose(twice, [0.2, 0.3], 0.5)) == []


def test_of_what_both_say_the_frame_s_draft_is_kept_as_sure_as_the_surer(reading: Reading) -> None:
    said = next(s for s in listened(reading) if any(o.by_frame for o in s))
    one = next(o for o in said if o.by_frame)
    echo = replace(one, draft=replace(one.draft, method=opinions.ENCODER))
    assert list(weighing.choose([echo, one], [0.9, 0.6], 0.5)) == [(one, 0.9)]


def test_of_what_the_encoder_says_twice_the_louder_word_is_kept(reading: Reading) -> None:
    said: Sequence[opinions.Opinion] = next(s for s in listened(reading) if s)
    own = replace(said[0], draft=replace(said[0].draft, method=opinions.ENCODER))
    loud, low = (replace(own, thinks={**own.thinks, "word": p}) for p in (0.9, 0.2))
    assert list(weighing.choose([low, loud], [0.8, 0.7], 0.5)) == [(loud, 0.8)]


@pytest.mark.parametrize(("reader", "name"), [("both", "encoder"), ("accurate", "accurate")])
def test_an_encoder_reads_only_where_it_is_asked_for(reader: Voices, name: Name) -> None:
    document = Document(id="d-1", name="test", text=TEXT)
    [alone] = annotate([Reading(document=document)], reader="frames")
    [both] = annotate([Reading(document=document)], reader=reader)
    assert alone.statements
    assert not any(s.basis.why.endswith("likely") for s in alone.statements)
    assert all(s.basis.score >= weighing.BARS[name] for s in both.statements)
    assert any("encoder" in s.basis.why for s in both.statements)


def test_documents_are_read_in_order_and_as_each_alone() -> None:
    texts = [TEXT, "Nobody came.", "Mali expelled the French ambassador.", TEXT.replace("Peru", "Chile")] * 6
    documents = [Document(id=f"d-{n}", name=f"test {n}", text=text) for n, text in enumerate(texts)]
    assert list(read_many(documents, reader="both")) == [read(d, reader="both") for d in documents]


def test_reading_that_is_broken_off_leaves_no_thread() -> None:
    before = threading.active_count()
    reading = read_many((Document(id=f"d-{n}", name="test", text=TEXT) for n in range(40)), reader="both")
    next(reading)
    assert threading.active_count() == before + 1
    reading.close()  # type: ignore[attr-defined]
    assert threading.active_count() == before


@pytest.mark.parametrize("name", weighing.TREES)
def test_the_trees_know_the_signs(name: Name, reading: Reading) -> None:
    known = set(weighing.trees(name).feature_name())
    assert {sign for s in weighing.signs(list(listened(reading))) for found in s for sign in found} <= known
    assert 0 < weighing.BARS[name] < 1


def test_trees_that_cannot_be_read_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weighing, "TREES", {"encoder": "times.tsv"})
    weighing.trees.cache_clear()
    with pytest.raises(ModelError, match="install Westphalia again"):
        weighing.trees("encoder")
    weighing.trees.cache_clear()


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("Chad attacked Mali.", "ASSAULT"),
        ("France recalled its ambassador from Niger.", "SANCTION"),
        ("India has stopped buying oil from Iran.", "SANCTION"),
        ("The leaders of Egypt and Jordan met in Amman on Tuesday.", "CONSULT"),
    ],
)
def test_a_sentence_that_stands_alone_is_heard(text: str, relation: str) -> None:
    records = read(Document(id="d-1", name="alone", text=text), reader="both")
    assert relation in {s.relation for s in records.statements}


@pytest.mark.parametrize("reader", ["both", "accurate"])
def test_a_deal_that_is_struck_is_no_assault(reader: Voices) -> None:
    text = "In August 2023, Ghana claimed that Russia was trying to strike an arms deal with North Korea."
    records = read(Document(id="d-1", name="deal", text=text), reader=reader)
    assert "ASSAULT" not in {s.relation for s in records.statements}
