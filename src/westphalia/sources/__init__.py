"""Anything to Documents: files and folders of text, Markdown and HTML, with page furniture set aside."""

from westphalia.sources.furniture import Page, set_aside
from westphalia.sources.loading import compose, load
from westphalia.sources.walking import find

__all__ = ["Page", "compose", "find", "load", "set_aside"]
