"""Statements that tell of one happening, gathered: greedy clustering from the best-dated statements down."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import combinations
from typing import TypeVar

from westphalia.linking import words
from westphalia.linking.independence import independent
from westphalia.linking.likeness import odds
from westphalia.linking.pool import Pool
from westphalia.linking.rows import Interval, Row, firmest, overlap
from westphalia.records import Event, When, content_id

__all__ = ["Happening", "event_of", "family", "gather", "repeats"]

ENOUGH = 3.0
ENOUGH_REPEATED = 4.0
FRESH_DAYS = 45
COMPARED = 8
WIDE = 15
RETOLD_DAYS = 10
MISTAKEN_DAYS = 3
"""Two reports may be wrong about the day of one happening by this much, where all else says that it is one."""
SPELL_DAYS = 62
CLAIMED_TOO = 1.5
"""Points for two claims of one deed: short of enough, as both must also have words or days in common."""
NEAREST = 50
"""How many happenings of the same actors and family, or of one name, a statement is compared with: those nearest in
time, so that the record of a busy pair is not compared all with all."""
_T = TypeVar("_T")


@cache
def _families() -> dict[str, tuple[str, bool]]:
    return {relation: (name, again == "yes") for relation, name, again, _ in words.lines("families.tsv", 4)}


def family(relation: str) -> str:
    """The family of relations that reporters use for one happening; a relation of no family is its own."""
    return _families().get(relation, (relation, False))[0]


def repeats(relation: str) -> bool:
    """Whether the same actors do the like day after day."""
    return _families().get(relation, (relation, False))[1]


@dataclass(slots=True)
class Happening:
    """A happening under construction: its statements, firmest and best dated first."""

    rows: list[Row] = field(default_factory=list)
    pool: Pool | None = None

    @property
    def seed(self) -> Row:
        """The statement it was begun with."""
        return self.rows[0]

    def takes(self, row: Row) -> float:
        """How well `row` fits, 1 being enough, 0 where it must not: every statement compared with has a veto."""
        if any(vetoed(row, other) for other in self.rows[:COMPARED]):
            return 0.0
        return max(likeness(row, other, self.pool) / _enough(row, other) for other in self.rows[:COMPARED])


def _enough(one: Row, two: Row) -> float:
    """The points needed: more for what is done day after day, unless it is the visit that one text is about."""
    if repeats(one.relation) and not (one.piece == two.piece and family(one.relation) == "talks"):
        return ENOUGH_REPEATED
    return ENOUGH


def gather(rows: Sequence[Row]) -> list[Happening]:
    """Event statements as happenings; each statement is in exactly one.

    The best-dated come first, so that an undated mention joins a dated happening and never chains two of them.
    States that end a visit (a return home) join the visit.
    """
    pool = Pool.of(rows)
    happenings: list[Happening] = []
    index: dict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
    for row in sorted((r for r in rows if r.kind == "event"), key=_precedence):
        keys = _keys(row)
        near = sorted({i for key in keys for i in _nearest(index[key], _day(row))})
        scored = [(happenings[i].takes(row), -i) for i in near]
        best, negative = max(scored, default=(0.0, 0))
        if best >= 1.0:
            chosen = -negative
            happenings[chosen].rows.append(row)
        else:
            chosen = len(happenings)
            happenings.append(Happening([row], pool))
        entry = (_day(happenings[chosen].seed), chosen)
        for kept in (index[key] for key in keys):
            at = bisect_left(kept, entry)
            if kept[at : at + 1] != [entry]:
                kept.insert(at, entry)
    happenings = _with_undated(happenings)
    _close_visits(happenings, [r for r in rows if r.kind == "state"])
    return happenings


def _with_undated(happenings: Sequence[Happening]) -> list[Happening]:
    """The happenings, with undated ones joined to the one dated one of the same persons, deed and place, if any.

    The words of two tellings may have little in common; two persons do not meet twice at one place within weeks.
    """
    dated: dict[tuple[str, str, frozenset[str]], list[Happening]] = defaultdict(list)
    for happening in happenings:
        for row in happening.rows:
            if row.when and len(row.people) > 1:
                dated[family(row.relation), row.polarity, row.people].append(happening)
    joined: set[int] = set()
    for happening in happenings:
        if not any(row.when for row in happening.rows):
            near = [(h, row) for row in happening.rows for h in dated[family(row.relation), row.polarity, row.people]]
            found = {id(h): h for h, row in near if _at_one_place(row, h) and _may_be_one(happening, h)}
            if len(found) == 1:
                next(iter(found.values())).rows += happening.rows
                joined.add(id(happening))
    return [happening for happening in happenings if id(happening) not in joined]


def _at_one_place(row: Row, happening: Happening) -> bool:
    """Whether a telling names a place that one of the happening's does, told about the same days."""
    place = (row.place or "").lower()
    return bool(place) and any(
        (other.place or "").lower() == place and other.lemma == row.lemma and _told_soon(row, other)
        for other in happening.rows
    )


