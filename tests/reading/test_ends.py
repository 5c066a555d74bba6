"""Who stands at the ends of what is read: one rule a test, told by whole sentences."""

from __future__ import annotations

import pytest
from tests.reading.relations import tell


def ends(text: str, relation: str) -> set[tuple[str, str]]:
    """The ends of all that a text tells of a relation, as state codes joined by commas."""
    told = (t for t in tell(text) if t.relation == relation)
    return {(",".join(sorted(t.source)), ",".join(sorted(t.target))) for t in told}


@pytest.mark.parametrize(
    ("text", "relation", "source", "target"),
    [
        ("Chad accused Mali of shelling its neighbour Niger.", "ASSAULT", "MLI", "NER"),
        ("Kenya blamed Uganda for its raids on Rwanda.", "ASSAULT", "UGA", "RWA"),
        ("Kenya was blamed by Uganda for its raids on Rwanda.", "ASSAULT", "KEN", "RWA"),
        ("Peru accused Chile and Bolivia of hiding their talks with Brazil.", "CONSULT", "BOL,BRA,CHL", "BOL,BRA,CHL"),
        ("France praised Chad for its aid to Sudan.", "AID", "TCD", "SDN"),
        ("France told Chad of its aid to Sudan.", "AID", "FRA", "SDN"),
    ],
)
def test_what_is_charged_is_of_whom_it_is_laid_on(text: str, relation: str, source: str, target: str) -> None:
    """ "Its" in a charge or praise is theirs who are charged or praised."""
    assert (source, target) in ends(text, relation)


@pytest.mark.parametrize(
    ("text", "relation", "source", "target"),
    [
        ("Togo said that Chad had bombed its villages.", "ASSAULT", "TCD", "TGO"),
        ("Mali accused Chad of bombing its villages.", "ASSAULT", "TCD", "MLI"),
        ("Peru claims that Chile has seized its trawlers.", "COERCE", "CHL", "PER"),
        ("Peruvian officials said Chilean gunboats rammed their boats.", "ASSAULT", "CHL", "PER"),
        ("Sudan said that Chad had bombed its own villages.", "ASSAULT", "TCD", "TCD"),
        ("Iraq bombed its villages.", "ASSAULT", "IRQ", "IRQ"),
    ],
)
def test_whose_land_is_harmed_is_who_says_so(text: str, relation: str, source: str, target: str) -> None:
    """ "Its" of what another is said to have harmed is the speaker's."""
    assert (source, target) in ends(text, relation)


def test_allies_are_others() -> None:
    """ "Its allies" are not who has them."""
    assert ends("Serbia acts alone. Its allies condemned Kosovo.", "ACCUSE") == {("", "XKX")}
    assert ends("Russia and its allies condemned Georgia.", "ACCUSE") == {("RUS", "GEO")}


@pytest.mark.parametrize(
    ("text", "relation", "source", "target"),
    [
        ("Chad deployed soldiers along its border with Sudan.", "MOBILIZE", "TCD", "SDN"),
        ("Chad sent hundreds of soldiers to sections of its border with Sudan.", "MOBILIZE", "TCD", "SDN"),
        ("Greek jets intercepted two Turkish F-16s.", "MOBILIZE", "GRC", "TUR"),
        ("Large numbers of French troops are stationed in Chad.", "MOBILIZE", "FRA", "TCD"),
        ("Ethiopian soldiers attacked the village of Somare in Kenya.", "ASSAULT", "ETH", "KEN"),
        ("Soldiers from Chad and Mali attacked Sudan.", "ASSAULT", "MLI,TCD", "SDN"),
        ("Kenya withdrew soldiers from Somalia.", "RETREAT", "KEN", "SOM"),
    ],
)
def test_what_is_counted_or_lies_at_a_border(text: str, relation: str, source: str, target: str) -> None:
    """Nouns that count others are looked through; a border is the neighbour's; "the village of" names no person."""
    assert (source, target) in ends(text, relation)


@pytest.mark.parametrize(
    ("text", "relation", "source", "target"),
    [
        ("Togo has sent soldiers to Chad, Mali and Niger said.", "MOBILIZE", "TGO", "TCD"),
        ("Togo has sold rifles to Chad, Mali and Niger said on Monday.", "COOPERATE", "TGO", "TCD"),
        ("Togo sent troops to Chad, Benin, Mali and Niger say.", "MOBILIZE", "TGO", "TCD"),
        ("Togo attacked Chad and Benin, Mali and Niger say.", "ASSAULT", "TGO", "BEN,TCD"),
        ("Turkey supplied drones to Mali, Chad, and Niger, Egypt said.", "AID", "TUR", "MLI,NER,TCD"),
    ],
)
def test_who_says_it_at_its_end_is_no_party_to_it(text: str, relation: str, source: str, target: str) -> None:
    """Speakers behind a comma at the end of a sentence are no members of the list that it ends with."""
    assert ends(text, relation) == {(source, target)}


