"""What events amount to between two states, by PLOVER's types and scores; troops sent to a friend are help.

PLOVER scores every move of armed force as conflict, as it is coded towards a foe. Troops that a state sends to one at
its side (`Sides`) are AID to that one: material cooperation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from westphalia.analysis.lines import Line, Seen
from westphalia.analysis.network import pairs, standing, text_ties, tie_weight
from westphalia.errors import OntologyError
from westphalia.ontology import plover

__all__ = ["Sides", "deeds", "event_ties", "score"]

CLOSE = (
    *("mutual_defence", "alliance", "axis", "strategic_alignment", "military_cooperation"),
    *("support", "arms_supply", "arms_dependence"),
)
"""Kinds of ties that put two states at one side in arms."""

HOSTILE = ("war", "dispute", "sanction", "strained_relations", "contentious_relations")


class Sides:
    """Who stands at whose side in arms, by the ties in a view's texts and data; asked for one pair at a time."""

    def __init__(self, view: Seen) -> None:
        self._view = view
        self._told: list[Line] | None = None

    def meant(self, event: Mapping[str, Any], source: str, target: str) -> tuple[str, str | None]:
        """The type and mode of an event as between two of its actors: AID where troops went to a friend."""
        troops = event["relation"] == "MOBILIZE" and event["mode"] == "troops"
        if troops and self.at_one(source, target, event["when_start"] or event["when_end"]):
            return "AID", None
        return event["relation"], event["mode"]

    def at_one(self, a: str, b: str, day: date | None) -> bool:
        """Whether two stood at one side in arms on a day, and not against each other; without a day, ever."""
        if self._told is None:
            self._told = text_ties(self._view)
        told = [line for line in self._told if {line["source"], line["target"]} == {a, b}]
        lines = [*told, *self._view.data_ties(relation=(*CLOSE, *HOSTILE), actor=a, other=b).to_pylist()]
        held = [line["kind"] for line in (standing(lines, day) if day else lines) if tie_weight(line)]
        return any(kind in CLOSE for kind in held) and not any(kind in HOSTILE for kind in held)


def deeds(view: Seen, since: date | None = None, until: date | None = None) -> Iterator[Line]:
    """The happenings of a view by pair: each event's line with one `source` and one `target`, and its type as meant.

    What did not happen, or is only wished, possible or forecast, is left out.
    """
    sides = Sides(view)
    for event in view.events(since=since, until=until).to_pylist():
        sure = event["certainty"] in ("asserted", "reported", "probable")
        if event["polarity"] == "-" or not sure or event["relation"] not in plover.TYPES:
            continue
        for source, target in pairs(event["source"], event["target"]):
            relation, mode = sides.meant(event, source, target)
            yield {**event, "source": source, "target": target, "relation": relation, "mode": mode}


def event_ties(view: Seen, since: date, until: date) -> list[Line]:
    """Dated events of a period as weak ties: what states did to each other says where they stand, too.

    One of which only the last possible day is told is of that day.
    The kind is `event`, the weight the PLOVER score over 40 (so that no single act outweighs a tie).
    """
    return [
        {
            "kind": "event",
            "source": deed["source"],
            "target": deed["target"],
            "start": deed["when_start"] or deed["when_end"],
            "end": None,
            "size": score(deed["relation"], deed["mode"]) / 40,
            "dataset": "text",
            "row": deed["id"],
            "certainty": deed["certainty"],
        }
        for deed in deeds(view, since, until)
        if deed["when_start"] or since <= deed["when_end"] <= until
    ]


def score(relation: str, mode: str | None) -> float:
    """PLOVER's score of a type and mode; the type's, where it has no such mode."""
    try:
        return plover.score(relation, mode)
    except OntologyError:
        return plover.score(relation)
