"""The discussion of a key judgement: what it rests on, who says so, and what in the record speaks against it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from westphalia.analysis.lines import publisher, speaker
from westphalia.briefing.desk import Desk, Path
from westphalia.briefing.names import joined
from westphalia.briefing.parts import Line
from westphalia.briefing.phrases import sentence

__all__ = ["discussed"]

AGAINST = 2
LEADS = {"premise": "Presupposed:", "because": "Why it matters:", "beside": "Told beside it:"}


def discussed(desk: Desk, path: Path) -> tuple[Line, ...]:
    """The lines of the discussion, in the order of the argument; every one cites what it rests on."""
    core = desk.core(path)
    return (*_tellers(desk, path), *_grounds(desk, path, core), *_against(desk, core, path))


def _tellers(desk: Desk, path: Path) -> Iterator[Line]:
    """Who says it, and whether as its own or another's word."""
    told = desk.tellers(path)
    by = list(dict.fromkeys(_voice(x) for x in told))
    firm = {"asserted": "without a hedge", "reported": "as another’s word"}
    how = firm.get(path["modality"], f"as {path['modality']}")
    yield Line(
        text=f"So {'say' if len(by) > 1 else 'says'} {joined(by)}; taken whole, it is put {how}.",
        cites=desk.citations.cite(told, most=4),
        statements=tuple(x["id"] for x in told),
    )


def _voice(line: dict[str, Any]) -> str:
    """Who says it, and where."""
    where = publisher(line)
    return f"the author in {where}" if speaker(line) == "the author" else f"{speaker(line)}, in {where}"


def _grounds(desk: Desk, path: Path, core: dict[str, Any]) -> Iterator[Line]:
    """The steps around the core: what is presupposed, and why it concerns the state."""
    for step in path["steps"]:
        line = desk.lines[step["statement"]]
        lead = LEADS.get(step["role"])
        if lead is None or line["id"] == core["id"]:
            continue
        yield desk.citations.line(line, text=f"{lead} {sentence(line)}")


def _against(desk: Desk, core: dict[str, Any], path: Path) -> Iterator[Line]:
    """What disputes a step, and what the record negates between the same actors."""
    steps = {s["statement"] for s in path["steps"]}
    for dispute in desk.disputes:
        sides = [s for s in dispute["sides"] if not steps & set(s["statements"])]
        if len(sides) < len(dispute["sides"]) and sides:
            told = [desk.lines[i] for s in sides for i in s["statements"] if i in desk.lines][:AGAINST]
            if told:
                text = f"Against part of it stands another account: {sentence(told[0])}"
                yield desk.citations.line(told[0], text=text, others=told[1:])
    ends = {*core["source"], *core["target"]} - {desk.focal}
    negated = [
        x
        for x in desk.lines.values()
        if x["id"] not in steps and x["polarity"] == "-" and x["kind"] in ("implication", "tie")
        and len(ends & {*x["source"], *x["target"]}) > 1
    ]  # fmt: skip
    for line in list({sentence(x): x for x in _apart(negated)}.values())[:AGAINST]:
        yield desk.citations.line(line, text=f"Beside it the record says what is not so: {sentence(line)}")


def _apart(lines: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """One a sentence, the surest first."""
    ordered = sorted(lines, key=lambda x: (x["modality"] != "asserted", -(x["score"] or 0), x["id"]))
    return list({x["sentence_id"]: x for x in reversed(ordered)}.values())[::-1]
