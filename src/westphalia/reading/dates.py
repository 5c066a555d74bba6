"""Stage `dates`: gives each draft its `when`, from the phrase of time that governs its trigger by the parse.

A phrase dates the clause that it modifies and what shares that clause's time: conjuncts after an opening adverbial,
infinitives under verbs of phase, participles, a noun under a light verb. It dates nothing across a relative clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from spacy.tokens import Token

from westphalia.reading.classes import classes
from westphalia.reading.cues import words
from westphalia.reading.mood import by_infinitive, governor
from westphalia.reading.reading import Draft, Reading, TimeExpression
from westphalia.reading.scope import clause, has, is_verbal, tensed
from westphalia.reading.timesites import FINITE, Site, site_of
from westphalia.records import When

__all__ = ["dates"]


LATER = frozenset(
    re.findall(
        r"[\w'-]+",
        """then later recently subsequently afterwards eventually now since meanwhile previously earlier today""",
    )
)
OPENING = frozenset(["begin", "start", "commence", "open", "spark", "trigger", "cause", "prompt", "consist"])
ACTS = frozenset(["ACCUSE", "REQUEST", "REJECT", "THREATEN", "AGREE", "CONCEDE"])  # done by saying so


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


def when_of(draft: Draft, sites: Sequence[Site]) -> When | None:
    """The interval of the nearest phrase that governs a draft's trigger."""
    within = [s for s in sites if draft.trigger.meets(s.found.span)]
    if within and within[0].found.when and within[0].found.when.end:
        return within[0].found.when
    for words_ in reach(draft):
        blow = any(is_blow(w) and w.head == draft.token for w in words_)
        here = [s for s in sites if s.holders & words_ and (not s.inside or blow or draft.token in s.holders)]
        if here:
            begun = [s for s in here if s.found.when and s.found.when.start] or here
            nearest = min(begun, key=lambda s: abs(s.first.i - draft.token.i)).found.when
            return next((s.found.when for s in here if within_it(s.found.when, nearest)), nearest)
    return since(clause(draft.token), sites)


def within_it(finer: When | None, wider: When | None) -> bool:
    """Whether a day is told within a year or month: "in 1994 they crossed on 6 June"."""
    if finer is None or wider is None or None in (finer.start, finer.end, wider.start, wider.end):
        return False
    return finer != wider and wider.start <= finer.start and finer.end <= wider.end  # type: ignore[operator]


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
    inside = {t for t in draft.parsed.inside(draft.trigger) if t.pos_ in ("VERB", "NOUN", "PROPN", "ADJ", "AUX")}
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
            elif opened_by(token):
                head = head.head  # "started with a *raid*", "was sparked by a *raid*", "consisted of a *raid*"
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
        elif token.dep_ == "acl":
            told = head.dep_ in ("dobj", "pobj") and head.head.lemma_ in ("involve", "see", "witness")
            if not told and not (head.lemma_.lower() in classes()["attacks"] and token.tag_ == "VBN"):
                return
            head = head.head if told else head  # "involved troops *firing* on", "the attack *carried out* by"
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


def opened_by(noun: Token) -> bool:
    """Whether a deed is what its verb says something began with."""
    verb = noun.head.head
    begun = noun.head.lower_ in ("with", "by", "of") and noun.dep_ == "pobj" and is_verbal(verb)
    return begun and verb.lemma_ in OPENING


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
