"""Actor phrases in one sentence: names with what belongs to them, then persons, offices and organs without a nation,
pronouns and descriptions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from spacy.tokens import Token

from westphalia.ontology.actors import Atlas
from westphalia.ontology.gazetteer import Gazetteer, Match
from westphalia.reading.classes import classes
from westphalia.reading.clues import Clue, listed_words
from westphalia.reading.cues import rows
from westphalia.reading.nations import Nations
from westphalia.reading.reading import Parsed

__all__ = ["spot"]

_OWNERS = frozenset({"its", "his", "her", "their", "our", "my"})
_POINTING = frozenset({"the", "this", "that", "these", "those", "both"})
_COUNTED = frozenset({"two", "three", "both", "other", "another", "first", "only"})


def spot(
    parsed: Parsed, atlas: Atlas, local: Gazetteer, matches: Sequence[Match], *, names_only: bool = False
) -> list[Clue]:
    """The actor phrases of a sentence, in the order of the text.

    `local` are names known in this document alone, `matches` what the atlas found in the sentence; `names_only` leaves
    out what refers back.
    """
    spotter = Spotter(parsed, atlas, local, matches)
    if not spotter.tokens:
        return []
    spotter.nation_phrases()
    spotter.persons()
    if not names_only:
        spotter.descriptions()
        spotter.bare_agents()
        spotter.pronouns()
    return sorted(spotter.found, key=lambda c: (c.first, c.last))


class Spotter(Nations):
    """The rules for what has no nation's name in it."""

    __slots__ = ()

    # -- persons -----------------------------------------------------------------------------------------------------

    def persons(self) -> None:
        """Known and introduced persons, and unknown ones with a title: "President Putin", "Mr. Saree"."""
        for hit in self.hits:
            if hit.person and hit.first not in self.taken and not self._of_place(hit.first):
                first, agent = self._titles(hit.first)
                known = tuple(a for s in hit.senses for a in s.actors)
                text = self.text(hit.first, hit.last)
                theirs = self._theirs(hit.last)
                if theirs:
                    first = self.left(first) if agent is None else first
                    self.add(Clue(first, theirs[0], theirs[0], agent=theirs[1], name=text, owner="'s", known=known))
                else:
                    self.add(Clue(first, hit.last, hit.last, agent=agent, name=text, known=known))
        for i, t in enumerate(self.tokens):
            if i not in self.taken and i not in self.at and t.pos_ == "PROPN" and not self.agent_at(i):
                self._unknown(i)

    def _unknown(self, i: int) -> None:
        """A person whom neither the atlas nor the document knows yet."""
        named = self.run(i)
        if named is None or self.thing(named) or self._of_place(i) or not self.taken.isdisjoint(range(i, named + 1)):
            return
        office = self.agent_at(named)
        if office and office[0] <= i:
            return  # "Prime Minister"
        first, agent = self._titles(i)
        courtesy = i > 0 and self.lower[i - 1] in listed_words("placing", "title")
        if agent or courtesy or self._full_name(i, named):
            self.add(Clue(first, named, named, agent=agent, name=self.text(i, named)))

    def _of_place(self, i: int) -> bool:
        """Whether what precedes a name says that it is a place's: "the village of Somare", "the port of Lincoln"."""
        before = self.tokens[i - 2].lemma_.lower() if i >= 2 and self.lower[i - 1] == "of" else ""
        return before in classes()["settlements"]

    def _full_name(self, first: int, last: int) -> bool:
        """Whether capitalised words may be the full name of someone unknown: two to four, the first a known given name
        or the whole followed by what the person is ("Kurt Volker, the special envoy")."""
        if not 1 <= last - first <= 3 or self.tokens[first].text.isupper() or self.lower[first - 1 : first] == ["the"]:
            return False
        if self.lower[first] in self.atlas.given_names:
            return True
        if self.lower[first - 1 : first] == [","] and first - 2 in self.taken:  # "A Lebanese lawyer, Kareem Majbour"
            return any(c.last == first - 2 and c.agent and not c.name for c in self.found)
        after = range(last + 2, min(last + 9, len(self.tokens)))
        if self.lower[last + 1 : last + 2] != [","]:
            return False
        offices = (found for j in after if (found := self.agent_at(j)))
        return any(self.agent(key).sort in ("office", "person", "people") for _, key in offices)

    def _theirs(self, last: int) -> tuple[int, str] | None:
        """The organ or people right after a person's name: "the Trump administration", "Assad's forces"."""
        i = last + 1
        if i < len(self.tokens) and self.tokens[i].tag_ == "POS":
            i += 1
        for j in range(i, min(i + 3, len(self.tokens))):
            if j in self.at or self.tokens[j].pos_ not in ("NOUN", "PROPN", "ADJ"):
                return None
            found = self.agent_at(j)
            if found:
                sort = self.agent(found[1]).sort
                fits = sort == "organ" or (sort in ("people", "group", "office", "person") and i > last + 1)
                return (j, found[1]) if fits and found[0] >= i and not self._before_noun(j) else None
        return None

    def _before_noun(self, i: int) -> bool:
        """Whether a noun only describes the next one: "army barracks"."""
        following = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        noun = following is not None and following.pos_ in ("NOUN", "PROPN") and following.dep_ != "appos"
        return noun and self.tokens[i].dep_ == "compound"

    def _titles(self, i: int) -> tuple[int, str | None]:
        """The first token and the agent of the titles before a name."""
        first, agent, j = i, None, i - 1
        while j >= 0 and j not in self.taken and j not in self.at and i - j < 8:
            if self.lower[j] in listed_words("placing", "title"):
                first, j = j, j - 1
                continue
            found = self.agent_at(j) or next((f for n in (2, 3, 4) if j >= n and (f := self.titled(j - n, n))), None)
            if not found or self.agent(found[1]).sort not in ("office", "person", "people"):
                break
            agent, first, j = agent or found[1], found[0], found[0] - 1
        if agent and self.lower[first - 1 : first] and self.lower[first - 1] in listed_words("placing", "firm"):
            agent = "chairman" if self.agent(agent).sector == "GOV" else agent  # "Bank president": of no state
        return (self.left(first) if agent else first), agent

    # -- what refers back --------------------------------------------------------------------------------------------

    def bare_agents(self) -> None:
        """Offices, organs and people without a nation: "the government", "Parliament", "protesters"."""
        for i, t in enumerate(self.tokens):
            if i in self.taken or i in self.at or t.pos_ not in ("NOUN", "PROPN"):
                continue
            found = self.agent_at(i)
            longer = self.agent_at(i + 1) if i + 1 < len(self.tokens) and i + 1 not in self.at else None
            if not found or found[0] in self.taken or (longer and longer[0] <= i):  # the crown of the crown prince
                continue
            describes = self.tokens[i].dep_ == "amod"  # "the military and naval build-up"
            if not describes and (self.agent(found[1]).sort == "organ" or not self._before_noun(i)):
                self._bare(i, *found)

    def _bare(self, i: int, noun: int, key: str) -> None:
        agent = self.agent(key)
        first = self.left(noun)
        word, before = (self.lower[first] if first < noun else ""), (self.lower[first - 1] if first else "")
        owner = before if before in _OWNERS else word if word in _OWNERS else None
        first -= before in _OWNERS and first - 1 not in self.taken
        definite = word in _POINTING or before == "the" or owner is not None
        many = self.tokens[i].tag_ in ("NNS", "NNPS")
        posted = agent.sort == "office" and self.lower[i + 1 : i + 2] in (["to"], ["for"], ["in"]) and i + 2 in self.at
        there = key in listed_words("placing", "local") and self.lower[i + 1 : i + 2] == ["in"] and i + 2 in self.at
        crowd = agent.sort in ("people", "group", "person") or agent.sector in ("MIL", "COP")
        faceless = agent.sort in ("relation", "company", "asset") and not owner
        faceless = faceless and not (agent.sort == "asset" and definite)  # "the vessel": one named before
        if faceless or not (agent.alone == "yes" or definite or posted or there or (many and crowd)):
            return
        after = self.tokens[i + 2] if i + 2 < len(self.tokens) else None
        foreign = self.lower[i + 1 : i + 2] == ["of"] and after is not None and after.pos_ == "PROPN"
        only = "elsewhere" if foreign else None
        last = i + self.title_tail(i)
        self.add(Clue(first, last, i, agent=key, owner=owner, only=only, many=many, definite=definite))

    def descriptions(self) -> None:
        """ "the two leaders", "both sides", "the kingdom", "its neighbour"."""
        for i, t in enumerate(self.tokens):
            if i in self.taken or i in self.at or t.pos_ not in ("NOUN", "PROPN", "ADJ"):
                continue
            options = _descriptions().get(t.lemma_.lower()) or _descriptions().get(self.lower[i], [])
            behind = self.lower[i + 1 : i + 2]
            if not options or behind == ["of"]:  # "of" a name says who it is
                continue
            if behind in (["between"], ["with"]) and t.lemma_.lower() in classes()["bonds"]:
                continue  # "the alliance between" two is a tie, not a group
            first = self.left(i)
            before = self.lower[max(0, first - 1) : i]
            row = next((r for r in options if _stands(r["before"], set(before))), None)
            if row is None or (row["refers"] in ("former", "latter") and self._describes(i)):
                continue
            owner = next((w for w in before if w in _OWNERS), None)
            wider = bool(first) and first - 1 not in self.taken and before[0] in (_OWNERS | {"both", "all"})
            many, only = t.tag_ == "NNS", row["only"] or None
            clue = Clue(first - wider, i, i, owner=owner, refers=row["refers"], only=only, many=many, definite=True)
            self.add(clue)

    def _describes(self, i: int) -> bool:
        """Whether a noun follows: "the former president"."""
        return i + 1 < len(self.tokens) and self.tokens[i + 1].pos_ in ("NOUN", "PROPN", "ADJ")

    def pronouns(self) -> None:
        """Pronouns but for the empty "it" and those of a phrase that is a mention."""
        for i, t in enumerate(self.tokens):
            row = _pronouns().get(self.lower[i]) if t.pos_ in ("PRON", "DET", "PROPN", "X") else None
            if row is None or i in self.taken or t.dep_ == "expl" or (self.lower[i] == "us" and t.text != "us"):
                continue
            if self.lower[i] != "it" or not _empty(t):
                self.add(Clue(i, i, i, refers=row["refers"], only=row["only"] or None, many=row["refers"] == "many"))


