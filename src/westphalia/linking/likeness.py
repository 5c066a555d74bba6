"""How likely two statements tell of one happening by words, names, places and documents, with learned weights.

The weights in `data/likeness.tsv` are a logistic regression's, fitted on ECB+ (Cybulska and Vossen 2014, CC BY 3.0) by
`python -m benchmarks.linking fit`; `python -m benchmarks.linking` measures such weights on topics not fitted on.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from westphalia.linking import words
from westphalia.linking.pool import Pool, cosine
from westphalia.linking.rows import Row
from westphalia.linking.senses import nearness

__all__ = ["FEATURES", "clusters", "features", "odds"]

ONE_FORM = 0.6
"""Two stems are forms of one word where their beginnings agree over this share of the longer."""
BASE = ("alike", "sentence", "near", "names", "rare")
FEATURES = (
    *("same word", "form", "shared sense", "near sense", "trigger words", "rare word", "rare other"),
    *("alike", "one document", "one sentence", "sentence", "near", "names", "other names", "places", "other places"),
    *(f"same word, {name}" for name in BASE),
    *(f"same word, alike, {name}" for name in BASE[1:]),
    *(f"shared sense, {name}" for name in BASE[:4]),
    *(f"near sense, alike, {name}" for name in BASE[1:4]),
    *(f"other word, alike, {name}" for name in BASE[1:4]),
    "said in the other",
)


def features(pool: Pool, one: Row, two: Row) -> tuple[float, ...]:
    """What is compared, one number for each of `FEATURES`, most between 0 and 1."""
    same, form = float(one.lemma == two.lemma), _prefix(one.lemma, two.lemma)
    shared, above = (0.0, 0.0) if same else nearness(one.lemma, two.lemma)
    word = max(same, float(form >= ONE_FORM))
    (sentence, near), (sentence2, near2) = pool.about(one), pool.about(two)
    alike = max(0.0, pool.alike(one.document, two.document))
    rare = min(pool.rarity(one.lemma), pool.rarity(two.lemma))
    names, other_names = _shared(one.ends | one.people, two.ends | two.people)
    places, other_places = _shared(_place(one), _place(two))
    base = (alike, cosine(sentence, sentence2), cosine(near, near2), names, rare)
    forms = (_stems(one.trigger), _stems(two.trigger))
    return (
        *(same, form * (1 - same), shared, above, _jaccard(*forms), rare * word, rare * (1 - word)),
        alike,
        float(one.document == two.document),
        float(one.sentence_id == two.sentence_id),
        *(*base[1:4], other_names, places, other_places),
        *(word * value for value in base),
        *(word * alike * value for value in base[1:]),
        *(shared * value for value in base[:4]),
        *(above * alike * value for value in base[1:4]),
        *((1 - word) * alike * value for value in base[1:4]),
        sentence.get(two.lemma, 0.0) + sentence2.get(one.lemma, 0.0),
    )


def odds(pool: Pool, one: Row, two: Row) -> float:
    """The log-odds that two statements tell of one happening, by `features`; dates and relations are not asked."""
    bias, weights = _learned()
    return bias + sum(w * x for w, x in zip(weights, features(pool, one, two), strict=True))


@cache
def _learned() -> tuple[float, tuple[float, ...]]:
    weight = {name: float(value) for name, value in words.lines("likeness.tsv", 2)}
    return weight["bias"], tuple(weight[name] for name in FEATURES)


def clusters(apart: Sequence[float], size: int, bound: float) -> list[int]:
    """Groups by average linkage: the number of each item's group.

    `apart` holds the distance of each pair in the order of `itertools.combinations`; groups whose members are further
    than `bound` apart on the average stay two.

    >>> clusters([0.1, 0.9, 0.9], 3, 0.5) in ([1, 1, 2], [2, 2, 1])
    True
    """
    if size < 2:
        return [1] * size
    from scipy.cluster.hierarchy import fcluster, linkage  # takes a second, which only linking should wait for

    return [int(group) for group in fcluster(linkage(np.asarray(apart), "average"), bound, "distance")]


@cache
def _prefix(one: str, two: str) -> float:
    """The share of the longer word over which the two begin alike."""
    same = next((i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    return same / max(len(one), len(two), 1)


@cache
def _stems(trigger: str) -> frozenset[str]:
    return frozenset(words.stem(word) for word in trigger.split()) - words.empty()


def _place(row: Row) -> frozenset[str]:
    return frozenset((row.place or "").lower().split()) - words.empty()


def _shared(one: frozenset[str], two: frozenset[str]) -> tuple[float, float]:
    """The share of the smaller set that both have; and whether they have nothing in common, though both are known."""
    if not one or not two:
        return 0.0, 0.0
    share = len(one & two) / min(len(one), len(two))
    return share, float(share == 0)


def _jaccard(one: frozenset[str], two: frozenset[str]) -> float:
    return len(one & two) / len(one | two) if one and two else 0.0
