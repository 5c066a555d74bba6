"""A brief as one HTML page that needs nothing else, or as Markdown."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from westphalia.briefing import charts, layout
from westphalia.briefing.parts import Brief, Chart
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
    made.filters |= {"cell": layout.cell, "heads": layout.heads, "opening": layout.opening, "plain": _plain,
                     "quoted": quoted, "svg": _svg}  # fmt: skip
    return made


def render_html(brief: Brief) -> str:
    """The brief as one self-contained page: no script, no network, light and dark, made to print."""
    return _rendered("brief.html.j2", brief)


def render_markdown(brief: Brief) -> str:
    """The brief in Markdown, with numbered sources as notes, and the rows behind its charts as tables at the end."""
    lines = [line.rstrip() for line in _rendered("brief.md.j2", brief).splitlines()]
    kept = [line for i, line in enumerate(lines) if line or (i and lines[i - 1])]
    return "\n".join(kept).strip() + "\n"


def _rendered(template: str, brief: Brief) -> str:
    return _templates().get_template(template).render(
        brief=brief, sections=layout.sections(brief), facts=layout.facts(brief), kicker=layout.kicker(brief)
    )  # fmt: skip


def _svg(chart: Chart) -> Markup:
    return Markup(charts.inline_svg(chart, f"chart-{chart.kind}"))


def _plain(text: str) -> str:
    """Text from a document on one line, with what Markdown would read as markup made harmless."""
    line = " ".join(text.split())
    for mark in "\\`*_[]<>#|":
        line = line.replace(mark, f"\\{mark}")
    return line
