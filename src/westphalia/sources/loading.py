"""One file to Documents: bytes, text, metadata and page furniture put together."""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Iterator
from pathlib import Path

from westphalia.records import Document, Furniture, Skip
from westphalia.sources.decode import LIMIT, Refused, decode, inflate, too_long
from westphalia.sources.furniture import set_aside
from westphalia.sources.markdown import strip_markup
from westphalia.sources.metadata import Metadata, merge, read_fields, read_sidecar, sidecar_of, split_front_matter
from westphalia.sources.outlets import agency_of, outlet_at, outlet_named
from westphalia.sources.pages import read_page

__all__ = ["compose", "load"]

_PUBLISHERS_OWN = ("banner", "breadcrumb", "notice", "share", "subscription")  # bylines name former employers, too

_LOOKS_LIKE_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b", re.I | re.S
)


def load(path: str | Path, *, limit: int = LIMIT) -> Iterator[Document | Skip]:
    """The document in a file (text, Markdown or HTML, also gzipped), or a Skip that says why it cannot be read.

    Metadata come from the sidecar `NAME.json`, then from front matter or the page's head, then from the page's own
    lines (byline, date line). A sidecar that cannot be used gives a Skip of its own beside the document. `limit` is
    the most bytes of text that a document may have. Raises nothing for a bad file.

    >>> [skip.why for skip in load("no/such/file.txt")]
    ['no such file']
    """
    where = os.path.abspath(path)
    try:
        data = _bytes_of(Path(path), limit)
        name = where.lower().removesuffix(".gz")
        is_html = name.endswith((".html", ".htm", ".xhtml"))
        text, loss = decode(data, html=is_html)
    except Refused as refusal:
        yield Skip(where=where, stage="load", why=str(refusal))
        return
    beside = Metadata()
    complaints: tuple[str, ...] = ()
    if (sidecar := sidecar_of(Path(path))).is_file():
        beside, complaints = read_sidecar(sidecar)
    for complaint in complaints:
        yield Skip(where=str(sidecar), stage="metadata", why=complaint)
    if is_html or _LOOKS_LIKE_HTML.match(text[:2000]):
        text, inside = read_page(text)
        if not text.strip():
            yield Skip(where=where, stage="load", why="the page holds no text")
            return
    elif name.endswith((".md", ".markdown")):
        given, body, complaints = split_front_matter(text)
        inside, more = read_fields(given)
        text = _with_title(strip_markup(body), inside.title)
        for complaint in (*complaints, *more):
            yield Skip(where=where, stage="metadata", why=complaint)
    else:
        text, inside = unwrap(text), Metadata()
    if not text.strip():
        yield Skip(where=where, stage="load", why="empty: there is no text in it")
        return
    extra = {"loss": loss} if loss else {}
    yield compose(where, text, merge(beside, inside, Metadata(extra=extra)))


def compose(name: str, text: str, known: Metadata | None = None) -> Document:
    """A Document of a text and what is known about it; what the page itself says fills the gaps.

    >>> text = "A visit\\n\\nBy Ann Reporter\\n\\nThey met in Vladivostok on a Wednesday, it said."
    >>> document = compose("a.txt", text)
    >>> document.title, document.author, document.furniture[0].kind
    ('A visit', 'Ann Reporter', 'byline')
    """
    page = set_aside(text, title=known.title if known else None)
    data = merge(known or Metadata(), page.found, _from_outlets(text, page.furniture, known))
    return Document(
        id=Document.id_of(text, data.title, data.publisher, data.published),
        name=name,
        text=text,
        title=data.title,
        publisher=data.publisher,
        author=data.author,
        published=data.published,
        fetched=data.fetched,
        url=data.url,
        language=data.language or "en",
        furniture=page.furniture,
        extra=dict(data.extra),
    )


def _from_outlets(text: str, furniture: tuple[Furniture, ...], known: Metadata | None) -> Metadata:
    """The publisher by the page's address or the outlet its furniture names, and the agency its dateline gives."""
    lines = [f.span.of(text) for f in furniture if f.kind in _PUBLISHERS_OWN]
    opening = next((line for line in text.split("\n") if re.search(r"[(/][A-Z]", line[:130]) and len(line) > 60), "")
    agency = agency_of(opening)
    return Metadata(
        publisher=outlet_at(known.url if known else None) or outlet_named(lines),
        extra={"agency": agency} if agency else {},
    )


def _bytes_of(path: Path, limit: int) -> bytes:
    """The file's bytes, unpacked where it is gzipped; never more than the limit is held."""
    try:
        if not path.exists():
            raise Refused("no such file")
        if not path.is_file():
            raise Refused("not a plain file")
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except (OSError, ValueError) as error:
        denied = isinstance(error, PermissionError)
        raise Refused("no permission to read it" if denied else f"cannot be read: {error}") from None
    if len(data) > limit:
        raise Refused(too_long(limit))
    return inflate(data, limit) if data.startswith(b"\x1f\x8b") else data


def _with_title(text: str, title: str | None) -> str:
    """A Markdown page's headline stands in its front matter or in its first line: it belongs to the text once."""
    first = text.split("\n", 1)[0]
    if not title or re.sub(r"\W+", "", title).lower() == re.sub(r"\W+", "", first).lower():
        return text
    return f"{title}\n\n{text}" if text.strip() else text


def unwrap(text: str) -> str:
    """Join lines that were broken at a fixed width, so that a paragraph is one line; other text stays as it is.

    The characters keep their places: a line end inside a paragraph becomes a space.

    >>> unwrap("A short line.\\nAnother one.")
    'A short line.\\nAnother one.'
    """
    lines = text.split("\n")
    inner = [(a, b) for a, b in itertools.pairwise(lines) if a.strip() and b.strip()]
    broken = [a for a, b in inner if not re.search(r"[.!?:;…][\"'”’)\]]*\s*$", a) and 38 <= len(a.rstrip()) <= 100]
    carried = [b for a, b in inner if b[:1].islower()]
    if len(inner) < 3 or len(broken) < 0.6 * len(inner) or len(carried) < 0.3 * len(inner):
        return text
    lengths = sorted(len(line) for line in lines if line.strip())
    width = lengths[int(0.9 * len(lengths))]  # a few lines may be longer: already joined, or an address
    if width > 110:
        return text
    out = [lines[0]]
    for before, line in itertools.pairwise(lines):
        starts = re.match(r"\s+\S|[-*•]\s|\d{1,3}[.)]\s", line)
        joins = bool(before.strip() and line.strip()) and not starts and len(before) > 0.6 * width
        out.append((" " if joins else "\n") + line)
    return "".join(out)
