"""The stage that asks a language model, and the one that weighs the voice it gave against the parse's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace

from westphalia.reading.ends import Scene
from westphalia.reading.llm.answers import Heard, Refused, Said, drafts
from westphalia.reading.llm.endpoint import Endpoint, NoAnswer
from westphalia.reading.llm.prompt import Question, instructions, wording
from westphalia.reading.llm.tally import Tally
from westphalia.reading.reading import Draft, Reading
from westphalia.records import Modality, Polarity

__all__ = ["Reader", "heard"]

_BATCH = 8  # sentences a request
_TOKENS = 300  # of answer a sentence
_PATIENCE = 2  # failed requests in a row, after which the endpoint is given up
_DISCORD = 0.15  # what another opinion takes from a score


class Reader:
    """A stage: adds what an endpoint's model says of the sentences that mention somebody, as far as it is accepted.

    Where the endpoint fails, the reading stays as the frames made it; `tally` says how often, and what was refused.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        from westphalia.reading.llm.client import Client  # loads httpx: only those who ask wait for it

        self.endpoint = endpoint
        self.tally = Tally(model=endpoint.model)
        self._client = Client(endpoint)
        self._failures = 0

    def __call__(self, reading: Reading) -> Reading:
        """The reading with further drafts; a frame's draft that the model states too is kept and marked as heard."""
        scene = Scene(reading)
        found: list[Heard] = []
        questions = list(_questions(scene))
        for start in range(0, len(questions), _BATCH):
            found += self._accepted(questions[start : start + _BATCH])
        kept, new = _together(reading.drafts, found, scene)
        self.tally.agreed += len(found) - len(new)
        return replace(reading, drafts=(*kept, *new))

    def _accepted(self, batch: Sequence[Question]) -> Iterator[Heard]:
        answer = self._answer(batch)
        if answer is None:
            self.tally.unread += len(batch)
            return
        self.tally.sentences += len(batch)
        for draft in drafts(answer, batch, f"llm:{self.endpoint.model}"):
            if isinstance(draft, Refused):
                self.tally.refused[str(draft)] += 1
            else:
                self.tally.accepted += 1
                yield draft

    def _answer(self, batch: Sequence[Question]) -> str | None:
        asked = instructions(), wording(batch)
        kept = self._client.remembered(*asked)
        if kept is not None:
            self.tally.cached += 1
            return kept
        if self.tally.given_up:
            return None
        self.tally.requests += 1
        try:
            answer = self._client.ask(*asked, limit=_TOKENS * len(batch))
        except NoAnswer as failure:
            self.tally.failed[failure.why] += 1
            self._failures += 1
            if failure.lasting or self._failures == _PATIENCE:
                self.tally.given_up = f"{failure.why} at {self.endpoint.url}"
            return None
        self._failures = 0
        return answer


def _questions(scene: Scene) -> Iterator[Question]:
    """The sentences in which somebody is mentioned whom the reader knows."""
    for parsed in scene.reading.parsed:
        known = [m for m in scene.by_sentence.get(parsed.sentence.id, ()) if m.id in scene.codes]
        if known:
            yield Question(parsed=parsed, mentions=tuple(sorted(known, key=lambda m: m.span)), codes=scene.codes)


def _together(given: Iterable[Draft], found: Sequence[Heard], scene: Scene) -> tuple[list[Draft], list[Heard]]:
    """The drafts at hand, marked as heard where the model states the same, and what it alone states."""

    def key(draft: Draft) -> tuple[object, ...]:
        ends = (frozenset(c for m in end for c in scene.codes.get(m, ())) for end in (draft.source, draft.target))
        return (draft.parsed.sentence.id, draft.kind, draft.relation, *ends)

    said = {key(draft): draft.said for draft in found}
    kept: list[Draft] = []
    known = set()
    for draft in given:
        known.add(key(draft))
        kept.append(_heard(draft, said[key(draft)]) if key(draft) in said else draft)
    return kept, [draft for draft in found if key(draft) not in known]


def _heard(draft: Draft, said: Said) -> Heard:
    return Heard(**{f.name: getattr(draft, f.name) for f in fields(draft)}, said=said)


def heard(reading: Reading) -> Reading:
    """Stage, after `modality`: the polarity, modality and score of what a language model stated."""
    return replace(reading, drafts=tuple(_weighed(d) if isinstance(d, Heard) else d for d in reading.drafts))


def _weighed(draft: Heard) -> Draft:
    """A draft after its voice by the parse was held against the one by the model.

    A frame's draft keeps the parse's. The model's own takes a negation or a hedge that either of them sees: a positive
    record for a negated one is the worst error. Who is answerable for a report is for the attribution to find.
    """
    said: Modality = "asserted" if draft.said.modality == "reported" else draft.said.modality
    agree = (draft.polarity, draft.modality) == (draft.said.polarity, said)
    if draft.method != draft.said.method:
        reads = "the same" if agree else f"{said} {draft.said.polarity}"
        score = (draft.score + 1) / 2 if agree else draft.score - _DISCORD
        return replace(draft, score=score, why=f"{draft.why}; {draft.said.method} reads {reads}")
    polarity: Polarity = "-" if "-" in (draft.polarity, draft.said.polarity) else "+"
    modality = said if draft.modality == "asserted" else draft.modality
    score = draft.score if agree else draft.score - _DISCORD
    return replace(draft, polarity=polarity, modality=modality, score=score)
