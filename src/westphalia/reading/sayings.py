"""Speech and thought within one sentence: a source, the words that bring it in, and what is said.

Verbs of saying and thinking with their clause, "according to", adverbs such as "reportedly"; nouns are in claims.py.
Cues and their frames: data/speech_cues.tsv.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from westphalia.reading.classes import classes
from westphalia.reading.cues import rows
from westphalia.reading.mood import is_negated
from westphalia.reading.reading import Parsed
from westphalia.reading.scope import has, is_time, is_verbal, over
from westphalia.records import Span

__all__ = [
    "Speech", "antecedent", "by_preposition", "frames", "is_channel", "issuer", "national", "of_token",
    "source_phrase", "speaker", "subtree",
]  # fmt: skip

PLAIN = frozenset(
    re.findall(
        r"\w+",
        """say tell announce state claim report add declare insist warn note write tweet argue reply explain ask confirm
        stress acknowledge assert proclaim exclaim comment remark respond answer shout chant read post continue""",
    )
)
PROFESSES = frozenset(
    ("claim", "profess", "pretend", "purport", "report", "allege", "believe", "say", "think", "rumour", "rumor")
)


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
    quoted: bool = False

    @property
    def size(self) -> int:
        """Characters of content: of two speeches around a word the smaller is the inner one."""
        return sum(s.end - s.start for s in self.content)


@cache
def frames(word: str) -> dict[str, tuple[str, ...]]:
    """The kinds of a word of speech with the frames of each.

    >>> frames("accuse")
    {'accuse': ('of',), 'act': ('object', 'about', 'of', 'for')}
    """
    return {row["kind"]: tuple(row["frames"].split()) for row in rows("speech_cues") if row["word"] == word}


def of_token(parsed: Parsed, token: Token, quotes: Sequence[Span]) -> Speech | None:
    """The speech that a word brings in, if it does."""
    if token.lower_ == "according" and token.head != token:
        return of_according(parsed, token)
    if token.pos_ == "ADP" and token.head != token:
        seen = of_viewpoint(parsed, token)
        if seen is not None:
            return seen
    if token.pos_ == "ADV" and token.lower_ in ("reportedly", "allegedly", "purportedly", "supposedly"):
        return of_adverb(parsed, token)
    if token.pos_ == "VERB":
        return of_verb(parsed, token, quotes)
    return None


def subtree(parsed: Parsed, token: Token, without: Sequence[Token] = ()) -> Span:
    """The characters of a word's phrase, cut before the first of the phrases to leave out that follows the word."""
    last = min([w.left_edge.i - 1 for w in without if w.left_edge.i > token.i] + [token.right_edge.i])
    before = [w.right_edge.i for w in without if token.left_edge.i <= w.right_edge.i < token.i]
    first = max(before, default=token.left_edge.i - 1) + 1
    doc = token.doc
    while last > first and doc[last].is_punct and doc[last].text not in "\"'”’)":
        last -= 1
    while first < last and doc[first].text in (",", ";", ":", "-", "—"):
        first += 1
    return parsed.span(doc[first], doc[last])


def of_according(parsed: Parsed, token: Token) -> Speech | None:
    """ "According to X": X is answerable for what stands beside it."""
    to = next((c for c in token.children if c.lower_ == "to"), token)
    source = next((c for c in to.children if c.dep_ in ("pobj", "pcomp")), None)
    return None if source is None else of_side(parsed, token, to, source)


def of_viewpoint(parsed: Parsed, preposition: Token) -> Speech | None:
    """ "In X's view", "by X's account", "from the X point of view", "per X": the same by other words."""
    noun = next((c for c in preposition.children if c.dep_ == "pobj"), None)
    if noun is None or preposition.dep_ != "prep":
        return None
    if preposition.lower_ == "per":
        named = is_verbal(preposition.head) and (noun.pos_ == "PROPN" or has(noun, "det", "the"))
        return of_side(parsed, preposition, preposition, noun) if named else None  # not "five per cent"
    word = "point of view" if noun.lemma_ == "point" and noun.nbor(1).lower_ == "of" else noun.lemma_.lower()
    if preposition.lower_ not in frames(word).get("viewpoint", ()):
        return None
    source = next((c for c in noun.children if c.dep_ == "poss"), None) or national(noun)
    if source is None and has(noun, "det", "the"):  # "in view of" is another thing
        source = next((g for c in noun.children if c.lower_ == "of" for g in c.children if g.dep_ == "pobj"), None)
    return None if source is None or word == source.lower_ else of_side(parsed, preposition, noun, source)


