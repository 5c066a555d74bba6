"""Sentences: the text cut into headlines, sentences and quotations, each with its parse.

Furniture is left out, nothing reaches across a segment or a paragraph, datelines ("SEOUL, March 3 (Example Wire) -")
stay outside of the sentence that they open. The parser sees the text normalised character for character, so that
offsets hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib import resources
from itertools import pairwise
from statistics import median

import spacy
from spacy.language import Language
from thinc.api import NumpyOps

from westphalia.errors import ModelError, OntologyError
from westphalia.reading import MODEL
from westphalia.reading.mending import mend
from westphalia.reading.reading import Parsed, Reading
from westphalia.reading.spelling import teach
from westphalia.reading.wording import remember
from westphalia.records import Segment, Sentence, Span, content_id

__all__ = ["MODEL", "blocks", "normal", "parse", "parser", "sentences", "split"]

_UNUSED = ("ner", "senter", "entity_linker")
_WIDEST = 100  # characters of a line in a text that is wrapped at a width
_BROKEN = re.compile(r"[\w,'’-]\s*$")  # a line that does not end its sentence
_WRAPPED = r"[^\n]+(?:\n(?![ \t]+[A-Z0-9\"“'‘(])[^\n]+)*"  # a line that is set in opens a paragraph
_LONGEST = 1000  # characters; a longer sentence is cut at its semicolons
_BATCH = 128  # sentences

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´ʼ", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–−", "-"),
        **dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000", " "),
        **dict.fromkeys("\t\r\n\v\f\u2028\u2029\u0085\ufeff\u200b", " "),
        "—": "—",
        "―": "—",
    }
)
_SINGLE_QUOTED = re.compile(r"(?<!\w)'(?=\w)([^'\"\n]{1,80}?(?:(?<=\w)'(?=\w)[^'\"\n]{1,80}?)*)'(?!\w)")


def normal(text: str) -> str:
    """The text as the parser sees it: plain quotes, dashes and spaces, one character for each.

    >>> normal("the ‘Act East Policy’ – Delhi’s")
    'the "Act East Policy" - Delhi\\'s'
    """
    plain = text.translate(_ALIKE)
    return _SINGLE_QUOTED.sub(lambda m: f'"{m[1]}"', plain) if "'" in plain else plain


@cache
def parser(model: str = MODEL) -> Language:
    """spaCy's pipeline without the parts that are not used, loaded once. Raises ModelError if it is not installed."""
    try:
        nlp: Language = spacy.load(model, exclude=list(_UNUSED))
    except OSError as error:
        raise ModelError(
            f"the spaCy model {model!r} cannot be loaded: pip install {model.replace('_', '-')}"
        ) from error
    return mend(teach(remember(_swift(nlp))))


def _swift(nlp: Language) -> Language:
    """The pipeline with its products of matrices by numpy, which takes a third of the time of BLIS, spaCy's own."""
    ops = NumpyOps(use_blis=False)
    models = (pipe.model for _, pipe in nlp.pipeline if getattr(pipe, "model", None))
    for node in (node for model in models for node in model.walk() if node.ops.name == ops.name):
        node.ops = ops
    return nlp


@cache
def _abbreviations() -> dict[str, str]:
    """Abbreviation (without its last stop) to rule, from `data/abbreviations.tsv`."""
    made = {}
    text = resources.files("westphalia.reading").joinpath("data", "abbreviations.tsv").read_text(encoding="utf8")
    for number, line in enumerate(text.splitlines(), 1):
        if line and not line.startswith("#"):
            word, _, rest = line.partition("\t")
            rule = rest.partition("\t")[0]
            if rule not in ("never", "unless"):
                raise OntologyError(f"abbreviations.tsv:{number}: the rule is never or unless, not {rule!r}")
            made[word] = rule
    return made


def blocks(text: str, segments: Sequence[Segment], furniture: Iterable[Span]) -> Iterator[tuple[int, Span]]:
    """The paragraphs and headlines, as (segment, span): cut at line breaks, furniture left out.

    Lines of a text that was wrapped at a width are put together again.

    >>> [s.of("One.\\nTwo.") for _, s in blocks("One.\\nTwo.", (), ())]
    ['One.', 'Two.']
    """
    wrapped = _is_wrapped(text)
    aside = sorted(furniture, key=lambda s: s.start)
    for segment in segments or (Segment(index=0, span=Span(start=0, end=len(text))),):
        start = segment.span.start
        for span in (*(s for s in aside if s.meets(segment.span)), Span(start=segment.span.end, end=segment.span.end)):
            if start < span.start:
                yield from ((segment.index, b) for b in _paragraphs(text, start, span.start, wrapped))
            start = max(start, span.end)


