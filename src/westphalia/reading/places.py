"""Whether a name is named as a place or as the one who acts there: "was in Moscow" against "Moscow agreed"."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from westphalia.reading.clues import listed_words

__all__ = ["place_reason"]


def place_reason(tokens: Sequence[Token], first: int, last: int, kind: str) -> str:
    """Why the name at tokens `first` to `last` is a place there, or an empty text where it is an actor.

    `kind`: that of its sense. Demonyms and organs are never places, regions and cities always.
    """
    if kind == "place":
        return "a region or city"
    if kind not in ("name", "capital", "metonym"):
        return ""
    head = next((t for t in tokens[first : last + 1] if not first <= t.head.i <= last), tokens[last])
    before = tokens[first - 1].lower_ if first else ""
    at = first - 1
    while at > 0 and tokens[at].lower_ in listed_words("placing", "quarter"):
        at -= 1
    before = tokens[at].lower_ if first else ""
    if before == "the" and at > 0:
        before = tokens[at - 1].lower_
    if before in ("capital", "city", "town"):
        return f"a {before}"
    if before == "-" or _based(tokens, last):
        return "named as where someone is based" if _based(tokens, last) else ""
    if before in listed_words("placing", "before") and _locative(tokens, first):
        return f"after {before!r}"
    if kind != "capital" and before not in ("to", "into"):
        return ""
    if last + 1 < len(tokens) and tokens[last + 1].text == "," and before == ",":
        return ""
    if head.dep_ in ("compound", "nmod") and head.head.lemma_.lower() in listed_words("placing", "site"):
        return f"locates {head.head.text!r}"
    if (
        last + 1 < len(tokens)
        and tokens[last + 1].lemma_.lower() in listed_words("placing", "site")
        and tokens[last + 1].pos_ in ("NOUN", "PROPN")
    ):
        return f"locates {tokens[last + 1].text!r}"
    if before == "of" and first > 1:
        noun = tokens[first - 2] if tokens[first - 1].lower_ == "of" else tokens[first - 3] if first > 2 else tokens[0]
        if noun.lemma_.lower() in listed_words("placing", "part"):
            return f"part of a place: {noun.text!r}"
    if before in ("to", "from") and head.dep_ == "pobj":
        governor = head.head.head
        if governor.lemma_.lower() in listed_words("placing", "moving") and governor.lemma_.lower() not in (
            "send",
            "transfer",
            "bring",
            "deploy",
        ):
            return f"where {governor.text!r} leads"
    if head.dep_ == "dobj" and head.head.lemma_.lower() in listed_words("placing", "visited"):
        return f"object of {head.head.text!r}"
    return ""


def _based(tokens: Sequence[Token], last: int) -> bool:
    return (
        last + 2 < len(tokens) and tokens[last + 1].text == "-" and tokens[last + 2].lower_ in ("based", "born", "area")
    )


def _locative(tokens: Sequence[Token], first: int) -> bool:
    """False for "in" that belongs to a verb or noun of dealing: "confidence in Washington"."""
    at = first - 1 if tokens[first - 1].lower_ != "the" else first - 2
    governor = tokens[at].head
    return governor.lemma_.lower() not in ("trust", "confidence", "faith", "believe", "invest", "interest")
