"""The signed network: what stood on a day, what adds up, and the groups that it falls into."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from westphalia.analysis.blocs import frustration
from westphalia.analysis.network import communities, modularity, network_at, standing, tie_weight
from westphalia.datasets.rows import TIES
from westphalia.errors import OntologyError
from westphalia.ontology.ties import KINDS

ON = date(1985, 7, 1)


def tie(text: str, **more: Any) -> dict[str, Any]:
    """A tie from "USA alliance GBR"."""
    source, kind, target = text.split()
    line = dict.fromkeys(TIES.names) | {"source": source, "kind": kind, "target": target, "row": text, "dataset": "x"}
    return line | more


def test_every_kind_has_a_weight_of_its_sign() -> None:
    from westphalia.ontology.ties import tie_kind

    for kind in KINDS:
        weight = tie_weight({"kind": kind, "size": None})
        assert np.sign(weight) == tie_kind(kind).sign or weight == 0, kind
    with pytest.raises(OntologyError, match="no line"):
        tie_weight({"kind": "friendship"})


def test_what_stood_on_a_day() -> None:
    lines = [
        tie("USA alliance GBR", start=date(1949, 4, 4)),
        tie("RUS alliance POL", start=date(1955, 5, 14), end=date(1991, 7, 1)),
        tie("USA alliance TWN", start=date(1955, 3, 3), end=date(1979, 12, 31)),
        tie("CHN alliance PRK"),
        tie("DEU alliance FRA", known=date(2001, 1, 1)),
        tie("USA alliance POL", start=date(1999, 3, 12)),
    ]
    assert [x["row"][:3] for x in standing(lines, ON)] == ["USA", "RUS", "CHN"]
    assert network_at(lines, ON).states == ("CHN", "GBR", "POL", "PRK", "RUS", "USA")


def test_ties_of_a_pair_add_up_and_a_hostile_one_takes_off() -> None:
    net = network_at([tie("USA alliance GBR"), tie("GBR partnership USA")], ON)
    assert net.weights[0, 1] == pytest.approx(1 - 0.5 * 0.7)
    assert net.ids("USA", "GBR") == ["USA alliance GBR", "GBR partnership USA"]
    assert network_at([tie("USA alliance GBR"), tie("GBR war USA")], ON).weights[0, 1] == pytest.approx(-0.4)


def test_a_tie_told_twice_counts_once_and_by_its_certainty() -> None:
    net = network_at([tie("USA alliance GBR", certainty="possible"), tie("USA alliance GBR", certainty="possible")], ON)
    assert net.weights[0, 1] == pytest.approx(0.2)


def test_a_body_counts_for_its_members_of_the_day_unless_it_is_all_the_world() -> None:
    net = network_at([tie("IGO.warsawpact sanction CHL"), tie("IGO.un sanction ZAF")], ON)
    assert "POL" in net.states
    assert "ALB" not in net.states, "it left in 1968"
    assert "ZAF" not in net.states


def test_nothing_gives_an_empty_network() -> None:
    net = network_at([], ON)
    assert net.states == ()
    assert communities(net.weights).tolist() == []
    assert frustration(net.weights)[1:] == (0.0, 0.0)


@st.composite
def signed(draw: st.DrawFn) -> np.ndarray:
    """A small signed network."""
    n = draw(st.integers(2, 9))
    cells = draw(st.lists(st.sampled_from([-1.0, -0.5, 0.0, 0.0, 0.5, 1.0]), min_size=n * n, max_size=n * n))
    upper = np.triu(np.array(cells).reshape(n, n), 1)
    return upper + upper.T


@settings(max_examples=40, deadline=None)
@given(signed())
def test_communities_are_joined_by_friendly_ties_and_the_same_every_time(weights: np.ndarray) -> None:
    found = communities(weights)
    assert found.tolist() == communities(weights).tolist()
    assert sorted(set(found.tolist())) == list(range(len(set(found.tolist()))))
    for group in set(found.tolist()):
        inside = np.where(found == group)[0]
        seen, new = {int(inside[0])}, {int(inside[0])}
        while new := {int(j) for i in new for j in inside if weights[i, j] > 0} - seen:
            seen |= new
        assert seen == set(inside.tolist())


@settings(max_examples=40, deadline=None)
@given(signed())
def test_without_foes_they_are_at_least_as_good_as_all_in_one(weights: np.ndarray) -> None:
    friendly = np.clip(weights, 0, None)
    gains, found = modularity(friendly), communities(friendly)
    assert gains[found[:, None] == found[None]].sum() >= max(gains.sum(), gains.trace()) - 1e-9


@settings(max_examples=40, deadline=None)
@given(signed())
def test_frustration_finds_the_best_split(weights: np.ndarray) -> None:
    n = len(weights)
    least = min(
        sum(abs(weights[i, j]) for i in range(n) for j in range(i) if weights[i, j] * s(k, i) * s(k, j) < 0)
        for k in range(2 ** (n - 1))
    )
    assert frustration(weights)[1] == pytest.approx(least)


def s(camps: int, i: int) -> int:
    """The camp of a state by its bit."""
    return 1 if camps >> i & 1 else -1


def test_many_deals_are_one_tie() -> None:
    deals = [tie("RUS arms_supply IND", row=f"sipri:{n}", start=date(1980, 1, 1)) for n in range(30)]
    assert network_at(deals, ON).weights[0, 1] == pytest.approx(0.2)
    assert len(network_at(deals, ON).ids("IND", "RUS")) == 30, "each is still opened"
