"""Scoring statements: the rules on small cases, and agreement with the gold files' own scorer."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from westphalia.errors import BadInput
from westphalia.evaluation import Gold, load_gold, score

FAMILIES = {"security": ["alliance", "axis"], "war": ["war"]}


def row(source: list[str], relation: str, target: list[str], **over: Any) -> dict[str, Any]:
    kind = {"TIE": "tie", "IMPL": "implication", "STANCE": "stance"}.get(relation.split(":")[0], "event")
    base = dict(
        id="1",
        doc="doc",
        sentence_start_words="China agreed with Russia",
        source=source,
        event_or_tie=relation,
        target=target,
        accept=[],
        kind=kind,
        polarity="+",
        modality="asserted",
        accept_modality=[],
        attributed_to="author",
        date=None,
        date_basis=None,
        tier="core",
    )
    return base | over


def said(source: list[str], kind: str, relation: str, target: list[str], **over: Any) -> dict[str, Any]:
    base = dict(
        document="a/doc.txt",
        sentence="China agreed with Russia on gas.",
        kind=kind,
        relation=relation,
        source=source,
        target=target,
        polarity="+",
        modality="asserted",
        attributed_to={"kind": "author", "actors": [], "text": ""},
        when=None,
    )
    return base | over


def gold_of(*rows: dict[str, Any]) -> Gold:
    states = frozenset({"CHN", "RUS", "USA", "JPN"})
    return Gold(
        rows=rows, families=FAMILIES, coarse={"probable": "possible"}, nothing={"doc": ("also read",)}, states=states
    )


CASES = [
    ("same", row(["CHN"], "AGREE", ["RUS"]), said(["CHN"], "event", "AGREE", ["RUS"]), 1.0, 1.0),
    ("mode ignored", row(["CHN"], "AGREE/x", ["RUS"]), said(["CHN"], "event", "AGREE", ["RUS"]), 1.0, 1.0),
    ("other type", row(["CHN"], "AGREE", ["RUS"]), said(["CHN"], "event", "REJECT", ["RUS"]), 0.0, 0.0),
    (
        "accepted type",
        row(["CHN"], "AGREE", ["RUS"], accept=["REJECT"]),
        said(["CHN"], "event", "REJECT", ["RUS"]),
        1,
        1,
    ),
    ("turned round", row(["CHN"], "AGREE", ["RUS"]), said(["RUS"], "event", "AGREE", ["CHN"]), 0.0, 0.0),
    ("reciprocal", row(["CHN", "RUS"], "AGREE", ["CHN", "RUS"]), said(["RUS"], "event", "AGREE", ["CHN"]), 1.0, 1.0),
    ("family", row(["CHN"], "TIE:alliance", ["RUS"]), said(["RUS"], "tie", "axis", ["CHN"]), 1.0, 1.0),
    ("polarity", row(["CHN"], "AGREE", ["RUS"], polarity="-"), said(["CHN"], "event", "AGREE", ["RUS"]), 1.0, 0.0),
    (
        "coarse",
        row(["CHN"], "AGREE", ["RUS"], modality="probable"),
        said(["CHN"], "event", "AGREE", ["RUS"], modality="possible"),
        1,
        1,
    ),
    (
        "half of an end",
        row(["CHN"], "STANCE:wants", ["RUS", "USA"]),
        said(["CHN"], "stance", "wants", ["RUS"]),
        1.0,
        1.0,
    ),
    ("open end", row(["CHN"], "AGREE", ["the world"]), said(["CHN"], "event", "AGREE", ["RUS"]), 1.0, 1.0),
]


@pytest.mark.parametrize(
    ("gold_row", "statement", "found", "strict"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_what_answers_a_row(gold_row: dict[str, Any], statement: dict[str, Any], found: float, strict: float) -> None:
    scores = score(gold_of(gold_row), [statement])
    assert (scores.found["f1"], scores.strict["f1"]) == (found, strict)


def test_hard_errors_are_counted() -> None:
    gold = gold_of(row(["CHN"], "AGREE", ["RUS"], polarity="-"))
    positive = said(["CHN"], "event", "AGREE", ["RUS"], when={"start": "2024-01-01", "end": None, "basis": "text"})
    furniture = said(["CHN"], "event", "AGREE", ["RUS"], sentence="Also read: China and Russia")
    errors = score(gold, [positive, furniture]).errors
    assert errors == {"positive_for_negated": 1, "from_furniture": 1, "invented_dates": 1}


def test_extra_rows_are_neither_missed_nor_wrong() -> None:
    gold = gold_of(row(["CHN"], "AGREE", ["RUS"]), row(["USA"], "TIE:war", ["JPN"], id="2", tier="extra"))
    both = [said(["CHN"], "event", "AGREE", ["RUS"]), said(["USA"], "tie", "war", ["JPN"])]
    assert score(gold, both).found == score(gold, both[:1]).found | {}
    assert score(gold, both).found["f1"] == 1.0


def test_what_is_no_gold_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "gold.json").write_text("[]")
    (tmp_path / "meta.json").write_text("{}")
    with pytest.raises(BadInput, match=r"gold\.json"):
        load_gold(tmp_path / "gold.json", tmp_path / "meta.json")


@pytest.mark.parametrize("name", ["seeds", "articles"])
def test_agrees_with_the_gold_files_own_scorer(name: str, shared: Path, tmp_path: Path) -> None:
    gold_path, meta_path = shared / "gold" / f"{name}.json", shared / "gold" / f"{name}_meta.json"
    gold = load_gold(gold_path, meta_path)
    docs = shared / "seeds" if name == "seeds" else shared / "gold" / "articles"
    statements = _noisy(gold, random.Random(7))
    (tmp_path / "said.jsonl").write_text("\n".join(map(json.dumps, statements)), encoding="utf8")
    command = [shared / "tools" / "score_statements.py", gold_path, meta_path, tmp_path / "said.jsonl"]
    run = subprocess.run(
        [sys.executable, *map(str, command), "--docs", str(docs), "--json"], capture_output=True, text=True, check=True
    )
    theirs = json.loads(run.stdout)
    texts = {d: p.read_text(encoding="utf8") for d in gold.documents for p in docs.glob("*.txt") if d in p.stem}
    ours = score(gold, statements, texts).as_dict()
    assert ours == theirs


def _noisy(gold: Gold, chance: random.Random) -> list[dict[str, Any]]:
    """The gold's own rows as statements, some of them spoiled."""
    statements = []
    names = {"IMPL": "implication", "STANCE": "stance", "STATE": "state", "CAPABILITY": "state", "TIE": "tie"}
    for gold_row in gold.rows:
        prefix, _, rest = gold_row["event_or_tie"].partition(":")
        ends = {e: sorted({str(x)[:3] for x in gold_row[e] if x} & gold.states) for e in ("source", "target")}
        if chance.random() < 0.2:
            ends = {"source": ends["target"], "target": ends["source"]}
        statements.append(
            said(
                ends["source"],
                names.get(prefix, "event"),
                rest or prefix,
                ends["target"],
                document=f"x/{gold_row['doc']}.txt",
                sentence=gold_row["sentence_start_words"],
                modality=chance.choice([gold_row["modality"], "asserted", "reported", "denied"]),
                polarity=chance.choice(["+", gold_row["polarity"]]),
                when={"start": "2023-09-01", "end": None, "basis": "text"} if chance.random() < 0.2 else None,
                attributed_to={
                    "kind": chance.choice(["author", "actor"]),
                    "actors": ends["source"],
                    "text": "Kim said",
                },
            )
        )
    return statements
