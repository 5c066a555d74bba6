"""Occurrence: no look ahead, sums that must hold, the back-test's report, explanation and record."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from westphalia.errors import BadInput, UnknownActor
from westphalia.ontology.plover import TYPES
from westphalia.outlook import fitting, kept, occurrence
from westphalia.outlook.backtest import backtest, occurrence_backtest
from westphalia.outlook.dyads import NAMES, table_of
from westphalia.outlook.events import CLASSES, Events, events_of, read_events
from westphalia.outlook.explain import FAMILIES, explain
from westphalia.outlook.names import places_of
from westphalia.outlook.plot import reliability_plot
from westphalia.outlook.record import resolve, rows_of, track_record
from westphalia.outlook.scores import reliability
from westphalia.outlook.universe import happened, universe
from westphalia.outlook.upcoming import upcoming

Rows = list[tuple[date, str, str, str, str]]


@pytest.fixture(scope="module")
def fitted(events: Events) -> occurrence.Forecaster:
    return fitting.fit(events, 95, 7, threads=1)


def test_scrambling_the_future_changes_no_feature(rows: Rows) -> None:
    events, morning = events_of(rows), rows[0][0] + timedelta(days=80)
    rng = np.random.default_rng(0)
    targets = [row[3] for row in rows if row[0] >= morning]
    rng.shuffle(targets)
    scrambled = [row if row[0] < morning else (*row[:3], targets.pop(), row[4]) for row in rows]
    scrambled = [(*row[:3], row[3] if row[3] != row[1] else rows[0][3], row[4]) for row in scrambled]
    other = events_of(scrambled)
    assert other.actors == events.actors
    tables = []
    for known in (events, other):
        found = universe(known, 80, places_of(known.actors), 0.001)
        keys = np.concatenate([found.met, found.new])
        n = len(known.actors)
        tables.append((keys, table_of(found.morning, (keys // n).astype(np.int32), (keys % n).astype(np.int32))))
    np.testing.assert_array_equal(tables[0][0], tables[1][0])
    np.testing.assert_array_equal(tables[0][1], tables[1][1])


def test_fitting_reads_nothing_from_its_day_on(events: Events, rows: Rows, fitted: occurrence.Forecaster) -> None:
    morning = rows[0][0] + timedelta(days=95)
    cut = events_of([row for row in rows if row[0] < morning])
    again = fitting.fit(cut, 95, 7, threads=1)
    a, b = (occurrence.forecast(f, known, 95, threads=1) for f, known in ((fitted, events), (again, cut)))
    np.testing.assert_allclose(a.model, b.model)


def test_counts_are_what_they_say() -> None:
    day = date(2020, 1, 1)
    known = events_of([(day, "A", "AID", "B", "1"), (day + timedelta(7), "A", "AID", "B", "2"),
                       (day + timedelta(7), "B", "ACCUSE", "A", "3")])  # fmt: skip
    found = universe(known, 14, places_of(known.actors), None)
    row = table_of(found.morning, np.array([0], np.int32), np.array([1], np.int32))[
        0, CLASSES.index("material cooperation")
    ]
    by_name = dict(zip(NAMES, row.tolist(), strict=True))
    assert by_name["class_7"] == pytest.approx(0.5 + 0.25)
    assert by_name["class_age"] == 7
    assert by_name["back_3"] == pytest.approx(0.5 ** (7 / 3))
    assert by_name["gap"] == 7
    assert list(happened(known, 7, 1)) == [1 * len(CLASSES) + 1, 2 * len(CLASSES) + 2]


def test_every_feature_belongs_to_one_family() -> None:
    named = [name for names in FAMILIES.values() for name in names]
    assert sorted(named) == sorted(NAMES)


def test_a_forecast_keeps_the_order_of_its_limits(events: Events, fitted: occurrence.Forecaster) -> None:
    made = occurrence.forecast(fitted, events, 110, threads=1)
    assert (made.low <= made.model + 1e-6).all()
    assert (made.model <= made.high + 1e-6).all()
    assert ((made.model > 0) & (made.model < 1)).all()


def test_kept_forecasters_say_the_same(events: Events, fitted: occurrence.Forecaster, tmp_path: Path) -> None:
    occurrence.save(fitted, tmp_path / "f.json")
    a, b = (
        occurrence.forecast(f, events, 100, threads=1).model for f in (fitted, occurrence.load(tmp_path / "f.json"))
    )
    np.testing.assert_allclose(a, b)
    (tmp_path / "f.json").write_text("{}", encoding="utf8")
    with pytest.raises(BadInput, match="delete it"):
        occurrence.load(tmp_path / "f.json")


def test_backtest_reports_all_forecasters(events: Events) -> None:
    report = backtest(events, 7, threads=1)
    assert report["base_rate"]["brier_skill"] == 0
    assert report["model"]["brier_skill"] > 0.05
    assert report["model"]["ece"] < 0.05
    assert 0.5 < report["coverage"] <= 1
    assert report["interval"][0] <= report["model"]["brier_skill"] <= report["interval"][1]
    assert report["misses"]
    assert report["fitted_on"][1] < report["tested_on"][0]


def test_a_small_store_is_forecast_by_its_decayed_rate() -> None:
    start = date(2020, 1, 1)
    few = events_of([(start + timedelta(days=10 * i), "A", "CONSULT", "B", f"e-{i}") for i in range(15)])
    fitted = fitting.fit(few, 145, 30, threads=1)
    made = occurrence.forecast(fitted, few, 145, threads=1)
    assert fitted.parts is None
    often = made.model[(made.source == 0), 0][0]
    assert often > made.model[(made.source == 0), 3][0]
    with pytest.raises(BadInput, match="too few"):
        fitting.fit(few, 20, 30)


def test_an_explanation_opens_to_events(events: Events, fitted: occurrence.Forecaster) -> None:
    key, count = np.unique(events.source * len(events.actors) + events.target, return_counts=True)
    a, b = (events.actors[i] for i in divmod(int(key[np.argmax(count)]), len(events.actors)))
    made = explain(fitted, events, 100, a, b, CLASSES[0])
    assert 0 < made.probability < 1
    assert made.moved
    assert set(made.evidence) <= set(events.ids)
    assert all(row["date"] < events.date(100).isoformat() for row in made.moved)
    assert {name for name, _ in made.families} == set(FAMILIES)


def test_what_would_change_a_forecast_is_a_scenario_with_its_figure(
    events: Events, fitted: occurrence.Forecaster
) -> None:
    key, count = np.unique(events.source * len(events.actors) + events.target, return_counts=True)
    pair = key[[np.argmax(count)]].astype(np.int64)
    a, b = (events.actors[i] for i in divmod(int(pair[0]), len(events.actors)))
    made = explain(fitted, events, 100, a, b, CLASSES[1])
    changes = [abs(row["change"]) for row in made.levers]
    assert changes == sorted(changes, reverse=True)
    added = [row for row in made.levers if row["scenario"].startswith("+ ")]
    assert added
    kind = added[0]["scenario"].removeprefix(f"+ {a} ").removesuffix(f" {b}").removeprefix(f"+ {b} ")
    kind = kind.removesuffix(f" {a}")
    forward = added[0]["scenario"].startswith(f"+ {a} ")
    row = (events.date(99), *((a, kind, b) if forward else (b, kind, a)), "new")
    known = events.before(100)
    lines = occurrence.level(fitted, known, 100)
    before = [(events.date(d), events.actors[s], TYPES[t] if t >= 0 else "-", events.actors[o], i) for d, s, t, o, i in
              zip(known.day, known.source, known.type, known.target, known.ids, strict=True)]  # fmt: skip
    again = occurrence.forecast(fitted, events_of([*before, row]), 100, pairs=pair, lines=lines, threads=1)
    assert again.model[0, 1] == pytest.approx(added[0]["probability"], abs=1e-5)


def test_a_reliability_table_is_drawn() -> None:
    rows = reliability(np.array([0.05, 0.05, 0.55, 0.95]), np.array([0, 0, 1, 1]))
    drawn = reliability_plot(rows, "Said against seen")
    assert drawn.startswith("<svg")
    assert drawn.count('aria-roledescription="circle"') == len(rows)
    assert "Said against seen" in drawn


def test_a_record_is_resolved_once_its_days_are_over(
    events: Events, fitted: occurrence.Forecaster, tmp_path: Path
) -> None:
    made = occurrence.forecast(fitted, events, 100, threads=1)
    rows = rows_of(made, events, snapshot=3, least=0.05)
    assert track_record(rows) == {"open": rows.num_rows, "resolved": 0, "afterwards": 0}
    late = rows_of(made, events, snapshot=3, made_on=events.date(105), least=0.05)
    assert track_record(late)["afterwards"] == rows.num_rows
    assert resolve(rows, events, events.date(106)).column("outcome").null_count == rows.num_rows
    resolved = resolve(rows, events, events.date(107))
    report = track_record(resolved)
    assert report["resolved"] == rows.num_rows
    truth = {tuple(divmod(int(key), len(CLASSES))) for key in happened(events, 100, 7)}
    n = len(events.actors)
    for row in resolved.to_pylist():
        key = (events.actors.index(row["source"]) * n + events.actors.index(row["target"]), CLASSES.index(row["class"]))
        assert row["outcome"] == (key in truth)
    assert kept.write_record(tmp_path, resolved, rows).equals(resolved)  # the earlier table's row holds
    assert kept.read_record(tmp_path).equals(resolved)


def test_what_comes_next_has_reasons(events: Events) -> None:
    actor = events.actors[events.source[0]]
    rows = upcoming(events, actor, 120)
    assert rows
    assert all(row["other"] != actor and 0 < row["share"] <= 1 for row in rows)
    assert sum(row["share"] for row in rows) <= 1.001
    with pytest.raises(UnknownActor):
        upcoming(events, "Nobody", 120)


def test_a_file_of_events(rows: Rows, tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    texts = {"AID": "Provide aid", "CONSULT": "Consult", "-": "Make statement"}
    lines = [f"{row[0]},{row[1]},{texts.get(row[2], row[2])},{row[3]}" for row in rows]
    path.write_text("date,source,event_text,target\n" + "\n".join(lines), encoding="utf8")
    read = read_events(path)
    assert len(read) == len(rows)
    assert {CLASSES[k] for k in read.quad[read.type < 0]} == {"verbal cooperation"}  # where CAMEO files count comments
    report = occurrence_backtest(path, 30, threads=1)
    assert {"coverage", "base_rate", "persistence", "decayed_rate", "model"} <= set(report)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("date,source\n2020-01-01,A\n", "lacks the columns event_text, target"),
        ("date,source,event_text,target\nsoon,A,Consult,B\n", "no date"),
        ("date,source,event_text,target\n2020-01-01,A,Juggle,B\n", "Juggle"),
    ],
)
def test_bad_files_say_what_is_wrong(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "events.csv"
    path.write_text(text, encoding="utf8")
    with pytest.raises(BadInput, match=why):
        read_events(path)
