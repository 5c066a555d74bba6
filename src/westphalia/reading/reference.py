"""Whom pronouns, descriptions and offices without a nation refer to, in the light of what a segment has spoken of."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Token

from westphalia.ontology.tables import table
from westphalia.reading.classes import classes
from westphalia.reading.clues import Clue, listed_words
from westphalia.reading.memory import Memory, Referent
from westphalia.reading.reading import Parsed
from westphalia.reading.scene import Scene, Verdict

__all__ = ["Reference"]

_At = tuple[int, int]


@dataclass(slots=True)
class Reference:
    """The rules, over one segment's memory; `speaker` is the one whose quotation was read last."""

    scene: Scene
    memory: Memory
    speaker: Verdict | None = None

    def refers(self, parsed: Parsed, c: Clue, at: _At, speaker: Verdict | None) -> list[Verdict]:
        """Whom a pronoun or description means; nobody where no one fits."""
        if c.refers == "speaker":
            return self.speaking(c, speaker)
        if c.refers == "owner":
            return self._owned(parsed, c, at, speaker)
        if c.refers == "state":
            return self._the_state(parsed, c, at)
        if c.refers in ("set", "pair", "persons", "triple", "former", "latter"):
            return self._several(parsed, c, at)
        if c.refers in ("thing", "many") and self._rival_subject(parsed, c):
            return []
        if charged := self._harmed(parsed, c, at) or self._charged(parsed, c, at, c.refers or ""):
            return charged
        own = parsed.tokens[c.head].dep_ == "poss"
        best = self._best(c.refers or "", c.only, at, own=own, apart=_clause_mates(parsed, c))
        if listed := self._all_of(c.refers or "", at, best):
            return listed
        return [self._again(a, *best, c) for a in best[0].actors] if best else []

    def _best(
        self, kind: str, only: str | None, at: _At, *, own: bool, apart: Collection[int] = ()
    ) -> tuple[Referent, float] | None:
        """The referent that a pronoun of a kind (person, thing, many, group, organisation) means.

        `apart`: tokens of its sentence that it does not mean, nor anybody who is the same.
        """
        others = {r.actors for r in self.memory.said if r.at[0] == at[0] and r.at[1] in apart}
        if others:
            aside = Reference(self.scene, self.memory.without(others))
            return aside._best(kind, only, at, own=own)
        if kind == "person":
            found = self.memory.best(at, self.memory.person(only), own=own)
            if found is None and only == "woman":  # "Great Britain ... her troops"
                found = self.memory.best(at, lambda r: r.sort in ("state", "organ"), reach=1, own=own)
            return found
        if kind == "thing":
            return self.memory.best(at, lambda r: r.sort in _THINGS and not r.many, own=own)
        if kind == "many":
            return self.memory.best(at, _plural, own=own)
        if kind == "group":
            return self.memory.best(at, lambda r: r.sort in ("group", "armed_group") and not r.agent, reach=6)
        if kind == "organisation":
            return self.memory.best(at, lambda r: r.sort == "organisation", reach=6)
        return None

    def _all_of(self, kind: str, at: _At, best: tuple[Referent, float] | None) -> list[Verdict]:
        """Who "they" are where a list is nearer than any one plural: "Chad and Mali said that they would sign"."""
        listed = self.memory.last_list(at) if kind == "many" else ()
        if not listed or (best is not None and best[0].at >= listed[0].at):
            return []
        return [Verdict(r.actors[0], r.codes, "same", "pronoun", 0.65, "of the list named before it") for r in listed]

    def _charged(self, parsed: Parsed, c: Clue, at: _At, kind: str) -> list[Verdict]:
        """Whom "its" and "their" mean in what somebody is charged with or praised for: "Chad accused Mali of breaking
        its word" speaks of Mali's word, "Mali was blamed by Chad for its silence" of Mali's silence."""
        if kind not in ("thing", "many"):
            return []
        charged = {t.i for t in _charged(parsed.tokens[c.first])}
        meant = [r for r in self.memory.said if r.at[0] == at[0] and r.at[1] in charged and r.at < at]
        if kind == "thing":
            meant = [r for r in meant if r.sort in _THINGS and not r.many] if len(meant) == 1 else []
        elif len(meant) == 1 and not _plural(meant[0]):
            return []
        return [self._again(a, r, 0.7, c) for r in meant for a in r.actors]

    def _harmed(self, parsed: Parsed, c: Clue, at: _At) -> list[Verdict]:
        """Whose land or ships others are said to have harmed: those of who says so ("Togo said Chad had bombed its
        post", "Togo accused Chad of seizing its ships")."""
        teller = _tells_of_harm(parsed.tokens[c.first])
        if teller is None:
            return []
        place = teller.i
        meant = [r for r in self.memory.said if r.at == (at[0], place) and len(r.codes) == 1]
        return [self._again(a, r, 0.7, c) for r in meant for a in r.actors]

    def _several(self, parsed: Parsed, c: Clue, at: _At) -> list[Verdict]:
        """ "these countries", "both sides", "the two leaders", "the latter"."""
        acted_on = parsed.tokens[c.head].dep_ == "dobj" and c.refers not in ("former", "latter")
        avoid = self.memory.doers(at) if acted_on else set()
        if c.refers == "set":
            found = self.memory.last_set(at, avoid)
        elif c.refers in ("former", "latter"):
            last = self.memory.last_states(at, 2)
            found = last[-1:] if c.refers == "former" else last[:1]
        else:
            number = 3 if c.refers == "triple" else 2
            found = self.memory.last_states(at, number, persons=c.refers == "persons", avoid=avoid)
            found = found or self.memory.last_states(at, number, avoid=avoid)
        why = f"of the last {len(found)} named"
        return [Verdict(r.actors[0], r.codes, "same", "description", 0.6, why) for r in found]

    def _again(self, actor_id: str, referent: Referent, score: float, c: Clue) -> Verdict:
        """A referent meant once more."""
        actor = self.scene.actor(actor_id)
        joint = len(referent.actors) > 1 and actor_id not in self.scene.new
        codes = self.scene.codes(actor_id) if joint else referent.codes
        what = "pronoun" if c.first == c.last else "description"
        stateless = not codes and actor.kind == "person"
        why = f"the most salient before it: {actor.name}"
        return Verdict(actor_id, codes, "open" if stateless else "same", what, score, why)

    def _rival_subject(self, parsed: Parsed, c: Clue) -> bool:
        """Whether a subject that is no actor stands before the pronoun in its sentence and would rather be meant."""
        token = parsed.tokens[c.head]
        if token.dep_ == "poss":
            return False
        here = [self.scene.clue[m.id] for m in self.scene.by_sentence.get(parsed.sentence.id, [])]
        taken = {i for o in here for i in range(o.first, o.last + 1)}
        tags = ("NNS", "NNPS") if c.refers == "many" else ("NN", "NNP")
        for t in parsed.tokens[: c.head]:
            if t.dep_ in ("nsubj", "nsubjpass") and t.tag_ in tags and t.i not in taken and t.head.i < token.i:
                return not any(o.subject for o in here if o.head < c.head)
        return False

    def _the_state(self, parsed: Parsed, c: Clue, at: _At) -> list[Verdict]:
        """ "the country", "the kingdom"."""
        among = _state_kinds().get(c.only) if c.only else None
        avoid: set[str] = set()
        governor, beside = parsed.tokens[c.head].head, None
        if governor.lower_ in ("to", "in", "into", "from"):  # "Kim's visit to the country" is no visit to his own
            beside = governor.head
        elif parsed.tokens[c.head].dep_ == "dobj" and governor.lemma_ in _AGAINST_OTHERS:
            beside = governor  # "Burundi accused the country"
        if beside is not None:
            owners = {t.i for t in beside.children if t.dep_ in ("poss", "nsubj", "nsubjpass")}
            for r in self.memory.said:
                if r.at[0] == at[0] and r.at[1] in owners:
                    avoid |= set(r.codes)
        named = self.memory.named_state(at, subject=c.subject, among=among, avoid=avoid)
        if named:
            return [Verdict(named.codes[0], named.codes, "same", "description", 0.65, "the state named just before")]
        found = self.memory.state(at, among=among, avoid=avoid)
        if not found:
            return []
        state, share = found
        return [Verdict(state, (state,), "same", "description", 0.35 + share / 2, "the state spoken of most")]

    def _owned(self, parsed: Parsed, c: Clue, at: _At, speaker: Verdict | None) -> list[Verdict]:
        """ "its government", "our people": those of whom the pronoun means."""
        owner = c.owner or "its"
        agent = self.scene.atlas.agents.get(c.agent or "")
        if agent is not None and agent.sort == "relation" and owner in ("our", "my"):
            return []  # "our partners": others, whoever they are
        if parsed.tokens[c.head].lemma_.lower() in classes()["others"]:
            return []  # "its allies"
        if owner in ("our", "my"):
            found = self.speaking(c, speaker)
        else:
            kind = {"its": "thing", "their": "many"}.get(owner, "person")
            found = self._harmed(parsed, c, at) or self._charged(parsed, c, at, kind)
            if not found:
                best = self._best(kind, {"his": "man", "her": "woman"}.get(owner), at, own=True)
                found = self._all_of(kind, at, best)
            if not found:
                found = [self._again(a, *best, c) for a in best[0].actors] if best else []
        return [
            Verdict(
                self.scene.organ(code, c.agent), (code,), "same", "description", v.score * 0.95, f"{owner}: {v.why}"
            )
            for v in found
            for code in v.codes
        ]

    def bare(self, parsed: Parsed, c: Clue, at: _At, speaker: Verdict | None) -> list[Verdict]:
        """Whom an office, organ or people without a nation is of: the one named before it, else the state spoken of."""
        if c.owner:
            return self._owned(parsed, c, at, speaker)
        if not c.agent or c.only == "elsewhere":  # residents of a place that is not known
            return []
        agent = self.scene.atlas.agents[c.agent]
        if agent.sort == "epithet":
            return self.scene.called_so()
        if c.agent in listed_words("placing", "local") and (here := self._local(parsed, c)):
            return here
        if governing := self._governing(parsed, c, at):
            return governing
        if c.definite or (c.many and c.agent != "people") or agent.alone == "yes":
            again = self._named_before(c, at, posted=agent.sort in ("office", "person"))
            if again:
                return again
        forces = agent.sector in ("MIL", "COP")
        faceless = agent.sort in ("company", "asset", "outlet", "relation") or (agent.sort == "person" and not forces)
        vague = agent.alone == "back" or (c.agent == "people" and not c.definite)
        if forces and not c.definite and _is_met(parsed.tokens[c.head]) and (here := self._local(parsed, c)):
            return here
        if faceless or vague or (agent.alone == "no" and not forces and agent.sector != "CVL"):
            return []
        home = self.scene.atlas.home(c.agent)
        found: tuple[str, float] | None
        if c.quoted and speaker and speaker.codes:
            found = (speaker.codes[0], 0.5)
        elif home in self.scene.near:
            found = (home or "", 0.6)
        else:
            found = self.memory.state(at)
            if found is None and self.scene.speaker_state:
                found = (self.scene.speaker_state, 0.4)
        if not found:
            return []
        state, share = found
        why = f"{c.agent} of the state spoken of most, {state}"
        return [Verdict(self.scene.organ(state, c.agent), (state,), "same", "salience", 0.3 + 0.4 * share, why)]

    def _local(self, parsed: Parsed, c: Clue) -> list[Verdict]:
        """Those who are of the place where they stand: "police in Nairobi", "ordered villagers in Lebanon to leave";
        those without such a place are of where it happens: "authorities detained a reporter in Kampala"."""
        token = parsed.tokens[c.head]
        verb = token.head if token.dep_ in ("nsubj", "nsubjpass", "dobj") and token.head.pos_ == "VERB" else None
        heads = [token] if verb is None else [token, verb]
        for prep in (p for head in heads for p in head.children if p.dep_ == "prep" and p.i > token.i):
            if prep.lower_ in _WHERE and (state := self._placed(parsed, prep)):
                who = self.scene.organ(state, c.agent)
                return [Verdict(who, (state,), "same", "local", 0.65, f"{c.agent} of the place")]
        return []

    def _placed(self, parsed: Parsed, prep: Token) -> str | None:
        """The one state that a place behind a preposition is in; seats of international bodies are in none."""
        below = {t.i for t in prep.subtree}
        for m in self.scene.by_sentence.get(parsed.sentence.id, []):
            o = self.scene.clue[m.id]
            if o.place and o.senses and o.head in below and m.text.lower() not in listed_words("placing", "seat"):
                codes = {code for v in self.scene.nation(o.senses, o) for code in v.codes}
                return codes.pop() if len(codes) == 1 else None
        return None

    def own_organ(self, c: Clue, at: _At) -> list[Verdict]:
        """Whose an organ is that several states have under its name: of that state which it is known for where the
        document is about it, else of the state spoken of: "Kim told the Central Military Commission" is no Chinese
        matter."""
        known = self.scene.nation(c.senses, c)
        if not known or set(known[0].codes) & set(self.scene.about):
            return known
        found = self.memory.state(at)
        if found is None:
            return []
        state, share = found
        sort = self.scene.actor(known[0].actor).sector
        organ = self.scene.organ(state, {"MIL": "army"}.get(sort or "", "government"))
        why = f"an organ that many states have, of the state spoken of most, {state}"
        return [Verdict(organ, (state,), "same", "salience", 0.3 + 0.4 * share, why)]

    def _governing(self, parsed: Parsed, c: Clue, at: _At) -> list[Verdict]:
        """Whom a lone "the government" means: that of the last subject; where it answers what this one asked or said
        of another, the other's: "Togo asked Chad to wait. The government refused"."""
        last = self.memory.last_subject(at)
        if c.agent not in _GOVERNING or not c.definite or c.quoted or last is None:
            return []
        state = last.codes[0]
        asked = [r for r in self.memory.said if r.at[0] == last.at[0] and r.at > last.at and len(r.codes) == 1]
        others = {r.codes[0] for r in asked} - {state}
        verb = parsed.tokens[c.head].head
        if c.subject and verb.lemma_ in classes()["answering"] and last.asks and len(others) == 1:
            state = others.pop()
        why = f"{c.agent} of the last subject, {state}"
        return [Verdict(self.scene.organ(state, c.agent), (state,), "same", "description", 0.6, why)]

    def _named_before(self, c: Clue, at: _At, *, posted: bool) -> list[Verdict]:
        """The same office, organ or people with its nation, named earlier: "US troops ... the troops"."""
        if c.many and posted:
            each = self.memory.those(at, c.agent or "")
            if len(each) > 1:
                return [self._again(r.actors[0], r, 0.7, c) for r in each]
        before = self.memory.best(
            at,
            lambda r: _alike(r.agent, c.agent) and r.many == c.many and (posted or r.sort != "person"),
            reach=30 if posted else 8,
        )
        return [self._again(a, *before, c) for a in before[0].actors] if before else []

    def speaking(self, c: Clue, speaker: Verdict | None) -> list[Verdict]:
        """Who "we" and "I" are: the one quoted, or the state whose delegate speaks."""
        if c.quoted:
            who = speaker or self.speaker
            if who is None or not who.codes:
                return []
            why = f"the one quoted: {self.scene.actor(who.actor).name}"
            return [replace(who, verdict="same", method="speaker", score=0.75, why=why)]
        state = self.scene.speaker_state
        if state is None:
            return []
        return [Verdict(state, self.scene.codes(state), "same", "speaker", 0.8, "the state whose delegate speaks")]


