"""The network in torch, as `reading/encoder.py` runs it through ONNX and numpy: MiniLM with its heads, and its loss."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import exp
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F
from transformers import AutoModel

from training.data import LABELS, Example, Gold
from westphalia.reading.casting import CHANCES, cast
from westphalia.reading.encoder import Passage, Place, gaps
from westphalia.reading.parties import DISTANCES, TRAITS, Party

HEAD, RELATION, TRAIT = 192, 48, 16
_WIDE, _LOOKS = 256, 4  # of what tells the ends: width, and in how many ways it looks at the others
_ROUNDS = 2
_DROP = 0.15
HALF: bool = torch.ops.mkldnn._is_mkldnn_bf16_supported()  # else sums in sixteen bits are a hundred times slower
_OFTEN = 1.5  # a relation that is there counts so much more than one that is not
_SILENT = 0.35  # what the words of a sentence without a statement count
_ENDS = 5.0  # what the ends count beside the relations
_NAMES = 0.1
_HEARD = 0.01  # a relation less likely than this counts as none


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence of a passage in numbers, its words numbered as those of the passage.

    `place`: where it stands; `weight`: how much its words count; `spans`: words of each party; `asked`: word, label,
    and the traits of each party, of each statement; `stands`: statement, party and row of `ends` of each state that a
    party is of; `ends`: for each (statement, state) how likely the state is neither, source, target or both of it, and,
    where the same states stand on both sides, in it; `shared`: how likely they do; `sure`: how likely each statement
    is; `wanted`: word, label and probability of each relation; `names`: word, label and finer name of statements.
    """

    place: Place
    weight: float
    spans: list[tuple[int, int]]
    asked: list[tuple[int, int, Sequence[tuple[int, ...]]]]
    stands: list[tuple[int, int, int]]
    ends: list[tuple[float, ...]]
    shared: list[float]
    sure: list[float]
    wanted: list[tuple[int, int, float]]
    names: list[tuple[int, int, int]]


@dataclass(frozen=True, slots=True)
class Cut:
    """A passage as the network sees it, with those of its sentences in which somebody is named."""

    passage: Passage
    told: list[Told]


def cut(text: Sequence[Example], found: Iterable[Passage], names: Sequence[str]) -> list[Cut]:
    """The passages of a text in numbers."""
    made = []
    for passage in found:
        told = [_told(text[p.number], p, names) for p in passage.sentences if text[p.number].parties]
        if told:
            made.append(Cut(passage, told))
    return made


def _told(example: Example, place: Place, names: Sequence[str]) -> Told:
    rows: dict[str, list[int]] = defaultdict(list)
    for row, party in enumerate(example.parties):
        for code in party.codes:
            if len(code) == 3:
                rows[code].append(row)
    gold, taught = example.gold, example.taught
    if taught:
        castings = cast(rows, taught.odds, taught.shared)
        pairs = taught.pairs
        cast_as = [{code: c for group, c in own.chances.items() for code in group} for own in castings]
        ends = [(*map(exp, own[code].one_way), exp(own[code].shared[1])) for own in cast_as for code in rows]
        shared, sure = [exp(own.shared) for own in castings], [float(taught.relations[pair]) for pair in pairs]
        heard = np.argwhere(taught.relations > _HEARD).tolist()
        wanted = [(place.first + word, label, float(taught.relations[word, label])) for word, label in heard]
    else:
        pairs = [(g.word, g.label) for g in gold]
        ends = [_role(code, g) for g in gold for code in rows]
        shared, sure = [float(g.source == g.target and len(g.source) > 1) for g in gold], [1.0] * len(gold)
        wanted = [(place.first + word, label, 1.0) for word, label in pairs]
    states = list(enumerate((number, own) for number in range(len(pairs)) for own in rows.values()))
    finer = [(place.first + g.word, g.label, f"{LABELS[g.label]}/{g.name}") for g in gold]
    return Told(
        place=place,
        weight=1.0 if gold or taught else _SILENT,
        spans=[_span(party, place) for party in example.parties],
        asked=[(place.first + word, label, example.traits[word]) for word, label in pairs],
        stands=[(number, row, end) for end, (number, own) in states for row in own],
        ends=ends,
        shared=shared,
        sure=sure,
        wanted=wanted,
        names=[(word, label, names.index(name)) for word, label, name in finer if name in names],
    )


