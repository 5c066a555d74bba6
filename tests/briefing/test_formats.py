"""All four formats of one brief: what each holds, opened again with other libraries; charts and their alternatives."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import date
from typing import Any

import docx
import pypdf
import pytest
from tests.briefing.test_brief import ROWS

from westphalia.briefing import compose, render_docx, render_html, render_markdown, render_pdf
from westphalia.briefing.charts import PALETTE, inline_svg, png
from westphalia.briefing.layout import sections
from westphalia.briefing.parts import Brief

DATED = [
    {"say": f"{a} {kind} RUS", "text": f"{who} and Moscow, number {n}.", "on": f"2024-{n:02}-1{n % 3}", "doc": "two",
     "sentence_start": 1000 + 100 * n, "modality": modality}
    for n, (a, who, kind, modality) in enumerate(
        [("DEU", "Berlin", "CONSULT", "asserted"), ("DEU", "Berlin", "SANCTION", "reported"),
         ("DEU", "Berlin", "ACCUSE", "asserted"), ("DEU", "Berlin", "AGREE", "forecast"),
         ("UKR", "Kyiv", "ASSAULT", "asserted"), ("DEU", "Berlin", "AID", "denied"),
         ("DEU", "Berlin", "REJECT", "asserted"), ("DEU", "Berlin", "CONSULT", "asserted")], 1)
]  # fmt: skip
HEADINGS = (
    "Bottom line", "Key judgements", "Discussion", "What is known, claimed and assumed", "What follows for Germany",
    "Outlook and indicators", "What changed", "Contradictions and gaps", "Sources", "Method and language",
)  # fmt: skip


@pytest.fixture(scope="module")
def made(shelf: Callable[[Any], Any]) -> Brief:
    """A brief with a timeline, a series and what the state leans on."""
    return compose(shelf([*ROWS, *DATED]), "DEU", dated=date(2024, 9, 10))


@pytest.fixture(scope="module")
def paper(made: Brief) -> pypdf.PdfReader:
    """The PDF, opened again."""
    return pypdf.PdfReader(io.BytesIO(render_pdf(made)))


@pytest.fixture(scope="module")
def word(made: Brief) -> Any:
    """The Word document, opened again."""
    return docx.Document(io.BytesIO(render_docx(made)))


def squeezed(text: str) -> str:
    """Text without blanks and hyphens, in small letters: lines break differently in each format."""
    return re.sub(r"[\s\-\u00ad]+", "", text).lower()


def test_every_format_has_every_section_line_and_quote(made: Brief, paper: Any, word: Any) -> None:
    cells = [c.text for t in word.tables for row in t.rows for c in row.cells]
    texts = {
        "pdf": "".join(page.extract_text() for page in paper.pages),
        "docx": "".join([*(p.text for p in word.paragraphs), *cells]),
        "md": re.sub(r"\\|\[\^\d+\]", "", render_markdown(made)),
    }
    needed = [made.title, *HEADINGS, *(j.why for j in made.judgements), *(x.text for x in made.known), *made.method]
    needed += [s.quote for s in made.sources] + [c.shows for c in made.charts] + [x.text for x in made.gaps]
    for name, text in texts.items():
        found = squeezed(text)
        for part in needed:
            assert squeezed(part) in found, (name, part)


def test_a_citation_leads_to_its_source(made: Brief, paper: Any, word: Any) -> None:
    links = [a.get_object() for page in paper.pages for a in page.get("/Annots", [])]
    assert sum(a["/Subtype"] == "/Link" for a in links) >= len(made.sources)
    xml = word.element.xml
    anchors = set(re.findall(r'w:anchor="(source-\d+)"', xml))
    marks = set(re.findall(r'<w:bookmarkStart[^>]*w:name="(source-\d+)"', xml))
    assert anchors <= marks == {f"source-{s.number}" for s in made.sources}


def test_charts_stand_in_all_of_them_with_what_they_show(made: Brief, paper: Any, word: Any) -> None:
    assert [c.kind for c in made.charts] == ["timeline", "relations", "exposure"]
    described = re.findall(r'<wp:docPr [^>]*descr="([^"]+)"', word.element.xml)
    assert [d.replace("&gt;", ">") for d in described] == [c.shows for c in made.charts if c.kind in _placed(made)]
    page = render_html(made)
    assert page.count('role="img"') == len(made.charts)
    for chart in made.charts:
        assert f">{chart.title}</title>" in page
        for row in chart.rows:
            assert all(i in page for i in str(row[-1]).split(", "))
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"], "the PDF is tagged, so its pictures' descriptions are read"


def _placed(made: Brief) -> list[str]:
    return [item.kind for s in sections(made) for b in s.blocks if b.kind == "chart" for item in b.items]


def test_a_drawing_is_sound_and_takes_its_colours_from_the_page(made: Brief) -> None:
    for chart in made.charts:
        root = ET.fromstring(inline_svg(chart, "c"))
        assert root.find("{http://www.w3.org/2000/svg}desc").text == chart.shows  # type: ignore[union-attr]
        colours = set(re.findall(r"#[0-9a-f]{6}\b", inline_svg(chart, "c"), re.IGNORECASE))
        assert not colours & set(PALETTE.values())
        assert png(chart, 1).startswith(b"\x89PNG")


def test_the_timeline_tells_what_is_said_from_what_is_not(made: Brief) -> None:
    chart = made.charts[0]
    found = {row[chart.columns.index("relation")]: row[chart.columns.index("status")] for row in chart.rows}
    assert found["sanction"] == "reported"
    assert found["agree"] == "hedged"
    assert found["aid"] == "negated or denied"
    assert found["accuse"] == "asserted"
    filled = re.findall(r'fill-opacity="([\d.]+)"', inline_svg(chart, "c"))
    asserted = [row for row in chart.rows if row[chart.columns.index("status")] == "asserted"]
    assert (filled.count("0.85"), filled.count("0")) == (len(asserted), len(chart.rows) - len(asserted))


def test_what_the_texts_hold_is_no_markup_on_paper(shelf: Callable[[Any], Any]) -> None:
    row = {"say": "CHN harms IND", "kind": "implication", "text": "It #eval(1) *hurts* $x$ <India> @here \x0b."}
    brief = compose(shelf([row]), "IND")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(render_pdf(brief))).pages)
    assert "#eval(1) *hurts* $x$ <India> @here" in text.replace("\n", " ")
    assert "*hurts*" in "".join(p.text for p in docx.Document(io.BytesIO(render_docx(brief))).paragraphs)


def test_what_draws_loads_only_when_something_is_drawn() -> None:
    code = "import sys, westphalia.briefing; print({'altair', 'vl_convert', 'docx', 'typst'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


def test_a_lane_is_who_did_it_to_whom_and_partners_in_an_act_are_no_foes(shelf: Callable[[Any], Any]) -> None:
    acts = [
        {"say": "CHN+RUS REJECT IGO.un.security-council", "trigger": "vetoed", "text": "China and Russia vetoed it.",
         "on": "2024-03-28"},
        {"say": "RUS ACCUSE CHN", "trigger": "accused", "text": "Russia accused China.", "on": "2024-04-01"},
        {"say": "CHN+RUS AGREE CHN+RUS", "trigger": "agreed", "text": "China and Russia agreed.", "on": "2024-05-01"},
        {"say": "CHN+RUS harms DEU", "kind": "implication", "trigger": "hurt", "text": "It hurt Germany.",
         "target_text": "Germany"},
    ]  # fmt: skip
    chart = compose(shelf(acts), "DEU").charts[0]
    assert [row[:1] + row[3:5] for row in chart.rows] == [
        ("Russia → China", "conflict", "accuse"),
        ("China and Russia", "cooperation", "agree"),
    ]
