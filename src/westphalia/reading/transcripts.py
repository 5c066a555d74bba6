"""Transcripts: conversations printed as turns, each opened by the name of who speaks.

"((Amina Said))  They closed the border." or "AMINA SAID: They closed the border." A name opens turns where it does so
at least twice, or stands in double brackets. Who mostly asks is the one who leads the conversation: the author.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from westphalia.records import Span

__all__ = ["Turn", "turns"]

_OPENING = re.compile(
    r"""^[ \t]* (?: \(\( \s* (?P<bracketed> [^()\n]{2,50}? ) \s* \)\) [ \t]* :?
                  | (?P<plain> [A-Z][\w.'’-]* (?:[ ] [A-Z][\w.'’-]*){0,4} ) : (?=\ ) )""",
    re.MULTILINE | re.VERBOSE,
)
_AGAIN = 2  # times that a name before a colon must come to open turns
_SPEAKERS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one says in a conversation; `name`: where the text names the speaker before it."""

    name: Span
    said: Span


def turns(text: str) -> tuple[Turn, ...]:
    """The turns of a transcript in order, those of who asks left out; none where the text is no transcript.

    >>> talk = "((WN)) Why? \\n((Amina Said)) They left.\\n((WN)) When?"
    >>> [(t.name.of(talk), t.said.of(talk).strip()) for t in turns(talk)]
    [('Amina Said', 'They left.')]
    """
    found = list(_OPENING.finditer(text))
    spoken: dict[str, list[Turn]] = defaultdict(list)
    ends = [*(m.start() for m in found[1:]), len(text)]
    for match, end in zip(found, ends, strict=False):
        name = "bracketed" if match["bracketed"] else "plain"
        turn = Turn(name=Span(start=match.start(name), end=match.end(name)), said=Span(start=match.end(), end=end))
        spoken[match[name]].append(turn)
    heard = {n: t for n, t in spoken.items() if len(t) >= _AGAIN or text[t[0].name.start - 1] == "("}
    if len(heard) < _SPEAKERS:
        return ()
    answers = (t for own in heard.values() if not _asks(own, text) for t in own)
    return tuple(sorted(answers, key=lambda t: t.said.start))


def _asks(own: list[Turn], text: str) -> bool:
    """Whether most turns of a speaker end with a question."""
    return 2 * sum(t.said.of(text).rstrip(" \t\n\"”'’").endswith("?") for t in own) > len(own)