def _role(state: str, gold: Gold) -> tuple[float, ...]:
    """What a state is to a statement that was annotated, as `Told.ends`."""
    role = (state in gold.source) + 2 * (state in gold.target)
    return (*(float(role == n) for n in range(4)), float(role > 0))


def _span(party: Party, place: Place) -> tuple[int, int]:
    """The words of a party in the passage: first one and the one behind the last; none where it stands further off."""
    if party.first is None or party.last is None:
        return 0, 0
    count = place.end - place.first
    moved = place.first if party.first < count else place.before - count
    return party.first + moved, party.last + 1 + moved


class Ends(nn.Module):
    """Tells the ends of statements: what is known of each party beside the statement's word looks at the other parties,
    then at the words of the sentence, and so again."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.relation = nn.Embedding(len(LABELS), RELATION)
        self.traits = nn.ModuleList(nn.Embedding(size, TRAIT) for size in TRAITS.values())
        self.word, self.party = nn.Linear(width, HEAD), nn.Linear(width, HEAD)
        self.known = nn.Sequential(
            nn.Linear(3 * HEAD + RELATION + TRAIT * len(TRAITS), _WIDE), nn.GELU(approximate="tanh"), nn.Dropout(_DROP)
        )
        self.text, self.near = nn.Linear(width, _WIDE), nn.Embedding(DISTANCES, _WIDE)
        self.rounds = nn.ModuleList(_Round() for _ in range(_ROUNDS))
        self.say = nn.Linear(_WIDE, len(CHANCES))
        self.share = _head(width + RELATION + _WIDE, HEAD, 1)

    def forward(
        self, words: Tensor, parties: Tensor, told: Tensor, at: Tensor, labels: Tensor, text: Tensor, near: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Log odds of what the parties may be, statements × parties × `CHANCES`, and that the same states stand on both
        sides, for each statement.

        `words`, `parties`: their vectors; `told`: statements × parties × (1 + traits), the row of each party (-1: none)
        before its traits; `at`, `labels`: word and relation of each statement; `text`, `near`: statements × words, the
        row of each word (-1: none) and how far it stands.
        """
        who = told[..., 0]
        one, other = self.word(words[at])[:, None], self.party(parties)[who]
        one = one.expand_as(other)
        relation = self.relation(labels)[:, None].expand(-1, who.shape[1], -1)
        traits = [embed(told[..., n + 1]) for n, embed in enumerate(self.traits)]
        x = self.known(torch.cat([one, other, one * other, relation, *traits], -1))
        said = self.text(words)
        for look in self.rounds:
            x = look(x, who < 0, said, self.near.weight, text, near)
        most = x.masked_fill((who < 0)[..., None], -1e4).amax(1)
        return self.say(x), self.share(torch.cat([words[at], self.relation(labels), most], -1))[:, 0]


class _Round(nn.Module):
    """The parties look at each other and at the words, and think."""

    def __init__(self) -> None:
        super().__init__()
        self.among, self.over = _Look(), _Look()
        self.think = nn.Sequential(nn.LayerNorm(_WIDE), *_head(_WIDE, 2 * _WIDE, _WIDE))

    def forward(
        self, parties: Tensor, no_party: Tensor, said: Tensor, steps: Tensor, text: Tensor, near: Tensor
    ) -> Tensor:
        """`said`: what is known of all words; `steps`: of each distance; `text`, `near`: as in `Ends`."""
        among, over = self.among, self.over
        parties = parties + among(parties, among.tell(parties), among.give(parties), no_party)
        # of a word and of its distance each once, not of each word beside each statement
        told = over.tell(said)[text] + F.linear(steps, over.tell.weight)[near]
        given = over.give(said)[text] + F.linear(steps, over.give.weight)[near]
        parties = parties + over(parties, told, given, text < 0)
        return parties + self.think(parties)


