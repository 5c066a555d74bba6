"""Coders that users train on their own labels: a text with two marked actors in, a label of their ontology out."""

from westphalia.coding.model import Coder, cross_validate, train
from westphalia.coding.rows import Labelled, read_labels, read_rows

__all__ = ["Coder", "Labelled", "cross_validate", "read_labels", "read_rows", "train"]
