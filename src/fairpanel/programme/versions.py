"""Versions: the whole of a programme's terms from one day on, and where each figure comes from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from fairpanel.programme import agreement
from fairpanel.programme.offers import Offer, OfferName
from fairpanel.programme.payouts import PayoutRules
from fairpanel.programme.receipts import ReceiptRules
from fairpanel.programme.record import Record, refuse
from fairpanel.programme.regions import Language, Region, RegionCode
from fairpanel.programme.retention import Retention

Name = Annotated[str, StringConstraints(min_length=1, max_length=100, strip_whitespace=True)]


class Seller(Record):
    """A shop or a chain: its name, and the other names under which it prints receipts."""

    name: Name
    aliases: tuple[Name, ...] = ()


class Recipient(Record):
    """Who gets something of what panelists send, besides the sponsor: its name, its country, and what, by language."""

    name: Name
    country: RegionCode
    gets: Mapping[Language, Annotated[str, StringConstraints(min_length=1, max_length=300)]]


class Researcher(Record):
    """Who is given lines of those who say yes to research: its name, its country, and what it studies, by language."""

    name: Name
    country: RegionCode
    studies: Mapping[Language, Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]]


class Research(Record):
    """Research to which panelists may give lines of their receipts, and everybody who gets any."""

    recipients: Annotated[tuple[Researcher, ...], Field(min_length=1)]


class Source(Record):
    """Where the figures under these paths come from, and how good that is.

    Grades: P the operator's own page or the law's own text, N press, S a weak secondary source, K background
    knowledge that nobody has checked.
    """

    paths: Annotated[tuple[str, ...], Field(min_length=1)]
    page: Name
    grade: Literal["P", "N", "S", "K"]


class Version(Record):
    """The terms from `starts` on, complete in themselves: nothing is inherited from the version before.

    `announced` is the day on which panelists were told; `notice_days` is the notice that these terms promise before
    they change. Without `research` nobody is asked for it. With `guardians` minors from the age of consent on may join
    when an adult who answers for them agrees; without it this is for adults only. `our_choices` are the paths of
    figures that no source gives and that we chose.
    """

    number: Annotated[int, Field(ge=1)]
    announced: date
    starts: date
    notice_days: Annotated[int, Field(ge=0, le=366)]
    guardians: bool = False
    sponsor: Seller
    excluded_sellers: tuple[Seller, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    research: Research | None = None
    regions: Annotated[Mapping[RegionCode, Region], Field(min_length=1)]
    offers: Annotated[Mapping[OfferName, Offer], Field(min_length=1)]
    receipts: ReceiptRules | None = None
    payouts: PayoutRules = PayoutRules()
    retention: Retention = Retention()
    sources: tuple[Source, ...] = ()
    our_choices: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _name_by_key(cls, table: Any) -> Any:
        """A region is called by its key, and so is an offer: one name cannot stand for two."""
        if not isinstance(table, dict):
            return table
        return {**table, **_keyed(table, "regions", "code"), **_keyed(table, "offers", "name")}

    @model_validator(mode="after")
    def _agree(self) -> Self:
        refuse(agreement.within(self))
        return self

    @property
    def sellers_refused(self) -> tuple[Seller, ...]:
        """The sponsor and the excluded sellers: receipts from them are not taken."""
        return (self.sponsor, *self.excluded_sellers)

    def offers_in(self, region: str) -> tuple[Offer, ...]:
        """The offers that may be made to a person of that region, in the order of the document."""
        return tuple(offer for offer in self.offers.values() if region in offer.regions)

    def offers_to(self, region: str, *, is_minor: bool) -> tuple[Offer, ...]:
        """Those of them that may be made to an adult there, or to a minor."""
        return tuple(offer for offer in self.offers_in(region) if offer.minors or not is_minor)


def _keyed(table: dict[str, Any], field: str, own: str) -> dict[str, Any]:
    entries = table.get(field)
    if not isinstance(entries, dict):
        return {}
    return {field: {key: _owned(key, entry, own) for key, entry in entries.items()}}


def _owned(key: str, entry: Any, own: str) -> Any:
    if not isinstance(entry, dict):
        return entry
    # A name of its own would be a second one; under a name that no model knows it is refused like any stray field.
    return {f"{own} (beside its key)" if field == own else field: value for field, value in entry.items()} | {own: key}