def _empty(t: Token) -> bool:
    """Whether "it" stands for a clause: "it is clear that", "it seems"."""
    verb = t.head
    if t.dep_ not in ("nsubj", "nsubjpass", "expl"):
        return False
    children = list(verb.children)
    clausal = any(c.dep_ in ("ccomp", "advcl", "xcomp", "csubj") for c in children)
    if verb.lemma_ != "be":
        return clausal and verb.lemma_ in ("seem", "appear", "rain", "snow", "happen", "turn")
    said = [c for c in children if c.dep_ in ("acomp", "attr")]
    return clausal or any(g.dep_ in ("ccomp", "xcomp", "relcl", "acl") for c in said for g in c.children)


def _stands(before: str, words: set[str]) -> bool:
    """Whether the words before a noun are those that a description asks for."""
    if before == "two":
        return bool(words & {"two", "both", "2", "neither", "either"})
    if before == "three":
        return "three" in words
    if before == "these":
        return bool(words & {"these", "those"}) and not words & {"two", "three"}
    if before == "own":
        return bool(words & _OWNERS)
    return bool(words & {"the", "this", "that"}) and not words & _COUNTED


@cache
def _pronouns() -> dict[str, dict[str, str]]:
    return {w: row for row in rows("descriptions") if row["kind"] == "pronoun" for w in row["words"].split(";")}


@cache
def _descriptions() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows("descriptions"):
        if row["kind"] == "description":
            for word in row["words"].split(";"):
                found.setdefault(word.rpartition(" ")[2], []).append(row)
    return found
