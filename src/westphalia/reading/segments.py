"""Stage `segments`: a page of several pieces (abstracts, a digest) into its pieces, an article as one.

The decision is conservative, for an article cut in pieces loses who "he" is, and a digest read as one piece merely
risks a wrong link. A page counts as several pieces only where nothing leads from one block to the next: no pronoun
without a name before it, no connective, no surname that a former block introduced, no "the two sides", no speaker's
"we"; and where something tells of a list besides: teasers with a link to the piece, a title or a date over every
block, or so many blocks that chance is ruled out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from westphalia.errors import OntologyError
from westphalia.reading.reading import Reading
from westphalia.records import Document, Segment, Span

__all__ = ["segments"]

_LEAST_BLOCKS, _MANY_BLOCKS = 3, 8
_BLOCK_LETTERS = 45
_OPENING_WORDS = 8
_NAME = re.compile(r"(?:[A-Z][\w’'-]+|[A-Z]\.)(?: (?:(?:al|bin|de|der|van|von|the|of) )?(?:[A-Z][\w’'-]+|[A-Z]\.))+")
_CAPITAL = re.compile(r"\b[A-Z][\w’'-]+")
_OPENS_QUOTED = re.compile(r"[\"“‘'«—–-]")
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DATED = re.compile(
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
    rf"(?:\d{{1,2}} {_MONTH}(?:,? \d{{4}})?|{_MONTH} \d{{1,2}}(?:,? \d{{4}})?|\d{{4}}-\d{{2}}-\d{{2}})(?!\w)",
    re.I,
)
_NO_FIRST_NAMES = re.compile(
    r"(?:North|South|East|West|(?:Nor|Sou)thern|(?:Ea|We)stern|New|United|The|A|An|In|On|At|By|For|From|To|Of|With|And|But"
    r"|Since|After|Before|During|While|When|As|If|Although|Though|Despite|Under|Over|Between|Like|Unlike|Both)"
)
_ITEM = re.compile(r"(?:\(?\d{1,2}[.)]|[•▪●◦■*]|[-–—]) +\S")
_ABSTRACT = re.compile(
    r"\b(?:this|the) (?:(?:issue|policy|research|web) )?"
    r"(?:paper|article|brief|essay|commentary|chapter|study|report|note|author)"
    r" (?:examin|argu|analy[sz]|discuss|explor|assess|look|review|highlight|trac|consider|outlin|evaluat)\w*",
    re.I,
)
_REPORTS = re.compile(
    r"[“\"]\w|\b(?:said|says|told|tweeted|announced|reported|according to|yesterday|today"
    r"|on (?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.I,
)
_CREDITED = re.compile(r"\b(?:image|photo|picture|photograph|credit)s?(?: credit)?: [^.]{2,60}\.?\)?$", re.I)
_READ_ON = re.compile(r"\s*\[?(?:read (?:more|on)|continue reading|full (?:story|text|article)|learn more)\b", re.I)
_ENDS = re.compile(r"[.!?…][\"'”’)\]]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """A paragraph of the page with the title lines over it; `body` is where its text starts."""

    start: int
    body: int
    end: int
    text: str
    titles: tuple[str, ...] = ()
    label: str | None = None
    leads_on: bool = False


def segments(reading: Reading) -> Reading:
    """Fill in `segments`: one for an article; one a piece, with its title, for a page of several.

    >>> from westphalia.records import Document
    >>> segments(Reading(document=Document(id="d", name="a.txt", text="Kim met Putin. He left."))).segments
    (Segment(index=0, span=Span(start=0, end=23), title=None),)
    """
    document = reading.document
    blocks = _blocks(document)
    if not _several(blocks):
        whole = Segment(index=0, span=Span(start=0, end=len(document.text)), title=document.title)
        return replace(reading, segments=(whole,))
    starts = [0, *(block.start for block in blocks[1:]), len(document.text)]
    usual = Counter(len(block.titles) for block in blocks[1:]).most_common(1)[0][0]
    pieces = tuple(
        Segment(index=i, span=Span(start=starts[i], end=starts[i + 1]), title=_title(block, usual))
        for i, block in enumerate(blocks)
    )
    return replace(reading, segments=pieces)


def _title(block: _Block, usual: int) -> str | None:
    """The piece's title: the label of its link, or the first of the lines that usually stand over a piece here.

    Over the first piece the page's own title stands besides; under a title there may be an author and a day.
    """
    return block.label or (block.titles[-max(1, min(usual, len(block.titles)))] if block.titles else None)


def _blocks(document: Document) -> list[_Block]:
    """The paragraphs outside the furniture; lines that are no sentences go to the paragraph below them."""
    blocks: list[_Block] = []
    waiting: list[tuple[int, str]] = []
    for start, end in _lines(document):
        text = document.text[start:end]
        if len(text) < _BLOCK_LETTERS or not _ENDS.search(text):
            waiting.append((start, text))
            continue
        first = waiting[0][0] if waiting else start
        label = _label(document, start, end)
        titles = tuple(title for _, title in waiting)
        on = bool(_READ_ON.match(document.text[end : end + 40]))
        blocks.append(_Block(start=first, body=start, end=end, text=text, titles=titles, label=label, leads_on=on))
        waiting = []
    if waiting and blocks:
        last = blocks[-1]
        blocks[-1] = replace(last, end=waiting[-1][0] + len(waiting[-1][1]))
    return blocks


def _lines(document: Document) -> list[tuple[int, int]]:
    """Lines without blanks around them and without the furniture that ends or fills them."""
    lines: list[tuple[int, int]] = []
    aside = sorted((f.span.start, f.span.end) for f in document.furniture)
    for m in re.finditer(r"[^\n]+", document.text):
        start, end = m.span()
        for a, b in aside:
            if a <= start < b:
                start = min(b, end)
            elif start < a < end:
                end = a
        text = document.text[start:end]
        if text.strip():
            start += len(text) - len(text.lstrip())
            lines.append((start, start + len(text.strip())))
    return lines


def _label(document: Document, start: int, end: int) -> str | None:
    """The title in a link's label ("Continue reading ...") at the end of the paragraph's line."""
    line_end = document.text.find("\n", end)
    line_end = len(document.text) if line_end < 0 else line_end
    for f in document.furniture:
        if f.kind == "title" and end <= f.span.start < line_end:
            return f.span.of(document.text)
    return None


def _several(blocks: Sequence[_Block]) -> bool:
    """Whether the page holds several pieces: nothing leads from block to block, and something tells of a list.

    Measured on 1,626 articles and speeches: in all but 37 of them at least one block in eight leads back, and of
    those 37 only five have eight blocks or more, all but one of them news. Hence the thresholds.
    """
    blocks = [block for block in blocks if not _CREDITED.search(block.text)]  # captions of pictures
    n = len(blocks)
    if n < _LEAST_BLOCKS:
        return False
    back = _share_leading_back(blocks)
    signs = _signs_of_a_list(blocks)
    if signs:
        return back <= (0.34 if len(signs) > 1 else 0.2)
    if n < _MANY_BLOCKS or back > 0.13:
        return False
    return _one_theme(blocks) and not _tells_news(blocks) and _words_taken_up(blocks) <= 0.35


def _share_leading_back(blocks: Sequence[_Block]) -> float:
    names: set[str] = set()
    leading = 0
    for i, block in enumerate(blocks):
        leading += bool(i and _leads_back(block, names))
        names |= _surnames(block.text)
    return leading / max(1, len(blocks) - 1)


def _signs_of_a_list(blocks: Sequence[_Block]) -> set[str]:
    """What tells of a list: teasers, titles or dates over the blocks, numbers or bullets, the words of abstracts."""
    signs = set()
    cut_short = sum(bool(re.search(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])$", block.text)) for block in blocks[:-1])
    if any(block.label for block in blocks[:-1]) or cut_short > 1 or sum(b.leads_on for b in blocks[:-1]) > 1:
        signs.add("teasers")
    if len(blocks) > 3 and _most(bool(b.titles) and _is_title(b.titles[-1]) for b in blocks[1:]):
        signs.add("titles")
    if _most(bool(_DATED.match(b.titles[-1] if b.titles else b.text)) for b in blocks):
        signs.add("dates")
    if _most(bool(_ITEM.match(b.titles[-1] if b.titles else b.text)) for b in blocks):
        signs.add("items")
    if sum(bool(_ABSTRACT.search(block.text)) for block in blocks) > 1:
        signs.add("abstracts")
    return signs


def _is_title(line: str) -> bool:
    return len(line) <= 120 and not line[0].islower() and line[-1] not in "?,;-–—"


def _most(verdicts: Iterable[bool]) -> bool:
    given = list(verdicts)
    return sum(given) >= 0.75 * len(given)


def _one_theme(blocks: Sequence[_Block]) -> bool:
    """Every block names its actors anew: one name stands in half of them, and hardly any has none."""
    named = [set(re.findall(r"(?<=[\w,] )[A-Z][a-z]\w+", block.text)) for block in blocks]
    counts = Counter(name for names in named for name in names)
    return _most(map(bool, named)) and bool(counts) and counts.most_common(1)[0][1] >= 0.5 * len(blocks)


def _words_taken_up(blocks: Sequence[_Block]) -> float:
    """The share of a block's longer common words that stood in a former block; half of all articles have over 0.35."""
    seen: set[str] = set()
    shares = []
    for block in blocks:
        words = {word[:6] for word in re.findall(r"\b[a-z]{6,}", block.text)}
        if seen and words:
            shares.append(len(words & seen) / len(words))
        seen |= words
    return sum(shares) / max(1, len(shares))


