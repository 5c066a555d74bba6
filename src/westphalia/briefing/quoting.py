"""The sources' own words as a brief shows them: clauses of a sentence, and the marks around them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

__all__ = ["clip", "quoted"]


def quoted(words: str) -> str:
    """Words in quotation marks, with the marks inside them made single.

    >>> quoted("“I will always stand with Russia,” said Kim.")
    '“‘I will always stand with Russia,’ said Kim.”'
    """
    inner = re.sub(r'(?:^|(?<=[\s(\[—–]))"', "‘", words).replace('"', "’")
    return f"“{inner.replace('“', '‘').replace('”', '’')}”"


def clip(line: Mapping[str, Any], longest: int = 200, shortest: int = 60) -> str:
    """The words of the sentence around the trigger, whole clauses where they fit; always a part of the sentence."""
    text = line["sentence"] or ""
    if len(text) <= longest or not line["trigger"] or line["trigger"] not in text:
        return text.strip()
    at = text.find(line["trigger"])
    end_of = at + len(line["trigger"])
    marks = re.finditer(r"[,;:–—]\s+|(?<=\w)\s+(?=(?:that|which|as|but|while|where|though)\s)", text)
    cuts = [0, *(m.end() for m in marks), len(text)]
    spans = [(a, b) for a in cuts for b in cuts if a <= at and end_of <= b and shortest <= b - a <= longest]
    if not spans:
        return text.strip()
    first, last = max(spans, key=lambda span: span[1] - span[0])
    return text[first:last].strip(" ,;:–—")
