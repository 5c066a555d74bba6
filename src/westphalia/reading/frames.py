"""Frames: which word with which roles carries which relation. The tables are data; this is their engine.

A frame file is `reading/data/NAME.tsv`, one frame a line, `#` starts a comment line. Columns, tab-separated, in this
order unless the first line names them (`lemma pos ...`, in any order; `via`, `mode` and `contexts` may be left out):

    lemma   pos   needs   relation   mode   source   target   example   [via]   [contexts]

- `lemma`: one or several joined by `,`; a class of `classes.tsv` by `@name`; parts joined by `_` must all be there:
  `call_on` is the verb with its particle or preposition, `take_part` the verb with its object (or complement, or the
  noun of a preposition: `come_to_power`), `air_strike` the noun with its compound.
- `pos`: `v`, `n` or `a`.
- `needs`: conditions separated by spaces, all must hold; `-` for none. `!` before one turns it round.
    - `object` (the role is filled), `object=actor` (by an actor), `object=place` (it names a place or an actor),
      `subject=thing` (by a word that is no name of an actor, whoever it belongs to: "the deal of Iran", "this"),
      `subject=person` (by a person, an office or those who travel for a state: "delegation", "minister"),
    - `object~word1,word2` (by one of these lemmas; `@name` for a class; `air_strike` for a noun with its compound),
    - `several:subject` (two or more different actors), `passive`, `mod~...` and so on for any role or path.
- `relation`, `mode` (`-` none): a PLOVER type, a tie kind, a label. The relation `-` says that the word carries none in
  this sense ("struck a balance"): it stops the wider frames of the same word.
- `source`, `target`, `via`: where the ends come from. A role or a path; `a|b` the first that is filled by an actor;
  `a+b` both together; `both(a,b)` a reciprocal relation, the same set on both sides (write it in both columns or
  in `source` alone, with `-` as target); `-` open. `role@place` takes the places of the role too, where it names no
  actor ("attacked a base in Syria"); roles of place (`in`, `into`, `from`, ...) do so by themselves.
- `example`: a sentence in which the frame holds. It is shown by `why`.
- `contexts`: PLOVER contexts joined by `,`.

Roles are those of `reading.Predicate`. Verbs and adjectives: `subject`, `object`, `clause` (head of a complement
clause or infinitive), `to`, `with`, `against`, ... (one a preposition, also multiword: `according_to`), `goal`
(second object: "gave Chad arms" has `to`=Chad), `attr` (the noun or adjective after "be"). Nouns: `subject` (possessor,
`by` agent, actor adjective, subject of the light verb that carries the noun), `of`, `on`, `between`, ..., and, as they
stand in the text, `poss`, `mod` (actor adjectives and compounds), `be` (what the noun is said of: "Iran is an ally").
A path goes on to the noun or clause in the role: `object.of`, `object.poss`, `object.mod`, `clause.subject`.

Of the frames that hold, the one with the most needs (then parts) wins; each predicate gives one draft a table.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from typing import Literal

from spacy.tokens import Token

from westphalia.errors import OntologyError
from westphalia.reading.classes import classes, lines, words
from westphalia.reading.reading import Argument, Draft, Predicate, Reading
from westphalia.records import Kind, Mention, Span

__all__ = [
    "End",
    "Frame",
    "Need",
    "Scene",
    "Table",
    "draft",
    "drafts",
    "find",
    "load",
    "matches",
    "parse_end",
    "parse_need",
]

_COLUMNS = ("lemma", "pos", "needs", "relation", "mode", "source", "target", "example", "via", "contexts")
_REQUIRED = frozenset(_COLUMNS[:4]) | {"source", "target", "example"}
_KINDS = {"v": "verb", "n": "noun", "a": "adjective"}
_GROUNDS = (
    *("in", "into", "across", "over", "at", "near", "inside", "along", "on", "to", "toward", "towards", "from"),
    *("object", "in_response_to", "in_reaction_to", "in_retaliation_for", "against"),
)
_ON_GROUND = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "RETREAT", "AID"})
_SIDES = ("to", "with", "against", "on", "toward", "towards", "from", "for", "over", "into")
_ELSEWHERE = {
    "verb": ("object", *_SIDES, "clause.subject", "clause.object", *(f"clause.{s}" for s in _SIDES)),
    "noun": ("object", *_SIDES),
    "adjective": (*_SIDES, "clause.object", *(f"clause.{s}" for s in _SIDES)),
}
_PLACING = frozenset(
    {"in", "into", "at", "near", "inside", "across", "throughout", "toward", "towards", "from", "over"}
)
_NAME = re.compile(r"[a-z][a-z_]*(\.[a-z][a-z_]*)*$")
_LEMMA = re.compile(r"@?[\w'\-]+$")


@dataclass(frozen=True, slots=True)
class Need:
    """One condition of a frame: `!object.of~arms,missile` and the like."""

    path: str
    test: Literal["filled", "actor", "place", "thing", "person", "lemma", "several", "passive"]
    words: frozenset[str] = frozenset()
    negated: bool = False


@dataclass(frozen=True, slots=True)
class End:
    """Where an end of the relation comes from: alternatives of unions of (path, places too)."""

    choices: tuple[tuple[tuple[str, bool], ...], ...] = ()
    both: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """One line of a table."""

    table: str
    line: int
    lemma: str
    parts: tuple[str, ...]
    pos: str
    needs: tuple[Need, ...]
    relation: str
    mode: str | None
    contexts: tuple[str, ...]
    source: End
    target: End
    via: End
    example: str

    @property
    def weight(self) -> tuple[int, int]:
        """How specific it is: the number of needs and parts, then of those that ask for words."""
        return len(self.needs) + 2 * len(self.parts), sum(n.test == "lemma" for n in self.needs)

    @property
    def name(self) -> str:
        """As `Draft.method` gives it.

        >>> frame = next(_frames("events", 1, _COLUMNS, "visit v - CONSULT visit subject object x".split()))
        >>> frame.name
        'frame:events:visit/v'
        """
        return f"frame:{self.table}:{'_'.join((self.lemma, *self.parts))}/{self.pos}"


def parse_need(text: str, where: str) -> Need:
    """A condition as written in a table.

    >>> parse_need("!object=actor", "events.tsv:1")
    Need(path='object', test='actor', words=frozenset(), negated=True)
    """
    negated, bare = text.startswith("!"), text.lstrip("!")
    if bare in ("passive", "active"):
        return Need("", "passive", negated=negated != (bare == "active"))
    if bare.startswith("several:"):
        path, test, listed = bare.removeprefix("several:"), "several", frozenset[str]()
    elif "~" in bare:
        path, _, text = bare.partition("~")
        test, listed = "lemma", words(text, classes(), where)
    else:
        path, _, test = bare.partition("=")
        test, listed = test or "filled", frozenset()
    if test not in ("filled", "actor", "place", "thing", "person", "lemma", "several"):
        raise OntologyError(f"{where}: cannot read the need {text!r}: after '=' stands actor, place, thing or person")
    if not _NAME.match(path):
        raise OntologyError(f"{where}: cannot read the role of the need {text!r}")
    return Need(path, test, listed, negated)  # type: ignore[arg-type]


def parse_end(text: str, where: str) -> End:
    """An end as written in a table.

    >>> parse_end("by|object.of@place", "events.tsv:1")
    End(choices=((('by', False),), (('object.of', True),)), both=False)
    """
    if text in ("-", ""):
        return End()
    both = text.startswith("both(") and text.endswith(")")
    inner = text[5:-1].replace(",", "+") if both else text
    choices = []
    for choice in inner.split("|"):
        union = []
        for role in choice.split("+"):
            path, _, place = role.strip().partition("@")
            if not _NAME.match(path) or place not in ("", "place"):
                raise OntologyError(f"{where}: cannot read the end {text!r}: {role!r} is no role")
            union.append((path, bool(place) or path.rpartition(".")[2] in _PLACING))
        choices.append(tuple(union))
    return End(tuple(choices), both)


@dataclass(frozen=True, slots=True)
class Table:
    """A frame file, by lemma and part of speech."""

    name: str
    frames: Mapping[tuple[str, str], tuple[Frame, ...]]


@cache
def load(name: str) -> Table:
    """The frame table `data/NAME.tsv`, read once. Raises OntologyError naming file and line for a bad one.

    >>> load("events").name
    'events'
    """
    found: dict[tuple[str, str], list[Frame]] = defaultdict(list)
    columns: tuple[str, ...] = _COLUMNS
    for number, cells in lines(f"{name}.tsv"):
        if cells[0] == "lemma":
            columns = tuple(cells)
            if missing := _REQUIRED - set(columns):
                raise OntologyError(f"{name}.tsv:{number}: the columns {sorted(missing)} are missing")
            continue
        for frame in _frames(name, number, columns, cells):
            found[frame.lemma, _KINDS[frame.pos]].append(frame)
    return Table(name, {k: tuple(sorted(v, key=lambda f: f.weight, reverse=True)) for k, v in found.items()})


def _frames(table: str, number: int, columns: tuple[str, ...], cells: list[str]) -> Iterator[Frame]:
    where = f"{table}.tsv:{number}"
    if not len(_COLUMNS[:8]) - 1 <= len(cells) <= len(columns):
        raise OntologyError(f"{where}: {len(cells)} cells, expected up to {len(columns)}: {', '.join(columns)}")
    row = dict(zip(columns, cells, strict=False))
    if row["pos"] not in _KINDS:
        raise OntologyError(f"{where}: pos is v, n or a, not {row['pos']!r}")
    if not row["relation"] or not row.get("example"):
        raise OntologyError(f"{where}: a frame needs a relation and an example")
    needs = tuple(parse_need(n, where) for n in row["needs"].split() if n != "-")
    source, target = parse_end(row["source"], where), parse_end(row["target"], where)
    if source.both and target.choices and not target.both:
        raise OntologyError(f"{where}: both(...) as source goes with the same or '-' as target")
    contexts = row.get("contexts", "-")
    for lemma in row["lemma"].split(","):
        if not _LEMMA.match(lemma):
            raise OntologyError(f"{where}: cannot read the lemma {lemma!r}")
        head, *parts = [p for p in lemma.split("_") if p] if not lemma.startswith("@") else [lemma]
        for word in sorted(words(head, classes(), where)):
            first, *more = word.split("_")
            if row["pos"] == "n" and lemma.count("_"):  # air_strike: the head noun comes last
                *more, first = word.split("_") + parts
                parts_now: tuple[str, ...] = tuple(more)
            else:
                parts_now = (*more, *parts)
            yield Frame(
                table,
                number,
                first,
                parts_now,
                row["pos"],
                needs,
                row["relation"],
                None if row.get("mode", "-") in ("-", "") else row["mode"],
                () if contexts in ("-", "") else tuple(contexts.split(",")),
                source,
                target,
                parse_end(row.get("via", "-"), where),
                row["example"],
            )


class Scene:
    """What the frames may look at: the predicates of a reading by their token, and who the mentions are."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.predicates: dict[tuple[str, int], Predicate] = {
            (p.parsed.sentence.id, p.token.i): p for p in reading.predicates
        }

    @cached_property
    def codes(self) -> Mapping[str, frozenset[str]]:
        """The states that each mention stands for; actors of no state stand under their own id."""
        made: dict[str, set[str]] = defaultdict(set)
        for judgement in self.reading.judgements:
            made[judgement.mention_id] |= set(judgement.codes) or {judgement.actor_id}
        return {key: frozenset(value) for key, value in made.items()}

    @cached_property
    def placed(self) -> frozenset[str]:
        """The mentions that were judged to name a place only."""
        verdicts: dict[str, set[str]] = defaultdict(set)
        for judgement in self.reading.judgements:
            verdicts[judgement.mention_id].add(judgement.verdict)
        return frozenset(key for key, value in verdicts.items() if value == {"place"})

    def actors(self, argument: Argument, places: bool = False) -> tuple[str, ...]:
        """The argument's mentions that are actors; with `places` also those that name where it is."""
        known = tuple(m for m in argument.mentions if m in self.codes)
        if places:
            return known or tuple(m for m in argument.places if m in self.codes)
        return tuple(m for m in known if m not in self.placed)

    def follow(self, predicate: Predicate, path: str) -> tuple[Argument, ...]:
        """The arguments at the end of a role path."""
        role, _, rest = path.partition(".")
        found = predicate.roles.get(role, ())
        if not rest:
            return found
        below: list[Argument] = []
        for argument in found:
            for head in argument.heads or (argument.head,):
                nested = self.predicates.get((predicate.parsed.sentence.id, head.i))
                below.extend(self.follow(nested, rest) if nested is not None else ())
        return tuple(below)

    def holds(self, predicate: Predicate, need: Need) -> bool:
        """Whether a predicate meets a condition."""
        if need.test == "passive":
            return need.negated != ("passive" in predicate.roles or is_passive(predicate.token))
        found = self.follow(predicate, need.path)
        if need.test == "filled":
            met = bool(found)
        elif need.test == "lemma":
            met = any(not need.words.isdisjoint(names(h)) for a in found for h in a.heads or (a.head,))
        elif need.test == "thing":
            met = any(self.is_thing(predicate, h) for a in found for h in a.heads or (a.head,))
        elif need.test == "person":
            met = any(self.is_person(predicate, a, h) for a in found for h in a.heads or (a.head,))
        elif need.test == "several":
            met = len({c for a in found for m in self.actors(a) for c in self.codes[m]}) > 1
        else:
            met = any(self.actors(a, places=need.test == "place") for a in found)
        return need.negated != met

    @cached_property
    def by_sentence(self) -> Mapping[str, tuple[Mention, ...]]:
        """The mentions of each sentence."""
        made: dict[str, list[Mention]] = defaultdict(list)
        for mention in self.reading.mentions:
            made[mention.sentence_id].append(mention)
        return {key: tuple(found) for key, found in made.items()}

    def is_thing(self, predicate: Predicate, head: Token) -> bool:
        """Whether a word is no name of an actor, nor of people who act: "the deal of Iran", "this", a clause."""
        if head.lower_ in _PERSONS or head.lemma_.lower() in classes()["people"] or head.ent_type_ == "PERSON":
            return False
        at = predicate.parsed.span(head)
        return not any(m.span.meets(at) for m in self.by_sentence.get(predicate.parsed.sentence.id, ()))

    @cached_property
    def whom(self) -> Mapping[str, frozenset[str]]:
        """The actors that each mention stands for."""
        made: dict[str, set[str]] = defaultdict(set)
        for judgement in self.reading.judgements:
            made[judgement.mention_id].add(judgement.actor_id)
        return {key: frozenset(value) for key, value in made.items()}

    @cached_property
    def persons(self) -> frozenset[str]:
        """The mentions that stand for a person or an office."""
        kinds = {m.id: (m.kind, m.text.lower()) for m in self.reading.mentions}
        return frozenset(
            i for i, (kind, text) in kinds.items() if kind in ("person", "office") or text in ("he", "she")
        )

    def is_person(self, predicate: Predicate, argument: Argument, head: Token) -> bool:
        """Whether those meant are persons who act for a state, not the state as such."""
        return head.lemma_.lower() in classes()["travellers"] or any(m in self.persons for m in argument.mentions)

    def fill(self, predicate: Predicate, end: End) -> tuple[str, ...]:
        """The mentions at one end, in the order found."""
        for choice in end.choices:
            found: dict[str, None] = {}
            for path, places in choice:
                for argument in self.follow(predicate, path):
                    found.update(dict.fromkeys(self.actors(argument, places)))
            if found:
                return tuple(found)
        return ()

    def between_states(self, draft: Draft) -> bool:
        """Whether a statement has two ends, or one that counts for a state."""
        if draft.source and draft.target:
            return True
        known = {j.mention_id for j in self.reading.judgements if j.codes}
        return any(m in known for m in (*draft.source, *draft.target))

    def within(self, predicate: Predicate, head: Token, depth: int = 6) -> tuple[str, ...]:
        """The actors nearest below a word: the first named in its phrase and those beside them, clauses left out."""
        sentence = predicate.parsed.sentence.id
        spans = [(m.span, m.id) for m in self.by_sentence.get(sentence, ()) if m.id in self.codes]
        level = [head]
        for _ in range(depth):
            found = {i: None for t in level for span, i in spans if span.meets(predicate.parsed.span(t))}
            if found:
                return tuple(found)
            level = [c for t in level for c in t.children if c.dep_ not in _APART]
        return ()

    def reach(self, predicate: Predicate, end: End, taken: tuple[str, ...]) -> tuple[str, ...]:
        """The actors deeper down in the phrases that an end may come from: "the vision advocated by the king"."""
        states = frozenset(code for m in taken for code in self.codes[m])
        for choice in end.choices:
            for path, _ in choice:
                for argument in self.follow(predicate, path):
                    for head in argument.heads or (argument.head,):
                        found = self.within(predicate, head)
                        if found and not states & {code for m in found for code in self.codes[m]}:
                            return found
        return ()

    def ends(self, predicate: Predicate, frame: Frame) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Source and target of a frame that holds; a reciprocal relation with one party has it as source only."""
        source = self.fill(predicate, frame.source)
        if not frame.source.both:
            target = self.fill(predicate, frame.target)
            if not target and frame.target.choices:
                target = self.reach(predicate, frame.target, source)
            if not source:
                source, target = self._own_forces(predicate, frame, target)
            if not target and frame.target.choices and self._mutual(predicate, source):
                return source, source
            others = tuple(m for m in target if m not in source) or target
            if others and not self._own(others, source):
                return source, others if self._is_of_state(others) else others + self._ground(predicate, frame, source)
            wider = self._elsewhere(predicate, frame, source) or self._ground(predicate, frame, source)
            return source, wider or others
        states = {self.codes[m] for m in source}
        several = len(states) > 1 or any(len(s) > 1 for s in states) or len({self.whom[m] for m in source}) > 1
        return (source, source) if several else (source, ())

    def _own_forces(
        self, predicate: Predicate, frame: Frame, target: tuple[str, ...]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Forces that are moved are those of who moves them: "British troops are concentrated on the border"."""
        moved = predicate.roles.get("object", ())
        if frame.relation not in ("MOBILIZE", "RETREAT") or "passive" not in predicate.roles:
            return (), target
        forces = [a for a in moved if a.head.lemma_.lower() in classes()["force"]]
        source = tuple(m for a in forces for m in self.actors(a))
        return source, tuple(m for m in target if m not in source)

    def _is_of_state(self, mentions: tuple[str, ...]) -> bool:
        """Whether one of the mentions stands for a state."""
        return any(len(code) == 3 for m in mentions for code in self.codes[m])

    def _own(self, mentions: tuple[str, ...], source: tuple[str, ...]) -> bool:
        """Whether mentions stand for nobody but the source's own states."""
        mine = {code for m in source for code in self.codes[m]}
        return {code for m in mentions for code in self.codes[m]} <= mine

    def _mutual(self, predicate: Predicate, source: tuple[str, ...]) -> bool:
        """Whether several actors do it to each other."""
        several = len({code for m in source for code in self.codes[m]}) > 1
        near = [t.lower_ for t in predicate.token.subtree if t.i > predicate.token.i] if several else []
        shared = {"border", "frontier"} & set(near) and {"their", "shared", "common", "disputed", "mutual"} & set(near)
        return bool(shared) or any(pair in (("each", "other"), ("one", "another")) for pair in pairwise(near))

    def _foreign(self, arguments: tuple[Argument, ...], source: tuple[str, ...], places: bool) -> tuple[str, ...]:
        """The mentions of arguments that stand for other states than the source's."""
        found = tuple(m for a in arguments for m in self.actors(a, places=places))
        return tuple(m for m in found if not self._own((m,), source))

    def _elsewhere(self, predicate: Predicate, frame: Frame, source: tuple[str, ...]) -> tuple[str, ...]:
        """A second end that the frame did not look for: the first other actor among the predicate's complements."""
        if not source or not frame.target.choices:
            return ()
        for path in _ELSEWHERE[predicate.kind]:
            places = "." in path and path.rpartition(".")[2] in _PLACING
            if found := self._foreign(self.follow(predicate, path), source, places):
                return found
        return ()

    def _ground(self, predicate: Predicate, frame: Frame, source: tuple[str, ...]) -> tuple[str, ...]:
        """Whose ground it happens on, where force or pressure names no other target: "domination in Cuba"."""
        if frame.relation not in _ON_GROUND or not frame.target.choices:
            return ()
        for role in _GROUNDS:
            arguments = predicate.roles.get(role, ())
            if found := self._foreign(arguments, source, places=True) or self._beyond(predicate, arguments, source):
                return found
        for argument in predicate.roles.get("subject", ()):  # "Soviet troops in Afghanistan killed civilians"
            if argument.head.lemma_.lower() in classes()["force"]:
                abroad = tuple(m for m in argument.places if m in self.codes and not self._own((m,), source))
                if abroad:
                    return abroad
        return ()

    def _beyond(
        self, predicate: Predicate, arguments: tuple[Argument, ...], source: tuple[str, ...]
    ) -> tuple[str, ...]:
        """The neighbour at a border: "sent troops to its border with Burundi"."""
        for argument in arguments:
            border = self.predicates.get((predicate.parsed.sentence.id, argument.head.i))
            if border is not None and border.lemma in classes()["border"]:
                for role in ("with", "mod", "between", "of", "poss"):
                    if found := self._foreign(border.roles.get(role, ()), source, places=True):
                        return found
        return ()


