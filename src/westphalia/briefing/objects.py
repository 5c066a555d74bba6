"""What a stance is about, in the text's own words: those behind the word that carries it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

__all__ = ["object_words"]

BREAK = re.compile(r"[,;:.!?()]|\s(?:as|because|but|while|although|since|so|when|if)\s")
LEADING = re.compile(r"^(?:about|over|of|for|at|on)\s+")
POINTING = re.compile(r"^(?:it|them|this|that|these|those|him|her|so)\b", re.IGNORECASE)
LONGEST = 90


def object_words(line: Mapping[str, Any]) -> str:
    """The words behind a stance's own, up to the end of the clause; empty where they only point, or are none.

    >>> said = "As before, Lima wants a say in how far this goes, and waits."
    >>> object_words({"sentence": said, "trigger": "wants"})
    'a say in how far this goes'
    """
    _, found, after = str(line["sentence"] or "").partition(str(line["trigger"] or "\0"))
    words = LEADING.sub("", BREAK.split(after, maxsplit=1)[0].strip())
    plain = found and words and not POINTING.match(words) and len(words) <= LONGEST
    return " ".join(words.split()) if plain else ""
