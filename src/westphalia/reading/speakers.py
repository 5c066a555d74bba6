"""Which state speaks in a speech: by the document's metadata or title, else by what the speaker calls "my country"."""

from __future__ import annotations

import re
from collections import Counter

from westphalia.errors import UnknownActor
from westphalia.ontology.actors import Atlas
from westphalia.reading.reading import Reading

__all__ = ["speaking_state"]

_KEYS = ("speaker_state", "speaker_country", "delegation")
_TITLE = re.compile(
    r"""\b(?:statement|address|speech|remarks)\b .*? \b(?:of|by|from)\s+ (?:the\s+)? (.+?)
    (?:\s+(?:in|at|to|before|on)\s+the\b | \s*$ | ,)""",
    re.IGNORECASE | re.VERBOSE,
)
_SPEECH = re.compile(
    r"""\bmy\ (?:country|delegation|government|people)\b | \bMr\.?\ President\b | \bGeneral\ Assembly\b
    | \bour\ (?:country|delegation)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_NAME = r"(?:the\ )? (?:[A-Z][\w'-]* (?:\ of|\ and|\ the)? \ ?){1,6}"
_MINE = re.compile(
    rf"""\b(?:[Mm]y|[Oo]ur)\ (?:country|homeland|nation|people|delegation|Government),?\ {_NAME}
    | \b[Oo]n\ behalf\ of\ (?:the\ )?(?:people|Government|delegation|Kingdom|Republic|State)[\w ]{{0,40}}?\ of\ {_NAME}
    | \b[Ww]e,?\ (?:in|of)\ {_NAME}
    | \b[Tt]he\ delegation\ of\ {_NAME}""",
    re.VERBOSE,
)


def speaking_state(reading: Reading, atlas: Atlas) -> str | None:
    """The code of the state that a speech is given for; None where the document is none or does not show it."""
    document = reading.document
    for key in _KEYS:
        value = document.extra.get(key)
        if isinstance(value, str) and value:
            found = _code(atlas, value)
            if found:
                return found
    title = _TITLE.search(document.title or "")
    if title:
        found = _code(atlas, title[1])
        if found:
            return found
    text = document.text
    words = max(1, text.count(" "))
    if len(_SPEECH.findall(text)) < 2 + words // 1500:
        return None
    ours = sum(1 for _ in re.finditer(r"\b(?:we|our|us)\b", text, re.I))
    if ours * 150 < words:
        return None
    counts: Counter[str] = Counter()
    for match in _MINE.finditer(text):
        for hit in atlas.scan(match[0]):
            for key in hit.keys:
                if "." not in key:
                    counts[key] += 1
    if not counts:
        return None
    (best, most), *rest = counts.most_common(2)
    return best if not rest or most > 1.5 * rest[0][1] else None


def _code(atlas: Atlas, text: str) -> str | None:
    try:
        return atlas.code(text)
    except UnknownActor:
        return None
