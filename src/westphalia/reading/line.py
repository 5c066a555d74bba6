"""One sentence as the spotting rules see it: its tokens, the names in it, and the phrases found so far."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from spacy.tokens import Token

from westphalia.ontology.actors import Agent, Atlas
from westphalia.ontology.gazetteer import Gazetteer, Match, Sense
from westphalia.ontology.tables import table
from westphalia.reading.clues import Clue, listed_words
from westphalia.reading.reading import Parsed

__all__ = ["Hit", "Line"]

_ARTICLES = frozenset({"the", "a", "an", "these", "those", "this", "that", "some", "any", "every", "no", "each"})


@dataclass(slots=True)
class Hit:
    """A name of the gazetteer at tokens `first` to `last`."""

    first: int
    last: int
    senses: tuple[Sense, ...]
    person: bool = False

    @property
    def kind(self) -> str:
        """The kind of its first sense."""
        return self.senses[0].kind if self.senses else ""


@dataclass(slots=True)
class Line:
    """A sentence. `local`: names known in this document alone; `matches`: what the atlas found; `found`: the clues so
    far; `taken`: the tokens in them; `at`: the name at a token."""

    parsed: Parsed
    atlas: Atlas
    local: Gazetteer
    matches: Sequence[Match]
    tokens: tuple[Token, ...] = field(init=False)
    lower: list[str] = field(init=False)
    starts: list[int] = field(init=False)
    hits: list[Hit] = field(init=False)
    at: dict[int, Hit] = field(init=False)
    found: list[Clue] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    agents_at: dict[int, tuple[int, str] | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tokens = self.parsed.tokens
        self.lower = [t.lower_ for t in self.tokens]
        self.starts = [t.idx for t in self.tokens]
        self.hits = self._hits()
        self.at = {i: h for h in self.hits for i in range(h.first, h.last + 1)}

    def _hits(self) -> list[Hit]:
        """The names at their tokens: the atlas's, then where none is, the document's own."""
        if not self.matches and not self.local.names:
            return []
        found: list[Hit] = []
        covered: set[int] = set()
        for m in self.matches:
            first, last = self._token_at(m.start), self._token_at(m.end - 1)
            joined = self.lower[last + 1 : last + 2] == ["-"] and last + 2 < len(self.tokens)
            if first == last and self._in_name(first):
                continue
            if covered.isdisjoint(range(first, last + 1)) and (m.kind != "prefix" or joined):
                found.append(Hit(first, last, m.senses, m.kind == "person"))
                covered |= set(range(first, last + 1))
        for m in self.local.scan(self.parsed.sentence.text) if self.local.names else ():
            first, last = self._token_at(m.start), self._token_at(m.end - 1)
            if covered.isdisjoint(range(first, last + 1)) and self.tokens[first].pos_ in ("PROPN", "NOUN", "ADJ"):
                found.append(Hit(first, last, m.senses, person=True))
                covered |= set(range(first, last + 1))
        return sorted(found, key=lambda h: h.first)

    def _in_name(self, i: int) -> bool:
        """Whether a state's or city's name is part of a person's: Michael Jordan, Chad Wolf."""
        before, after = self.tokens[max(0, i - 1)], self.tokens[min(len(self.tokens) - 1, i + 1)]
        if i and before.pos_ == "PROPN" and before.text.istitle() and before.lower_ in self.atlas.given_names:
            return before.lower_ not in self.atlas.agents and not self.atlas.look_up(before.text)
        given = self.lower[i] in _parts("given") and after.i > i and after.pos_ == "PROPN" and after.text.istitle()
        return (
            given
            and not self.atlas.look_up(after.text)
            and after.lower_ not in listed_words("placing", "fame")
            and (after.lower_ not in self.atlas.agents)
        )

    def _token_at(self, char: int) -> int:
        """The token that holds a character of the sentence."""
        shift = self.parsed.sentence.span.start - self.parsed.offset
        return max(0, bisect_right(self.starts, char + shift) - 1)

    # -- words -------------------------------------------------------------------------------------------------------

    def agent(self, key: str) -> Agent:
        """What is known of an agent word."""
        return self.atlas.agents[key]

    def agent_at(self, last: int) -> tuple[int, str] | None:
        """The agent word or words ending at a token, as (first token, key of `Atlas.agents`)."""
        if last not in self.agents_at:
            self.agents_at[last] = self._agent_at(last)
        return self.agents_at[last]

    def _agent_at(self, last: int) -> tuple[int, str] | None:
        t = self.tokens[last]
        if t.text != self.lower[last] and t.text in self.atlas.agents:  # the House
            return last, t.text
        ends = {self.lower[last]: 0, t.lemma_.lower(): 0}
        for end in ends:
            if end not in self.atlas.agent_ends:
                continue
            for n in (4, 3, 2, 1):
                first = last - n + 1
                if first < 0 or any(i in self.at for i in range(first, last)):
                    continue
                key = " ".join([*self.lower[first:last], end])
                if key in self.atlas.agents and (n > 1 or t.pos_ in ("NOUN", "PROPN", "ADJ", "X")):
                    return first, key
        return None

    def title_tail(self, i: int) -> int:
        """How many tokens after `i` belong to the title that ends there: "of State", "of Foreign Affairs"."""
        if self.lower[i + 1 : i + 2] in (["of"], ["for"]):
            for tail in _tails():
                if tuple(self.lower[i + 1 : i + 1 + len(tail)]) == tail:
                    return len(tail)
        return 0

    def titled(self, last: int, tail: int) -> tuple[int, str] | None:
        """The agent at a token that has a title's tail of that length after it: "Secretary" of "Secretary of State"."""
        if last < 0 or self.title_tail(last) != tail:
            return None
        found = self.agent_at(last)
        return (found[0], self.whole_title(found[1], last, tail)) if found else None

    def whole_title(self, agent: str, last: int, tail: int) -> str:
        """The agent with its tail, where the two are one entry."""
        whole = f"{agent} {' '.join(self.lower[last + 1 : last + 1 + tail])}"
        return whole if whole in self.atlas.agents else agent

    def run(self, i: int) -> int | None:
        """The last token of a run of capitalised words that may be a person's name."""
        last = None
        titles = listed_words("placing", "title")
        for j in range(i, min(i + 6, len(self.tokens))):
            t = self.tokens[j]
            inner = self.at.get(j)
            if inner is not None and not inner.person:
                break
            named = t.text[:1].isupper() and t.pos_ in ("PROPN", "NOUN", "ADJ", "X") and self.lower[j] not in titles
            second = last is not None and self.lower[j - 1] == "-" and t.idx == self.tokens[j - 1].idx + 1  # Hoi-kwan
            if named or second:
                last = j
            elif last is None or not (self.lower[j] in _parts("particle") or self.lower[j] == "-"):
                break
        return last

    def thing(self, last: int) -> bool:
        """Whether a run of capitalised words ends as the name of a thing does: "Agreement", "War"."""
        return self.lower[last] in listed_words("placing", "fame")

    def left(self, first: int) -> int:
        """The first token of a phrase with the adjectives and the article before it."""
        i = first - 1
        while i >= 0 and first - i < 6 and i not in self.taken and i not in self.at:
            t = self.tokens[i]
            participle = t.tag_ in ("VBN", "VBG") and t.dep_ == "amod"
            if self.lower[i] in _ARTICLES and t.tag_ not in ("IN", "WDT"):
                return i
            if not (t.pos_ in ("ADJ", "NUM") or participle or self.lower[i] in ("former", "ex", "-")):
                break
            i -= 1
        while i + 1 < first and self.lower[i + 1] == "-":
            i += 1
        return i + 1

    def text(self, first: int, last: int) -> str:
        """The characters from one token to another, both included."""
        a, b = self.tokens[first], self.tokens[last]
        return str(a.doc.text[a.idx : b.idx + len(b.text)])

    # -- keeping -----------------------------------------------------------------------------------------------------

    def add(self, clue: Clue) -> None:
        """Keep a phrase, with what the parse says of it: subject of its clause, plural."""
        head = self.tokens[clue.head]
        top = head
        inside = range(self.tokens[clue.first].i, self.tokens[clue.last].i + 1)
        while top.dep_ in ("compound", "flat", "nmod", "appos") and top.head.i in inside and top.head is not top:
            top = top.head
        if top.dep_ == "appos" and top.left_edge.i == top.head.i + 1:
            top = top.head  # "Mali's ally Chad sent"
        while top.dep_ == "conj":
            top = top.head
        subject = top.dep_ in ("nsubj", "nsubjpass", "agent") or (top.dep_ == "pobj" and top.head.dep_ == "agent")
        many = clue.many or bool(clue.also) or (head.tag_ in ("NNS", "NNPS") and clue.name is None)
        self.found.append(replace(clue, subject=subject, many=many))
        self.taken |= set(range(clue.first, clue.last + 1))


@cache
def _parts(kind: str) -> frozenset[str]:
    """The words of name_parts.tsv of one kind."""
    return frozenset(w for row in table("name_parts") if row["kind"] == kind for w in row["words"].split(";"))


@cache
def _tails() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(tail.split()) for tail in sorted(listed_words("placing", "tail"), key=len, reverse=True))
