"""How well the voices are read: attribution, modality, polarity and dates, each on gold of others.

Run from the project's root: `python benchmarks/voices.py [gold|polnear|commitment|timelines] [--show] [--held]`.
The gold run places a draft on the trigger words of each row, so that it measures the voices alone, without the
relation stages.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from spacy.tokens import Doc, DocBin, Token

from westphalia.reading.attribution import attribution
from westphalia.reading.dates import dates
from westphalia.reading.modality import modality
from westphalia.reading.reading import Draft, Parsed, Reading
from westphalia.reading.sentences import cut, normal, parser
from westphalia.reading.speech import attributions
from westphalia.reading.times import times
from westphalia.records import Basis, Document, Judgement, Mention, Segment, Span, When

SHARED = Path(os.environ.get("WESTPHALIA_SHARED") or Path(__file__).parents[2] / "shared")
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "westphalia-benchmarks"
HELD = frozenset(["o07", "o08", "u09", "u10", "w17", "w18", "w19", "w20"])
SAME = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})


def scorer() -> Any:
    """The shared scorer, so that right and wrong are its own."""
    spec = importlib.util.spec_from_file_location("score_statements", SHARED / "tools" / "score_statements.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def parses(key: str, texts: list[str]) -> list[Doc]:
    """Parsed texts, kept on disk under a key: parsing is most of the time of these runs."""
    path = CACHE / f"{key}.spacy"
    if path.exists():
        kept = list(DocBin().from_disk(path).get_docs(parser().vocab))
        if [d.text for d in kept] == texts:
            return kept
    path.parent.mkdir(parents=True, exist_ok=True)
    made = list(parser().pipe(texts, batch_size=128))
    DocBin(docs=made).to_disk(path)
    return made


def when_of(published: str | None) -> When | None:
    """A publication date as the metadata write it: a day, a month or a year."""
    try:
        bounds = scorer().interval(published) if published else None
    except ValueError:  # a day that the month does not have: there are such metadata
        bounds = None
    return When(start=bounds[0], end=bounds[1], basis="text") if bounds else None


def reading_of(name: str, text: str, title: str | None = None, published: str | None = None) -> Reading:
    """A document cut and parsed as the reader does it, as one segment, without mentions or drafts."""
    document = Document(id=name, name=name, text=text, title=title, published=when_of(published))
    whole = Segment(index=0, span=Span(start=0, end=len(text)), title=title)
    reading = Reading(document=document, segments=(whole,))
    found = cut(reading)
    docs = parses(name, [normal(s.text) for s in found])
    parsed = tuple(Parsed(sentence=s, tokens=tuple(d), offset=s.span.start) for s, d in zip(found, docs, strict=True))
    return replace(reading, parsed=parsed)


def trigger_head(parsed: Parsed, span: Span) -> Token:
    """The word that a trigger phrase hangs by: its highest verb, else its highest token."""
    inside = [t for t in parsed.tokens if span.meets(parsed.span(t)) and not t.is_punct]
    tops = [t for t in inside if t.head == t or t.head not in inside]
    tops = [t for t in tops if t.dep_ not in ("aux", "auxpass", "neg", "prep", "det", "punct")] or tops or inside
    verbs = [t for t in tops if t.pos_ in ("VERB", "AUX")] or [t for t in tops if t.pos_ in ("NOUN", "PROPN", "ADJ")]
    top = (verbs or tops)[0]
    if top.pos_ == "AUX" or top.lemma_ in ("have", "begin", "make", "take", "put", "launch"):
        inner = [c for c in top.children if c in inside and c.dep_ in ("dobj", "attr", "acomp", "xcomp")]
        return inner[0] if inner and top.pos_ == "AUX" else top
    return top


def draft_of(reading: Reading, row: dict[str, Any]) -> Draft | None:
    """A draft on the row's trigger; None where the words are not found in the text."""
    flat = " ".join(row["sentence_start_words"].translate(SAME).split())
    pattern = r"\s+".join(re.escape(w) for w in flat.split())
    text = reading.document.text.translate(SAME)
    match = re.search(pattern, text)
    if match is None or not row.get("trigger"):
        return None
    trigger = r"\s+".join(re.escape(w) for w in row["trigger"].translate(SAME).split())
    near = re.compile(trigger).search(text, match.start(), match.start() + 900)
    if near is None:
        return None
    span = Span(start=near.start(), end=near.end())
    for parsed in reading.parsed:
        if parsed.sentence.span.meets(span):
            token = trigger_head(parsed, span)
            return Draft(
                parsed=parsed, token=token, kind=row["kind"], relation=row["event_or_tie"].split(":")[-1], trigger=span,
                source=(f"m-{row['id']}",), method="gold", score=1.0, why=row["id"],
            )  # fmt: skip
    return None


