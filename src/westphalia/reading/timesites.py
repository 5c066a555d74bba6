"""Where phrases of time stand in a sentence, and which words they date from there.

A phrase dates the clause that it modifies; one that opens the sentence dates the main clause; one on the noun of an
occasion ("a clash on 3 May in which") what the clauses of that noun tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from westphalia.reading.anchors import moved, number, unit_days
from westphalia.reading.classes import classes
from westphalia.reading.reading import Parsed, TimeExpression
from westphalia.reading.scope import clause, has, is_verbal, over, tensed
from westphalia.records import When

__all__ = ["FINITE", "Site", "site_of"]

NAMING = frozenset(("dub", "call", "name", "know", "title", "entitle", "style"))
UNITS = frozenset(("day", "week", "fortnight", "month", "year", "decade", "century"))
TIMES_OF_DAY = frozenset(
    re.findall(r"[\w.]+", "dawn noon midnight dusk morning afternoon evening night hours am pm a.m. p.m.")
)
DATING = frozenset(("on", "in", "of", "by", "during", "around", "about", "at"))
HAPPENING = frozenset(("occur", "happen", "take"))
FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))


@dataclass(frozen=True, slots=True)
class Site:
    """A phrase of time in its place: its first token, the words it dates, whether it sits within a noun phrase."""

    found: TimeExpression
    first: Token
    holders: frozenset[Token]
    inside: bool  # a modifier within a noun phrase: "the 1967 war"


def site_of(parsed: Parsed, found: TimeExpression) -> Site | None:
    """Where a phrase of time hangs in the parse, and what it dates from there; None where that cannot be told.

    A phrase that opens the sentence dates the main clause whatever the parser made of it.
    """
    inside = parsed.inside(found.span) or [parsed.tokens[0]]
    top = next((t for t in inside if t.head not in inside or t.head == t), inside[0])
    away = distance(top)
    if away is not None:
        preposition, measure = away
        there = apart_from(found, preposition, measure)
        if there is None:
            return None
        return Site(found=there, first=inside[0], holders=frozenset((clause(preposition),)), inside=False)
    robbed = robbed_preposition(inside, found.when)
    inner = robbed is None and top.dep_ in ("compound", "nmod", "nummod", "amod", "poss") and top.pos_ != "ADP"
    token = robbed or top
    while token.head != token:
        token = token.head
        if token.pos_ not in ("ADP", "ADV", "SCONJ") and token not in inside and token.lower_ not in TIMES_OF_DAY:
            break
    if not inner and (top.lower_ == "on" or top.head.lower_ == "on"):
        token = day_of_deed(token, found)
    if found.text.lower().startswith(("until", "till")) and has(token, "neg"):
        return None  # "was not signed until May" tells of no end
    holders = {token}
    if token.dep_ == "acl" and token.lemma_ in NAMING:
        holders |= {token.head, clause(token.head)}
    holders |= set(told_then([*inside, *occasions(token)]))
    holders |= set(told_beside(token))
    if before_subject(inside, token):
        holders.add(token.head)
    main = main_verb(parsed, inside)
    if opens(inside, main) and not frozen(token, inner):
        holders.add(main)
        inner = False
    elif event_frame(token) and (inner or token.lemma_.lower() in classes()["occasions"]):
        holders.add(clause(token))  # "in his Tuesday talk", "killed him in an ambush on 3 May"
        inner = False
    return Site(found=found, first=inside[0], holders=frozenset(holders), inside=inner)


def day_of_deed(noun: Token, found: TimeExpression) -> Token:
    """The deed that a day is of where the parser hung it on whom or what it befell: "an *attack* on a village on
    3 May"."""
    when = found.when
    befallen = classes()["warlike"] | classes()["people"] | classes()["civilians"]
    if when is None or when.start is None or when.start != when.end or noun.lemma_.lower() not in befallen:
        return noun
    deeds, above = classes()["wrongs"] | classes()["occasions"], noun
    while not is_verbal(above) and above.lemma_.lower() not in deeds and above.head != above:
        above = above.head
    return noun if is_verbal(above) and above.dep_ in ("acl", "relcl") else above


def robbed_preposition(inside: list[Token], when: When | None) -> Token | None:
    """The preposition right before a date that the parser gave to the noun behind it: "*on* 17 April two planes", "at
    dawn on 6 October rebel forces"; None where the date is its own, or the noun's ("in the 1967 war")."""
    first, last = inside[0], inside[-1]
    before = first if first.pos_ == "ADP" or not first.i else first.nbor(-1)
    if before.lower_ not in DATING or before.pos_ != "ADP":
        return None
    own = [c for c in before.children if c.dep_ in ("pobj", "pcomp")]
    to_the_day = when is not None and when.start is not None and when.start == when.end
    return before if all(c.i > last.i for c in own) and (to_the_day or not own) else None


def told_then(inside: Iterable[Token]) -> Iterator[Token]:
    """The verbs of clauses with "when" that say what was on a day: "began on 3 May, when they *attacked*", "a clash on
    3 May in which they *killed* two"; what had happened before it is not of that day."""
    for child in (c for t in inside for c in t.children if c.dep_ in ("relcl", "acl", "advcl") and c.i > t.i):
        if tensed(child) != "pluperfect" and (has(child, "advmod", "when", "where", "whereby") or has_which(child)):
            yield child


