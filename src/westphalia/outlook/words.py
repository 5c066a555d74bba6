"""Probabilities in the words of ICD 203: one row of its table, and never 0 or 100."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from westphalia.errors import BadInput

__all__ = ["per_cent", "said", "words"]


@cache
def _rows() -> tuple[tuple[float, float, str], ...]:
    text = (files("westphalia.outlook") / "data" / "icd203.tsv").read_text(encoding="utf8")
    lines = [line.split("\t") for line in text.splitlines() if line and not line.startswith(("#", "low\t"))]
    return tuple((float(low) / 100, float(high) / 100, phrase) for low, high, phrase in lines)


def words(p: float) -> str:
    """The words for a computed probability. Raises BadInput for a figure that is none.

    >>> words(0.63), words(0.003), words(0.2), words(0.8)
    ('likely', 'almost no chance', 'unlikely', 'likely')
    """
    if not 0.0 <= p <= 1.0:
        raise BadInput(f"{p} is no probability")
    inside = [row for row in _rows() if row[0] <= p <= row[1]]
    if not inside:
        return _rows()[0 if p < 0.5 else -1][2]
    return min(inside, key=lambda row: abs((row[0] + row[1]) / 2 - 0.5))[2]


def per_cent(p: float) -> str:
    """The figure itself, never 0 or 100.

    >>> per_cent(0.634), per_cent(0.0004), per_cent(0.9999), per_cent(0.042)
    ('63%', 'under 1%', 'over 99%', '4%')
    """
    if p < 0.01:
        return "under 1%"
    return "over 99%" if p > 0.99 else f"{100 * p:.0f}%"


def said(p: float) -> str:
    """Words and figure together.

    >>> said(0.63)
    'likely (63%)'
    """
    return f"{words(p)} ({per_cent(p)})"
