"""Time and memory of linking by the number of statements: `python -m benchmarks.linking scale --statements 100000`.

The statements are made from a seed: dyads of 60 states, publishers and words fall off as in Zipf's law; a happening is
on a day of five years and told by two or three reports on the average, one in five a wire copy; four in ten do not tell
the day, one in ten is a reminder up to two years later. A report is a document with up to five statements. The period
is the same at every size, so that more statements are a denser record, which is the harder case.

Each size runs in a process of its own. CPU seconds are told beside wall time: a busy machine changes them less.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from westphalia.linking import link

FIRST, DAYS = date(2019, 1, 1), 5 * 365
ACTORS = 60
DEEDS = {
    "CONSULT": "met visited talks", "ACCUSE": "accused blamed", "SUPPORT": "backed signed", "AGREE": "agreed pledged",
    "ASSAULT": "struck shelled attacked", "AID": "aided supplied", "SANCTION": "sanctioned", "REJECT": "rejected",
    "THREATEN": "threatened warned", "MOBILIZE": "deployed drills", "COOPERATE": "cooperated", "REQUEST": "asked",
}  # fmt: skip
TIES = ("alliance", "partnership", "arms_supply", "economic", "military_cooperation")
STANCES = ("wants", "rejects", "concerned")


class Newsroom:
    """Draws what happens and how it is reported, always the same from one seed."""

    def __init__(self, seed: int) -> None:
        self.draw = np.random.default_rng(seed)
        syllables = [a + b for a in "bdfgklmnprstv" for b in "aeiou"]
        self.words = ["".join(self.draw.choice(syllables, self.draw.integers(2, 5))) for _ in range(30_000)]
        self.codes = [f"{a}{b}X" for a in "ABCDEFGH" for b in "ABCDEFGH"][:ACTORS]

    def rank(self, size: int) -> int:
        """A number below `size`, the lower the likelier (close to 1 / rank)."""
        return int(size ** self.draw.random()) - 1

    def sentence(self, beginning: str) -> str:
        """A sentence of some twenty words."""
        return f"{beginning} {' '.join(self.words[self.rank(len(self.words))] for _ in range(14))}."

    def deed(self) -> dict[str, Any]:
        """A happening or standing relation: what its reports agree on."""
        kind = "event" if self.draw.random() < 0.7 else str(self.draw.choice(["tie", "stance"]))
        names = {"event": tuple(DEEDS), "tie": TIES, "stance": STANCES}[kind]
        one, other = self.rank(ACTORS), self.rank(ACTORS - 1)
        ends = self.codes[one], self.codes[other + (other >= one)]
        relation = names[self.rank(len(names))]
        mutual = relation in ("AGREE", "COOPERATE") or kind == "tie"
        return {
            "kind": kind,
            "relation": relation,
            "source": sorted(ends) if mutual else [ends[0]],
            "target": sorted(ends) if mutual else [ends[1]],
            "day": FIRST + timedelta(days=int(self.draw.integers(DAYS))),
            "place": self.words[self.rank(500)].title() if self.draw.random() < 0.3 else None,
            "wire": self.sentence(f"{ends[0]} said that it"),
        }

    def report(self, deed: dict[str, Any]) -> dict[str, Any]:
        """One statement of a deed, as a line of `View.statements()` without its document."""
        triggers = DEEDS.get(deed["relation"], deed["relation"]).split()
        trigger = triggers[self.rank(len(triggers))]
        told, late = self.draw.random() < 0.6, self.draw.random() < 0.1
        copy = self.draw.random() < 0.2
        beginning = f"{deed['source'][0]} {trigger} {deed['target'][-1]}" + f" in {deed['place']}" * bool(deed["place"])
        return {
            **{name: deed[name] for name in ("kind", "relation", "source", "target", "place")},
            "trigger": "said" if copy else trigger,
            "sentence": deed["wire"] if copy else self.sentence(beginning),
            "when_start": deed["day"] if told else None,
            "when_end": deed["day"] if told else None,
            "published": deed["day"] + timedelta(days=int(self.draw.integers(30, 700) if late else self.rank(8))),
            "publisher": self.rank(40),
            "background": late,
            "modality": str(
                self.draw.choice(["asserted", "reported", "possible", "forecast"], p=[0.6, 0.3, 0.05, 0.05])
            ),
            "polarity": "-" if self.draw.random() < 0.05 else "+",
        }

    def statements(self, count: int) -> Iterator[dict[str, Any]]:
        """As many statements, in documents: what one publisher tells on one day, by fives."""
        lines: list[dict[str, Any]] = []
        while len(lines) < count:
            deed = self.deed()
            lines += [self.report(deed) for _ in range(int(self.draw.geometric(0.4)))]
        documents: dict[tuple[date, int], int] = {}
        for number, line in enumerate(lines[:count]):
            place = (line.pop("published"), line.pop("publisher"))
            documents[place] = documents.get(place, -1) + 1
            document = f"{place[0]} {place[1]} {documents[place] // 5}"
            yield line | {
                "id": f"r-{number}",
                "sentence_id": f"s-{number}",
                "document_id": document,
                "segment": 0,
                "sentence_start": 200 * (documents[place] % 5),
                "source_actors": line["source"],
                "target_actors": line["target"],
                "mode": None,
                "method": "",
                "attribution_kind": "actor" if line["modality"] == "reported" else "author",
                "attributed_to": line["source"][:1] if line["modality"] == "reported" else [],
                "attribution_text": "",
                "publisher": f"Paper {place[1]}",
                "published_start": place[0],
                "published_end": place[0],
            }


def measure(count: int) -> dict[str, float]:
    """Link `count` statements: seconds, and MiB at the peak above what the table and the program had taken before."""
    table = pa.Table.from_pylist(list(Newsroom(4).statements(count)))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    wall, cpu = time.perf_counter(), time.process_time()
    links = link(table)
    return {
        "wall_s": time.perf_counter() - wall,
        "cpu_s": time.process_time() - cpu,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "before_mib": before / 1024,
        "events": len(links.events),
    }


def scale(count: int) -> None:
    """Print the figures of a tenth of `count` statements and of all, and their ratio."""
    found = []
    for size in (count // 10, count):
        ran = subprocess.run(
            [sys.executable, "-m", "benchmarks.linking_scale", str(size)], check=True, stdout=subprocess.PIPE
        )
        figures = json.loads(ran.stdout)
        found.append(figures)
        print(
            f"{size:>9,} statements: {figures['cpu_s']:.1f} s CPU, {figures['wall_s']:.1f} s wall, peak "
            f"{figures['peak_mib']:.0f} MiB ({figures['before_mib']:.0f} before linking), {figures['events']:,} events"
        )
    print(f"ratio to a tenth: {found[1]['cpu_s'] / found[0]['cpu_s']:.1f} in CPU time")


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
