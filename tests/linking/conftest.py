"""Statement tables made by hand, and from the gold of the two seed documents, for linking, analysis and briefing."""

from __future__ import annotations

import calendar
import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from westphalia.records import content_id

CODES = pa.list_(pa.string())
SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("sentence_id", pa.string()),
        ("document_id", pa.string()),
        ("kind", pa.string()),
        ("relation", pa.string()),
        ("mode", pa.string()),
        ("contexts", CODES),
        ("source", CODES),
        ("target", CODES),
        ("via", CODES),
        ("source_actors", CODES),
        ("target_actors", CODES),
        ("source_text", pa.string()),
        ("target_text", pa.string()),
        ("polarity", pa.string()),
        ("modality", pa.string()),
        ("attribution_kind", pa.string()),
        ("attributed_to", CODES),
        ("attribution_text", pa.string()),
        ("attribution_cue", pa.string()),
        ("when_start", pa.date32()),
        ("when_end", pa.date32()),
        ("when_basis", pa.string()),
        ("place", pa.string()),
        ("trigger", pa.string()),
        ("trigger_start", pa.int64()),
        ("trigger_end", pa.int64()),
        ("background", pa.bool_()),
        ("method", pa.string()),
        ("score", pa.float64()),
        ("why", pa.string()),
        ("sentence", pa.string()),
        ("sentence_start", pa.int64()),
        ("sentence_end", pa.int64()),
        ("segment", pa.int64()),
        ("document", pa.string()),
        ("title", pa.string()),
        ("publisher", pa.string()),
        ("published_start", pa.date32()),
        ("published_end", pa.date32()),
        ("url", pa.string()),
    ]
)


def interval(text: str | None) -> tuple[date | None, date | None]:
    """`2023-09`, `2022/..`, `2023-08/2023-09` as first and last day."""
    if not text:
        return None, None
    first, _, last = text.partition("/")
    return edge(first, first_day=True), edge(last or first, first_day=False)


def edge(text: str, *, first_day: bool) -> date | None:
    """A day, month or year as its first or last day; `..` is open."""
    if text == "..":
        return None
    numbers = [int(n) for n in text.split("-")]
    year, month = numbers[0], numbers[1] if len(numbers) > 1 else (1 if first_day else 12)
    return date(
        year, month, numbers[2] if len(numbers) > 2 else 1 if first_day else calendar.monthrange(year, month)[1]
    )


def full(row: Mapping[str, Any], number: int) -> dict[str, Any]:
    """A short row (`say="RUS AID PRK"`, `text`, `trigger`, `by`, `on`, `published`, ...) as all columns of the View."""
    given = dict(row)
    left, relation, right = [*given.pop("say", "").split(" "), "", "", ""][:3]
    relation, _, mode = relation.partition("/")
    document = given.pop("doc", "one")
    text = given.pop("text", "")
    on, out = interval(given.pop("on", None)), interval(given.pop("published", "2024-01-01"))
    speaker = given.pop("by", "")
    line: dict[str, Any] = {
        "kind": "event" if relation.isupper() else "tie",
        "relation": relation,
        "mode": mode or None,
        "source": sorted(c for c in left.split("+") if c),
        "target": sorted(c for c in right.split("+") if c),
        "polarity": "+",
        "modality": "reported" if speaker else "asserted",
        "attribution_kind": "actor" if speaker else "author",
        "attributed_to": [speaker] if speaker.isupper() and len(speaker) == 3 else [],
        "attribution_text": speaker,
        "when_start": on[0],
        "when_end": on[1],
        "when_basis": "text" if any(on) else None,
        "background": False,
        "score": 0.9,
        "method": "",
        "why": "",
        "trigger": "",
        "sentence": text,
        "sentence_id": content_id("s", document, text),
        "document_id": content_id("d", document),
        "document": document,
        "title": f"Report {document}",
        "publisher": f"Paper {document}",
        "published_start": out[0],
        "published_end": out[1],
        "sentence_start": number * 1000,
        "segment": 0,
        "id": content_id("r", number, document, text, relation, left, right),
    }
    line |= given
    for name in ("source", "target"):
        line.setdefault(f"{name}_actors", line[name])
        line.setdefault(f"{name}_text", " and ".join(line[name]))
    start = line["sentence_start"] + max(0, text.find(line["trigger"]))
    line |= {
        "trigger_start": start,
        "trigger_end": start + len(line["trigger"]),
        "sentence_end": line["sentence_start"] + len(text),
    }
    return {
        name: line.get(name, [] if field.type == CODES else None)
        for name, field in zip(SCHEMA.names, SCHEMA, strict=True)
    }


