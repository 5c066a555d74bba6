"""The pool of statements that are compared: how telling each word is among them, and which documents are alike."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from westphalia.linking import words
from westphalia.linking.rows import Row

if TYPE_CHECKING:
    from scipy import sparse

__all__ = ["Pool", "Vector", "cosine"]

Vector = Mapping[str, float]
NEAR = 6
"""Words on either side of the carrying word that count as near it."""
COMMON = 0.2
"""In a large pool, a word in a larger share of documents tells nothing of what one is about."""
MOST = 200
"""Nor does one in more documents than this."""
BLOCK = 2000
"""Documents compared with all others at once: what is unlike is dropped before the next."""
KEPT = 20_000
"""Sentences and pairs of documents kept worked out; statements near in time, which are compared, come together."""
SELF = 0.3
"""A document's likeness to itself in its profile: that of two reports of one story."""
_WORD = re.compile(r"[A-Za-zÀ-ÿ0-9][\wÀ-ÿ-]*")


class Pool:
    """Word weights (idf), and document likeness, over the documents of some statements.

    Two documents are alike as far as they resemble the same other documents of the pool more than documents there do
    on the average: among reports of two like happenings (two trials, two visits), names and places part the two
    although most words are shared.
    """

    def __init__(self, documents: Mapping[str, str]) -> None:
        counts = {name: Counter(terms(text)) for name, text in documents.items()}
        self._size = max(2, len(counts))
        self._df = Counter(word for count in counts.values() for word in count)
        self._at = {name: i for i, name in enumerate(counts)}
        self._likeness, self._mean = _profiles(list(counts.values()), self._df)
        self._sums = np.asarray(self._likeness.sum(axis=1)).ravel()
        squares = np.asarray(self._likeness.multiply(self._likeness).sum(axis=1)).ravel()
        self._norms = np.sqrt(np.maximum(self._centred(squares, 2 * self._sums), 1e-9))
        self._alike: dict[tuple[str, str], float] = {}
        self._vectors: dict[tuple[str, str], tuple[Vector, Vector]] = {}

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Pool:
        """The pool of rows' documents, each as the sentences that statements were read in."""
        texts: dict[str, dict[str, str]] = {}
        for row in rows:
            texts.setdefault(row.document, {})[row.sentence_id] = row.sentence
        return cls({name: " ".join(sentences.values()) for name, sentences in texts.items()})

    def rarity(self, stem: str) -> float:
        """How few documents have a word, 0 (all) to 1 (one)."""
        return math.log(self._size / max(1, self._df[stem])) / math.log(self._size)

    def alike(self, one: str, two: str) -> float:
        """How alike two documents are, -1 to 1; one is its own like, and one that the pool does not know nothing's."""
        if one == two:
            return 1.0
        key = (one, two) if one < two else (two, one)
        if key not in self._alike:
            i, j = self._at.get(one), self._at.get(two)
            if i is None or j is None:
                return 0.0
            if len(self._alike) >= KEPT:
                self._alike.clear()
            product = self._centred(self._product(i, j), self._sums[i] + self._sums[j])
            self._alike[key] = float(product / (self._norms[i] * self._norms[j]))
        return self._alike[key]

    def _product(self, i: int, j: int) -> float:
        """The product of two documents' rows of likeness."""
        table = self._likeness
        one, two = (slice(table.indptr[n], table.indptr[n + 1]) for n in (i, j))
        _, at, to = np.intersect1d(table.indices[one], table.indices[two], assume_unique=True, return_indices=True)
        return float(table.data[one][at] @ table.data[two][to])

    def _centred(self, product: Any, sums: Any) -> Any:
        """A product of two rows that sum up to `sums`, had each been less the mean of the pool; or an array of such."""
        return product - self._mean * sums + self._likeness.shape[0] * self._mean * self._mean

    def about(self, row: Row) -> tuple[Vector, Vector]:
        """The sentence as a vector of its words, the carrying one left out; and the words near that one."""
        key = (row.sentence_id, row.trigger)
        if key not in self._vectors:
            if len(self._vectors) >= KEPT:
                self._vectors.clear()
            found = [words.stem(w) for w in _WORD.findall(row.sentence)]
            carrying = {words.stem(w) for w in _WORD.findall(row.trigger)}
            at = next((i for i, word in enumerate(found) if word in carrying), None)
            rest = [w for i, w in enumerate(found) if i != at]
            near = rest if at is None else found[max(0, at - NEAR) : at] + found[at + 1 : at + 1 + NEAR]
            self._vectors[key] = self._vector(rest), self._vector(near)
        return self._vectors[key]

    def _vector(self, stems: Sequence[str]) -> Vector:
        empty = words.empty()
        return unit({w: math.log(self._size / self._df[w]) + 0.1 for w in set(stems) - empty if self._df[w]})


def terms(text: str) -> list[str]:
    """A text's words as stems, names and figures once more as such; empty words left out."""
    empty, found = words.empty(), []
    for word in _WORD.findall(text):
        if word.lower() not in empty:
            found.append(words.stem(word))
            if not word[0].islower():
                found.append("=" + word.lower())
    return found


def unit(vector: Mapping[str, float]) -> Vector:
    """A vector at length 1."""
    length = math.sqrt(sum(x * x for x in vector.values())) or 1.0
    return {word: x / length for word, x in vector.items()}


def cosine(one: Vector, two: Vector) -> float:
    """The cosine of two vectors of length 1."""
    if len(two) < len(one):
        one, two = two, one
    return sum(x * two[word] for word, x in one.items() if word in two)


def _profiles(counts: Sequence[Counter[str]], df: Counter[str]) -> tuple[sparse.csr_matrix, float]:
    """Each document's likeness (tf-idf cosine) to each other, small ones dropped; and the mean of all pairs."""
    from scipy import sparse  # takes a second, which only linking should wait for

    size = len(counts)
    limit = size if size < 100 else min(COMMON * size, MOST)
    number = {word: i for i, word in enumerate(w for w, n in df.items() if 1 < n <= limit)}
    weighed = [
        unit({w: (1 + math.log(n)) * math.log(size / df[w]) for w, n in count.items()}) if size > 1 else {}
        for count in counts
    ]
    cells = [(i, number[w], x) for i, vector in enumerate(weighed) for w, x in vector.items() if w in number]
    at, word, weight = zip(*cells, strict=True) if cells else ((), (), ())
    matrix = sparse.csr_matrix((np.array(weight, float), (at, word)), shape=(size, max(1, len(number))))
    likeness = sparse.vstack([_likenesses(matrix, begin) for begin in range(0, max(1, size), BLOCK)], "csr")
    mean = float(likeness.sum()) / max(1, size * (size - 1))
    likeness.setdiag(max(SELF, mean))
    return sparse.csr_matrix(likeness), mean


def _likenesses(matrix: sparse.csr_matrix, begin: int) -> sparse.csr_matrix:
    """A block of rows' products with all rows, those with itself and small ones dropped."""
    from scipy import sparse

    found = sparse.coo_matrix(matrix[begin : begin + BLOCK] @ matrix.T)
    kept = (found.data >= 0.02) & (found.row + begin != found.col)
    return sparse.csr_matrix((found.data[kept], (found.row[kept], found.col[kept])), shape=found.shape)
