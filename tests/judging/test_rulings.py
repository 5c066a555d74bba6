"""What people judge holds in every view that may know of it, can be taken back, and outlives reading anew."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest

from tests.judging.conftest import day, made_document
from westphalia import briefing, engine, judging
from westphalia.analysis import dyad
from westphalia.errors import BadInput, UnknownActor, UnknownRecord, WestphaliaError
from westphalia.records import DocumentRecords, Statement, content_id
from westphalia.store import Store, View

Said = Callable[[str, str], str]
LATER = "2100-01-01"


def events(view: View, relation: str = "CONSULT") -> list[list[str]]:
    """The statements of each event of a relation."""
    return sorted(sorted(row["statements"]) for row in view.events(relation=relation).to_pylist())


def test_a_rejected_statement_is_gone_from_all_that_rested_on_it(store: Store, said: Said) -> None:
    denial, aid = said("c.txt", "CONSULT"), said("d.txt", "AID")
    before = store.view()
    assert before.disagreements(field="happened").num_rows == 1
    assert aid in briefing.render_html(briefing.compose(before, "RUS")) or aid in dyad(before, "PRK", "RUS").evidence
    for id in (denial, aid):
        engine.judge(store, judging.reject(store.view(), id, "ann", "a misreading"))
    view = store.view()
    ids = view.statements()["id"].to_pylist()
    assert denial not in ids
    assert aid not in ids
    assert view.statements(actor="PRK", other="RUS").num_rows == 2
    assert view.events(relation="AID").num_rows == 0
    assert view.disagreements().num_rows == 0
    assert aid not in dyad(view, "PRK", "RUS").evidence
    assert view.counts()["statements"] == before.counts()["statements"] - 2
    made = briefing.compose(view, "RUS")
    assert made.scope.statements == before.counts()["statements"] - 2
    assert not {denial, aid} & {i for line in (*made.known, *made.claimed) for i in line.statements}


def test_a_rejected_statement_still_opens_and_says_why(store: Store, said: Said) -> None:
    id = said("d.txt", "AID")
    engine.judge(store, judging.reject(store.view(), id, "ann", "it is a loan"))
    found = store.view().open(id)
    assert found["standing"] == "rejected"
    assert found["statement"]["relation"] == "AID"
    assert [(j["action"], j["by"], j["why"]) for j in found["judgements"]] == [("reject", "ann", "it is a loan")]
    ruling = found["judgements"][0]["id"]
    assert store.view().open(ruling)["statements"][0]["id"] == id
    engine.judge(store, judging.accept(store.view(), id, "bob", "it is aid after all"))
    assert store.view().statements(ids=id)["ruling"].to_pylist() == ["accepted"]
    assert store.view().open(id)["standing"] == "accepted"


def test_an_edit_is_shown_and_says_that_it_is_one(store: Store, said: Said) -> None:
    id = said("d.txt", "AID")
    changes = [
        "relation=alliance",
        "target=China",
        "modality=reported",
        "attribution=KOR",
        "when=2023-10",
        "place=Rason",
    ]
    ruling, actors = judging.edit(store.view(), id, changes, "ann", "the text says allied")
    engine.judge(store, ruling, actors)
    view = store.view()
    row = view.statements(ids=id).to_pylist()[0]
    assert (row["kind"], row["relation"], row["modality"], row["place"]) == ("tie", "alliance", "reported", "Rason")
    assert row["source"] == row["target"] == ["CHN", "RUS"]
    assert (row["attributed_to"], row["attribution_text"]) == (["KOR"], "South Korea")
    assert (row["when_start"], row["when_end"]) == (date(2023, 10, 1), date(2023, 10, 31))
    assert (row["ruling"], row["ruling_ids"]) == ("edited", [ruling.id])
    assert view.statements(actor="CHN")["id"].to_pylist() == [id]
    assert view.statements(actor="PRK", relation="AID").num_rows == 0
    assert view.statements(kind="tie", modality="reported", since="2023-10")["id"].to_pylist() == [id]
    assert view.ties(actor="CHN", other="RUS")["statements"].to_pylist() == [[id]]
    assert view.events(relation="AID").num_rows == 0
    assert "edited by hand" in dyad(view, "CHN", "RUS").table["said_by"].to_pylist()[0][0]
    found = view.open(id)
    assert found["as_read"]["relation"] == "AID"
    assert found["as_read"]["source_text"] == "Putin"
    later, actors = judging.edit(view, id, ["polarity=-", "when=none", "attribution=author"], "bob")
    engine.judge(store, later, actors)
    row = store.view().statements(ids=id).to_pylist()[0]
    assert (row["relation"], row["polarity"], row["when_start"], row["attribution_kind"]) == (
        "alliance", "-", None, "author",
    )  # fmt: skip
    assert row["ruling_ids"] == [ruling.id, later.id]


BAD_EDITS = [
    ("relation=befriends", "befriends"),
    ("mode=flirt", "flirt"),
    ("polarity=maybe", "maybe"),
    ("modality=sure", "sure"),
    ("when=yesterday", "yesterday"),
    ("when=2024/2023", "runs backward"),
    ("source=Atlantis", "Atlantis"),
    ("colour=red", "colour"),
    ("relation", "FIELD=VALUE"),
]


@pytest.mark.parametrize(("change", "named"), BAD_EDITS)
def test_an_edit_that_is_none(store: Store, said: Said, change: str, named: str) -> None:
    with pytest.raises((BadInput, UnknownActor), match=named):
        judging.edit(store.view(), said("d.txt", "AID"), [change], "ann")


def test_merging_and_splitting_hold_through_linking(store: Store, said: Said) -> None:
    first, second = said("a.txt", "CONSULT"), said("b.txt", "CONSULT")
    together = sorted([first, second])
    event = next(e for e in store.view().events().to_pylist() if first in e["statements"])
    assert sorted(event["statements"]) == together
    split = judging.split(store.view(), event["id"], [second], "ann", "another day")
    engine.judge(store, split)
    assert [first] in events(store.view())
    assert [second] in events(store.view())
    store.add([made_document("e.txt", ("Washington", "AID", "Moscow"))])
    engine.link(store)
    assert [second] in events(store.view())
    apart = [e["id"] for e in store.view().events(relation="CONSULT", polarity="+").to_pylist()]
    engine.judge(store, judging.merge(store.view(), apart, "bob", "one meeting"))
    assert together in events(store.view())
    merged = next(e for e in store.view().events().to_pylist() if sorted(e["statements"]) == together)
    assert merged["publishers"] == 2
    assert [j["action"] for j in store.view().open(merged["id"])["judgements"]] == ["split", "merge"]


def test_a_late_report_joins_the_part_that_it_fits(store: Store, said: Said) -> None:
    second = said("b.txt", "CONSULT")
    event = next(e for e in store.view().events().to_pylist() if second in e["statements"])
    engine.judge(store, judging.split(store.view(), event["id"], [second], "ann"))
    store.add([made_document("f.txt", ("Kim", "CONSULT", "Putin"), publisher="Standard")])
    engine.link(store)
    parts = [e["statements"] for e in store.view().events(relation="CONSULT", polarity="+").to_pylist()]
    assert sorted(map(len, parts)) == [1, 2]
    assert not any(second in part and said("a.txt", "CONSULT") in part for part in parts)


def test_what_cannot_be_merged_or_split(store: Store, said: Said) -> None:
    view = store.view()
    happened, did_not = (view.events(relation="CONSULT", polarity=p).to_pylist()[0] for p in "+-")
    with pytest.raises(BadInput, match="two events or more"):
        judging.merge(view, [happened["id"]] * 2, "ann")
    with pytest.raises(BadInput, match="that is a disagreement"):
        judging.merge(view, [happened["id"], did_not["id"]], "ann")
    with pytest.raises(BadInput, match="not all"):
        judging.split(view, happened["id"], happened["statements"], "ann")
    with pytest.raises(BadInput, match="is not of"):
        judging.split(view, happened["id"], [said("d.txt", "AID")], "ann")
    with pytest.raises(UnknownRecord, match="no event e-0"):
        judging.merge(view, ["e-0", happened["id"]], "ann")
    with pytest.raises(UnknownRecord, match="no statement r-0"):
        judging.reject(view, "r-0", "ann", "why not")


def test_a_judgement_can_be_taken_back_once(store: Store, said: Said) -> None:
    id = said("c.txt", "CONSULT")
    links = store.view().disagreements()
    reject = judging.reject(store.view(), id, "ann", "no")
    engine.judge(store, reject)
    undo = judging.undo(store.view(), reject.id, "bob", "yes")
    engine.judge(store, undo)
    assert store.view().disagreements().equals(links)
    assert store.view().rulings() == []
    assert [r.action for r in store.view().rulings(standing=False)] == ["reject", "undo"]
    assert store.view().open(reject.id)["taken_back"]["by"] == "bob"
    for again, said_why in ((reject.id, "already"), (undo.id, "make it anew")):
        with pytest.raises(BadInput, match=said_why):
            judging.undo(store.view(), again, "cid")
    with pytest.raises(BadInput, match="already"):
        engine.judge(store, replace(undo, id="j-000000000000"))
    with pytest.raises(UnknownRecord, match="no judgement j-1"):
        judging.undo(store.view(), "j-1", "cid")


def test_views_of_before_do_not_see_it(store: Store, said: Said) -> None:
    id, then = said("c.txt", "CONSULT"), store.view()
    before = {name: getattr(then, name)().to_pylist() for name in ("statements", "events", "disagreements")}
    engine.judge(store, judging.reject(store.view(), id, "ann", "no"))
    first, second = said("a.txt", "CONSULT"), said("b.txt", "CONSULT")
    event = next(e for e in store.view().events().to_pylist() if first in e["statements"])
    engine.judge(store, judging.split(store.view(), event["id"], [second], "ann"))
    for view in (then, store.view(snapshot=then.snapshot), store.view(until="2023-12-31"), store.view(as_read=True)):
        for name, rows in before.items():
            assert getattr(view, name)().to_pylist() == rows, (view, name)
        assert view.rulings() == []
    now = store.view(until=LATER)
    assert now.events().to_pylist() == store.view().events().to_pylist() != before["events"]


def reread(document: DocumentRecords, **fields: object) -> DocumentRecords:
    """The document as a newer reader reads it: other statement ids."""

    def other(statement: Statement) -> Statement:
        return replace(statement, id=content_id("r", "newer", statement.id), **fields)  # type: ignore[arg-type]

    return replace(document, statements=tuple(map(other, document.statements)))


def test_judgements_outlive_reading_anew(store: Store, said: Said) -> None:
    old = made_document("d.txt", ("Putin", "AID", "Kim"), publisher="Courier", when=day("2023-09-20"))
    ruling, actors = judging.edit(store.view(), said("d.txt", "AID"), ["source=CHN"], "ann")
    engine.judge(store, ruling, actors)
    store.add([reread(old, modality="possible")], again=True)
    engine.link(store)
    row = store.view().statements(document="d.txt").to_pylist()[0]
    assert (row["source"], row["modality"], row["ruling_ids"]) == (["CHN"], "possible", [ruling.id])
    # another text under the same name, with the same sentence in it
    newer = made_document("d.txt", ("Putin", "AID", "Kim"), ("Kim", "CONSULT", "Putin"), publisher="Courier")
    store.add([newer])
    engine.link(store)
    rows = {row["relation"]: row for row in store.view().statements(document="d.txt").to_pylist()}
    assert (rows["AID"]["source"], rows["CONSULT"]["source"]) == (["CHN"], ["PRK"])
    assert store.view().statements(actor="CHN").num_rows == 1


def test_a_judgement_that_finds_nothing_is_kept_and_found_again(store: Store, said: Said) -> None:
    old = made_document("c.txt", ("Kim", "CONSULT", "Putin"), publisher="Courier", polarity="-")
    ruling = judging.reject(store.view(), said("c.txt", "CONSULT"), "ann", "no")
    engine.judge(store, ruling)
    store.add([reread(old, relation="REJECT")], again=True)
    engine.link(store)
    assert store.view().rulings()[0].lost == 1
    assert store.view().statements(document="c.txt")["relation"].to_pylist() == ["REJECT"]
    assert store.view().open(ruling.id)["no_longer_found"][0]["sentence"] == "Kim met Putin."
    snapshot = store.snapshot
    engine.link(store)
    assert store.snapshot == snapshot
    store.add([reread(old)], again=True)
    engine.link(store)
    assert store.view().rulings()[0].lost == 0
    assert store.view().statements(document="c.txt").num_rows == 0


def test_people_judge_at_once(store: Store, said: Said) -> None:
    ids = store.view().statements()["id"].to_pylist()

    def judge(number: int) -> None:
        engine.judge(store, judging.reject(store.view(), ids[number], f"person {number}", "no"))

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(judge, range(3)))
    view = store.view()
    assert sorted(r.by for r in view.rulings()) == ["person 0", "person 1", "person 2"]
    assert not set(ids[:3]) & set(view.statements()["id"].to_pylist())
    assert not set(ids[:3]) & {i for row in view.events().to_pylist() for i in row["statements"]}
    reject = view.rulings()[0]

    def undo(number: int) -> bool:
        try:
            engine.judge(store, replace(judging.undo(view, reject.id, "ann"), id=f"j-{number}"))
        except WestphaliaError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(undo, range(2))) == [False, True]
