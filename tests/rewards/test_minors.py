"""What is not for minors is neither shown to one nor paid to one, also where nobody asks for it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from fairpanel.consent.paying import pay_for
from fairpanel.consent.values import Purpose
from fairpanel.kit.money import Money
from fairpanel.members.models import Guardianship, Member
from fairpanel.programme import AtStart, EachReceipt, Programme, Tenure
from fairpanel.rewards import actions
from fairpanel.rewards.actions import following
from fairpanel.rewards.models import Contribution, Earning
from fairpanel.rewards.values import Kind
from tests.rewards.conftest import Earn

HALF_A_YEAR = timedelta(days=190)


@pytest.fixture
def paying(programme: Programme) -> Programme:
    """The default programme with guardians: receipts are for minors; joining and half a year pay adults only."""
    version = programme.versions[-1]
    words: dict[str, Any] = {"asks": dict.fromkeys(("en", "de", "fr", "es"), "Join."), "regions": ("DE",)}
    start = AtStart(name="start", kind="at-start", purpose="receipts", amount={"EUR": Money(500, "EUR")}, **words)
    offers = {
        name: offer.model_copy(
            update={"minors": isinstance(offer, EachReceipt)}
            | ({"active_weeks_min": 1} if isinstance(offer, Tenure) else {})
        )
        for name, offer in version.offers.items()
    }
    on = version.model_copy(update={"guardians": True, "offers": {**offers, "start": start}})
    return programme.model_copy(update={"versions": (on,)})


@pytest.fixture
def mia(bob: Member, now: datetime) -> Member:
    """Bob as somebody who is not of age."""
    Guardianship.objects.create(
        id=bob.pk, member=bob, region="DE", until=now.date() + timedelta(days=300), begun_at=now,
        address="mum@example.org", answer="agreed", answered_at=now, version=1, language="en", words="0" * 64,
    )  # fmt: skip
    return bob


def offers_paid(member: Member) -> set[str]:
    return set(Earning.objects.filter(contribution__member=member).values_list("offer", flat=True))


def test_joining_pays_a_minor_only_where_the_offer_is_for_minors(
    alice: Member, mia: Member, paying: Programme, funded: Money, now: datetime
) -> None:
    for member in (alice, mia):
        actions.welcome(member=member, programme=paying, region="DE", now=now)

    assert offers_paid(alice) == {"start"}
    assert not Contribution.objects.filter(member=mia).exists()


@pytest.mark.usefixtures("funded")
def test_half_a_year_pays_a_minor_only_where_the_offer_is_for_minors(
    alice: Member, mia: Member, paying: Programme, earn: Earn, now: datetime
) -> None:
    Member.objects.update(adult_on=(now - HALF_A_YEAR).date())
    for member in (alice, mia):
        member.refresh_from_db()
        earn(member, done_at=now - HALF_A_YEAR + timedelta(days=9), under=paying)
        following.reward_tenure(member, programme=paying, now=now)

    assert offers_paid(alice) == {"each-receipt", "tenure"}
    assert offers_paid(mia) == {"each-receipt"}


def test_a_minor_is_not_paid_for_a_week_without_buying_and_sees_no_cap_of_it(
    mia: Member, paying: Programme, earn: Earn, funded: Money, now: datetime
) -> None:
    earn(mia, done_at=now, kind=Kind.NOTHING_BOUGHT, under=paying)

    assert offers_paid(mia) == set()
    assert actions.month(member=mia, programme=paying, now=now).cap == Money(500, "EUR")


def test_the_page_that_asks_tells_a_minor_only_of_pay_that_is_for_minors(paying: Programme) -> None:
    told: dict[str, Any] = {"version": paying.versions[-1], "region": "DE", "language": "en"}

    amounts = [line.amount for line in pay_for(Purpose.RECEIPTS, **told, is_minor=True)]

    assert amounts == [Money(10, "EUR")]
    assert len(list(pay_for(Purpose.RECEIPTS, **told))) > 1
