"""Roles: each verb, noun and adjective that may carry a relation, with who does what to whom made explicit.

Passives are turned round, subjects of infinitives, participles and relative clauses supplied, light verbs hand their
subject and prepositions to the noun that they carry ("carried out an attack on"), and a noun's possessor, actor
adjective or `by` agent is its subject ("Russia's deal with", "the Israeli strike on", "an attack by").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Token

from westphalia.reading.classes import classes
from westphalia.reading.grammar import Grammar
from westphalia.reading.reading import Argument, Parsed, Predicate, Reading
from westphalia.reading.verb_roles import LIFTED, NOMINAL, SIDES, Roles, VerbRoles
from westphalia.records import Mention

__all__ = ["predicates", "roles"]

_AMID = frozenset({"during", "after", "in", "at", "following", "before", "on"})
_SHORT = 5  # a name of so few capitals is an abbreviation, which has no adjective of its own ("US strike")


def roles(reading: Reading) -> Reading:
    """Stage: the predicates of all sentences that mention someone who is known."""
    by_sentence: dict[str, list[Mention]] = defaultdict(list)
    judged = {j.mention_id for j in reading.judgements}
    for mention in reading.mentions:
        if mention.id in judged:
            by_sentence[mention.sentence_id].append(mention)
    found: list[Predicate] = []
    for parsed in reading.parsed:
        mentions = by_sentence.get(parsed.sentence.id)
        if mentions:
            found.extend(predicates(parsed, mentions))
    return replace(reading, predicates=tuple(found))


def predicates(parsed: Parsed, mentions: Iterable[Mention]) -> Iterator[Predicate]:
    """The predicates of one sentence, in the order of the text."""
    finder = _Finder(parsed, mentions)
    for token in finder.grammar.tokens:
        pos = token.pos_
        if pos in ("VERB", "AUX"):
            if finder.grammar.label(token) in ("aux", "auxpass"):
                continue
            kind, found = "verb", finder.of_verb(token)
            if finder.grammar.label(token) == "amod" and not found["subject"]:
                continue  # "repeated attacks", "oppressed peoples" only describe
        elif pos in NOMINAL and (token.i not in finder.phrases.at or finder.is_bond(token)):
            kind, found = "noun", finder.of_noun(token)
        elif pos in ("ADJ", "ADV", "ADP") and finder.is_said(token):
            kind, found = "adjective", finder.of_adjective(token)
        else:
            continue
        if found:
            yield Predicate(
                parsed=parsed,
                token=token,
                lemma=finder.grammar.word(token),
                kind=kind,
                roles={name: tuple(arguments) for name, arguments in found.items() if arguments},
            )


class _Finder(VerbRoles):
    """The roles of one sentence."""

    def __init__(self, parsed: Parsed, mentions: Iterable[Mention]) -> None:
        super().__init__(parsed, mentions)
        self._nouns: dict[int, Roles] = {}

    # Nouns ---------------------------------------------------------------------------------------------------------

    def of_noun(self, noun: Token) -> Roles:
        """The roles of a noun, as they stand in the text and, as `subject` and `object`, made out."""
        if noun.i in self._nouns:
            return self._nouns[noun.i]
        grammar = self.grammar
        found: Roles = defaultdict(list)
        self._nouns[noun.i] = found
        found["poss"] = self._arguments(t for c in grammar.under(noun, "poss") for t in grammar.antecedent(c))
        mods = self.phrases.modifiers(noun)
        found["mod"] = self._arguments(mods)
        found["against"] = self._arguments(self.phrases.opposed(noun))
        self._prepositions(noun, found)
        found["clause"] = [self._clause(c) for c in grammar.under(noun, "acl", "ccomp", "relcl") if _tells(grammar, c)]
        found["that"] = [self._clause(c) for c in grammar.under(noun, "relcl") if not _tells(grammar, c)]
        self._behind_place(found)
        self._behind_verb(noun, found)
        for argument in list(found.get("of", ())):
            self._lift(argument, found)
        found["be"] = self._said_of(noun)
        found["object"] = list(found.get("of", ()))
        by = [a for a in found.get("by", ()) if a.mentions or a.places]
        found["subject"] = by or list(found["poss"])
        if by and not found["object"]:
            found["object"] = list(found["poss"])
        self._lent(noun, found)
        self._adjacent(noun, found)
        self._carried(noun, found)
        if not found["subject"]:
            found["subject"] = [self.phrases.argument(t) for t in self._acting(noun, mods, found)]
        if not found["subject"] and not found.get("between"):
            found["subject"] = self._present(noun)
        return found

    def _lent(self, noun: Token, found: Roles) -> None:
        """Hands whose deed it is to a noun of request or help: "at the request of Mali", "with help from Chad"."""
        verb = noun.head.head
        if not self._lends(noun) or not self.grammar.is_verb(verb):
            return
        above = self.of_verb(verb)
        doers = list(above["subject"] or above["object"])
        if noun.head.lower_ == "in":  # "in support of Mali"
            found["subject"] = doers
            return
        found["subject"] = list(found["of"] or found["from"] or found["poss"])
        found["to"] = doers
        found["of"], found["from"], found["object"] = [], [], []

    def _present(self, noun: Token) -> list[Argument]:
        """Who was there when it is told of a deed at, during or after a visit or talks: that deed's doer."""
        grammar, prep = self.grammar, noun.head
        if grammar.label(noun) != "pobj" or prep.lower_ not in _AMID or not grammar.is_a(noun, "encounters"):
            return []
        verb = prep.head
        return self._arguments(grammar.doers(verb)) if grammar.is_verb(verb) and not grammar.is_passive(verb) else []

    def _behind_place(self, found: Roles) -> None:
        """Phrases that the parser hung on the place before them: "the arrest in Minsk of a journalist"."""
        for argument in [a for name in ("in", "at", "near") for a in found.get(name, ())]:
            for prep in self.grammar.under(argument.head, "prep"):
                if argument.head.i in self.phrases.at and prep.lower_ in ("of", "by") and not found.get(prep.lower_):
                    self._preposition(prep, prep.lower_, found)

    def _behind_verb(self, noun: Token, found: Roles) -> None:
        """Who did a deed that another speaks of, where the parser hung it on the verb of speaking: "condemned the
        occupation of the island by Iran"."""
        grammar = self.grammar
        verb = noun.head.head if grammar.label(noun) == "pobj" else noun.head
        if found.get("by") or not found.get("of") or not grammar.is_verb(verb) or grammar.is_passive(verb):
            return
        for prep in grammar.under(verb, "agent", "prep"):
            named = all(t.i in self.phrases.at for t in grammar.under(prep, "pobj"))
            if prep.lower_ == "by" and prep.i > noun.i > verb.i and named:
                self._preposition(prep, "by", found)

    def _acting(self, noun: Token, mods: list[Token], found: Roles) -> list[Token]:
        """The modifiers that act: adjectives ("Israeli strike"), names where the other side is named elsewhere."""
        sides = any(a.mentions or a.places for name in SIDES for a in found.get(name, ()))
        pair = len({m for t in mods for m in self.phrases.at[t.i]}) > 1
        if sides or pair:
            return mods
        return [t for t in mods if t.tag_ == "JJ" or t.text.isupper() or "." in t.text or t.tag_ == "NNPS" or _long(t)]

    def _said_of(self, noun: Token) -> list[Argument]:
        """Of whom a noun is said: "Iran is an ally", "Iran, an ally", "called Iran a threat", "Russia's ally Iran"."""
        grammar, label, head = self.grammar, self.grammar.label(noun), noun.head
        if label == "conj":
            return list(self.of_noun(head)["be"]) if head.pos_ in NOMINAL else []
        if label == "attr" and grammar.is_verb(head):
            return self._arguments(t for t in grammar.subjects(head) if t.lower_ != "there")
        if label == "nsubj" and grammar.word(head) == "be":  # "Iran's closest ally is Syria"
            return self._arguments(t for t in grammar.under(head, "attr") if t.i in self.phrases.at)
        if label == "oprd" and grammar.is_verb(head):
            return self._arguments(grammar.patients(head))
        if label == "appos":
            return [self.phrases.argument(head)] if head.i in self.phrases.at else []
        if label == "pobj" and head.lower_ == "as" and grammar.is_verb(head.head):
            verb = head.head
            return self._arguments(grammar.patients(verb) or grammar.subjects(verb))
        if label == "compound" and head.i in self.phrases.at:
            return [self.phrases.argument(head)]
        named = [c for c in grammar.under(noun, "appos") if c.i in self.phrases.at]
        return self._arguments(named)

    def _carried(self, noun: Token, found: Roles) -> None:
        """Adds the roles that a light verb, a container noun or a coordinated noun hands down."""
        grammar, label, head = self.grammar, self.grammar.label(noun), noun.head
        for verb, near in self._carriers(noun):
            above = self.of_verb(verb)
            if label == "pobj" and head.lower_ == "in" and not above["subject"]:  # "was involved in attacks"
                above = {**above, "subject": above["object"]}
            receiving = grammar.is_a(verb, "receiving") or (label == "pobj" and head.lower_ == "under")
            if receiving:  # "received a visit", "is under attack"
                found["to"] = found["to"] or list(above["subject"])
                found["on"] = found["on"] or list(above["subject"])
            self._take(found, above, subject=not receiving, near=near)
            if grammar.is_a(noun, "unrest") and not found.get("in"):  # "protests continue in Iraq"
                found["in"] = list(above.get("in", ()))
        if label == "pobj" and head.lower_ == "of" and head.head.pos_ in NOMINAL:
            container = head.head
            if grammar.word(container) in classes()["container"]:
                self._take(found, self.of_noun(container), subject=True, near=None)
        elif label == "pobj" and head.lower_ == "including" and head.head.pos_ in NOMINAL:
            self._take(found, self.of_noun(head.head), subject=True, near=None)  # "nine attacks, including raids on"
        elif label == "conj" and head.pos_ in NOMINAL and head.i not in self.phrases.at:
            above = self.of_noun(head)
            own = bool(found["poss"] or found["mod"])
            if not self._sided(found) and not self._determined(noun):
                self._take(found, above, subject=False, near=None)
            if not own:
                self._take(found, {"subject": above["subject"]}, subject=True, near=None)
                found["poss"], found["mod"] = list(above["poss"]), list(above["mod"])
        if self._sided(found):
            return
        last = [c for c in grammar.under(noun, "conj") if c.pos_ in NOMINAL and c.i not in self.phrases.at]
        for partner in last[-1:]:
            if self._determined(partner):
                break
            below: Roles = defaultdict(list)
            self._prepositions(partner, below)
            self._take(found, below, subject=False, near=None)

    def _determined(self, noun: Token) -> bool:
        """Whether a noun has a determiner of its own, so that it shares nothing with those it is coordinated to."""
        return bool(self.grammar.under(noun, "det", "poss"))

    def _adjacent(self, noun: Token, found: Roles) -> None:
        """The phrase right behind a noun is its own, wherever the parser hung it: "a record of domination in Cuba"."""
        after = noun.i + 1
        if self._sided(found) or after >= len(self.grammar.tokens):
            return
        prep = self.grammar.tokens[after]
        if self.grammar.label(prep) == "prep" and prep.head.i < noun.i and prep.lower_ in LIFTED:
            self._preposition(prep, prep.lower_, found)

    def _sided(self, found: Roles) -> bool:
        return any(found.get(name) for name in SIDES)

    def _carriers(self, noun: Token) -> Iterator[tuple[Token, Token | None]]:
        """The verbs that a noun is the object of, or that say it happens; with the noun where their phrases must stand
        right behind it."""
        grammar, label, head = self.grammar, self.grammar.label(noun), noun.head
        occasion = any(grammar.is_a(noun, name) for name in ("strife", "unrest", "talk"))
        if label in ("dobj", "nsubjpass") and grammar.is_verb(head):
            passive = label == "nsubjpass"
            light = grammar.is_a(head, "light")
            if passive == grammar.is_passive(head):
                yield head, None if light else noun
        elif label == "attr" and grammar.is_verb(head) and grammar.under(head, "expl"):
            yield head, None
        elif label == "nsubj" and occasion and grammar.happens(head):
            yield head, None  # "a clash took place between"
        elif label == "pobj" and head.lower_ in ("in", "at", "under") and grammar.word(head.head) in ("be", "remain"):
            yield head.head, None  # "is in conflict with", "are at war with"
        elif label == "pobj" and head.lower_ in ("in", "into", "to", "on", "under", "for", "behind"):
            above = head.head
            ending = grammar.is_verb(above) and any(grammar.is_a(t, "ending") for t in grammar.under(above, "dobj"))
            if grammar.is_verb(above) and (grammar.is_a(above, "light_in") or ending):
                yield above, None
            elif (verb := self._answering(above, noun)) is not None:
                yield verb, None
            elif grammar.label(head) == "prep" and head.head.lower_ == "part" and grammar.is_verb(head.head.head):
                yield head.head.head, None
        for verb in grammar.under(noun, "acl", "relcl"):
            if grammar.is_verb(verb) and grammar.is_a(verb, "light") and noun in grammar.patients(verb):
                yield verb, None
            elif occasion and grammar.is_verb(verb) and grammar.happens(verb):
                yield verb, None  # "the talks that have resumed between"
            elif grammar.is_verb(verb) and verb.tag_ == "VBN" and grammar.is_passive(verb):
                yield verb, verb  # "aid slated for Ukraine", "missiles aimed at Japan"

    def _answering(self, above: Token, noun: Token) -> Token | None:
        """The verb whose subject answers for a noun: "claimed responsibility for the raid", "was behind the raid"."""
        grammar = self.grammar
        word, label = grammar.word(above), grammar.label(above)
        if word == "responsibility" and label == "dobj":
            return above.head
        if not grammar.is_a(noun, "attacks"):
            return None
        if word == "be" and noun.head.lower_ == "behind":
            return above
        held = word in ("role", "part") and label == "dobj"
        return above.head if held and grammar.is_verb(above.head) else None

    def _take(self, found: Roles, above: Roles, subject: bool, near: Token | None) -> None:
        """Fills what is missing from another's roles; with `near` only phrases that follow that token at once."""
        for name, arguments in above.items():
            if name == "subject":
                if subject and near is None and not found["subject"]:
                    found["subject"] = list(arguments)
            elif ((name in LIFTED | {"by"} and name != "in") or "_" in name) and not found.get(name):
                kept = [a for a in arguments if near is None or self._follows(a.head, near)]
                if kept:
                    found[name] = kept

    def _follows(self, head: Token, near: Token) -> bool:
        """Whether the preposition of `head` stands right behind the phrase of `near`."""
        return bool(near.i < head.head.i <= near.i + 2)

    def is_bond(self, noun: Token) -> bool:
        """Whether a word that may name a group tells of a tie here: "the alliance between Egypt and Syria"."""
        bonds = self.grammar.is_a(noun, "bonds")
        return bonds and any(c.lower_ in ("between", "with") for c in self.grammar.under(noun, "prep"))

    # Adjectives ----------------------------------------------------------------------------------------------------

    def is_said(self, token: Token) -> bool:
        """Whether an adjective is said of something, or has a complement of its own."""
        label = self.grammar.label(token)
        return label in ("acomp", "oprd", "attr") or bool(self.grammar.under(token, "prep", "xcomp", "ccomp"))

    def of_adjective(self, token: Token) -> Roles:
        """The roles of an adjective."""
        grammar, label, head = self.grammar, self.grammar.label(token), token.head
        found: Roles = defaultdict(list)
        while label == "conj" and head.pos_ == "ADJ":
            label, head = grammar.label(head), head.head
        if label in ("acomp", "attr") and grammar.is_verb(head):
            found["subject"] = self._arguments(grammar.subjects(head))
        elif label == "oprd" and grammar.is_verb(head):
            found["subject"] = self._arguments(grammar.patients(head))
        elif label in ("amod", "appos", "acl") or head.pos_ in NOMINAL:
            found["subject"] = [self.phrases.argument(head)]
        self._prepositions(token, found)
        if label in ("acomp", "attr", "oprd") and grammar.is_verb(head):  # "is bad for": the parser hangs it on "is"
            below: Roles = defaultdict(list)
            self._prepositions(head, below)
            for name, arguments in below.items():
                found[name] = found[name] or arguments
        found["clause"] = [self._clause(c) for c in grammar.under(token, "xcomp", "ccomp")]
        return found


def _tells(grammar: Grammar, clause: Token) -> bool:
    """Whether a clause below a noun says what the noun is about ("a plan to", "the claim that"), not which one."""
    return grammar.label(clause) != "relcl" or grammar.is_infinitive(clause)


def _long(token: Token) -> bool:
    """Whether a compound is part of a name of several words ("United States support")."""
    return any(c.dep_ == "compound" and c.tag_ == "NNP" for c in token.lefts) and len(token.text) > _SHORT
