"""A small made-up world with regular dyads, newcomers and a calendar of its own."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from westphalia.ontology.plover import TYPES
from westphalia.outlook.events import Events, events_of

START = date(2020, 1, 1)


def made_up(days: int = 120, seed: int = 0) -> list[tuple[date, str, str, str, str]]:
    """Events of 24 actors: a few dyads meet often and in their own way, the others now and then."""
    rng = np.random.default_rng(seed)
    actors = [f"{kind} ({place})" for place in ("Avaria", "Borduria", "Carpathia") for kind in
              ("Citizen", "Police", "Army", "Media", "Court", "Envoy")]  # fmt: skip
    actors += ["Avaria", "Borduria", "Carpathia", "Ana", "Bo", "Cem"]
    often = [(a, (a + 1 + a % 3) % len(actors), TYPES[a % len(TYPES)], 0.05 + 0.4 * (a % 4 == 0)) for a in range(20)]
    rows = []
    for day in range(days):
        for a, b, kind, rate in often:
            if rng.random() < rate:
                rows.append((START + timedelta(days=day), actors[a], kind, actors[b], f"e-{len(rows)}"))
        for _ in range(4):
            a, b = rng.choice(len(actors), 2, replace=False)
            kind = "-" if rng.random() < 0.2 else TYPES[int(rng.integers(len(TYPES)))]
            rows.append((START + timedelta(days=day), actors[a], kind, actors[b], f"e-{len(rows)}"))
    return rows


@pytest.fixture(scope="session")
def rows() -> list[tuple[date, str, str, str, str]]:
    return made_up()


@pytest.fixture(scope="session")
def events(rows: list[tuple[date, str, str, str, str]]) -> Events:
    return events_of(rows)


@pytest.fixture(scope="session")
def benchmark_folder(rows: list[tuple[date, str, str, str, str]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same world in the layout of the ranking benchmarks, times in steps of 24."""
    folder = tmp_path_factory.mktemp("tkg")
    actors = sorted({row[1] for row in rows} | {row[3] for row in rows})
    parts: dict[str, list[str]] = {"train": [], "valid": [], "test": []}
    for when, source, kind, target, _ in rows:
        day = (when - START).days
        part = "train" if day < 90 else "valid" if day < 105 else "test"
        relation = TYPES.index(kind) if kind in TYPES else len(TYPES)
        parts[part].append(f"{actors.index(source)}\t{relation}\t{actors.index(target)}\t{24 * day}\t-1")
    for name, lines in parts.items():
        (folder / f"{name}.txt").write_text("\n".join(lines) + "\n", encoding="utf8")
    names = "".join(f"{name.replace(' ', '_')}\t{i}\n" for i, name in enumerate(actors))
    (folder / "entity2id.txt").write_text(names, encoding="utf8")
    return folder
