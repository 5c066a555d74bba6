"""Conventions of the PLOVER codebook that no single word shows: what is still to come, what another event holds.

- A cooperative event that is announced ("will meet", "is to sign") is AGREE, but a visit stays a visit, forecast; a
  refusal, promise or threat holds what it is about: "agreed to cooperate" is AGREE and no COOPERATE besides.
- What one says that another must do is a REQUEST: "Moscow says that Israel must end the raids".
- What one says that oneself will do to another is a THREATEN where it is force: "Iraq said it would attack Kuwait".
- Who says that another harmed it accuses: "Bangladesh says Myanmar violated its airspace".
- What one says is a wrong is an ACCUSE of whose it is: "The law is an insult, Hungary said", "called it a betrayal".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Token

from westphalia.ontology.actors import atlas
from westphalia.ontology.plover import quad
from westphalia.reading.classes import classes
from westphalia.reading.ends import is_finite, names
from westphalia.reading.frames import Scene, draft, event, find, load
from westphalia.reading.reading import Draft, Predicate
from westphalia.reading.scope import has

__all__ = ["charges", "demands", "is_planned", "settle", "threats", "verdicts"]

_PLANNED = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID"})
_HOLDING = {"AGREE": None, "THREATEN": None, "REJECT": None, "CONCEDE": None}
_WILL = frozenset({"will", "shall", "'ll"})
_DOMESTIC = frozenset(
    {("PROTEST", m) for m in (None, "demo", "riot", "strike", "obstruct", "hunger", "boycott", "vandalize")}
    | {("COERCE", m) for m in ("restrict", "arrest", "censor", "curfew", "martial-law")}
    | {("ASSAULT", "crowd-control")}
)
_AT_HOME = {  # what is done at home where nobody else is named, besides what is done to the class `at_home`
    "ASSAULT": frozenset[str](),
    "COERCE": frozenset({"power", "constitution"}),
    "CONCEDE": frozenset({"state", "emergency", "curfew", "martial_law", "lockdown"}),
}
_PEOPLE = (".people", ".opposition")  # the ends of the ids of those who are no government
_MUST = frozenset({"must", "should"})
_SAID = frozenset({"say", "announce", "declare", "add", "promise", "confirm", "tell", "state", "pledge", "report"})
_GRAVE = frozenset({"violence", "expel", "territory"})
_MILD = frozenset({"use", "respond", "fight", "take", "hit", "try"})  # what one may do to another without force
_IS = frozenset({"be", "amount", "constitute", "represent", "remain"})
_WHOSE = ("subject", "subject.subject", "subject.by", "subject.of")  # of what is judged
_HIT = ("object", "on", "at", "against", "object.on", "object.at", "object.against", "in", "object.in")
_DUE = frozenset({"due", "set", "scheduled", "expected", "poised"})


def settle(drafts: Iterable[Draft], scene: Scene) -> tuple[Draft, ...]:
    """The drafts of events as the codebook has them."""
    found = tuple(_refusing(d, scene) for d in _filled(tuple(drafts), scene))
    held = {key for draft in found if draft.relation in _HOLDING for key in _held(draft, scene)}
    kept = (
        d
        for d in found
        if (d.parsed.sentence.id, d.token.i) not in held and scene.between_states(d) and not _done_by_thing(d, scene)
    )
    return tuple(_at_home(_on_whose_ground(_threatened(_timed(d)), scene), scene) for d in kept)


def _filled(drafts: tuple[Draft, ...], scene: Scene) -> Iterator[Draft]:
    """The drafts; who promises, refuses or threatens something without saying whom does so to whom it is about:
    "agreed to lift its veto on the accession of Mali"."""
    at = {(d.parsed.sentence.id, d.token.i): d for d in drafts if d.target}
    for each in drafts:
        open_ended = each.relation in _HOLDING and each.source and not each.target
        about = next((at[key] for key in _held(each, scene) if key in at), None) if open_ended else None
        if about is None:
            yield each
        else:
            own = scene.states(each.source)
            yield replace(each, target=tuple(m for m in about.target if not scene.codes[m] & own))


def _refusing(draft: Draft, scene: Scene) -> Draft:
    """A promise never to do another a favour is a refusal: "vowed never to recognise Chad"."""
    if draft.relation != "AGREE" or draft.token.pos_ != "VERB":
        return draft
    clauses = scene.heads(draft, "clause")
    denied = any(has(h, "neg") and h.lemma_.lower() in classes()["favours"] for h in clauses)
    return replace(draft, relation="REJECT", mode=None) if denied else draft


def _on_whose_ground(draft: Draft, scene: Scene) -> Draft:
    """Force against an armed group hits who has the ground too: "attacked Taliban hideouts in Pakistan"."""
    predicate = scene.at(draft.parsed, draft.token)
    if draft.relation != "ASSAULT" or predicate is None or not draft.source:
        return draft
    if not draft.target or not all(_is_armed(who) for m in draft.target for who in scene.whom.get(m, ())):
        return draft
    arguments = [a for role in _HIT for a in scene.follow(predicate, role)]
    ground = [m for a in arguments for m in (*a.places, *a.mentions) if m in scene.codes and m not in draft.target]
    known = scene.states((*draft.source, *draft.target))
    other = tuple(m for m in ground if scene.states([m]) - known and all(len(c) == 3 for c in scene.codes[m]))
    return replace(draft, target=(*draft.target, *other)) if other else draft


def _is_armed(who: str) -> bool:
    """Whether an actor is an armed group of no state, or not in power everywhere."""
    return atlas().known(who) and atlas().actor(who).kind == "armed_group"


def _done_by_thing(draft: Draft, scene: Scene) -> bool:
    """Whether what stands as doer of an event without a source is a thing ("the treaty grants"): no event of anyone."""
    if draft.source or not quad(draft.relation).endswith("cooperation"):
        return False
    predicate = scene.at(draft.parsed, draft.token)
    if predicate is None or predicate.kind != "verb":
        return False
    doers = [h for a in predicate.roles.get("subject", ()) for h in a.every_head]
    return bool(doers) and all(scene.is_thing(predicate, h) for h in doers)


def _held(draft: Draft, scene: Scene) -> Iterator[tuple[str, int]]:
    """The heads of the clauses that an event is about."""
    return ((draft.parsed.sentence.id, head.i) for head in scene.heads(draft, "clause"))


def _at_home(draft: Draft, scene: Scene) -> Draft:
    """A protest, a measure against people at home or a people's demand, that names nobody else, is within the state."""
    domestic = (draft.relation, draft.mode) in _DOMESTIC
    if draft.relation == "PROTEST" and domestic and not draft.source and (crowd := _crowd(draft, scene)):
        return replace(draft, source=crowd, target=draft.target or crowd)
    if draft.relation == "REQUEST":  # "Iraqi students demanded reforms"
        domestic = all(who.endswith(_PEOPLE) for m in draft.source for who in scene.whom[m])
    domestic = domestic or (draft.relation in _AT_HOME and _hits_home(draft, scene))
    if draft.source and not draft.target and domestic and not _bars_others(draft, scene):
        return replace(draft, target=draft.source)
    return draft


