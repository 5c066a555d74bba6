"""Stage `dates`: gives each draft its `when`, from the phrase of time that governs its trigger by the parse.

A phrase dates the clause that it modifies and what shares that clause's time: conjuncts after an opening adverbial,
infinitives under verbs of phase, participles, a noun under a light verb. It dates nothing across a relative clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from spacy.tokens import Token

from westphalia.reading.anchors import moved, number, unit_days
from westphalia.reading.classes import classes
from westphalia.reading.cues import words
from westphalia.reading.mood import by_infinitive, governor
from westphalia.reading.reading import Draft, Parsed, Reading, TimeExpression
from westphalia.reading.scope import clause, has, is_verbal, over, tensed
from westphalia.records import Span, When

__all__ = ["dates"]


NAMING = frozenset(("dub", "call", "name", "know", "title", "entitle", "style"))
LATER = frozenset(
    re.findall(
        r"[\w'-]+",
        """then later recently subsequently afterwards eventually now since meanwhile previously earlier today""",
    )
)
ACTS = frozenset(["ACCUSE", "REQUEST", "REJECT", "THREATEN", "AGREE", "CONCEDE"])  # done by saying so
UNITS = frozenset(("day", "week", "fortnight", "month", "year", "decade", "century"))
TIMES_OF_DAY = frozenset(("dawn", "noon", "midnight", "dusk", "morning", "afternoon", "evening", "night", "hours"))
DATING = frozenset(("on", "in", "of", "by", "during", "around", "about", "at"))
FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))


@dataclass(frozen=True, slots=True)
class Site:
    """A phrase of time in its place: its first token, the words it dates, whether it sits within a noun phrase."""

    found: TimeExpression
    first: Token
    holders: frozenset[Token]
    inside: bool  # a modifier within a noun phrase: "the 1967 war"


def dates(reading: Reading) -> Reading:
    """Every draft with its `when`; undated where no phrase of time governs it."""
    by_sentence: dict[str, list[TimeExpression]] = {}
    for found in reading.times:
        if found.when is not None and (found.when.start or ends(found)):
            by_sentence.setdefault(found.sentence_id, []).append(found)
    sites: dict[str, list[Site]] = {}
    drafts = []
    for draft in reading.drafts:
        key = draft.parsed.sentence.id
        if key in by_sentence and key not in sites:
            sites[key] = [s for f in by_sentence[key] if (s := site_of(draft.parsed, f)) is not None]
        when = when_of(draft, sites[key]) if key in sites else None
        drafts.append(replace(draft, when=when, background=draft.background or is_history(when, reading)))
    return replace(reading, drafts=tuple(drafts))


def ends(found: TimeExpression) -> bool:
    """Whether a phrase without a start tells when something ended: "until 2011", "by 2021"; "before the 1979 war" only
    sets the scene."""
    return found.text.lower().startswith(("until", "till", "up to", "by", "through", "no later"))


def is_history(when: When | None, reading: Reading) -> bool:
    """Whether what is told ended more than a year before its document came out."""
    published = reading.document.published
    if when is None or when.end is None or published is None or published.start is None:
        return False
    return when.end < published.start - timedelta(days=366)


def tokens_in(parsed: Parsed, span: Span) -> list[Token]:
    """The tokens of a sentence that a span meets."""
    return [t for t in parsed.tokens if span.meets(parsed.span(t))]


def site_of(parsed: Parsed, found: TimeExpression) -> Site | None:
    """Where a phrase of time hangs in the parse, and what it dates from there; None where that cannot be told.

    A phrase that opens the sentence dates the main clause whatever the parser made of it.
    """
    inside = tokens_in(parsed, found.span) or [parsed.tokens[0]]
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
    if found.text.lower().startswith(("until", "till")) and has(token, "neg"):
        return None  # "was not signed until May" tells of no end
    holders = {token}
    if token.dep_ == "acl" and token.lemma_ in NAMING:
        holders |= {token.head, clause(token.head)}
    holders |= set(told_then([*inside, *occasions(token)]))
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
        if word.lower_ in ("after", "before"):
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
    root = parsed.tokens.root
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


def when_of(draft: Draft, sites: Sequence[Site]) -> When | None:
    """The interval of the nearest phrase that governs a draft's trigger."""
    within = [s for s in sites if draft.trigger.meets(s.found.span)]
    if within and within[0].found.when and within[0].found.when.end:
        return within[0].found.when
    for words_ in reach(draft):
        blow = any(is_blow(w) and w.head == draft.token for w in words_)
        here = [s for s in sites if s.holders & words_ and (not s.inside or blow or draft.token in s.holders)]
        if here:
            return min(here, key=lambda s: abs(s.first.i - draft.token.i)).found.when
    return since(clause(draft.token), sites)


def since(verb: Token, sites: Sequence[Site]) -> When | None:
    """From when on what a perfect tells has gone on: "have been arrested since the protests began in June"."""
    for child in verb.children:
        if child.dep_ in ("nsubj", "nsubjpass") and tensed(verb) == "perfect":
            for site in sites:
                if child in site.holders and site.found.when and site.found.when.end is None:
                    return site.found.when
        if child.dep_ in ("advcl", "prep") and any(c.lower_ == "since" for c in (child, *child.children)):
            for site in sites:
                when = site.found.when
                if site.holders & {child, *child.children} and when and when.start and when.end:
                    return When(start=when.start, end=None, basis=when.basis)
    return None


