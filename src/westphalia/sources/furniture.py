"""Page furniture in text that was flattened from a page: found, set aside with its place and kind, never deleted.

The words furniture is made of are in `data/furniture.tsv`. What is decided here is what words alone cannot tell:
where the page's own text begins and ends, which line is the headline, what a date at the top of a page is the date
of, and what is printed twice.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from westphalia.records import Furniture, Span, When
from westphalia.sources.cues import cues
from westphalia.sources.dates import DAY, find_day
from westphalia.sources.metadata import Metadata

__all__ = ["Page", "set_aside"]

_PLAIN = str.maketrans(
    dict.fromkeys("\xa0\u2002\u2003\u2007\u2009\u200a\u202f\u3000\t", " ")
    | dict.fromkeys("‘’‛′`´", "'")
    | dict.fromkeys("“”„‟″", '"')
    | dict.fromkeys("‐‑‒–—―−", "-")
)
_ENDS = re.compile(r"(?<!\.\.)[.!?][\"')\]]*$")
_DATE_LINE = re.compile(rf"(?:\w{{3,9}},? )?(?P<day>{DAY})(?:,? ?(?:at )?\d{{1,2}}[:.]\d{{2}}.{{0,12}})?", re.I)
_WEEKDAY = re.compile(r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b", re.I)
_DANGLING = re.compile(
    r"\b(?:the|a|an|of|to|in|on|for|and|or|with|by|at|from|as|that|its|their|our|we|is|are|was)$", re.I
)
_NOTE = re.compile(r"\[?\d{1,3}[\].)]|[*†‡^]")
_PERSON = re.compile(
    r"(?!(?:North|South|East|West|New|United|The|Middle)\b)(?:[^\W\d_a-z][\w.'-]+ ){1,3}[^\W\d_a-z][\w'-]+"
    r"(?: in [^\W\d_a-z]\w+)?"
)
_HANDLE = re.compile(r"(?<![\w@])@\w{3,20}\b(?!\.\w)")
_ROLE = re.compile(
    r"(?:,| in| -) ?[^,]*"
    r"\b(?:correspondents?|editors?|columnists?|reporters?|staff|writers?|bureau|analysts?|fellows?)\b.*$",
    re.I,
)
_PROSE_WORDS, _LONG_LINE, _HEAD_LINES, _SITE_LINES, _NEAR = 9, 25, 40, 400, 10
_REPEAT_LETTERS = 40
_TAIL_KINDS = frozenset(("link", "share", "subscription", "comments", "notice", "tags", "advert"))


@dataclass(slots=True, kw_only=True, eq=False)
class _Line:
    """A line of the page without the blanks around it, in plain characters of the same length, and its verdict."""

    start: int
    end: int
    plain: str
    squeezed: str
    kind: str = ""
    why: str = ""
    prose: bool = False
    closes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A flattened page: its furniture (in the order of the text, never overlapping) and the metadata found on it."""

    furniture: tuple[Furniture, ...] = ()
    found: Metadata = field(default_factory=Metadata)


def set_aside(text: str, *, title: str | None = None) -> Page:
    """Find the furniture of a page and the metadata that stand on it.

    `title` is the headline where it is known already. A date in the head of the site, above the piece's own lines,
    is the day of fetching; one below the headline is the day of publication.

    >>> lines = ["HomeNewsTalks fail", "Talks fail", "Follow Us :", "The two sides met in Geneva and parted in anger."]
    >>> page = set_aside("\\n".join(lines))
    >>> [(f.kind, f.span.start, f.span.end) for f in page.furniture]
    [('breadcrumb', 0, 18), ('share', 30, 41)]
    >>> page.found.title
    'Talks fail'
    """
    lines = list(_lines(text))
    known: dict[str, str] = {}
    _mark_lines(lines, known)
    _mark_head(lines, known)
    headline = _headline(lines, title)
    if headline is not None:
        _mark_breadcrumb(lines, headline, known)
    published, fetched = _mark_dates(lines, headline)
    if headline is not None:
        _mark_rest_of_head(lines, headline)
    _mark_names(lines, headline, known)
    _mark_foot(lines, known)
    _mark_tail(lines)
    _mark_repeats(lines, headline)
    furniture = tuple(_furniture(lines, known))
    return Page(furniture=furniture, found=_metadata(known, headline, published, fetched))


