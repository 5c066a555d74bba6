"""Stage: two voices check each other. The frames have made their drafts; the encoder makes its own and judges both.

Each draft of either voice gets a probability of being right: a logistic regression over what the encoder thinks of
the word, of the ends and of the ends left out, and over whether the voices agree. Its weights stand in words in
the files of `WEIGHTS` (`training/` fits them on documents that the encoder has not seen). Drafts below the bar are
dropped; of those that say the same of one word the likeliest stays. The probability becomes the draft's score, and its
reason says who spoke for it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import cast

import numpy as np
import numpy.typing as npt

from westphalia.errors import OntologyError
from westphalia.ontology.ties import family, tie_kind
from westphalia.reading.classes import lines
from westphalia.reading.encoder import Encoder, Heard, Name, encoder
from westphalia.reading.parties import Parties, Party
from westphalia.reading.reading import Draft, Parsed, Reading
from westphalia.records import Kind

__all__ = [
    "ASKED",
    "ENCODER",
    "WEIGHTS",
    "Asked",
    "Opinion",
    "ask",
    "choose",
    "listen",
    "opinions",
    "voices",
    "weights",
]

ENCODER = "encoder"
WEIGHTS: Mapping[Name, str] = {"encoder": "voices.tsv", "accurate": "voices_accurate.tsv"}
ASKED = "asked of the encoder"  # the note of a reading that holds `Asked`
_CARRIERS = frozenset({"VERB", "NOUN", "ADJ", "PROPN", "ADV", "AUX", "ADP"})  # words that may carry a relation
_HEARD = 0.08  # a relation less likely than this is not followed up
_ENDS = (0.2, 0.35, 0.5, 0.7)  # how likely a party must be to stand at an end: proposals for each word
_BESIDE = 2  # words
_TWICE = 0.45  # a word that carries one relation carries another only when so sure
_FLOOR = 1e-4
_NAMED = {"implication": "helps", "stance": "claims", "state": "has"}  # where the encoder has no finer name
_KINDS: Mapping[str, Kind] = {"event": "event", "tie": "tie", "implication": "implication", "stance": "stance"}
_KINDS = {**_KINDS, "state": "state"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """A draft and what is thought of it. `label`: its relation among the encoder's; `group`: what counts as the same
    relation; `word`: its word in the sentence; `source`, `target`: the states at its ends; `thinks`: the encoder's
    probabilities, and `about` what the sentence and the document are about, named as the features are; `fit`: the log
    of how likely it finds just these ends."""

    draft: Draft
    label: int
    group: str
    word: int
    source: frozenset[str]
    target: frozenset[str]
    thinks: Mapping[str, float]
    about: Mapping[str, float]
    fit: float

    @property
    def by_frame(self) -> bool:
        """Whether a frame made the draft."""
        return self.draft.method != ENCODER


def voices(reading: Reading) -> Reading:
    """Stage: the drafts of both voices that stand the check; the frames' own where no encoder was asked."""
    kept: list[Draft] = []
    asked = cast(Asked | None, reading.notes.get(ASKED))
    if asked is None:
        return reading
    known = weights(asked.net.name)
    for said in listen(reading, asked):
        sure = [_probability(opinions(o, said), known) for o in said]
        kept += [replace(o.draft, score=p, why=_why(o)) for o, p in choose(said, sure, known["bar"])]
    notes = {name: note for name, note in reading.notes.items() if name != ASKED}
    return replace(reading, drafts=tuple(kept), notes=notes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an encoder is asked of a reading: its parties, the sentences that have any, and what is heard in these."""

    net: Encoder
    parties: Parties
    peopled: Sequence[int]
    heard: Callable[[], Sequence[Heard]]


def ask(reading: Reading, name: Name, thread: Executor | None = None) -> Asked:
    """Asks an encoder what it hears in a reading that has its mentions and predicates; with a thread, meanwhile."""
    net, parties = encoder(name), Parties(reading)
    peopled = [n for n in range(len(reading.parsed)) if parties.of(n)]
    sentences = [parties.words(n) for n in peopled]
    heard = thread.submit(net.hear, sentences).result if thread else partial(net.hear, sentences)
    return Asked(net=net, parties=parties, peopled=peopled, heard=heard)


def listen(reading: Reading, asked: Asked) -> Iterator[list[Opinion]]:
    """For each sentence of a reading what is thought of the frames' drafts and of the encoder's own."""
    net, parties, drafts = asked.net, asked.parties, _by_sentence(reading)
    abroad = sum(len(_named(parties.of(n))) > 1 for n in asked.peopled) / max(1, len(asked.peopled))
    heard = dict(zip(asked.peopled, asked.heard(), strict=True))
    for number, parsed in enumerate(reading.parsed):
        if number in heard:
            scene = _Sentence(net, heard[number], parsed, parties, parties.of(number), abroad)
            yield scene.opinions(drafts.get(parsed.sentence.id, ()))
        else:
            yield []


def _named(parties: Sequence[Party]) -> set[str]:
    """The states that a sentence names."""
    return {code for party in parties if not party.outside for code in party.codes if len(code) == 3}


def _by_sentence(reading: Reading) -> Mapping[str, list[Draft]]:
    made: dict[str, list[Draft]] = defaultdict(list)
    for draft in reading.drafts:
        made[draft.parsed.sentence.id].append(draft)
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """A word as the carrier of a relation: its finer name, the score of each party at both ends, and for
    each state the probabilities that it is source, and target."""

    word: int
    label: int
    finer: str | None
    scores: npt.NDArray[np.float32]
    ends: Mapping[str, tuple[float, float]]


class _Sentence:
    """A sentence as the encoder hears it."""

    def __init__(
        self, net: Encoder, heard: Heard, parsed: Parsed, parties: Parties, found: Sequence[Party], abroad: float
    ) -> None:
        self.net, self.heard, self.parsed, self.parties, self.found = net, heard, parsed, parties, found
        self.about = {"states here": min(len(_named(found)), 4) / 4, "document abroad": abroad}
        self.tokens = list(parsed.tokens)
        self.rows: dict[str, list[int]] = defaultdict(list)
        for row, party in enumerate(found):
            for code in party.codes:
                self.rows[code].append(row)

    def opinions(self, drafts: Sequence[Draft]) -> list[Opinion]:
        """What is thought of the frames' drafts and of the encoder's own."""
        framed = [
            (d, (d.token.i - self.tokens[0].i, label)) for d in drafts if (label := _label(self.net, d)) is not None
        ]
        own = [
            (word, label)
            for word, label in np.argwhere(self.heard.relations > _HEARD).tolist()
            if self.tokens[word].pos_ in _CARRIERS
        ]
        heard = self._heard(list(dict.fromkeys([*(pair for _, pair in framed), *own])))
        return [self._of_frame(draft, heard[pair]) for draft, pair in framed] + [
            opinion for pair in own for opinion in self._own(heard[pair])
        ]

    def _heard(self, pairs: Sequence[tuple[int, int]]) -> Mapping[tuple[int, int], _Pair]:
        """What the encoder makes of words as carriers of relations."""
        if not pairs:
            return {}
        words, labels = np.array(pairs, dtype=np.int64).T
        traits = {
            n: self.parties.traits(self.parsed, self.tokens[n], self.found) for n in dict.fromkeys(words.tolist())
        }
        told = np.array([traits[n] for n in words.tolist()], dtype=np.int64)
        places = [(-1, -1) if p.first is None or p.last is None else (p.first, p.last) for p in self.found]
        scores = self.net.ends(self.heard, places, (words, labels), told)
        odds = {c: np.logaddexp.reduce(scores[:, rows], axis=1).tolist() for c, rows in self.rows.items()}
        finer = self.net.finer(self.heard, (words, labels))
        return {
            pair: _Pair(
                word=pair[0],
                label=pair[1],
                finer=finer[n],
                scores=scores[n],
                ends={code: (_sigmoid(own[n][0]), _sigmoid(own[n][1])) for code, own in odds.items()},
            )
            for n, pair in enumerate(pairs)
        }

    def _of_frame(self, draft: Draft, pair: _Pair) -> Opinion:
        codes = self.parties.codes
        source, target = (frozenset(c for m in end for c in codes.get(m, ())) for end in (draft.source, draft.target))
        return self._opinion(draft, pair, source, target)

    def _own(self, pair: _Pair) -> Iterator[Opinion]:
        for source, target in _proposals(self.net.labels[pair.label], pair.ends):
            yield self._opinion(self._draft(pair, source, target), pair, source, target)

    def _mentions(self, codes: frozenset[str], scores: np.ndarray, side: int) -> tuple[str, ...]:
        """For each state the likeliest of its mentions."""
        best = (max(self.rows[code], key=lambda row: float(scores[row, side])) for code in sorted(codes))
        return tuple(dict.fromkeys(self.found[row].mention for row in best))

    def _draft(self, pair: _Pair, source: frozenset[str], target: frozenset[str]) -> Draft:
        kind, _, name = self.net.labels[pair.label].partition(":")
        event, token = kind == "event", self.tokens[pair.word]
        return Draft(
            parsed=self.parsed,
            token=token,
            kind=_KINDS[kind],
            relation=name if event else pair.finer or name or _NAMED[kind],
            mode=pair.finer if event else None,
            source=self._mentions(source, pair.scores, 0),
            target=self._mentions(target, pair.scores, 1),
            trigger=self.parsed.span(token),
            method=ENCODER,
            score=float(self.heard.relations[pair.word, pair.label]),
            why="",
        )

    def _opinion(self, draft: Draft, pair: _Pair, source: frozenset[str], target: frozenset[str]) -> Opinion:
        word, label, ends = pair.word, pair.label, pair.ends
        near = self.heard.relations[max(0, word - _BESIDE) : word + _BESIDE + 1]
        group = _group(self.net.labels[label])
        alike = _alike(self.net.labels, group)
        inside = [e[side] for c, e in ends.items() for side, end in enumerate((source, target)) if c in end]
        outside = [
            e[side]
            for c, e in ends.items()
            for side, end in enumerate((source, target))
            if len(c) == 3 and c not in end
        ]
        thinks = {
            "word": float(self.heard.relations[word, label]),
            "near": float(near[:, label].max()),
            "alike": float(near[:, alike].max()),
            "ends in": min(inside, default=0.5),
            "ends out": max(outside, default=0.01),
        }
        states = (frozenset(c for c in end if len(c) == 3) for end in (source, target))
        return Opinion(
            draft=draft,
            label=label,
            group=group,
            word=word,
            thinks=thinks,
            about=self.about,
            fit=_fit(ends, source, target),
            **dict(zip(("source", "target"), states, strict=True)),
        )


def _label(net: Encoder, draft: Draft) -> int | None:
    """The encoder's label for what a frame found."""
    if draft.kind == "tie":
        names = [f"tie:{draft.relation}"]
        names += [label for label in net.labels if _group(label) == family(draft.relation)]
    else:
        names = [f"event:{draft.relation}" if draft.kind == "event" else draft.kind]
    return next((net.labels.index(name) for name in names if name in net.labels), None)


@cache
def _group(label: str) -> str:
    """What counts as the same relation: the type of an event, the family of a tie, the kind of the others."""
    kind, _, name = label.partition(":")
    return family(name) if kind == "tie" else label


@cache
def _alike(labels: tuple[str, ...], group: str) -> list[int]:
    """The labels of a group."""
    return [n for n, label in enumerate(labels) if _group(label) == group]


def _fit(ends: Mapping[str, tuple[float, float]], source: frozenset[str], target: frozenset[str]) -> float:
    """The log of how likely just these ends are, each state by itself; not below -8."""
    likely = (
        e[side] if c in end else 1 - e[side] for c, e in ends.items() for side, end in enumerate((source, target))
    )
    return max(-8.0, sum(math.log(max(_FLOOR, p)) for p in likely))


def _proposals(label: str, ends: Mapping[str, tuple[float, float]]) -> list[tuple[frozenset[str], frozenset[str]]]:
    """Who may stand at source and target: all that are likely enough, by two bars, and each only where likelier.

    A tie has two ends: where it has no direction the same on both sides, else different ones.
    """
    kind, _, name = label.partition(":")
    made: list[tuple[frozenset[str], frozenset[str]]] = []
    for bar_ in _ENDS:
        source, target = (frozenset(c for c, e in ends.items() if e[side] > bar_) for side in (0, 1))
        apart = frozenset(c for c in source & target if ends[c][0] >= ends[c][1])
        made += [(source, target), (source - (target - apart), target - apart)]
    if kind == "tie":
        if not tie_kind(name).directed:
            made = [(s | t, s | t) for s, t in made if len(s | t) > 1]
        else:
            made = [(s, t) for s, t in made if s and t and not s & t]
    return list(dict.fromkeys((s, t) for s, t in made if s or t))


# Weighing --------------------------------------------------------------------------------------------------------


def opinions(opinion: Opinion, others: Sequence[Opinion]) -> dict[str, float]:
    """The features of a draft beside the others of its sentence, by name."""
    rest = [o for o in others if o is not opinion]
    alike = [o for o in rest if o.group == opinion.group and o.by_frame != opinion.by_frame]
    agreed = any(o.source == opinion.source and o.target == opinion.target for o in alike)
    rivals = [o.thinks["word"] for o in rest if abs(o.word - opinion.word) <= 1 and o.group != opinion.group]
    odds = {f"{name}?": _log_odds(value) for name, value in opinion.thinks.items()}
    frame, kind = float(opinion.by_frame), opinion.draft.kind
    found = {
        "frame": frame,
        "agreed": float(agreed),
        "agreed on the relation": float(any(abs(o.word - opinion.word) <= 3 for o in alike)),
        "frame's score": frame * opinion.draft.score,
        "rival?": _log_odds(max(rivals, default=0.01)),
        "both ends": float(bool(opinion.source and opinion.target)),
        "at home": float(opinion.source == opinion.target and len(opinion.source) == 1),
        "many states": float(len(opinion.source | opinion.target) > 2),
        "no source": float(not opinion.source),
        "no target": float(not opinion.target),
        "frame × alike?": frame * odds["alike?"],
        "frame × ends in?": frame * odds["ends in?"],
        "agreed × alike?": agreed * odds["alike?"],
        f"kind {kind}": 1.0,
    }
    plain = {**opinion.about, "ends fit": opinion.fit}
    found |= plain | {f"frame × {name}": frame * value for name, value in plain.items()}
    if kind == "event":
        found[f"type {opinion.draft.relation}"] = 1.0
    return found | odds


@cache
def weights(name: Name) -> Mapping[str, float]:
    """The weight of each feature beside an encoder, from `data/`; `bar` is the least probability that is kept."""
    made: dict[str, float] = {}
    for number, cells in lines(WEIGHTS[name]):
        if cells[0] == "feature":
            continue
        try:
            made[cells[0]] = float(cells[1])
        except (IndexError, ValueError):
            raise OntologyError(f"{WEIGHTS[name]}:{number}: a feature and its weight, with a tab between") from None
    return made


def choose(sentence: Sequence[Opinion], sure: Sequence[float], least: float) -> Iterator[tuple[Opinion, float]]:
    """The drafts of a sentence above a bar, the surest first; what says the same again, or of the same word, is left
    out."""
    kept: list[Opinion] = []
    for p, _, opinion in sorted(
        ((p, -n, o) for n, (p, o) in enumerate(zip(sure, sentence, strict=True))), reverse=True
    ):
        if p < least:
            return
        ends = (opinion.source, opinion.target)
        said = any(
            (o.group == opinion.group and ((o.source, o.target) == ends or abs(o.word - opinion.word) <= _BESIDE))
            or (o.word == opinion.word and p < _TWICE)
            for o in kept
        )
        if not said:
            kept.append(opinion)
            yield opinion, p


def _probability(features: Mapping[str, float], known: Mapping[str, float]) -> float:
    return _sigmoid(sum(value * known.get(name, 0.0) for name, value in features.items()) + known["always"])


def _why(opinion: Opinion) -> str:
    heard = opinion.thinks["alike"]
    word = opinion.draft.token.text
    if not opinion.by_frame:
        return f"the encoder reads {word!r} so ({heard:.2f})"
    return f"{opinion.draft.why}; the encoder finds it {heard:.2f} likely"


def _sigmoid(x: float) -> float:
    return (1 + math.tanh(x / 2)) / 2


def _log_odds(p: float) -> float:
    p = min(max(p, _FLOOR), 1 - _FLOOR)
    return math.log(p / (1 - p))