def names(token: Token) -> set[str]:
    """What a head may be called in a list: its lemma, the lemma with its compounds (`air_strike`), the word itself."""
    own = {token.lemma_.lower(), token.lower_}
    return own | {f"{child.lemma_.lower()}_{w}" for child in token.lefts if child.dep_ in _BESIDE for w in own}


_BESIDE = frozenset({"compound", "amod", "nmod"})
_APART = frozenset({"relcl", "advcl", "ccomp", "parataxis", "punct"})
_PERSONS = frozenset({"i", "you", "he", "she", "we", "they", "who", "him", "her", "them", "us", "me", "one"})


def is_passive(token: Token) -> bool:
    """Whether a verb stands in the passive (with or without its auxiliary: "the deal signed by")."""
    return any(c.dep_ in ("nsubjpass", "auxpass", "agent") for c in token.children) or (
        token.tag_ == "VBN" and token.dep_ == "acl"
    )


def _has_parts(scene: Scene, predicate: Predicate, parts: tuple[str, ...]) -> bool:
    """Whether the further parts of a frame's lemma are there: particle, preposition, object, complement, compound."""
    if not parts:
        return True
    there = {c.lower_ for c in predicate.token.children if c.dep_ in ("prt", "compound", "amod", "prep", "advmod")}
    there |= {c.lemma_.lower() for c in predicate.token.children if c.dep_ in _BESIDE or c.dep_ in ("attr", "acomp")}
    there |= set(predicate.roles)
    for role, arguments in predicate.roles.items():
        if role not in ("subject", "clause"):
            there |= {h.lemma_.lower() for a in arguments for h in a.heads or (a.head,)}
    return all(part in there for part in parts)


