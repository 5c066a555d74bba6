"""ICEWS events: both forms of files."""
# ruff: noqa: E501 (the lines are those of the real files)

from __future__ import annotations

from datetime import date
from pathlib import Path

from westphalia.datasets.icews import read_icews, read_icews_named

HEAD = (
    "Event ID	Event Date	Source Name	Source Sectors	Source Country	Event Text	CAMEO Code	Intensity	Target Name	"
    "Target Sectors	Target Country	Story ID	Sentence Number	Publisher	City	District	Province	Country	"
    "Latitude	Longitude\n"
)


def test_the_yearly_form(tmp_path: Path) -> None:
    path = tmp_path / "events.2018.tab"
    path.write_text(
        HEAD
        + "1	2018-06-01	Ministry (Japan)	Gov	Japan	Consult	040	1	Vladimir Putin	Gov	Russian Federation"
        "	9	2	Kyodo	NA	NA	NA	Japan	1	2\n"
        "2	2018-06-01	NATO	IGO	NA	Use force	190	-10	Citizen (Libya)	Civ	Libya	9	2	Kyodo	NA	NA	NA	NA	1	2\n"
        "3	2018-06-31	NATO	IGO	NA	Use force	190	-10	Libya	Gov	Libya	9	2	Kyodo	NA	NA	NA	NA	1	2\n"
        "4	2018-06-30		IGO	NA	Use force	190	-10	Libya	Gov	Libya	9	2	Kyodo	NA	NA	NA	NA	1	2\n"
        "5	2018-06-30	NATO	IGO	NA	Gaze at	999	-10	Libya	Gov	Libya	9	2	Kyodo	NA	NA	NA	NA	1	2\n",
        encoding="utf8",
    )
    loaded = read_icews(path)
    assert [(e["source"], e["relation"], e["target"], e["row"]) for e in loaded.table.to_pylist()] == [
        ("JPN", "CONSULT", "RUS", "icews:1"),
        ("IGO.nato", "ASSAULT", "LBY", "icews:2"),
    ]
    assert [skip.why for skip in loaded.skips] == [
        "'2018-06-31' is no date (yyyy-mm-dd)",
        "no actor on one side",
        "'999' is no CAMEO event or PLOVER type",
    ]


def test_the_named_form(tmp_path: Path) -> None:
    path = tmp_path / "named.csv"
    path.write_text(
        "date,source,event_text,target,split\n"
        "2014-03-01,Citizen (Russia),Make a visit,South Korea,train\n"
        "2014-03-02,Unheard Person,Make statement,Iran,train\n",
        encoding="utf8",
    )
    columns = ("day", "source", "relation", "target", "row")
    assert [tuple(e[name] for name in columns) for e in read_icews_named(path).table.to_pylist()] == [
        (date(2014, 3, 1), "RUS", "CONSULT", "KOR", "icews:named.csv:2"),
        (date(2014, 3, 2), "Unheard Person", "-", "IRN", "icews:named.csv:3"),
    ]


def test_the_real_sample(shared: Path) -> None:
    loaded = read_icews(shared / "data" / "icews" / "events.2018.sample.tab")
    assert (loaded.table.num_rows, loaded.skips) == (3705, ())
