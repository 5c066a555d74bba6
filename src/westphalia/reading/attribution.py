"""Stage `attribution`: who is answerable for each draft, from the speech and thought that it stands in.

What stands inside someone's words is theirs: reported, unless the words hedge it further. The act of speaking itself
is the author's to assert ("Washington *claimed*"), and so is what a speaker does by speaking ("we condemn").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from spacy.tokens import Token

from westphalia.reading.classes import classes
from westphalia.reading.cues import words
from westphalia.reading.mood import asks_of, conditioned
from westphalia.reading.quotes import quotations
from westphalia.reading.reading import Draft, Reading
from westphalia.reading.sayings import Speech, antecedent, is_channel, issuer, source_phrase
from westphalia.reading.scope import clause, has, is_time, over, tensed
from westphalia.reading.speech import speeches
from westphalia.reading.transcripts import Turn, turns
from westphalia.records import AUTHOR, Attribution, Judgement, Mention, Modality, Span

__all__ = ["attribution"]

ANSWERABLE = frozenset(("say", "deny", "ask", "think", "noun", "accuse", "label", "show"))
FIRST_PERSON = frozenset(("i", "we", "me", "us", "my", "our", "one", "you"))
ASIDE = frozenset(("after", "before", "when", "while", "as", "since"))
TOLD = ("past", "perfect", "pluperfect")  # what is told is no act of the telling
PROFESSED = frozenset(("claim", "profess", "pretend", "purport", "allege"))
UNCERTAIN = frozenset(
    re.findall(
        r"[\w'-]+",
        """indicate suggest imply signal assume confirm prove conclude underscore reflect mean""",
    )
)
FINDS = frozenset(("find", "conclude", "confirm", "determine", "rule"))
HEDGED = frozenset(("conditional", "possible", "probable"))
PERFORMED = frozenset(["ACCUSE", "REQUEST", "REJECT", "THREATEN", "AGREE"])
ATTITUDES = frozenset(["ACCUSE", "REJECT", "SUPPORT"])
ACTS = frozenset(["ACCUSE", "REQUEST", "REJECT", "THREATEN", "AGREE", "CONCEDE", "SUPPORT", "PROTEST"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Who is who in a document: mentions by sentence, what they stand for, and each person's names in order."""

    mentions: Mapping[str, tuple[Mention, ...]]
    judgements: Mapping[str, tuple[Judgement, ...]]
    names: Mapping[str, tuple[Mention, ...]]
    text: str
    spans: Mapping[str, Span]

    def codes(self, ids: Iterable[str]) -> set[str]:
        """The states (or else actors) that mentions stand for."""
        found = (j for i in ids for j in self.judgements.get(i, ()) if j.verdict == "same")
        return {code for j in found for code in (j.codes or (j.actor_id,))}

    def name(self, mention: Mention) -> str | None:
        """The last name before a mention by which the text called the same actor."""
        who = [j.actor_id for j in self.judgements.get(mention.id, ()) if j.verdict == "same"]
        earlier = [m for m in self.names.get(who[0], ()) if m.span.start < mention.span.start] if len(who) == 1 else []
        return earlier[-1].text if earlier else None


def attribution(reading: Reading) -> Reading:
    """Every draft with its attribution; `reported` where it was simply asserted and someone else is answerable."""
    quotes = quotations(reading.document.text)
    found = [
        only_quoted(s, quotes) if s.kind == "act" else s
        for s in speeches(reading.parsed, reading.document.text)
        if s.kind in ANSWERABLE or (s.kind == "act" and s.quoted)
    ]
    cast, talk = cast_of(reading), turns(reading.document.text)
    return replace(reading, drafts=tuple(in_turn(attributed(d, found, cast), talk, cast) for d in reading.drafts))


