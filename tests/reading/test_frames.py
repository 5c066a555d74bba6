"""The frame tables' language, their errors, and what wins."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from westphalia.errors import OntologyError
from westphalia.reading import classes as classes_module
from westphalia.reading import frame_tables
from westphalia.reading.frames import Scene, Table, drafts, parse_end, parse_need
from westphalia.reading.reading import Reading
from westphalia.reading.roles import roles

ROWS = [
    "visit\tv\tobject=place\tCONSULT\tvisit\tsubject\tobject@place\tKim visited Russia.",
    "meet\tv\t-\tCONSULT\t-\tboth(subject,object,with)\t-\tKim met Putin.",
    "take_part\tv\tin\tCOOPERATE\t-\tsubject\tin\tIran took part in it.",
    "carry_out\tv\tobject~@attack\tASSAULT\t-\tsubject\tobject.on|object.against|on\tIran carried out a raid.",
    "attack\tn\t-\tASSAULT\t-\tsubject\ton\tan attack by Iran on Iraq",
    "lift\tv\tobject~sanction\tCONCEDE\t-\tsubject\ton|object.on\tThe US lifted the sanctions on Cuba.",
    "sanction\tn\t-\tSANCTION\t-\tsubject\ton|against\tsanctions on Iran",
    "condemn\tv\t-\tACCUSE\tdisapprove\tsubject\tobject\tIran condemned Israel.",
    "condemn\tv\tobject~attack\tACCUSE\tallege\tsubject\tobject.subject|object\tIran condemned the attack by Israel.",
    "fall\tv\t-\t-\t-\t-\t-\tPrices fell.",
]


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[list[str]], Table]:
    """Makes a table of lines, as `load` would from a file of the package."""

    def make(lines: list[str]) -> Table:
        text = "# a comment\n" + "\n".join(lines) + "\n"
        numbered = [
            (n, [c.strip() for c in line.split("\t")])
            for n, line in enumerate(text.split("\n"), 1)
            if line.strip() and not line.startswith("#")
        ]
        monkeypatch.setattr(frame_tables, "lines", lambda file: iter(numbered))
        frame_tables.load.cache_clear()
        try:
            return frame_tables.load("test")
        finally:
            frame_tables.load.cache_clear()

    return make


CASES = [
    ("[Kim] visited {Russia}.", "CONSULT", {"Kim"}, {"Russia"}),
    ("[Kim] met [Putin].", "CONSULT", {"Kim", "Putin"}, {"Kim", "Putin"}),
    ("[Kim] met with reporters.", "CONSULT", {"Kim"}, set()),
    ("[Iran] took part in exercises with [Oman].", "COOPERATE", {"Iran"}, {"Oman"}),
    ("[Iran] carried out a raid on [Iraq].", "ASSAULT", {"Iran"}, {"Iraq"}),
    ("The attack by [Iran] on [Iraq] ended.", "ASSAULT", {"Iran"}, {"Iraq"}),
    ("[Washington] lifted the sanctions on [Cuba].", "CONCEDE", {"Washington"}, {"Cuba"}),
    ("[Iran] condemned the attack by [Israel].", "ACCUSE", {"Iran"}, {"Israel"}),
]


@pytest.mark.parametrize(("text", "relation", "source", "target"), CASES)
def test_drafts_of(
    text: str,
    relation: str,
    source: set[str],
    target: set[str],
    table: Callable[[list[str]], Table],
    marked: Callable[[str], Reading],
) -> None:
    reading = roles(marked(text))
    words = {m.id: m.text for m in reading.mentions}
    found = [d for d in drafts(table(ROWS), "event", Scene(reading)) if d.relation == relation]
    assert [({words[m] for m in d.source}, {words[m] for m in d.target}) for d in found] == [(source, target)]


def test_drafts_spend_the_noun_that_a_verb_asked_for(
    table: Callable[[list[str]], Table], marked: Callable[[str], Reading]
) -> None:
    reading = roles(marked("[Washington] lifted the sanctions on [Cuba]."))
    assert [d.relation for d in drafts(table(ROWS), "event", Scene(reading))] == ["CONCEDE"]


def test_drafts_have_an_end_and_say_why(table: Callable[[list[str]], Table], marked: Callable[[str], Reading]) -> None:
    reading = roles(marked("[Iran] condemned it. Prices fell in {Oman}. The committee met."))
    found = drafts(table(ROWS), "event", Scene(reading))
    assert [(d.method, d.source != ()) for d in found] == [("frame:test:condemn/v", True)]
    assert found[0].why.startswith("as in: ")
    assert 0 < found[0].score <= 1


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("visit\tx\t-\tCONSULT\t-\tsubject\tobject\tx", "pos is"),
        ("visit\tv\t-\tCONSULT\t-", "cells"),
        ("visit\tv\tobject=what\tCONSULT\t-\tsubject\tobject\tx", "need"),
        ("visit\tv\tobject~@nothing\tCONSULT\t-\tsubject\tobject\tx", "no class"),
        ("visit\tv\t-\tCONSULT\t-\tsub ject\tobject\tx", "no role"),
        ("vi sit!\tv\t-\tCONSULT\t-\tsubject\tobject\tx", "lemma"),
        ("visit\tv\t-\tCONSULT\t-\tboth(subject,with)\tobject\tx", "both"),
    ],
)
def test_load_names_file_and_line_of_a_bad_one(line: str, told: str, table: Callable[[list[str]], Table]) -> None:
    with pytest.raises(OntologyError, match=r"test\.tsv:3") as error:
        table([ROWS[0], line])
    assert told in str(error.value)


def test_parse_need_reads_all_forms() -> None:
    assert parse_need("!object.of~arm,missile", "here").words == {"arm", "missile"}
    assert parse_need("several:subject", "here").test == "several"
    assert parse_need("active", "here").negated


def test_parse_end_reads_alternatives_and_unions() -> None:
    assert parse_end("a|b+c@place", "here").choices == ((("a", False),), (("b", False), ("c", True)))
    assert parse_end("in", "here").choices == ((("in", True),),)
    assert parse_end("-", "here").choices == ()


def test_classes_hold_each_other() -> None:
    known = classes_module.classes()
    assert all(known.values())
    assert "carry_out" in known["light"]
