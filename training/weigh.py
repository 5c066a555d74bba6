"""Grows the trees by which the two voices are joined, on documents that the encoder has not seen, and writes them to
`src/westphalia/reading/data/`.

Run from the project's root after `training.train`: `python -m training.weigh [encoder | accurate]`. It prints
precision, recall and F1 by the bar, cross-validated over the documents, with the frames alone beside them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from training.data import HERE, SHARED, Gold, agrees, annotations, documents, nothing, placed, readings
from westphalia.reading.asked import ask
from westphalia.reading.encoder import Name
from westphalia.reading.opinions import Opinion, listen
from westphalia.reading.weighing import ELSEWHERE, TREES, Signs, choose, signs, table
from westphalia.records import content_id

FOLDER = HERE.parent / "src" / "westphalia" / "reading" / "data"
_SPARED = 9
_LAST: tuple[str, ...] = ("TF",)  # of names; who fits an encoder on them leaves them out here
_TREES: Mapping[str, Any] = {
    "n_estimators": 500,
    "learning_rate": 0.015,
    "num_leaves": 31,
    "min_child_samples": 100,
    "subsample": 0.7,
    "subsample_freq": 1,
    "colsample_bytree": 0.4,
    "reg_lambda": 30.0,
    "random_state": 0,
    "n_jobs": 1,
    "verbose": -1,
}
_QUIET = 20.0  # what a draft counts in one of the sentences that tell of no relation: few here, many in the world
_FOLDS = 6
_BARS = (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5)


def spared(name: str) -> bool:
    """Whether a document is kept from the encoders: one in nine, by the hash of its name, and those annotated last."""
    return name.startswith(_LAST) or int(content_id("s", name)[2:], 16) % _SPARED == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A sentence: what both voices say, the features of each draft, and what was annotated; `quiet`: it is one of those
    that tell of no relation."""

    document: str
    quiet: bool
    opinions: Sequence[Opinion]
    features: Sequence[Signs]
    gold: Sequence[Gold]

    def right(self) -> list[bool]:
        """Whether each draft is a statement that was annotated."""
        return [any(agrees(*_statement(o), g) for g in self.gold) for o in self.opinions]


def _statement(opinion: Opinion) -> tuple[int, frozenset[str], frozenset[str]]:
    source, target = (frozenset(c for c in end if len(c) == 3) for end in (opinion.source, opinion.target))
    return opinion.label, source, target


def hear(shared: Path, encoder: Name) -> Iterator[Heard]:
    """The sentences of the spared documents, and those that tell of no relation."""
    lines, quiet = annotations(), nothing()
    own = {name: document for name, document in (documents(shared) | quiet).items() if spared(name)}
    for name, reading in readings(own):
        gold = placed(reading, lines.get(name, []))
        document = list(listen(reading, ask(reading, encoder)))
        for number, (said, features) in enumerate(zip(document, signs(document), strict=True)):
            rows = gold.get(number, ())
            yield Heard(document=name, quiet=name in quiet, opinions=said, features=features, gold=rows)


def fit(heard: Sequence[Heard], names: Sequence[str]) -> Any:
    """The trees: of each draft as it stands, and as if its sentence stood alone, or a quiet sentence in a document."""
    from lightgbm import LGBMClassifier

    rows = np.concatenate([table(h.features, names) for h in heard if h.features])
    right = np.array([r for h in heard for r in h.right()])
    quiet = np.array([h.quiet for h in heard for _ in h.features])
    counts = np.where(quiet, _QUIET, 1.0)
    around = [names.index(name) for name in ELSEWHERE]
    moved = rows.copy()
    moved[:, around] = np.nan
    drawn = np.random.default_rng(0).choice(np.flatnonzero(~quiet), quiet.sum())
    moved[np.ix_(np.flatnonzero(quiet), around)] = rows[np.ix_(drawn, around)]
    model = LGBMClassifier(**_TREES)
    rows, right, counts = np.concatenate([rows, moved]), np.tile(right, 2), np.tile(counts / 2, 2)
    return model.fit(rows, right, sample_weight=counts, feature_name=list(names)).booster_


def scores(heard: Sequence[Heard], sure: Sequence[Sequence[float]], bar: float) -> tuple[float, float, float]:
    """F1, precision and recall of the drafts that are kept, matched one to one."""
    hits = said = wanted = 0
    for one, p in zip(heard, sure, strict=True):
        kept = [_statement(o) for o, _ in choose(one.opinions, p, bar)]
        hits += _matched(kept, one.gold)
        said += len(kept)
        wanted += len(one.gold)
    precision, recall = hits / max(1, said), hits / max(1, wanted)
    return 2 * precision * recall / max(1e-9, precision + recall), precision, recall


def _matched(said: Sequence[tuple[int, frozenset[str], frozenset[str]]], gold: Sequence[Gold]) -> int:
    owner: dict[int, int] = {}

    def place(one: int, seen: set[int]) -> bool:
        for other, row in enumerate(gold):
            if other not in seen and agrees(*said[one], row):
                seen.add(other)
                if other not in owner or place(owner[other], seen):
                    owner[other] = one
                    return True
        return False

    return sum(place(one, set()) for one in range(len(said)))


def main() -> int:
    """Hears, fits, prints, writes."""
    from sklearn.model_selection import GroupKFold

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("encoder", nargs="?", choices=tuple(TREES), default="encoder")
    asked = parser.parse_args()
    heard = list(hear(SHARED, asked.encoder))
    names = sorted({name for h in heard for f in h.features for name in f})
    sure: list[list[float]] = [[] for _ in heard]
    for others, own in GroupKFold(_FOLDS).split(heard, groups=[h.document for h in heard]):
        trees = fit([heard[n] for n in others], names)
        for n in own:
            if heard[n].features:
                sure[n] = trees.predict(table(heard[n].features, names)).tolist()
    frames = [[o for o in h.opinions if o.by_frame] for h in heard]
    alone = [replace(h, opinions=f, features=()) for h, f in zip(heard, frames, strict=True)]
    _tell("frames alone", scores(alone, [[o.draft.score for o in f] for f in frames], 0.0))
    for bar in _BARS:
        _tell(f"bar {bar:.2f}", scores(heard, sure, bar))
    fit(heard, names).save_model(FOLDER / TREES[asked.encoder])
    return 0


def _tell(name: str, found: tuple[float, float, float]) -> None:
    print(f"{name:13} F1 {found[0]:.3f}  precision {found[1]:.3f}  recall {found[2]:.3f}")


if __name__ == "__main__":
    sys.exit(main())
