"""Commands that read, store, export and measure: add, export, evaluate."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from westphalia import engine, evaluation, sources
from westphalia.cli.output import console, errors, print_json, print_rows
from westphalia.datasets import export as exporting
from westphalia.datasets.importing import Brought
from westphalia.datasets.recognise import DATASETS
from westphalia.errors import BadInput
from westphalia.reading import Voices
from westphalia.records import Skip
from westphalia.settings import Settings
from westphalia.store import Store, View

if TYPE_CHECKING:
    from westphalia.reading import llm

__all__ = ["AsJson", "open_store", "register"]

SHOWN = 3  # skipped files named for each reason
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]


_VOICES = (
    "Who finds statements (default: frames). `frames`: the rules alone, the quickest. `both`: a small encoder reads "
    "too, and each checks the other: finds more. `accurate`: the same with a larger encoder: finds most, takes longest."
)
_LLM = " `llm`: the frames, and the language model at $WESTPHALIA_LLM_URL, whose records are checked."


def register(app: typer.Typer) -> None:
    """Add this file's commands to the app."""
    for command in (add, export, evaluate):
        app.command()(command)
    app.command("import")(import_)


def add(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help="Files and folders to read.")],
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes that read dozens of documents (default: one a core, up to 4).")
    ] = None,
    reader: Annotated[Literal["frames", "both", "accurate", "llm"] | None, typer.Option(help=_VOICES + _LLM)] = None,
    as_json: AsJson = False,
) -> None:
    """Read articles and store what they say."""
    settings: Settings = context.obj
    endpoint = _endpoint(settings) if reader == "llm" else None
    store = Store.open(settings.store, catalogue=settings.catalogue)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=errors, transient=True, disable=as_json) as bar:
        task = bar.add_task("reading", total=None)
        report = engine.add(
            paths,
            store,
            workers=workers or settings.workers,
            model=settings.model,
            endpoint=endpoint,
            reader="frames" if reader == "llm" else reader or settings.reader,
            progress=lambda n, name: bar.update(task, description=f"read {n}: {Path(name).name}"),
        )
    if as_json:
        print_json(report)
    else:
        _tell(report, settings.store)
    done = len(report.added) + len(report.replaced) + len(report.unchanged)
    if report.skipped:
        raise typer.Exit(3 if done else 4)


def _endpoint(settings: Settings) -> llm.Endpoint:
    """Where the language model is; what it answers is kept in the store's folder."""
    if not settings.llm_url or not settings.llm_model:
        raise BadInput(
            "--reader llm needs an OpenAI-compatible endpoint: set WESTPHALIA_LLM_URL (as http://127.0.0.1:8000/v1), "
            "WESTPHALIA_LLM_MODEL and, where it wants one, WESTPHALIA_LLM_KEY"
        )
    from westphalia.reading import llm

    return llm.Endpoint(
        url=settings.llm_url, model=settings.llm_model, key=settings.llm_key, cache=settings.store / "answers"
    )


def _tell(report: engine.Added, folder: Path) -> None:
    console.print(
        f"[bold]{len(report.added)}[/] documents added, [bold]{len(report.unchanged)}[/] unchanged, "
        f"[bold]{len(report.replaced)}[/] replaced, [bold]{len(report.skipped)}[/] skipped"
    )
    for (stage, why), where in _by_reason(report.skipped).items():
        more = f" and {len(where) - SHOWN} more" if len(where) > SHOWN else ""
        console.print(
            f"  skipped {', '.join(where[:SHOWN])}{more} ({stage}): {why}", style="yellow", markup=False, soft_wrap=True
        )
    console.print(
        f"{report.statements} new statements; {folder}/ now holds {report.events} events, {report.ties} ties and "
        f"{report.disagreements} disagreements (snapshot {report.snapshot})"
    )
    if report.lost:
        console.print(
            f"{report.lost} judgements of people no longer find a statement they are about; they are kept: see "
            "`westphalia judgements --lost`",
            style="yellow",
            markup=False,
        )
    if report.asked:
        style = "yellow" if report.asked.unread else None
        console.print(str(report.asked), style=style, markup=False, highlight=False, soft_wrap=True)


def _by_reason(skips: list[Skip]) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for skip in skips:
        found.setdefault((skip.stage, skip.why), []).append(skip.where)
    return found


