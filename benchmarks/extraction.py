"""How much of the article `sources.load` keeps of real web pages, and how little of the rest, beside its peers.

Run by hand: `python benchmarks/extraction.py [FOLDER]`, FOLDER being `../shared/data/extraction` (pages as
`html/ID.html.gz`, articles in `ground-truth.json`). Measured as in Zyte's article extraction benchmark, from which
the pages come: overlap of shingles of four words, precision and recall averaged over the pages, F1 of the averages.
`ours` counts the text outside the furniture; `trafilatura` is the library alone as it comes; `all text` is every
visible word of the page.
"""

from __future__ import annotations

import gzip
import json
import logging
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import trafilatura

from westphalia.records import Document
from westphalia.sources import load

Shingles = Counter[tuple[str, ...]]


def ours(path: Path) -> str:
    """The text that is read: all but the furniture, and without the headline that the gold does not count."""
    kept = []
    for document in load(path):
        if isinstance(document, Document):
            at = 0
            for f in document.furniture:
                kept.append(document.text[at : f.span.start])
                at = f.span.end
            kept.append(document.text[at:])
            if document.title and kept and kept[0].startswith(document.title):
                kept[0] = kept[0][len(document.title) :]
    return " ".join(kept)


def library(path: Path) -> str:
    """trafilatura's own answer."""
    return trafilatura.extract(gzip.decompress(path.read_bytes())) or ""


def everything(path: Path) -> str:
    """Every visible word."""
    return str(trafilatura.html2txt(gzip.decompress(path.read_bytes()).decode("utf8", "replace")))


def shingles(text: str, n: int = 4) -> Shingles:
    """Runs of n words; shorter texts give one."""
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[i : i + n]) for i in range(max(1, len(words) - n + 1)) if words)


def compare(gold: Shingles, found: Shingles) -> tuple[float, float]:
    """Precision and recall; an empty answer to an empty page is right."""
    both = sum((gold & found).values())
    precision = both / sum(found.values()) if found else float(not gold)
    recall = both / sum(gold.values()) if gold else 1.0
    return precision, recall


def measure(read: Callable[[Path], str], pages: Path, gold: dict[str, dict[str, str]]) -> dict[str, float]:
    """Averages over the pages, and pages a second."""
    scores, started = [], time.perf_counter()
    for key, page in gold.items():
        text = read(pages / f"{key}.html.gz")
        scores.append(compare(shingles(page["articleBody"]), shingles(text)))
    took = time.perf_counter() - started
    precision, recall = (sum(column) / len(scores) for column in zip(*scores, strict=True))
    f1 = 2 * precision * recall / (precision + recall)
    return {"precision": precision, "recall": recall, "F1": f1, "pages/s": len(scores) / took}


def main() -> None:
    """Print a table of all readers."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data/extraction")
    gold = json.loads((folder / "ground-truth.json").read_text(encoding="utf8"))
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    print(f"{len(gold)} pages   precision  recall     F1   pages/s")
    for name, read in (("ours", ours), ("trafilatura", library), ("all text", everything)):
        m = measure(read, folder / "html", gold)
        print(f"{name:11}{m['precision']:10.3f}{m['recall']:8.3f}{m['F1']:7.3f}{m['pages/s']:9.1f}")


if __name__ == "__main__":
    main()
