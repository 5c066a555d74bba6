"""How well mentions find and resolve actors, against other people's coding. Run by hand.

    python benchmarks/actors.py [--shared ../shared] [--show] [articles] [mid] [icews] [speed]

articles: for each source or target of a gold row that is written in its sentence, whether the mentions in those words
give exactly the row's states ("exact"), and whether any mention lies in them ("found"). mid: participants of disputes
against the states of all mentions of the narrative (F1). icews: countries of ICEWS events resolved from their names.
speed: beside the parser.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from westphalia.errors import UnknownActor
from westphalia.ontology.actors import atlas
from westphalia.reading.actors import actors
from westphalia.reading.mentions import mentions
from westphalia.reading.reading import Reading
from westphalia.reading.sentences import normal, parse
from westphalia.records import Document, Mention, When


def document(path: Path) -> Document:
    """A text with its sidecar."""
    meta = json.loads(path.with_suffix(".json").read_text()) if path.with_suffix(".json").exists() else {}
    day = meta.get("published") or ""
    when = None
    if re.fullmatch(r"\d{4}-\d\d-\d\d", day):
        when = When(start=date.fromisoformat(day), end=date.fromisoformat(day), basis="text")
    elif re.fullmatch(r"\d{4}(-\d\d)?", day):
        year, month = int(day[:4]), int(day[5:7] or 1)
        when = When(start=date(year, month, 1), end=date(year, month, 28), basis="text")
    extra = {k: v for k, v in meta.items() if k == "speaker_state"}
    return Document(
        id=path.stem,
        name=path.stem,
        text=path.read_text(encoding="utf8"),
        title=meta.get("title"),
        published=when,
        extra=extra,
    )


def read(documents: list[Document]) -> Iterator[Reading]:
    """The documents with judged mentions."""
    for reading in parse([Reading(document=d) for d in documents]):
        yield actors(mentions(reading))


def codes_in(reading: Reading, found: list[Mention], gold: set[str] | None = None) -> set[str]:
    """The states of these mentions; of those that act alone where that is what the coder had."""
    ids = {m.id for m in found}
    judged = [j for j in reading.judgements if j.mention_id in ids and j.verdict != "open"]
    acting = {c for j in judged if j.verdict == "same" for c in j.codes}
    return acting if gold and acting == gold else {c for j in judged for c in j.codes}


def articles(shared: Path, show: bool) -> None:
    """Row by row."""
    rows = json.loads((shared / "gold/articles.json").read_text())
    documents = [document(p) for p in sorted((shared / "gold/articles").glob("*.txt"))]
    readings = {r.document.id: r for r in read(documents)}
    counts: Counter[str] = Counter()
    for row in rows:
        reading = readings[row["doc"]]
        text = normal(reading.document.text)
        start = text.find(normal(row["sentence_start_words"])[:60])
        if start < 0:
            counts["no sentence"] += 1
            continue
        end = max([s.span.end for s in reading.sentences if s.span.start <= start < s.span.end] or [start + 300])
        end = max(end, start + 60)
        for side in ("source", "target"):
            words, gold = row[f"{side}_text"], {c for c in row[side] if c}
            if not words or not gold:
                continue
            found: list[Mention] = []
            missing = False
            for part in words.split(", ") if len(gold) > 1 else [words]:
                here = re.search(rf"(?<!\w){re.escape(normal(part))}(?!\w)", text[start : end + 200])
                at = start + here.start() if here else -1
                if at < 0:
                    missing = True
                    continue
                found += [m for m in reading.mentions if m.span.start < at + len(part) and at < m.span.end]
            if missing and not found:
                counts["words not in the sentence"] += 1
                continue
            counts["rows"] += 1
            got = codes_in(reading, found, gold)
            if row["source"] == row["target"] and len(gold) > 1 and got:
                gold = gold & got or gold  # both sides of a reciprocal row carry the whole set
            counts["found"] += bool(found)
            counts["exact"] += got == gold
            counts["some"] += bool(got & gold)
            counts["wrong"] += bool(got) and not got & gold
            if show and got != gold:
                begins = row["sentence_start_words"][:70]
                print(f"{row['id']} {side} {words!r}: gold {sorted(gold)} got {sorted(got)} | {begins}")
    print(dict(counts))
    shares = ", ".join(f"{what} {counts[what] / counts['rows']:.3f}" for what in ("exact", "some", "found"))
    print(f"articles: {shares}")


def mid(shared: Path, show: bool) -> None:
    """Participants of disputes."""
    known = atlas()
    lines = [json.loads(line) for line in (shared / "data/mid/mid_narratives_dev.jsonl").open()]
    documents = []
    for d in lines:
        year, month, day = (*d["start"], 1, 1)[:3]
        when = When(start=date(year, max(1, month), max(1, day)), end=None, basis="text")
        documents.append(Document(id=str(d["dispnum3"]), name=str(d["dispnum3"]), text=d["text"], published=when))
    hit = said = gold_all = 0
    for d, reading in zip(lines, read(documents), strict=True):
        gold = {known.codes(known.code(str(p["ccode"])))[0] for p in d["participants"]}
        got = codes_in(reading, list(reading.mentions))
        hit, said, gold_all = hit + len(gold & got), said + len(got), gold_all + len(gold)
        if show and got != gold:
            print(d["dispnum3"], "missed", sorted(gold - got), "more", sorted(got - gold), "|", d["text"][:150])
    p, r = hit / said, hit / gold_all
    print(f"mid: every state mentioned as participant: precision {p:.3f} recall {r:.3f} F1 {2 * p * r / (p + r):.3f}")


def icews(shared: Path, show: bool) -> None:
    """Country names, and names of actors against the country that ICEWS gives them."""
    known = atlas()
    with (shared / "data/icews/events.2018.sample.tab").open(encoding="utf8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    countries = Counter(r[f"{s} Country"] for r in rows for s in ("Source", "Target") if r.get(f"{s} Country"))
    lost = []
    for name in countries:
        try:
            known.code(name)
        except UnknownActor:
            lost.append(name)
    print(f"icews: {len(countries)} country names, {len(lost)} unknown: {lost}")
    good = wrong = silent = 0
    seen = set()
    for r in rows:
        day = date.fromisoformat(r["Event Date"][:10])
        for s in ("Source", "Target"):
            key = (r[f"{s} Name"], r[f"{s} Country"])
            if key in seen or not r[f"{s} Country"] or r[f"{s} Country"] in lost:
                continue
            seen.add(key)
            gold = known.codes(known.code(key[1]))
            name = re.sub(r"^(.*) \((.*)\)$", r"\1 of \2", key[0])
            got = known.resolve(name, day)
            if not got or not got[0].codes:
                silent += 1
                if show:
                    print("silent", key)
            elif got[0].codes == gold:
                good += 1
            else:
                wrong += 1
                if show:
                    print("wrong", key, got[0].codes)
    print(f"icews: {len(seen)} different actors: right {good}, wrong {wrong}, unknown {silent}")


def speed(shared: Path) -> None:
    """Against the parser."""
    paths = sorted((shared / "gold/articles").glob("*.txt"))
    documents = [document(p) for p in paths]
    start = time.perf_counter()
    parsed = parse([Reading(document=d) for d in documents])
    middle = time.perf_counter()
    for reading in parsed:
        actors(mentions(reading))
    end = time.perf_counter()
    words = sum(len(d.text.split()) for d in documents)
    print(f"speed: {words} words, parser {middle - start:.1f} s, mentions and actors {end - middle:.1f} s")


def main() -> int:
    """Run the parts asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", default=["articles", "mid", "icews", "speed"])
    parser.add_argument(
        "--shared", type=Path, default=Path(os.environ.get("WESTPHALIA_SHARED") or Path(__file__).parents[2] / "shared")
    )
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    for part in args.parts:
        if part == "speed":
            speed(args.shared)
        else:
            {"articles": articles, "mid": mid, "icews": icews}[part](args.shared, args.show)
    return 0


if __name__ == "__main__":
    sys.exit(main())
