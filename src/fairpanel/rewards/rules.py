"""What is due for what was done: a month folded in the order in which its contributions were made.

The order in which we hear of them changes nothing: a receipt that is read late or won by an appeal stands where it was
done. What is due never falls when another contribution is added.

Law 11: no brand, no shop, no product and no reading can be handed in here.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from fairpanel.kit.money import Money
from fairpanel.programme import (
    AtStart,
    EachReceipt,
    Labelling,
    MeterRunning,
    NothingBought,
    Offer,
    ReceiptThreshold,
    Referral,
    Survey,
    Tenure,
)
from fairpanel.rewards.values import Change, Deed, Kind, Known, NextStep, PerReceipt, SoFar, Threshold

MONTHS_A_QUARTER, MONTHS_A_YEAR, DAYS_A_WEEK = 3, 12, 7
SECONDS_AN_HOUR = 3600


def due_in_month(deeds: Iterable[Deed], *, currency: str) -> dict[str, Money]:
    """What each offer owes for one person's deeds of one calendar month."""
    due: dict[str, Money] = {}
    receipts = 0
    days: dict[str, set[date]] = {}
    for deed in sorted(deeds, key=lambda deed: deed.done_at):
        receipts += deed.kind is Kind.RECEIPT
        if deed.kind is Kind.METER_DAY:
            days.setdefault(deed.detail.meter, set()).add(deed.day)
        for offer in deed.offers:
            before = due.get(offer.name, Money.zero(currency))
            match offer:
                case EachReceipt() if deed.kind is Kind.RECEIPT:
                    due[offer.name] = _capped(before, offer.amount[currency], offer.month_cap[currency])
                case NothingBought() if deed.kind is Kind.NOTHING_BOUGHT:
                    due[offer.name] = _capped(before, offer.amount[currency], offer.month_cap[currency])
                case ReceiptThreshold() if deed.kind is Kind.RECEIPT and receipts >= offer.receipts_min and not before:
                    due[offer.name] = offer.amount[currency]
                case MeterRunning(period="month") if not before and _ran(offer, deed, days):
                    due[offer.name] = offer.amount[currency]
                case Survey() | Labelling() if deed.detail.offer == offer.name:
                    due[offer.name] = before + worth(offer, deed, currency=currency)
                case _:
                    pass
    return {name: amount for name, amount in due.items() if amount}


def due_in_quarter(deeds: Iterable[Deed], *, currency: str) -> dict[str, Money]:
    """What each offer that pays by the quarter owes for one person's deeds of one calendar quarter."""
    due: dict[str, Money] = {}
    days: dict[str, set[date]] = {}
    for deed in sorted(deeds, key=lambda deed: deed.done_at):
        if deed.kind is not Kind.METER_DAY:
            continue
        days.setdefault(deed.detail.meter, set()).add(deed.day)
        for offer in deed.offers:
            if isinstance(offer, MeterRunning) and offer.period == "quarter" and _ran(offer, deed, days):
                due.setdefault(offer.name, offer.amount[currency])
    return due


def due_once(deed: Deed, *, currency: str, is_first: bool) -> dict[str, Money]:
    """What a deed earns that can be done only once: joining, or a meter's first day (`is_first`)."""
    meter = {Kind.JOINED: None, Kind.METER_DAY: deed.detail.meter}
    if not is_first or deed.kind not in meter:
        return {}
    once = [offer for offer in deed.offers if isinstance(offer, AtStart)]
    return {offer.name: offer.amount[currency] for offer in once if offer.meter == meter[deed.kind]}


def due_by_name(deed: Deed, *, currency: str) -> dict[str, Money]:
    """What a half-year that was stayed, or a person who was brought, earns under the offer that it names."""
    named = [offer for offer in deed.offers if isinstance(offer, Tenure | Referral) and offer.name == deed.detail.offer]
    return {offer.name: offer.amount[currency] for offer in named}


