"""Statements that cannot all hold, or that differ in how sure they are: Disagreements, each with its sides."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import combinations, islice, pairwise, product
from typing import Literal

from westphalia.linking import words
from westphalia.linking.denials import denials
from westphalia.linking.happenings import Happening, family
from westphalia.linking.places import point
from westphalia.linking.rows import Row, overlap
from westphalia.ontology.labels import STANCES, sign
from westphalia.records import Disagreement, content_id

__all__ = ["conflicts"]

JOURNEYS = frozenset({"visit", "travel", "arrive", "tour", "return", "leave", "go", "send", "come"})
HELP = frozenset({"accord", "request", "aid", "arms_supply", "military_cooperation", "support", "proliferation"})
LAPSE_DAYS = 180
ADMITTED_DAYS = 365
"""An admission is of what was denied up to so many days before."""
LADDER = ("asserted", "reported", "probable", "possible")
Sides = Mapping[str, Sequence[Row]]
Strength = Literal["hard", "soft", "drift"]


def conflicts(rows: Sequence[Row], happenings: Sequence[Happening]) -> list[Disagreement]:
    """All disagreements: place and date within a happening; happened or not, certainty and stance across statements."""
    found = [d for happening in happenings for d in (*_places(happening.rows), *_days(happening.rows))]
    found += _widest(_happened([*rows, *denials(rows)]))
    drifts = list(_drifts(rows))
    found += drifts
    told: dict[str, list[int]] = defaultdict(list)
    for number, other in enumerate(found):
        for i in _statements(other):
            told[i].append(number)
    found += [d for happening in happenings for d in _certainty(happening.rows) if not _mostly_told(d, told)]
    found += [*_played_down(rows), *_stances(rows)]
    return list({d.id: d for d in found}.values())


def _statements(found: Disagreement) -> frozenset[str]:
    return frozenset(i for _, ids in found.sides for i in ids)


def _mostly_told(found: Disagreement, told: Mapping[str, Sequence[int]]) -> bool:
    """Whether more than half of its statements, or all of a hedged side, are together in another.

    `told` has the numbers of each one's.
    """
    parts = [_statements(found), *(ids for value, ids in found.sides if value != "stated as fact")]
    shared = [(len(ids), Counter(number for i in ids for number in told.get(i, ()))) for ids in parts]
    whole, *hedged = ((size, max(counts.values(), default=0)) for size, counts in shared)
    return whole[1] * 2 > whole[0] or any(size == most for size, most in hedged)


def _disagreement(about: str, field: str, strength: Strength, sides: Sides) -> Disagreement:
    pairs = tuple((value, tuple(dict.fromkeys(row.id for row in told))) for value, told in sides.items() if told)
    return Disagreement(
        id=content_id("x", field, sorted(i for _, ids in pairs for i in ids)),
        about=about,
        field=field,
        strength=strength,
        sides=pairs,
    )


def _about(rows: Iterable[Row], what: str = "") -> str:
    rows = list(rows)
    ends = sorted(frozenset[str]().union(*(row.ends for row in rows)))
    return f"{what or rows[0].relation}: {', '.join(ends)}"


def _places(rows: Sequence[Row]) -> Iterator[Disagreement]:
    """Two places for one happening. A journey has many stops; a meeting, a signing, an attack has one place."""
    by_place: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.place and row.kind == "event" and row.lemma not in JOURNEYS and point(row.place):
            same = next((p for p in by_place if p.lower() in row.place.lower() or row.place.lower() in p.lower()), None)
            by_place[same or row.place].append(row)
    lemmas = [{row.lemma for row in told} for told in by_place.values()]
    if any(one & two for one, two in combinations(lemmas, 2)):
        yield _disagreement(_about(rows), "place", "hard", by_place)


def _days(rows: Sequence[Row]) -> Iterator[Disagreement]:
    """Days that exclude each other for one happening."""
    dated = [row for row in rows if row.when and row.kind == "event"]
    by_days: dict[str, list[Row]] = defaultdict(list)
    for row in dated:
        if any(not overlap(row.when, other.when) for other in dated[:40]):
            by_days[_days_text(row)].append(row)
    if by_days:
        yield _disagreement(_about(rows), "date", "hard", by_days)


def _days_text(row: Row) -> str:
    start, end = row.when or (None, None)
    return str(start) if start == end else f"{start or '..'}/{end or '..'}"


def _group(row: Row) -> str:
    """What a statement is a claim of, wide enough that an act and the tie it makes meet: giving is one group."""
    name = family(row.relation) if row.kind == "event" else row.relation
    return "help" if name in HELP or row.mode == "troops" else name


def _by_dyad(rows: Iterable[Row], kinds: tuple[str, ...]) -> dict[tuple[str, str, str], list[Row]]:
    """Statements by group and each unordered pair that they join (wide sets of actors are left out)."""
    table: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row.kind in kinds and len(row.ends) <= 6:
            one_way = row.source and row.target and not row.source & row.target
            joined = product(row.source, row.target) if one_way else combinations(row.ends, 2)
            for a, b in sorted({(min(pair), max(pair)) for pair in joined}):
                table[_group(row), a, b].append(row)
    return table


def _happened(rows: Sequence[Row]) -> Iterator[Disagreement]:
    """Says and denies: the same deed told as done and as not done (or denied), by two speakers or two documents."""
    for (group, a, b), told in _by_dyad(rows, ("event", "tie")).items():
        says = [r for r in told if r.polarity == "+" and r.modality in ("asserted", "reported", "probable")]
        denies = [r for r in told if (r.polarity == "-" or r.modality == "denied") and not r.open_future]
        by_matter: dict[str, list[tuple[Row, Row]]] = defaultdict(list)
        for says_it, denies_it in ((s, d) for d in denies[:60] for s in says[:60] if _clash(s, d)):
            for what in _shared_matters(group, says_it, denies_it):
                by_matter[what].append((says_it, denies_it))
        for what, pairs in by_matter.items():
            for year, episode in _episodes(pairs):
                yield _disagreement(f"{what}{year}: {a}, {b}", "happened", "hard", _sides(episode))


def _shared_matters(group: str, says: Row, denies: Row) -> Iterable[str]:
    """What a dispute is called: by the matters that both tell, or by the kind of deed."""
    return (group != "help" and [group]) or sorted(says.matters & denies.matters) or ["help"]


def _episodes(pairs: Sequence[tuple[Row, Row]]) -> Iterator[tuple[str, list[tuple[Row, Row]]]]:
    """The pairs by denials that lie close together in time, each with its year where there are several such times."""
    ordered = sorted(pairs, key=lambda pair: _told_on(pair[1]))
    breaks = [i for i, (one, two) in enumerate(pairwise(ordered), 1) if _far(one[1], two[1])]
    for begin, end in pairwise([0, *breaks, len(ordered)]):
        yield f" ({_told_on(ordered[begin][1]).year})" if breaks else "", ordered[begin:end]


def _sides(pairs: Sequence[tuple[Row, Row]]) -> Sides:
    """Who says that it happened, who did it and says so, and who denies it."""
    said = list(dict.fromkeys(says for says, _ in pairs))
    return {
        "happened": [row for row in said if not _own_word(row)],
        "admitted": [row for row in said if _own_word(row)],
        "did not": [denies for _, denies in pairs],
    }


def _widest(found: Iterable[Disagreement]) -> list[Disagreement]:
    """Without those whose sides all stand in another: one dispute, told of fewer actors or by fewer."""
    kept: list[Disagreement] = []
    for one in sorted(found, key=lambda d: (-len(_statements(d)), d.about)):
        sides = {value: frozenset(ids) for value, ids in one.sides}
        if not any(all(ids <= frozenset(dict(d.sides).get(v, ())) for v, ids in sides.items()) for d in kept):
            kept.append(one)
    return kept


def _clash(says: Row, denies: Row) -> bool:
    if says.document == denies.document and says.speaker == denies.speaker:
        return False
    if not overlap(says.when, denies.when) or not _toward(says, denies):
        return False
    if _far(says, denies, ADMITTED_DAYS if _admits(says, denies) else LAPSE_DAYS):
        return False
    if _group(says) == "help" and says.matters and denies.matters:
        return bool(says.matters & denies.matters)
    return bool(says.lemma) and says.lemma == denies.lemma


def _toward(one: Row, two: Row) -> bool:
    """Whether the deed runs the same way (a request for arms and their delivery run opposite ways, and still meet)."""
    if one.mutual or two.mutual or {one.relation, two.relation} & {"REQUEST"}:
        return True
    return bool(one.source & two.source) and (not one.target or not two.target or bool(one.target & two.target))


def _admits(says: Row, denies: Row) -> bool:
    """Whether those who did it, and not both sides together, say so after it was denied."""
    return not denies.mutual and _own_word(says) and (says.told[0] or date.min) > (denies.told[0] or date.max)


def _far(one: Row, two: Row, days: int = LAPSE_DAYS) -> bool:
    """Whether they speak of times long apart; what is undated is of about the day on which it was told."""
    first, last = _told_on(one), _told_on(two)
    return date.max not in (first, last) and abs((first - last).days) > days


def _told_on(row: Row) -> date:
    """The day of what a statement tells, or on which it was told; the last of days where neither is known."""
    return (row.when or row.told)[0] or row.told[0] or date.max


def _level(row: Row) -> str:
    """How sure a statement is, on the ladder of claims."""
    if row.modality in ("reported", "denied"):
        return f"claimed by {row.speaker or 'others'}"
    if row.modality == "asserted":
        return "stated as fact"
    return "potential" if row.modality in ("possible", "conditional", "forecast") else row.modality


def _own_word(row: Row) -> bool:
    """Whether those who did it say so themselves: an admission is no doubtful claim."""
    return bool(row.speaker) and frozenset(row.speaker.split("+")) <= row.source


def _drifts(rows: Sequence[Row]) -> Iterator[Disagreement]:
    """A matter between two actors that is claimed here, possible there, and elsewhere taken for granted."""
    for (group, a, b), told in _by_dyad(rows, ("event", "tie")).items():
        if group != "help":
            continue
        by_matter: dict[str, list[Row]] = defaultdict(list)
        for row in told:
            if row.polarity == "+" and row.modality != "desired" and row.ends <= {a, b} and not _own_word(row):
                for matter in row.matters:
                    by_matter[matter].append(row)
        for matter, members in by_matter.items():
            sides: dict[str, list[Row]] = defaultdict(list)
            for row in members:
                sides[_level(row)].append(row)
            if "stated as fact" in sides and len(sides) > 1 and _one_bearing(sides):
                ladder = dict(sorted(sides.items(), key=lambda side: side[0] == "stated as fact"))
                yield _disagreement(f"{matter}: {a}, {b}", "certainty", _strength(sides), ladder)


def _one_bearing(sides: Mapping[str, Sequence[Row]]) -> bool:
    """Whether the flat statements speak of what the hedged ones speak of: a carrying word in common."""
    flat = frozenset[str]().union(*(words.near(r.sentence, r.trigger) for r in sides["stated as fact"]))
    hedged = [r for level, told in sides.items() if level != "stated as fact" for r in told]
    nouns = frozenset({"deal", "treaty", "agree", "supply", "deliver", "sell", "ship", "transfer", "send"})
    return any(words.near(r.sentence, r.trigger) & flat & nouns for r in hedged)


def _strength(sides: Mapping[str, Sequence[Row]]) -> Strength:
    """Drift where one author, or the course of time, goes from a hedge to the flat statement; else soft."""
    flat = sides["stated as fact"]
    hedged = [row for level, told in sides.items() if level != "stated as fact" for row in told]
    if {r.piece for r in flat} & {r.piece for r in hedged}:
        return "drift"
    return _strength_in_time(sides)


def _strength_in_time(sides: Mapping[str, Sequence[Row]]) -> Strength:
    """Drift where a flat statement was published after the first hedged one; else soft."""
    hedged = [row for level, told in sides.items() if level != "stated as fact" for row in told]
    first = min((r.published[0] or date.max for r in hedged), default=date.max)
    later = any(r.published[0] and r.published[0] > first for r in sides["stated as fact"])
    return "drift" if later else "soft"


def _certainty(rows: Sequence[Row]) -> Iterator[Disagreement]:
    """One happening told flatly and with a hedge."""
    sides: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.kind == "event" and not _own_word(row) and row.modality in LADDER:
            sides[_level(row)].append(row)
    if "stated as fact" not in sides or len(sides) < 2:
        return
    flat = {row.lemma for row in sides["stated as fact"]}
    if any(row.lemma in flat for level, told in sides.items() if level != "stated as fact" for row in told):
        yield _disagreement(_about(rows), "certainty", _strength_in_time(sides), sides)


MADE_MUCH = 60
"""Statements of a tie set against one sentence that plays it down: a dyad may have thousands."""


@cache
def _downplays() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{cue})" for cue, _ in words.lines("playing_down.tsv", 2)), re.IGNORECASE)


def _played_down(rows: Sequence[Row]) -> Iterator[Disagreement]:
    """A tie that one sentence makes much of and another plays down; of many such sentences the first MADE_MUCH."""
    by_end: dict[str, dict[tuple[frozenset[str], frozenset[str]], list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row.kind == "tie" and row.polarity == "+" and len(row.ends) >= 2:
            by_end[min(row.ends)][row.ends, _carrying(row)].append(row)
    seen: set[str] = set()
    for row in rows:
        if row.sentence_id in seen or not _downplays().search(row.sentence):
            continue
        alike = (
            tie
            for end in sorted(row.ends)
            for (ends, carrying), ties in by_end[end].items()
            if ends <= row.ends and carrying & row.bag
            for tie in ties
            if tie.sentence_id != row.sentence_id
        )
        if talked := list(islice(alike, MADE_MUCH)):
            seen.add(row.sentence_id)
            yield _disagreement(_about(talked), "stance", "soft", {"made much of": talked, "played down": [row]})


def _carrying(tie: Row) -> frozenset[str]:
    """The stems of the words that name a tie."""
    return frozenset(words.stem(w) for w in re.findall(r"[a-z]+", tie.trigger.lower())) | {words.stem(tie.relation)}


FOR = frozenset(name for name in STANCES if sign("stance", name) > 0)
AGAINST = frozenset(name for name in STANCES if sign("stance", name) < 0)


def _stances(rows: Sequence[Row]) -> Iterator[Disagreement]:
    """What one actor is said to want and not to want, by two speakers or two documents."""
    by_ends: dict[tuple[frozenset[str], frozenset[str]], list[Row]] = defaultdict(list)
    for row in rows:
        if row.kind == "stance" and row.source and row.target:
            by_ends[row.source, row.target].append(row)
    for told in by_ends.values():
        signed = [r for r in told if r.relation in FOR | AGAINST]
        pro = [r for r in signed if (r.relation in FOR) == (r.polarity == "+")]
        con = [r for r in signed if (r.relation in FOR) != (r.polarity == "+")]
        pairs = [
            (p, c)
            for p in pro[:40]
            for c in con[:40]
            if (p.document, p.speaker) != (c.document, c.speaker)
            and p.matters & c.matters
            and not _far(p, c)
            and overlap(p.when, c.when)
        ]
        if pairs:
            sides = {"for it": [p for p, _ in pairs], "against it": [c for _, c in pairs]}
            yield _disagreement(_about([pairs[0][0]]), "stance", "soft", sides)
