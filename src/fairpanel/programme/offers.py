"""Offers: what a panelist is asked for, and what is paid for it.

No offer has a field for a brand, a shop or a product: what is bought can never change what is paid.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from fairpanel.programme.amounts import Amounts
from fairpanel.programme.record import Record
from fairpanel.programme.regions import Language, RegionCode

Purpose = Literal[
    "receipts",
    "human-review",
    "surveys",
    "ad-verification",
    "activity",
    "labelling",
    "research",
    "recommendations",
    "contact",
]
"""What a panelist agrees to or refuses, one by one."""

OF_MINORS: frozenset[str] = frozenset({"receipts", "human-review", "surveys", "labelling"})
"""What a minor may be asked for at all: nothing that watches or profiles them (law 14)."""

Meter = Literal["ad-verification", "browser", "phone", "router"]

Count = Annotated[int, Field(ge=1)]
OfferName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]


class _Offer(Record):
    """What all offers say: their name, what is asked in each language, the consent needed, and to whom they are made.

    `regions` are the places, `languages` those in which the part exists (any where none is named), `household` whether
    everybody of a household may take it or only the one who joined first: a router, say, is there once. `minors` where
    it may also be made to who is not of age yet and takes part with a guardian.
    """

    name: OfferName
    asks: Mapping[Language, Sentence]
    purpose: Purpose
    regions: Annotated[tuple[RegionCode, ...], Field(min_length=1)]
    languages: tuple[Language, ...] = ()
    household: Literal["everybody", "joiner"] = "everybody"
    minors: bool = False


class EachReceipt(_Offer):
    """`amount` for each accepted receipt, from the first on, up to `month_cap` in a calendar month."""

    kind: Literal["each-receipt"]
    amount: Amounts
    month_cap: Amounts


class ReceiptThreshold(_Offer):
    """`amount` once for a calendar month with at least `receipts_min` accepted receipts, nothing below."""

    kind: Literal["receipt-threshold"]
    receipts_min: Count
    amount: Amounts


class MeterRunning(_Offer):
    """`amount` for each calendar month or quarter in which the meter ran on at least `days_min` days."""

    kind: Literal["meter-running"]
    meter: Meter
    period: Literal["month", "quarter"]
    days_min: Annotated[int, Field(ge=1, le=90)]
    amount: Amounts


class Survey(_Offer):
    """From `amount_min` to `amount_max` for each survey answered; which it is stands on the survey."""

    kind: Literal["survey"]
    amount_min: Amounts
    amount_max: Amounts


class AtStart(_Offer):
    """`amount` once: when that meter first runs or, where none is named, on joining."""

    kind: Literal["at-start"]
    meter: Meter | None = None
    amount: Amounts


class Tenure(_Offer):
    """`amount` after every `months` months of membership of which `active_weeks_min` weeks had a contribution."""

    kind: Literal["tenure"]
    months: Count
    active_weeks_min: Count
    amount: Amounts


class NothingBought(_Offer):
    """`amount` for a week of which the panelist says truthfully that nothing was bought, up to `month_cap`."""

    kind: Literal["nothing-bought"]
    amount: Amounts
    month_cap: Amounts


class Labelling(_Offer):
    """`minute_amount` for each minute that a task is reckoned to take, and never less than `hour_floor` an hour."""

    kind: Literal["labelling"]
    minute_amount: Amounts
    hour_floor: Amounts


class Referral(_Offer):
    """`amount` for each invited person once they had `active_weeks_min` active weeks; at most `year_max` a year."""

    kind: Literal["referral"]
    active_weeks_min: Count
    year_max: Count
    amount: Amounts


Offer = Annotated[
    EachReceipt | ReceiptThreshold | MeterRunning | Survey | AtStart | Tenure | NothingBought | Labelling | Referral,
    Field(discriminator="kind"),
]
