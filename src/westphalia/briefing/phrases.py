"""Statements put into English sentences: the relation's verb, the text's modality, who is answerable, the day."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from westphalia.analysis.lines import about
from westphalia.briefing.names import capital, ends_of, joined, lines, name, relation_of
from westphalia.briefing.objects import object_words
from westphalia.briefing.quoting import quoted
from westphalia.linking.tellings import dates_the_claim
from westphalia.linking.words import carrier, stem, titles

__all__ = [
    "HEDGES",
    "alone",
    "clause",
    "day",
    "hedge",
    "plainly",
    "sentence",
    "told_by",
    "verb",
    "when",
]

Line = Mapping[str, Any]
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
NO_SPEAKER = re.compile(r"(this|last|next|that|the) (day|week|month|year|time)|says?|said", re.IGNORECASE)
SPOKEN = frozenset(
    {
        "add",
        "allege",
        "announce",
        "argue",
        "assert",
        "claim",
        "conclude",
        "confirm",
        "declare",
        "estimate",
        "explain",
        "insist",
        "maintain",
        "note",
        "report",
        "stress",
        "suggest",
        "warn",
    }
)
HEDGES = re.compile(
    r"\b(may|might|could|can|would|likely|probably|possibly|perhaps|apparently|reportedly|allegedly|potential|seems?"
    r"|appears?|expected|suggests?|is said|are said|if|unless)\b",
    re.IGNORECASE,
)

ASKED = re.compile(
    r"^[^.;,:]{0,60}?\b((?:to (?:not )?[a-z]+|that)\b[^.;:,“”]*?)"
    r"(?=[.;:,“”]|$|\s(?:and|but) (?:[a-z]+ed|said|told)\b)"
)
"""After the word of asking: "to" with a verb, or "that", up to where the clause ends."""

MOST_ASKED = 20


@cache
def _phrases() -> Mapping[tuple[str, str, str], tuple[str, str, str]]:
    return {(k, r, m): (one, both, left) for k, r, m, one, both, left in lines("phrases.tsv", 6)}


@cache
def _verbs() -> Mapping[str, Sequence[str]]:
    return {cells[0]: cells[1:] for cells in lines("verbs.tsv", 6)}


def verb(phrase: str, form: str, *, many: bool) -> str:
    """A verb phrase inflected by its first word; `form` is base, present, past, perfect or participle.

    >>> verb("be allied", "present", many=True), verb("carry on", "past", many=False)
    ('are allied', 'carried on')
    >>> verb("reach a deal", "present", many=False), verb("refuse help", "participle", many=False)
    ('reaches a deal', 'refused help')
    """
    word, space, rest = phrase.partition(" ")
    if form == "base":
        return phrase
    if form == "perfect":
        return f"{'have' if many else 'has'} {verb(phrase, 'participle', many=many)}"
    if word in _verbs():
        index = {"present": 1 if many else 0, "past": 3 if many else 2, "participle": 4}[form]
        return _verbs()[word][index] + space + rest
    if form == "present":
        return (word if many else _third(word)) + space + rest
    return _past(word) + space + rest


def _third(word: str) -> str:
    if re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    return word + ("es" if re.search(r"(s|x|z|ch|sh|o)$", word) else "s")


def _past(word: str) -> str:
    if word.endswith("e"):
        return word + "d"
    return word[:-1] + "ied" if re.search(r"[^aeiou]y$", word) else word + "ed"


def day(value: date) -> str:
    """A day as it is written out.

    >>> day(date(2023, 9, 18))
    '18 September 2023'
    """
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def when(start: date | None, end: date | None) -> str:
    """An interval in words with its preposition, empty where there is none.

    >>> when(date(2024, 6, 1), date(2024, 6, 30)), when(date(2022, 1, 1), None)
    ('in June 2024', 'since 2022')
    >>> when(date(2024, 6, 19), date(2024, 6, 19))
    'on 19 June 2024'
    >>> when(date(2023, 1, 1), date(2023, 12, 31)), when(date(2023, 9, 12), date(2023, 9, 17))
    ('in 2023', 'between 12 and 17 September 2023')
    """
    if start is None and end is None:
        return ""
    if start is None or end is None:
        return f"since {_since(start)}" if start else f"by {day(end)}" if end else ""
    if start == end:
        return f"on {day(start)}"
    opens, closes = start.day == 1, _closes_month(end)
    if opens and closes and (start.year, start.month) == (end.year, end.month):
        return f"in {MONTHS[start.month - 1]} {start.year}"
    if opens and closes and start.month == 1 and end.month == 12:
        return f"in {start.year}" if start.year == end.year else f"between {start.year} and {end.year}"
    if (start.year, start.month) == (end.year, end.month):
        return f"between {start.day} and {day(end)}"
    return f"between {day(start)} and {day(end)}"


def _since(start: date) -> str:
    if (start.month, start.day) == (1, 1):
        return str(start.year)
    return f"{MONTHS[start.month - 1]} {start.year}" if start.day == 1 else day(start)


def _closes_month(end: date) -> bool:
    return (date.fromordinal(end.toordinal() + 1)).day == 1


def clause(line: Line, form: str | None = None) -> str:
    """Who did what to whom, without speaker and hedge: `North Korea paid a visit to Russia`.

    `form` overrides the tense: events are told in the past, everything else in the present.
    """
    form = form or _tense(line)
    subject, phrase, many = _parts(line)
    if line["polarity"] == "-":
        return f"{subject} {_negated(phrase, form, many=many)}"
    return f"{subject} {verb(phrase, form, many=many)}"


def _tense(line: Line) -> str:
    """Events are told in the past, the rest in the present; what is open since a day in the perfect."""
    start, end = line.get("when_start"), line.get("when_end")
    if start and not end:
        return "perfect"
    if line["kind"] == "event":
        return "past"
    published = line.get("published_start")
    over = bool(end and (not published or (published - end).days > 366))
    return "past" if over and (line["background"] or line["kind"] == "state") else "present"


def alone(line: Line, actor: str) -> Line:
    """A statement of several on one side told of one of them: `India is concerned`, where all four ministers are."""
    side = list(line["source"])
    if actor not in side or len(side) < 2 or line["source"] == line["target"]:
        return line
    own = [i for i in line["source_actors"] or () if i.partition(".")[0] == actor]
    return {**line, "source": [actor], "source_actors": own}


def _negated(phrase: str, form: str, *, many: bool) -> str:
    first, _, rest = phrase.partition(" ")
    if form == "base":
        return f"not {phrase}"
    if form == "perfect":
        return f"{'have' if many else 'has'} not {verb(phrase, 'participle', many=many)}"
    if first == "be":
        return f"{verb('be', form, many=many)} not {rest}"
    return f"{verb('do', form, many=many)} not {phrase}"


@cache
def _efforts() -> Sequence[tuple[re.Pattern[str], str]]:
    """Patterns of what stands before the word that carries an event, each with the verb phrase it makes."""
    found = [(pattern.replace(" ", r"\s+"), put) for pattern, put, _ in lines("efforts.tsv", 3)]
    return [(re.compile(rf"\b(?:{pattern})\s+$", re.IGNORECASE), put) for pattern, put in found]


def _parts(line: Line) -> tuple[str, str, bool]:
    """Subject, verb phrase, whether the subject is several; what was only tried or planned is told as that."""
    subject, phrase, many = _acted(line)
    text, trigger = str(line["sentence"] or ""), str(line["trigger"] or "")
    if line["kind"] == "event" and trigger in text:
        before = text[: text.find(trigger)]
        phrase = next((put.format(do=phrase) for found, put in _efforts() if found.search(before)), phrase)
    return subject, phrase, many


def _acted(line: Line) -> tuple[str, str, bool]:
    """Subject, verb phrase with its object filled in, whether the subject is several."""
    source, target = ends_of(line, "source"), ends_of(line, "target")
    one, both, left = _forms(line)
    if line["kind"] == "implication":
        return _implied(line, source, target, one, left)
    if line["kind"] == "stance":
        return _held(line, source, one, left)
    everyone = list(dict.fromkeys([*source, *target])) if len(source) < 2 else source
    if (
        set(line["source"]) == set(line["target"])
        and both
        and source
        and max(len(set(line["source"])), len(everyone)) > 1
    ):
        both = _entered(line) or both
        return joined(everyone), both + _matter(line), _several(everyone)
    if source and source == target:
        return joined(source), (left or both) + _matter(line), _several(source)
    rest = [t for t in target if t not in source]
    if not source:
        phrase = one.format(t=joined(rest)) if rest and "{t}" in one else left or both
        return "an unnamed party", phrase, False
    if not rest or "{t}" not in one:
        return joined(source), (left or both or one.replace("{t}", "others")) + _matter(line), _several(source)
    return joined(source), one.format(t=joined(rest)) + _matter(line), _several(source)


def _several(names: Sequence[str]) -> bool:
    """Whether a verb after these stands in the plural."""
    return len(names) > 1 or (
        bool(names) and names[0].endswith((" forces", " people", " troops", " rebels", " media", " services"))
    )


def _forms(line: Line) -> tuple[str, str, str]:
    table, key = _phrases(), (line["kind"], line["relation"])
    found = table.get((*key, _by_word(line)))
    if line["kind"] != "event":
        found = next((table[*key, f"~{word}"] for word in _words(line) if (*key, f"~{word}") in table), None)
    found = found or table.get((*key, line.get("mode") or "-")) or table.get((*key, "-"))
    plain = str(line["relation"]).lower().replace("_", " ")
    return found or (f"be linked to {{t}} ({plain})", f"be linked ({plain})", f"be described so ({plain})")


def _implied(line: Line, source: list[str], target: list[str], one: str, left: str) -> tuple[str, str, bool]:
    """An implication's subject is what its source does, or the relation of the two at its source."""
    subject = _subject(line, source)
    via = [name(code) for code in line.get("via") or () if name(code) not in (*source, *target)]
    if line["relation"] == "diffusion_path":
        subject = f"what {joined(source)} {'have' if len(source) > 1 else 'has'}" if source else "what is passed on"
        phrase = one.format(t=joined(target)) if target else left
        return subject, phrase + (f" through {joined(via)}" if via else ""), False
    if not target:
        return subject, left, False
    if set(line["target"]) == set(line["source"]) and len(target) == 2:
        return subject, one.format(t="the two"), False
    return subject, one.format(t=joined(target)), False