@pytest.mark.parametrize(
    ("text", "relation", "source", "target"),
    [
        ("Togo and Benin say that Chad sold rifles to Mali. Both countries deny the charge.", "REJECT", "MLI,TCD", ""),
        ("Chad sold rifles to Mali, Togo and Benin say. Both countries deny such sales.", "REJECT", "MLI,TCD", ""),
        ("Chad shelled Mali, Togo said. The two countries condemned Benin.", "ACCUSE", "MLI,TCD", "BEN"),
        ("Chad and Togo met in Ghana. Both countries condemned Benin.", "ACCUSE", "TCD,TGO", "BEN"),
        (
            "Peru, Chile and Cuba met over Haiti. The three governments condemned Brazil.",
            "ACCUSE",
            "CHL,CUB,PER",
            "BRA",
        ),
        ("Peru, Chile and Cuba denounced Haiti. The three states sanctioned Brazil.", "SANCTION", "CHL,CUB,PER", "BRA"),
    ],
)
def test_two_or_three_are_those_of_a_list_or_of_the_deed(text: str, relation: str, source: str, target: str) -> None:
    """ "Both" and "the three" are a list of so many, or those told of, not whoever else is named or says so."""
    found = ends(text, relation)
    assert source in {s for s, _ in found}
    assert target in {t for s, t in found if s == source}


@pytest.mark.parametrize(
    ("text", "relation", "source", "target"),
    [
        ("Togo asked Chad to withdraw. The government rejected that demand.", "REJECT", "TCD", "TGO"),
        ("Togo signed a treaty with Chad. The government condemned Benin.", "ACCUSE", "TGO", "BEN"),
        ("Togo accused Chad of murder. The government denied it.", "REJECT", "TCD", ""),
    ],
)
def test_a_lone_government_is_of_the_last_subject(text: str, relation: str, source: str, target: str) -> None:
    """ "The government" is that of the last subject, and whose answer it gives, of whom that was asked."""
    found = ends(text, relation)
    assert source in {s for s, _ in found}
    assert not target or (source, target) in found


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Vietnam's president met generals. The Central Military Commission condemned Laos.", "VNM"),
        ("China's president met generals. The Central Military Commission condemned Laos.", "CHN"),
        ("Vietnam's Central Military Commission condemned Laos.", "VNM"),
        ("Nigeria distrusts Ghana. The National Security Council condemned Ghana.", "NGA"),
    ],
)
def test_an_organ_that_many_have_is_of_the_state_spoken_of(text: str, source: str) -> None:
    """The name of an organ is its best known state's only where the document is about that one."""
    assert source in {s for s, _ in ends(text, "ACCUSE")}


@pytest.mark.parametrize(
    ("heading", "relations"),
    [
        ("Can Chad help Mali?", []),
        ("What Cairo stands to lose", []),
        ("Why Chad attacked Mali", []),
        ("Chad's attack on Mali", []),
        ("A treaty between Chad and Mali", []),
        ("Chad and Mali sign a treaty", ["SUPPORT"]),
        ("Chad attacked Mali on Sunday", ["ASSAULT"]),
        ("Bridges hit by Malian drones in the north", []),
        ("Chad's attack on Mali.", ["ASSAULT"]),
    ],
)
def test_a_heading_tells_only_with_a_finite_verb(heading: str, relations: list[str]) -> None:
    """What asks, or only names, over a text is no statement of it."""
    assert [t.relation for t in tell(f"{heading}\n\nThe weather in the capital was fine on Monday.")] == relations


@pytest.mark.parametrize(
    ("text", "relation", "source", "target"),
    [
        ("Chad's weak army does not bode well for Mali's reliance on Chad for grain.", "harms", "TCD", "MLI"),
        ("The pact between Chad and Mali bodes ill for Niger.", "harms", "MLI,TCD", "NER"),
        ("The vote in Peru will augur well for Chile.", "helps", "PER", "CHL"),
        ("The vote in Peru doesn't augur badly for Chile.", "helps", "PER", "CHL"),
        ("Kenya depends on France for a large part of its military hardware.", "arms_dependence", "KEN", "FRA"),
        ("Kenya is reliant on France for most of its weapons.", "arms_dependence", "KEN", "FRA"),
        ("Kenya's reliance on France for weapons has grown.", "arms_dependence", "KEN", "FRA"),
        ("Kenya depends on France for a large part of its grain.", "economic_dependence", "KEN", "FRA"),
    ],
)
def test_what_bodes_ill_harms_and_who_needs_arms_depends_for_them(
    text: str, relation: str, source: str, target: str
) -> None:
    """A negated good omen is a harm; a share of somebody's arms is arms."""
    assert ends(text, relation) == {(source, target)}


