"""Stage: who each mention is, judged in the light of the segment, the day and the names around it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Token

from westphalia.reading.classes import classes
from westphalia.reading.clues import Clue, listed_words
from westphalia.reading.grammar import Grammar
from westphalia.reading.memory import Memory, Referent
from westphalia.reading.people import People
from westphalia.reading.reading import Parsed, Reading
from westphalia.reading.reference import Reference
from westphalia.reading.scene import Scene, Verdict
from westphalia.records import Basis, Judgement, Mention

__all__ = ["actors"]


def actors(reading: Reading) -> Reading:
    """The reading with judgements on its mentions; persons that the atlas lacks are in `notes["actors"]` by id.

    Names are judged first, by the gazetteer, the day and the states near; then, in the order of the text, pronouns,
    descriptions and offices without a nation, by what the segment has spoken of.
    """
    scene = Scene(reading)
    people = People(scene)
    people.meet()
    made: list[Judgement] = []
    segment, reference = None, Reference(scene, Memory())
    for index, parsed in enumerate(reading.parsed):
        if parsed.sentence.segment != segment:
            segment, reference = parsed.sentence.segment, Reference(scene, Memory())
        for mention, verdicts in _Sentence(scene, people, reference, index, parsed).judge():
            made.extend(_judgement(mention, v) for v in verdicts)
    return replace(reading, judgements=tuple(made), notes={**reading.notes, "actors": scene.new})


def _judgement(mention: Mention, v: Verdict) -> Judgement:
    basis = Basis(method=f"actors:{v.method}", score=round(v.score, 2), why=v.why)
    return Judgement(mention_id=mention.id, actor_id=v.actor, codes=v.codes, verdict=v.verdict, basis=basis)


@dataclass(slots=True)
class _Sentence:
    scene: Scene
    people: People
    reference: Reference
    index: int
    parsed: Parsed
    speakers: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        heads = {self.scene.clue[m.id] for m in self.scene.by_sentence.get(self.parsed.sentence.id, [])}
        self.speakers = _speakers(self.parsed, heads)

    def judge(self) -> list[tuple[Mention, list[Verdict]]]:
        """The verdicts on the sentence's mentions, in the order of the text."""
        here = self.scene.by_sentence.get(self.parsed.sentence.id, [])
        firm = {
            m.id: self._named(here, c)
            for m in here
            if not (c := self.scene.clue[m.id]).refers and (c.senses or c.name) and not _is_shared(m, c)
        }
        speaker = self._speaker(here, firm)
        found = []
        for m in here:
            c = self.scene.clue[m.id]
            at = (self.index, c.first)
            verdicts = firm.get(m.id)
            if verdicts is None and _is_shared(m, c):
                verdicts = self.reference.own_organ(c, at)
            elif verdicts is None:
                judge = self.reference.refers(self.parsed, c, at, speaker) if c.refers else None
                verdicts = self.reference.bare(self.parsed, c, at, speaker) if judge is None else judge
            elif c.name and not verdicts[0].codes:
                verdicts = [self.people.at_home(c, at, verdicts[0], self.reference.memory)]
            found.append((m, verdicts))
            self._remember(c, verdicts)
        if speaker is not None:
            self.reference.speaker = speaker
        return found

    def _named(self, here: Sequence[Mention], c: Clue) -> list[Verdict]:
        """Who a name is, with or without a person in it."""
        if c.name:
            who = self.people.who(self.parsed, here, replace(c, agent=None) if c.owner else c)
            if not c.owner:
                return [who]
            why = f"{c.agent} of {c.name}"  # "the Trump administration"
            return [replace(who, actor=self.scene.organ(x, c.agent), codes=(x,), why=why) for x in who.codes] or [who]
        made = [v for group in (c.senses, *c.also) for v in self.scene.nation(group, c)]
        others = [o for m in here if (o := self.scene.clue[m.id]) is not c]
        beside = {a for o in others for s in o.senses if len(s.actors) == 1 for a in s.actors}
        for i, v in enumerate(made):
            if v.actor.startswith("IGO.") and set(v.codes) & beside:  # "India and its Quad partners"
                codes = tuple(x for x in v.codes if x not in beside)
                made[i] = replace(v, codes=codes, why=f"{v.why}, without those named beside it")
        return made

    def _speaker(self, here: Sequence[Mention], firm: dict[str, list[Verdict]]) -> Verdict | None:
        """Who says what stands in quotation marks in this sentence; needed before the pronouns within."""
        speech = listed_words("placing", "speech")
        quoting = any(self.scene.clue[m.id].quoted for m in here)
        best = first = None
        for m in here:
            c = self.scene.clue[m.id]
            token = self.parsed.tokens[c.head]
            if c.quoted or c.place:
                continue
            cited = token.dep_ == "pobj" and (token.head.lower_ == "by" or token.head.head.lower_ == "according")
            told = cited or (c.subject and any(a.lemma_ in speech for a in (token.head, token.head.head)))
            verdicts = firm.get(m.id)
            if verdicts is None and quoting and c.subject and (told or first is None):
                at = (self.index, 0)
                is_person = c.refers in ("person", "many", "thing")
                verdicts = self.reference.refers(self.parsed, c, at, None) if is_person else []
                verdicts = verdicts or ([] if c.refers else self.reference.bare(self.parsed, c, at, None))
            if verdicts and c.subject and first is None:
                first = verdicts[0]
            if verdicts and told:
                best = verdicts[0]
                if token.dep_ == "nsubj":
                    break
        return best or (first if quoting else None)

    def _remember(self, c: Clue, verdicts: Sequence[Verdict]) -> None:
        sure = [v for v in verdicts if v.verdict in ("same", "place") or (c.name and not c.owner)]
        if not sure:
            return
        self.reference.memory.add(
            Referent(
                actors=tuple(v.actor for v in sure),
                codes=tuple(sorted({code for v in sure for code in v.codes})),
                sort=self._sort(c, sure[0].actor),
                at=(self.index, c.head),
                many=c.many,
                subject=c.subject,
                gender=c.only if c.refers == "person" else _gender(c.agent),
                agent=c.agent,
                named=not c.refers,
                place=bool(c.place),
                quoted=c.quoted,
                form=_form(c),
                among=_list_of(self.parsed.tokens[c.head]),
                asks=c.subject and self.parsed.tokens[c.head].head.lemma_.lower() in classes()["asking"],
                speaks=self.parsed.tokens[c.head].i in self.speakers,
            )
        )

    def _sort(self, c: Clue, actor_id: str) -> str:
        if (c.name and not c.owner) or c.refers == "person":
            return "person"
        if c.agent:
            return _SORTS.get(self.scene.atlas.agents[c.agent].sort, "group")
        if c.senses and c.senses[0].kind == "people":
            return "people"
        kind = self.scene.actor(actor_id).kind
        return _KINDS.get(kind, kind)


