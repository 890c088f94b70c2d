"""Whatever happens in whatever order: no cent is made or lost, paid twice, or less than was promised."""

import os
import random
import time

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.payouts.whole_panel import WholePanel

STEPS = int(os.environ.get("FAIRPANEL_TESTS_STEPS", "100000"))
STEPS_A_RUN, RUNS_A_ROUND = 120, 20
HURRIED = settings(
    deadline=None, database=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate, Phase.shrink],
    stateful_step_count=STEPS_A_RUN, print_blob=True,
)  # fmt: skip


@pytest.mark.django_db
def test_no_cent_is_made_or_lost_paid_twice_or_less_than_promised() -> None:
    run_state_machine_as_test(WholePanel, settings=settings(HURRIED, max_examples=4, stateful_step_count=30))


@pytest.mark.slow
@pytest.mark.timeout(4 * 3600)
@pytest.mark.django_db
def test_not_in_a_hundred_thousand_steps_either(capsys: pytest.CaptureFixture[str]) -> None:
    first = int(os.environ.get("FAIRPANEL_TESTS_SEED", "0")) or random.SystemRandom().randrange(1, 2**32)
    WholePanel.steps, round_, began = 0, 0, time.monotonic()
    with capsys.disabled():
        print(f"\nseed {first}: set FAIRPANEL_TESTS_SEED to play the same again")  # noqa: T201  # to be played again
        while WholePanel.steps < STEPS:
            machine = seed(first + round_)(WholePanel)
            run_state_machine_as_test(machine, settings=settings(HURRIED, max_examples=RUNS_A_ROUND))
            round_ += 1
            print(f"{WholePanel.steps:,} steps in {time.monotonic() - began:,.0f} s", flush=True)  # noqa: T201

    assert WholePanel.steps >= STEPS
