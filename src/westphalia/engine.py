"""Reading many documents into a store: find, load, read, store, link; in batches, resumable, with a local pool.

What was stored stays stored: a batch is committed before the next is read, so an interrupted run is resumed by the
same command, which leaves unchanged documents alone.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

from westphalia import judging, linking, sources
from westphalia.datasets.importing import Brought, import_data
from westphalia.reading import MODEL, READER, Voices
from westphalia.records import Actor, Document, DocumentRecords, Links, Skip
from westphalia.store import Store, View
from westphalia.store.rulings import Ruling

if TYPE_CHECKING:
    from westphalia.reading import llm

__all__ = ["Added", "Progress", "add", "bring", "judge", "link", "read"]

T = TypeVar("T")
BATCH = 64
_WORTH = 12  # documents for which a process is worth its start
Progress = Callable[[int, str], None]
_Read = Callable[[Sequence[Document]], Iterator[DocumentRecords | Skip]]


@dataclass(slots=True, kw_only=True)
class Added:
    """What `add` did, document by document: names added, unchanged and replaced, and what was skipped and why.

    `lost` counts people's judgements that no longer find a statement they are about.
    `asked` counts what a language model was asked, where one was.
    """

    added: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    skipped: list[Skip] = field(default_factory=list)
    statements: int = 0
    events: int = 0
    ties: int = 0
    disagreements: int = 0
    lost: int = 0
    snapshot: int | None = None
    asked: llm.Tally | None = None


def add(
    paths: Sequence[Path],
    store: Store,
    *,
    workers: int = 1,
    model: str = MODEL,
    endpoint: llm.Endpoint | None = None,
    reader: Voices = READER,
    progress: Progress | None = None,
) -> Added:
    """Read files and folders into `store` and link the whole.

    With `workers` above 1 dozens of documents are read in a pool of processes. With an `endpoint` its language model
    is asked besides. `progress(n, name)` is called when the n-th document is done. Raises `StoreError` where the store
    cannot be written; a document that cannot be read is a `Skip` in the result.
    """
    from westphalia.reading import llm  # takes seconds, as all that reads does: queries should not wait for it

    asker = llm.Reader(endpoint) if endpoint else None
    report = Added(asked=asker.tally if asker else None)
    done = 0
    with _readers(workers, model, asker, reader) as reads:
        for batch in _batches(_documents(paths, report), BATCH):
            known = store.known([d.id for d in batch])
            fresh = [d for d in batch if d.id not in known]
            report.unchanged += [d.name for d in batch if d.id in known]
            records = []
            for result in reads(fresh):
                if isinstance(result, Skip):
                    report.skipped.append(result)
                else:
                    records.append(result)
                done += 1
                if progress:
                    progress(done, result.where if isinstance(result, Skip) else result.document.name)
            if records:
                stored = store.add(records)
                report.added += stored.added
                report.replaced += stored.replaced
                report.unchanged += stored.unchanged
                report.statements += sum(len(r.statements) for r in records)
    if report.added or report.replaced:
        link(store)
    view = store.view()
    report.events, report.ties = view.events().num_rows, view.ties().num_rows
    report.disagreements = view.disagreements().num_rows
    report.lost = sum(ruling.lost > 0 for ruling in view.rulings())
    report.snapshot = store.snapshot
    return report


def judge(store: Store, ruling: Ruling, actors: Sequence[Actor] = ()) -> None:
    """Write a person's judgement (`judging` makes them) and link the store anew with it.

    Raises BadInput for taking back what another has taken back meanwhile.
    """
    store.judge([ruling], actors, f"judgement: {ruling.action} {' '.join(ruling.about)} by {ruling.by}")
    if ruling.action not in ("accept", "grade"):
        link(store)


def link(store: Store) -> None:
    """Link all statements of a store anew; where another process wrote meanwhile, from what it wrote.

    Judgements whose statements have other ids since they were read again are attached to these before.
    """
    judging.reattach(store)
    view = store.view()
    while not store.write_links(links_of(view), seen=view.snapshot):
        view = store.view()


def links_of(view: View) -> Links:
    """What linking makes of all that a view shows."""
    return linking.link(view.statements(), view.rulings(), view.data_ties(relation=linking.SAME_IN_DATA))


View.linker = links_of


def bring(paths: Sequence[Path], store: Store, dataset: str | None = None) -> Iterator[Brought | Skip]:
    """Import files of data sets into `store` (see `datasets.importing`), and link where ties have changed."""
    fresh = False
    for result in import_data(paths, store, dataset):
        fresh = fresh or (isinstance(result, Brought) and result.change != "unchanged" and result.what == "ties")
        yield result
    if fresh:
        link(store)


def read(
    documents: Sequence[Document],
    *,
    workers: int = 1,
    model: str = MODEL,
    asker: llm.Reader | None = None,
    reader: Voices = READER,
) -> Iterator[DocumentRecords | Skip]:
    """Read documents, in order, in this process or, where there are dozens, in a pool of `workers`.

    What the pool's processes ask of a language model is counted in the tally of `asker`.
    """
    with _readers(workers, model, asker, reader) as reads:
        yield from reads(documents)


@contextmanager
def _readers(workers: int, model: str, asker: llm.Reader | None, reader: Voices) -> Iterator[_Read]:
    """What reads documents, as `read`; processes once begun stay for what is read next."""
    from westphalia.reading import pipeline

    with _processes(workers) if workers > 1 else nullcontext() as pool:

        def reads(documents: Sequence[Document]) -> Iterator[DocumentRecords | Skip]:
            if pool is None or len(documents) < _WORTH * workers:
                yield from pipeline.read_many(documents, model=model, asker=asker, reader=reader)
                return
            share = max(1, min(8, len(documents) // workers))
            work = partial(_read_share, model=model, reader=reader, endpoint=asker.endpoint if asker else None)
            for results, tally in pool.map(work, _batches(iter(documents), share)):
                if asker and tally:
                    asker.tally.add(tally)
                yield from results

        yield reads


def _processes(count: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=_end_with_parent)


def _end_with_parent() -> None:
    """Lets a process end once the one that began it is gone, killed too, where else it would wait for ever."""

    def wait() -> None:
        if (parent := parent_process()) is not None:
            parent.join()
            os._exit(1)

    Thread(target=wait, daemon=True).start()


def _read_share(
    documents: list[Document], model: str, reader: Voices, endpoint: llm.Endpoint | None
) -> tuple[list[DocumentRecords | Skip], llm.Tally | None]:
    from westphalia.reading import llm, pipeline

    asker = llm.Reader(endpoint) if endpoint else None
    return list(pipeline.read_many(documents, model=model, asker=asker, reader=reader)), asker.tally if asker else None


def _documents(paths: Iterable[Path], report: Added) -> Iterator[Document]:
    for found in sources.find(paths):
        if isinstance(found, Skip):
            report.skipped.append(found)
            continue
        for document in sources.load(found):
            if isinstance(document, Skip):
                report.skipped.append(document)
            else:
                yield document


def _batches(items: Iterator[T], size: int) -> Iterator[list[T]]:
    while batch := list(islice(items, size)):
        yield batch