def _bars_others(draft: Draft, scene: Scene) -> bool:
    """Whether it is a border or an airspace that is closed, which keeps others out: "Finland closed its border"."""
    closed = scene.heads(draft, "object") if draft.relation == "COERCE" else ()
    return any(not names(h).isdisjoint(classes()["border"]) for h in closed)


def _hits_home(draft: Draft, scene: Scene) -> bool:
    """Whether what is done is done to one's own: "soldiers opened fire on protesters", "seized power"."""
    words = _AT_HOME[draft.relation]
    words = words if draft.relation == "CONCEDE" else words | classes()["at_home"]
    return any(not words.isdisjoint(names(h)) for h in scene.heads(draft, "object", "on", "at", "against"))


def _crowd(draft: Draft, scene: Scene) -> tuple[str, ...]:
    """Whose people take to the streets where nobody says: those of the land where it happens."""
    predicate = scene.at(draft.parsed, draft.token)
    if predicate is None:
        return ()
    doers = [h for a in predicate.roles.get("subject", ()) for h in a.every_head if h.i != draft.token.i]
    if any(h.pos_ == "PROPN" or not {h.lemma_.lower(), h.lower_} & classes()["civilians"] for h in doers):
        return ()
    grounds = [a for role in ("in", "across", "throughout", "at") for a in predicate.roles.get(role, ())]
    grounds += [replace(a, mentions=()) for a in predicate.roles.get("object", ())]
    there = [m for a in grounds for m in scene.actors(a, places=True)] or draft.target
    return tuple(m for m in there if m in scene.placed)


