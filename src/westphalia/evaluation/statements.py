"""Scores statements against a gold file: found and strict F1, what is right of the matched, and hard errors.

The rules are those of the gold files' own scorer (a test holds the two together):

- A statement answers a gold row when it is of the same sentence, of an accepted relation (events: the PLOVER type;
  ties: the family; implications, stances, states: the kind) and has the same states at its ends (implications and
  stances: at least half of the union; a row's end without any code is not compared; undirected ties either way).
- Matching is one to one and maximal. `found` is the F1 of that; `strict` asks for polarity and coarse modality too.
- Rows of tier `extra` are neither missed nor wrong. Everything unmatched that was produced counts as wrong.
"""

from __future__ import annotations

import calendar
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from westphalia.errors import BadInput
from westphalia.ontology.actors import atlas

__all__ = ["Gold", "Scores", "load_gold", "score"]

Row = Mapping[str, Any]
KINDS = ("event", "tie", "implication", "stance", "state")
GROUP_CODES = frozenset({"IGO", "NGO"})
_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})
_CODE = re.compile(r"\b[A-Z]{3}(?:[A-Z]{3})?\b")
_DIRECTED_TIES = frozenset({"arms", "support", "dependence"})
_UNNAMED = ("unnamed", "experts", "readout", "officials", "sources", "reports")
_REACH = 250  # characters after a row's first words in which a statement's sentence may begin


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """Gold rows with their scheme: tie families, coarse modalities, sentences that must yield nothing."""

    rows: tuple[Row, ...]
    families: Mapping[str, Sequence[str]]
    coarse: Mapping[str, str]
    nothing: Mapping[str, tuple[str, ...]]
    states: frozenset[str]

    @property
    def documents(self) -> frozenset[str]:
        """The names by which the rows call their documents."""
        return frozenset(row["doc"] for row in self.rows)

    def only(self, documents: Iterable[str]) -> Gold:
        """The same gold, restricted to some documents."""
        keep = set(documents)
        return Gold(
            rows=tuple(r for r in self.rows if r["doc"] in keep),
            families=self.families,
            coarse=self.coarse,
            nothing={d: s for d, s in self.nothing.items() if d in keep},
            states=self.states,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """What a scoring gives; `misses` and `wrong` hold the rows and statements behind the figures."""

    found: Mapping[str, float]
    strict: Mapping[str, float]
    of_matched: Mapping[str, float]
    errors: Mapping[str, int]
    by_kind: Mapping[str, Mapping[str, int]]
    statements: int
    rows: int
    misses: tuple[Row, ...]
    wrong: tuple[Row, ...]

    def as_dict(self) -> dict[str, Any]:
        """The figures alone, as the command prints them with `--json`."""
        names = ("found", "strict", "by_kind", "of_matched", "errors", "statements", "rows")
        return {name: getattr(self, name) for name in names}


def load_gold(gold: Path, meta: Path) -> Gold:
    """Read a gold file and its meta file. Raises `BadInput` where one is not of that form."""
    try:
        rows = json.loads(gold.read_text(encoding="utf8"))
        about = json.loads(meta.read_text(encoding="utf8"))
        scheme = about["how_to_score"]
        documents = about.get("documents") or {}
        return Gold(
            rows=tuple(rows),
            families=scheme["tie_families"],
            coarse=scheme.get("coarse_modality", {}),
            nothing={d: tuple(map(_plain, i.get("zero_record_sentences", []))) for d, i in documents.items()},
            states=frozenset(a.id for a in atlas().actors() if len(a.id) == 3) | GROUP_CODES,
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadInput(f"{gold} with {meta}: not a gold file and its meta file ({error!r})") from error


def _plain(text: str | None) -> str:
    text = unicodedata.normalize("NFKC", text or "").translate(_QUOTES)
    return re.sub(r"\s+", " ", text).strip().lower()


def _tokens(items: Iterable[str | None]) -> set[str]:
    """Codes outside brackets, and inside them where a group is named with its members."""
    codes: set[str] = set()
    for item in items or ():
        if item:
            outside = re.sub(r"\([^)]*\)", " ", item)
            codes |= {token[:3] for token in _CODE.findall(outside)}
            if item.startswith("Quad ("):
                codes |= set(re.findall(r"\b[A-Z]{3}\b", item))
    return codes


def _interval(text: str | None) -> tuple[date | None, date | None] | None:
    """Gold's '2024-06', '2022/..', '2023/2023-09' as first and last day; an open end is None."""
    if not text:
        return None

    def edge(part: str, last: bool) -> date | None:
        if not part or part == "..":
            return None
        numbers = [int(n) for n in part.split("-")]
        year, month = numbers[0], numbers[1] if len(numbers) > 1 else (12 if last else 1)
        day = numbers[2] if len(numbers) > 2 else (calendar.monthrange(year, month)[1] if last else 1)
        return date(year, month, day)

    first, _, last = text.partition("/")
    return edge(first, False), edge(last or first, True)


class _Judge:
    """Decides, for one gold, whether a statement answers a row, and in what it is right."""

    def __init__(self, gold: Gold, texts: Mapping[str, str]) -> None:
        self.gold = gold
        self.texts = {doc: _plain(text) for doc, text in texts.items()}
        self.reach = {doc: self._windows(doc) for doc in self.texts}

    def _windows(self, doc: str) -> dict[str, tuple[int, int]]:
        text = self.texts[doc]
        firsts = {_plain(r["sentence_start_words"]) for r in self.gold.rows if r["doc"] == doc}
        starts = sorted((text.find(words), words) for words in firsts)
        ends = [at for at, _ in starts[1:]] + [len(text)]
        return {
            words: (at, min(at + _REACH, end if end > at else at + _REACH))
            for (at, words), end in zip(starts, ends, strict=True)
            if at >= 0
        }

    def codes(self, items: Iterable[str | None]) -> set[str]:
        return _tokens(items) & self.gold.states

    def sentence(self, said: Row, row: Row) -> bool:
        if row["doc"] not in str(said.get("document")):
            return False
        words, start = _plain(said.get("sentence")), _plain(row["sentence_start_words"])
        if words.startswith(start[:60]) or start in words:
            return True
        first, last = self.reach.get(row["doc"], {}).get(start, (0, 0))
        return last > 0 and first <= self.texts[row["doc"]].find(words[:80], first) < last

    def family(self, relation: str) -> str | None:
        name = relation.split(":")[-1].lower()
        return next((f for f, members in self.gold.families.items() if name == f or name in members), None)

    def relation(self, said: Row, row: Row) -> bool:
        kind, relation = said.get("kind"), str(said.get("relation") or "")
        for wanted in (row["event_or_tie"], *(row.get("accept") or [])):
            prefix = wanted.split(":")[0]
            if prefix == "TIE":
                if kind == "tie" and self.family(relation) == self.family(wanted) is not None:
                    return True
            elif prefix in ("IMPL", "STANCE", "STATE", "CAPABILITY"):
                names = {"IMPL": "implication", "STANCE": "stance", "STATE": "state", "CAPABILITY": "state"}
                if kind == names[prefix]:
                    return True
            elif kind == "event" and relation.upper().split("/")[0] == wanted.split("/")[0]:
                return True
        return False

    def ends(self, said: Row, row: Row) -> bool:
        gold_source, gold_target = self.codes(row["source"]), self.codes(row["target"])
        source, target = set(said.get("source") or ()), set(said.get("target") or ())
        if row["source"] == row["target"] and len(gold_source) > 1:
            return source | target == gold_source
        if row["kind"] in ("implication", "stance"):
            return all(
                not wanted or len(got & wanted) / len(got | wanted) >= 0.5
                for got, wanted in ((source, gold_source), (target, gold_target))
            )
        if (not gold_source or source == gold_source) and (not gold_target or target == gold_target):
            return True
        if row["kind"] == "tie" and not _DIRECTED_TIES & set(re.split(r"[:_]", row["event_or_tie"])):
            return bool(gold_source and gold_target) and source | target == gold_source | gold_target
        return False

    def modality(self, said: Row, row: Row) -> bool:
        accepted = {row["modality"], *(row.get("accept_modality") or [])}
        if _denial(said) and any(_is_denial(m, row["polarity"]) for m in accepted):
            return True
        coarse = self.gold.coarse
        return str(coarse.get(said["modality"], said["modality"])) in {coarse.get(m, m) for m in accepted}

    def polarity(self, said: Row, row: Row) -> bool:
        if said.get("modality") == "denied" and _is_denial(row["modality"], row["polarity"]):
            return True
        if row["modality"] == "denied" and _denial(said):
            return True
        return bool((said.get("polarity") or "+") == row["polarity"])

    def date(self, said: Row, row: Row) -> bool:
        when = said.get("when") or {}
        start, end = ((date.fromisoformat(d) if d else None) for d in (when.get("start"), when.get("end")))
        gold = _interval(row["date"])
        if gold is None:
            return start is None and end is None
        if start is None and end is None:
            return row.get("date_basis") == "inferred"
        first, last = gold
        return (first is None or (start is not None and start >= first)) and (
            last is None or (end is not None and end <= last)
        )

    def attribution(self, said: Row, row: Row) -> bool:
        who = said.get("attributed_to") or {"kind": "author", "text": ""}
        gold = _plain(row["attributed_to"] or "author")
        if "author" in gold or who.get("kind") == "author":
            return "author" in gold and who.get("kind") == "author"
        if any(word in gold for word in _UNNAMED):
            return True
        text = _plain(who.get("text"))
        names = re.sub(r"\(.*?\)", "", gold).split()
        return any(len(name) > 3 and name in text for name in names) or bool(
            set(who.get("actors") or ()) & self.codes([row["attributed_to"]])
        )


def _is_denial(modality: str | None, polarity: str) -> bool:
    """A denial by its subject is told in either of two ways: denied, or reported with negative polarity."""
    return modality == "denied" or (modality == "reported" and polarity == "-")


def _denial(said: Row) -> bool:
    return _is_denial(said.get("modality"), said.get("polarity") or "+")


def _match(answers: Sequence[Sequence[int]]) -> dict[int, int]:
    """A maximum one-to-one matching of statements to rows, by augmenting paths."""
    owner: dict[int, int] = {}

    def place(statement: int, seen: set[int]) -> bool:
        for row in answers[statement]:
            if row not in seen:
                seen.add(row)
                if row not in owner or place(owner[row], seen):
                    owner[row] = statement
                    return True
        return False

    for statement in range(len(answers)):
        place(statement, set())
    return {statement: row for row, statement in owner.items()}


def score(gold: Gold, said: Iterable[Row], texts: Mapping[str, str] | None = None) -> Scores:
    """Score statements (the JSONL export's rows) against gold.

    `texts` maps the gold's document names to their texts, so that a statement whose sentence was split otherwise
    still finds its row. Statements of documents that the gold does not hold are left out.
    """
    judge = _Judge(gold, texts or {})
    statements = [s for s in said if any(d in str(s.get("document")) for d in gold.documents)]
    rows = gold.rows
    order = sorted(range(len(rows)), key=lambda g: rows[g]["tier"] != "core")
    found_of, strict_of = [], []
    for statement in statements:
        answers = [
            g
            for g in order
            if judge.sentence(statement, rows[g])
            and judge.relation(statement, rows[g])
            and judge.ends(statement, rows[g])
        ]
        strict = [g for g in answers if judge.modality(statement, rows[g]) and judge.polarity(statement, rows[g])]
        found_of.append(sorted(answers, key=lambda g, strict=strict: g not in strict))  # type: ignore[misc]
        strict_of.append(strict)
    found, strictly = _match(found_of), _match(strict_of)
    core = {g for g in range(len(rows)) if rows[g]["tier"] == "core"}
    pairs = [(statements[s], rows[g]) for s, g in found.items()]
    matched = set(found.values())
    wrong_sign = sum(
        any(rows[g]["polarity"] == "-" and not judge.polarity(statements[s], rows[g]) for g in found_of[s])
        for s in range(len(statements))
        if s not in strictly
    )
    return Scores(
        found=_f1(found, core, len(statements)),
        strict=_f1(strictly, core, len(statements)),
        of_matched={
            name: _share(check, pairs)
            for name, check in (
                ("polarity", judge.polarity),
                ("modality", judge.modality),
                ("attribution", judge.attribution),
                ("date", judge.date),
            )
        },
        errors={
            "positive_for_negated": wrong_sign,
            "from_furniture": sum(_in_furniture(s, gold) for s in statements),
            "invented_dates": sum(
                row["date"] is None and (s.get("when") or {}).get("start") is not None for s, row in pairs
            ),
        },
        by_kind={
            kind: {
                "core": sum(rows[g]["kind"] == kind for g in core),
                "hit": sum(rows[g]["kind"] == kind for g in core & matched),
                "produced": sum(s.get("kind") == kind for s in statements),
            }
            for kind in KINDS
        },
        statements=len(statements),
        rows=len(rows),
        misses=tuple(rows[g] for g in sorted(core - matched)),
        wrong=tuple(s for i, s in enumerate(statements) if i not in found),
    )


def _in_furniture(statement: Row, gold: Gold) -> bool:
    words = _plain(statement.get("sentence"))
    return any(
        start and start in words
        for doc, starts in gold.nothing.items()
        if doc in str(statement.get("document"))
        for start in starts
    )


def _share(check: Callable[[Row, Row], bool], pairs: Sequence[tuple[Row, Row]]) -> float:
    return round(sum(check(s, row) for s, row in pairs) / (len(pairs) or 1), 4)


def _f1(match: Mapping[int, int], core: set[int], produced: int) -> dict[str, float]:
    hits = len(core & set(match.values()))
    false = produced - len(match)
    precision = hits / (hits + false) if hits + false else 0.0
    recall = hits / len(core) if core else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(f1, 4),
        "tp": hits,
        "fp": false,
        "core": len(core),
    }
