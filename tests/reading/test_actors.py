"""Who mentions are, in the light of the text."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from westphalia.reading.actors import actors
from westphalia.reading.mentions import mentions
from westphalia.reading.reading import Reading
from westphalia.reading.sentences import sentences
from westphalia.records import Document, Judgement, When


def judged(text: str, on: str | None = None, **document: Any) -> Reading:
    day = date.fromisoformat(on) if on else None
    when = When(start=day, end=day, basis="text") if day else None
    made = Document(id="d-1", name="test", text=text, published=when, **document)
    return actors(mentions(sentences(Reading(document=made))))


def of(reading: Reading, words: str, nth: int = -1) -> list[Judgement]:
    """The judgements on the mention with these words."""
    found = [m for m in reading.mentions if m.text == words]
    assert found, f"no mention {words!r} among {[m.text for m in reading.mentions]}"
    return [j for j in reading.judgements if j.mention_id == found[nth].id]


CODES = [
    ("The Soviet Union agreed.", "Soviet Union", ["RUS"]),
    ("The Anglo-Egyptian treaty failed.", "Anglo", ["GBR"]),
    ("Iraqi militias fought.", "Iraqi militias", ["IRQ"]),
    ("The UN condemned Hezbollah.", "UN", []),
    ("India met the Quad members.", "Quad", ["AUS", "JPN", "USA"]),
    ("The US-led coalition struck.", "The US-led coalition", ["USA"]),
    ("Iran's government fell. The government had lied.", "The government", ["IRN"]),
    ("US troops left Iraq. The troops had stayed long.", "The troops", ["USA"]),
    ("Iran met Oman. Both sides agreed.", "Both sides", ["IRN", "OMN"]),
    (
        "Putin met Kim Jong Un of North Korea. Russia was glad. The two leaders agreed.",
        "The two leaders",
        ["PRK", "RUS"],
    ),
    ("China has conveyed its support.", "its", ["CHN"]),
    ("Angela Merkel left. Germany mourned her.", "her", ["DEU"]),
    ("Saudi Arabia met Yemen's envoy. The kingdom agreed.", "The kingdom", ["SAU"]),
    ("British troops stay in Greece and interfere in that country.", "that country", ["GRC"]),
    ("“We will never yield,” said Iran.", "We", ["IRN"]),
    ("Putin of Russia spoke. “We will build it,” he said.", "We", ["RUS"]),
    ("Kurt Volker, the United States special envoy, left. Volker was tired.", "Volker", ["USA"]),
    ("Hatice Cengiz, a Turkish national, spoke. She wept.", "She", ["TUR"]),
    ("The Gulf states agreed.", "Gulf states", ["ARE", "BHR", "KWT", "OMN", "QAT", "SAU"]),
    ("The Assad regime and Iran agreed.", "Assad regime", ["SYR"]),
    ("Yankee imperialism failed. Imperialism is doomed.", "Imperialism", ["USA"]),
    ("Cuban and Spanish officials met Portugal.", "Cuban and Spanish officials", ["CUB", "ESP"]),
    ("A Russia expert spoke.", "Russia", ["RUS"]),
    ("Jordan and Chad agreed.", "Jordan", ["JOR"]),
    ("Putin met Erdogan.", "Erdogan", ["TUR"]),
    ("President Reagan met Gorbachev.", "Gorbachev", ["RUS"]),
]


@pytest.mark.parametrize(("text", "words", "codes"), CODES, ids=[c[0] for c in CODES])
def test_codes(text: str, words: str, codes: list[str]) -> None:
    found = of(judged(text, "2020-01-15"), words)
    assert sorted({c for j in found for c in j.codes if j.verdict != "open"}) == codes


PLACES = [
    ("Wang Yi was in Moscow.", "Moscow", "place"),
    ("Moscow agreed.", "Moscow", "same"),
    ("Relations between Moscow and Washington cooled.", "Washington", "same"),
    ("He waited at the Pyongyang railway station.", "Pyongyang", "place"),
    ("Talks in Geneva failed.", "Geneva", "place"),
    ("He flew to Beijing.", "Beijing", "place"),
    ("Exports to Beijing rose.", "Beijing", "same"),
    ("Putin visited Beijing.", "Beijing", "place"),
    ("The streets of Kabul were empty.", "Kabul", "place"),
    ("The war in Ukraine goes on.", "Ukraine", "place"),
    ("They met in Vladivostok.", "Vladivostok", "place"),
]


@pytest.mark.parametrize(("text", "words", "verdict"), PLACES, ids=[p[0] for p in PLACES])
def test_places_and_governments(text: str, words: str, verdict: str) -> None:
    assert [j.verdict for j in of(judged(text), words)] == [verdict]


def test_the_day_decides_who_holds_an_office_or_bears_a_name() -> None:
    assert of(judged("The French president agreed.", "2010-05-05"), "The French president")[0].actor_id == (
        "FRA.nicolas-sarkozy"
    )
    assert of(judged("British leader Johnson agreed.", "2020-05-05"), "British leader Johnson")[0].actor_id == (
        "GBR.boris-johnson"
    )
    assert of(judged("The Kremlin agreed.", "1970-05-05"), "Kremlin")[0].actor_id == "SUN"


def test_an_undated_president_is_the_latest_of_the_name() -> None:
    found = of(
        judged("President Trump wants to improve relations between Washington and Pyongyang."), "President Trump"
    )
    assert [j.codes for j in found] == [("USA",)]


def test_an_ambiguous_name_stays_open_with_reasons() -> None:
    found = of(judged("Congo agreed."), "Congo")
    assert {j.actor_id for j in found} == {"COD", "COG"}
    assert all(j.verdict == "open" and "does not say which" in j.basis.why for j in found)
    assert [j.actor_id for j in of(judged("Kinshasa spoke. Congo agreed."), "Congo")] == ["COD"]


def test_unknown_persons_are_actors_of_their_own() -> None:
    reading = judged("Iranian negotiator Reza Farsani left. Farsani was angry.")
    found = of(reading, "Farsani")
    assert found[0].codes == ("IRN",)
    assert reading.notes["actors"][found[0].actor_id].name == "Reza Farsani"  # type: ignore[index]


def test_a_crowd_without_a_nation_stays_open() -> None:
    assert not of(judged("France and Mali met. More than 300 people died."), "300 people")
    reading = judged("France and Mali met. Women suffered.")
    assert not [j for j in reading.judgements if j.mention_id in {m.id for m in reading.mentions if m.text == "Women"}]


def test_a_speech_is_given_for_its_state() -> None:
    text = "We condemn the aggression of Iraq. Our people stand firm."
    by_metadata = judged(text, extra={"speaker_state": "CUB"})
    assert of(by_metadata, "We")[0].codes == ("CUB",)
    assert of(by_metadata, "Our people")[0].codes == ("CUB",)
    assert not of(judged(text), "We")


def test_nothing_is_resolved_across_segments() -> None:
    from dataclasses import replace

    reading = sentences(Reading(document=Document(id="d-1", name="t", text="Iran agreed.\nIts people rejoiced.")))
    second = reading.parsed[1]
    apart = replace(second, sentence=replace(second.sentence, segment=1))
    reading = actors(mentions(replace(reading, parsed=(reading.parsed[0], apart))))
    assert not of(reading, "Its people")


def test_every_judgement_has_a_reason_and_a_known_actor() -> None:
    reading = judged(
        "US President Donald Trump called Kim. Both leaders praised Ruritanian envoy Foo Bar.", "2019-01-01"
    )
    from westphalia.ontology.actors import atlas

    for j in reading.judgements:
        assert j.basis.why
        assert 0 <= j.basis.score <= 1
        assert j.actor_id in reading.notes["actors"] or atlas().actor(j.actor_id)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("text", "words", "codes"),
    [
        ("Israel ordered villagers in southern Lebanon to leave.", "villagers", ("LBN",)),
        ("A court in Tunis jailed a blogger.", "A court", ("TUN",)),
        ("Officials in Seoul condemned the launch.", "Officials", ("KOR",)),
        ("American instructors trained troops in Niger.", "troops", ("NER",)),
        ("France keeps troops in Niger.", "troops", ("FRA",)),
        ("Officials in Brussels praised Chad.", "Officials", ()),
    ],
)
def test_those_who_stand_in_a_place_are_of_it(text: str, words: str, codes: tuple[str, ...]) -> None:
    assert tuple(c for j in of(judged(text), words) for c in j.codes) == codes
