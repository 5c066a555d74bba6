"""How well relations of re3d are read with given entities: FightingAgainst, CommWith and AlliesOf in texts about a war.

Run from the project's root:

    python benchmarks/relations3d.py            F1 by relation and overall, beside two baselines
    python benchmarks/relations3d.py --show     with the pairs that were missed, and those said too much

Every second document (`held`, by the hash of its name) is only counted, never shown.

The protocol: all entities of a document that the annotators were sure of (confidence from 0.5 up) are given, with no
word on which belong together. Nothing is fitted to the labels, but frames and the mapping below were mended after a
look at these errors: new texts will be read less well. Relations have no direction, a pair may have
several, and those counted have a confidence from 0.5 up, over the four parts of the set. Two questions are asked:

    open     which of all pairs in one sentence are in which relation. The set marks a relation in one sentence and
             leaves the same out in the next, so that some of what is "too much" here is right (not counted).
    typed    of the pairs that the set relates in any of its eleven ways, which are in one of the three, and in which.

The baselines: every pair of persons and organisations in a sentence fights; and a list of words for each relation, one
of which must stand between the two. The texts are re3d's (Defence Science and Technology Laboratory; licences by part).
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from westphalia.reading.among import Between, Marked, among
from westphalia.reading.reading import Parsed
from westphalia.records import Span, content_id

SHARED = Path(os.environ.get("WESTPHALIA_SHARED") or Path(__file__).parents[2] / "shared")
RELATIONS = ("FightingAgainst", "CommWith", "AlliesOf")
_SURE = 0.5
_TYPES = frozenset({"Person", "Organisation", "Location", "MilitaryPlatform", "Weapon", "Vehicle"})
_ACTORS = frozenset({"Person", "Organisation"})
_ARMS = frozenset({"MilitaryPlatform", "Weapon", "Vehicle"})
Pair = frozenset[Span]
Found = frozenset[tuple[str, Pair]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A document of the set: its text, the entities given with their types, the relations of the gold.

    `pairs` are the pairs that the set relates in any way.
    """

    name: str
    text: str
    entities: Mapping[Span, str]
    gold: Found
    pairs: frozenset[Pair]


def texts(folder: Path) -> Iterator[Text]:
    """The documents of the set's four parts."""
    for part in sorted(p.parent for p in folder.glob("*/documents.json")):
        entities, relations = _lines(part / "entities.json"), _lines(part / "relations.json")
        for document in _lines(part / "documents.json"):
            own = [r for r in relations if r["documentId"] == document["_id"] and r["confidence"] >= _SURE]
            gold = frozenset((r["type"], _pair(r)) for r in own if r["type"] in RELATIONS)
            given = {
                Span(start=e["begin"], end=e["end"]): e["type"]
                for e in entities
                if e["documentId"] == document["_id"] and e["confidence"] >= _SURE and e["type"] in _TYPES
            }
            pairs = frozenset(_pair(r) for r in own)
            yield Text(name=document["_id"], text=document["text"], entities=given, gold=gold, pairs=pairs)


def held(document: Text) -> bool:
    """Whether a document is set aside: counted, never shown."""
    return int(content_id("n", document.name)[2:], 16) % 2 == 0


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8-sig").splitlines() if line.strip()]


def _pair(relation: Mapping[str, Any]) -> Pair:
    return frozenset(Span(start=relation[f"{end}Begin"], end=relation[f"{end}End"]) for end in ("source", "target"))


