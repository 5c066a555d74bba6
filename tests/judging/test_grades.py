"""Grades of sources, the default and people's own, and who takes which side."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from westphalia import engine, judging
from westphalia.analysis.credibility import credibility
from westphalia.analysis.matrix import matrix
from westphalia.errors import BadInput
from westphalia.judging.grades import RELIABILITY
from westphalia.ontology.tables import lines, listed
from westphalia.store import Store

Said = Callable[[str, str], str]


def test_every_default_has_a_grade_and_a_reason() -> None:
    rows = lines("westphalia.judging", "grades.tsv", 4)
    names = [each.casefold() for name, _, others, _ in rows for each in (name, *listed(others)) if each]
    assert {letter for _, letter, _, _ in rows} <= set(RELIABILITY)
    assert all(why for *_, why in rows)
    spelt = [n for n, *_ in rows]
    assert len(spelt) == len(set(spelt))
    assert judging.reliability("the associated press", {}).grade == "B"
    assert set(names) >= {"kcna", "afp"}


def test_people_grade_publishers_and_statements(store: Store, said: Said) -> None:
    id = said("d.txt", "AID")
    engine.judge(store, judging.grade(store.view(), "Courier", "e", "ann", "made it up twice"))
    engine.judge(store, judging.grade(store.view(), "courier", "D", "bob", "less often of late"))
    engine.judge(store, judging.grade(store.view(), id, "2", "ann", "fits what ships showed"))
    view = store.view()
    given = judging.grades(view.rulings())
    assert (judging.reliability("Courier", given).grade, judging.reliability("COURIER", given).by) == ("D", "bob")
    assert judging.reliability("Gazette", given).grade == "F"
    assert (credibility(view, [id])[id].grade, credibility(view, [id])[id].by) == ("2", "ann")
    engine.judge(store, judging.undo(view, given["courier"].id, "ann"))
    assert judging.reliability("Courier", judging.grades(store.view().rulings())).grade == "E"


@pytest.mark.parametrize(("about", "grade"), [("Courier", "G"), ("Courier", "3"), ("", "B+")])
def test_a_grade_that_is_none(store: Store, about: str, grade: str) -> None:
    with pytest.raises(BadInput, match="is no grade of a publisher"):
        judging.grade(store.view(), about, grade, "ann", "why")


def test_credibility_is_what_others_say(store: Store, said: Said) -> None:
    told, denied, alone = said("a.txt", "CONSULT"), said("c.txt", "CONSULT"), said("d.txt", "AID")
    found = credibility(store.view(), [told, denied, alone])
    assert [found[id].grade for id in (told, denied, alone)] == ["3", "4", "6"]
    engine.judge(store, judging.reject(store.view(), denied, "ann", "no"))
    assert credibility(store.view(), [told])[told].grade == "1"


def test_the_matrix_says_who_says_denies_and_is_silent(store: Store, said: Said) -> None:
    finding = matrix(store.view(), "PRK", "RUS")
    cells = {(row["claim"], row["publisher"]): row for row in finding.table.to_pylist()}
    stands = {key: row["stand"] for key, row in cells.items()}
    assert stands == {
        ("happened", "Gazette"): "says",
        ("happened", "Herald"): "says",
        ("happened", "Courier"): "denies",
        ("did not", "Gazette"): "denies",
        ("did not", "Herald"): "denies",
        ("did not", "Courier"): "says",
    }
    cell = cells["happened", "Courier"]
    assert (cell["ids"], cell["published"], cell["strength"]) == ([said("c.txt", "CONSULT")], ["2023-09-14"], "hard")
    assert all(store.view().open(id)["record"] == "statement" for row in cells.values() for id in row["ids"])
    assert matrix(store.view(), "USA", "JPN").table.num_rows == 0


def test_a_publisher_that_writes_of_them_and_not_of_this_is_silent(store: Store) -> None:
    from tests.judging.conftest import made_document

    store.add([made_document("g.txt", ("Moscow", "PROTEST", "Pyongyang"), publisher="Standard")])
    engine.link(store)
    rows = matrix(store.view()).table.to_pylist()
    assert {(row["stand"], *row["ids"]) for row in rows if row["publisher"] == "Standard"} == {("silent",)}
