"""Briefs: what the record means for a state, every line of it open to its sentences."""

from westphalia.briefing.brief import compose
from westphalia.briefing.checks import verify
from westphalia.briefing.parts import Brief
from westphalia.briefing.render import render_html, render_markdown

__all__ = ["Brief", "compose", "render_html", "render_markdown", "verify"]
