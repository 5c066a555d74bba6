"""Who may stand at the ends of a statement of a sentence, and how each stands to a word: what the encoder looks at."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from spacy.tokens import Token

from westphalia.reading.reading import Parsed, Predicate, Reading, atlas_of
from westphalia.reading.speakers import speaking_state
from westphalia.records import Mention

__all__ = ["DISTANCES", "FAR", "NEAR", "TRAITS", "Parties", "Party", "distance", "named"]

ROLES: tuple[str, ...] = (
    *("-", "subject", "object", "goal", "clause", "attr", "be", "poss", "mod", "of", "with", "to", "against", "on"),
    *("between", "by", "from", "for", "in", "into", "at", "over", "toward", "towards", "among", "place", "nested"),
    "other",
)
KINDS: tuple[str, ...] = ("-", "name", "demonym", "metonym", "person", "office", "organ", "group", "pronoun")
KINDS = (*KINDS, "description", "city", "organisation", "often")
PATHS = 6  # steps up or down the parse: 0 to 4, 5 for more or none
DISTANCES = 14  # words between them, in steps to the left and to the right
DEPENDENCIES: tuple[str, ...] = (
    *("-", "nsubj", "nsubjpass", "dobj", "pobj", "poss", "amod", "compound", "conj", "appos", "attr", "ROOT", "dative"),
    *("nmod", "npadvmod", "agent", "ccomp", "relcl", "oprd", "dep"),
)
PREPOSITIONS: tuple[str, ...] = (
    *("-", "of", "in", "to", "with", "by", "from", "for", "on", "against", "between", "at", "over", "into", "toward"),
    *("towards", "among", "as", "like", "under", "through", "about", "after", "within", "across"),
)
CROWDS = 6  # how many states the sentence names: 0 to 4, 5 for more
FAR = (1, 2, 4, 7, 11, 17)
_OFTEN = 3  # states that a document names most
NEAR = 2
"""So many sentences back are looked at."""
_PLACES = 16  # added to a kind that only names a place
TRAITS: Mapping[str, int] = {
    "role": len(ROLES),
    "up": PATHS,
    "down": PATHS,
    "words": DISTANCES,
    "kind": 2 * _PLACES,
    "dependency": len(DEPENDENCIES),
    "preposition": len(PREPOSITIONS),
    "crowd": CROWDS,
}
"""What is told of a party beside a word, each as a number below the one given; see `Parties.traits`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One that a sentence mentions, or that the text before it has spoken of.

    `mention`: its id; `codes`: the states it stands for, or its own id where it is of none; `first`, `last`: its words
    among those of the sentence, then of the sentences before it, None where it stands further off; `kind`: a row of
    `KINDS`; `place`: whether it only says where; `outside`: whether it stands in another sentence.
    """

    mention: str
    codes: frozenset[str]
    first: int | None
    last: int | None
    kind: int
    place: bool = False
    outside: bool = False


class Parties:
    """The parties of each sentence of a reading."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._own: dict[int, tuple[Party, ...]] = {}
        self._found: dict[int, tuple[Party, ...]] = {}
        self._stands: dict[tuple[str, int, int], _Stand] = {}
        verdicts: dict[str, set[str]] = defaultdict(set)
        codes: dict[str, set[str]] = defaultdict(set)
        for judgement in reading.judgements:
            codes[judgement.mention_id] |= set(judgement.codes) or {judgement.actor_id}
            verdicts[judgement.mention_id].add(judgement.verdict)
        self.codes = {m: frozenset(c) for m, c in codes.items()}
        self._places = frozenset(m for m, v in verdicts.items() if v == {"place"})
        self._predicates: Mapping[tuple[str, int], Predicate] = {
            (p.parsed.sentence.id, p.token.i): p for p in reading.predicates
        }

    @cached_property
    def _mentions(self) -> Mapping[str, list[Mention]]:
        made: dict[str, list[Mention]] = defaultdict(list)
        for mention in self.reading.mentions:
            if mention.id in self.codes:
                made[mention.sentence_id].append(mention)
        return made

    @cached_property
    def _often(self) -> tuple[str, ...]:
        counts = Counter(c for m in self.reading.mentions for c in self.codes.get(m.id, ()) if len(c) == 3)
        speaker = speaking_state(self.reading, atlas_of(self.reading))
        most = [code for code, _ in counts.most_common(_OFTEN)]
        return tuple(dict.fromkeys([speaker, *most] if speaker and speaker in counts else most))

    def before(self, number: int) -> list[int]:
        """The sentences before one that are of its segment, at most `NEAR`, in the order of the text."""
        return list(range(max(self._starts[number], number - NEAR), number))

    @cached_property
    def texts(self) -> Sequence[range]:
        """The numbers of the sentences that follow each other in one segment."""
        runs = groupby(range(len(self.reading.parsed)), key=lambda n: self.reading.parsed[n].sentence.segment)
        numbers = [list(run) for _, run in runs]
        return [range(run[0], run[-1] + 1) for run in numbers]

    @cached_property
    def _starts(self) -> Mapping[int, int]:
        return {n: text.start for text in self.texts for n in text}

    def words(self, numbers: range) -> list[list[str]]:
        """The words of sentences."""
        return [[t.text for t in self.reading.parsed[n].tokens] for n in numbers]

    def of(self, number: int) -> tuple[Party, ...]:
        """The parties of the sentence with this number: its mentions, then states of the text around it.

        None where it mentions nobody.
        """
        if number not in self._found:
            here = self._here(number)
            known = {c for p in here for c in p.codes}
            self._found[number] = here + tuple(self._around(number, known)) if here else ()
        return self._found[number]

    def _here(self, number: int) -> tuple[Party, ...]:
        """The parties that a sentence mentions."""
        if number not in self._own:
            parsed = self.reading.parsed[number]
            starts = [parsed.offset + t.idx for t in parsed.tokens]
            ends = [start + len(t) for start, t in zip(starts, parsed.tokens, strict=True)]
            self._own[number] = tuple(self._mentioned(parsed.sentence.id, starts, ends))
        return self._own[number]

    def _mentioned(self, sentence: str, starts: Sequence[int], ends: Sequence[int]) -> Iterator[Party]:
        for mention in self._mentions.get(sentence, ()):
            first, last = bisect_right(ends, mention.span.start), bisect_left(starts, mention.span.end) - 1
            if first <= last:
                yield Party(
                    mention=mention.id,
                    codes=self.codes[mention.id],
                    first=first,
                    last=last,
                    kind=_index(KINDS, mention.kind),
                    place=mention.id in self._places,
                )

    def _around(self, number: int, known: set[str]) -> Iterator[Party]:
        """States that the sentence does not name: of the sentences before it, the last first, then those most named."""
        before, parsed = self.before(number), self.reading.parsed
        end = len(parsed[number].tokens) + sum(len(parsed[n].tokens) for n in before)
        for n in reversed(before):
            end -= len(parsed[n].tokens)
            found = [p for p in self._here(n) if not p.place and any(len(c) == 3 for c in p.codes)]
            new = {c for p in found for c in p.codes if len(c) == 3} - known
            yield from (_moved(p, end) for p in found if p.codes & new)
            known |= new
        for code in self._often:
            if code not in known:
                known.add(code)
                last = next(m.id for m in self.reading.mentions if code in self.codes.get(m.id, ()))
                yield Party(
                    mention=last,
                    codes=frozenset({code}),
                    first=None,
                    last=None,
                    kind=KINDS.index("often"),
                    outside=True,
                )

    def traits(self, parsed: Parsed, token: Token, parties: Sequence[Party]) -> list[tuple[int, ...]]:
        """How each party stands to a word, in the order of `TRAITS`: its role with that predicate, steps up and down
        the parse, words between, its kind, its own dependency and preposition, and how many states the sentence names.
        """
        crowd = min(len({c for p in parties if not p.outside for c in p.codes}), CROWDS - 1)
        roles = self._roles(parsed.sentence.id, token)
        up = {t.i: n for n, t in enumerate((token, *token.ancestors))}
        at = token.i
        return [(*self._traits(parsed, at, roles, up, party), crowd) for party in parties]

    def _traits(
        self, parsed: Parsed, at: int, roles: Mapping[str, int], up: Mapping[int, int], party: Party
    ) -> tuple[int, ...]:
        kind = party.kind + (_PLACES if party.place else 0)
        if party.outside or party.first is None or party.last is None:
            return 0, PATHS - 1, PATHS - 1, DISTANCES - 1, kind, 0, 0
        gap = party.first - at if party.first > at else min(party.last - at, 0)
        stand = self._stand(parsed, party.first, party.last)
        return (
            roles.get(party.mention, 0),
            *_path(up, stand.line),
            distance(gap),
            kind,
            stand.dependency,
            stand.preposition,
        )

    def _stand(self, parsed: Parsed, first: int, last: int) -> _Stand:
        key = (parsed.sentence.id, first, last)
        if key not in self._stands:
            self._stands[key] = _stand(parsed.tokens[first : last + 1])
        return self._stands[key]

    def _roles(self, sentence: str, token: Token) -> Mapping[str, int]:
        """The role that each mention has with a word, where it is a predicate; the first where it has several."""
        predicate = self._predicates.get((sentence, token.i))
        found: dict[str, int] = {}
        below: list[Predicate | None] = []
        for role, arguments in predicate.roles.items() if predicate else ():
            for argument in arguments:
                for mention in argument.mentions:
                    found.setdefault(mention, ROLES.index(role if role in ROLES else "other"))
                for mention in argument.places:
                    found.setdefault(mention, ROLES.index("place"))
                below += [self._predicates.get((sentence, head.i)) for head in argument.every_head]
        for nested in filter(None, below):
            for argument in (a for arguments in nested.roles.values() for a in arguments):
                for mention in argument.mentions:
                    found.setdefault(mention, ROLES.index("nested"))
        return found


