"""Which files to read: paths and folders to the articles in them, in sorted order."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from westphalia.records import Skip
from westphalia.sources.metadata import ARTICLE_SUFFIXES

__all__ = ["find"]

_APART = ("readme", "license", "licence", "notice", "changelog", "contributing", "authors")
_OTHER_KINDS = {
    ".pdf": "PDF is not read: turn it into text first (for example with `pdftotext`)",
    ".doc": "a word processor's file: save it as text or HTML first",
    ".docx": "a word processor's file: save it as text or HTML first",
    ".odt": "a word processor's file: save it as text or HTML first",
    ".rtf": "a word processor's file: save it as text or HTML first",
    ".zip": "an archive: unpack it first",
    ".tar": "an archive: unpack it first",
    ".json": "JSON is read only as the sidecar of an article of the same name",
}


_STORE = "catalogue.sqlite"
"""The file by which a folder is known to be a store."""


def find(paths: Iterable[str | Path]) -> Iterator[Path | Skip]:
    """The articles at `paths`: files as they are named, folders walked in sorted order with all that is below them.

    In folders, hidden files, sidecars and notes about the folder itself (README, LICENSE and the like) are passed
    over, and so are stores; a file of a kind that is not read, a folder that may not be opened and a link that leads
    nowhere give a Skip. Links are followed, each folder and file only once. Raises nothing.

    >>> [skip.why for skip in find(["no/such/folder"])]
    ['no such file or folder']
    """
    seen: set[tuple[int, int]] = set()
    for given in paths:
        path = Path(given)
        try:
            status = path.stat()
        except (OSError, ValueError) as error:
            yield Skip(where=str(path), stage="find", why=_reason(error))
            continue
        if stat.S_ISDIR(status.st_mode):
            yield from _walk(path, seen)
        elif _first_time(status, seen):
            yield path if stat.S_ISREG(status.st_mode) else Skip(where=str(path), stage="find", why="not a plain file")


def _walk(folder: Path, seen: set[tuple[int, int]]) -> Iterator[Path | Skip]:
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        try:
            status = path.stat()
            if not _first_time(status, seen):
                continue
            if not stat.S_ISDIR(status.st_mode):
                if stat.S_ISREG(status.st_mode):
                    yield path if _is_article(path) else Skip(where=str(path), stage="find", why=_kind(path))
                continue
            names = sorted(os.listdir(path), reverse=True)
        except (OSError, ValueError) as error:
            yield Skip(where=str(path), stage="find", why=_reason(error))
            continue
        if _STORE not in names:  # what a store holds was read already
            waiting += [path / name for name in names if not _is_apart(name, names)]


def _first_time(status: os.stat_result, seen: set[tuple[int, int]]) -> bool:
    key = (status.st_dev, status.st_ino)
    new = key not in seen
    seen.add(key)
    return new


def _bare(name: str) -> str:
    name = name.lower()
    return name[:-3] if name.endswith(".gz") else name


def _is_article(path: Path) -> bool:
    return _bare(path.name).endswith(ARTICLE_SUFFIXES)


def _is_apart(name: str, beside: list[str]) -> bool:
    """Whether a file in a folder is not about the world: hidden, about the folder, or the sidecar of an article."""
    stem, _, suffix = name.lower().partition(".")
    if name.startswith((".", "~")) or name.endswith("~") or (stem in _APART and suffix in ("", "md", "txt", "html")):
        return True
    if not name.lower().endswith(".json"):
        return False
    return any(other != name and _bare(other).startswith(name[:-5].lower() + ".") for other in beside if other != name)


def _kind(path: Path) -> str:
    return _OTHER_KINDS.get(path.suffix.lower(), "neither text, Markdown nor HTML (.txt, .md, .html, also with .gz)")


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file or folder"
    if isinstance(error, PermissionError):
        return "no permission to read it"
    return str(getattr(error, "strerror", None) or error)
