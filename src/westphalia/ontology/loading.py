"""What the atlas is made of: the data files read into look-ups."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from westphalia.errors import OntologyError
from westphalia.ontology.gazetteer import Gazetteer, Sense, fold
from westphalia.ontology.leaders import Tenure, slug, tenures
from westphalia.ontology.tables import Row, day, listed, table
from westphalia.records import Actor, When

__all__ = ["Agent", "Loaded", "load", "slug"]

_DATED = re.compile(r"^(.*)<([\d-]*):([\d-]*)>$")
_Run = tuple[date | None, date | None, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Agent:
    """A word for those who act for a state: see agents.tsv."""

    sort: str
    sector: str
    organ: str
    alone: str


@dataclass(slots=True)
class Loaded:
    """The look-ups, as the files give them."""

    actors: dict[str, Actor] = field(default_factory=dict)
    codes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    governed: dict[str, tuple[tuple[date | None, date | None], ...]] = field(default_factory=dict)
    members: dict[str, tuple[_Run, ...]] = field(default_factory=dict)
    expand: set[str] = field(default_factory=set)
    gazetteer: Gazetteer = field(default_factory=Gazetteer)
    persons: dict[str, tuple[str, ...]] = field(default_factory=dict)
    surnames: dict[str, tuple[str, ...]] = field(default_factory=dict)
    posts: dict[str, tuple[Tenure, ...]] = field(default_factory=dict)
    tenures: dict[str, tuple[Tenure, ...]] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)
    agents: dict[str, Agent] = field(default_factory=dict)
    cow: dict[str, str] = field(default_factory=dict)
    led: dict[str, str] = field(default_factory=dict)
    given_names: set[str] = field(default_factory=set)
    common_names: set[str] = field(default_factory=set)


def load() -> Loaded:
    """Everything in the data files. Raises OntologyError, with file and line, for a bad one."""
    made = Loaded()
    _states(made)
    _organisations(made)
    _organs(made)
    _groups(made)
    _leaders(made)
    _other_names(made)
    _places(made)
    _words(made)
    return made


def _valid(row: Row) -> When | None:
    start, end = day(row["from"]), day(row["until"], last=True)
    return When(start=start, end=end) if start or end else None


def _names(made: Loaded, actor_id: str, kind: str, names: Iterator[str] | list[str], why: str = "") -> None:
    for name in names:
        dated = _DATED.match(name)
        start, end = (day(dated[2]), day(dated[3], last=True)) if dated else (None, None)
        made.gazetteer.add(dated[1] if dated else name, Sense((actor_id,), kind, start, end, why))


def _states(made: Loaded) -> None:
    for row in table("states"):
        state = row["id"]
        valid = _valid(row)
        made.actors[state] = Actor(
            id=state, name=row["name"], kind=row["kind"], country=state, sector="GOV", valid=valid
        )
        made.codes[state] = (row["stands_for"],)
        for number in listed(row["cow"]):
            made.cow.setdefault(number, state)
        if row["abb"]:
            made.cow.setdefault(row["abb"], state)
        gone = valid.end if valid and valid.end else None
        names = [row["name"], *([row["official"]] if row["official"] else []), *listed(row["names"])]
        if gone:
            for name in names:
                made.gazetteer.add(name, Sense((state,), "name", None, None, ""))
            for kind, column in (("demonym", "adjectives"), ("people", "people")):
                _names(made, state, kind, listed(row[column]))
            for capital in listed(row["capitals"]):
                made.gazetteer.add(capital, Sense((state,), "capital", valid.start if valid else None, gone))
            continue
        _names(made, state, "name", names)
        _names(made, state, "demonym", listed(row["adjectives"]))
        _names(made, state, "people", listed(row["people"]))
        _names(made, state, "capital", listed(row["capitals"]))


def _organisations(made: Loaded) -> None:
    runs: dict[str, list[_Run]] = {}
    for row in table("memberships"):
        run = (day(row["from"]), day(row["until"], last=True), tuple(row["members"].split()))
        runs.setdefault(row["org"], []).append(run)
        unknown = [m for m in run[2] if m not in made.actors]
        if unknown:
            raise OntologyError(f"memberships.tsv: {row['org']} has members that states.tsv lacks: {unknown}")
    made.members = {org: tuple(found) for org, found in runs.items()}
    for row in table("organisations"):
        made.actors[row["id"]] = Actor(
            id=row["id"],
            name=row["name"],
            kind={"club": "group"}.get(row["kind"], row["kind"]),
            country=None,
            sector=row["sector"],
            valid=_valid(row),
        )
        made.codes[row["id"]] = ()
        if row["expand"] == "yes":
            made.expand.add(row["id"])
        _names(made, row["id"], "group" if row["kind"] == "club" else "organ", [row["name"], *listed(row["names"])])


def _organs(made: Loaded) -> None:
    for row in table("organs"):
        state = row["id"].partition(".")[0]
        made.actors[row["id"]] = Actor(
            id=row["id"],
            name=row["name"],
            kind=row["sort"],
            country=state,
            sector=row["sector"],
            parent=state,
            valid=_valid(row),
        )
        _names(made, row["id"], "organ", [row["name"], *listed(row["names"])])


def _groups(made: Loaded) -> None:
    for row in table("armed_groups"):
        state = row["id"].partition(".")[0]
        country = None if state == "GRP" else state
        made.actors[row["id"]] = Actor(
            id=row["id"],
            name=row["name"],
            kind="people" if row["sector"] == "people" else "armed_group",
            country=country,
            sector="CVL" if row["sector"] == "people" else row["sector"],
            valid=_valid(row),
        )
        made.codes[row["id"]] = tuple(row["codes"].split())
        spells = [s.partition(":") for s in listed(row["governed"])]
        made.governed[row["id"]] = tuple((day(a), day(b, last=True)) for a, _, b in spells)
        _names(made, row["id"], "group", [row["name"], *listed(row["names"])])


def called(name: str, *, family_first: bool = False) -> str:
    """The part of a name that stands for the person alone: the last word, or the first where families come first.

    >>> called("Emmanuel Macron"), called("Xi Jinping", family_first=True)
    ('Macron', 'Xi')
    """
    words = name.split()
    return words[0] if family_first else words[-1]


_FAMILY_FIRST = frozenset({"CHN", "TWN", "PRK", "KOR", "VNM", "HKG", "MAC", "SGP", "KHM", "VDR", "RVN"})


def _families() -> frozenset[str]:
    """Family names of states that put them first."""
    return frozenset(w for row in table("name_parts") if row["kind"] == "family" for w in row["words"].split(";"))


def _leaders(made: Loaded) -> None:
    persons: dict[str, list[str]] = {}
    surnames: dict[str, list[str]] = {}
    held: dict[str, list[Tenure]] = {}
    posts: dict[str, list[Tenure]] = {}
    families = _families()
    for tenure in tenures():
        held.setdefault(tenure.country, []).append(tenure)
        posts.setdefault(tenure.person, []).append(tenure)
        state, person = tenure.country, tenure.person
        if state not in made.actors:
            raise OntologyError(f"{tenure.source}: {tenure.name} stands for {state!r}, which no table has")
        if person not in made.actors:
            made.actors[person] = Actor(
                id=person,
                name=tenure.name,
                kind="person",
                country=made.actors[state].country,
                sector="GOV",
                parent=state,
            )
        family_first = state in _FAMILY_FIRST and fold(tenure.name.split()[0]) in families
        for name in (tenure.name, *tenure.aliases):
            words = re.findall(r"[^\W_]+", name)
            key = " ".join(fold(w) for w in words)
            if len(words) > 1:
                if not family_first and len(words[0]) > 2:
                    made.given_names.add(words[0].lower())
                if person not in persons.setdefault(key, []):
                    persons[key].append(person)
                made.gazetteer.add(name, Sense((person,), "person"))
            short = name if len(words) == 1 else called(name, family_first=family_first)
            for one in {short, short.rpartition("-")[2]}:
                if person not in surnames.setdefault(fold(one), []):
                    surnames[fold(one)].append(person)
    made.persons = {k: tuple(v) for k, v in persons.items()}
    made.surnames = {k: tuple(v) for k, v in surnames.items()}
    made.posts = {k: tuple(v) for k, v in posts.items()}
    made.tenures = {k: tuple(v) for k, v in held.items()}


def _other_names(made: Loaded) -> None:
    for row in table("names"):
        start, end = day(row["from"]), day(row["until"], last=True)
        if row["kind"] == "none":
            made.gazetteer.add(row["surface"], Sense((), "none", start, end, row["why"]))
            continue
        unknown = [i for i in re.split(r"[;+]", row["actors"]) if i not in made.actors]
        if unknown:
            raise OntologyError(f"names.tsv: {row['surface']!r} stands for actors that no table has: {unknown}")
        either = ";" in row["actors"]
        for joint in listed(row["actors"]):
            sense = Sense(tuple(joint.split("+")), row["kind"], start, end, row["why"], either=either)
            made.gazetteer.add(row["surface"], sense, first=bool(start or end))


def _places(made: Loaded) -> None:
    for row in table("places"):
        ids = tuple(i for i in row["states"].split("+") if i)
        kind = "none" if row["kind"] == "none" else "place"
        sense = Sense(ids, kind, day(row["from"]), day(row["until"], last=True), row["kind"])
        for name in (row["name"], *listed(row["names"])):
            made.gazetteer.add(name, sense)
    for row in table("cities"):
        if not made.gazetteer.look_up(row["name"]):
            made.gazetteer.add(row["name"], Sense((row["states"],), "place", None, None, "city"))


def _words(made: Loaded) -> None:
    for row in table("state_kinds"):
        if row["kind"].startswith("led_by_"):
            made.led |= dict.fromkeys(row["states"].split(), row["kind"].removeprefix("led_by_"))
    made.given_names |= {w for r in table("name_parts") if r["kind"] == "given" for w in r["words"].split(";")}
    made.common_names = {w for r in table("name_parts") if r["kind"] == "common" for w in r["words"].split(";")}
    for row in table("offices"):
        made.roles[row["title"]] = row["role"]
        if row["state"]:
            made.homes[row["title"]] = row["state"]
    for row in table("agents"):
        agent = Agent(row["sort"], row["sector"], row["organ"], row["alone"])
        for word in listed(row["words"]):
            made.agents.setdefault(word, agent)
