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
      `subject=people` (by a nation's people: "Filipinos"),
      `clause=infinitive` ("told Mali to leave"), `clause=wish` (what ought to be: "insisted that Mali leave"),
    - `object~word1,word2` (by one of these lemmas; `@name` for a class; `air_strike` for a noun with its compound),
    - `several:subject` (two or more different actors), `passive`, `finite` (told as a fact, not "to sell"),
      `mod~...` and so on for any role or path.
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
stand in the text, `poss`, `mod` (actor adjectives and compounds), `be` (what the noun is said of: "Iran is an ally"),
`that` (a relative clause that says which one: "partners that buy").
A path goes on to the noun or clause in the role: `object.of`, `object.poss`, `object.mod`, `clause.subject`.

Of the frames that hold, the one with the most needs (then parts) wins; each predicate gives one draft a table.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from westphalia.reading.ends import BESIDE, Scene, names
from westphalia.reading.frame_tables import End, Frame, Need, Table, load, parse_end, parse_need
from westphalia.reading.reading import Draft, Predicate
from westphalia.records import Kind, Span

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
    "trigger",
]

_WORDS = frozenset({"prt", "compound", "amod", "prep", "advmod", "intj"})  # what may be a part of a frame's lemma


def _has_parts(scene: Scene, predicate: Predicate, parts: tuple[str, ...]) -> bool:
    """Whether the further parts of a frame's lemma are there: particle, preposition, object, complement, compound."""
    if not parts:
        return True
    there = {c.lower_ for c in predicate.token.children if c.dep_ in _WORDS}
    there |= {c.lemma_.lower() for c in predicate.token.children if c.dep_ in BESIDE or c.dep_ in ("attr", "acomp")}
    there |= set(predicate.roles)
    for role, arguments in predicate.roles.items():
        if role not in ("subject", "clause"):
            there |= {h.lemma_.lower() for a in arguments for h in a.every_head}
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
    own, unless the verb says nothing of anybody ("Afghan-Pakistani talks were held").
    """
    found = [(p, f) for p in scene.reading.predicates if (f := find(table, p, scene)) is not None]
    spent: dict[tuple[str, int], bool] = {}  # and whether the verb says it of anybody
    for p, f in found:
        taken = tuple(_spent(scene, p, f))
        told = bool(taken) and (f.relation == "-" or any(scene.ends(p, f)))
        for t in taken:
            spent[p.parsed.sentence.id, t.i] = told or spent.get((p.parsed.sentence.id, t.i), False)
    for predicate, frame in found:
        told_of = spent.get((predicate.parsed.sentence.id, predicate.token.i))
        if frame.relation != "-" and (told_of is None or (not told_of and all(scene.ends(predicate, frame)))):
            yield predicate, frame


def drafts(table: Table, kind: Kind, scene: Scene) -> tuple[Draft, ...]:
    """All statements that a table finds in a reading."""
    made = (draft(frame, kind, predicate, scene) for predicate, frame in matches(table, scene))
    return tuple(d for d in made if d is not None)


def event(
    predicate: Predicate,
    relation: tuple[str, str | None],
    ends: tuple[tuple[str, ...], tuple[str, ...]],
    *,
    at: tuple[Token, Token] | None = None,
    method: str,
    score: float,
    why: str,
) -> Draft:
    """An event that a rule beside the tables finds in a predicate. `relation`: type and mode; `at`: the first and last
    word that tell it, where these are not the predicate."""
    first, last = at or (predicate.token, predicate.token)
    return Draft(
        parsed=predicate.parsed,
        token=predicate.token,
        kind="event",
        relation=relation[0],
        mode=relation[1],
        source=ends[0],
        target=ends[1],
        trigger=predicate.parsed.span(first, last),
        method=method,
        score=score,
        why=why,
    )


def _spent(scene: Scene, predicate: Predicate, frame: Frame) -> Iterator[Token]:
    """The tokens below a predicate whose words its frame asked for."""
    asked = [(n.path, n.words) for n in frame.needs if n.test == "lemma" and not n.negated]
    asked += [(role, frozenset(frame.parts)) for role in predicate.roles if frame.parts and role != "subject"]
    for path, words_asked in asked:
        for argument in scene.follow(predicate, path):
            yield from (h for h in argument.every_head if not words_asked.isdisjoint(names(h)))


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
