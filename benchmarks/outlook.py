"""The outlook measured on real data, by hand: `python benchmarks/outlook.py rank|occurrence|ablation|speed|scale`.

Reads the shared data ($WESTPHALIA_SHARED or ../shared). `rank` and `occurrence` run the same functions as the
command line, test part included; `ablation` looks at validation only, so that choosing never touches the test. `scale`
ranks a made-up set as large as ICEWS18: what it costs, not how right it would be.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from westphalia.outlook import fitting, occurrence, ranking, scores
from westphalia.outlook.backtest import backtest, occurrence_backtest
from westphalia.outlook.events import read_events
from westphalia.outlook.facts import read_folder
from westphalia.outlook.replay import Memory

SHARED = Path(os.environ.get("WESTPHALIA_SHARED") or Path(__file__).parents[2] / "shared")
ICEWS14 = SHARED / "data" / "tkg" / "ICEWS14"
EVENTS = SHARED / "data" / "icews" / "icews14_named.csv"


def ablation() -> dict[str, Any]:
    """MRR on validation with parts of the ranker left out; nothing is fitted on it."""
    facts, valid_from, test_from = read_folder(ICEWS14)
    plain = replace(facts, entities=tuple(f"#{i}" for i in range(len(facts.entities))))
    found: dict[str, Any] = {}
    for name, known in (("all", facts), ("without names", plain)):
        memory = Memory(known)
        ranker = ranking.fit(memory, valid_from)
        ranks = ranking.ranks(memory, ranker, range(valid_from, test_from))
        found[name] = scores.rank_scores(ranks["model"])
        found[f"{name}, linear softmax only"] = scores.rank_scores(ranks["linear"])
        by_hand = replace(ranker, weights=ranking.start_weights())
        memory.reset()
        ranks = ranking.ranks(memory, by_hand, range(valid_from, test_from))
        found[f"{name}, weights set by hand"] = scores.rank_scores(ranks["linear"])
    return found


def speed() -> dict[str, Any]:
    """Seconds to forecast every dyad that has met, all classes, after fitting on the whole file."""
    events = read_events(EVENTS)
    last = int(events.day[-1]) + 1
    fitted = fitting.fit(events, last, 7)
    started = time.monotonic()
    n = len(events.actors)
    pairs = np.unique(events.source.astype(np.int64) * n + events.target)
    made = occurrence.forecast(fitted, events, last, pairs=pairs)
    return {"events": len(events), "dyads": len(made.source), "seconds": round(time.monotonic() - started, 2)}


def scale(folder: Path) -> dict[str, Any]:
    """The cost of ranking a made-up set of the size of ICEWS18 (468,558 facts of 23,033 entities in 256 relations on
    304 days, Jin et al. 2020), in which few actors and pairs have most of the events, and these come in bursts."""
    rng = np.random.default_rng(0)
    drawn, actors, relations, days, pairs = 700_000, 23_033, 256, 304, 60_000
    busy = 1 / np.arange(1, actors + 1) ** 0.85
    ends = rng.choice(actors, (pairs, 2), p=busy / busy.sum())
    often = 1 / np.arange(1, pairs + 1) ** 0.9
    pair = rng.choice(pairs, drawn, p=often / often.sum())
    kinds = 1 / np.arange(1, relations + 1) ** 1.1
    own = rng.choice(relations, (pairs, 4), p=kinds / kinds.sum())
    burst = rng.integers(0, days, (pairs, 3))
    at = burst[pair, rng.integers(0, 3, drawn)] + rng.exponential(20, drawn).astype(np.int64)
    rows = np.stack([ends[pair, 0], own[pair, rng.integers(0, 4, drawn)], ends[pair, 1], at % days * 24], 1)
    rows = np.unique(rows[rows[:, 0] != rows[:, 2]], axis=0)
    rows = rows[np.argsort(rows[:, 3], kind="stable")]
    step = rows[:, 3] // 24
    for name, low, high in (("train", 0, 240), ("valid", 240, 270), ("test", 270, days)):
        np.savetxt(folder / f"{name}.txt", rows[(step >= low) & (step < high)], fmt="%d", delimiter="\t")
    return {"facts": len(rows), "entities": len(np.unique(rows[:, [0, 2]])), **ranking.rank_backtest(folder)}


def main() -> None:
    """Runs what is asked for and prints it as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("rank", "occurrence", "validation", "ablation", "speed", "scale"))
    parser.add_argument("--horizon", type=int, default=7)
    parser.add_argument("--folder", type=Path, default=ICEWS14)
    asked = parser.parse_args()
    if asked.what == "rank":
        report = ranking.rank_backtest(asked.folder)
    elif asked.what == "occurrence":
        report = occurrence_backtest(EVENTS, asked.horizon)
    elif asked.what == "validation":
        events = read_events(EVENTS)
        report = backtest(events.before(int(events.day[-1] * 0.8)), asked.horizon)
    elif asked.what == "scale":
        with tempfile.TemporaryDirectory() as scratch:
            report = scale(Path(scratch))
    else:
        report = ablation() if asked.what == "ablation" else speed()
    print(json.dumps(report, indent=1, default=float))


if __name__ == "__main__":
    main()