def _timed(draft: Draft) -> Draft:
    """A cooperative event that is still to come is an agreement; a visit that will be paid stays one, forecast."""
    verb = draft.token.pos_ == "VERB" and draft.token.lemma_ != "stand"  # "will stand by" is support already
    foretold = draft.mode == "visit" and draft.token.head.lemma_ != "be"  # "is to visit" tells of what is agreed
    if draft.relation in _PLANNED and verb and not foretold and is_planned(draft.token):
        return replace(draft, relation="AGREE", mode=None)
    return draft


def _threatened(draft: Draft) -> Draft:
    """Force that the speakers themselves will use is threatened: "we will destroy their economy"."""
    will = any(c.dep_ == "aux" and c.lower_ in _WILL for c in draft.token.children)
    ours = any(c.dep_ == "nsubj" and c.lower_ in ("i", "we") for c in draft.token.children)
    if draft.relation == "ASSAULT" and will and ours and draft.target and not has(draft.token, "neg"):
        return replace(draft, relation="THREATEN", mode="violence")
    return draft


def demands(scene: Scene) -> Iterator[Draft]:
    """What one says that another must do, as requests."""
    for predicate, head in _sayings(scene):
        made = _demand(scene, predicate, head)
        if made is not None:
            yield made


def _demand(scene: Scene, predicate: Predicate, head: Token) -> Draft | None:
    inner = scene.at(predicate.parsed, head)
    must = [c for c in head.children if c.dep_ == "aux" and c.lower_ in _MUST]
    if inner is None or not must or any(c.dep_ == "neg" for c in head.children):
        return None
    role = "object" if "passive" in inner.roles else "subject"
    source = _who(scene, predicate, "subject")
    target = _who(scene, inner, role)
    asking, asked = scene.states(source), scene.states(target)
    if not asking or not asked or asking & asked:
        return None
    return event(
        predicate,
        ("REQUEST", None),
        (source, target),
        at=(must[0], head),
        method="codebook:demand",
        score=0.75,
        why="what one says that another must do is a request",
    )


def threats(scene: Scene) -> Iterator[Draft]:
    """What one says that oneself will do to another, where the table has it as a threat of force or expulsion."""
    for predicate, head in _sayings(scene):
        inner = scene.at(predicate.parsed, head)
        mild = inner is None or inner.lemma in _MILD or any(c.dep_ == "neg" for c in head.children)
        if mild or not any(c.dep_ == "aux" and c.lower_ in _WILL | {"would"} for c in head.children):
            continue
        if inner is not None and _states(scene, predicate, "subject") & _states(scene, inner, "subject"):
            as_threat = replace(predicate, lemma="threaten")
            frame = find(load("events"), as_threat, scene)
            made = draft(frame, "event", as_threat, scene) if frame and frame.mode in _GRAVE else None
            if made is not None and _abroad(scene, made):
                yield replace(made, method="codebook:threat", why="what one says that oneself will do is a threat")


