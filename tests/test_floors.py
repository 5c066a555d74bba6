"""Quality that fails when it drops: `floors.json` holds measured scores and the hash of the gold they were measured on.

A floor is raised when a measurement rises (`python -m tests.test_floors` prints what is measured now), and lowered only
with a reason in the commit.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, cast

import pytest
from benchmarks import linking, plover, relations3d
from benchmarks.reading import HELD

from tests.conftest import shared_folder
from westphalia import evaluation, sources
from westphalia.datasets.export import statement_line
from westphalia.engine import add
from westphalia.reading import given
from westphalia.reading.pipeline import Voices
from westphalia.records import Document
from westphalia.store import Store

FLOORS: dict[str, dict[str, Any]] = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf8"))


def measure_statements(shared: Path, name: str, scratch: Path) -> dict[str, float]:
    """Found and strict F1, what is right of the matched, and hard errors, on a gold file's documents read afresh.

    Of "NAME, both" the encoder reads too, of "NAME, accurate" the larger one; "set aside" are the articles that nothing
    was fitted to.
    """
    name, _, asked = name.partition(", ")
    reader = cast(Voices, asked or "frames")
    file = "seeds" if name == "seeds" else "articles"
    folder = shared / "seeds" if name == "seeds" else shared / "gold" / "articles"
    gold = evaluation.load_gold(shared / "gold" / f"{file}.json", shared / "gold" / f"{file}_meta.json")
    paths = [folder]
    if name == "set aside":
        gold, paths = gold.only(HELD), [folder / f"{name}.txt" for name in sorted(HELD)]
    store = Store.open(scratch)
    assert add(paths, store, reader=reader).skipped == []
    view = store.view()
    texts = {d: r.text for r in _documents(folder) for d in gold.documents if d in Path(r.name).stem}
    said = [statement_line(row, view.snapshot) for row in view.statements().to_pylist()]
    store.close()
    scores = evaluation.score(gold, said, texts)
    return {
        "found": scores.found["f1"],
        "strict": scores.strict["f1"],
        **scores.of_matched,
        **{f"{error} (at most)": count for error, count in scores.errors.items()},
    }


def _documents(folder: Path) -> list[Document]:
    loaded = [d for p in sources.find([folder]) if isinstance(p, Path) for d in sources.load(p)]
    return [d for d in loaded if isinstance(d, Document)]


def measure_plover(shared: Path) -> dict[str, float]:
    """Macro-F1 and accuracy of the shipped frames on PLOVER roots with given actors (PLV, train part; no label used).

    The set has PLOVER 1's roots, where CONCEDE and RETREAT are one, YIELD.
    """
    rows = list(plover.sentences(shared / "data" / "plover" / "PLV_train.tsv"))
    said = [coded.relation for coded in given.code(row for row, _ in rows)]
    said = ["YIELD" if relation in ("CONCEDE", "RETREAT") else relation for relation in said]
    macro, accuracy, _ = plover.figures([label for _, label in rows], said)
    return {"macro_f1": round(macro, 4), "accuracy": round(accuracy, 4)}


def measure_train(shared: Path) -> dict[str, float]:
    """Macro-F1 and accuracy of coders trained on the same set, cross-validated."""
    return plover.trained_figures(list(plover.sentences(shared / "data" / "plover" / "PLV_train.tsv")))


def measure_linking(shared: Path) -> dict[str, float]:
    """B-cubed F1 on ECB+ mentions between named actors (weights of other topics), and how far above lemma match."""
    figures = linking.measure(shared / "data" / "ecbplus")
    ours, lemma = figures["two names: ours"][2], figures["two names: lemma match"][2]
    return {"f1": ours, "above_lemma_match": round(ours - lemma, 1)}


def measure_re3d(shared: Path) -> dict[str, float]:
    """F1 of the three relations of re3d among given entities: of all pairs, and of the pairs that the set relates."""
    documents = list(relations3d.texts(shared / "data" / "re3d"))
    found, _ = relations3d.read(documents)
    chosen = relations3d.typed(documents, found)
    return {
        "open_f1": round(relations3d.figures(documents, found)[2], 4),
        "typed_f1": round(relations3d.figures(documents, chosen)[2], 4),
    }


GOLD = {
    "linking": "data/ecbplus/ECBplus_coreference_sentences.csv",
    "seeds": "gold/seeds.json",
    "seeds, both": "gold/seeds.json",
    "seeds, accurate": "gold/seeds.json",
    "set aside, both": "gold/articles.json",
    "set aside, accurate": "gold/articles.json",
    "articles": "gold/articles.json",
    "plover": "data/plover/PLV_train.tsv",
    "train": "data/plover/PLV_train.tsv",
    "re3d": "data/re3d/CENTCOM/relations.json",
}


_MEASURES = {
    "linking": measure_linking,
    "plover": measure_plover,
    "train": measure_train,
    "re3d": measure_re3d,
}


def measure(name: str, shared: Path, scratch: Path) -> dict[str, float]:
    """What a floor is about, measured now."""
    if name in _MEASURES:
        return _MEASURES[name](shared)
    return measure_statements(shared, name, scratch)


def gold_hash(name: str, shared: Path) -> str:
    """The hash of the gold file behind a floor."""
    return hashlib.sha256((shared / GOLD[name]).read_bytes()).hexdigest()[:16]


@pytest.mark.parametrize("name", sorted(GOLD))
def test_no_score_drops(name: str, shared: Path, tmp_path: Path) -> None:
    floor = FLOORS[name]
    if gold_hash(name, shared) != floor["gold"]:
        pytest.skip(f"{GOLD[name]} is not the gold that the floor was measured on: measure anew")
    measured = measure(name, shared, tmp_path / "store")
    fallen = {
        key: (measured[key], bound)
        for key, bound in floor["scores"].items()
        if (measured[key] > bound if key.endswith("(at most)") else measured[key] < bound)
    }
    assert not fallen, f"{name}: (measured, floor) {fallen}"


if __name__ == "__main__":
    import sys
    import tempfile

    folder = shared_folder()
    if folder is None:
        sys.exit("no shared data: set WESTPHALIA_SHARED or put them in ../shared")
    for each in GOLD:
        with tempfile.TemporaryDirectory() as place:
            print(json.dumps({each: {"gold": gold_hash(each, folder), "scores": measure(each, folder, Path(place))}}))
