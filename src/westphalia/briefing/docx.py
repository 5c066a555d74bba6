"""A brief as a Word document: headings, links to its numbered sources, charts as pictures with text alternatives."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any

from westphalia.briefing import charts, layout
from westphalia.briefing.layout import Block
from westphalia.briefing.parts import Brief, Chart, Judgement, Line
from westphalia.briefing.quoting import quoted

__all__ = ["render_docx"]

ACCENT, SOFT = "1F4E79", "5D5A54"
WIDE = 16.0  # centimetres between the margins
CONTROLS = {code: None for code in range(32) if chr(code) not in "\t\n\r"}


def render_docx(brief: Brief) -> bytes:
    """The brief as the bytes of a .docx file; python-docx loads when it is called."""
    return _Writer(brief).written()


class _Writer:
    """Writes one document from top to bottom."""

    def __init__(self, brief: Brief) -> None:
        import docx

        self.brief = brief
        self.document: Any = docx.Document()
        self.blocks: Mapping[str, Callable[[Block], None]] = {
            "lines": self._lines, "judgements": self._judgements, "discussion": self._discussion, "cards": self._cards,
            "clashes": self._clashes, "chart": self._chart, "sources": self._sources, "texts": self._texts,
            "ladder": self._ladder,
        }  # fmt: skip

    def written(self) -> bytes:
        """The document's bytes."""
        self._set_up()
        brief = self.brief
        self._text(layout.kicker(brief).upper(), size=9, colour=ACCENT, bold=True)
        self.document.add_heading(_clean(brief.title), 0)
        self._text(brief.question, italic=True, colour=SOFT)
        self._text(" · ".join(f"{term}: {fact}" for term, fact in layout.facts(brief)), size=9, colour=SOFT)
        self.document.add_heading("Bottom line", 1)
        paragraph = self.document.add_paragraph()
        for line in brief.bottom_line:
            self._run(paragraph, line.text, bold=True)
            self._cites(paragraph, line)
            self._run(paragraph, " ")
        for section in layout.sections(brief):
            self.document.add_heading(section.heading, 1)
            if section.lead:
                self._text(section.lead, size=9, colour=SOFT)
            for block in section.blocks:
                if block.heading:
                    self.document.add_heading(block.heading, 2)
                if block.lead:
                    self._text(block.lead, size=9, colour=SOFT)
                self.blocks[block.kind](block)
        self._data()
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()

    def _set_up(self) -> None:
        from docx.shared import Cm, Pt, RGBColor

        self.document.core_properties.title = _clean(self.brief.title)
        self.document.core_properties.author = "Westphalia"
        self.document.core_properties.subject = _clean(self.brief.question)
        page = self.document.sections[0]
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2.5)
        styles = self.document.styles
        styles["Normal"].font.name, styles["Normal"].font.size = "Georgia", Pt(10.5)
        for name, size in (("Title", 20), ("Heading 1", 13), ("Heading 2", 11.5), ("Heading 3", 10.5)):
            font = styles[name].font
            font.name, font.size, font.color.rgb = "Georgia", Pt(size), RGBColor.from_string(ACCENT)
            properties = styles[name].element.get_or_add_rPr()
            for fonts in properties.findall(_w("rFonts")):  # the template's theme fonts would win over the name
                for attribute in [a for a in fonts.attrib if a.endswith("Theme")]:
                    del fonts.attrib[attribute]

    def _run(self, paragraph: Any, text: str, **how: Any) -> Any:
        from docx.shared import Pt, RGBColor

        run = paragraph.add_run(_clean(text))
        run.bold, run.italic = how.get("bold"), how.get("italic")
        if "size" in how:
            run.font.size = Pt(how["size"])
        if "colour" in how:
            run.font.color.rgb = RGBColor.from_string(how["colour"])
        return run

    def _text(self, text: str, style: str | None = None, **how: Any) -> Any:
        paragraph = self.document.add_paragraph(style=style)
        self._run(paragraph, text, **how)
        return paragraph

    def _cites(self, paragraph: Any, line: Line) -> None:
        """The numbers of a line's sources, raised, each a link to its place in the list."""
        from docx.oxml import OxmlElement

        for i, number in enumerate(line.cites):
            link = OxmlElement("w:hyperlink")
            link.set(_w("anchor"), f"source-{number}")
            run = self._run(paragraph, f"{',' * bool(i)}{number}", colour=ACCENT)
            run.font.superscript = True
            link.append(run._r)
            paragraph._p.append(link)

    def _line(self, line: Line, style: str | None = None, lead: str = "", **how: Any) -> None:
        paragraph = self.document.add_paragraph(style=style)
        if lead:
            self._run(paragraph, f"{lead}: ", bold=True)
        self._run(paragraph, line.text, **how)
        self._cites(paragraph, line)
        if line.tag:
            self._run(paragraph, f"  ({line.tag})", italic=True, size=9, colour=SOFT)
        if line.note:
            self._run(paragraph, f"  {line.note}", size=9, colour=SOFT)

    def _quote(self, words: str, by: str = "") -> None:
        if words:
            self._text(quoted(words) + (f" — {by}" if by else ""), "Quote", size=9.5, colour=SOFT)

    def _lines(self, block: Block) -> None:
        for line in block.items:
            self._line(line, "List Bullet")
            self._quote(line.quote)

    def _judgements(self, block: Block) -> None:
        for judgement in block.items:
            self._line(judgement.line, "List Number", bold=True)
            self._text(judgement.why, size=9.5, colour=SOFT)
            self._quote(judgement.line.quote)

    def _discussion(self, block: Block) -> None:
        judgement: Judgement
        for judgement in block.items:
            self.document.add_heading(_clean(layout.opening(judgement.line.text)), 2)
            for line in judgement.discussion:
                self._line(line)

    def _cards(self, block: Block) -> None:
        for card in block.items:
            self.document.add_heading(_clean(card.title), 2)
            route, sure = " → ".join(card.path), f"as sure as its weakest step: {card.tag}"
            self._text(f"{route} · {card.how} · effect: {card.effect} · {sure}", size=9, colour=SOFT)
            for step in card.steps:
                self._line(step.line, "List Bullet", lead=step.role)
                self._quote(step.line.quote, step.said_by)

    def _clashes(self, block: Block) -> None:
        for clash in block.items:
            self.document.add_heading(_clean(f"{clash.title} ({clash.field}, {clash.strength})"), 2)
            for side in clash.sides:
                self._text(side.value, bold=True)
                for line in side.lines:
                    paragraph = self._text(f"{quoted(line.quote)} — {line.note}", "Quote", size=9.5, colour=SOFT)
                    self._cites(paragraph, line)

    def _chart(self, block: Block) -> None:
        from docx.shared import Cm

        chart: Chart
        for chart in block.items:
            paragraph = self._text(f"{chart.title}. ", bold=True)
            self._run(paragraph, chart.shows)
            picture = self.document.add_picture(io.BytesIO(charts.png(chart)), width=Cm(WIDE))
            picture._inline.docPr.set("title", _clean(chart.title))
            picture._inline.docPr.set("descr", _clean(chart.shows))
            self._text(chart.key, size=8.5, colour=SOFT)

    def _sources(self, block: Block) -> None:
        for source in block.items:
            paragraph = self.document.add_paragraph()
            self._mark(paragraph, source.number)
            who = f"{source.number}. {source.publisher or 'Publisher not named'}, {source.published}"
            self._run(paragraph, who + (f" [{source.grade}]" if source.grade else "") + ". ", bold=True, size=9)
            self._run(paragraph, quoted(source.quote), size=9)
            self._run(paragraph, f"  {source.title or source.document} · {source.sentence_id}", size=8, colour=SOFT)

    def _mark(self, paragraph: Any, number: int) -> None:
        """The place that the links to a source lead to."""
        from docx.oxml import OxmlElement

        for name in ("bookmarkStart", "bookmarkEnd"):
            mark = OxmlElement(f"w:{name}")
            mark.set(_w("id"), str(number))
            if name == "bookmarkStart":
                mark.set(_w("name"), f"source-{number}")
            paragraph._p.append(mark)

    def _texts(self, block: Block) -> None:
        for text in block.items:
            self._text(text, "List Bullet", size=9.5)

    def _ladder(self, block: Block) -> None:
        self._table(("words", "probability"), block.items)

    def _data(self) -> None:
        if self.brief.charts:
            self.document.add_heading("Data behind the charts", 1)
        for chart in self.brief.charts:
            self.document.add_heading(_clean(chart.title), 2)
            self._table(layout.heads(chart), [[layout.cell(value) for value in row] for row in chart.rows])

    def _table(self, heads: tuple[str, ...], rows: Any) -> None:
        table = self.document.add_table(1, len(heads), style="Light List Accent 1")
        for row in (heads, *rows):
            cells = table.rows[0].cells if row is heads else table.add_row().cells
            for place, value in zip(cells, row, strict=True):
                self._run(place.paragraphs[0], value, size=7)


def _w(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(f"w:{name}"))


def _clean(text: str) -> str:
    """Text without control characters, which no XML may hold."""
    return text.translate(CONTROLS)