def national(noun: Token) -> Token | None:
    """The adjective of a nation on a noun: "the *Libyan* allegation"."""
    first = noun.doc[noun.i].sent.start
    return next(
        (c for c in noun.children if c.dep_ == "amod" and c.text[0].isupper() and (c.i != first or c.ent_type_)), None
    )


def of_side(parsed: Parsed, token: Token, last_word: Token, source: Token) -> Speech:
    """What somebody is answerable for by a phrase beside it, from `token` to `last_word` without who it is: the clause
    that the phrase stands in, or the sentence that it opens or closes."""
    head = token.head
    while not is_verbal(head) and head.head != head and head.dep_ not in ("ROOT",):
        head = head.head
    edges = [t for t in parsed.tokens if not t.is_punct]
    last = edges[-1] if token.right_edge.i >= edges[-1].i else head.right_edge
    whole = token.left_edge == edges[0] or (last == edges[-1] and token.nbor(-1).text == ",")
    content = parsed.span(edges[0], last) if whole else subtree(parsed, head, (token,))
    return Speech(
        parsed=parsed, source=subtree(parsed, source), head=source, cue=parsed.span(token, last_word),
        word="according to", kind="say", content=pieces(content, parsed.span(token.left_edge, token.right_edge)),
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
        if kind == "deny" and is_negated(verb, own=False):
            continue  # "did not deny that" denies nothing
        if kind in ("noun", "source", "outlet", "paper") or (kind == "label" and not labels(verb)):
            continue
        content = filled(parsed, verb, kind, fillers, quotes)
        if not content and ((kind == "say" and written(speaker(verb))) or (kind == "show" and polled(speaker(verb)))):
            content = object_of(parsed, verb, False)
        if not content and kind == "deny" and verb.lemma_ == "deny":
            content = tuple(subtree(parsed, c) for c in denied(verb))
        if not content and kind == "say" and verb.lemma_ == "say":
            content = in_brief(parsed, verb)
        if not content:
            continue
        source = speaker(verb)
        if source is not None and any(q.holds(parsed.span(source)) and not q.meets(parsed.span(verb)) for q in quotes):
            source = None  # "'Not ours', said Kim": what is said is not who says it
        source = source or (beside(verb) if kind == "say" else None)
        source = source and issuer(source)
        if source is None and kind in ("show", "want", "act", "label") and not is_undergone(verb):
            return None
        return Speech(
            parsed=parsed, source=source_phrase(parsed, source) if source is not None else None, head=source,
            cue=cue_span(parsed, verb), word=verb.lemma_.lower(), kind=kind, content=content,
            hypothetical=any(c.tag_ == "MD" or (c.dep_ == "aux" and c.lower_ == "to") for c in verb.children),
        )  # fmt: skip
    return None


def is_channel(word: Token) -> bool:
    """Whether a word names what news comes through: a paper ("poll"), a source ("officials") or an outlet."""
    return bool(frames(word.lemma_.lower()).keys() & {"paper", "source", "outlet"})


def written(source: Token | None) -> bool:
    """Whether a source is an outlet or a paper, so that what it reports or reveals is its word."""
    if source is None:
        return False
    kinds = frames(source.lemma_.lower()) | {
        k: () for c in source.children if c.dep_ == "compound" for k in frames(c.lower_)
    }
    return bool(kinds.keys() & {"outlet", "paper"})


def denied(verb: Token) -> list[Token]:
    """What is denied as a thing: "denied *the attack*", "denied *any plan to attack*", not "denied them *entry*"."""
    alone = not any(c.dep_ in ("dative", "auxpass") for c in verb.children)
    return [c for c in verb.children if alone and c.dep_ == "dobj" and c.lemma_.lower() in classes()["deniable"]]


def polled(source: Token | None) -> bool:
    """Whether a source is a paper that shows by itself: "the *poll* shows a lead"."""
    return source is not None and "paper" in frames(source.lemma_.lower())


def in_brief(parsed: Parsed, verb: Token) -> tuple[Span, ...]:
    """What is said in a word or as an object: "said *no*", "said *so*", "say *the same of Oslo*"."""
    after = [c for c in verb.children if c.i > verb.i and (c.dep_ == "dobj" or c.lower_ in ("so", "no", "yes"))]
    return (subtree(parsed, after[0]),) if after else ()


def labels(verb: Token) -> bool:
    """Whether a verb of judgement says what its object is: "as ...", or a second complement."""
    named = verb.lemma_ == "call" and any(t.text == '"' for t in verb.subtree if t.i > verb.i + 1)
    return named or any(
        c.dep_ in ("oprd", "xcomp", "ccomp", "acomp") or (c.dep_ == "prep" and c.lower_ == "as") for c in verb.children
    )


def cue_span(parsed: Parsed, verb: Token) -> Span:
    """The verb with its auxiliaries and its negation."""
    parts = [c for c in verb.children if c.dep_ in ("aux", "auxpass", "neg", "prt") and abs(c.i - verb.i) <= 4]
    parts.append(verb)
    return parsed.span(min(parts, key=lambda t: t.i), max(parts, key=lambda t: t.i))


def source_phrase(parsed: Parsed, noun: Token) -> Span:
    """A source's phrase without its relative clauses, and without the day on which it spoke."""
    dated = [c for c in noun.children if c.dep_ == "prep" and c.lower_ != "of" and any(is_time(p) for p in c.children)]
    apart = [c for c in noun.children if c.dep_ in ("relcl", "case") or (c.dep_ == "acl" and not has(c, "agent"))]
    return subtree(parsed, noun, apart + dated)


def filled(
    parsed: Parsed, verb: Token, kind: str, fillers: tuple[str, ...], quotes: Sequence[Span]
) -> tuple[Span, ...]:
    """The content of a verb by its frames; empty where none is filled."""
    passive = any(c.dep_ == "auxpass" for c in verb.children)
    for frame in fillers:
        if frame == "clause" or (frame == "it" and has(verb, "dobj", "it")):
            made = clause_of(parsed, verb, kind, quotes)
        elif frame == "it":
            made = ()
        elif frame == "to":
            made = next(((subtree(parsed, c),) for c in verb.children if c.dep_ == "xcomp"), ())
            made = (object_of(parsed, verb, passive) or made) if made and not passive else made
            made = made or (by_preposition(parsed, verb, "to") if kind == "act" else ())
        elif frame == "object":
            made = object_of(parsed, verb, passive)
        else:
            made = by_preposition(parsed, verb, frame)
        if made:
            return made
    return ()


def clause_of(parsed: Parsed, verb: Token, kind: str, quotes: Sequence[Span]) -> tuple[Span, ...]:
    """The clause said: a quotation that the verb closes, a complement, the clause that the verb is set into, or a
    quotation beside it."""
    closed = closes_quote(parsed, verb, quotes) if kind in ("say", "deny", "ask") else ()
    if closed:
        return closed
    clauses = [c for c in verb.children if c.dep_ == "ccomp" and not adverbial(c)]
    child = next((c for c in clauses if c.i > verb.i), clauses[0] if clauses else None) or stray(verb, kind)
    if verb.lemma_ == "continue":  # "it continues its raids" is no speech, '"...," he continued' is
        return quoted_by(parsed, verb, quotes)
    if child is not None:
        own = [c for c in child.children if c == verb]
        if own:
            return pieces(subtree(parsed, child), parsed.span(verb.left_edge, verb.right_edge))
        return (
            subtree(
                parsed, child, [c for c in child.conjuncts if c.i > child.i and turns_back(c, verb)] + asides(child)
            ),
        )
    if verb.dep_ in ("parataxis", "ccomp") and verb.head != verb and kind in ("say", "think", "show") and speaker(verb):
        host = verb.head
        if is_verbal(host) and (verb.dep_ == "parataxis" or set_off(verb)):
            return pieces(subtree(parsed, host), parsed.span(verb.left_edge, verb.right_edge))
    opens = verb.left_edge == parsed.tokens[0] and verb.dep_ == "advcl" and has(verb, "mark", "as")
    if opens and kind == "say" and has(verb, "nsubj"):
        return pieces(subtree(parsed, verb.head), parsed.span(verb.left_edge, verb.right_edge))  # "as X noted"
    quoted = quoted_by(parsed, verb, quotes) if kind in ("say", "deny", "ask") else ()
    if quoted:
        return quoted
    for child in verb.children:
        if child.dep_ in ("xcomp", "oprd") and child.i > verb.i and is_verbal(child) and kind in ("say", "think"):
            to = any(g.lower_ == "to" for g in child.children)
            if verb.lemma_ in PROFESSES if to else any(g.dep_ == "ccomp" for g in child.children):
                return (subtree(parsed, child),)
    return (subtree(parsed, gerund),) if kind == "deny" and (gerund := gerund_of(verb)) is not None else ()


def gerund_of(verb: Token) -> Token | None:
    """What a verb takes as a gerund: "denied *supplying* them", "denies *having bombed* them"."""
    after = (c for c in verb.children if c.i > verb.i and c.dep_ in ("xcomp", "ccomp", "advcl"))
    return next((c for c in after if c.tag_ == "VBG" or has(c, "aux", "having")), None)


def closes_quote(parsed: Parsed, verb: Token, quotes: Sequence[Span]) -> tuple[Span, ...]:
    """The quotations around a verb of saying whose words stand right behind one: '"...," he said, "..."'."""
    first = min([verb, *(c for c in verb.children if c.dep_ in ("nsubj", "aux", "advmod") and c.i < verb.i)],
                key=lambda t: t.left_edge.i if t is not verb else t.i)  # fmt: skip
    start = parsed.span(first.left_edge if first is not verb else verb).start
    before = [q for q in quotes if 0 <= start - q.end <= 2]
    return quoted_by(parsed, verb, quotes) if before else ()


def asides(said: Token) -> list[Token]:
    """Clauses after a comma that the author adds to what is said: "..., while others ...", "..., citing ...."."""
    return [
        c
        for c in said.children
        if c.dep_ == "advcl" and c.i > said.i and is_apart(c)
        and (has(c, "mark", "while", "though", "although") or (c.tag_ == "VBG" and frames(c.lemma_.lower())))
    ]  # fmt: skip


def is_apart(clause_: Token) -> bool:
    """Whether a comma or a dash stands before a clause, be it within the quotation that ends there."""
    doc, i = clause_.doc, clause_.left_edge.i - 1
    while i > 0 and doc[i].text in ('"', "'"):
        i -= 1
    return doc[i].text in (",", "-", "—")


def adverbial(child: Token) -> bool:
    """Whether a clause that the parser takes for a complement is one of time or reason."""
    return any(c.dep_ == "mark" and c.lower_ not in ("that", "if", "whether", "as", "for") for c in child.children)


def stray(verb: Token, kind: str) -> Token | None:
    """A "that" clause after a verb of saying which the parser hung to a noun between them."""
    if verb.lemma_ not in PLAIN or not has(verb, "nsubj"):
        return None
    for token in verb.subtree:
        if token.i > verb.i and token.dep_ in ("relcl", "acl", "advcl", "dep") and token.head.pos_ in ("NOUN", "PROPN"):
            marks = [c for c in token.children if c.dep_ == "mark" and c.lower_ == "that"]
            if marks and any(c.dep_ in ("nsubj", "nsubjpass", "expl") and c.i > marks[0].i for c in token.children):
                return token
    return None


def turns_back(conjunct: Token, verb: Token) -> bool:
    """Whether a conjunct in what is said is rather a second verb of speech beside the first: "says ... and calls"."""
    kinds = set(frames(conjunct.lemma_.lower())) & {"say", "ask", "label", "deny", "act"}
    if not is_verbal(conjunct):
        return False
    doc = conjunct.doc
    if not any(c.dep_ in ("nsubj", "nsubjpass", "expl") for c in conjunct.children):
        first = conjunct.left_edge.i
        joined = [t.lower_ for t in doc[max(0, first - 2) : first]]
        if joined[:1] == [","] and joined[-1] in ("and", "but") and '"' not in {t.text for t in doc[verb.i : first]}:
            return True
    return bool(kinds) and conjunct.tag_ == verb.tag_ and conjunct.tag_ in ("VBZ", "VBD")


def set_off(verb: Token) -> bool:
    """Whether a verb with its subject is a short clause between commas inside what it reports."""
    doc = verb.doc
    before = doc[verb.left_edge.i - 1].text if verb.left_edge.i else ""
    after = doc[verb.right_edge.i + 1].text if verb.right_edge.i + 1 < len(doc) else ""
    short = verb.right_edge.i - verb.left_edge.i < 7
    return short and before in (",", "-", "—") and after in (",", "-", "—") and "say" not in frames(verb.head.lemma_)


def quoted_by(parsed: Parsed, verb: Token, quotes: Sequence[Span]) -> tuple[Span, ...]:
    """The quotations of the sentence that a verb outside of them introduces or closes."""
    at = parsed.span(verb)
    if any(q.holds(at) for q in quotes):
        return ()
    clause_span = parsed.span(verb.left_edge, verb.right_edge)
    far = 60 if verb.lemma_ in PLAIN else 4

    def is_near(quote: Span) -> bool:
        after, before = quote.start - at.end, at.start - quote.end
        if quote.end - quote.start <= 25:
            return 0 <= after <= 3
        within = verb.lemma_ in PLAIN and quote.meets(clause_span)
        return within or -far < after < far or -far < before < far

    near = [q for q in quotes if is_near(q)]
    if verb.dep_ in ("ROOT", "conj", "advcl", "relcl", "acl", "parataxis", "ccomp") and near:
        sentence = parsed.sentence.span
        return tuple(Span(start=max(q.start, sentence.start), end=min(q.end, sentence.end)) for q in near)
    return ()


def object_of(parsed: Parsed, verb: Token, passive: bool) -> tuple[Span, ...]:
    """The object of a verb with what is said of it: called *him a liar*, urged *Cairo to sign*."""
    if passive:
        reasons = [c for c in verb.children if c.i > verb.i and c.dep_ == "prep" and c.lower_ in ("as", "for")]
        return tuple(subtree(parsed, c) for s in verb.children if s.dep_ == "nsubjpass" for c in (s, *reasons))
    parts = [
        c for c in verb.children if c.i > verb.i and c.dep_ in ("dobj", "oprd", "xcomp", "ccomp", "prep", "dative")
    ]
    if not any(c.dep_ in ("dobj", "oprd", "ccomp") for c in parts):
        return ()
    first = min(c.left_edge.i for c in parts)
    last = max(c.right_edge.i for c in parts if c.dep_ != "prep" or c.lower_ in ("as", "for", "of", "to", "with"))
    return (parsed.span(verb.doc[first], verb.doc[max(first, last)]),) if last >= first else ()


def by_preposition(parsed: Parsed, verb: Token, word: str) -> tuple[Span, ...]:
    """What a preposition brings to a verb: accused *of selling arms*, called *for sanctions*, *for all to leave*."""
    objects = [c for c in verb.children if c.dep_ == "dobj"]
    beneath = (g for c in objects for g in c.children if has(g, "pcomp") or c.lemma_ in ("responsibility", "blame"))
    for child in (*verb.children, *beneath):  # "accused the men of selling arms", "of" hung under "men"
        if child.i > verb.i and child.dep_ in ("prep", "dative") and child.lower_ == word:
            deed = [c for c in verb.children if word == "on" and c.dep_ == "xcomp" and c.i > child.i]
            return (subtree(parsed, child), *(subtree(parsed, c) for c in deed))  # "called on X to leave"
        if child.i > verb.i and any(m.dep_ == "mark" and m.lower_ == word for m in child.children):
            return (subtree(parsed, child),)
    return ()


def speaker(verb: Token) -> Token | None:
    """Who says or thinks: the subject, the agent of a passive, or the subject that a participle or conjunct shares."""
    passive = any(c.dep_ == "auxpass" for c in verb.children) or is_undergone(verb)
    if verb.dep_ == "pcomp" and verb.head.lower_ == "as" and verb.head.head.lemma_ in ("quote", "cite"):
        return next((c for c in verb.head.head.children if c.dep_ in ("dobj", "nsubjpass")), None)
    if passive and verb.lemma_ in ("quote", "cite"):
        return next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
    for _ in range(6):
        agents = [g for c in verb.children if c.dep_ == "agent" for g in c.children if g.dep_ == "pobj"]
        if agents:
            return agents[0]
        subjects = [c for c in verb.children if c.dep_ in ("nsubj", "csubj") and c.lower_ != "there"]
        if subjects and not passive:
            return next((c for c in reversed(subjects) if c.i < verb.i), subjects[0])
        if passive or any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children):
            return None
        above = next((t for t in over(verb) if is_verbal(t)), None)
        if verb.tag_ == "VBG" and above is not None and continues(verb, above):
            above = above.head  # "said that Oslo left, adding that": who said adds
        earlier = next((c for c in verb.children if c.dep_ == "ccomp" and c.i < verb.i), None)
        if earlier is not None and any(c.dep_ == "ccomp" and c.i > verb.i for c in verb.children):
            verb = earlier  # "offered a job, then says that ...", read as if what was offered were said
            continue
        if verb.dep_ == "acl" and verb.tag_ == "VBG" and verb.head.pos_ in ("NOUN", "PROPN"):
            return verb.head
        if verb.dep_ not in ("conj", "advcl", "xcomp", "parataxis", "pcomp") or above is None:
            return None
        verb = above
    return None