def _lines(text: str) -> Iterator[_Line]:
    for m in re.finditer(r"[^\n]+", text):
        raw = m[0]
        bare = raw.strip()
        if bare:
            start = m.start() + raw.index(bare)
            plain = bare.translate(_PLAIN)
            squeezed = re.sub(r" {2,}", " ", plain).strip()
            words = squeezed.count(" ") + 1
            prose = (words >= _PROSE_WORDS and bool(_ENDS.search(squeezed))) or words >= _LONG_LINE
            yield _Line(start=start, end=start + len(bare), plain=plain, squeezed=squeezed, prose=prose)


def _mark(line: _Line, place: str, known: dict[str, str], kind: str | None = None) -> bool:
    """Set the whole line aside where a cue of this place fits it; keep what the cue names."""
    if line.kind or len(line.squeezed) > 700:
        return bool(line.kind)
    if not (hit := cues().match(place, line.squeezed, kind)):
        return False
    cue, match = hit
    line.kind, line.why, line.closes = cue.kind, f"furniture.tsv:{cue.number} ({cue.example})", cue.where == "ends"
    for name, value in match.groupdict().items():
        if value and name != "label":
            known.setdefault(name, value.strip(" .,"))
    if cue.kind == "byline" and (handle := _HANDLE.search(line.squeezed)):
        known.setdefault("handle", handle[0])
    return True


def _mark_lines(lines: list[_Line], known: dict[str, str]) -> None:
    """What is furniture wherever it stands, the lists that a heading opens, and appeals that run on."""
    total = lines[-1].end if lines else 0
    opened, appeal = "", ""
    in_text = False  # above it, a list of links may run into the headline: there only its own heading goes
    for i, line in enumerate(lines):
        if _mark(line, "ends", known) or _mark(line, "line", known):
            opened = opened if line.kind == opened else ""
            appeal = line.kind if line.start > 0.6 * total else ""
        elif _opens(lines, i, known):
            opened, appeal = line.kind if in_text else "", ""
        elif (opened and _is_listed(line, opened)) or (appeal and _mark(line, "after", known, appeal)):
            line.kind, line.why = line.kind or opened, line.why or "in a list of links"
        else:
            opened = appeal = ""
            in_text = in_text or line.prose


def _opens(lines: list[_Line], i: int, known: dict[str, str]) -> bool:
    """A heading of links: the page ends there, or what follows at once are lines that are no sentences."""
    line = lines[i]
    if len(line.squeezed) > 60 or not cues().match("opens", line.squeezed):
        return False
    if i + 1 < len(lines) and lines[i + 1].prose and sum(below.prose for below in lines[i + 1 :]) > 1:
        return False
    return _mark(line, "opens", known)


def _is_listed(line: _Line, opened: str) -> bool:
    """Whether a line below a heading of links (or of notes) is one more of them."""
    text = line.squeezed
    if opened == "notes" and _NOTE.match(text):
        return True
    return not line.prose and len(text) <= 160 and not text[0].islower() and not re.search(r"[.;,]$", text)


def _body_start(lines: list[_Line]) -> int:
    """Where the text begins: the first paragraph that has others near below it; a lone one may be a site's motto."""
    prose = [i for i, line in enumerate(lines) if line.prose and not line.kind]
    if not prose:
        return len(lines)
    return next((i for i, near in itertools.pairwise(prose) if near - i <= _NEAR), prose[0])


def _mark_head(lines: list[_Line], known: dict[str, str]) -> None:
    """Cues of the head apply above the first paragraph; one line of prose, a standfirst, may pass."""
    start = _body_start(lines)
    for line in lines[max(0, start - _SITE_LINES) : start]:
        _mark(line, "head", known)
    for line in lines[start + 1 : start + 4]:  # below the standfirst
        if line.prose:
            break
        _mark(line, "head", known, "byline") or _mark(line, "head", known, "date")


def _headline(lines: list[_Line], title: str | None) -> _Line | None:
    """The headline: the line known to be it, the one that a breadcrumb repeats, or the first that can be one."""
    head = [line for line in lines[:_HEAD_LINES] if not line.kind and not _DATE_LINE.fullmatch(line.squeezed)]
    if title:
        return next((line for line in head if _letters(line.squeezed) == _letters(title)), None)
    crumbs = [_letters(line.squeezed) for line in lines[:_HEAD_LINES] if line.kind == "breadcrumb"]
    for line in head[:8]:
        start = _letters(line.squeezed)[:24]
        if len(start) >= 12 and any(start in crumb for crumb in crumbs):
            return line
    body = _body_start(lines)
    if any(line.kind for line in lines[:body]):
        if best := _like_the_text(lines, body):
            return best
        long = (line for line in lines[:body] if not line.kind and line.squeezed.count(" ") > 2)
        if first := next((line for line in long if _can_be_headline(line.squeezed)), None):
            return first
    if len(head) < 2 or not _can_be_headline(head[0].squeezed):
        return None
    return head[0]


