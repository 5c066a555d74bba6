"""Documents with their records, made by hand, and stores that hold them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from westphalia.records import (
    AUTHOR,
    Actor,
    Attribution,
    Basis,
    Document,
    DocumentRecords,
    Furniture,
    Judgement,
    Mention,
    Sentence,
    Span,
    Statement,
    When,
    content_id,
)
from westphalia.store import Store
from westphalia.store.lake import instance

MADE = Basis(method="by hand", score=0.9, why="for a test")
WHO = {
    "Kim": ("PRK.kim-jong-un", ("PRK",), "same"),
    "Putin": ("RUS.vladimir-putin", ("RUS",), "same"),
    "Pyongyang": ("PRK", ("PRK",), "same"),
    "Moscow": ("RUS", ("RUS",), "same"),
    "Washington": ("USA", ("USA",), "same"),
    "Quad": ("IGO.quad", ("AUS", "IND", "JPN", "USA"), "same"),
    "Vladivostok": ("RUS", ("RUS",), "place"),
    "Georgia": ("GEO", ("GEO",), "open"),
}


def made_document(
    name: str = "a.txt",
    *stated: tuple[str, str, str],
    publisher: str | None = "Example Gazette",
    published: When | None = None,
    text: str | None = None,
    **fields: Any,
) -> DocumentRecords:
    """A document with `SOURCE met TARGET.` for each (source, relation, target); `fields` go to all statements."""
    lines = [f"{source or 'Someone'} met {target or 'someone'}." for source, _, target in stated]
    text = text if text is not None else "Banner\n\n" + " ".join(lines)
    published = published or When(start=date(2023, 9, 14), end=date(2023, 9, 14), basis="text")
    id = Document.id_of(text, name, publisher, published)
    furniture = (Furniture(span=Span(start=0, end=6), kind="banner", why="a line before the article"),)
    document = Document(
        id=id, name=name, text=text, title=name, publisher=publisher, published=published,
        furniture=furniture if text.startswith("Banner") else (), extra={"section": "world"},
    )  # fmt: skip
    parts: dict[str, list[Any]] = {"sentences": [], "mentions": [], "judgements": [], "actors": [], "statements": []}
    start = 8
    for number, (line, (source, relation, target)) in enumerate(zip(lines, stated, strict=True)):
        sentence = Sentence(
            id=content_id("s", id, number), document_id=id, segment=0, span=Span(start=start, end=start + len(line)),
            text=line,
        )  # fmt: skip
        ends = {}
        for word in (source, target):
            if word:
                at = start + line.index(word)
                mention = Mention(
                    id=content_id("m", sentence.id, at), sentence_id=sentence.id, text=word, kind="name",
                    span=Span(start=at, end=at + len(word)),
                )  # fmt: skip
                actor, codes, verdict = WHO[word]
                parts["mentions"].append(mention)
                parts["judgements"].append(
                    Judgement(mention_id=mention.id, actor_id=actor, codes=codes, verdict=verdict, basis=MADE)
                )
                parts["actors"].append(Actor(id=actor, name=word, kind="state", country=codes[0]))
                ends[word] = (mention.id,)
        given = {
            "mode": None, "contexts": (), "via": (), "polarity": "+", "modality": "asserted", "attribution": AUTHOR,
            "when": When(start=date(2023, 9, 13), end=date(2023, 9, 13), basis="text"), "place": None,
            "background": False, "basis": MADE, **fields,
        }  # fmt: skip
        if given["attribution"] == "source":
            given["attribution"] = Attribution(kind="actor", speakers=ends[source], cue="said", within=AUTHOR)
        parts["sentences"].append(sentence)
        parts["statements"].append(
            Statement(
                id=content_id("r", sentence.id, relation), sentence_id=sentence.id, kind="event", relation=relation,
                source=ends.get(source, ()), target=ends.get(target, ()),
                trigger=Span(start=start + line.index("met"), end=start + line.index("met") + 3), **given,
            )
        )  # fmt: skip
        start += len(line) + 1
    return DocumentRecords(document=document, **{key: tuple(value) for key, value in parts.items()})


@pytest.fixture(scope="session")
def made() -> Callable[..., DocumentRecords]:
    """`made_document`, for tests of any file."""
    return made_document


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> None:
    """DuckDB on one thread: for stores as small as these that is the quicker way."""
    instance(os.getpid()).execute("set threads = 1")


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with nothing in it, to be copied: that is quicker than making one for each test."""
    path = tmp_path_factory.mktemp("empty") / "world"
    Store.open(path).close()
    return path


@pytest.fixture
def store(tmp_path: Path, empty_store: Path) -> Iterator[Store]:
    """A new store."""
    shutil.copytree(empty_store, tmp_path / "world")
    with Store.open(tmp_path / "world") as opened:
        yield opened
