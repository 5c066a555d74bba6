"""What is likely next, and how often that was right: occurrence, ranking, explanation, back-test, record.

Everything stands on plain columns (day, source, relation, target) and needs no text. `events` reads them from a View or
a CSV file; `universe`, `dyads`, `fitting` and `occurrence` make the probability that A does something to B;
`facts`, `replay`, `walks`, `likeness`, `listwise` and `ranking` rank who is next; `explain` and `upcoming` open a
figure; `backtest` and `record` score them, `plot` draws the reliability; `words` says them. The package itself imports
none of them: what fits and ranks takes seconds to load, which no other command should wait for.
"""
