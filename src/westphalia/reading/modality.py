"""Stage `modality`: polarity, modality and background of each draft.

By the marks on its trigger (marks.py), and by what the draft's own relation makes of its word.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import cast

from spacy.tokens import Token

from westphalia.reading.frame_tables import load
from westphalia.reading.marks import OF_NOTHING, Marks, voice
from westphalia.reading.mood import by_preposition, conditioned, governor, modal
from westphalia.reading.reading import Draft, Reading
from westphalia.reading.scope import clause, has, is_verbal, tensed
from westphalia.records import Modality

__all__ = ["modality"]

OWN_CONTENT = frozenset(("AGREE", "THREATEN", "CONCEDE"))  # a promise is made, not forecast, by saying "will"
REFUSALS = frozenset(("REJECT", "disapprove", "opposes", "doubts", "distances_from", "neutral", "concern"))
FORBIDS = frozenset(("ban", "restrict"))  # modes: what one can or may not do
ABLE = ("can", "ca", "could", "may", "must")
VOICED = frozenset(("promise", "pledge", "vow", "offer"))  # the deed itself is still to come
UNDONE = frozenset(
    re.findall(
        r"[\w'-]+",
        """fail forgo eschew refrain abstain desist neglect omit
        unsigned unratified unpaid unmet unfulfilled undelivered unrecognised unrecognized""",
    )
)
DEPENDENT = frozenset(("colony", "protectorate", "dominion", "dependency"))
BELIEVED = frozenset(
    ("convinced", "sure", "confident", "certain", "believe", "think", "expect", "hope", "trust", "doubt")
)
DONE = OWN_CONTENT | {"SUPPORT", "RETREAT", "REQUEST"}  # relations that a promise or an offer itself may be
STOPPING = frozenset(("SANCTION", "RETREAT", "REJECT", "CONCEDE", "COERCE"))
_TABLES = {"event": "events", "tie": "ties", "stance": "stances", "state": "states", "implication": "implications"}


def modality(reading: Reading) -> Reading:
    """Every draft with its polarity, modality and background."""
    return replace(reading, drafts=tuple(voiced(d) for d in reading.drafts))


def voiced(draft: Draft) -> Draft:
    """The draft with its voice."""
    marks = voice(teller(draft))
    if draft.relation == "independence" and is_dependent(draft.token):
        marks.add("negative")
    of_word(draft, marks)
    negative = marks.negative if draft.polarity == "+" else not marks.negative
    return replace(
        draft,
        polarity="-" if negative else "+",
        modality=cast(Modality, kind_of(draft, marks)),
        background=draft.background or is_background(draft.token),
    )


def teller(draft: Draft) -> Token:
    """The word that a draft's voice is taken from: its own, but the verb of its clause where what the clause tells was
    heard at a word that tells nothing by itself ("may complicate matters for *India*")."""
    word = draft.token
    told = draft.kind == "implication" or word.pos_ == "PROPN"
    return clause(word) if told and not is_verbal(word) and not carries(draft) else word


def is_dependent(word: Token) -> bool:
    """Whether a word calls its state a colony: a state of that kind is told by what it is not."""
    near = (word, *(c for c in word.children if c.dep_ == "attr"), *([word.head] if word.dep_ == "amod" else ()))
    return any(n.lemma_.lower().rsplit("-")[-1] in DEPENDENT for n in near)


def kind_of(draft: Draft, marks: Marks) -> str:
    """The modality of a draft by its marks: what wishes, promises or threatens does so by the words that mark it."""
    kind, head = marks.kind or "asserted", draft.relation.split("/")[0]
    if kind == "desired" and (draft.kind == "stance" or (head == "REQUEST" and not carries(draft))):
        return "asserted"
    promised = head in OWN_CONTENT and not conditioned(draft.token) and not believed(draft.token) and not marks.negative
    own = draft.kind == "stance" or head == "THREATEN" or promised
    return "asserted" if own and kind in ("forecast", "conditional") and modal(draft.token) else kind


def believed(verb: Token) -> bool:
    """Whether somebody expects it of somebody: "I am convinced that they will grant guarantees" promises nothing."""
    return verb.dep_ == "ccomp" and verb.head.lemma_.lower() in BELIEVED


def carries(draft: Draft) -> bool:
    """Whether the word of a draft tells of its relation by itself: a frame of the word does."""
    frames, lemma = load(_TABLES[draft.kind]).frames, draft.token.lemma_.lower()
    return draft.method.startswith("frame") or any(
        frame.relation == draft.relation and not frame.parts
        for pos in ("verb", "noun", "adjective")
        for frame in frames.get((lemma, pos), ())
    )


def of_word(draft: Draft, marks: Marks) -> None:
    """Marks of a word that only together with others tells of its relation: "would not approve" rejects, "failed" to
    supply does not supply, "offered" to help has not helped yet.
    """
    head, lemma = draft.relation.split("/")[0], draft.token.lemma_.lower()
    if lemma in VOICED and head not in DONE and draft.kind in ("event", "tie"):
        marks.add(governor(draft.token))
    if not draft.method.startswith("frame") and draft.kind in ("event", "tie"):
        marks.add(by_phrase(draft.token))
    if carries(draft):
        return
    if draft.kind in ("event", "tie") and head not in DONE | REFUSALS | {"THREATEN"}:
        over_deed(draft.token, head, marks)
    if head in REFUSALS or draft.mode in REFUSALS or (draft.mode in FORBIDS and has(draft.token, "aux", *ABLE)):
        if marks.negative:
            marks.negative, marks.kind = False, None
    elif lemma in UNDONE | OF_NOTHING:
        marks.add("negative")


def by_phrase(word: Token) -> str | None:
    """What a verb with its adverb and preposition makes of the deed heard at it: "*fell* short of attacking"."""
    for deed in (c for c in word.subtree if c.dep_ == "pcomp"):
        joined = by_preposition(deed.head)
        if joined is not None and joined[0] == word:
            return joined[1]
    return None


def over_deed(word: Token, relation: str, marks: Marks) -> None:
    """Marks of a word over the deed that was heard at it: "is *ready* to attack", "*plans* to attack".

    What stops, bans or withdraws is the deed itself where a SANCTION or a RETREAT was heard.
    """
    deeds = (c for c in word.subtree if c.dep_ in ("xcomp", "pcomp", "acl") and word in (c.head, c.head.head))
    kind = governor(word) if next(deeds, None) is not None else None
    if kind != "negative" or (relation not in STOPPING and word.lemma_.lower() not in UNDONE):
        marks.add(kind)


def is_background(token: Token) -> bool:
    """Whether the clause tells of what lay before: the pluperfect."""
    return is_verbal(token) and tensed(token) == "pluperfect"
