"""Statements of one standing relation, gathered as Ties: kind and ends, the interval that all of them span."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations, product

from westphalia.linking.independence import independent
from westphalia.linking.rows import Row, firmest
from westphalia.records import Tie, When, content_id

__all__ = ["ties_of"]

PAIRS = 6
Ends = tuple[tuple[str, ...], tuple[str, ...]]


def ties_of(rows: Sequence[Row], directed: Iterable[str]) -> list[Tie]:
    """Tie statements as Ties, one for each pair of actors, kind and polarity (and certain or only talked of).

    `directed` names the kinds that run one way. A statement of several dyads ("its allies Japan, South Korea and the
    United Kingdom") stands for each of them; a tie of many (an alliance of thirty) stays whole.
    """
    one_way = frozenset(directed)
    groups: dict[tuple[str, Ends, str, bool], list[Row]] = defaultdict(list)
    for row in rows:
        if row.kind != "tie":
            continue
        for ends in dyads(row, one_way=row.relation in one_way):
            groups[row.relation, ends, row.polarity, row.open_future].append(row)
    return [_tie(relation, ends, members) for (relation, ends, _, _), members in groups.items()]


def dyads(row: Row, *, one_way: bool) -> list[Ends]:
    """The pairs that a tie statement speaks of; ends that are open stay open."""
    source, target = sorted(row.source), sorted(row.target)
    if not row.ends:
        return [((), ())]
    if not source or not target:
        return [(tuple(source), tuple(target))]
    if row.mutual or not one_way:
        if row.mutual or row.source & row.target:
            pairs = [(a, b) for a, b in combinations(sorted(row.ends), 2)]
        else:
            pairs = sorted({(min(a, b), max(a, b)) for a, b in product(source, target)})
        if len(pairs) > PAIRS:
            whole = tuple(sorted(row.ends))
            return [(whole, whole)] if row.mutual else [(tuple(source), tuple(target))]
        return [(pair, pair) for pair in pairs] or [(tuple(source), tuple(target))]
    split = list(product(source, target))
    return [((a,), (b,)) for a, b in split if a != b] if len(split) <= PAIRS else [(tuple(source), tuple(target))]


def _tie(relation: str, ends: Ends, rows: list[Row]) -> Tie:
    return Tie(
        id=content_id("t", relation, ends, rows[0].polarity, rows[0].open_future),
        relation=relation,
        source=ends[0],
        target=ends[1],
        when=spanned(rows),
        polarity=rows[0].polarity,  # type: ignore[arg-type]
        certainty=firmest(rows),
        statements=tuple(sorted(row.id for row in rows)),
        reports=len({row.document for row in rows}),
        publishers=independent(rows),
    )


def spanned(rows: Iterable[Row]) -> When | None:
    """The days from the first start told to the last end told; open where a statement leaves the end open."""
    dated = [row.when for row in rows if row.when]
    if not dated:
        return None
    starts, ends = [w[0] for w in dated], [w[1] for w in dated]
    start = min((s for s in starts if s), default=None)
    end = None if None in ends else max(e for e in ends if e)
    return When(start=start, end=end, basis=None)
