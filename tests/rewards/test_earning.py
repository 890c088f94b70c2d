"""A contribution pays once, under the terms of the day on which it was made, in the calendar of its region."""

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, connections

from fairpanel.kit.money import Money
from fairpanel.ledger.models import Entry
from fairpanel.members.models import Member
from fairpanel.programme import Programme, preset
from fairpanel.rewards import actions
from fairpanel.rewards.models import Contribution
from fairpanel.rewards.values import Kind, PerReceipt, Threshold


def earn(member: Member, programme: Programme, *, done_at: datetime, subject: UUID | None = None) -> Money:
    return actions.earn(
        member=member, subject=subject or uuid4(), kind=Kind.RECEIPT, done_at=done_at, programme=programme, now=done_at
    )


def raised(programme: Programme, *, starts: date, cents: int) -> Programme:
    """The same programme with a second version that pays another amount."""
    first = programme.versions[0]
    offer = first.offers["each-receipt"].model_copy(update={"amount": {"EUR": Money(cents, "EUR")}})
    second = first.model_copy(update={"number": 2, "starts": starts, "offers": {**first.offers, "each-receipt": offer}})
    return programme.model_copy(update={"versions": (first, second)})


def test_an_accepted_receipt_is_earned_and_posted_when_its_month_closes(
    alice: Member, programme: Programme, now: datetime
) -> None:
    earned = earn(alice, programme, done_at=now)

    assert earned == Money(10, "EUR")
    assert actions.pending(alice, currency="EUR") == Money(10, "EUR")
    assert not Entry.objects.exists()


def test_however_often_it_is_retried_it_pays_once(alice: Member, programme: Programme, now: datetime) -> None:
    subject = uuid4()

    sums = [earn(alice, programme, done_at=now, subject=subject) for _ in range(3)]

    assert sums == [Money(10, "EUR")] * 3
    assert actions.pending(alice, currency="EUR") == Money(10, "EUR")
    assert actions.earned_for(subject) == Money(10, "EUR")


def test_at_the_cap_a_receipt_counts_and_pays_nothing(alice: Member, programme: Programme, now: datetime) -> None:
    for _ in range(50):
        earn(alice, programme, done_at=now)

    fifty_first = uuid4()
    assert earn(alice, programme, done_at=now, subject=fifty_first) == Money.zero("EUR")

    assert actions.earned_for(fifty_first) is None
    month = actions.month(member=alice, programme=programme, now=now)
    assert month.receipts == 51
    assert month.earned == month.cap == Money(500, "EUR")


def test_the_tenth_receipt_of_a_month_pays_the_lump_sum_once(alice: Member, now: datetime) -> None:
    alice.region = "US"
    alice.save()
    programme = preset("shopper-panel-us-2020")

    sums = [earn(alice, programme, done_at=now) for _ in range(12)]

    assert sums == [Money.zero("USD")] * 9 + [Money(1000, "USD")] + [Money.zero("USD")] * 2
    assert actions.pending(alice, currency="USD") == Money(1000, "USD")


def test_the_month_is_that_of_the_region_and_not_of_the_server(alice: Member, programme: Programme) -> None:
    # 23:30 UTC on 30 November is half past midnight on 1 December in Berlin.
    earn(alice, programme, done_at=datetime(2026, 11, 30, 23, 30, tzinfo=UTC))

    assert Contribution.objects.get().month == date(2026, 12, 1)


def test_a_receipt_read_late_counts_for_the_month_in_which_it_came(
    alice: Member, programme: Programme, now: datetime
) -> None:
    actions.earn(
        member=alice, subject=uuid4(), kind=Kind.RECEIPT, done_at=now, programme=programme, now=now + timedelta(days=20)
    )

    assert actions.month(member=alice, programme=programme, now=now).receipts == 1
    assert actions.month(member=alice, programme=programme, now=now + timedelta(days=20)).receipts == 0


def test_a_raise_pays_from_its_day_on_and_never_backwards(alice: Member, programme: Programme, now: datetime) -> None:
    changed = raised(programme, starts=now.date(), cents=25)

    before = earn(alice, changed, done_at=now - timedelta(days=1))
    after = earn(alice, changed, done_at=now)

    assert (before, after) == (Money(10, "EUR"), Money(25, "EUR"))
    assert list(Contribution.objects.order_by("done_at").values_list("version", flat=True)) == [1, 2]


def test_the_home_page_knows_what_is_next_under_every_preset(alice: Member, now: datetime) -> None:
    alice.region = "US"
    kinds = {
        "fair": [PerReceipt],
        "shopper-panel-us-2020": [Threshold],
        "shopper-panel-us-2022": [Threshold],
        "research-2016": [],
    }

    told = {name: actions.month(member=alice, programme=preset(name), now=now) for name in kinds}

    assert {name: [type(step) for step in month.next] for name, month in told.items()} == kinds
    assert all(month.earned == Money.zero("USD") for month in told.values())


@pytest.fixture
def committed(transactional_db: None) -> Iterator[None]:
    """Real commits, as of several programs at once; the books are emptied by hand afterwards, which tests may."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET fairpanel.ledger_may_be_emptied = 'yes'")


@pytest.mark.usefixtures("committed")
def test_receipts_settled_at_the_same_moment_never_pay_beyond_the_cap(
    alice: Member, programme: Programme, now: datetime
) -> None:
    for _ in range(47):
        earn(alice, programme, done_at=now)

    def settle_two() -> None:
        try:
            for _ in range(2):
                earn(alice, programme, done_at=now)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=settle_two) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert actions.pending(alice, currency="EUR") == Money(500, "EUR")
    assert Contribution.objects.count() == 55
