"""A brief as one HTML page that needs nothing else, or as Markdown."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from westphalia.briefing.parts import Brief
from westphalia.briefing.phrases import day
from westphalia.briefing.quoting import quoted

__all__ = ["render_html", "render_markdown"]


@cache
def _templates() -> Environment:
    made = Environment(
        loader=PackageLoader("westphalia.briefing"),
        autoescape=select_autoescape(("html.j2",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"count": _count, "day": day, "plain": _plain, "quoted": quoted}
    return made


def render_html(brief: Brief) -> str:
    """The brief as one self-contained page: no script, no network, light and dark, made to print."""
    return _templates().get_template("brief.html.j2").render(brief=brief)


def render_markdown(brief: Brief) -> str:
    """The brief in Markdown, with numbered sources as notes at its end."""
    text = _templates().get_template("brief.md.j2").render(brief=brief)
    lines = [line.rstrip() for line in text.splitlines()]
    kept = [line for i, line in enumerate(lines) if line or (i and lines[i - 1])]
    return "\n".join(kept).strip() + "\n"


def _plain(text: str) -> str:
    """Text from a document on one line, with what Markdown would read as markup made harmless."""
    line = " ".join(text.split())
    for mark in "\\`*_[]<>#|":
        line = line.replace(mark, f"\\{mark}")
    return line


def _count(number: int, noun: str) -> str:
    """A number with its noun.

    >>> _count(1, "event"), _count(2, "event")
    ('1 event', '2 events')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"
