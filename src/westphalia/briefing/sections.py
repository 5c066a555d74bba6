"""Title, bottom line, key judgements and step cards: what the paths to the focal state come to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from westphalia.briefing.confidence import NUMBERS, confidence
from westphalia.briefing.desk import Desk, Path
from westphalia.briefing.discussion import discussed
from westphalia.briefing.names import capital, joined, name, relation_of
from westphalia.briefing.parts import Card, Judgement, Line, Step
from westphalia.briefing.phrases import alone, clause, plainly, sentence
from westphalia.briefing.quoting import clip, quoted

__all__ = ["bottom_line", "cards", "judgements", "number", "title"]

ROLES = {
    "premise": "Presupposed",
    "implication": "What follows",
    "because": "Why it concerns {focal}",
    "beside": "Told beside it",
}
WAYS = {
    "direct": "names {focal}",
    "acts": "follows from what {focal} does",
    "path": "leads to what worries {focal}",
    "dependence": "strains what {focal} depends on",
    "rival": "strengthens what worries {focal}",
    "partner": "bears on a partner of {focal}",
    "across": "cuts across ties of {focal}",
    "beside": "told next to a sentence on {focal}",
}
FLAT = ("asserted", "reported")
FEWEST = 3


def number(count: int) -> str:
    """A small number as a word."""
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def title(desk: Desk, paths: Sequence[Path]) -> str:
    """The bottom line in one line: who brings the focal state what, and how surely."""
    spoken = name(desk.focal)
    if not paths:
        named = any(desk.focal in (*x["source"], *x["target"]) for x in desk.lines.values())
        return f"The record {f'names {spoken}, and not what follows for it' if named else f'does not touch {spoken}'}"
    subject = capital(_protagonists(desk, paths))
    harms, gains = _balance(paths)
    hedged = sum(path["modality"] not in FLAT for path in paths)
    if harms == gains == 0:
        brings = f"touches {spoken}, in ways the sources do not weigh"
    elif not gains or harms > gains:
        brings = f"is said to bring {spoken} " + ("harm" if not gains else "more harm than gain")
    elif not harms or gains > harms:
        brings = f"is said to bring {spoken} " + ("gain" if not harms else "more gain than harm")
    else:
        brings = f"is said to bring {spoken} both harm and gain"
    tail = ", much of it only as a possibility" if hedged * 2 >= len(paths) and len(paths) > 1 else ""
    return f"{subject} {brings}{tail}"


def _protagonists(desk: Desk, paths: Sequence[Path]) -> str:
    """Those whose doings lead to the focal state most often: a pair as its relation, else one as its conduct."""
    pairs: Counter[frozenset[str]] = Counter()
    single: Counter[str] = Counter()
    for path in paths:
        core = desk.told(path)
        found = frozenset([*core["source"], *core["via"]]) - {desk.focal} or frozenset(core["target"]) - {desk.focal}
        single.update(found)
        if len(found) == 2:
            pairs[found] += 1
    if pairs and pairs.most_common(1)[0][1] * 3 >= len(paths):
        return relation_of(sorted(pairs, key=lambda pair: (-pairs[pair], sorted(pair)))[0])
    if single:
        return f"what {name(min(single, key=lambda c: (-single[c], c)))} does"
    return "the record"


def _balance(paths: Sequence[Path]) -> tuple[int, int]:
    return sum(path["sign"] < 0 for path in paths), sum(path["sign"] > 0 for path in paths)


def bottom_line(desk: Desk, paths: Sequence[Path]) -> tuple[Line, ...]:
    """One to three sentences: what weighs most, how the rest leans, and whether the sources agree."""
    spoken = name(desk.focal)
    if not paths:
        named = [x for x in desk.lines.values() if desk.focal in (*x["source"], *x["target"])]
        told = f"{spoken} is named in {number(len(named))} statement{'s' * (len(named) != 1)}" if named else (
            f"No statement in it names {spoken}"
        )  # fmt: skip
        return (Line(text=capital(f"{told}; nothing in the record says what follows for it.")),)
    first = desk.core(paths[0])
    words = clip(first, longest=130).rstrip(".")
    text = f"{_said(desk, paths[0])} In the source’s own words: {quoted(words)}."
    found = [Line(text=text, quote=words, cites=desk.citations.cite(desk.steps(paths[0])))]
    harms, gains = _balance(paths)
    flat = sum(path["modality"] in FLAT for path in paths)
    if len(paths) > 1:
        rest = len(paths) - harms - gains
        parts = [f"{number(n)} to {w}" for n, w in ((harms, "harm"), (gains, "gain")) if n]
        if rest:
            parts.append(f"{number(rest)} to an effect that is not said to be either")
        surely = f"{number(flat)} {'is' if flat == 1 else 'are'} stated without a hedge" if flat else "none is certain"
        found.append(Line(text=_leaning(spoken, len(paths), parts, surely)))
    hard = [d for d in desk.disputes if d["strength"] == "hard"]
    if hard:
        text = f"On {number(len(hard))} point{'s' * (len(hard) != 1)} the sources flatly contradict each other."
        found.append(Line(text=text))
    return tuple(found)


def _leaning(spoken: str, count: int, parts: Sequence[str], surely: str) -> str:
    return f"The record holds {number(count)} paths that lead to {spoken}: {joined(parts)}; {surely}."


def judgements(desk: Desk, paths: Sequence[Path]) -> tuple[Judgement, ...]:
    """Up to five key judgements, each with its confidence in sentences of its own.

    One a path that says what it comes from; with fewer than three of those, the weightiest others too.
    """
    made: list[Judgement] = []
    heading = [path for path in paths if _heads(desk, path)]
    heading += [path for path in paths if path not in heading][: max(0, FEWEST - len(heading))]
    for path in heading[:5]:
        steps = desk.steps(path)
        level, why = confidence(steps, desk.tellers(path), desk.disputed)
        shown = _telling(desk, path)
        others = [step for step in steps if step["id"] != shown["id"]]
        line = desk.citations.line(shown, text=_said(desk, path), others=others)
        line = replace(line, tag="" if path["modality"] == "asserted" else path["modality"])
        why = f"Confidence is {level}: {why}"
        made.append(Judgement(line=line, confidence=level, why=why, discussion=discussed(desk, path)))
    return tuple(made)


def _telling(desk: Desk, path: Path) -> dict[str, Any]:
    """The statement whose words are quoted for a path: its core; for a mere strain, why it matters to the state."""
    because = desk.steps(path, "because")
    return because[0] if path["how"] == "dependence" and because else desk.core(path)


def _heads(desk: Desk, path: Path) -> bool:
    """Whether a path can head a judgement: it says what it comes from, and does not merely stand beside the state."""
    named = bool(desk.told(path)["source"]) and path["polarity"] == "+"
    return named and (path["how"] not in ("beside", "acts") or path["relation"] == "diffusion_path")


def _said(desk: Desk, path: Path) -> str:
    """A path in a sentence: what follows, and why it concerns the focal state."""
    told = sentence(desk.told(path)).removesuffix(".")
    core = desk.core(path)["id"]
    because = [clause(alone(x, desk.focal)) for x in _saying(desk.steps(path, "because")) if x["id"] != core]
    because = list(dict.fromkeys(because))
    next_to = [clause(alone(x, desk.focal)) for x in desk.steps(path, "beside")]
    if next_to and not because:
        return f"{told}; the same passage says that {next_to[0]}."
    if not because:
        return told + "."
    if path["how"] == "direct":
        return f"{told}, given that {joined(because)}."
    return f"{told}; this concerns {name(desk.focal)} because {joined(because)}."


def _saying(reasons: Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
    """The reasons that say something, or all where none does."""
    return [x for x in reasons if not plainly(x)] or reasons


def cards(desk: Desk, paths: Sequence[Path]) -> tuple[Card, ...]:
    """The paths as cards, each step with its quote, hedge and speaker."""
    return tuple(_card(desk, path) for path in paths)


def _card(desk: Desk, path: Path) -> Card:
    core, spoken = desk.told(path), name(desk.focal)
    stops = [joined([name(c) for c in part]) for part in (core["source"], *([v] for v in core["via"]), core["target"])]
    return Card(
        title=sentence(core, dated=False),
        path=tuple(capital(stop) for stop in dict.fromkeys(s for s in stops if s)),
        how=WAYS[path["how"]].format(focal=spoken),
        effect={1: "gain", -1: "harm"}.get(path["sign"], "open"),
        tag=path["modality"],
        steps=tuple(_steps(desk, path, spoken)),
        id=path["id"],
    )


def _steps(desk: Desk, path: Path, spoken: str) -> Iterator[Step]:
    """The steps; words that the step before has quoted are not quoted again."""
    quoted = ""
    for step in path["steps"]:
        line = desk.citations.line(desk.lines[step["statement"]])
        again = line.quote == quoted
        quoted = line.quote
        role = ROLES[step["role"]].format(focal=spoken)
        yield Step(role=role, line=replace(line, quote="") if again else line, said_by=step["said_by"])
