"""Commands of the outlook: the dyad forecast, what comes next, the back-tests, the record.

Each imports what fits and ranks when it runs: that takes seconds, which no other command should wait for.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from westphalia.cli.build import AsJson, open_store
from westphalia.cli.output import console, print_json, print_rows
from westphalia.errors import BadInput
from westphalia.ontology.actors import atlas
from westphalia.ontology.plover import TYPES, quad
from westphalia.outlook.events import CLASSES, Events, events_from
from westphalia.outlook.plot import reliability_plot
from westphalia.outlook.words import per_cent, said

__all__ = ["outlook_app"]


class _DyadByDefault(TyperGroup):
    """`outlook IND CHN` is `outlook dyad IND CHN`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            args = ["dyad", *args]
        return super().parse_args(ctx, args)


outlook_app = typer.Typer(
    cls=_DyadByDefault,
    no_args_is_help=True,
    help="What is likely next, with its back-test and its record. `outlook IND CHN` forecasts a dyad.",
)
KnownAt = Annotated[str | None, typer.Option(help="As known on the morning of that day (default: today).")]
Plot = Annotated[Path | None, typer.Option(help="Write the reliability diagram to this SVG file.")]
Within = Annotated[str, typer.Option(help="How far ahead: 7d, 30d or 90d, or any number of days.")]


@outlook_app.command()
def dyad(
    context: typer.Context,
    source: Annotated[str, typer.Argument(help="Who acts, by code or name.")],
    target: Annotated[str, typer.Argument(help="Upon whom.")],
    kind: Annotated[str | None, typer.Option("--class", help="A quad class, or a PLOVER type (its class).")] = None,
    within: Within = "30d",
    known_at: KnownAt = None,
    keep: Annotated[bool, typer.Option(help="Keep the forecast in the record, to be scored later.")] = False,
    as_json: AsJson = False,
) -> None:
    """The probability of at least one event of each class from one actor to another, and what moved it."""
    from westphalia.outlook import kept, occurrence, record
    from westphalia.outlook.explain import explain_all

    events, folder, snapshot, day = _events(context, known_at)
    a, b = (_known(atlas().code(name), events) for name in (source, target))
    fitted = kept.fitted_for(folder, events, day, _days(within), f"{snapshot}-{day}")
    kinds = [_class(kind)] if kind else list(CLASSES)
    rows = [_opened(made) for made in explain_all(fitted, events, day, a, b) if made.kind in kinds]
    if keep:
        made = occurrence.forecast(fitted, events, day, pairs=_pair(events, a, b))
        fresh = record.rows_of(made, events, snapshot, made_on=date.today())
        kept.write_record(folder, kept.read_record(folder), fresh)
    if as_json:
        print_json(rows)
        return
    title = f"{a} to {b} within {fitted.horizon} days of {events.date(day)}"
    print_rows(
        [row | {"probability": said(row["probability"]), "base_rate": per_cent(row["base_rate"])} for row in rows],
        ("class", "probability", "limits", "base_rate", "evidence"), title=title, wide="evidence",
    )  # fmt: skip
    for row in rows:
        for moved in row["moved"][:3]:
            change = f"{100 * moved['change']:+.1f} points"
            console.print(f"  {row['class']}: {change} by {moved['id']} ({moved['date']}, {moved['class']}, "
                          f"{moved['source']} to {moved['target']})", markup=False, highlight=False)  # fmt: skip
        for lever in row["levers"][:2]:
            console.print(f"  {row['class']}: {said(lever['probability'])} if {lever['scenario']}",
                          markup=False, highlight=False)  # fmt: skip


