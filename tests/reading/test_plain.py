"""Plain sentences as any foreign desk writes them: what happened, and who did it to whom."""

import pytest
from tests.reading.relations import tell

FOUGHT = [
    ("Ecuador and Peru fought along the Cenepa.", "ECU,PER", "ECU,PER"),
    ("Bolivia and Paraguay fought for control of the Chaco.", "BOL,PRY", "BOL,PRY"),
    ("Honduras and El Salvador went to war.", "HND,SLV", "HND,SLV"),
    ("Indian and Chinese soldiers scuffled on the ridge.", "CHN,IND", "CHN,IND"),
    ("Clashes near the temple between Thai and Cambodian troops left two dead.", "KHM,THA", "KHM,THA"),
    ("Fighting on the island between Greek and Turkish forces resumed.", "GRC,TUR", "GRC,TUR"),
    ("Ethiopian troops attacked Eritrean positions.", "ETH", "ERI"),
    ("Israel hit Iranian targets in Syria.", "ISR", "IRN"),
    ("The bombings of US embassies in Kenya killed hundreds.", "", "USA"),
    ("The bombing of a French base by Malian rebels went on.", "MLI", "FRA"),
    ("The shooting down of an Iranian airliner by the United States shocked Oman.", "USA", "IRN"),
    ("Sri Lanka's navy opened fire on Indian boats, wounding two fishermen.", "LKA", "IND"),
    ("Tanzanian troops marched into Uganda.", "TZA", "UGA"),
]
DONE = [
    ("Chinese vessels intruded into Philippine waters.", "COERCE", "CHN", "PHL"),
    ("Russian hackers broke into the servers of the German parliament.", "COERCE", "RUS", "DEU"),
    ("Two Canadians were detained in China.", "COERCE", "CHN", "CAN"),
    ("Chad massed troops along the border with Sudan.", "MOBILIZE", "TCD", "SDN"),
    ("Britain sent helicopters to the Gulf.", "MOBILIZE", "GBR", ""),
    ("Italy sent helicopters to Chad.", "AID", "ITA", "TCD"),
    ("The drones that Turkey gave Somalia arrived.", "AID", "TUR", "SOM"),
    ("Syria received weapons from Iran.", "AID", "IRN", "SYR"),
    ("Russia retreated from Kherson.", "RETREAT", "RUS", "UKR"),
    ("India and China pulled back from the lake.", "RETREAT", "CHN,IND", "CHN,IND"),
    ("Syria pulled its army out of Lebanon.", "RETREAT", "SYR", "LBN"),
    ("Azerbaijan handed over four Armenian prisoners.", "RETREAT", "AZE", "ARM"),
    ("Turkey lifted its veto on Sweden's bid.", "CONCEDE", "TUR", "SWE"),
    ("China lifted the ban on Australian wine.", "CONCEDE", "CHN", "AUS"),
    ("Japanese seafood was banned by China.", "SANCTION", "CHN", "JPN"),
    ("Iraqis protested outside the Turkish embassy.", "PROTEST", "IRQ", "TUR"),
    ("Ghana and Togo agreed to share the oil field.", "AGREE", "GHA,TGO", "GHA,TGO"),
    ("Three Chadian soldiers died in an ambush by Sudanese rebels.", "ASSAULT", "SDN", "TCD"),
    ("A Norwegian tanker was seized by Iranian commandos.", "COERCE", "IRN", "NOR"),
    ("Chinese vessels blocked a Philippine supply boat.", "COERCE", "CHN", "PHL"),
    ("Burkina Faso was given drones by Turkey.", "AID", "TUR", "BFA"),
    ("Kenyan troops pulled out of Somalia.", "RETREAT", "KEN", "SOM"),
    ("Nauru switched recognition from Taipei to Beijing.", "SANCTION", "NRU", "TWN"),
    ("The Netherlands stopped exporting ammunition to Israel.", "SANCTION", "NLD", "ISR"),
    ("A US ban on Russian uranium took effect.", "SANCTION", "USA", "RUS"),
    ("Niger gave French troops a month to leave.", "SANCTION", "NER", "FRA"),
    ("Filipinos protested against China.", "PROTEST", "PHL", "CHN"),
    ("King Abdullah of Jordan visited Washington.", "CONSULT", "JOR", "USA"),
    ("Kenya sent police to Haiti.", "MOBILIZE", "KEN", "HTI"),
    ("Peru withdrew its ambassador from Mexico.", "SANCTION", "PER", "MEX"),
    ("Cuban doctors were expelled from Bolivia.", "SANCTION", "BOL", "CUB"),
    ("Croatia blocked Montenegro's progress towards membership.", "REJECT", "HRV", "MNE"),
    ("Kenya refused to send troops to Haiti.", "REJECT", "KEN", "HTI"),
    ("The visit of the Cuban foreign minister to Angola was brief.", "CONSULT", "CUB", "AGO"),
    ("The arrest of a Russian diplomat in Oslo followed.", "COERCE", "NOR", "RUS"),
    ("Nigeria's expulsion of Ghanaians is remembered.", "COERCE", "NGA", "GHA"),
    ("Spain's refusal to extradite the general to Chile was a surprise.", "REJECT", "ESP", "CHL"),
    ("Ghana and Togo agreed to send troops.", "AGREE", "GHA,TGO", "GHA,TGO"),
]
SAID = [
    ("China threatened to use force if Taiwan declared independence.", "THREATEN", "CHN", "TWN"),
    ("Iran warned that it would strike back at Israel.", "THREATEN", "IRN", "ISR"),
    ("Uganda said it would attack Rwanda.", "THREATEN", "UGA", "RWA"),
    ("Rabat called the vote an insult to Morocco.", "ACCUSE", "MAR", ""),
    ("Sweden's move is a stab in the back, Turkey said.", "ACCUSE", "TUR", "SWE"),
    ('"The Libyan raid was unlawful," Tunisia said.', "ACCUSE", "TUN", "LBY"),
    ("Cuba says the United States is behind the protests.", "ACCUSE", "CUB", "USA"),
    ("Burundi closed its border with Rwanda, accusing it of backing rebels.", "ACCUSE", "BDI", "RWA"),
    ("Chad attacked Sudan and blamed it for the war.", "ACCUSE", "TCD", "SDN"),
    ("Ghana gave Togo until Friday to release the sailors.", "REQUEST", "GHA", "TGO"),
    ("Uruguay complained that Argentina had blocked its trucks.", "COERCE", "ARG", "URY"),
    ("Bangladesh says Myanmar violated its airspace.", "ACCUSE", "BGD", "MMR"),
    ("Cambodia vowed to drive Thai soldiers out of the temple.", "THREATEN", "KHM", "THA"),
    ("Kuwait threatened to stop selling oil to Jordan.", "THREATEN", "KWT", "JOR"),
    ("Chad gave Togo two weeks to reply.", "REQUEST", "TCD", "TGO"),
    ("Ukraine is seeking missiles from Germany.", "REQUEST", "UKR", "DEU"),
    ("Israel said no to a Qatari plan.", "REJECT", "ISR", "QAT"),
    ("Kenya insists that Somalia stop the boats.", "REQUEST", "KEN", "SOM"),
    ("Japan suggested that China and India meet.", "REQUEST", "JPN", "CHN,IND"),
    ("France told Mali to hand over the suspect.", "REQUEST", "FRA", "MLI"),
]
TIES = [
    ("Israel sold missiles to Azerbaijan.", "arms_supply", "ISR", "AZE"),
    ("Algeria bought jets from Russia.", "arms_supply", "RUS", "DZA"),
    ("Belarus is Russia's closest ally.", "alliance", "BLR,RUS", "BLR,RUS"),
    ("Turkey's ally Azerbaijan sent troops to Armenia.", "alliance", "AZE,TUR", "AZE,TUR"),
    ("China is Brazil's largest trading partner.", "economic", "BRA,CHN", "BRA,CHN"),
    ("Egypt and Ethiopia are at odds over the dam.", "contentious_relations", "EGY,ETH", "EGY,ETH"),
    ("The Iran-Iraq war lasted eight years.", "war", "IRN,IRQ", "IRN,IRQ"),
    ("Pakistan buys most of its weapons from China.", "arms_supply", "CHN", "PAK"),
    ("Mongolia gets most of its fuel from Russia.", "economic_dependence", "MNG", "RUS"),
    ("China is the biggest buyer of Iranian oil.", "economic", "CHN,IRN", "CHN,IRN"),
    ("Russia has a naval base in Syria.", "military_involvement", "RUS", "SYR"),
    ("Vietnam and China have competing claims to the reef.", "contentious_relations", "CHN,VNM", "CHN,VNM"),
    ("Iran's closest ally is Syria.", "alliance", "IRN,SYR", "IRN,SYR"),
    ("Vietnam's main arms supplier is Russia.", "arms_supply", "RUS", "VNM"),
    ("Armenia hosts a Russian military base.", "military_cooperation", "ARM,RUS", "ARM,RUS"),
    ("Zambia owes China 6 billion dollars.", "economic_dependence", "ZMB", "CHN"),
    ("Kenya hosts an American base.", "military_cooperation", "KEN,USA", "KEN,USA"),
]


