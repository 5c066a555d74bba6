"""The desk: all that composing a brief needs at hand, laid out once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from westphalia.analysis import implications_for
from westphalia.analysis.lines import about
from westphalia.briefing.citing import Citations
from westphalia.briefing.period import Within
from westphalia.briefing.questions import Question

__all__ = ["Desk", "Path", "actors_of", "drawn", "set_up"]

BONDS = {"war": "the war", "alliance": "the alliance", "ties_growing": "the growing ties"}
Path = Mapping[str, Any]
"""A row of `analysis.implications_for`."""


@dataclass
class Desk:
    """What composing needs at hand: statements and links by id, the paths to the focal state, the citations."""

    focal: str
    lines: dict[str, dict[str, Any]]
    events: list[dict[str, Any]]
    ties: list[dict[str, Any]]
    disputes: list[dict[str, Any]]
    paths: list[dict[str, Any]]
    asked: frozenset[str]
    citations: Citations
    disputed: frozenset[str]

    @cached_property
    def beside(self) -> Mapping[str, Sequence[dict[str, Any]]]:
        """The statements by the sentence they stand in."""
        found: dict[str, list[dict[str, Any]]] = {}
        for line in self.lines.values():
            found.setdefault(line["sentence_id"], []).append(line)
        return found

    def steps(self, path: Path, *roles: str) -> list[dict[str, Any]]:
        """The statements of a path's steps in these roles (all roles where none is named)."""
        return [self.lines[s["statement"]] for s in path["steps"] if not roles or s["role"] in roles]

    def told(self, path: Path) -> dict[str, Any]:
        """The core as it is told: where it names nobody that it comes from, those whom its sentence presupposes."""
        core = self.core(path)
        if core["kind"] != "implication":
            return core
        if core["source"]:
            return {**core, "bond": self._bond(core)}
        beside = [x for x in self.steps(path, "premise") if x["sentence_id"] == core["sentence_id"] and x["source"]]
        if not beside:
            return core
        ends = sorted({*beside[0]["source"], *beside[0]["target"]} - {self.focal})
        return {**core, "source": ends, "source_actors": []}

    def _bond(self, core: Mapping[str, Any]) -> str:
        """What the sentence says to be between the two that something follows from: a war, an alliance."""
        ties = [x for x in self.beside[core["sentence_id"]] if x["kind"] == "tie" and x["polarity"] == "+"]
        found = [
            BONDS[x["relation"]] for x in ties if x["relation"] in BONDS and set(x["source"]) == set(core["source"])
        ]
        return found[0] if len(found) == 1 else ""

    def tellers(self, path: Path) -> list[dict[str, Any]]:
        """All statements that say what the path's core says."""
        core = self.core(path)
        found = [self.lines[i] for i in path["statements"]]
        same = ("kind", "relation", "source", "target", "polarity")
        return [line for line in found if all(line[name] == core[name] for name in same)]

    def core(self, path: Path) -> dict[str, Any]:
        """The statement that a path is about: its implication, else what it presupposes."""
        return (self.steps(path, "implication") or self.steps(path))[0]


def set_up(view: Within, focal: str, question: Question | None) -> Desk:
    """The desk for a focal state and a question.

    A question keeps only the paths of the states it names, those on its matters first.
    """
    lines = {x["id"]: x for x in view.statements().to_pylist()}
    disputes = [d for d in view.disagreements().to_pylist() if _visible(d, lines)]
    paths = implications_for(view, focal).table.to_pylist()
    asked = frozenset(question.codes if question else ()) - {focal}
    if asked:
        beside = _beside(lines.values())
        paths = [p for p in paths if asked & (actors_of([p]) | beside[_sentence_of(p, lines)])]
    if question and question.matters:
        paths.sort(key=lambda p: not question.matters & about(lines[p["steps"][0]["statement"]]))
    return Desk(
        focal=focal,
        lines=lines,
        events=view.events().to_pylist(),
        ties=view.ties().to_pylist(),
        disputes=disputes,
        paths=paths,
        asked=asked,
        citations=Citations(view),
        disputed=frozenset(i for d in disputes if d["strength"] != "soft" for s in d["sides"] for i in s["statements"]),
    )


def _sentence_of(path: Path, lines: Mapping[str, Any]) -> str:
    return str(lines[path["steps"][0]["statement"]]["sentence_id"])


def _beside(lines: Iterable[Mapping[str, Any]]) -> dict[str, set[str]]:
    """The states that each sentence names in any of its statements."""
    found: dict[str, set[str]] = {}
    for line in lines:
        found.setdefault(line["sentence_id"], set()).update(line["source"], line["target"], line["via"] or ())
    return found


def _visible(dispute: Mapping[str, Any], lines: Mapping[str, Any]) -> bool:
    return sum(any(i in lines for i in side["statements"]) for side in dispute["sides"]) > 1


def actors_of(paths: Iterable[Path], *, because: bool = False) -> set[str]:
    """The states on paths, in what is presupposed and what follows; with `because` also in why it matters."""
    steps = [step for path in paths for step in path["steps"] if because or step["role"] in ("premise", "implication")]
    return {code for step in steps for code in (*step["source"], *step["via"], *step["target"])}


def drawn(desk: Desk) -> list[dict[str, Any]]:
    """The paths that the brief draws: the weightiest, a sentence's only once, no more than eight."""
    taken: list[dict[str, Any]] = []
    seen: Counter[str] = Counter()
    for path in desk.paths:
        core = path["quote"]
        if seen[core] or seen[path["how"]] >= 5:
            continue
        seen.update((core, path["how"]))
        taken.append(path)
    return taken[:8]
