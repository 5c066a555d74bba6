"""Remembers what spaCy makes of a word: part of speech, features and lemma, which follow from its form, tag and arc.

Its attribute ruler and rule lemmatizer work them out anew for each word, which takes a third of the time of the parse.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Final

import numpy as np
from spacy.language import Language
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc, Token

__all__ = ["WORDING", "remember"]

WORDING: Final = "westphalia_wording"
"""The name of the component."""
_RULER, _LEMMATIZER = "attribute_ruler", "lemmatizer"
_KNOWN = frozenset({"TAG", "DEP", "ORTH", "TEXT", "LOWER"})  # what a rule may ask of a word to be remembered
_GIVEN, _MADE = ["ORTH", "TAG", "DEP"], ["POS", "MORPH", "LEMMA"]
_MOST = 1 << 17  # words
_Row = tuple[int, ...]


def remember(nlp: Language) -> Language:
    """The pipeline, its lemmatizer and its rules for single words replaced by the memory of what they gave. What looks
    at several words stays."""
    if _RULER in nlp.pipe_names and _LEMMATIZER in nlp.pipe_names:
        nlp.add_pipe(WORDING, before=_RULER)
        nlp.remove_pipe(_LEMMATIZER)
    return nlp


class _Memory:
    """The component; what it does not know yet it asks of the parts that it stands for."""

    def __init__(self, ruler: AttributeRuler, lemmatizer: Any) -> None:
        self.parts = (ruler, lemmatizer)
        self.known: dict[_Row, _Row] = {}

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe((doc,)))

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """The documents, some at once."""
        stream = iter(docs)
        while some := list(islice(stream, batch_size)):
            if len(self.known) > _MOST:
                self.known.clear()
            asked: list[list[_Row]] = [list(map(tuple, doc.to_array(_GIVEN).tolist())) for doc in some]
            new = {
                row: doc[n]
                for doc, rows in zip(some, asked, strict=True)
                for n, row in enumerate(rows)
                if row not in self.known
            }
            if new:
                self._learn(new)
            for doc, rows in zip(some, asked, strict=True):
                if rows:
                    doc.from_array(_MADE, np.array([self.known[row] for row in rows], dtype=np.uint64))
            yield from some

    def _learn(self, new: Mapping[_Row, Token]) -> None:
        """Asks what some words are."""
        tokens = list(new.values())
        words = Doc(
            tokens[0].vocab,
            words=[t.text for t in tokens],
            tags=[t.tag_ for t in tokens],
            deps=[t.dep_ for t in tokens],
            heads=list(range(len(tokens))),
        )
        for part in self.parts:
            words = part(words)
        self.known.update(zip(new, map(tuple, words.to_array(_MADE).tolist()), strict=True))


def _memory(nlp: Language, name: str) -> _Memory:
    """The memory of a pipeline, whose ruler keeps the rules that look at more than one word's form, tag and arc."""
    ruler: Any = nlp.get_pipe(_RULER)
    rules = ruler.patterns
    alone = AttributeRuler(nlp.vocab)
    alone.add_patterns([rule for rule in rules if _is_alone(rule)])
    ruler.clear()
    ruler.add_patterns([rule for rule in rules if not _is_alone(rule)])
    lemmatizer: Any = nlp.get_pipe(_LEMMATIZER)
    index = lemmatizer.lookups.get_table("lemma_index", {})
    for kind, words in index.items():  # lists of up to 57,000 words, searched for each form that may be one
        index[kind] = frozenset(words)
    return _Memory(alone, lemmatizer)


def _is_alone(rule: dict[str, Any]) -> bool:
    """Whether a rule asks of one word only what is remembered of it, and gives nothing else."""
    asks = all(len(pattern) == 1 and _KNOWN.issuperset(pattern[0]) for pattern in rule["patterns"])
    return asks and set(_MADE).issuperset(rule["attrs"])


Language.factory(WORDING, func=_memory)
