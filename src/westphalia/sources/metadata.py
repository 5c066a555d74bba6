"""What is known about a document beside its text: from a sidecar, front matter, the page's head, or the page itself."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path

from westphalia.records import When
from westphalia.sources.dates import find_day, read_published

__all__ = ["Metadata", "merge", "read_fields", "read_sidecar", "sidecar_of", "split_front_matter"]

_TEXTS = ("title", "author", "publisher", "url", "language")
_OTHER_NAMES = {"authors": "author", "byline": "author", "source": "publisher", "date": "published", "lang": "language"}
_SIDECAR_BYTES = 1_000_000
ARTICLE_SUFFIXES = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """Title, author, publisher, days and the like; None where not known. `extra` keeps whatever else was given."""

    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: When | None = None
    fetched: date | None = None
    url: str | None = None
    language: str | None = None
    extra: Mapping[str, object] = field(default_factory=dict)


def merge(first: Metadata, *others: Metadata) -> Metadata:
    """One Metadata of several: for every field the first that knows it; the extras together.

    >>> merge(Metadata(title="A"), Metadata(title="B", author="C")).author
    'C'
    """
    for other in others:
        known = {f.name: getattr(other, f.name) for f in fields(Metadata) if getattr(first, f.name) is None}
        first = replace(first, **known, extra={**other.extra, **first.extra})
    return first


def read_fields(given: Mapping[str, object]) -> tuple[Metadata, tuple[str, ...]]:
    """Metadata from the keys of a sidecar or of front matter, and complaints about values that cannot be used.

    `published` is a day, a month or a year, `fetched` a day. A value that cannot be read is kept in `extra`.

    >>> found, complaints = read_fields({"title": "A visit", "published": "2024-06", "speaker_state": "AFG"})
    >>> str(found.published), dict(found.extra), complaints
    ('2024-06-01/2024-06-30', {'speaker_state': 'AFG'}, ())
    >>> read_fields({"published": "soon"})[1]
    ("published: 'soon' is no day, month or year (write 2024-06-19, 2024-06 or 2024)",)
    """
    texts: dict[str, str] = {}
    extra: dict[str, object] = {}
    complaints: list[str] = []
    published: When | None = None
    fetched: date | None = None
    for key, value in given.items():
        name = str(key).strip().lower()
        name = _OTHER_NAMES.get(name, name)
        if value is None or value == "":
            continue
        if name in _TEXTS and name not in texts:
            joined = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
            texts[name] = " ".join(joined.split())
        elif name == "published" and published is None and (day := read_published(value)):
            published = day
        elif name == "fetched" and fetched is None and (on := find_day(str(value))):
            fetched = on
        else:
            extra[str(key)] = value
            if name == "published":
                complaints.append(f"published: {value!r} is no day, month or year (write 2024-06-19, 2024-06 or 2024)")
            elif name == "fetched":
                complaints.append(f"fetched: {value!r} is no day (write 2024-06-19)")
    return Metadata(**texts, published=published, fetched=fetched, extra=extra), tuple(complaints)


def sidecar_of(path: Path) -> Path:
    """Where the sidecar of an article would lie: `NAME.json` beside `NAME.txt`, `NAME.md` or `NAME.html.gz`.

    >>> sidecar_of(Path("korea/visit.html.gz")).name
    'visit.json'
    """
    name = path.name[:-3] if path.name.lower().endswith(".gz") else path.name
    stem = next((name[: -len(s)] for s in ARTICLE_SUFFIXES if name.lower().endswith(s)), name)
    return path.with_name(f"{stem or name}.json")


def read_sidecar(path: Path) -> tuple[Metadata, tuple[str, ...]]:
    """The metadata in a sidecar file, and complaints. An unreadable or malformed one gives a complaint, no error."""
    try:
        with path.open("rb") as file:
            written = file.read(_SIDECAR_BYTES + 1)
        if len(written) > _SIDECAR_BYTES:
            raise ValueError("more than a megabyte")
        given = json.loads(written.decode("utf-8-sig"), parse_constant=str)
        given = json.loads(json.dumps(given, ensure_ascii=False).encode("utf8", "replace"))  # no lone surrogates
    except (OSError, ValueError, RecursionError) as error:
        return Metadata(), (f"the sidecar cannot be read ({error}); the article was read without it",)
    if not isinstance(given, dict):
        return Metadata(), ("the sidecar holds no JSON object ({...}); the article was read without it",)
    return read_fields(given)


_FENCE = re.compile(r"-{3,}[ \t]*")
_FIELD = re.compile(r"([A-Za-z_][\w -]*?)[ \t]*:(?:[ \t]+(.*))?")
_ITEM = re.compile(r"[ \t]*-[ \t]+(.*)")


def _value(written: str) -> object:
    written = written.strip()
    if len(written) > 1 and written[0] == written[-1] and written[0] in "\"'":
        return written[1:-1]
    if written.startswith("[") and written.endswith("]"):
        return [_value(item) for item in written[1:-1].split(",") if item.strip()]
    return re.sub(r"\s+#.*$", "", written)


def split_front_matter(text: str) -> tuple[Mapping[str, object], str, tuple[str, ...]]:
    """The fields between two `---` lines at the top of a Markdown text, the text below, and complaints.

    Read are `key: value` lines (a value may be quoted, or a list in brackets or in `- item` lines), comments and
    empty lines; any other line is left out with a complaint.

    >>> split_front_matter("---\\ntitle: 'A visit'\\ntags: [a, b]\\n---\\nText.")
    ({'title': 'A visit', 'tags': ['a', 'b']}, 'Text.', ())
    >>> split_front_matter("No front matter.")
    ({}, 'No front matter.', ())
    """
    lines = text.split("\n")
    if not _FENCE.fullmatch(lines[0]):
        return {}, text, ()
    end = next((i for i, line in enumerate(lines[1:200], 1) if _FENCE.fullmatch(line) or line.strip() == "..."), 0)
    if not end or not any(_FIELD.fullmatch(line) for line in lines[1:end]):
        return {}, text, ()  # a rule across the page, no front matter
    given: dict[str, object] = {}
    complaints: list[str] = []
    key = ""
    for number, line in enumerate(lines[1:end], 2):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if m := _FIELD.fullmatch(line):
            key = m[1]
            given[key] = _value(m[2] or "")
        elif (m := _ITEM.fullmatch(line)) and key and not isinstance(held := given[key] or [], str):
            given[key] = [*held, _value(m[1])]  # type: ignore[misc]
        else:
            complaints.append(f"front matter, line {number}: {line.strip()!r} is not `key: value`")
    return given, "\n".join(lines[end + 1 :]), tuple(complaints)
