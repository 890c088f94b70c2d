"""What changes from one version of a programme to the next for a person of one region."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fairpanel.kit.money import Money
from fairpanel.programme.offers import Offer
from fairpanel.programme.versions import Version

Value = Money | int | str | None
# What is said in another way, or concerns nobody but the operator.
_NOT_TERMS = frozenset({"name", "kind", "asks", "regions"})


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changes. `part` is "offer", "receipts" or "terms"; `field` what of it, as the document names it.

    An offer that begins has nothing `before` in the field "offer", and one that ends nothing `after`. What is neither
    an amount nor a number has neither. `offer` is the offer as it will be, or as it was where it ends.
    """

    part: str
    field: str
    before: Value = None
    after: Value = None
    offer: Offer | None = None


def changes(before: Version, after: Version, *, region: str) -> tuple[Change, ...]:
    """Everything that changes for a person of that region, offers first, in the order of the new document."""
    return (*_offers(before, after, region), *_receipts(before, after), *_terms(before, after, region))


def _offers(before: Version, after: Version, region: str) -> Iterator[Change]:
    old = {offer.name: offer for offer in before.offers_in(region)}
    new = {offer.name: offer for offer in after.offers_in(region)}
    for name, offer in new.items():
        was = old.get(name)
        if was is None or was.kind != offer.kind:
            yield Change("offer", "offer", None, offer.name, offer)
        else:
            yield from _fields(was, offer, before, after, region)
    for name, offer in old.items():
        if name not in new or new[name].kind != offer.kind:
            yield Change("offer", "offer", offer.name, None, offer)


def _fields(was: Offer, offer: Offer, before: Version, after: Version, region: str) -> Iterator[Change]:
    for field in [field for field in type(offer).model_fields if field not in _NOT_TERMS]:
        old = _value(getattr(was, field), before, region)
        new = _value(getattr(offer, field), after, region)
        if old != new:
            yield Change("offer", field, _told(old), _told(new), offer)


def _receipts(before: Version, after: Version) -> Iterator[Change]:
    if before.receipts is None or after.receipts is None:
        if before.receipts != after.receipts:
            yield Change("receipts", "receipts")
        return
    for field in type(after.receipts).model_fields:
        old, new = getattr(before.receipts, field), getattr(after.receipts, field)
        if old != new:
            yield Change("receipts", field, _told(old), _told(new))


def _terms(before: Version, after: Version, region: str) -> Iterator[Change]:
    if region not in after.regions:
        yield Change("terms", "region", region)
    if before.sponsor.name != after.sponsor.name:
        yield Change("terms", "sponsor", before.sponsor.name, after.sponsor.name)
    if before.notice_days != after.notice_days:
        yield Change("terms", "notice_days", before.notice_days, after.notice_days)
    for field in ("excluded_sellers", "recipients", "research", "payouts"):
        if getattr(before, field) != getattr(after, field):
            yield Change("terms", field)


def _value(value: Any, version: Version, region: str) -> Any:
    """Of amounts in several currencies the one that is paid there."""
    if isinstance(value, Mapping) and all(isinstance(amount, Money) for amount in value.values()):
        return value.get(version.regions[region].currency)
    return value


def _told(value: Any) -> Value:
    return value if isinstance(value, Money | int) else None
