"""The way from statements to Links: happenings, standing ties, and what cannot all hold."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from westphalia.linking.conflicts import conflicts
from westphalia.linking.data import against_data
from westphalia.linking.happenings import event_of, gather
from westphalia.linking.rows import rows_of
from westphalia.linking.ruled import as_ruled
from westphalia.linking.standing import ties_of
from westphalia.ontology.ties import KINDS, tie_kind
from westphalia.records import Links
from westphalia.store.rulings import Ruling

__all__ = ["link"]

ONE_WAY = tuple(kind for kind in KINDS if tie_kind(kind).directed)


def link(statements: pa.Table, rulings: Sequence[Ruling] = (), data: pa.Table | None = None) -> Links:
    """What the statements of a store (`View.statements()`) amount to: pure, and the same for the same statements.

    Every event statement is in exactly one Event, every tie statement in one Tie for each pair it names. `rulings` are
    people's judgements (`View.rulings()`): merges and splits of events hold. `data` are the ties of imported data sets
    (`View.data_ties()`), which texts may contradict.
    """
    rows = rows_of(statements)
    happenings = as_ruled(gather(rows), rulings)
    return Links(
        events=tuple(event_of(happening) for happening in happenings),
        ties=tuple(ties_of(rows, ONE_WAY)),
        disagreements=(*conflicts(rows, happenings), *against_data(rows, data.to_pylist() if data is not None else ())),
    )
