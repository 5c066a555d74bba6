"""How right the reading is, measured against gold that people made."""

from westphalia.evaluation.statements import Gold, Scores, load_gold, score

__all__ = ["Gold", "Scores", "load_gold", "score"]