def make(rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """A table as `View.statements()` gives it, from short rows."""
    return pa.Table.from_pylist([full(row, number) for number, row in enumerate(rows)], schema=SCHEMA)


@pytest.fixture(scope="session")
def table() -> Callable[[Iterable[Mapping[str, Any]]], pa.Table]:
    """Makes a statements table from short rows."""
    return make


TRIGGERS = {
    "000-06": "military engagement", "000-08": "signing", "000-12": "abandoned", "000-25": "improve",
    "000-03": "pressure", "000-35": "refusal", "000-37": "signing", "003-01": "arms deal", "003-05": "arms deal",
    "003-06": "support", "003-07": "visit", "003-08": "sent", "003-09": "approval", "003-10": "visit",
    "003-15": "standing", "003-16": "meeting", "003-17": "claimed", "003-18": "strike an arms deal",
    "003-19": "assertion", "003-21": "returned", "003-22": "greeted", "003-25": "sell", "003-28": "delegations",
    "003-29": "support", "003-32": "approval", "003-33": "support", "003-34": "rebuffed", "003-35": "requests",
    "003-39": "overtures", "003-43": "met", "003-44": "sought", "003-48": "show", "003-52": "axis",
    "003-54": "was", "003-55": "agreed", "003-56": "discussion", "003-58": "arms deal", "003-x14": "axis",
}  # fmt: skip


def sentence_at(text: str, begins: str) -> str:
    """The sentence of a text that begins with these words, in any style of quotes and dashes."""
    at = plain(text).replace("\xa0", " ").index(plain(begins).replace("\xa0", " "))
    found = re.match(r".+?(?:[.?!…][”’]?(?=\s+[A-Z“])|$)", text[at:], re.MULTILINE)
    assert found, begins
    return found[0]


def plain(text: str) -> str:
    """Typographic quotes and dashes made plain, one for one."""
    return text.translate(str.maketrans("‘’“”–", "''\"\"-"))


def codes(items: Iterable[str | None]) -> list[str]:
    """The state codes in the gold's free-form ends, with what stands in brackets left out except for groups."""
    found: list[str] = []
    for item in items:
        group = item or "" if (item or "").startswith("Quad (") else re.sub(r"\([^)]*\)", " ", item or "")
        names = re.findall(r"\b([A-Z]{3})(?:MIL|PTY)?\b", group.replace("Quad", "AUS JPN USA IND"))
        found += [n for n in names if n not in ("TIE", "CSP")]
    return sorted(set(found))


WORDS = {"CSP signing": ["PRK", "RUS"], "CSP RUS-PRK": ["PRK", "RUS"], "Kim-Putin meeting": ["PRK", "RUS"]}
PEOPLE = {"Kim Jong Un": "PRK.kim-jong-un", "Vladimir Putin": "RUS.vladimir-putin"}


def gold(shared: Path) -> list[dict[str, Any]]:
    """The seeds' gold rows as short rows; their ids are the gold's."""
    rows = []
    for item in json.loads((shared / "gold/seeds.json").read_text(encoding="utf8")):
        name = item["doc"]
        text = next((shared / "seeds").glob(f"{name}*")).read_text(encoding="utf8")
        sentence = sentence_at(text, item["sentence_start_words"])
        label = item["event_or_tie"].split(":")[-1]
        relation, _, mode = label.partition("/")
        ends = {
            side: sorted({c for i in item[side] for c in WORDS.get(i or "") or codes([i])})
            for side in ("source", "target")
        }
        people = {
            side: [PEOPLE[p] for i in item[side] for p in PEOPLE if i and f"({p})" in i]
            for side in ("source", "target")
        }
        author = "author" in item["attributed_to"]
        rows.append(
            {
                "id": item["id"], "kind": item["kind"], "relation": relation, "mode": mode or None,
                "via": ["PRK"] if label == "diffusion_path" else [],
                **ends,
                **{f"{side}_actors": people[side] or ends[side] for side in ends},
                "source_text": ", ".join(i or "" for i in item["source"]),
                "target_text": ", ".join(i or "" for i in item["target"]),
                "polarity": item["polarity"], "modality": item["modality"],
                "attribution_kind": "author" if author else "actor",
                "attributed_to": ["USA"] if item["attributed_to"] == "United States" else [],
                "attribution_text": "" if author else item["attributed_to"].replace(" (quoted)", ""),
                "on": item["date"], "place": item["place"], "text": sentence, "trigger": TRIGGERS.get(item["id"], ""),
                "doc": name, "publisher": "ThePrint" if name == "003" else None,
                "published": "2023-09-19/2023-09-25" if name == "003" else "2024-06/..",
                "sentence_start": text.find(sentence),
                "segment": text[: text.find(sentence)].count("\n") if name == "000" else 0,
            }
        )  # fmt: skip
    return rows


@pytest.fixture(scope="session")
def gold_rows(shared: Path) -> list[dict[str, Any]]:
    """The seeds' gold statements as short rows."""
    return gold(shared)


@pytest.fixture(scope="session")
def gold_meta(shared: Path) -> dict[str, Any]:
    """What the seeds' gold says beyond statements: same events, contradictions, questions."""
    return dict(json.loads((shared / "gold/seeds_meta.json").read_text(encoding="utf8")))
