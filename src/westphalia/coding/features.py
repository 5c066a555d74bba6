"""What a coder sees of a text with two marked actors: words by where they stand, the path between the actors in the
parse, what the frames make of it, and what the encoder hears. The actors' own words are hidden, so that no coder
learns who but what; the encoder hears them too, but tells only of relations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, pairwise

import numpy as np
from spacy.tokens import Token

from westphalia.reading.encoder import encoder
from westphalia.reading.given import Given, examine
from westphalia.reading.reading import Parsed, Reading
from westphalia.records import Span

__all__ = ["features"]

_HEADED = frozenset({"dobj", "prep", "prt", "xcomp", "acomp", "attr", "neg", "aux", "pobj", "ccomp", "auxpass"})
_HEARD = 0.02  # what is less likely than this is not heard
_NEAR = 6  # words after the later actor that still count


def features(rows: Iterable[Given]) -> Iterator[Mapping[str, float]]:
    """The features of each row: name → weight.

    >>> row = Given("Iran condemned Iraq.", Span(start=0, end=4), Span(start=15, end=19))
    >>> found = next(features([row]))
    >>> found["path:S>condemn>T"], found["frame:ACCUSE"] > 2
    (1.0, True)
    """
    for row, reading, coded in examine(rows):
        found = {f"frame:{name}": 3.0 * score for name, score in coded.scores.items() if score}
        best = sorted(coded.scores.items(), key=lambda item: -item[1])[0]
        found[f"best:{best[0]}"] = 1.5 if best[1] else 0.0
        names = _names(row, reading)
        found |= {f"two:{one} {other}": 0.5 for one, other in pairwise(_once(names.values()))}
        for token, name in names.items():
            found.setdefault(f"word:{name}", 0.25)
            if (where := _place(row, reading, token)) is not None:
                found[f"{where}:{name}"] = 1.0 if where == "between" else 0.6
        yield found | _path(row, reading) | _heard(reading)


def _names(row: Given, reading: Reading) -> dict[Token, str]:
    """Each token's name: its lemma, or S and T for the words of the two actors."""
    return {token: _name(row, parsed, token) for parsed in reading.parsed for token in parsed.tokens}


def _once(names: Iterable[str]) -> Iterator[str]:
    """Names with each actor's words in one."""
    yield from (name for name, group in groupby(names) for name in ((name,) if name in "ST" else group))


def _heard(reading: Reading) -> dict[str, float]:
    """How likely the encoder finds each relation at the word that carries it best."""
    net = encoder("encoder")
    text = [[t.text for t in parsed.tokens] for parsed in reading.parsed]
    likeliest = np.max([heard.relations.max(0) for _, heard in net.hear(text, range(len(text)))], axis=0).tolist()
    return {f"heard:{label}": 4.0 * p for label, p in zip(net.labels, likeliest, strict=True) if p > _HEARD}


def _name(row: Given, parsed: Parsed, token: Token) -> str:
    span = parsed.span(token)
    if row.source.meets(span):
        return "S"
    return "T" if row.target.meets(span) else token.lemma_.lower()


def _place(row: Given, reading: Reading, token: Token) -> str | None:
    """Whether a token stands between the two actors, or close behind the later one."""
    at = next(parsed for parsed in reading.parsed if token.doc is parsed.tokens[0].doc)
    first, last = min(row.source.end, row.target.end), max(row.source.start, row.target.start)
    span = at.span(token)
    if first <= span.start < last:
        return "between"
    behind = max(row.source.end, row.target.end)
    return "after" if behind <= span.start < behind + 6 * _NEAR else None


def _head(row_span: Span, reading: Reading) -> tuple[Parsed, Token] | None:
    """The highest token of an actor's words, and its sentence."""
    for parsed in reading.parsed:
        tokens = [t for t in parsed.tokens if parsed.span(t).meets(row_span)]
        if tokens:
            return parsed, min(tokens, key=lambda t: sum(1 for _ in t.ancestors))
    return None


def _path(row: Given, reading: Reading) -> dict[str, float]:
    """The way through the parse from one actor to the other, and what hangs on it."""
    source, target = _head(row.source, reading), _head(row.target, reading)
    if source is None or target is None or source[0] is not target[0]:
        start = source or target
        way = [start[1], *start[1].ancestors] if start else []
        parsed = start[0] if start else None
    else:
        parsed = source[0]
        up, down = [source[1], *source[1].ancestors], [target[1], *target[1].ancestors]
        meet = next((t for t in up if t in down), None)
        way = up[: up.index(meet) + 1] + down[: down.index(meet)][::-1] if meet is not None else up + down[::-1]
    if parsed is None:
        return {}
    names = [_name(row, parsed, t) for t in way]
    found = {f"path:{'>'.join(names)}": 1.0}
    for token, name in zip(way, names, strict=True):
        found[f"on:{name}"] = 2.0
        found |= {f"child:{_name(row, parsed, c)}": 1.0 for c in token.children if c.dep_ in _HEADED}
    return found
