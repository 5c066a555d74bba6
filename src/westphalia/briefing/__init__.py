"""Briefs: what the record means for a state, every line of it open to its sentences."""

from westphalia.briefing.brief import compose
from westphalia.briefing.checks import verify
from westphalia.briefing.docx import render_docx
from westphalia.briefing.parts import Brief
from westphalia.briefing.pdf import render_pdf
from westphalia.briefing.prospects import Foresight, foresee
from westphalia.briefing.render import render_html, render_markdown

__all__ = [
    "Brief", "Foresight", "compose", "foresee", "render_docx", "render_html", "render_markdown", "render_pdf", "verify",
]  # fmt: skip