def told_beside(holder: Token) -> Iterator[Token]:
    """The verbs that tell what was on an occasion that has a day: "in a clash that occurred on 3 May they *killed*",
    "one happened on 3 May: they *killed*", "the clash of 3 May *involved*"."""
    noun = holder.head if holder.dep_ == "relcl" and holder.lemma_ in HAPPENING else holder
    if not is_verbal(noun) and noun.lemma_.lower() in classes()["occasions"]:
        if event_frame(noun):
            yield clause(noun)
        if noun.dep_ == "nsubj" and noun.head.lemma_ in ("involve", "see", "witness", "include"):
            yield noun.head
    root, end = holder.sent.root, holder.right_edge.i
    if holder.lemma_ in HAPPENING and holder.head == root and ":" in {t.text for t in holder.doc[end : end + 2]}:
        yield root


def has_which(verb: Token) -> bool:
    """Whether a clause opens with "in which", "during which"."""
    openings = (c for c in verb.children if c.dep_ == "prep" and c.lower_ in ("in", "during", "on"))
    return any(has(c, "pobj", "which") for c in openings)


def occasions(holder: Token) -> Iterator[Token]:
    """The nouns whose day a dated word tells: itself, or what its verb says took place ("a *clash* occurred on")."""
    if not is_verbal(holder):
        yield holder
    for child in holder.children if is_verbal(holder) else ():
        if child.dep_ in ("nsubj", "nsubjpass", "dobj", "attr") and child.lemma_.lower() in classes()["occasions"]:
            yield child


def distance(top: Token) -> tuple[Token, Token] | None:
    """The preposition over a date and how far from the date it leads: "two *weeks after* the summit of 3 May",
    "on the *eve of* the 8 June ceasefire"; None where the date is the day itself."""
    for word in (top, *over(top)):
        if is_verbal(word):
            return None
        if word.lower_ in ("after", "before") and not any(c.lower_ in TIMES_OF_DAY for c in word.children):
            measures = (c for c in word.children if c.dep_ in ("npadvmod", "advmod") and c.i < word.i)
            return next(((word, m) for m in measures), None)
        if word.lower_ == "eve":
            return (word.head, word) if word.dep_ == "pobj" else None
    return None


def apart_from(found: TimeExpression, preposition: Token, measure: Token) -> TimeExpression | None:
    """A date moved by a measure, as precise as its unit; None where it is vague ("shortly after") or finer than the
    date ("two days after the 1979 revolution").

    An open date is one that "after" or "before" itself has opened: the year, for a measure in years.
    """
    when, unit = found.when, measure.lemma_.lower()
    many = next((number(c.text) for c in measure.children if c.dep_ in ("nummod", "det")), None)
    count, unit = (1, "day") if unit == "eve" else (many, unit)
    if when is None or count is None or unit not in UNITS:
        return None
    anchor, closed = when.start or when.end, when.start is not None and when.end is not None
    if anchor is None or (closed and when.end and when.end > unit_days(anchor, unit)[1]):
        return None
    if not closed and unit not in ("year", "decade", "century"):
        return None
    there = unit_days(moved(anchor, count if preposition.lower_ == "after" else -count, unit), unit)
    return replace(found, when=When(start=there[0], end=there[1], basis="context"))


def before_subject(inside: list[Token], token: Token) -> bool:
    """Whether a phrase with its preposition was taken for a part of the subject behind it: "said that on 3 May 2000
    Sudanese planes bombed"."""
    opening = inside[0] if inside[0].pos_ == "ADP" or inside[0].i == 0 else inside[0].nbor(-1)
    return (
        token.dep_ in ("nsubj", "nsubjpass")
        and is_verbal(token.head)
        and inside[-1].i < token.i
        and opening.pos_ == "ADP"
        and opening.lower_ in ("on", "in", "by", "during", "since")
    )


def main_verb(parsed: Parsed, inside: list[Token]) -> Token:
    """The head of the sentence; of what follows the colon where the phrase of time stands for itself ("1911: ...")."""
    root = parsed.root
    if root not in inside:
        return root
    behind = (c for t in inside for c in t.children if c.dep_ == "relcl" and c.left_edge.i == inside[-1].i + 1)
    told = next(behind, None)
    if told is not None and any(c.dep_ == "nsubj" and c.tag_ not in ("WDT", "WP") for c in told.children):
        return told  # "the following day they attacked", taken for a day that they attacked
    last = parsed.tokens[-1]
    return next((t for t in over(last) if t.head == t), last)


def opens(inside: list[Token], main: Token) -> bool:
    """Whether a phrase stands at the head of the sentence, before the subject and outside of any finite clause."""
    doc = main.doc
    after = doc[inside[-1].i + 1] if inside[-1].i + 1 < len(doc) else None
    if inside[0].i <= 1 and after is not None and after.text == ":":
        return True
    subjects = [c.left_edge.i for c in main.children if c.dep_ in ("nsubj", "nsubjpass", "expl", "csubj")]
    if inside[0].i > min(subjects, default=main.i) or inside[0].i > main.i:
        return False
    return not any(t.tag_ in FINITE for t in doc[0 : inside[0].i])


def frozen(token: Token, inner: bool) -> bool:
    """Whether the phrase only names what the clause stands on: "according to a 2019 report", "after the 1979 coup"."""
    if inner and token.pos_ != "PROPN":
        return not event_frame(token)
    return any(t.lower_ in ("according", "despite", "since") for t in over(token)) or token.lower_ == "according"


def event_frame(noun: Token) -> bool:
    """Whether a noun with its date is the setting of its clause: "in his Tuesday talk", "during the 1967 war"."""
    prep = noun.head
    return (
        noun.dep_ == "pobj"
        and prep.lower_ in ("in", "at", "during", "on")
        and is_verbal(prep.head)
        and noun.pos_ == "NOUN"
    )