def _told_soon(row: Row, dated: Row) -> bool:
    """Whether a statement was told in the weeks after the day of a dated one."""
    day, told = (dated.when or dated.told)[0], row.told[0]
    return bool(day and told) and 0 <= (told - day).days <= FRESH_DAYS  # type: ignore[operator]


def _may_be_one(one: Happening, two: Happening) -> bool:
    return not any(vetoed(a, b) for a in one.rows[:COMPARED] for b in two.rows[:COMPARED])


def _nearest(kept: Sequence[tuple[int, int]], day: int) -> list[int]:
    """Of happenings by day those around a day, half of them before it where there are as many."""
    begin = min(bisect_left(kept, (day,)) - NEAREST // 2, len(kept) - NEAREST)
    return [i for _, i in kept[max(0, begin) : max(0, begin) + NEAREST]]


def _day(row: Row) -> int:
    """The middle of the days told, or else of those of publication, as a number; 0 where there is none."""
    known = [day.toordinal() for day in row.when or row.published if day]
    return sum(known) // max(1, len(known))


def _precedence(row: Row) -> tuple[object, ...]:
    days = _width(row.when) if row.when else 20_000
    return (row.background, row.open_future, days, row.published[0] or date.max, row.piece, row.position, row.id)


def _keys(row: Row) -> list[tuple[str, ...]]:
    """Where a statement is looked up: its family, polarity and wish, by each pair of actors and by its piece.

    Within a piece all of a family are compared, because an end may be left open there; elsewhere a pair must agree,
    or the treaty or forum that both name. What one claims to have been sold, another claims to have been given.
    """
    tail = row.polarity + ("?" if row.open_future else "")
    side = family(row.relation) + tail
    if row.mutual:
        pairs = list(combinations(sorted(row.ends), 2))
    else:
        pairs = [(min(a, b), max(a, b)) for a in row.source for b in row.target]
    if not pairs or len(pairs) > WIDE:
        pairs = [("+".join(sorted(row.ends)), "")]
    named = [(side, "named", title) for title in sorted(row.titles)]
    if row.relation == "COOPERATE" and row.modality == "reported" and not row.mutual:
        named += [(family("AID") + tail, *pair) for pair in sorted(set(pairs))]
    return [(side, "in", row.piece[0], str(row.piece[1])), *((side, *pair) for pair in sorted(set(pairs))), *named]


def vetoed(one: Row, two: Row) -> bool:
    """Whether two statements of a family cannot tell of one happening: ends, days or persons rule it out."""
    if not ends_agree(one, two) or not (overlap(one.when, two.when) or _misdated(one, two)):
        return True
    if one.people and two.people and one.mutual == two.mutual and not one.people & two.people:
        return family(one.relation) in ("talks", "blame")
    return one.tried != two.tried or bool(one.modality == "denied") != bool(two.modality == "denied")


def _misdated(one: Row, two: Row) -> bool:
    """Whether two statements with different days still tell of one happening: named alike or copied, days apart."""
    gap = _apart(one, two)
    if gap is None or gap > RETOLD_DAYS or one.lemma != two.lemma or one.ends != two.ends:
        return False
    one_thing = len(one.people & two.people) > 1 or _one_instrument(one, two)
    if one.document != two.document and gap <= MISTAKEN_DAYS and one_thing:
        return True
    if one.document == two.document or repeats(one.relation):
        return words.copies(one.shingles, two.shingles)
    return bool(one.titles & two.titles) or words.copies(one.shingles, two.shingles)


def _one_instrument(one: Row, two: Row) -> bool:
    """Whether both tell of a treaty: the same two do not sign two within days."""
    return family(one.relation) == "accord" and one.mutual and "treaty" in one.matters & two.matters


def ends_agree(one: Row, two: Row) -> bool:
    """Whether the actors may be the same: equal or nested on each side, direction kept where both have one."""
    if one.mutual != two.mutual:
        lone, both = (two, one) if one.mutual else (one, two)
        if not lone.target:
            named = _may_be_named(lone, both)
            near = one.piece == two.piece and _same_traveller(one, two)
            return lone.source <= both.source and (near or named)
        if not (lone.source & both.ends and lone.target & both.ends):
            return False
    if one.mutual or two.mutual:
        return _nested(one.ends, two.ends) and (len(one.ends & two.ends) >= 2 or one.ends == two.ends)
    if not one.target or not two.target:
        same = one.target == two.target or (one.piece == two.piece and one.lemma == two.lemma)
        return bool(one.source & two.source) and same
    return _nested(one.source, two.source) and _nested(one.target, two.target)


def _may_be_named(lone: Row, both: Row) -> bool:
    """Whether the treaty or forum that one names is the other's, which may only call it a treaty."""
    if lone.titles & both.titles:
        return lone.lemma == both.lemma
    untitled = lone.relation == both.relation == "SUPPORT" and "treaty" in both.matters and not both.titles
    return bool(lone.titles) and untitled


def _same_traveller(one: Row, two: Row) -> bool:
    return family(one.relation) == "talks" and bool(one.people & two.people)


def _nested(one: frozenset[str], two: frozenset[str]) -> bool:
    small, large = sorted((one, two), key=len)
    return small <= large and len(small) * 4 >= len(large)


def likeness(one: Row, two: Row, pool: Pool | None = None) -> float:
    """How much speaks for one happening, in points (`ENOUGH` of them are needed)."""
    if one.document != two.document and words.copies(one.shingles, two.shingles):
        return 10.0
    points = -1.0 * (one.relation != two.relation) + min(2.0, 6.0 * _resemblance(one.bag, two.bag))
    points += 2.0 * _meeting_on_visit(one, two)
    points += 1.0 * (one.mode is not None and one.mode == two.mode)
    points += 2.0 * bool(one.titles & two.titles)
    points += 1.0 * bool(one.people & two.people)
    points += _same_days(one, two) + _same_place(one, two) + _same_matter(one, two)
    points += 1.0 * (one.piece == two.piece) + CLAIMED_TOO * _taken_up(one, two)
    if points + 2.0 < _enough(one, two):  # the words, which are the dearest to compare, could not carry it
        return points
    return points + 2.0 * _one_deed(one, two, pool)


def _taken_up(one: Row, two: Row) -> bool:
    """Whether both are claims of the same deed on the same matter, told in the same weeks in two documents.

    What one government alleges, others allege too, and it is brought before the United Nations.
    """
    if one.document == two.document or not {one.modality, two.modality} <= {"reported"} or repeats(one.relation):
        return False
    same = bool(one.target) and (one.source, one.target) == (two.source, two.target)
    gap = _apart(one, two)
    return same and bool(one.matters & two.matters) and gap is not None and gap <= FRESH_DAYS


def _one_deed(one: Row, two: Row, pool: Pool | None) -> bool:
    """Whether the carrying words are one; in two documents, whether the learned likeness says that they tell of one."""
    if not one.lemma or not two.lemma or one.lemma == two.lemma:
        return bool(one.lemma) and one.lemma == two.lemma
    return pool is not None and one.document != two.document and odds(pool, one, two) > 0


def _same_days(one: Row, two: Row) -> float:
    """Points for days: the narrower the common interval the more; undated news of another season count against."""
    if one.when and two.when:
        widths = sorted((_width(one.when), _width(two.when)))
        if widths[1] > SPELL_DAYS >= widths[0]:
            return -1.0
        return 2.0 if widths[1] <= 1 else 1.0 if widths[1] <= SPELL_DAYS else 0.0
    if one.piece == two.piece:
        return 0.0
    gap = _apart(one, two)
    if gap is None:
        return 0.0
    if gap <= 7:
        return 1.0
    return 0.0 if gap <= FRESH_DAYS or one.background or two.background else -2.0


def _meeting_on_visit(one: Row, two: Row) -> bool:
    """Whether one tells of the journey and the other of the meeting that it was for."""
    if {one.modality, two.modality} & {"possible", "probable"}:
        return False
    return family(one.relation) == "talks" and one.mutual != two.mutual and one.ends == two.ends


def _width(interval: Interval) -> int:
    """Days from first to last; an open interval is very wide."""
    return (interval[1] - interval[0]).days if interval[0] and interval[1] else 10_000


def _apart(one: Row, two: Row) -> int | None:
    """Days between the two, by the event's day where it is told and by publication where it is not."""
    first, last = sorted((_around(one), _around(two)), key=lambda i: i[0] or date.min)
    if None in first or None in last:
        return None
    return max(0, (last[0] - first[1]).days)  # type: ignore[operator]


def _around(row: Row) -> Interval:
    if row.when:
        return row.when
    start, end = row.published
    return (start - timedelta(days=7) if start and not row.background else start, end)


def common(one: Interval, two: Interval) -> Interval:
    """What two intervals share."""
    starts = [day for day in (one[0], two[0]) if day]
    ends = [day for day in (one[1], two[1]) if day]
    return (max(starts, default=None), min(ends, default=None))


def _same_place(one: Row, two: Row) -> float:
    if not one.place or not two.place:
        return 0.0
    if one.place.lower() == two.place.lower():
        return 1.5
    return 0.0 if one.piece == two.piece else -0.5


def _same_matter(one: Row, two: Row) -> float:
    if not one.matters or not two.matters:
        return 0.0
    return 1.0 if one.matters & two.matters else -2.0


def _resemblance(one: frozenset[str], two: frozenset[str]) -> float:
    return len(one & two) / len(one | two) if one and two else 0.0


def _close_visits(happenings: Iterable[Happening], states: Iterable[Row]) -> None:
    """Let a visitor's return home join the visit that it ends: same traveller, same text, day within or just after."""
    visits: dict[str, list[Happening]] = defaultdict(list)
    for happening in happenings:
        if happening.seed.relation == "CONSULT" and happening.seed.polarity == "+":
            for document in {row.document for row in happening.rows}:
                visits[document].append(happening)
    for state in states:
        if state.lemma != "return" and "return" not in state.relation:
            continue
        for visit in visits[state.document]:
            if any(_ends_visit(state, row) for row in visit.rows):
                visit.rows.append(state)
                break


def _ends_visit(state: Row, visit: Row) -> bool:
    if visit.document != state.document or not state.source or visit.open_future:
        return False
    if not (state.source <= visit.source and visit.mode == "visit"):
        return False
    if state.when is None or visit.when is None or state.when[0] is None:
        return visit.when is None
    last = visit.when[1] or state.when[0]
    return (visit.when[0] or date.min) <= state.when[0] <= last + timedelta(days=3)


def event_of(happening: Happening) -> Event:
    """The finished record: dates narrowed, ends and relation by majority, reports and publishers counted."""
    told = [row for row in happening.rows if row.kind == "event"]
    relation, mode = _common_most((r.relation, r.mode or "") for r in told)
    source, target = _common_most((tuple(sorted(r.source)), tuple(sorted(r.target))) for r in _plainest(told))
    places = Counter(row.place for row in told if row.place)
    return Event(
        id=content_id("e", happening.seed.id),
        relation=relation,
        mode=mode or next((r.mode for r in told if r.mode and r.relation == relation), None),
        source=source,
        target=target,
        when=narrowed(happening.rows),
        place=places.most_common(1)[0][0] if places else None,
        polarity=told[0].polarity,  # type: ignore[arg-type]
        certainty=firmest(told),
        statements=tuple(sorted(row.id for row in happening.rows)),
        reports=len({row.document for row in happening.rows}),
        publishers=independent(happening.rows),
    )


def _plainest(rows: list[Row]) -> list[Row]:
    """The rows with both ends told, or all where none has."""
    return [row for row in rows if row.source and row.target] or rows


def _common_most(values: Iterable[_T]) -> _T:
    return Counter(values).most_common(1)[0][0]


def narrowed(rows: Iterable[Row]) -> When | None:
    """The days that all dated statements allow, or the best-dated one's where they allow none."""
    found: Interval | None = None
    for row in rows:
        if row.when is None:
            continue
        if row.kind == "state":
            if found and found[1] and row.when[1]:
                found = (found[0], max(found[0] or date.min, min(found[1], row.when[1])))
        elif found is None:
            found = row.when
        else:
            shared = common(found, row.when)
            found = shared if not (shared[0] and shared[1] and shared[0] > shared[1]) else found
    return None if found is None else When(start=found[0], end=found[1], basis=None)
