"""The annotated documents and what the network is shown of them.

`documents.tsv` names each document: a Wikinews article by its address, slices of a UN speech by file and characters
(both in the shared corpora, CC BY 2.5 and CC0), or a passage of `passages.txt`, which was written for this project.
`annotations.tsv` has a line a statement: document, first words of the sentence, relation (`ACCUSE/allege`,
`TIE:alliance`, `IMPL:helps`, `STANCE:wants`, `STATE:has`), trigger, states at source and target, modality, polarity,
and who is answerable.
"""

from __future__ import annotations

import csv
import json
import os
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt
from benchmarks.nothing import held, rows
from benchmarks.reading import HELD
from spacy.tokens import Token

from westphalia.ontology.actors import atlas
from westphalia.ontology.plover import TYPES
from westphalia.reading.asked import group_of
from westphalia.reading.opinions import CARRIERS
from westphalia.reading.parties import Parties, Party, named
from westphalia.reading.pipeline import FINDING
from westphalia.reading.reading import Parsed, Reading
from westphalia.reading.segments import segments
from westphalia.reading.sentences import MODEL, parse
from westphalia.records import Document, content_id
from westphalia.sources import load

HERE = Path(__file__).parent
SHARED = Path(os.environ.get("WESTPHALIA_SHARED") or HERE.parents[1] / "shared")
_TIES = {  # kinds that are learnt as one
    **{"mutual_defence": "alliance", "axis": "alliance", "strategic_alignment": "partnership"},
    **{"alignment": "partnership", "ties_growing": "partnership", "proliferation": "arms_supply"},
    "contentious_relations": "strained_relations",
}
_TIE_LABELS = (
    *("alliance", "arms_dependence", "arms_supply", "diplomatic_relations", "economic", "economic_dependence"),
    *("military_cooperation", "military_involvement", "partnership", "strained_relations", "support", "war"),
)
LABELS: tuple[str, ...] = (
    *(f"event:{name}" for name in TYPES),
    *(f"tie:{name}" for name in _TIE_LABELS),
    *("implication", "stance", "state"),
)
_KINDS = {"IMPL": "implication", "STANCE": "stance", "STAN": "stance", "STATE": "state", "STAT": "state"}
_BATCH = 16
Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """A statement that an annotator found: `label` is a row of `LABELS`, `name` its finer name, `word` its word."""

    label: int
    name: str
    word: int
    source: frozenset[str]
    target: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """What another encoder makes of a sentence. `relations`: words × labels, probabilities; `pairs`: words and labels
    that it follows up; `odds`, `shared`: what it says of their ends (`Encoder.ends`)."""

    relations: Array
    pairs: Sequence[tuple[int, int]]
    odds: Array
    shared: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A sentence: its words, its parties, how these stand to each word that may carry a relation, and the gold, or what
    was taught of it."""

    document: str
    words: tuple[str, ...]
    parties: tuple[Party, ...]
    traits: Mapping[int, Sequence[tuple[int, ...]]]
    gold: tuple[Gold, ...]
    taught: Taught | None = None

    @property
    def heard(self) -> bool:
        """Whether it is worth hearing: it names a state, or something was found in it."""
        return bool(self.gold or named(self.parties))


def documents(shared: Path) -> dict[str, Document]:
    """The annotated documents by name. Raises FileNotFoundError where the shared corpora are not there."""
    articles = dict(_articles(shared / "data" / "corpora" / "wikinews"))
    own = dict(passages())
    made = {}
    for row in listed(HERE / "documents.tsv"):
        if row["corpus"] == "wikinews":
            text = articles[row["key"]]
        elif row["corpus"] == "ungdc":
            text = _slices((shared / "data" / "corpora" / "ungdc" / row["key"]).read_text("utf8"), row["slices"])
        else:
            text = own[row["document"]]
        fields = {name: row[name] for name in ("title", "published", "speaker_state") if row[name]}
        made[row["document"]] = written(row["document"], text, fields)
    return made


def written(name: str, text: str, fields: Mapping[str, str]) -> Document:
    """A text as a document, with its fields beside it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.txt"
        path.write_text(text, "utf8")
        path.with_suffix(".json").write_text(json.dumps(fields), "utf8")
        return _loaded(path)


