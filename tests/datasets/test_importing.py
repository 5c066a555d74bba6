"""Files of data sets into a store: once, by their columns, replaced by a newer version, every row to be opened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tests.datasets.test_ties import ATOP, GSDB, SIPRI, UN

from westphalia.datasets.gdelt import COLUMNS, read_gdelt
from westphalia.datasets.importing import Brought, import_data
from westphalia.datasets.polecat import read_polecat
from westphalia.datasets.recognise import dataset_of
from westphalia.errors import BadInput, UnknownRecord
from westphalia.records import Skip
from westphalia.store import Store

Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file into the test's folder."""

    def made(text: str, name: str) -> Path:
        path = tmp_path / "data" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf8")
        return path

    return made


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A new store."""
    return Store.open(tmp_path / "world")


def brought(store: Store, *paths: Path, dataset: str | None = None) -> list[Brought]:
    """Imports files, none of which may be skipped."""
    found = list(import_data(paths, store, dataset))
    assert not any(isinstance(each, Skip) for each in found)
    return [each for each in found if isinstance(each, Brought)]


def test_the_same_file_changes_nothing_and_a_newer_one_replaces(store: Store, write: Write) -> None:
    path = write(SIPRI, "register.csv")
    (first,) = brought(store, path)
    assert (first.dataset, first.change, first.rows) == ("SIPRI Arms Transfers", "added", 2)
    assert dict(first.skipped)["no state known as 'Mujahedin (Afghanistan)*'"] == 1
    snapshot = store.snapshot
    assert brought(store, path)[0].change == "unchanged"
    assert store.snapshot == snapshot
    newer = write(SIPRI.replace("T-72", "T-90"), "register-2025.csv")
    assert brought(store, newer)[0].change == "replaced"
    view = store.view()
    assert view.data_ties(relation="arms_supply", other="IND")["note"][0].as_py().startswith("500 T-90")
    assert store.view(snapshot=snapshot).data_ties().to_pylist()[0]["note"].startswith("500 T-72")


def test_missing_is_not_zero_and_nothing_later_shows(store: Store, write: Write) -> None:
    brought(store, write(SIPRI, "s.csv"), write(ATOP, "a.csv"))
    tanks, missiles = store.view().data_ties(actor="IND").to_pylist()
    assert (tanks["size"], tanks["end"], tanks["coverage_end"]) == (900.0, date(1982, 12, 31), date(1982, 12, 31))
    assert (missiles["size"], missiles["end"]) == (None, None)
    (then,) = store.view(until="1981").data_ties(actor="IND").to_pylist()
    assert (then["size"], then["end"], then["coverage_end"]) == (None, None, date(1981, 12, 31))
    assert store.view(publishers=["ATOP 5.1"]).data_ties(actor="IND").num_rows == 0
    assert store.view(publishers=["atop 5.1"]).data_ties(actor="DEU", other="RUS").num_rows == 1


def test_every_row_opens_as_it_was_found(store: Store, write: Write) -> None:
    brought(store, write(ATOP, "a.csv"), write(SIPRI, "s.csv"), write(UN, "u.csv"), write(GSDB, "g.csv"))
    view = store.view()
    assert [line["columns"]["member"] for line in view.open("atop:3180")["lines"]] == ["2", "200", "260"]
    opened = view.open("sipri:3")
    assert opened["record"] == "data row"
    assert (opened["lines"][0]["line"], opened["lines"][0]["columns"]["Weapon designation"]) == (3, "S-400")
    assert opened["lines"][0]["file"].endswith("s.csv")
    pair = view.open("unvotes:40:GBR+unvotes:40:USA")["lines"]
    assert {line["columns"]["IdealPointAll"] for line in pair} == {"1.5", "1.9"}
    for row in view.data_ties()["row"].to_pylist():
        assert view.open(row)["lines"]
    with pytest.raises(UnknownRecord):
        view.open("sipri:99")


def gdelt_row(number: int, columns: int, **cells: str) -> str:
    """A row of an export of so many columns."""
    names = [name for name in COLUMNS if columns == 61 or not name.endswith("ADM2Code")][:columns]
    given = {"GLOBALEVENTID": str(number), "SQLDATE": "20180101", "EventCode": "043", "NumArticles": "3", **cells}
    return "\t".join(given.get(name, "") for name in names)


def test_gdelt_of_all_widths(store: Store, write: Write) -> None:
    ends = {"Actor1CountryCode": "RUS", "Actor1Name": "RUSSIA", "Actor2CountryCode": "CHN", "Actor2Name": "CHINA"}
    lines = [
        gdelt_row(1, 57, **ends),
        gdelt_row(2, 58, **ends, SOURCEURL="http://example.org/a"),
        gdelt_row(3, 61, **{**ends, "EventCode": "190"}),
        gdelt_row(4, 58, **{**ends, "Actor2CountryCode": "", "Actor2Name": "FARMER"}),
        gdelt_row(5, 58, **{**ends, "SQLDATE": "20180231"}),
        gdelt_row(6, 58, **{**ends, "Actor1CountryCode": "", "Actor1KnownGroupCode": "UNO"}),
        "7\t20180101\tbroken",
    ]
    path = write("\n".join(lines) + "\n", "20180101.export.CSV")
    assert dataset_of(path) == "gdelt"
    (done,) = brought(store, path)
    assert (done.what, done.rows) == ("events", 4)
    assert sorted(why for why, _ in done.skipped) == [
        "'20180231' is no date (yyyy-mm-dd)",
        "an actor that is no state or body known",
        "its number of cells is none of 57, 58 and 61, or not that of the header",
    ]
    view = store.view()
    visit, assault, body = sorted(view.data_events().to_pylist(), key=lambda row: row["rows"])
    assert (visit["rows"], visit["reports"], visit["publishers"]) == (["gdelt:1", "gdelt:2"], 6, 1)
    assert (assault["relation"], body["source"]) == ("ASSAULT", "IGO.un")
    assert view.counts()["events"] == 0, "what machines coded is no event that a text tells of"
    opened = view.open(visit["id"])
    assert opened["event"]["coded_by"] == "machine, from reports"
    assert [line["columns"]["SOURCEURL"] for line in opened["lines"]] == ["", "http://example.org/a"]
    assert view.open("gdelt:3")["events"][0]["id"] == assault["id"]


@pytest.mark.parametrize("case", [str.upper, str.lower])
def test_gdelt_with_a_header(write: Write, case: Callable[[str], str]) -> None:
    row = gdelt_row(8, 61, Actor1CountryCode="FRA", Actor2CountryCode="DEU")
    path = write("\t".join(map(case, COLUMNS)) + "\n" + row + "\n", "header.csv")
    assert dataset_of(path) == "gdelt"
    assert [(e["source"], e["target"]) for e in read_gdelt(path).table.to_pylist()] == [("FRA", "DEU")]


def test_polecat(shared: Path, write: Write) -> None:
    header = (shared / "data" / "polecat" / "ngecEvents_header_only.tsv").read_text(encoding="utf8").strip("\n")
    names = header.split("\t")

    def row(**cells: str) -> str:
        given = {name.replace(" ", "_"): "" for name in names} | {"Event_Date": "2023-05-01", **cells}
        return "\t".join(given[name.replace(" ", "_")] for name in names)

    rows = [
        row(Event_ID="A1", Event_Type="CONSULT", Event_Mode="visit", Actor_Country="CHN", Recipient_Country="RUS;IND"),
        row(Event_ID="A2", Event_Type="CONSULT", Actor_Country="None", Recipient_Country="RUS"),
        row(Event_ID="A3", Event_Type="GOSSIP", Actor_Country="CHN", Recipient_Country="RUS"),
    ]
    path = write("\n".join([header, *rows]) + "\n", "polecat.txt")
    assert dataset_of(path) == "polecat"
    loaded = read_polecat(path)
    assert [(e["source"], e["relation"], e["mode"], e["target"]) for e in loaded.table.to_pylist()] == [
        ("CHN", "CONSULT", "visit", "RUS"),
        ("CHN", "CONSULT", "visit", "IND"),
    ]
    assert [skip.why for skip in loaded.skips] == ["no state on one side", "'GOSSIP' is no PLOVER type"]


def test_folders_and_what_is_no_data_set(store: Store, write: Write) -> None:
    path = write("a,b\n1,2\n", "other.csv")
    write(ATOP, "a.csv")
    found = list(import_data([path.parent], store))
    assert [type(each) for each in found] == [Brought, Skip]
    for wrong, dataset in ((path, None), (path, "atop"), (path, "horoscopes"), (path.with_name("none.csv"), None)):
        with pytest.raises(BadInput):
            list(import_data([wrong], store, dataset))


def test_the_real_files_of_gdelt(shared: Path) -> None:
    for name, least in (("20180101000000.export.CSV", 500), ("spark_events1.csv", 20), ("spark_events.csv", 15)):
        loaded = read_gdelt(shared / "data" / "gdelt" / name)
        assert loaded.table.num_rows >= least
        assert {skip.why for skip in loaded.skips} <= {
            "no actor on one side",
            "an actor that is no state or body known",
        }
