"""Who takes which side: each side of a disagreement against each publisher that writes of those it is about."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pyarrow as pa

from westphalia.analysis.credibility import credibility
from westphalia.analysis.lines import Line, at_ends, publisher, table
from westphalia.judging.grades import Grade, grades, reliability
from westphalia.records import Finding
from westphalia.store import View

__all__ = ["matrix", "touching"]

TEXTS = pa.list_(pa.string())
SCHEMA = [
    ("disagreement", pa.string()),
    ("about", pa.string()),
    ("field", pa.string()),
    ("strength", pa.string()),
    ("claim", pa.string()),
    ("publisher", pa.string()),
    ("grade", pa.string()),
    ("stand", pa.string()),
    ("published", TEXTS),
    ("credibility", TEXTS),
    ("ids", TEXTS),
]


def matrix(view: View, actor: str | None = None, other: str | None = None) -> Finding:
    """One row a claim (a side of a disagreement) and publisher; with `actor`, disagreements with it at an end.

    `stand` is `says`; `denies`, where the publisher takes only the other side of whether it happened; `differs`, where
    it takes only another side of something else; `silent`, where it writes of the actors (two of them together) and not
    of this. `ids` are the statements of the cell (of a denial, those that deny), `published` their days and
    `credibility` their grades.
    """
    disputes = touching(view, actor, other)
    lines = {line["id"]: line for line in view.statements().to_pylist()} if disputes else {}
    told = [i for row in disputes for side in row["sides"] for i in side["statements"]]
    credible, graded = credibility(view, told), grades(view.rulings())
    writes = _writing(lines.values())
    rows = [cell for row in disputes for cell in _cells(row, lines, credible, writes)]
    for row in rows:
        row["grade"] = reliability(row["publisher"], graded).grade
    return Finding(
        name="Who says, denies, or is silent",
        params={"actor": actor, "other": other, "disagreements": len(disputes)},
        table=table(rows, SCHEMA),
        evidence=tuple(sorted(set(told))),
        caveats=(
            "Silence is of what was read here: the publisher may have written of it elsewhere.",
            "Reliability (A to F) and credibility (1 to 6) are on the Admiralty scale; F and 6: nobody can say.",
        ),
    )


def touching(view: View, actor: str | None = None, other: str | None = None) -> list[Line]:
    """The disagreements that have the actor (and the other) in a statement of one of their sides; all without one."""
    rows: list[Line] = view.disagreements().to_pylist()
    if not actor and not other:
        return rows
    about = set(view.statements(actor=actor, other=other)["id"].to_pylist())
    return [row for row in rows if any(about & set(side["statements"]) for side in row["sides"])]


def _writing(lines: Collection[Line]) -> dict[str, list[frozenset[str]]]:
    """The actors of each statement, by publisher."""
    found: dict[str, list[frozenset[str]]] = {}
    for line in lines:
        found.setdefault(publisher(line), []).append(at_ends(line))
    return found


def _cells(
    row: Line, lines: Mapping[str, Line], credible: Mapping[str, Grade], writes: Mapping[str, list[frozenset[str]]]
) -> list[Line]:
    """The cells of one disagreement: each side by each publisher that takes one or writes of the same actors."""
    sides = {side["value"]: [lines[i] for i in side["statements"] if i in lines] for side in row["sides"]}
    speaking = {publisher(line) for told in sides.values() for line in told}
    ends = frozenset[str]().union(*(at_ends(line) for told in sides.values() for line in told))
    two = min(2, len(ends))
    silent = {name for name, held in writes.items() if any(len(ends & each) >= two for each in held)} - speaking
    cells = []
    for claim, told in sides.items():
        for name in (*sorted(speaking), *sorted(silent)):
            own = [line for line in told if publisher(line) == name]
            others = [x for value, them in sides.items() if value != claim for x in them if publisher(x) == name]
            stand = "says" if own else "silent" if not others else "denies" if row["field"] == "happened" else "differs"
            shown = own or others
            cells.append(
                {
                    "disagreement": row["id"],
                    **{key: row[key] for key in ("about", "field", "strength")},
                    "claim": claim,
                    "publisher": name,
                    "stand": stand,
                    "published": [str(line["published_start"] or line["published_end"] or "undated") for line in shown],
                    "credibility": [credible[line["id"]].grade for line in shown],
                    "ids": [line["id"] for line in shown],
                }
            )
    return cells