def _subject(line: Line, source: list[str]) -> str:
    if len(line["source"]) == 2 and len(source) == 2:
        return relation_of(line["source"]).replace("the relation", line.get("bond") or "the relation", 1)
    if len(line["source"]) > 1:
        return f"what is between {joined(source)}"
    if source and line["polarity"] == "-":
        return f"the conduct of {joined(source)}"
    return f"what {joined(source)} {'do' if len(source) > 1 else 'does'}" if source else "this"


def _held(line: Line, source: list[str], one: str, left: str) -> tuple[str, str, bool]:
    """A stance's object: another state, or a relation, the actor's own included."""
    others = [code for code in line["target"] if code not in line["source"]]
    subject = joined(source) or "the author"
    words = quoted(found) if (found := object_words(line)) else ""
    if words and line["relation"] in ("wants", "wants_say"):
        return subject, f"want {words}", len(source) > 1
    if words and not line["target"] and "{t}" in one:
        return subject, one.format(t=words), len(source) > 1
    if not line["target"] or "{t}" not in one:
        return subject, left or one, len(source) > 1
    if not others:
        return subject, left or one.format(t="its own course"), len(source) > 1
    own = len(others) < len(line["target"])
    thing = f"{'their' if len(source) > 1 else 'its'} relation with {joined([name(c) for c in others])}"
    return subject, one.format(t=thing if own else relation_of(others)), len(source) > 1


