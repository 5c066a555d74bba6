"""Linking: statements of one happening → an Event; of one standing relation → a Tie; that clash → a Disagreement."""

from westphalia.linking.course import course, noted, plans
from westphalia.linking.data import SAME_IN_DATA
from westphalia.linking.independence import copied
from westphalia.linking.link import link

__all__ = ["SAME_IN_DATA", "copied", "course", "link", "noted", "plans"]
