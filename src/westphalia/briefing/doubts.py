"""Alternatives, contradictions, gaps, indicators, and what the sources and the method are worth."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from westphalia.analysis.lines import UNNAMED, publisher
from westphalia.briefing.confidence import NUMBERS
from westphalia.briefing.desk import Desk, Path, actors_of
from westphalia.briefing.names import capital, joined, lines, name
from westphalia.briefing.parts import Clash, Line, Side, Source
from westphalia.briefing.phrases import clause, sentence, told_by, when

__all__ = ["LADDER", "alternatives", "clashes", "gaps", "indicators", "method", "source_summary"]

METHOD = (
    "Composed from records alone: every line rests on statements read in sentences, and every quote was checked "
    "against the text of its document. Nothing was written by a language model.",
    "An event that several reports tell of is told once, with the number of reports and of independent publishers; "
    "copies of one report count once.",
    "Paths join statements at a common actor. A path is put as surely as its weakest step, and that it is drawn does "
    "not mean that it was taken.",
)
WORDS = {
    True: "Words of likelihood are used for computed probabilities only, by the scale of ICD 203 below, with the "
    "figure and the base rate beside them.",
    False: "This brief uses no words of likelihood of its own, because no probability was computed for it; the scale "
    "of ICD 203 that it would use stands below.",
}
OTHERS = (
    "“May”, “could”, “likely” and the like in quotes, and in what is told of them, are the sources’ own and are never "
    "turned into figures.",
    "Confidence is a sentence of its own and no likelihood: it grades the number, firmness and agreement of the "
    "sources, or the past that a figure rests on, not the world.",
)
LADDER = (
    ("almost no chance", "1–5 %"),
    ("very unlikely", "5–20 %"),
    ("unlikely", "20–45 %"),
    ("roughly even chance", "45–55 %"),
    ("likely", "55–80 %"),
    ("very likely", "80–95 %"),
    ("almost certain", "95–99 %"),
)
"""The words of ICD 203 that `outlook.words` uses, one row of its table."""


def method(*, computed: bool) -> tuple[str, ...]:
    """How the brief was made and what its words mean; `computed` where it holds probabilities."""
    return (*METHOD, WORDS[computed], *OTHERS)


STRENGTHS = {"hard": 0, "drift": 1, "soft": 2}
SHOWN, QUOTED = 6, 3


def alternatives(desk: Desk, paths: Sequence[Path]) -> tuple[Line, ...]:
    """Other readings that the record itself offers: what is played down, negated, or cuts the other way."""
    found: list[Line] = []
    for dispute in desk.disputes:
        for side in dispute["sides"]:
            if side["value"] == "played down":
                told = [desk.lines[i] for i in side["statements"] if i in desk.lines]
                if told:
                    text = "It may be made too much of: the same record plays it down."
                    found.append(desk.citations.line(told[0], text=text))
    circle = actors_of(paths)
    shown = {desk.core(path)["id"] for path in paths}
    harms = sum(path["sign"] < 0 for path in paths)
    for line in desk.lines.values():
        ends = {*line["source"], *line["target"]}
        if line["kind"] != "implication" or line["id"] in shown or not ends & circle:
            continue
        if line["polarity"] == "-":
            found.append(desk.citations.line(line))
        elif harms and line["relation"] == "small_gain":
            found.append(desk.citations.line(line, text=f"The gain may be small: {_lowered(sentence(line))}"))
    for path in paths:
        if harms and path["sign"] > 0:
            text = f"Against the harm stands a gain: {_lowered(sentence(desk.core(path)))}"
            found.append(desk.citations.line(desk.core(path), text=text))
    return tuple({line.quote: line for line in found}.values())[:5]


def _lowered(text: str) -> str:
    """A sentence to follow a colon: articles small, names as they are."""
    first = text.split(" ", 1)[0]
    return text[:1].lower() + text[1:] if first in ("The", "What", "It", "This", "An", "A") else text


def clashes(desk: Desk, paths: Sequence[Path]) -> tuple[Clash, ...]:
    """The contradictions, hard ones first, those of the actors on the paths before others."""
    circle = actors_of(paths) | desk.asked | {desk.focal}
    found = []
    for dispute in desk.disputes:
        told = [desk.lines[i] for s in dispute["sides"] for i in s["statements"] if i in desk.lines]
        ends = {c for x in told for c in (*x["source"], *x["target"])}
        near = len(ends & circle)
        if near:
            found.append((STRENGTHS[dispute["strength"]], -near, dispute["id"], dispute, told))
    found.sort(key=lambda f: f[:3])
    return tuple(_clash(desk, dispute, told) for *_, dispute, told in found[:SHOWN])


def _clash(desk: Desk, dispute: Mapping[str, Any], told: Sequence[dict[str, Any]]) -> Clash:
    plain = next((x for x in told if x["modality"] == "asserted" and x["polarity"] == "+"), told[0])
    sides = []
    for side in dispute["sides"]:
        members = [desk.lines[i] for i in side["statements"] if i in desk.lines]
        unique = list({x["sentence_id"]: x for x in members}.values())[:QUOTED]
        sides.append(
            Side(value=_value(side["value"]), lines=tuple(desk.citations.line(x, note=publisher(x)) for x in unique))
        )
    return Clash(
        title=_asked(dispute["field"], clause({**plain, "polarity": "+"})),
        field=dispute["field"],
        strength=dispute["strength"],
        sides=tuple(side for side in sides if side.lines),
        id=dispute["id"],
    )


def _asked(field: str, told: str) -> str:
    """A contradiction as the question that it leaves open."""
    lead = {"place": "Where", "date": "When", "happened": "Whether", "certainty": "How certain it is that"}
    return f"{lead[field]} {told}" if field in lead else f"How much to make of it that {told}"


def _value(value: str) -> str:
    if value.startswith("claimed by "):
        return "Claimed by " + joined([name(s) for s in value.removeprefix("claimed by ").split("+")])
    days = re.fullmatch(r"(\d{4}-\d\d-\d\d|\.\.)(?:/(\d{4}-\d\d-\d\d|\.\.))?", value)
    if days:
        first, last = (None if d in (None, "..") else date.fromisoformat(d) for d in (days[1], days[2] or days[1]))
        return capital(when(first, last).removeprefix("on "))
    return capital(value)


def gaps(desk: Desk, paths: Sequence[Path]) -> tuple[Line, ...]:
    """What the record lacks: voices, dates, publishers."""
    told = list(desk.lines.values())
    if not told:
        return (Line(text="The record is empty for this period."),)
    found = []
    speakers = {code for line in told for code in line["attributed_to"] or ()}
    spoken = name(desk.focal)
    if desk.focal not in speakers:
        found.append(f"No statement is attributed to {spoken} itself: what it wants here is what others write.")
    quiet = sorted(actors_of(paths) - speakers - {desk.focal})
    if quiet:
        found.append(f"Nothing is attributed to {joined([name(c) for c in quiet], 'or')} in its own voice.")
    publishers = {line["publisher"] for line in told}
    if len(publishers) == 1:
        who = next(iter(publishers))
        found.append(f"All of it comes from one publisher ({who})." if who else "No publisher is named.")
    elif None in publishers:
        found.append("Part of it comes from documents whose publisher is not named; they count as one.")
    undated = sum(not (line["when_start"] or line["when_end"]) for line in told)
    if undated:
        found.append(f"{undated} of {len(told)} statements carry no date of their own, and none was invented for them.")
    unpublished = {x["document"] for x in told if not (x["published_start"] or x["published_end"])}
    if unpublished:
        count = NUMBERS[len(unpublished)] if len(unpublished) < len(NUMBERS) else str(len(unpublished))
        found.append(capital(f"{count} document{'s' * (len(unpublished) != 1)} cannot be dated at all."))
    if paths and all(path["publishers"] == 1 for path in paths):
        found.append(f"No path to {spoken} is told by more than one publisher.")
    return tuple(Line(text=text) for text in found)


def indicators(desk: Desk, paths: Sequence[Path]) -> tuple[Line, ...]:
    """What to watch for: by path, what would make it firmer and what would weaken it."""
    table = {key: (firmer, weaker) for key, firmer, weaker in lines("indicators.tsv", 3)}
    found = []
    for path in paths:
        core = desk.core(path)
        firmer, weaker = table.get(core["relation"]) or table.get(path["how"]) or table["direct"]
        named = {
            "focal": name(desk.focal),
            "s": _among(core["source"], "those named"),
            "t": _among([c for c in core["target"] or core["source"] if c != desk.focal], name(desk.focal)),
            "via": _among(core["via"] or core["source"], "those named"),
        }
        text = f"Firmer by {firmer.format(**named)}; weaker by {weaker.format(**named)}."
        path_told = sentence(desk.told(path), dated=False)
        found.append(Line(text=text, cites=desk.citations.cite([core]), statements=(core["id"],), note=path_told))
    return tuple({line.text: line for line in found}.values())[:5]


def _among(codes: Sequence[str], otherwise: str) -> str:
    return joined([name(code) for code in codes]) or otherwise


GRADED = (
    "Each bears a grade of the Admiralty code: how reliable its publisher is, from A to E (F: cannot be judged), and "
    "how credible what it is cited for, from 1, confirmed by others, to 5 (6: cannot be judged)."
)


def source_summary(desk: Desk, cited: Sequence[Source]) -> str:
    """Who published what is cited, and who is answerable in it."""
    if not cited:
        return "No source is cited."
    sentences = {s.sentence_id for s in cited}
    told = [line for line in desk.lines.values() if line["sentence_id"] in sentences]
    by = Counter(s.publisher or UNNAMED for s in cited)
    own = sum(not told_by(line) for line in told)
    shares = joined([f"{who} ({count})" for who, count in by.most_common()])
    text = f"{len(cited)} sentences from {len({s.document_id for s in cited})} documents: {shares}."
    rest = len(told) - own
    shared = f"Of the {len(told)} statements in them, {own} are the authors’ own and {rest} attributed to others."
    return f"{text} {shared} {GRADED}"
