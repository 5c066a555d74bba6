"""What is known, what is claimed, what is assumed: events and ties once each, by what their statements bear."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from westphalia.analysis.lines import FIRMNESS, asks, day_of, publisher
from westphalia.briefing.desk import Desk, Path, actors_of
from westphalia.briefing.names import joined, name
from westphalia.briefing.parts import Line
from westphalia.briefing.phrases import alone, clause, plainly, sentence
from westphalia.linking.independence import voices as independent_voices

__all__ = ["assumed", "claimed", "known"]

KNOWN, CLAIMED, ASSUMED = 10, 8, 6
TELLABLE = ("asserted", "reported", "denied", "probable", "possible")
Row = Mapping[str, Any]
Told = tuple[Row, list[dict[str, Any]]]


def known(desk: Desk, paths: Sequence[Path]) -> tuple[Line, ...]:
    """Events and ties that are stated flatly, and whose certainty does not drift between the sources."""
    drifting = _drifting(desk)
    found = [
        (item, told)
        for item, told in _linked(desk, paths)
        if item["certainty"] == "asserted"
        and not any(line["id"] in drifting for line in told)
        and not all(_spelled_out(desk, line) for line in told)
    ]
    return tuple(_line(desk, item, told) for item, told in _varied(found)[:KNOWN])


def claimed(desk: Desk, paths: Sequence[Path]) -> tuple[Line, ...]:
    """Events and ties for which somebody else is answerable, that are denied, or that the text itself hedges."""
    drawn = {desk.core(path)["sentence_id"] for path in paths}
    drifting = _drifting(desk)
    found = [
        (item, told)
        for item, told in (_weaker(item, told, drifting) for item, told in _linked(desk, paths))
        if item["certainty"] in ("reported", "denied", "probable", "possible")
        and not all(plainly(x) for x in told)
        and not (item["certainty"] == "possible" and all(x["sentence_id"] in drawn for x in told))
    ]
    return tuple(_line(desk, item, told) for item, told in _varied(found)[:CLAIMED])


def assumed(desk: Desk, paths: Sequence[Path]) -> tuple[Line, ...]:
    """What sources take for granted that is elsewhere only claimed, and what the paths take to hold still."""
    found = []
    for dispute in desk.disputes:
        flat = next((s for s in dispute["sides"] if s["value"] == "stated as fact"), None)
        if dispute["strength"] != "drift" or flat is None:
            continue
        told = [desk.lines[i] for i in flat["statements"] if i in desk.lines]
        others = [s["value"] for s in dispute["sides"] if s is not flat]
        if told:
            line = max(told, key=lambda x: (x["kind"] == "event", x["score"] or 0))
            weaker = joined([_spoken(other) for other in others])
            text = f"That {clause(line)} is taken for granted here; elsewhere it is {weaker}."
            found.append(desk.citations.line(line, text=text))
    seen: set[str] = set()
    for path in paths:
        for line in desk.steps(path, "because"):
            told_as = clause(alone(line, desk.focal))
            if line["when_start"] or line["when_end"] or told_as in seen or line["kind"] == "event":
                continue
            seen.add(told_as)
            text = f"That {told_as} is taken to hold still; the text gives it no date."
            found.append(desk.citations.line(line, text=text))
    return tuple(found[:ASSUMED])


def _weaker(item: Row, told: list[dict[str, Any]], drifting: Collection[str]) -> Told:
    """What is stated flatly in one place and only claimed in another, as it is claimed; all else as it is."""
    weak = [line for line in told if line["modality"] != "asserted"]
    if item["certainty"] != "asserted" or not weak or not any(line["id"] in drifting for line in told):
        return item, told
    firm = min((line["modality"] for line in weak), key=FIRMNESS.index)
    seen = {line["document_id"] for line in weak}
    return {**item, "certainty": firm, "reports": len(seen), "publishers": independent_voices(weak)}, weak


def _spelled_out(desk: Desk, line: Row) -> bool:
    """Whether a statement only says that somebody accused, and its sentence also tells what they said."""
    return line["relation"] == "ACCUSE" and any(
        set(x["attributed_to"] or ()) == set(line["source"]) and x["modality"] == "reported"
        for x in desk.beside.get(line["sentence_id"], ())
    )


def _spoken(value: str) -> str:
    """A side of a certainty dispute in words: `claimed by USA` with the actor's name."""
    if value.startswith("claimed by "):
        speaker = value.removeprefix("claimed by ")
        return "claimed by " + joined([name(s) for s in speaker.split("+")])
    return f"put as {value}"


