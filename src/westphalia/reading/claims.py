"""Speech as a thing: nouns such as "claim", "denial" or "criticism", with what they claim, deny or are about.

Cues and their frames: data/speech_cues.tsv.
"""

from __future__ import annotations

from spacy.tokens import Token

from westphalia.reading.classes import classes
from westphalia.reading.mood import is_negated, is_refuted
from westphalia.reading.reading import Parsed
from westphalia.reading.sayings import Speech, by_preposition, frames, national, source_phrase, speaker, subtree
from westphalia.reading.scope import has, is_verbal
from westphalia.records import Span

__all__ = ["of_noun"]


def of_noun(parsed: Parsed, noun: Token) -> Speech | None:
    """A noun of speech with its content clause: "Washington's claim that ..."; of who denies it where somebody does
    ("dismissed reports that", "rejected the accusation of having", "reports were denied by")."""
    head = noun.head
    if noun.pos_ != "NOUN" or "noun" not in frames(noun.lemma_.lower()):
        return None
    if noun.dep_ == "dobj" and head.lemma_ in ("confirm", "prove", "verify", "corroborate"):
        return None
    said = head.lemma_ in ("be", "remain") and noun.dep_ == "nsubj"
    content = next((c for c in head.children if c.dep_ == "ccomp" and c.i > head.i), None) if said else None
    if is_refuted(noun):
        return None
    verdict = called_false(noun)
    rejects = noun.dep_ in ("dobj", "nsubjpass") and "deny" in frames(head.lemma_.lower()) and not is_negated(head)
    denied = rejects or verdict is not None
    content = content or next(
        (c for c in noun.children if c.dep_ in ("acl", "ccomp", "relcl") and has(c, "mark", "that")), None
    )
    content = content or next((c for c in noun.children if done_by_claim(c)), None)
    if content is None and denied:
        content = next((g for c in noun.children if c.lower_ == "of" for g in c.children if g.dep_ == "pcomp"), None)
    if content is None:
        return of_topic(parsed, noun)
    source = speaker(head) if denied else next((c for c in noun.children if c.dep_ == "poss"), None) or national(noun)
    if source is None:
        phrases = [g for c in noun.children if c.dep_ in ("prep", "agent") and c.lower_ in ("by", "of", "from", "among")
                   for g in c.children if g.dep_ == "pobj"]  # fmt: skip
        source = phrases[0] if phrases else None
    if source is None and noun.dep_ == "dobj" and is_verbal(noun.head):
        source = speaker(noun.head)
    if source is None and head.lower_ == "of" and head.head.lemma_ == "be":
        source = speaker(head.head)  # "is of the opinion that"
    if source is None and content.head == head:
        source = noun  # "the claim is that"
    denies = denied or noun.lemma_.lower() == "denial"
    return Speech(
        parsed=parsed, source=source_phrase(parsed, source) if source is not None else None, head=source,
        cue=parsed.span(noun), word=noun.lemma_.lower(), kind="deny" if denies else "noun",
        content=(subtree(parsed, content, [] if verdict is None else [verdict]),),
    )  # fmt: skip


def of_topic(parsed: Parsed, noun: Token) -> Speech | None:
    """A noun of speech with what it is about, where it is somebody's: "Oslo's *criticism of Rome*"."""
    source = next((c for c in noun.children if c.dep_ == "poss"), None) or national(noun)
    content = () if source is None else topic(parsed, noun)
    if source is None or not content:
        return None
    return Speech(
        parsed=parsed, source=source_phrase(parsed, source), head=source, cue=parsed.span(noun),
        word=noun.lemma_.lower(), kind="act", content=content,
    )  # fmt: skip


def topic(parsed: Parsed, noun: Token) -> tuple[Span, ...]:
    """What a noun of speech is about, by its frames; empty where none is filled."""
    for frame in frames(noun.lemma_.lower())["noun"]:
        deeds = (c for c in noun.children if frame == "to" and c.dep_ == "acl" and has(c, "aux", "to"))
        content = by_preposition(parsed, noun, frame) or tuple(subtree(parsed, c) for c in deeds)
        if content:
            return content
    return ()


def done_by_claim(clause_: Token) -> bool:
    """Whether an infinitive is what a claim says was done: "its *claim* to have shot down a jet"."""
    noun = clause_.head.lemma_.lower()
    return clause_.dep_ == "acl" and noun == "claim" and has(clause_, "aux", "to") and has(clause_, "aux", "have")


def called_false(noun: Token) -> Token | None:
    """What a claim is called by who denies it, where it is: "called the claim that ... a *lie*", "dismissed the report
    that ... as *baseless*"; the parser may have hung it into the claim, which it then closes."""
    verb = noun.head
    if noun.dep_ not in ("dobj", "nsubjpass", "nsubj") or "label" not in frames(verb.lemma_.lower()):
        return None
    if is_negated(verb, own=False):
        return None
    behind = [
        c for c in verb.children if c.i > verb.i and c.dep_ in ("oprd", "acomp", "xcomp", "ccomp", "attr", "dobj")
    ]
    said_as = [g for c in verb.children if c.lower_ == "as" for g in c.children if g.dep_ in ("pobj", "amod", "acomp")]
    last = verb.doc[noun.right_edge.i]
    adrift = [last] if last.dep_ in ("npadvmod", "dobj", "oprd", "attr", "advmod", "acomp") else []
    found = (t for t in (*behind, *said_as, *adrift) if t != noun)
    return next((t for t in found if t.lemma_.lower() in classes()["falsehood"]), None)
