"""What is thought of each draft: the encoder judges those of the frames and makes its own.

It proposes ends for every word that it hears a relation in, and says of every draft, by whomever, how likely its
relation and its ends are, and of what kind the sentence and the document are (`Opinion`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np
import numpy.typing as npt

from westphalia.ontology.ties import tie_kind
from westphalia.reading.asked import Asked, group_of, label_of, labels_alike
from westphalia.reading.casting import CHANCES, Casting, Ends, cast
from westphalia.reading.encoder import Heard, Query
from westphalia.reading.parties import named
from westphalia.reading.reading import Draft, Reading
from westphalia.records import Kind

__all__ = ["BESIDE", "CARRIERS", "ENCODER", "Opinion", "listen"]

ENCODER = "encoder"
"""The method of the encoder's own drafts."""
CARRIERS = frozenset({"VERB", "NOUN", "ADJ", "PROPN", "ADV", "AUX", "ADP"})  # words that may carry a relation
_HEARD = 0.15  # a relation less likely than this is not followed up, nor one likelier at a word beside it
_PROPOSED = 4  # ends for each word
BESIDE = 2  # words
_NAMED = {"implication": "helps", "stance": "claims", "state": "has"}  # where the encoder has no finer name
_KINDS: Mapping[str, Kind] = {"event": "event", "tie": "tie", "implication": "implication", "stance": "stance"}
_KINDS = {**_KINDS, "state": "state"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """A draft and what is thought of it. `draft`: without the mentions at its ends where the encoder made it; `whole`
    gives it with them; `label`: its relation among the encoder's; `group`: what counts as the same relation; `word`:
    its word in the sentence; `source`, `target`: the states at its ends; `thinks`: the encoder's probabilities, and
    `about` what the sentence and the document are about, named as the features are; `fit`: the log of how likely it
    finds just these ends; `behind`: how far that is below the likeliest ends."""

    draft: Draft
    whole: Callable[[], Draft]
    label: int
    group: str
    word: int
    source: frozenset[str]
    target: frozenset[str]
    thinks: Mapping[str, float]
    about: Mapping[str, float]
    fit: float
    behind: float

    @property
    def by_frame(self) -> bool:
        """Whether a frame made the draft."""
        return self.draft.method != ENCODER


def listen(reading: Reading, asked: Asked) -> Iterator[list[Opinion]]:
    """For each sentence of a reading what is thought of the frames' drafts and of the encoder's own."""
    net, parties, drafts = asked.net, asked.parties, _by_sentence(reading)
    abroad = sum(len(named(parties.of(n))) > 1 for n in asked.peopled) / max(1, len(asked.peopled))
    heard = (_Sentence(asked, n, one, drafts, abroad) for n, one in asked.heard().items())
    told = [sentence for sentence in heard if sentence.pairs]
    queries = [sentence.query() for sentence in told]
    answers = zip(told, net.ends(queries), net.finer(queries), strict=True) if told else ()
    thought = {sentence.number: sentence.opinions(*ends, finer) for sentence, ends, finer in answers}
    return (thought.get(number, []) for number in range(len(reading.parsed)))


def _by_sentence(reading: Reading) -> Mapping[str, list[Draft]]:
    made: dict[str, list[Draft]] = defaultdict(list)
    for draft in reading.drafts:
        made[draft.parsed.sentence.id].append(draft)
    return made


@dataclass(frozen=True, kw_only=True)
class _Pair:
    """A word as the carrier of a relation: its finer name, how likely it and the words near it carry it, the scores of
    each party, and who may stand at its ends: the states taken together, those who are of no state each by itself."""

    word: int
    label: int
    finer: str | None
    thinks: Mapping[str, float]
    scores: npt.NDArray[np.float32]
    states: Casting
    others: Casting

    @cached_property
    def sides(self) -> Mapping[str, tuple[float, float]]:
        """How likely each party is source, and target."""
        return {**self.states.sides, **self.others.sides}

    @cached_property
    def likeliest(self) -> Sequence[Ends]:
        """The likeliest ends, the likeliest first."""
        return self.states.likeliest(_PROPOSED)

    @cached_property
    def best(self) -> float:
        """How likely the likeliest ends are."""
        return self.states.fit(*self.likeliest[0])


class _Sentence:
    """A sentence as the encoder hears it, with the frames' drafts; `pairs`: the words and labels of all drafts."""

    def __init__(
        self, asked: Asked, number: int, heard: Heard, drafts: Mapping[str, Sequence[Draft]], abroad: float
    ) -> None:
        self.number, self.heard, self.near = number, heard, _near(heard.relations)
        self.net, self.parties, self.found = asked.net, asked.parties, asked.parties.of(number)
        self.parsed = self.parties.reading.parsed[number]
        self.tokens = self.parsed.tokens
        self.about = {
            "states_here": float(len(named(self.found))),
            "heard_here": float((heard.relations.max(1) > _HEARD).sum()),
            "document_abroad": abroad,
        }
        self.rows: dict[str, list[int]] = defaultdict(list)
        for row, party in enumerate(self.found):
            for code in party.codes:
                self.rows[code].append(row)
        self.framed = [
            (draft, (draft.token.i, label))
            for draft in drafts.get(self.parsed.sentence.id, ())
            if (label := label_of(self.net, draft)) is not None
        ]
        self.own = [
            (word, label)
            for word, label in np.argwhere((heard.relations > _HEARD) & (heard.relations == self.near)).tolist()
            if self.tokens[word].pos_ in CARRIERS
        ]
        self.pairs = list(dict.fromkeys([*(pair for _, pair in self.framed), *self.own]))

    def query(self) -> Query:
        """What is asked about the ends of the pairs."""
        words = dict.fromkeys(word for word, _ in self.pairs)
        traits = {word: self.parties.traits(self.parsed, self.tokens[word], self.found) for word in words}
        return Query(heard=self.heard, pairs=self.pairs, parties=self.found, traits=traits)

    def opinions(
        self, scores: npt.NDArray[np.float32], shared: npt.NDArray[np.float32], finer: Sequence[str | None]
    ) -> list[Opinion]:
        """What is thought of the frames' drafts and of the encoder's own, from the answers to the query and the finer
        names of the pairs."""
        states, others = (
            cast({c: rows for c, rows in self.rows.items() if (len(c) == 3) is of}, scores, shared)
            for of in (True, False)
        )
        known = {
            (word, label): _Pair(
                word=word,
                label=label,
                finer=finer[n],
                thinks=self._thinks(word, label),
                scores=scores[n],
                states=states[n],
                others=others[n],
            )
            for n, (word, label) in enumerate(self.pairs)
        }
        return [self._of_frame(draft, known[pair]) for draft, pair in self.framed] + [
            opinion for pair in self.own for opinion in self._own(known[pair])
        ]

    def _thinks(self, word: int, label: int) -> Mapping[str, float]:
        """How likely a word carries a relation, the words near it or any word carry it or one like it, and what else is
        heard there."""
        relations, near = self.heard.relations, self.near[word]
        alike = labels_alike(self.net.labels, group_of(self.net.labels[label]))
        return {
            "word": float(relations[word, label]),
            "near": float(near[label]),
            "alike": float(near[alike].max()),
            "any": float(near.max()),
            "else": float(np.delete(relations[word], alike).max()),
            "sentence": float(relations[:, alike].max()),
        }

    def _of_frame(self, draft: Draft, pair: _Pair) -> Opinion:
        codes = self.parties.codes
        source, target = (frozenset(c for m in end for c in codes.get(m, ())) for end in (draft.source, draft.target))
        return self._opinion(draft, lambda: draft, pair, source, target)

    def _own(self, pair: _Pair) -> Iterator[Opinion]:
        draft = self._draft(pair)
        for source, target in _proposals(self.net.labels[pair.label], pair):
            whole = partial(self._whole, draft, pair, source, target)
            yield self._opinion(draft, whole, pair, source, target)

    def _whole(self, draft: Draft, pair: _Pair, source: frozenset[str], target: frozenset[str]) -> Draft:
        """A draft with the mentions at its ends."""
        return replace(
            draft, source=self._mentions(source, pair.scores, 0), target=self._mentions(target, pair.scores, 1)
        )

    def _mentions(self, codes: frozenset[str], scores: np.ndarray, side: int) -> tuple[str, ...]:
        """For each state the likeliest of its mentions."""
        chances = [n for n, chance in enumerate(CHANCES) if chance != ("target", "source")[side]]
        best = (max(self.rows[code], key=lambda row: float(scores[row, chances].max())) for code in sorted(codes))
        return tuple(dict.fromkeys(self.found[row].mention for row in best))

    def _draft(self, pair: _Pair) -> Draft:
        kind, _, name = self.net.labels[pair.label].partition(":")
        event, token = kind == "event", self.tokens[pair.word]
        return Draft(
            parsed=self.parsed,
            token=token,
            kind=_KINDS[kind],
            relation=name if event else pair.finer or name or _NAMED[kind],
            mode=pair.finer if event else None,
            trigger=self.parsed.span(token),
            method=ENCODER,
            score=pair.thinks["word"],
            why="",
        )

    def _opinion(
        self, draft: Draft, whole: Callable[[], Draft], pair: _Pair, source: frozenset[str], target: frozenset[str]
    ) -> Opinion:
        inside, outside = [], []
        for code, sides in pair.sides.items():
            for side, end in enumerate((source, target)):
                if code in end:
                    inside.append(sides[side])
                elif len(code) == 3:
                    outside.append(sides[side])
        states = tuple(frozenset(c for c in end if len(c) == 3) for end in (source, target))
        fit = pair.states.fit(*states)
        return Opinion(
            draft=draft,
            whole=whole,
            label=pair.label,
            group=group_of(self.net.labels[pair.label]),
            word=pair.word,
            thinks={
                **pair.thinks,
                "ends_in": min(inside, default=0.5),
                "ends_out": max(outside, default=0.01),
            },
            about=self.about,
            fit=fit,
            behind=pair.best - fit,
            source=states[0],
            target=states[1],
        )


def _near(relations: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """How likely each word, or the likeliest of those beside it, carries each relation."""
    padded = np.pad(relations, ((BESIDE, BESIDE), (0, 0)))
    return np.asarray(np.maximum.reduce([padded[n : n + len(relations)] for n in range(2 * BESIDE + 1)]))


def _proposals(label: str, pair: _Pair) -> list[Ends]:
    """Who may stand at source and target: the likeliest ends.

    A tie has two ends: where it has no direction the same on both sides, else different ones.
    """
    kind, _, name = label.partition(":")
    source, target = (frozenset(c for c, sides in pair.others.sides.items() if sides[side] > 0.5) for side in (0, 1))
    made = [(s | source, t | target) for s, t in pair.likeliest]
    if kind == "tie":
        if not tie_kind(name).directed:
            made = [(s | t, s | t) for s, t in made if len(s | t) > 1]
        else:
            made = [(s, t) for s, t in made if s and t and not s & t]
    return list(dict.fromkeys((s, t) for s, t in made if s or t))
