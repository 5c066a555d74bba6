"""HTML pages to text and metadata, with trafilatura."""

from __future__ import annotations

import logging
import re
from typing import Any

from westphalia.records import When
from westphalia.sources.dates import find_day
from westphalia.sources.metadata import Metadata

__all__ = ["read_page"]

_META = re.compile(r"<meta\b[^<>]{0,600}>", re.I)
_ATTRIBUTE = re.compile(r"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))")
_DATE_NAMES = re.compile(
    r"(?:article|og|bt|vr|rnews|sailthru|parsely|dc|dcterms|dc\.date|dcterms\.date|citation|cxenseparse:recs)?[:._-]?"
    r"(?:published[_-]?time|pub[_-]?date|publish[_-]?date|publication[_-]?date|date[_-]?published|published|publishtime"
    r"|published[_-]?at|date|date[_-]?issued|issued|date[._-]?created|created|original[_-]?publication[_-]?date|displaydate)",
    re.I,
)
_JSON_DATE = re.compile(r"\"datePublished\"\s*:\s*\"([^\"]{8,40})\"")
_TIME = re.compile(r"<time\b[^<>]{0,300}>", re.I)
_URL_DAY = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?!\d)")
_MUTED = ("trafilatura", "htmldate", "courlan", "justext")
_LANGUAGE = re.compile(r"<html[^>]{0,300}?\blang\s*=\s*[\"']?([a-zA-Z]{2,3})\b")


def read_page(markup: str) -> tuple[str, Metadata]:
    """The article's text, one paragraph a line, and what the page's head says of it; ("", ...) where there is none.

    The headline is the first line. The publication date is taken from the head's own fields alone: a day that only
    stands somewhere on the page is not one.
    """
    for name in _MUTED:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    extracted = _extract(markup)
    if extracted is None:
        return _everything(markup), Metadata()
    found = _metadata(extracted, markup)
    body = (extracted.text or "").strip() or _everything(markup)
    lines = [line.strip() for line in body.split("\n") if line.strip()]
    if lines and found.title and not any(_same(found.title, line) for line in lines[:3]):
        lines.insert(0, found.title)
    return "\n\n".join(lines), found


def _extract(markup: str) -> Any:
    import trafilatura  # takes a second, which only pages should wait for
    from trafilatura.settings import Document as Extracted

    try:
        found = trafilatura.bare_extraction(
            markup, with_metadata=True, include_comments=False, date_extraction_params={"extensive_search": False}
        )
    except Exception:  # a page that breaks the extractor is read as a whole instead: any error of its may come up
        return None
    return found if isinstance(found, Extracted) else None


def _everything(markup: str) -> str:
    import trafilatura

    try:
        return str(trafilatura.html2txt(markup)).strip()
    except Exception:  # as above
        return ""


def _metadata(page: Any, markup: str) -> Metadata:
    language = _LANGUAGE.search(markup[:4000])
    site = page.sitename or page.hostname
    extra = {key: value for key, value in (("description", page.description), ("section", _section(page))) if value}
    return Metadata(
        title=_headline(page.title, site),
        author=page.author or None,
        publisher=site or None,
        published=_published(markup, page.url),
        url=page.url or None,
        language=language[1].lower() if language else None,
        extra=extra,
    )


def _published(markup: str, url: str | None) -> When | None:
    """The day of publication as the page's own fields give it: meta tags, JSON-LD, `time` elements, then the address.

    >>> str(_published('<meta name="pubdate" content="2024-06-19T08:00Z">', None))
    '2024-06-19'
    >>> _published('<meta name="generator" content="2024-06-19"><p>On 3 May 2021</p>', None)
    """
    for tag in _META.findall(markup):
        held = {m[1].lower(): next(filter(None, m.groups()[1:]), "") for m in _ATTRIBUTE.finditer(tag)}
        name = held.get("property") or held.get("name") or held.get("itemprop") or ""
        if _DATE_NAMES.fullmatch(name) and (when := _day(held.get("content", ""))):
            return when
    if (m := _JSON_DATE.search(markup)) and (when := _day(m[1])):
        return when
    days = set()
    for tag in _TIME.findall(markup):
        held = {m[1].lower(): next(filter(None, m.groups()[1:]), "") for m in _ATTRIBUTE.finditer(tag)}
        if when := _day(held.get("datetime", "")):
            if "pubdate" in tag.lower() or held.get("itemprop", "").lower() == "datepublished":
                return when
            days.add(when)
    if len(days) == 1:
        return days.pop()
    return _day("-".join(m.groups())) if url and (m := _URL_DAY.search(url)) else None


def _day(written: str) -> When | None:
    day = find_day(written)
    return When(start=day, end=day, basis="text") if day else None


def _section(page: Any) -> str | None:
    return " > ".join(page.categories) if page.categories else None


def _headline(title: str | None, site: str | None) -> str | None:
    """The title without the site's name after a bar or dash.

    >>> _headline("A visit to Vladivostok | Example Wire", "Example Wire")
    'A visit to Vladivostok'
    """
    if not title:
        return None
    head, mark, tail = re.match(r"(.*?)(?:\s+([|\-–—·»])\s+([^|–—·»]*))?$", " ".join(title.split())).groups()  # type: ignore[union-attr]
    if mark and site and (tail.lower() in site.lower() or site.lower() in tail.lower()):
        return str(head)
    return " ".join(title.split())


def _same(title: str, line: str) -> bool:
    def letters(text: str) -> str:
        return re.sub(r"\W+", "", text).lower()

    return letters(title) == letters(line)
