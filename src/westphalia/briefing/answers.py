"""Answers to questions other than what follows for a state: who says so, where, what one wants, by what way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from westphalia.analysis import places, wants, who_says
from westphalia.analysis.lines import about
from westphalia.analysis.pathways import pathways
from westphalia.analysis.sayers import confirming
from westphalia.briefing.desk import Desk
from westphalia.briefing.names import capital, joined, name
from westphalia.briefing.objects import object_words
from westphalia.briefing.parts import Line
from westphalia.briefing.period import Within
from westphalia.briefing.phrases import clause, sentence, told_by
from westphalia.briefing.questions import Question
from westphalia.linking.words import bag, carrier
from westphalia.ontology import labels

__all__ = ["Answer", "answered"]

WAYS, WANTS = 3, 8
VOICES = 6
TALK = ("ACCUSE", "CONSULT", "REJECT")
"""What is said of a matter, or talked over: not the matter itself."""

SAYS = {"says": "as a fact", "claims": "as a claim", "hedges": "with a hedge", "denies": "as a denial"}
SHOWN = {
    "stance": "It takes a stance",
    "desire": "It wishes",
    "gain": "It stands to gain",
    "held back": "It holds back",
    "deed": "It shows by a deed",
}
SERVES = "It would serve it"
WEIGHT = {SERVES: 1.5}
"""What would serve an actor is told after what it wishes, before what it holds back."""

ASKABLE = "who says so, where it was, what somebody wants, by what way something may pass, and what follows for a state"

HOW = {
    "said": "a text names the whole way itself",
    "said in part": "texts name one of its steps, the rest is joined from ties and acts",
    "joined": "joined from ties and acts that meet; no text names it",
}

SURELY = {"asserted": "without a hedge", "reported": "on others’ word"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer in a title and a sentence or two, and the lines that bear it out."""

    title: str
    bottom_line: tuple[Line, ...]
    lines: tuple[Line, ...]


def answered(view: Within, desk: Desk, question: Question | None) -> Answer | None:
    """The answer to a question, or that the record has none; None where it asks what follows for the state."""
    if question is None or question.kind == "implications":
        return None
    made = ANSWERED[question.kind](view, desk, question) if question.kind in ANSWERED else None
    return made or _unanswered(desk, question)


def _unanswered(desk: Desk, question: Question) -> Answer:
    """That the record does not answer a question, and what it does hold on the states that it names."""
    if question.kind in ANSWERED:
        title, why = "The record does not answer", "nothing in it tells of that"
    else:
        title, why = "The brief does not answer", f"it can say {ASKABLE}"
    held = []
    for code in question.codes or (desk.focal,):
        count = sum(code in (*x["source"], *x["target"]) for x in desk.lines.values())
        held.append(f"{count or 'no'} statement{'s' * (count != 1)} that name{'s' * (count == 1)} {name(code)}")
    text = f"{title} this: {why}. The record holds {joined(held)}."
    return Answer(title=f"{title}: {question.text}", bottom_line=(Line(text=text),), lines=())


def _told(desk: Desk, ids: Sequence[str]) -> list[dict[str, Any]]:
    return [desk.lines[i] for i in ids if i in desk.lines]


def _sayers(view: Within, desk: Desk, question: Question) -> Answer | None:
    matter = min(question.matters, default=None)
    pair = sorted(question.codes[:2]) if len(question.codes) > 1 else _pair(desk, matter, question.codes)
    if not pair:
        return None
    rows = who_says(view, pair, matter=matter).table.to_pylist()
    if matter is None:
        asked = bag(question.text)
        rows = [row for row in rows if row["id"] is None or _carries(desk, row["id"], asked)]
    seen: dict[tuple[str, str, str], Line] = {}
    voices: dict[str, None] = {}
    for row in rows:
        if row["says"] == "silent" or row["id"] not in desk.lines or not row["speaker"]:
            continue
        who = joined([name(c) for c in row["codes"]]) if row["codes"] else row["speaker"]
        key = (who, row["publisher"], _label(row))
        if key not in seen:
            record = desk.lines[row["id"]]
            turned = ", of the other way" if row["reverse"] else ""
            text = f"{capital(who)} ({row['publisher']}), {_label(row)}{turned}: {sentence(record)}"
            seen[key] = desk.citations.line(record, text=text)
        if row["says"] != "denies" and not row["reverse"]:
            voices |= dict.fromkeys([name(c) for c in row["codes"]] or [f"{who} in {row['publisher']}"])
    if not seen:
        return None
    own = confirming(rows)
    quiet = [name(c) for c in pair if c not in own]
    denied = sorted({name(c) for row in rows if row["says"] == "denies" for c in row["codes"]})
    silent = sorted({row["publisher"] for row in rows if row["says"] == "silent"})
    lines = list(seen.values())
    lines += [Line(text=f"Nothing in the record has {joined(quiet, 'or')} confirm it.")] if quiet else []
    if silent:
        lines.append(Line(text=capital(f"{joined(silent)} write{'s' * (len(silent) == 1)} of them, and not of this.")))
    head = f"It is said by {joined(list(voices)[:VOICES])}" + (f", and denied by {joined(denied)}" if denied else "")
    tail = f"; nothing has {joined(quiet, 'or')} confirm it" if quiet else ""
    cites = tuple(dict.fromkeys(n for line in seen.values() for n in line.cites))[:4]
    return Answer(title=f"{head}{tail}", bottom_line=(Line(text=f"{head}{tail}.", cites=cites),), lines=tuple(lines))