def _like_the_text(lines: list[_Line], start: int) -> _Line | None:
    """Among a site's lines above the text, the one that shares most words with it; of a run of such lines the first."""
    text = {word for line in lines[start : start + 12] if line.prose for word in _words(line.squeezed)}
    above = lines[max(0, start - _HEAD_LINES) : start]
    shared = [
        0 if line.kind or line.squeezed.count(" ") < 2 or not _can_be_headline(line.squeezed) else len(text & words)
        for line in above
        for words in [_words(line.squeezed)]
    ]
    best = max(range(len(above)), key=shared.__getitem__, default=None)
    if best is None or shared[best] < 2:
        return None
    while best > 0 and shared[best - 1] >= 2:  # a standfirst shares more words than the headline above it
        best -= 1
    return above[best]


def _words(text: str) -> set[str]:
    """Words of four letters and more, by their first five ("agrees" and "agreed" are one)."""
    return {word[:5].lower() for word in re.findall(r"\w{4,}", text)}


def _can_be_headline(line: str) -> bool:
    words = line.count(" ") + 1
    return 2 <= words <= 30 and len(line) <= 220 and line[-1] not in ".:;," and not _DANGLING.search(line)


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


def _mark_breadcrumb(lines: list[_Line], headline: _Line, known: dict[str, str]) -> None:
    """A line above the headline that ends in it, whole or cut short, says where the piece stands in the site."""
    title = _letters(headline.squeezed)
    for line in lines:
        if line is headline:
            break
        crumb = re.split(r"(?:\.\.\.|…)", line.squeezed)[0]
        at = _letters(crumb).find(title[:20])
        glued = at > 0 and len(title) >= 12 and title.startswith(_letters(crumb)[at:][: len(title)])
        if glued and not line.prose:
            line.kind, line.why = "breadcrumb", "a path through the site that ends in the headline"
        if line.kind == "breadcrumb" and (section := _section(crumb, headline.squeezed)):
            known.setdefault("section", section)


def _section(crumb: str, title: str) -> str:
    """The section in a breadcrumb: `HomeOpinionEye On ChinaThe deal` gives `Opinion > Eye On China`."""
    at = crumb.lower().find(title.lower()[:16])
    path = crumb[:at] if at >= 0 else crumb
    path = re.sub(r"(?<=[a-z])(?=[A-Z])", ">", path)
    steps = [step.strip() for step in re.split(r">|»|›|/|::|\|", path)]
    return " > ".join(step for step in steps if step and step.lower() not in ("home", "you are here:", "you are here"))


def _mark_dates(lines: list[_Line], headline: _Line | None) -> tuple[When | None, date | None]:
    """Date lines of the head: above the headline, with furniture between, the site's clock (the day of fetching)."""
    published, fetched = None, None
    above = headline is not None
    top = lines[: _body_start(lines) + 3][:_HEAD_LINES]
    for i, line in enumerate(top):
        above = above and line is not headline
        m = _DATE_LINE.fullmatch(line.squeezed)
        if line.kind or not m or len(line.squeezed) > 60:
            continue
        day = find_day(m["day"])
        if above:
            line.kind, line.why = (
                "banner",
                "a date in the head of the site, above the piece: the day of fetching at best",
            )
            between = top[i + 1 : top.index(headline)] if headline in top else []
            if day and fetched is None and any(b.kind for b in between):
                fetched = day
        elif headline is not None and day:
            line.kind, line.why = "date", "the date line under the headline"
            published = published or When(start=day, end=day, basis="text")
    return published, fetched


def _mark_names(lines: list[_Line], headline: _Line | None, known: dict[str, str]) -> None:
    """A bare name between headline and text, next to a date line, is the author's."""
    if headline is None:
        return
    first = lines.index(headline) + 1
    head = lines[first : max(first, _body_start(lines))]
    for i, line in enumerate(head):
        near = head[max(0, i - 1) : i] + head[i + 1 : i + 2]
        if not line.kind and _PERSON.fullmatch(line.squeezed) and any(other.kind == "date" for other in near):
            line.kind, line.why = "byline", "a name beside the date line"
            known.setdefault("author", line.squeezed.partition(" in ")[0])