class _Look(nn.Module):
    """Attention (Vaswani et al. 2017) of some to what others tell and give."""

    def __init__(self) -> None:
        super().__init__()
        self.calm = nn.LayerNorm(_WIDE)
        self.ask, self.tell, self.give, self.take = (nn.Linear(_WIDE, _WIDE) for _ in range(4))

    def forward(self, some: Tensor, told: Tensor, given: Tensor, hidden: Tensor) -> Tensor:
        asked, told, given = (
            x.unflatten(-1, (_LOOKS, _WIDE // _LOOKS)).transpose(1, 2) for x in (self.ask(self.calm(some)), told, given)
        )
        near = asked @ told.transpose(-1, -2) / (_WIDE // _LOOKS) ** 0.5
        share = near.masked_fill(hidden[:, None, None], -1e4).softmax(-1)
        return self.take((share @ given).transpose(1, 2).flatten(-2))


class Network(nn.Module):
    """MiniLM and the heads; `names` are the finer names that it learns."""

    def __init__(self, folder: Path, names: Sequence[str]) -> None:
        super().__init__()
        self.names = tuple(names)
        self.bert = AutoModel.from_pretrained(folder, add_pooling_layer=False)
        width = self.bert.config.hidden_size
        self.drop = nn.Dropout(_DROP)
        self.trig = _head(width, 256, len(LABELS))
        self.ends = Ends(width)
        self.sub = _head(width + RELATION, 128, max(1, len(names)))
        nn.init.constant_(self.trig[-1].bias, -4.5)  # few words carry a relation

    def loss(self, batch: Sequence[Cut]) -> Tensor:
        """The loss of a batch: relations of words, ends of statements, finer names."""
        words, starts = self._words(batch)
        words = self.drop(words)
        wanted = torch.zeros(len(words), len(LABELS))
        counts = torch.zeros(len(words), 1)
        for start, told in _sentences(starts, batch):
            counts[start + told.place.first : start + told.place.end] = told.weight
            for word, label, likely in told.wanted:
                wanted[start + word, label] = likely
        often = torch.tensor(_OFTEN)
        loss = F.binary_cross_entropy_with_logits(
            self.trig(words), wanted, counts, pos_weight=often, reduction="sum"
        ) / sum(told.weight for _, told in _sentences(starts, batch))
        return (
            loss + _ENDS * self._loss_of_ends(words, starts, batch) + _NAMES * self._loss_of_names(words, starts, batch)
        )

    def _words(self, batch: Sequence[Cut]) -> tuple[Tensor, list[int]]:
        """The vectors of all words of a batch in a row, and where each passage starts."""
        hidden = self.hidden(batch)
        row = torch.tensor([n for n, c in enumerate(batch) for _ in c.passage.words])
        first, last = (torch.tensor([p[side] for c in batch for p in c.passage.words]) for side in (0, 1))
        starts = list(accumulate((len(c.passage.words) for c in batch[:-1]), initial=0))
        return (hidden[row, first] + hidden[row, last]) / 2, starts

    def hidden(self, batch: Sequence[Cut]) -> Tensor:
        """The vectors of the pieces of a batch."""
        ids, seen = self.padded(batch)
        with torch.autocast("cpu", torch.bfloat16, enabled=self.training and HALF):
            return self.bert(input_ids=ids, attention_mask=seen).last_hidden_state.float()

    def look(self, found: Sequence[Cut]) -> None:
        """Ready oneself for what will be shown in batches."""

    def padded(self, batch: Sequence[Cut]) -> tuple[Tensor, Tensor]:
        """The pieces of a batch, and which of them are none of the padding."""
        pieces = [c.passage.pieces for c in batch]
        longest = max(map(len, pieces))
        padding = self.bert.config.pad_token_id
        ids = torch.tensor([own + [padding] * (longest - len(own)) for own in pieces])
        seen = torch.tensor([[1] * len(own) + [0] * (longest - len(own)) for own in pieces])
        return ids, seen

    def _loss_of_ends(self, words: Tensor, starts: Sequence[int], batch: Sequence[Cut]) -> Tensor:
        """Of the roles of the states where a statement goes one way, else of who shares it; and of which it does. Each
        state is scored by the sum of the odds of its mentions."""
        sentences = list(_sentences(starts, batch))
        spans = [(start + a, start + b) for start, one in sentences for a, b in one.spans]
        ends = [end for _, one in sentences for end in one.ends]
        if not ends:
            return torch.tensor(0.0)
        a, b = torch.tensor(spans).T
        sums = torch.cat([torch.zeros(1, words.shape[1]), words.cumsum(0)])
        parties = (sums[b] - sums[a]) / (b - a).clamp(min=1)[:, None]
        odds, shared = self.ends(words, parties, *self._asked(sentences))
        number, party, rows = (torch.tensor(row) for row in zip(*_stands(sentences), strict=True))
        states = (
            torch.zeros(len(ends), odds.shape[-1]).index_add(0, rows, odds[number, party].clamp(-25, 25).exp()).log()
        )
        owner = torch.zeros(len(ends), dtype=torch.long).scatter(0, rows, number)
        likely = torch.tensor(ends)
        one_way = F.cross_entropy(F.pad(states[:, :3], (1, 0)), likely[:, :4], reduction="none")
        inside = F.binary_cross_entropy_with_logits(states[:, 3], likely[:, 4], reduction="none")
        both = torch.tensor([p for _, one in sentences for p in one.shared])
        sure = torch.tensor([p for _, one in sentences for p in one.sure])
        sides = F.binary_cross_entropy_with_logits(shared, both, reduction="none")
        roles = torch.lerp(one_way, inside, both[owner])
        return ((sure * sides).sum() + (sure[owner] * roles).sum()) / sure[owner].sum()

    @staticmethod
    def _asked(sentences: Sequence[tuple[int, Told]]) -> list[Tensor]:
        """What `Ends` is told of all statements of a batch."""
        told, at, labels, text, near = [], [], [], [], []
        party = 0
        for start, one in sentences:
            first, end = one.place.first, one.place.end
            for word, label, traits in one.asked:
                told.append(torch.tensor([(party + n, *t) for n, t in enumerate(traits)]))
                at.append(start + word)
                labels.append(label)
                text.append(torch.arange(start + first, start + end))
                near.append(torch.tensor(gaps(np.array([word - first]), end - first)[0]))
            party += len(one.spans)
        padded = [nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=-1) for rows in (told, text)]
        padded[0][..., 1:].clamp_(min=0)
        distance = nn.utils.rnn.pad_sequence(near, batch_first=True)
        return [padded[0], torch.tensor(at), torch.tensor(labels), padded[1], distance]

    def _loss_of_names(self, words: Tensor, starts: Sequence[int], batch: Sequence[Cut]) -> Tensor:
        marks = [(s + w, label, n) for s, one in _sentences(starts, batch) for w, label, n in one.names]
        if not marks:
            return torch.tensor(0.0)
        word, label, name = torch.tensor(marks).T
        scores = self.sub(torch.cat([words[word], self.ends.relation(label)], -1))
        owner = [LABELS.index(n.rpartition("/")[0]) for n in self.names]
        foreign = torch.tensor([[o != own for o in owner] for own in label.tolist()])
        return F.cross_entropy(scores.masked_fill(foreign, -1e4), name)


def _sentences(starts: Sequence[int], batch: Sequence[Cut]) -> Iterator[tuple[int, Told]]:
    """The sentences of a batch, each with the start of its passage."""
    return ((start, told) for start, one in zip(starts, batch, strict=True) for told in one.told)


def _stands(sentences: Sequence[tuple[int, Told]]) -> list[tuple[int, int, int]]:
    """Statement, party in its sentence and row of the ends, numbered through the batch."""
    made, number, row = [], 0, 0
    for _, one in sentences:
        made += [(number + n, party, row + r) for n, party, r in one.stands]
        number, row = number + len(one.asked), row + len(one.ends)
    return made


def _head(wide: int, middle: int, narrow: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Linear(wide, middle), nn.GELU(approximate="tanh"), nn.Dropout(_DROP), nn.Linear(middle, narrow)
    )