_AGAINST_OTHERS = frozenset(
    {"accuse", "attack", "blame", "condemn", "criticize", "criticise", "denounce", "invade", "occupy", "threaten"}
    | {"urge", "warn", "visit", "sanction"}
)
_THINGS = frozenset({"state", "organ", "organisation", "group"})


_REFLEXIVE = frozenset({"itself", "himself", "herself", "themselves"})


def _clause_mates(parsed: Parsed, c: Clue) -> list[int]:
    """The subjects of the verb that a pronoun is an object of: of "Chad condemned it" "it" is not Chad."""
    token = parsed.tokens[c.head]
    behind = token.dep_ == "pobj" and token.head.dep_ in ("prep", "dative")
    verb = token.head.head if behind else token.head
    if token.dep_ not in ("dobj", "pobj", "dative") or verb.pos_ != "VERB" or token.lower_ in _REFLEXIVE:
        return []
    return [t.i for t in _doers(verb)]


def _doers(verb: Token) -> list[Token]:
    """Who does a verb: its subject, or that of the verb above it ("closed the border, accusing it")."""
    own = [t for t in verb.children if t.dep_ == "nsubj"]
    above = verb.head
    if own or above.i == verb.i:
        return own
    behind = verb.dep_ == "pcomp"
    preposition, above = above, above.head if behind else above
    if above.pos_ != "VERB" or any(t.dep_ == "nsubjpass" for t in above.children):
        return []
    objects = [t for t in above.children if t.dep_ == "dobj"]
    if objects and (verb.dep_ == "xcomp" or (behind and preposition.lower_ in ("of", "for", "from"))):
        return objects  # "asked Mali to help it", "accused Mali of backing it"
    shared = verb.dep_ in ("xcomp", "conj") or behind or (verb.dep_ == "advcl" and verb.tag_ == "VBG")
    return _doers(above) if shared else []


