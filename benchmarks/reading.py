"""How well statements are read: the reader against the gold of the shared articles and seeds.

Run from the project's root:

    python benchmarks/reading.py                 figures for the development part, the part set aside, and the seeds
    python benchmarks/reading.py --show dev      with what was missed and what was wrong in the development part
    python benchmarks/reading.py --reader both   with the encoder reading too
    python benchmarks/reading.py --out FOLDER    keeps the statements as JSONL

The eight documents of `HELD` are set aside: they are scored and nobody looks at what is wrong in them, so that their
figure says how the reader does on documents that it was not fitted to. `--show` never shows them.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, get_args

from westphalia.evaluation.statements import Gold, Scores, load_gold, score
from westphalia.reading import READER, Voices
from westphalia.reading.pipeline import read_many
from westphalia.records import Attribution, DocumentRecords, Skip
from westphalia.sources import load

SHARED = Path(os.environ.get("WESTPHALIA_SHARED") or Path(__file__).parents[2] / "shared")
HELD = frozenset({"o07", "o08", "u09", "u10", "w17", "w18", "w19", "w20"})
_SHOWN = 90  # characters of a sentence


def rows(records: DocumentRecords) -> Iterator[dict[str, Any]]:
    """The statements of a document in the fields that the scorer reads."""
    codes: dict[str, set[str]] = defaultdict(set)
    for judgement in records.judgements:
        codes[judgement.mention_id] |= set(judgement.codes)
    sentences = {s.id: s.text for s in records.sentences}
    text = records.document.text

    def states(mentions: Iterable[str]) -> list[str]:
        return sorted({code for m in mentions for code in codes[m]})

    for statement in records.statements:
        when = statement.when
        yield {
            "document": records.document.name,
            "sentence": sentences[statement.sentence_id],
            "kind": statement.kind,
            "relation": statement.relation,
            "mode": statement.mode,
            "source": states(statement.source),
            "target": states(statement.target),
            "polarity": statement.polarity,
            "modality": statement.modality,
            "attributed_to": _attributed(statement.attribution, states(statement.attribution.speakers)),
            "when": when
            and {
                "start": when.start and when.start.isoformat(),
                "end": when.end and when.end.isoformat(),
                "basis": when.basis,
            },
            "trigger": statement.trigger.of(text),
            "method": statement.basis.method,
            "score": statement.basis.score,
        }


def _attributed(attribution: Attribution, actors: list[str]) -> dict[str, Any]:
    return {"kind": attribution.kind, "text": attribution.text, "actors": actors}


def read_folder(folder: Path, reader: Voices = READER) -> list[dict[str, Any]]:
    """The statements of all texts in a folder."""
    documents = [d for path in sorted(folder.glob("*.txt")) for d in load(path) if not isinstance(d, Skip)]
    return [
        row for records in read_many(documents, reader=reader) if not isinstance(records, Skip) for row in rows(records)
    ]


def report(name: str, scores: Scores) -> None:
    """One line of figures and one of the kinds."""
    found, strict = scores.found, scores.strict
    print(
        f"{name:9} found {found['f1']:.3f} (P {found['precision']:.3f} R {found['recall']:.3f})  "
        f"strict {strict['f1']:.3f} (P {strict['precision']:.3f} R {strict['recall']:.3f})  "
        f"statements {scores.statements}  rows {scores.rows}"
    )
    kinds = "  ".join(f"{k} {v['hit']}/{v['core']} of {v['produced']}" for k, v in scores.by_kind.items())
    shares = "  ".join(f"{k} {v:.3f}" for k, v in scores.of_matched.items())
    print(f"          {kinds}\n          {shares}  {dict(scores.errors)}")


def show(scores: Scores) -> None:
    """What was missed and what was wrong, side by side for each sentence."""
    lines: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in scores.misses:
        ends = f"{row['source_text']} -> {row['target_text']}" if "source_text" in row else ""
        lines[row["doc"], row["sentence_start_words"][:40]].append(
            f"  MISSED {row['event_or_tie']} {row['source']} > {row['target']} | {row.get('trigger', '')} | {ends}"
        )
    for row in scores.wrong:
        lines[Path(str(row["document"])).stem, row["sentence"][:40]].append(
            f"  WRONG  {row['kind'][:5]} {row['relation']} {row['source']} > {row['target']} | {row['trigger']}"
            f" | {row['method']} {row['modality']}{row['polarity']}"
        )
    for (document, words), told in sorted(lines.items()):
        print(f"{document} {words[:_SHOWN]}")
        print("\n".join(told))
    frames = Counter(row["method"] for row in scores.wrong)
    print("frames most often wrong:", frames.most_common(25))
    print("relations missed:", Counter(r["event_or_tie"].split("/")[0] for r in scores.misses).most_common(30))


def parts(gold: Gold) -> Iterator[tuple[str, Gold]]:
    """The development part of the articles and the part set aside."""
    yield "dev", gold.only(gold.documents - HELD)
    yield "held-out", gold.only(HELD)


def main() -> int:
    """Reads, scores, prints."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--show", choices=("dev", "seeds"), help="list errors of this part")
    ask.add_argument("--reader", choices=get_args(Voices), default=READER, help="who reads")
    ask.add_argument("--out", type=Path, help="folder for the statements as JSONL")
    asked = ask.parse_args()
    folders = {"articles": SHARED / "gold" / "articles", "seeds": SHARED / "seeds"}
    for name, folder in folders.items():
        began = time.perf_counter()
        said = read_folder(folder, asked.reader)
        took = time.perf_counter() - began
        texts = {path.stem: path.read_text(encoding="utf8") for path in folder.glob("*.txt")}
        gold = load_gold(SHARED / "gold" / f"{name}.json", SHARED / "gold" / f"{name}_meta.json")
        texts = {doc: text for stem, text in texts.items() for doc in gold.documents if doc in stem}
        if asked.out:
            asked.out.mkdir(parents=True, exist_ok=True)
            lines = (json.dumps(row, ensure_ascii=False) for row in said)
            (asked.out / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf8")
        print(f"{name}: {len(said)} statements in {took:.1f} s")
        for part, rows_of_part in parts(gold) if name == "articles" else [("seeds", gold)]:
            scores = score(rows_of_part, said, {d: t for d, t in texts.items() if d in rows_of_part.documents})
            report(part, scores)
            if asked.show == part:
                show(scores)
    return 0


if __name__ == "__main__":
    sys.exit(main())
