"""Who stands at the ends of a statement, taken together."""

import math

import numpy as np
import pytest

from westphalia.reading import casting
from westphalia.reading.casting import CHANCES, Casting

NEVER = -20.0


def cast(rows: dict[str, list[int]], table: np.ndarray, shared: float) -> Casting:
    """The casting of one statement."""
    [made] = casting.cast(rows, table[None], np.array([shared], dtype=np.float32))
    return made


def scores(**parties: tuple[float, float, float, float]) -> tuple[dict[str, list[int]], np.ndarray]:
    """A row of scores for each state, in the order of `CHANCES`."""
    return {code: [n] for n, code in enumerate(parties)}, np.array(list(parties.values()), dtype=np.float32)


def test_one_way_the_likeliest_is_the_surest_role_of_each() -> None:
    made = cast(*scores(RUS=(4, NEVER, NEVER, 0), UKR=(NEVER, 3, NEVER, 0), FRA=(-3, -3, -3, -3)), shared=-9.0)
    assert made.likeliest(3)[0] == (frozenset({"RUS"}), frozenset({"UKR"}))


def test_either_of_two_may_act_but_never_both_on_both() -> None:
    """What two separate probabilities cannot say: one half each, and yet just one of them stands at each end."""
    equal = (4.0, 4.0, NEVER, 0.0)
    made = cast(*scores(PAN=equal, USA=equal), shared=-9.0)
    assert made.sides["PAN"] == pytest.approx((0.5, 0.5), abs=0.01)
    assert made.fit(frozenset({"PAN", "USA"}), frozenset({"PAN", "USA"})) < -7
    assert made.fit(frozenset({"PAN"}), frozenset({"USA"})) == pytest.approx(math.log(0.25), abs=0.05)


def test_what_is_shared_has_the_same_states_on_both_sides() -> None:
    own = (1.0, 1.0, NEVER, 5.0)
    made = cast(*scores(CHN=own, IND=own, PAK=(NEVER, NEVER, NEVER, -5.0)), shared=4.0)
    both = frozenset({"CHN", "IND"})
    assert made.likeliest(1) == [(both, both)]
    assert made.sides["PAK"][0] < 0.02


def test_mentions_of_a_state_add_up() -> None:
    table = np.array([[0, NEVER, NEVER, NEVER], [0, NEVER, NEVER, NEVER]], dtype=np.float32)
    one, two = (cast({"IRN": rows}, table, -9.0) for rows in ([0], [0, 1]))
    assert one.sides["IRN"][0] == pytest.approx(1 / 2, abs=0.01)
    assert two.sides["IRN"][0] == pytest.approx(2 / 3, abs=0.01)


def test_the_ways_come_in_order_and_add_up_to_no_more_than_one() -> None:
    rng = np.random.default_rng(5)
    rows, table = scores(**{c: tuple(rng.normal(0, 1, len(CHANCES))) for c in ("BRA", "ARG", "CHL")})
    made = cast(rows, table, 0.3)
    ways = made.likeliest(200)
    fits = [made.fit(*ends) for ends in ways]
    assert fits == sorted(fits, reverse=True)
    # what is shared by none or by one alone is no way to share anything, and is left out of the ways
    assert math.exp(made.one_way) < sum(map(math.exp, fits)) < 1


def test_nobody_there() -> None:
    made = cast({}, np.zeros((0, len(CHANCES)), dtype=np.float32), 0.0)
    assert made.likeliest(3) == [(frozenset(), frozenset())]


def test_whom_only_one_mention_stands_for_are_cast_as_one() -> None:
    """ "The Quad" brings all of its members or none; India, which is named too, may stand by itself."""
    table = np.array([[NEVER, 2, NEVER, 0], [3, NEVER, NEVER, 0]], dtype=np.float32)
    made = cast({"AUS": [0], "JPN": [0], "USA": [0], "IND": [1]}, table, -9.0)
    quad = frozenset({"AUS", "JPN", "USA"})
    assert made.likeliest(1) == [(frozenset({"IND"}), quad)]
    assert made.fit(frozenset({"IND"}), quad) == pytest.approx(math.log(0.95 * 0.88), abs=0.05)
    assert made.fit(frozenset({"IND"}), frozenset({"AUS"})) == pytest.approx(-8)
