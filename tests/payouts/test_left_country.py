"""Where the panel is not run any more, what was earned is seen and paid by the last terms of there."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from django.test import Client

from fairpanel.kit.money import Money
from fairpanel.members.models import Member
from fairpanel.payouts import actions, ports
from fairpanel.payouts.values import Way
from fairpanel.programme import Programme
from fairpanel.rewards import ports as reward_ports
from fairpanel.rewards.calendar import NotRunHere, last_terms_at, terms_at
from tests.payouts.conftest import send
from tests.payouts.in_memory import InMemory


@pytest.fixture
def left(provider: InMemory, programme: Programme, now: datetime) -> Iterator[Programme]:
    """The default programme, which has left Germany today."""
    last = programme.versions[-1]
    regions = {code: region for code, region in last.regions.items() if code != "DE"}
    offers = {
        name: offer.model_copy(update={"regions": tuple(code for code in offer.regions if code != "DE")})
        for name, offer in last.offers.items()
    }
    after = last.model_copy(
        update={"number": last.number + 1, "starts": now.date(), "regions": regions, "offers": offers}
    )
    gone = programme.model_copy(update={"versions": (*programme.versions, after)})
    before = reward_ports.filled()
    ports.fill(replace(ports.filled(), programme=gone))
    reward_ports.fill(replace(before, programme=gone))
    yield gone
    reward_ports.fill(before)


def test_it_is_asked_for_sent_and_seen_as_before(
    rich: Member, left: Programme, now: datetime, signed_in: Callable[[Member], Client]
) -> None:
    browser = signed_in(rich)

    payout = actions.ask(member=rich, way=Way.GIFT_CARD, amount=Money(2000, "EUR"), programme=left, now=now)

    assert send(payout).state == "accepted"
    for address in ("/money/", "/money/ask/", "/money/ask/gift-card/", "/money/tax/", "/earnings/"):
        assert browser.get(address).status_code == 200, address
    assert "60.00" in browser.get("/money/").text.replace(",", ".")


def test_nothing_new_is_earned_there(left: Programme, now: datetime) -> None:
    with pytest.raises(NotRunHere):
        terms_at(left, region="DE", moment=now)

    assert last_terms_at(left, region="DE", moment=now).version == left.versions[-2]
    with pytest.raises(NotRunHere):
        last_terms_at(left, region="XX", moment=now)
