"""How confidently a judgement may be held: by number, agreement and firmness of its sources, in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from westphalia.analysis.lines import UNNAMED, publisher, weakest
from westphalia.briefing.phrases import hedge
from westphalia.linking.independence import voices

__all__ = ["confidence"]

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def confidence(
    steps: Sequence[Mapping[str, Any]], tellers: Sequence[Mapping[str, Any]], disputed: Collection[str] = ()
) -> tuple[str, str]:
    """`low`, `moderate` or `high`, and the reason in a sentence.

    `steps` are the statements of a path, `tellers` all those that say what is said to follow. High takes three
    publishers that state it flatly and nothing against it; moderate takes two, or one that states it flatly; what a
    single publisher hedges, or others dispute, is low. This grades the record, not the world.
    """
    named = sorted({publisher(dict(line)) for line in tellers})
    count = voices([dict(line) for line in tellers])
    sure = weakest(line["modality"] for line in steps)
    at_odds = any(line["id"] in disputed for line in steps)
    points = min(count, 3) + (sure == "asserted") - at_odds - (sure in ("possible", "conditional", "denied"))
    level = "high" if points >= 4 else "moderate" if points >= 2 else "low"
    return level, _reason(steps, named, count, sure, at_odds=at_odds)


def _reason(steps: Sequence[Mapping[str, Any]], every: list[str], count: int, sure: str, *, at_odds: bool) -> str:
    named = [v for v in every if v != UNNAMED]
    number = NUMBERS[count] if count < len(NUMBERS) else str(count)
    if not named:
        parts = ["it rests on text whose publisher is not named"]
    elif len(every) == 1:
        parts = [f"it rests on one publisher ({named[0]})"]
    elif count == 1:
        parts = ["its publishers pass on one and the same report"]
    else:
        parts = [f"it rests on {number} publishers"]
    weak = next((line for line in steps if line["modality"] == sure), steps[0])
    word = hedge(weak)
    if sure == "asserted":
        parts.append("its steps are stated without a hedge")
    elif sure == "reported":
        parts.append("part of it is passed on from others")
    else:
        parts.append(f"its weakest step is put as {sure}" + (f" (“{word}”)" if word else ""))
    if at_odds:
        parts.append("sources disagree about part of it")
    return "; ".join(parts) + "."