def reach(draft: Draft) -> Iterator[set[Token]]:
    """Sets of words whose time is the draft's, nearest first."""
    inside = {t for t in tokens_in(draft.parsed, draft.trigger) if t.pos_ in ("VERB", "NOUN", "PROPN", "ADJ", "AUX")}
    yield transparent(draft.token) | inside
    yield from ({c} for c in draft.token.children if is_blow(c))
    act = draft.relation.split("/")[0] in ACTS
    yield from upward(draft.token, draft.kind == "stance" or act, draft.kind == "event" and not act)


def is_blow(noun: Token) -> bool:
    """Whether a noun is the attack that did what its verb tells, and so dates it: "the 1990 *raid* killed nine"."""
    return noun.dep_ == "nsubj" and noun.lemma_.lower() in classes()["attacks"]


def transparent(token: Token, carried: bool = False) -> set[Token]:
    """A word with those under it to which the parser may have hung its phrase of time.

    Names ("the invasion of Cuba in 1961"), the object of a light verb, a participle on a noun ("a call made in
    July"), a clause with "when".
    """
    found = {token}
    for child in token.children:
        if child.pos_ == "ADP":
            for noun in child.children:
                if noun.dep_ == "pobj" and noun.pos_ == "PROPN":
                    found |= transparent(noun)
        elif child.pos_ == "PROPN" and child.dep_ in ("dobj", "nsubjpass", "conj", "appos"):
            found |= transparent(child)
        elif child.dep_ in ("acl", "relcl") and child.tag_ in ("VBN", "VBD") and token.pos_ == "NOUN" and not carried:
            found |= {child} if child.dep_ == "acl" or child.lemma_ in words("light_verbs", "light") else set()
        elif is_verbal(token) and child.dep_ == "advcl":
            if any(c.lower_ in ("when", "while", "as") for c in child.children) and child.tag_ in FINITE:
                found |= {child, *(c for c in child.children if c.dep_ == "xcomp")}
        elif token.lemma_ in words("light_verbs", "light") and child.dep_ in ("dobj", "nsubjpass", "attr"):
            found |= transparent(child, carried=True)  # of "broke a truce signed in July" the day is the truce's
    return found


def upward(token: Token, act: bool = False, deed: bool = False) -> Iterator[set[Token]]:
    """The words above a trigger that share its time. `act`: it may be done by saying so; `deed`: it is an event that
    is not."""
    while token.head != token:
        head = token.head
        if not is_verbal(token):
            if head.lower_ == "of" and head.head.lemma_.lower() in classes()["several"]:
                head = head.head  # "a series of *raids*"
            elif is_verbal(head):
                fixed = (
                    token.dep_ == "nsubjpass" and head.lemma_ in classes()["scheduling"] and has(head, "prep", "for")
                )
                light = head.lemma_ in words("light_verbs", "light") or token.dep_ in ("acomp", "attr", "oprd")
                light = light or (token.dep_ == "nsubj" and head.lemma_ in classes()["happening"])
                if not light and not fixed:
                    return
            else:
                return
        elif token.dep_ == "pcomp":
            if head.lower_ not in ("by", "while", "in", "after", "when", "upon"):
                return
            head = head.head
        elif token.dep_ == "xcomp":
            if not shares_time(token, head):
                return
        elif token.dep_ == "advcl":
            if any(
                c.dep_ == "mark" and c.lower_ in ("if", "before", "after", "since", "unless") for c in token.children
            ):
                return
        elif token.dep_ == "ccomp":
            own = any(c.dep_ == "nsubj" and c.pos_ == "PRON" for c in token.children)
            if deed and tensed(token) == "past" and head.lemma_ in words("speech_cues", "say"):
                return  # "said on Tuesday that they shelled it": the day is that of telling
            if tensed(token) == "pluperfect" and not (act and own):
                return  # told on Monday, done before; but "announced that it had agreed" is the deed itself
            if not act and tensed(token) in ("future", "modal"):
                return
        elif token.dep_ != "conj" or apart(token):
            return
        yield transparent(head)
        token = head


def shares_time(deed: Token, verb: Token) -> bool:
    """Whether an infinitive has the time of its verb: "began to *shell*", "was forced to *leave*", and of what is
    expected now, "is expected to *leave* on Monday"."""
    if verb.lemma_ in words("light_verbs", "phase") or (verb.pos_ == "VERB" and governor(verb) == "none"):
        return True
    copula = verb.head if verb.dep_ == "acomp" else verb
    expected = copula.lemma_ == "be" or (has(verb, "auxpass") and (governor(verb) or by_infinitive(verb)) == "forecast")
    return has(deed, "aux", "to") and expected and tensed(copula) == "present"


def apart(verb: Token) -> bool:
    """Whether a conjunct goes its own way in time: after a semicolon, or "then", "later", "now"."""
    if any(c.dep_ == "advmod" and c.lower_ in LATER for c in verb.children):
        return True
    return any(t.text == ";" for t in verb.doc[min(verb.head.i, verb.i) : max(verb.head.i, verb.i)])