_WHERE = frozenset({"in", "near", "across", "throughout", "around", "outside", "at"})


def _is_met(token: Token) -> bool:
    """Whether forces are acted on where they are, or act there: "trained troops in Niger"; who sends troops to a land
    or keeps them there has them."""
    if token.dep_ == "nsubj":
        return True
    return token.dep_ in ("dobj", "nsubjpass") and token.head.lemma_.lower() in classes()["met"]


_GOVERNING = frozenset({"government", "administration", "regime", "cabinet", "authorities", "authority"})
_FROM_CHARGE = frozenset({"of", "for", "from", "with", "over"})


def _charged(token: Token) -> list[Token]:
    """Those whom the verb above a word charges, where the word stands in the charge: behind its "of" or "for"."""
    for below in (token, *token.ancestors):
        if below.dep_ == "prep" and below.lower_ in _FROM_CHARGE and below.head.lemma_.lower() in classes()["blamed"]:
            verb = below.head
            passive = any(t.dep_ == "auxpass" for t in verb.children)
            objects = [t for t in verb.children if t.dep_ == ("nsubjpass" if passive else "dobj")]
            return [each for t in objects for each in (t, *t.conjuncts)]
        if below.dep_ == "prep" and below.lower_ == "for" and (thanked := _thanked(below.head)):
            return thanked
        if below.pos_ in ("VERB", "AUX") and any(t.dep_ in ("nsubj", "nsubjpass") for t in below.children):
            return []
    return []


