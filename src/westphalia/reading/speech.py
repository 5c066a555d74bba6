"""Speech and thought in a text: who says what by which words, nested and across sentences.

`speeches` finds (source, cue, content) as annotators of attribution mark them (PolNeAR, Newell et al. 2018): verbs of
saying and thinking with their clause, "according to", adverbs such as "reportedly", nouns such as "claim", and
quotations with a speaker before, within, after or in the sentence next to them. Cues: data/speech_cues.tsv.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Token

from westphalia.reading.cues import rows
from westphalia.reading.quotes import quotations
from westphalia.reading.reading import Parsed
from westphalia.reading.scope import is_verbal, over
from westphalia.records import Span

__all__ = ["Speech", "attributions", "frames", "speeches"]

VISIBLE = frozenset(("say", "deny", "ask", "think", "show"))
PROFESSES = frozenset(("claim", "profess", "pretend", "purport", "report", "allege", "believe", "say", "think"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """Someone's words or thoughts: the source (None where unnamed), the cue, the content in one or more pieces."""

    parsed: Parsed
    source: Span | None
    head: Token | None
    cue: Span
    word: str
    kind: str
    content: tuple[Span, ...]
    hypothetical: bool = False  # "it can be said that"

    @property
    def size(self) -> int:
        """Characters of content: of two speeches around a word the smaller is the inner one."""
        return sum(s.end - s.start for s in self.content)


@cache
def frames(word: str) -> dict[str, tuple[str, ...]]:
    """The kinds of a word of speech with the frames of each.

    >>> frames("accuse")
    {'accuse': ('of',)}
    """
    return {row["kind"]: tuple(row["frames"].split()) for row in rows("speech_cues") if row["word"] == word}


def attributions(parsed: Sequence[Parsed], text: str) -> list[tuple[Span | None, Span, tuple[Span, ...]]]:
    """(source, cue, content) of every attribution, in the order of the text."""
    return [(s.source, s.cue, s.content) for s in speeches(parsed, text)]


def speeches(parsed: Sequence[Parsed], text: str) -> tuple[Speech, ...]:
    """All speech and thought of a document."""
    quotes = quotations(text)
    found: list[Speech] = []
    for sentence in parsed:
        inside = [q for q in quotes if q.meets(sentence.sentence.span)]
        for token in sentence.tokens:
            made = of_token(sentence, token, inside)
            if made is not None and any(c.end > c.start for c in made.content):
                found.append(made)
    found = continued(parsed, found, quotes, text)
    return tuple(sorted(found, key=lambda s: s.cue.start))


def of_token(parsed: Parsed, token: Token, quotes: Sequence[Span]) -> Speech | None:
    """The speech that a word brings in, if it does."""
    if token.lower_ == "according" and token.head != token:
        return of_according(parsed, token)
    if token.pos_ == "ADV" and token.lower_ in ("reportedly", "allegedly", "purportedly", "supposedly"):
        return of_adverb(parsed, token)
    if token.pos_ == "VERB":
        return of_verb(parsed, token, quotes)
    if token.pos_ == "NOUN" and "noun" in frames(token.lemma_.lower()):
        return of_noun(parsed, token)
    return None


def subtree(parsed: Parsed, token: Token, without: Sequence[Token] = ()) -> Span:
    """The characters of a word's phrase, cut before the first of the phrases to leave out that follows the word."""
    last = min([w.left_edge.i - 1 for w in without if w.left_edge.i > token.i] + [token.right_edge.i])
    first = max([w.right_edge.i + 1 for w in without if w.right_edge.i < token.i and w.right_edge.i >= token.left_edge.i]
                + [token.left_edge.i])  # fmt: skip
    doc = token.doc
    while last > first and doc[last].is_punct and doc[last].text not in "\"'”’)":
        last -= 1
    while first < last and doc[first].text in (",", ";", ":", "-", "—"):
        first += 1
    return parsed.span(doc[first], doc[last])


def of_according(parsed: Parsed, token: Token) -> Speech | None:
    """ "According to X": the content is the clause that it stands in."""
    to = next((c for c in token.children if c.lower_ == "to"), token)
    source = next((c for c in to.children if c.dep_ in ("pobj", "pcomp")), None)
    if source is None:
        return None
    head = token.head
    while not is_verbal(head) and head.head != head and head.dep_ not in ("ROOT",):
        head = head.head
    content = subtree(parsed, head, (token,))
    return Speech(
        parsed=parsed, source=subtree(parsed, source), head=source, cue=parsed.span(token, to), word="according to",
        kind="say", content=pieces(content, parsed.span(token.left_edge, token.right_edge)),
    )  # fmt: skip


def pieces(whole: Span, hole: Span) -> tuple[Span, ...]:
    """A span less a hole in it."""
    if not whole.meets(hole):
        return (whole,)
    parts = [(whole.start, hole.start), (hole.end, whole.end)]
    return tuple(Span(start=a, end=b) for a, b in parts if b - a > 2)


