"""Words of a sentence made comparable: stems, matters, titles of treaties and forums, shingles of near-copies."""

from __future__ import annotations

import re
import zlib
from functools import cache, partial

from westphalia.ontology import tables

__all__ = ["bag", "carrier", "copies", "empty", "lines", "matters", "named", "near", "shingles", "stem", "titles"]

_WORD = re.compile(r"[A-Za-zÀ-ÿ]+(?:-[A-Za-zÀ-ÿ]+)*")
_SMALL = frozenset({"of", "on", "for", "and", "the", "in", "with", "to"})


lines = partial(tables.lines, "westphalia.linking")
"""The rows of a data file of linking: file name and number of columns; raises OntologyError at another width."""


@cache
def named(name: str) -> frozenset[str]:
    """A named list of words of `word_lists.tsv`."""
    return frozenset(word for key, _, found in lines("word_lists.tsv", 3) if key == name for word in found.split())


@cache
def _forms() -> dict[str, str]:
    return {form: base for base, forms in lines("lemmas.tsv", 2) for form in (base, *forms.split())}


@cache
def stem(word: str) -> str:
    """A word's common form; a noun and its verb share one where the table of forms says so.

    >>> stem("Meeting"), stem("weapons"), stem("deliveries"), stem("standing"), stem("stopped")
    ('meet', 'weapon', 'deliver', 'stand', 'stop')
    """
    word = word.lower()
    forms = _forms()
    if word in forms:
        return forms[word]
    for ending, put in (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith(("ss", "us", "is")):
            base = word[: -len(ending)] + put
            if ending in ("ing", "ed") and base[-1] == base[-2] and base[-1] not in "lsz":
                base = base[:-1]
            return forms.get(base, forms.get(base + "e", base))
    return word


def bag(text: str) -> frozenset[str]:
    """The stems of a text's common words: names, figures and empty words left out.

    >>> sorted(bag("Kim's train returned to North Korea on 18 September."))
    ['return', 'train']
    """
    return frozenset(stem(w) for w in _WORD.findall(text) if w[0].islower() and len(w) > 2 and w not in empty())


def empty() -> frozenset[str]:
    """Words that say nothing about the matter."""
    return named("empty")


def near(sentence: str, trigger: str, reach: int = 60) -> frozenset[str]:
    """The stems within `reach` characters of the trigger, the trigger's own included."""
    at = sentence.find(trigger) if trigger else -1
    if at < 0:
        return bag(sentence)
    begin, end = max(0, at - reach), at + len(trigger) + reach
    begin = sentence.rfind(" ", 0, begin) + 1 if begin else 0
    cut = sentence.find(" ", end)
    return bag(sentence[begin : cut if cut > 0 else len(sentence)])


def carrier(method: str, trigger: str) -> str:
    """The stem that carries a relation: the lemma the frame names, else the trigger's last word.

    >>> carrier("frame:events:visit/v", "visited"), carrier("cue", "was meeting"), carrier("", "summit")
    ('visit', 'meet', 'meet')
    """
    named = re.search(r"^frame:.*:([a-zà-ÿ_-]+)/[a-z]+$", method)
    if named:
        return stem(named[1].split("_")[0])
    found = _WORD.findall(trigger)
    return stem(found[-1]) if found else ""


@cache
def _matters() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for matter, members, _ in lines("matters.tsv", 3):
        for member in members.split():
            table[stem(member)] = (*table.get(stem(member), ()), matter)
    return table


def matters(stems: frozenset[str]) -> frozenset[str]:
    """The matters that stems speak of.

    >>> sorted(matters(bag("trying to strike an arms deal to bolster its war")))
    ['arms']
    """
    table = _matters()
    return frozenset(matter for word in stems for matter in table.get(word, ()))


def titles(sentence: str) -> frozenset[str]:
    """Names of treaties, forums, exercises and the like in a sentence, in small letters.

    >>> sorted(titles("They signed a ‘Comprehensive Strategic Partnership’ agreement at the Eastern Economic Forum."))
    ['comprehensive strategic partnership', 'eastern economic forum']
    >>> titles("Russian President Vladimir Putin met Kim.")
    frozenset()
    """
    found: set[str] = set()
    run: list[str] = []
    for token in [*re.findall(r"\w[\w'’-]*|[^\w\s]", sentence), "."]:
        token = token.rstrip("’'")
        if token[:1].isupper() or (run and token in _SMALL):
            run.append(token)
            continue
        while run and run[-1] in _SMALL:
            run.pop()
        heads = [i for i, word in enumerate(run) if word.lower() in named("heads")]
        if heads and heads[-1] >= 1:
            found.add(" ".join(w.lower() for w in run[: heads[-1] + 1] if w not in _SMALL))
        run = []
    return frozenset(found)


def shingles(text: str, size: int = 3) -> frozenset[int]:
    """Hashes of all runs of `size` words, the fingerprint by which near-copies are known (Broder 1997)."""
    found = [w.lower() for w in _WORD.findall(text)]
    runs = [found[i : i + size] for i in range(max(1, len(found) - size + 1))] if found else []
    return frozenset(zlib.crc32(" ".join(run).encode()) for run in runs)


def copies(one: frozenset[int], two: frozenset[int], share: float = 0.6) -> bool:
    """Whether two sentences are near-copies: their shingles' Jaccard resemblance reaches `share`.

    >>> a = shingles("The North fired two missiles into the sea on Friday, Seoul said")
    >>> copies(a, shingles("The North fired two missiles into the sea on Friday, Seoul's military said"))
    True
    >>> copies(a, shingles("Seoul said that two missiles flew from the North"))
    False
    """
    if not one or not two or min(len(one), len(two)) < 4:
        return bool(one) and one == two
    return len(one & two) / len(one | two) >= share