def _thanked(word: Token) -> list[Token]:
    """Those to whom one is thankful: "grateful to Togo", "expressed its gratitude to Togo"."""
    near = [word, *(c for c in word.children if c.dep_ in ("dobj", "acomp"))]
    if not any(t.lemma_.lower() in classes()["thankful"] for t in near):
        return []
    to = [g for t in near for c in t.children if c.lower_ == "to" for g in c.children if g.dep_ == "pobj"]
    return [each for t in to for each in (t, *t.conjuncts)]


def _tells_of_harm(pronoun: Token) -> Token | None:
    """Who says that somebody else harmed what the pronoun owns; None where nobody does."""
    noun = pronoun.head
    if pronoun.lower_ not in ("its", "their") or noun.lemma_.lower() not in classes()["holdings"]:
        return None
    if any(t.lower_ == "own" for t in noun.children):
        return None
    verb = noun
    while verb.pos_ not in ("VERB", "AUX") and verb.dep_ in ("dobj", "pobj", "prep", "nsubjpass"):
        verb = verb.head
    harm = verb.lemma_.lower() in classes()["inflicts"]
    while verb.dep_ == "conj" and verb.head.pos_ == "VERB":
        verb = verb.head
    if not harm:
        return None
    if verb.dep_ == "ccomp":
        doers, telling = [t for t in verb.children if t.dep_ in ("nsubj", "agent")], verb.head
    elif verb.dep_ == "pcomp" and verb.head.lower_ in _FROM_CHARGE:
        telling = verb.head.head
        doers = [t for t in telling.children if t.dep_ == "dobj"]
    else:
        return None
    tellers = [t for t in telling.children if t.dep_ == "nsubj"]
    return tellers[0] if doers and tellers else None


def _plural(r: Referent) -> bool:
    return r.many or (r.sort in ("people", "organisation", "group", "organ") and r.subject)


def _alike(named: str | None, called: str | None) -> bool:
    """Whether two words are one, or both of a ship or an aircraft: "a North Korean vessel ... the ship"."""
    if named == called or named is None or called is None:
        return named == called
    words = {word.replace(" ", "_") for word in (named, called)}
    return any(words <= classes()[name] for name in ("ships", "aircraft"))


@cache
def _state_kinds() -> dict[str, frozenset[str]]:
    return {row["kind"]: frozenset(row["states"].split()) for row in table("state_kinds")}
