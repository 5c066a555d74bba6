"""How likely each draft is to be right, and which of them are kept.

Trees boosted on the signs of a draft (Ke et al. 2017, LightGBM): what the encoder thinks of its word, of its ends and
of the ends left out, whether the voices agree, what the sentence is about, and how much else the document tells of
these states. They stand in the files of `TREES`; `training/weigh.py` grows them on documents that the encoder has not
seen.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from westphalia.errors import ModelError
from westphalia.reading.encoder import Name
from westphalia.reading.opinions import BESIDE, Opinion

__all__ = ["BARS", "ELSEWHERE", "TREES", "choose", "probabilities", "signs", "table", "trees"]

TREES: Mapping[Name, str] = {"encoder": "voices.txt", "accurate": "voices_accurate.txt"}
"""The file of each encoder."""
BARS: Mapping[Name, float] = {"encoder": 0.25, "accurate": 0.3}
"""The least probability that is kept."""
ELSEWHERE = ("document_abroad", "same_states_elsewhere", "told_elsewhere")
"""The signs that come from the other sentences; not a number where a text is a single sentence."""
_FLOOR = 1e-4  # no probability counts as less
_TWICE = 0.45  # a word that carries one relation carries another only when so sure
Signs = dict[str, float]
Pair = frozenset[frozenset[str]]  # the two ends, whichever way


def signs(document: Sequence[Sequence[Opinion]]) -> list[list[Signs]]:
    """The signs of each draft of a document, by sentence and by name."""
    loud = [max((o.thinks["any"] for o in said), default=0.0) for said in document]
    told = [_told(said) for said in document]
    of_all: dict[Pair, float] = defaultdict(float)
    for pairs in told:
        for pair, value in pairs.items():
            of_all[pair] += value
    others, all_loud = len(document) - 1, sum(loud)

    def elsewhere(opinion: Opinion, here: int) -> Signs:
        if not others:
            return dict.fromkeys(ELSEWHERE, math.nan)
        pair = _pair(opinion)
        same = of_all[pair] - told[here][pair]
        return {"same_states_elsewhere": same, "told_elsewhere": (all_loud - loud[here]) / others}

    return [[_signs(o, said) | elsewhere(o, n) for o in said] for n, said in enumerate(document)]


def _told(sentence: Sequence[Opinion]) -> dict[Pair, float]:
    """How surely a sentence tells of each pair of ends."""
    made: dict[Pair, float] = defaultdict(float)
    for o in sentence:
        made[_pair(o)] = max(made[_pair(o)], o.thinks["word"] * math.exp(min(0.0, o.fit)))
    return made


def _pair(opinion: Opinion) -> Pair:
    return frozenset((opinion.source, opinion.target))


def _signs(opinion: Opinion, sentence: Sequence[Opinion]) -> Signs:
    """The signs of a draft beside the others of its sentence."""
    rest = [o for o in sentence if o is not opinion]
    alike = [o for o in rest if o.group == opinion.group and o.by_frame != opinion.by_frame]
    rivals = [o.thinks["word"] for o in rest if abs(o.word - opinion.word) <= 1 and o.group != opinion.group]
    frame, kind = float(opinion.by_frame), opinion.draft.kind
    found = {
        "frame": frame,
        "frame_score": frame * opinion.draft.score,
        "agreed": float(any(o.source == opinion.source and o.target == opinion.target for o in alike)),
        "agreed_on_the_relation": float(any(abs(o.word - opinion.word) <= 3 for o in alike)),
        "rival?": _log_odds(max(rivals, default=0.01)),
        "many_states": float(len(opinion.source | opinion.target) > 2),
        "ends_fit": opinion.fit,
        "ends_behind": opinion.behind,
        f"ends_{_shape(opinion)}": 1.0,
        f"kind_{kind}": 1.0,
        **opinion.about,
    }
    if kind == "event":
        found[f"type_{opinion.draft.relation}"] = 1.0
    return found | {f"{name}?": _log_odds(value) for name, value in opinion.thinks.items()}


def _shape(opinion: Opinion) -> str:
    """Who stands at the ends."""
    source, target = opinion.source, opinion.target
    if not source or not target:
        return "no_target" if source else "no_source"
    if source == target:
        return "shared" if len(source) > 1 else "at_home"
    return "in_common" if source & target else "apart"


@cache
def trees(name: Name) -> Any:
    """The trees beside an encoder, a LightGBM `Booster`. Raises `ModelError` where they cannot be read."""
    import lightgbm

    file = files("westphalia.reading") / "data" / TREES[name]
    try:
        return lightgbm.Booster(model_str=file.read_text("utf8"))
    except (OSError, lightgbm.basic.LightGBMError) as error:
        raise ModelError(f"the weights in {file} cannot be read ({error}); install Westphalia again") from error


def probabilities(name: Name, found: Sequence[Sequence[Signs]]) -> list[list[float]]:
    """How likely the drafts with these signs are to be right, by sentence."""
    flat = [one for sentence in found for one in sentence]
    if not flat:
        return [[] for _ in found]
    known = trees(name)
    sure = iter(known.predict(table(flat, known.feature_name()), num_threads=1).tolist())
    return [[next(sure) for _ in sentence] for sentence in found]


def table(found: Sequence[Signs], names: Sequence[str]) -> npt.NDArray[np.float64]:
    """Signs as rows of numbers, in the order of their names; one that is not there is nought."""
    return np.array([[one.get(name, 0.0) for name in names] for one in found])


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


def _log_odds(p: float) -> float:
    p = min(max(p, _FLOOR), 1 - _FLOOR)
    return math.log(p / (1 - p))
