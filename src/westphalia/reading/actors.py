"""Stage: who each mention is, judged in the light of the segment, the day and the names around it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from westphalia.ontology.actors import Atlas, atlas
from westphalia.ontology.gazetteer import Sense
from westphalia.ontology.leaders import slug
from westphalia.ontology.tables import table
from westphalia.reading.clues import Clue, clues, listed_words
from westphalia.reading.memory import Memory, Referent
from westphalia.reading.reading import Parsed, Reading
from westphalia.reading.speakers import speaking_state
from westphalia.records import Actor, Basis, Judgement, Mention

__all__ = ["actors"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Who a mention is taken to be: one of possibly several."""

    actor: str
    codes: tuple[str, ...]
    verdict: str  # same, open or place
    method: str
    score: float
    why: str


def actors(reading: Reading) -> Reading:
    """The reading with judgements on its mentions; persons that the atlas lacks are in `notes["actors"]` by id."""
    judge = _Judge(reading)
    made = judge.all()
    return replace(reading, judgements=tuple(made), notes={**reading.notes, "actors": judge.new})


@dataclass(slots=True)
class _Judge:
    reading: Reading
    atlas: Atlas = field(init=False)
    on: date | None = field(init=False)
    clue: dict[str, Clue] = field(init=False)
    by_sentence: dict[str, list[Mention]] = field(init=False)
    near: set[str] = field(default_factory=set)
    people: dict[str, Verdict] = field(default_factory=dict)
    new: dict[str, Actor] = field(default_factory=dict)
    memory: Memory = field(default_factory=Memory)
    speaker: Verdict | None = None
    state: str | None = None

    def __post_init__(self) -> None:
        self.atlas = self.reading.notes.get("atlas") or atlas()  # type: ignore[assignment]
        published = self.reading.document.published
        self.on = (published.start or published.end) if published else None
        self.clue = dict(clues(self.reading))
        self.by_sentence = {}
        for m in self.reading.mentions:
            self.by_sentence.setdefault(m.sentence_id, []).append(m)
        for c in self.clue.values():
            for sense in (*c.senses, *(s for group in c.also for s in group)):
                if not sense.either:
                    for actor in sense.actors:
                        self.near |= {actor, *self.atlas.codes(actor, self.on)}
        self.state = speaking_state(self.reading, self.atlas)

    # -- the run through the document --------------------------------------------------------------------------------

    def all(self) -> list[Judgement]:
        made: list[Judgement] = []
        self._meet_people()
        segment = None
        for index, parsed in enumerate(self.reading.parsed):
            if parsed.sentence.segment != segment:
                segment, self.memory, self.speaker = parsed.sentence.segment, Memory(), None
            for mention, verdicts in self._sentence(index, parsed):
                for v in verdicts:
                    basis = Basis(method=f"actors:{v.method}", score=round(v.score, 2), why=v.why)
                    made.append(
                        Judgement(
                            mention_id=mention.id, actor_id=v.actor, codes=v.codes, verdict=v.verdict, basis=basis
                        )  # type: ignore[arg-type]
                    )
        return made

    def _sentence(self, index: int, parsed: Parsed) -> list[tuple[Mention, list[Verdict]]]:
        here = self.by_sentence.get(parsed.sentence.id, [])
        firm: dict[str, list[Verdict]] = {}
        for m in here:
            c = self.clue[m.id]
            if not c.refers and (c.senses or c.name):
                firm[m.id] = self._named(parsed, here, c)
        speaker = self._speaker_of(parsed, here, firm) or self._speaking_pronoun(parsed, here, index)
        found = []
        for m in here:
            c = self.clue[m.id]
            at = (index, c.first)
            verdicts = firm.get(m.id)
            if verdicts is None:
                verdicts = self._refers(parsed, c, at, speaker) if c.refers else self._bare(c, at, speaker)
            elif c.name and not verdicts[0].codes:
                verdicts = self._at_home(c, at, verdicts[0])
            found.append((m, verdicts))
            self._remember(c, verdicts, (index, c.head))
        if speaker is not None:
            self.speaker = speaker
        return found

    def _remember(self, c: Clue, verdicts: list[Verdict], at: tuple[int, int]) -> None:
        sure = [v for v in verdicts if v.verdict in ("same", "place") or (c.name and not c.owner)]
        if not sure:
            return
        codes = tuple(sorted({code for v in sure for code in v.codes}))
        gender = c.only if c.refers == "person" else _GENDERS.get(c.agent or "")
        self.memory.add(
            Referent(
                actors=tuple(v.actor for v in sure),
                codes=codes,
                sort=self._sort(c, sure[0].actor),
                at=at,
                many=c.many,
                subject=c.subject,
                gender=gender,
                agent=c.agent,
                named=not c.refers,
                place=bool(c.place),
                quoted=c.quoted,
                form="agent"
                if c.agent or c.name
                else "description"
                if c.refers
                else c.senses[0].kind
                if c.senses
                else "",
            )
        )

    def _sort(self, c: Clue, actor_id: str) -> str:
        if (c.name and c.owner is None) or c.refers == "person":
            return "person"
        if c.agent:
            sort = self.atlas.agents[c.agent].sort
            return {"office": "person", "person": "person", "organ": "organ", "people": "people", "asset": "organ"}.get(
                sort, "group"
            )
        if c.senses and c.senses[0].kind == "people":
            return "people"
        kind = self._actor(actor_id).kind
        return {
            "state": "state",
            "territory": "state",
            "igo": "organisation",
            "ngo": "organisation",
            "armed_group": "group",
        }.get(kind, kind)

    def _actor(self, actor_id: str) -> Actor:
        return self.new.get(actor_id) or self.atlas.actor(actor_id)

    # -- names, with and without persons -----------------------------------------------------------------------------

    def _named(self, parsed: Parsed, here: list[Mention], c: Clue) -> list[Verdict]:
        if c.name and c.owner == "'s":
            whose = self._person(parsed, here, replace(c, agent=None))
            made = [
                replace(
                    whose, actor=self._organ(code, c.agent or "government"), codes=(code,), why=f"{c.agent} of {c.name}"
                )
                for code in whose.codes
            ]
            return made or [whose]
        if c.name:
            return [self._person(parsed, here, c)]
        groups = (c.senses, *c.also)
        made: list[Verdict] = []
        for group in groups:
            made += self._nation(group, c)
        others = [self.clue[m.id] for m in here if self.clue[m.id] is not c]
        beside = {a for o in others for s in o.senses if len(s.actors) == 1 for a in s.actors}
        return [
            replace(
                v, codes=tuple(x for x in v.codes if x not in beside), why=f"{v.why}, without those named beside it"
            )
            if v.actor.startswith("IGO.") and set(v.codes) & beside
            else v
            for v in made
        ]

    def _nation(self, senses: tuple[Sense, ...], c: Clue) -> list[Verdict]:
        held = [s for s in senses if s.holds(self.on)] or list(senses)
        joint = next((s for s in held if len(s.actors) > 1 and not s.either), None)
        if joint is not None:
            kind = "place" if c.place else "same"
            return [Verdict(a, self.atlas.codes(a, self.on), kind, joint.kind, 0.9, joint.why) for a in joint.actors]
        found = self.atlas.weigh(held, self.on, self.near)
        if not found:
            return []
        best = found[0]
        if any(s.either for s in held):
            rivals = [f for f in found if f.score > best.score - 0.15]
            if len(rivals) > 1:
                return [Verdict(f.actor.id, f.codes, "open", f.kind, f.score / len(rivals), f.why) for f in rivals]
        actor_id, why, score = best.actor.id, best.why, best.score
        if c.agent and best.actor.kind in ("state", "territory"):
            actor_id, why = self._organ(best.actor.id, c.agent, many=c.many), f"{c.agent} of {best.actor.name}"
        elif c.place:
            why = f"{best.actor.name}, {c.place}"
        return [Verdict(actor_id, best.codes, "place" if c.place else "same", best.kind, score, why)]

    def _organ(self, state: str, agent: str, *, many: bool = False) -> str:
        """The id of a state's office holder, organ or people."""
        known, role = self.atlas.agents[agent], self.atlas.role(agent)
        if known.sort == "office" and role and self.on and not many:
            holders = self.atlas.holders(role, state, self.on)
            if len(holders) == 1:
                return holders[0].id
        suffix = known.organ or {"company": "company", "outlet": "media", "people": "people"}.get(
            known.sort, "government"
        )
        suffix = "military" if known.sector == "MIL" else suffix
        return f"{state}.{suffix}"

    # -- persons -----------------------------------------------------------------------------------------------------

    def _meet_people(self) -> None:
        """Settle who the persons named in full are, so that surnames find them wherever they stand."""
        ranked = []
        for parsed in self.reading.parsed:
            here = self.by_sentence.get(parsed.sentence.id, [])
            for m in here:
                c = self.clue[m.id]
                if c.name:
                    v = self._identify(parsed, here, c)
                    ranked.append((len(c.name.split()), v.score, c.name, v))
        for _, _, name, v in sorted(ranked, key=lambda r: (-r[0], -r[1])):
            key = slug(name)
            if key not in self.people or self.people[key].score < v.score:
                self.people[key] = v

    def _person(self, parsed: Parsed, here: list[Mention], c: Clue) -> Verdict:
        assert c.name
        full = next((k[1:] for k in c.known if k.startswith("?")), c.name)
        best = self.people.get(slug(full)) or self._identify(parsed, here, c)
        own = self._identify(parsed, here, c) if c.senses else best
        if own.codes and best.codes != own.codes:
            return own
        return best

    def _identify(self, parsed: Parsed, here: list[Mention], c: Clue) -> Verdict:
        name = next((k[1:] for k in c.known if k.startswith("?")), c.name or "")
        nation = self._nation_of(parsed, here, c)
        states = {a for s in nation for a in s.actors} if nation else set()
        codes = tuple(sorted({x for a in states for x in self.atlas.codes(a, self.on)}))
        ids = [k for k in c.known if not k.startswith("?")]
        if not ids:
            near = [*states, *codes] or list(self.near)
            ids = [f.actor.id for f in self.atlas.person(name, self.on, near) if f.score > (0.7 if states else 0.85)]
        if not ids and " " not in name.strip():
            ids = self._by_title(name, c.agent)
        if states and not codes and ids:  # "AU chairperson President Sisi": an organisation's post, a state's man
            better = [i for i in ids if self.atlas.codes(i, self.on) and len(i.split("-")) > 1]
            states = set() if better else states
        if states:
            ids = [i for i in ids if self.atlas.whose(i) in states or set(self.atlas.codes(i)) & set(codes)] or []
        if ids:
            best = max(ids, key=lambda i: (self.atlas.whose(i) in self.near, self.atlas.office_on(i, self.on)))
            score = 0.6 + 0.35 * self.atlas.office_on(best, self.on)
            rivals = {self.atlas.whose(i) for i in ids}
            why = f"{self.atlas.actor(best).name}" + (f", one of {len(ids)} so called" if len(rivals) > 1 else "")
            return Verdict(best, self.atlas.codes(best, self.on), "same", "person", score, why)
        if codes or states:
            state = sorted(states)[0]
            actor_id = self._new_person(name, state)
            return Verdict(actor_id, codes, "same", "person", 0.85, f"introduced with {state}")
        return Verdict(
            self._new_person(name, None), (), "open", "person", 0.3, f"{name}: no state is named with the person"
        )

    def _by_title(self, surname: str, title: str | None) -> list[str]:
        """Known persons of a surname who held the post that stands before it: "President Trump"."""
        role = self.atlas.role(title or "")
        fits = [p for p in self.atlas.surname(surname) if role and any(t.role == role for t in self.atlas.tenures(p))]
        near = [p for p in fits if self.atlas.whose(p) in self.near or set(self.atlas.codes(p)) & self.near]
        if self.on:
            near = [p for p in near or fits if self.atlas.office_on(p, self.on) > 0.5]
        elif near:  # undated: the latest
            near = [max(near, key=lambda p: max(t.start or date.min for t in self.atlas.tenures(p)))]
        return near if len({self.atlas.whose(p) for p in near}) == 1 else []

    def _new_person(self, name: str, state: str | None) -> str:
        """The id of a person whom the atlas lacks; the actor is kept with the reading."""
        country = state if state and "." not in state else None
        actor_id = f"{country or 'PER'}.{slug(name) or 'unnamed'}"
        if not self.atlas.known(actor_id):
            self.new.setdefault(actor_id, Actor(id=actor_id, name=name, kind="person", country=country, parent=state))
        return actor_id

    def _nation_of(self, parsed: Parsed, here: list[Mention], c: Clue) -> tuple[Sense, ...]:
        """The nation in a person's phrase, or in the apposition after or before it."""
        if c.senses:
            return tuple(s for s in c.senses if s.holds(self.on)) or c.senses
        tokens = parsed.tokens
        for m in here:
            o = self.clue[m.id]
            if not o.senses or not o.agent or o.name or o.place:
                continue
            sort = self.atlas.agents[o.agent].sort
            if sort not in ("office", "person", "organ", "group", "people"):
                continue
            after = (
                1 <= o.first - c.last <= 6
                and tokens[c.last + 1].text in (",", "(", "-", "—")
                and _flat(tokens, c.last + 2, o.first)
            )
            ahead = 1 <= c.first - o.last <= 2 and all(
                tokens[i].text in (",", "-", "—") for i in range(o.last + 1, c.first)
            )
            if after or (ahead and sort in ("office", "person")):
                return o.senses
        return ()

    # -- what refers back --------------------------------------------------------------------------------------------

    def _refers(self, parsed: Parsed, c: Clue, at: tuple[int, int], speaker: Verdict | None) -> list[Verdict]:
        kind = c.refers
        if kind == "speaker":
            return self._speaking(c, speaker)
        if kind == "owner":
            return self._owned(c, at, speaker)
        if kind == "set":
            several = self.memory.last_set(at)
            return [
                Verdict(r.codes[0], r.codes, "same", "description", 0.5, "of those named just before") for r in several
            ]
        if kind in ("pair", "persons", "triple"):
            found = self.memory.last_states(at, 3 if kind == "triple" else 2, persons=kind == "persons")
            if not found and kind == "persons":
                found = self.memory.last_states(at, 2)
            return [
                Verdict(a, r.codes, "same", "description", 0.6, f"of the last {len(found)} named")
                for r in found
                for a in r.actors[:1]
            ]
        if kind == "person":
            best = self.memory.best(
                at, lambda r: r.sort == "person" and not r.many and r.gender in (None, c.only), own=_own(parsed, c)
            )
        elif kind == "thing":
            if self._rival_subject(parsed, c, many=False):
                return []
            best = self.memory.best(
                at, lambda r: r.sort in ("state", "organ", "organisation", "group") and not r.many, own=_own(parsed, c)
            )
        elif kind == "many":
            if self._rival_subject(parsed, c, many=True):
                return []
            best = self.memory.best(at, _several, own=_own(parsed, c))
        elif kind == "state":
            return self._the_state(parsed, c, at)
        elif kind == "group":
            best = self.memory.best(at, lambda r: r.sort in ("group", "armed_group") and not r.agent, reach=6)
        elif kind == "organisation":
            best = self.memory.best(at, lambda r: r.sort == "organisation", reach=6)
        elif kind in ("former", "latter"):
            last = self.memory.last_states(at, 2)
            pick = last[-1:] if kind == "former" else last[:1]
            return [Verdict(a, r.codes, "same", "description", 0.5, kind) for r in pick for a in r.actors]
        else:
            return []
        if best is None:
            return []
        referent, score = best
        return [self._again(a, referent, score, c) for a in referent.actors]

    def _again(self, actor_id: str, referent: Referent, score: float, c: Clue) -> Verdict:
        codes = (
            self.atlas.codes(actor_id, self.on)
            if len(referent.actors) > 1 and actor_id not in self.new
            else referent.codes
        )
        what = "pronoun" if c.first == c.last else "description"
        return Verdict(
            actor_id, codes, "same", what, score, f"the most salient before it: {self._actor(actor_id).name}"
        )

    def _rival_subject(self, parsed: Parsed, c: Clue, *, many: bool) -> bool:
        """Whether a subject that is no actor stands before the pronoun in its sentence and would rather be meant."""
        token = parsed.tokens[c.head]
        if token.dep_ == "poss":
            return False
        taken = {
            i
            for m in self.by_sentence.get(parsed.sentence.id, [])
            for i in range(self.clue[m.id].first, self.clue[m.id].last + 1)
        }
        tag = ("NNS", "NNPS") if many else ("NN", "NNP")
        for t in parsed.tokens[: c.head]:
            if t.dep_ in ("nsubj", "nsubjpass") and t.tag_ in tag and t.i not in taken and t.head.i < token.i:
                return not any(
                    self.clue[m.id].subject
                    for m in self.by_sentence.get(parsed.sentence.id, [])
                    if self.clue[m.id].head < c.head
                )
        return False

    def _the_state(self, parsed: Parsed, c: Clue, at: tuple[int, int]) -> list[Verdict]:
        among = _state_kinds().get(c.only) if c.only else None
        avoid: set[str] = set()
        governor = parsed.tokens[c.head].head
        if governor.lower_ in ("to", "in", "into", "from"):  # "Kim's visit to the country" is no visit to his own
            noun = governor.head
            owners = [t.i for t in noun.children if t.dep_ in ("poss", "nsubj", "nsubjpass")]
            for r in self.memory.said:
                if r.at[0] == at[0] and any(r.at[1] == i for i in owners):
                    avoid |= set(r.codes)
        named = self.memory.named_state(at, subject=c.subject, among=among, avoid=avoid)
        if named:
            return [Verdict(named.codes[0], named.codes, "same", "description", 0.65, "the state named just before")]
        found = self.memory.state(at, among=among, avoid=avoid)
        if not found:
            return []
        state, share = found
        return [Verdict(state, (state,), "same", "description", 0.35 + share / 2, "the state spoken of most")]

    def _owned(self, c: Clue, at: tuple[int, int], speaker: Verdict | None) -> list[Verdict]:
        """ "its government", "our people": those of whom the pronoun means."""
        owner = c.owner or "its"
        if owner in ("our", "my"):
            found = self._speaking(c, speaker)
        else:
            stand_in = replace(c, refers={"its": "thing", "their": "many"}.get(owner, "person"), agent=None)
            stand_in = replace(stand_in, only={"his": "man", "her": "woman"}.get(owner))
            best = self._best_owner(stand_in, at)
            found = [self._again(a, best[0], best[1], c) for a in best[0].actors] if best else []
        made = []
        for v in found:
            for code in v.codes:
                actor_id = self._organ(code, c.agent) if c.agent and self.atlas.known(code) else code
                made.append(Verdict(actor_id, (code,), "same", "description", v.score * 0.95, f"{owner}: {v.why}"))
        return made

    def _best_owner(self, c: Clue, at: tuple[int, int]) -> tuple[Referent, float] | None:
        if c.refers == "person":
            return self.memory.best(
                at, lambda r: r.sort == "person" and not r.many and r.gender in (None, c.only), own=True
            )
        if c.refers == "thing":
            return self.memory.best(
                at, lambda r: r.sort in ("state", "organ", "organisation", "group") and not r.many, own=True
            )
        return self.memory.best(at, _several, own=True)

    def _at_home(self, c: Clue, at: tuple[int, int], verdict: Verdict) -> list[Verdict]:
        """A person of no named nation whose title is one of government: of the state spoken of, while no better is known."""
        full = next((k[1:] for k in c.known if k.startswith("?")), c.name or "")
        known = self.people.get(slug(full))
        if known and known.codes:
            return [known]
        agent = self.atlas.agents.get(c.agent or "")
        if agent is None or agent.sector not in ("GOV", "MIL", "LEG") or c.agent in _ABROAD:
            return [verdict]
        home = self.atlas.home(c.agent or "")
        beside = [
            r
            for r in self.memory.said
            if r.at[0] == at[0] and at[1] - r.at[1] <= 6 and r.sort == "person" and r.codes and not r.place
        ]
        if home and home in self.near:
            found: tuple[str, float] | None = (home, 1.0)
        elif beside:
            found = (beside[-1].codes[0], 1.0)  # "Prime Minister A of X and energy minister B"
        else:
            found = self.memory.state(at)
        if not found:
            return [verdict]
        made = Verdict(
            verdict.actor,
            (found[0],),
            "same",
            "salience",
            0.3 + 0.3 * found[1],
            f"{c.agent}, of the state spoken of most",
        )
        self.people[slug(full)] = made
        return [made]

    def _bare(self, c: Clue, at: tuple[int, int], speaker: Verdict | None) -> list[Verdict]:
        """An office, organ or people without a nation: the one named before it, else of the state spoken of."""
        assert c.agent
        if c.owner:
            return self._owned(c, at, speaker)
        if c.only == "elsewhere":  # residents of a place that is not known
            return []
        agent = self.atlas.agents[c.agent]
        if agent.sort == "epithet":
            called = self.memory.best(
                at, lambda r: bool(r.agent) and self.atlas.agents[r.agent].sort == "epithet", reach=99
            )
            return [self._again(a, called[0], 0.5, c) for a in called[0].actors] if called else []
        if c.definite or c.many or agent.alone == "yes":
            posted = agent.sort in ("office", "person")
            before = self.memory.best(
                at, lambda r: r.agent == c.agent and r.many == c.many and (posted or r.sort != "person"), reach=8
            )
            if before:
                referent, score = before
                return [self._again(a, referent, score, c) for a in referent.actors]
        faceless = agent.sort in ("company", "asset", "outlet", "relation") or (
            agent.sort == "person" and agent.sector not in ("MIL", "COP")
        )
        faceless = faceless or (c.agent == "people" and not c.definite)
        if faceless or agent.alone == "back" or (agent.alone == "no" and agent.sector not in ("MIL", "COP", "CVL")):
            return []
        if c.quoted and speaker and speaker.codes:
            found: tuple[str, float] | None = (speaker.codes[0], 0.5)
        elif self.atlas.home(c.agent) in self.near:
            found = (self.atlas.home(c.agent) or "", 0.6)
        elif self.state:
            found = self.memory.state(at) or (self.state, 0.4)
        else:
            found = self.memory.state(at)
        if not found:
            return []
        state, share = found
        sure = 0.3 + 0.4 * share
        return [
            Verdict(
                self._organ(state, c.agent),
                (state,),
                "same",
                "salience",
                sure,
                f"{c.agent} of the state spoken of most, {state}",
            )
        ]

    # -- who speaks --------------------------------------------------------------------------------------------------

    def _speaking(self, c: Clue, speaker: Verdict | None) -> list[Verdict]:
        who = speaker if c.quoted else None
        if who is None and c.quoted and self.speaker is not None:
            who = self.speaker
        if who is not None:
            return (
                [
                    replace(
                        who,
                        method="speaker",
                        score=0.75,
                        why=f"the one quoted: {self._actor(who.actor).name}",
                        verdict="same",
                    )
                ]
                if who.codes
                else []
            )
        if self.state and not c.quoted:
            return [
                Verdict(
                    self.state,
                    self.atlas.codes(self.state, self.on),
                    "same",
                    "speaker",
                    0.8,
                    "the state whose delegate speaks",
                )
            ]
        return []

    def _speaking_pronoun(self, parsed: Parsed, here: list[Mention], index: int) -> Verdict | None:
        """Who "he" is in "..., he said": needed before the pronouns in the quotation, wherever it stands."""
        if not any(self.clue[m.id].quoted for m in here):
            return None
        for m in here:
            c = self.clue[m.id]
            token = parsed.tokens[c.head]
            if c.quoted or token.dep_ != "nsubj" or token.head.lemma_ not in listed_words("placing", "speech"):
                continue
            if c.refers in ("person", "many", "thing"):
                found = self._refers(parsed, c, (index, 0), None)
            elif c.agent and not c.senses and not c.name:
                found = self._bare(c, (index, 0), None)
            else:
                continue
            return found[0] if found else None
        return None

    def _speaker_of(self, parsed: Parsed, here: list[Mention], firm: dict[str, list[Verdict]]) -> Verdict | None:
        speech = listed_words("placing", "speech")
        best = None
        for m in here:
            c = self.clue[m.id]
            if c.quoted or c.place:
                continue
            token = parsed.tokens[c.head]
            told = (
                token.dep_ in ("nsubj", "nsubjpass", "pobj")
                and token.head.lemma_ in (*speech, "to")
                or (c.subject and any(a.lemma_ in speech for a in [token.head, token.head.head]))
            )
            if told and m.id in firm and firm[m.id]:
                best = firm[m.id][0]
                if token.dep_ == "nsubj":
                    break
        return best


