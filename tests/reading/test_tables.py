"""Every line of the tables that carry relations: well formed, of a known relation, and true of its own example."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from westphalia.ontology import labels, plover, ties
from westphalia.reading.classes import lines
from westphalia.reading.frames import load
from westphalia.reading.pipeline import annotate
from westphalia.reading.reading import Reading
from westphalia.records import Document

KINDS = {
    "events": "event",
    "ties": "tie",
    "implications": "implication",
    "stances": "stance",
    "states": "state",
}
LEAST = {"events": 1500, "ties": 200, "implications": 300, "stances": 200, "states": 100}
TRUE = {"events": 0.95, "ties": 0.88, "implications": 0.92, "stances": 0.87, "states": 0.89}
EVERY = 6  # of the long tables, each run reads every sixth line end to end


def rows(table: str) -> Iterator[tuple[int, list[str]]]:
    """The lines of a table, its head left out."""
    return ((number, cells) for number, cells in lines(f"{table}.tsv") if cells[0] != "lemma")


@pytest.mark.parametrize("table", KINDS)
def test_a_table_is_read_without_complaint_and_is_broad(table: str) -> None:
    assert len(load(table).frames) > 0
    assert len(list(rows(table))) >= LEAST[table]


@pytest.mark.parametrize("table", KINDS)
def test_lines_have_known_relations_and_modes(table: str) -> None:
    known = {
        "events": plover.TYPES,
        "ties": ties.KINDS,
        "implications": labels.IMPLICATIONS,
        "stances": labels.STANCES,
        "states": labels.STATES,
    }[table]
    for number, cells in rows(table):
        relation, mode = cells[3], cells[4]
        assert relation == "-" or relation in known, f"{table}.tsv:{number}: no relation {relation}"
        if table == "events" and mode != "-":
            assert mode in plover.MODES[relation], f"{table}.tsv:{number}: {relation} has no mode {mode}"


@pytest.mark.parametrize("table", KINDS)
def test_no_sense_stands_twice(table: str) -> None:
    seen: dict[tuple[str, str, str], int] = {}
    for number, cells in rows(table):
        key = (cells[0], cells[1], cells[2])
        assert key not in seen, f"{table}.tsv:{number}: as line {seen[key]}"
        seen[key] = number


def test_every_type_and_nearly_every_mode_has_lines() -> None:
    found = {(cells[3], cells[4]) for _, cells in rows("events")}
    assert {relation for relation, _ in found} >= set(plover.TYPES)
    modes = {(kind, mode) for kind in plover.TYPES for mode in plover.MODES[kind]}
    assert not modes - found


@cache
def told(table: str) -> tuple[tuple[int, bool, str], ...]:
    """Line, whether its example gives its relation, and the example, for a part of a table read end to end."""
    part = list(rows(table))[:: EVERY if table == "events" else 2]
    readings = annotate([_reading(cells[7]) for _, cells in part], reader="frames")
    made = []
    for (number, cells), reading in zip(part, readings, strict=True):
        found = {(d.relation, d.mode or "-") for d in reading.drafts if d.kind == KINDS[table]}
        right = not found if cells[3] == "-" else (cells[3], cells[4]) in found
        made.append((number, right, cells[7]))
    return tuple(made)


def _reading(example: str) -> Reading:
    text = example[0].upper() + example[1:]
    return Reading(document=Document(id=f"d-{abs(hash(text))}", name="example", text=text))


@pytest.mark.parametrize("table", KINDS)
def test_examples_give_their_relations(table: str) -> None:
    """Read end to end; a few examples fall to the parser, never more than a small share."""
    answers = told(table)
    wrong = [f"{table}.tsv:{number}: {example}" for number, right, example in answers if not right]
    assert len(wrong) <= (1 - TRUE[table]) * len(answers), "\n".join(wrong)
