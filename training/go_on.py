"""Goes on fitting an encoder from the weights that ship, where documents have been added: minutes (with MPNet an hour),
where `training.train` takes an hour (half a day). The lower half of MPNet's layers stays as it is.

Run from the project's root: `python -m training.go_on {encoder | accurate} RD RE [--epochs 2] [--out FOLDER]`, with the
first letters of the names of the documents that are new ("" for all). Of the others every fourth text is shown.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from training.data import LABELS, SHARED, documents
from training.network import HALF, Cut, Network
from training.train import BATCH, DRAW, LAST, SHIPPED, Plan, fit, learnt, model, names, ship, shown
from westphalia.reading.encoder import Name, tokenizer

_PLANS: Mapping[Name, Plan] = {
    "encoder": Plan(rate=8e-5, below=0.95, heads=5e-4, epochs=2),
    "accurate": Plan(rate=4e-5, below=0.9, heads=5e-4, epochs=2),
}
_OLD = 0.25  # of the texts of documents that are not new are shown


class _Upper(Network):
    """The network without the lower half of its layers; `below` holds what these make of each passage."""

    def __init__(self, net: Network) -> None:
        nn.Module.__init__(self)
        self.__dict__.update(net.__dict__)
        layers = list(net.bert.encoder.layer)
        self.lower = tuple(layers[: len(layers) // 2])  # no list of modules: they are not fitted
        net.bert.encoder.layer = nn.ModuleList(layers[len(layers) // 2 :])
        for name, value in net.bert.named_parameters():
            value.requires_grad_(name.startswith("encoder.layer."))
        self.below: dict[int, Tensor] = {}

    @torch.no_grad()
    def look(self, found: Sequence[Cut]) -> None:
        """Run the lower half over all passages."""
        upper, self.bert.encoder.layer = self.bert.encoder.layer, nn.ModuleList(self.lower)
        self.eval()
        self.below.clear()
        order = sorted(found, key=lambda one: len(one.passage.pieces))
        for n in range(0, len(order), BATCH):
            batch = order[n : n + BATCH]
            ids, seen = self.padded(batch)
            with torch.autocast("cpu", torch.bfloat16, enabled=HALF):
                hidden = self.bert(input_ids=ids, attention_mask=seen).last_hidden_state
            for one, vectors in zip(batch, hidden, strict=True):
                self.below[id(one)] = vectors[: len(one.passage.pieces)].to(torch.bfloat16, copy=True)
        self.bert.encoder.layer = upper

    def whole(self) -> None:
        """Put the lower half back."""
        self.bert.encoder.layer = nn.ModuleList([*self.lower, *self.bert.encoder.layer])

    def hidden(self, batch: Sequence[Cut]) -> Tensor:
        """The vectors of the pieces."""
        below = nn.utils.rnn.pad_sequence([self.below[id(c)] for c in batch], batch_first=True).float()
        seen = self.padded(batch)[1]
        mask = (1.0 - seen[:, None, None].float()) * -1e4
        with torch.autocast("cpu", torch.bfloat16, enabled=self.training and HALF):
            return self.bert.encoder(below, attention_mask=mask, return_dict=True).last_hidden_state.float()


def restore(net: Network, folder: Path) -> None:
    """Fill a network with the weights of a folder that ships."""
    state = {f"bert.{name}": value for name, value in _body(onnx.load(str(folder / "encoder.onnx")))}
    with np.load(folder / "heads.npz", allow_pickle=False) as heads:
        if tuple(heads["labels"]) != LABELS:
            raise SystemExit(f"{folder} knows other relations than the annotations: run python -m training.train")
        for name in ("trig", "sub"):
            for part, number in (("in", 0), ("out", 3)):
                for side in ("weight", "bias"):
                    state[f"{name}.{number}.{side}"] = heads[f"{name}.{part}.{side}"]
        known = list(map(str, heads["names"]))
    state |= {f"ends.{name}": value for name, value in _plain(onnx.load(str(folder / "ends.onnx")))}
    _renamed(state, known, net.names)
    left = net.load_state_dict({n: torch.from_numpy(np.array(v)) for n, v in state.items()}, strict=False)
    if left.unexpected_keys or left.missing_keys:
        raise SystemExit(f"{folder} does not fit the network: {[*left.unexpected_keys, *left.missing_keys][:5]}")


def _renamed(state: dict[str, Any], known: Sequence[str], names: Sequence[str]) -> None:
    """The rows of finer names in a new order; of one that was not known before, all zeros."""
    for side in ("weight", "bias"):
        old = state[f"sub.3.{side}"]
        state[f"sub.3.{side}"] = np.stack([old[known.index(n)] if n in known else np.zeros_like(old[0]) for n in names])


def _body(network: onnx.ModelProto) -> Iterator[tuple[str, npt.NDArray[np.float32]]]:
    """The weights of the language model, in whole numbers no longer. Those of products are named as their node is."""
    held = {i.name: numpy_helper.to_array(i) for i in network.graph.initializer}
    products = {n.input[1] for n in network.graph.node if n.op_type in ("MatMulNBits", "MatMulInteger")}
    for node in network.graph.node:
        name = node.name.strip("/").removeprefix("bert/").replace("/", ".").rpartition(".")[0] + ".weight"
        if node.op_type == "MatMulNBits":
            size = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
            whole, scale = (held[given] for given in node.input[1:3])
            rows = (whole.astype(np.float32).reshape(size["N"], -1, size["block_size"]) - 128) * scale.reshape(
                size["N"], -1, 1
            )
            yield name, rows.reshape(size["N"], -1)[:, : size["K"]]
        elif node.op_type == "MatMulInteger" and node.input[1] in held:
            yield name, _unpacked(held, node.input[1].removesuffix("_quantized"), (1, -1)).T
    for name, value in held.items():
        table = name.removesuffix("_quantized")
        if table != name and name not in products:
            across = (-1, 1) if held[f"{table}_scale"].size == len(value) else (1, -1)
            yield table.removeprefix("bert."), _unpacked(held, table, across)
        elif name.startswith("bert.") and table == name and not name.endswith(("_scale", "_zero_point")):
            yield name.removeprefix("bert."), value


def _unpacked(held: Mapping[str, npt.NDArray[Any]], name: str, across: tuple[int, int]) -> npt.NDArray[np.float32]:
    """A table of whole numbers as what they stand for, each row or each column by its own scale."""
    value, zero, scale = (held[f"{name}_{part}"].astype(np.float32) for part in ("quantized", "zero_point", "scale"))
    return np.asarray((value - zero.reshape(across)) * scale.reshape(across))


def _plain(network: onnx.ModelProto) -> Iterator[tuple[str, npt.NDArray[np.float32]]]:
    """The weights of a network that is not in whole numbers. Those of some layers bear no name: their bias tells it."""
    held = {i.name: numpy_helper.to_array(i) for i in network.graph.initializer}
    yield from ((name, value) for name, value in held.items() if "::" not in name)
    products = {node.output[0]: node.input[1] for node in network.graph.node if node.op_type == "MatMul"}
    for node in network.graph.node:
        if node.op_type == "Add" and node.input[0] in held and node.input[1] in products:
            yield node.input[0].removesuffix("bias") + "weight", held[products[node.input[1]]].T


def main() -> int:
    """Reads, fits, writes."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("encoder", choices=tuple(_PLANS))
    ask.add_argument("new", nargs="+", help="first letters of the names of documents that are new")
    ask.add_argument("--epochs", type=int, default=2)
    ask.add_argument("--out", type=Path, help="folder for the weights (default: where they ship)")
    asked = ask.parse_args()
    out = asked.out or SHIPPED / asked.encoder
    plan = replace(_PLANS[asked.encoder], epochs=asked.epochs)
    torch.manual_seed(2)
    texts = learnt(documents(SHARED))
    finer = names(texts)
    texts = [t for t in texts if t[0].document.startswith(tuple(asked.new)) or DRAW.random() < _OLD]
    with tempfile.TemporaryDirectory() as scratch:
        folder = model(asked.encoder, Path(scratch))
        cutter = tokenizer(folder)
        net = Network(folder, finer)
        restore(net, SHIPPED / asked.encoder)
        upper = _Upper(net) if asked.encoder == "accurate" else None
        fit(upper or net, partial(shown, texts, cutter, finer), plan, f"{asked.encoder}, going on")
        if upper:
            upper.whole()
        ship(net, folder, out)
    LAST.unlink(missing_ok=True)
    print(f"weights written to {out}; now run python -m training.weigh {asked.encoder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
