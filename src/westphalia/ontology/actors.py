"""The atlas: who there is in the international system, by which names, from when to when.

Facts lie in `ontology/data`: states, other names, organs, organisations and their members, groups, leaders, places.

    >>> atlas().code("DPRK")
    'PRK'
    >>> [a.name for a in atlas().holders("president", "FRA", date(2019, 8, 26))]
    ['Emmanuel Macron']
    >>> atlas().members("IGO.quad")
    ('AUS', 'IND', 'JPN', 'USA')
"""

from __future__ import annotations

import copy
import re
from collections.abc import Collection, Container, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from westphalia.errors import UnknownActor
from westphalia.ontology.gazetteer import Match, Sense, fold
from westphalia.ontology.leaders import Tenure
from westphalia.ontology.loading import Agent, Loaded, load
from westphalia.records import Actor, When

__all__ = ["Agent", "Atlas", "Candidate", "Match", "Sense", "atlas"]

_ORGANS = {
    "government": ("government", "GOV"),
    "ministry": ("ministry", "GOV"),
    "military": ("armed forces", "MIL"),
    "legislature": ("parliament", "LEG"),
    "judiciary": ("courts", "JUD"),
    "police": ("police", "COP"),
    "intelligence": ("intelligence services", "SPY"),
    "people": ("people", "CVL"),
    "rebels": ("rebels", "REB"),
    "opposition": ("opposition", "OPP"),
    "media": ("media", "MED"),
    "company": ("companies", "BUS"),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One actor that a name may stand for.

    `kind`: name, demonym, people, capital, metonym, person, office, organ, group or place. `codes`: the states that it
    stands for. `score` 0 to 1; `why` says how it was found and, where there are several, why it is not settled.
    """

    actor: Actor
    kind: str
    codes: tuple[str, ...]
    score: float
    why: str


class Atlas:
    """All actors that are known. Use `atlas()`, which loads it once; `with_dictionary` gives one with more names."""

    def __init__(self, loaded: Loaded) -> None:
        self._actors = loaded.actors
        self._codes = loaded.codes
        self._governed = loaded.governed
        self._members = loaded.members
        self._expand = loaded.expand
        self._gazetteer = loaded.gazetteer
        self._persons = loaded.persons
        self._surnames = loaded.surnames
        self._tenures = loaded.tenures
        self._posts = loaded.posts
        self._roles = loaded.roles
        self._homes = loaded.homes
        self.agents = loaded.agents
        self.agent_ends = {key.rpartition(" ")[2] for key in loaded.agents}
        self.given_names = loaded.given_names
        self.common_names = loaded.common_names
        self._cow = loaded.cow
        self._led = loaded.led

    # -- actors by id ------------------------------------------------------------------------------------------------

    def actor(self, actor_id: str) -> Actor:
        """The actor with this id; organs of any state by rule (`IND.military`). Raises UnknownActor.

        >>> atlas().actor("IND.military").name
        'Indian armed forces'
        """
        found = self._actors.get(actor_id)
        if found:
            return found
        state, _, rest = actor_id.partition(".")
        if rest in _ORGANS and state in self._actors:
            words, sector = _ORGANS[rest]
            parent = self._actors[state]
            kind = {"people": "people", "rebels": "armed_group", "company": "company", "media": "outlet"}.get(
                rest, "organ"
            )
            return Actor(
                id=actor_id,
                name=f"{self.adjective(state)} {words}",
                kind=kind,
                country=state,
                sector=sector,
                parent=parent.id,
            )
        raise UnknownActor(f"no actor {actor_id!r}{self._meant(actor_id)}")

    def adjective(self, state: str) -> str:
        """The word for what belongs to a state: "Indian"."""
        return self._adjectives.get(state) or self._actors[state].name

    @property
    def _adjectives(self) -> dict[str, str]:
        return _adjectives()

    def _meant(self, name: str, kinds: Container[str] | None = None) -> str:
        """Whom a name may mean that nobody bears, of some kinds where asked."""
        from rapidfuzz import process

        known = [a for a in self._actors.values() if kinds is None or a.kind in kinds]
        names = {a.name: a.id for a in known}
        near = process.extract(name.split(".")[-1], [*names, *(a.id for a in known)], limit=2, score_cutoff=60)
        if not near:
            return ""
        return "; did you mean " + " or ".join(f"{names.get(n, n)!r}" for n, _, _ in near) + "?"

    def known(self, actor_id: str) -> bool:
        """Whether `actor` would find it."""
        state, _, rest = actor_id.partition(".")
        return actor_id in self._actors or (rest in _ORGANS and state in self._actors)

    def actors(self, kind: str | None = None) -> tuple[Actor, ...]:
        """All actors with an entry of their own, of one kind where asked.

        >>> len(atlas().actors("state")) > 190
        True
        """
        return tuple(a for a in self._actors.values() if kind is None or a.kind == kind)

    def states(self, on: date | None = None) -> tuple[str, ...]:
        """The codes of the states that stood on a day (today's where none is given)."""
        on = on or date.max
        return tuple(a.id for a in self._actors.values() if a.kind == "state" and _stood(a.valid, on))

    def code(self, name_or_code: str) -> str:
        """The state code for a code or name; Correlates of War numbers and abbreviations work too. Raises UnknownActor.

        >>> atlas().code("North Korea"), atlas().code("731"), atlas().code("GRG"), atlas().code("ind")
        ('PRK', 'PRK', 'GEO', 'IND')
        """
        text = name_or_code.strip()
        if text in self._actors and self._actors[text].kind in ("state", "territory"):
            return text
        if text.removesuffix(".0").isdigit() or (text.isupper() and len(text) == 3):
            number = text.removesuffix(".0")
            if number in self._cow:
                return self._cow[number]
        found = self.resolve(text)
        states = [c for c in found if c.actor.kind in ("state", "territory") and c.kind != "place"]
        if len({c.actor.id for c in states}) == 1 or (states and states[0].score > 0.9):
            return states[0].actor.id
        if states:
            raise UnknownActor(f"{text!r} may be {', '.join(c.actor.id for c in states)}: say which")
        if text.upper() in self.states():
            return text.upper()
        raise UnknownActor(f"no state {text!r}{self._meant(text, ('state', 'territory'))}")

    def codes(self, actor_id: str, on: date | None = None) -> tuple[str, ...]:
        """The states that an actor stands for on a day: its own, a small club's members, none for an organisation.

        >>> atlas().codes("SUN"), atlas().codes("IGO.un"), atlas().codes("AFG.taliban", date(2022, 1, 1))
        (('RUS',), (), ('AFG',))
        """
        if actor_id in self._expand:
            return tuple(sorted({c for m in self.members(actor_id, on) for c in self.codes(m)}))
        for start, end in self._governed.get(actor_id, ()):
            if on and (start is None or start <= on) and (end is None or on <= end):
                return (actor_id.partition(".")[0],)
        actor = self._actors.get(actor_id)
        if actor and actor.kind == "person" and actor.parent:
            return self.codes(actor.parent, on)
        if actor_id in self._codes:
            return self._codes[actor_id]
        state = actor_id.partition(".")[0]
        return self._codes.get(state, ())

    def members(self, group_id: str, on: date | None = None) -> tuple[str, ...]:
        """The states that belonged to an organisation on a day (today's where none is given). Raises UnknownActor.

        >>> "SWE" in atlas().members("IGO.nato"), "SWE" in atlas().members("IGO.nato", date(2020, 1, 1))
        (True, False)
        """
        if group_id not in self._actors:
            raise UnknownActor(f"no group {group_id!r}{self._meant(group_id)}")
        when = on or date(9999, 1, 1)
        runs = self._members.get(group_id, ())
        if on is None or not any(_within(start, end, on) for start, end, _ in runs):
            lasts = [end for _, end, _ in runs]
            if runs and None not in lasts:
                when = max(end for end in lasts if end)  # it is gone: the last members
            elif on is not None and runs:
                when = max(on, min(start for start, _, _ in runs if start))
        return tuple(sorted({m for start, end, states in runs for m in states if _within(start, end, when)}))

    # -- leaders -----------------------------------------------------------------------------------------------------

    def role(self, title: str) -> str | None:
        """The role of a title: "external affairs minister" is `foreign_minister`; None for titles that name no post."""
        return self._roles.get(title.lower().strip())

    def home(self, title: str) -> str | None:
        """The state whose title it is where no state is named: "secretary of state" is American.

        >>> atlas().home("external affairs minister")
        'IND'
        """
        return self._homes.get(title.lower().strip())

    def holders(self, office: str, country: str, on: date | None = None) -> tuple[Actor, ...]:
        """Who held a post of a state on a day (the last known where none is given), by title or role.

        >>> [a.name for a in atlas().holders("foreign minister", "RUS", date(2015, 1, 1))]
        ['Sergey Lavrov']
        """
        role = self._roles.get(office.lower().strip(), office)
        roles = self._leading(country) if role == "leader" else _FILLED.get(role, (role,))
        runs = self._tenures.get(country, ())
        when = on or date.max
        for wanted in roles:
            found = [t for t in runs if t.role == wanted and t.holds(when)]
            if found:
                found.sort(key=lambda t: t.start or date.min, reverse=True)
                return tuple(dict.fromkeys(self._actors[t.person] for t in found))
        return ()

    def _leading(self, country: str) -> tuple[str, ...]:
        """The posts by which a state is led, the first one first."""
        usual = ("president", "prime_minister", "monarch")
        first = self._led.get(country)
        return ("supreme_leader", "leader", *((first,) if first else ()), *usual)

    def tenures(self, person_id: str) -> tuple[Tenure, ...]:
        """The posts that a person held, the first one first."""
        return self._posts.get(person_id, ())

    def whose(self, person_id: str) -> str:
        """The state, organisation or group that a person stands for.

        >>> atlas().whose("IGO.un.kofi-annan")
        'IGO.un'
        """
        return self._actors[person_id].parent or person_id.partition(".")[0]

    def surname(self, word: str) -> tuple[str, ...]:
        """The ids of the known persons who are called by this one word.

        >>> "FRA.emmanuel-macron" in atlas().surname("Macron")
        True
        """
        return self._surnames.get(fold(word), ())

    def office_on(self, person_id: str, on: date | None, slack: int = 400) -> float:
        """How near a person's time in office is to a day: 1 within, falling to 0 with the years; 0.5 where unknown."""
        runs = self.tenures(person_id)
        if on is None or not runs:
            return 0.5
        gaps = []
        for t in runs:
            before = (t.start - on).days if t.start and on < t.start else 0
            after = (on - t.end).days if t.end and on > t.end else 0
            gaps.append(max(before * 3, after))  # persons are written about after their time, seldom before it
        gap = min(gaps)
        return 1.0 if gap <= 0 else max(0.0, 0.9 - gap / (slack * 20))

    # -- names -------------------------------------------------------------------------------------------------------

    def scan(self, text: str) -> list[Match]:
        """The names in a raw text, longest first, with all that each may stand for.

        >>> [(m.text, m.keys) for m in atlas().scan("Kremlin aides met US-led forces")]
        [('Kremlin', ('RUS', 'SUN')), ('US', ('USA',))]
        """
        return self._gazetteer.scan(text)

    def look_up(self, name: str) -> tuple[Sense, ...]:
        """What the gazetteer says of a name taken alone."""
        return self._gazetteer.look_up(name)

    def resolve(self, name: str, on: date | None = None, near: Collection[str] = ()) -> tuple[Candidate, ...]:
        """Who a name stands for, best first; several candidates mean that the name alone does not settle it.

        `on` is the day of the text, `near` the ids or codes of actors known to be in it. Phrases work too: "Foreign
        Minister Lavrov of Russia", "the Indian foreign ministry", "US embassy in Kabul".

        >>> [(c.actor.id, c.codes) for c in atlas().resolve("Hermit Kingdom")]
        [('PRK', ('PRK',))]
        >>> [c.actor.id for c in atlas().resolve("Congo")]
        ['COD', 'COG']
        """
        from westphalia.ontology.phrases import read_phrase

        bare = re.sub(r"^(?:the|The|THE)\s+", "", name.strip())
        senses = self._gazetteer.look_up(name.strip()) or self._gazetteer.look_up(bare)
        senses = tuple(s for s in senses if s.kind not in ("none", "prefix"))
        if senses:
            return self.weigh(senses, on, near)
        found = self.person(bare, on, near)
        return found or read_phrase(self, bare, on, near)

    def weigh(
        self, senses: Iterable[Sense], on: date | None = None, near: Collection[str] = ()
    ) -> tuple[Candidate, ...]:
        """The senses of a name as candidates, best first: what held on the day, what is near, what is usual."""
        every = list(senses)
        held = [s for s in every if s.holds(on)] or every
        if on is None:
            held.sort(key=lambda s: s.end is not None)  # what still holds comes first
        made = [
            self._candidate(actor_id, sense, 0 if sense.either else rank, on, near)
            for rank, sense in enumerate(held)
            for actor_id in sense.actors
        ]
        best: dict[str, Candidate] = {}
        for c in made:
            if c.actor.id not in best or c.score > best[c.actor.id].score:
                best[c.actor.id] = c
        return tuple(sorted(best.values(), key=lambda c: -c.score))

    def _candidate(self, actor_id: str, sense: Sense, rank: int, on: date | None, near: Collection[str]) -> Candidate:
        actor = self.actor(actor_id)
        codes = self.codes(actor_id, on)
        score = 0.97 - 0.1 * rank - (0.3 if sense.either else 0.0)
        why = f"{sense.kind} of {actor.name}" + (f": {sense.why}" if sense.why else "")
        if sense.either:
            why = f"may be {actor.name}: the name alone does not say which"
        if actor_id in near or any(c in near for c in codes):
            score, why = min(0.99, score + 0.25), why + "; named near"
        if sense.kind == "person":
            score *= 0.6 + 0.4 * self.office_on(actor_id, on)
        return Candidate(actor, sense.kind, codes, round(score, 3), why)

    def person(self, name: str, on: date | None = None, near: Collection[str] = ()) -> tuple[Candidate, ...]:
        """Known persons by full name or surname, with the country and the day as hints.

        >>> atlas().person("Johnson", date(2019, 9, 1), ["GBR"])[0].actor.name
        'Boris Johnson'
        """
        words = re.findall(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*", name)
        full = self._persons.get(" ".join(fold(w) for w in re.findall(r"[^\W_]+", name)), ())
        ids = full or (self.surname(words[-1]) if len(words) == 1 else ())
        made = []
        for person_id in ids:
            state = self.whose(person_id)
            codes = self.codes(person_id, on)
            score = 0.55 + 0.4 * self.office_on(person_id, on) if full else 0.2 + 0.45 * self.office_on(person_id, on)
            if state in near or person_id in near or any(c in near for c in codes):
                score += 0.3
            made.append(
                Candidate(self._actors[person_id], "person", codes, round(min(score, 0.99), 3), f"called {name}")
            )
        return tuple(sorted(made, key=lambda c: -c.score))

    # -- more names --------------------------------------------------------------------------------------------------

    def with_dictionary(self, path: str | Path) -> Atlas:
        """An atlas that also knows the names of a dictionary: PETRARCH/Phoenix `.txt` or CSV. This one stays as it is.

        CSV needs the columns `name` and `actor` (an id or state code); `kind`, `sector`, `from`, `until` are welcome.
        Raises BadInput for a file that is neither, OntologyError with file and line for a bad line.
        """
        from westphalia.ontology.dictionaries import read_dictionary

        new = copy.copy(self)
        new._actors, new._codes = dict(self._actors), dict(self._codes)
        new._gazetteer = self._gazetteer.copy()
        for entry in read_dictionary(Path(path)):
            if not new.known(entry.actor.id):
                new._actors[entry.actor.id] = entry.actor
                new._codes[entry.actor.id] = entry.codes
            for name in entry.names:
                new._gazetteer.add(name, entry.sense, first=True)
        return new


_FILLED = {
    "president": ("president", "head_of_state"),
    "head_of_state": ("president", "monarch", "head_of_state", "leader"),
    "prime_minister": ("prime_minister", "head_of_government"),
    "monarch": ("monarch",),
}


def _within(start: date | None, end: date | None, on: date) -> bool:
    return (start is None or start <= on) and (end is None or on <= end)


def _stood(valid: When | None, on: date) -> bool:
    return valid is None or _within(valid.start, valid.end, on)


@cache
def _adjectives() -> dict[str, str]:
    from westphalia.ontology.tables import listed, table

    return {row["id"]: (listed(row["adjectives"]) or [row["name"]])[0] for row in table("states")}


@cache
def atlas() -> Atlas:
    """The atlas of the data files, loaded on the first call."""
    return Atlas(load())
