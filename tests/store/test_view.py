"""What a View shows, and what it does not."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from westphalia.errors import BadInput, UnknownRecord
from westphalia.records import Disagreement, DocumentRecords, Event, Links, When, content_id
from westphalia.store import Store, View

Made = Callable[..., DocumentRecords]


def day(text: str) -> When:
    return When(start=date.fromisoformat(text), end=date.fromisoformat(text), basis="text")


def relations(view: View, **filters: Any) -> list[str]:
    return view.statements(**filters)["relation"].to_pylist()


COLUMNS = """
id sentence_id document_id kind relation mode contexts source target via source_actors target_actors
source_text target_text polarity modality attribution_kind attributed_to attribution_text attribution_cue when_start
when_end when_basis place trigger trigger_start trigger_end background method score why ruling ruling_ids
sentence sentence_start sentence_end segment document title publisher published_start published_end url
"""


@pytest.mark.parametrize("filters", [{}, {"actor": "PRK"}, {"actor": "PRK", "other": "RUS"}, {"kind": "tie"}])
def test_the_columns_are_always_the_same(store: Store, made: Made, filters: dict[str, Any]) -> None:
    empty = store.view().statements(**filters)
    store.add([made("a", ("Kim", "CONSULT", "Putin"))])
    assert empty.column_names == COLUMNS.split()
    assert store.view().statements(**filters).schema == empty.schema


def test_a_row_tells_all(store: Store, made: Made) -> None:
    one = made("a", ("Quad", "CONSULT", "Putin"), attribution="source", contexts=("military",), place="Tokyo")
    store.add([one])
    row = store.view().statements().to_pylist()[0]
    assert row["source"] == ["AUS", "IND", "JPN", "USA"]
    assert row["source_actors"] == ["IGO.quad"]
    assert (row["target"], row["target_text"]) == (["RUS"], "Putin")
    assert (row["attribution_kind"], row["attributed_to"], row["attribution_cue"]) == (
        "actor", ["AUS", "IND", "JPN", "USA"], "said",
    )  # fmt: skip
    assert row["trigger"] == "met"
    assert row["sentence"] == "Quad met Putin."
    assert one.document.text[row["sentence_start"] : row["sentence_end"]] == row["sentence"]
    assert (row["when_start"], row["published_end"]) == (date(2023, 9, 13), date(2023, 9, 14))
    assert (row["method"], row["score"], row["why"]) == ("by hand", 0.9, "for a test")


def test_open_judgements_give_no_code_but_their_words(store: Store, made: Made) -> None:
    store.add([made("a", ("Georgia", "CONSULT", "Vladivostok"), ("", "AID", "Kim"))])
    rows = {row["relation"]: row for row in store.view().statements().to_pylist()}
    assert (rows["CONSULT"]["source"], rows["CONSULT"]["source_text"]) == ([], "Georgia")
    assert rows["CONSULT"]["target"] == ["RUS"]
    assert (rows["AID"]["source"], rows["AID"]["source_text"]) == ([], "")
    assert store.view().statements(actor="GEO").num_rows == 0


def test_several_judgements_of_one_mention_are_joined_and_counted_once(store: Store, made: Made) -> None:
    one = made("a", ("Kim", "CONSULT", "Putin"))
    more = [replace(one.judgements[0], actor_id=actor, codes=codes) for actor, codes in (("RUS", ("RUS", "PRK")),)]
    store.add([replace(one, judgements=(*one.judgements, *more))])
    row = store.view().statements().to_pylist()[0]
    assert row["source"] == ["PRK", "RUS"]
    assert row["source_actors"] == ["PRK.kim-jong-un", "RUS"]


def test_filters(store: Store, made: Made) -> None:
    store.add(
        [
            made("a", ("Kim", "CONSULT", "Putin"), ("Washington", "ACCUSE", "Kim"), when=day("2023-09-13")),
            made("b", ("Putin", "AID", "Kim"), when=None, modality="reported", polarity="-", publisher="Other"),
            made("c", ("Washington", "REJECT", "Moscow"), when=When(start=date(2024, 5, 1), end=None)),
            made("d", ("Kim", "PROTEST", "Kim"), when=When(start=None, end=date(2019, 1, 1)), publisher=None),
        ]
    )
    view = store.view()
    assert relations(view) == ["CONSULT", "ACCUSE", "AID", "REJECT", "PROTEST"]
    assert relations(view, actor="PRK") == ["CONSULT", "ACCUSE", "AID", "PROTEST"]
    assert relations(view, other="PRK", limit=2) == ["CONSULT", "ACCUSE"]
    assert relations(view, actor="PRK.kim-jong-un", other="RUS") == ["CONSULT", "AID"]
    assert relations(view, actor="RUS", other="PRK") == ["CONSULT", "AID"]
    assert relations(view, actor="PRK", other="PRK") == ["PROTEST"]
    assert relations(view, since="2023") == ["CONSULT", "ACCUSE", "REJECT"]
    assert relations(view, since="2023-09", until="2023-09") == ["CONSULT", "ACCUSE"]
    assert relations(view, since=date(2030, 1, 1)) == ["REJECT"]
    assert relations(view, until="2018") == ["PROTEST"]
    assert relations(view, relation=["AID", "REJECT"]) == ["AID", "REJECT"]
    assert relations(view, modality="reported", polarity="-") == ["AID"]
    assert relations(view, publisher="OTHER") == ["AID"]
    assert relations(view, document="c") == ["REJECT"]
    assert relations(view, ids=[]) == []
    assert relations(view, kind="tie") == []
    ids = view.statements()["id"].to_pylist()
    assert view.statements(ids=ids[1:3])["id"].to_pylist() == ids[1:3]
    with pytest.raises(BadInput, match="'last year' is no date"):
        view.statements(since="last year")


@pytest.mark.parametrize("value", ["2023-13", "2023-02-30", "23", "", "0000"])
def test_a_date_that_is_none(store: Store, value: str) -> None:
    with pytest.raises(BadInput, match="is no date"):
        store.view(until=value)


def test_known_until_looks_at_publication_and_fetching_not_at_the_event(store: Store, made: Made) -> None:
    store.add(
        [
            made("old", ("Kim", "CONSULT", "Putin"), published=day("2023-09-14"), when=day("2030-01-01")),
            made("month", ("Kim", "AID", "Putin"), published=When(start=date(2023, 10, 1), end=date(2023, 10, 31))),
            made("new", ("Kim", "ACCUSE", "Putin"), published=day("2024-01-01"), when=day("2020-01-01")),
        ]
    )
    undated = made("undated", ("Kim", "REJECT", "Putin"))
    undated = replace(undated, document=replace(undated.document, published=None))
    fetched = made("fetched", ("Kim", "SANCTION", "Putin"))
    fetched = replace(fetched, document=replace(fetched.document, published=None, fetched=date(2023, 6, 1)))
    store.add([undated, fetched])
    assert relations(store.view(until="2023-10-15")) == ["CONSULT", "SANCTION"]
    assert relations(store.view(until="2023-10")) == ["CONSULT", "AID", "SANCTION"]
    assert len(relations(store.view())) == 5


def test_publishers_limit_what_is_seen(store: Store, made: Made) -> None:
    one = made("a", ("Kim", "CONSULT", "Putin"), publisher="Gazette")
    store.add([one, made("b", ("Kim", "AID", "Putin"), publisher=None)])
    assert relations(store.view(publishers=["gazette"])) == ["CONSULT"]
    assert relations(store.view(publishers="Gazette")) == ["CONSULT"]  # type: ignore[arg-type]
    assert relations(store.view(publishers=[])) == []
    with pytest.raises(UnknownRecord, match=r"not in this view of it"):
        store.view(publishers=[]).sentence(one.sentences[0].id)


def test_events_count_what_is_visible_and_let_nothing_later_through(store: Store, made: Made) -> None:
    first = made("a", ("Kim", "CONSULT", "Putin"), published=day("2023-09-01"), modality="possible", when=None)
    second = made("b", ("Kim", "CONSULT", "Putin"), published=day("2023-09-14"), publisher="Other", place="Vostochny")
    third = made("c", ("Kim", "CONSULT", "Putin"), published=day("2023-09-14"), publisher="Other")
    store.add([first, second, third])
    ids = tuple(each.statements[0].id for each in (first, second, third))
    met = Event(id=content_id("e", 1), relation="CONSULT", mode=None, source=("PRK",), target=("RUS",), polarity="+",
                when=day("2023-09-13"), place="Vostochny", certainty="asserted", statements=ids, reports=3,
                publishers=2)  # fmt: skip
    store.write_links(Links(events=(met,)))
    row = store.view().events().to_pylist()[0]
    assert (row["reports"], row["publishers"], row["certainty"], row["place"]) == (3, 2, "asserted", "Vostochny")
    assert row["statements"] == list(ids)
    row = store.view(until="2023-09-10").events().to_pylist()[0]
    assert (row["reports"], row["publishers"], row["certainty"]) == (1, 1, "possible")
    assert (row["when_start"], row["place"], row["statements"]) == (None, None, [ids[0]])
    assert store.view(until="2023-08").events().num_rows == 0
    assert store.view().events(since="2023", actor="PRK", other="RUS", modality="asserted").num_rows == 1
    assert store.view().events(actor="PRK", other="USA").num_rows == 0
    assert store.view(until="2023-09-10").events(since="2023").num_rows == 0


def test_a_disagreement_takes_two_visible_sides(store: Store, made: Made) -> None:
    first = made("a", ("Kim", "CONSULT", "Putin"), published=day("2023-09-01"))
    second = made("b", ("Kim", "CONSULT", "Putin"), published=day("2023-09-14"))
    store.add([first, second])
    sides = (("Vladivostok", (first.statements[0].id,)), ("Vostochny", (second.statements[0].id,)))
    row = Disagreement(id="x-1", about="where they met", field="place", strength="hard", sides=sides)
    store.write_links(Links(disagreements=(row,)))
    assert store.view().disagreements(field="place", strength="hard")["id"].to_pylist() == ["x-1"]
    assert store.view(until="2023-09-10").disagreements().num_rows == 0
    assert store.view().disagreements(field="date").num_rows == 0


def test_documents_and_actors(store: Store, made: Made) -> None:
    store.add([made("a", ("Kim", "CONSULT", "Putin"), ("Kim", "AID", "Moscow")), made("b", ("Kim", "AID", "Georgia"))])
    rows = store.view().documents().to_pylist()
    assert [(row["name"], row["sentences"], row["statements"]) for row in rows] == [("a", 2, 2), ("b", 1, 1)]
    actors = store.view().actors().to_pylist()
    assert (actors[0]["id"], actors[0]["mentions"], actors[0]["documents"]) == ("PRK.kim-jong-un", 3, 2)
    assert "GEO" not in [actor["id"] for actor in actors]


def test_several_threads_may_ask_at_once(store: Store, made: Made) -> None:
    store.add([made(str(number), ("Kim", "CONSULT", "Putin")) for number in range(20)])
    view = store.view()
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda number: view.statements(document=str(number % 20)).num_rows, range(16)))
    assert answers == [1] * 16