@pytest.mark.parametrize(
    ("text", "relation", "source", "target"), [(a, "ASSAULT", b, c) for a, b, c in FOUGHT] + DONE + SAID + TIES
)
def test_a_relation_and_its_ends(text: str, relation: str, source: str, target: str) -> None:
    found = {(t.relation, ",".join(sorted(t.source)), ",".join(sorted(t.target))) for t in tell(text)}
    assert (relation, source, target) in found


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("India and China fought for independence.", "ASSAULT"),
        ("Cuban and Angolan troops fought together.", "ASSAULT"),
        ("Poland attacked Germany's position on migration.", "ASSAULT"),
        ("Ethiopian troops attacked Eritrean positions.", "ACCUSE"),
        ("Denmark sent aircraft to the region to help flood victims.", "MOBILIZE"),
        ("Modi told parliament that India had won.", "REQUEST"),
        ("Blinken told reporters that Mali was ready.", "REQUEST"),
        ("Moscow insists the islands are Russian.", "REQUEST"),
        ("Kenya suggested that Somalia had stopped the boats.", "REQUEST"),
        ("Chad said it would not attack Sudan.", "THREATEN"),
        ("Ukraine said Russia would attack Poland.", "THREATEN"),
        ("Ghana said it would respond to Togo's letter.", "THREATEN"),
        ("Iran said that the raid was not a crime.", "ACCUSE"),
        ("Brazil said its law was illegal.", "ACCUSE"),
        ("Russia may sell missiles to Algeria.", "arms_supply"),
        ("Two aircraft belonging to the Kenyan air force landed in Somalia.", "partnership"),
        ("Iran says Iraq did not shell its villages.", "ACCUSE"),
        ("Iran says it shelled Iraqi villages.", "ACCUSE"),
        ("Ghana stopped selling cocoa to children.", "SANCTION"),
        ("The Brazilian company said it would crush its Mexican rival.", "THREATEN"),
        ("Japan has a base in Okinawa.", "military_involvement"),
        ("Turkey protested against the raid by Syria.", "PROTEST"),
        ("Chile was given the right to appeal.", "AID"),
        ("India and Nepal pulled back from a deal.", "RETREAT"),
    ],
)
def test_no_such_relation(text: str, relation: str) -> None:
    assert relation not in {t.relation for t in tell(text)}
