"""Mending: arcs that the parser is known to draw wrongly, and that grammar alone puts right.

A headline whose verb was taken for a noun ("Greece vetoes the bid") is parsed again with a past tense in its place, a
sentence whose subject was taken for a part of the day before it ("On 4 May Chad met Mali") with a comma between them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from spacy.language import Language
from spacy.tokens import Doc, Token

from westphalia.reading.anchors import MONTH
from westphalia.reading.classes import classes
from westphalia.reading.timephrases import SLOTS
from westphalia.reading.wording import WORDING

__all__ = ["mend"]

_NAME = "westphalia_mending"
_OPENING = frozenset({"as", "while", "after", "before", "since", "until", "because", "though", "although"})
_FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})
_CHAIN = frozenset({"aux", "auxpass", "neg", "advmod"})
_PARSE = ["HEAD", "DEP", "TAG", "POS", "LEMMA"]
_PAST = "attacked"  # a verb that the parser takes for nothing else
_BREAK = frozenset({"as", "after", "while", "before", "until", "but", "when", ":", ";", "-"})
_FIRST = 8  # words within which a headline has its verb
_YEAR = r"(?:1[6-9]|20)\d\d"
_NUMBER = r"\d{1,2}(?:st|nd|rd|th)?"
_DAY = rf"(?:{_NUMBER} {MONTH}(?: {_YEAR})?|{MONTH}(?: {_NUMBER})?(?: {_YEAR})?|{_YEAR})"
_WEEKDAY = rf"{SLOTS['W']}(?: (?:morning|afternoon|evening|night))?"
_OPENING_DAY = re.compile(
    rf"(?:On|In|By|Since|Until) (?:(?:early|late|mid) )?(?:{_WEEKDAY} )?(?:{_DAY}|{_WEEKDAY}) (?=[A-Z])"
)


def mend(nlp: Language) -> Language:
    """The pipeline with the mending of its parse at the end."""
    if _NAME not in nlp.pipe_names:
        nlp.add_pipe(_NAME, last=True)
    return nlp


class _Mender:
    """The component; it has the pipeline, to parse a headline again."""

    def __init__(self, nlp: Language) -> None:
        self.nlp = nlp

    def __call__(self, doc: Doc) -> Doc:
        self._opening_day(doc)
        if doc and doc[-1].text[-1] not in ".!?;:":
            self._headline(doc)
        elif doc and doc[-1].text == ".":
            _finite_root(doc)
            self._described(doc)
            if not any(t.tag_ in _FINITE for t in doc):
                self._headline(doc)
        for token in doc:
            if token.dep_ == "compound" and token.head.tag_ in ("VBZ", "VBD") and token.head.i == token.i + 1:
                _named_subject(token)
            if token.dep_ == "prep" and token.lower_ in _OPENING:
                _open_clause(token)
            if token.dep_ in ("nsubj", "dobj", "pobj") and token.tag_ == "VBZ":
                _plural_noun(token)
        for token in doc:
            if token.dep_ == "poss" and token.head.pos_ == "VERB":
                _owner_of_subject(token)
        return doc

    def _headline(self, doc: Doc) -> None:
        """Reads a headline's verb as one, and a list of names as one."""
        verb = _headline_verb(doc)
        if verb is not None and self._again(doc, verb):
            verb.tag_, verb.lemma_ = "VBZ", _infinitive(verb)
        elif (verb := _plural_verb(doc)) is not None and self._again(doc, verb):
            verb.tag_, verb.lemma_ = "VBP", verb.lower_
        _list_subjects(doc)
        _left_out(doc)

    def _described(self, doc: Doc) -> None:
        """Reads a sentence's only verb as one where it was taken to describe its object: "Chad massed troops"."""
        root = next((t for t in doc if t.dep_ == "ROOT"), None)
        if root is None or root.pos_ not in ("NOUN", "PROPN") or any(t.tag_ in _FINITE - {"VBD"} for t in doc):
            return
        verb = next((t for t in doc if t.dep_ == "amod" and t.tag_ in ("VBN", "VBD", "JJ") and _behind_name(t)), None)
        if verb is not None and verb.lower_.endswith(("ed", "ght")):
            lemma = verb.lemma_
            if self._again(doc, verb):
                verb.tag_, verb.lemma_ = "VBD", lemma if lemma != verb.lower_ else self._past_lemma(verb)

    def _past_lemma(self, verb: Token) -> str:
        """The infinitive of a word that is a past tense after all: "fortify"."""
        if WORDING not in self.nlp.pipe_names:
            return str(verb.lemma_)
        alone = Doc(verb.doc.vocab, words=[verb.text], tags=["VBD"], deps=["ROOT"], heads=[0])
        return str(self.nlp.get_pipe(WORDING)(alone)[0].lemma_)

    def _opening_day(self, doc: Doc) -> None:
        """Parses a sentence again with a comma behind the day that opens it, where the parser took part of it for the
        rest."""
        opening = _OPENING_DAY.match(doc.text)
        end = next((t.i for t in doc if opening and t.idx >= opening.end()), 0)
        if not end or not any((t.i < end) != (t.head.i < end) for t in doc[1:]):
            return
        words, spaces = [t.text for t in doc], [bool(t.whitespace_) for t in doc]
        again = self._parsed([*words[:end], ",", *words[end:]], [*spaces[:end], True, *spaces[end:]])
        told = [t for t in again if t.i != end]
        if any(t.head.i == end for t in told):
            return
        _redraw(doc, told, [t.head.i - (t.head.i > end) for t in told], {}, {})

    def _again(self, doc: Doc, verb: Token) -> bool:
        """Parses a sentence again with a plain past tense in a verb's place; whether it is now one with a subject."""
        words = [_PAST if t.i == verb.i else t.text for t in doc]
        again = self._parsed(words, [bool(t.whitespace_) for t in doc])
        if again[verb.i].tag_ == "VBD" and any(t.dep_ == "nsubj" for t in again[verb.i].children):
            doc.from_array(_PARSE, again.to_array(_PARSE))
            return True
        return False

    def _parsed(self, words: list[str], spaces: list[bool]) -> Doc:
        """A sentence as the rest of the pipeline parses it."""
        doc = Doc(self.nlp.vocab, words=words, spaces=spaces)
        for name, part in self.nlp.pipeline:
            doc = doc if name == _NAME else part(doc)
        return doc