def with_mentions(reading: Reading, rows: list[dict[str, Any]]) -> Reading:
    """The actor words of the rows as mentions wherever they stand, so that a speaker can be told from others."""
    tool = scorer()
    basis = Basis(method="gold", score=1.0, why="")
    mentions, judgements = [], []
    known: dict[str, set[str]] = {}
    for row in rows:
        for side in ("source", "target"):
            codes, words_ = tool.codes(row[side]), (row.get(f"{side}_text") or "").translate(SAME)
            if len(codes) == 1 and len(words_) > 3:
                known[words_] = codes
        codes = tuple(sorted(tool.codes(row["source"])))
        judgements.append(Judgement(mention_id=f"m-{row['id']}", actor_id="", codes=codes, verdict="same", basis=basis))
    for parsed in reading.parsed:
        for words_, codes in known.items():
            at = parsed.text.find(words_)
            if at >= 0:
                name = f"m-{parsed.sentence.id}-{at}-{len(words_)}"
                span = Span(start=parsed.offset + at, end=parsed.offset + at + len(words_))
                mentions.append(Mention(id=name, sentence_id=parsed.sentence.id, span=span, text=words_, kind="name"))
                judgements.append(
                    Judgement(mention_id=name, actor_id="", codes=tuple(codes), verdict="same", basis=basis)
                )
    return replace(reading, mentions=tuple(mentions), judgements=tuple(judgements))


def exported(draft: Draft) -> dict[str, Any]:
    """The voices of a draft in the fields that the shared scorer reads."""
    when = draft.when
    return {
        "polarity": draft.polarity,
        "modality": draft.modality,
        "attributed_to": {"kind": draft.attribution.kind, "text": draft.attribution.text, "actors": []},
        "when": None if when is None else {
            "start": str(when.start) if when.start else None, "end": str(when.end) if when.end else None,
        },
    }  # fmt: skip


def gold_rows(held: bool) -> Iterator[tuple[Reading, list[dict[str, Any]]]]:
    """Documents of the shared articles with their rows: those read in development, or those held out."""
    rows = json.loads((SHARED / "gold" / "articles.json").read_text(encoding="utf8"))
    for doc in sorted({r["doc"] for r in rows}):
        if (doc in HELD) == held:
            text = (SHARED / "gold" / "articles" / f"{doc}.txt").read_text(encoding="utf8")
            meta = json.loads((SHARED / "gold" / "articles" / f"{doc}.json").read_text(encoding="utf8"))
            yield reading_of(doc, text, meta["title"], meta["published"]), [r for r in rows if r["doc"] == doc]


def polarity_right(tool: Any, coarse: dict[str, str], said: dict[str, Any], row: dict[str, Any]) -> tuple[bool, bool]:
    """Whether polarity and modality agree, by the scorer's rules (a denial may be told in two ways)."""

    def denial(modality: str, polarity: str) -> bool:
        return modality == "denied" or (modality == "reported" and polarity == "-")

    ok = {row["modality"], *(row.get("accept_modality") or [])}
    both = denial(said["modality"], said["polarity"]) and any(denial(m, row["polarity"]) for m in ok)
    mod = both or coarse.get(said["modality"], said["modality"]) in {coarse.get(m, m) for m in ok}
    pol = said["polarity"] == row["polarity"] or (
        said["modality"] == "denied" and denial(row["modality"], row["polarity"])
    ) or (row["modality"] == "denied" and denial(said["modality"], said["polarity"]))  # fmt: skip
    return pol, mod


def gold(held: bool, show: str) -> dict[str, Any]:
    """Shares of gold rows whose voices are right, given their trigger words."""
    tool = scorer()
    coarse = json.loads((SHARED / "gold" / "articles_meta.json").read_text())["how_to_score"]["coarse_modality"]
    right: Counter[str] = Counter()
    confusions: Counter[str] = Counter()
    total = invented = 0
    for reading, rows in gold_rows(held):
        pairs = [(draft_of(reading, row), row) for row in rows]
        kept = [(d, r) for d, r in pairs if d is not None]
        staged = times(with_mentions(replace(reading, drafts=tuple(d for d, _ in kept)), rows))
        staged = dates(attribution(modality(staged)))
        for draft, (_, row) in zip(staged.drafts, kept, strict=True):
            said = exported(draft)
            pol, mod = polarity_right(tool, coarse, said, row)
            marks = {
                "polarity": pol, "modality": mod, "attribution": tool.attribution_agrees(said, row),
                "date": bool(tool.date_agrees(said, row)),
            }  # fmt: skip
            total += 1
            invented += row["date"] is None and (said["when"] or {}).get("start") is not None
            for name, ok in marks.items():
                right[name] += ok
            confusions[confusion(row, said)] += sum(marks.values()) - marks["date"] < 3
            wrong = [name for name, ok in marks.items() if not ok and show in (name, "all")]
            if wrong and not held:
                report(draft, row, said, wrong)
    if show:
        print(json.dumps(confusions.most_common(30), indent=0))
    return {"rows": total, "invented": round(invented / total, 4)} | {k: round(v / total, 4) for k, v in right.items()}


