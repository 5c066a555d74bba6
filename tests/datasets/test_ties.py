"""Ties from data sets: small files of the same form as the real ones, and the real ones where they are."""
# ruff: noqa: E501 (the head lines are those of the real files)

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pytest

from westphalia.datasets.atop import read_atop
from westphalia.datasets.cow import read_disputes, read_rivalries
from westphalia.datasets.gsdb import read_gsdb
from westphalia.datasets.recognise import dataset_of
from westphalia.datasets.rows import Loaded
from westphalia.datasets.sipri import read_sipri
from westphalia.datasets.trade import read_comtrade, read_gravity
from westphalia.datasets.unvotes import affinities, read_ideal_points
from westphalia.errors import BadInput

Write = Callable[[str], Path]

ATOP = """atopid,member,yrent,moent,dayent,yrexit,moexit,dayexit,defense,offense,neutral,nonagg,consul
3180,2,1949,4,4,0,0,0,1,0,0,1,1
3180,200,1949,4,4,0,0,0,1,0,0,1,1
3180,260,1955,5,6,1990,10,2,1,0,0,1,1
9999,365,1939,8,23,1941,6,22,0,0,1,1,1
9999,255,1939,8,23,1941,6,22,0,0,1,1,1
1,300,1815,1,1,1816,1,1,1,0,0,0,0
1,2,banana,1,1,0,0,0,1,0,0,0,0
"""
SIPRI = """\ufeffRecipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,Number delivered, ,Year(s) of delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,SIPRI TIV of delivered weapons
India,Soviet Union,1979,?,500,?,T-72,tank,500,?,1980; 1982; 1981,New,,1.8,900,900
India,Russia,2018,,20,,S-400,SAM system,,,,New,not yet,25,500,0
Afghanistan,Mujahedin (Afghanistan)*,1985,,1,,FIM-92,missile,1,,1986,New,,1,1,1
,0.03,0.36,0,,,,,,,,,,,,
"""
GSDB = """case_id,sanctioned_state,sanctioning_state,begin,end,trade,descr_trade,arms,military,financial,travel,other,target_mult,sender_mult,objective,success
1,German Democratic Republic,Germany,1949,1973,0,,0,0,0,0,1,0,0,territorial_conflict,success_total
2,"Korea, North","EU, Korea, South, Atlantis",2017,2022,1,"exp_part",1,0,1,0,0,0,1,policy_change,ongoing
3,Pakistan,India,never,1951,1,,0,0,0,0,0,0,0,policy_change,failed
"""
COMTRADE = """refYear,reporterISO,flowCode,partnerISO,cmdCode,cmdDesc,primaryValue
2013,SGP,X,CHN,27,Mineral fuels,5597820965
2013,SGP,M,SAU,27,Mineral fuels,
2014,SGP,X,W00,27,Mineral fuels,1
"""
UN = """"","ccode","session","NVotesAll","IdealPointAll","Q5%All","Q95%All","iso3c","Countryname"
"1",2,40,42,1.9,1.3,2.0,"USA","United States"
"2",365,40,42,-2.1,-2.5,-1.9,"RUS","Russia"
"3",200,40,42,1.5,1.1,1.9,"GBR","United Kingdom"
"4",812,40,0,NA,NA,NA,"LAO","Laos"
"""
MID = """dispnum,ccode1,ccode2,year,hostlev1
2.0,2.0,200.0,1902.0,3.0
7.0,645.0,690.0,1990.0,5.0
7.0,690.0,645.0,1990.0,0.0
8.0,2.0,20.0,1990.0,9.0
"""
RIVALRIES = """tssr_id,rivalry,ccode1,ccode2,start,end
10,India-Pakistan,750.0,770.0,1947.0,2019.0
11,Britain-Germany,200.0,255.0,1934.0,1945.0
"""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a text to a file of its own."""

    def written(text: str, name: str = "data.csv") -> Path:
        (tmp_path / name).write_text(text, encoding="utf8")
        return tmp_path / name

    return written


def short(loaded: Loaded) -> list[tuple[Any, ...]]:
    """The ties in short."""
    return [(t["source"], t["kind"], t["target"], t["start"], t["end"], t["size"]) for t in loaded.table.to_pylist()]


def test_atop_members_are_tied_while_both_are_in(write: Write) -> None:
    loaded = read_atop(write(ATOP))
    assert short(loaded) == [
        ("DEU", "mutual_defence", "GBR", date(1955, 5, 6), date(1990, 10, 2), None),
        ("DEU", "mutual_defence", "USA", date(1955, 5, 6), date(1990, 10, 2), None),
        ("GBR", "mutual_defence", "USA", date(1949, 4, 4), None, None),
        ("DEU", "neutrality", "RUS", date(1939, 8, 23), date(1941, 6, 22), None),
    ]
    assert set(loaded.table["row"].to_pylist()) == {"atop:3180", "atop:9999"}
    assert [skip.where.rpartition(":")[2] for skip in loaded.skips] == ["7", "8"]
    assert "300" in loaded.skips[0].why
    assert "banana" in loaded.skips[1].why


def test_sipri_deals_run_over_their_deliveries_and_missing_is_not_zero(write: Write) -> None:
    loaded = read_sipri(write(SIPRI))
    assert short(loaded) == [
        ("RUS", "arms_supply", "IND", date(1980, 1, 1), date(1982, 12, 31), 900.0),
        ("RUS", "arms_supply", "IND", date(2018, 1, 1), None, None),
    ]
    assert loaded.table["row"].to_pylist() == ["sipri:2", "sipri:3"], "the line of the file opens the deal"
    assert len(loaded.skips) == 2


def test_gsdb_cases_have_a_tie_for_each_sender(write: Write) -> None:
    loaded = read_gsdb(write(GSDB))
    assert short(loaded) == [
        ("DEU", "sanction", "DDR", date(1949, 1, 1), date(1973, 12, 31), 1.0),
        ("IGO.eu", "sanction", "PRK", date(2017, 1, 1), None, 3.0),
        ("KOR", "sanction", "PRK", date(2017, 1, 1), None, 3.0),
    ]
    assert [skip.why for skip in loaded.skips] == ["no state known as 'Atlantis'", "'never' is no year"]


def test_trade_runs_from_the_seller(write: Write) -> None:
    loaded = read_comtrade(write(COMTRADE))
    assert [(t["source"], t["target"], t["size"]) for t in loaded.table.to_pylist()] == [
        ("SGP", "CHN", 5597820965.0),
        ("SAU", "SGP", None),
    ]
    assert "world" in loaded.skips[0].why
    flows = read_gravity(write("iso_o,iso_d,flow\nAFG,ARG,0.061\nROM,ZAR,1\nAFG,XYZ,1\n", "gravity.csv"))
    assert [(t["source"], t["target"]) for t in flows.table.to_pylist()] == [("AFG", "ARG"), ("ROU", "COD")]
    assert len(flows.skips) == 1


def test_ideal_points_become_nearness(write: Write) -> None:
    loaded = read_ideal_points(write(UN))
    assert loaded.table["state"].to_pylist() == ["USA", "RUS", "GBR"]
    assert loaded.skips[0].why == "no ideal point"
    sizes = {(t["source"], t["target"]): t["size"] for t in affinities(loaded.table, 1985).to_pylist()}
    assert sizes["GBR", "USA"] > 0.8
    assert sizes["RUS", "USA"] == -1
    assert affinities(loaded.table, 1900).num_rows == 0


def test_disputes_and_rivalries(write: Write) -> None:
    loaded = read_disputes(write(MID))
    assert [(t["source"], t["kind"], t["size"]) for t in loaded.table.to_pylist()] == [
        ("USA", "dispute", 3.0),
        ("IRQ", "war", 5.0),
        ("KWT", "dispute", None),
    ]
    assert len(loaded.skips) == 1
    rivals = read_rivalries(write(RIVALRIES, "rivals.csv")).table.to_pylist()
    assert [(t["source"], t["target"], t["end"]) for t in rivals] == [
        ("IND", "PAK", None),
        ("DEU", "GBR", date(1945, 12, 31)),
    ]


@pytest.mark.parametrize(
    ("text", "name"), [(ATOP, "atop"), (SIPRI, "sipri"), (GSDB, "gsdb"), (COMTRADE, "comtrade"), (MID, "mid")]
)
def test_files_are_known_by_their_columns(write: Write, text: str, name: str) -> None:
    assert dataset_of(write(text)) == name


def test_files_that_cannot_be_read_say_so(write: Write, tmp_path: Path) -> None:
    for read in (read_atop, read_sipri, read_gsdb, read_comtrade, read_ideal_points):
        with pytest.raises(BadInput, match="cannot read"):
            read(tmp_path / "none.csv")
        with pytest.raises(BadInput, match="lacks the columns"):
            read(write("a,b\n1,2\n"))
    with pytest.raises(BadInput, match="no data set"):
        dataset_of(write("a,b\n1,2\n"))


REAL = [
    (read_atop, "cow/atop5_1/atop5_1m.csv", 15_000, 0.01),
    (read_gsdb, "sanctions/GSDB_V3.csv", 1_400, 0.02),
    (read_gravity, "trade/gravity_no_zeros.csv", 17_000, 0.0),
    (read_comtrade, "trade/comtrade_wits/Add_Import_Data.csv", 600, 0.0),
    (read_disputes, "cow/cow_mid_dirdisps.csv", 10_000, 0.05),
    (read_ideal_points, "un_votes/IdealpointestimatesAll_Jun2024.csv", 11_000, 0.0),
    (read_sipri, "sipri/trade-register.csv", 28_000, 0.03),
]


@pytest.mark.parametrize(("read", "name", "least", "lost"), REAL, ids=[name for _, name, _, _ in REAL])
def test_the_real_files(shared: Path, read: Callable[[Path], Loaded], name: str, least: int, lost: float) -> None:
    loaded = read(shared / "data" / name)
    assert loaded.table.num_rows >= least
    assert len(loaded.skips) <= lost * loaded.table.num_rows + 1
    if "source" in loaded.table.column_names:
        assert not any(code is None for code in loaded.table["source"].to_pylist())
        assert pc.all(pc.less_equal(loaded.table["start"], loaded.table["end"])).as_py() in (True, None)