def _label(row: Mapping[str, Any]) -> str:
    """How a row says it: flatly in the author's own words, as someone's claim, hedged, or as a denial."""
    return SAYS["claims" if row["says"] == "says" and row["speaker"] != "the author" else row["says"]]


def _carries(desk: Desk, id: str, asked: frozenset[str]) -> bool:
    """Whether a statement is carried by a word of the question: of one that asks who says that A attacked, `attack`."""
    return any(carrier(line["method"] or "", line["trigger"] or "") in asked for line in _told(desk, [id]))


def _pair(desk: Desk, matter: str | None, codes: Sequence[str]) -> list[str]:
    """The two states between which most of the record on a matter plays, one of them named where one is."""
    counts: Counter[tuple[str, str]] = Counter()
    for line in desk.lines.values():
        done = line["kind"] in ("event", "tie") and line["relation"] not in TALK
        if matter is not None and done and matter in about(line):
            counts.update(combinations(sorted({*line["source"], *line["target"]}), 2))
    found = [pair for pair, _ in counts.most_common() if not codes or set(codes) & set(pair)]
    return list(found[0]) if found else []


def _places(view: Within, desk: Desk, question: Question) -> Answer | None:
    persons = [p for ids in question.persons if (p := _known(desk, ids))]
    codes = list(dict.fromkeys([*question.codes, *(p.partition(".")[0] for p in persons)]))
    if not codes:
        return None
    a, b = codes[0], codes[1] if len(codes) > 1 else None
    found = places(view, a, b).table.to_pylist()
    rows = [row for row in found if _named(_told(desk, row["statements"]), persons)]
    if not rows:
        return None
    rows.sort(key=lambda row: not row["disputed"])
    lines = []
    for row in rows:
        told = _told(desk, row["statements"])
        note = joined(row["said_by"]) + ("; disputed" if row["disputed"] else "")
        lines.append(desk.citations.line(told[0], text=f"In {row['place']}: {sentence(told[0])}", note=note,
                                         others=told[1:]))  # fmt: skip
    disputed = list(dict.fromkeys(row["place"] for row in rows if row["disputed"]))
    others = list(dict.fromkeys(row["place"] for row in rows if not row["disputed"]))
    who = joined([name(p) for p in persons] if persons else [name(c) for c in (a, b) if c])
    head = f"On where {who} met the texts contradict each other: {joined(disputed, 'or')}" if len(disputed) > 1 else (
        f"{capital(who)} met in {joined(disputed + others)}, by what the texts say"
    )  # fmt: skip
    more = f"; at other times they met in {joined(others)}" if len(disputed) > 1 and others else ""
    cites = tuple(dict.fromkeys(n for line in lines for n in line.cites))[:4]
    return Answer(title=head, bottom_line=(Line(text=f"{head}{more}.", cites=cites),), lines=tuple(lines))


def _known(desk: Desk, ids: Collection[str]) -> str | None:
    """Of all whom a name may stand for, the one that the record names most."""
    counts = Counter(p for x in desk.lines.values() for p in _actors(x) if p in ids)
    return min(counts, key=lambda p: (-counts[p], p), default=None)


def _actors(line: Mapping[str, Any]) -> set[str]:
    return {*(line["source_actors"] or ()), *(line["target_actors"] or ())}


def _named(told: Sequence[Mapping[str, Any]], persons: Sequence[str]) -> bool:
    """Whether some statement is about all of these persons."""
    return any(set(persons) <= _actors(line) for line in told)