def confusion(row: dict[str, Any], said: dict[str, Any]) -> str:
    """Gold's voice and ours, in short."""
    theirs = "author" if "author" in row["attributed_to"] else "other"
    ours = "author" if said["attributed_to"]["kind"] == "author" else "other"
    return f"{row['modality']}{row['polarity']} by {theirs} -> {said['modality']}{said['polarity']} by {ours}"


def report(draft: Draft, row: dict[str, Any], said: dict[str, Any], wrong: list[str]) -> None:
    """One wrong row in full."""
    print(
        f"{row['id']} {'/'.join(wrong)} [{row['event_or_tie']}] trigger: {row['trigger']!r} head: {draft.token.text!r}"
    )
    print(f"    {draft.parsed.sentence.text[:400]!r}")
    print(
        f"    gold {row['polarity']} {row['modality']} by {row['attributed_to']} on {row['date']} ({row['date_basis']})"
        f" | said {said['polarity']} {said['modality']} by {said['attributed_to']['kind']}"
        f" {said['attributed_to']['text']!r} on {draft.when}"
    )


def annotated(path: Path) -> list[tuple[tuple[Span, ...], ...]]:
    """(source, content, cue) spans of a PolNeAR annotation file (brat standoff)."""
    spans: dict[str, tuple[Span, ...]] = {}
    lines = path.read_text(encoding="utf8").splitlines()
    for line in lines:
        if re.match(r"T\d+\t", line):  # the text of a span may run on over lines
            name, where = line.split("\t")[:2]
            pairs = [p.split() for p in where.split(" ", 1)[1].split(";")]
            spans[name] = tuple(Span(start=int(a), end=int(b)) for a, b in pairs)
    found = []
    for line in lines:
        if re.match(r"E\d+\t", line):
            by: dict[str, tuple[Span, ...]] = {"Source": (), "Content": (), "Cue": ()}
            for role, name in (part.split(":") for part in line.split("\t")[1].split()):
                plain = re.sub(r"\d+$", "", role)
                if plain in by:
                    by[plain] += spans[name]
            if by["Content"]:
                found.append((by["Source"], by["Content"], by["Cue"]))
    return found


def polnear(part: str, limit: int | None, show: bool) -> dict[str, Any]:
    """F1 of attributions: contents share half of their tokens and the source's head is right.

    The head of an annotated source is its highest token by our parse; both sources empty agree. One to one, greedy
    by overlap. `strict` asks for half of the union of the tokens, `loose` for half of the annotated ones.
    """
    folder = SHARED / "data" / "polnear" / "data" / part
    files = sorted((folder / "attributions").glob("*.ann"))[:limit]
    counts: Counter[str] = Counter()
    for path in files:
        text = (folder / "text" / f"{path.stem.rsplit('_', 1)[0]}.txt").read_text(encoding="utf8")
        reading = reading_of(f"polnear-{path.stem}", text)
        tokens = [(p.span(t), t) for p in reading.parsed for t in p.tokens if not t.is_punct and not t.is_space]
        gold = [tuple(covered(tokens, part) for part in parts) for parts in annotated(path)]
        said = [
            (covered(tokens, (s.source,) if s.source else ()), covered(tokens, s.content), s)
            for s in attributions(reading.parsed, reading.document.text)
        ]
        counts["gold"] += len(gold)
        counts["said"] += len(said)
        for rule in ("strict", "loose"):
            used: set[int] = set()
            hit: set[int] = set()
            for i, (source, content, _) in enumerate(gold):
                ranked = sorted(
                    ((overlap(content, c, rule), j) for j, (_, c, _) in enumerate(said) if j not in used), reverse=True
                )
                for share, j in ranked[:4]:
                    counts[f"{rule} content"] += share >= 0.5 and i not in hit and j == ranked[0][1]
                    if share >= 0.5 and same_head(tokens, source, said[j][0]):
                        used.add(j)
                        hit.add(i)
                        break
            counts[rule] += len(hit)
            if show and rule == "strict":
                for i, (source, content, cue) in enumerate(gold):
                    if i not in hit:
                        print(
                            "MISSED",
                            f"[{words_of(tokens, cue)}]",
                            words_of(tokens, source)[:60],
                            "|",
                            words_of(tokens, content)[:150],
                        )
                for j, (source, content, speech) in enumerate(said):
                    counts[f"kind {speech.kind} {'right' if j in used else 'wrong'}"] += 1
                    if j not in used:
                        print(
                            "WRONG ",
                            speech.kind,
                            speech.word,
                            words_of(tokens, source)[:60],
                            "|",
                            words_of(tokens, content)[:150],
                        )
    if show:
        print({k: v for k, v in sorted(counts.items()) if k.startswith("kind")})
    return {"gold": counts["gold"], "said": counts["said"]} | {
        rule: {
            "precision": round(counts[rule] / counts["said"], 4), "recall": round(counts[rule] / counts["gold"], 4),
            "f1": round(2 * counts[rule] / (counts["said"] + counts["gold"]), 4),
            "content f1": round(2 * counts[f"{rule} content"] / (counts["said"] + counts["gold"]), 4),
        } for rule in ("strict", "loose")
    }  # fmt: skip