def _mark_foot(lines: list[_Line], known: dict[str, str]) -> None:
    """Cues of the foot, from the end upward until two paragraphs of text have been met."""
    paragraphs = 0
    for line in reversed(lines):
        if not _mark(line, "foot", known) and line.prose:
            paragraphs += 1
        if paragraphs == 2:
            return


def _mark_rest_of_head(lines: list[_Line], headline: _Line) -> None:
    """Short lines above the headline, where two are known to be the site's, are the site's as well."""
    above = list(itertools.takewhile(lambda line: line is not headline, lines))
    if sum(bool(line.kind) for line in above) < 2:
        return
    for line in above:
        if not line.kind and not line.prose:
            line.kind, line.why = "banner", "above the headline, among the lines of the site"


def _mark_tail(lines: list[_Line]) -> None:
    """What comes after the line that closes the page, and short lines after the text and the first furniture there."""
    total = sum(line.prose and not line.kind for line in lines)
    passed = 0
    for i, line in enumerate(lines):
        passed += line.prose and not line.kind
        if line.closes and passed >= 3 and (passed >= total - passed or line.kind == "comments"):
            for rest in lines[i + 1 :]:
                rest.kind, rest.why = rest.kind or "link", rest.why or "below the line that closes the page"
            break
    last = max((i for i, line in enumerate(lines) if line.prose and not line.kind), default=len(lines))
    below = lines[last + 1 :]
    for teaser, line in itertools.pairwise(below):  # a title with a byline or a day under it: another piece's
        if not line.kind and (_DATE_LINE.fullmatch(line.squeezed) or _mark(line, "head", {}, "byline")):
            line.kind, line.why = "link", "a byline or a day below the text"
            teaser.kind, teaser.why = (
                teaser.kind or "link",
                teaser.why or "a title with a byline under it",
            )
    for line in itertools.dropwhile(lambda line: line.kind not in _TAIL_KINDS, below):
        if not line.kind:
            line.kind, line.why = "link", "a short line among the furniture below the text"


def _mark_repeats(lines: list[_Line], headline: _Line | None) -> None:
    """A paragraph printed twice counts once, and so does the headline above the text."""
    seen: set[str] = set()
    title = _letters(headline.squeezed) if headline is not None else ""
    start = _body_start(lines)
    for i, line in enumerate(lines):
        letters = _letters(line.squeezed)
        if line.kind or line is headline:
            continue
        if letters in seen or (letters == title and i < start):
            line.kind, line.why = "repeat", "printed before on the same page"
        elif len(letters) >= _REPEAT_LETTERS and line.prose:
            seen.add(letters)


def _furniture(lines: list[_Line], known: dict[str, str]) -> Iterator[Furniture]:
    for line in lines:
        if line.kind:
            yield from _with_label(line, 0, line.kind, line.why)
        elif hit := cues().match("end", line.plain[-400:]):
            cue, match = hit
            for name, value in match.groupdict().items():
                if value and name != "label":
                    known.setdefault(name, value.strip(" .,"))
            at = max(0, len(line.plain) - 400) + match.start()
            yield from _with_label(line, at, cue.kind, f"furniture.tsv:{cue.number} ({cue.example})")


def _with_label(line: _Line, at: int, kind: str, why: str) -> Iterator[Furniture]:
    """One piece of furniture, or two where a link is labelled with the title of the piece that it belongs to."""
    shown = line.plain[at:]
    start = line.start + at + len(shown) - len(shown.lstrip())
    label = re.match(r"continue reading +(?=\w)", shown.lstrip(), re.I) if kind == "link" else None
    if label:
        yield Furniture(span=Span(start=start, end=start + label.end()), kind=kind, why=why)
        start, kind, why = start + label.end(), "title", "the label of a link to the piece that stands before it"
    yield Furniture(span=Span(start=start, end=line.end), kind=kind, why=why)


def _metadata(known: dict[str, str], headline: _Line | None, published: When | None, fetched: date | None) -> Metadata:
    day = find_day(known["published"]) if "published" in known else None
    author = _ROLE.sub("", known["author"]) if "author" in known else known.get("handle")
    return Metadata(
        title=headline.squeezed if headline is not None else None,
        author=author,
        publisher=known.get("publisher"),
        published=When(start=day, end=day, basis="text") if day else published,
        fetched=fetched,
        extra={name: known[name] for name in ("editor", "section") if name in known},
    )
