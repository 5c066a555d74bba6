"""What a language model is told and asked: the ontology, the form of a record, and sentences with their mentions."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from westphalia.ontology import labels, plover, ties
from westphalia.reading.reading import Parsed
from westphalia.records import Mention

__all__ = ["RELATIONS", "Question", "instructions", "wording"]

RELATIONS: Mapping[str, tuple[str, ...]] = {
    "event": plover.TYPES,
    "tie": ties.KINDS,
    "implication": labels.IMPLICATIONS,
    "stance": labels.STANCES,
    "state": labels.STATES,
}
"""What each kind of statement may say."""

_TASK = """\
You read sentences about international politics and write down what they say as records. (Instructions, version 1.)
Answer with one JSON object and nothing else: {"statements": [...]}; the list is empty where nothing is said.
Each record has all of these:
"sentence": the number of the sentence
"kind": event, tie, implication, stance or state
"relation": a name from the list of that kind below
"mode": a mode of the event type, or null
"source": numbers of those mentions of the sentence that act; [] where the text leaves it open
"target": numbers of those acted on; where both do the same to each other, put both in source and in target
"via": numbers of those through whom an implication leads, else []
"polarity": "-" where the sentence says that it did not happen or does not hold, else "+"
"modality": asserted, reported (another than the author says so), probable, possible, conditional, desired, forecast, \
or denied
"quote": one to eight words that carry the relation, copied from the sentence letter by letter
Write only what the sentence says, no background knowledge.

Example. {"1": {"text": "Chad accused Libya of arming rebels.", "mentions": {"1": "Chad (TCD)", "2": "Libya (LBY)"}}}
{"statements": [{"sentence": 1, "kind": "event", "relation": "ACCUSE", "mode": "allege", "source": [1], "target": [2], \
"via": [], "polarity": "+", "modality": "asserted", "quote": "accused"}]}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A sentence to ask about, its mentions (numbered from 1 in this order) and who each of them is."""

    parsed: Parsed
    mentions: tuple[Mention, ...]
    codes: Mapping[str, frozenset[str]]


@cache
def instructions() -> str:
    """The task, and every relation with what it means.

    >>> "CONSULT: talks with another" in instructions()
    True
    """
    parts = [_TASK, "Relations of events, with their modes:"]
    for name in plover.TYPES:
        modes = f" [modes: {', '.join(plover.MODES[name])}]" if plover.MODES[name] else ""
        parts.append(f"{name}: {plover.describe(name)}{modes}")
    parts.append("\nRelations of ties (what stands for long):")
    parts += [f"{name}: {ties.tie_kind(name).what}" for name in ties.KINDS]
    for kind in ("implication", "stance", "state"):
        parts.append(f"\nRelations of the kind {kind}:")
        parts += [f"{label.name}: {label.what}" for label in labels.LABELS if label.kind == kind]
    return "\n".join(parts)


def wording(questions: Sequence[Question]) -> str:
    """The sentences of one request, numbered from 1, as JSON."""
    asked = {
        str(number): {
            "text": question.parsed.sentence.text,
            "mentions": {
                str(n): f"{m.text} ({', '.join(sorted(question.codes[m.id]))})"
                for n, m in enumerate(question.mentions, 1)
            },
        }
        for number, question in enumerate(questions, 1)
    }
    return json.dumps(asked, ensure_ascii=False)