def find(table: Table, predicate: Predicate, scene: Scene) -> Frame | None:
    """The most specific frame of the table that holds for a predicate."""
    for frame in table.frames.get((predicate.lemma, predicate.kind), ()):
        if _has_parts(scene, predicate, frame.parts) and all(scene.holds(predicate, n) for n in frame.needs):
            return frame
    return None


def trigger(predicate: Predicate, parts: tuple[str, ...]) -> Span:
    """The words that carry the relation: the predicate's own and those parts of it that stand close by."""
    near = [
        child
        for child in predicate.token.children
        if (child.lower_ in parts or child.lemma_.lower() in parts) and abs(child.i - predicate.token.i) <= 3
    ]
    parts_there = sorted([predicate.token, *near], key=lambda t: t.i)
    return predicate.parsed.span(parts_there[0], parts_there[-1])


def matches(table: Table, scene: Scene) -> Iterator[tuple[Predicate, Frame]]:
    """The predicates of a reading that a table has a frame for, each with its frame.

    A noun that is part of what a verb's frame asked for ("lift" with `object~sanction`, `take_part`) has none of its
    own.
    """
    found = [(p, f) for p in scene.reading.predicates if (f := find(table, p, scene)) is not None]
    spent = {(p.parsed.sentence.id, t.i) for p, f in found for t in _spent(scene, p, f)}
    for predicate, frame in found:
        if frame.relation != "-" and (predicate.parsed.sentence.id, predicate.token.i) not in spent:
            yield predicate, frame


