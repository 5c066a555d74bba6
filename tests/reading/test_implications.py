"""Implications read end to end: what one thing means for another, and by which way it passes on."""

import pytest
from tests.reading.relations import tell

CASES = [
    ("The accord of Iran and Iraq could harm Kuwait.", "harms", {"IRN", "IRQ"}, {"KWT"}),
    ("The war in Libya led to unrest in Mali.", "leads_to", {"LBY"}, {"MLI"}),
    ("The pipeline helps Cyprus and was built by Israel.", "helps", set(), {"CYP"}),
    (
        "Russia's arms deal with Iran complicates India's relations with Israel.",
        "complicates",
        {"RUS", "IRN"},
        {"IND", "ISR"},
    ),
    ("The truce is a boon for Yemen.", "helps", set(), {"YEM"}),
    ("The new base gives China a foothold in Africa.", "enables", set(), {"CHN"}),
    ("A ban on Norway's fish would hit Danish firms.", "harms", {"NOR"}, {"DNK"}),
    ("The vote put Greece at odds with Malta.", "raises_tension", set(), {"GRC", "MLT"}),
    ("The coup in Niger complicates French plans.", "complicates", {"NER"}, {"FRA"}),
    ("Turkey's operation benefits Russia.", "helps", {"TUR"}, {"RUS"}),
    ("The expulsion by Oslo of two Russians angered Moscow.", "concern_for", {"NOR"}, {"RUS"}),
    ("The tests of North Korea alarmed Japan.", "concern_for", {"PRK"}, {"JPN"}),
    ("The treaty of Egypt has consequences for Jordan.", "consequences_for", {"EGY"}, {"JOR"}),
    ("The embargo against Cuba hurt Spain.", "harms", {"CUB"}, {"ESP"}),
    ("The vote of Greece is bad for Malta.", "harms", {"GRC"}, {"MLT"}),
    ("The drill of Japan raised tensions with Malaysia.", "raises_tension", {"JPN"}, {"MYS"}),
    ("The visit of the king of Jordan signals a shift of Egypt.", "signals", {"JOR"}, {"EGY"}),
]


@pytest.mark.parametrize(("text", "relation", "source", "target"), CASES)
def test_an_implication_has_its_label_and_ends(text: str, relation: str, source: set[str], target: set[str]) -> None:
    found = [t for t in tell(text) if t.kind == "implication"]
    assert (relation, source, target) in [(t.relation, t.source, t.target) for t in found]


def test_what_passes_through_a_third() -> None:
    found = tell("Russian technology may reach Pakistan through North Korea.")
    assert [(t.relation, t.source, t.target) for t in found if t.kind == "implication"] == [
        ("diffusion_path", {"RUS"}, {"PAK"})
    ]


def test_who_helps_does_something_and_means_nothing() -> None:
    found = tell("France helped Chad.")
    assert [(t.kind, t.relation) for t in found] == [("event", "AID")]


def test_what_helps_does_nothing() -> None:
    assert not [t for t in tell("The accord of Iran helped Iraq.") if t.kind == "event" and t.relation == "AID"]


def test_what_one_state_does_to_itself_is_no_implication() -> None:
    assert not [t for t in tell("Chilean reforms strengthen the economy of Chile.") if t.kind == "implication"]


@pytest.mark.parametrize(
    ("text", "relation", "source", "target"),
    [
        ("A moderate Iran would cause Turkey to reconsider.", "leads_to", {"IRN"}, {"TUR"}),
        ("The accord of Ethiopia caused a crisis in Eritrea.", "leads_to", {"ETH"}, {"ERI"}),
        ("Malta suffered from the embargo on Libya.", "harms", {"LBY"}, {"MLT"}),
        ("Turkey stands to gain from the ban of Iran.", "helps", {"IRN"}, {"TUR"}),
        ("Higher prices would weaken Ghana.", "harms", set(), {"GHA"}),
        ("Turkey prevented Greece from drilling.", "checks", {"TUR"}, {"GRC"}),
    ],
)
def test_what_follows_for_whom(text: str, relation: str, source: set[str], target: set[str]) -> None:
    assert (relation, source, target) in [(t.relation, t.source, t.target) for t in tell(text)]


@pytest.mark.parametrize(
    "text",
    ["Higher prices weakened Ghana.", "The storm is a blow to Cuba.", "The law of Peru limits speeches.", "Mali lost."],
)
def test_what_is_of_nobody_follows_from_nothing(text: str) -> None:
    assert not [t for t in tell(text) if t.kind == "implication"]
