"""How much of the article `sources.load` keeps of real web pages, and how little of the rest, beside its peers.

Run by hand: `python benchmarks/extraction.py [FOLDER]`, FOLDER being `../shared/data/extraction` (pages as
`html/ID.html.gz`, articles in `ground-truth.json`). Measured as in Zyte's article extraction benchmark, from which
the pages come: overlap of shingles of four words, precision and recall averaged over the pages, F1 of the averages.
`ours` counts the text outside the furniture; `library` is trafilatura alone as it comes. The last two lines are
about text that somebody copied from a page with everything on it, line by line: `flattened` is all of it, and
`furniture_out` what `sources.set_aside` leaves of it (no markup helps there).
"""

from __future__ import annotations

import gzip
import json
import logging
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import lxml.html
import trafilatura

from westphalia.records import Document, Furniture
from westphalia.sources import load, set_aside

UNSEEN = {"script", "style", "noscript", "head", "svg", "iframe", "template", "select"}
BLOCKS = {"p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "header", "footer"}
BLOCKS |= {"nav", "aside", "tr", "td", "table", "form", "br", "figure", "figcaption", "blockquote", "button", "main"}
BLOCKS |= {"option", "dd", "dt", "title"}
Shingles = Counter[tuple[str, ...]]


def ours(path: Path) -> str:
    """The text that is read: all but the furniture, and without the headline that the gold does not count."""
    document = next((d for d in load(path) if isinstance(d, Document)), None)
    if document is None:
        return ""
    return " ".join(kept(document.text, document.furniture)).removeprefix(document.title or "")


def library(path: Path) -> str:
    """trafilatura's own answer."""
    return trafilatura.extract(gzip.decompress(path.read_bytes())) or ""


def flattened(path: Path) -> str:
    """Every visible word, one block of the page a line."""
    pieces: list[str] = []

    def walk(element: lxml.html.HtmlElement) -> None:
        if isinstance(element.tag, str) and element.tag not in UNSEEN:
            edge = "\n" if element.tag in BLOCKS else ""
            pieces.extend((edge, re.sub(r"\s+", " ", element.text or "")))
            for child in element:
                walk(child)
            pieces.append(edge)
        pieces.append(re.sub(r"\s+", " ", element.tail or ""))

    walk(lxml.html.fromstring(gzip.decompress(path.read_bytes())))
    return re.sub(r"[ \t]*\n[ \t\n]*", "\n", "".join(pieces)).strip()


def furniture_out(path: Path) -> str:
    """The flattened page without its furniture."""
    text = flattened(path)
    return " ".join(kept(text, set_aside(text).furniture))


def kept(text: str, furniture: Iterable[Furniture]) -> list[str]:
    """What lies between the furniture."""
    pieces, at = [], 0
    for f in furniture:
        pieces.append(text[at : f.span.start])
        at = f.span.end
    return [*pieces, text[at:]]


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
    print(f"{len(gold)} pages      precision  recall     F1   pages/s")
    for read in (ours, library, flattened, furniture_out):
        m = measure(read, folder / "html", gold)
        print(f"{read.__name__:14}{m['precision']:10.3f}{m['recall']:8.3f}{m['F1']:7.3f}{m['pages/s']:9.1f}")


if __name__ == "__main__":
    main()