def covered(tokens: list[tuple[Span, Token]], spans: tuple[Span, ...]) -> frozenset[int]:
    """The indices of the tokens within some spans."""
    return frozenset(i for i, (span, _) in enumerate(tokens) if any(s.meets(span) for s in spans))


def overlap(gold: frozenset[int], said: frozenset[int], rule: str) -> float:
    """Shared tokens as a share of the union, or of the annotated ones."""
    whole = len(gold | said) if rule == "strict" else len(gold)
    return len(gold & said) / whole if whole else 0.0


def same_head(tokens: list[tuple[Span, Token]], gold: frozenset[int], said: frozenset[int]) -> bool:
    """Whether the highest token of the annotated source is in the source found and is its highest token too."""
    return (not gold and not said) or (bool(gold and said) and top_of(tokens, gold) == top_of(tokens, said))


def top_of(tokens: list[tuple[Span, Token]], inside: frozenset[int]) -> int:
    """The index of the token of a phrase that has no head within it."""
    words_ = {tokens[i][1]: i for i in sorted(inside)}
    return next((i for t, i in words_.items() if t.head == t or t.head not in words_), min(inside))


def words_of(tokens: list[tuple[Span, Token]], inside: frozenset[int]) -> str:
    """The words at some indices."""
    return " ".join(tokens[i][1].text for i in sorted(inside))


def timelines(show: bool) -> dict[str, Any]:
    """Dates of events in news (SemEval 2015 task 4): how many are given, and how many of those given hold.

    The gold dates events by the whole story, not by their sentence, so that half of them are out of reach here. A
    date is right when it lies within the gold's day, month or year, or the gold's within it.
    """
    tool = scorer()
    counts: Counter[str] = Counter()
    for corpus in sorted((SHARED / "data" / "timelines" / "SemEval_Task4_data").glob("corpus_*")):
        gold: dict[tuple[str, int, str], set[str]] = {}
        for path in sorted((corpus / "TimeLines_Gold_Standard").glob("*.txt")):
            for line in path.read_text(encoding="utf8").splitlines()[1:]:
                cells = line.split("\t")
                for event in cells[2:]:
                    if event.count("-") >= 2:
                        doc, at, word = event.split("-", 2)
                        gold.setdefault((doc, int(at), word.strip()), set()).add(cells[1])
        for path in sorted((corpus / "corpus_trackB_TimeML").glob("*.tml")):
            score_timeline(path, gold, tool, counts, show)
    dated, given, right = counts["dated"], counts["given"], counts["right"]
    return dict(counts) | {"precision": round(right / max(given, 1), 4), "recall": round(right / max(dated, 1), 4)}


