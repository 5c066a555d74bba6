"""How near two words are in meaning, for words that carry a happening: shared senses of WordNet, and one step above."""

from __future__ import annotations

import gzip
from functools import cache
from importlib.resources import files

__all__ = ["nearness"]

Senses = dict[str, float]


@cache
def _table() -> dict[str, tuple[Senses, Senses]]:
    text = gzip.decompress((files("westphalia.linking") / "data" / "senses.tsv.gz").read_bytes()).decode("utf8")
    cells = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {word: (_weights(own), _weights(above)) for word, own, above in cells}


def _weights(cell: str) -> Senses:
    pairs = (pair.split(":") for pair in cell.split() if cell != "-")
    return {number: int(weight) / 100 for number, weight in pairs}


@cache
def nearness(one: str, two: str) -> tuple[float, float]:
    """How far two lemmas share a sense, and share one or stand one step apart (0 to 1, commoner senses count more).

    A noun shares the senses of the verb that it comes from.

    >>> nearness("kill", "murder")[1], nearness("die", "death")[0], nearness("win", "arrest")[0]
    (1.0, 0.8, 0.0)
    """
    if one == two:
        return 1.0, 1.0
    (own, above), (other, over) = (_table().get(word, ({}, {})) for word in (one, two))
    shared = _best(own, other)
    return shared, max(shared, _best(above, other), _best(own, over), _best(above, over) / 2)


def _best(one: Senses, two: Senses) -> float:
    return max((one[sense] * two[sense] for sense in one.keys() & two.keys()), default=0.0)