def import_(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help="Files of data sets, and folders of them.")],
    dataset: Annotated[
        str | None, typer.Option("--as", help=f"What they are, where the columns do not tell: {', '.join(DATASETS)}.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Put data sets beside the texts: alliances, arms, sanctions, trade, votes; events of ICEWS, GDELT and POLECAT."""
    settings: Settings = context.obj
    store = Store.open(settings.store, catalogue=settings.catalogue)
    found = []
    for result in engine.bring(paths, store, dataset):
        found.append(result)
        if not as_json:
            _tell_import(result)
    if as_json:
        print_json(found)
    skipped = sum(isinstance(result, Skip) for result in found)
    if skipped or not found:
        raise typer.Exit(3 if skipped < len(found) else 4)


def _tell_import(result: Brought | Skip) -> None:
    if isinstance(result, Skip):
        errors.print(f"skipped {result.where}: {result.why}", style="yellow", markup=False, soft_wrap=True)
        return
    console.print(
        f"{result.dataset} ({result.version}): {result.rows} {result.what} {result.change}",
        markup=False,
        soft_wrap=True,
    )
    for why, count in result.skipped[:SHOWN]:
        console.print(f"  left out {count}: {why}", style="yellow", markup=False, soft_wrap=True)
    if len(result.skipped) > SHOWN:
        rest = sum(count for _, count in result.skipped[SHOWN:])
        console.print(f"  left out {rest} for {len(result.skipped) - SHOWN} other reasons (--json)", style="yellow")


def export(
    context: typer.Context,
    what: Annotated[str, typer.Argument(help=f"One of {', '.join(exporting.EXPORTS)}.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="A file ending in .jsonl, .csv or .parquet.")],
    snapshot: Annotated[int | None, typer.Option(help="The store as it was at this snapshot.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write a table of the store to an open format."""
    view = open_store(context).view(snapshot=snapshot)
    rows = exporting.export(view, what, output)
    if as_json:
        print_json({"what": what, "rows": rows, "file": str(output), "snapshot": view.snapshot})
    else:
        console.print(f"{rows} {what} written to {output} (snapshot {view.snapshot})")


def open_store(context: typer.Context, write: bool = False) -> Store:
    """The store that the options name; it must exist."""
    settings: Settings = context.obj
    store = Store.open(settings.store, catalogue=settings.catalogue, write=False)
    if not write:
        return store
    store.close()
    return Store.open(settings.store, catalogue=settings.catalogue)


def evaluate(
    context: typer.Context,
    gold: Annotated[Path, typer.Argument(help="Gold statements (JSON).")],
    meta: Annotated[Path, typer.Argument(help="Its meta file: tie families, modalities, furniture (JSON).")],
    docs: Annotated[
        Path | None, typer.Option(help="Folder of the documents: read them afresh instead of asking the store.")
    ] = None,
    reader: Annotated[Voices | None, typer.Option(help=_VOICES)] = None,
    only: Annotated[list[str] | None, typer.Option(help="Restrict to these documents of the gold.")] = None,
    show: Annotated[bool, typer.Option(help="List what was missed and what was wrong.")] = False,
    as_json: AsJson = False,
) -> None:
    """Measure the reading against a gold file."""
    wanted = evaluation.load_gold(gold, meta)
    if only:
        wanted = wanted.only(only)
    if docs:
        settings: Settings = context.obj
        said, texts = _read_afresh(docs, wanted.documents, settings.model, reader or settings.reader)
    else:
        said, texts = _exported(open_store(context).view()), {}
    scores = evaluation.score(wanted, said, texts)
    if as_json:
        print_json(scores.as_dict())
        return
    for name in ("found", "strict"):
        f = getattr(scores, name)
        console.print(
            f"{name:7} F1 [bold]{f['f1']:.3f}[/]  precision {f['precision']:.3f}  recall {f['recall']:.3f}  "
            f"({f['tp']} of {f['core']} rows, {f['fp']} wrong)"
        )
    console.print("of the matched, right: " + ", ".join(f"{k} {v:.3f}" for k, v in scores.of_matched.items()))
    console.print("hard errors: " + ", ".join(f"{k.replace('_', ' ')} {v}" for k, v in scores.errors.items()))
    print_rows([{"kind": k, **v} for k, v in scores.by_kind.items()], ("kind", "core", "hit", "produced"))
    if show:
        _show(scores)


def _read_afresh(
    folder: Path, documents: frozenset[str], model: str, reader: Voices
) -> tuple[list[Any], dict[str, str]]:
    """The gold's documents in a folder, read into a store that is thrown away: their statements and their texts."""
    paths = [p for p in sources.find([folder]) if isinstance(p, Path) and any(d in p.stem for d in documents)]
    if not paths:
        raise BadInput(f"{folder} holds none of the gold's documents ({', '.join(sorted(documents)[:5])} ...)")
    with TemporaryDirectory() as scratch:
        store = Store.open(scratch)
        report = engine.add(paths, store, model=model, reader=reader)
        for skip in report.skipped:
            errors.print(f"skipped {skip.where}: {skip.why}", style="yellow", markup=False)
        view = store.view()
        read = [view.document(key) for key in view.documents()["id"].to_pylist()]
        texts = {d: r.text for r in read for d in documents if d in Path(r.name).stem}
        said = _exported(view)
        store.close()
    return said, texts


def _exported(view: View) -> list[Any]:
    return [exporting.statement_line(row, view.snapshot) for row in view.statements().to_pylist()]


def _show(scores: evaluation.Scores) -> None:
    for row in scores.misses:
        ends = f"{row['source']} {row['event_or_tie']} {row['target']} {row['modality']}{row['polarity']}"
        console.print(f"MISSED {row['id']} {ends} | {row['sentence_start_words']}", markup=False, highlight=False)
    for said in scores.wrong:
        ends = (
            f"{said['source']} {said['kind']}:{said['relation']} {said['target']} {said['modality']}{said['polarity']}"
        )
        console.print(f"WRONG {Path(said['document']).stem} {ends} | {said['sentence']}", markup=False, highlight=False)
