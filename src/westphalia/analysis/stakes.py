"""What a state has at stake, by the record: whom it leans on, whom it depends on, what worries it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from westphalia.analysis.lines import FIRMNESS, Line, about
from westphalia.errors import OntologyError
from westphalia.ontology import labels, plover
from westphalia.ontology.ties import tie_kind

__all__ = ["Stakes", "stakes_of"]

WIDE = 6
FIRM = ("asserted", "reported", "probable")
Told = dict[str, list[Line]]


@dataclass(slots=True)
class Stakes:
    """Statements by the other actor's code: `leans` (friendly ties), `depends` (dependence), `worries`."""

    leans: Told = field(default_factory=dict)
    depends: Told = field(default_factory=dict)
    worries: Told = field(default_factory=dict)

    def leaning(self, codes: frozenset[str]) -> Line | None:
        """The firmest tie by which the state leans on one of these, dependence first."""
        return self.dependence(codes) or _firmest(x for c in sorted(codes) for x in self.leans.get(c, ()))

    def dependence(self, codes: frozenset[str]) -> Line | None:
        """The firmest dependence on one of these."""
        return _firmest(x for c in sorted(codes) for x in self.depends.get(c, ()))

    def worry(self, codes: frozenset[str], near: Line) -> Line | None:
        """What makes one of these a worry, told nearest to `near`: its piece, its matter, its document."""
        found = [x for c in sorted(codes) for x in self.worries.get(c, ())]
        return min(found, key=lambda x: _distance(x, near), default=None)


def _firmest(lines: Iterable[Line]) -> Line | None:
    return min(lines, key=lambda x: (FIRMNESS.index(x["modality"]), -(x["score"] or 0), x["id"]), default=None)


def _distance(line: Line, near: Line) -> tuple[object, ...]:
    piece = (line["document_id"], line["segment"]) != (near["document_id"], near["segment"])
    matter = not about(line) & about(near)
    return piece, matter, line["kind"] != "stance", FIRMNESS.index(line["modality"]), line["id"]


def stakes_of(code: str, lines: Iterable[Line]) -> Stakes:
    """The stakes of the state `code`, from all statements that have it at an end.

    Worries are stances of concern, hostile ties, and acts of conflict with it; wide groups of actors are left out.
    """
    stakes = Stakes()
    for line in lines:
        if line["polarity"] == "-" or line["modality"] not in FIRM:
            continue
        others = _across_from(code, line)
        if not 0 < len(others) <= WIDE:
            continue
        for into in _bears(code, line, stakes):
            for other in others:
                into.setdefault(other, []).append(line)
    return stakes


def _across_from(code: str, line: Line) -> frozenset[str]:
    """Who stands on the other side of the state in a statement; with several on its own side, they are not."""
    source, target = frozenset(line["source"]), frozenset(line["target"])
    if code in source:
        return target - {code}
    return source - {code} if code in target else frozenset()


def _bears(code: str, line: Line, stakes: Stakes) -> list[Told]:
    """Which of the stakes a statement adds to."""
    try:
        if line["kind"] == "tie":
            kind = tie_kind(line["relation"])
            if kind.name.endswith("_dependence"):
                return [stakes.depends] if code in line["source"] else []
            if kind.name == "arms_supply":
                return [stakes.depends] if code in line["target"] and code not in line["source"] else []
            if kind.name == "proliferation":
                return []
            return [stakes.leans] if kind.sign > 0 else [stakes.worries] if kind.sign < 0 else []
        if line["kind"] == "stance":
            worried = code in line["source"] and labels.sign("stance", line["relation"]) < 0
            return [stakes.worries] if worried else []
        if line["kind"] == "event":
            return [stakes.worries] if "material conflict" in plover.quad(line["relation"]) else []
    except OntologyError:
        return []
    return []
