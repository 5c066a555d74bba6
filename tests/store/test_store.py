"""Adding, replacing, linking, snapshots."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from westphalia.errors import StoreError
from westphalia.records import Disagreement, Document, DocumentRecords, Event, Links, Tie, When
from westphalia.store import Store
from westphalia.store import store as store_module

Made = Callable[..., DocumentRecords]


def event(*statements: str, **fields: object) -> Event:
    given = {
        "id": "e-1", "relation": "CONSULT", "mode": None, "source": ("PRK",), "target": ("RUS",), "when": None,
        "place": None, "polarity": "+", "certainty": "asserted", "reports": 0, "publishers": 0, **fields,
    }  # fmt: skip
    return Event(statements=statements, **given)  # type: ignore[arg-type]


def test_adding_says_what_happened_and_twice_changes_nothing(store: Store, made: Made) -> None:
    batch = [made("a", ("Kim", "CONSULT", "Putin")), made("b", ("Putin", "CONSULT", "Kim"))]
    assert store.add(batch).added == ("a", "b")
    before, snapshot = store.view().statements(), store.snapshot
    report = store.add(batch)
    assert (report.added, report.unchanged, report.replaced) == ((), ("a", "b"), ())
    assert store.snapshot == snapshot
    assert store.view().statements().equals(before)


def test_a_document_is_what_it_was(store: Store, made: Made) -> None:
    one = made("a", ("Kim", "CONSULT", "Putin"), text="Banner\n\nKim met Putin.\n\nRead more: ünïcödé 🛰")
    one = replace(one, document=replace(one.document, extra={"a": [1, {"b": None}]}, author="A. Writer"))
    store.add([one])
    assert store.view().document(one.document.id) == one.document
    assert store.view().sentence(one.sentences[0].id) == one.sentences[0]


def test_another_text_under_the_same_name_replaces_all_that_was_read(store: Store, made: Made) -> None:
    old = made("a", ("Kim", "CONSULT", "Putin"), ("Kim", "AID", "Putin"))
    store.add([old, made("b", ("Kim", "CONSULT", "Putin"))])
    then = store.snapshot
    report = store.add([made("a", ("Washington", "ACCUSE", "Moscow"))])
    assert report.replaced == ("a",)
    assert sorted(store.view().statements()["relation"].to_pylist()) == ["ACCUSE", "CONSULT"]
    assert store.view(snapshot=then).statements().num_rows == 3
    for table in ("sentences", "mentions", "judgements", "statements"):
        rows = store._lake.cursor().execute(f"select count(*) from {table} where document_id = ?", [old.document.id])
        assert rows.fetchone() == (0,), table


def test_the_later_of_two_with_one_name_counts(store: Store, made: Made) -> None:
    first, second = made("a", ("Kim", "CONSULT", "Putin")), made("a", ("Kim", "AID", "Putin"))
    assert store.add([first, second]).added == ("a",)
    assert store.view().statements()["relation"].to_pylist() == ["AID"]


def test_the_same_document_under_two_names_is_there_once(store: Store, made: Made) -> None:
    one = made("a", ("Kim", "CONSULT", "Putin"))
    copy = replace(one, document=replace(one.document, name="copy"))
    report = store.add([one, copy])
    assert (report.added, report.unchanged) == (("a",), ("copy",))
    # the first goes on to say something else: the copy is still there to be read
    report = store.add([made("a", ("Kim", "AID", "Moscow")), copy])
    assert (report.added, report.replaced) == (("copy",), ("a",))
    assert store.view().documents()["name"].to_pylist() == ["a", "copy"]


def test_reading_again_replaces_on_demand(store: Store, made: Made) -> None:
    store.add([made("a", ("Kim", "CONSULT", "Putin"))])
    better = made("a", ("Kim", "CONSULT", "Putin"), modality="reported")
    assert store.add([better]).unchanged == ("a",)
    assert store.add([better], again=True).replaced == ("a",)
    assert store.view().statements()["modality"].to_pylist() == ["reported"]


def test_known_documents(store: Store, made: Made) -> None:
    one = made("a", ("Kim", "CONSULT", "Putin"))
    store.add([one])
    assert store.known([one.document.id, "d-none"]) == {one.document.id}
    assert store.known([]) == set()


def test_an_actor_who_changed_is_stored_anew(store: Store, made: Made) -> None:
    store.add([made("a", ("Kim", "CONSULT", "Putin"))])
    later = made("b", ("Kim", "CONSULT", "Putin"))
    renamed = tuple(replace(actor, name=actor.name + " the Elder") for actor in later.actors)
    store.add([replace(later, actors=renamed)])
    assert set(store.view().actors()["name"].to_pylist()) == {"Kim the Elder", "Putin the Elder"}


def test_batches_are_bounded(store: Store, made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("westphalia.store.writing.BATCH_DOCUMENTS", 3)
    report = store.add(made(str(n), ("Kim", "CONSULT", "Putin")) for n in range(7))
    assert len(report.added) == 7
    assert [what for what in store.snapshots()["what"].to_pylist() if "documents" in (what or "")] == [
        f"documents: {n} added, 0 replaced" for n in (3, 3, 1)
    ]


def test_nothing_to_add(store: Store) -> None:
    snapshot = store.snapshot
    assert store.add([]).added == ()
    assert store.snapshot == snapshot


def test_a_document_with_nothing_in_it(store: Store) -> None:
    empty = Document(id="d-0", name="empty.txt", text="")
    assert store.add([DocumentRecords(document=empty)]).added == ("empty.txt",)
    assert store.view().statements().num_rows == 0
    assert store.view().document("d-0") == empty


def test_links_are_replaced_as_one_and_the_same_ones_change_nothing(store: Store, made: Made) -> None:
    one = made("a", ("Kim", "CONSULT", "Putin"), ("Putin", "AID", "Kim"))
    store.add([one])
    ids = [statement.id for statement in one.statements]
    tie = Tie(id="t-1", relation="alliance", source=("PRK", "RUS"), target=("PRK", "RUS"), polarity="+",
              when=When(start=date(1961, 1, 1), end=None), certainty="asserted", statements=tuple(ids), reports=1,
              publishers=1)  # fmt: skip
    sides = (("met", (ids[0],)), ("did not", (ids[1],)))
    row = Disagreement(id="x-1", about="a meeting", field="happened", strength="hard", sides=sides)
    links = Links(events=(event(ids[0]),), ties=(tie,), disagreements=(row,))
    assert store.write_links(links, seen=store.view().snapshot)
    snapshot = store.snapshot
    assert store.write_links(links)
    assert store.snapshot == snapshot
    view = store.view()
    assert view.events()["statements"].to_pylist() == [[ids[0]]]
    assert view.ties()["when_start"].to_pylist() == [date(1961, 1, 1)]
    assert view.disagreements()["sides"].to_pylist() == [
        [
            {"value": "met", "statements": [ids[0]], "rows": []},
            {"value": "did not", "statements": [ids[1]], "rows": []},
        ]
    ]
    assert store.write_links(Links())
    assert store.view().counts() == {
        "documents": 1, "sentences": 2, "statements": 2, "events": 0, "ties": 0, "disagreements": 0
    }  # fmt: skip


def test_links_made_from_an_older_state_are_not_written(store: Store, made: Made) -> None:
    one = made("a", ("Kim", "CONSULT", "Putin"))
    store.add([one])
    view = store.view()
    store.add([made("b", ("Kim", "CONSULT", "Putin"))])
    assert not store.write_links(Links(events=(event(one.statements[0].id),)), seen=view.snapshot)
    assert store.view().events().num_rows == 0
    assert store.write_links(Links(events=(event(one.statements[0].id),)), seen=store.snapshot)


def test_snapshots_stay_as_they_were(store: Store, made: Made) -> None:
    views = []
    for number in range(4):
        store.add([made(str(number), ("Kim", "CONSULT", "Putin"))])
        views.append(store.view())
    store.tidy()
    assert [view.statements().num_rows for view in views] == [1, 2, 3, 4]
    with pytest.raises(StoreError, match="no snapshot 99: it has 1 to"):
        store.view(snapshot=99)


def test_small_files_are_put_together(store: Store, made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "TIDY_EVERY", 4)
    for number in range(8):
        store.add([made(str(number), ("Kim", "CONSULT", "Putin"))])
    files = (
        store._lake.cursor()
        .execute("select file_count from ducklake_table_info(current_database()) where table_name = 'statements'")
        .fetchone()
    )
    assert files is not None
    assert files[0] <= 4
    assert store.view().statements().num_rows == 8


def test_a_store_that_was_moved_is_the_same(tmp_path: Path, made: Made) -> None:
    with Store.open(tmp_path / "world") as store:
        store.add([made("a", ("Kim", "CONSULT", "Putin"))])
    os.rename(tmp_path / "world", tmp_path / "it's moved")
    with Store.open(tmp_path / "it's moved", write=False) as store:
        assert store.view().statements().num_rows == 1


def test_reading_only(tmp_path: Path, made: Made) -> None:
    with Store.open(tmp_path / "world") as store:
        store.add([made("a", ("Kim", "CONSULT", "Putin"))])
        with Store.open(tmp_path / "world", write=False) as reader:
            assert reader.view().statements().num_rows == 1
            with pytest.raises(StoreError, match="reading only"):
                reader.add([made("b", ("Kim", "CONSULT", "Putin"))])
            store.add([made("b", ("Kim", "CONSULT", "Putin"))])
            assert reader.view().statements().num_rows == 2
