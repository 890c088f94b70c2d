"""Who is drawn: within the quota, the same people for the same seed and list, everybody with the same chance."""

import random
from collections import Counter
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from fairpanel.members.rules.draw import Waiting, digest_of, draw, spread
from fairpanel.members.rules.plan import Cell, Plan
from tests.members.plans import a_plan, somebody

PLAN = a_plan()
ANSWERS = st.fixed_dictionaries(
    {"age": st.sampled_from(["18-34", "35-49", "50+"])}, optional={"household": st.sampled_from(["1", "2", "3"])}
)
LISTS = st.lists(st.tuples(st.sampled_from(["DE", "FR"]), ANSWERS), max_size=40).map(
    lambda rows: [somebody(number, region, answers) for number, (region, answers) in enumerate(rows, start=1)]
)
CELLS = [Cell("DE", (("household", str(number)),), 0) for number in range(6)]
ROOMS = st.fixed_dictionaries({cell: st.integers(0, 60) for cell in CELLS})


@given(waiting=LISTS, seed=st.none() | st.text(min_size=1, max_size=8), limit=st.none() | st.integers(0, 20))
def test_no_cell_gets_more_than_it_has_room_for_and_only_who_waits_there(
    waiting: list[Waiting], seed: str | None, limit: int | None
) -> None:
    people = {one.id: one for one in waiting}

    outcomes = draw(waiting, plan=PLAN, taken={}, seed=seed, limit=limit)

    for one in outcomes:
        assert len(one.chosen) <= min(one.room, one.waiting)
        assert all(one.cell.takes(people[chosen].region, people[chosen].answers) for chosen in one.chosen)
    chosen = [person for one in outcomes for person in one.chosen]
    assert len(set(chosen)) == len(chosen)
    if limit is None:
        assert all(len(one.chosen) == min(one.room, one.waiting) for one in outcomes)
    else:
        assert len(chosen) == min(limit, sum(min(one.room, one.waiting) for one in outcomes))


@given(waiting=LISTS, seed=st.text(min_size=1, max_size=8), order=st.randoms(use_true_random=False))
def test_the_same_seed_and_list_give_the_same_people_in_whatever_order_the_list_comes(
    waiting: list[Waiting], seed: str, order: random.Random
) -> None:
    shuffled = order.sample(waiting, len(waiting))

    assert draw(shuffled, plan=PLAN, taken={}, seed=seed) == draw(waiting, plan=PLAN, taken={}, seed=seed)
    assert digest_of(shuffled) == digest_of(waiting)


@given(waiting=LISTS)
def test_by_turn_nobody_is_passed_by_somebody_of_their_cell_who_came_later(waiting: list[Waiting]) -> None:
    outcomes = draw(reversed(waiting), plan=PLAN, taken={}, seed=None)

    for one in outcomes:
        in_cell = [person.id for person in waiting if one.cell.takes(person.region, person.answers)]
        assert list(one.chosen) == in_cell[: len(one.chosen)]


def test_places_that_are_taken_are_not_given_again() -> None:
    waiting = [somebody(number, "DE", {"age": "18-34", "household": "1"}) for number in range(1, 6)]

    [cell] = [cell for cell in PLAN.cells if cell.name == "DE age=18-34 household=1"]
    outcomes = draw(waiting, plan=PLAN, taken={cell: 1}, seed=None)

    assert sum(len(one.chosen) for one in outcomes) == 1


def test_by_lot_everybody_has_the_same_chance() -> None:
    plan = Plan(cells=(Cell("DE", (), 10),))
    waiting = [somebody(number) for number in range(1, 41)]

    drawn = Counter(
        person
        for seed in range(2_000)
        for one in draw(waiting, plan=plan, taken={}, seed=str(seed))
        for person in one.chosen
    )

    # 500 are expected of each; six standard deviations of a binomial with p = 1/4 are 116.
    assert len(drawn) == 40
    assert all(abs(count - 500) < 116 for count in drawn.values())


@given(rooms=ROOMS, waiting=ROOMS, limit=st.integers(0, 400))
def test_a_limit_is_spread_in_proportion_and_every_cell_that_can_be_filled_is_within_one_of_its_share(
    rooms: Mapping[Cell, int], waiting: Mapping[Cell, int], limit: int
) -> None:
    most = {cell: min(rooms[cell], waiting[cell]) for cell in CELLS}

    shares = spread(rooms, waiting, limit=limit)

    assert sum(shares.values()) == min(limit, sum(most.values()))
    assert all(0 <= shares[cell] <= most[cell] for cell in CELLS)
    unfilled = [cell for cell in CELLS if shares[cell] < most[cell]]
    for one in unfilled:
        for other in unfilled:
            # Both can take more, so their shares are to each other as their rooms, but for the last whole person.
            assert abs(shares[one] * rooms[other] - shares[other] * rooms[one]) < rooms[one] + rooms[other]
