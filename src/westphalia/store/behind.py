"""What is behind an id: a record with all that it rests on and all that rests on it, as plain mappings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from westphalia.errors import UnknownActor, UnknownRecord
from westphalia.ontology.actors import atlas
from westphalia.records import Attribution, Document, Sentence, Span, Statement
from westphalia.store.columns import plain, record
from westphalia.store.rulings import Ruling

if TYPE_CHECKING:
    from westphalia.store.view import View

__all__ = ["behind", "paragraph", "unknown"]

KINDS = {
    "d": "document",
    "s": "sentence",
    "m": "mention",
    "r": "statement",
    "e": "event",
    "t": "tie",
    "x": "disagreement",
    "j": "judgement",
    "f": "imported file",
}
ELSEWHERE = {
    "w": "is of a scenario: what it added, which the store does not hold; `westphalia scenario` says what that was",
    "f": "is of no imported file; where it is of a forecast, `westphalia outlook record` lists those that were kept",
    "p": "is of a path: it opens with `westphalia why`, which asks the analyses",
}
"""Prefixes of ids with no record of the store behind them, and what to do with each."""

AROUND = 600
"""How many characters of a paragraph are shown on either side of a sentence, at most."""


def behind(view: View, id: str) -> dict[str, Any]:
    """Everything behind `id`; the beginning of an id will do where no other begins so. See `View.open`."""
    id = id.strip()
    found = find(view, id)
    if found is not None:
        return found
    alike = [row["id"] for row in view._ask("alike", beginning=id).to_pylist()] if len(id) > 2 else []
    if len(alike) == 1 and alike[0] != id and (found := find(view, alike[0])) is not None:
        return found
    named = None if alike or id[1:2] == "-" or ":" in id else actor_named(id)
    if named is not None and (found := find(view, named)) is not None:
        return found
    raise UnknownRecord(unknown(view, id, alike))


def actor_named(name: str) -> str | None:
    """The id of the one actor that a name means (India, NATO, ind); None where it means none or may mean several."""
    code = name.upper()
    ids = {code} if code in atlas().states() else {candidate.actor.id for candidate in atlas().resolve(name)}
    return ids.pop() if len(ids) == 1 else None


def find(view: View, id: str) -> dict[str, Any] | None:
    """What is behind exactly this id, None where the View does not show it."""
    kind = KINDS.get(id[:1], "actor") if id[1:2] == "-" else "data row" if ":" in id else "actor"
    opened: Mapping[str, Callable[[View, str], dict[str, Any] | None]] = {
        "document": open_document,
        "sentence": open_sentence,
        "mention": open_mention,
        "statement": open_statement,
        "event": lambda view, id: open_link(view, "events", id) or open_coded(view, id),
        "tie": lambda view, id: open_link(view, "ties", id),
        "disagreement": open_disagreement,
        "judgement": open_judgement,
        "imported file": open_import,
        "data row": open_data_row,
        "actor": open_actor,
    }
    found = opened[kind](view, id)
    return None if found is None else {"record": kind, **found}


def unknown(view: View, id: str, alike: list[str]) -> str:
    """Why there is nothing behind an id, and what to do next."""
    if id in alike:
        return (
            f"{id} is in the store but not in this view of it (known until {view.until or 'now'}, publishers "
            f"{', '.join(view.publishers) if view.publishers is not None else 'all'}); ask without these limits"
        )
    if alike:
        return (
            f"{id} could be any of {', '.join(alike[:5])}{' and more' if len(alike) > 5 else ''}; give more of the id"
        )
    if id[1:2] == "-" and id[:1] in ELSEWHERE:
        return f"{id} {ELSEWHERE[id[:1]]}"
    if id[1:2] != "-" and ":" not in id:
        return (
            f"no record or actor {id!r}: ids look like r-0123456789ab or sipri:7 (`westphalia statements` lists those "
            "of statements); `westphalia actors NAME` says what a name may mean"
        )
    kind = KINDS.get(id[:1]) if id[1:2] == "-" else None
    what = f"no {kind} {id}" if kind else f"no record or actor {id!r}"
    return (
        f"{what} in the store at snapshot {view.snapshot}; it may have gone with a document that was replaced, "
        "or with a judgement: `westphalia why ID --snapshot N` opens it as it stood (`westphalia snapshots`). Ids look "
        "like r-0123456789ab; `westphalia statements` lists those of statements"
    )


def open_statement(view: View, id: str) -> dict[str, Any] | None:
    """A statement with its text, rule and mentions, and what people judged of it; a rejected one as it was read."""
    read = next(iter(view.unjudged().statements(ids=id).to_pylist()), None)
    if read is None:
        return None
    row = next(iter(view.statements(ids=id).to_pylist()), read)
    judged = [judgement(ruling) for ruling in view.rulings() if id in (anchor.attached for anchor in ruling.anchors)]
    statement = record(Statement, view._row("statement", id))
    document = view.document(row["document_id"])
    roles = roles_of(statement)
    mentions = [
        {**mention, "roles": roles[mention["id"]]}
        for mention in view._ask("mentions", ids=list(roles)).to_pylist()
        if mention["id"] in roles
    ]
    return {
        "id": id,
        "statement": {key: value for key, value in row.items() if key not in DOCUMENT_COLUMNS},
        "standing": "rejected" if row is read and judged_out(judged) else row["ruling"] or "as read",
        "as_read": {key: value for key, value in read.items() if value != row[key] and not key.startswith("ruling")},
        "judgements": judged,
        "attribution": plain(statement.attribution),
        "sentence": sentence_of(view.sentence(row["sentence_id"]), document),
        "rule": {"method": row["method"], "score": row["score"], "why": row["why"]},
        "mentions": mentions,
        "links": view._ask("links_of", id=id).to_pylist(),
        "document": about(document),
    }


def judged_out(judged: list[dict[str, Any]]) -> bool:
    """Whether the last that was said of a statement's right to stand is that it has none."""
    verdicts = [each["action"] for each in judged if each["action"] in ("accept", "reject")]
    return verdicts[-1:] == ["reject"]