def worth(offer: Survey | Labelling, deed: Deed, *, currency: str) -> Money:
    """What one survey or one labelling task is worth.

    A survey's own amount, from which a change of the bounds takes nothing; a task's reckoned minutes or, where it took
    longer than reckoned, the floor for the time that it took, rounded up to the next cent.
    """
    if isinstance(offer, Survey):
        return deed.detail.amount or offer.amount_min[currency]
    reckoned = offer.minute_amount[currency] * deed.detail.minutes
    floor_minor = -(-offer.hour_floor[currency].minor * deed.detail.worked_seconds // SECONDS_AN_HOUR)
    return max(reckoned, Money(floor_minor, currency))


def offer_meant(deed: Deed) -> str | None:
    """The name of the survey or labelling offer that a deed belongs to: the one it names, or the only one there is."""
    kind = Survey if deed.kind is Kind.SURVEY else Labelling
    names = [offer.name for offer in deed.offers if isinstance(offer, kind)]
    if deed.detail.offer:
        return deed.detail.offer if deed.detail.offer in names else None
    return names[0] if len(names) == 1 else None


def reserve(offers: Iterable[Offer], *, currency: str, known: Known) -> Money:
    """The most that one person may earn in one month under these offers.

    Surveys and labelling tasks are not in it: their money is reserved by whoever opens them, as much as they are.
    """
    whole = Money.zero(currency)
    for offer in offers:
        match offer:
            case EachReceipt() | NothingBought():
                whole += offer.month_cap[currency]
            case ReceiptThreshold() | MeterRunning():
                whole += offer.amount[currency]
            case AtStart() if offer.name not in known.started:
                whole += offer.amount[currency]
            case Tenure() if offer.name in known.tenure_due:
                whole += offer.amount[currency]
            case Referral():
                left = (known.referrals_left or {}).get(offer.name, offer.year_max)
                whole += offer.amount[currency] * left
            case _:
                pass
    return whole


def next_steps(offers: Sequence[Offer], *, currency: str, so_far: SoFar) -> tuple[NextStep, ...]:
    """What receipts may still earn in this month, in the order of the programme."""
    steps: list[NextStep] = []
    for offer in offers:
        match offer:
            case EachReceipt():
                paid = so_far.paid.get(offer.name, Money.zero(currency))
                left = max(offer.month_cap[currency] - paid, Money.zero(currency))
                steps.append(PerReceipt(offer.amount[currency], left))
            case ReceiptThreshold():
                steps.append(Threshold(so_far.receipts, offer.receipts_min, offer.amount[currency]))
            case _:
                pass
    return tuple(steps)


def month_cap(offers: Iterable[Offer], *, currency: str) -> Money | None:
    """The most that receipts pay in a month, each on its own; None where they do not."""
    caps = [offer.month_cap[currency] for offer in offers if isinstance(offer, EachReceipt)]
    return sum(caps, Money.zero(currency)) if caps else None


def missing(due: Mapping[str, Money], paid: Mapping[str, Money]) -> dict[str, Money]:
    """What is due and not paid yet. What was paid beyond it stays: earned is earned."""
    left = {name: amount - paid.get(name, Money.zero(amount.currency)) for name, amount in due.items()}
    return {name: amount for name, amount in left.items() if amount.minor > 0}


def given_away(whole: Money, *, percent: int) -> Money:
    """The part of it that goes to charity: so many hundredths, rounded down to whole cents. The rest is kept."""
    return Money(whole.minor * percent // 100, whole.currency)


def quarter_of(month: date) -> tuple[date, date]:
    """The first days of the first and of the last month of that month's calendar quarter."""
    first = month.replace(month=(month.month - 1) // MONTHS_A_QUARTER * MONTHS_A_QUARTER + 1)
    return first, first.replace(month=first.month + MONTHS_A_QUARTER - 1)


def month_after(month: date) -> date:
    """The first day of the next calendar month."""
    return months_later(month.replace(day=1), 1)


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a month that is too short for it."""
    years, month = divmod(day.month - 1 + months, MONTHS_A_YEAR)
    first = date(day.year + years, month + 1, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


def monday_of(day: date) -> date:
    """The Monday that begins the day's week."""
    return day - timedelta(days=day.weekday())


def active_weeks(days: Iterable[date]) -> tuple[date, ...]:
    """The Mondays of the weeks that these days are in, the first one first."""
    return tuple(sorted({monday_of(day) for day in days}))


def tenure_periods(joined_on: date, *, months: int, until: date) -> list[tuple[date, date]]:
    """The whole periods of that many months since joining that are over by `until`: first day, first day after."""
    periods = []
    number = 1
    while (end := months_later(joined_on, number * months)) <= until:
        periods.append((months_later(joined_on, (number - 1) * months), end))
        number += 1
    return periods


def changes(before: Iterable[Offer], after: Iterable[Offer], *, currency: str) -> list[Change]:
    """What a new version changes for people of one region: figures of an offer, an offer that is new, one that ends."""
    was, becomes = {offer.name: offer for offer in before}, {offer.name: offer for offer in after}
    return [
        Change(name, becomes.get(name) or was[name], field, _figure(was.get(name), field, currency), new)
        for name in dict.fromkeys([*was, *becomes])
        for field, new in _figures(becomes.get(name), currency, like=was.get(name))
        if _figure(was.get(name), field, currency) != new
    ]


def _figures(offer: Offer | None, currency: str, *, like: Offer | None) -> list[tuple[str, Money | int | None]]:
    shape = offer or like
    fields = type(shape).model_fields if shape is not None else ()
    return [(field, _figure(offer, field, currency)) for field in fields if _is_figure(shape, field)]


def _is_figure(offer: Offer | None, field: str) -> bool:
    value = getattr(offer, field, None)
    return isinstance(value, int) or (isinstance(value, Mapping) and field != "asks")


def _figure(offer: Offer | None, field: str, currency: str) -> Money | int | None:
    value = getattr(offer, field, None)
    if isinstance(value, Mapping):
        amount = value.get(currency)
        return amount if isinstance(amount, Money) else None
    return value if isinstance(value, int) else None


def _capped(before: Money, amount: Money, cap: Money) -> Money:
    # A cap that was lowered within the month leaves nothing, and takes nothing.
    return max(before, min(before + amount, cap))


def _ran(offer: MeterRunning, deed: Deed, days: Mapping[str, set[date]]) -> bool:
    return deed.kind is Kind.METER_DAY and offer.meter == deed.detail.meter and len(days[offer.meter]) >= offer.days_min
