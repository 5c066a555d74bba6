"""The encoders: language models that have learnt, from annotated sentences, which word carries which relation and who
stands at its ends. They run through ONNX Runtime on one core, without torch; `training/` makes their weights.

Network: MiniLM (6 layers, 384 wide) or, more accurate and slower, MPNet (12 layers, 768 wide), in whole numbers of
eight bits, over the word pieces of a sentence; a word is the mean of its first and last piece. A head scores each
(word, relation) pair; a small network scores what each party is to such a pair (`casting.CHANCES`), from both vectors
and from how the party stands to the word in the parse (`parties.Parties.traits`), beside the other parties and words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from westphalia.errors import ModelError
from westphalia.reading.parties import FAR, distance

__all__ = ["Encoder", "Heard", "Name", "encoder", "gaps", "pieces", "tokenizer"]

Array = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int64]
Pairs = tuple[Whole, Whole]
Name = Literal["encoder", "accurate"]
"""Which encoder: the folder of its weights."""
_OWN, _BEFORE = 128, 40  # pieces of a sentence, and of the text before it, that are looked at
_STEPS: Whole = np.array([distance(gap) for gap in range(-FAR[-1], FAR[-1] + 1)])
_Cut = tuple[list[int], list[tuple[int, int]]]
_FOLDER = "data"
_EXACT = ("session.x64quantprecision", "1")  # sums of int8 products never run over, whatever the processor


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What the encoder makes of a sentence: `words` (n × its width) and `relations` (n × labels, probabilities)."""

    words: Array
    relations: Array


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

    def hear(self, sentences: Sequence[tuple[Sequence[str], Sequence[str]]]) -> list[Heard]:
        """Each sentence, given as its words and the words before it; only its own words get relations.

        Each is heard alone: the whole numbers are scaled by what is heard together, so that what is read in a sentence
        would else depend on its neighbours; and nothing is spent on padding.
        """
        return [self._hear(own, before) for own, before in sentences]

    def _hear(self, own: Sequence[str], before: Sequence[str]) -> Heard:
        found, places = pieces(self._tokenizer, own, before)
        asked = np.array([found], dtype=np.int64)
        hidden = np.asarray(self._session.run(None, {"pieces": asked, "seen": np.ones_like(asked)})[0][0])
        first, last = np.array(places, dtype=np.int64).T
        words = (hidden[first] + hidden[last]) / 2
        return Heard(words=words, relations=_sigmoid(self._perceive("trig", words[: len(own)])))

    def ends(
        self, heard: Heard, parties: Sequence[tuple[int, int]], pairs: Pairs, traits: Whole
    ) -> tuple[Array, Array]:
        """What the parties may be to the relations of words, in log odds: pairs × parties × `casting.CHANCES`; and
        whether the same states stand on both sides of each pair.

        `parties`: first and last word of each ((-1, -1): none); `pairs`: words and labels; `traits`: pairs × parties ×
        `TRAITS`.
        """
        nobody = np.zeros(heard.words.shape[1], np.float32)
        vectors = np.stack([heard.words[a : b + 1].mean(0) if a >= 0 else nobody for a, b in parties])
        words, labels = pairs
        rows = np.broadcast_to(np.arange(len(parties))[None, :, None], (*traits.shape[:2], 1))
        count = len(heard.relations)
        asked = {
            "words": heard.words,
            "parties": vectors,
            "told": np.concatenate([rows, traits], axis=-1),
            "at": words,
            "labels": labels,
            "text": np.broadcast_to(np.arange(count), (len(words), count)),
            "near": gaps(words, count),
        }
        odds, shared = self._telling.run(None, asked)
        return np.asarray(odds), np.asarray(shared)

    def finer(self, heard: Heard, pairs: Pairs) -> list[str | None]:
        """The finer name of each word's relation: a PLOVER mode, a kind of implication, stance or state; None for
        none."""
        known = np.concatenate([heard.words[pairs[0]], self._heads["relation.weight"][pairs[1]]], axis=1)
        scores = self._perceive("sub", known).tolist()
        return [self._name(label, own) for label, own in zip(pairs[1].tolist(), scores, strict=True)]

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


def _sigmoid(x: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-x)))


def _gelu(x: Array) -> Array:
    """Hendrycks and Gimpel 2016, in the tanh form."""
    return np.asarray(0.5 * x * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x * x * x))))


def pieces(tokenizer: Any, own: Sequence[str], before: Sequence[str]) -> _Cut:
    """The word pieces of a sentence and of the end of what stands before it, and each word's first and last piece.

    Words that are cut off stand at the start, which is nobody's.
    """
    start, end, unknown = marks(tokenizer)
    found, places = [start], []
    for word in own:
        ids = _ids(tokenizer, word) or [unknown]
        fits = len(found) + len(ids) <= _OWN
        places.append((len(found), len(found) + len(ids) - 1) if fits else (0, 0))
        found += ids if fits else []
    found.append(end)
    told: list[list[int]] = []
    for word in reversed(before):
        told.append(_ids(tokenizer, word) or [unknown])
        if sum(map(len, told)) > _BEFORE:
            told.pop()
            break
    places += [(0, 0)] * (len(before) - len(told))
    for ids in reversed(told):
        places.append((len(found), len(found) + len(ids) - 1))
        found += ids
    return [*found, end] if told else found, places


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
            options.add_session_config_entry(*_EXACT)
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
