"""Changes: what a view holds that an earlier one did not, and what is surer, less sure, or told more widely."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import pyarrow as pa

from westphalia.analysis.lines import Line, Seen, table
from westphalia.linking.rows import FIRMNESS
from westphalia.records import Finding

__all__ = ["changes"]

TEXTS = pa.list_(pa.string())
SCHEMA = [
    ("what", pa.string()),
    ("change", pa.string()),
    ("relation", pa.string()),
    ("source", TEXTS),
    ("target", TEXTS),
    ("when_start", pa.date32()),
    ("when_end", pa.date32()),
    ("before", pa.string()),
    ("after", pa.string()),
    ("ids", TEXTS),
    ("statements", TEXTS),
    ("quote", pa.string()),
]
ORDER = ("new", "firmer", "less firm", "more reports", "fewer reports", "gone")


def changes(view: Seen, before: Seen, actor: str | None = None) -> Finding:
    """What is new, gone, firmer, less firm or told by more since an earlier view: of another snapshot, or `until`.

    One row an event, tie or disagreement (with `actor`, those that have it at an end; disagreements then by what they
    are about). Those are the same that have one id, or one relation, ends and day. `before` and `after` hold what
    differs: certainty or reports; `quote` is the firmest sentence that tells of it. What is gone was replaced, reread,
    or is linked otherwise now.
    """
    rows: list[Line] = []
    for what, ask in (("event", _events(actor)), ("tie", _ties(actor))):
        rows += _compared(what, ask(before), ask(view))
    if actor is None:
        rows += _imports(before, view)
    rows += _disputes(before, view, {i for row in rows for i in row["statements"]} if actor else None)
    behind = sorted({i for row in rows for i in row["statements"]})
    told = {line["id"]: line for seen in (before, view) for line in seen.statements(ids=behind).to_pylist()}
    rows = [{**row, "quote": _quoted(row, told)} for row in rows]
    rows.sort(key=lambda row: (ORDER.index(row["change"]), row["what"], str(row["when_start"] or "~"), row["ids"]))
    return Finding(
        name="What changed" + (f" for {actor}" if actor else ""),
        params={
            "actor": actor,
            "since": getattr(before, "until", None) or getattr(before, "snapshot", None),
            "counts": {name: sum(row["change"] == name for row in rows) for name in ORDER},
        },
        table=table(rows, SCHEMA),
        evidence=tuple(sorted({i for row in rows if row["change"] != "gone" for i in row["ids"] + row["statements"]})),
        caveats=_caveats(rows, told, getattr(before, "until", None)),
    )


def _quoted(row: Line, told: Mapping[str, Line]) -> str | None:
    """The sentence of the firmest statement behind a change; of the first where several are as firm."""
    lines = [told[i] for i in row["statements"] if i in told]
    best = min(lines, key=lambda line: FIRMNESS.index(line["modality"]), default=None)
    return best["sentence"] if best else None


def _caveats(rows: list[Line], told: Mapping[str, Line], until: date | None) -> tuple[str, ...]:
    if not rows:
        return ("Nothing differs between the two.",)
    new = [[told[i] for i in row["statements"] if i in told] for row in rows if row["change"] == "new"]
    undated = sum(bool(lines) and not any(x["published_end"] for x in lines) for lines in new)
    if not until or not undated:
        return ()
    return (
        f"{undated} of {len(new)} that are new rest on texts without a day of publication: what was known on {until} "
        "leaves these out, and they need not be later.",
    )


def _events(actor: str | None) -> Callable[[Seen], list[Line]]:
    return lambda seen: list((seen.events(actor=actor) if actor else seen.events()).to_pylist())


def _ties(actor: str | None) -> Callable[[Seen], list[Line]]:
    return lambda seen: list((seen.ties(actor=actor) if actor else seen.ties()).to_pylist())


def _same(row: Line) -> tuple[object, ...]:
    """What makes two the same when their ids differ."""
    return row["relation"], tuple(row["source"]), tuple(row["target"]), row["when_start"], row["polarity"]


def _compared(what: str, old: list[Line], new: list[Line]) -> list[Line]:
    by_id = {row["id"]: row for row in old}
    kept = {row["id"] for row in new} & set(by_id)
    alike: dict[tuple[object, ...], list[Line]] = {}
    for row in old:
        if row["id"] not in kept:
            alike.setdefault(_same(row), []).append(row)
    rows = []
    for row in new:
        was = by_id.get(row["id"]) or next(iter(alike.get(_same(row), [])), None)
        if was is None:
            rows.append(_row(what, "new", row, None, row["certainty"]))
            continue
        if was["id"] not in kept:
            alike[_same(row)].remove(was)
        rows += _differs(what, was, row)
    return rows + [_row(what, "gone", row, row["certainty"], None) for left in alike.values() for row in left]


def _differs(what: str, was: Line, row: Line) -> list[Line]:
    if was["certainty"] != row["certainty"]:
        firmer = FIRMNESS.index(row["certainty"]) < FIRMNESS.index(was["certainty"])
        return [_row(what, "firmer" if firmer else "less firm", row, was["certainty"], row["certainty"])]
    if was["reports"] != row["reports"]:
        change = "more reports" if row["reports"] > was["reports"] else "fewer reports"
        return [_row(what, change, row, str(was["reports"]), str(row["reports"]))]
    return []


def _row(what: str, change: str, row: Line, before: str | None, after: str | None) -> Line:
    return {**row, "what": what, "change": change, "before": before, "after": after, "ids": [row["id"]]}


def _imports(before: Seen, view: Seen) -> list[Line]:
    """Files of data sets that came or went."""
    old, new = ({row["id"]: row for row in seen.imports().to_pylist()} for seen in (before, view))
    found = []
    for change, rows, others in (("new", new, old), ("gone", old, new)):
        for id, row in rows.items():
            if id not in others:
                value = f"{row['title']} {row['version']}: {row['rows']} {row['what']}"
                sides = {"before": value if change == "gone" else None, "after": value if change == "new" else None}
                base = {"what": "data", "change": change, "relation": row["dataset"], "when_start": None, **sides}
                found.append({**base, "source": [], "target": [], "ids": [id], "statements": []})
    return found


def _disputes(before: Seen, view: Seen, within: set[str] | None) -> list[Line]:
    """Disagreements that came or went; with `within`, those about one of these statements."""
    found = []
    old = {row["id"]: row for row in before.disagreements().to_pylist()}
    new = {row["id"]: row for row in view.disagreements().to_pylist()}
    for change, rows, others in (("new", new, old), ("gone", old, new)):
        for id, row in rows.items():
            told = [i for side in row["sides"] for i in side["statements"]]
            if id in others or (within is not None and not within & set(told)):
                continue
            value = f"{row['field']}: " + " / ".join(side["value"] for side in row["sides"])
            base = {"what": "disagreement", "change": change, "relation": row["about"], "when_start": None}
            sides = {"before": value if change == "gone" else None, "after": value if change == "new" else None}
            found.append({**base, **sides, "source": [], "target": [], "ids": [id], "statements": told})
    return found
