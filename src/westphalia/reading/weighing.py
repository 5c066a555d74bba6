"""How likely each draft is to be right, and which of them are kept.

A logistic regression over the signs of a draft: what the encoder thinks of its word, of its ends and of the ends left
out, whether the voices agree, and what the sentence and the document are about. Its weights stand in words in the files
of `WEIGHTS`; `training/weigh.py` fits them on documents that the encoder has not seen.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from westphalia.errors import OntologyError
from westphalia.reading.classes import lines
from westphalia.reading.encoder import Name
from westphalia.reading.opinions import BESIDE, Opinion

__all__ = ["WEIGHTS", "choose", "probability", "signs", "weights"]

WEIGHTS: Mapping[Name, str] = {"encoder": "voices.tsv", "accurate": "voices_accurate.tsv"}
"""The file of each encoder."""
_FLOOR = 1e-4  # no probability counts as less
_BY_KIND = ("word?", "alike?", "ends fit", "ends behind")  # signs that weigh more or less by the kind of statement
_TWICE = 0.45  # a word that carries one relation carries another only when so sure


def signs(opinion: Opinion, others: Sequence[Opinion]) -> dict[str, float]:
    """The signs of a draft beside the others of its sentence, by name."""
    rest = [o for o in others if o is not opinion]
    alike = [o for o in rest if o.group == opinion.group and o.by_frame != opinion.by_frame]
    agreed = any(o.source == opinion.source and o.target == opinion.target for o in alike)
    rivals = [o.thinks["word"] for o in rest if abs(o.word - opinion.word) <= 1 and o.group != opinion.group]
    odds = {f"{name}?": _log_odds(value) for name, value in opinion.thinks.items()}
    frame, kind, shape = float(opinion.by_frame), opinion.draft.kind, _shape(opinion)
    found = {
        "frame": frame,
        "agreed": float(agreed),
        "agreed on the relation": float(any(abs(o.word - opinion.word) <= 3 for o in alike)),
        "frame's score": frame * opinion.draft.score,
        "rival?": _log_odds(max(rivals, default=0.01)),
        "many states": float(len(opinion.source | opinion.target) > 2),
        shape: 1.0,
        "frame × alike?": frame * odds["alike?"],
        "frame × ends in?": frame * odds["ends in?"],
        "agreed × alike?": agreed * odds["alike?"],
        f"kind {kind}": 1.0,
    }
    plain = {**opinion.about, "ends fit": opinion.fit, "ends behind": opinion.behind}
    found |= plain | {f"frame × {name}": frame * value for name, value in plain.items()}
    if kind == "event":
        found[f"type {opinion.draft.relation}"] = found[f"type {opinion.draft.relation}, {shape}"] = 1.0
    found |= odds
    return found | {f"{kind} × {name}": found[name] for name in _BY_KIND}


def _shape(opinion: Opinion) -> str:
    """Who stands at the ends."""
    source, target = opinion.source, opinion.target
    if not source or not target:
        return "no target" if source else "no source"
    if source == target:
        return "shared" if len(source) > 1 else "at home"
    return "an end in common" if source & target else "apart"


@cache
def weights(name: Name) -> Mapping[str, float]:
    """The weight of each sign beside an encoder, from `data/`; `bar` is the least probability that is kept."""
    made: dict[str, float] = {}
    for number, cells in lines(WEIGHTS[name]):
        if cells[0] == "feature":
            continue
        try:
            made[cells[0]] = float(cells[1])
        except (IndexError, ValueError):
            raise OntologyError(f"{WEIGHTS[name]}:{number}: a feature and its weight, with a tab between") from None
    return made


def choose(sentence: Sequence[Opinion], sure: Sequence[float], least: float) -> Iterator[tuple[Opinion, float]]:
    """The drafts of a sentence above a bar, the surest first; what says the same again, or of the same word, is left
    out."""
    kept: list[Opinion] = []
    for opinion, p in sorted(_apart(sentence, sure), key=lambda said: -said[1]):
        if p < least:
            return
        said = any(
            (o.group == opinion.group and abs(o.word - opinion.word) <= BESIDE)
            or (o.word == opinion.word and p < _TWICE)
            for o in kept
        )
        if not said:
            kept.append(opinion)
            yield opinion, p


def _apart(sentence: Sequence[Opinion], sure: Sequence[float]) -> Iterator[tuple[Opinion, float]]:
    """The drafts that say different things, each as sure as the surest that says the same: the frame's, which tells
    more (who stands between, the finer name), else the one of the word in which the relation is heard most."""
    same: dict[object, list[tuple[Opinion, float]]] = defaultdict(list)
    for opinion, p in zip(sentence, sure, strict=True):
        same[opinion.group, opinion.source, opinion.target].append((opinion, p))
    for said in same.values():
        yield (
            max(said, key=lambda one: (one[0].by_frame, one[0].thinks["word"], one[1]))[0],
            max(p for _, p in said),
        )


def probability(found: Mapping[str, float], known: Mapping[str, float]) -> float:
    """How likely a draft with these signs is to be right."""
    odds = sum(value * known.get(name, 0.0) for name, value in found.items()) + known["always"]
    return (1 + math.tanh(odds / 2)) / 2


def _log_odds(p: float) -> float:
    p = min(max(p, _FLOOR), 1 - _FLOOR)
    return math.log(p / (1 - p))
