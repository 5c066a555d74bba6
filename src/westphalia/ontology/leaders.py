"""Who held which post of which state, from when to when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain

from westphalia.ontology.gazetteer import fold
from westphalia.ontology.tables import day, listed, table

__all__ = ["Tenure", "slug", "tenures"]


@dataclass(frozen=True, slots=True)
class Tenure:
    """A person in a post: `role` as in offices.tsv; `start` and `end` first and last day, None where unknown or open.

    `aliases`: other spellings and short forms of the name. `source`: the table that says so.
    """

    country: str
    role: str
    name: str
    person: str
    start: date | None
    end: date | None
    aliases: tuple[str, ...]
    source: str

    def holds(self, on: date) -> bool:
        """Whether the person was in post on a day."""
        return (self.start is None or self.start <= on) and (self.end is None or on <= self.end)


def slug(name: str) -> str:
    """A name as the end of an id.

    >>> slug("Recep Tayyip Erdoğan")
    'recep-tayyip-erdogan'
    """
    return "-".join(re.findall(r"[a-z0-9]+", " ".join(fold(w) for w in re.findall(r"[^\W_]+", name))))


def tenures() -> Iterator[Tenure]:
    """The lines of ministers.tsv, which is the surer, then of leaders.tsv."""
    for row in chain(table("ministers"), table("leaders")):
        yield Tenure(
            country=row["country"],
            role=row["role"],
            name=row["name"],
            person=f"{row['country']}.{slug(row['name'])}",
            start=day(row["from"]),
            end=day(row["until"], last=True),
            aliases=tuple(listed(row["aliases"])),
            source=row.get("source", "ministers"),
        )