def _tells_news(blocks: Sequence[_Block]) -> bool:
    """Whether more than one block in six quotes somebody or names a day of the week: reports do, abstracts do not."""
    return sum(bool(_REPORTS.search(block.text)) for block in blocks) > len(blocks) / 6


@cache
def _cues() -> dict[str, re.Pattern[str]]:
    """The words that lead from one paragraph to the one before, by where they stand (data/links.tsv)."""
    rows: dict[str, list[str]] = {}
    table = (files("westphalia.reading") / "data" / "links.tsv").read_text(encoding="utf8")
    for number, line in enumerate(table.split("\n"), 1):
        if not line or line.startswith("#"):
            continue
        fields = line.split("\t")
        if len(fields) != 3 or fields[0] not in ("start", "opening", "block"):
            raise OntologyError(f"links.tsv, line {number}: wants where (start, opening, block), words, example")
        rows.setdefault(fields[0], []).append(fields[1])
    return {where: re.compile(rf"(?:{'|'.join(words)})\b", re.I) for where, words in rows.items()}


def _leads_back(block: _Block, names: set[str]) -> str:
    """The word that leads from this block to a former one ("" where none does); `names` are surnames given before."""
    text = block.text.lstrip("•▪●◦■*-–— 0123456789.)(")
    cues = _cues()
    if _OPENS_QUOTED.match(text):
        return text[:1]
    if _ABSTRACT.match(text):
        return ""
    if m := cues["start"].match(text):
        return m[0]
    if m := re.search(rf"\b{cues['opening'].pattern}", " ".join(text.split(" ")[:_OPENING_WORDS]), re.I):
        return m[0]
    outside = re.sub(r"[“\"][^”\"]*[”\"]", " ", text)
    if m := re.search(rf"\b{cues['block'].pattern}", outside, re.I):
        return m[0]
    return _pronoun(text) or _surname(text, names)


def _pronoun(text: str) -> str:
    """A personal pronoun before any name in the block."""
    m = re.search(r"\b(?:he|she|him|his|her|hers)\b", text, re.I)
    return m[0] if m and not _CAPITAL.search(text[1 : m.start()]) else ""


def _surname(text: str, names: set[str]) -> str:
    """A surname given in full in a former block and alone in this one."""
    whole = {m[0].split()[-1] for m in _NAME.finditer(text)}
    for m in _CAPITAL.finditer(text):
        word = re.sub(r"[’']s$", "", m[0])
        before = text[: m.start()].rstrip()
        if word in names and word not in whole and not re.search(r"[A-Z][\w’'.-]*$", before):
            return word
    return ""


def _surnames(text: str) -> set[str]:
    """The last words of names in full; "South Korean", "United States" and "For India" are no names of people."""
    names = (re.sub(r"[’']s$", "", m[0]).split() for m in _NAME.finditer(text))
    return {
        words[-1]
        for words in names
        if not _NO_FIRST_NAMES.fullmatch(words[0]) and words[-1].isalpha() and not words[-1].isupper()
    }
