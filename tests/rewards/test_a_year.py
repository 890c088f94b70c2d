"""Each preset played for a year by a made-up panelist, through the real actions, against figures worked out by hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from fairpanel.kit.money import Money
from fairpanel.ledger import actions as ledger
from fairpanel.ledger.problems import AccountUnknown
from fairpanel.members.actions import enrol, join
from fairpanel.members.models import Member, Role
from fairpanel.programme import preset
from fairpanel.rewards import actions
from fairpanel.rewards.values import Detail, Kind


@dataclass(frozen=True)
class Year:
    """A preset, where and when it is played, and what each quarter's months should come to, in minor units.

    The panelist sends 10 receipts in each month but 4 in every third one, says once in each month that nothing was
    bought, lets the meter run on the first 22 days of a month but 5 in every third one, answers one survey of the least
    amount a month, and labels for ten minutes in the first month.
    """

    preset: str
    region: str
    first: date
    currency: str
    meter: str
    months: tuple[int, ...]

    @property
    def whole(self) -> int:
        return sum(self.months)


YEARS = (
    # Full month: 10 x 10 + 25 + 300 + 50 = 475; short month: 4 x 10 + 25 + 50 = 115. January has ten minutes of
    # labelling at 28; the half-years end on 1 July and 1 January and pay 300 each, at the last day before.
    Year("fair", "DE", date(2026, 1, 1), "EUR", "ad-verification",
         (475 + 280, 475, 115, 475, 475, 115 + 300, 475, 475, 115, 475, 475, 115 + 300)),
    # Ten receipts are 1000, four are nothing; a survey 50.
    Year("shopper-panel-us-2020", "US", date(2021, 1, 1), "USD", "browser", (1050, 1050, 50) * 4),
    # And 200 for ad verification on 20 days.
    Year("shopper-panel-us-2022", "US", date(2023, 1, 1), "USD", "ad-verification", (1250, 1250, 50) * 4),
    # 500 and 200 and a survey of 25.
    Year("shopper-panel-uk-2022", "GB", date(2022, 1, 1), "GBP", "ad-verification", (725, 725, 25) * 4),
    # 10 a receipt and a survey of 25.
    Year("shopper-panel-uk-2023", "GB", date(2024, 1, 1), "GBP", "browser", (125, 125, 65) * 4),
    # No receipts: a survey of 50 and 300 for ad verification.
    Year("shopper-panel-de-2023", "DE", date(2024, 1, 1), "EUR", "ad-verification", (350, 350, 50) * 4),
    # A router: 10000 once, and 2000 for a month of 20 days. Its quarters are not paid.
    Year("screenwise-2012", "US", date(2013, 1, 1), "USD", "router", (12_000, 2000, 0) + (2000, 2000, 0) * 3),
    # A browser: 500 once; 22 + 22 + 5 days are 49 of the 60 that a quarter asks for.
    Year("screenwise-2012", "US", date(2013, 1, 1), "USD", "browser", (500,) + (0,) * 11),
    Year("research-2016", "US", date(2017, 1, 1), "USD", "phone", (2000, 2000, 0) * 4),
)  # fmt: skip


def months_from(first: date) -> Iterator[date]:
    for number in range(12):
        yield date(first.year, number + 1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("year", YEARS, ids=lambda year: f"{year.preset}-{year.meter}")
def test_a_year_under_each_preset_pays_what_was_worked_out_by_hand(year: Year) -> None:
    programme = preset(year.preset)
    begin = datetime(year.first.year, 1, 1, 12, tzinfo=UTC)
    member = enrol(email="alice@example.org", role=Role.PANELIST, language="en", now=begin)
    join(
        member=member, programme=programme, region=year.region, language="en", born=date(1980, 1, 1), today=year.first
    )  # fmt: skip
    actions.fund(programme=year.preset, amount=Money(10_000_000, year.currency), reference="a year", now=begin)
    paid = []

    for number, month in enumerate(months_from(year.first)):
        before = balance(member)
        play(member, year, month, number)
        after_it = datetime(month.year + month.month // 12, month.month % 12 + 1, 1, 12, tzinfo=UTC)
        actions.look_for_tenure(programme=programme, now=after_it)
        actions.close_month(programme=programme, now=after_it)
        paid.append(balance(member) - before)

    assert tuple(paid) == year.months
    stands = actions.budget_of(programme=programme, currency=year.currency, now=after_it)
    assert (stands.owed.minor, stands.promised.minor, stands.posted.minor) == (0, 0, year.whole)
    assert stands.free.minor == 10_000_000 - year.whole


def play(member: Member, year: Year, month: date, number: int) -> None:
    """A month of what the panelist does, as far as this programme asks for it."""
    programme = preset(year.preset)
    is_short = number % 3 == 2
    noon = datetime(month.year, month.month, 1, 18, tzinfo=UTC)
    kinds = {offer.kind for offer in programme.in_force(month).offers_in(year.region)}

    def do(kind: Kind, day: int, detail: Detail = Detail()) -> None:  # noqa: B008 - frozen
        at = noon + timedelta(days=day)
        actions.earn(
            member=member, subject=uuid4(), kind=kind, done_at=at, programme=programme, now=at, detail=detail
        )  # fmt: skip

    for day in range(4 if is_short else 10):
        do(Kind.RECEIPT, day * 2)
    if "nothing-bought" in kinds:
        do(Kind.NOTHING_BOUGHT, 20)
    for day in range(5 if is_short else 22):
        do(Kind.METER_DAY, day, Detail(meter=year.meter))
    if "survey" in kinds:
        do(Kind.SURVEY, 25)
    if "labelling" in kinds and number == 0:
        do(Kind.LABELLING_TASK, 26, Detail(minutes=10, worked_seconds=600))


def balance(member: Member) -> int:
    try:
        return ledger.balance(member.account).minor
    except AccountUnknown:
        return 0
