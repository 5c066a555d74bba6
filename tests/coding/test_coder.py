"""Coders trained on own labels: they learn what was done rather than by whom, and keep what they learned in a file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from westphalia import coding
from westphalia.coding.features import features
from westphalia.errors import BadInput, ModelError
from westphalia.reading.given import Given
from westphalia.records import Span

HEAD = "text\tsource\ttarget\tlabel\n"
FRIENDLY = ("praised", "thanked", "supported", "embraced", "backed", "applauded")
HOSTILE = ("bombed", "shelled", "attacked", "invaded", "raided", "struck")
PAIRS = (("France", "Japan"), ("Iran", "Iraq"), ("Kenya", "Chad"), ("Peru", "Chile"))


def labels(folder: Path) -> Path:
    lines = [
        f"{a} {verb} {b} on Monday.\t{a}\t{b}\t{label}"
        for a, b in PAIRS
        for label, verbs in (("warm", FRIENDLY), ("cold", HOSTILE))
        for verb in verbs
    ]
    path = folder / "labels.tsv"
    path.write_text(HEAD + "\n".join(lines) + "\n")
    return path


def given(text: str, source: str, target: str) -> Given:
    spans = [Span(start=text.index(w), end=text.index(w) + len(w)) for w in (source, target)]
    return Given(text, *spans)


def test_a_coder_learns_and_keeps_what_it_learned(tmp_path: Path) -> None:
    rows, skips = coding.read_labels(labels(tmp_path))
    assert skips == []
    assert coding.cross_validate(rows)["macro_f1"] > 0.9
    coder = coding.train(rows)
    coder.save(tmp_path / "coder.npz")
    again = coding.Coder.load(tmp_path / "coder.npz")
    new = [given("Norway thanked Sudan.", "Norway", "Sudan"), given("Norway shelled Sudan.", "Norway", "Sudan")]
    assert [c.relation for c in again.code(new)] == ["warm", "cold"]
    for ours, theirs in zip(coder.code(new), again.code(new), strict=True):
        assert ours == theirs
        assert sum(ours.scores.values()) == pytest.approx(1, abs=1e-3)
    name, part = again.reasons(next(features(new)), "warm")[0]
    assert part > 0
    assert "Norway" not in name


def test_actors_own_words_are_hidden() -> None:
    one, two = features([given("Iran met Iraq.", "Iran", "Iraq"), given("Kim met Moon.", "Kim", "Moon")])
    shown = [{name: value for name, value in found.items() if not name.startswith("heard:")} for found in (one, two)]
    assert shown[0] == shown[1]


def test_the_encoder_hears_an_assault() -> None:
    [found] = features([given("Peru's army shelled Chile.", "Peru", "Chile")])
    heard = {name: value for name, value in found.items() if name.startswith("heard:")}
    assert max(heard, key=lambda name: heard[name]) == "heard:event:ASSAULT"


def test_rows_that_cannot_be_placed_are_skipped(tmp_path: Path) -> None:
    lines = ["Iran met Iraq.\tIran\tChad\tx", "Iran met Iraq.\tIran\tIraq\t", "Iran met Iraq.\tiran\tIraq\tx"]
    (tmp_path / "labels.tsv").write_text(HEAD + "\n".join(lines) + "\n")
    rows, skips = coding.read_labels(tmp_path / "labels.tsv")
    assert [row.label for row in rows] == ["x"]
    assert [skip.why for skip in skips] == ["'Chad' does not stand in the text", "the label is empty"]
    assert "line 2" in skips[0].where


def test_files_without_labels_are_refused(tmp_path: Path) -> None:
    (tmp_path / "labels.tsv").write_text("text\tsource\n")
    with pytest.raises(BadInput, match="target, label"):
        coding.read_labels(tmp_path / "labels.tsv")
    (tmp_path / "labels.tsv").write_text(HEAD + "Iran met Iraq.\tIran\tIraq\tx\n" * 3)
    with pytest.raises(BadInput, match="two labels"):
        coding.train(coding.read_labels(tmp_path / "labels.tsv")[0])


@pytest.mark.parametrize("line", ["{", "[]", '{"text": "a", "source": [0, 1], "target": [0, 9]}', '{"text": "a"}'])
def test_bad_rows_are_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "rows.jsonl").write_text(line)
    with pytest.raises(BadInput, match="line 1"):
        list(coding.read_rows(tmp_path / "rows.jsonl"))


def test_what_is_no_coder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.npz").write_text("no")
    np.savez(tmp_path / "other.npz", format=np.array("something else"))
    for name in ("text.npz", "other.npz", "absent.npz"):
        with pytest.raises(ModelError, match=name):
            coding.Coder.load(tmp_path / name)
