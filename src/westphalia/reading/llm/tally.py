"""What was asked of a language model and what became of it, counted so that a user can be told."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

__all__ = ["Tally"]


@dataclass(slots=True, kw_only=True)
class Tally:
    """Counts of one run.

    `sentences` were put to the model in `requests` over the network or answered from the cache (`cached` batches).
    `accepted` records became drafts, `agreed` of them what a frame had found too. `refused` counts records and whole
    answers by reason, `failed` the requests without an answer. `unread` sentences were left to the frames, after
    failures or because the endpoint was given up (`given_up`: why, else empty).
    """

    model: str
    sentences: int = 0
    requests: int = 0
    cached: int = 0
    accepted: int = 0
    agreed: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    unread: int = 0
    given_up: str = ""

    def add(self, other: Tally) -> None:
        """Take in the counts of another process."""
        self.sentences += other.sentences
        self.requests += other.requests
        self.cached += other.cached
        self.accepted += other.accepted
        self.agreed += other.agreed
        self.refused += other.refused
        self.failed += other.failed
        self.unread += other.unread
        self.given_up = self.given_up or other.given_up

    def __str__(self) -> str:
        """In words, one line a matter.

        >>> print(Tally(model="m", sentences=9, requests=2, accepted=3, refused=Counter({"not JSON": 1})))
        llm:m was asked about 9 sentences in 2 requests (0 more answered from the cache)
        3 records accepted (0 as the frames have them), 1 refused: not JSON 1
        """
        lines = [
            f"llm:{self.model} was asked about {self.sentences} sentences in {self.requests} requests "
            f"({self.cached} more answered from the cache)",
            f"{self.accepted} records accepted ({self.agreed} as the frames have them), "
            f"{self.refused.total()} refused{_reasons(self.refused)}",
        ]
        if self.failed:
            lines.append(f"{self.failed.total()} requests failed{_reasons(self.failed)}")
        if self.given_up:
            lines.append(f"the endpoint was given up: {self.given_up}")
        if self.unread:
            lines.append(f"{self.unread} sentences were read by the frames alone")
        return "\n".join(lines)


def _reasons(counts: Counter[str]) -> str:
    return ": " + ", ".join(f"{why} {n}" for why, n in counts.most_common()) if counts else ""