def _loaded(path: Path) -> Document:
    return next(d for d in load(path) if isinstance(d, Document))


def listed(path: Path) -> Iterator[dict[str, str]]:
    """The lines of a table."""
    with path.open(encoding="utf8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def _articles(folder: Path) -> Iterator[tuple[str, str]]:
    csv.field_size_limit(10**9)
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf8", newline="") as file:
            for row in csv.DictReader(file):
                yield row["url"], f"{row['title']}\n\n{row['text']}".replace("\xa0", " ")


def _slices(text: str, slices: str) -> str:
    """Characters of a speech, as `0-120;140-300`, one slice a line."""
    ends = (part.split("-") for part in slices.split(";"))
    return "\n".join(text[int(a) : int(b)] for a, b in ends) + "\n"


def passages() -> Iterator[tuple[str, str]]:
    """The passages written for this project: name and text."""
    for block in (HERE / "passages.txt").read_text("utf8").split("\n# ")[1:]:
        name, _, text = block.partition("\n")
        lines = text.strip().split("\n")
        headline = [] if lines[0].endswith((".", "?", "!", '"')) else [lines.pop(0), ""]
        yield name.split("|")[0].strip(), "\n".join([*headline, " ".join(lines)]) + "\n"


def annotations() -> dict[str, list[dict[str, str]]]:
    """The annotators' lines by document."""
    made: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in listed(HERE / "annotations.tsv"):
        made[row["document"]].append(row)
    return made


def articles(shared: Path) -> tuple[dict[str, Document], dict[str, list[dict[str, str]]]]:
    """The articles of the shared gold that are developed on and whose texts are free (no op-eds), and their lines."""
    lines: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in json.loads((shared / "gold" / "articles.json").read_text("utf8")):
        ends = {end: ",".join(filter(None, row[end])) for end in ("source", "target")}
        told = {"sentence": row["sentence_start_words"], "relation": row["event_or_tie"], "trigger": row["trigger"]}
        lines[row["doc"]].append({**told, **ends})
    paths = sorted((shared / "gold" / "articles").glob("[uw]*.txt"))
    return {p.stem: _loaded(p) for p in paths if p.stem not in HELD}, lines


def examples(documents: Mapping[str, Document], lines: Mapping[str, list[dict[str, str]]]) -> Iterator[list[Example]]:
    """Each text of the documents, as the encoder hears them: its sentences, with what was annotated in them."""
    for name, reading in readings(documents):
        gold, parties = placed(reading, lines.get(name, [])), Parties(reading)
        for text in parties.texts:
            yield [_example(name, reading.parsed[n], parties, n, gold.get(n, ())) for n in text]


def _example(document: str, parsed: Parsed, parties: Parties, number: int, gold: Sequence[Gold]) -> Example:
    """A sentence; nothing is told of one in which nobody is named."""
    tokens, found = list(parsed.tokens), parties.of(number)
    own = tuple(gold) if found else ()
    at = {n for n, t in enumerate(tokens) if t.pos_ in CARRIERS} | {g.word for g in own} if found else set()
    traits = {n: parties.traits(parsed, tokens[n], found) for n in sorted(at)}
    words = tuple(t.text for t in tokens)
    return Example(document=document, words=words, parties=found, traits=traits, gold=own)


def nothing() -> dict[str, Document]:
    """The sentences that tell of no relation (`nothing.tsv`, without those that the benchmark sets aside, and
    `everyday.tsv`), each a document."""
    texts = [row.text for row in rows(HERE / "nothing.tsv") if not held(row.text)]
    texts += [row.text for row in rows(HERE / "everyday.tsv")]
    return {name: written(name, f"{text}\n", {}) for text in texts for name in [content_id("n", text)]}


def readings(documents: Mapping[str, Document]) -> Iterator[tuple[str, Reading]]:
    """Each document as the frames read it."""
    names = iter(documents)
    while batch := list(islice(names, _BATCH)):
        done = list(parse([segments(Reading(document=documents[n])) for n in batch], MODEL))
        for stage in FINDING:
            done = [stage(reading) for reading in done]
        yield from zip(batch, done, strict=True)


def placed(reading: Reading, lines: Sequence[dict[str, str]]) -> dict[int, list[Gold]]:
    """What was annotated, by the number of the sentence; lines whose sentence or trigger is not there are left out."""
    starts = [_plain(p.sentence.text) for p in reading.parsed]
    made: dict[int, list[Gold]] = defaultdict(list)
    for line in lines:
        begins = _plain(line["sentence"])
        number = next((n for n, text in enumerate(starts) if text.startswith(begins) or begins in text), None)
        label = labelled(line["relation"])
        if number is None or label is None:
            continue
        word = _word(reading.parsed[number], line["trigger"])
        if word is not None:
            source, target = (frozenset(_codes(line[end])) for end in ("source", "target"))
            made[number].append(Gold(label=label[0], name=label[1], word=word, source=source, target=target))
    return made


def _codes(end: str) -> Iterator[str]:
    """The states at an end; former ones as those that they are counted with."""
    for code in re.findall(r"\b[A-Z]{3}\b", end):
        yield from atlas().codes(code) or (code,)


def labelled(relation: str) -> tuple[int, str] | None:
    """The label of an annotated relation and its finer name; None for a relation that is not learnt.

    >>> LABELS[labelled("TIE:axis")[0]], labelled("ACCUSE/allege")[1]
    ('tie:alliance', 'allege')
    """
    head, _, name = relation.partition(":")
    if head == "TIE":
        label = f"tie:{_TIES.get(name, name)}"
    elif head in _KINDS:
        label = _KINDS[head]
    else:
        head, _, name = relation.partition("/")
        label = f"event:{head}"
    return (LABELS.index(label), name) if label in LABELS else None


def agrees(label: int, source: frozenset[str], target: frozenset[str], gold: Gold) -> bool:
    """Whether a statement is the one annotated, as the shared scorer counts."""
    if group_of(LABELS[label]) != group_of(LABELS[gold.label]):
        return False
    if gold.source == gold.target and len(gold.source) > 1:
        return source | target == gold.source
    if LABELS[gold.label] in ("implication", "stance"):
        return _near(source, gold.source) and _near(target, gold.target)
    if (not gold.source or source == gold.source) and (not gold.target or target == gold.target):
        return True
    directed = ("tie:arms_supply", "tie:arms_dependence", "tie:economic_dependence", "tie:support")
    turned = LABELS[gold.label].startswith("tie:") and LABELS[gold.label] not in directed
    return turned and bool(gold.source and gold.target) and source | target == gold.source | gold.target


def _near(found: frozenset[str], wanted: frozenset[str]) -> bool:
    return not wanted or len(found & wanted) / len(found | wanted) >= 0.5


def _plain(text: str) -> str:
    text = text.translate(str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "}))
    return " ".join(text.lower().split())


def _word(parsed: Parsed, trigger: str) -> int | None:
    """The head word of a trigger: the one the others hang on, a content word where there is one."""
    tokens = list(parsed.tokens)
    text, places = "", []
    for token in tokens:
        word = _plain(token.text)
        places.append((len(text), len(text) + len(word)))
        text += word + (" " if token.whitespace_ else "")
    wanted = _plain(trigger)
    start = text.find(wanted)
    if not wanted or start < 0:
        return None
    inside = [
        n
        for n, (a, b) in enumerate(places)
        if a < start + len(wanted) and b > start and tokens[n].text.strip("\"'.,;:-()")
    ]
    own = {tokens[n].i for n in inside}
    heads = [n for n in inside if tokens[n].head.i not in own or tokens[n].head.i == tokens[n].i]
    full = [n for n in (*heads, *inside) if _is_full(tokens[n])]
    return next(iter([*full, *heads]), None)


def _is_full(token: Token) -> bool:
    return token.pos_ in ("VERB", "NOUN", "ADJ", "PROPN") and token.lower_ not in ("be", "been", "has", "have", "had")
