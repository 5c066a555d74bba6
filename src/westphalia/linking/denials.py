"""Denials as what they deny: a REJECT of a claim ("dismissed the report") as a statement that it was not done."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from westphalia.linking import words
from westphalia.linking.rows import Row

__all__ = ["denials"]

DEEDS = frozenset({"AGREE", "SUPPORT", "COOPERATE", "AID", "REQUEST", "MOBILIZE"})
SPOKEN = ("asserted", "reported", "probable")
_WORD = re.compile(r"[\w'’-]+|[^\w\s]")
_THAT = frozenset({"it", "this", "them", "such"})
AFTER = 4
"""Words after the one that denies among which a claim is named: "rejected the widely spread claim"."""


def denials(rows: Sequence[Row]) -> list[Row]:
    """The statements by which someone denies a deed, each as the negative statement of it, under its own id.

    What is denied is what the denial names ("denies selling weapons to Russia"), or the deed that the text before it
    speaks of ("rejected the claim"), which must be one of the denier's and, where both tell a matter, of that matter.
    """
    pieces: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in rows:
        pieces[row.piece].append(row)
    denied = (_denied(row, told) for told in pieces.values() for row in told if _denies(row))
    return [deed for deed in denied if deed]


def _is_claim(row: Row) -> bool:
    """Whether a statement tells that help was given, an accord made or forces sent, as claims that are denied do."""
    told = row.kind == "event" and row.relation in DEEDS and row.polarity == "+" and row.modality in SPOKEN
    return told and bool(row.target) and bool(row.matters)


def _denies(row: Row) -> bool:
    """Whether a refusal is of a claim, not of a demand."""
    if row.relation != "REJECT" or row.polarity == "-" or row.modality not in SPOKEN or not row.source:
        return False
    return _names_claim(row) or (row.lemma == "deny" and bool(row.matters))


def _names_claim(row: Row) -> bool:
    at = row.sentence.find(row.trigger)
    after = _WORD.findall(row.sentence[at + len(row.trigger) :])[:AFTER]
    return bool(after) and (after[0] in _THAT or any(words.stem(word) in words.named("claims") for word in after))


def _denied(row: Row, told: Iterable[Row]) -> Row | None:
    """The deed that a denial denies, as a negative statement; None where the text does not show it."""
    deed = _answered(row, told)
    if deed is None and row.target and row.matters:
        deed = replace(row, relation="AID", mode=None)
    if deed is None:
        return None
    return replace(
        row,
        relation=deed.relation,
        mode=deed.mode,
        source=deed.source,
        target=deed.target,
        lemma=deed.lemma,
        matters=deed.matters,
        polarity="-",
        speaker="+".join(sorted(row.source)),
    )


def _answered(row: Row, told: Iterable[Row]) -> Row | None:
    """The deed in the nearest sentence before a denial that speaks of the denier, or of the denial's matter."""
    matters = frozenset[str]() if _names_claim(row) else row.matters
    before = [other for other in told if other.position < row.position and other.relation != "REJECT"]
    of_denier = [other for other in before if row.source <= other.ends]
    sentences = [list(group) for _, group in groupby(of_denier, key=lambda other: other.position)]
    for sentence in reversed(sentences):
        for other in sentence:
            if _is_claim(other) and (not matters or matters & other.matters):
                return other
        if not matters:
            return None
    return None
