"""What the actor stage knows of a document while it judges: the clues, the day, the states named, and its verdicts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from westphalia.ontology.actors import Atlas
from westphalia.ontology.gazetteer import Sense
from westphalia.reading.clues import Clue, clues
from westphalia.reading.reading import Reading, atlas_of
from westphalia.reading.speakers import speaking_state
from westphalia.records import Actor, Mention

__all__ = ["Scene", "Verdict"]

_PLAIN = {"company": "company", "outlet": "media", "people": "people"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Who a mention is taken to be: one of possibly several. Fields as in `records.Judgement` and its basis."""

    actor: str
    codes: tuple[str, ...]
    verdict: Literal["same", "open", "place"]
    method: str
    score: float
    why: str


@dataclass(slots=True)
class Scene:
    """A document and what was learnt of it.

    `on`: its day. `near`: ids and codes of all that it names. `new`: persons that the atlas lacks. `speaker_state`: the
    state for which a speech is given. `about`: the two states that it names most.
    """

    reading: Reading
    atlas: Atlas = field(init=False)
    on: date | None = field(init=False)
    clue: dict[str, Clue] = field(init=False)
    by_sentence: dict[str, list[Mention]] = field(default_factory=dict)
    near: set[str] = field(default_factory=set)
    new: dict[str, Actor] = field(default_factory=dict)
    speaker_state: str | None = field(init=False)
    about: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.atlas = atlas_of(self.reading)
        published = self.reading.document.published
        self.on = (published.start or published.end) if published else None
        self.clue = dict(clues(self.reading))
        for m in self.reading.mentions:
            self.by_sentence.setdefault(m.sentence_id, []).append(m)
        for c in self.clue.values():
            for group in (c.senses, *c.also):
                for sense in group:
                    if not sense.either:
                        for actor in sense.actors:
                            self.near |= {actor, *self.atlas.codes(actor, self.on)}
        counts = Counter(code for c in self.clue.values() for code in self._plainly(c))
        self.about = tuple(code for code, _ in counts.most_common(2))
        self.speaker_state = speaking_state(self.reading, self.atlas)

    def _plainly(self, c: Clue) -> set[str]:
        """The states that a mention names outright, by their names or by the person."""
        ids = {a for s in c.senses if s.kind != "organ" and not s.either for a in s.actors}
        ids |= {k for k in c.known if not k.startswith("?")} if not ids else set()
        found = {code for i in ids for code in self.codes(i)}
        return found if len(found) == 1 else set()

    def codes(self, actor_id: str) -> tuple[str, ...]:
        """The states that an actor stands for on the document's day."""
        return self.atlas.codes(actor_id, self.on)

    def actor(self, actor_id: str) -> Actor:
        """An actor of the atlas or of this document."""
        return self.new.get(actor_id) or self.atlas.actor(actor_id)

    def organ(self, state: str, agent: str | None, *, many: bool = False) -> str:
        """The id of a state's office holder, organ or people, from the word for it ("foreign minister")."""
        if not agent or not self.atlas.known(f"{state}.government"):
            return state
        known, role = self.atlas.agents[agent], self.atlas.role(agent)
        if known.sort == "office" and role and self.on and not many:
            holders = self.atlas.holders(role, state, self.on)
            if len(holders) == 1:
                return holders[0].id
        suffix = "military" if known.sector == "MIL" else known.organ or _PLAIN.get(known.sort, "government")
        return f"{state}.{suffix}"

    def nation(self, senses: tuple[Sense, ...], c: Clue) -> list[Verdict]:
        """Who a name stands for here: all that a joint name means, several open ones where it is not settled."""
        held = tuple(s for s in senses if s.holds(self.on)) or senses
        kind: Literal["same", "open", "place"] = "place" if c.place else "same"
        joint = next((s for s in held if len(s.actors) > 1), None)
        if joint is not None:
            return [Verdict(a, self.codes(a), kind, joint.kind, 0.9, joint.why) for a in joint.actors]
        found = self.atlas.weigh(held, self.on, self.near)
        if not found:
            return []
        best = found[0]
        rivals = [f for f in found if f.score > best.score - 0.15]
        if any(s.either for s in held) and len(rivals) > 1:
            return [Verdict(f.actor.id, f.codes, "open", f.kind, f.score / len(rivals), f.why) for f in rivals]
        actor_id, why = best.actor.id, best.why
        if c.agent and best.actor.kind in ("state", "territory"):
            actor_id, why = self.organ(best.actor.id, c.agent, many=c.many), f"{c.agent} of {best.actor.name}"
        elif c.place:
            why = f"{best.actor.name}, {c.place}"
        return [Verdict(actor_id, best.codes, kind, best.kind, best.score, why)]

    def called_so(self) -> list[Verdict]:
        """Who is called imperialist or aggressor by name in this document: they are meant by the bare word too."""
        counts: Counter[str] = Counter()
        for c in self.clue.values():
            if c.agent and c.senses and self.atlas.agents[c.agent].sort == "epithet":
                counts.update(c.senses[0].actors)
        if not counts:
            return []
        state = counts.most_common(1)[0][0]
        return [
            Verdict(state, self.codes(state), "same", "description", 0.5, "called so by name elsewhere in the text")
        ]