def score_timeline(
    path: Path, gold: dict[tuple[str, int, str], set[str]], tool: Any, counts: Counter[str], show: bool
) -> None:
    """The events of one document of the timelines."""
    root = ElementTree.parse(path).getroot()
    name, published = root.findtext("DOCID") or "", root.find("DCT/TIMEX3")
    lines = ["".join(s.itertext()) for s in root.iter("s")]
    tidy = [re.sub(r" (?=[,.;:!?)%]|'s\b|n't)|(?<=[($]) ", "", line) for line in lines]
    reading = reading_of(
        f"timelines-{path.stem}", "\n\n".join(tidy), None, None if published is None else published.get("value")
    )
    starts, at = [], 0
    for line in tidy:
        starts.append(at)
        at += len(line) + 2
    drafts, keys = [], []
    for (doc, index, word), values in gold.items():
        if doc != name or index >= len(tidy) or not (match := re.search(rf"\b{re.escape(word)}\b", tidy[index])):
            continue
        span = Span(start=starts[index] + match.start(), end=starts[index] + match.end())
        for parsed in (p for p in reading.parsed if p.sentence.span.meets(span)):
            token = next(t for t in parsed.tokens if parsed.span(t).meets(span))
            drafts.append(Draft(
                parsed=parsed, token=token, kind="event", relation="", trigger=span, method="", score=1.0, why=""
            ))  # fmt: skip
            keys.append(values)
    for draft, values in zip(dates(times(replace(reading, drafts=tuple(drafts)))).drafts, keys, strict=True):
        known = {v.replace("-XX", "") for v in values if not v.startswith("X")}
        counts["dated"] += bool(known)
        counts["undated"] += not known
        if draft.when is None or draft.when.start is None:
            continue
        counts["given"] += bool(known)
        counts["given to undated"] += not known
        ok = any(nested(draft.when, tool.interval(v)) for v in known)
        counts["right"] += ok
        if show and known and not ok:
            print(values, draft.when, draft.token.text, "|", draft.parsed.sentence.text[:200])


def nested(when: When, gold: tuple[Any, Any]) -> bool:
    """Whether one of two intervals lies within the other."""
    if when.start is None or gold[0] is None:
        return False
    end, last = when.end or gold[1], gold[1] or when.end
    return (gold[0] <= when.start and end <= last) or (when.start <= gold[0] and last <= end)


def commitment() -> dict[str, Any]:
    """Author's commitment to embedded clauses (CommitmentBank): for, against or neither, beside the commonest answer.

    People's mean from 1 up is for, from -1 down against. Ours: negative is against, asserted by the author is for,
    all else neither. The bank is built of clauses under negation, modal verbs, conditions and questions.
    """
    with (SHARED / "data" / "factuality" / "CommitmentBank-items.csv").open(encoding="utf8") as file:
        rows = list(csv.DictReader(file))
    prompts = parses("commitment-prompts", [normal(r["Prompt"]) for r in rows])
    counts: Counter[tuple[str, str]] = Counter()
    for row, prompt in zip(rows, prompts, strict=True):
        reading = reading_of(f"commitment-{row['uID']}", row["Target"])
        found = [(p, t) for p in reading.parsed for t in p.tokens if t.lemma_ == prompt[:].root.lemma_]
        if not found or not row["Mean"]:
            continue
        parsed, token = found[-1]
        draft = Draft(
            parsed=parsed, token=token, kind="event", relation="", trigger=parsed.span(token),
            method="", score=1.0, why="",
        )  # fmt: skip
        voice = attribution(modality(replace(reading, drafts=(draft,)))).drafts[0]
        plain = voice.modality == "asserted" and voice.attribution.kind == "author"
        said = "against" if voice.polarity == "-" and voice.modality in ("asserted", "reported", "denied") else (
            "for" if plain else "neither"
        )  # fmt: skip
        mean = float(row["Mean"])
        counts["for" if mean >= 1 else "against" if mean <= -1 else "neither", said] += 1
    total = counts.total()
    golds = Counter(g for g, _ in counts.elements())
    return {
        "items": total, "right": round(sum(n for (g, s), n in counts.items() if g == s) / total, 4),
        "commonest": round(max(golds.values()) / total, 4),
        "for taken as against or the reverse": round((counts["for", "against"] + counts["against", "for"]) / total, 4),
        "table": {f"{g} read as {s}": n for (g, s), n in sorted(counts.items())},
    }  # fmt: skip


def main() -> int:
    """Run what is asked and print its figures."""
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("what", choices=["gold", "polnear", "timelines", "commitment"], nargs="?", default="gold")
    ap.add_argument("--held", action="store_true", help="score the documents held out of development; shows no row")
    ap.add_argument("--show", default="", help="list rows wrong in this field, or `all`")
    ap.add_argument("--part", default="dev", help="of PolNeAR: dev, or train (the part to look at)")
    ap.add_argument("--limit", type=int, help="of PolNeAR: so many documents")
    args = ap.parse_args()
    if args.what == "gold":
        print(json.dumps(gold(args.held, args.show)))
    elif args.what == "commitment":
        print(json.dumps(commitment()))
    elif args.what == "timelines":
        print(json.dumps(timelines(bool(args.show))))
    else:
        print(json.dumps(polnear(args.part, args.limit, bool(args.show))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
