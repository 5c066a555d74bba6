"""How well PLOVER types are coded with given actors: the frames on the sentences of Zero-Shot-PLOVER (PLV, train part).

Run from the project's root:

    python benchmarks/plover.py            macro-F1 and accuracy, beside two baselines and the figures by type
    python benchmarks/plover.py --show     with the sentences that were coded otherwise

The labels are those of PLOVER 1, where CONCEDE and RETREAT are one type, YIELD. No label of the set is used, but
for the last line: coders trained on the other four fifths of the rows (`westphalia train`).
The baselines: always the most frequent type; and the type that most lines of the events table have for the verb between
the two actors (a bare keyword look-up, without roles).
"""

from __future__ import annotations

import argparse
import csv
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from westphalia.coding import Labelled, cross_validate
from westphalia.reading.frames import load
from westphalia.reading.given import Given, code
from westphalia.records import Span

SHARED = Path(os.environ.get("WESTPHALIA_SHARED") or Path(__file__).parents[2] / "shared")
_TAG = re.compile(r"</?[st]>")
_YIELD = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}


def sentences(path: Path) -> Iterator[tuple[Given, str]]:
    """The rows of a PLV file: text with the first span of each actor, and the label."""
    with path.open(encoding="utf8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            text, spans = unmarked(row["marked_sentence"])
            for name, column in (("s", "source"), ("t", "target")):
                at = max(text.find(row[column].strip()), 0)
                spans.setdefault(name, Span(start=at, end=at + len(row[column].strip())))
            yield Given(text, spans["s"], spans["t"]), row["gold_root"]


def unmarked(marked: str) -> tuple[str, dict[str, Span]]:
    """The text without its tags, and where the tags were.

    >>> unmarked("<s>Iran</s> met <t>Iraq</t>.")[1]["t"]
    Span(start=9, end=13)
    """
    text, opened, spans, at = "", {}, {}, 0
    for tag in _TAG.finditer(marked):
        text += marked[at : tag.start()]
        at, name = tag.end(), tag.group().strip("</>")
        if not tag.group().startswith("</"):
            opened[name] = len(text)
        elif name not in spans and name in opened:
            end = len(text.rstrip())
            spans[name] = Span(start=min(opened[name], end), end=end)
    return text + marked[at:], spans


def keyword(given: Given) -> str:
    """The type that most lines have for the first word known after the first actor."""
    table = load("events").frames
    start = min(given.source.end, given.target.end)
    for word in re.findall(r"[a-z]+", given.text[start:].lower()):
        for lemma in (word, word.removesuffix("s"), word.removesuffix("ed"), word.removesuffix("d"), word[:-3]):
            frames = [*table.get((lemma, "verb"), ()), *table.get((lemma, "noun"), ())]
            if counts := Counter(f.relation for f in frames if f.relation != "-"):
                best = counts.most_common(1)[0][0]
                return _YIELD.get(best, best)
    return "ACCUSE"


def figures(gold: Sequence[str], said: Sequence[str]) -> tuple[float, float, dict[str, tuple[float, float, float]]]:
    """Macro-F1 over the labels of the gold, accuracy, and precision, recall and F1 by label."""
    each = {}
    for label in sorted(set(gold)):
        hit = sum(g == s == label for g, s in zip(gold, said, strict=True))
        precision = hit / (said.count(label) or 1)
        recall = hit / gold.count(label)
        each[label] = (precision, recall, 2 * precision * recall / (precision + recall) if hit else 0.0)
    accuracy = sum(g == s for g, s in zip(gold, said, strict=True)) / len(gold)
    return sum(f for _, _, f in each.values()) / len(each), accuracy, each


def main() -> int:
    """Reads, codes, prints."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--show", action="store_true", help="list what was coded otherwise")
    asked = ask.parse_args()
    rows = list(sentences(SHARED / "data" / "plover" / "PLV_train.tsv"))
    gold = [label for _, label in rows]
    began = time.perf_counter()
    said = [_YIELD.get(coded.relation, coded.relation) for coded in code(given for given, _ in rows)]
    took = time.perf_counter() - began
    most = Counter(gold).most_common(1)[0][0]
    for name, answers in (
        ("frames", said),
        ("keyword", [keyword(given) for given, _ in rows]),
        ("majority", [most] * len(gold)),
    ):
        macro, accuracy, each = figures(gold, answers)
        print(f"{name:9} macro-F1 {macro:.3f}  accuracy {accuracy:.3f}  ({len(gold)} sentences)")
        if name == "frames":
            print(f"          {took:.1f} s")
            for label, (p, r, f) in each.items():
                print(f"          {label:10} P {p:.2f} R {r:.2f} F1 {f:.2f}  of {gold.count(label)}")
    trained = trained_figures(rows)
    print(f"trained   macro-F1 {trained['macro_f1']:.3f}  accuracy {trained['accuracy']:.3f}  (cross-validated)")
    if asked.show:
        for (given, label), answer in zip(rows, said, strict=True):
            if answer != label:
                print(f"{label} as {answer}: {_shown(given)}")
    return 0


def trained_figures(rows: Sequence[tuple[Given, str]]) -> dict[str, float]:
    """Macro-F1 and accuracy of coders trained on the rows, cross-validated."""
    return cross_validate([Labelled(given=given, label=label) for given, label in rows])


def _shown(given: Given) -> str:
    marks = sorted([(given.source, "S"), (given.target, "T")], key=lambda m: -m[0].start)
    text = given.text
    for span, name in marks:
        text = f"{text[: span.start]}[{name} {span.of(text)}]{text[span.end :]}"
    return text


if __name__ == "__main__":
    sys.exit(main())
