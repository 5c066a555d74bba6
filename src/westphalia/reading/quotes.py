"""Quotations of a document: where they open and close, paragraph by paragraph, across sentences."""

from __future__ import annotations

import re

from westphalia.records import Span

__all__ = ["quotations"]

_MARK = re.compile(r"[\"“”„«»]|''|``")
_OPENING, _CLOSING = "“„«", "”»"
_LONGEST = 4000


def quotations(text: str) -> tuple[Span, ...]:
    """The quotations of a text, marks included, in order.

    A quotation that its paragraph leaves open runs to the paragraph's end; where the next paragraph opens with a
    mark it is a quotation of its own, as the custom of print has it. An odd straight mark (an inch, a slip) closes
    with its paragraph too. Of quotations set into one another the outer one counts.

    >>> [s.of('He said "yes" and "no".') for s in quotations('He said "yes" and "no".')]
    ['"yes"', '"no"']
    """
    found = []
    for paragraph in re.finditer(r"[^\n]+", text):
        start, inner = None, 0
        for match in _MARK.finditer(text, paragraph.start(), paragraph.end()):
            mark = match[0]
            if start is None:
                if mark not in _CLOSING and opens(text, match):
                    start = match.start()
            elif opens(text, match) and not closes(text, match):
                inner += 1
            elif inner and (mark in _CLOSING or closes(text, match)):
                inner -= 1
            elif mark in _CLOSING or (mark not in _OPENING and closes(text, match)):
                found.append(Span(start=start, end=match.end()))
                start = None
        if start is not None and paragraph.end() - start < _LONGEST:
            found.append(Span(start=start, end=paragraph.end()))
    return tuple(found)


def opens(text: str, match: re.Match[str]) -> bool:
    """Whether a straight mark may open: nothing, a space or a bracket before it, no space after it."""
    before = text[match.start() - 1] if match.start() else " "
    after = text[match.end()] if match.end() < len(text) else " "
    return match[0] in _OPENING or (not before.isalnum() and not after.isspace())


def closes(text: str, match: re.Match[str]) -> bool:
    """Whether a straight mark may close: no space before it, or nothing after it."""
    before = text[match.start() - 1]
    after = text[match.end()] if match.end() < len(text) else " "
    return not before.isspace() or after in ".,;:!? \n"