def _entered(line: Line) -> str:
    """Signing a treaty that the sentence names, as a verb phrase; empty where it names none."""
    if line["relation"] not in ("AGREE", "SUPPORT"):
        return ""
    named = [t for t in titles(line["sentence"] or "") if re.search(r"(partnership|treaty|agreement|pact)$", t)]
    return f"enter into the {' '.join(w.capitalize() for w in min(named, key=len).split())}" if named else ""


def _by_word(line: Line) -> str:
    """The key of a phrase for the very word that carries a relation."""
    return f"~{carrier(line['method'] or '', line['trigger'] or '')}"


def plainly(line: Line) -> bool:
    """Whether no more can be told than the plain relation: no day, place, manner, matter or word of its own."""
    if line["kind"] == "tie":
        return bool(line["relation"] == "diplomatic_relations") and "diplomatic" not in _words(line)
    if line["kind"] != "event" or line["when_start"] or line["when_end"] or line["place"] or line["mode"]:
        return False
    return (line["kind"], line["relation"], _by_word(line)) not in _phrases() and not about(dict(line))


def _words(line: Line) -> Sequence[str]:
    """The stems of the words that carry a relation, last first: `diplomatic relations` as `relation`, `diplomatic`."""
    return [stem(word) for word in reversed(str(line["trigger"] or "").lower().split())]


@cache
def _spoken_matters() -> Mapping[str, str]:
    return dict(lines("matters.tsv", 2))


def _matter(line: Line) -> str:
    """What an agreement, a request or talks were about: what was asked for, or the one matter that the text shows."""
    if line["kind"] == "event" and line["relation"] == "REQUEST":
        return _asked_for(line)
    if line["kind"] != "event" or line["relation"] not in ("AGREE", "COOPERATE") or _entered(line):
        return ""
    if (line["kind"], line["relation"], _by_word(line)) in _phrases() and line["relation"] != "AGREE":
        return ""
    found = sorted(about(dict(line)) & set(_spoken_matters()))
    return f" {_spoken_matters()[found[0]]}" if len(found) == 1 else ""


