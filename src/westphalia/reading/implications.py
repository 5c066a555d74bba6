"""Implications: what the frames of `data/implications.tsv` find one thing to mean for another."""

from __future__ import annotations

from dataclasses import replace

from westphalia.reading.frames import Scene, drafts, load
from westphalia.reading.reading import Reading

__all__ = ["implications"]


def implications(reading: Reading) -> Reading:
    """Stage: adds a draft for each predicate that a frame of the implications table fits."""
    return replace(reading, drafts=(*reading.drafts, *drafts(load("implications"), "implication", Scene(reading))))
