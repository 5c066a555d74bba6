"""Stage: sets aside drafts that a frame found and that are no dealing between states.

- A sentence of sport, fiction or language (`data/scenes.tsv`): "France crushed Brazil 3-0", "In the opera, the king
  of Egypt condemns her", "French lent English words".
- A state's name that stands for something else (`data/namesakes.tsv`): "Lebanon, Ohio", "Air France".
- An end that is a private person or thing of a state: "a Norwegian tourist", "the Russian novel", "a cook from Tunis";
  what is done for or said of such a person: "thanked the Ghanaian teachers".
- What a heading asks ("Can Chad help Mali?", "What Delhi stands to lose"), and an event in one without a finite verb.
- A conflict with an open source where the doer is named and can be none: "a typhoon struck Japan", "killed in a crash".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import get_args

from spacy.tokens import Token

from westphalia.errors import OntologyError
from westphalia.ontology.plover import quad
from westphalia.reading.classes import classes, lines
from westphalia.reading.ends import Scene
from westphalia.reading.ends import names as called
from westphalia.reading.reading import Draft, Parsed, Reading
from westphalia.reading.scope import has
from westphalia.records import Kind, Mention

__all__ = ["scenes_of", "sift"]

_EVERY: frozenset[Kind] = frozenset(get_args(Kind))
_ENOUGH = 2  # the weight from which on a sentence is of a scene
_OWNED = frozenset({"amod", "compound", "nmod", "poss"})
_FROM = frozenset({"from", "in", "of", "near", "outside", "at"})
_VAGUE = frozenset({"they", "it", "who", "we", "that", "which", "them", "us", "this", "these", "those", "one", "ones"})
_FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})
_CAUSES = ("by", "in", "during", "after", "from", "of")
_UNTOLD = frozenset({"sport", "fiction"})  # scenes in which nothing is done between states
_KIND_TO = frozenset({"SUPPORT", "CONSULT"})  # nothing between states where it is for somebody private
_BARE = frozenset({"name", "demonym", "capital"})  # kinds of mentions that are surnames too: "Mrs Holland"
_PLURAL = ("s", "ese", "ch", "sh", "people", "men")  # ends of nationalities that stand for many


@dataclass(slots=True)
class _Marks:
    """The words of a scene with their weights, and its pattern."""

    words: dict[str, int] = field(default_factory=dict)
    phrases: dict[str, int] = field(default_factory=dict)
    pattern: re.Pattern[str] | None = None


@cache
def _scenes() -> Mapping[str, _Marks]:
    """The scenes of `data/scenes.tsv`. Raises OntologyError for a bad line."""
    made: dict[str, _Marks] = {}
    for number, cells in lines("scenes.tsv"):
        if cells[0] == "scene":
            continue
        if len(cells) < 3 or not re.fullmatch(r"-?\d+|score", cells[1]):
            raise OntologyError(f"scenes.tsv:{number}: scene, weight (a number, or score), words")
        marks = made.setdefault(cells[0], _Marks())
        if cells[1] == "score":
            marks.pattern = re.compile(cells[2])
            continue
        for word in (w.strip() for w in cells[2].split(",")):
            (marks.phrases if " " in word else marks.words)[word] = int(cells[1])
    return made


@dataclass(frozen=True, slots=True)
class _Namesake:
    kind: str
    name: str
    words: frozenset[str]


@cache
def _namesakes() -> tuple[_Namesake, ...]:
    """The lines of `data/namesakes.tsv`. Raises OntologyError for a bad line."""
    made = []
    for number, cells in lines("namesakes.tsv"):
        if cells[0] == "kind":
            continue
        if len(cells) < 4 or cells[0] not in ("after", "before", "title", "comma", "beside", "unless"):
            raise OntologyError(f"namesakes.tsv:{number}: kind, name, words, example")
        made.append(_Namesake(cells[0], cells[1], frozenset(w.strip() for w in cells[2].split(","))))
    return tuple(made)


def scenes_of(parsed: Parsed, team: bool = False) -> frozenset[str]:
    """The scenes that a sentence is of, by the words in it; `team`: whether a land is spoken of as a team is."""
    there = {form for t in parsed.tokens for form in (t.lemma_.lower(), t.lower_)}
    text = " ".join(t.lower_ for t in parsed.tokens).replace(" - ", "-")
    there |= {w for w in text.split() if "-" in w}
    found = set()
    for name, marks in _scenes().items():
        seen = {
            t.lemma_.lower(): marks.words[f]
            for t in parsed.tokens
            for f in (t.lemma_.lower(), t.lower_)
            if f in marks.words
        }
        seen |= {w: marks.words[w] for w in there if "-" in w and w in marks.words}
        weight = sum(seen.values()) + sum(n for phrase, n in marks.phrases.items() if f" {phrase} " in f" {text} ")
        weight += bool(marks.pattern and marks.pattern.search(text))
        weight += _ENOUGH if team and name == "sport" else 0
        if weight >= _ENOUGH:
            found.add(name)
    return frozenset(found)


def may_tell(parsed: Parsed, reading: Reading) -> frozenset[Kind]:
    """What kinds of statements a sentence may make: none where it is a heading that asks, no event where it is one that
    says nothing with a finite verb in the indicative.

    A heading is a line of its own without a full stop, in a text that has more: "Russia and China sign a treaty" tells,
    "Can North Korea help?" and "Why the treaty failed" do not; "China's strained relationship with Mali" names a tie.
    """
    text, span = reading.document.text, parsed.sentence.span
    before, after = text[: span.start].rpartition("\n")[2], text[span.end :].partition("\n")[0]
    if before.strip() or after.strip() or len(reading.parsed) < 2:
        return _EVERY
    plain = parsed.sentence.text.rstrip("\"')]\u201d\u2019\u00bb ")
    if plain.endswith((".", "!", "\u2026", ":", ";", ",")):
        return _EVERY
    tokens = [t for t in parsed.tokens if not t.is_punct]
    asks = plain.endswith("?") or (bool(tokens) and tokens[0].tag_ in ("WP", "WRB", "WDT", "WP$"))
    if asks:
        return frozenset()
    return _EVERY if any(_tells(t) for t in tokens) else _EVERY - {"event"}


def _tells(token: Token) -> bool:
    """Whether a word is a finite verb, or one of a headline that leaves out "was" or "is": "Chad to recognise Mali"."""
    if token.tag_ in ("VB", "VBN"):
        return any(c.dep_ in ("nsubj", "nsubjpass") for c in token.children)
    return token.tag_ in _FINITE


def sift(reading: Reading) -> Reading:
    """Stage: the reading without the drafts that are no dealing between states."""
    sieve = _Sieve(Scene(reading))
    return replace(reading, drafts=tuple(d for draft in reading.drafts if (d := sieve.kept(draft)) is not None))


class _Sieve:
    """The checks over one reading."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.mentions = {m.id: m for m in scene.reading.mentions}
        self._scenes: dict[str, frozenset[str]] = {}
        self._told: dict[str, frozenset[Kind]] = {}

    def kept(self, draft: Draft) -> Draft | None:
        """The draft without the ends that are none, or None where nothing is left of it."""
        sentence = draft.parsed.sentence.id
        if sentence not in self._scenes:
            self._scenes[sentence] = scenes_of(draft.parsed, self.is_team(draft.parsed))
            self._told[sentence] = may_tell(draft.parsed, self.scene.reading)
        if self._scenes[sentence] & _UNTOLD or draft.kind not in self._told[sentence]:
            return None
        source = tuple(m for m in draft.source if not self.is_none(draft, m, acting=True))
        target = tuple(m for m in draft.target if not self.is_none(draft, m, acting=False))
        if not source and (draft.source or not target):
            return None
        if not target and draft.target and (draft.kind != "event" or draft.relation in _KIND_TO):
            return None
        if not source and draft.kind == "event" and self.is_nobodys(draft):
            return None
        if draft.relation == "ASSAULT" and self.is_made(draft):
            return None
        if self.are_private(source or target) and (not target or self.are_private(target)):
            return None
        same = source == draft.source and target == draft.target
        return draft if same else replace(draft, source=source, target=target)

    # Ends ----------------------------------------------------------------------------------------------------------

    def is_none(self, draft: Draft, mention: str, acting: bool) -> bool:
        """Whether a mention is no end: a namesake, a language, a private person who acts, a private thing."""
        known = self.mentions.get(mention)
        if known is None or known.sentence_id != draft.parsed.sentence.id:
            return False
        tokens = draft.parsed.inside(known.span)
        if not tokens:
            return False
        if self.is_namesake(draft.parsed, known, tokens):
            return True
        root = next((t for t in tokens if t.head not in tokens or t.head.i == t.i), tokens[-1])
        if "language" in self._scenes[draft.parsed.sentence.id] and _is_bare(root):
            return True
        heads = {w for t in _heads(root) if t.i != draft.token.i for w in called(t)}  # "Laos's largest investor"
        heads |= {w.lower().removesuffix("s") for w in heads}  # "Wildfires in Chile", which may pass for a name
        if not acting and draft.relation in ("SANCTION", "CONCEDE"):
            return False  # "the ban on Australian wine"
        private = acting or draft.kind != "event" or draft.relation in _KIND_TO
        listed = classes()["private_things"] | (classes()["private_persons"] if private else frozenset())
        if not acting and private:
            listed |= classes()["private_receivers"]
        if acting and draft.kind == "implication":
            listed |= _harm()
        return not heads.isdisjoint(listed) or (private and known.kind == "demonym" and _is_somebody(root))

    def are_private(self, mentions: tuple[str, ...]) -> bool:
        """Whether mentions stand for persons alone of whom no state is known: "Lionel Messi"."""
        whom = [who for m in mentions for who in (*self.scene.whom.get(m, ()), *self.scene.codes.get(m, ()))]
        return bool(whom) and all(who.startswith("PER.") for who in whom)

    def is_team(self, parsed: Parsed) -> bool:
        """Whether a land's name, one alone, has a verb in the plural, as teams have: "France meet Denmark"."""
        names = [m for m in self.scene.by_sentence.get(parsed.sentence.id, ()) if m.kind == "name"]
        for token in parsed.tokens:
            plural = token.head.tag_ == "VBP" or any(c.tag_ == "VBP" and c.dep_ == "aux" for c in token.head.children)
            alone = token.dep_ == "nsubj" and token.tag_ == "NNP" and not any(True for _ in token.children)
            one = alone and token.text.istitle() and not token.lower_.endswith("s") and token.i < token.head.i
            if one and plural and token.head.dep_ != "ccomp" and any(m.span == parsed.span(token) for m in names):
                return True
        return False

    def is_namesake(self, parsed: Parsed, mention: Mention, tokens: list[Token]) -> bool:
        """Whether the name stands for something else here."""
        first, last = tokens[0].i, tokens[-1].i
        words = [t.text for t in parsed.tokens]
        before, after = (words[first - 1] if first else ""), words[last + 1 : last + 3]
        inside = words[first : last + 1]
        there = {w for i in range(len(words)) for w in (words[i], " ".join(words[i : i + 2]))}
        hits = set()
        for line in _namesakes():
            if line.name not in ("*", mention.text):
                continue
            found = {
                "after": bool(after and after[0] in line.words)
                or (tokens[0].pos_ == "PROPN" and any(w in line.words for w in inside[1:])),
                "before": before in line.words or inside[0] in line.words,
                "title": before in line.words and mention.kind in _BARE,
                "comma": len(after) > 1 and after[0] == "," and after[1] in line.words,
                "beside": not there.isdisjoint(line.words),
                "unless": not there.isdisjoint(line.words),
            }[line.kind]
            hits |= {line.kind} if found else set()
        return bool(hits & {"after", "before", "title", "comma"}) or ("beside" in hits and "unless" not in hits)

    # Doers ---------------------------------------------------------------------------------------------------------

    def is_nobodys(self, draft: Draft) -> bool:
        """Whether an event without a source is no deed: what is named as its doer or cause can be none."""
        predicate = self.scene.at(draft.parsed, draft.token)
        if predicate is None or predicate.kind != "verb":
            return False
        if any(not called(h).isdisjoint(_harm()) for role in _CAUSES for h in self.scene.heads(draft, role)):
            return True
        doers = [h for h in self.scene.heads(draft, "subject") if _is_subject(h, draft.token)]
        if not doers:
            return "passive" not in predicate.roles and _is_order(draft.token)
        if draft.relation != "THREATEN" and quad(draft.relation) != "material conflict":
            return False
        if has(draft.token, "aux", "to"):  # "a resolution to expel them": who does it is not the resolution
            doers = [h for h in doers if h.pos_ in ("PRON", "PROPN")]
        return bool(doers) and not any(self.may_act(h) for h in doers)

    def is_made(self, draft: Draft) -> bool:
        """Whether what is struck is an agreement: "trying to strike an arms deal"."""
        verb = draft.token.lemma_.lower()
        things = {w for head in self.scene.heads(draft, "object") for w in called(head)}
        return verb in classes()["light"] and not things.isdisjoint(classes()["agreement"])

    def may_act(self, head: Token) -> bool:
        """Whether a word may stand for who is behind an open source."""
        if head.pos_ == "PRON" or head.lower_ in _VAGUE:
            return head.lower_ in _VAGUE
        words = called(head)
        return words.isdisjoint(_harm()) and not words.isdisjoint(classes()["doers"])


