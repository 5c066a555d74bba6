"""Lets the smaller encoder learn from the larger: passages of UN speeches (CC0) that nobody annotated, as the larger
one hears them, beside a part of the annotated texts.

Run from the project's root, with the extra `[train]` and the shared corpora:
`python -m training.teach [--speeches 220] [--epochs 2] [--out FOLDER]`. The larger takes five seconds for a speech, an
epoch twenty minutes on one core. Hinton, Vinyals and Dean 2015: what the larger holds possible tells more than what it
would choose.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice
from pathlib import Path

import numpy as np
import torch

from training.data import HERE, SHARED, Example, Taught, documents, examples, listed, written
from training.go_on import restore
from training.network import Cut, Network
from training.train import DRAW, LAST, SHIPPED, Plan, fit, learnt, model, names, ship, shown
from westphalia.ontology.tables import table
from westphalia.reading.casting import CHANCES
from westphalia.reading.encoder import Encoder, Heard, Query, encoder, tokenizer
from westphalia.records import Document

_PLAN = Plan(rate=6e-5, below=1.0, heads=5e-4, epochs=2)
_LONG, _STEP = 4500, 1000  # characters of a speech that are shown; where they may begin
_SHORT = 3000  # a speech shorter than this is left out
_FOLLOWED = 0.1  # a relation less likely than this has no ends
_OLD = 0.5  # of the annotated texts that tell of a relation are shown, others in each epoch


def speeches(shared: Path, count: int) -> dict[str, Document]:
    """Of speeches that are neither annotated nor in the shared gold, the passage that names most states."""
    known = {row["key"] for row in listed(HERE / "documents.tsv")}
    gold = "".join(path.read_text("utf8") for path in (shared / "gold" / "articles").glob("*.json"))
    paths = sorted((shared / "data" / "corpora" / "ungdc").glob("*.txt"))
    random.Random(3).shuffle(paths)
    new = ((p.stem, p.read_text("utf8")) for p in paths if p.name not in known and p.stem not in gold)
    made: dict[str, Document] = {}
    for name, text in islice((found for found in new if len(found[1]) >= _SHORT), count):
        state, _, year = name.split("_")
        made[name] = written(name, _passage(text) + "\n", {"published": f"{year}-09", "speaker_state": state})
    return made


def _passage(text: str) -> str:
    """The part of a speech that names most states, from one full stop to another."""
    found = [(match.start(), match[0]) for match in _states().finditer(text)]

    def named(start: int) -> float:
        inside = [name for at, name in found if start <= at < start + _LONG]
        return len(set(inside)) + len(inside) / 10

    start = max(range(0, max(1, len(text) - _LONG), _STEP), key=named)
    end = text.find(". ", start + _LONG)
    return text[text.rfind(". ", 0, start + 1) + 2 if start else 0 : end + 1 if end >= 0 else len(text)]


@cache
def _states() -> re.Pattern[str]:
    """Finds the names of states and their adjectives."""
    words = {name for row in table("states") for kind in ("names", "adjectives") for name in row[kind].split(";")}
    longest = sorted((word for word in words if len(word) > 3), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\b")


def taught(known: Mapping[str, Document], net: Encoder) -> Iterator[list[Example]]:
    """The texts of documents as an encoder hears them."""
    for text in examples(known, {}):
        heard = dict(net.hear([e.words for e in text], {n for n, e in enumerate(text) if e.heard}))
        yield [replace(e, taught=_taught(e, heard[n], net)) if n in heard else e for n, e in enumerate(text)]


def _taught(example: Example, heard: Heard, net: Encoder) -> Taught:
    """What an encoder makes of a sentence."""
    followed = np.argwhere(heard.relations > _FOLLOWED).tolist()
    pairs = [(word, label) for word, label in followed if word in example.traits]
    odds = np.zeros((0, len(example.parties), len(CHANCES)), np.float32)
    shared = np.zeros(0, np.float32)
    if pairs:
        query = Query(heard=heard, pairs=pairs, parties=example.parties, traits=example.traits)
        odds, shared = next(net.ends([query]))
    return Taught(relations=heard.relations, pairs=pairs, odds=odds, shared=shared)


def main() -> int:
    """Hears, fits, writes."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--speeches", type=int, default=220)
    ask.add_argument("--epochs", type=int, default=_PLAN.epochs)
    ask.add_argument("--out", type=Path, default=SHIPPED / "encoder", help="folder for the weights")
    asked = ask.parse_args()
    torch.manual_seed(2)
    own = learnt(documents(SHARED))
    new = list(taught(speeches(SHARED, asked.speeches), encoder("accurate")))
    finer = names(own)
    with tempfile.TemporaryDirectory() as scratch:
        folder = model("encoder", Path(scratch))
        net = Network(folder, finer)
        restore(net, SHIPPED / "encoder")
        cutter = tokenizer(folder)

        def show() -> Sequence[Cut]:
            old = (text for text in own if not any(e.gold for e in text) or DRAW.random() < _OLD)
            return shown([*old, *new], cutter, finer)

        fit(net, show, replace(_PLAN, epochs=asked.epochs), "encoder, taught")
        ship(net, folder, asked.out)
    LAST.unlink(missing_ok=True)
    print(f"weights written to {asked.out}; now run python -m training.weigh encoder")
    return 0


if __name__ == "__main__":
    sys.exit(main())
