"""Phrases for actors, read without a parser: "Foreign Minister Lavrov of Russia", "the Indian foreign ministry"."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from westphalia.ontology.gazetteer import Match

if TYPE_CHECKING:
    from westphalia.ontology.actors import Atlas, Candidate

__all__ = ["agent_in", "read_phrase"]

_ASIDE = re.compile(r"\s(?:to|in|at|for|against|with|on|near|from|who|which|that|during|after|about)\s", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*")


def read_phrase(atlas: Atlas, text: str, on: date | None = None, near: Collection[str] = ()) -> tuple[Candidate, ...]:
    """Whom a phrase names, best first; nothing where it names no one known."""
    aside = _ASIDE.search(text)
    head = text[: aside.start()] if aside else text
    matches = [m for m in atlas.scan(head) if m.senses[0].kind not in ("none", "prefix")]
    agent = agent_in(atlas, head)
    if not matches and aside and agent:
        matches = [m for m in atlas.scan(text[aside.start() :]) if m.senses[0].kind not in ("none", "prefix")][:1]
    state_like = [m for m in matches if m.kind != "person"]
    states = list(near)
    found: list[Candidate] = []
    if state_like:
        found = list(atlas.weigh(state_like[0].senses, on, near))
        states = [c for f in found for c in (f.actor.id, *f.codes)]
    person = _person(atlas, head, matches, on, states)
    if person:
        return person
    if not found:
        return ()
    if agent is None:
        return tuple(found)
    return tuple(_organ(atlas, c, agent, on) for c in found)


def agent_in(atlas: Atlas, text: str) -> str | None:
    """The last word or words of a phrase (before "of") that name an office, organ or people, as a key of `agents`."""
    words = [w.lower() for w in _WORDS.findall(text)]
    for end in range(len(words), 0, -1):
        for n in (4, 3, 2, 1):
            if n <= end:
                key = " ".join(words[end - n : end])
                if key in atlas.agents:
                    return key
                if n == 1 and key.removesuffix("s") in atlas.agents:
                    return key.removesuffix("s")
    return None


def _person(
    atlas: Atlas, head: str, matches: list[Match], on: date | None, near: Collection[str]
) -> tuple[Candidate, ...]:
    for match in matches:
        if match.kind == "person":
            return atlas.weigh(match.senses, on, near)
    rest = head
    for match in reversed(matches):
        rest = rest[: match.start] + " " + rest[match.end :]
    names = [w for w in _WORDS.findall(rest) if w[0].isupper() and w.lower() not in atlas.agents]
    for n in range(len(names)):
        found = atlas.person(" ".join(names[n:]), on, near)
        found = tuple(c for c in found if not near or set(near) & {c.actor.country, *c.codes}) or found
        if found and (near or found[0].score > 0.6):
            return found
    return ()


def _organ(atlas: Atlas, candidate: Candidate, key: str, on: date | None) -> Candidate:
    from westphalia.ontology.actors import Candidate

    agent, state = atlas.agents[key], candidate.actor.country or candidate.actor.id
    if candidate.actor.kind not in ("state", "territory"):
        return candidate
    role = atlas.role(key)
    if agent.sort == "office" and role:
        holders = atlas.holders(role, state, on)
        if holders:
            why = f"{key} of {candidate.actor.name}" + (f" on {on}" if on else "")
            return Candidate(holders[0], "office", candidate.codes, candidate.score, why)
    suffix = agent.organ or {"people": "people", "outlet": "media", "company": "company"}.get(agent.sort, "government")
    actor = atlas.actor(f"{state}.{suffix}")
    kind = "office" if agent.sort in ("office", "person") else "organ"
    return Candidate(actor, kind, candidate.codes, candidate.score, f"{key} of {candidate.actor.name}")
