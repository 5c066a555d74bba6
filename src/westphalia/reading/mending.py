"""Mending: arcs that the parser is known to draw wrongly, and that grammar alone puts right."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Token

__all__ = ["mend"]

_NAME = "westphalia_mending"
_OPENING = frozenset({"as", "while", "after", "before", "since", "until", "because", "though", "although"})
_FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})
_CHAIN = frozenset({"aux", "auxpass", "neg", "advmod"})


def mend(nlp: Language) -> Language:
    """The pipeline with the mending of its parse at the end."""
    if _NAME not in nlp.pipe_names:
        nlp.add_pipe(_NAME, last=True)
    return nlp


def _mended(doc: Doc) -> Doc:
    for token in doc:
        if token.dep_ == "prep" and token.lower_ in _OPENING:
            _open_clause(token)
    return doc


def _open_clause(opener: Token) -> None:
    """A clause behind "as" or "while" whose subject the parser gave to a preposition, and its verb to the verb before.

    "This worries Chad as Mali's army doesn't retreat" has "as" with "army", and "retreat" beside "worries".
    """
    subject = next((c for c in opener.children if c.dep_ == "pobj"), None)
    if subject is None or any(c.dep_ not in ("pobj", "punct") for c in opener.children):
        return
    verb = _verb_behind(subject)
    if verb is None:
        return
    above = verb.head if verb.head.i < opener.i else opener.head
    passive = any(c.dep_ == "auxpass" for c in verb.children)
    verb.head, verb.dep_ = above, "advcl"
    opener.head, opener.dep_ = verb, "mark"
    subject.head, subject.dep_ = verb, "nsubjpass" if passive else "nsubj"


def _verb_behind(subject: Token) -> Token | None:
    """The finite verb without a subject right behind a noun phrase, which the parser hung on a verb before."""
    doc, last = subject.doc, subject.right_edge.i
    for token in doc[last + 1 : last + 6]:
        if token.pos_ in ("VERB", "AUX") and token.dep_ not in _CHAIN:
            chain = [c for c in token.children if c.i < token.i]
            near = all(c.i > last and c.dep_ in _CHAIN for c in chain if c.dep_ != "punct")
            finite = token.tag_ in _FINITE or any(c.tag_ in _FINITE for c in chain)
            free = token.dep_ in ("conj", "advcl", "ccomp") and token.head.i < subject.i
            return token if near and finite and free else None
        if token.dep_ not in _CHAIN:
            return None
    return None


Language.component(_NAME, func=_mended)