def _drifting(desk: Desk) -> frozenset[str]:
    return frozenset(
        i for d in desk.disputes if d["strength"] == "drift" for side in d["sides"] for i in side["statements"]
    )


def _linked(desk: Desk, paths: Sequence[Path]) -> list[Told]:
    """Events and ties that bear on the focal state with their statements, the most relevant first."""
    circle = (actors_of(paths, because=True) | desk.asked) - {desk.focal}
    found = []
    for item in (*desk.events, *desk.ties):
        told = [desk.lines[i] for i in item["statements"] if i in desk.lines and desk.lines[i]["kind"] != "state"]
        told = [line for line in told if not asks(line)]
        near = _nearness(item, desk.focal, circle)
        if told and near and _plain(item, focal=desk.focal) and item["certainty"] in TELLABLE:
            found.append((near, item, told))
    found.sort(key=lambda f: _rank(*f))
    return [(item, told) for _, item, told in found]


def _nearness(item: Row, focal: str, circle: set[str]) -> int:
    ends = {*item["source"], *item["target"]}
    if focal in ends:
        return 3 if len(ends) > 1 else 1
    return 2 if len(ends & circle) > 1 else 0


def _plain(item: Row, *, focal: str) -> bool:
    """Whether a line can be made of it: both ends told, or the focal state the one that acts."""
    return bool(item["source"] and item["target"]) or focal in item["source"]


def _rank(near: int, item: Row, told: Sequence[Row]) -> tuple[object, ...]:
    latest = max((day_of(dict(x)) for x in told if day_of(dict(x)) != date.max), default=date.min)
    firm = FIRMNESS.index(item["certainty"])
    stale = all(x["background"] for x in told)
    vague = all(plainly(x) for x in told)
    return -near, stale, vague, firm, -item["publishers"], -item["reports"], -latest.toordinal(), item["id"]


def _varied(found: Sequence[Told]) -> list[Told]:
    """In order, with one sentence telling no more than two lines, and one pair no more than four."""
    sentences: Counter[str] = Counter()
    pairs: Counter[tuple[str, ...]] = Counter()
    texts: set[str] = set()
    kept = []
    for item, told in found:
        best = _teller(item, told)
        pair = tuple(sorted({*item["source"], *item["target"]}))
        text = sentence(best)
        if sentences[best["sentence_id"]] < 2 and pairs[pair] < 4 and text not in texts:
            sentences[best["sentence_id"]] += 1
            pairs[pair] += 1
            texts.add(text)
            kept.append((item, told))
    return kept


def _teller(item: Row, told: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The statement that tells it best: as firm as the whole, both ends named, dated, found surely."""
    return max(
        told,
        key=lambda x: (
            x["modality"] == item["certainty"],
            bool(x["source"] and x["target"]),
            x["when_start"] is not None,
            not x["background"],
            x["score"] or 0.0,
            x["id"],
        ),
    )


def _line(desk: Desk, item: Row, told: Sequence[dict[str, Any]]) -> Line:
    best = _teller(item, told)
    when = {"when_start": item["when_start"], "when_end": item["when_end"]}
    voices = sorted({publisher(x) for x in told})
    notes = []
    if item["reports"] > 1:
        count = independent_voices(told)
        notes.append(f"{item['reports']} reports, {count} independent publisher" + "s" * (count != 1))
    elif voices:
        notes.append(voices[0])
    if any(x["id"] in desk.disputed for x in told):
        notes.append("disputed")
    others = [x for x in told if x["id"] != best["id"]]
    shown = {**best, **when} if best["kind"] == "event" else best
    return desk.citations.line(best, text=sentence(shown), note="; ".join(notes), others=others)
