"""Near-copies found without comparing all with all: MinHash signatures cut into bands (Broder 1997; Indyk, Motwani)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from westphalia.linking import words

__all__ = ["bands", "originals"]

BANDS, ROWS = 32, 3
"""Sets that share 0.6 of their members meet in a band with 0.9996, sets that share 0.2 with 0.23."""
_DRAWN = np.random.default_rng(1997).integers(0, 2**63, (2, BANDS * ROWS), dtype=np.uint64)
_FACTORS, _SHIFTS = _DRAWN[0] | np.uint64(1), _DRAWN[1]


def bands(shingles: frozenset[int]) -> list[tuple[int, bytes]]:
    """Where a set of 32-bit numbers is kept and looked up; the empty set nowhere.

    >>> one = words.shingles("The North fired two missiles into the sea on Friday, Seoul said")
    >>> two = words.shingles("The North fired two missiles into the sea on Friday, Seoul's military said")
    >>> bool(set(bands(one)) & set(bands(two))), bands(frozenset())
    (True, [])
    """
    if not shingles:
        return []
    members = np.fromiter(shingles, np.uint64, len(shingles))[:, None]
    least = ((members * _FACTORS + _SHIFTS) >> np.uint64(32)).astype(np.uint32).min(axis=0)
    return [(i, band.tobytes()) for i, band in enumerate(least.reshape(BANDS, ROWS))]


def originals(texts: Sequence[frozenset[int]]) -> list[int]:
    """For each text, by its shingles, the place of the first that it copies, or copies by way of others; else its own.

    >>> one, two = (words.shingles(f"Kenya and Tanzania opened the bridge at {x} today") for x in ("Taveta", "Holili"))
    >>> originals([one, words.shingles("Nothing of the kind was said about it"), one, two | one])
    [0, 1, 0, 0]
    """
    kept: dict[tuple[int, bytes], list[int]] = defaultdict(list)
    first: list[int] = []
    for i, text in enumerate(texts):
        keys = bands(text)
        met = next((j for key in keys for j in kept[key] if words.copies(text, texts[j])), None)
        first.append(i if met is None else first[met])
        for key in keys:
            kept[key].append(i)
    return first
