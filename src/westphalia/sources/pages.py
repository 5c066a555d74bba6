"""HTML pages to text and metadata, with trafilatura."""

from __future__ import annotations

import logging
import re
from typing import Any

import trafilatura
from trafilatura.settings import Document as Extracted

from westphalia.sources.dates import read_published
from westphalia.sources.metadata import Metadata

__all__ = ["read_page"]

_DATES = {"original_date": True, "extensive_search": False, "outputformat": "%Y-%m-%d"}
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
    try:
        found = trafilatura.bare_extraction(
            markup, with_metadata=True, include_comments=False, include_tables=True, date_extraction_params=_DATES
        )
    except Exception:  # a page that breaks the extractor is read as a whole instead: any error of its may come up
        return None
    return found if isinstance(found, Extracted) else None


def _everything(markup: str) -> str:
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
        published=read_published(page.date),
        url=page.url or None,
        language=language[1].lower() if language else None,
        extra=extra,
    )


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
