"""Who will A do X to next: a linear softmax over the features of the replay, and trees over its best candidates."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from westphalia.outlook import scores, walks
from westphalia.outlook.facts import read_folder
from westphalia.outlook.likeness import LIKENESS, Map, liken
from westphalia.outlook.listwise import Lists, grow, softmax
from westphalia.outlook.replay import Memory

if TYPE_CHECKING:
    import lightgbm as lgb


Floats = npt.NDArray[np.float32]
START = {
    "strict_2": 0.5, "strict_8": 0.5, "strict_30": 0.5, "strict_ever": 0.5, "same_20": 0.3, "opposite_20": 0.3,
    "inverse_60": 0.2, "rule_any": 2.0, "order_strict": 0.5, "order_pair": 0.5, "walk_2": 0.1, "walk_3_relation": 0.3,
    "popular_relation_30": 0.2, "popular_relation_ever": 0.2,
}  # fmt: skip
NAMES = walks.LINEAR + walks.EXTRA + LIKENESS
BLOCK = 1500  # questions described at once, so that memory stays small
ROUNDS = 300
GROWN = {
    "learning_rate": 0.06, "num_leaves": 63, "min_data_in_leaf": 100, "min_sum_hessian_in_leaf": 0.01, "lambda_l2": 2.0,
    "feature_fraction": 0.4, "seed": 2, "verbose": -1, "deterministic": True, "force_row_wise": True,
}  # fmt: skip


def start_weights() -> Floats:
    """Weights to begin with, set by hand: of late, often, and what usually follows."""
    return np.array([START.get(name, 0.0) for name in walks.LINEAR], np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranker:
    """A fitted ranker: the softmax's weights, and trees that add to its score for its best candidates."""

    weights: Floats
    booster: lgb.Booster
    candidates: int

    def score(self, described: Floats, threads: int = 1) -> npt.NDArray[np.float64]:
        """Scores [question, candidate] of described candidates."""
        n, k, width = described.shape
        raw = np.asarray(self.booster.predict(described.reshape(-1, width), num_threads=threads))
        return raw.reshape(n, k) + described[:, :, NAMES.index("linear_score")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """Questions of one step with their candidates; answers of question g are answers[begin[g] : begin[g + 1]]."""

    x: Floats
    candidates: npt.NDArray[np.int32]
    linear_rank: npt.NDArray[np.float64]
    begin: npt.NDArray[np.int64]
    answers: npt.NDArray[np.int32]
    hit: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """How questions are described: by which weights, how many candidates, with which map, in how many threads."""

    memory: Memory
    weights: Floats
    k: int
    drawn: Map | None = None
    threads: int = 1

    def describe(self, groups: npt.NDArray[np.int64]) -> Described:
        """Questions of the memory's step, by number."""
        asked = self.memory.step(groups)
        x = np.full((len(groups), self.k, len(NAMES)), np.nan, np.float32)
        candidates = np.empty((len(groups), self.k), np.int32)
        ranks = np.empty(len(asked.answers), np.float64)
        walks.describe(self.memory.past, asked, self.weights, x, candidates, ranks)
        if self.drawn is not None:
            drawn = self.drawn
            liken(self.memory.past, asked, drawn.unit, drawn.scaled, drawn.relation, candidates, walks.N_FEATURES, x)
        owner = np.repeat(np.arange(len(groups)), np.diff(asked.begin)).astype(np.int64)
        size = self.memory.n_ent + 1
        hit = np.isin(np.arange(len(groups))[:, None] * size + candidates, owner * size + asked.answers)
        return Described(
            x=x, candidates=candidates, linear_rank=ranks, begin=asked.begin, answers=asked.answers, hit=hit
        )

    def steps(self, steps: range, most: int, rng: np.random.Generator) -> Iterator[Described]:
        """Questions step by step, at most `most` a step drawn by chance, in blocks that keep memory small."""
        with ThreadPoolExecutor(self.threads) as pool:
            for step in steps:
                self.memory.advance(step)
                if self.drawn is not None:
                    self.drawn.draw(self.memory)
                groups = np.arange(self.memory.day[step], self.memory.day[step + 1])
                if len(groups) > most:
                    groups = np.sort(rng.choice(groups, most, replace=False))
                if len(groups):
                    size = min(BLOCK, max(len(groups) // self.threads + 1, 30))
                    blocks = [groups[start : start + size] for start in range(0, len(groups), size)]
                    for start in range(0, len(blocks), self.threads):
                        yield from pool.map(self.describe, blocks[start : start + self.threads])


def fit_weights(memory: Memory, until: int, *, threads: int = 2, seed: int = 0) -> Floats:
    """The softmax's weights, fitted on the last fifth of the steps before `until`, in two rounds."""
    rng = np.random.default_rng(seed)
    weights = start_weights()
    recent = range(max(until - max(until // 5, 3), 1), until)
    for _ in range(2):
        memory.reset()
        lists = Lists()
        asking = Asking(memory=memory, weights=weights, k=200, threads=threads)
        for made in asking.steps(recent, max(5000 // len(recent), 10), rng):
            lists.add(made.x, made.hit, 50, 0.3, rng)
        if len(lists) < 20:
            return weights
        weights = softmax(lists, walks.N_LINEAR, weights)
    return weights


def fit(memory: Memory, until: int, *, k: int = 100, groups: int = 60_000, threads: int = 2, seed: int = 0) -> Ranker:
    """Fits on the steps before `until` only: first the softmax on the last fifth of them, then the trees.

    Every training question is described as it stood on its own step, from what came before it.
    """
    rng = np.random.default_rng(seed)
    weights = fit_weights(memory, until, threads=threads, seed=seed)
    memory.reset()
    lists = Lists()
    first = max(until // 4, 1)
    asking = Asking(memory=memory, weights=weights, k=k, drawn=Map(memory), threads=threads)
    for made in asking.steps(range(first, until), max(groups // (until - first), 10), rng):
        lists.add(made.x, made.hit, 20, 0.2, rng)
    booster = grow(lists, NAMES, NAMES.index("linear_score"), ROUNDS, {**GROWN, "num_threads": threads})
    return Ranker(weights=weights, booster=booster, candidates=k)


def ranks(memory: Memory, ranker: Ranker, steps: range, threads: int = 1) -> dict[str, npt.NDArray[np.float64]]:
    """Average filtered ranks of every answer in the steps, both directions: by the `linear` softmax and the `model`.

    An answer beyond the model's candidates keeps its rank by the softmax among all entities.
    """
    linear, model = [], []
    rng = np.random.default_rng(0)
    asking = Asking(memory=memory, weights=ranker.weights, k=ranker.candidates, drawn=Map(memory), threads=threads)
    for made in asking.steps(steps, len(memory.queries), rng):
        score = np.where(made.candidates < 0, -np.inf, ranker.score(made.x, threads))
        linear.append(made.linear_rank)
        model.append(_reranked(made, score))
    return {"linear": np.concatenate(linear), "model": np.concatenate(model)}


def _reranked(made: Described, score: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    out = made.linear_rank.copy()
    for g in range(len(made.candidates)):
        hit = made.hit[g]
        others = score[g][~hit]
        place = {int(c): v for c, v in zip(made.candidates[g][hit], score[g][hit], strict=True)}
        for i in range(made.begin[g], made.begin[g + 1]):
            mine = place.get(int(made.answers[i]))
            if mine is not None:
                out[i] = 1 + (others > mine).sum() + 0.5 * (others == mine).sum()
    return out


def rank_backtest(folder: Path | str, *, threads: int = 2, test: bool = True) -> dict[str, Any]:
    """Ranks the next event of a benchmark folder (train.txt, valid.txt, test.txt; RE-GCN's layout).

    Single step (all facts of earlier steps are known, also those of validation and test), both directions, all
    entities, only other answers of the same step filtered, average rank on ties. Nothing is fitted on validation or
    test. Gives {"valid": {"mrr", "hits1", "hits3", "hits10"}, "test": {...}, "linear": {"valid", "test"}, "seconds",
    "peak_mb"}. Raises BadInput for a folder that is not in this layout.
    """
    from westphalia.outlook.backtest import peak_mb

    started = time.monotonic()
    facts, valid_from, test_from = read_folder(Path(folder))
    memory = Memory(facts)
    ranker = fit(memory, valid_from, threads=threads)
    report: dict[str, Any] = {"linear": {}}
    for name, steps in (("valid", range(valid_from, test_from)), ("test", range(test_from, int(facts.step[-1]) + 1))):
        if name == "test" and not test:
            break
        found = ranks(memory, ranker, steps, threads)
        report[name] = scores.rank_scores(found["model"])
        report["linear"][name] = scores.rank_scores(found["linear"])
    report["seconds"], report["peak_mb"] = round(time.monotonic() - started, 1), peak_mb()
    return report