_FOUGHT = frozenset({"ASSAULT", "war"})
_TALKED = frozenset({"CONSULT", "REQUEST"})
_FACE = frozenset({"thank", "congratulate", "compliment", "praise", "urge", "tell", "inform"})
_MET = frozenset({"agree", "consult", "meet", "talk", "discuss"})
_ALLIED = frozenset({"alliance", "military_cooperation", "support"})
_HELPED = frozenset({"AID", "COOPERATE", "SUPPORT"})
_HELP = frozenset(
    {"support", "assist", "help", "back", "aid", "reinforce", "fight", "defend", "backing", "assistance", "intervene"}
)
_NO_FOE = {"use": _ARMS, "deliver": _ARMS} | {w: {"Location"} for w in ("liberate", "free", "retake", "recapture")}
_SHOT = frozenset({"fire", "shoot", "launch", "throw", "lob"})
_AT = re.compile(r"\b(in|near|at|around|across|throughout|over|inside) (the )?$", re.IGNORECASE)


def related(document: Text, between: Between) -> Iterator[tuple[str, Pair]]:
    """The relations of the three that an event, a tie or a stance stands for, with the two entities of each.

    Force used is fighting, and so is a war; talks, visits, and what is said to somebody's face are communication; an
    alliance, and help to those who fight, is standing on one side. Who fights is no place, who is fought may be one,
    unless it only says where; talks and alliances are between persons and organisations.
    """
    draft = between.draft
    lemma = draft.token.lemma_.lower()
    ends = [(one, other) for one in between.source for other in between.target]
    if lemma == "agree" and len(between.source) > 1:
        ends = list(combinations(between.source, 2))
    elif draft.source == draft.target and draft.token.pos_ == "VERB":  # "Ban and Kerry met Lavrov"
        ends = _across(between, draft.trigger.start) or ends
    for one, other in ends:
        if one.meets(other) or draft.polarity == "-":
            continue
        types = {document.entities[one], document.entities[other]}
        if draft.relation in _FOUGHT:
            where = lemma not in _SHOT and _AT.search(document.text[max(0, other.start - 20) : other.start])
            if document.entities[other] in _NO_FOE.get(lemma, ()):
                continue
            if document.entities[one] != "Location" and not (document.entities[other] == "Location" and where):
                yield "FightingAgainst", frozenset((one, other))
        elif types <= _ACTORS and (draft.relation in _TALKED or lemma in _FACE | _MET):
            yield "CommWith", frozenset((one, other))
        elif types <= _ACTORS and (draft.relation in _ALLIED or (draft.relation in _HELPED and lemma in _HELP)):
            yield "AlliesOf", frozenset((one, other))


def _across(between: Between, verb: int) -> list[tuple[Span, Span]]:
    """The pairs of one named before the verb and one behind it."""
    left = [s for s in between.source if s.end <= verb]
    return [(one, other) for one in left for other in between.source if other.start > verb]


def _beside(said: Found) -> Iterator[tuple[str, Pair]]:
    """Who stands on the side of one who fights, in one sentence, fights the same."""
    fights = [pair for relation, pair in said if relation == "FightingAgainst"]
    for one, other in (tuple(pair) for relation, pair in said if relation == "AlliesOf"):
        for helped, helper in ((one, other), (other, one)):
            for fight in fights:
                if helper in fight and helped not in fight:
                    yield "FightingAgainst", frozenset({helped, *fight - {helper}})


def read(documents: Sequence[Text]) -> tuple[list[Found], list[list[Parsed]]]:
    """What is read in each document, and the sentences of each."""
    found, sentences = [], []
    marked = (Marked(d.text, list(d.entities)) for d in documents)
    for document, (reading, between) in zip(documents, among(marked), strict=True):
        said = frozenset(pair for each in between for pair in related(document, each))
        found.append(said | frozenset(_beside(said)))
        sentences.append(list(reading.parsed))
    return found, sentences


_WORDS = {
    "FightingAgainst": re.compile(r"attack|strik|str.?ck|fight|fought|defeat|destroy|kill|against|captur|bomb|war\b"),
    "CommWith": re.compile(r"\bmet\b|meet|talk|told|spoke|visit|discuss|thank|urge|consult|ask"),
    "AlliesOf": re.compile(r"support|\baid|assist|all(y|ies|ied)|partner|help|together"),
}


