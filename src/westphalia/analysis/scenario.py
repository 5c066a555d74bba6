"""Scenarios: what would differ if a tie or an event were there, were not, or were surer; the store stays as it is."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pyarrow as pa

from westphalia.analysis.lines import Line, Seen, cell, table
from westphalia.errors import BadInput
from westphalia.linking.rows import FIRMNESS
from westphalia.ontology import plover
from westphalia.ontology.actors import atlas
from westphalia.ontology.ties import KINDS, tie_kind
from westphalia.records import Document, Finding, content_id

__all__ = ["Change", "WhatIf", "differences", "parse_change", "row_name", "scenario"]

TEXTS = pa.list_(pa.string())
SCHEMA = [
    ("analysis", pa.string()),
    ("row", pa.string()),
    ("change", pa.string()),
    ("column", pa.string()),
    ("before", pa.string()),
    ("after", pa.string()),
    ("ids", TEXTS),
]
KEYS = ("domain", "on", "state", "path", "factor", "states", "members", "how", "relation", "polarity", "quote", "start")
"""Columns that say which row is which, in every analysis."""

DATA_KINDS = ("sanction", "dispute", "trade", "neutrality", "nonaggression", "consultation")
"""Kinds of ties that only data have: they can be taken away, not added."""

ASIDE = ("ids", "steps", "statements", "id", "length")
"""Columns that open a row, or follow from others: not told as differences of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that is otherwise: a tie or event added, taken away (by its id, or by its ends and kind), or surer.

    `modality` is the certainty it has when added or changed. Raises BadInput for what cannot be meant, such as a state
    that arms itself.
    """

    action: Literal["add", "remove", "change"]
    id: str = ""
    relation: str = ""
    source: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    modality: str = "asserted"

    def __post_init__(self) -> None:
        if self.action not in ("add", "remove", "change"):
            raise BadInput(f"a change is to add, remove or change, not {self.action!r}")
        if not isinstance(self.modality, str) or self.modality not in FIRMNESS:
            raise BadInput(f"the certainty of a change is one of {', '.join(FIRMNESS)}, not {self.modality!r}")
        if self.id and self.action != "add":
            return
        if self.action == "add" and self.relation in DATA_KINDS:
            raise BadInput(f"{self.relation} is told of by data alone: it can be removed or changed, not added")
        known = (*KINDS, *plover.TYPES, *DATA_KINDS)
        if not isinstance(self.relation, str) or self.relation not in known:
            raise BadInput(f"{self.relation!r} is neither a kind of tie ({', '.join(KINDS)}) nor a PLOVER type")
        for end in (self.source, self.target):
            if isinstance(end, str) or not end:
                raise BadInput(f"an end of a change is one or more codes, as in ('PRK',), not {end!r}")
        self._refuse_itself()

    def _refuse_itself(self) -> None:
        """Nothing stands between a state and itself; what runs one way has nobody at both ends."""
        source, target = set(self.source), set(self.target)
        one_way = self.relation in KINDS and tie_kind(self.relation).directed
        if len(source | target) == 1 or (source & target and (one_way or source != target)):
            raise BadInput(
                f"{' and '.join(sorted(source & target))} at both ends of {self.relation}: "
                "two different states are needed"
            )

    def __str__(self) -> str:
        ends = self.id or f"{'+'.join(self.source)} {self.relation} {'+'.join(self.target)}"
        return f"{ {'add': '+', 'remove': '-', 'change': '='}[self.action] } {ends}" + (
            f" {self.modality}" if self.action == "change" else ""
        )

    def meets(self, row: Line) -> bool:
        """Whether it is about this tie or event."""
        if self.id:
            return bool(row["id"] == self.id)
        ends = (set(row["source"]), set(row["target"]))
        wanted = (set(self.source), set(self.target))
        same = ends == wanted or (ends[0] == ends[1] == wanted[0] | wanted[1])
        return bool(row["relation"] == self.relation) and same


def parse_change(text: str) -> Change:
    """A change as it is written: `+ CHN arms_supply PAK`, `- IND arms_dependence RUS`, `- t-1a2b`, `= t-1a2b possible`.

    Several states at an end are joined by `+`; they may be named ("'North Korea'"). Raises BadInput, UnknownActor.

    >>> str(parse_change("+ CHN+RUS AID PRK")), parse_change("- t-12").id
    ('+ CHN+RUS AID PRK', 't-12')
    """
    sign, _, rest = text.strip().partition(" ")
    actions: dict[str, Any] = {"+": "add", "-": "remove", "=": "change"}
    try:
        words = shlex.split(rest)
    except ValueError:
        raise BadInput(f"{text!r}: a quotation mark is left open") from None
    if sign not in actions or not words:
        raise BadInput(f"{text!r}: write a change as '+ CHN arms_supply PAK', '- t-1a2b' or '= t-1a2b possible'")
    action = actions[sign]
    firm = words.pop() if words[-1] in FIRMNESS else None
    if sign == "=" and firm is None:
        raise BadInput(f"{text!r}: end with the certainty that it is to have: {', '.join(FIRMNESS)}")
    if len(words) == 1 and sign != "+":
        return Change(action=action, id=words[0], modality=firm or "asserted")
    if len(words) != 3:
        raise BadInput(
            f"{text!r}: a tie or event has a source, a relation and a target (names of several "
            f"words in quotation marks), and may end with its certainty: {', '.join(FIRMNESS)}"
        )
    source, target = (tuple(sorted(map(atlas().code, words[at].split("+")))) for at in (0, 2))
    return Change(action=action, relation=words[1], source=source, target=target, modality=firm or "asserted")


class WhatIf:
    """A view with changes laid over it: asked as a view is, and everything else of the view passed through.

    What is taken away goes with its statements; what is added has a statement of its own, said by the scenario.
    """

    def __init__(self, view: Seen, changes: Sequence[Change]) -> None:
        self._view = view
        self.changes = tuple(changes)
        linked = [*view.ties().to_pylist(), *view.events().to_pylist(), *_of_data(view, changes)]
        self._gone: set[str] = set()
        self._firm: dict[str, str] = {}
        self.missed: list[Change] = []
        for change in changes:
            met = [row for row in linked if change.action != "add" and change.meets(row)]
            if not met and change.action != "add":
                self.missed.append(change)
            for row in met:
                ids = [row["id"], *row["statements"]]
                if change.action == "remove":
                    self._gone.update(ids)
                else:
                    self._firm.update(dict.fromkeys(ids, change.modality))
        self._added = [change for change in changes if change.action == "add"]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._view, name)

    def statements(self, **filters: Any) -> pa.Table:
        """As `View.statements`."""
        found = self._view.statements(**filters)
        made = [_statement(change, found.schema) for change in self._added]
        return self._laid(found, made, "modality", filters)

    def events(self, **filters: Any) -> pa.Table:
        """As `View.events`."""
        made = [_linked(change) for change in self._added if change.relation in plover.TYPES]
        return self._laid(self._view.events(**filters), made, "certainty", filters)

    def ties(self, **filters: Any) -> pa.Table:
        """As `View.ties`."""
        made = [_linked(change) for change in self._added if change.relation in KINDS]
        return self._laid(self._view.ties(**filters), made, "certainty", filters)

    def data_ties(self, **filters: Any) -> pa.Table:
        """As `View.data_ties`, with a column `certainty`."""
        found = self._view.data_ties(**filters)
        keys = [_key(row) for row in found.to_pylist()]
        firm = pa.array([self._firm.get(key, "asserted") for key in keys], pa.string())
        kept = pa.array([key not in self._gone for key in keys], pa.bool_())
        return found.append_column("certainty", firm).filter(kept)

    def disagreements(self, **filters: Any) -> pa.Table:
        """As `View.disagreements`."""
        return self._view.disagreements(**filters)

    def documents(self) -> pa.Table:
        """As `View.documents`."""
        return self._view.documents()

    def document(self, id: str) -> Document:
        """As `View.document`."""
        return self._view.document(id)

    def _laid(self, found: pa.Table, made: Sequence[Line], firm: str, filters: Mapping[str, Any]) -> pa.Table:
        rows = [row for row in found.to_pylist() if row["id"] not in self._gone]
        for row in rows:
            row[firm] = self._firm.get(row["id"], row[firm])
        rows += [row for row in made if _asked(row, filters, firm)]
        if not rows:
            return found.slice(0, 0)
        names = found.schema.names or list(rows[0])
        kept = [{name: row.get(name) for name in names} for row in rows]
        return pa.Table.from_pylist(kept, schema=found.schema if found.schema.names else None)


def _key(row: Line) -> str:
    """What tells a tie of data from the others: several may share a case of their data set."""
    return " ".join(str(row[name]) for name in ("row", "source", "kind", "target", "start"))


def _of_data(view: Seen, changes: Sequence[Change]) -> list[Line]:
    """The ties of data that changes may be about, as linked rows; `id` is that of the data row."""
    found = []
    for change in changes:
        if change.action == "add":
            continue
        filters: dict[str, Any] = {"ids": change.id} if change.id else {"relation": change.relation}
        for row in view.data_ties(**filters).to_pylist():
            ends = {"source": [row["source"]], "target": [row["target"]]}
            both = row["kind"] in KINDS and not tie_kind(row["kind"]).directed
            if both:
                ends = dict.fromkeys(("source", "target"), sorted([row["source"], row["target"]]))
            found.append({"id": row["row"], "relation": row["kind"], **ends, "statements": [_key(row)]})
    return found


def _asked(row: Line, filters: Mapping[str, Any], firm: str) -> bool:
    """Whether an added row meets the filters of a question."""
    for name, wanted in filters.items():
        if wanted is None or name in ("limit", "since", "until", "other"):
            continue
        values = {wanted} if isinstance(wanted, str) else set(wanted)
        if name == "actor":
            ends = (set(row["source"]), set(row["target"]))
            other = filters.get("other")
            both = other is None or any(wanted in x and other in y for x, y in (ends, ends[::-1]))
            if not both or wanted not in ends[0] | ends[1]:
                return False
        elif {"ids": row["id"], "modality": row[firm]}.get(name, row.get(name)) not in values:
            return False
    return True


def _ends(change: Change) -> tuple[list[str], list[str]]:
    both = change.relation in KINDS and not tie_kind(change.relation).directed
    whole = sorted({*change.source, *change.target})
    return (whole, whole) if both else (list(change.source), list(change.target))


def _linked(change: Change) -> Line:
    source, target = _ends(change)
    return {
        "id": content_id("w", str(change)),
        "relation": change.relation,
        "mode": None,
        "source": source,
        "target": target,
        "when_start": None,
        "when_end": None,
        "place": None,
        "polarity": "+",
        "certainty": change.modality,
        "statements": [content_id("w", "said", str(change))],
        "reports": 0,
        "publishers": 0,
    }


def _statement(change: Change, schema: pa.Schema) -> Line:
    """The statement of what a scenario adds: as any other, said by the scenario."""
    empty: dict[str, Any] = {
        field.name: [] if pa.types.is_list(field.type) else "" if pa.types.is_string(field.type) else None
        for field in schema
    }
    source, target = _ends(change)
    told = {
        "id": content_id("w", "said", str(change)),
        "sentence_id": content_id("w", "sentence", str(change)),
        "document_id": "scenario",
        "kind": "tie" if change.relation in KINDS else "event",
        "relation": change.relation,
        "mode": None,
        "source": source,
        "target": target,
        "polarity": "+",
        "modality": change.modality,
        "attribution_kind": "author",
        "background": False,
        "score": 1.0,
        "method": "scenario",
        "sentence": f"What if: {change}",
        "publisher": "scenario",
        "document": "scenario",
        "segment": 0,
        "sentence_start": 0,
        "sentence_end": 0,
    }
    return {**empty, **{name: value for name, value in told.items() if name in empty}}


def scenario(view: Seen, changes: Sequence[str | Change], analyses: Mapping[str, Callable[[Seen], Finding]]) -> Finding:
    """What differs in each analysis if the changes held: one row a cell that differs, or a row that comes or goes.

    `changes` as in `parse_change`; `analyses` by name, each a function of a view alone. `change` is `new`, `gone` or
    `differs`. Raises BadInput for a change that cannot be read, or where nothing meets what is to go.

        scenario(view, ["- IND arms_dependence RUS"], {"exposure": lambda seen: exposure(seen, "IND")})
    """
    wanted = [parse_change(x) if isinstance(x, str) else x for x in changes]
    other = WhatIf(view, wanted)
    if other.missed:
        raise BadInput(f"no tie or event of the record meets {'; '.join(map(str, other.missed))}")
    rows = [row for name, ask in analyses.items() for row in differences(name, ask(view), ask(other))]
    same = [name for name in analyses if name not in {row["analysis"] for row in rows}]
    return Finding(
        name="What if " + "; ".join(map(str, wanted)),
        params={"changes": [str(x) for x in wanted], "analyses": list(analyses), "no difference": same},
        table=table(rows, SCHEMA),
        evidence=tuple(sorted({i for row in rows for i in row["ids"]})),
        caveats=(
            *([f"No difference in {', '.join(same)}."] if same else []),
            "The rest of the record is taken to stay as it is; how others would answer is not foreseen.",
            "Ids that begin with w- are the scenario's own: nothing in the store is behind them.",
        ),
    )


def differences(name: str, before: Finding, after: Finding) -> list[Line]:
    """The cells in which two findings of one analysis differ, and the rows that only one of them has."""
    old, new = _keyed(before.table), _keyed(after.table)
    rows: list[Line] = []
    for key in dict.fromkeys([*new, *old]):
        one, two = old.get(key), new.get(key)
        base = {"analysis": name, "row": key, "ids": _ids(one) + [i for i in _ids(two) if i not in _ids(one)]}
        if one is None or two is None:
            rows.append({**base, "change": "new" if one is None else "gone"})
            continue
        for column in two:
            if column not in ASIDE and not column.endswith("_ids") and one.get(column) != two[column]:
                cells = {"column": column, "before": cell(one.get(column)), "after": cell(two[column])}
                rows.append({**base, "change": "differs", **cells})
    for column in dict.fromkeys([*before.params, *after.params]):
        if before.params.get(column) != after.params.get(column):
            cells = {"before": cell(before.params.get(column)), "after": cell(after.params.get(column))}
            rows.append({"analysis": name, "row": "(whole)", "change": "differs", "column": column, "ids": [], **cells})
    return rows


def row_name(row: Line, names: Sequence[str]) -> str:
    """What a row is about, in words: those of the columns that it fills; a state is the same in other company."""
    left_out = "members" if row.get("state") else None
    return ", ".join(cell(row[name]) for name in names if name != left_out and row.get(name) not in (None, [], ""))


def _keyed(found: pa.Table) -> dict[str, Line]:
    rows: dict[str, Line] = {}
    for row in found.to_pylist():
        key = row_name(row, KEYS)
        while key in rows:
            key += " (again)"
        rows[key] = row
    return rows


def _ids(row: Line | None) -> list[str]:
    return list(dict.fromkeys(i for name in ("ids", "statements") for i in (row or {}).get(name) or ()))
