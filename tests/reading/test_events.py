"""Events end to end over marked actors: the shipped table, one kind of happening a case."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.reading.relations import tell

from westphalia.reading.events import events
from westphalia.reading.reading import Reading
from westphalia.reading.roles import roles

CASES = """
[Iran] attacked [Iraq].|ASSAULT|Iran|Iraq
[Iraq] was invaded by [Iran].|ASSAULT|Iran|Iraq
An [Israeli] air strike on [Syria] killed ten people.|ASSAULT|Israeli|Syria
[Russian] forces shelled villages in {Ukraine}.|ASSAULT|Russian|Ukraine
[Xi] met [Putin] in {Moscow}.|CONSULT|Putin,Xi|Putin,Xi
Talks between [Iran] and [Oman] began on Monday.|CONSULT|Iran,Oman|Iran,Oman
[Kim] visited [Russia].|CONSULT|Kim|Russia
[France] condemned [Mali].|ACCUSE|France|Mali
[Seoul] accused [Pyongyang] of sending troops to [Russia].|ACCUSE|Seoul|Pyongyang
[Britain] imposed sanctions on [Russia].|SANCTION|Britain|Russia
[Washington] called on [Beijing] to release the crew.|REQUEST|Washington|Beijing
[Japan] urged [China] to stop the flights.|REQUEST|Japan|China
[Russia] and [Cuba] signed a treaty.|SUPPORT|Cuba,Russia|Cuba,Russia
[Germany] sent humanitarian aid to [Chad].|AID|Germany|Chad
[Israel] rejected the proposal of [Egypt].|REJECT|Israel|Egypt
[Iran] threatened to attack [Israel].|THREATEN|Iran|Israel
""".strip().splitlines()


@pytest.mark.parametrize("case", CASES)
def test_events_of(case: str, marked: Callable[[str], Reading]) -> None:
    text, relation, source, target = case.split("|")
    reading = events(roles(marked(text)))
    words = {m.id: m.text for m in reading.mentions}
    found = {
        (d.relation, ",".join(sorted({words[m] for m in d.source})), ",".join(sorted({words[m] for m in d.target})))
        for d in reading.drafts
    }
    assert (relation, source, target) in found


@pytest.mark.parametrize("text", ["[Iran] has mountains.", "Prices rose in {Iran}.", "The weather changed."])
def test_events_of_none(text: str, marked: Callable[[str], Reading]) -> None:
    assert events(roles(marked(text))).drafts == ()


READ = """
Chadian forces conducted an armed boarding of a Russian trawler.|COERCE|TCD|RUS
Chad repeatedly showed force on its border with Sudan.|MOBILIZE|TCD|SDN
The army of Niger crossed into Chad.|MOBILIZE|NER|TCD
Kenya flew fighters over a Ugandan base.|MOBILIZE|KEN|UGA
Spanish warships stopped a North Korean vessel.|COERCE|ESP|PRK
Chad and Niger exchanged gunfire across the lake.|ASSAULT|NER,TCD|NER,TCD
We expect more. Kenya represses its opponents.|COERCE|KEN|KEN
""".strip().splitlines()


@pytest.mark.parametrize("case", READ)
def test_events_between_states(case: str) -> None:
    text, relation, source, target = case.split("|")
    found = {(d.relation, ",".join(sorted(d.source)), ",".join(sorted(d.target))) for d in tell(text)}
    assert (relation, source, target) in found


NOTHING = [
    "Zambia must fight corruption and combats inflation.",
    "The virus has killed ninety people in Peru.",
    "An earthquake in Nepal destroyed three villages.",
    "The crisis demonstrated that Georgia needs its neighbours.",
    "A camera captured the president of Kenya on a stage.",
    "The boom of the north reminds Kenya of the past.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_events_have_parties(text: str) -> None:
    assert not [d for d in tell(text) if d.kind == "event"]


def test_events_leave_out_whose_own_it_is() -> None:
    assert [(d.relation, d.source, d.target) for d in tell("Kenya defended its decision.")] == [
        ("defends", {"KEN"}, set())
    ]


@pytest.mark.parametrize(
    ("text", "relation", "source", "target"),
    [
        ("A deal was struck on Monday in Sochi between Russia and Turkey.", "AGREE", {"RUS", "TUR"}, {"RUS", "TUR"}),
        ("The talks that have resumed between Mali and Niger go on.", "CONSULT", {"MLI", "NER"}, {"MLI", "NER"}),
        ("The Afghan-Pakistani talks were held in Geneva.", "CONSULT", {"AFG", "PAK"}, {"AFG", "PAK"}),
        ("The invasion of Kuwait shocked them.", "ASSAULT", set(), {"KWT"}),
        ("North Korea on Monday fired a ballistic missile.", "MOBILIZE", {"PRK"}, set()),
        ("Spain lifted the state of emergency.", "CONCEDE", {"ESP"}, {"ESP"}),
        ("Niger told the French ambassador to leave.", "SANCTION", {"NER"}, {"FRA"}),
        ("Libyan forces swept into Chad.", "ASSAULT", {"LBY"}, {"TCD"}),
        ("Kenya called on Uganda to review the law.", "REQUEST", {"KEN"}, {"UGA"}),
    ],
)
def test_both_ends_wherever_they_stand(text: str, relation: str, source: set[str], target: set[str]) -> None:
    assert (relation, source, target) in [(t.relation, t.source, t.target) for t in tell(text)]
