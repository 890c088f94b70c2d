"""What the parts of a programme owe each other: every currency paid, every language spoken, every notice kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from pydantic import BaseModel

from fairpanel.kit.money import Money
from fairpanel.programme.offers import (
    OF_MINORS,
    EachReceipt,
    Labelling,
    NothingBought,
    Offer,
    ReceiptThreshold,
    Survey,
)
from fairpanel.programme.record import Fault

if TYPE_CHECKING:
    from fairpanel.programme.versions import Version

MINUTES_AN_HOUR = 60


def within(version: Version) -> Iterator[Fault]:
    """What is wrong inside one version; places are relative to it."""
    if version.starts < version.announced:
        yield Fault("starts", f"Terms begin no earlier than they are announced, on {version.announced}.")
    for offer in version.offers.values():
        yield from _offer(offer, version)
    yield from _minors(version)
    yield from _recipients(version)
    yield from _research(version)
    yield from _kinds(version)
    yield from _payouts(version)
    yield from _paths(version)


def across(versions: tuple[Version, ...]) -> Iterator[Fault]:
    """What is wrong between the versions of one programme; places are relative to the programme.

    The notice that counts is the one that the version before promised: a change cannot shorten its own notice.
    """
    for index, version in enumerate(versions):
        if version.number != index + 1:
            yield Fault(f"version[{index}].number", f"Versions are numbered in order: write {index + 1}.")
    for index, (before, after) in enumerate(pairwise(versions), start=1):
        due = max(after.announced + timedelta(days=before.notice_days), before.starts + timedelta(days=1))
        if after.starts < due:
            yield Fault(
                f"version[{index}].starts",
                f"Version {before.number} promises {before.notice_days} days of notice: begin on {due} or later.",
            )


def _offer(offer: Offer, version: Version) -> Iterator[Fault]:
    place = f"offers.{offer.name}"
    for name in _twice(offer.regions):
        yield Fault(f"{place}.regions", f"{name} stands here twice.")
    yield from _languages(offer, place)
    for code in dict.fromkeys(offer.regions):
        region = version.regions.get(code)
        if region is None:
            yield Fault(
                f"{place}.regions", f"{code} is not among the regions of this version: add [version.regions.{code}]."
            )
            continue
        for field, amounts in _amounts(offer):
            if region.currency not in amounts:
                yield Fault(
                    f"{place}.{field}", f"{code} is paid in {region.currency}: write an amount in {region.currency}."
                )
        for language in region.languages:
            if language not in offer.asks:
                yield Fault(f"{place}.asks", f'{code} speaks "{language}": say what is asked in that language.')
    if isinstance(offer, EachReceipt | ReceiptThreshold) and version.receipts is None:
        yield Fault(place, "Receipts are paid for, so there must be [version.receipts].")
    yield from _limits(offer, place)


def _languages(offer: Offer, place: str) -> Iterator[Fault]:
    for name in _twice(offer.languages):
        yield Fault(f"{place}.languages", f"{name} stands here twice.")
    for language in offer.languages:
        if language not in offer.asks:
            yield Fault(f"{place}.languages", f'Say in asks what is asked in "{language}".')


def _amounts(offer: Offer) -> Iterator[tuple[str, Mapping[str, Money]]]:
    for field in type(offer).model_fields:
        value = getattr(offer, field)
        if isinstance(value, Mapping) and all(isinstance(amount, Money) for amount in value.values()):
            yield field, value


def _limits(offer: Offer, place: str) -> Iterator[Fault]:
    match offer:
        case EachReceipt() | NothingBought():
            yield from _at_least(
                offer.month_cap, offer.amount, f"{place}.month_cap", "The cap is below a single payment."
            )
        case Survey():
            yield from _at_least(offer.amount_max, offer.amount_min, f"{place}.amount_max", "This is below amount_min.")
        case Labelling():
            hour = {code: amount * MINUTES_AN_HOUR for code, amount in offer.minute_amount.items()}
            yield from _at_least(
                hour, offer.hour_floor, f"{place}.minute_amount", "Sixty minutes come to less than hour_floor."
            )
        case _:
            pass


def _at_least(larger: Mapping[str, Money], smaller: Mapping[str, Money], place: str, sentence: str) -> Iterator[Fault]:
    for code in sorted(larger.keys() & smaller.keys()):
        if larger[code] < smaller[code]:
            yield Fault(f"{place}.{code}", sentence)


def _minors(version: Version) -> Iterator[Fault]:
    """Whom the module for guardians lets in, and what may be asked of them (laws 4 and 14)."""
    for_minors = [offer for offer in version.offers.values() if offer.minors]
    for offer in for_minors:
        place = f"offers.{offer.name}.minors"
        if not version.guardians:
            yield Fault(place, "Minors take part with a guardian only: write guardians = true in this version.")
        if offer.purpose not in OF_MINORS:
            yield Fault(place, f"Minors are never asked for {offer.purpose}: remove this line.")
    if not version.guardians:
        return
    if not for_minors:
        yield Fault("guardians", "Nothing here is for minors: write minors = true in an offer, or remove this line.")
    for code, region in version.regions.items():
        days = {version.starts, *(age.since for age in (*region.ages_of_majority, *region.ages_of_consent))}
        if any(region.digital_consent(day) > region.majority(day) for day in days if day >= version.starts):
            yield Fault(
                f"regions.{code}.ages_of_consent", "Nobody may agree later than when they are of age: write lower ages."
            )


def _recipients(version: Version) -> Iterator[Fault]:
    spoken = {language for region in version.regions.values() for language in region.languages}
    for index, recipient in enumerate(version.recipients):
        for language in sorted(spoken - set(recipient.gets)):
            yield Fault(
                f"recipients[{index}].gets",
                f'This panel speaks "{language}": say in that language what {recipient.name} gets.',
            )


def _research(version: Version) -> Iterator[Fault]:
    if version.research is None:
        return
    if version.receipts is None:
        yield Fault("research", "Lines of receipts are given to research, so there must be [version.receipts].")
    spoken = {language for region in version.regions.values() for language in region.languages}
    for name in _twice(tuple(one.name for one in version.research.recipients)):
        yield Fault("research.recipients", f"{name} stands here twice.")
    for index, researcher in enumerate(version.research.recipients):
        for language in sorted(spoken - set(researcher.studies)):
            yield Fault(
                f"research.recipients[{index}].studies",
                f'This panel speaks "{language}": say in that language what {researcher.name} studies.',
            )


def _kinds(version: Version) -> Iterator[Fault]:
    if version.receipts is None:
        return
    for field in ("kinds_eligible", "kinds_excluded", "papers_excluded", "special_left_on", "fields_required"):
        for name in _twice(getattr(version.receipts, field)):
            yield Fault(f"receipts.{field}", f"{name} stands here twice.")
    for kind in sorted(set(version.receipts.kinds_eligible) & set(version.receipts.kinds_excluded)):
        yield Fault("receipts.kinds_excluded", f"{kind} is also in kinds_eligible: it is one or the other.")


def _payouts(version: Version) -> Iterator[Fault]:
    rules = version.payouts
    for name in _twice(rules.ways):
        yield Fault("payouts.ways", f"{name} stands here twice.")
    if "charity" in rules.ways and "payouts" in version.model_fields_set and rules.charity is None:
        yield Fault("payouts.charity", "Money can be given away, so say to whom.")
    for field, amounts in (("minimum", rules.minimum), ("approval_above", rules.approval_above)):
        for code, region in version.regions.items():
            if amounts is not None and region.currency not in amounts:
                yield Fault(
                    f"payouts.{field}", f"{code} is paid in {region.currency}: write an amount in {region.currency}."
                )


def _paths(version: Version) -> Iterator[Fault]:
    for path in version.our_choices:
        if not _leads_somewhere(version, path):
            yield Fault("our_choices", f'"{path}" names nothing in this version.')
    for index, source in enumerate(version.sources):
        for path in source.paths:
            if not _leads_somewhere(version, path):
                yield Fault(f"sources[{index}].paths", f'"{path}" names nothing in this version.')


def _leads_somewhere(place: object, path: str) -> bool:
    for step in path.split("."):
        if isinstance(place, Mapping):
            place = {str(key): value for key, value in place.items()}.get(step)
        elif isinstance(place, BaseModel) and step in type(place).model_fields:
            place = getattr(place, step)
        else:
            return False
    return place is not None


def _twice(names: tuple[str, ...]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]
