"""Analyses: functions from a View to a Finding, each with the statements it rests on and what to beware of."""

from westphalia.analysis.dyad import dyad
from westphalia.analysis.implications import implications_for
from westphalia.analysis.pathways import open_path
from westphalia.analysis.places import places
from westphalia.analysis.sayers import who_says
from westphalia.analysis.wants import wants

__all__ = ["dyad", "implications_for", "open_path", "places", "wants", "who_says"]
