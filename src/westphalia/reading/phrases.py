"""Phrases: which mentions a noun phrase stands for, and which only say where it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise

from spacy.tokens import Token

from westphalia.reading.classes import classes
from westphalia.reading.grammar import Grammar
from westphalia.reading.reading import Argument
from westphalia.records import Mention

__all__ = ["Phrases"]

_BESIDE = frozenset({"poss", "prep", "relcl", "acl", "appos", "conj", "cc", "punct", "case"})
_LEFT = frozenset({"amod", "compound", "nmod", "npadvmod", "nummod", "advmod", "quantmod", "det", "dep"})
_INSIDE = frozenset({"compound", "nmod", "appos", "conj", "amod", "dep", "poss", "npadvmod"})
_BETWEEN = frozenset({"cc", "preconj", "det", "amod", "advmod", "compound", "predet", "nummod", "quantmod"})
_LEADING = frozenset({"lead", "head", "command", "send"})
_AMONG = frozenset({"including", "like"})


class Phrases:
    """The noun phrases of one sentence and the mentions in them."""

    def __init__(self, grammar: Grammar, mentions: Iterable[Mention]) -> None:
        self.grammar = grammar
        self._made: dict[int, Argument] = {}
        mentions = list(mentions)
        self.described = {m.id for m in mentions if m.kind == "description"}
        self.at: Mapping[int, tuple[str, ...]] = self._by_token(mentions)
        self.partners: Mapping[int, tuple[Token, ...]] = self._joined()

    def _by_token(self, mentions: Iterable[Mention]) -> Mapping[int, tuple[str, ...]]:
        """The mentions that cover each token."""
        found: dict[int, list[str]] = defaultdict(list)
        offset = self.grammar.parsed.offset
        for mention in mentions:
            for token in self.grammar.tokens:
                start = offset + token.idx
                if start < mention.span.end and mention.span.start < start + len(token.text):
                    found[token.i].append(mention.id)
        return {i: tuple(ids) for i, ids in found.items()}

    def _joined(self) -> Mapping[int, tuple[Token, ...]]:
        """The heads of mentions that stand in one list, by each of their tokens.

        The parser takes some lists of titled names for one long name or an apposition ("US President Donald Trump and
        Turkish President Recep Tayyip Erdoğan"). Where nothing but a comma or "and" with attributes stands between
        two mentions, and one hangs on the other inside the noun phrase, they are a list.
        """
        runs = self._runs()
        heads = [min(run, key=self._depth) for run in runs]
        found: dict[int, list[Token]] = defaultdict(list)
        for (a, b), left, right in zip(pairwise(runs), heads, heads[1:], strict=False):
            gap = self.grammar.tokens[a[-1].i + 1 : b[0].i]
            joined = any(t.dep_ == "cc" or t.text == "&" for t in gap)
            if not joined and not (any(t.text == "," for t in gap) and self._in_list(left, right)):
                continue
            if not joined and any(t.lower_ in ("a", "an") for t in gap):
                continue  # "for India, a Russia that ..."
            if all(t.text in (",", "&", "-") or t.dep_ in _BETWEEN or t.tag_ in ("VBN", "JJ") for t in gap) and (
                self._hangs(left, b) or self._hangs(right, a)
            ):
                for token in a:
                    found[token.i].append(right)
                for token in b:
                    found[token.i].append(left)
        return {i: tuple(ts) for i, ts in found.items()}

    def _in_list(self, left: Token, right: Token) -> bool:
        """Whether one of two names with a comma between them is a member of a list beside the other."""
        return self.grammar.label(left) in ("appos", "conj") or self.grammar.label(right) in ("appos", "conj")

    def _runs(self) -> list[list[Token]]:
        """The tokens of each mention, in the order of the text; a token in two mentions counts for the first."""
        runs: list[list[Token]] = []
        last: tuple[str, ...] = ()
        for token in self.grammar.tokens:
            ids = self.at.get(token.i, ())
            if ids and runs and set(ids) & set(last) and runs[-1][-1].i == token.i - 1:
                runs[-1].append(token)
            elif ids:
                runs.append([token])
            last = ids
        return runs

    def _depth(self, token: Token) -> int:
        depth = 0
        while token.head.i != token.i:
            token, depth = token.head, depth + 1
        return depth

    def _hangs(self, low: Token, high: list[Token]) -> bool:
        """Whether a token hangs on one of others by arcs inside a noun phrase."""
        token = low
        while self.grammar.label(token) in _INSIDE and token.head.i != token.i:
            token = token.head
            if token in high:
                return True
        return False

    def argument(self, head: Token) -> Argument:
        """A role's filler: the phrase of a head token, its partners in coordination included."""
        if head.i not in self._made:
            self._made[head.i] = self._argument(head)
        return self._made[head.i]

    def _argument(self, head: Token) -> Argument:
        heads = tuple(self.coordinated(head))
        mentions: dict[str, None] = {}
        places: dict[str, None] = {}
        for each in heads:
            mentions.update(dict.fromkeys(self.actors(each)))
            places.update(dict.fromkeys(self.places(each)))
        counted = tuple(c for h in heads for c in self._counted(h))
        return Argument(head=head, mentions=tuple(mentions), places=tuple(places), heads=heads + counted)

    def _counted(self, head: Token) -> list[Token]:
        """What a noun only counts or cuts out of: "a pair of *jets*", "sections of its *border*"."""
        return self._beside(head, ("of",)) if self.grammar.word(head) in classes()["counts"] else []

    def coordinated(self, head: Token) -> list[Token]:
        """The head and all that is coordinated to it."""
        found = {head.i: head}
        queue = [head]
        while queue:
            token = queue.pop(0)
            near = [c for c in self.grammar.under(token, "conj") if not self.grammar.is_verb(c) or self._verbal(head)]
            for other in (*near, *self.partners.get(token.i, ()), *self._beside_them(token)):
                if other.i not in found and not self._apart(other, head):
                    found[other.i] = other
                    queue.append(other)
        return list(found.values())

    def _beside_them(self, head: Token) -> list[Token]:
        """Those said to act with a name: "Belgium, along with France", "France, joined by Britain"."""
        if head.i not in self.at:
            return []
        after = self.grammar.tokens[head.i + 1 :]
        after = after[1:] if after and after[0].text == "," else after
        words = [t.lower_ for t in after[:2]]
        along = len(words) > 1 and words[1] == "with" and words[0] in ("along", "together")
        if along or (len(words) > 1 and words[1] == "by" and self.grammar.is_a(after[0], "joined")):
            return self.grammar.under(after[1], "pobj")
        return []

    def _apart(self, token: Token, head: Token) -> bool:
        """Whether one of two tokens was claimed as the subject of a verb behind it without the other, and so ends or
        starts a list."""
        if not self.grammar.claimed:
            return False
        claimed = {t.i: verb for verb, names in self.grammar.claimed.items() for t in names}
        beside = claimed.get(token.i) == claimed.get(head.i)
        return not beside and (token.i in claimed or token.i < head.i)

    def _verbal(self, token: Token) -> bool:
        return self.grammar.is_verb(token)

    def actors(self, head: Token, depth: int = 0) -> tuple[str, ...]:
        """The mentions that a head stands for: its own, or those of the actor that a common noun belongs to."""
        if head.i in self.at:
            return self._owned(head, depth) or self.at[head.i]
        if depth > 4 or head.pos_ in ("PRON", "VERB", "AUX"):
            return ()
        grammar = self.grammar
        named = [m for c in self._called(head) if c.i in self.at for m in self._all(c, depth)]
        if named and head.pos_ != "PROPN":
            return tuple(dict.fromkeys(named))  # "Russia's ally North Korea"
        if led := self._led_by(head, depth):
            return tuple(dict.fromkeys(led))
        other = grammar.word(head) in classes()["other_states"]  # "Egypt's allies" are not Egypt
        poss = [m for c in grammar.under(head, "poss") for t in grammar.antecedent(c) for m in self._all(t, depth)]
        mods = [m for t in self.modifiers(head) for m in self.at[t.i]]
        sources = [mods, poss] if grammar.word(head) in classes()["people"] else [poss, mods]
        for found in sources:
            if found and not other:
                return tuple(dict.fromkeys(found))
        ways: list[Iterable[str] | None] = [None, _AMONG, ("between", "by", "from")]
        if not other and (grammar.word(head) in classes()["people"] or grammar.word(head) in classes()["measure"]):
            ways.insert(1, ("of",))
        for words in ways:
            found = [m for t in self._beside(head, words) for m in self._all(t, depth)]
            if found:
                return tuple(dict.fromkeys(found))
        return tuple(dict.fromkeys(m for t in self._inside(head) for m in self._all(t, depth)))

    def _inside(self, head: Token) -> list[Token]:
        """Who is at a place that has no owner: "a base housing American troops", "a camp used by Chad"."""
        grammar = self.grammar
        clauses = [c for c in grammar.under(head, "acl", "relcl") if grammar.is_a(c, "housing")]
        return [t for c in clauses for t in (grammar.agents(c) or grammar.under(c, "dobj"))]

    def _called(self, head: Token) -> list[Token]:
        """The names a noun is called by, one right behind it that the parser hung on the verb too: "allies Japan"."""
        grammar = self.grammar
        after = grammar.tokens[head.i + 1 : head.i + 2]
        adrift = [t for t in after if head.pos_ == "NOUN" and t.pos_ == "PROPN" and grammar.label(t) == "npadvmod"]
        return [*grammar.under(head, "appos"), *adrift]

    def _owned(self, head: Token, depth: int) -> tuple[str, ...]:
        """Whose the thing is that a bare description names: "the government of General Arbenz" is not just any."""
        own = self.at[head.i]
        if sent := self._sent_by(head, depth):
            return sent
        if depth > 4 or not self.described.issuperset(own):
            return ()
        nouns = [
            t for t in self._beside(head, ("of", "from")) if t.i in self.at and self.described.isdisjoint(self.at[t.i])
        ]
        return tuple(m for t in nouns for m in self.at[t.i] if m not in own)

    def _sent_by(self, head: Token, depth: int) -> tuple[str, ...]:
        """Whose forces or envoys act that are only said to come from somewhere: "*troops* from Chad and Mali crossed";
        not those that are moved away from there ("withdrew its troops from Chad")."""
        grammar = self.grammar
        acts = grammar.label(head) in ("nsubj", "nsubjpass") or head.head.lower_ in ("by", "with", "against")
        if depth > 4 or not acts or grammar.word(head) not in classes()["troops"] | classes()["travellers"]:
            return ()
        others = (t for t in grammar.tokens if t != head and self.at.get(t.i) == self.at[head.i])
        if any(t.pos_ != "DET" for t in others):
            return ()  # "the Chadian troops from Mali"
        return tuple(m for t in self._beside(head, ("from",)) for m in self._all(t, depth))

    def _led_by(self, head: Token, depth: int) -> tuple[str, ...]:
        """Who leads or sends those who have no name of their own: "the coalition led by Saudi Arabia"."""
        if self.grammar.word(head) not in classes()["bonds"] | classes()["troops"]:
            return ()
        led = [v for v in self.grammar.under(head, "acl") if self.grammar.word(v) in _LEADING]
        leaders = [t for v in led for t in self.grammar.agents(v)]
        return tuple(m for t in leaders for m in self._all(t, depth))

    def _all(self, head: Token, depth: int) -> list[str]:
        return [m for t in self.coordinated(head) for m in self.actors(t, depth + 1)]

    def _beside(self, head: Token, words: Iterable[str] | None) -> list[Token]:
        """The nouns in apposition (None), or behind one of these prepositions."""
        grammar = self.grammar
        if words is None:
            return grammar.under(head, "appos")
        preps = [c for c in grammar.under(head, "prep") if c.lower_ in words]
        return [p for c in preps for p in grammar.under(c, "pobj")]

    def modifiers(self, head: Token) -> list[Token]:
        """The tokens before a noun that are mentions: actor adjectives and compounds, the possessor left out."""
        found: list[Token] = []
        grammar = self.grammar
        for child in grammar.children[head.i]:
            if child.i < head.i and grammar.label(child) in _LEFT:
                if child.i in self.at:
                    found.append(child)
                for below in grammar.below(child, frozenset({"poss", "relcl", "acl"})):
                    if below.i < head.i and below.i in self.at:
                        found.append(below)
        return [t for t in sorted(found, key=lambda t: t.i) if not self._signed(t)]

    def opposed(self, head: Token) -> list[Token]:
        """The mentions that a noun is said to be against ("anti-Russian sanctions")."""
        grammar = self.grammar
        left = [t for t in grammar.below(head) if t.i < head.i and t.i in self.at]
        return [t for t in left if self._signed(t) == "anti"]

    def _signed(self, token: Token) -> str | None:
        """The prefix that turns an adjective round: `anti`, `pro`, `ex`, `non`."""
        if token.i < 2 or self.grammar.tokens[token.i - 1].text != "-":
            return None
        prefix = self.grammar.tokens[token.i - 2].lower_
        return prefix if prefix in ("anti", "pro", "ex", "non", "pan") else None

    def _claimants(self, head: Token) -> list[Token]:
        """Who is said to own or claim a place: "an island claimed by Chad", "the reef, which Chad claims"."""
        grammar = self.grammar
        said = [c for c in grammar.under(head, "acl", "relcl") if grammar.word(c) in classes()["claiming"]]
        by = [p for c in said for a in grammar.under(c, "agent") for p in grammar.under(a, "pobj")]
        return by or [
            t for c in said if grammar.label(c) == "relcl" for t in grammar.under(c, "nsubj") if t.tag_ != "WDT"
        ]

    def places(self, head: Token, depth: int = 0) -> tuple[str, ...]:
        """The mentions that say where a thing is ("a base in Syria", "villages near the Turkish border")."""
        grammar = self.grammar
        found: list[str] = [m for t in self._claimants(head) for m in self._all(t, depth)] if depth < 3 else []
        clauses = [c for c in grammar.under(head, "acl") if c.tag_ in ("VBG", "VBN")]  # "rebels operating from Iraq"
        for prep in (p for t in (head, *clauses) for p in grammar.under(t, "prep")):
            if prep.lower_ in classes()["place_in"] or prep.lower_ == "of":
                for noun in grammar.under(prep, "pobj"):
                    for token in self.coordinated(noun):
                        found.extend(
                            self.actors(token, depth + 1) or (self.places(token, depth + 1) if depth < 3 else ())
                        )
        return tuple(dict.fromkeys(found))
