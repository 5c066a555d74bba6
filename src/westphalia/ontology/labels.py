"""Labels of implications, stances and states, with what they mean and their sign (`data/labels.tsv`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from westphalia.errors import OntologyError
from westphalia.ontology.tables import table

__all__ = ["IMPLICATIONS", "LABELS", "STANCES", "STATES", "Label", "label", "sign"]

LabelKind = Literal["implication", "stance", "state"]
Sign = Literal[-1, 0, 1]
_SIGNS: dict[str, Sign] = {"+": 1, "0": 0, "-": -1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A label. `sign`: good (1), bad (-1) or neither (0) for the one that the statement is about."""

    kind: str
    name: str
    sign: Sign
    what: str


@cache
def _labels() -> dict[tuple[str, str], Label]:
    return {
        (row["kind"], row["name"]): Label(
            kind=row["kind"], name=row["name"], sign=_SIGNS[row["sign"]], what=row["what"]
        )
        for row in table("labels")
    }


def _names(kind: LabelKind) -> tuple[str, ...]:
    return tuple(name for k, name in _labels() if k == kind)


IMPLICATIONS: tuple[str, ...] = _names("implication")
STANCES: tuple[str, ...] = _names("stance")
STATES: tuple[str, ...] = _names("state")
LABELS: tuple[Label, ...] = tuple(_labels().values())


def label(kind: LabelKind, name: str) -> Label:
    """The label of this kind and name. Raises OntologyError for a name that is none.

    >>> label("stance", "concern").what
    'worries'
    """
    try:
        return _labels()[kind, name]
    except KeyError:
        raise OntologyError(f"{name!r} is no {kind}; there are {', '.join(_names(kind))}") from None


def sign(kind: LabelKind, name: str) -> Sign:
    """The sign of a label.

    >>> sign("implication", "complicates"), sign("implication", "diffusion_path")
    (-1, 0)
    """
    return label(kind, name).sign