def test_a_clause_behind_as_has_its_own_voice() -> None:
    """ "As" opens a clause of its own, though the parser coordinates its verb to the one before."""
    text = (
        "For Chad, this should come as a matter of worry as Mali's dwindling ability to feed its army "
        "does not bode well for the army of Chad."
    )
    assert [(t.relation, t.modality) for t in tell(text) if t.kind == "implication"] == [("harms", "asserted")]


@pytest.mark.parametrize(
    ("text", "relation", "wanted"),
    [
        ("Peru and Chile may be partners that sell copper to Brazil.", "COOPERATE", {("CHL,PER", "BRA")}),
        ("Peru and Chile may be partners that sell copper to Brazil.", "partnership", set()),
        ("Egypt and Jordan are neighbours that fought Israel.", "ASSAULT", {("EGY,JOR", "ISR")}),
        ("Peru and Chile are partners.", "partnership", {("CHL,PER", "CHL,PER")}),
    ],
)
def test_a_relative_clause_is_of_those_who_are_called_so(
    text: str, relation: str, wanted: set[tuple[str, str]]
) -> None:
    """What partners "that sell" do, each of those does who are called so; they are not said to be each other's."""
    assert ends(text, relation) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "The arms trade with Peru, Chile and Cuba can help Brazil.",
        "Selling arms to Peru, Chile and Cuba can help Brazil.",
    ],
)
def test_a_trade_that_helps_is_no_help_of_those_in_its_phrase(text: str) -> None:
    """A thing that helps is an implication; nobody has given aid."""
    assert ends(text, "AID") == set()
    assert ends(text, "helps") == {("CHL,CUB,PER", "BRA")}


@pytest.mark.parametrize(
    ("text", "relation", "source", "target"),
    [
        ("The parliament of Chad voted on a resolution to expel French troops.", "SANCTION", "TCD", "FRA"),
        ("Togo worked on a plan to attack Mali.", "ASSAULT", "TGO", "MLI"),
        ("Chad has French planes. Chad expelled the French troops.", "SANCTION", "TCD", "FRA"),
        ("Peru spied on Chile and Cuba. Brazil attacked both countries.", "ASSAULT", "BRA", "CHL,CUB"),
        ("Spain allied with Peru and Cuba. Spain attacked those countries.", "ASSAULT", "ESP", "CUB,PER"),
    ],
)
def test_who_acts_and_whom_it_befalls(text: str, relation: str, source: str, target: str) -> None:
    """Who votes on a bill to act acts; who acts on "those countries" is none of them."""
    found = ends(text, relation)
    assert (source, target) in found


@pytest.mark.parametrize(
    ("text", "relation", "source", "target"),
    [
        ("Hamas is banned in Jordan.", "COERCE", "JOR", ""),
        ("Peruvian students demanded new elections.", "REQUEST", "PER", "PER"),
        ("Peruvian students demanded an apology from Chile.", "REQUEST", "PER", "CHL"),
        ("Jane Doe, who was the Canadian envoy, criticized Chad.", "ACCUSE", "CAN", "TCD"),
    ],
)
def test_what_is_within_a_state_and_who_is_of_it(text: str, relation: str, source: str, target: str) -> None:
    """A ban is of the land where it holds, a people's demand of its own state, an envoy of whom she "was" envoy."""
    assert (source, target) in ends(text, relation)


@pytest.mark.parametrize(
    ("text", "relation", "source", "target"),
    [
        ("Peru and Chile met on Monday. They condemned Haiti.", "ACCUSE", "CHL,PER", "HTI"),
        ("Peru and Chile said that they condemned Haiti.", "ACCUSE", "CHL,PER", "HTI"),
        ("Peru and Chile met. Their armies attacked Haiti.", "ASSAULT", "CHL,PER", "HTI"),
        ("Peru and Chile met. Haitian rebels fled. They attacked Cuba.", "ASSAULT", "HTI", "CUB"),
        ("Peru, Chile and Cuba said so. The three states condemned Haiti.", "ACCUSE", "CHL,CUB,PER", "HTI"),
    ],
)
def test_they_are_the_list_named_last(text: str, relation: str, source: str, target: str) -> None:
    """ "They" are several who were named in one list, where no one plural is nearer."""
    assert (source, target) in ends(text, relation)


@pytest.mark.parametrize(
    ("text", "relation", "source", "target"),
    [
        ("Togo spied on Chad. Niger attacked it.", "ASSAULT", "NER", "TGO"),
        ("Togo insulted Chad. Togo condemned it.", "ACCUSE", "TGO", "TCD"),
        ("Chad and Mali met in Rome. The pair condemned Togo.", "ACCUSE", "MLI,TCD", "TGO"),
        ("Chad and Mali talked. Neither side attacked Togo.", "ASSAULT", "MLI,TCD", "TGO"),
    ],
)
def test_whom_a_pronoun_cannot_mean(text: str, relation: str, source: str, target: str) -> None:
    """An object "it" is not the subject of its verb; "the pair" and "neither side" are two."""
    assert (source, target) in ends(text, relation)
