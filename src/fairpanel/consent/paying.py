"""What a purpose pays in a region, as the page that asks for it says: from the offers in force."""

from collections.abc import Iterator
from dataclasses import dataclass

from fairpanel.consent.rules import said_in
from fairpanel.consent.values import Purpose
from fairpanel.kit.money import Money
from fairpanel.programme import Labelling, Survey, Version


@dataclass(frozen=True, slots=True)
class Pay:
    """One offer: what it asks, and what is paid. `at_most` where it depends, `is_an_hour` where time is paid."""

    asks: str
    amount: Money
    at_most: Money | None = None
    is_an_hour: bool = False


def pay_for(purpose: Purpose, *, version: Version, region: str, language: str, is_minor: bool = False) -> Iterator[Pay]:
    """What the offers of that region pay an adult, or a minor, for that purpose."""
    currency = version.regions[region].currency
    for offer in version.offers_to(region, is_minor=is_minor):
        if offer.purpose != purpose:
            continue
        asks = said_in(language, offer.asks)
        if isinstance(offer, Survey):
            yield Pay(asks, offer.amount_min[currency], at_most=offer.amount_max[currency])
        elif isinstance(offer, Labelling):
            yield Pay(asks, offer.hour_floor[currency], is_an_hour=True)
        else:
            yield Pay(asks, offer.amount[currency])
