"""Statements as linking sees them: one `Row` for each line of `View.statements()`, with what is compared worked out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

import pyarrow as pa

from westphalia.errors import UnknownActor
from westphalia.linking import words
from westphalia.linking.tellings import dates_the_claim, only_tried
from westphalia.ontology.actors import atlas
from westphalia.records import Modality

__all__ = ["FIRMNESS", "Interval", "Row", "firmest", "latest_days", "overlap", "rows_of"]

FIRMNESS: tuple[Modality, ...] = (
    "asserted",
    "reported",
    "probable",
    "possible",
    "conditional",
    "forecast",
    "desired",
    "denied",
)

FUTURE: tuple[Modality, ...] = ("desired", "conditional", "forecast")
"""What is told so is wished, would be, or is to come."""

Interval = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A statement with what comparing needs.

    `source`, `target`: state codes, or actor ids where an actor is of no state. `piece` is the document and segment:
    nothing but a piece is one author's running text. `lemma` is the stem of the word that carries the relation,
    `bag` the stems of the sentence's common words, `titles` the names of treaties, forums and the like in it. `told`
    are the days on which it can have been told: of publication, else from the latest day that its document speaks of.
    `tried`: it tells of an attempt or a plan only. A day that is that of a claim bounds what is claimed from above.
    """

    id: str
    sentence_id: str
    piece: tuple[str, int]
    kind: str
    relation: str
    mode: str | None
    source: frozenset[str]
    target: frozenset[str]
    people: frozenset[str]
    polarity: str
    modality: Modality
    speaker: str
    when: Interval | None
    published: Interval
    place: str | None
    trigger: str
    lemma: str
    background: bool
    position: int
    sentence: str
    bag: frozenset[str]
    matters: frozenset[str]
    titles: frozenset[str]
    shingles: frozenset[int]
    publisher: str | None
    told: Interval = (None, None)
    tried: bool = False

    @property
    def document(self) -> str:
        """The id of its document."""
        return self.piece[0]

    @property
    def ends(self) -> frozenset[str]:
        """Everyone at either end."""
        return self.source | self.target

    @property
    def mutual(self) -> bool:
        """Whether the relation runs both ways: the same set on both sides."""
        return bool(self.source) and self.source == self.target

    @property
    def open_future(self) -> bool:
        """Whether it tells of what is wished, conditional or to come, not of what was."""
        return self.modality in FUTURE


def rows_of(statements: pa.Table) -> list[Row]:
    """The table's statements in reading order: by publication, document, place in the text, id."""
    lines = statements.to_pylist()
    rows = [row_of(line) for line in lines]
    latest = latest_days(lines)
    titles = _Titles(title for row in rows for title in row.titles)
    rows = [
        replace(
            row,
            told=row.published if any(row.published) else (latest.get(row.document), None),
            titles=row.titles | titles.standing_in(row.sentence),
        )
        for row in rows
    ]
    return sorted(rows, key=lambda row: (row.published[0] or date.max, row.piece, row.position, row.id))


def latest_days(lines: Iterable[Mapping[str, Any]]) -> dict[str, date]:
    """The latest day that each document tells of as past or present, by its id: it cannot have been written before.

    `lines` are those of `View.statements()`.
    """
    latest: dict[str, date] = {}
    for line in lines:
        day = line["when_start"] or line["when_end"]
        if day and line["modality"] not in FUTURE:
            latest[line["document_id"]] = max(latest.get(line["document_id"], date.min), day)
    return latest


class _Titles:
    """Titles of three words and more, found also where a text writes them in small letters."""

    def __init__(self, titles: Iterable[str]) -> None:
        self._by_start: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for title in set(titles):
            found = title.split()
            if len(found) >= 3:
                self._by_start[tuple(found[:2])].add(title)

    def standing_in(self, sentence: str) -> frozenset[str]:
        found = re.findall(r"[\w'’-]+", sentence.lower()) if self._by_start else []
        return frozenset(
            title
            for i, pair in enumerate(pairwise(found))
            for title in self._by_start.get(pair, ())
            if title.split() == found[i : i + len(title.split())]
        )


def row_of(line: dict[str, Any]) -> Row:
    """One line of `View.statements()` as a Row."""
    sentence, trigger = str(line["sentence"] or ""), str(line["trigger"] or "")
    bag = words.bag(sentence)
    start, end = line["when_start"], line["when_end"]
    people = [*(line["source_actors"] or ()), *(line["target_actors"] or ())]
    codes = {*(line["source"] or ()), *(line["target"] or ())}
    return Row(
        id=str(line["id"]),
        sentence_id=str(line["sentence_id"]),
        piece=(str(line["document_id"]), int(line["segment"] or 0)),
        kind=str(line["kind"]),
        relation=str(line["relation"]),
        mode=line["mode"],
        source=frozenset(line["source"] or line["source_actors"] or ()),
        target=frozenset(line["target"] or line["target_actors"] or ()),
        people=frozenset(p for p in people if p not in codes and _is_person(p)),
        polarity=str(line["polarity"]),
        modality=line["modality"],
        speaker=_speaker(line),
        when=None if start is None and end is None else (start if not _said_then(line) else None, end),
        published=(line["published_start"], line["published_end"]),
        place=line["place"] or None,
        trigger=trigger,
        lemma=words.carrier(str(line["method"] or ""), trigger),
        background=bool(line["background"]),
        position=int(line["sentence_start"] or 0),
        sentence=sentence,
        bag=bag,
        matters=words.matters(words.near(sentence, trigger)) or words.matters(bag),
        titles=words.titles(sentence),
        shingles=words.shingles(sentence),
        publisher=line["publisher"] or None,
        tried=only_tried(sentence, trigger),
    )


def _said_then(line: dict[str, Any]) -> bool:
    """Whether a statement's day is that of a claim: what is claimed was then by its end, from when is not told."""
    claimed = line["modality"] == "reported" and line["attribution_kind"] not in (None, "author")
    cue = str(line.get("attribution_cue") or "")
    ends = line["when_end"] is not None
    return claimed and ends and dates_the_claim(str(line["sentence"] or ""), cue, str(line["trigger"] or ""))


@cache
def _is_person(actor_id: str) -> bool:
    """Whether an actor is a person; ids of persons that no table has begin with PER."""
    try:
        return atlas().actor(actor_id).kind == "person"
    except UnknownActor:
        return actor_id.startswith("PER.")


def _speaker(line: dict[str, Any]) -> str:
    """Who is answerable, as one string to compare: codes, else the words, else nothing for the author."""
    if line["attribution_kind"] in (None, "author"):
        return ""
    codes: Iterable[str] = line["attributed_to"] or ()
    return "+".join(sorted(codes)) or str(line["attribution_text"] or "unnamed").lower()


def overlap(one: Interval | None, two: Interval | None) -> bool:
    """Whether two intervals of days may share one; an open end or no date at all rules nothing out.

    >>> overlap((date(2023, 9, 1), date(2023, 9, 30)), (date(2023, 9, 18), date(2023, 9, 18)))
    True
    >>> overlap((date(2023, 9, 1), date(2023, 9, 2)), (date(2023, 9, 3), None))
    False
    """
    if one is None or two is None:
        return True
    return (one[1] or date.max) >= (two[0] or date.min) and (two[1] or date.max) >= (one[0] or date.min)


def firmest(rows: Iterable[Row]) -> Modality:
    """The firmest modality among rows."""
    return min((row.modality for row in rows), key=FIRMNESS.index)
