"""The encoder: a small language model that has learnt, from annotated sentences, which word carries which relation and
who stands at its ends. It runs through ONNX Runtime on one core, without torch; `training/` makes its weights.

Network: MiniLM (6 layers, 384 wide, int8) over the word pieces of a sentence; a word is the mean of its first and last
piece. A head scores each (word, relation) pair; another scores each party as source and as target of such a pair, from
both vectors and from how the party stands to the word in the parse (`parties.Parties.traits`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt

from westphalia.errors import ModelError
from westphalia.reading.parties import TRAITS

__all__ = ["Encoder", "Heard", "encoder", "pieces"]

Array = npt.NDArray[np.float32]
_OWN, _BEFORE = 128, 40  # pieces of a sentence, and of the text before it, that are looked at
_BATCH = 32
_WIDTH = 384
_START, _END, _UNKNOWN = 101, 102, 100
_Cut = tuple[list[int], list[tuple[int, int]]]
_FOLDER = "data/encoder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What the encoder makes of a sentence: `words` (n × 384) and `relations` (n × labels, probabilities)."""

    words: Array
    relations: Array


class Encoder:
    """The network with its heads. `labels` are relations as `event:AGREE`, `tie:war`, `stance`."""

    def __init__(self, session: Any, tokenizer: Any, heads: Mapping[str, npt.NDArray[Any]]) -> None:
        self._session, self._tokenizer, self._heads = session, tokenizer, heads
        self.labels: tuple[str, ...] = tuple(map(str, heads["labels"]))
        self.names: tuple[str, ...] = tuple(map(str, heads["names"]))

    def hear(self, sentences: Sequence[tuple[Sequence[str], Sequence[str]]]) -> list[Heard]:
        """Each sentence, given as its words and the words before it; only its own words get relations."""
        cut = [pieces(self._tokenizer, own, before) for own, before in sentences]
        order = iter(sorted(range(len(cut)), key=lambda n: len(cut[n][0])))
        found: dict[int, Heard] = {}
        while batch := list(islice(order, _BATCH)):
            for number, hidden in zip(batch, self._run([cut[n][0] for n in batch]), strict=True):
                first, last = (np.array(side, dtype=np.int64) for side in zip(*cut[number][1], strict=True))
                words = (hidden[first] + hidden[last]) / 2
                own = words[: len(sentences[number][0])]
                found[number] = Heard(words=words, relations=_sigmoid(self._perceive("trig", own)))
        return [found[n] for n in range(len(cut))]

    def meet(self, heard: Heard, parties: Sequence[tuple[int, int]]) -> tuple[Array, Array]:
        """What `ends` compares, once a sentence: its words and parties, by first and last word ((-1, -1): none)."""
        vectors = [heard.words[a : b + 1].mean(0) if a >= 0 else np.zeros(_WIDTH, np.float32) for a, b in parties]
        return self._layer("pi", heard.words), self._layer("pm", np.stack(vectors))

    def ends(self, met: tuple[Array, Array], word: int, label: int, traits: npt.NDArray[np.int64]) -> Array:
        """Scores (log odds) of the parties as source and as target of a word's relation: parties × 2.

        `traits`: parties × `TRAITS`.
        """
        one, other = np.broadcast_to(met[0][word], met[1].shape), met[1]
        told = [self._heads[f"{name}.weight"][traits[:, n]] for n, name in enumerate(TRAITS)]
        relation = self._heads["el.weight"][label]
        relations = np.broadcast_to(relation, (len(other), len(relation)))
        return self._perceive("arg", np.concatenate([one, other, one * other, relations, *told], axis=1))

    def name(self, heard: Heard, word: int, label: int) -> str | None:
        """The finer name of a word's relation: a PLOVER mode, a kind of implication, stance or state; None for none."""
        scores = self._perceive("sub", np.concatenate([heard.words[word], self._heads["el.weight"][label]])[None])[0]
        own = [n for n, name in enumerate(self.names) if name.rpartition("/")[0] == self.labels[label]]
        if not own:
            return None
        return self.names[max(own, key=lambda n: float(scores[n]))].rpartition("/")[2] or None

    def _run(self, sentences: Sequence[Sequence[int]]) -> Array:
        longest = max(map(len, sentences))
        pieces = np.zeros((len(sentences), longest), np.int64)
        for row, sentence in enumerate(sentences):
            pieces[row, : len(sentence)] = sentence
        seen = (np.arange(longest) < np.array([len(s) for s in sentences])[:, None]).astype(np.int64)
        return np.asarray(self._session.run(None, {"pieces": pieces, "seen": seen})[0], dtype=np.float32)

    def _layer(self, name: str, x: Array) -> Array:
        return np.asarray(x @ self._heads[f"{name}.weight"].T + self._heads[f"{name}.bias"])

    def _perceive(self, name: str, x: Array) -> Array:
        """Two layers with GELU between."""
        return self._layer(f"{name}.out", _gelu(self._layer(f"{name}.in", x)))


def _sigmoid(x: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-x)))


def _gelu(x: Array) -> Array:
    """Hendrycks and Gimpel 2016, in the tanh form."""
    return np.asarray(0.5 * x * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x**3))))


def pieces(tokenizer: Any, own: Sequence[str], before: Sequence[str]) -> _Cut:
    """The word pieces of a sentence and of the end of what stands before it, and each word's first and last piece.

    Words that are cut off stand at the start, which is nobody's.
    """
    found, places = [_START], []
    for word in own:
        ids = _ids(tokenizer, word)
        fits = len(found) + len(ids) <= _OWN
        places.append((len(found), len(found) + len(ids) - 1) if fits else (0, 0))
        found += ids if fits else []
    found.append(_END)
    told: list[list[int]] = []
    for word in reversed(before):
        told.append(_ids(tokenizer, word))
        if sum(map(len, told)) > _BEFORE:
            told.pop()
            break
    places += [(0, 0)] * (len(before) - len(told))
    for ids in reversed(told):
        places.append((len(found), len(found) + len(ids) - 1))
        found += ids
    return [*found, _END] if told else found, places


def _ids(tokenizer: Any, word: str) -> list[int]:
    return tokenizer.encode(word, add_special_tokens=False).ids or [_UNKNOWN]


@cache
def encoder() -> Encoder:
    """The encoder that ships with the program. Raises `ModelError` where its weights are missing."""
    import onnxruntime
    from tokenizers import Tokenizer

    folder = files("westphalia.reading") / _FOLDER
    try:
        with as_file(folder) as path:
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            session = onnxruntime.InferenceSession(path / "encoder.onnx", options, ["CPUExecutionProvider"])
            tokenizer = Tokenizer.from_file(str(path / "tokenizer.json"))
            with np.load(path / "heads.npz", allow_pickle=False) as held:
                heads = dict(held)
    except Exception as error:
        raise ModelError(
            f"the encoder's weights in {folder} cannot be read ({error}); install Westphalia again"
        ) from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return Encoder(session, tokenizer, heads)
