"""Stores of a few hand-made documents, linked, for people to judge."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.store.conftest import made_document, one_thread
from westphalia import engine
from westphalia.records import DocumentRecords, When
from westphalia.store import Store

__all__ = ["day", "made_document", "one_thread"]


def day(text: str) -> When:
    """A day as records hold it."""
    return When(start=date.fromisoformat(text), end=date.fromisoformat(text), basis="text")


def documents() -> list[DocumentRecords]:
    """Three publishers: two tell of a meeting, one denies it; one tells of aid."""
    return [
        made_document("a.txt", ("Kim", "CONSULT", "Putin"), ("Washington", "ACCUSE", "Kim"), publisher="Gazette"),
        made_document("b.txt", ("Kim", "CONSULT", "Putin"), publisher="Herald", published=day("2023-09-15")),
        made_document("c.txt", ("Kim", "CONSULT", "Putin"), publisher="Courier", polarity="-"),
        made_document("d.txt", ("Putin", "AID", "Kim"), publisher="Courier", when=day("2023-09-20")),
    ]


@pytest.fixture(scope="session")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with `documents()`, linked, to be copied: that is quicker than making one for each test."""
    path = tmp_path_factory.mktemp("linked") / "world"
    with Store.open(path) as opened:
        opened.add(documents())
        engine.link(opened)
    return path


@pytest.fixture
def store(tmp_path: Path, linked: Path) -> Iterator[Store]:
    """A store with `documents()`, linked."""
    shutil.copytree(linked, tmp_path / "world")
    with Store.open(tmp_path / "world") as opened:
        yield opened


@pytest.fixture
def said(store: Store) -> Callable[[str, str], str]:
    """`said("a.txt", "CONSULT")`: the id of the statement of that document and relation."""

    def find(document: str, relation: str) -> str:
        rows = store.view(as_read=True).statements(document=document, relation=relation).to_pylist()
        return str(rows[0]["id"])

    return find
