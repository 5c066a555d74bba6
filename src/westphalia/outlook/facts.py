"""Facts in time: what happened between whom, as numbers, ordered for a replay in which no day sees a later one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from westphalia.errors import BadInput

__all__ = ["Facts", "Queries", "facts_of", "queries_of", "read_folder"]

Ints = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Facts as parallel arrays sorted by step; `entities` and `relations` name the ids where names are known.

    `step` counts from 0 in the data's own smallest interval (a day, a year), so that half-lives mean the same
    whatever the clock; relations are the given ones only, and `queries_of` adds the inverse of each.
    """

    subject: Ints
    relation: Ints
    object: Ints
    step: Ints
    entities: tuple[str, ...]
    relations: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.subject)


@dataclass(frozen=True, slots=True, kw_only=True)
class Queries:
    """Every question the facts answer, once: (subject, relation, ?) at a step, with all of its answers.

    Group g has the answers `answers[begin[g] : begin[g + 1]]`; groups are sorted by (step, relation, subject).
    A relation of `number of relations` or more is the inverse of the one that many below it.
    """

    subject: Ints
    relation: Ints
    step: Ints
    begin: npt.NDArray[np.int64]
    answers: Ints

    def __len__(self) -> int:
        return len(self.subject)


def facts_of(quads: npt.NDArray[np.int64], entities: tuple[str, ...] = (), relations: tuple[str, ...] = ()) -> Facts:
    """Facts from rows of (subject, relation, object, time); equal rows count once.

    Times may run in any equal steps from any origin: hours by 24, days or years by 1.

    >>> facts = facts_of(np.array([[0, 0, 1, 48], [1, 0, 0, 24], [0, 0, 1, 48]]))
    >>> facts.step.tolist(), len(facts.entities)
    ([0, 1], 2)
    """
    if quads.ndim != 2 or quads.shape[1] < 4 or len(quads) == 0:
        raise BadInput("facts are rows of subject, relation, object, time; got an array of shape " + str(quads.shape))
    rows = np.unique(quads[:, [3, 1, 0, 2]], axis=0)
    if rows[:, 1:].min() < 0:
        raise BadInput("ids of entities and relations count from 0; got a negative one")
    times = rows[:, 0] - rows[0, 0]
    unit = int(np.gcd.reduce(times)) or 1
    n_entities = int(rows[:, 2:].max()) + 1
    n_relations = int(rows[:, 1].max()) + 1
    named = tuple(entities) + tuple(f"entity {i}" for i in range(len(entities), n_entities))
    kinds = tuple(relations) + tuple(f"relation {i}" for i in range(len(relations), n_relations))
    whole = [np.ascontiguousarray(column, dtype=np.int32) for column in (rows[:, 2], rows[:, 1], rows[:, 3])]
    return Facts(
        subject=whole[0],
        relation=whole[1],
        object=whole[2],
        step=(times // unit).astype(np.int32),
        entities=named,
        relations=kinds,
    )


def queries_of(facts: Facts) -> Queries:
    """Both directions of every fact as questions with all answers of the same step.

    >>> q = queries_of(facts_of(np.array([[0, 0, 1, 0], [0, 0, 2, 0]])))
    >>> [(int(s), int(r)) for s, r in zip(q.subject, q.relation)], q.answers.tolist()
    ([(0, 0), (1, 1), (2, 1)], [1, 2, 0, 0])
    """
    n = len(facts.relations)
    subject = np.concatenate([facts.subject, facts.object])
    relation = np.concatenate([facts.relation, facts.relation + n])
    answer = np.concatenate([facts.object, facts.subject])
    step = np.concatenate([facts.step, facts.step])
    order = np.lexsort((answer, subject, relation, step))
    subject, relation, answer, step = (a[order] for a in (subject, relation, answer, step))
    fresh = np.ones(len(order), dtype=bool)
    fresh[1:] = (np.diff(subject) != 0) | (np.diff(relation) != 0) | (np.diff(step) != 0)
    first = np.flatnonzero(fresh)
    return Queries(
        subject=subject[first],
        relation=relation[first].astype(np.int32),
        step=step[first],
        begin=np.append(first, len(order)).astype(np.int64),
        answers=answer,
    )


def read_folder(folder: Path) -> tuple[Facts, int, int]:
    """A benchmark folder: all facts, the first step of validation, the first step of test.

    Reads `train.txt`, `valid.txt`, `test.txt` (tab-separated subject, relation, object, time; further columns are
    passed over) and, where they are there, `entity2id.txt` and `relation2id.txt` (name, id). Raises BadInput where a
    file is missing, is no table of whole numbers, or where the three do not follow one another in time.
    """
    parts = {name: _read_quads(folder / f"{name}.txt") for name in ("train", "valid", "test")}
    for earlier, later in (("train", "valid"), ("valid", "test")):
        if parts[earlier][:, 3].max() >= parts[later][:, 3].min():
            raise BadInput(f"{folder}: {later}.txt must begin after {earlier}.txt ends: a forecast looks ahead only")
    facts = facts_of(
        np.concatenate(list(parts.values())),
        _read_names(folder / "entity2id.txt"),
        _read_names(folder / "relation2id.txt"),
    )
    times = np.unique(np.concatenate([part[:, 3] for part in parts.values()]))
    unit = int(np.gcd.reduce(times - times[0])) or 1
    starts = [int((parts[name][:, 3].min() - times[0]) // unit) for name in ("valid", "test")]
    return facts, starts[0], starts[1]


def _read_quads(path: Path) -> npt.NDArray[np.int64]:
    if not path.is_file():
        raise BadInput(f"{path} is missing: the folder needs train.txt, valid.txt and test.txt")
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf8").splitlines(), 1):
        cells = line.split()
        if not cells:
            continue
        try:
            rows.append([int(cell) for cell in cells[:4]])
        except ValueError:
            raise BadInput(f"{path}, line {number}: four whole numbers expected, got {line[:60]!r}") from None
        if len(cells) < 4:
            raise BadInput(f"{path}, line {number}: subject, relation, object and time expected, got {line[:60]!r}")
    if not rows:
        raise BadInput(f"{path} is empty")
    return np.array(rows, dtype=np.int64)


def _read_names(path: Path) -> tuple[str, ...]:
    if not path.is_file():
        return ()
    names: dict[int, str] = {}
    for line in path.read_text(encoding="utf8").splitlines():
        cells = line.rstrip("\n").split("\t")
        if len(cells) >= 2 and cells[1].strip().isdigit():
            names[int(cells[1])] = cells[0].strip().replace("_", " ")
    return tuple(names.get(i, f"#{i}") for i in range(max(names, default=-1) + 1))