def judgement(ruling: Ruling) -> dict[str, Any]:
    """A person's judgement in short: what, by whom, when, why, and what it changes."""
    edit = {name: value for name, value in plain(ruling.edit or {}).items() if value is not None and name != "actors"}
    return {
        "id": ruling.id,
        "action": ruling.action,
        "about": list(ruling.about),
        "by": ruling.by,
        "made": ruling.made,
        "why": ruling.why,
        "edit": edit,
        "grade": ruling.grade,
        "lost": ruling.lost,
    }


def open_judgement(view: View, id: str) -> dict[str, Any] | None:
    """A person's judgement with the statements that it is about, as they were read."""
    every = {ruling.id: ruling for ruling in view.rulings(standing=False)}
    if id not in every:
        return None
    undone = next((judgement(r) for r in every.values() if r.action == "undo" and id in r.about), None)
    ids = [anchor.attached for anchor in every[id].anchors if anchor.attached]
    return {
        "id": id,
        "judgement": judgement(every[id]),
        "taken_back": undone,
        "statements": briefly(view.unjudged(), ids=ids),
        "no_longer_found": [plain(anchor) for anchor in every[id].anchors if anchor.attached is None],
    }


DOCUMENT_COLUMNS = ("document", "title", "publisher", "published_start", "published_end", "url", "sentence")


def roles_of(statement: Statement) -> dict[str, list[str]]:
    """The roles that each mention of a statement fills: source, target, via, speaker."""
    roles: dict[str, list[str]] = {}
    fills = {
        "source": statement.source,
        "target": statement.target,
        "via": statement.via,
        "speaker": speakers(statement.attribution),
    }
    for role, ids in fills.items():
        for id in ids:
            roles.setdefault(id, []).append(role)
    return roles


def speakers(attribution: Attribution | None) -> tuple[str, ...]:
    """All speakers of an attribution, those that it is nested in after it."""
    return () if attribution is None else attribution.speakers + speakers(attribution.within)


def open_document(view: View, id: str) -> dict[str, Any] | None:
    """A document: what it is, what was set aside, its sentences and statements."""
    document = next((record(Document, row) for row in view._ask("document", id=id).to_pylist()), None)
    if document is None:
        return None
    furniture = [
        {"kind": part.kind, "why": part.why, "text": part.span.of(document.text), "span": plain(part.span)}
        for part in document.furniture
    ]
    sentences = view._ask("sentences", document=[id]).to_pylist()
    return {
        "id": id,
        "document": about(document),
        "text": document.text,
        "furniture": furniture,
        "sentences": [{"id": row["id"], "text": row["text"]} for row in sentences],
        "statements": briefly(view, document=id),
    }


def open_sentence(view: View, id: str) -> dict[str, Any] | None:
    """A sentence in its paragraph, with its mentions and statements."""
    row = next(iter(view._ask("sentence", id=id).to_pylist()), None)
    if row is None:
        return None
    document = view.document(row["document_id"])
    stated = view.statements(document=document.id).to_pylist()
    return {
        "id": id,
        "sentence": sentence_of(record(Sentence, row), document),
        "mentions": view._ask("mentions", sentence=[id]).to_pylist(),
        "statements": [brief(row) for row in stated if row["sentence_id"] == id],
        "document": about(document),
    }


def open_mention(view: View, id: str) -> dict[str, Any] | None:
    """A mention with all judgements, in its sentence."""
    row = next(iter(view._ask("mentions", ids=[id]).to_pylist()), None)
    if row is None:
        return None
    sentence = open_sentence(view, row["sentence_id"]) or {}
    return {
        "id": id,
        "mention": row,
        "sentence": sentence.get("sentence"),
        "statements": sentence.get("statements"),
        "document": sentence.get("document"),
    }