def _behind_name(verb: Token) -> bool:
    """Whether a word stands behind a name, with "both" or "all" between them at most."""
    before = verb.nbor(-1) if verb.i else verb
    if before.lower_ in ("both", "all") and before.i:
        before = before.nbor(-1)
    return bool(before.i < verb.i and before.pos_ == "PROPN")


def _finite_root(doc: Doc) -> None:
    """A sentence without a finite verb has one that was taken for a participle: "Chad, in a note, called on Mali"."""
    if any(t.tag_ in _FINITE for t in doc):
        return
    root = next((t for t in doc if t.dep_ == "ROOT"), None)
    if root is None or root.pos_ not in ("PROPN", "NOUN"):
        return
    verb = next((t for t in root.children if t.dep_ == "acl" and t.tag_ == "VBN" and t.lower_.endswith("ed")), None)
    if verb is not None and not any(t.dep_ in ("agent", "auxpass") for t in verb.children):
        heads = {t.i: verb.i if t.head.i == root.i and t.i > verb.i else t.head.i for t in doc}
        heads |= {verb.i: verb.i, root.i: verb.i}
        _redraw(doc, list(doc), [heads[t.i] for t in doc], {verb.i: "VBD"}, {verb.i: "ROOT", root.i: "nsubj"})


def _redraw(doc: Doc, parsed: list[Token], heads: list[int], tags: Mapping[int, str], deps: Mapping[int, str]) -> None:
    """Gives a sentence the parse of as many tokens, with these heads, and with these tags and arcs at some places."""
    drawn = Doc(
        doc.vocab,
        words=[t.text for t in doc],
        tags=[tags.get(n, t.tag_) for n, t in enumerate(parsed)],
        pos=[t.pos_ for t in parsed],
        lemmas=[t.lemma_ for t in parsed],
        heads=heads,
        deps=[deps.get(n, t.dep_) for n, t in enumerate(parsed)],
    )
    doc.from_array(_PARSE, drawn.to_array(_PARSE))


def _named_subject(token: Token) -> None:
    """A name right before a verb without a subject, which the parser took for a part of it: "Trump praises"."""
    if not any(t.dep_ in ("nsubj", "nsubjpass", "csubj") for t in token.head.children):
        token.dep_ = "nsubj"


def _plural_noun(token: Token) -> None:
    """A noun that was taken for a verb though it is a subject or object: "a series of precise French airstrikes"."""
    token.tag_, token.pos_ = "NNS", "NOUN"
    for child in token.children:
        if child.dep_ in ("nsubj", "dobj") and child.i < token.i:
            child.dep_ = "compound"


