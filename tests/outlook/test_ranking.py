"""Ranking: no look ahead, average ranks on ties, the benchmark layout."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from westphalia.errors import BadInput
from westphalia.outlook import walks
from westphalia.outlook.facts import Facts, facts_of, queries_of, read_folder
from westphalia.outlook.likeness import LIKENESS, Map, liken
from westphalia.outlook.ranking import rank_backtest, start_weights
from westphalia.outlook.replay import Memory


def described(facts: Facts, step: int, k: int = 10) -> tuple[np.ndarray, np.ndarray, list[tuple[int, int]]]:
    """Features and candidates of every question of a step, with the likeness columns."""
    memory = Memory(facts)
    memory.advance(step)
    drawn = Map(memory)
    drawn.draw(memory)
    groups = np.arange(memory.day[step], memory.day[step + 1])
    asked = memory.step(groups)
    x = np.full((len(groups), k, walks.N_FEATURES + len(LIKENESS)), np.nan, np.float32)
    candidates = np.empty((len(groups), k), np.int32)
    walks.describe(memory.past, asked, start_weights(), x, candidates, np.empty(len(asked.answers)))
    liken(memory.past, asked, drawn.unit, drawn.scaled, drawn.relation, candidates, walks.N_FEATURES, x)
    return x, candidates, list(zip(asked.subject.tolist(), asked.relation.tolist(), strict=True))


def test_scrambling_the_future_changes_no_feature(benchmark_folder: Path) -> None:
    facts, valid_from, _ = read_folder(benchmark_folder)
    quads = np.stack([facts.subject, facts.relation, facts.object, facts.step], 1).astype(np.int64)
    rng = np.random.default_rng(1)
    later = quads[:, 3] > valid_from
    scrambled = quads.copy()
    for column in (0, 2):
        scrambled[later, column] = rng.permutation(quads[later, column])
    # the questions stay, their answers change: what is asked on the step itself may not tell the answer either
    names, kinds = facts.entities, facts.relations
    x, candidates, asked = described(facts, valid_from)
    y, others, same = described(facts_of(scrambled, names, kinds), valid_from)
    assert asked == same
    np.testing.assert_array_equal(candidates, others)
    np.testing.assert_array_equal(x, y)


def test_the_answers_of_the_step_itself_are_not_seen(benchmark_folder: Path) -> None:
    facts, step, _ = read_folder(benchmark_folder)
    quads = np.stack([facts.subject, facts.relation, facts.object, facts.step], 1).astype(np.int64)
    changed = quads.copy()
    today = changed[:, 3] == step
    changed[today, 2] = (changed[today, 2] + 5) % len(facts.entities)
    x, candidates, asked = described(facts, step)
    y, others, same = described(facts_of(changed, facts.entities, facts.relations), step)
    for i, question in enumerate(asked):
        if question in same and question[1] < len(facts.relations):
            np.testing.assert_array_equal(candidates[i], others[same.index(question)])
            np.testing.assert_array_equal(x[i], y[same.index(question)])


def test_ties_get_average_ranks() -> None:
    facts = facts_of(np.array([[0, 0, 1, 0], [2, 0, 3, 1]]), ("a", "b", "c", "d"), ("r",))
    memory = Memory(facts)
    asked = memory.step(np.array([0]))
    ranks = np.empty(1)
    x, candidates = np.empty((1, 4, walks.N_FEATURES), np.float32), np.empty((1, 4), np.int32)
    walks.describe(memory.past, asked, start_weights(), x, candidates, ranks)
    assert ranks[0] == pytest.approx(1 + 0.5 * 3)  # nothing is known: four equals, of which three are others


def test_backtest_of_a_folder(benchmark_folder: Path) -> None:
    report = rank_backtest(benchmark_folder, threads=1)
    assert set(report) == {"valid", "test", "linear", "seconds", "peak_mb"}
    assert set(report["test"]) == {"mrr", "hits1", "hits3", "hits10"}
    chance = np.mean(1 / np.arange(1, 25))
    assert report["test"]["mrr"] > 1.8 * chance
    assert report["test"]["hits1"] <= report["test"]["hits3"] <= report["test"]["hits10"]


def lasting(tmp_path: Path) -> Path:
    """Facts that hold for many steps on end, as yearly sets have them: 60 subjects, 30 objects, 40 steps."""
    rng = np.random.default_rng(4)
    rows = set()
    for _ in range(240):
        s, r, o = int(rng.integers(60)), int(rng.integers(4)), 60 + int(30 * rng.random() ** 2)
        begin, length = int(rng.integers(-10, 40)), 2 + int(rng.exponential(12))
        rows |= {(s, r, o, t) for t in range(max(begin, 0), min(begin + length, 40))}
    for name, low, high in (("train", 0, 30), ("valid", 30, 35), ("test", 35, 40)):
        lines = ["\t".join(map(str, row)) for row in sorted(rows, key=lambda row: row[3]) if low <= row[3] < high]
        (tmp_path / f"{name}.txt").write_text("\n".join(lines) + "\n", encoding="utf8")
    return tmp_path


def held_at_the_last_step(facts: Facts, first: int, end: int) -> float:
    """MRR of saying what held one step ago, all others tied; the step's other answers left out."""
    q = queries_of(facts)
    answers = {
        (int(t), int(s), int(r)): set(q.answers[q.begin[g] : q.begin[g + 1]].tolist())
        for g, (t, s, r) in enumerate(zip(q.step, q.subject, q.relation, strict=True))
    }
    gains = []
    for (t, s, r), now in answers.items():
        if first <= t < end:
            held = answers.get((t - 1, s, r), set())
            wrong = len(held - now)
            others = len(facts.entities) - wrong - len(now)
            gains += [1 / (1 + wrong / 2) if o in held else 1 / (1 + wrong + others / 2) for o in now]
    return float(np.mean(gains))


def test_facts_that_last_are_ranked_above_what_merely_held_last(tmp_path: Path) -> None:
    folder = lasting(tmp_path)
    facts, valid_from, test_from = read_folder(folder)
    report = rank_backtest(folder, threads=1, test=False)
    assert report["valid"]["mrr"] > held_at_the_last_step(facts, valid_from, test_from)


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("train.txt", None, "missing"),
        ("valid.txt", "a\tb\tc\td\n", "whole numbers"),
        ("test.txt", "1\t2\t3\t0\n", "must begin after"),
        ("test.txt", "1\t2\t3\n", "time expected"),
    ],
)
def test_bad_folders_say_what_is_wrong(tmp_path: Path, name: str, text: str | None, why: str) -> None:
    for part, line in {"train": "0\t0\t1\t0", "valid": "0\t0\t1\t24", "test": "0\t0\t1\t48"}.items():
        (tmp_path / f"{part}.txt").write_text(line + "\n", encoding="utf8")
    if text is None:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_text(text, encoding="utf8")
    with pytest.raises(BadInput, match=why):
        read_folder(tmp_path)


def test_steps_do_not_depend_on_the_clock() -> None:
    rows = np.array([[0, 0, 1, 2000], [0, 0, 1, 2001], [1, 0, 0, 2003]])
    by_hours = rows.copy()
    by_hours[:, 3] = 24 * (rows[:, 3] - 2000)
    assert facts_of(rows).step.tolist() == facts_of(by_hours).step.tolist() == [0, 1, 3]
