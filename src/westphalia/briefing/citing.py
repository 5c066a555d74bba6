"""Numbers for sentences: the first line that leans on a sentence gives it its number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from westphalia.analysis.credibility import credibility
from westphalia.analysis.lines import Seen, edited
from westphalia.briefing.parts import Line, Source
from westphalia.briefing.phrases import sentence, when
from westphalia.briefing.quoting import clip
from westphalia.judging import grades, reliability
from westphalia.records import Document

__all__ = ["Citations", "published"]

PARAGRAPH = 700


class Citations:
    """The numbered sources of a brief under construction."""

    def __init__(self, view: Seen) -> None:
        self._view = view
        self._sources: dict[str, Source] = {}
        self._leant_on: dict[str, str] = {}
        self._documents: dict[str, Document] = {}

    def cite(self, lines: Iterable[Mapping[str, Any]], most: int | None = None) -> tuple[int, ...]:
        """The numbers of these statements' sentences, in order, each once; of the first `most` sentences, if given."""
        first: dict[str, Mapping[str, Any]] = {}
        for line in lines:
            first.setdefault(line["sentence_id"], line)
        return tuple(self._number(line) for line in islice(first.values(), most))

    def line(self, record: dict[str, Any], text: str = "", note: str = "", others: Iterable[Any] = ()) -> Line:
        """A line of the brief for one statement: its sentence in our words, the source's words, the citation.

        `others` are further statements of the same, cited beside it.
        """
        every = [record, *others]
        return Line(
            text=text or sentence(record),
            quote=clip(record),
            cites=self.cite(every, most=4),
            statements=tuple(dict.fromkeys(x["id"] for x in every)),
            note="; ".join(filter(None, (note, "edited by hand" if edited(record) else ""))),
            tag="" if record["modality"] == "asserted" else record["modality"],
        )

    def graded(self) -> tuple[Source, ...]:
        """All that was cited, with the grade of each: of its publisher, and of the statement first cited for it."""
        credible, given = credibility(self._view, [*self._leant_on.values()]), grades(self._view.rulings())
        return tuple(
            replace(source, grade=reliability(source.publisher, given).grade + credible[self._leant_on[key]].grade)
            for key, source in self._sources.items()
        )

    def _number(self, line: Mapping[str, Any]) -> int:
        key = line["sentence_id"]
        if key not in self._sources:
            before, after = self._around(line)
            self._leant_on[key] = line["id"]
            self._sources[key] = Source(
                number=len(self._sources) + 1,
                sentence_id=key,
                document_id=line["document_id"],
                document=line["document"],
                title=line["title"],
                publisher=line["publisher"],
                published=published(line),
                url=line["url"],
                quote=line["sentence"],
                before=before,
                after=after,
            )
        return self._sources[key].number

    def _around(self, line: Mapping[str, Any]) -> tuple[str, str]:
        """The rest of the sentence's paragraph, before and after it, shortened where it is long."""
        known = self._documents.get(line["document_id"]) or self._view.document(line["document_id"])
        self._documents[line["document_id"]] = known
        text, start, end = known.text, line["sentence_start"], line["sentence_end"]
        if text[start:end] != line["sentence"]:
            return "", ""
        first = max(text.rfind("\n", 0, start) + 1, start - PARAGRAPH)
        last = text.find("\n", end)
        last = min(len(text) if last < 0 else last, end + PARAGRAPH)
        return text[first:start].lstrip(), text[end:last].rstrip()


def published(line: Mapping[str, Any]) -> str:
    """When a document was published, in words: a day, bounds, or that it is not known."""
    start, end = line["published_start"], line["published_end"]
    told = when(start, end)
    for word in ("on ", "in "):
        told = told.removeprefix(word)
    return told.replace("since ", "not before ") if told else "undated"