def cast_of(reading: Reading) -> Cast:
    """The mentions of a document with what they stand for."""
    mentions: dict[str, tuple[Mention, ...]] = {}
    judgements: dict[str, tuple[Judgement, ...]] = {}
    names: dict[str, tuple[Mention, ...]] = {}
    for judgement in reading.judgements:
        judgements[judgement.mention_id] = (*judgements.get(judgement.mention_id, ()), judgement)
    for mention in sorted(reading.mentions, key=lambda m: m.span):
        mentions[mention.sentence_id] = (*mentions.get(mention.sentence_id, ()), mention)
        if mention.kind in ("person", "name"):
            for judgement in judgements.get(mention.id, ()):
                names[judgement.actor_id] = (*names.get(judgement.actor_id, ()), mention)
    spans = {m.id: m.span for m in reading.mentions}
    return Cast(mentions=mentions, judgements=judgements, names=names, spans=spans, text=reading.document.text)


def attributed(draft: Draft, found: Sequence[Speech], cast: Cast) -> Draft:
    """The draft with who is answerable for it."""
    around = [s for s in enclosing(draft, found) if speaks_for_itself(s)]
    if not around:
        return reportedly(draft)
    said = answer(around[0], around[1:], cast)
    if is_act(draft, around[0], said, cast):
        given = draft.modality == "forecast" or (draft.relation.startswith("REQUEST") and draft.modality == "desired")
        spoken = draft.attribution if around[0].word != "according to" else said
        return replace(draft, attribution=spoken, modality="asserted" if given else draft.modality)
    telling = next((s for s in around if s.kind != "act"), around[0])  # "expressed the *hope* that"
    return replace(draft, attribution=said, modality=modality_of(draft, telling))


def in_turn(draft: Draft, talk: Sequence[Turn], cast: Cast) -> Draft:
    """What nobody else is answerable for, in the turn of a conversation: who has the turn is."""
    at = draft.parsed.span(draft.token)
    turn = next((t for t in talk if t.said.holds(at)), None)
    if turn is None or draft.attribution.kind != "author":
        return draft
    called = [m for named in cast.names.values() for m in named if turn.name.meets(m.span)]
    name = turn.name.of(cast.text)
    said = Attribution(kind="person", speakers=tuple(m.id for m in called), text=name, cue=name)
    return replace(draft, attribution=said)


def is_act(draft: Draft, speech: Speech, said: Attribution, cast: Cast) -> bool:
    """Whether the draft is done by saying it: "we condemn", a promise, a stance of the speaker's own.

    What the speaker tells of the past is a report, and so is what a claim makes out and what is said with a hedge; but
    who calls the war a crime accuses, whatever its tense, where the words name nobody else who does.
    """
    if draft.modality in HEDGED:
        return False
    head = draft.relation.split("/")[0]
    own = draft.kind == "stance" or head in PERFORMED
    if (not own and head not in ACTS) or speech.word in PROFESSED or speech.kind == "deny":
        return False
    attitude = draft.kind == "stance" or head in ATTITUDES
    source = cast.codes(draft.source)
    speaker = cast.codes(said.speakers)
    speaks = bool(source) and source == speaker
    doers = draft.source if draft.source != draft.target or len(draft.source) > 1 else ()  # "he was a dictator": not he
    named = any(c.holds(cast.spans[m]) for m in doers if m in cast.spans for c in speech.content)
    if attitude and not named and (speaks or (source and speech.head is not None and not speaker)):
        return True
    told: tuple[str, ...] = ("perfect", "pluperfect") if head == "AGREE" or draft.kind == "stance" else TOLD
    if attitude and is_backshifted(draft, speech):
        told = ("pluperfect",)
    if tensed(clause(draft.token)) in told:
        return False
    return (own and speaks) or first_person(draft)


def is_backshifted(draft: Draft, speech: Speech) -> bool:
    """Whether a past tense is that of indirect speech in the past: "said that it regretted", which regrets now."""
    return not speech.quoted and any(t.tag_ == "VBD" for t in draft.parsed.inside(speech.cue))


def modality_of(draft: Draft, speech: Speech) -> Modality:
    """The modality of a draft within speech: its own where the words hedge it, else what speech makes it."""
    if speech.kind == "deny":
        return "denied"
    would = draft.modality == "conditional" and has(draft.token, "aux", "would", "'d")
    if would and not speech.quoted and not conditioned(draft.token) and not has(draft.token, "aux", "have"):
        return "forecast"  # "said that it would": the future, seen from the past
    if draft.modality != "asserted":
        return draft.modality
    if speech.kind == "ask" and asks_of(clause(draft.token)):
        return "reported"
    if speech.kind == "ask" or speech.word in ("hope", "wish", "desire"):
        return "desired"
    return "possible" if speech.word in ("fear", "speculation") else "reported"