def every_pair(document: Text, sentences: Sequence[Parsed]) -> Found:
    """Baseline: all persons and organisations of a sentence fight each other."""
    return frozenset(("FightingAgainst", frozenset(pair)) for pair in _actors(document, sentences))


def by_words(document: Text, sentences: Sequence[Parsed]) -> Found:
    """Baseline: the relations that have a word between the two."""
    between = {
        pair: document.text[min(s.end for s in pair) : max(s.start for s in pair)].lower()
        for pair in _actors(document, sentences)
    }
    return frozenset((r, frozenset(p)) for p, text in between.items() for r, w in _WORDS.items() if w.search(text))


def _actors(document: Text, sentences: Sequence[Parsed]) -> Iterator[tuple[Span, Span]]:
    for parsed in sentences:
        own = [s for s, kind in document.entities.items() if kind in _ACTORS and parsed.sentence.span.holds(s)]
        yield from ((one, other) for one, other in combinations(own, 2) if not one.meets(other))


def figures(documents: Sequence[Text], found: Sequence[Found], relation: str = "") -> tuple[float, float, float]:
    """Precision, recall and F1 of one relation, or of the three together."""
    gold = {(d.name, *pair) for d in documents for pair in d.gold if relation in ("", pair[0])}
    said = {
        (d.name, *pair) for d, own in zip(documents, found, strict=True) for pair in own if relation in ("", pair[0])
    }
    hit = len(gold & said)
    return hit / (len(said) or 1), hit / (len(gold) or 1), 2 * hit / (len(said) + len(gold) or 1)


def typed(documents: Sequence[Text], found: Sequence[Found]) -> list[Found]:
    """What was found of the pairs that the set relates in any way."""
    return [frozenset(f for f in own if f[1] in d.pairs) for d, own in zip(documents, found, strict=True)]


def main() -> int:
    """Reads, compares, prints."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--show", action="store_true", help="list what was missed and what was said too much")
    asked = ask.parse_args()
    documents = list(texts(SHARED / "data" / "re3d"))
    began = time.perf_counter()
    found, sentences = read(documents)
    took = time.perf_counter() - began
    print(f"{len(documents)} documents, {sum(len(d.gold) for d in documents)} relations; read in {took:.1f} s")
    others = [
        (name, [baseline(d, s) for d, s in zip(documents, sentences, strict=True)])
        for name, baseline in (("every pair", every_pair), ("words", by_words))
    ]
    for name, answers in (("frames", found), *others):
        for question, said in (("open", answers), ("typed", typed(documents, answers))):
            print(f"{name:11} {question:6} P {{:.3f}} R {{:.3f}} F1 {{:.3f}}".format(*figures(documents, said)))
            for relation in RELATIONS if name == "frames" else ():
                print(f"  {relation:16} P {{:.2f}} R {{:.2f}} F1 {{:.2f}}".format(*figures(documents, said, relation)))
    for name, aside in (("shown", False), ("held", True)):
        part = [(d, own) for d, own in zip(documents, found, strict=True) if held(d) == aside]
        some, said = [d for d, _ in part], [own for _, own in part]
        for question, answers in (("open", said), ("typed", typed(some, said))):
            print(f"frames {name:5} {question:5} P {{:.3f}} R {{:.3f}} F1 {{:.3f}}".format(*figures(some, answers)))
    if asked.show:
        for document, own in zip(documents, found, strict=True):
            if not held(document):
                _show(document, own)
    return 0


def _show(document: Text, found: Found) -> None:
    for word, pairs in (("missed", document.gold - found), ("too much", found - document.gold)):
        for relation, pair in sorted(pairs, key=lambda p: min(s.start for s in p[1])):
            start, end = min(s.start for s in pair), max(s.end for s in pair)
            names = " -- ".join(s.of(document.text) for s in sorted(pair, key=lambda s: s.start))
            context = document.text[max(0, start - 40) : end + 40].replace("\n", " ")
            print(f"{word} {relation}: {names} | {context}")


if __name__ == "__main__":
    sys.exit(main())