def drafts(table: Table, kind: Kind, scene: Scene) -> tuple[Draft, ...]:
    """All statements that a table finds in a reading."""
    made = (draft(frame, kind, predicate, scene) for predicate, frame in matches(table, scene))
    return tuple(d for d in made if d is not None)


def _spent(scene: Scene, predicate: Predicate, frame: Frame) -> Iterator[Token]:
    """The tokens below a predicate whose words its frame asked for."""
    asked = [(n.path, n.words) for n in frame.needs if n.test == "lemma" and not n.negated]
    asked += [(role, frozenset(frame.parts)) for role in predicate.roles if frame.parts and role != "subject"]
    for path, words_asked in asked:
        for argument in scene.follow(predicate, path):
            yield from (h for h in argument.heads or (argument.head,) if not words_asked.isdisjoint(names(h)))


def draft(frame: Frame, kind: Kind, predicate: Predicate, scene: Scene) -> Draft | None:
    """The statement of a frame that holds, or None where no end is an actor."""
    source, target = scene.ends(predicate, frame)
    if not source and not target:
        return None
    return Draft(
        parsed=predicate.parsed,
        token=predicate.token,
        kind=kind,
        relation=frame.relation,
        mode=frame.mode,
        contexts=frame.contexts,
        source=source,
        target=target,
        via=scene.fill(predicate, frame.via),
        trigger=trigger(predicate, frame.parts),
        method=frame.name,
        score=0.6 + 0.15 * (bool(source) and bool(target)) + min(0.15, 0.05 * frame.weight[0]),
        why=f"as in: {frame.example}",
    )