def named(parties: Sequence[Party]) -> set[str]:
    """The states that a sentence with these parties names."""
    return {code for party in parties if not party.outside for code in party.codes if len(code) == 3}


def distance(gap: int) -> int:
    """How far off something is, so many words to the right (to the left where below 0): a number below `DISTANCES`.

    >>> [distance(gap) for gap in (0, 1, 3, 40, -1, -40)]
    [0, 1, 2, 6, 7, 12]
    """
    step = sum(abs(gap) >= s for s in FAR)
    return len(FAR) + step if gap < 0 else step


@dataclass(frozen=True, slots=True)
class _Stand:
    """How a party stands in its sentence: the words from its head up to the root, its dependency and preposition."""

    line: tuple[int, ...]
    dependency: int
    preposition: int


def _stand(tokens: Sequence[Token]) -> _Stand:
    inside = {t.i for t in tokens}
    head = next((t for t in tokens if t.head.i not in inside or t.head.i == t.i), tokens[0])
    preposition = head.head.lower_ if head.dep_ in ("pobj", "pcomp") else "-"
    line = tuple(t.i for t in (head, *head.ancestors))
    return _Stand(line, _index(DEPENDENCIES, head.dep_), _index(PREPOSITIONS, preposition))


def _path(up: Mapping[int, int], line: Sequence[int]) -> tuple[int, int]:
    """Steps up from one word to where the ways to the root meet, and down from there to the other."""
    for n, word in enumerate(line):
        if word in up:
            return min(up[word], PATHS - 1), min(n, PATHS - 1)
    return PATHS - 1, PATHS - 1


def _moved(party: Party, by: int) -> Party:
    """A party as a later sentence has it, whose words come first."""
    first, last = party.first, party.last
    return replace(
        party, first=first if first is None else first + by, last=last if last is None else last + by, outside=True
    )


def _index(names: Sequence[str], name: str) -> int:
    return names.index(name) if name in names else 0
