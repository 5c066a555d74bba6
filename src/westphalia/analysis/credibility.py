"""How credible single statements are, on the Admiralty scale (1 to 6): by what others say, or as people graded them."""

from __future__ import annotations

from collections.abc import Collection

from westphalia.analysis.lines import Seen
from westphalia.judging.grades import CREDIBILITY, Grade, grades

__all__ = ["credibility"]


def credibility(view: Seen, ids: Collection[str]) -> dict[str, Grade]:
    """The grade of each of these statements, with its reason.

    1 where another publisher tells the same event or tie and nothing contradicts it outright; 3 where both; 4 where it
    is contradicted and nobody else tells it; 6 where nothing speaks for or against it. 2 and 5 need a person's eye,
    whose grade always goes first.
    """
    linked = [*view.events().to_pylist(), *view.ties().to_pylist()]
    backed = {i for row in linked if row["publishers"] > 1 for i in row["statements"]}
    disputes = view.disagreements(strength="hard").to_pylist()
    against = {i for row in disputes for side in row["sides"] for i in side["statements"]}
    given = grades(view.rulings())
    kinds = {(True, False): "1", (True, True): "3", (False, True): "4", (False, False): "6"}
    reasons = {
        "1": "another publisher tells the same",
        "3": "another publisher tells the same, and others contradict it",
        "4": "others contradict it, and no other publisher tells the same",
        "6": "nothing else in the record speaks for or against it",
    }
    found = {i: kinds[i in backed, i in against] for i in ids}
    return {i: given.get(i) or Grade(grade=n, why=f"{CREDIBILITY[n]}: {reasons[n]}") for i, n in found.items()}
