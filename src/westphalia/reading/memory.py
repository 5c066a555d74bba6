"""What a segment has spoken of so far, and who of it a pronoun or a description means."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

__all__ = ["Memory", "Referent"]


@dataclass(frozen=True, slots=True)
class Referent:
    """An actor spoken of. `sort`: state, organ, organisation, person, group or people. `at`: sentence and token.

    `among`: the first token of the list that it stands in. `speaks`: it only says what the sentence tells. `asks`: it
    asks something of others, or charges them with it.
    """

    actors: tuple[str, ...]
    codes: tuple[str, ...]
    sort: str
    at: tuple[int, int]
    many: bool = False
    subject: bool = False
    gender: str | None = None
    agent: str | None = None
    named: bool = True
    place: bool = False
    quoted: bool = False
    form: str = ""
    among: int | None = None
    speaks: bool = False
    asks: bool = False


@dataclass(slots=True)
class Memory:
    """The referents of one segment in the order of the text."""

    said: list[Referent] = field(default_factory=list)
    genders: dict[str, str] = field(default_factory=dict)

    def add(self, referent: Referent) -> None:
        """Remember an actor that was spoken of."""
        self.said.append(referent)
        if referent.gender and len(referent.actors) == 1:
            self.genders.setdefault(referent.actors[0], referent.gender)

    def without(self, actors: Collection[tuple[str, ...]]) -> Memory:
        """The same memory without some of those spoken of."""
        return Memory([r for r in self.said if r.actors not in actors], self.genders)

    def person(self, gender: str | None) -> Callable[[Referent], bool]:
        """Whether a referent is one person who may be a man, or a woman."""
        return lambda r: r.sort == "person" and not r.many and self.genders.get(r.actors[0], gender) == gender

    def best(
        self, at: tuple[int, int], fits: Callable[[Referent], bool], *, reach: int = 4, own: bool = False
    ) -> tuple[Referent, float] | None:
        """The most salient referent before a place in the text that fits, with a score; `own` for possessives, which
        look to the subject of their own clause."""
        scored = []
        for r in self.said:
            if r.at >= at or not fits(r):
                continue
            away = at[0] - r.at[0]
            if away > reach:
                continue
            score = (1.0, 0.78, 0.55, 0.4, 0.3, 0.2, 0.15, 0.1)[min(away, 7)] + (0.3 if r.subject else 0.0)
            score -= 0.25 if r.place else 0.0
            score += 0.004 * r.at[1] if away == 0 else 0.0008 * r.at[1]
            score += 0.1 if own and away == 0 and r.subject else 0.0
            score += 0.03 * min(5, sum(1 for o in self.said if o.actors == r.actors and o.at < at))
            scored.append((score, r))
        if not scored:
            return None
        score, referent = max(scored, key=lambda pair: pair[0])
        others = [s for s, r in scored if r.codes != referent.codes]
        margin = score - max(others) if others else 0.5
        return referent, max(0.3, min(0.85, 0.5 + margin))

    def state(
        self, at: tuple[int, int], *, among: Iterable[str] | None = None, avoid: Iterable[str] = ()
    ) -> tuple[str, float] | None:
        """The state that the text is about at a place: spoken of lately and often; with the share it has."""
        allowed, shunned = set(among) if among is not None else None, set(avoid)
        weights: dict[str, float] = {}
        for r in self.said:
            if r.at >= at or len(r.codes) != 1 or r.codes[0] in shunned:
                continue
            if allowed is not None and r.codes[0] not in allowed:
                continue
            away = at[0] - r.at[0]
            weight = (
                0.75**away * (1.4 if r.subject else 1.0) * (0.7 if r.place else 1.0) * (0.5 if r.quoted else 1.0) + 0.04
            )
            weights[r.codes[0]] = weights.get(r.codes[0], 0.0) + weight
        if not weights:
            return None
        best = max(weights, key=lambda c: weights[c])
        return best, weights[best] / sum(weights.values())

    def named_state(
        self, at: tuple[int, int], *, subject: bool, among: Iterable[str] | None, avoid: Iterable[str]
    ) -> Referent | None:
        """The state that "the country" means: the last one named where something happens (or, for a subject, the last
        subject), in the same sentence or the one before."""
        for away in (0, 1):
            here = [
                r
                for r in self.said
                if r.at[0] == at[0] - away and r.at < at and len(r.codes) == 1 and not set(r.codes) & set(avoid)
                and (among is None or r.codes[0] in set(among))
            ]  # fmt: skip
            named = [r for r in here if r.form in ("name", "capital", "description")]
            fits = [r for r in named if r.subject == subject] or [r for r in named if not subject or r.subject] or named
            if fits and (away == 0 or not subject or fits[-1].subject or len({r.codes for r in named}) == 1):
                return fits[-1]
        return None

    def last_set(self, at: tuple[int, int], avoid: Iterable[str] = ()) -> tuple[Referent, ...]:
        """The states of the last sentence that names several, those of `avoid` left out."""
        shunned = set(avoid)
        for away in range(0, 4):
            here = _distinct(
                r
                for r in self.said
                if r.at < at
                and r.at[0] == at[0] - away
                and len(r.codes) == 1
                and r.named
                and not r.place
                and r.codes[0] not in shunned
            )
            if len(here) > 1:
                return tuple(here)
        return ()

    def those(self, at: tuple[int, int], agent: str) -> tuple[Referent, ...]:
        """The single holders of one office who were named lately, of different states: "the energy ministers"."""
        recent = (r for r in reversed(self.said) if r.at < at and at[0] - r.at[0] <= 2)
        return tuple(_distinct(r for r in recent if r.agent == agent and not r.many and len(r.codes) == 1))

    def last_states(
        self, at: tuple[int, int], number: int, *, persons: bool = False, avoid: Iterable[str] = ()
    ) -> tuple[Referent, ...]:
        """The last `number` referents with different states, looked for in one sentence first, then further back.

        A list of just so many comes first: of "A, B and C condemned D" three are meant together. Then those told of,
        without who says so: in "A shelled B, C said" two. The states of `avoid` are not meant.
        """
        shunned = set(avoid)
        before = [r for r in self.said if r.at < at and len(r.codes) == 1 and r.named and r.codes[0] not in shunned]
        before = [r for r in before if r.sort == "person"] if persons else before
        for away in range(0, 4):
            there = [r for r in before if r.at[0] == at[0] - away]
            if listed := self._listed((r for r in there if not r.speaks), number):
                return listed
            told = _distinct(r for r in there if not r.speaks)
            if number < len(_distinct(there)) and len(told) == number:
                return tuple(told)
            if listed := self._listed(there, number):
                return listed
            here = _distinct(r for r in reversed(before) if r.at[0] == at[0] - away and not r.place)
            if len(here) == number or (len(here) > number and away <= 1):
                return tuple(here[:number])
        recent = _distinct(r for r in reversed(before) if at[0] - r.at[0] <= 6)
        return tuple(recent[:number]) if len(recent) >= number else ()

    def _listed(self, there: Iterable[Referent], number: int | None) -> tuple[Referent, ...]:
        """The last list of just so many different states, subjects first; of two or more where no number is given."""
        lists: dict[int, list[Referent]] = {}
        for r in there:
            if r.among is not None:
                lists.setdefault(r.among, []).append(r)
        every = (_distinct(members) for members in lists.values())
        fits = [found for found in every if len(found) == (number or max(2, len(found)))]
        fits.sort(key=lambda found: (found[0].subject, found[0].at))
        return tuple(fits[-1]) if fits else ()

    def last_list(self, at: tuple[int, int]) -> tuple[Referent, ...]:
        """The states of the last list that is a subject, in this sentence or the one before: "they" who are several."""
        for away in (0, 1):
            here = [r for r in self.said if r.at < at and r.at[0] == at[0] - away and len(r.codes) == 1 and r.named]
            if found := self._listed((r for r in here if r.subject and not r.place), None):
                return found
        return ()

    def doers(self, at: tuple[int, int]) -> set[str]:
        """The states of the subjects before a place in its sentence: who acts on "both countries" is none of them."""
        return {code for r in self.said if r.at[0] == at[0] and r.at < at and r.subject for code in r.codes}

    def last_subject(self, at: tuple[int, int]) -> Referent | None:
        """The state that was the subject last, in this sentence or the one before; nobody where several were."""
        for away in (0, 1):
            here = [r for r in self.said if r.at < at and r.at[0] == at[0] - away and r.subject and not r.quoted]
            if here:
                return here[-1] if len({r.codes for r in here}) == 1 and len(here[-1].codes) == 1 else None
        return None


def _distinct(referents: Iterable[Referent]) -> list[Referent]:
    found: dict[tuple[str, ...], Referent] = {}
    for r in referents:
        found.setdefault(r.codes, r)
    return list(found.values())