def only_quoted(speech: Speech, quotes: Sequence[Span]) -> Speech:
    """A word of praise or blame with just what it quotes: the rest of its object is the author's."""
    return replace(speech, content=tuple(q for q in quotes if any(c.meets(q) for c in speech.content)))


def reportedly(draft: Draft) -> Draft:
    """A draft outside of any speech: the author's, unless an adverb says that somebody said so."""
    if draft.modality == "reported":
        return replace(draft, attribution=Attribution(kind="unnamed", text="reportedly", cue="reportedly"))
    return replace(draft, attribution=AUTHOR)


def enclosing(draft: Draft, found: Sequence[Speech]) -> list[Speech]:
    """The speeches whose content holds the trigger, inner ones first; not those whose own cue it is."""
    at = draft.parsed.span(draft.token)
    around = (s for s in found if any(c.holds(at) for c in s.content) and not s.cue.meets(at))
    return sorted((s for s in around if is_said(draft, s)), key=lambda s: s.size)


def is_said(draft: Draft, speech: Speech) -> bool:
    """Whether the draft is part of what is said, not the author's aside within it.

    In indirect speech relative clauses after a comma, clauses of time and what is named as known ("the Treaty of 1936")
    are the author's; of an object that is judged ("called the attack a crime") only the judgement is the speaker's.
    """
    if speech.kind == "ask":
        return is_wish(draft, speech)
    if speech.kind == "label":
        part = next((t for t in (draft.token, *over(draft.token)) if draft.parsed.span(t.head).meets(speech.cue)), None)
        return part is not None and part.dep_ not in ("dobj", "nsubjpass", "nsubj")
    if speech.quoted or speech.parsed is not draft.parsed:
        return True
    if speech.kind in ("say", "think") and speech.head is not None and is_given(draft):
        return False
    if speech.word == "according to":
        return True
    for token in (draft.token, *over(draft.token)):
        if draft.parsed.span(token).meets(speech.cue) or draft.parsed.span(token.head).meets(speech.cue):
            return True
        if (token.dep_ == "relcl" and set_apart(token)) or (
            token.dep_ == "advcl" and any(c.lower_ in ASIDE for c in token.children if c.dep_ in ("mark", "advmod"))
        ):
            return False
    return True


def is_given(draft: Draft) -> bool:
    """Whether a noun names what the reader is taken to know: "the treaty of 1936", a tie such as "its trade"."""
    noun = draft.token
    return (noun.pos_ == "PROPN" or (noun.pos_ == "NOUN" and draft.kind == "tie")) and any(
        c.dep_ == "poss" or (c.dep_ == "det" and c.lower_ in ("the", "this", "these", "those")) for c in noun.children
    )


def set_apart(clause_: Token) -> bool:
    """Whether a comma stands before a relative clause."""
    first = clause_.left_edge.i
    return first > 0 and clause_.doc[first - 1].text in (",", "-", "—", "(")


def speaks_for_itself(speech: Speech) -> bool:
    """Whether somebody other than the author speaks: no "we believe", no "this shows".

    Somebody unnamed does in "it is believed that" and "rumours that", an organ in "the panel found that", and whoever
    "it" is in "it said".
    """
    if speech.head is None:
        heard = speech.kind in ("say", "accuse", "deny") or speech.word in classes()["hearsay"]
        return heard and not speech.hypothetical
    head = antecedent(speech.head)
    first = head.lower_ in FIRST_PERSON and not has(head, "prep", "of")  # but "one of the groups said"
    if first or head.tag_ == "VBG" or is_time(head) or has(head, "det", "no"):
        return False  # "reaching a deal will determine how": nobody speaks
    if speech.kind == "show" or (speech.word in UNCERTAIN and head.pos_ == "NOUN"):
        speaks = is_channel(head) or finds(speech, head)
        return speaks or (speech.kind == "say" and head.lemma_.lower() in classes()["people"])
    if head.lower_ == "it":
        return is_it(speech, head)
    return head.lower_ not in (
        "this",
        "that",
        "which",
        "what",
        "there",
        "everyone",
        "everybody",
        "anyone",
        "nobody",
        "nothing",
        "something",
    )


