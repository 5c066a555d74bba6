"""Stage `occasions`: the day of what a sentence before or behind tells, where one says when it was.

"Malian boats fired on a trawler. The incident occurred on 3 May" dates the firing; "An incident occurred on 3 May.
Malian boats fired" does too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from spacy.tokens import Token

from westphalia.reading.classes import classes
from westphalia.reading.reading import Draft, Parsed, Reading, TimeExpression
from westphalia.reading.scope import has
from westphalia.records import When

__all__ = ["occasions"]

_HAPPENING = frozenset({"occur", "happen", "date", "begin", "start"})
_POINTING = frozenset({"the", "this", "these", "that", "it", "both"})
_COUNTING = frozenset({"first", "second", "third", "fourth", "last", "final", "next", "other"})
_DEEDS = frozenset({"ASSAULT", "COERCE", "MOBILIZE"})


@dataclass(frozen=True, slots=True)
class _Occasion:
    """Which relations were on a day, and whether they are told before the sentence that names it or behind."""

    relations: frozenset[str]
    when: When
    before: bool


def occasions(reading: Reading) -> Reading:
    """Undated events of the sentence next to one that says when "the incident" was have its day."""
    phrases: dict[str, list[TimeExpression]] = {}
    for found in reading.times:
        phrases.setdefault(found.sentence_id, []).append(found)
    days: dict[str, _Occasion] = {}
    for index, parsed in enumerate(reading.parsed):
        occasion = _occasion(parsed, phrases.get(parsed.sentence.id, []))
        told = _beside(reading, index, occasion, phrases) if occasion else None
        if occasion and told is not None:
            days.setdefault(told.sentence.id, occasion)
    return replace(reading, drafts=tuple(_dated(d, days) for d in reading.drafts)) if days else reading


def _dated(draft: Draft, days: Mapping[str, _Occasion]) -> Draft:
    occasion = days.get(draft.parsed.sentence.id)
    real = draft.modality in ("asserted", "reported", "probable") and not draft.background
    if occasion is None or draft.when is not None or not real or draft.relation not in occasion.relations:
        return draft
    return replace(draft, when=replace(occasion.when, basis="context"))


def _occasion(parsed: Parsed, phrases: list[TimeExpression]) -> _Occasion | None:
    """What a sentence says was on a day, where that is all it says."""
    when = phrases[0].when if len(phrases) == 1 else None
    root = parsed.root
    place = root.lemma_ == "take" and has(root, "dobj", "place")
    if when is None or when.start is None or when.end is None or not (root.lemma_ in _HAPPENING or place):
        return None
    subject = next((c for c in root.children if c.dep_ == "nsubj"), None)
    if subject is None or any(c.dep_ in ("conj", "advcl", "xcomp", "neg") for c in root.children):
        return None
    word = subject.lemma_.lower()
    relations = frozenset({"CONSULT"}) if word in classes()["talk"] else _DEEDS
    if word != "it" and word not in classes()["occasions"]:
        return None
    return _Occasion(relations | ({"CONSULT"} if word == "it" else frozenset()), when, _points_back(subject))


def _points_back(subject: Token) -> bool:
    """Whether "the incident" was told of already; "the first incident", "an incident" is told next."""
    words = {subject.lower_, *(c.lower_ for c in subject.children)}
    return bool(words & _POINTING) and not words & _COUNTING


def _beside(
    reading: Reading, index: int, occasion: _Occasion, phrases: Mapping[str, list[TimeExpression]]
) -> Parsed | None:
    """The sentence that tells what was on the occasion: the one next to it that does so, without a date."""
    here = reading.parsed[index].sentence.segment
    telling = {d.parsed.sentence.id for d in reading.drafts if d.relation in occasion.relations}
    for parsed in _around(reading, index, occasion.before):
        if parsed.sentence.segment != here or parsed.sentence.id in phrases:
            return None
        if parsed.sentence.id in telling:
            return parsed
    return None


def _around(reading: Reading, index: int, before: bool) -> Iterator[Parsed]:
    """The two sentences before one, nearest first, or the one behind it."""
    yield from reversed(reading.parsed[max(0, index - 2) : index]) if before else reading.parsed[index + 1 : index + 2]
