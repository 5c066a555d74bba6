"""What frames find and what is no dealing between states: sport, language, namesakes, private persons, nature."""

from __future__ import annotations

import pytest
from tests.reading.relations import tell

from westphalia.errors import OntologyError
from westphalia.reading import sift as sift_module

NOTHING = """
Wales thrashed Fiji 42-10 in the tournament.|sport
Poland's coach attacked the referee after the match against Chile.|sport
Kenya crushed Uganda in the semi-final.|sport
A Peruvian slugger hit Chile with a home run.|sport
Spanish conquered the dictionary of English with words for food.|language
Lebanon, Ohio, attacked the new tax.|namesake: a town
Air France crushed its rivals.|namesake: a firm
Georgia attacked Alabama's new rule in Atlanta.|namesake: a state of the USA
A Polish tourist killed a seagull in Greece.|private person
The Danish novelist attacked Sweden.|private person
A chef from Tunis conquered France.|private person
The Italian opera conquered Austria.|private thing
A hurricane hit Cuba.|nature
The flood destroyed villages in Pakistan.|nature
Ten people were killed in Peru by an avalanche.|nature
Two Swedes were killed in a car crash in Spain.|accident
Hyenas attacked a herd in Kenya.|no doer
Ask a Norwegian.|imperative
Kuwaitis sign with a card.|sense
The shop in Ghana closed its doors.|sense
Mr French warned Mrs Holland about the hedge.|namesake: surnames
The Spaniard attacked early and left the Finn behind.|one national
Chad thanked the Malian singer.|private person
Japan courted Indian honeymooners.|private persons
France meet Denmark on Saturday.|sport: a plural verb
Ghana and Togo meet in the final.|sport
A satellite was launched from Kenya.|sense
The Chilean candidate conceded defeat.|sense
The Swedish steelmaker threatened Norway with a lawsuit.|firm
In the opera, the king of Egypt condemns the Ethiopian princess.|fiction
The Chilean bank warned its clients about Peruvian bonds.|sense
Sweden abandoned its tax on wealth.|sense
""".strip().splitlines()

KEPT = """
The court in Peru rejected an appeal by Chile, and set a date for the final hearing.|REJECT
The Sudan rejected the plan of Egypt.|REJECT
Russia crushed Ukraine's army in the final battle.|ASSAULT
The Iranian team met the American negotiators, and Iran rejected the American proposal.|REJECT
Militants attacked a base in Mali.|ASSAULT
Rockets hit Israel.|ASSAULT
A bomb blast killed ten people in Pakistan.|ASSAULT
Israel struck Gaza during the football match and killed a soldier.|ASSAULT
Iranian gunmen killed an Israeli tourist.|ASSAULT
The French navy shelled Libya.|ASSAULT
Russia attacked Georgia near Tbilisi.|ASSAULT
The villages of Syria were bombed.|ASSAULT
France boycotted the games in Russia.|PROTEST
The Chinese met the Americans in Geneva.|CONSULT
Chad killed the Frenchman.|ASSAULT
The president of Peru attacked Chile over the tariff.|ACCUSE
""".strip().splitlines()


@pytest.mark.parametrize("case", NOTHING)
def test_nothing_is_read_in(case: str) -> None:
    text, _ = case.split("|")
    assert [t for t in tell(text) if t.kind == "event"] == []


@pytest.mark.parametrize("case", KEPT)
def test_kept(case: str) -> None:
    text, relation = case.split("|")
    assert relation in {t.relation for t in tell(text)}


@pytest.mark.parametrize(
    ("read", "file", "cells"),
    [("_scenes", "scenes.tsv", ["sport", "much", "goal"]), ("_namesakes", "namesakes.tsv", ["under", "*", "x", "y"])],
)
def test_a_bad_line_is_named(read: str, file: str, cells: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sift_module, "lines", lambda name: iter([(7, cells)]))
    with pytest.raises(OntologyError, match=rf"{file}:7"):
        getattr(sift_module, read).__wrapped__()
