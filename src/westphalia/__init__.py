"""Westphalia: the international system, read from what is written about it.

>>> import tempfile, pathlib
>>> place = pathlib.Path(tempfile.mkdtemp())
>>> article = place / "note.txt"
>>> _ = article.write_text("In May 2023 Japan said that China had not attacked Taiwan.")
>>> store = Store.open(place / "world")
>>> len(add([article], store).added)
1
>>> row = store.view().statements(actor="CHN", other="TWN").to_pylist()[0]
>>> row["relation"], row["polarity"], row["attributed_to"]
('ASSAULT', '-', ['JPN'])
"""

from westphalia.analysis import dyad, implications_for, wants, who_says
from westphalia.briefing import compose, render_html, render_markdown
from westphalia.engine import add, read
from westphalia.ontology.actors import atlas
from westphalia.store import Store, View

__all__ = [
    "Store",
    "View",
    "add",
    "atlas",
    "compose",
    "dyad",
    "implications_for",
    "read",
    "render_html",
    "render_markdown",
    "wants",
    "who_says",
]
