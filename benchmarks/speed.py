"""How long reading takes beside spaCy's full English pipeline alone, on the same texts in one run, and memory.

Run from the project's root:
`python benchmarks/speed.py [--documents 200] [--rounds 3] [--reader both] [--workers 1]`. The texts are UN speeches
and op-eds of the shared corpora and the annotated articles. Each round times both, one after the other, by the clock;
the median ratio is what to quote. Reader and processes are those of `westphalia add` where not said; the processes'
start counts.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import time
from pathlib import Path
from typing import get_args

import spacy

from westphalia import engine, sources
from westphalia.reading import MODEL, Voices
from westphalia.records import Document, Skip
from westphalia.settings import Settings

SHARED = Path(os.environ.get("WESTPHALIA_SHARED") or Path(__file__).parents[2] / "shared")


def main() -> None:
    """Times and prints."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--documents", type=int, default=200)
    ask.add_argument("--rounds", type=int, default=3)
    default = Settings()
    ask.add_argument("--reader", choices=get_args(Voices), default=default.reader, help="who reads")
    ask.add_argument("--workers", type=int, default=default.workers, help="processes that read")
    asked = ask.parse_args()
    folders = [SHARED / "gold" / "articles", *(SHARED / "data" / "corpora" / n for n in ("news_commentary", "ungdc"))]
    each = asked.documents // len(folders)
    paths = [p for f in folders for p in [p for p in sources.find([f]) if isinstance(p, Path)][:each]]
    loaded = [d for p in paths for d in sources.load(p)]
    documents = [d for d in loaded if isinstance(d, Document)]
    words = sum(len(d.text.split()) for d in documents)
    full = spacy.load(MODEL)
    list(engine.read(documents[:5], reader=asked.reader))  # tables and models are loaded once
    ratios = []
    for number in range(asked.rounds):
        began = time.perf_counter()
        for _ in full.pipe((d.text for d in documents), batch_size=64):
            pass
        alone = time.perf_counter() - began
        began = time.perf_counter()
        statements = sum(
            len(r.statements)
            for r in engine.read(documents, workers=asked.workers, reader=asked.reader)
            if not isinstance(r, Skip)
        )
        ours = time.perf_counter() - began
        ratios.append(ours / alone)
        print(f"round {number + 1}: spaCy alone {alone:.1f} s, reading {ours:.1f} s, ratio {ours / alone:.2f}")
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    print(
        f"{asked.reader} in {asked.workers}: {len(documents)} documents, {words} words, {statements} statements: "
        f"median ratio {statistics.median(ratios):.2f}, peak memory of a process {peak:.0f} MB"
    )


if __name__ == "__main__":
    main()
