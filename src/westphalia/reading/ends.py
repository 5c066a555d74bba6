"""What frames may look at: the predicates of a reading, who the mentions are, and where an end comes from."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import pairwise

from spacy.tokens import Token

from westphalia.reading.classes import classes
from westphalia.reading.frame_tables import PLACING, End, Frame, Need
from westphalia.reading.reading import Argument, Draft, Parsed, Predicate, Reading
from westphalia.reading.scope import has
from westphalia.records import Mention

__all__ = ["BESIDE", "Scene", "is_finite", "is_passive", "is_wish", "names"]

_GROUNDS = (
    *("in", "into", "across", "over", "at", "near", "inside", "along", "on", "to", "toward", "towards", "from"),
    *("object", "in_response_to", "in_reaction_to", "in_retaliation_for", "in_pursuit_of", "because", "against"),
)
_ON_GROUND = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "RETREAT", "AID"})
_ABROAD = _ON_GROUND | {"THREATEN", "SANCTION"}  # what is mostly done to others
_ON_OWN = frozenset({"ASSAULT", "COERCE", "SANCTION", "THREATEN", "ACCUSE"})  # what is done to one's own people too
_SIDES = ("to", "with", "against", "on", "toward", "towards", "from", "for", "over", "into")
_ELSEWHERE = {
    "verb": ("object", *_SIDES, "clause.subject", "clause.object", *(f"clause.{s}" for s in _SIDES)),
    "noun": ("object", *_SIDES),
    "adjective": (*_SIDES, "clause.object", *(f"clause.{s}" for s in _SIDES)),
}
BESIDE = frozenset({"compound", "amod", "nmod"})
_APART = frozenset({"relcl", "advcl", "ccomp", "parataxis", "punct"})
_BESIDES = frozenset({"relcl", "advcl", "parataxis"})
_OUGHT = frozenset({"should", "must"})
_IF = frozenset({"if", "unless"})
_PERSONS = frozenset({"i", "you", "he", "she", "we", "they", "who", "him", "her", "them", "us", "me", "one"})


_AIRCRAFT = re.compile(
    r"(?:F|A|B|C|E|P|U|J|JF|JH|AC|EC|KC|RC|EP|SR|RQ|MQ|AH|CH|UH|M[Ii]G|Su|Tu|Il|An|Mi|Ka|Yak)-\d+\w?s?"
)


class Scene:
    """What the frames may look at: the predicates of a reading by their token, and who the mentions are."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.predicates: dict[tuple[str, int], Predicate] = {
            (p.parsed.sentence.id, p.token.i): p for p in reading.predicates
        }

    @cached_property
    def codes(self) -> Mapping[str, frozenset[str]]:
        """The states that each mention stands for; actors of no state stand under their own id."""
        made: dict[str, set[str]] = defaultdict(set)
        for judgement in self.reading.judgements:
            made[judgement.mention_id] |= set(judgement.codes) or {judgement.actor_id}
        return {key: frozenset(value) for key, value in made.items()}

    @cached_property
    def placed(self) -> frozenset[str]:
        """The mentions that were judged to name a place only."""
        verdicts: dict[str, set[str]] = defaultdict(set)
        for judgement in self.reading.judgements:
            verdicts[judgement.mention_id].add(judgement.verdict)
        return frozenset(key for key, value in verdicts.items() if value == {"place"})

    def actors(self, argument: Argument, places: bool = False) -> tuple[str, ...]:
        """The argument's mentions that are actors; with `places` also those that name where it is."""
        known = tuple(m for m in argument.mentions if m in self.codes)
        if places:
            return known or tuple(m for m in argument.places if m in self.codes)
        return tuple(m for m in known if m not in self.placed)

    def follow(self, predicate: Predicate, path: str) -> tuple[Argument, ...]:
        """The arguments at the end of a role path."""
        role, _, rest = path.partition(".")
        found = predicate.roles.get(role, ())
        if not rest:
            return found
        below: list[Argument] = []
        for argument in found:
            for head in argument.every_head:
                nested = self.at(predicate.parsed, head)
                below.extend(self.follow(nested, rest) if nested is not None else ())
        return tuple(below)

    def holds(self, predicate: Predicate, need: Need) -> bool:
        """Whether a predicate meets a condition."""
        if need.test == "passive":
            return need.negated != ("passive" in predicate.roles or is_passive(predicate.token))
        if need.test == "finite":
            return need.negated != is_finite(predicate.token)
        found = self.follow(predicate, need.path)
        if need.test == "filled":
            met = bool(found)
        elif need.test == "lemma":
            met = any(not need.words.isdisjoint(names(h)) for a in found for h in a.every_head)
        elif need.test == "thing":
            met = any(self.is_thing(predicate, h) for a in found for h in a.every_head)
        elif need.test == "person":
            met = any(self.is_person(predicate, a, h) for a in found for h in a.every_head)
        elif need.test == "people":
            met = any(self.is_people(a) for a in found)
        elif need.test in ("infinitive", "wish"):
            wish = need.test == "wish"
            met = any(is_wish(h) if wish else has(h, "aux", "to") for a in found for h in a.every_head)
        elif need.test == "several":
            met = self._several(m for a in found for m in self.actors(a))
        else:
            met = any(self.actors(a, places=need.test == "place") for a in found)
        return need.negated != met

    @cached_property
    def by_sentence(self) -> Mapping[str, tuple[Mention, ...]]:
        """The mentions of each sentence."""
        made: dict[str, list[Mention]] = defaultdict(list)
        for mention in self.reading.mentions:
            made[mention.sentence_id].append(mention)
        return {key: tuple(found) for key, found in made.items()}

    def is_thing(self, predicate: Predicate, head: Token) -> bool:
        """Whether a word is no name of an actor, nor of people who act: "the deal of Iran", "this", a clause."""
        if head.lower_ in _PERSONS or head.lemma_.lower() in classes()["people"] or head.ent_type_ == "PERSON":
            return False
        at = predicate.parsed.span(head)
        return not any(m.span.meets(at) for m in self.by_sentence.get(predicate.parsed.sentence.id, ()))

    @cached_property
    def whom(self) -> Mapping[str, frozenset[str]]:
        """The actors that each mention stands for."""
        made: dict[str, set[str]] = defaultdict(set)
        for judgement in self.reading.judgements:
            made[judgement.mention_id].add(judgement.actor_id)
        return {key: frozenset(value) for key, value in made.items()}

    @cached_property
    def persons(self) -> frozenset[str]:
        """The mentions that stand for a person or an office."""
        kinds = {m.id: (m.kind, m.text.lower()) for m in self.reading.mentions}
        return frozenset(
            i for i, (kind, text) in kinds.items() if kind in ("person", "office") or text in ("he", "she")
        )

    @cached_property
    def pronouns(self) -> frozenset[str]:
        """The mentions that are pronouns."""
        return frozenset(m.id for m in self.reading.mentions if m.kind == "pronoun")

    def is_person(self, predicate: Predicate, argument: Argument, head: Token) -> bool:
        """Whether those meant are persons who act for a state, not the state as such."""
        return head.lemma_.lower() in classes()["travellers"] or any(m in self.persons for m in argument.mentions)

    def is_people(self, argument: Argument) -> bool:
        """Whether those meant are a nation's people: "Filipinos", "the people of Iraq"."""
        plural = any(h.tag_ == "NNPS" for h in argument.every_head)
        names = {m.id for m in self.reading.mentions if m.kind == "demonym"} if plural else set()
        return any(m in names or who.endswith(".people") for m in self.actors(argument) for who in self.whom[m])

    def fill(self, predicate: Predicate, end: End) -> tuple[str, ...]:
        """The mentions at one end, in the order found."""
        for choice in end.choices:
            found: dict[str, None] = {}
            for path, places in choice:
                for argument in self.follow(predicate, path):
                    found.update(dict.fromkeys(self.actors(argument, places)))
            if found:
                return tuple(found)
        return ()

    def between_states(self, draft: Draft) -> bool:
        """Whether a statement has two ends, or one that counts for a state."""
        if draft.source and draft.target:
            return True
        known = {j.mention_id for j in self.reading.judgements if j.codes}
        return any(m in known for m in (*draft.source, *draft.target))

    def at(self, parsed: Parsed, token: Token) -> Predicate | None:
        """The predicate that a word of a sentence is; None where it is none."""
        return self.predicates.get((parsed.sentence.id, token.i))

    def arguments(self, draft: Draft, *roles: str) -> Iterator[Argument]:
        """What fills these roles of a draft's word."""
        predicate = self.at(draft.parsed, draft.token)
        if predicate is not None:
            for role in roles:
                yield from predicate.roles.get(role, ())

    def heads(self, draft: Draft, *roles: str) -> Iterator[Token]:
        """The heads of what fills these roles of a draft's word."""
        return (head for argument in self.arguments(draft, *roles) for head in argument.every_head)

    def states(self, mentions: Iterable[str]) -> frozenset[str]:
        """The states that mentions stand for."""
        return frozenset(code for m in mentions for code in self.codes.get(m, ()))

    def below(self, head: Token) -> Iterator[Token]:
        """A word and what hangs on it, clauses beside it left out."""
        yield head
        for child in head.children:
            if child.dep_ not in _BESIDES:
                yield from self.below(child)

    def named(self, parsed: Parsed, tokens: set[int]) -> Iterator[str]:
        """The mentions among these tokens of a sentence, in the order of the text."""
        spans = [parsed.span(t) for t in parsed.tokens if t.i in tokens]
        for mention in self.by_sentence.get(parsed.sentence.id, ()):
            if any(mention.span.meets(span) for span in spans):
                yield mention.id

    def within(self, predicate: Predicate, head: Token, depth: int = 6) -> tuple[str, ...]:
        """The actors nearest below a word: the first named in its phrase and those beside them, clauses left out."""
        sentence = predicate.parsed.sentence.id
        spans = [(m.span, m.id) for m in self.by_sentence.get(sentence, ()) if m.id in self.codes]
        level = [head]
        for _ in range(depth):
            found = {i: None for t in level for span, i in spans if span.meets(predicate.parsed.span(t))}
            if found:
                return tuple(found)
            level = [c for t in level for c in t.children if c.dep_ not in _APART]
        return ()

    def reach(self, predicate: Predicate, end: End, taken: tuple[str, ...]) -> tuple[str, ...]:
        """The actors deeper down in the phrases that an end may come from: "the vision advocated by the king"."""
        states = self.states(taken)
        for choice in end.choices:
            for path, _ in choice:
                for argument in self.follow(predicate, path):
                    for head in argument.every_head:
                        found = self.within(predicate, head)
                        if found and not states & self.states(found):
                            return found
        return ()

    def ends(self, predicate: Predicate, frame: Frame) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Source and target of a frame that holds; a reciprocal relation with one party has it as source only."""
        source = self.fill(predicate, frame.source)
        if not frame.source.both:
            target = self.fill(predicate, frame.target)
            if target and source and self._own(target, source):
                target = self._other(predicate, frame.target, source) or target
            if not target and frame.target.choices:
                target = self.reach(predicate, frame.target, source)
            if not target and frame.relation == "THREATEN":
                target = self._provoking(predicate, source)
            if not source:
                source, target = self._own_forces(predicate, frame, target)
            if (not target or self._own(target, source)) and frame.target.choices and self._mutual(predicate, source):
                return source, source
            if predicate.lemma == "agree" and self._own(target, source) and self._several(source):
                return source, source  # "Ghana and Togo agreed to send troops"
            target = tuple(m for m in target if not self._themselves(m, source, frame))
            others = target
            if others and not self._own(others, source):
                ground = () if self._is_of_state(others) else self._ground(predicate, frame, source)
                return source, tuple(dict.fromkeys(others + ground))
            if others and predicate.kind == "verb" and frame.relation not in _ABROAD:
                return source, others
            wider = self._elsewhere(predicate, frame, source) or self._ground(predicate, frame, source)
            return source, wider or others
        states = {self.codes[m] for m in source}
        several = len(states) > 1 or any(len(s) > 1 for s in states) or len({self.whom[m] for m in source}) > 1
        return (source, source) if several else (source, ())

    def _other(self, predicate: Predicate, end: End, source: tuple[str, ...]) -> tuple[str, ...]:
        """The actors of the first way to an end that leads to others than the source."""
        filled = (self.fill(predicate, End((choice,))) for choice in end.choices)
        return next((found for found in filled if found and not self._own(found, source)), ())

    def _provoking(self, predicate: Predicate, source: tuple[str, ...]) -> tuple[str, ...]:
        """Whose deed a threat is to prevent: "threatened to use force if Mali crossed the river"."""
        clauses = [h for a in predicate.roles.get("clause", ()) for h in a.every_head]
        for verb in (predicate.token, *clauses):
            for child in verb.children:
                if child.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in _IF for c in child.children):
                    inner = self.at(predicate.parsed, child)
                    if inner and (found := self._foreign(inner.roles.get("subject", ()), source, places=False)):
                        return found
        return ()

    def _own_forces(
        self, predicate: Predicate, frame: Frame, target: tuple[str, ...]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Forces that are moved are those of who moves them: "British troops are concentrated on the border"."""
        moved = predicate.roles.get("object", ())
        if frame.relation not in ("MOBILIZE", "RETREAT") or "passive" not in predicate.roles:
            return (), target
        forces = [a for a in moved if any(h.lemma_.lower() in classes()["force"] for h in a.every_head)]
        source = tuple(m for a in forces for m in self.actors(a))
        return source, tuple(m for m in target if m not in source)

    def _is_of_state(self, mentions: tuple[str, ...]) -> bool:
        """Whether one of the mentions stands for a state."""
        return any(len(code) == 3 for m in mentions for code in self.codes[m])

    def _own(self, mentions: tuple[str, ...], source: tuple[str, ...]) -> bool:
        """Whether mentions stand for nobody but the source's own states."""
        return self.states(mentions) <= self.states(source)

    def _several(self, mentions: Iterable[str]) -> bool:
        """Whether mentions stand for two states or more."""
        return len(self.states(mentions)) > 1

    def _themselves(self, mention: str, source: tuple[str, ...], frame: Frame) -> bool:
        """Whether a mention is the source's own, or a pronoun for who is there: "defended his record".

        Force and blame fall on those whom a pronoun owns: "represses its opponents", "his critics blame him".
        """
        if mention in source or frame.relation in _ON_OWN:
            return mention in source
        mine = {actor for m in source for actor in self.whom[m]}
        return mention in self.pronouns and bool(mine) and self.whom[mention] <= mine

    def _mutual(self, predicate: Predicate, source: tuple[str, ...]) -> bool:
        """Whether several actors do it to each other."""
        several = self._several(source)
        near = [t.lower_ for t in predicate.token.subtree if t.i > predicate.token.i] if several else []
        between = {t.lower_ for t in predicate.token.subtree if t.dep_ == "dobj" and t.i > predicate.token.i}
        if several and between & {"ties", "relations"}:
            return True  # "Sudan and Uganda severed diplomatic ties"
        shared = {"border", "frontier"} & set(near) and {"their", "shared", "common", "disputed", "mutual"} & set(near)
        other = any(t.lower_ == "other" and t.dep_ in ("dobj", "pobj") for t in predicate.token.subtree)
        return (
            bool(shared)
            or (several and other)
            or any(pair in (("each", "other"), ("one", "another")) for pair in pairwise(near))
        )

    def _foreign(self, arguments: tuple[Argument, ...], source: tuple[str, ...], places: bool) -> tuple[str, ...]:
        """The mentions of arguments that stand for other states than the source's."""
        found = tuple(m for a in arguments for m in self.actors(a, places=places))
        return tuple(m for m in found if not self._own((m,), source))

    def _elsewhere(self, predicate: Predicate, frame: Frame, source: tuple[str, ...]) -> tuple[str, ...]:
        """A second end that the frame did not look for: the first other actor among the predicate's complements."""
        if not source or not frame.target.choices:
            return ()
        for path in _ELSEWHERE[predicate.kind]:
            places = "." in path and path.rpartition(".")[2] in PLACING
            if found := self._foreign(self.follow(predicate, path), source, places):
                return found
        return ()

    def _ground(self, predicate: Predicate, frame: Frame, source: tuple[str, ...]) -> tuple[str, ...]:
        """Whose ground it happens on, where force or pressure names no other target: "domination in Cuba"."""
        if frame.relation not in _ON_GROUND or not frame.target.choices:
            return ()
        arguments = [predicate.roles.get(role, ()) for role in _GROUNDS]
        for each in arguments:
            if found := self._lands(each, source) or self._beyond(predicate, each, source):
                return found
        for each in arguments:
            if found := self._foreign(each, source, places=True):
                return found
        for argument in predicate.roles.get("subject", ()):  # "Soviet troops in Afghanistan killed civilians"
            if argument.head.lemma_.lower() in classes()["force"]:
                abroad = tuple(m for m in argument.places if m in self.codes and not self._own((m,), source))
                if abroad:
                    return abroad
        return ()

    def _lands(self, arguments: tuple[Argument, ...], source: tuple[str, ...]) -> tuple[str, ...]:
        """The other states that arguments stand for, or on whose ground they are: "bombed rebels in Iraq"."""
        found: dict[str, None] = {}
        for argument in arguments:
            for group in (argument.mentions, argument.places):
                states = [m for m in group if m in self.codes and self._is_of_state((m,))]
                if states:
                    found.update((m, None) for m in states if not self._own((m,), source))
                    break
        return tuple(found)

    def _beyond(
        self, predicate: Predicate, arguments: tuple[Argument, ...], source: tuple[str, ...]
    ) -> tuple[str, ...]:
        """The neighbour at a border: "sent troops to its border with Burundi"."""
        for argument in arguments:
            border = self.at(predicate.parsed, argument.head)
            if border is not None and border.lemma in classes()["border"]:
                for role in ("with", "mod", "between", "of", "poss"):
                    if found := self._foreign(border.roles.get(role, ()), source, places=True):
                        return found
            elif border is None and (found := self._with(predicate, argument.head, source)):
                return found
        return ()

    def _with(self, predicate: Predicate, border: Token, source: tuple[str, ...]) -> tuple[str, ...]:
        """The others named behind "with" at a border that is known as somebody's: "its border with Burundi"."""
        if border.lemma_.lower() not in classes()["border"]:
            return ()
        with_ = (g for c in border.children if c.lower_ == "with" for g in c.children if g.dep_ == "pobj")
        others = {t.i for noun in with_ for t in (noun, *noun.conjuncts)}
        found = (m for m in self.named(predicate.parsed, others) if m in self.codes)
        return tuple(m for m in found if not self._own((m,), source))


