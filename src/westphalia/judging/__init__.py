"""People's judgements of the record: what they accept, reject and edit, merge and split, and how they grade sources."""

from westphalia.judging.anchors import anchored, reattach
from westphalia.judging.edits import edit
from westphalia.judging.grades import Grade, grade, grades, reliability
from westphalia.judging.rulings import accept, merge, reject, split, undo

__all__ = [
    "Grade",
    "accept",
    "anchored",
    "edit",
    "grade",
    "grades",
    "merge",
    "reattach",
    "reject",
    "reliability",
    "split",
    "undo",
]