def of_adverb(parsed: Parsed, token: Token) -> Speech | None:
    """ "Reportedly": nobody named, the clause is the content."""
    head = token.head
    if head == token:
        return None
    return Speech(
        parsed=parsed, source=None, head=None, cue=parsed.span(token), word=token.lower_, kind="say",
        content=pieces(subtree(parsed, head), parsed.span(token)),
    )  # fmt: skip


def of_verb(parsed: Parsed, verb: Token, quotes: Sequence[Span]) -> Speech | None:
    """A verb of speech or thought with its content: the first of its kinds whose frame is filled."""
    for kind, fillers in frames(verb.lemma_.lower()).items():
        if kind in ("noun", "source", "outlet", "paper"):
            continue
        content = filled(parsed, verb, kind, fillers, quotes)
        if not content:
            continue
        source = speaker(verb)
        if source is None and kind in ("show", "want", "act", "label"):
            return None
        return Speech(
            parsed=parsed, source=subtree_name(parsed, source) if source is not None else None, head=source,
            cue=cue_span(parsed, verb), word=verb.lemma_.lower(), kind=kind, content=content,
            hypothetical=any(c.tag_ == "MD" for c in verb.children),
        )  # fmt: skip
    return None


def cue_span(parsed: Parsed, verb: Token) -> Span:
    """The verb with its auxiliaries and its negation."""
    parts = [c for c in verb.children if c.dep_ in ("aux", "auxpass", "neg", "prt") and abs(c.i - verb.i) <= 4]
    parts.append(verb)
    return parsed.span(min(parts, key=lambda t: t.i), max(parts, key=lambda t: t.i))


def subtree_name(parsed: Parsed, noun: Token) -> Span:
    """A source's phrase without its relative clauses."""
    return subtree(
        parsed, noun, [c for c in noun.children if c.dep_ in ("relcl", "acl", "punct") and c.dep_ != "punct"]
    )


def filled(
    parsed: Parsed, verb: Token, kind: str, fillers: tuple[str, ...], quotes: Sequence[Span]
) -> tuple[Span, ...]:
    """The content of a verb by its frames; empty where none is filled."""
    passive = any(c.dep_ == "auxpass" for c in verb.children)
    for frame in fillers:
        if frame == "clause":
            made = clause_of(parsed, verb, kind, quotes)
        elif frame == "to":
            made = by_dep(parsed, verb, ("xcomp",))
        elif frame == "object":
            made = by_dep(parsed, verb, ("nsubjpass",) if passive else ("dobj", "oprd"))
        else:
            made = by_preposition(parsed, verb, frame)
        if made:
            return made
    return ()


def clause_of(parsed: Parsed, verb: Token, kind: str, quotes: Sequence[Span]) -> tuple[Span, ...]:
    """The clause said: a complement, the clause that the verb is set into, or a quotation beside it."""
    for child in verb.children:
        if child.dep_ == "ccomp":
            own = [c for c in child.children if c == verb]
            return (
                pieces(subtree(parsed, child, own), parsed.span(verb.left_edge, verb.right_edge))
                if own
                else (subtree(parsed, child),)
            )
    if verb.dep_ in ("parataxis", "ccomp") and verb.head != verb and kind in ("say", "think", "show") and speaker(verb):
        host = verb.head
        if is_verbal(host) and (verb.dep_ == "parataxis" or set_off(verb)):
            return pieces(subtree(parsed, host), parsed.span(verb.left_edge, verb.right_edge))
    beside = quoted_by(parsed, verb, quotes) if kind in ("say", "deny", "ask") else ()
    if beside:
        return beside
    for child in verb.children:
        if (
            verb.lemma_ in PROFESSES
            and child.dep_ in ("xcomp", "oprd")
            and any(g.lower_ == "to" for g in child.children)
        ):
            return (subtree(parsed, child),)
    return ()


def set_off(verb: Token) -> bool:
    """Whether a verb with its subject is set off by commas inside what it reports."""
    doc = verb.doc
    before = doc[verb.left_edge.i - 1].text if verb.left_edge.i else ","
    return before in (",", "-", "—", '"')


def quoted_by(parsed: Parsed, verb: Token, quotes: Sequence[Span]) -> tuple[Span, ...]:
    """The quotations of the sentence that a verb outside of them introduces or closes."""
    at = parsed.span(verb)
    if any(q.holds(at) for q in quotes):
        return ()
    clause_span = parsed.span(verb.left_edge, verb.right_edge)
    near = [
        q for q in quotes
        if (q.end - q.start > 25 and (q.meets(clause_span) or -60 < q.start - at.end < 60 or -60 < at.start - q.end < 60))
        or 0 <= q.start - at.end <= 3
    ]  # fmt: skip
    if verb.dep_ in ("ROOT", "conj", "advcl", "relcl", "acl", "parataxis", "ccomp") and near:
        sentence = parsed.sentence.span
        return tuple(Span(start=max(q.start, sentence.start), end=min(q.end, sentence.end)) for q in near)
    return ()


