"""The atlas: names, codes, members, holders, and the tables behind them."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from westphalia.errors import BadInput, OntologyError, UnknownActor
from westphalia.ontology.actors import atlas
from westphalia.ontology.gazetteer import Gazetteer, Sense
from westphalia.ontology.leaders import tenures
from westphalia.ontology.tables import day, listed, table

TABLES = (
    "states names organisations memberships organs armed_groups agents offices ministers leaders cities places"
    " state_kinds name_parts"
)


# -- the tables ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TABLES.split())
def test_every_line_of_a_table_can_be_read(name: str) -> None:
    rows = list(table(name))
    assert rows
    for row in rows:
        for column in ("from", "until"):
            if row.get(column):
                assert day(row[column]), row


@pytest.mark.parametrize("name", ["ministers", "leaders", "organisations", "names", "states", "armed_groups"])
def test_what_ends_began_before(name: str) -> None:
    for row in table(name):
        start, end = day(row["from"]), day(row["until"], last=True)
        assert start is None or end is None or start <= end, row


def test_agents_have_a_known_sort_and_no_word_twice() -> None:
    sorts = {"office", "organ", "people", "person", "group", "asset", "outlet", "company", "relation", "epithet"}
    for row in table("agents"):
        assert row["sort"] in sorts, row
        assert row["alone"] in {"the", "yes", "no", "back"}, row
        assert row["example"], row


def test_every_state_stands_for_a_state_and_has_a_name() -> None:
    ids = {row["id"] for row in table("states")}
    for row in table("states"):
        assert row["stands_for"] in ids
        assert row["name"]
    assert len(ids) == len(list(table("states")))


def test_leaders_cover_all_states_and_ministers_sixty() -> None:
    heads: dict[str, int] = {}
    foreign: set[str] = set()
    for t in tenures():
        if t.role in ("president", "prime_minister", "monarch", "leader", "supreme_leader", "head_of_state"):
            heads[t.country] = heads.get(t.country, 0) + 1
        if t.role == "foreign_minister":
            foreign.add(t.country)
    states = {a.id for a in atlas().actors("state")} - {"PSE", "VAT", "SCG", "UAR", "EAZ"}
    assert not {s for s in states if not heads.get(s)}, "states without a head in leaders.tsv or ministers.tsv"
    assert len(foreign) >= 150


# -- codes and names -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("PRK", "PRK"), ("North Korea", "PRK"), ("DPRK", "PRK"), ("731", "PRK"), ("GRG", "GEO"), ("365", "RUS"),
        ("Republic of China", "TWN"), ("Burma", "MMR"), ("Swaziland", "SWZ"), ("Czechia", "CZE"), ("Türkiye", "TUR"),
        ("the United States", "USA"), ("u.s.", "USA"), ("Holland", "NLD"), ("Zaire", "COD"), ("Kosovo", "XKX"),
        ("Soviet Union", "SUN"), ("East Germany", "DDR"), ("Viet Nam", "VNM"), ("Ivory Coast", "CIV"), ("UAE", "ARE"),
    ],
)  # fmt: skip
def test_code(name: str, code: str) -> None:
    assert atlas().code(name) == code


def test_an_unknown_name_says_what_was_meant() -> None:
    with pytest.raises(UnknownActor, match="North Korea|PRK"):
        atlas().code("Nort Korea")
    with pytest.raises(UnknownActor, match="say which"):
        atlas().code("Congo")


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("us and them", []),
        ("a turkey and some china", []),
        ("The US gave US$5 million", ["USA"]),
        ("U.S.-led forces", ["USA"]),
        ("Guinea-Bissau and Papua New Guinea", ["GNB", "PNG"]),
        ("Sino-Soviet talks", ["CHN", "SUN"]),
        ("the Vietnam War", []),
        ("CHINA AND RUSSIA AGREE", ["CHN", "RUS"]),
        ("Côte d’Ivoire", ["CIV"]),
        ("N'Djamena", ["TCD"]),
        ("the White House and the Kremlin in 2020", ["USA", "RUS"]),
        ("the P5+1 and the E3", ["IGO.p5plus1", "IGO.e3"]),
        ("South and North Korea", ["PRK"]),
    ],
)
def test_scan(text: str, ids: list[str]) -> None:
    found = [m for m in atlas().scan(text) if m.kind != "none"]
    assert [m.keys[0] for m in found] == ids


@given(st.text(alphabet="Chinaus.SKoreNth -'’GuTky$&+\n", max_size=60))
def test_matches_lie_in_the_text_one_after_the_other(text: str) -> None:
    end = 0
    for match in atlas().scan(text):
        assert end <= match.start < match.end <= len(text)
        assert text[match.start : match.end] == match.text
        end = match.end


def test_a_copied_gazetteer_leaves_the_first_alone() -> None:
    first = Gazetteer({"Foo": [Sense(("FRA",), "name")]})
    second = first.copy()
    second.add("Bar", Sense(("DEU",), "name"))
    assert not first.scan("Bar")
    assert second.scan("Bar")


# -- who it may be ---------------------------------------------------------------------------------------------------


def test_an_ambiguous_name_stays_open_and_says_why() -> None:
    found = atlas().resolve("Congo")
    assert {c.actor.id for c in found} == {"COD", "COG"}
    assert all("may be" in c.why for c in found)
    assert atlas().resolve("Congo", near=["COG"])[0].actor.id == "COG"


@pytest.mark.parametrize(
    ("name", "on", "near", "actor"),
    [
        ("Kremlin", date(1980, 1, 1), (), "SUN"),
        ("Kremlin", date(2020, 1, 1), (), "RUS"),
        ("Johnson", date(2020, 1, 1), ["GBR"], "GBR.boris-johnson"),
        ("Bush", date(2003, 1, 1), ["USA"], "USA.george-w-bush"),
        ("Bush", date(1990, 1, 1), ["USA"], "USA.george-h-w-bush"),
        ("Foreign Minister Lavrov of Russia", date(2019, 1, 1), (), "RUS.sergey-lavrov"),
        ("the French president", date(2010, 1, 1), (), "FRA.nicolas-sarkozy"),
        ("the Indian foreign ministry", None, (), "IND.ministry"),
        ("US embassy in Kabul", None, (), "USA.government"),
        ("Israeli army", None, (), "ISR.military"),
        ("Chinese officials in Pyongyang", None, (), "CHN.government"),
        ("Russia's ambassador to India", None, (), "RUS.government"),
        ("Pentagon", None, (), "USA.pentagon"),
        ("Hezbollah", None, (), "LBN.hezbollah"),
    ],
)
def test_resolve(name: str, on: date | None, near: list[str], actor: str) -> None:
    assert atlas().resolve(name, on, near)[0].actor.id == actor


@pytest.mark.parametrize(
    ("office", "country", "on", "names"),
    [
        ("prime minister", "GBR", date(1956, 11, 1), ["Anthony Eden"]),
        ("foreign minister", "IRN", date(2015, 7, 14), ["Mohammad Javad Zarif"]),
        ("secretary of state", "USA", date(1973, 10, 15), ["Henry Kissinger"]),
        ("chancellor", "DEU", date(2010, 1, 1), ["Angela Merkel"]),
        ("king", "SAU", date(2020, 1, 1), ["Salman bin Abdulaziz"]),
        ("supreme leader", "IRN", date(1985, 1, 1), ["Ruhollah Khomeini"]),
        ("leader", "PRK", date(2000, 1, 1), ["Kim Jong Il"]),
        ("president", "FRA", date(1800, 1, 1), []),
    ],
)
def test_holders(office: str, country: str, on: date, names: list[str]) -> None:
    assert [a.name for a in atlas().holders(office, country, on)] == names


def test_members_change_with_the_day() -> None:
    a = atlas()
    assert "GBR" in a.members("IGO.eu", date(2019, 1, 1))
    assert "GBR" not in a.members("IGO.eu", date(2021, 1, 1))
    assert a.members("IGO.warsawpact", date(1980, 1, 1)) == ("BGR", "CSK", "DDR", "HUN", "POL", "ROU", "SUN")
    assert len(a.members("IGO.brics", date(2015, 1, 1))) == 5
    with pytest.raises(UnknownActor):
        a.members("IGO.nonsense")


@pytest.mark.parametrize(
    ("actor", "on", "codes"),
    [
        ("SUN", None, ("RUS",)),
        ("IGO.un", None, ()),
        ("IGO.nato", None, ()),
        ("IGO.quad", None, ("AUS", "IND", "JPN", "USA")),
        ("AFG.taliban", date(2000, 1, 1), ("AFG",)),
        ("LBN.hezbollah", None, ()),
        ("PSE.plo", None, ("PSE",)),
        ("IGO.un.kofi-annan", None, ()),
        ("USA.donald-trump", None, ("USA",)),
        ("RVN", None, ("VNM",)),
    ],
)
def test_codes(actor: str, on: date | None, codes: tuple[str, ...]) -> None:
    assert atlas().codes(actor, on) == codes


# -- dictionaries of users -------------------------------------------------------------------------------------------

PETRARCH = """# a comment
RURITANIA_FRONT_  [FRAREB]
+RFF_
JOHN_DOE_ ; a remark
+J._DOE
	[USAELI]
	[USAGOV 20010120-090120]