@cache
def _harm() -> frozenset[str]:
    return classes()["nature"] | classes()["accidents"]


def _heads(root: Token) -> Iterator[Token]:
    """The noun that a name is, and the one it belongs to: "Norwegian tourist", "Japan's cooks", "a cook from Tunis"."""
    yield root
    if root.dep_ in _OWNED and root.head.pos_ in ("NOUN", "PROPN"):
        yield root.head
    elif root.dep_ == "pobj" and root.head.lower_ in _FROM and root.head.head.pos_ in ("NOUN", "PROPN"):
        yield root.head.head
        if root.head.head.dep_ == "appos":  # "our hero, a retired spy from Prague"
            yield root.head.head.head


def _is_bare(root: Token) -> bool:
    """Whether a nationality stands alone, as the name of a language does: "French lent English the word"."""
    return root.dep_ not in _OWNED and not any(c.dep_ in ("det", "poss") for c in root.children)


def _is_somebody(root: Token) -> bool:
    """Whether a nationality stands for one person: "the Colombian attacked on the last climb", "beat the Finn"."""
    single = not root.lower_.endswith(_PLURAL) and root.tag_ in ("NN", "NNP", "JJ") and root.dep_ not in _OWNED
    return single and any(c.dep_ == "det" for c in root.children) and root.text[0].isupper()


def _is_subject(head: Token, verb: Token) -> bool:
    """False for a noun behind a preposition that was only taken for the doer: "in addition to imposing it"."""
    return bool(head.dep_ != "pobj" or head.i == verb.head.i or head.head.lower_ == "by")


def _is_order(verb: Token) -> bool:
    """Whether a verb without a subject is an imperative: "ask a Ghanaian"."""
    return (
        verb.tag_ == "VB"
        and verb.dep_ in ("ROOT", "conj", "parataxis")
        and not any(c.dep_ == "aux" for c in verb.children)
    )