def _wants(view: Within, desk: Desk, question: Question) -> Answer | None:
    if not question.codes:
        return None
    actor = question.codes[0]
    rows = wants(view, actor).table.to_pylist()
    found: dict[tuple[str, str], dict[str, Any]] = {}
    told = [(SHOWN[row["shown_by"]], row["sign"], x) for row in rows for x in _told(desk, row["statements"])]
    for lead, _, record in sorted(told, key=lambda each: (not _own_word(each[2]), -each[1])):
        found.setdefault((record["sentence_id"], lead), record)
    for record in desk.lines.values():
        affects = record["kind"] == "implication" and record["polarity"] == "+" and actor in record["target"]
        if affects and labels.sign("implication", record["relation"]) > 0:
            found.setdefault((record["sentence_id"], SERVES), record)
    if not found:
        return None
    lines: list[Line] = []
    for lead in sorted((*SHOWN.values(), SERVES), key=_weight):
        shown = [record for (_, by), record in found.items() if by == lead][:WANTS]
        lines += [
            desk.citations.line(record, text=f"{lead}: {sentence(record)}", note=told_by(record) or "")
            for record in shown
        ]
    stances = [x for (_, by), x in found.items() if by == SHOWN["stance"] and x["polarity"] == "+"]
    said = [x for x in stances if _own_word(x) and object_words(x)][:2]
    title = (
        f"What {name(actor)} wants, by the texts: {joined([clause(x) for x in said])}"
        if said
        else f"What {name(actor)} wants is shown by its deeds, not by its words"
    )
    count = len({key for key, _ in found})
    text = f"{title}. Wants are read from what others write: {count} sentence{'s' * (count != 1)} in all."
    return Answer(title=title, bottom_line=(Line(text=text, cites=desk.citations.cite(said)),), lines=tuple(lines))


def _own_word(record: Mapping[str, Any]) -> bool:
    """Whether the author says it flatly: what others remark on a state comes after that."""
    return record["attribution_kind"] in (None, "author") and record["modality"] in ("asserted", "desired")


def _weight(lead: str) -> float:
    order = (*SHOWN.values(), SERVES)
    return WEIGHT.get(lead, order.index(lead))


def _pathways(view: Within, desk: Desk, question: Question) -> Answer | None:
    a, c = question.codes[0], question.codes[-1]
    rows = [row for row in pathways(view, a, c).table.to_pylist() if _told(desk, row["statements"])]
    if not rows:
        text = f"The record draws no way from {name(a)} to {name(c)}."
        return Answer(title=text.rstrip("."), bottom_line=(Line(text=text),), lines=())
    lines = []
    for row in rows[:WAYS]:
        told = _apt(desk, row, question)
        way = capital(" → ".join(name(code) for code in row["path"]))
        text = f"{way}: {HOW[row['how']]}; as sure as its weakest step, {row['modality']}."
        note = f"score {row['score']:.2f}, {row['id']}"
        lines.append(desk.citations.line(told[0], text=text, others=told[1:3], note=note))
    best, rest = rows[0], len(rows) - 1
    between = joined([name(x) for x in best["path"][1:-1]])
    surely = f"it is put {SURELY.get(best['modality'], 'as ' + best['modality'])}"
    named = "that the sources name" if best["how"] == "said" else "that the record draws first"
    title = (
        f"The way from {name(a)} to {name(c)} {named} {f'runs through {between}' if between else 'is direct'}; "
        f"{'no text names it' if best['how'] == 'joined' else surely}"
    )
    more = f" {rest} further way{'s' * (rest != 1)} can be joined; that one is drawn does not mean that it was taken."
    text = f"{title}." + (more if rest else "")
    return Answer(title=title, bottom_line=(Line(text=text, cites=lines[0].cites),), lines=tuple(lines))


def _apt(desk: Desk, row: Mapping[str, Any], question: Question) -> list[dict[str, Any]]:
    """The statements of a way, implications and those on the question's matters first, one a sentence."""
    told = _told(desk, row["statements"])
    told.sort(key=lambda x: (x["kind"] != "implication", not about(x) & question.matters))
    return list({x["sentence_id"]: x for x in reversed(told)}.values())[::-1]


ANSWERED: Mapping[str, Callable[[Within, Desk, Question], Answer | None]] = {
    "sayers": _sayers, "places": _places, "wants": _wants, "pathways": _pathways,
}  # fmt: skip
