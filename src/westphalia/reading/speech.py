"""Speech and thought in a text: who says what by which words, nested and across sentences.

`speeches` finds (source, cue, content) as annotators of attribution mark them (PolNeAR, Newell et al. 2018): verbs of
saying and thinking with their clause, "according to", adverbs such as "reportedly", nouns such as "claim", and
quotations with a speaker before, within, after or in the sentence next to them. Cues: data/speech_cues.tsv.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from westphalia.reading.claims import of_noun
from westphalia.reading.feelings import of_feeling
from westphalia.reading.headings import of_heading
from westphalia.reading.quotes import quotations
from westphalia.reading.reading import Parsed
from westphalia.reading.sayings import Speech, frames, of_token, source_phrase, speaker
from westphalia.reading.scope import is_verbal, over
from westphalia.records import Span

__all__ = ["attributions", "speeches"]

QUOTED = 30  # characters: a longer quotation is somebody's words, and so is all speech in it
_BLOCK = re.compile(r"\s*\n\s*([^\n]{20,2000})")
VISIBLE = frozenset(("say", "deny", "ask", "think", "show"))


def attributions(parsed: Sequence[Parsed], text: str) -> list[Speech]:
    """The outermost speech of a text: what stands inside of somebody else's words is left out, as PolNeAR has it."""
    quotes = [q for q in quotations(text) if q.end - q.start > QUOTED]
    found = [s for s in speeches(parsed, text) if s.kind != "know" and not any(q.holds(s.cue) for q in quotes)]
    return [s for s in found if not any(o is not s and any(c.holds(s.cue) for c in o.content) for o in found)]


def speeches(parsed: Sequence[Parsed], text: str) -> tuple[Speech, ...]:
    """All speech and thought of a document."""
    quotes = quotations(text)
    found: list[Speech] = []
    for sentence in parsed:
        inside = [q for q in quotes if q.meets(sentence.sentence.span)]
        heading = None if any(q.start <= sentence.sentence.span.start for q in inside) else of_heading(sentence)
        found += [] if heading is None else [heading]
        for token in sentence.tokens:
            made = of_token(sentence, token, inside) or of_noun(sentence, token) or of_feeling(sentence, token)
            if made is not None and any(c.end > c.start for c in made.content):
                found.append(rounded(made, inside))
    found = continued(parsed, [*found, *introduced(parsed, found, text)], quotes, text)
    return tuple(sorted(found, key=lambda s: s.cue.start))


def introduced(parsed: Sequence[Parsed], found: Sequence[Speech], text: str) -> list[Speech]:
    """Paragraphs that a sentence of speech with a colon at its end brings in: "The ministry stated:"."""
    made = []
    for sentence in parsed:
        end = sentence.sentence.span.start + len(sentence.sentence.text.rstrip())
        block = _BLOCK.match(text, end) if sentence.sentence.text.rstrip().endswith(":") else None
        verbs = [t for t in sentence.tokens if t.pos_ == "VERB" and "say" in frames(t.lemma_.lower())]
        source = speaker(verbs[-1]) if verbs else None
        if block is None or source is None or any(s.cue.meets(sentence.span(verbs[-1])) for s in found):
            continue
        made.append(Speech(
            parsed=sentence, source=source_phrase(sentence, source), head=source, cue=sentence.span(verbs[-1]),
            word=verbs[-1].lemma_.lower(), kind="say", content=(Span(start=block.start(1), end=block.end(1)),),
        ))  # fmt: skip
    return made


def rounded(speech: Speech, quotes: Sequence[Span]) -> Speech:
    """A speech with the rest of each quotation that its content holds a part of, as far as its sentence goes."""
    within = speech.parsed.sentence.span
    content = list(speech.content)
    for quote in quotes:
        cut = [i for i, c in enumerate(content) if c.meets(quote)]
        if cut and not quote.meets(speech.cue) and not (speech.source and quote.meets(speech.source)):
            start = max(within.start, min(quote.start, content[cut[0]].start))
            end = min(within.end, max(quote.end, content[cut[-1]].end))
            content[cut[0] : cut[-1] + 1] = [Span(start=start, end=end)]
    return replace(speech, content=tuple(content))


def continued(parsed: Sequence[Parsed], found: list[Speech], quotes: Sequence[Span], text: str) -> list[Speech]:
    """Quotations that their own sentence gives no speaker for, given to the one who speaks beside them.

    The rest of a quotation goes to who began it; a further one in the paragraph to the speaker before it, or to the
    one that the next sentence names; a paragraph that opens with a quotation to who spoke last.
    """
    made = [replace(s, quoted=any(q.meets(c) for q in quotes for c in s.content))
            for s in found]  # fmt: skip
    for quote in quotes:
        outside = [i for i, s in enumerate(made) if s.kind in VISIBLE and not any(q.holds(s.cue) for q in quotes)]
        for sentence in (p for p in parsed if quote.meets(p.sentence.span)):
            span = sentence.sentence.span
            part = Span(start=max(quote.start, span.start), end=min(quote.end, span.end))
            if part.end - part.start < min(0.5 * (span.end - span.start), 40):
                continue
            if any(c.meets(part) for i in outside for c in made[i].content):
                continue
            opened = announced(sentence, part)
            if opened is not None:
                made.append(opened)
                outside.append(len(made) - 1)
                continue
            ranked = [(d, i) for i in outside if (d := nearness(made[i], quote, part, text)) is not None]
            if ranked:
                best = min(ranked)[1]
                made[best] = replace(made[best], content=(*made[best].content, part), quoted=True)
    return made


def announced(parsed: Parsed, quote: Span) -> Speech | None:
    """A quotation after a colon whose verb is none of speech: "Trump went even further: ..."."""
    tokens = [t for t in parsed.tokens if parsed.span(t).end <= quote.start]
    while tokens and tokens[-1].text == '"':
        tokens.pop()
    if len(tokens) < 3 or tokens[-1].text not in ":," or quote.end - quote.start < 25:
        return None
    verb = next((t for t in reversed((tokens[-2], *over(tokens[-2]))) if is_verbal(t) and t in tokens), None)
    source = None if verb is None else speaker(verb)
    if verb is None and tokens[-1].text == ":":
        source = next((t for t in tokens if t.head not in tokens or t.head == t), None)
    if source is None or not (source.pos_ in ("PROPN", "NOUN") or source.dep_ == "nsubj"):
        return None
    return Speech(
        parsed=parsed, source=source_phrase(parsed, source), head=source, cue=parsed.span(verb or tokens[-1]),
        word=(verb or tokens[-1]).lemma_.lower(), kind="say", content=(quote,), quoted=True,
    )  # fmt: skip


def nearness(speech: Speech, quote: Span, part: Span, text: str) -> float | None:
    """How near a speech stands to a quotation without a speaker; None where it cannot be its cue.

    Characters between the two; what comes before is preferred within a paragraph, and a paragraph may only be
    reached forward, from one quotation to the next.
    """
    if any(quote.meets(c) for c in speech.content):
        return 0.0
    last = max([c.end for c in speech.content if c.end <= part.start] + [speech.cue.end])
    if last <= part.start:
        between = text[last : part.start]
        paragraphs = len(between.split("\n")) - between.count("\n\n") - 1
        if paragraphs > 1 or (paragraphs and (not speech.quoted or len(between.strip()) > 250)):
            return None
        if not speech.quoted and len(between) > 400:
            return None
        return len(between) + 100.0 * paragraphs
    between = text[part.end : speech.cue.start]
    if "\n" in between or not speech.quoted or len(between) > 300:
        return None
    return len(between) + 30.0