def names(token: Token) -> set[str]:
    """What a head may be called in a list: its lemma, the lemma with its compounds (`air_strike`), the word itself; a
    type of aircraft is a jet ("F-16s")."""
    own = {token.lemma_.lower(), token.lower_} | ({"jet"} if _AIRCRAFT.fullmatch(token.text) else set())
    return own | {f"{child.lemma_.lower()}_{w}" for child in token.lefts if child.dep_ in BESIDE for w in own}


def is_passive(token: Token) -> bool:
    """Whether a verb stands in the passive (with or without its auxiliary: "the deal signed by")."""
    return any(c.dep_ in ("nsubjpass", "auxpass", "agent") for c in token.children) or (
        token.tag_ == "VBN" and token.dep_ == "acl"
    )


def is_finite(verb: Token) -> bool:
    """Whether a verb tells of a fact: in the present or past, without "will", "may" or "to"."""
    aux = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    modal = any(c.tag_ in ("MD", "TO") for c in aux)
    return not modal and any(t.tag_ in ("VBD", "VBZ", "VBP") for t in (verb, *aux))


def is_wish(verb: Token) -> bool:
    """Whether a clause tells of what ought to be, not of what is: "that Peru stop", "that Peru should stop".

    A plural present below a past ("suggested that they meet"), or with a single subject, is such a bare verb too.
    """
    chain = [c for c in verb.children if c.dep_ in ("aux", "auxpass") and c.lower_ != "to"]
    if any(c.lower_ in _OUGHT for c in chain):
        return True
    first = chain[0] if chain else verb
    bare = first.tag_ == "VB" or (first.tag_ == "VBP" and first.lemma_.lower() not in ("be", "have", "do"))
    subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    single = subject is not None and subject.tag_ in ("NN", "NNP") and not any(subject.conjuncts)
    return bare and (first.tag_ == "VB" or verb.head.tag_ == "VBD" or single) and not has(verb, "aux", "to")
