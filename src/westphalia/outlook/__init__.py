"""What is likely next, and how often that was right: occurrence, ranking, explanation, back-test, record.

Everything stands on plain columns (day, source, relation, target) and needs no text. `events` reads them from a View or
a CSV file; `universe`, `dyads`, `fitting` and `occurrence` make the probability that A does something to B;
`facts`, `replay`, `walks`, `likeness`, `listwise` and `ranking` rank who is next; `explain` and `upcoming` open a
figure; `backtest` and `record` score them, `plot` draws the reliability; `words` says them.
"""

from westphalia.outlook.backtest import backtest, occurrence_backtest
from westphalia.outlook.events import Events, events_from, read_events
from westphalia.outlook.explain import Explanation, explain
from westphalia.outlook.fitting import fit
from westphalia.outlook.occurrence import Forecast, Forecaster, forecast
from westphalia.outlook.ranking import rank_backtest
from westphalia.outlook.record import resolve, rows_of, track_record
from westphalia.outlook.upcoming import upcoming
from westphalia.outlook.words import said, words

__all__ = [
    "Events", "Explanation", "Forecast", "Forecaster", "backtest", "events_from", "explain", "fit", "forecast",
    "occurrence_backtest", "rank_backtest", "read_events", "resolve", "rows_of", "said", "track_record", "upcoming",
    "words",
]  # fmt: skip