@outlook_app.command(name="next")
def next_(
    context: typer.Context,
    actor: Annotated[str, typer.Argument(help="Whose next events, by code or name.")],
    known_at: KnownAt = None,
    passive: Annotated[bool, typer.Option(help="What others will do to the actor instead.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="At most so many rows.")] = 10,
    as_json: AsJson = False,
) -> None:
    """What an actor is likely to do next, and to whom, with the reasons."""
    from westphalia.outlook.upcoming import upcoming

    events, _, _, day = _events(context, known_at)
    rows = upcoming(events, atlas().code(actor), day, most=limit, passive=passive)
    if as_json:
        print_json(rows)
        return
    print_rows(rows, ("relation", "other", "share", "reasons", "evidence"), wide="reasons")


@outlook_app.command()
def backtest(
    context: typer.Context,
    within: Within = "30d",
    plot: Plot = None,
    as_json: AsJson = False,
) -> None:
    """How the occurrence forecasts of this store would have done on its own last fifth."""
    from westphalia.outlook.backtest import backtest as score

    events, _, _, _ = _events(context, None)
    _tell(score(events, _days(within)), plot, as_json)


@outlook_app.command(name="occurrence-backtest")
def occurrence_backtest(
    events: Annotated[Path, typer.Argument(help="CSV file with columns date, source, event_text, target.")],
    horizon: Annotated[int, typer.Option(min=1, help="Days ahead.")] = 7,
    plot: Plot = None,
    as_json: AsJson = False,
) -> None:
    """Back-test the occurrence forecasts on a file of events."""
    from westphalia.outlook.backtest import occurrence_backtest as score

    _tell(score(events, horizon), plot, as_json)


@outlook_app.command(name="rank-backtest")
def rank_backtest(
    folder: Annotated[Path, typer.Argument(help="Folder with train.txt, valid.txt and test.txt.")],
    as_json: AsJson = False,
) -> None:
    """Back-test the ranking of next events on a benchmark folder."""
    from westphalia.outlook import ranking

    report = ranking.rank_backtest(folder)
    if as_json:
        print_json(report)
        return
    rows = [
        {"part": part, "by": by, **whole[part]}
        for by, whole in (("model", report), ("linear softmax", report["linear"]))
        for part in ("valid", "test")
    ]
    print_rows([{k: f"{v:.4f}" if isinstance(v, float) else v for k, v in row.items()} for row in rows],
               ("part", "by", "mrr", "hits1", "hits3", "hits10"))  # fmt: skip
    console.print(f"{report['seconds']} s, {report['peak_mb']} MiB; nothing was fitted on validation or test")


@outlook_app.command(name="record")
def record_(context: typer.Context, plot: Plot = None, as_json: AsJson = False) -> None:
    """The track record: forecasts kept so far, scored where their days are over and later events have been read."""
    from westphalia.outlook import kept, record

    events, folder, _, day = _events(context, None)
    known_until = min(events.date(day), events.date(events.day[-1]))
    rows = record.resolve(kept.read_record(folder), events, known_until)
    kept.write_record(folder, rows)
    report = record.track_record(rows)
    _draw(report, plot)
    if as_json:
        print_json(report)
        return
    console.print(f"{report['resolved']} forecasts resolved, {report['open']} open; {report['afterwards']} of all were "
                  "made after their first day", markup=False, highlight=False)  # fmt: skip
    _scores(report, ("base_rate", "persistence", "model"))
    print_rows(report.get("reliability", []), ("low", "high", "said", "seen", "n"), title="said against seen")
    print_rows(report.get("misses", []), ("source", "target", "class", "from", "to", "probability", "outcome"))


def _draw(report: dict[str, Any], path: Path | None) -> None:
    if path is None:
        return
    if not report.get("reliability"):
        raise BadInput("no forecast has been scored yet: there is no reliability to plot")
    try:
        path.write_text(reliability_plot(report["reliability"], "Said against seen"), encoding="utf8")
    except OSError as error:
        raise BadInput(f"{path} cannot be written ({error.strerror}): give a file in a folder that is there") from error


def _tell(report: dict[str, Any], plot: Path | None, as_json: bool) -> None:
    from westphalia.outlook.backtest import FORECASTERS

    _draw(report, plot)
    if as_json:
        print_json(report)
        return
    _scores(report, FORECASTERS)
    console.print(f"coverage {report['coverage']:.3f}; model's Brier skill {report['interval'][0]:.3f} to "
                  f"{report['interval'][1]:.3f} (90%, mornings drawn again); {report['seconds']} s")  # fmt: skip
    print_rows(report["reliability"], ("low", "high", "said", "seen", "n"), title="said against seen")
    print_rows(report["misses"][:10], ("date", "source", "class", "target", "said", "came"), title="largest misses")


def _scores(report: dict[str, Any], names: tuple[str, ...]) -> None:
    rows = [
        {"forecaster": name, **{k: f"{v:.4f}" for k, v in report[name].items()}} for name in names if name in report
    ]
    if rows:
        print_rows(rows, ("forecaster", "brier_skill", "log_loss", "auc", "ece"))


def _events(context: typer.Context, known_at: str | None) -> tuple[Events, Path, int, int]:
    """The store's events, its folder for outlooks, its snapshot, and the day number of the morning asked for."""
    store = open_store(context)
    try:
        morning = date.fromisoformat(known_at) if known_at else date.today() + timedelta(days=1)
    except ValueError:
        raise BadInput(f"{known_at!r} is no day: write 2024-06-30") from None
    view = store.view(until=known_at)
    events = events_from(view.events(), view.data_events())
    return events, Path(context.obj.store) / "outlook", int(store.snapshot), events.number(morning)


def _known(code: str, events: Events) -> str:
    if code not in events.actors:
        raise BadInput(f"no dated event in the store names {code}: there is nothing to forecast from")
    return code


def _pair(events: Events, a: str, b: str) -> Any:
    import numpy as np

    return np.array([events.actors.index(a) * len(events.actors) + events.actors.index(b)], np.int64)


def _class(name: str) -> str:
    if name.upper() in TYPES:
        return quad(name.upper())
    if name.lower() in CLASSES:
        return name.lower()
    raise BadInput(f"{name!r} is no class: give one of {', '.join(CLASSES)}, or a PLOVER type")


def _days(within: str) -> int:
    found = re.fullmatch(r"(\d+)\s*d?(?:ays)?", within.strip())
    if not found or int(found.group(1)) < 1:
        raise BadInput(f"{within!r} is no number of days: write 30d")
    return int(found.group(1))


def _opened(made: Any) -> dict[str, Any]:
    return {
        "source": made.source, "target": made.target, "class": made.kind, "probability": made.probability,
        "limits": f"{per_cent(made.low)} to {per_cent(made.high)}", "low": made.low, "high": made.high,
        "base_rate": made.base_rate, "persistence": made.persistence, "decayed_rate": made.decayed_rate,
        "words": made.words, "moved": made.moved, "levers": made.levers, "families": made.families,
        "evidence": made.evidence,
    }  # fmt: skip
