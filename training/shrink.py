"""Takes layers out of the smaller encoder, for speed. Those that stay learn to give each word the vector that it had
from all, half of the time on the annotated texts, half on UN speeches (CC0) and Wikinews (CC BY 2.5) that nobody
annotated. Sanh et al. 2019, DistilBERT.

Run from the project's root, with the extra `[train]` and the shared corpora, before `python -m training.teach`:
`python -m training.shrink [--layers 0 2 5] [--passages 4000] [--out FOLDER]`. It takes twenty minutes on one core.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training.data import SHARED, documents, news, nothing, speeches
from training.go_on import restore
from training.network import Cut, Network
from training.train import DRAW, LAST, SHIPPED, Plan, fit, model, ship
from westphalia.reading.encoder import passages, tokenizer

_PLAN = Plan(rate=5e-4, below=1.0, epochs=1)
_RELATIONS = 4.0  # what the relations of a word count beside its vector


class _Smaller(Network):
    """A network without some of its layers. Only the layers learn, from the whole network."""

    def __init__(self, whole: Network, layers: Sequence[int]) -> None:
        nn.Module.__init__(self)
        self.__dict__.update(deepcopy(whole).__dict__)
        self.keep(layers)
        self.whole = (whole.eval(),)  # in a row: it is no part, and not fitted
        for name, value in self.named_parameters():
            value.requires_grad_(name.startswith("bert.encoder."))

    def loss(self, batch: Sequence[Cut]) -> Tensor:
        """How far the vectors of the words and their relations are from those of the whole network."""
        self.eval()  # nothing is dropped
        found, _ = self.words(batch)
        with torch.no_grad():
            wanted, _ = self.whole[0].words(batch)
            heard = self.trig(wanted).sigmoid()
        far = F.mse_loss(found, wanted) / wanted.var()
        said = F.binary_cross_entropy_with_logits(self.trig(found), heard, reduction="sum") / len(heard)
        return far + _RELATIONS * said


def _cut(text: str, cutter: Any) -> Iterator[Cut]:
    """The passages of a text, of which nothing is told."""
    words = [re.findall(r"\w+|[^\w\s]", sentence) for sentence in re.split(r"(?<=[.!?])\s+", text)]
    return (Cut(passage, []) for passage in passages(cutter, words, range(len(words))))


def _drawn(texts: Iterable[str], cutter: Any, count: int) -> list[Cut]:
    """Some of the passages of texts."""
    found = [cut for text in texts for cut in _cut(text, cutter)]
    return DRAW.sample(found, min(count, len(found)))


def main() -> int:
    """Cuts, fits, writes."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--layers", type=int, nargs="+", default=[0, 2, 5], help="those that stay, from 0")
    ask.add_argument("--passages", type=int, default=4000)
    ask.add_argument("--out", type=Path, default=SHIPPED / "encoder", help="folder for the weights")
    asked = ask.parse_args()
    torch.manual_seed(3)
    with np.load(SHIPPED / "encoder" / "heads.npz", allow_pickle=False) as heads:
        finer = list(map(str, heads["names"]))
    with tempfile.TemporaryDirectory() as scratch:
        folder = model("encoder", Path(scratch))
        whole = Network(folder, finer)
        restore(whole, SHIPPED / "encoder")
        cutter = tokenizer(folder)
        own = (*documents(SHARED).values(), *nothing().values())
        kinds = [d.text for d in own], [*speeches(SHARED).values(), *news(SHARED).values()]
        net = _Smaller(whole, asked.layers)
        shown = [cut for texts in kinds for cut in _drawn(texts, cutter, asked.passages // 2)]
        fit(net, lambda: shown, _PLAN, "encoder, smaller")
        ship(net, folder, asked.out)
    LAST.unlink(missing_ok=True)
    print(f"weights written to {asked.out}; now run python -m training.teach")
    return 0


if __name__ == "__main__":
    sys.exit(main())
