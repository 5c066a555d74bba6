"""Word classes: lists of lemmas under a name, which frames and grammar share. They live in `data/classes.tsv`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources

from westphalia.errors import OntologyError

__all__ = ["classes", "lines", "words"]


def lines(file: str) -> Iterator[tuple[int, list[str]]]:
    """The lines of a file in `reading/data`, numbered, in cells; comments and empty lines left out."""
    text = resources.files("westphalia.reading").joinpath("data", file).read_text(encoding="utf8")
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip() and not line.startswith("#"):
            yield number, [cell.strip() for cell in line.rstrip("\r").split("\t")]


@cache
def classes() -> Mapping[str, frozenset[str]]:
    """The named word classes of `data/classes.tsv` (name, words, why); a class may hold others by `@name`.

    Raises OntologyError for a bad line.

    >>> "missile" in classes()["weapons"]
    True
    """
    made: dict[str, frozenset[str]] = {}
    for number, cells in lines("classes.tsv"):
        where = f"classes.tsv:{number}"
        if len(cells) < 2 or not cells[0] or not cells[1]:
            raise OntologyError(f"{where}: a class has a name and words, tab-separated")
        if cells[0] in made:
            raise OntologyError(f"{where}: the class {cells[0]!r} is there already")
        made[cells[0]] = words(cells[1], made, where)
    return made


def words(text: str, known: Mapping[str, frozenset[str]], where: str) -> frozenset[str]:
    """The words of a comma-separated list, with its classes opened."""
    found: set[str] = set()
    for word in (w.strip() for w in text.split(",")):
        if word.startswith("@"):
            if word[1:] not in known:
                raise OntologyError(f"{where}: no class {word!r} in classes.tsv (above this line)")
            found |= known[word[1:]]
        elif word:
            found.add(word.lower())
    if not found:
        raise OntologyError(f"{where}: a list without words")
    return frozenset(found)
