"""Westphalia: the international system, read from what is written about it."""
