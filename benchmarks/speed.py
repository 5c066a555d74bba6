"""How long reading takes beside spaCy's full English pipeline alone, on the same texts in one run, and memory.

Run from the project's root: `python benchmarks/speed.py [--documents 200] [--rounds 3]`. The texts are UN speeches and
op-eds of the shared corpora and the annotated articles. Each round times both, one after the other; the median ratio
is what to quote.
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

from westphalia import sources
from westphalia.reading import pipeline
from westphalia.records import Document

SHARED = Path(os.environ.get("WESTPHALIA_SHARED") or Path(__file__).parents[2] / "shared")


def main() -> None:
    """Times and prints."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--documents", type=int, default=200)
    ask.add_argument("--rounds", type=int, default=3)
    ask.add_argument("--reader", choices=get_args(pipeline.Voices), default="frames", help="who reads")
    asked = ask.parse_args()
    folders = [SHARED / "gold" / "articles", *(SHARED / "data" / "corpora" / n for n in ("news_commentary", "ungdc"))]
    each = asked.documents // len(folders)
    paths = [p for f in folders for p in [p for p in sources.find([f]) if isinstance(p, Path)][:each]]
    loaded = [d for p in paths for d in sources.load(p)]
    documents = [d for d in loaded if isinstance(d, Document)]
    words = sum(len(d.text.split()) for d in documents)
    full = spacy.load(pipeline.MODEL)
    list(pipeline.read_many(documents[:5], reader=asked.reader))  # tables and models are loaded once
    ratios = []
    for number in range(asked.rounds):
        began = time.perf_counter()
        for _ in full.pipe((d.text for d in documents), batch_size=64):
            pass
        alone = time.perf_counter() - began
        began = time.perf_counter()
        statements = sum(
            len(r.statements)
            for r in pipeline.read_many(documents, reader=asked.reader)
            if not isinstance(r, pipeline.Skip)
        )
        ours = time.perf_counter() - began
        ratios.append(ours / alone)
        print(f"round {number + 1}: spaCy alone {alone:.1f} s, reading {ours:.1f} s, ratio {ours / alone:.2f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{len(documents)} documents, {words} words, {statements} statements: median ratio "
        f"{statistics.median(ratios):.2f}, peak memory {peak:.0f} MB"
    )


if __name__ == "__main__":
    main()
