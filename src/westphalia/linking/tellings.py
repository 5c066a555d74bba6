"""What a sentence says of its own telling: whether its date is that of a claim, whether a deed was only tried."""

from __future__ import annotations

import re

__all__ = ["dates_the_claim", "only_tried"]

_DATE = re.compile(
    r"\b(january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today|week|month|year|weeks|months|years|(19|20)\d\d)\b",
    re.IGNORECASE,
)
_TRIED = re.compile(
    r"\b((try|tries|trying|tried|attempt\w*|sought|seek\w*|plan(s|ned|ning)?|prepar\w+|intend\w*|hop(e|es|ed|ing)"
    r"|consider\w*|weigh\w*)\s+(to\s+)?)$",
    re.IGNORECASE,
)


def dates_the_claim(sentence: str, cue: str, trigger: str) -> bool:
    """Whether the only date of a reported statement stands before the word of saying: then it is when it was said.

    >>> dates_the_claim("In August 2023, the US claimed that it sold arms.", "claimed", "sold")
    True
    >>> dates_the_claim("The US claimed that it sold arms in August 2023.", "claimed", "sold")
    False
    """
    said, told = sentence.find(cue) if cue else -1, sentence.find(trigger) if trigger else -1
    if said < 0 or told < said:
        return False
    return bool(_DATE.search(sentence[:said])) and not _DATE.search(sentence[said:])


def only_tried(sentence: str, trigger: str) -> bool:
    """Whether the words before the one that carries an event tell of an attempt or a plan.

    >>> only_tried("It was trying to strike a deal.", "strike"), only_tried("It struck a deal.", "struck")
    (True, False)
    """
    return bool(trigger) and trigger in sentence and bool(_TRIED.search(sentence[: sentence.find(trigger)]))
