"""How often the reader finds a relation where there is none: `training/nothing.tsv`, each sentence a document.

Run from the project's root:

    python benchmarks/nothing.py           shares of sentences with a false statement, by kind and by topic
    python benchmarks/nothing.py --show    with the false statements of the development part, each with its rule
    python benchmarks/nothing.py training/everyday.tsv     the same of other sentences, of which none is set aside

About a third of the sentences (`held`, by their hash) are set aside: they are counted and never shown, so that their
figure says how the reader does on sentences that its tables were not fitted to.

The baseline is the crudest of coders: an event wherever two states and a verb of the event table stand in a sentence.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import get_args

from spacy.tokens import Token

from westphalia.ontology.actors import atlas
from westphalia.reading import READER, Voices
from westphalia.reading.frame_tables import load
from westphalia.reading.pipeline import annotate
from westphalia.reading.reading import Reading
from westphalia.records import Document, Statement, content_id

FILE = Path(__file__).parents[1] / "training" / "nothing.tsv"
_BATCH = 64
_NAMES = frozenset({"name", "demonym", "people", "capital", "metonym", "person", "surname", "organ", "group"})


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence that tells of no relation, and what it is about."""

    text: str
    topic: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was read in a sentence: `statements`, all false; `states` named; `baseline`: whether that codes an event."""

    row: Row
    reading: Reading
    states: frozenset[str]
    baseline: bool

    @property
    def held(self) -> bool:
        """Whether the sentence is set aside."""
        return held(self.row.text)

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The false statements."""
        return self.reading.statements


def rows(path: Path = FILE) -> Iterator[Row]:
    """The lines of the file. Raises ValueError for one that has not two columns."""
    lines = (line for line in path.read_text(encoding="utf8").splitlines() if line and not line.startswith("#"))
    if next(lines, "") != "text\ttopic":
        raise ValueError(f"{path}: the columns are text and topic")
    for line in lines:
        text, topic = line.split("\t")
        yield Row(text, topic)


def held(text: str) -> bool:
    """Whether a sentence is set aside: every third, by the hash of its text, so that none moves when others come."""
    return int(content_id("n", text)[2:], 16) % 3 == 0


def names_actor(text: str) -> bool:
    """Whether a state, a capital, a nationality, a leader or an organisation is named, as the gazetteer sees it.

    >>> names_actor("A cold front will reach Japan"), names_actor("A cold front will reach the coast")
    (True, False)
    """
    return any(match.kind in _NAMES for match in atlas().scan(text))


def states(text: str) -> frozenset[str]:
    """The codes of all states named, whatever they are doing there."""
    return frozenset(code for match in atlas().scan(text) for key in match.keys for code in atlas().codes(key))


def event_verbs() -> dict[str, tuple[tuple[str, ...], ...]]:
    """The verbs of the event table by lemma, with the other parts that some of them ask for."""
    frames = (f for found in load("events").frames.values() for f in found if f.pos == "v" and f.relation != "-")
    verbs: dict[str, set[tuple[str, ...]]] = {}
    for frame in frames:
        verbs.setdefault(frame.lemma, set()).add(frame.parts)
    return {lemma: tuple(parts) for lemma, parts in verbs.items()}


def crude(tokens: Iterable[Token], named: frozenset[str], verbs: dict[str, tuple[tuple[str, ...], ...]]) -> bool:
    """The baseline: two states and a verb of the table."""
    if len(named) < 2:
        return False
    lemmas = {(t.lemma_.lower(), t.pos_) for t in tokens}
    words = {word for word, _ in lemmas}
    said = {word for word, pos in lemmas if pos == "VERB"}
    return any(words.issuperset(parts) for lemma in said & verbs.keys() for parts in verbs[lemma])


def outcomes(sentences: Iterable[Row], reader: Voices = READER) -> Iterator[Outcome]:
    """Reads each sentence as a document of its own, without a date, as `pipeline.read_many` would."""
    verbs, stream = event_verbs(), iter(sentences)
    while batch := list(islice(stream, _BATCH)):
        documents = [Document(id=Document.id_of(r.text, None, None, None), name=r.topic, text=r.text) for r in batch]
        opened = [Reading(document=d) for d in documents]
        for row, reading in zip(batch, annotate(opened, reader=reader), strict=True):
            named = states(row.text)
            tokens = [t for parsed in reading.parsed for t in parsed.tokens]
            yield Outcome(row, reading, named, crude(tokens, named, verbs))


def share(found: Iterable[Outcome]) -> float:
    """The share of sentences in which anything was read."""
    read = [bool(o.statements) for o in found]
    return sum(read) / len(read)


def ends(reading: Reading, mentions: Iterable[str]) -> str:
    """The actors at an end of a statement."""
    who = {j.mention_id: j.actor_id for j in reading.judgements}
    return "+".join(sorted(who.get(m, "?") for m in mentions)) or "-"


def complete(statement: Statement) -> bool:
    """Whether it has two ends: what a dyadic record would keep."""
    return bool(statement.source and statement.target)


def show(found: Iterable[Outcome]) -> None:
    """The false statements with their rules, and the rules most often wrong."""
    rules: Counter[str] = Counter()
    for outcome in found:
        for s in outcome.statements:
            rules[s.basis.method] += 1
            trigger = s.trigger.of(outcome.row.text)
            dyad = f"{ends(outcome.reading, s.source)} > {ends(outcome.reading, s.target)}"
            print(f"{outcome.row.topic}: {outcome.row.text}")
            print(f"    {s.kind} {s.relation} {dyad} | {trigger} | {s.basis.method} {s.basis.score:.2f} {s.basis.why}")
    print("rules:", rules.most_common(30))


def report(name: str, found: list[Outcome]) -> None:
    """The figures of a part: all, by kind of statement, by topic."""
    count = len(found)
    named = sum(names_actor(o.row.text) for o in found)
    both = sum(any(map(complete, o.statements)) for o in found)
    two = sum(len(o.states) > 1 for o in found)
    print(f"{name}: {count} sentences, {named / count:.1%} name an actor, {two} two states")
    print(
        f"  with a statement {share(found):.1%}  with one of both ends {both / count:.1%}  "
        f"baseline {sum(o.baseline for o in found) / count:.1%}"
    )
    kinds = Counter(kind for o in found for kind in {s.kind for s in o.statements})
    print("  by kind: ", "  ".join(f"{kind} {n / count:.1%}" for kind, n in kinds.most_common()))
    topics: dict[str, list[Outcome]] = {}
    for outcome in found:
        topics.setdefault(outcome.row.topic, []).append(outcome)
    wrong = (f"{topic} {sum(bool(o.statements) for o in part)}/{len(part)}" for topic, part in topics.items())
    print("  by topic:", "  ".join(wrong))


def main() -> int:
    """Reads and prints."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("file", nargs="?", type=Path, default=FILE, help="the sentences, with the columns text and topic")
    ask.add_argument("--show", action="store_true", help="list the false statements")
    ask.add_argument("--reader", choices=get_args(Voices), default=READER, help="who reads")
    asked = ask.parse_args()
    began = time.perf_counter()
    found = list(outcomes(rows(asked.file), asked.reader))
    report("all", found)
    seen = found
    if asked.file.samefile(FILE):
        seen = [o for o in found if not o.held]
        report("dev", seen)
        report("held", [o for o in found if o.held])
    unread = sum(not o.reading.parsed for o in found)
    print(f"read in {time.perf_counter() - began:.0f} s; {unread} sentences taken for no text")
    if asked.show:
        show(seen)
    return 0


if __name__ == "__main__":
    sys.exit(main())