def _owner_of_subject(owner: Token) -> None:
    """An owner that the parser gave to the verb behind what is owned: "Turkey's operation benefits Russia"."""
    verb = owner.head
    owned = next((t for t in verb.children if t.dep_ in ("nsubj", "dobj", "nsubjpass") and t.i > owner.i), None)
    if owned is not None and owned.left_edge.i == owner.right_edge.i + 1:
        owner.head = owned


def _headline_verb(doc: Doc) -> Token | None:
    """The word behind a name that ends in "s", may be a verb, and was taken for a noun where there is no other verb."""
    first = next((t.i for t in doc if t.lower_ in _BREAK), len(doc))  # "Chad attacks Mali as talks begin"
    if any(t.tag_ in ("VBZ", "VBD", "MD") and t.dep_ not in ("compound", "amod") for t in doc[:first]):
        return None
    for token in doc[1 : min(first, _FIRST)]:
        before, after = doc[token.i - 1], doc[token.i + 1] if token.i + 1 < len(doc) else None
        if after is None or token.tag_ not in ("NNS", "NNPS", "VBZ") or not _may_open(before, token):
            continue
        verb = _infinitive(token)
        if verb not in classes()["headline_verbs"] or (token.text[0].isupper() and before.tag_ != "NNP"):
            continue
        clear = after.text[0].isupper() or after.pos_ in ("DET", "NUM", "PRON")
        loose = verb not in classes()["headline_nouns"] and after.pos_ in ("NOUN", "ADJ", "VERB")
        if (clear and after.pos_ != "ADP") or loose:
            return token
    return None


def _plural_verb(doc: Doc) -> Token | None:
    """The verb behind two names that a headline begins with, a comma between them: "Iran, Pakistan trade strikes"."""
    if len(doc) < 5 or doc[1].text != "," or any(doc[i].tag_ not in ("NNP", "NNPS") for i in (0, 2)):
        return None
    verb = doc[3]
    taken = any(t.tag_ in _FINITE and t.i < _FIRST for t in doc)
    fits = verb.lower_ in classes()["headline_verbs"] and doc[4].pos_ in ("NOUN", "ADJ", "DET", "PROPN", "NUM", "PRON")
    return verb if verb.tag_ in ("NN", "NNP", "JJ") and verb.text.islower() and fits and not taken else None


def _may_open(before: Token, token: Token) -> bool:
    """Whether a word may be the subject of a headline: a name, also one taken for an adjective before a verb."""
    if before.tag_ in ("NNP", "NNPS") or not before.text[0].isupper():
        return before.tag_ in ("NNP", "NNPS")
    after = token.nbor() if token.i + 1 < len(token.doc) else None
    counted = after is not None and (after.pos_ in ("DET", "NUM") or after.text[0].isupper())
    return (before.tag_ == "JJ" and token.tag_ == "VBZ") or (before.i == 0 and before.tag_ == "NN" and counted)


def _infinitive(token: Token) -> str:
    """The infinitive of a verb in the third person.

    "vetoes", "attacks", "launches" and "supplies" are of "veto", "attack", "launch" and "supply".
    """
    word = token.lower_
    known = classes()["headline_verbs"]
    forms = (f"{word[:-3]}y" if word.endswith("ies") else "", word[:-1], word[:-2] if word.endswith("es") else "")
    return next((form for form in forms if form in known), word)


def _left_out(doc: Doc) -> None:
    """A headline without "were": in "Two soldiers killed in raid" it is they who were killed."""
    root = next((t for t in doc if t.dep_ == "ROOT"), None)
    if root is None or root.tag_ not in ("VBD", "VBN") or root.lemma_.lower() not in classes()["suffered"]:
        return
    if not any(c.dep_ in ("dobj", "ccomp", "xcomp", "auxpass", "aux", "nsubjpass") for c in root.children):
        for subject in (c for c in root.children if c.dep_ == "nsubj"):
            subject.dep_ = "nsubjpass"
            root.tag_ = "VBN"


def _list_subjects(doc: Doc) -> None:
    """A name before a comma and the subject, which the parser left outside: in "Chad, Malian ministers meet" both are
    the subject."""
    first = doc[0]
    if len(doc) < 2 or first.dep_ not in ("dep", "npadvmod") or first.pos_ != "PROPN":
        return
    comma = doc[1]
    subject = next((t for t in first.head.children if t.dep_ == "nsubj"), None)
    if comma.text == "," and subject is not None and subject.left_edge.i == comma.i + 1:
        first.dep_ = "nsubj"
        subject.head, subject.dep_ = first, "conj"


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


def _mender(nlp: Language, name: str) -> _Mender:
    return _Mender(nlp)


Language.factory(_NAME, func=_mender)
