"""The tables and questions are described, every one of them."""

from __future__ import annotations

from importlib.resources import files

import pytest

from westphalia.store import Store
from westphalia.store.tables import NAMED, TABLES, describe, meanings

QUERIES = sorted(each.name for each in (files("westphalia.store") / "queries").iterdir() if each.name.endswith(".sql"))


def test_every_column_has_a_meaning_and_every_meaning_a_column() -> None:
    columns = {(table.name, field.name) for table in TABLES for field in table.schema}
    assert {key for key in meanings() if key[1]} == columns
    assert {key[0] for key in meanings() if not key[1]} == set(NAMED)


def test_the_store_has_the_tables_that_are_described(store: Store) -> None:
    held = (
        store._lake.cursor()
        .execute(
            "select table_name, column_name from duckdb_columns() where database_name = current_database() order by all"
        )
        .fetchall()
    )
    assert held == sorted((line.table, line.column) for line in describe() if line.column)


@pytest.mark.parametrize("name", QUERIES)
def test_a_file_asks_one_question_and_says_which(name: str) -> None:
    text = (files("westphalia.store") / "queries" / name).read_text("utf8")
    assert text.startswith("-- ")
    assert "?" in text.split("\nselect")[0].split("\nwith")[0]
    assert ";" not in "".join(line for line in text.splitlines() if not line.startswith("--"))
