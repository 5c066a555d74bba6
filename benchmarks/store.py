"""How fast the store writes and answers: `python benchmarks/store.py [DOCUMENTS]` (default 5000, 20 statements each).

Prints one line a measurement: what, seconds, and for writing the peak memory, in a store made in a temporary folder.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random

from westphalia.records import (
    Actor,
    Attribution,
    Basis,
    Document,
    DocumentRecords,
    Event,
    Judgement,
    Links,
    Mention,
    Sentence,
    Span,
    Statement,
    When,
    content_id,
)
from westphalia.store import Store

STATES = ("PRK", "RUS", "CHN", "USA", "IND", "PAK", "JPN", "KOR", "UKR", "FRA", "GBR", "DEU", "TUR", "IRN", "ISR")
RELATIONS = ("CONSULT", "SUPPORT", "AID", "ACCUSE", "REJECT", "SANCTION", "THREATEN", "AGREE")
STATEMENTS = 20


def document(number: int) -> DocumentRecords:
    """A made-up document of ten sentences with two mentions and two statements each."""
    draw = Random(number)
    sentences = [
        f"Report {number}, line {line}: the minister said that the two sides met again on the border issue "
        f"in the capital and would go on talking about trade, arms and transit for as long as it takes. "
        for line in range(10)
    ]
    text = "".join(sentences)
    day = date(2020, 1, 1) + timedelta(days=draw.randrange(2000))
    name, publisher = f"reports/{number}.txt", f"Example Gazette {number % 40}"
    published = When(start=day, end=day, basis="text")
    id = Document.id_of(text, name, publisher, published)
    read, mentions, judgements, statements = [], [], [], []
    basis = Basis(method="frame:events:meet/v", score=0.8, why="the two sides met")
    start = 0
    for line, sentence in enumerate(sentences):
        at = Span(start=start, end=start + len(sentence) - 1)
        sid = content_id("s", id, line)
        read.append(Sentence(id=sid, document_id=id, segment=0, span=at, text=sentence[:-1]))
        codes = draw.sample(STATES, 2)
        word = Span(start=start, end=start + 6)
        own = [
            Mention(id=content_id("m", sid, n), sentence_id=sid, span=word, text=code, kind="name")
            for n, code in enumerate(codes)
        ]
        mentions += own
        judgements += [
            Judgement(mention_id=m.id, actor_id=c, codes=(c,), verdict="same", basis=basis)
            for m, c in zip(own, codes, strict=True)
        ]
        for n in range(STATEMENTS // 10):
            statements.append(
                Statement(
                    id=content_id("r", sid, n), sentence_id=sid, kind="event", relation=draw.choice(RELATIONS),
                    mode=None, contexts=("diplomatic",), source=(own[n].id,), target=(own[1 - n].id,), via=(),
                    polarity="+", modality="reported", when=When(start=day, end=day, basis="published"),
                    place="the border", attribution=Attribution(kind="actor", speakers=(own[0].id,), cue="said"),
                    trigger=Span(start=start + 20, end=start + 25), background=False, basis=basis,
                )
            )  # fmt: skip
        start += len(sentence)
    return DocumentRecords(
        document=Document(id=id, name=name, text=text, title=name, publisher=publisher, published=published),
        sentences=tuple(read),
        mentions=tuple(mentions),
        judgements=tuple(judgements),
        actors=tuple(Actor(id=code, name=code, kind="state", country=code) for code in STATES),
        statements=tuple(statements),
    )


def documents(first: int, count: int) -> Iterator[DocumentRecords]:
    """Made-up documents, one after the other."""
    return (document(number) for number in range(first, first + count))


def timed(what: str, work: Callable[[], object]) -> float:
    """Run it, print how long it took, and give the seconds."""
    began = time.perf_counter()
    result = work()
    took = time.perf_counter() - began
    shown = f"{len(result)} rows" if hasattr(result, "num_rows") else ""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{what:<58}{took:8.3f} s   {peak:5} MB  {shown}", flush=True)
    return took


def main(count: int) -> None:
    """Write and ask."""
    with tempfile.TemporaryDirectory() as folder:
        timed("make the documents alone (1,000)", lambda: sum(1 for _ in documents(0, 1000)))
        store = Store.open(folder)
        ready = list(documents(0, 1000))
        timed("add 1,000 documents, 20,000 statements", lambda: store.add(ready))
        timed("add the same again", lambda: store.add(ready))
        timed("known, 1,000 ids", lambda: store.known([each.document.id for each in ready]))
        for first in range(1000, count, 1000):
            timed(f"make and add 1,000 documents from {first}", lambda first=first: store.add(documents(first, 1000)))
        timed("add one document", lambda: store.add(documents(count, 1)))
        view = store.view()
        table = view.statements()
        timed("all statements", view.statements)
        timed("statements of one relation", lambda: view.statements(relation="SANCTION"))
        timed("statements of PRK", lambda: view.statements(actor="PRK"))
        timed("statements between PRK and RUS", lambda: view.statements(actor="PRK", other="RUS"))
        timed("the same since 2023", lambda: view.statements(actor="PRK", other="RUS", since="2023"))
        timed("statements of ten ids", lambda: view.statements(ids=table["id"][:10].to_pylist()))
        timed("first 50 statements", lambda: view.statements(limit=50))
        timed("statements of PRK known until 2022", lambda: store.view(until="2022").statements(actor="PRK"))
        links = events(table.select(["id", "relation", "source", "target"]).to_pylist())
        timed(f"write links ({len(links.events)} events)", lambda: store.write_links(links, seen=view.snapshot))
        timed("the same links again", lambda: store.write_links(links))
        view = store.view()
        timed("all events", view.events)
        timed("events of PRK and RUS", lambda: view.events(actor="PRK", other="RUS"))
        timed("events known until 2022", lambda: store.view(until="2022").events())
        one = table["id"][500].as_py()
        timed("open a statement", lambda: view.open(one))
        timed("open a document", lambda: view.open(table["document_id"][500].as_py()))
        timed("tidy", store.tidy)
        view = store.view()
        timed("statements between PRK and RUS, tidied", lambda: view.statements(actor="PRK", other="RUS"))
        store.close()
        timed("open the store", lambda: Store.open(folder).close())


def events(rows: list[dict[str, object]]) -> Links:
    """An event for every four statements."""
    made = []
    for start in range(0, len(rows), 4):
        ids = tuple(str(row["id"]) for row in rows[start : start + 4])
        made.append(
            Event(
                id=content_id("e", *ids), relation="CONSULT", mode=None, source=("PRK",), target=("RUS",), when=None,
                place=None, polarity="+", certainty="reported", statements=ids, reports=1, publishers=1,
            )
        )  # fmt: skip
    return Links(events=tuple(made))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
