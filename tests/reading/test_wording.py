"""The memory of words gives what the rules that it stands for give."""

from __future__ import annotations

import spacy

from westphalia.reading.sentences import MODEL
from westphalia.reading.wording import remember

_TEXTS = (
    "There is no war, but Chad's ministers haven't met; let's wait and see what that does to them.",
    "I told you that it was ours, and it'd be but a start.",
    "",
    "Those who did the deal have done it  again.\n They left better men, who leave.",
)
_TWICE = (*_TEXTS, *_TEXTS)  # learnt, then remembered


def test_words_are_as_the_rules_make_them() -> None:
    plain, own = spacy.load(MODEL, exclude=["ner"]), remember(spacy.load(MODEL, exclude=["ner"]))
    assert "lemmatizer" not in own.pipe_names
    for text in _TWICE:
        made, wanted = (
            [(t.text, t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_) for t in nlp(text)] for nlp in (own, plain)
        )
        assert made == wanted


def test_a_pipeline_without_the_rules_stays() -> None:
    assert remember(spacy.blank("en")).pipe_names == []
