"""Edits of a statement as people write them (`source=CHN+RUS`, `when=2023-09`) and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from westphalia.errors import BadInput, UnknownActor
from westphalia.judging.anchors import anchored
from westphalia.judging.rulings import made
from westphalia.ontology import plover
from westphalia.ontology.actors import atlas
from westphalia.ontology.labels import LABELS
from westphalia.ontology.ties import KINDS, tie_kind
from westphalia.records import AUTHOR, Actor, Attribution, Modality, When
from westphalia.store import View
from westphalia.store.days import first_day, last_day
from westphalia.store.rulings import Edit, Named, Ruling

__all__ = ["FIELDS", "edit"]

FIELDS = ("relation", "mode", "source", "target", "polarity", "modality", "attribution", "when", "place")
NONE = ("", "none")


def edit(view: View, id: str, changes: Sequence[str], by: str, why: str = "") -> tuple[Ruling, list[Actor]]:
    """That a statement says something else, as `field=value` for the fields of `FIELDS`; and the actors it names.

    Actors are codes, ids or names, several joined by `+`; `attribution` is an actor or `author`; `when` a day, month,
    year or two of them with `/` between; `none` takes a value away. What is not named stays as it was read, or edited
    before. Raises UnknownRecord, UnknownActor, and BadInput for a field or value that is none.
    """
    anchors = anchored(view, [id])
    line = next(iter([*view.statements(ids=id).to_pylist(), *view.unjudged().statements(ids=id).to_pylist()]))
    given = dict(_parted(each) for each in changes)
    if not given:
        raise BadInput(f"say what to edit, as --set FIELD=VALUE; the fields are {', '.join(FIELDS)}")
    made_of: dict[str, Any] = {name: value for name, value in given.items() if name in ("mode", "place")}
    made_of |= {name: "" for name, value in made_of.items() if value in NONE}
    if "relation" in given:
        made_of |= {"mode": "", **made_of, **_relation(given["relation"], line["kind"])}
    _checked_mode(made_of, line)
    for name, allowed in (("polarity", ("+", "-")), ("modality", get_args(Modality))):
        if name in given:
            made_of[name] = _one_of(name, given[name], allowed)
    if "when" in given:
        made_of["when"] = _when(given["when"])
    ends: dict[str, tuple[str, ...]] = {n: _actors(given[n]) for n in ("source", "target") if n in given}
    if "attribution" in given:
        made_of["attribution"], ends["speaker"] = _attribution(given["attribution"])
    ends = _both_ways(ends, made_of, line)
    made_of |= {name: ends[name] for name in ("source", "target") if name in ends}
    named = list(dict.fromkeys(each for ids in ends.values() for each in ids))
    edit = Edit(**made_of, actors=tuple(Named(id=each, codes=atlas().codes(each)) for each in named))
    return made("edit", [id], by, why, anchors, edit), [atlas().actor(each) for each in named]


def _parted(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or name.strip() not in FIELDS:
        raise BadInput(f"{text!r}: write FIELD=VALUE, the field being one of {', '.join(FIELDS)}")
    return name.strip(), value.strip()


def _one_of(name: str, value: str, allowed: Sequence[str]) -> str:
    if value not in allowed:
        raise BadInput(f"{value!r} is no {name}: give one of {', '.join(allowed)}")
    return value


def _relation(value: str, kind: str) -> dict[str, str]:
    """A relation and the kind of statement that it makes: the kind that there was, where that has it."""
    kinds = ["event"] * (value in plover.TYPES) + ["tie"] * (value in KINDS)
    kinds += [label.kind for label in LABELS if label.name == value]
    if not kinds:
        raise BadInput(f"{value!r} is no relation: give a PLOVER type, a kind of tie or a label (see docs/ontology.md)")
    return {"relation": value, "kind": kind if kind in kinds else kinds[0]}


def _checked_mode(made_of: Mapping[str, Any], line: Mapping[str, Any]) -> None:
    mode, relation = made_of.get("mode"), made_of.get("relation", line["relation"])
    if mode:
        _one_of("mode of " + relation, mode, plover.MODES.get(relation, ()))


def _when(value: str) -> When:
    first, sign, last = value.partition("/")
    if value in NONE:
        return When(start=None, end=None)
    start, end = first_day(first.strip(". ") or None), last_day((last if sign else first).strip(". ") or None)
    if start and end and start > end:
        raise BadInput(f"{value!r} runs backward; write the earlier day first")
    return When(start=start, end=end)


def _actors(value: str) -> tuple[str, ...]:
    return () if value in NONE else tuple(sorted({_actor(part.strip()) for part in value.split("+")}))


def _actor(name: str) -> str:
    """The id of an actor given by id, code or name. Raises UnknownActor."""
    if atlas().known(name):
        return name
    try:
        return atlas().code(name)
    except UnknownActor:
        found = list(dict.fromkeys(c.actor.id for c in atlas().resolve(name) if c.kind != "place"))
        if len(found) != 1:
            raise
        return found[0]


def _attribution(value: str) -> tuple[Attribution, tuple[str, ...]]:
    if value == "author":
        return AUTHOR, ()
    speakers = _actors(value)
    actors = [atlas().actor(each) for each in speakers]
    person = any(actor.kind == "person" for actor in actors)
    text = " and ".join(actor.name for actor in actors)
    return Attribution(kind="person" if person else "actor", speakers=speakers, text=text), speakers


def _both_ways(
    ends: dict[str, tuple[str, ...]], made_of: Mapping[str, Any], line: Mapping[str, Any]
) -> dict[str, tuple[str, ...]]:
    """The ends; of a tie that runs both ways the same set on both sides, as records hold it."""
    kind, relation = made_of.get("kind", line["kind"]), made_of.get("relation", line["relation"])
    if kind != "tie" or relation not in KINDS or tie_kind(relation).directed:
        return ends
    if not {"source", "target"} & ends.keys() and "relation" not in made_of:
        return ends
    sides = [ends.get(name, tuple(line[f"{name}_actors"])) for name in ("source", "target")]
    both = tuple(sorted({*sides[0], *sides[1]}))
    return {**ends, "source": both, "target": both}
