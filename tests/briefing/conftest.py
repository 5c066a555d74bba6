"""What briefs are tested on: the stand-in View of the analyses."""

from tests.analysis.conftest import gold_meta, gold_rows, seeds, shelf

__all__ = ["gold_meta", "gold_rows", "seeds", "shelf"]