def _is_wrapped(text: str) -> bool:
    """Whether lines are cut at a width: all near one length, or most of them broken off inside a sentence."""
    lines = [line for line in text.split("\n") if line.strip()]
    lengths = sorted(len(line) for line in lines)
    if len(lines) <= 3 or lengths[len(lengths) * 19 // 20] > _WIDEST:
        return False
    broken = sum(_BROKEN.search(a) is not None and b.lstrip()[:1].islower() for a, b in pairwise(lines))
    return (lengths[-1] <= _WIDEST and median(lengths) >= 55) or broken >= 0.4 * len(lines)


def _paragraphs(text: str, start: int, end: int, wrapped: bool) -> Iterator[Span]:
    for match in re.finditer(_WRAPPED if wrapped else r"[^\n\r\v\f\u2028\u2029]+", text[start:end]):
        yield Span(start=start + match.start(), end=start + match.end())


_DATELINE = re.compile(
    r"""\s*(?:
        (?:[A-Z][A-Z.'/-]+(?:[ ](?:[A-Z][A-Z.'-]*|de|la|el|del))*)          # SEOUL, NEW YORK
        (?:,\s+[A-Z][\w.]*(?:\s[A-Z][\w.]*)?)?                               # , South Korea
        (?:,?\s+(?:[A-Z][a-z]{2,8}\.?\s\d{1,2}|\d{1,2}\s[A-Z][a-z]{2,8})(?:,?\s\d{4})?)?   # , March 3
        \s*(?:\([^()]{2,50}\))?\s*(?:--|[-—:])(?=\s|"|$)
      | [A-Z][\w.'-]+(?:\s[A-Z][\w.'-]+)?
        (?:,\s+[A-Z][\w.]*)?
        (?:,?\s+(?:[A-Z][a-z]{2,8}\.?\s\d{1,2}|\d{1,2}\s[A-Z][a-z]{2,8})(?:,?\s\d{4})?)?
        \s*\([^()]{2,50}\)\s*(?:--|[-—])(?=\s|"|$)                           # Seoul (Example Wire) -
    )\s*""",
    re.VERBOSE,
)
_STOP = re.compile(
    r"""(?P<stop>\.{1,4}|[?!]+|…)(?P<close>["')\]]*)(?:\[\d+\])*(?P<space>\s+)(?=["'(\[]*[A-Z0-9À-Þ"'(\[])"""
)
_OPENERS = frozenset(
    re.findall(
        r"\w+",
        """the a an in on at he she it they we i you this that these those but and as after before since while when if
        however moreover meanwhile his her its their our there for to with by from although though both all no not
        according last earlier yesterday today""",
    )
)
_SAID = re.compile(
    r"""\s*(?:\w[\w.'-]*\s+){1,4}?(?:said|says|asked|asks|told|added|adds|declared|declares|replied|warned|warns
    |exclaimed|stated|states|argued|insisted|wrote|tweeted|continued|concluded|demanded)\b""",
    re.VERBOSE,
)


def split(text: str) -> list[tuple[int, int]]:
    """Where the sentences of one paragraph begin and end, in its normalised text.

    >>> text = 'SEOUL, March 3 (Example Wire) - The U.S. envoy left. "Is it over?" Gen. Han asked.'
    >>> [text[a:b] for a, b in split(text)]
    ['The U.S. envoy left.', '"Is it over?" Gen. Han asked.']
    """
    start = match.end() if (match := _DATELINE.match(text)) else 0
    cuts = [start]
    for match in _STOP.finditer(text, start):
        if _ends(text, cuts[-1], match):
            cuts.append(match.start("space"))
    found: list[tuple[int, int]] = []
    for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True):
        for c, d in _shorter(text, a, b):
            kept = text[c:d].strip()
            if re.search(r"\w", kept):
                first = c + len(text[c:d]) - len(text[c:d].lstrip())
                found.append((first, first + len(kept)))
    return found


def _ends(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether a full stop ends the sentence that begins at `start`."""
    after = re.match(r"[\"'(\[]*([\w.]+)", text[match.end() :])
    following = after[1].rstrip(".").lower() if after else ""
    if match["close"] and match["stop"][0] in "?!" and _SAID.match(text, match.end()):
        return False
    if match["stop"] != ".":
        return match["stop"][0] in "?!" or bool(match["close"]) or following in _OPENERS
    words = text[start : match.start()].split()
    last = re.sub(r"^\W+", "", words[-1]) if words else ""
    if len(words) <= 1 and re.fullmatch(r"\(?(?:\d{1,3}|[a-zA-Z]|[ivxlc]{1,5})", last):
        return False  # "1. The parties agree"
    rule = _abbreviations().get(last)
    if rule is None and re.fullmatch(r"(?:[A-Z]\.)*[A-Z]|[A-Z][a-z]?-[A-Z]", last):
        rule = "unless"
    if rule == "unless" and last == "No":
        return not following.isdigit()
    return rule is None or (rule == "unless" and following in _OPENERS) or bool(match["close"].strip(")'"))


def _shorter(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A very long sentence in pieces, cut at its semicolons or, where it has none, at a space."""
    while end - start > _LONGEST:
        cut = text.rfind(";", start + _LONGEST // 4, start + _LONGEST) + 1
        cut = cut or text.rfind(" ", start + _LONGEST // 4, start + _LONGEST) + 1 or start + _LONGEST
        yield start, cut
        start = cut
    yield start, end


def cut(reading: Reading) -> tuple[Sentence, ...]:
    """The sentences of a document, not parsed yet."""
    document = reading.document
    found = []
    for segment, block in blocks(document.text, reading.segments, (f.span for f in document.furniture)):
        for start, end in split(normal(block.of(document.text))):
            span = Span(start=block.start + start, end=block.start + end)
            found.append(
                Sentence(
                    id=content_id("s", document.id, span.start, span.end),
                    document_id=document.id,
                    segment=segment,
                    span=span,
                    text=span.of(document.text),
                )
            )
    return tuple(found)


def parse(readings: Sequence[Reading], model: str = MODEL) -> tuple[Reading, ...]:
    """The readings with their sentences cut and parsed, all in one stream, which is faster than one by one."""
    per_reading = [cut(reading) for reading in readings]
    flat = [sentence for sentences in per_reading for sentence in sentences]
    docs = parser(model).pipe((normal(s.text) for s in flat), batch_size=_BATCH)
    parsed = iter([Parsed(sentence=s, tokens=tuple(d), offset=s.span.start) for s, d in zip(flat, docs, strict=True)])
    return tuple(
        replace(reading, parsed=tuple(next(parsed) for _ in sentences))
        for reading, sentences in zip(readings, per_reading, strict=True)
    )


def sentences(reading: Reading) -> Reading:
    """Stage: the document's sentences with their parse."""
    return parse((reading,))[0]