def charges(told: Iterable[Draft], scene: Scene) -> Iterator[Draft]:
    """Accusations by who says, as a fact, that another harmed it or did what one must not ("said Mali was lying")."""
    harm = {(d.parsed.sentence.id, d.token.i): d for d in told if quad(d.relation) == "material conflict"}
    for predicate, head in _sayings(scene):
        deed = harm.get((predicate.parsed.sentence.id, head.i))
        inner = scene.at(predicate.parsed, head)
        wrong = inner is not None and inner.lemma in classes()["misdeeds"] and "passive" not in inner.roles
        if not (deed or wrong) or not is_finite(head) or any(c.dep_ == "neg" for c in head.children):
            continue
        source = _who(scene, predicate, "subject")
        doers = _who(scene, inner, "subject") if inner and wrong else ()
        target = deed.source if deed else doers
        mine, theirs, harmed = map(scene.states, (source, target, deed.target if deed else ()))
        if mine and theirs and not mine & theirs and (wrong or mine & harmed):
            yield event(
                predicate,
                ("ACCUSE", "allege"),
                (source, target),
                method="codebook:charge",
                score=0.7,
                why="who says that another did wrong accuses",
            )


def _abroad(scene: Scene, made: Draft) -> bool:
    """Whether there is a target that is not the source's own."""
    return bool(scene.states(made.target) - scene.states(made.source))


def verdicts(scene: Scene) -> Iterator[Draft]:
    """What one says is a wrong, as accusations of whose it is: "The law is an insult to Chad, Mali said"."""
    for predicate, head in _sayings(scene):
        inner = scene.at(predicate.parsed, head)
        if inner is None or inner.lemma not in _IS or any(c.dep_ in ("neg", "aux") for c in head.children):
            continue
        role = "to" if inner.lemma == "amount" else "object" if inner.lemma in ("constitute", "represent") else "attr"
        said = [h for a in inner.roles.get(role, ()) for h in a.every_head]
        wrong = next((h for h in said if not names(h).isdisjoint(classes()["verdicts"])), None)
        behind = inner.lemma == "be" and inner.roles.get("behind")  # "says the United States is behind the protests"
        wrong = head if behind and inner.roles.get("subject") else wrong
        if wrong is None or any(c.lower_ in ("no", "not") for c in wrong.children):
            continue
        source = _who(scene, predicate, "subject")
        mine = scene.states(source)
        accused = [m for path in _WHOSE for a in scene.follow(inner, path) for m in scene.actors(a)]
        target = tuple(dict.fromkeys(m for m in accused if not scene.codes[m] & mine))
        if source and (target or not accused):
            yield event(
                predicate,
                ("ACCUSE", "disapprove"),
                (source, target),
                at=(wrong, wrong),
                method="codebook:verdict",
                score=0.75,
                why="what one says is a wrong is an accusation",
            )


def _sayings(scene: Scene) -> Iterator[tuple[Predicate, Token]]:
    """The verbs of saying with the head of each clause that is said."""
    for predicate in scene.reading.predicates:
        if predicate.kind == "verb" and predicate.lemma in classes()["saying"]:
            for argument in predicate.roles.get("clause", ()):
                yield from ((predicate, head) for head in argument.every_head)


def _who(scene: Scene, predicate: Predicate, role: str) -> tuple[str, ...]:
    """The actors in a role."""
    return tuple(m for a in predicate.roles.get(role, ()) for m in scene.actors(a))


def _states(scene: Scene, predicate: Predicate, role: str) -> frozenset[str]:
    return scene.states(_who(scene, predicate, role))


def is_planned(verb: Token) -> bool:
    """Whether a verb tells of what is announced and still to come: "will meet", "is to meet", "is due to meet"."""
    if any(c.dep_ == "neg" for c in verb.children):
        return False
    while (
        verb.dep_ == "conj" and verb.head.pos_ == "VERB" and not any(c.dep_ in ("aux", "nsubj") for c in verb.children)
    ):
        verb = verb.head
    if any(c.dep_ == "aux" and c.lower_ in _WILL for c in verb.children):
        return True
    if verb.dep_ == "ccomp" and verb.head.lemma_ in _SAID and any(c.lower_ == "would" for c in verb.children):
        return True
    infinitive = has(verb, "aux", "to")
    above = verb.head
    if infinitive and verb.dep_ == "ROOT":  # the headline "Chad to recognise Mali"
        return any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)
    return infinitive and verb.dep_ == "xcomp" and (above.lemma_ == "be" or above.lower_ in _DUE)
