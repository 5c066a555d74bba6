"""Source grades: how reliable a publisher is (A to F), how credible a statement (1 to 6), on the Admiralty scale."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from westphalia.errors import BadInput
from westphalia.judging.anchors import anchored
from westphalia.judging.rulings import made
from westphalia.ontology.tables import lines, listed
from westphalia.store import View
from westphalia.store.rulings import Ruling

__all__ = ["CREDIBILITY", "RELIABILITY", "Grade", "grade", "grades", "reliability"]

RELIABILITY = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}
CREDIBILITY = {
    "1": "confirmed by other sources",
    "2": "probably true",
    "3": "possibly true",
    "4": "doubtful",
    "5": "improbable",
    "6": "truth cannot be judged",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """A grade with its reason. `by` is who gave it, empty where it is the default; `id` the judgement, where one is."""

    grade: str
    why: str
    by: str = ""
    id: str = ""


def grade(view: View, about: str, value: str, by: str, why: str) -> Ruling:
    """That a publisher (by name) is graded A to F, or a statement (by id) 1 to 6. Raises BadInput, UnknownRecord."""
    statement = about.startswith("r-")
    scale = CREDIBILITY if statement else RELIABILITY
    if value.upper() not in scale:
        told = "; ".join(f"{key} {meaning}" for key, meaning in scale.items())
        raise BadInput(f"{value!r} is no grade of a {'statement' if statement else 'publisher'}: {told}")
    anchors = anchored(view, [about]) if statement else ()
    return made("grade", [about], by, why, anchors, grade=value.upper())


def grades(rulings: Iterable[Ruling]) -> dict[str, Grade]:
    """What people graded (`View.rulings()`), the latest counting: by publisher in small letters, or statement's id."""
    found: dict[str, Grade] = {}
    for ruling in rulings:
        if ruling.action == "grade":
            keys = [anchor.attached for anchor in ruling.anchors] if ruling.anchors else [ruling.about[0].casefold()]
            given = Grade(grade=ruling.grade or "F", why=ruling.why, by=ruling.by, id=ruling.id)
            found.update({key: given for key in keys if key})
    return found


def reliability(publisher: str | None, graded: Mapping[str, Grade]) -> Grade:
    """The grade of a publisher: as people graded it, else as in `data/grades.tsv`, else F.

    >>> reliability("AFP", {}).grade, reliability("Village Herald", {}).why
    ('B', 'nobody has graded it')
    """
    name = (publisher or "").casefold()
    if not name:
        return Grade(grade="F", why="its publisher is not named")
    return graded.get(name) or _defaults().get(name) or Grade(grade="F", why="nobody has graded it")


@cache
def _defaults() -> dict[str, Grade]:
    return {
        each.casefold(): Grade(grade=letter, why=why)
        for name, letter, others, why in lines("westphalia.judging", "grades.tsv", 4)
        for each in (name, *listed(others))
    }