def by_dep(parsed: Parsed, verb: Token, deps: tuple[str, ...]) -> tuple[Span, ...]:
    """The phrase of the first child in one of these relations."""
    return next(((subtree(parsed, c),) for c in verb.children if c.dep_ in deps and c.pos_ != "PRON"), ())


def by_preposition(parsed: Parsed, verb: Token, word: str) -> tuple[Span, ...]:
    """What a preposition brings to a verb: accused *of selling arms*, called *for sanctions*."""
    for child in verb.children:
        if child.dep_ in ("prep", "dative") and child.lower_ == word and child.i > verb.i:
            return (subtree(parsed, child),)
    return ()


def speaker(verb: Token) -> Token | None:
    """Who says or thinks: the subject, the agent of a passive, or the subject that a participle or conjunct shares."""
    seen = 0
    passive = any(c.dep_ == "auxpass" for c in verb.children)
    while seen < 6:
        seen += 1
        agents = [g for c in verb.children if c.dep_ == "agent" for g in c.children if g.dep_ == "pobj"]
        if agents:
            return agents[0]
        subjects = [c for c in verb.children if c.dep_ in ("nsubj", "csubj") and c.lower_ not in ("it", "there")]
        if subjects and not passive:
            return antecedent(verb, subjects[0])
        if passive or any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children):
            return None
        if verb.dep_ in ("conj", "advcl", "xcomp", "parataxis") and verb.head != verb and is_verbal(verb.head):
            verb = verb.head
            continue
        if verb.dep_ == "acl" and verb.tag_ == "VBG" and verb.head.pos_ in ("NOUN", "PROPN"):
            return verb.head
        above = next((t for t in over(verb) if is_verbal(t)), None)
        if verb.dep_ == "pcomp" and above is not None:
            verb = above
            continue
        return None
    return None


def antecedent(verb: Token, subject: Token) -> Token:
    """The noun that a relative pronoun stands for."""
    if subject.tag_ in ("WDT", "WP") and verb.dep_ == "relcl":
        return verb.head
    return subject


def of_noun(parsed: Parsed, noun: Token) -> Speech | None:
    """A noun of speech with its content clause: "Washington's claim that ..."."""
    content = next(
        (c for c in noun.children if c.dep_ in ("acl", "ccomp", "relcl") and any(m.lower_ == "that" for m in c.children
         if m.dep_ == "mark")),
        None,
    )  # fmt: skip
    if content is None:
        return None
    source = next((c for c in noun.children if c.dep_ == "poss"), None)
    if source is None:
        phrases = [g for c in noun.children if c.dep_ in ("prep", "agent") and c.lower_ in ("by", "of", "from", "among")
                   for g in c.children if g.dep_ == "pobj"]  # fmt: skip
        source = phrases[0] if phrases else None
    if source is None and noun.dep_ == "dobj" and is_verbal(noun.head):
        source = speaker(noun.head)
    return Speech(
        parsed=parsed, source=subtree_name(parsed, source) if source is not None else None, head=source,
        cue=parsed.span(noun), word=noun.lemma_.lower(), kind="noun", content=(subtree(parsed, content),),
    )  # fmt: skip


def continued(parsed: Sequence[Parsed], found: list[Speech], quotes: Sequence[Span], text: str) -> list[Speech]:
    """Quotations that their own sentence gives no speaker for, given to the one who speaks beside them.

    The rest of a quotation goes to who began it; a further one in the paragraph to the speaker before it, or to the
    one that the next sentence names; a paragraph that opens with a quotation to who spoke last.
    """
    made = list(found)
    for quote in quotes:
        for sentence in (p for p in parsed if quote.meets(p.sentence.span)):
            span = sentence.sentence.span
            part = Span(start=max(quote.start, span.start), end=min(quote.end, span.end))
            if part.end - part.start < 0.5 * (span.end - span.start) and part.end - part.start < 40:
                continue
            index, best = -1, None
            taken = False
            for i, speech in enumerate(made):
                if speech.kind not in VISIBLE or quote.holds(speech.cue):
                    continue
                if any(c.meets(part) for c in speech.content):
                    taken = True
                    break
                distance = nearness(speech, quote, part, text)
                if distance is not None and (best is None or distance < best):
                    index, best = i, distance
            if not taken and index >= 0:
                made[index] = replace(made[index], content=(*made[index].content, part))
    return made


def nearness(speech: Speech, quote: Span, part: Span, text: str) -> float | None:
    """How near a speech stands to a quotation without a speaker; None where it cannot be its cue."""
    if any(quote.meets(c) for c in speech.content):
        return 0.0
    between = text[min(speech.cue.end, part.end) : max(speech.cue.start, part.start)]
    breaks = between.count("\n")
    if speech.cue.start < part.start:
        quoted = any(text[c.start : c.start + 1] in '"“' for c in speech.content)
        if breaks > 2 or (not quoted and breaks):
            return None
        return len(between) + 400.0 * bool(breaks)
    if breaks or not any(text[c.start : c.start + 1] in '"“' for c in speech.content):
        return None
    return len(between) + 30.0
