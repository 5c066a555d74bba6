"""Phrases of time in a text: the patterns of data/times.tsv, compiled, matched, and joined into ranges.

Text in, phrases out: nothing here knows a parse or a document. What a phrase stands for is in calendar_terms.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from westphalia.reading.anchors import MONTH, Anchors
from westphalia.reading.calendar_terms import MEANINGS
from westphalia.reading.cues import rows
from westphalia.records import When

__all__ = ["SLOTS", "Phrase", "find", "join", "patterns"]

_UNIT = "day|night|week|fortnight|month|year|decade|century|hour|minute"
SLOTS: Mapping[str, str] = {
    "Y": r"1[4-9]\d\d|20\d\d",
    "Y2": r"1[4-9]\d\d|20\d\d",
    "y": r"\d\d",
    "m": r"0[1-9]|1[0-2]",
    "D": r"(?:3[01]|[12]\d|0?[1-9])(?=st\b|nd\b|rd\b|th\b|\b)",
    "D2": r"(?:3[01]|[12]\d|0?[1-9])(?=st\b|nd\b|rd\b|th\b|\b)",
    "M": f"(?-i:{MONTH})",
    "W": r"(?-i:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day",
    "S": r"spring|summer|autumn|fall|winter",
    "Q": r"first|second|third|fourth|Q[1-4]",
    "H": r"first|second",
    "T": r"(?:1[4-9]|20)\d0|(?<=the )[2-9]0|'[2-9]0|(?<=early )[2-9]0|(?<=late )[2-9]0",
    "N": r"\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|several|many|a few|a couple of|some|few",
    "U": _UNIT.replace("century", "centur(?:y|ie)"),
    "V": "day|week|month|year|decade|century",
    "P": r"(?:(?:the )?(?:very )?(?:(?:early|late|mid|middle)(?: in)?|(?:early|late|mid|middle|beginning|start|end"
    r"|close|turn|latter part|early part|opening months|closing months|outset)(?: of| part of)?)(?: the)?[- ])",
}
SLOTS = dict(SLOTS) | {"M2": SLOTS["M"], "W2": SLOTS["W"]}
GATES: Mapping[str, str] = {
    "digit": r"\d",
    "month": SLOTS["M"],
    "weekday": SLOTS["W"],
    "unit": rf"\b(?:{_UNIT}|centurie|weekend|morning|afternoon|evening|night|day|period)s?\b"
    r"|today|tonight|yesterday|tomorrow",
    "season": SLOTS["S"],
}
AMBIGUOUS = re.compile(r"(?:March|May|Mar|Jan|Jun|Apr|Dec|Sept?|fall|spring|Spring|Fall)\.?$")
NAMED = re.compile(r"\b(?:Black|Bloody|Good|Palm|Easter|Super|Cyber|Ash|Holy|Maundy|Red) $")  # days with names
BEFORE_MONTH = re.compile(
    r"\b(?:in|of|since|until|till|by|from|to|last|this|next|during|before|after|for|early|late|mid|between|and|or"
    r"|throughout|through|on|every|each)[ -]$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A line of the table: what to look for, what must be in a text to look for it, and what it means."""

    regex: re.Pattern[str]
    gates: frozenset[str]
    meaning: str
    line: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of time at `start` to `end` of a text. `date` gives its interval from anchors.

    `relation` is the word that opens or closes the interval: since, until, before, after, by, or "" for none.
    """

    start: int
    end: int
    meaning: str
    date: Callable[[Anchors], When | None]
    relation: str = ""


def compiled(pattern: str) -> str:
    """The pattern with its slots spelled out.

    >>> compiled("{H} half")
    '(?P<H>first|second) half'
    """

    def slot(match: re.Match[str]) -> str:
        name = match[1]
        inner = SLOTS[name]
        if name.startswith("D"):
            return rf"(?P<{name}>{inner})(?:st|nd|rd|th)?"
        return rf"(?P<{name}>{inner})"

    return re.sub(r"\{([A-Za-z]\d?)\}", slot, pattern)


def gates_of(pattern: str) -> frozenset[str]:
    """What a text must hold for the pattern to be worth trying."""
    names = set()
    if re.search(r"\{[YDmTy]\d?\}|\\d", pattern) and "{T}" not in pattern:
        names.add("digit")
    if "{M}" in pattern:
        names.add("month")
    if "{W}" in pattern and "{M}" not in pattern:
        names.add("weekday")
    if "{S}" in pattern:
        names.add("season")
    if not names:
        names.add("digit" if re.search(r"\{[TQC]\}", pattern) else "unit")
    return frozenset(names - {"digit"} if "(?P<C>" in pattern else names)


@cache
def patterns() -> tuple[Pattern, ...]:
    """The table, compiled."""
    found = []
    for line in rows("times"):
        if line["meaning"] not in MEANINGS:
            raise ValueError(f"times.tsv: no meaning called {line['meaning']!r} ({line['pattern']})")
        regex = re.compile(rf"(?<![\w$£€#%.,/-])(?:{compiled(line['pattern'])})(?![\w%]|[.,:]\d)", re.I)
        found.append(Pattern(regex=regex, gates=gates_of(line["pattern"]), meaning=line["meaning"], line=line))
    return tuple(found)


@cache
def gates() -> Mapping[str, re.Pattern[str]]:
    return {name: re.compile(regex, re.I) for name, regex in GATES.items()}


def dated(pattern: Pattern, match: re.Match[str]) -> Callable[[Anchors], When | None]:
    """The meaning of a match, waiting for its anchors."""
    slots = {name: value for name, value in match.groupdict().items() if value} | {"_": match[0]}

    def date(about: Anchors) -> When | None:
        try:
            return MEANINGS[pattern.meaning](slots, about)
        except (ValueError, OverflowError):  # past the ends of the calendar
            return None

    return date


def matches(text: str) -> Iterator[Phrase]:
    """Every match of every pattern, overlapping."""
    here = {name for name, regex in gates().items() if regex.search(text)}
    if not here:
        return
    for pattern in patterns():
        if pattern.gates <= here:
            for match in pattern.regex.finditer(text):
                words = match[0]
                start = match.start() + len(words) - len(words.lstrip())
                if pattern.meaning == "weekday" and NAMED.search(text[:start]):
                    continue
                if AMBIGUOUS.fullmatch(words) and not BEFORE_MONTH.search(text[:start]):
                    continue
                yield Phrase(start, match.end(), pattern.meaning, dated(pattern, match))


def find(text: str) -> list[Phrase]:
    """The phrases of time in a text, in order, longest first where they overlap, ranges joined.

    >>> [("In June 2024 they met; since 1990 they had not."[p.start:p.end], p.relation)
    ...     for p in find("In June 2024 they met; since 1990 they had not.")]
    [('June 2024', ''), ('since 1990', 'since')]
    """
    taken: list[Phrase] = []
    for phrase in sorted(matches(text), key=lambda p: p.start - p.end):
        if all(phrase.end <= other.start or other.end <= phrase.start for other in taken):
            taken.append(phrase)
    taken.sort(key=lambda p: p.start)
    return join(text, taken)


RELATION = re.compile(
    r"\b(?P<since>ever since|since|starting(?: from| in| on)?|beginning(?: in| on)?|as from)"
    r"|\b(?P<from>from|between)|\b(?P<until>until|till|up to|up until|through)|\b(?P<before>before|prior to)"
    r"|\b(?P<after>after|following|subsequent to)|\b(?P<by>by|no later than|as of)",
    re.I,
)
HEDGE = r"(?: (?:at least|about|around|some time in|sometime in|the|in|on|late|early))*\s*$"
LINK = re.compile(r"\s*,?\s*(?:-|–|—|to|until|till|through|and|up to)(?: the)?\s*", re.I)


def relation_before(text: str, start: int) -> tuple[int, str]:
    """Where the phrase with its opening word starts, and which word that is."""
    match = re.search(rf"(?:{RELATION.pattern}){HEDGE}", text[max(0, start - 40) : start], re.I)
    if match is None:
        return start, ""
    return max(0, start - 40) + match.start(), next(name for name, value in match.groupdict().items() if value)


EITHER = re.compile(r"\s*,?\s*or(?: (?:in|on|the))?\s*", re.I)
EITHER_OF = frozenset({"day", "figures", "month", "figured_month", "year", "part"})


def _one_span(text: str, last: Phrase, phrase: Phrase) -> bool:
    """Whether two phrases are one stretch of time: "on 3 or on 4 May", "in 2008 and 2009"."""
    between = text[last.end : phrase.start]
    if EITHER.fullmatch(between):
        return {last.meaning, phrase.meaning} <= EITHER_OF
    years = text[last.end - 4 : last.end], text[phrase.start : phrase.end]
    both = between == " and " and last.meaning == phrase.meaning == "year"
    return both and all(y.isdigit() for y in years) and int(years[1]) == int(years[0]) + 1


def join(text: str, phrases: list[Phrase]) -> list[Phrase]:
    """Phrases with their opening words, and "from A to B", "between A and B" made one."""
    found: list[Phrase] = []
    for phrase in phrases:
        start, relation = relation_before(text, phrase.start)
        last = found[-1] if found else None
        if last and last.relation == "" and _one_span(text, last, phrase):
            found[-1] = Phrase(last.start, phrase.end, "range", ranged(last.date, phrase.date), "range")
            continue
        if last and last.relation == "from" and LINK.fullmatch(text[last.end : phrase.start]):
            found[-1] = Phrase(last.start, phrase.end, "range", ranged(last.date, phrase.date), "range")
            continue
        if relation == "from" and not re.match(r" on\b| onwards?\b| forward\b", text[phrase.end :]):
            found.append(Phrase(start, phrase.end, phrase.meaning, phrase.date, "from"))
            continue
        found.append(
            Phrase(start, phrase.end, phrase.meaning, phrase.date, "since" if relation == "from" else relation)
        )
    return [plain(p) for p in found]


def plain(phrase: Phrase) -> Phrase:
    """A `from` without its `to` opens nothing; an opened or closed phrase has one end."""
    if phrase.relation in ("", "from", "range"):
        return Phrase(phrase.start, phrase.end, phrase.meaning, phrase.date, phrase.relation.replace("from", ""))

    def date(about: Anchors) -> When | None:
        when = phrase.date(about)
        if when is None:
            return None
        if phrase.relation in ("since", "after"):
            return When(start=when.start if phrase.relation == "since" else when.end, end=None, basis=when.basis)
        return When(start=None, end=when.start if phrase.relation == "before" else when.end, basis=when.basis)

    return Phrase(phrase.start, phrase.end, phrase.meaning, date, phrase.relation)


def ranged(
    first: Callable[[Anchors], When | None], last: Callable[[Anchors], When | None]
) -> Callable[[Anchors], When | None]:
    """From the start of one phrase to the end of another; either anchors the other where that lacks its year."""

    def date(about: Anchors) -> When | None:
        end, begun = last(about), first(about)
        if begun is not None and begun.basis == "text" and (end is None or end.basis != "text"):
            end = last(replace(about, before=begun, near=True, latest=None))
        start = first(replace(about, before=end or about.before, near=end is not None or about.near, latest=None))
        if start is None or end is None or start.start is None or end.end is None or start.start > end.end:
            return None
        return When(start=start.start, end=end.end, basis=start.basis if start.basis != "text" else end.basis)

    return date
