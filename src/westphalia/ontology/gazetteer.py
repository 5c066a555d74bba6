"""The gazetteer: names found in raw text, the longest first, with attention to capitals."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

__all__ = ["Gazetteer", "Match", "Sense", "fold"]

_WORD = re.compile(r"[^\W_]+|[&+]")
_GAPS = frozenset(
    [" ", "-", "'", "’", "‘", "‐", "‑", "–", ".", ". ", "\n", "\u00a0", "/", "`", "´", " (", ")", "", "ʼ"]
)
_UNLIKE = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """A word in lower case without accents.

    >>> fold("Erdoğan"), fold("Łukasz")
    ('erdogan', 'lukasz')
    """
    if word.isascii():
        return word.lower()
    bare = unicodedata.normalize("NFKD", word.lower())
    return "".join(c for c in bare if not unicodedata.combining(c)).translate(_UNLIKE)


@dataclass(frozen=True, slots=True)
class Sense:
    """One thing that a name may stand for.

    `actors`: the ids that are all meant ("the Baltic states": three). `kind`: name, demonym, people, capital, metonym,
    person, surname, organ, group, place, prefix, or none (a name that stands for no actor and hides the shorter ones
    inside it: "Vietnam War"). `start`, `end`: when it stands for it. `why`: an example or a reason. `either`: the name
    alone does not say whether it is this sense or another ("Congo").
    """

    actors: tuple[str, ...]
    kind: str
    start: date | None = None
    end: date | None = None
    why: str = ""
    either: bool = False

    def holds(self, on: date | None, slack: int = 0) -> bool:
        """Whether it stood for it on a day, give or take `slack` days; always where no day is asked."""
        if on is None:
            return True
        after = self.start is None or self.start.toordinal() - slack <= on.toordinal()
        return after and (self.end is None or on.toordinal() <= self.end.toordinal() + slack)


@dataclass(frozen=True, slots=True)
class Match:
    """A name found in a text, from `start` to `end`, with all its senses."""

    start: int
    end: int
    text: str
    senses: tuple[Sense, ...]

    @property
    def kind(self) -> str:
        """The kind of the first sense."""
        return self.senses[0].kind

    @property
    def keys(self) -> tuple[str, ...]:
        """The ids of all actors that it may stand for."""
        return tuple(dict.fromkeys(a for s in self.senses for a in s.actors))


class Gazetteer:
    """Names by their words.

    >>> g = Gazetteer({"North Korea": [Sense(("PRK",), "name")], "Turkey": [Sense(("TUR",), "name")]})
    >>> [m.text for m in g.scan("North Korea-Turkey trade; a turkey dinner")]
    ['North Korea', 'Turkey']
    """

    def __init__(self, names: Mapping[str, Iterable[Sense]] | None = None) -> None:
        self._longest: dict[str, int] = {}  # first word -> words in the longest name that begins with it
        self._names: dict[str, list[tuple[tuple[str, ...], bool, list[Sense]]]] = {}
        for name, senses in (names or {}).items():
            for sense in senses:
                self.add(name, sense)

    @property
    def names(self) -> int:
        """How many names there are."""
        return len(self._names)

    def copy(self) -> Gazetteer:
        """One that can be added to without changing this one."""
        new = Gazetteer()
        new._longest = dict(self._longest)
        new._names = {key: [(w, c, list(s)) for w, c, s in found] for key, found in self._names.items()}
        return new

    def add(self, name: str, sense: Sense, *, first: bool = False) -> None:
        """Let `name` also stand for `sense`; `first` puts it before the senses that are there."""
        words = tuple(_WORD.findall(name))
        if not words:
            return
        folded = tuple(fold(w) for w in words)
        key = " ".join(folded)
        if self._longest.get(folded[0], 0) < len(words):
            self._longest[folded[0]] = len(words)
        forms = self._names.setdefault(key, [])
        for form, _, senses in forms:
            if form == words:
                if sense not in senses:
                    senses.insert(0 if first else len(senses), sense)
                return
        forms.append((words, "," in name, [sense]))

    def look_up(self, name: str) -> tuple[Sense, ...]:
        """The senses of a name taken alone, whatever its capitals; the form written exactly so first."""
        words = tuple(_WORD.findall(name))
        forms = self._names.get(" ".join(fold(w) for w in words), ())
        ordered = sorted(forms, key=lambda form: form[0] != words)
        return tuple(dict.fromkeys(sense for _, _, senses in ordered for sense in senses))

    def scan(self, text: str) -> list[Match]:
        """The names in a text, from left to right, none overlapping; "us" is no country and "turkey" a bird."""
        found = []
        words = [(m[0], m.start(), m.end()) for m in _WORD.finditer(text)]
        folded = [fold(w) for w, _, _ in words]
        i = 0
        while i < len(words):
            longest = self._longest.get(folded[i], 0)
            step = 1
            for n in range(min(longest, len(words) - i), 0, -1):
                senses = self._senses(text, words[i : i + n], folded[i : i + n])
                if senses:
                    start, end = words[i][1], words[i + n - 1][2]
                    if text[end : end + 1] == "$":
                        break  # US$
                    if n > 1 and len(words[i + n - 1][0]) == 1 and text[end : end + 1] == "." and words[i][0].isupper():
                        end += 1  # the last stop of "U.S."
                    found.append(Match(start, end, text[start:end], senses))
                    step = n
                    break
            i += step
        return found

    def _senses(self, text: str, words: list[tuple[str, int, int]], folded: list[str]) -> tuple[Sense, ...]:
        forms = self._names.get(" ".join(folded))
        if not forms:
            return ()
        gaps = [text[a[2] : b[1]] for a, b in pairwise(words)]
        if any(gap == " " and len(a[0]) == len(b[0]) == 1 for gap, (a, b) in zip(gaps, pairwise(words), strict=True)):
            return ()  # "A U.S. judge" is not of the A.U.
        found: list[Sense] = []
        for form, comma, senses in forms:
            if all(_written(w[0], f) for w, f in zip(words, form, strict=True)) and all(
                g in _GAPS or (comma and g == ", ") for g in gaps
            ):
                found.extend(s for s in senses if s not in found)
        return tuple(found)


def _written(word: str, form: str) -> bool:
    """Whether a word is written as the name's: acronyms exactly, names with a capital or all in capitals."""
    if word == form or form.islower():
        return True
    if len(form) > 1 and form[1:] != form[1:].lower():
        return False  # acronyms in capitals or mixed: "US", "LeT"
    return word[0].isupper() or not word[0].isalpha()
