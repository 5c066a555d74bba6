"""The encoders: language models that have learnt, from annotated sentences, which word carries which relation and who
stands at its ends. They run through ONNX Runtime on one core, without torch; `training/` makes their weights.

Network: MiniLM (6 layers, 384 wide) or, more accurate and slower, MPNet (12 layers, 768 wide), in whole numbers, over
the word pieces of a passage: sentences that follow each other, and the end of what stands before them. A word is the
mean of its first and last piece. A head scores each (word, relation) pair; a small network scores what each party is to
such a pair (`casting.CHANCES`), from both vectors and from how the party stands to the word in the parse
(`parties.Parties.traits`), beside the other parties and words.
"""

from __future__ import annotations

import math
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import as_file, files
from itertools import accumulate, islice
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from westphalia.errors import ModelError
from westphalia.reading.parties import FAR, NEAR, TRAITS, Party, distance

__all__ = [
    "BEFORE",
    "OWN",
    "Encoder",
    "Heard",
    "Name",
    "Passage",
    "Place",
    "Query",
    "encoder",
    "gaps",
    "passages",
    "tokenizer",
]

Array = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int64]
Name = Literal["encoder", "accurate"]
"""Which encoder: the folder of its weights."""
_LONGEST = 128  # pieces of a sentence that are looked at
OWN, BEFORE = 192, 32
"""So many word pieces has a passage, about, and so many of the text before it are heard."""
_PAIRS = 32  # whose ends are asked at once
_STEPS: Whole = np.array([distance(gap) for gap in range(-FAR[-1], FAR[-1] + 1)])
_FOLDER = "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What the encoder makes of a sentence: `words` (its own, then those of the sentences before it; × width) and
    `relations` (its own words × labels, probabilities)."""

    words: Array
    relations: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is asked of a sentence. `pairs`: words and their labels; `traits`: how each party stands to a word
    (`Parties.traits`), by word."""

    heard: Heard
    pairs: Sequence[tuple[int, int]]
    parties: Sequence[Party]
    traits: Mapping[int, Sequence[tuple[int, ...]]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sentence stands in a passage: its number in the text, the first word of those before it, its own first
    word, and the word behind its last."""

    number: int
    before: int
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """What is heard at once: word pieces, the first and last piece of each word, and its sentences.

    A word that is cut off stands at the first piece, which is nobody's.
    """

    pieces: list[int]
    words: list[tuple[int, int]]
    sentences: list[Place]


class Encoder:
    """The network with its heads. `labels` are relations as `event:AGREE`, `tie:war`, `stance`."""

    def __init__(
        self, name: Name, session: Any, telling: Any, tokenizer: Any, heads: Mapping[str, npt.NDArray[Any]]
    ) -> None:
        self.name: Name = name
        self._session, self._telling, self._tokenizer, self._heads = session, telling, tokenizer, heads
        self.labels: tuple[str, ...] = tuple(map(str, heads["labels"]))
        self.names: tuple[str, ...] = tuple(map(str, heads["names"]))
        self._names = [
            [n for n, name in enumerate(self.names) if name.rpartition("/")[0] == label] for label in self.labels
        ]

    def hear(self, text: Sequence[Sequence[str]], asked: Container[int]) -> Iterator[tuple[int, Heard]]:
        """What is heard in those sentences of a text, given as words, whose numbers are asked for.

        Passages are heard one by one: nothing is spent on padding.
        """
        for passage in passages(self._tokenizer, text, asked):
            words = self._vectors(passage)
            relations = _sigmoid(self._perceive("trig", words))
            for place in passage.sentences:
                own = slice(place.first, place.end)
                known = np.concatenate([words[own], words[place.before : place.first]])
                yield place.number, Heard(words=known, relations=relations[own])

    def _vectors(self, passage: Passage) -> Array:
        """The vector of each word of a passage."""
        pieces = np.array([passage.pieces], dtype=np.int64)
        hidden = np.asarray(self._session.run(None, {"pieces": pieces, "seen": np.ones_like(pieces)})[0][0])
        first, last = np.array(passage.words, dtype=np.int64).T
        return np.asarray((hidden[first] + hidden[last]) / 2)

    def ends(self, asked: Sequence[Query]) -> Iterator[tuple[Array, Array]]:
        """What the parties of each query may be to the relations of its words, in log odds: pairs × parties ×
        `casting.CHANCES`; and whether the same states stand on both sides of each pair.

        Queries with as many parties are answered at once.
        """
        order = sorted(range(len(asked)), key=lambda n: len(asked[n].parties))
        found: dict[int, tuple[Array, Array]] = {}
        for run in _shared_out([len(asked[n].pairs) for n in order], _PAIRS):
            some = order[run.start : run.stop]
            odds, shared = self._telling.run(None, _together([asked[n] for n in some]))
            first = 0
            for n in some:
                own = slice(first, first := first + len(asked[n].pairs))
                found[n] = odds[own, : len(asked[n].parties)], shared[own]
        return (found[n] for n in range(len(asked)))

    def finer(self, asked: Sequence[Query]) -> Iterator[list[str | None]]:
        """The finer name of each pair's relation: a PLOVER mode, a kind of implication, stance or state; None for
        none."""
        words = np.stack([query.heard.words[word] for query in asked for word, _ in query.pairs])
        labels = [label for query in asked for _, label in query.pairs]
        scores = self._perceive("sub", np.concatenate([words, self._heads["relation.weight"][labels]], axis=1))
        names = map(self._name, labels, scores.tolist())
        return (list(islice(names, len(query.pairs))) for query in asked)

    def _name(self, label: int, scores: Sequence[float]) -> str | None:
        own = self._names[label]
        return self.names[max(own, key=lambda n: scores[n])].rpartition("/")[2] or None if own else None

    def _layer(self, name: str, x: Array) -> Array:
        return np.asarray(x @ self._heads[f"{name}.weight"].T + self._heads[f"{name}.bias"])

    def _perceive(self, name: str, x: Array) -> Array:
        """Two layers with GELU between."""
        return self._layer(f"{name}.out", _gelu(self._layer(f"{name}.in", x)))


def gaps(at: Whole, count: int) -> Whole:
    """How far each of `count` words stands from each of some, in steps to the left and to the right."""
    gap = np.arange(count)[None] - at[:, None]
    return np.asarray(_STEPS[gap.clip(-FAR[-1], FAR[-1]) + FAR[-1]])


def _together(asked: Sequence[Query]) -> dict[str, npt.NDArray[Any]]:
    """Some queries as the network of the ends takes them: words and parties in one row, each pair with the rows of its
    own (-1: none)."""
    nobody = np.zeros(asked[0].heard.words.shape[1], np.float32)
    pairs, longest = sum(len(query.pairs) for query in asked), max(len(query.heard.relations) for query in asked)
    told = np.zeros((pairs, max(len(query.parties) for query in asked), 1 + len(TRAITS)), np.int64)
    told[..., 0] = -1
    text, near, at = np.full((pairs, longest), -1), np.zeros((pairs, longest), np.int64), np.empty(pairs, np.int64)
    words, parties = [], []
    row = word = party = 0
    for query in asked:
        known, count = query.heard.words, len(query.heard.relations)
        places = np.array([place for place, _ in query.pairs])
        own = slice(row, row := row + len(places))
        told[own, : len(query.parties), 0] = np.arange(party, party := party + len(query.parties))
        told[own, : len(query.parties), 1:] = [query.traits[place] for place, _ in query.pairs]
        at[own] = word + places
        text[own, :count] = np.arange(word, word := word + count)
        near[own, :count] = gaps(places, count)
        words.append(known[:count])
        spans = ((p.first, p.last) for p in query.parties)
        parties += [nobody if a is None or b is None else known[a : b + 1].mean(0) for a, b in spans]
    return {
        "words": np.concatenate(words),
        "parties": np.stack(parties),
        "told": told,
        "at": at,
        "labels": np.array([label for query in asked for _, label in query.pairs]),
        "text": text,
        "near": near,
    }


def _sigmoid(x: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-x)))


def _gelu(x: Array) -> Array:
    """Hendrycks and Gimpel 2016, in the tanh form."""
    return np.asarray(0.5 * x * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x * x * x))))


def passages(
    tokenizer: Any, text: Sequence[Sequence[str]], asked: Container[int], own: int = OWN, before: int = BEFORE
) -> Iterator[Passage]:
    """A text, given as sentences of words, in passages of about one length: pieces of the sentences that are asked for,
    one after the other, and of what stands before the first."""
    start, end, unknown = marks(tokenizer)

    def cut(number: int) -> list[list[int]]:
        return _within([_ids(tokenizer, word) or [unknown] for word in text[number]], _LONGEST)

    known = {n: cut(n) for n in range(len(text)) if n in asked}
    heard = list(known)
    for run in _shared_out([sum(map(len, known[n])) for n in heard], own):
        first, last = heard[run.start], heard[run.stop - 1]
        near, numbers = range(max(0, first - NEAR), first), range(first, last + 1)
        told = _within([ids for n in near for ids in cut(n)][::-1], before)[::-1]
        own_words = (ids for n in numbers for ids in (known[n] if n in known else [[]] * len(text[n])))
        found, places = [start], []
        for ids in (*told, *own_words):
            places.append((len(found), len(found) + len(ids) - 1) if ids else (0, 0))
            found += ids
        begins = list(accumulate((len(text[n]) for n in (*near, *numbers)), initial=0))
        sentences = [
            Place(n, begins[max(0, at - NEAR)], begins[at], begins[at + 1])
            for at, n in enumerate(numbers, len(near))
            if n in known
        ]
        yield Passage([*found, end], places, sentences)


def _within(words: Sequence[list[int]], most: int) -> list[list[int]]:
    """The pieces of words, of which those that come when there are more pieces than `most` have none."""
    ends = accumulate(map(len, words))
    return [ids if end <= most else [] for ids, end in zip(words, ends, strict=True)]


def _shared_out(sizes: Sequence[int], own: int) -> Iterator[range]:
    """The numbers of what has these sizes, in as few runs of about one size as come to about `own`."""
    most = sum(sizes) / max(1, math.ceil(sum(sizes) / own))
    first, size = 0, 0
    for number, more in enumerate(sizes):
        size += more
        if size >= most:
            yield range(first, number + 1)
            first, size = number + 1, 0
    if first < len(sizes):
        yield range(first, len(sizes))


@cache
def marks(tokenizer: Any) -> tuple[int, int, int]:
    """The pieces that stand at the start and at the end of a text, and for a word that has none."""
    start, end = tokenizer.encode("").ids
    return start, end, tokenizer.token_to_id("[UNK]")


@lru_cache(maxsize=1 << 16)
def _ids(tokenizer: Any, word: str) -> list[int]:
    ids: list[int] = tokenizer.encode(word, add_special_tokens=False).ids
    return ids


@cache
def encoder(name: Name) -> Encoder:
    """An encoder that ships with the program. Raises `ModelError` where its weights are missing."""
    import onnxruntime

    folder = files("westphalia.reading") / _FOLDER / name
    try:
        with as_file(folder) as path:
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            sessions = (
                onnxruntime.InferenceSession(path / file, options, ["CPUExecutionProvider"])
                for file in ("encoder.onnx", "ends.onnx")
            )
            hearing, telling = sessions
            cutter = tokenizer(path)
            with np.load(path / "heads.npz", allow_pickle=False) as held:
                heads = dict(held)
    except Exception as error:
        raise ModelError(
            f"the encoder's weights in {folder} cannot be read ({error}); install Westphalia again"
        ) from error
    return Encoder(name, hearing, telling, cutter, heads)


def tokenizer(folder: Path) -> Any:
    """What cuts words into the pieces that a model in this folder knows, each text at its own length."""
    from tokenizers import Tokenizer

    made = Tokenizer.from_file(str(folder / "tokenizer.json"))
    made.no_truncation()
    made.no_padding()
    return made
