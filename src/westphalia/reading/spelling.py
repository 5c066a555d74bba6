"""Teaches the parser the words that it gets wrong: see `data/lemmas.tsv`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from westphalia.errors import OntologyError
from westphalia.reading.classes import lines

__all__ = ["teach"]

_NAME = "westphalia_lemmas"


def teach(nlp: Language) -> Language:
    """The pipeline, its tokenizer and its lemmas taught. Raises OntologyError for a bad line of the table.

    >>> from westphalia.reading.sentences import parser
    >>> [t.lemma_ for t in parser()("Iran staged a co-operation summit.")][1:4]
    ['stage', 'a', 'co-operation']
    """
    _keep_whole(nlp, _table("whole"))
    if _NAME not in nlp.pipe_names:
        nlp.add_pipe(_NAME, last=True)
    return nlp


@cache
def _table(kind: str) -> Mapping[str, str]:
    """Form to lemma for the lines of a kind."""
    found: dict[str, str] = {}
    for number, cells in lines("lemmas.tsv"):
        if cells[0] == "kind":
            continue
        if len(cells) < 3 or cells[0] not in ("verb", "whole"):
            raise OntologyError(f"lemmas.tsv:{number}: a line has a kind (verb or whole), a lemma and its forms")
        if cells[0] == kind:
            found.update({form.strip(): cells[1] for form in cells[2].split(",")})
    return found


def _correct(doc: Doc) -> Doc:
    """The document with its verbs' lemmas put right."""
    verbs, whole = _table("verb"), _table("whole")
    for token in doc:
        known = verbs.get(token.lower_) if token.pos_ == "VERB" else None
        if known or (known := whole.get(token.lower_)):
            token.lemma_ = known
    return doc


Language.component(_NAME, func=_correct)


def _keep_whole(nlp: Language, words: Mapping[str, str]) -> None:
    """Lets the tokenizer keep these words in one piece."""
    tokenizer: Any = nlp.tokenizer
    before: Callable[[str], Any] | None = tokenizer.token_match

    def match(text: str) -> Any:
        return text.lower() in words or (before(text) if before is not None else None)

    tokenizer.token_match = match
