"""Stage: every place in a sentence that refers to an actor, each with a clue for the stage that says who it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from westphalia.ontology.actors import Atlas, atlas
from westphalia.ontology.gazetteer import Gazetteer, Match, Sense, fold
from westphalia.reading.clues import Clue, listed_words
from westphalia.reading.reading import Parsed, Reading, atlas_of
from westphalia.reading.spotting import spot
from westphalia.records import Mention, Span, content_id

__all__ = ["mentions"]


def mentions(reading: Reading) -> Reading:
    """The reading with its mentions, and their clues in `notes["clues"]`.

    Two passes: the first learns the names of persons who are introduced in full or with a title, the second finds their
    surnames too, wherever they stand in the document.
    """
    known = atlas_of(reading)
    scanned = [known.scan(p.sentence.text) for p in reading.parsed]
    local = introduced(reading, known, scanned)
    found: list[Mention] = []
    clues: dict[str, Clue] = {}
    quoted = False
    for parsed, matches in zip(reading.parsed, scanned, strict=True):
        inside, quoted = _quoted(parsed, quoted)
        for clue in spot(parsed, known, local, matches):
            mention = _mention(parsed, clue)
            found.append(mention)
            clues[mention.id] = replace(clue, quoted=clue.head in inside)
    return replace(reading, mentions=tuple(found), notes={**reading.notes, "clues": clues})


def introduced(reading: Reading, known: Atlas, scanned: Sequence[list[Match]]) -> Gazetteer:
    """Names by which persons are called in this document: the surnames of those named in full or with a title, and of
    leaders in or near office when it was published whose state is named in it."""
    local = Gazetteer()
    empty = Gazetteer()
    published = reading.document.published
    on = (published.start or published.end) if published else None
    singles: set[str] = set()
    ruling: set[str] = set()  # "the Trump administration"
    states: set[str] = set()
    for parsed, matches in zip(reading.parsed, scanned, strict=True):
        for clue in spot(parsed, known, empty, matches, names_only=True):
            if clue.name and (" " in clue.name or not known.surname(clue.name)):
                _introduce(local, clue, clue.name)
            for sense in clue.senses:
                states |= {c for a in sense.actors for c in known.codes(a, on)}
        for t in parsed.tokens:
            first = t.i == 0 and t.dep_ == "nsubj"  # "Trump said": the tagger takes it for a noun
            if first and t.pos_ == "NOUN" and on and _in_office(known, t.text, on):
                singles.add(t.text)
            if t.pos_ == "PROPN" and t.text[0].isupper() and len(t.text) > 2 - (on is not None):
                singles.add(t.text)
                after = parsed.tokens[t.i + 1].lower_ if t.i + 1 < len(parsed.tokens) else ""
                if after in listed_words("placing", "ruled"):
                    ruling.add(t.text)
    for word in singles:
        if local.look_up(word) or known.look_up(word) or word.lower() in known.agents:
            continue
        if word.lower() in listed_words("placing", "fame") or (len(word) < 3 and not _in_office(known, word, on)):
            continue
        persons = known.surname(word)
        sole = _sole(known, persons, on, word, ruling=word in ruling)
        fits = [p for p in persons if sole or known.whose(p) in states or set(known.codes(p)) & states]
        fits = [p for p in fits if sole or known.office_on(p, on) >= (0.75 if on else 0.0)]
        for person in fits:
            local.add(word, Sense((person,), "person", why="a leader of a state named in the document"))
    return local


def _sole(known: Atlas, persons: Sequence[str], on: date | None, word: str, *, ruling: bool) -> bool:
    """Whether a surname leads to one state although no state is named: Putin, Erdogan, the Trump administration."""
    if not persons or word.lower() in known.given_names or word.lower() in known.common_names:
        return False
    if on:
        persons = [p for p in persons if known.office_on(p, on) == 1.0] or persons  # else one of history: Gorbachev
    return len({known.whose(p) for p in persons}) == 1 and (ruling or any(_led(known, p) for p in persons))


def _in_office(known: Atlas, word: str, on: date | None) -> bool:
    """Whether one person of that surname leads a state on a day."""
    return on is not None and sum(known.office_on(p, on) == 1.0 and _led(known, p) for p in known.surname(word)) == 1


def _led(known: Atlas, person: str) -> bool:
    return any(t.role in ("president", "prime_minister", "leader", "monarch") for t in known.tenures(person))


def _introduce(local: Gazetteer, clue: Clue, name: str) -> None:
    words = name.split()
    sense = Sense(clue.known or (f"?{name}",), "person", why=f"introduced as {name}")
    local.add(name, sense)
    if len(words) > 1:
        ends = {words[-1]}
        if len(words) > 2 and fold(words[-2]) in ("bin", "al", "de", "von", "van", "le", "der", "el", "di", "da", "la"):
            ends.add(" ".join(words[-2:]))
        if len(words) in (2, 3) and _family_first(clue):
            ends = {words[0]}
        for end in ends:
            if len(end) > 2 or _family_first(clue):
                local.add(end, sense)


def _family_first(clue: Clue) -> bool:
    states = {a.partition(".")[0] for s in clue.senses for a in s.actors} | {k.partition(".")[0] for k in clue.known}
    return bool(states & {"CHN", "TWN", "PRK", "KOR", "VNM", "RVN", "VDR", "KHM"})


def _mention(parsed: Parsed, clue: Clue) -> Mention:
    span = parsed.span(parsed.tokens[clue.first], parsed.tokens[clue.last])
    base = parsed.sentence.span.start
    span = Span(start=max(span.start, base), end=min(span.end, parsed.sentence.span.end))
    text = parsed.sentence.text[span.start - base : span.end - base]
    return Mention(
        id=content_id("m", parsed.sentence.id, span.start - base, span.end - base),
        sentence_id=parsed.sentence.id,
        span=span,
        text=text,
        kind=_kind(clue),
    )


_SORTS = {
    "office": "office",
    "organ": "organ",
    "people": "group",
    "person": "office",
    "group": "group",
    "asset": "organ",
}


def _kind(clue: Clue) -> str:
    known = atlas()
    if clue.refers:
        pronoun = clue.refers in ("person", "thing", "many", "speaker") and clue.first == clue.last
        return "pronoun" if pronoun else "description"
    if clue.name:
        return "person"
    if clue.agent:
        agent = known.agents.get(clue.agent)
        return _SORTS.get(agent.sort, "organ") if agent else "organ"
    kind = clue.senses[0].kind if clue.senses else "name"
    return {"people": "demonym", "place": "name", "prefix": "demonym", "regime": "metonym"}.get(kind, kind)


_MARKS = frozenset({'"', "``", "''"})


def _quoted(parsed: Parsed, quoted: bool) -> tuple[set[int], bool]:
    """The tokens within quotation marks, and whether a quotation is still open at the end of the sentence."""
    text = parsed.sentence.text
    shift = parsed.offset - parsed.sentence.span.start
    marks = [t for t in parsed.tokens if t.text in _MARKS and text[t.idx + shift] not in "'‘’`"]
    if quoted and marks and text[marks[0].idx + shift] in "“„«":
        quoted = False
    if not quoted and len(marks) % 2 and text[marks[0].idx + shift] in "”»":
        quoted = True
    inside: set[int] = set()
    for t in parsed.tokens:
        if t.text in _MARKS:
            if text[t.idx + shift] not in "'‘’`":  # quotations inside quotations change nothing
                quoted = not quoted
        elif quoted:
            inside.add(t.i)
    return inside, quoted
