"""Actor phrases in one sentence: names with what belongs to them ("Chinese President Xi Jinping" is one), then offices and
organs without a nation, pronouns and descriptions."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from functools import cache

from spacy.tokens import Token

from westphalia.ontology.actors import Atlas
from westphalia.ontology.gazetteer import Gazetteer, Match, Sense
from westphalia.reading.clues import Clue, listed_words
from westphalia.reading.cues import rows
from westphalia.reading.places import place_reason
from westphalia.reading.reading import Parsed

__all__ = ["Hit", "Spotter", "spot"]

_NATION = frozenset({"name", "demonym", "people", "capital", "metonym", "regime", "prefix", "place", "group", "organ"})
_TITLES = frozenset(
    {
        "mr",
        "mr.",
        "mrs",
        "mrs.",
        "ms",
        "ms.",
        "dr",
        "dr.",
        "sir",
        "lord",
        "lady",
        "madam",
        "sheikh",
        "gen.",
        "col.",
        "lt.",
    }
)
_OF_TITLE = (
    ("of", "state"), ("of", "defense"), ("of", "defence"), ("of", "foreign", "affairs"), ("for", "foreign", "affairs"),
    ("of", "external", "affairs"), ("of", "staff"), ("of", "representatives"), ("of", "the", "interior"), ("of", "commons"),
    ("of", "lords"), ("of", "parliament"), ("of", "justice"), ("of", "transportation"), ("of", "national", "defense"),
    ("of", "national", "defence"), ("of", "commerce"), ("of", "energy"), ("of", "finance"), ("of", "trade"),
    ("of", "general", "staff"), ("of", "the", "general", "staff"), ("of", "foreign", "trade"), ("of", "intelligence"),
    ("of", "homeland", "security"), ("of", "the", "treasury"), ("of", "economy"), ("of", "oil"), ("of", "information"),
)  # fmt: skip
_PARTICLES = frozenset("al el bin ibn von van de der den di del da la le dos abu ben bint y".split())


@dataclass(slots=True)
class Hit:
    """A name of the gazetteer at tokens `first` to `last`."""

    first: int
    last: int
    senses: tuple[Sense, ...]
    person: bool = False

    @property
    def kind(self) -> str:
        return self.senses[0].kind if self.senses else ""


@dataclass(slots=True)
class Spotter:
    """One sentence on its way through the rules below; `found` are the clues so far, `taken` the tokens in them."""

    parsed: Parsed
    atlas: Atlas
    local: Gazetteer
    matches: list[Match]
    tokens: list[Token] = field(init=False)
    lower: list[str] = field(init=False)
    starts: list[int] = field(init=False)
    hits: list[Hit] = field(init=False)
    at: dict[int, Hit] = field(init=False)
    found: list[Clue] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.tokens = list(self.parsed.tokens)
        self.lower = [t.lower_ for t in self.tokens]
        self.starts = [t.idx for t in self.tokens]
        self.hits = self._hits()
        self.at = {i: h for h in self.hits for i in range(h.first, h.last + 1)}

    def _hits(self) -> list[Hit]:
        text = self.parsed.sentence.text
        if not self.matches and not self.local.names:
            return []
        found: list[Hit] = []
        covered: set[int] = set()
        for gazetteer, person in ((None, False), (self.local, True)):
            matches = self.matches if gazetteer is None else gazetteer.scan(text)
            for m in matches:
                first, last = self._token_at(m.start), self._token_at(m.end - 1)
                if covered & set(range(first, last + 1)):
                    continue
                if m.kind == "prefix" and not self._joined(last):
                    continue
                if person and self.tokens[first].pos_ not in ("PROPN", "NOUN", "ADJ"):
                    continue
                found.append(Hit(first, last, m.senses, person or m.kind == "person"))
                covered |= set(range(first, last + 1))
        return sorted(found, key=lambda h: h.first)

    def _token_at(self, char: int) -> int:
        """The token that holds a character of the sentence."""
        shift = self.parsed.sentence.span.start - self.parsed.offset
        return bisect_right(self.starts, char + shift) - 1

    def _joined(self, last: int) -> bool:
        return last + 2 < len(self.tokens) and self.lower[last + 1] == "-"

    # -- words for agents --------------------------------------------------------------------------------------------

    def agent_at(self, last: int) -> tuple[int, str] | None:
        """The agent word or words ending at a token, as (first token, key)."""
        t = self.tokens[last]
        if t.text != self.lower[last] and t.text in self.atlas.agents:  # the House
            return last, t.text
        for end in (self.lower[last], t.lemma_.lower()):
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
        for tail in _OF_TITLE:
            if tuple(self.lower[i + 1 : i + 1 + len(tail)]) == tail:
                return len(tail)
        return 0

    # -- phrases with a nation ---------------------------------------------------------------------------------------

    def nation_phrases(self) -> None:
        """Each name of a state, people, place, organ or group with the agents and persons that follow it."""
        for hit in self.hits:
            if hit.first in self.taken or hit.person or hit.kind not in _NATION:
                continue
            self._nation_phrase(hit)

    def _nation_phrase(self, hit: Hit) -> None:
        joined, end_hit = self._coordinated(hit)
        start, last, agent, name = self._right(end_hit)
        if joined and agent is None:  # "Russian and Chinese leaders" is one phrase, "Russia and China" are two
            joined, end_hit = (), hit
            start, last, agent, name = self._right(hit)
        owner_first = hit.first
        if agent is None and name is None:
            left = self._agent_left(hit)
            if left:
                owner_first, agent, more, last_hit = left
                joined, last = more, last_hit
                after = self._name_after(last)
                if after:
                    last, name = after
        else:
            left = self._agent_left(hit) if not joined else None
            if left and name is None:  # "the head of the Israeli government", "members of the Iraqi parliament"
                owner_first, agent = left[0], left[1]
        head = last
        known: tuple[str, ...] = ()
        if name is not None:
            for i in range(owner_first, last + 1):
                if i in self.at and self.at[i].person:
                    known = tuple(a for s in self.at[i].senses for a in s.actors)
        elif agent is not None and owner_first != hit.first:
            head = self._head_of(owner_first, agent)
        first = self._left(owner_first) if agent or name else owner_first
        if any(i in self.taken for i in range(first, last + 1)):
            first, last, head, agent, name, joined = hit.first, hit.last, hit.last, None, None, ()
        place = "" if agent or name else place_reason(self.tokens, hit.first, hit.last, hit.kind)
        self._add(
            Clue(first, last, head, senses=hit.senses, also=joined, agent=agent, name=name, known=known, place=place)
        )

    def _head_of(self, first: int, agent: str) -> int:
        for i in range(first, len(self.tokens)):
            found = self.agent_at(i)
            if found and found[1] == agent:
                return i if " of " not in agent and " for " not in agent else found[0]
        return first

    def _coordinated(self, hit: Hit) -> tuple[tuple[tuple[Sense, ...], ...], Hit]:
        """The other nations in "A, B and C", and the last of them."""
        joined: list[tuple[Sense, ...]] = []
        last, at_end = hit, hit
        while True:
            i = last.last + 1
            ended = False
            while i < len(self.tokens) and self.lower[i] in (",", "and", "or", "&", "the", "of", "-", "/"):
                ended = ended or self.lower[i] in ("and", "or", "&", "-", "/")
                i += 1
            following = self.at.get(i)
            if (
                i == last.last + 1
                or following is None
                or following.kind not in _NATION
                or following.first in self.taken
            ):
                break
            joined.append(following.senses)
            last = following
            if ended:
                at_end = last
                break
        return (tuple(joined), at_end) if at_end is not hit else ((), hit)

    def _right(self, hit: Hit) -> tuple[int, int, str | None, str | None]:
        """What follows a nation: (start, last token, agent, person's name)."""
        i, last, agent, name = hit.last + 1, hit.last, None, None
        tokens, owned = self.tokens, False
        led = False
        while i < len(tokens):
            t = tokens[i]
            if t.tag_ == "POS" and i == last + 1 and not owned:
                owned = True
                i += 1
                continue
            inner = self.at.get(i)
            if inner is not None:
                if inner.person and (agent or hit.kind in ("demonym", "people") or owned):
                    return hit.first, inner.last, agent, self._text(inner.first, inner.last)
                if inner.kind == "organ" and i == hit.last + 1:
                    last, agent, i = inner.last, agent or self._sort_of(inner), inner.last + 1
                    continue
                break
            if self.lower[i] == "-" and i == hit.last + 1 and i + 1 < len(tokens) and self.lower[i + 1] == "led":
                led, i = True, i + 2
                continue
            if t.pos_ not in ("ADJ", "NOUN", "PROPN", "NUM") and not (
                t.tag_ in ("VBN", "VBG", "VBD") and t.dep_ == "amod"
            ):
                break
            found = self.agent_at(i)
            if found and hit.kind == "name" and not owned and self.atlas.agents[found[1]].sort in ("person", "outlet"):
                if self.atlas.agents[found[1]].sector not in ("GOV", "MIL"):
                    return hit.first, hit.last, None, None  # a Russia expert is no Russian
            if found and not self._locates(hit, i):
                agent, last = found[1], i
                tail = self.title_tail(i)
                if tail:
                    agent = f"{agent} {' '.join(self.lower[i + 1 : i + 1 + tail])}"
                    agent = agent if agent in self.atlas.agents else found[1]
                    last = i = i + tail
            elif t.pos_ == "PROPN" and (agent or (hit.kind == "demonym" and not owned)):
                named = self._run(i)
                if named and agent and self.atlas.agents[agent].sort not in ("office", "person", "relation"):
                    last, i = named, named + 1  # a firm's or a ship's own name
                    continue
                if named and (agent or named > i) and not self._thing(named):
                    return hit.first, named, agent, self._text(i, named)
                if agent is None:
                    i += 1
                    continue
                break
            elif agent and t.pos_ in ("NOUN", "PROPN", "ADJ"):
                i += 1
                continue
            i += 1
        if agent and last + 1 < len(tokens):
            past = self._past_errand(last)
            if past:
                return hit.first, past[0], agent, past[1]
        if (
            agent
            and last + 1 < len(tokens)
            and tokens[last + 1].pos_ == "PROPN"
            and last + 1 not in self.at
            and self._thing(last + 1)
        ):
            return hit.first, hit.last, None, None  # the Iran Hostage Crisis
        if led and agent is None:
            last = hit.last
        return hit.first, last, agent, name

    def _sort_of(self, hit: Hit) -> str:
        """The agent that an organ's name stands for after another state's adjective: "the Libyan House of Representatives"."""
        sector = self.atlas.actor(hit.senses[0].actors[0]).sector
        return {"LEG": "parliament", "MIL": "army", "GOV": "ministry", "JUD": "court", "SPY": "intelligence"}.get(
            sector or "", "agency"
        )

    def _locates(self, hit: Hit, i: int) -> bool:
        """Whether a capital only locates the word after it ("the Geneva conference")."""
        if hit.kind not in ("capital", "place"):
            return False
        if self.tokens[i].pos_ == "PROPN" and self.tokens[i].text[0].isupper():
            found = self.agent_at(i)
            if found and self.atlas.agents[found[1]].sort == "company":
                return True  # the Minsk Group
        return self.tokens[i].lemma_.lower() in listed_words("placing", "site")

    def _past_errand(self, last: int) -> tuple[int, str] | None:
        """The name after "special envoy for Iran" in "US special envoy for Iran Brian Hook"."""
        if self.lower[last + 1] in ("for", "to") and last + 2 in self.at:
            end = self.at[last + 2].last
            following = self.at.get(end + 1)
            if following is not None and following.person:
                return following.last, self._text(following.first, following.last)
            if end + 1 < len(self.tokens) and self.tokens[end + 1].pos_ == "PROPN" and following is None:
                named = self._run(end + 1)
                if named and named > end + 1 and not self._thing(named):
                    return named, self._text(end + 1, named)
        return None

    def _run(self, i: int) -> int | None:
        """The last token of a run of capitalised words that may be a person's name."""
        last = None
        j = i
        while j < len(self.tokens) and j - i < 6:
            t = self.tokens[j]
            inner = self.at.get(j)
            if inner is not None and not inner.person:
                break
            if t.text[:1].isupper() and t.pos_ in ("PROPN", "NOUN", "ADJ", "X") and self.lower[j] not in _TITLES:
                last = j
            elif last is not None and self.lower[j - 1] == "-" and t.idx == self.tokens[j - 1].idx + 1:
                last = j  # the second part of "Hoi-kwan"
            elif not (self.lower[j] in _PARTICLES or self.lower[j] == "-") or last is None:
                break
            j += 1
        return last

    def _thing(self, last: int) -> bool:
        return self.lower[last] in listed_words("placing", "fame")

    def _name_after(self, last: int) -> tuple[int, str] | None:
        """A person's name right after "the president of Ukraine"."""
        i = last + 1
        if i < len(self.tokens) and self.lower[i] == ",":
            return None
        if i in self.at and self.at[i].person:
            return self.at[i].last, self._text(i, self.at[i].last)
        if i < len(self.tokens) and self.tokens[i].pos_ == "PROPN":
            named = self._run(i)
            if named and named > i and not self._thing(named):
                return named, self._text(i, named)
        return None

    def _agent_left(self, hit: Hit) -> tuple[int, str, tuple[tuple[Sense, ...], ...], int] | None:
        """An agent before "of" the nation: (its first token, agent, further nations, last token of the last one)."""
        i = hit.first - 1
        while i >= 0 and self.lower[i] in (
            "the",
            "sister",
            "friendly",
            "brotherly",
            "fraternal",
            "neighbouring",
            "neighboring",
            "occupied",
        ):
            i -= 1
        if i < 1 or self.lower[i] not in ("of", "in") or i - 1 in self.taken:
            return None
        found = self._agent_before(hit, i)
        if found is None:
            return None
        first, agent, joined, last = found
        k = first - 1  # "the people and the Government of ...": both are of it
        while k >= 0 and self.lower[k] in ("the", "and"):
            k -= 1
        if first - k >= 2 and "and" in self.lower[k + 1 : first] and k not in self.taken:
            other = self.agent_at(k)
            if other and not any(x in self.taken or x in self.at for x in range(other[0], first)):
                first = other[0]
        return first, agent, joined, last

    def _agent_before(self, hit: Hit, i: int) -> tuple[int, str, tuple[tuple[Sense, ...], ...], int] | None:
        for tail in range(0, 4):  # "Minister for Foreign Affairs of ...": the title may have an "of" of its own
            end = i - 1
            found = self.agent_at(end) if tail == 0 else self._titled(end - tail, tail)
            if found:
                agent = self.atlas.agents[found[1]]
                if agent.sort == "relation" or any(k in self.taken for k in range(found[0], i)):
                    return None
                if self.lower[i] == "in" and not (
                    agent.sort == "organ" and agent.alone == "the" and agent.sector == "GOV"
                ):
                    return None
                joined, last = self._coordinated(hit)
                return found[0], found[1], joined, last.last
        return None

    def _titled(self, last: int, tail: int) -> tuple[int, str] | None:
        if last < 0 or self.title_tail(last) != tail:
            return None
        found = self.agent_at(last)
        if not found:
            return None
        whole = f"{found[1]} {' '.join(self.lower[last + 1 : last + 1 + tail])}"
        return found[0], whole if whole in self.atlas.agents else found[1]

    def _left(self, first: int) -> int:
        """The first token with the adjectives and the article before a phrase."""
        i = first - 1
        while i >= 0 and first - i < 6 and i not in self.taken and i not in self.at:
            t = self.tokens[i]
            if (
                t.pos_ in ("ADJ", "NUM")
                or t.tag_ in ("VBN", "VBG")
                and t.dep_ == "amod"
                or self.lower[i] in ("former", "ex", "-")
            ):
                i -= 1
                continue
            if t.pos_ == "DET" or self.lower[i] in ("the", "a", "an", "these", "those", "this", "that", "some"):
                return i
            break
        while i + 1 < first and self.lower[i + 1] == "-":
            i += 1
        return i + 1

    def _text(self, first: int, last: int) -> str:
        a, b = self.tokens[first], self.tokens[last]
        return a.doc.text[a.idx : b.idx + len(b.text)]

    # -- persons without a nation ------------------------------------------------------------------------------------

    def persons(self) -> None:
        """Known and introduced persons, and unknown ones with a title: "President Putin", "Mr. Saree"."""
        for hit in self.hits:
            if not hit.person or hit.first in self.taken:
                continue
            first, agent = self._titles(hit.first)
            known = tuple(a for s in hit.senses for a in s.actors)
            text = self._text(hit.first, hit.last)
            theirs = self._theirs(hit.last)
            if theirs:
                first = self._left(first) if agent is None else first
                self._add(Clue(first, theirs[0], theirs[0], agent=theirs[1], name=text, known=known, owner="'s"))
                continue
            self._add(Clue(first, hit.last, hit.last, agent=agent, name=text, known=known))
        for i, t in enumerate(self.tokens):
            if i in self.taken or i in self.at or t.pos_ != "PROPN":
                continue
            if self.agent_at(i):
                continue
            first, agent = self._titles(i)
            named = self._run(i)
            if named is None or self._thing(named) or any(k in self.taken for k in range(i, named + 1)):
                continue
            if agent is None and not (i > 0 and self.lower[i - 1] in _TITLES) and not self._full_name(i, named):
                continue
            self._add(Clue(first, named, named, agent=agent, name=self._text(i, named)))

    def _full_name(self, first: int, last: int) -> bool:
        """Whether capitalised words may be the full name of someone unknown: two to four, the first a given name that is
        known or the whole followed by what the person is ("Kurt Volker, the special envoy")."""
        if not 1 <= last - first <= 3 or self.tokens[first].text.isupper() or self.lower[first - 1 : first] == ["the"]:
            return False
        if self.lower[first] in self.atlas.given_names:
            return True
        if last + 1 < len(self.tokens) and self.lower[last + 1] == ",":
            return any(
                self.agent_at(j)
                for j in range(last + 2, min(last + 9, len(self.tokens)))
                if self.lower[j] not in (",", "who")
            )
        return False

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
                agent = self.atlas.agents[found[1]]
                fits = agent.sort == "organ" or (agent.sort in ("people", "group", "office", "person") and i > last + 1)
                following = self.tokens[j + 1] if j + 1 < len(self.tokens) else None
                if following is not None and following.pos_ in ("NOUN", "PROPN") and self.tokens[j].dep_ == "compound":
                    return None
                return (j, found[1]) if fits and found[0] >= i else None
        return None

    def _titles(self, i: int) -> tuple[int, str | None]:
        """The first token and the agent of the titles before a name."""
        first, agent, j = i, None, i - 1
        while j >= 0 and j not in self.taken and j not in self.at and i - j < 8:
            if self.lower[j] in _TITLES:
                first, j = j, j - 1
                continue
            found = self.agent_at(j)
            for tail in (2, 3, 4):
                found = found or (self._titled(j - tail, tail) if j - tail >= 0 else None)
            if not found or self.atlas.agents[found[1]].sort not in ("office", "person", "people"):
                break
            agent, first, j = agent or found[1], found[0], found[0] - 1
        if agent and first > 0 and first - 1 not in self.at and self.tokens[first - 1].pos_ in ("NOUN", "PROPN"):
            agent = "chairman" if self.atlas.agents[agent].sector == "GOV" else agent  # "Bank president": of no state
        return (self._left(first) if agent else first), agent

    # -- what refers back --------------------------------------------------------------------------------------------

    def bare_agents(self) -> None:
        """Offices, organs and people without a nation: "the government", "Parliament", "protesters"."""
        for i, t in enumerate(self.tokens):
            if i in self.taken or i in self.at or t.pos_ not in ("NOUN", "PROPN"):
                continue
            found = self.agent_at(i)
            if not found or found[0] in self.taken:
                continue
            agent = self.atlas.agents[found[1]]
            if i + 1 < len(self.tokens) and i + 1 not in self.at:
                longer = self.agent_at(i + 1)
                if longer and longer[0] <= i:
                    continue  # the crown of the crown prince
            nxt = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
            if (
                nxt is not None
                and nxt.pos_ in ("NOUN", "PROPN")
                and nxt.dep_ != "appos"
                and t.dep_ == "compound"
                and agent.sort != "organ"
            ):
                continue
            first = self._left(found[0])
            word = self.lower[first] if first < found[0] else ""
            before = self.lower[first - 1] if first else ""
            owner = before if before in _OWNERS else (word if word in _OWNERS else None)
            if owner:
                first -= before in _OWNERS
            definite = (
                word in ("the", "this", "that", "these", "those", "both") or before in ("the",) or owner is not None
            )
            many = t.tag_ in ("NNS", "NNPS")
            if agent.sort in ("relation", "company", "asset") and not owner:
                continue
            posted = (
                agent.sort == "office" and self.lower[i + 1 : i + 2] in (["to"], ["for"], ["in"]) and i + 2 in self.at
            )
            crowd = agent.sort in ("people", "group", "person") or (
                agent.sort == "organ" and agent.sector in ("MIL", "COP")
            )
            if agent.alone == "yes" or definite or posted or (many and crowd):
                last = i + self.title_tail(i)
                after = self.tokens[i + 2] if i + 2 < len(self.tokens) else None
                foreign = self.lower[i + 1 : i + 2] == ["of"] and after is not None and after.pos_ == "PROPN"
                self._add(
                    Clue(
                        first,
                        last,
                        i,
                        agent=found[1],
                        owner=owner,
                        many=many,
                        definite=definite,
                        only="elsewhere" if foreign else None,
                    )
                )

    def pronouns(self) -> None:
        """Pronouns but for the empty "it" and those of a phrase that is a mention."""
        for i, t in enumerate(self.tokens):
            if i in self.taken or t.pos_ not in ("PRON", "DET", "PROPN", "X"):
                continue
            row = _pronouns().get(self.lower[i])
            if row is None or t.dep_ == "expl" or (self.lower[i] == "us" and t.text != "us"):
                continue
            if self.lower[i] == "it" and self._empty(t):
                continue
            many = row["refers"] == "many"
            self._add(Clue(i, i, i, refers=row["refers"], only=row["only"] or None, many=many))

    def _empty(self, t: Token) -> bool:
        verb = t.head
        if t.dep_ not in ("nsubj", "nsubjpass", "expl"):
            return False
        clausal = any(c.dep_ in ("ccomp", "advcl", "xcomp", "csubj") for c in verb.children)
        if verb.lemma_ == "be":
            return clausal or any(
                c.dep_ in ("acomp", "attr") and any(g.dep_ in ("ccomp", "xcomp", "relcl", "acl") for g in c.children)
                for c in verb.children
            )
        return verb.lemma_ in ("seem", "appear", "rain", "snow", "happen", "turn") and clausal

    def descriptions(self) -> None:
        """ "the two leaders", "both sides", "the kingdom", "its neighbour"."""
        for i, t in enumerate(self.tokens):
            if i in self.taken or t.pos_ not in ("NOUN", "PROPN", "ADJ"):
                continue
            options = _descriptions().get(t.lemma_.lower()) or _descriptions().get(self.lower[i])
            if not options or i in self.at:
                continue
            first = self._left(i)
            words = set(self.lower[max(0, first - 1) : i])
            for row in options:
                if self._stands(row["before"], words) and not self._of_known(i):
                    owner = next((w for w in self.lower[max(0, first - 1) : i] if w in _OWNERS), None)
                    first -= bool(
                        first and self.lower[first - 1] in (_OWNERS | {"both", "all"}) and first - 1 not in self.taken
                    )
                    self._add(
                        Clue(
                            first,
                            i,
                            i,
                            refers=row["refers"],
                            only=row["only"] or None,
                            owner=owner,
                            many=t.tag_ == "NNS",
                            definite=True,
                        )
                    )
                    break

    def _of_known(self, i: int) -> bool:
        """Whether "of" a name follows, which then says who it is."""
        return i + 1 < len(self.tokens) and self.lower[i + 1] == "of"

    @staticmethod
    def _stands(before: str, words: set[str]) -> bool:
        if before == "two":
            return bool(words & {"two", "both", "2"})
        if before == "three":
            return "three" in words
        if before == "these":
            return bool(words & {"these", "those"}) and not words & {"two", "three"}
        if before == "own":
            return bool(words & _OWNERS)
        return bool(words & {"the", "this", "that"}) and not words & {
            "two",
            "three",
            "both",
            "other",
            "another",
            "first",
            "only",
        }

    # -- keeping -----------------------------------------------------------------------------------------------------

    def _add(self, clue: Clue) -> None:
        head = self.tokens[clue.head]
        top = head
        while (
            top.dep_ in ("compound", "flat", "nmod", "appos")
            and self.tokens[clue.first].i <= top.head.i <= self.tokens[clue.last].i
        ):
            top = top.head
        if top.dep_ == "conj":
            while top.dep_ == "conj":
                top = top.head
        subject = top.dep_ in ("nsubj", "nsubjpass", "agent") or (top.dep_ == "pobj" and top.head.dep_ == "agent")
        many = clue.many or bool(clue.also) or (head.tag_ in ("NNS", "NNPS") and clue.name is None)
        self.found.append(replace(clue, subject=subject, many=many))
        self.taken |= set(range(clue.first, clue.last + 1))


_OWNERS = frozenset({"its", "his", "her", "their", "our", "my"})


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


def spot(parsed: Parsed, atlas: Atlas, local: Gazetteer, matches: list[Match] | None = None) -> list[Clue]:
    """The actor phrases of a sentence, in the order of the text; `local` are names known in this document alone,
    `matches` what the atlas found in the sentence (looked up where it is not given)."""
    spotter = Spotter(parsed, atlas, local, atlas.scan(parsed.sentence.text) if matches is None else matches)
    if not spotter.tokens:
        return []
    spotter.nation_phrases()
    spotter.persons()
    spotter.descriptions()
    spotter.bare_agents()
    spotter.pronouns()
    return sorted(spotter.found, key=lambda c: (c.first, c.last))
