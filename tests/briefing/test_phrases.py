"""Statements in English: verbs, hedges, speakers, days; every relation of the ontology has its phrase."""

from __future__ import annotations

from typing import Any

import pytest
from tests.linking.conftest import full

from westphalia.briefing.names import ends_of, joined, lines
from westphalia.briefing.phrases import sentence, verb
from westphalia.briefing.quoting import clip
from westphalia.ontology import labels, plover
from westphalia.ontology.ties import KINDS

SAID = [
    ({"say": "PRK+RUS SUPPORT PRK+RUS", "trigger": "signing", "on": "2024-06",
      "text": "The signing of a ‘Comprehensive Strategic Partnership’ agreement."},
     "North Korea and Russia entered into the Comprehensive Strategic Partnership in June 2024."),
    ({"say": "PRK CONSULT/visit RUS", "source_actors": ["PRK.kim-jong-un"], "text": "Kim's visit.", "trigger": "visit",
      "on": "2023-09-12/2023-09-17"},
     "Kim Jong Un of North Korea paid a visit to Russia between 12 and 17 September 2023."),
    ({"say": "RUS REQUEST/assist PRK", "by": "USA", "attribution_cue": "claimed", "on": "2023-08", "text": "It did."},
     "The United States claimed that Russia asked North Korea for help in August 2023."),
    ({"say": "PRK AID RUS", "by": "PRK", "modality": "denied", "text": "No.", "on": "2022-09-22"},
     "North Korea denied that it gave aid to Russia on 22 September 2022."),
    ({"say": "CHN REQUEST/change PRK", "polarity": "-", "text": "It does not."},
     "China did not press North Korea to change course."),
    ({"say": "CHN SUPPORT PRK", "modality": "probable", "text": "China has likely agreed.", "trigger": "agreed"},
     "China gave support to North Korea (“likely”, says the text)."),
    ({"say": "IND arms_dependence RUS", "text": "It relies on Russia."}, "India depends on Russia for arms."),
    ({"say": "JPN+USA alliance JPN+USA", "on": "1951/..", "text": "Allies."},
     "Japan and the United States have been allied since 1951."),
    ({"say": "RUS diffusion_path PAK", "kind": "implication", "via": ["PRK"], "modality": "possible",
      "text": "It may reach Islamabad."}, "What Russia has may reach Pakistan through North Korea."),
    ({"say": "RUS harms IND", "kind": "implication", "modality": "forecast", "text": "It will."},
     "What Russia does will, it is foreseen, harm India."),
    ({"say": "PRK+RUS complicates IND+AUS+JPN+USA", "kind": "implication", "target_actors": ["IND", "IGO.quad"],
      "text": "It could.", "modality": "possible"},
     "The relation between North Korea and Russia can complicate matters for India and the Quad."),
    ({"say": "CHN prioritises CHN+PRK", "kind": "stance", "text": "First."},
     "China puts its relation with North Korea first."),
    ({"say": "PRK SUPPORT RUS", "source_actors": ["PRK.kim-jong-un"], "modality": "forecast", "by": "PRK",
      "attribution_kind": "unnamed", "attribution_text": "Kim", "text": "He would stand.", "trigger": "stand"},
     "Kim Jong Un of North Korea would stand by Russia, in the words of Kim."),
    ({"say": "PRK AID RUS", "by": "PRK", "text": "It did."}, "North Korea said that it gave aid to Russia."),
    ({"say": "RUS AGREE PRK", "by": "USA", "attribution_cue": "claim", "text": "Russia was trying to strike a deal.",
      "trigger": "strike"}, "The United States claimed that Russia tried to agree to work with North Korea."),
    ({"say": "IND+RUS diplomatic_relations IND+RUS", "text": "Their relations.", "trigger": "relations"},
     "India and Russia have relations."),
    ({"say": "KOR concern PRK+RUS", "kind": "stance", "text": "Worry."},
     "South Korea is concerned about the relation between North Korea and Russia."),
]  # fmt: skip


@pytest.mark.parametrize(("row", "wanted"), SAID, ids=[wanted[:40] for _, wanted in SAID])
def test_a_statement_is_told_in_a_sentence(row: dict[str, Any], wanted: str) -> None:
    assert sentence(full(row, 0)) == wanted


def test_every_relation_has_a_phrase_and_every_phrase_a_relation() -> None:
    known = {(kind, relation) for kind, relation, *_ in lines("phrases.tsv", 6)}
    wanted = {("event", t) for t in plover.TYPES} | {("tie", k) for k in KINDS}
    for kind, names in (("implication", labels.IMPLICATIONS), ("stance", labels.STANCES), ("state", labels.STATES)):
        wanted |= {(kind, name) for name in names}
    assert wanted - known == set()
    assert known - wanted == set()


@pytest.mark.parametrize("cells", lines("phrases.tsv", 6), ids=lambda c: "-".join(c[:3]))
def test_every_phrase_can_be_inflected(cells: list[str]) -> None:
    for phrase in filter(None, cells[3:]):
        for form in ("base", "present", "past", "perfect"):
            for many in (True, False):
                assert verb(phrase, form, many=many).count("{t}") == phrase.count("{t}")


def test_a_clip_is_part_of_the_sentence_and_holds_the_trigger() -> None:
    text = (
        "In a long sentence that goes on about the weather, the harvest and much else, the minister said on Friday, "
        "China conveyed its support for the deal, which nobody had expected after the months of silence before it."
    )
    line = full({"say": "CHN SUPPORT PRK", "text": text, "trigger": "conveyed its support"}, 0)
    assert clip(line) in text
    assert "conveyed its support" in clip(line)
    assert len(clip(line)) <= 200


def test_a_group_is_named_for_its_members() -> None:
    line = full({"say": "AUS+IND+JPN+USA ACCUSE PRK", "source_actors": ["IGO.quad"], "text": "x"}, 0)
    assert joined(ends_of(line, "source")) == "the Quad"