<!-- several
lines -->
ATLANTIS_ [---]
"""


def test_petrarch_dictionaries_load_on_top(tmp_path: Path) -> None:
    path = tmp_path / "my.actors.txt"
    path.write_text(PETRARCH, encoding="utf8")
    mine = atlas().with_dictionary(path)
    assert mine.resolve("Ruritania Front")[0].codes == ("FRA",)
    assert mine.scan("the RFF agreed")[0].keys == ("FRA.ruritania-front",)
    assert mine.resolve("John Doe", date(2005, 1, 1))[0].actor.id == "USA.john-doe"
    assert mine.actor("FRA.ruritania-front").kind == "armed_group"
    assert not atlas().scan("the RFF agreed")


def test_csv_dictionaries_load_on_top(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    with path.open("w", encoding="utf8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["name", "actor", "kind", "from", "until"])
        out.writerow(["Land of Fire", "AZE", "", "", ""])
        out.writerow(["Blue Brigade", "COL.blue-brigade", "armed_group", "2001", "2004-05"])
    mine = atlas().with_dictionary(path)
    assert mine.code("Land of Fire") == "AZE"
    assert mine.resolve("Blue Brigade")[0].codes == ("COL",)


@pytest.mark.parametrize(
    ("name", "text", "error"),
    [
        ("a.csv", "name,who\nx,FRA\n", BadInput),
        ("a.csv", "name,actor\nx,Nowhere\n", OntologyError),
        ("a.csv", "name,actor,from\nx,FRA,2001-99-01\n", OntologyError),
        ("a.txt", "nothing in here\n", BadInput),
    ],
)
def test_bad_dictionaries_say_where(tmp_path: Path, name: str, text: str, error: type[Exception]) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf8")
    with pytest.raises(error, match=name):
        atlas().with_dictionary(path)


def test_a_missing_dictionary_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no dictionary"):
        atlas().with_dictionary(tmp_path / "none.txt")


# -- other people's data ---------------------------------------------------------------------------------------------


def test_phoenix_loads(shared: Path) -> None:
    mine = atlas().with_dictionary(shared / "data/phoenix/Phoenix.MilNonState.actors.txt")
    assert mine.scan("the Abu Nidal Organization")


def test_all_states_of_the_correlates_of_war_since_1945_have_a_code(shared: Path) -> None:
    with (shared / "data/cow/cow_states.csv").open(encoding="utf8") as lines:
        for row in csv.DictReader(lines):
            if float(row["endyear"]) >= 1946:
                assert atlas().code(row["ccode"]), row["statenme"]


def test_countries_of_icews_have_a_code(shared: Path) -> None:
    with (shared / "data/icews/events.2018.sample.tab").open(encoding="utf8") as lines:
        names = {r[f"{s} Country"] for r in csv.DictReader(lines, delimiter="\t") for s in ("Source", "Target")}
    unknown = []
    for name in sorted(names - {"", "NA", "Congo"}):
        try:
            atlas().code(name)
        except UnknownActor:
            unknown.append(name)
    assert not unknown


def test_lists_split_at_semicolons() -> None:
    assert listed("a; b;;c") == ["a", "b", "c"]
