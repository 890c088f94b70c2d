"""Whatever is asked for, sent, lost, repeated, contradicted and interrupted: no cent is made or lost, or paid twice."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from tests.payouts.conftest import earn
from tests.payouts.machine import PayoutsMachine
from tests.payouts.sums import Sums
from tests.rewards.a_model import Gone, Person

EARNED = 20_000
HURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


class Payouts(PayoutsMachine):
    """Everybody has earned the same before they come, so that every step is one of paying out."""

    def newcomer(self) -> Person:
        person = super().newcomer()
        earn(person.member, EARNED, now=self.now)
        return person

    def goes(self, person: Person) -> Gone | None:
        return Gone(person.member.account, person.member.purse, 0)

    def earned(self, now: Sums) -> dict[str, int]:  # noqa: ARG002 - the same for everybody
        accounts = [person.member.account for person in self.people] + [one.account for one in self.gone]
        return dict.fromkeys(accounts, EARNED)

    @invariant()
    def every_cent_is_where_it_belongs(self) -> None:
        self.every_cent()


@pytest.mark.django_db
def test_no_cent_is_made_or_lost_or_paid_twice() -> None:
    run_state_machine_as_test(Payouts, settings=settings(HURRIED, max_examples=8, stateful_step_count=20))