def _asked_for(line: Line) -> str:
    """What was asked for or put to another in the text's own words, in quotes: to do something, or that it is so."""
    text, trigger = str(line["sentence"] or ""), str(line["trigger"] or "")
    found = ASKED.search(text[text.find(trigger) + len(trigger) :]) if trigger in text else None
    return f" “{found[1]}”" if found and len(found[1].split()) <= MOST_ASKED else ""


def hedge(line: Line) -> str:
    """The text's own hedging word, where there is one, nearest before the words that carry the relation."""
    text = line["sentence"] or ""
    at = text.find(line["trigger"] or "\0")
    found = list(HEDGES.finditer(text))
    before = [m for m in found if at < 0 or m.start() <= at + len(line["trigger"] or "")]
    return (before or found)[-1][0].lower() if found else ""


def told_by(line: Line) -> str:
    """Who is answerable, within a sentence: the speaker's name, or their words; empty for the author, the unnamed."""
    if line["attribution_kind"] in (None, "author"):
        return ""
    codes = list(line["attributed_to"] or ())
    if codes and line["attribution_kind"] == "actor":
        return joined([name(code) for code in codes])
    words = str(line["attribution_text"] or "")
    if NO_SPEAKER.fullmatch(words):
        words = ""
    return words or joined([name(c) for c in codes])


def sentence(line: Line, *, dated: bool = True) -> str:
    """One statement as a sentence of its own, with speaker, hedge and day: the text's, never ours.

    Estimative words of our own (likely, probable) are not used; the text's own are set in quotes.
    """
    spoken = told_by(line)
    on = when(line.get("when_start"), line.get("when_end")) if dated else ""
    later = f" {on}" if on else ""
    modality = line["modality"]
    if modality == "denied":
        who = spoken or "those named"
        told = _itself(clause({**line, "polarity": "+"}), who, many=len(line["attributed_to"] or ()) > 1)
        return capital(f"{who} denied that {told}{later}.")
    of_claim = modality == "reported" and dates_the_claim(
        str(line["sentence"] or ""), str(line["attribution_cue"] or ""), str(line["trigger"] or "")
    )
    if spoken and of_claim and not _speaks_of_itself(line, spoken):
        body = _itself(_hedged(line, modality), spoken, many=len(line["attributed_to"] or ()) > 1)
        return capital(f"{spoken} {_cue(line)}{later} that {body}.")
    body = _hedged(line, modality) + later
    if spoken:
        if _speaks_of_itself(line, spoken):
            return capital(f"{body}, in the words of {spoken}.")
        body = _itself(body, spoken, many=len(line["attributed_to"] or ()) > 1)
        return capital(f"{spoken} {_cue(line)} that {body}.")
    if modality == "reported":
        return capital(f"it is reported that {body}.")
    return capital(f"{body}.")


def _speaks_of_itself(line: Line, speaker: str) -> bool:
    """Whether the speaker is the one that acts, under a longer name: Kim of Kim Jong Un."""
    own = ends_of(line, "source")
    return (
        len(own) == 1
        and " of " in own[0]
        and own[0] != speaker
        and speaker.split(" ")[-1] in own[0].partition(" of ")[0].split(" ")
    )


def _itself(told: str, speaker: str, *, many: bool) -> str:
    """What a speaker says, with the speaker as `it` where its name comes up again."""
    alone = rf"(?<!and )(?<!, )(?<!of )(?<![\w’'-]){re.escape(speaker)}(?![\w’'-]|,| and | [A-Z])"
    return re.sub(alone, "they" if many else "it", told)


def _hedged(line: Line, modality: str) -> str:
    subject, phrase, many = _parts(line)
    no = "not " if line["polarity"] == "-" else ""
    if modality in ("asserted", "reported") or (modality == "desired" and line["kind"] == "stance"):
        return clause(line)
    if modality == "conditional":
        return f"{subject} would {no}{phrase}"
    if modality == "forecast" and told_by(line):
        return f"{subject} would {no}{phrase}"
    if modality == "forecast":
        return f"{subject} will, it is foreseen, {no}{phrase}"
    if modality == "desired":
        return f"{subject} {verb('want', 'present', many=many)} {no}to {phrase}"
    if line["kind"] == "event" and modality == "probable":
        word = hedge(line)
        return clause(line) + (f" (“{word}”, says the text)" if word else " (the text is not certain)")
    return f"{subject} {'can' if hedge(line) in ('can', 'could') else 'may'} {no}{phrase}"


def _cue(line: Line) -> str:
    """The attributing verb in the past, as the text has it; `said` where it has none."""
    word = str(line["attribution_cue"] or "").lower().split(" ")[0]
    if word in SPOKEN:
        return _past(word)
    return word if re.fullmatch(r"\w+ed|said|told|wrote", word) and word not in ("denied", "quoted") else "said"
