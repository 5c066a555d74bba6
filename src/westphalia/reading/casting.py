"""Who stands at the ends of a statement, taken together: a probability of each way to cast the states as its source and
its target.

Either the statement goes one way, and each state is neither, source, target or both of it; or the same states stand
on both sides of it, as in a meeting or a war, and each is in or out. States that only the same mentions stand for ("the
Quad", "both leaders") are cast as one.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np
import numpy.typing as npt

__all__ = ["CHANCES", "Casting", "Ends", "cast"]

CHANCES = ("source", "target", "both", "in")
"""What a party is scored as, in log odds: the first three against neither, the last against out."""
_LEAST = -8.0  # the log of a probability never counts as less
_SOURCE, _TARGET = 1, 2  # roles: neither is 0, both is 3
Ends = tuple[frozenset[str], frozenset[str]]
"""Source and target."""
_Scores = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chance:
    """The log probabilities of a state: neither, source, target, both where it goes one way; out, in where both."""

    one_way: tuple[float, ...]
    shared: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class Casting:
    """The chances of the states, by those that are cast as one, and the log probabilities that the statement goes one
    way, and that it is shared."""

    chances: Mapping[frozenset[str], _Chance]
    one_way: float
    shared: float

    @cached_property
    def sides(self) -> Mapping[str, tuple[float, float]]:
        """How likely each state is source, and target, whoever else is."""
        made: dict[str, tuple[float, float]] = {}
        for group, chance in self.chances.items():
            _, source, target, both = map(math.exp, chance.one_way)
            one, two = math.exp(self.one_way), math.exp(self.shared + chance.shared[1])
            made |= dict.fromkeys(group, (one * (source + both) + two, one * (target + both) + two))
        return made

    @cached_property
    def _known(self) -> dict[Ends, float]:
        """Fits that were worked out."""
        return {}

    def fit(self, source: frozenset[str], target: frozenset[str]) -> float:
        """The log of how likely just these are the ends; not below -8."""
        known = self._known
        if (source, target) not in known:
            known[source, target] = self._fit(source, target)
        return known[source, target]

    def _fit(self, source: frozenset[str], target: frozenset[str]) -> float:
        if any(0 < len(group & end) < len(group) for group in self.chances for end in (source, target)):
            return _LEAST
        total = self.one_way + sum(
            chance.one_way[_SOURCE * (group <= source) + _TARGET * (group <= target)]
            for group, chance in self.chances.items()
        )
        if source == target and len(source) > 1:
            both = self.shared + sum(chance.shared[group <= source] for group, chance in self.chances.items())
            total = float(np.logaddexp(total, both))
        return max(_LEAST, total)

    def likeliest(self, count: int) -> list[Ends]:
        """The likeliest ends, the likeliest first."""
        ways = [c.one_way for c in self.chances.values()], [c.shared for c in self.chances.values()]
        made = [self._ends(roles) for roles in _best(ways[0], count)]
        made += [(s, s) for roles in _best(ways[1], count) for s, _ in [self._ends(roles)] if len(s) > 1]
        return sorted(dict.fromkeys(made), key=lambda ends: -self.fit(*ends))[:count]

    def _ends(self, roles: Sequence[int]) -> Ends:
        cast = list(zip(self.chances, roles, strict=True))
        source, target = (
            frozenset[str]().union(*(g for g, role in cast if role & side)) for side in (_SOURCE, _TARGET)
        )
        return source, target


def _best(chances: Sequence[Sequence[float]], count: int) -> Iterator[tuple[int, ...]]:
    """The likeliest choices of one for each, the likeliest first."""
    ways: list[tuple[float, tuple[int, ...]]] = [(0.0, ())]
    for own in chances:
        longer = ((p + more, (*way, role)) for p, way in ways for role, more in enumerate(own) if more > _LEAST)
        ways = sorted(longer, reverse=True)[:count]
    return (way for _, way in ways)


def cast(rows: Mapping[str, Sequence[int]], scores: _Scores, shared: _Scores) -> list[Casting]:
    """The castings of some statements. `rows`: the parties that are of each state; `scores`: statements × parties ×
    `CHANCES`; `shared`: the log odds that a statement is shared. A state is scored by the sum of the odds of its
    mentions."""
    alike: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for code, own in rows.items():
        alike[tuple(own)].append(code)
    groups = [frozenset(codes) for codes in alike.values()]
    order = [party for own in alike for party in own]
    starts = np.array([0, *accumulate(map(len, alike))][:-1], np.int64)
    odds = np.logaddexp.reduceat(scores[:, order], starts, axis=1)  # statements × groups × `CHANCES`
    one_way = np.pad(odds[..., :3], ((0, 0), (0, 0), (1, 0)))
    one_way -= np.logaddexp.reduce(one_way, axis=-1, keepdims=True)
    ways, inside = one_way.tolist(), _out_and_in(odds[..., 3]).tolist()
    made = []
    for own, both, (no, yes) in zip(ways, inside, _out_and_in(shared).tolist(), strict=True):
        known = zip(groups, own, both, strict=True)
        chances = {group: _Chance(one_way=tuple(one), shared=tuple(two)) for group, one, two in known}
        made.append(Casting(chances=chances, one_way=no, shared=yes))
    return made


def _out_and_in(odds: _Scores) -> _Scores:
    """The logs of the probabilities against and for, from the log odds."""
    return np.asarray(-np.logaddexp(0.0, np.stack([odds, -odds], axis=-1)))
