"""Asking for money: what is held, what is refused, and what a balance says meanwhile."""

from datetime import datetime, timedelta

import pytest

from fairpanel.kit.money import Money
from fairpanel.ledger import actions as ledger
from fairpanel.members.cases import judge, open_case
from fairpanel.members.models import Case, CaseKind, Judgement, Member
from fairpanel.payouts import actions
from fairpanel.payouts.models import Payout
from fairpanel.payouts.values import Hold, Way
from fairpanel.programme import Programme
from tests.payouts.conftest import Ask, earn, send
from tests.payouts.in_memory import InMemory


def test_what_is_asked_for_is_held_and_leaves_the_balance_on_acceptance(
    rich: Member, ask: Ask, provider: InMemory
) -> None:
    payout = ask(rich, 1000)
    held = ledger.balance(rich.account), ledger.available(rich.account)

    send(payout)

    assert held == (Money(8000, "EUR"), Money(7000, "EUR"))
    assert payout.state == "accepted"
    assert ledger.balance(rich.account) == Money(7000, "EUR")
    assert ledger.balance("payout:gift-card:EUR") == Money(1000, "EUR")
    assert provider.out() == 1000


def test_nobody_is_paid_what_they_do_not_have(rich: Member, bob: Member, ask: Ask, programme: Programme) -> None:
    ask(rich, 4999)

    with pytest.raises(actions.TooMuch, match=r"You can be paid 30\.01 EUR now"):
        ask(rich, 3002)
    with pytest.raises(actions.NoAddress):
        ask(bob, 100)

    assert Payout.objects.count() == 1


def test_there_is_a_least_sum_and_a_number_for_a_day(rich: Member, ask: Ask, now: datetime) -> None:
    with pytest.raises(actions.TooLittle, match=r"1\.00 EUR"):
        ask(rich, 99)
    for _ in range(3):
        ask(rich, 100)

    with pytest.raises(actions.EnoughForToday):
        ask(rich, 100)
    # The next day begins at midnight in Berlin.
    assert ask(rich, 100, at=now + timedelta(hours=11)).state == "created"


def test_what_was_called_off_is_free_again_and_does_not_count(rich: Member, ask: Ask, now: datetime) -> None:
    payouts = [ask(rich, 100) for _ in range(3)]

    for _ in range(2):
        actions.cancel(member=rich, payout_id=payouts[0].id, now=now)

    assert ledger.available(rich.account) == Money(7800, "EUR")
    assert ask(rich, 7000).state == "held"


def test_what_was_sent_cannot_be_called_off(rich: Member, ask: Ask, now: datetime) -> None:
    payout = send(ask(rich))

    with pytest.raises(actions.TooLate):
        actions.cancel(member=rich, payout_id=payout.id, now=now)


def test_another_panelists_payout_is_nowhere(rich: Member, bob: Member, ask: Ask) -> None:
    payout = ask(rich)

    with pytest.raises(actions.NoSuchPayout):
        actions.one_of(member=bob, payout_id=payout.id)


def test_a_large_sum_waits_for_a_second_person(
    rich: Member, olivia: Member, ask: Ask, provider: InMemory, now: datetime
) -> None:
    payout = ask(rich, 5001)
    send(payout)
    before = payout.state, payout.holds, provider.out()

    actions.approve(payout_id=payout.id, operator=olivia, now=now)
    send(payout)

    assert before == ("held", [Hold.APPROVAL], 0)
    assert (payout.state, payout.approved_by) == ("accepted", olivia)
    with pytest.raises(actions.NotWaiting):
        actions.approve(payout_id=payout.id, operator=olivia, now=now)


def test_nobody_is_paid_while_a_person_looks_into_a_case(  # noqa: PLR0917  # a case needs many
    rich: Member, bob: Member, olivia: Member, ask: Ask, provider: InMemory, now: datetime
) -> None:
    first = ask(rich)
    case = open_case(kind=CaseKind.SAME_DEVICE, members=[rich, bob], evidence={}, now=now)
    assert case is not None

    # What was asked for before is held as well: it is looked at once more when it goes.
    send(first)
    second = ask(rich)

    assert [first.state, second.state] == ["held", "held"]
    assert provider.out() == 0
    judge(case_id=case.id, by=olivia, judgement=Judgement.NOTHING, note="Two of one family.", now=now)
    assert actions.release_what_may_go(now=now) == 2
    assert send(first).state == "accepted"


def test_a_changed_address_rests_and_the_first_one_does_not(
    rich: Member, ask: Ask, programme: Programme, provider: InMemory, now: datetime
) -> None:
    first = ask(rich)
    actions.set_address(
        member=rich, way=Way.GIFT_CARD, told={"mail": "thief@example.org"}, programme=programme, now=now
    )

    second = ask(rich)

    assert (first.state, second.state, second.holds) == ("created", "held", [Hold.REST])
    actions.release_what_may_go(now=now + timedelta(hours=47))
    second.refresh_from_db()
    assert second.state == "held"
    actions.release_what_may_go(now=now + timedelta(hours=48))
    second.refresh_from_db()
    assert second.state == "created"
    # What was asked for before goes where it was asked to go.
    send(first)
    assert b"alice@example.org" in next(iter(provider.bodies[first.external_id]))


def test_two_people_with_one_address_are_looked_into(
    rich: Member, bob: Member, ask: Ask, programme: Programme, now: datetime
) -> None:
    earn(bob, 1000, now=now)
    actions.set_address(member=bob, way=Way.GIFT_CARD, told={"mail": "ALICE@example.org"}, programme=programme, now=now)

    payout = ask(bob)

    assert Case.objects.get().kind == CaseKind.SAME_PAYOUT
    assert payout.holds == [Hold.CASE]


@pytest.mark.parametrize(
    ("way", "told"),
    [
        (Way.GIFT_CARD, {"mail": "not a mail"}),
        (Way.GIFT_CARD, {}),
        (Way.BANK, {"holder": "Alice", "iban": "DE89370400440532013001"}),
        (Way.BANK, {"holder": "", "iban": "DE89370400440532013000"}),
        (Way.BALANCE, {"account": "x" * 61}),
        (Way.CHARITY, {"mail": "alice@example.org"}),
    ],
)
def test_an_address_that_cannot_be_right_is_refused(
    rich: Member, way: Way, told: dict[str, str], programme: Programme, now: datetime
) -> None:
    with pytest.raises(actions.BadAddress):
        actions.set_address(member=rich, way=way, told=told, programme=programme, now=now)


def test_the_database_holds_no_address_in_the_clear(
    rich: Member, ask: Ask, programme: Programme, now: datetime
) -> None:
    from tests.receipts.everything import everything_in_the_database

    told = {"holder": "Alice Liddell", "iban": "DE89370400440532013000"}
    actions.set_address(member=rich, way=Way.BANK, told=told, programme=programme, now=now)
    ask(rich, way=Way.BANK, at=now + timedelta(days=3))

    everything = everything_in_the_database()

    assert "Liddell" not in everything
    assert "DE89370400440532013000" not in everything
    assert "…3000" in everything
