"""What a panel owes, worked out in other words than the room's own: for the machines that play it in any order."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from fairpanel.kit.money import Money
from fairpanel.members.models import Member
from fairpanel.programme import (
    AtStart,
    EachReceipt,
    Labelling,
    MeterRunning,
    NothingBought,
    Offer,
    Programme,
    ReceiptThreshold,
    Survey,
    preset,
)
from fairpanel.rewards.values import Detail, Kind

EUR = "EUR"
BEGIN = datetime(2026, 1, 3, 10, tzinfo=UTC)
# From so many cents a year on a tax form is asked for.
REPORTED_FROM = 4000


def cents(amount: int) -> dict[str, Money]:
    return {EUR: Money(amount, EUR)}


def three_versions() -> Programme:
    """Every kind of offer of this region, and terms that rise, fall and end within the time that is played."""
    fair = preset("fair")
    base = fair.versions[0]
    common: dict[str, Any] = {"asks": {"de": "Bitte", "en": "Do"}, "purpose": "receipts", "regions": ("DE",)}

    def offers(each: int, cap: int, needed: int, *, with_lump: bool) -> dict[str, Offer]:
        told: list[Offer] = [
            EachReceipt(name="each", kind="each-receipt", amount=cents(each), month_cap=cents(cap), **common),
            NothingBought(name="nothing", kind="nothing-bought", amount=cents(25), month_cap=cents(60), **common),
            MeterRunning(
                name="meter", kind="meter-running", meter="browser", period="month", days_min=3, amount=cents(300),
                **common,
            ),
            MeterRunning(
                name="quarter", kind="meter-running", meter="browser", period="quarter", days_min=5, amount=cents(500),
                **common,
            ),
            AtStart(name="start", kind="at-start", meter="browser", amount=cents(700), **common),
            Survey(name="survey", kind="survey", amount_min=cents(50), amount_max=cents(300), **common),
            Labelling(name="label", kind="labelling", minute_amount=cents(28), hour_floor=cents(1600), **common),
        ]  # fmt: skip
        if with_lump:
            lump = cents(1000)
            told.append(
                ReceiptThreshold(name="lump", kind="receipt-threshold", receipts_min=needed, amount=lump, **common)
            )
        return {offer.name: offer for offer in told}

    germany = base.regions["DE"].model_copy(update={"tax_thresholds": {2026: Money(REPORTED_FROM, EUR)}})
    changes = {"regions": {"DE": germany}}
    first = base.model_copy(update={**changes, "offers": offers(10, 45, 4, with_lump=True)})
    second = base.model_copy(
        update={
            **changes, "number": 2, "announced": date(2026, 1, 1), "starts": date(2026, 2, 11),
            "offers": offers(25, 30, 3, with_lump=True),
        }
    )  # fmt: skip
    third = base.model_copy(
        update={
            **changes, "number": 3, "announced": date(2026, 1, 1), "starts": date(2026, 3, 20),
            "offers": offers(5, 90, 3, with_lump=False),
        }
    )  # fmt: skip
    return fair.model_copy(update={"versions": (first, second, third)})


PROGRAMME = three_versions()
THERE = ZoneInfo("Europe/Berlin")
OFTEN = [Kind.RECEIPT] * 4 + [Kind.METER_DAY] * 3 + [Kind.NOTHING_BOUGHT]


@dataclass
class Done:
    """What the model remembers of one contribution, in its own words."""

    kind: Kind
    at: datetime
    detail: Detail
    subject: UUID

    @property
    def day(self) -> date:
        """The day that it was where the panelist lives."""
        return self.at.astimezone(THERE).date()


@dataclass
class Person:
    """A panelist of the model: what counted, and what is still on appeal."""

    member: Member
    done: list[Done] = field(default_factory=list)
    on_appeal: list[Done] = field(default_factory=list)

    def promised(self) -> int:
        """The least that the terms promise for what was done, worked out once more and differently: month by month."""
        whole = 0
        by_month: dict[tuple[int, int], list[Done]] = {}
        for each in sorted(self.done, key=lambda one: one.at):
            day = each.day
            by_month.setdefault((day.year, day.month), []).append(each)
        for month in by_month.values():
            whole += self._of_month(month)
        meter = sorted(one.day for one in self.done if one.kind is Kind.METER_DAY)
        whole += 700 if meter else 0
        quarters = {(day.year, (day.month - 1) // 3) for day in meter}
        whole += sum(
            500 for quarter in quarters if len({d for d in meter if (d.year, (d.month - 1) // 3) == quarter}) >= 5
        )
        return whole

    def _of_month(self, month: list[Done]) -> int:
        each = nothing = lump = other = receipts = 0
        days: set[date] = set()
        for one in month:
            version = PROGRAMME.in_force(one.day).number
            rate, cap, needed = {1: (10, 45, 4), 2: (25, 30, 3), 3: (5, 90, 10**9)}[version]
            if one.kind is Kind.RECEIPT:
                receipts += 1
                each = max(each, min(each + rate, cap))
                lump = 1000 if lump or receipts >= needed else 0
            elif one.kind is Kind.NOTHING_BOUGHT:
                nothing = min(nothing + 25, 60)
            elif one.kind is Kind.METER_DAY:
                days.add(one.day)
            elif one.kind is Kind.SURVEY:
                other += one.detail.amount.minor if one.detail.amount else 50
            else:
                other += max(28 * one.detail.minutes, -(-1600 * one.detail.worked_seconds // 3600))
        return each + nothing + lump + other + (300 if len(days) >= 3 else 0)


@dataclass
class Gone:
    """Somebody who left: their account, their purse, and what was posted to it late while they were here."""

    account: str
    purse: UUID
    kept_late: int
