"""What is thought without being said: adjectives of feeling and judgement, and what seems or is expected.

"Rome is critical of Oslo", "it is clear that Oslo sold arms", "Oslo seems to sell arms". Cues: data/speech_cues.tsv.
"""

from __future__ import annotations

from spacy.tokens import Token

from westphalia.reading.reading import Parsed
from westphalia.reading.sayings import Speech, by_preposition, frames, source_phrase, speaker, subtree
from westphalia.records import Span

__all__ = ["of_feeling"]

EMPTY = frozenset(("it", "that", "this", "there", "what"))  # subjects that feel nothing


def of_feeling(parsed: Parsed, word: Token) -> Speech | None:
    """The thought that a word brings in, if it does."""
    if word.pos_ == "VERB" and "seem" in frames(word.lemma_.lower()):
        return of_appearance(parsed, word)
    if word.pos_ in ("ADJ", "VERB") and word.dep_ in ("acomp", "ROOT", "conj") and "feeling" in frames(word.lower_):
        return of_adjective(parsed, word)
    return None


def of_appearance(parsed: Parsed, verb: Token) -> Speech | None:
    """A subject with what it is thought to do, by nobody named: *Oslo* seems *to sell arms*."""
    passive = any(c.dep_ == "auxpass" for c in verb.children)
    if ("passive" in frames(verb.lemma_.lower())["seem"]) != passive:
        return None
    who = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    what = next((c for c in verb.children if c.dep_ in ("xcomp", "oprd") and c.i > verb.i), None)
    if who is None or what is None:
        return None
    return Speech(
        parsed=parsed, source=None, head=None, cue=parsed.span(verb), word=verb.lemma_.lower(), kind="seem",
        content=(subtree(parsed, who), subtree(parsed, what)),
    )  # fmt: skip


def of_adjective(parsed: Parsed, word: Token) -> Speech | None:
    """An adjective with what it is about, and who feels so; nobody where the subject is empty ("it is clear that")."""
    copula = word.head if word.dep_ == "acomp" else word
    content = about(parsed, word, copula)
    if not content:
        return None
    source = speaker(copula) if any(c.dep_ in ("nsubj", "nsubjpass") for c in copula.children) else None
    source = None if source is None or source.lower_ in EMPTY else source
    return Speech(
        parsed=parsed, source=source_phrase(parsed, source) if source is not None else None, head=source,
        cue=parsed.span(word), word=word.lower_, kind="feeling", content=content,
    )  # fmt: skip


def about(parsed: Parsed, word: Token, copula: Token) -> tuple[Span, ...]:
    """What an adjective is about, by its frames; empty where none is filled."""
    for frame in frames(word.lower_)["feeling"]:
        if frame in ("clause", "to"):
            dep = "ccomp" if frame == "clause" else "xcomp"
            said = next((c for n in (word, copula) for c in n.children if c.dep_ == dep and c.i > word.i), None)
            content: tuple[Span, ...] = () if said is None else (subtree(parsed, said),)
        else:
            content = by_preposition(parsed, word, frame)
        if content:
            return content
    return ()
