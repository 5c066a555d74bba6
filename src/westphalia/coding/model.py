"""A coder: multinomial logistic regression over the features, kept as one `.npz` file without any code in it.

Small on purpose: it trains in seconds on a laptop from a thousand labelled sentences, because the frames have done most
of the reading; its weights can be looked at (`Coder.reasons`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from westphalia.coding.features import features
from westphalia.coding.rows import Labelled
from westphalia.errors import BadInput, ModelError
from westphalia.reading.given import Coded, Given

__all__ = ["Coder", "cross_validate", "train"]

Vector = Mapping[str, float]
_FORMAT = "westphalia coder 3"
_STRENGTH = 1.0  # inverse regularisation
_FEWEST = 2  # a label needs so many rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Coder:
    """Trained weights: `weights` has a row a label and a column a feature, `bias` one number a label."""

    labels: tuple[str, ...]
    names: Mapping[str, int]
    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]

    def code(self, rows: Iterable[Given]) -> Iterator[Coded]:
        """The label of each row, with the probabilities of all labels."""
        for vector in features(rows):
            yield self._coded(self.probabilities(vector))

    def probabilities(self, vector: Vector) -> npt.NDArray[np.float64]:
        """The probability of each label, in the order of `labels`; features never seen in training count nothing."""
        score = self.bias.astype(np.float64)
        for name, value in vector.items():
            if (column := self.names.get(name)) is not None:
                score = score + value * self.weights[:, column]
        share = np.exp(score - score.max())
        return np.asarray(share / share.sum())

    def reasons(self, vector: Vector, label: str, most: int = 5) -> list[tuple[str, float]]:
        """The features that spoke most for a label, with their parts in its score."""
        row = self.labels.index(label)
        parts = {n: v * float(self.weights[row, self.names[n]]) for n, v in vector.items() if n in self.names}
        return sorted(parts.items(), key=lambda item: -item[1])[:most]

    def _coded(self, share: npt.NDArray[np.float64]) -> Coded:
        best = int(share.argmax())
        scores = {label: round(float(p), 4) for label, p in zip(self.labels, share, strict=True)}
        return Coded(self.labels[best], round(float(share[best]), 4), scores)

    def save(self, path: Path) -> None:
        """Write the coder to a file. Raises `BadInput` where it cannot be written."""
        try:
            with path.open("wb") as file:
                np.savez_compressed(
                    file,
                    format=np.array(_FORMAT),
                    labels=np.array(self.labels),
                    names=np.array(sorted(self.names, key=lambda n: self.names[n])),
                    weights=self.weights,
                    bias=self.bias,
                )
        except OSError as error:
            raise BadInput(f"cannot write {path}: {error.strerror or error}; choose another place with -o") from error

    @classmethod
    def load(cls, path: Path) -> Coder:
        """Read a coder. Raises `ModelError` where the file is none."""
        try:
            with np.load(path, allow_pickle=False) as held:
                if str(held["format"]) != _FORMAT:
                    raise ModelError(f"{path}: a coder of another version ({held['format']}); train it again")
                return cls(
                    labels=tuple(map(str, held["labels"])),
                    names={str(name): column for column, name in enumerate(held["names"])},
                    weights=held["weights"],
                    bias=held["bias"],
                )
        except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
            raise ModelError(f"{path}: not a coder ({error}); make one with `westphalia train`") from error


def train(rows: Sequence[Labelled]) -> Coder:
    """Train a coder. Raises `BadInput` for fewer than two labels, or a label with a single row."""
    _check(rows)
    return _fit(list(features(row.given for row in rows)), [row.label for row in rows])


def cross_validate(rows: Sequence[Labelled], folds: int = 5) -> dict[str, float]:
    """Macro-F1 and accuracy of coders trained on the other folds (stratified, shuffled with a fixed seed)."""
    from sklearn.metrics import accuracy_score, f1_score
    from sklearn.model_selection import StratifiedKFold

    _check(rows)
    vectors, labels = list(features(row.given for row in rows)), [row.label for row in rows]
    folds = min(folds, *(labels.count(label) for label in set(labels)))
    said = [""] * len(rows)
    for others, own in StratifiedKFold(folds, shuffle=True, random_state=0).split(vectors, labels):
        coder = _fit([vectors[i] for i in others], [labels[i] for i in others])
        for i in own:
            said[i] = coder.labels[int(coder.probabilities(vectors[i]).argmax())]
    return {
        "macro_f1": round(float(f1_score(labels, said, average="macro", zero_division=0)), 4),
        "accuracy": round(float(accuracy_score(labels, said)), 4),
        "folds": folds,
    }


def _check(rows: Sequence[Labelled]) -> None:
    labels = [row.label for row in rows]
    rare = sorted(label for label in set(labels) if labels.count(label) < _FEWEST)
    if len(set(labels)) < 2:
        raise BadInput(f"{len(rows)} rows with {len(set(labels))} labels: a coder needs two labels or more")
    if rare:
        raise BadInput(f"only one row has the label {', '.join(rare)}: add rows, or join it with another label")


def _fit(vectors: Sequence[Vector], labels: Sequence[str]) -> Coder:
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression  # takes a second, which only training should wait for

    names = {name: column for column, name in enumerate(sorted({name for vector in vectors for name in vector}))}
    cells = [(row, names[name], value) for row, vector in enumerate(vectors) for name, value in vector.items()]
    at, column, value = zip(*cells, strict=True)
    matrix = csr_matrix((value, (at, column)), shape=(len(vectors), len(names)))
    model = LogisticRegression(C=_STRENGTH, max_iter=2000, class_weight="balanced").fit(matrix, labels)
    weights, bias = model.coef_, model.intercept_
    if len(model.classes_) == 2:  # one row of weights for the second label: give the first its mirror
        weights, bias = np.vstack([-weights, weights]) / 2, np.concatenate([-bias, bias]) / 2
    return Coder(
        labels=tuple(map(str, model.classes_)),
        names=names,
        weights=weights.astype(np.float32),
        bias=bias.astype(np.float32),
    )
