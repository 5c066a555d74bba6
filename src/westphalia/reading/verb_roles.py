"""The roles of verbs, and of the prepositional phrases below any word: what `roles` starts from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from spacy.tokens import Token

from westphalia.reading.classes import classes
from westphalia.reading.grammar import Grammar
from westphalia.reading.phrases import Phrases
from westphalia.reading.reading import Argument, Parsed
from westphalia.records import Mention

__all__ = ["LIFTED", "NOMINAL", "SIDES", "Roles", "VerbRoles"]

Roles = dict[str, list[Argument]]
"""What fills each role of a word."""
NOMINAL = frozenset({"NOUN", "PROPN"})
SIDES = frozenset(
    {"with", "between", "against", "on", "to", "toward", "towards", "upon", "from", "by", "among", "over"}
)
"""Prepositions that lead to the other side of a dealing."""
LIFTED = SIDES - {"by"} | {"in", "into", "for"}
"""Prepositions whose phrases a deed takes over from a word below or above it."""
_SHARED = frozenset(
    {"alongside", "with", "against", "to", "on", "between", "from", "over", "for", "into", "toward", "towards", "along"}
)
_SPELLS = frozenset({"hour", "day", "week", "month", "year"})


class VerbRoles:
    """The roles of the verbs of one sentence."""

    def __init__(self, parsed: Parsed, mentions: Iterable[Mention]) -> None:
        self.grammar = Grammar(parsed)
        self.phrases = Phrases(self.grammar, mentions)
        self.grammar.know(frozenset(self.phrases.at))
        self._verbs: dict[int, Roles] = {}

    def _arguments(self, heads: Iterable[Token]) -> list[Argument]:
        return [self.phrases.argument(h) for h in heads]

    # Prepositions --------------------------------------------------------------------------------------------------

    def _prepositions(self, token: Token, found: Roles) -> None:
        """One role a preposition below `token`; multiword ones under their joined name too."""
        grammar = self.grammar
        for child in grammar.under(token, "prep", "dative", "agent", "advmod", "prt"):
            label = grammar.label(child)
            if label in ("advmod", "prt"):
                for prep in grammar.under(child, "prep"):  # "together with", "alongside of"
                    self._preposition(prep, prep.lower_, found)
            elif label != "dative" or grammar.under(child, "pobj"):
                self._preposition(child, child.lower_, found)
                self._between(child, found)

    def _preposition(self, prep: Token, name: str, found: Roles) -> None:
        grammar = self.grammar
        for noun in grammar.under(prep, "pobj", "pcomp"):
            for antecedent in grammar.antecedent(noun):
                argument = self.phrases.argument(antecedent)
                if not self._lends(antecedent):  # "at the request of Mali" is no place in Mali
                    found[name].append(argument)
                if name in ("in", "as") and grammar.is_a(antecedent, "linking"):
                    for inner in grammar.under(antecedent, "prep"):  # "in response to", "in retaliation for"
                        self._preposition(inner, f"{name}_{grammar.word(antecedent)}_{inner.lower_}", found)
                if name in SIDES or name == "into":
                    self._bubble(argument, found)
        for inner in grammar.under(prep, "prep"):  # "according to", "because of", "from within"
            self._preposition(inner, f"{name}_{inner.lower_}", found)
            for noun in grammar.under(inner, "pobj"):
                found[inner.lower_].append(self.phrases.argument(noun))
        for other in grammar.under(prep, "conj"):
            self._preposition(other, other.lower_, found)
        if not grammar.under(prep, "pobj", "pcomp", "prep"):
            for other in grammar.under(prep, "conj"):  # "by and against X" has the object at the last one only
                for noun in grammar.under(other, "pobj"):
                    found[name].append(self.phrases.argument(noun))

    def _lends(self, noun: Token) -> bool:
        """Whether a noun says at whose request, with whose help or in whose support something is done."""
        grammar, prep = self.grammar, noun.head
        if grammar.label(noun) != "pobj" or prep.lower_ not in ("at", "with", "in"):
            return False
        whose = bool(grammar.under(noun, "poss")) or any(
            c.lower_ in ("of", "from") for c in grammar.under(noun, "prep")
        )
        return whose and grammar.is_a(noun, "aided" if prep.lower_ == "in" else "lent")

    def _between(self, prep: Token, found: Roles) -> None:
        """The sides that the parser hung on a day or a place: "a deal was struck on Monday in Sochi between",
        "clashes near the temple between"."""
        mutual = any(self.grammar.is_a(prep.head, k) for k in ("strife", "talk")) and not self.grammar.is_a(
            prep.head, "attacks"
        )
        where = mutual and prep.lower_ in classes()["place_in"]
        for noun in self.grammar.under(prep, "pobj"):
            if where or noun.pos_ == "PROPN" or self.grammar.is_a(noun, "days"):
                for inner in self.grammar.under(noun, "prep"):
                    if inner.lower_ == "between" and not found.get("between"):
                        self._preposition(inner, "between", found)
                    else:
                        self._between(inner, found)

    def _bubble(self, argument: Argument, found: Roles) -> None:
        """Phrases that the parser hung on a name belong to what the name belongs to: "the attack by Israel on Gaza"."""
        for head in argument.heads:
            named = head.i in self.phrases.at or head.pos_ in ("PRON", "DET")
            for prep in self.grammar.under(head, "prep"):
                if prep.lower_ in (SIDES if named else ("by",)) and not found.get(prep.lower_):
                    self._preposition(prep, prep.lower_, found)

    def _lift(self, argument: Argument, found: Roles) -> None:
        """Phrases of the noun behind "of" belong to the deed: "the landing of troops in", "the sale of arms to"."""
        for head in argument.heads:
            for prep in self.grammar.under(head, "prep"):
                agent = prep.lower_ == "by" and head.i in self.phrases.at  # "the downing of a Thai jet by Laos"
                if (agent or prep.lower_ in LIFTED) and not found.get(prep.lower_):
                    self._preposition(prep, prep.lower_, found)

    # Verbs ---------------------------------------------------------------------------------------------------------

    def of_verb(self, verb: Token) -> Roles:
        """The deep roles of a verb."""
        if verb.i in self._verbs:
            return self._verbs[verb.i]
        grammar = self.grammar
        found: Roles = defaultdict(list)
        self._verbs[verb.i] = found
        found["subject"] = self._arguments(grammar.doers(verb))
        found["object"] = self._arguments(grammar.patients(verb))
        self._prepositions(verb, found)
        if grammar.is_passive(verb):
            found["passive"] = [Argument(head=verb)]
            if not found["subject"] and found.get("by"):
                found["subject"] = [a for a in found["by"] if a.mentions]
            for prep in grammar.under(verb, "prep"):  # "were fired upon by troops"
                if prep.lower_ in SIDES and not grammar.under(prep, "pobj", "pcomp", "prep"):
                    found[prep.lower_] = list(found["object"])
        elif grammar.label(verb) == "acomp" and verb.tag_ == "VBN" and grammar.is_verb(verb.head):
            found["object"] = self._arguments(grammar.subjects(verb.head))  # "Greece is concerned with"
            found["passive"] = [Argument(head=verb)]
        found["goal"] = self._arguments(t for t in grammar.under(verb, "dative") if t.pos_ in (*NOMINAL, "PRON"))
        if found["goal"] and not found.get("to"):
            found["to"] = list(found["goal"])
        if not found["subject"] and grammar.label(verb) == "amod" and verb.tag_ == "VBN":
            self._hyphened(verb, found)
        self._given(verb, found)
        found["attr"] = self._arguments(grammar.under(verb, "attr", "acomp", "oprd"))
        found["clause"] = [self._clause(c) for c in grammar.under(verb, "ccomp", "xcomp")]
        if not found["clause"] and (grammar.is_a(verb, "object_control") or grammar.is_a(verb, "appealing")):
            found["clause"] = [self._clause(c) for c in grammar.under(verb, "advcl") if grammar.is_infinitive(c)]
        for clause in found["clause"]:
            if any(c.lower_ == "for" for c in grammar.under(clause.head, "mark")) and not found.get("for"):
                found["for"] = self._arguments(grammar.under(clause.head, "nsubj", "nsubjpass"))
        found["purpose"] = [self._clause(c) for c in grammar.under(verb, "advcl") if grammar.is_infinitive(c)]
        if not found["subject"] and not found["passive"] and self._shares(verb):
            found["subject"] = list(self.of_verb(verb.head).get("subject", ()))
        self._inherit_from_objects(verb, found)
        self._inherit_from_means(verb, found)
        self._place_objects(found)
        return found

    def _hyphened(self, verb: Token, found: Roles) -> None:
        """Reads the agent before a hyphen: "Iranian-backed militias", "the US-led coalition"."""
        if verb.i < 2 or self.grammar.tokens[verb.i - 1].text != "-":
            return
        agent = self.grammar.tokens[verb.i - 2]
        if agent.i in self.phrases.at:
            mine = self.phrases.at[agent.i]
            found["subject"] = [Argument(head=agent, mentions=mine, heads=(agent,))]
            found["object"] = [
                replace(a, mentions=tuple(m for m in a.mentions if m not in mine)) for a in found["object"]
            ]

    def _given(self, verb: Token, found: Roles) -> None:
        """Reads "gave Ukraine tanks" where the parser took the receiver for a part of what was given."""
        given = self._arguments(self.grammar.under(verb, "dobj", "oprd")) if found["passive"] else []
        if given and self.grammar.is_a(verb, "giving") and not found.get("to"):  # "Mali was given drones by Turkey"
            found["to"] = found["goal"] = list(found["object"])
            found["object"] = given
            return
        if found["goal"] and not found["object"]:  # "gave the troops a month to leave"
            found["object"] = self._arguments(
                t for t in self.grammar.under(verb, "npadvmod") if self.grammar.word(t) in _SPELLS
            )
        if self._gave_whom(found):  # "the drones that Turkey gave Somalia"
            found["to"] = found["goal"] = list(found["object"])
            found["object"] = self._arguments([verb.head])
            return
        for number, argument in enumerate(found["object"]):
            left = [t for t in self.phrases.modifiers(argument.head) if t.tag_ == "NNP" and not t.text.isupper()]
            if left and argument.head.i > verb.i and self.grammar.is_a(verb, "giving") and not found.get("to"):
                found["to"] = found["goal"] = [self.phrases.argument(left[-1])]
                found["object"][number] = replace(argument, mentions=())

    def _gave_whom(self, found: Roles) -> bool:
        """Whether the parser took the relative pronoun for the receiver, and the name behind the verb for the gift."""
        pronoun = any(a.head.lower_ in ("that", "which") for a in found["goal"])
        return pronoun and all(a.mentions for a in found["object"]) and bool(found["object"])

    def _place_objects(self, found: Roles) -> None:
        """An object without an owner takes the place that stands behind it: "attacked a base in Syria"."""
        for number, argument in enumerate(found["object"]):
            if not argument.mentions and not argument.places:
                near = [
                    m
                    for name in ("in", "near", "at", "on", "inside", "across", "outside")
                    for a in found.get(name, ())
                    if a.head.i > argument.head.i
                    for m in a.mentions or a.places
                ]
                found["object"][number] = replace(argument, places=tuple(dict.fromkeys(near)))

    def _shares(self, verb: Token) -> bool:
        return self.grammar.label(verb) == "conj" and self.grammar.is_verb(verb.head)

    def _clause(self, clause: Token) -> Argument:
        return Argument(head=clause, heads=tuple(self.phrases.coordinated(clause)))

    def _inherit_from_objects(self, verb: Token, found: Roles) -> None:
        """Prepositional phrases that the parser hung on the object may belong to the verb: "struck a deal with"."""
        for argument in list(found["object"]):
            if argument.head.i > verb.i:
                below: Roles = defaultdict(list)
                self._prepositions(argument.head, below)
                named = argument.head.i in self.phrases.at
                for name, arguments in below.items():
                    if (name in _SHARED or (named and name not in ("in", "at"))) and not found.get(name):
                        found[name] = arguments

    def _inherit_from_means(self, verb: Token, found: Roles) -> None:
        """Against whom the means are used is whom the deed is against: "conducted strikes using jets against"."""
        for clause in self.grammar.under(verb, "advcl", "xcomp"):
            if clause.lower_ == "using" and not found.get("against"):
                means = [h for t in self.grammar.under(clause, "dobj") for h in self.phrases.coordinated(t)]
                for head in (clause, *means):
                    for prep in self.grammar.under(head, "prep"):
                        if prep.lower_ == "against" and not found.get("against"):
                            self._preposition(prep, "against", found)