def open_link(view: View, name: str, id: str) -> dict[str, Any] | None:
    """An event or a tie with its statements."""
    table = view.events(ids=id) if name == "events" else view.ties(ids=id)
    row = next(iter(table.to_pylist()), None)
    if row is None:
        return None
    about = set(row["statements"])
    judged = [r for r in view.rulings() if r.action in ("merge", "split") and about & {a.attached for a in r.anchors}]
    return {
        "id": id,
        name[:-1]: row,
        "judgements": [judgement(ruling) for ruling in judged],
        "statements": briefly(view, ids=row["statements"]),
    }


def open_disagreement(view: View, id: str) -> dict[str, Any] | None:
    """A disagreement with each side's statements."""
    row = next(iter(view.disagreements(ids=id).to_pylist()), None)
    if row is None:
        return None
    said = {each["id"]: each for side in row["sides"] for each in briefly(view, ids=side["statements"])}
    sides = [
        {
            "value": side["value"],
            "statements": [said[each] for each in side["statements"] if each in said],
            "ties of data": view.data_ties(ids=side["rows"]).to_pylist() if side["rows"] else [],
        }
        for side in row["sides"]
    ]
    return {"id": id, "disagreement": {**row, "sides": sides}}


def open_coded(view: View, id: str) -> dict[str, Any] | None:
    """An event that a machine coded, with the lines it was coded in."""
    row = next(iter(view.data_events(ids=id).to_pylist()), None)
    if row is None:
        return None
    return {"id": id, "event": {**row, "coded_by": "machine, from reports"}, "lines": lines_of(view, row["rows"])}


def open_import(view: View, id: str) -> dict[str, Any] | None:
    """A file of a data set that was imported."""
    row = next((row for row in view.imports().to_pylist() if row["id"] == id), None)
    return None if row is None else {"id": id, "imported": row}


def open_data_row(view: View, id: str) -> dict[str, Any] | None:
    """The lines of a data set with one id, as found, with the ties and positions made of them."""
    ids = id.split("+")  # a tie worked out from two lines names both
    made = {"ties": view.data_ties(ids=ids).to_pylist(), "positions": view.positions(ids=ids).to_pylist()}
    coded = view._ask("coded_in", rows=ids)["id"].to_pylist()
    made["events"] = view.data_events(ids=coded).to_pylist() if coded else []
    if not any(made.values()):
        return None
    return {"id": id, "lines": lines_of(view, ids), **{name: rows for name, rows in made.items() if rows}}


def lines_of(view: View, ids: Collection[str]) -> list[dict[str, Any]]:
    """Lines of data sets: file, line, and the columns as found."""
    about = ("title", "version", "file", "line", "covers_from", "covers_to")
    return [
        {
            **{name: row[name] for name in about},
            "columns": dict(zip(row["columns"], row["cells"], strict=False)),
        }
        for row in view._ask("data_rows", ids=list(ids)).to_pylist()
    ]


def open_actor(view: View, id: str) -> dict[str, Any] | None:
    """An actor with the latest statements it is an end of; of a body, who its members are."""
    row = next(iter(view._ask("actor", id=id).to_pylist()), None)
    if row is None and not atlas().known(id):
        return None
    return {
        "id": id,
        "actor": row or plain(atlas().actor(id)),
        "members": members_of(id, view.until),
        "statements": briefly(view, actor=id),
    }


def members_of(id: str, on: date | None) -> list[str]:
    """The members of a body, of which the atlas keeps the dates; none of another actor."""
    try:
        return list(atlas().members(id, on)) if id.startswith("IGO.") else []
    except UnknownActor:
        return []


def briefly(view: View, **filters: Any) -> list[dict[str, Any]]:
    """The statements that meet the filters, each in short."""
    return [brief(row) for row in view.statements(**filters).to_pylist()]


def brief(row: Mapping[str, Any]) -> dict[str, Any]:
    """A statement's row in short: what it says, how, where."""
    kept = ("id", "kind", "relation", "mode", "source", "target", "polarity", "modality", "when_start", "when_end")
    return {key: row[key] for key in (*kept, "place", "sentence", "document", "publisher", "published_start")}


def about(document: Document) -> dict[str, Any]:
    """What is known of a document, without its text."""
    shown = plain(document)
    return {key: value for key, value in shown.items() if key not in ("text", "furniture")}


def sentence_of(sentence: Sentence, document: Document) -> dict[str, Any]:
    """A sentence with the text of its paragraph before and after it."""
    around = paragraph(document.text, sentence.span)
    return {
        "id": sentence.id,
        "text": sentence.text,
        "span": plain(sentence.span),
        "segment": sentence.segment,
        "before": document.text[around.start : sentence.span.start],
        "after": document.text[sentence.span.end : around.end],
    }


def paragraph(text: str, span: Span) -> Span:
    """The paragraph around a span, to the blank lines about it, at most 600 characters either way.

    >>> paragraph("One.\\n\\nTwo. Three.\\n\\nFour.", Span(start=6, end=10))
    Span(start=6, end=17)
    """
    least, most = max(0, span.start - AROUND), min(len(text), span.end + AROUND)
    before = text.rfind("\n\n", least, span.start)
    after = text.find("\n\n", span.end, most)
    return Span(start=before + 2 if before >= 0 else least, end=after if after >= 0 else most)