def _is_shared(mention: Mention, c: Clue) -> bool:
    """Whether it is the name of an organ that several states have, with none of them beside it."""
    alone = bool(c.senses) and c.senses[0].kind == "organ" and not c.agent and not c.name
    return alone and mention.text.lower().removeprefix("the ") in listed_words("placing", "shared_organ")


def _list_of(token: Token) -> int:
    """The first member of the list that a token stands in: for "Mali" in "Chad, Togo and Mali", "Chad"."""
    while token.dep_ in ("conj", "appos", "compound", "poss") and token.head.i != token.i:
        token = token.head
    return int(token.i)


def _speakers(parsed: Parsed, named: Iterable[Clue]) -> frozenset[int]:
    """The tokens of those who only say what the rest of a sentence tells: "Chad shelled Mali, Togo said"."""
    speech = listed_words("placing", "speech")
    telling = [t for t in parsed.tokens if t.lemma_ in speech and t.pos_ == "VERB"]
    if not telling:
        return frozenset()
    grammar = Grammar(parsed)
    grammar.know(frozenset(i for c in named for i in range(c.first, c.last + 1)))
    found: set[int] = set()
    for verb in telling:
        if verb.i in grammar.claimed or any(c.dep_ in ("ccomp", "parataxis") for c in verb.children):
            subjects = [t for t in grammar.subjects(verb) if t.pos_ != "VERB"]
            claimed = verb.i in grammar.claimed
            found |= {t.i for s in subjects for t in ((s,) if claimed else (s, *s.conjuncts))}
    return frozenset(found)


def _gender(agent: str | None) -> str | None:
    """What a title says of its holder."""
    return next((g for g in ("man", "woman") if agent in listed_words("placing", g)), None)


def _form(c: Clue) -> str:
    if c.agent or c.name:
        return "agent"
    if c.refers:
        return "pronoun" if c.first == c.last else "description"
    return c.senses[0].kind if c.senses else ""


_SORTS = {"office": "person", "person": "person", "organ": "organ", "people": "people", "asset": "organ"}
_KINDS = {"state": "state", "territory": "state", "igo": "organisation", "ngo": "organisation", "armed_group": "group"}
