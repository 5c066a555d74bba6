"""Headings that say who speaks before a colon: "Kremlin: Talks Have Failed", "Poll: Most Voters Oppose the War"."""

from __future__ import annotations

from spacy.tokens import Token

from westphalia.reading.classes import classes
from westphalia.reading.reading import Parsed
from westphalia.reading.sayings import Speech, is_channel
from westphalia.reading.scope import is_time
from westphalia.records import Span

__all__ = ["of_heading"]

LONGEST = 8  # words before the colon
SHORTEST = 3  # words after it


def of_heading(parsed: Parsed) -> Speech | None:
    """What a heading says, by whom: a name or a paper ("poll", "report") that stands alone before a colon."""
    tokens = [t for t in parsed.tokens if not t.is_space]
    at = next((i for i, t in enumerate(tokens[: LONGEST + 1]) if t.text == ":"), 0)
    before, after = tokens[:at], tokens[at + 1 :]
    if not before or len(after) < SHORTEST or parsed.span(tokens[at]).end == parsed.span(after[0]).start:
        return None
    named = before[: next((i for i, t in enumerate(before) if t.pos_ in ("ADP", "PART") and i and t.tag_ != "POS"), at)]
    if not all(t.pos_ in ("PROPN", "NOUN", "ADJ", "DET", "NUM") or t.tag_ == "POS" or t.is_punct for t in named):
        return None
    source = named[-1]
    if not speaks(source) or not before[0].text[0].isupper() or is_dateline(before, after):
        return None
    last = after[-1] if not after[-1].is_punct or after[-1].text in "\"'" or len(after) == SHORTEST else after[-2]
    return Speech(
        parsed=parsed, source=Span(start=parsed.span(named[0]).start, end=parsed.span(source).end), head=source,
        cue=parsed.span(tokens[at]), word=":", kind="say", content=(parsed.span(after[0], last),),
    )  # fmt: skip


def speaks(source: Token) -> bool:
    """Whether a word before a colon may name a speaker: a name, or a paper or source such as "poll", "officials"."""
    if source.lemma_.lower() in classes()["rubric"] or is_time(source):
        return False
    return source.pos_ == "PROPN" or is_channel(source)


def is_dateline(before: list[Token], after: list[Token]) -> bool:
    """Whether a place in capitals opens a report: "ISLAMABAD: Troops crossed ..."; not where all is in capitals."""
    return all(t.is_upper for t in before) and not all(t.is_upper for t in after if t.is_alpha)