def finds(speech: Speech, head: Token) -> bool:
    """Whether an organ or somebody named says what was found: "the *panel* found that", "*Amnesty* concluded that"."""
    named = head.pos_ == "PROPN" or head.lower_ == "it" or head.lemma_.lower() in classes()["finders"]
    told = any(c.dep_ == "ccomp" and has(c, "mark", "that") for c in head.head.children)
    return speech.word in FINDS and named and told


def is_it(speech: Speech, it: Token) -> bool:
    """Whether "it" speaks: "it said that"; not "it is important to say that", "it must say that"."""
    verb = it.head
    speaks = speech.kind in ("say", "deny", "accuse") and speech.parsed.span(verb).meets(speech.cue)
    return speaks and it.dep_ == "nsubj" and verb.tag_ in ("VBD", "VBZ", "VBN")


def answer(speech: Speech, outer: Sequence[Speech], cast: Cast) -> Attribution:
    """The attribution that a speech makes, with those it is nested in."""
    within = answer(outer[0], outer[1:], cast) if outer else None
    head = None if speech.head is None else issuer(antecedent(speech.head))
    if head is None:
        return Attribution(kind="unnamed", text=speech.word, cue=speech.word, within=within)
    span, at = source_phrase(speech.parsed, head), speech.parsed.span(head)
    here = [m for m in cast.mentions.get(speech.parsed.sentence.id, ()) if span.holds(m.span)]
    here = [m for m in here if m.span.meets(at)] or here
    text = words_at(speech, span)
    if head.pos_ == "PRON" and here:
        text = cast.name(here[0]) or text
    return Attribution(
        kind=kind_of(head, here), speakers=tuple(m.id for m in here), text=text, cue=speech.word, within=within
    )


def words_at(speech: Speech, span: Span) -> str:
    """The words of the sentence at a span."""
    sentence = speech.parsed.sentence
    return sentence.text[span.start - sentence.span.start : span.end - sentence.span.start]


def kind_of(head: Token, here: Sequence[Mention]) -> Literal["actor", "person", "outlet", "unnamed"]:
    """Actor, person, outlet or unnamed, by the source's words and mentions."""
    named = {head.lower_, head.lemma_.lower()} | {
        c.lower_ for c in head.children if c.dep_ in ("compound", "appos", "amod")
    }
    if named & words("speech_cues", "outlet"):
        return "outlet"
    kinds = {m.kind for m in here}
    if "person" in kinds or head.lower_ in ("he", "she", "him", "her") or (head.pos_ == "PROPN" and not kinds):
        return "person"
    if head.lemma_.lower() in words("speech_cues", "source"):
        return "unnamed"
    return "actor" if kinds else "person" if head.pos_ == "PRON" and head.lower_ != "it" else "unnamed"


def is_wish(draft: Draft, speech: Speech) -> bool:
    """Whether the draft is what is asked for, not something that the wish merely mentions."""
    at = draft.token
    while at.head != at:
        if at.dep_ in ("relcl", "acl", "advcl", "poss", "pcomp") or (at.dep_ == "pobj" and at.head.dep_ == "prep"):
            above = at.head.head if at.dep_ == "pobj" else at.head
            return draft.parsed.span(above).meets(speech.cue) and at.dep_ not in ("relcl", "acl", "advcl", "poss")
        at = at.head
        if draft.parsed.span(at).meets(speech.cue):
            return True
    return False


def first_person(draft: Draft) -> bool:
    """Whether the speaker is the subject: "we condemn", "our proposal"."""
    token = draft.token
    seen = 0
    while seen < 4:
        seen += 1
        for child in token.children:
            if child.dep_ in ("nsubj", "poss") and {child.lower_, *(c.lower_ for c in child.children)} & FIRST_PERSON:
                return True
            if child.dep_ in ("nsubj", "nsubjpass"):
                return False
        if token.dep_ not in ("conj", "xcomp", "acomp", "attr", "dobj") or token.head == token:
            return False
        token = token.head
    return False
