"""A brief as PDF, set by Typst: charts as vectors with text alternatives, links from citations to sources, tagged.

Typst (Apache-2.0) comes as one wheel with its fonts and sets paragraphs, breaks and links as a typesetter would; it
needs no system libraries. It loads when a PDF is made. Texts of documents reach it as data, never as its markup.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib.resources import as_file, files

from westphalia.briefing import charts, layout
from westphalia.briefing.parts import Brief, Chart
from westphalia.briefing.quoting import quoted

__all__ = ["render_pdf"]


def render_pdf(brief: Brief) -> bytes:
    """The brief as the bytes of a PDF file on A4."""
    import typst

    with as_file(files("westphalia.briefing") / "templates" / "brief.typ") as template:
        return bytes(typst.compile(str(template), sys_inputs={"brief": json.dumps(_given(brief), default=str)}))


def _given(brief: Brief) -> dict[str, object]:
    """What the template reads: title, facts, sections with their blocks, sources, rows of charts in print."""
    sections = [asdict(section) for section in layout.sections(brief)]
    for section in sections:
        for block in section["blocks"]:
            if block["kind"] == "chart":
                block["items"] = [{"kind": item["kind"]} for item in block["items"]]
            if block["kind"] == "discussion":
                block["items"] = [{**item, "opening": layout.opening(item["line"]["text"])} for item in block["items"]]
    return _quoting({
        "title": brief.title,
        "kicker": layout.kicker(brief),
        "question": brief.question,
        "facts": layout.facts(brief),
        "bottom_line": [asdict(line) for line in brief.bottom_line],
        "sections": sections,
        "charts": {chart.kind: _chart(chart) for chart in brief.charts},
    })  # fmt: skip


def _chart(chart: Chart) -> dict[str, object]:
    return {
        "title": chart.title, "shows": chart.shows, "key": chart.key, "svg": charts.plain_svg(chart),
        "heads": layout.heads(chart), "rows": [[layout.cell(value) for value in row] for row in chart.rows],
    }  # fmt: skip


def _quoting(value: object) -> dict[str, object]:
    """The same with every quote in its marks."""

    def walk(part: object) -> object:
        if isinstance(part, dict):
            return {k: quoted(v) if k == "quote" and v else walk(v) for k, v in part.items()}
        return [walk(x) for x in part] if isinstance(part, (list, tuple)) else part

    made = walk(value)
    assert isinstance(made, dict)
    return made
