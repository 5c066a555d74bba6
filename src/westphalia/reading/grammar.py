"""The grammar of one parsed sentence: who really does what to whom, behind passives, control and relative clauses.

`Grammar` wraps a parse and answers with head tokens; whose mentions these are is the matter of `phrases.py`. The
labels are those of spaCy's English models (ClearNLP dependencies).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from spacy.tokens import Token

from westphalia.reading.classes import classes
from westphalia.reading.reading import Parsed

__all__ = ["Grammar"]

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
_RELATIVE = frozenset({"which", "who", "whom", "that", "whose"})
_LEMMAS = {"bases": "base", "axes": "axis", "odds": "odds"}  # forms that the lemmatizer takes for another word
_VERBAL = frozenset({"VERB", "AUX"})
_STRAY = frozenset({"conj", "dobj", "pobj", "appos", "npadvmod", "advmod"})  # where a name that is a subject may hang
_OPENING = frozenset({"as", "while", "after", "before", "since", "until", "because", "when", "though", "although"})
_FROM_VERB = frozenset({"of", "from", "for", "into", "against", "over"})


class Grammar:
    """A parse with its arcs at hand; `named` are the tokens that are part of a mention."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.named: frozenset[int] = frozenset()
        self.claimed: dict[int, list[Token]] = {}
        self.tokens = parsed.tokens
        self.dep: list[str] = [t.dep_ for t in self.tokens]
        self.pos: list[str] = [t.pos_ for t in self.tokens]
        self.lemma: list[str] = [_LEMMAS.get(t.lower_) or t.lemma_.lower() for t in self.tokens]
        self.children: list[list[Token]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head.i != token.i:
                self.children[token.head.i].append(token)

    def know(self, named: frozenset[int]) -> None:
        """Takes the tokens of mentions, and with them names that are subjects though the parser hung them elsewhere."""
        self.named = named
        for token in self.tokens:
            if self.is_verb(token) and not self.under(token, *SUBJECTS):
                before = self._right_before(token)
                if before is not None:
                    self.claimed[token.i] = [*self._speakers(token, before), before]

    def under(self, token: Token, *deps: str) -> list[Token]:
        """The children with one of these labels, in the order of the text."""
        return [c for c in self.children[token.i] if self.dep[c.i] in deps]

    def label(self, token: Token) -> str:
        """The label of the arc to the token's head."""
        return str(self.dep[token.i])

    def word(self, token: Token) -> str:
        """The token's lemma, lower case."""
        return str(self.lemma[token.i])

    def below(self, token: Token, skip: frozenset[str] = frozenset()) -> Iterator[Token]:
        """The token's descendants, leaving out branches with a label of `skip`."""
        for child in self.children[token.i]:
            if self.dep[child.i] not in skip:
                yield child
                yield from self.below(child, skip)

    def is_verb(self, token: Token) -> bool:
        """Whether it is a verb or auxiliary."""
        return self.pos[token.i] in _VERBAL

    def particles(self, verb: Token) -> list[str]:
        """The particles of a verb ("carry out")."""
        return [c.lower_ for c in self.under(verb, "prt")]

    def verb_names(self, verb: Token) -> list[str]:
        """What a verb may be called in a class: `carry`, `carry_out`."""
        lemma = self.word(verb)
        return [lemma, *(f"{lemma}_{p}" for p in self.particles(verb))]

    def is_a(self, token: Token, name: str) -> bool:
        """Whether the token's lemma (or verb with particle) is in a class of `classes.tsv`."""
        members = classes()[name]
        return self.word(token) in members or (
            self.is_verb(token) and any(n in members for n in self.verb_names(token))
        )

    def is_passive(self, verb: Token) -> bool:
        """Whether a verb form is passive: by its auxiliary, a `by` agent, or as a participle beside a noun."""
        if self.under(verb, "nsubjpass", "auxpass", "csubjpass"):
            return True
        if verb.tag_ not in ("VBN", "VBD"):
            return False
        label = self.label(verb)
        if self.under(verb, "agent") and not self.under(verb, "dobj"):
            return True
        if verb.tag_ == "VBD":
            return False
        own = self.under(verb, "aux", "nsubj")
        if label == "conj":
            return not own and self.is_verb(verb.head) and self.is_passive(verb.head)
        return label in ("acl", "amod", "advcl") and not own

    def is_infinitive(self, verb: Token) -> bool:
        """Whether a verb stands with `to`."""
        return any(c.lower_ == "to" for c in self.under(verb, "aux"))

    def happens(self, verb: Token) -> bool:
        """Whether a verb says of its subject that it comes about: "fighting broke out", "a clash took place"."""
        place = self.word(verb) == "take" and any(t.lower_ == "place" for t in self.under(verb, "dobj"))
        return self.is_verb(verb) and (place or self.is_a(verb, "happening"))

    # Subjects and objects ------------------------------------------------------------------------------------------

    def subjects(self, verb: Token, seen: frozenset[int] = frozenset()) -> list[Token]:
        """The heads of who a verb form is said of (its surface subject), supplied where the text leaves it out."""
        if verb.i in seen:
            return []
        seen |= {verb.i}
        own = [c for c in self.under(verb, *SUBJECTS) if not self._expletive(c, verb)]
        if own:
            own = self._after_conjunction(verb) or self._titled(own)
            return [t for c in own for t in self.antecedent(c)]
        if self.under(verb, "expl"):
            return []
        if verb.i in self.claimed:
            return list(self.claimed[verb.i])
        head, label = verb.head, self.label(verb)
        if label == "conj":
            return self._shared(verb, head, seen)
        if label == "xcomp" or (label == "ccomp" and (self.is_infinitive(verb) or verb.tag_ == "VBG")):
            return self.controller(head, seen, None if self._voices(verb, head) else "object_control")
        if label == "advcl":
            if verb.tag_ in ("VBG", "VBN") or self.is_infinitive(verb):
                sent = self.is_infinitive(verb) and not self._voices(verb, head)
                return self.controller(head, seen, "sent" if sent else None)
            return self._shared(verb, head, seen) if self._is_next(verb) else []
        if label == "pcomp":
            return self._of_gerund(verb, seen)
        if label == "acl":
            return self._of_noun_clause(verb, seen)
        if label == "relcl":
            return [] if self.is_infinitive(verb) else [head]
        if label == "amod":
            return [head]
        return []

    def _voices(self, verb: Token, head: Token) -> bool:
        """Whether who summons another does what is told of himself: "summoned the envoy to protest"."""
        return self.word(head) == "summon" and self.is_a(verb, "voicing")

    def _is_next(self, verb: Token) -> bool:
        """Whether a clause is the next deed of a list that the parser took for a circumstance: "sent troops, accused
        Mali of lying and closed the border"."""
        joined = not self.under(verb, "mark", "advmod", "aux") and verb.tag_ == "VBD" == verb.head.tag_
        return joined and verb.i > verb.head.i and bool(self.under(verb, "dobj"))

    def _titled(self, subjects: list[Token]) -> list[Token]:
        """The subjects without a noun that only describes the name right behind it ("Russia's ally Cuba sent")."""
        return [
            a for a, b in zip(subjects, [*subjects[1:], None], strict=True) if b is None or self._edge(b) != a.i + 1
        ]

    def _edge(self, token: Token) -> int:
        """Where the phrase of a token begins."""
        return min(int(t.i) for t in (token, *self.below(token)))

    def _after_conjunction(self, verb: Token) -> list[Token]:
        """The noun that the parser gave to a preposition where "as" or "after" opens a clause ("as Turkey invades")."""
        before = [t for t in self.tokens[: verb.i] if self.label(t) not in ("aux", "advmod", "neg", "auxpass")]
        last = before[-1] if before else None
        if last is None or self.label(last) != "pobj" or verb.tag_ not in ("VBZ", "VBP", "VBD"):
            return []
        return [last] if last.head.lower_ in _OPENING else []

    def _right_before(self, verb: Token) -> Token | None:
        """The name right before a finite verb without a subject: "had defeated ISIS and Turkey would be moving"."""
        chain = [
            c for c in self.under(verb, "aux", "auxpass", "neg", "advmod") if c.i < verb.i and c.i not in self.named
        ]
        finite = verb.tag_ in ("VBZ", "VBP", "VBD") or any(c.tag_ in ("MD", "VBZ", "VBP", "VBD") for c in chain)
        first = min([verb.i, *(c.i for c in chain)])
        told = self.label(verb) == "advcl" and self.is_a(verb, "saying") and not self.under(verb, "mark", "advmod")
        if not finite or first < 1 or not (told or self.label(verb) in ("conj", "ccomp", "ROOT")):
            return None
        before = self.tokens[first - 1]
        return before if before.i in self.named and self.label(before) in _STRAY else None

    def _speakers(self, verb: Token, last: Token) -> list[Token]:
        """Those who say a sentence together with the last of them, where the parser took them for members of the list
        that the sentence ends with: "sent soldiers to Chad, Mali and Niger said" has Chad at its end alone.

        They begin behind a comma, are joined by one "and" before the last, and nothing before the comma is theirs.
        """
        if not self.is_a(verb, "saying") or verb.tag_ not in ("VBD", "VBZ", "VBP"):
            return []
        top = last
        while self.label(top) in ("conj", "appos") and top.head.i < top.i:
            top = top.head
        listed = [top]
        for token in self.tokens[top.i + 1 : last.i]:
            if self.label(token) in ("conj", "appos") and token.head in listed:
                listed.append(token)
        for number in range(1, len(listed)):
            if self._joins([*listed[number - 1 :], last]):
                return listed[number:]
        return []

    def _joins(self, names: list[Token]) -> bool:
        """Whether a comma parts the first of names from the others, which are "B and C" or "B, C and D"."""
        gaps = [
            [t for t in self.tokens[a.i + 1 : b.i] if t.text == "," or t.lower_ == "and"] for a, b in pairwise(names)
        ]
        joined = [any(t.lower_ == "and" for t in gap) for gap in gaps]
        return bool(gaps) and bool(gaps[0]) and not any(joined[:-1]) and joined[-1]

    def _expletive(self, token: Token, verb: Token) -> bool:
        return token.lower_ == "there" and self.word(verb) == "be"

    def _shared(self, verb: Token, head: Token, seen: frozenset[int]) -> list[Token]:
        """The subject of a verb that is coordinated to another."""
        if self.is_verb(head):
            return self.subjects(head, seen)
        copula = head.head if self.label(head) in ("attr", "acomp") else None
        return self.subjects(copula, seen) if copula is not None and self.is_verb(copula) else []

    def antecedent(self, token: Token) -> list[Token]:
        """The noun that a relative pronoun stands for; any other token itself."""
        if token.lower_ not in _RELATIVE or token.tag_ not in ("WDT", "WP", "WP$", "IN", "DT"):
            return [token]
        above = token
        while self.label(above) not in ("relcl", "ROOT", "ccomp", "advcl"):
            if above.head.i == above.i:
                break
            above = above.head
        if self.label(above) == "relcl" and self.pos[above.head.i] not in ("VERB", "AUX"):
            return self._called(above.head) or [above.head]
        return [] if token.tag_ in ("WDT", "WP") else [token]

    def _called(self, noun: Token) -> list[Token]:
        """The names that are said to be a noun: of "Chad and Mali are partners that buy rifles" it is they who buy."""
        copula = noun.head
        if noun.i in self.named or self.label(noun) != "attr" or self.word(copula) not in ("be", "remain", "become"):
            return []
        subjects = self.under(copula, "nsubj")
        return subjects if subjects and all(t.i in self.named for t in subjects) else []

    def controller(self, head: Token, seen: frozenset[int], kind: str | None) -> list[Token]:
        """Who does the infinitive or participle below `head`: its object where it is of that kind, else its subject."""
        if not self.is_verb(head):
            copula = head.head
            if self.label(head) in ("acomp", "attr", "oprd") and self.is_verb(copula):
                return self.subjects(copula, seen)
            return [head.head] if self.label(head) == "amod" else self._owner(head, seen)
        if kind and self.is_a(head, kind):
            patient = self.subjects(head, seen) if self.is_passive(head) else self._own_objects(head)
            if patient and not (kind == "sent" and self._are_anybody(patient)):
                return patient
        if kind and self.is_a(head, "appealing"):
            asked = [p for c in self.under(head, "prep", "dative", "prt") for p in self.under(c, "pobj")]
            asked = asked or [t for t in self.under(head, "dobj", "dative") if self.particles(head)]
            if asked:
                return asked[:1]  # "appealed to Russia to stop", "called on Iran to stop"
        return self.subjects(head, seen)

    def _are_anybody(self, sent: list[Token]) -> bool:
        """Whether those sent are no mention, and so act for who sends them: "deployed troops to help the rebels"."""
        return not any(t.i in self.named for s in sent for t in (s, *self.below(s)))

    def _of_gerund(self, verb: Token, seen: frozenset[int]) -> list[Token]:
        """Who does the gerund after a preposition ("accused Iran of supplying", "thanked them for coming")."""
        prep = verb.head
        above = prep.head
        if self.is_verb(above):
            if prep.lower_ in _FROM_VERB and self.is_a(above, "blamed"):
                patient = self.subjects(above, seen) if self.is_passive(above) else self._own_objects(above)
                if patient:
                    return patient
            own = not self.is_passive(above) or prep.lower_ in _FROM_VERB or prep.lower_ == "to"  # "is committed to"
            return self.subjects(above, seen) if own else []
        return self.controller(above, seen, None)

    def _of_noun_clause(self, verb: Token, seen: frozenset[int]) -> list[Token]:
        """Who does the verb of a participle or infinitive that hangs on a noun."""
        noun = verb.head
        if noun.i in self.named or self.is_a(noun, "people") or verb.tag_ == "VBN":
            return [noun]
        if not self.is_infinitive(verb) and not self.is_a(noun, "message") and self.pos[noun.i] != "PROPN":
            return [noun]
        above = noun.head
        if self.label(noun) == "pobj" and not self.is_infinitive(verb):
            above = above.head  # "posted a message on Twitter blaming Iran"
            if not self.is_verb(above):
                return self._owner(above, seen)
            return self.subjects(above, seen)
        return self._owner(noun, seen)

    def _owner(self, noun: Token, seen: frozenset[int]) -> list[Token]:
        """Whose plan, threat or right a noun is: its possessor, or the subject of the verb that has it as object."""
        owners = [t for c in self.under(noun, "poss") for t in self.antecedent(c)]
        if owners:
            return owners
        above = noun.head
        by = [p for c in self.under(noun, "prep", "agent") if c.lower_ in ("by", "of") for p in self.under(c, "pobj")]
        if by:
            return by
        if self.label(noun) in ("dobj", "attr", "oprd") and self.is_verb(above):
            return [] if self.is_passive(above) else self.subjects(above, seen)
        if self.label(noun) == "nsubjpass" and self.is_a(above, "light"):
            return self.agents(above)
        ownless = not any(t.i in self.named for t in (noun, *self.under(noun, "amod", "compound")))
        if ownless and self.label(noun) == "pobj" and above.lower_ in ("on", "in"):
            verb = above.head.head if self.label(above.head) == "advmod" else above.head
            if self.is_verb(verb):  # "voted on a bill to", "in an effort to"
                return [] if self.is_passive(verb) else self.subjects(verb, seen)
        return [noun]

    def agents(self, verb: Token) -> list[Token]:
        """The `by` agents of a passive."""
        return [p for c in self.under(verb, "agent") for p in self.under(c, "pobj")]

    def _own_objects(self, verb: Token) -> list[Token]:
        found = [t for c in self.under(verb, "dobj") for t in self.antecedent(c)]
        if not found and verb.pos_ == "VERB":  # "Chad invaded Mali": the parser takes some names for a time or a place
            found = [t for t in self.under(verb, "npadvmod") if t.i in self.named and self._edge(t) == verb.i + 1]
        if not found:
            found = [
                s
                for clause in self.under(verb, "ccomp", "xcomp")
                if (self.is_infinitive(clause) or clause.tag_ in ("VB", "VBG")) and not self.under(clause, "mark")
                for s in self.under(clause, "nsubj", "nsubjpass")
            ]
        return found

    def doers(self, verb: Token) -> list[Token]:
        """The deep subjects of a verb."""
        if not self.is_passive(verb):
            return self.subjects(verb)
        return self.agents(verb) or (self.agents(verb.head) if self.label(verb) == "conj" else [])

    def patients(self, verb: Token) -> list[Token]:
        """The deep objects of a verb: a passive's subject, a relative clause's antecedent, one shared by two verbs."""
        if self.is_passive(verb):
            return self.subjects(verb)
        found = self._own_objects(verb)
        if found:
            return found
        label = self.label(verb)
        if label == "relcl" and self.under(verb, "nsubj") and not self._stranded(verb):
            pronouns = [c for c in self.under(verb, "nsubj") if c.lower_ in _RELATIVE and self.antecedent(c) != [c]]
            if not pronouns and not self.under(verb, "ccomp", "xcomp", "attr", "acomp"):
                return [verb.head]
        for partner in self.under(verb, "conj"):
            if self.is_verb(partner) and partner.i - verb.i <= 4 and not self.under(partner, *SUBJECTS):
                between = [c for c in self.children[verb.i] if verb.i < c.i < partner.i]
                if all(self.label(c) in ("cc", "punct", "prt", "advmod", "preconj") for c in between):
                    return [t for c in self.under(partner, "dobj") for t in self.antecedent(c)]
        return []

    def _stranded(self, verb: Token) -> bool:
        return any(not self.under(p, "pobj", "pcomp") for p in self.under(verb, "prep"))
