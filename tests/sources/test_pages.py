"""Whole pages of the usual kinds of sites, flattened (tests/sources/pages): line by line, what goes and what stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from westphalia.sources import compose

PAGES = sorted((Path(__file__).parent / "pages").glob("*.txt"))
ALLOWED = 2  # lines of furniture that may be missed on a page: a miss is read, a false find is lost


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_page(path):
    marked = [(line[0], line[2:]) for line in path.read_text(encoding="utf8").splitlines()]
    wanted = dict(value.split(" ", 1) for mark, value in marked if mark == "=")
    text = "\n".join(value for mark, value in marked if mark != "=")
    document = compose(path.name, text)
    gone = "\n".join(f.span.of(text) for f in document.furniture).split("\n")
    assert [value for mark, value in marked if mark == "+" and value in gone] == []
    missed = [value for mark, value in marked if mark == "-" and value not in gone]
    assert len(missed) <= ALLOWED, missed
    found = {"editor": document.extra.get("editor"), **{k: getattr(document, k) for k in wanted if k != "editor"}}
    assert {key: str(found[key]) for key in wanted} == wanted
