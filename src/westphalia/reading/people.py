"""Persons named in a document: who they are, known to the atlas or introduced in the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from spacy.tokens import Token

from westphalia.ontology.gazetteer import Sense
from westphalia.ontology.leaders import slug
from westphalia.reading.clues import Clue, listed_words
from westphalia.reading.memory import Memory
from westphalia.reading.reading import Parsed
from westphalia.reading.scene import Scene, Verdict
from westphalia.records import Actor, Mention

__all__ = ["People", "full_name"]


def full_name(c: Clue) -> str:
    """The name under which a person was introduced, where the clue has only the surname."""
    return next((k[1:] for k in c.known if k.startswith("?")), c.name or "")


@dataclass(slots=True)
class People:
    """The persons of one document, by the slug of their full name."""

    scene: Scene
    met: dict[str, Verdict] = field(default_factory=dict)

    def meet(self) -> None:
        """Settle who the persons named in full are, so that surnames find them wherever they stand."""
        ranked = []
        for parsed in self.scene.reading.parsed:
            here = self.scene.by_sentence.get(parsed.sentence.id, [])
            for m in here:
                c = self.scene.clue[m.id]
                if c.name:
                    found = self.identify(parsed, here, c)
                    ranked.append((len(c.name.split()), found.score, c.name, found))
        for _, _, name, found in sorted(ranked, key=lambda r: (-r[0], -r[1])):
            key = slug(name)
            if key not in self.met or self.met[key].score < found.score:
                self.met[key] = found

    def who(self, parsed: Parsed, here: Sequence[Mention], c: Clue) -> Verdict:
        """Who a named person is."""
        best = self.met.get(slug(full_name(c))) or self.identify(parsed, here, c)
        own = self.identify(parsed, here, c) if c.senses else best
        return own if own.codes and best.codes != own.codes else best

    def identify(self, parsed: Parsed, here: Sequence[Mention], c: Clue) -> Verdict:
        """Who a named person is by this mention alone: the name, the title, the nation beside it."""
        scene, name = self.scene, full_name(c)
        states = {a for s in self._nation_of(parsed, here, c) for a in s.actors}
        codes = tuple(sorted({x for a in states for x in scene.codes(a)}))
        ids = [k for k in c.known if not k.startswith("?")] or self._known(name, c.agent, {*states, *codes})
        if states and not codes and any(scene.codes(i) for i in ids):
            states = set()  # "AU chairperson President Sisi": an organisation's post, a state's man
        if states:
            ids = [i for i in ids if scene.atlas.whose(i) in states or set(scene.codes(i)) & set(codes)]
        if ids:
            best = max(ids, key=lambda i: (scene.atlas.whose(i) in scene.near, scene.atlas.office_on(i, scene.on)))
            score = 0.6 + 0.35 * scene.atlas.office_on(best, scene.on)
            several = len({scene.atlas.whose(i) for i in ids}) > 1
            why = scene.atlas.actor(best).name + (f", one of {len(ids)} so called" if several else "")
            return Verdict(best, scene.codes(best), "same", "person", score, why)
        if states:
            state = min(states)
            return Verdict(self._new(name, state), codes, "same", "person", 0.85, f"introduced with {state}")
        return Verdict(self._new(name, None), (), "open", "person", 0.3, f"{name}: no state is named with the person")

    def _known(self, name: str, title: str | None, near: set[str]) -> list[str]:
        """The ids of known persons that the name may be: by full name, or by surname with a title or a state."""
        atlas, on = self.scene.atlas, self.scene.on
        found = [
            f.actor.id for f in atlas.person(name, on, near or self.scene.near) if f.score > (0.7 if near else 0.85)
        ]
        if found or " " in name.strip():
            return found
        role = atlas.role(title or "")
        fits = [p for p in atlas.surname(name) if role and any(t.role == role for t in atlas.tenures(p))]
        close = [p for p in fits if {atlas.whose(p), *atlas.codes(p)} & (near or self.scene.near)]
        if on:
            lately = [p for p in close or fits if atlas.office_on(p, on) > 0.5]
            close = lately or fits  # or long ago, where only one state had one of that name and post
        elif close:  # undated: the latest of them
            close = [max(close, key=lambda p: max(t.start or date.min for t in atlas.tenures(p)))]
        return close if len({atlas.whose(p) for p in close}) == 1 else []

    def _new(self, name: str, state: str | None) -> str:
        """The id of a person whom the atlas lacks; the actor is kept with the reading."""
        country = state if state and "." not in state else None
        actor_id = f"{country or 'PER'}.{slug(name) or 'unnamed'}"
        if not self.scene.atlas.known(actor_id):
            actor = Actor(id=actor_id, name=name, kind="person", country=country, parent=state)
            self.scene.new.setdefault(actor_id, actor)
        return actor_id

    def _nation_of(self, parsed: Parsed, here: Sequence[Mention], c: Clue) -> tuple[Sense, ...]:
        """The nation in a person's phrase, or in the apposition after or before it."""
        if c.senses:
            return tuple(s for s in c.senses if s.holds(self.scene.on)) or c.senses
        tokens = parsed.tokens
        for m in here:
            o = self.scene.clue[m.id]
            titled = c.agent or (c.name or "").partition(" ")[0].lower() in self.scene.atlas.agents
            if titled and o.senses and o.first in (c.last + 2, c.last + 3) and tokens[c.last + 1].lower_ == "of":
                return o.senses  # "King Abdullah of Jordan"
            if not o.senses or not o.agent or o.name or o.place:
                continue
            sort = self.scene.atlas.agents[o.agent].sort
            if sort not in ("office", "person", "organ", "group", "people"):
                continue
            between = _without_who(tokens[c.last + 2 : o.first])
            after = 1 <= o.first - c.last <= 6 and tokens[c.last + 1].text in (",", "(", "-", "—") and _flat(between)
            ahead = 1 <= c.first - o.last <= 2 and all(t.text in (",", "-", "—") for t in tokens[o.last + 1 : c.first])
            if after or (ahead and sort in ("office", "person")):
                return o.senses
        return ()

    def at_home(self, c: Clue, at: tuple[int, int], verdict: Verdict, memory: Memory) -> Verdict:
        """A person of no named nation but with a title of government: of the state spoken of, if no better is known."""
        known = self.met.get(slug(full_name(c)))
        if known and known.codes:
            return known
        atlas = self.scene.atlas
        agent = atlas.agents.get(c.agent or "")
        if (
            agent is None
            or agent.sector not in ("GOV", "MIL", "LEG")
            or c.agent in listed_words("placing", "stateless")
        ):
            return verdict
        home = atlas.home(c.agent or "")
        beside = [
            r
            for r in memory.said
            if r.at[0] == at[0] and at[1] - r.at[1] <= 6 and r.sort == "person" and len(r.codes) == 1
        ]
        found: tuple[str, float] | None
        if home and home in self.scene.near:
            found = (home, 1.0)
        elif beside:
            found = (beside[-1].codes[0], 1.0)  # "Prime Minister A of X and energy minister B"
        else:
            found = memory.state(at)
        if not found:
            return verdict
        score, why = 0.3 + 0.3 * found[1], f"{c.agent}, of the state spoken of most"
        made = Verdict(verdict.actor, (found[0],), "same", "salience", score, why)
        self.met[slug(full_name(c))] = made
        return made


def _without_who(tokens: Sequence[Token]) -> Sequence[Token]:
    """The words without a leading "who is": "Volker, who was the US special envoy"."""
    relative = len(tokens) > 1 and tokens[0].lower_ == "who" and tokens[1].lemma_ == "be"
    return tokens[2:] if relative else tokens


def _flat(tokens: Sequence[Token]) -> bool:
    """Whether there are only articles, adjectives and nouns."""
    return all(t.pos_ in ("DET", "ADJ", "NOUN", "PROPN", "ADV", "NUM", "PUNCT") for t in tokens)