_ABROAD = frozenset({"spokesman", "spokeswoman", "spokesperson", "representative", "delegate", "counterpart", "leader", "commander", "head",
                     "director", "secretary", "secretary-general", "secretary general", "chairman", "adviser", "advisor", "fighter"})  # fmt: skip
_GENDERS = {"king": "man", "queen": "woman", "emperor": "man", "empress": "woman", "prince": "man", "princess": "woman",
            "spokesman": "man", "spokeswoman": "woman", "chairman": "man", "crown prince": "man", "sultan": "man", "shah": "man",
            "congresswoman": "woman", "congressman": "man", "fiancee": "woman", "fiancée": "woman", "wife": "woman"}  # fmt: skip


def _several(r: Referent) -> bool:
    return r.many or (r.sort in ("people", "organisation", "group", "organ") and r.subject)


def _own(parsed: Parsed, c: Clue) -> bool:
    return parsed.tokens[c.head].dep_ == "poss"


def _flat(tokens: Iterable[object], start: int, end: int) -> bool:
    """Whether nothing but articles, adjectives and nouns stands between."""
    return all(t.pos_ in ("DET", "ADJ", "NOUN", "PROPN", "ADV", "NUM", "PUNCT") for t in list(tokens)[start:end])  # type: ignore[attr-defined]


@cache
def _state_kinds() -> dict[str, frozenset[str]]:
    return {row["kind"]: frozenset(row["states"].split()) for row in table("state_kinds")}