def continues(verb: Token, said: Token) -> bool:
    """Whether a participle of speech after a comma goes on with what the speech over the clause before it began."""
    outer = {"say", "deny"} & frames(said.head.lemma_.lower()).keys()
    own = {"say", "accuse", "ask"} & frames(verb.lemma_.lower()).keys()
    return verb.dep_ == "advcl" and said.dep_ == "ccomp" and bool(outer and own) and is_apart(verb)


def is_undergone(verb: Token) -> bool:
    """Whether a participle is short for a passive clause: "*asked* about Syria, he said", which nobody named asked."""
    own = any(c.dep_ in ("nsubj", "nsubjpass", "aux") for c in verb.children)
    return verb.dep_ == "advcl" and verb.tag_ in ("VBN", "VBD") and not own


def beside(verb: Token) -> Token | None:
    """The name or number next to a verb of saying that the parser gave no subject: "..., notes Meyer"."""
    if any(c.dep_ in ("auxpass", "aux") for c in verb.children):
        return None
    doc = verb.doc
    counted = next((c for c in verb.children if c.right_edge.i + 1 == verb.i and c.left_edge.pos_ == "NUM"), None)
    if counted is not None and counted.dep_ in ("nummod", "dep", "npadvmod", "advmod", "quantmod"):
        return counted  # "six in ten *say*"
    for i in (verb.i + 1, verb.i - 1):
        near = doc[i] if 0 <= i < len(doc) else verb
        if near.pos_ == "DET" and near.head.pos_ == "NOUN" and near.head.dep_ in ("dobj", "npadvmod", "appos"):
            return near.head
        if near.pos_ in ("PROPN", "PRON") and near.lower_ not in ("it", "that", "this", "there", "what", "which"):
            while near.dep_ in ("compound", "nmod") and near.head != near and near.head.pos_ == "PROPN":
                near = near.head
            return near
    return None


def antecedent(source: Token) -> Token:
    """The noun that a relative pronoun stands for; any other word itself."""
    verb = source.head
    return verb.head if source.tag_ in ("WDT", "WP") and verb.dep_ == "relcl" else source


def issuer(head: Token) -> Token:
    """Who issues a statement or letter that speaks: "they released a statement which said"."""
    if "paper" in frames(head.lemma_.lower()) and head.dep_ == "dobj" and head.head.pos_ == "VERB":
        return speaker(head.head) or head
    return head
