"""The network in torch, as `reading/encoder.py` runs it through ONNX and numpy: MiniLM with its heads, and its loss."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F
from transformers import AutoModel

from training.data import LABELS, Example
from westphalia.reading.encoder import pieces
from westphalia.reading.parties import TRAITS

HEAD, RELATION, TRAIT = 192, 48, 16
_DROP = 0.15
_OFTEN = 1.5  # a relation that is there counts so much more than one that is not
_ENDS = 5.0  # what the ends count beside the relations
_NAMES = 0.1


@dataclass(frozen=True, slots=True)
class Cut:
    """An example as the network sees it: word pieces, the first and last piece of each word, and the gold in numbers.

    `pairs`: word, party, label, traits of the party, row of `ends`; `ends`: for each (statement, state) whether the
    state is its source, and its target; `marks`: word, label and finer name (-1: none) of each statement.
    """

    example: Example
    pieces: list[int]
    places: list[tuple[int, int]]
    spans: list[tuple[int, int]]
    pairs: list[tuple[int, int, int, tuple[int, ...], int]]
    ends: list[tuple[float, float]]
    marks: list[tuple[int, int, int]]


def cut(example: Example, tokenizer: Tokenizer, names: Sequence[str]) -> Cut:
    """An example in numbers."""
    own, places = pieces(tokenizer, example.words, example.before)
    rows: dict[str, list[int]] = defaultdict(list)
    for row, party in enumerate(example.parties):
        for code in party.codes:
            if len(code) == 3:
                rows[code].append(row)
    pairs, ends, marks = [], [], []
    for gold in example.gold:
        for code, own_rows in rows.items():
            for row in own_rows:
                pairs.append((gold.word, row, gold.label, example.traits[gold.word][row], len(ends)))
            ends.append((float(code in gold.source), float(code in gold.target)))
        name = f"{LABELS[gold.label]}/{gold.name}"
        marks.append((gold.word, gold.label, names.index(name) if name in names else -1))
    spans = [(p.first, p.last + 1) if p.first is not None and p.last is not None else (0, 0) for p in example.parties]
    return Cut(example, own, places, spans, pairs, ends, marks)


class Network(nn.Module):
    """MiniLM and the heads; `names` are the finer names that it learns."""

    def __init__(self, folder: Path, names: Sequence[str]) -> None:
        super().__init__()
        self.names = tuple(names)
        self.bert = AutoModel.from_pretrained(folder, add_pooling_layer=False)
        width = self.bert.config.hidden_size
        self.drop = nn.Dropout(_DROP)
        self.trig = _head(width, 256, len(LABELS))
        self.el = nn.Embedding(len(LABELS), RELATION)
        self.traits = nn.ModuleList(nn.Embedding(size, TRAIT) for size in TRAITS.values())
        self.pi, self.pm = nn.Linear(width, HEAD), nn.Linear(width, HEAD)
        self.arg = _head(3 * HEAD + RELATION + TRAIT * len(TRAITS), HEAD, 2)
        self.sub = _head(width + RELATION, 128, max(1, len(names)))
        nn.init.constant_(self.trig[-1].bias, -4.5)  # few words carry a relation

    def loss(self, batch: Sequence[Cut]) -> Tensor:
        """The loss of a batch: relations of words, ends of statements, finer names."""
        words, starts = self._words(batch)
        words = self.drop(words)
        own = torch.tensor([s + n for s, c in zip(starts, batch, strict=True) for n in range(len(c.example.words))])
        wanted = torch.zeros(len(words), len(LABELS))
        for start, one in zip(starts, batch, strict=True):
            for word, label, _ in one.marks:
                wanted[start + word, label] = 1
        often = torch.tensor(_OFTEN)
        loss = F.binary_cross_entropy_with_logits(
            self.trig(words[own]), wanted[own], pos_weight=often, reduction="sum"
        ) / len(batch)
        return (
            loss + _ENDS * self._loss_of_ends(words, starts, batch) + _NAMES * self._loss_of_names(words, starts, batch)
        )

    def _words(self, batch: Sequence[Cut]) -> tuple[Tensor, list[int]]:
        """The vectors of all words of a batch in a row, and where each example starts."""
        longest = max(len(c.pieces) for c in batch)
        padding = self.bert.config.pad_token_id
        ids = torch.tensor([c.pieces + [padding] * (longest - len(c.pieces)) for c in batch])
        seen = torch.tensor([[1] * len(c.pieces) + [0] * (longest - len(c.pieces)) for c in batch])
        with torch.autocast("cpu", torch.bfloat16, enabled=self.training):
            hidden = self.bert(input_ids=ids, attention_mask=seen).last_hidden_state
        hidden = hidden.float()
        row = torch.tensor([n for n, c in enumerate(batch) for _ in c.places])
        first, last = (torch.tensor([p[side] for c in batch for p in c.places]) for side in (0, 1))
        starts = [sum(len(c.places) for c in batch[:n]) for n in range(len(batch))]
        return (hidden[row, first] + hidden[row, last]) / 2, starts

    def _loss_of_ends(self, words: Tensor, starts: Sequence[int], batch: Sequence[Cut]) -> Tensor:
        """Each state is scored by the sum of the odds of its mentions."""
        spans, pairs, ends = [], [], []
        for start, one in zip(starts, batch, strict=True):
            pairs += [(start + w, len(spans) + p, label, t, len(ends) + e) for w, p, label, t, e in one.pairs]
            spans += [(start + a, start + b) for a, b in one.spans]
            ends += one.ends
        if not pairs:
            return torch.tensor(0.0)
        a, b = torch.tensor(spans).T
        sums = torch.cat([torch.zeros(1, words.shape[1]), words.cumsum(0)])
        parties = (sums[b] - sums[a]) / (b - a).clamp(min=1)[:, None]
        word, party, label = (torch.tensor([pair[n] for pair in pairs]) for n in range(3))
        told = torch.tensor([pair[3] for pair in pairs])
        one, other = self.pi(words[word]), self.pm(parties[party])
        traits = [embed(told[:, n]) for n, embed in enumerate(self.traits)]
        odds = self.arg(torch.cat([one, other, one * other, self.el(label), *traits], -1)).clamp(-25, 25)
        rows = torch.tensor([pair[4] for pair in pairs])
        states = torch.zeros(len(ends), 2).index_add(0, rows, odds.exp()).log()
        return F.binary_cross_entropy_with_logits(states, torch.tensor(ends), reduction="sum") / len(ends)

    def _loss_of_names(self, words: Tensor, starts: Sequence[int], batch: Sequence[Cut]) -> Tensor:
        marks = [(s + w, label, n) for s, c in zip(starts, batch, strict=True) for w, label, n in c.marks if n >= 0]
        if not marks:
            return torch.tensor(0.0)
        word, label, name = torch.tensor(marks).T
        scores = self.sub(torch.cat([words[word], self.el(label)], -1))
        owner = [LABELS.index(n.rpartition("/")[0]) for n in self.names]
        foreign = torch.tensor([[o != own for o in owner] for own in label.tolist()])
        return F.cross_entropy(scores.masked_fill(foreign, -1e4), name)


def _head(wide: int, middle: int, narrow: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Linear(wide, middle), nn.GELU(approximate="tanh"), nn.Dropout(_DROP), nn.Linear(middle, narrow)
    )
