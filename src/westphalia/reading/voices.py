"""Stage: two voices check each other. The frames have made their drafts; the encoder makes its own and judges both.

Each draft of either voice gets a probability of being right (`weighing`). Drafts below the bar are dropped; of those
that say the same of one word the likeliest stays. The probability becomes the draft's score, and its reason says who
spoke for it.
"""

from __future__ import annotations

from dataclasses import replace

from westphalia.reading.asked import ASKED, asked_of
from westphalia.reading.opinions import Opinion, listen
from westphalia.reading.reading import Reading
from westphalia.reading.weighing import BARS, choose, probabilities, signs

__all__ = ["voices"]


def voices(reading: Reading) -> Reading:
    """Stage: the drafts of both voices that stand the check; the frames' own where no encoder was asked."""
    asked = asked_of(reading)
    if asked is None:
        return reading
    encoder, said = asked.net.name, list(listen(reading, asked))
    sure = probabilities(encoder, signs(said))
    kept = [
        replace(o.whole(), score=p, why=_why(o))
        for sentence, likely in zip(said, sure, strict=True)
        for o, p in choose(sentence, likely, BARS[encoder])
    ]
    notes = {name: note for name, note in reading.notes.items() if name != ASKED}
    return replace(reading, drafts=tuple(kept), notes=notes)


def _why(opinion: Opinion) -> str:
    heard = opinion.thinks["alike"]
    word = opinion.draft.token.text
    if not opinion.by_frame:
        return f"the encoder reads {word!r} so ({heard:.2f})"
    return f"{opinion.draft.why}; the encoder finds it {heard:.2f} likely"
