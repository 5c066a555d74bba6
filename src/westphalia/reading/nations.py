"""Phrases around the name of a state, people, organ or group: "Chinese President Xi Jinping", "people of Panama"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from westphalia.ontology.gazetteer import Sense
from westphalia.reading.classes import classes
from westphalia.reading.clues import Clue, listed_words
from westphalia.reading.line import Hit, Line
from westphalia.reading.places import place_reason

__all__ = ["Nations"]

_NATION = frozenset({"name", "demonym", "people", "capital", "metonym", "regime", "prefix", "place", "group", "organ"})
_ORGANS = {"LEG": "parliament", "MIL": "army", "GOV": "ministry", "JUD": "court", "SPY": "intelligence"}
_Also = tuple[tuple[Sense, ...], ...]


@dataclass(frozen=True, slots=True)
class _Tail:
    """What follows a nation: the last token of the phrase, the agent in it, the person's name in it."""

    last: int
    agent: str | None = None
    name: str | None = None


class Nations(Line):
    """The rules for names of states and what belongs to them."""

    __slots__ = ()

    def nation_phrases(self) -> None:
        """Each name of a state, people, place, organ or group with the agents and persons that follow or precede it."""
        for hit in self.hits:
            if hit.first not in self.taken and not hit.person and hit.kind in _NATION:
                self._phrase(hit)

    def _phrase(self, hit: Hit) -> None:
        also, end = self._coordinated(hit)
        tail = self._right(end)
        if also and tail.agent is None:  # "Russian and Chinese leaders" is one phrase, "Russia and China" are two
            also, tail = (), self._right(hit)
        start = hit.first
        before = None if tail.name or also else self._agent_left(hit)
        if before and tail.agent is None:  # "the people of Laos and Cambodia"
            start, agent, also, last = before
            after = self._name_after(last)
            tail = _Tail(after or last, agent, self.text(last + 1, after) if after else None)
        elif before:  # "the head of the Israeli government", "a group of British lawmakers"
            leading = self.agent(before[1]).sort in ("office", "organ", "person")
            start, tail = before[0], replace(tail, agent=before[1] if leading else tail.agent)
        alone = tail.agent is None and tail.name is None
        first = start if alone else self.left(start)
        if not self.taken.isdisjoint(range(first, tail.last + 1)):
            first, tail, also, alone = hit.first, _Tail(hit.last), (), True
        known: tuple[str, ...] = ()
        if tail.name:
            persons = [self.at[i] for i in range(first, tail.last + 1) if i in self.at and self.at[i].person]
            known = tuple(a for s in persons[-1].senses for a in s.actors) if persons else ()
        head = self._head(start, tail) if tail.agent and not tail.name and start != hit.first else tail.last
        place = place_reason(self.tokens, hit.first, hit.last, hit.kind) if alone else ""
        backs = alone and self.lower[hit.last + 1 : hit.last + 2] == ["-"] and self._backing(hit.last + 2)
        self.add(
            Clue(
                first,
                tail.last,
                head,
                hit.senses,
                agent=tail.agent,
                name=tail.name,
                only="backer" if backs else None,
                place=place,
                known=known,
                also=also,
            )
        )

    def _backing(self, i: int) -> bool:
        """ "Iran-backed militias": Iran is behind them, not who they are."""
        return i < len(self.tokens) and self.lower[i] in listed_words("placing", "backing")

    def _head(self, first: int, tail: _Tail) -> int:
        """The token of the agent's noun."""
        for i in range(first, tail.last + 1):
            found = self.agent_at(i)
            if found and (found[1] == tail.agent or (tail.agent or "").startswith(f"{found[1]} ")):
                return i
        return tail.last

    def _coordinated(self, hit: Hit) -> tuple[_Also, Hit]:
        """The other nations in "A, B and C", and the last of them."""
        also: list[tuple[Sense, ...]] = []
        last = hit
        while True:
            i = last.last + 1
            closed = False
            while i < len(self.tokens) and self.lower[i] in (",", "and", "or", "&", "the", "of", "-", "/"):
                if self.lower[i] == "-" and self.tokens[i - 1].whitespace_:
                    return (), hit  # "Washington - US President ..."
                closed = closed or self.lower[i] in ("and", "or", "&", "-", "/")
                i += 1
            following = self.at.get(i)
            if i == last.last + 1 or following is None or following.kind not in _NATION or i in self.taken:
                return (), hit
            also.append(following.senses)
            last = following
            if closed:
                return tuple(also), last

    # -- to the right ------------------------------------------------------------------------------------------------

    def _right(self, hit: Hit) -> _Tail:
        """What follows a nation in its noun phrase: "Russian [forces]", "Iran's [Quds Force]"."""
        tail, owned, i = _Tail(hit.last), False, hit.last + 1
        while i < len(self.tokens):
            t = self.tokens[i]
            if i == tail.last + 1 and self._possessive(i):
                owned, i = True, i + 1
                continue
            inner = self.at.get(i)
            if inner is not None and inner.person and (tail.agent or owned or hit.kind in ("demonym", "people")):
                return _Tail(inner.last, tail.agent, self.text(inner.first, inner.last))
            if inner is not None:
                if inner.kind != "organ" or i != hit.last + 1:
                    break
                tail, i = _Tail(inner.last, self._organ_word(inner)), inner.last + 1
                continue
            if i == hit.last + 1 and self.lower[i : i + 2] == ["-", "led"]:
                i += 2
                continue
            participle = t.tag_ in ("VBN", "VBG", "VBD") and t.dep_ == "amod"
            if t.pos_ not in ("ADJ", "NOUN", "PROPN", "NUM") and not participle:
                break
            found = self.agent_at(i)
            if found and self._no_agent(hit, i, found[1]):
                found = None
            if found and self._expert(hit, found[1]) and not owned:
                return _Tail(hit.last)
            if found and not self._locates(hit, i):
                more = self.title_tail(i)
                tail = _Tail(i + more, self.whole_title(found[1], i, more) if more else found[1])
                i += more
            elif t.pos_ == "PROPN" and (tail.agent or (hit.kind == "demonym" and not owned)):
                named = self._own_name(i, tail)
                if named is None:
                    break
                if named.name:
                    return named
                tail, i = (named, named.last) if named.last > tail.last else (tail, i)
            i += 1
        return self._corrected(hit, tail)

    def _possessive(self, i: int) -> bool:
        """ "'s" after the nation; at times the tagger takes it for "is"."""
        if self.tokens[i].tag_ == "POS":
            return True
        following = self.tokens[i + 1].pos_ if i + 1 < len(self.tokens) else ""
        return self.lower[i] in ("'s", "’s") and following in ("NOUN", "PROPN")

    def _own_name(self, i: int, tail: _Tail) -> _Tail | None:
        """Capitalised words after an agent or a demonym: a person's name ends the phrase, a firm's or ship's own name
        belongs to it; None where they are something else."""
        named = self.run(i)
        sort = self.agent(tail.agent).sort if tail.agent else ""
        if (
            named
            and sort in ("company", "asset", "organ", "outlet", "group")
            and not (sort == "group" and self.thing(named))
        ):
            return _Tail(named, tail.agent)
        if named and tail.agent is None and any(self.agent_at(k) for k in range(i, named + 1)):
            return tail  # "Israeli Prime Minister": the agent is still to come
        if named and (tail.agent or named > i) and not self.thing(named):
            return _Tail(named, tail.agent, self.text(i, named))
        return None if tail.agent else tail

    def _corrected(self, hit: Hit, tail: _Tail) -> _Tail:
        """The phrase without what only seemed to belong to it, or with the name after an envoy's errand."""
        following = tail.last + 1
        if not tail.agent or following >= len(self.tokens):
            return tail
        if self.tokens[following].pos_ == "PROPN" and following not in self.at and self.thing(following):
            return _Tail(hit.last)  # the Iran Hostage Crisis
        if self.lower[following] in ("for", "to") and following + 1 in self.at:  # "US envoy for Iran Brian Hook"
            end = self.at[following + 1].last
            named = self._name_after(end)
            if named:
                return _Tail(named, tail.agent, self.text(end + 1, named))
        return tail

    def _expert(self, hit: Hit, agent: str) -> bool:
        """A Russia expert is no Russian."""
        known = self.agent(agent)
        return (
            hit.kind == "name"
            and known.sort in ("person", "outlet")
            and known.sector not in ("GOV", "MIL", "COP", "SPY")
        )

    def _no_agent(self, hit: Hit, i: int, agent: str) -> bool:
        """The Nigerian National Petroleum Corporation has no nationals, the Quetta attack no rebels."""
        sort = self.agent(agent).sort
        single = sort == "relation" and hit.kind not in ("group", "organ")
        other = single or (sort == "company" and self._is_said(i))
        if other and self.tokens[i].lemma_.lower() in classes()["others"]:
            return True  # "Egypt's allies sent troops", "Mali's supplier is Chad"
        following = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        titled = self.tokens[i].text[0].isupper() and following is not None and following.pos_ == "PROPN"
        return (sort == "people" and titled) or (sort == "group" and hit.kind == "place")

    def _is_said(self, i: int) -> bool:
        """Whether a noun is said of a name: behind "is", before it, or right before the name."""
        t = self.tokens[i]
        before = t.dep_ == "nsubj" and t.head.lemma_ == "be"
        named = before and any(c.dep_ == "attr" and c.pos_ == "PROPN" for c in t.head.children)
        return t.dep_ in ("attr", "appos") or named or i + 1 in self.at

    def _organ_word(self, hit: Hit) -> str:
        """The agent that an organ's name stands for after another state's adjective: "the Libyan Pentagon"."""
        sector = self.atlas.actor(hit.senses[0].actors[0]).sector
        return _ORGANS.get(sector or "", "agency")

    def _locates(self, hit: Hit, i: int) -> bool:
        """Whether a capital only locates the word after it: "the Geneva conference", "the Minsk Group"."""
        if hit.kind not in ("capital", "place"):
            return False
        found = self.agent_at(i)
        titled = self.tokens[i].text[0].isupper() and found is not None and self.agent(found[1]).sort == "company"
        return titled or self.tokens[i].lemma_.lower() in listed_words("placing", "site")

    def _name_after(self, last: int) -> int | None:
        """The last token of a person's name right after a phrase: "the president of Ukraine Volodymyr Zelenskyy"."""
        i = last + 1
        if i in self.at:
            return self.at[i].last if self.at[i].person else None
        if i < len(self.tokens) and self.tokens[i].pos_ == "PROPN":
            named = self.run(i)
            if named and named > i and not self.thing(named):
                return named
        return None

    # -- to the left -------------------------------------------------------------------------------------------------

    def _agent_left(self, hit: Hit) -> tuple[int, str, _Also, int] | None:
        """An agent before "of" the nation: (its first token, agent, further nations, last token of the last one)."""
        i = hit.first - 1
        while i >= 0 and self.lower[i] in listed_words("placing", "aside"):
            i -= 1
        if i < 1 or self.lower[i] not in ("of", "in") or i - 1 in self.taken:
            return None
        found = next((f for tail in range(5) if (f := self._title_before(i, tail))), None)
        if found is None:
            return None
        agent = self.agent(found[1])
        governs = agent.sort == "organ" and agent.alone == "the" and agent.sector == "GOV"
        if agent.sort == "relation" or (self.lower[i] == "in" and not governs):
            return None
        if not self.taken.isdisjoint(range(found[0], i)):
            return None
        also, end = self._coordinated(hit)
        return self._agent_beside(found[0]), found[1], also, end.last

    def _title_before(self, i: int, tail: int) -> tuple[int, str] | None:
        """The agent before the preposition at `i`, whose title may have an "of" of its own, `tail` tokens long."""
        return self.agent_at(i - 1) if tail == 0 else self.titled(i - 1 - tail, tail)

    def _agent_beside(self, first: int) -> int:
        """The first token of "the people and the Government" (of a state): both are of it."""
        k = first - 1
        while k >= 0 and self.lower[k] in ("the", "and"):
            k -= 1
        if "and" in self.lower[k + 1 : first] and k >= 0 and k not in self.taken:
            other = self.agent_at(k)
            if other and not any(x in self.taken or x in self.at for x in range(other[0], first)):
                return other[0]
        return first
