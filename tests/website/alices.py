"""One thing of Alice's for every kind of number in an address, and the address of every page about it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from fairpanel.consent.actions import answer
from fairpanel.consent.values import Purpose, current_version
from fairpanel.kit.ids import new_id
from fairpanel.kit.money import Money
from fairpanel.kit.personal import Erased
from fairpanel.members.cases import open_case
from fairpanel.members.models import CaseKind, Member
from fairpanel.notices import devices
from fairpanel.notices.models import Device, Notice
from fairpanel.payouts import actions as payouts
from fairpanel.payouts import ports as payout_ports
from fairpanel.payouts.models import Batch, Finding
from fairpanel.payouts.values import Way
from fairpanel.privacy.complaints import actions as complaints
from fairpanel.privacy.erasures.actions import certify
from fairpanel.privacy.models.complaints import About
from fairpanel.privacy.take_along import actions as copies
from fairpanel.programme import preset
from fairpanel.receipts import actions as receipts
from fairpanel.receipts.values import Channel, Seen
from fairpanel.rewards.actions import earn
from fairpanel.rewards.values import Kind
from tests.notices.push_service import Browser
from tests.payouts.conftest import earn as put_into_purse
from tests.receipts.made_by_hand import a_field, a_picture, a_reading

_GROUP = re.compile(r"\(\?P<(\w+)>([^)]*)\)")
# Django's own answer to any other address under the tables.
CATCH_ALL = "(?P<url>.*)$"


@dataclass(frozen=True)
class Route:
    """One address. `steps` are its patterns from the root on; `whom` is what its door says, None for a library's."""

    name: str
    steps: tuple[Any, ...]
    whom: str | None

    @property
    def shown(self) -> str:
        """The address as a page tells it: `/receipts/{receipt_id}/`."""
        whole = "".join(str(step) for step in self.steps)
        whole = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", _GROUP.sub(lambda found: f"{{{found[1]}}}", whole))
        return "/" + whole.replace("^", "").replace("$", "")

    def address(self, things: Mapping[str, Any]) -> str:
        """The address with Alice's things in it. Raises `KeyError` where nothing of hers is known for a number."""
        return "/" + "".join(_filled(self.name, step, things) for step in self.steps)


def routes(resolver: URLResolver | None = None, space: str = "", steps: tuple[Any, ...] = ()) -> Iterator[Route]:
    """Every address of the product, ours and those of libraries."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from routes(entry, inner, (*steps, entry.pattern))
        elif str(entry.pattern) != CATCH_ALL:
            yield _route(entry, space, (*steps, entry.pattern))


def _route(entry: URLPattern, space: str, steps: tuple[Any, ...]) -> Route:
    whom = getattr(entry.callback, "for_whom", None)
    return Route(f"{space}{entry.name}", steps, None if whom is None else str(whom))


def _filled(name: str, step: Any, things: Mapping[str, Any]) -> str:
    if not isinstance(step, RoutePattern):
        return _GROUP.sub(lambda found: found[2].split("|")[0], str(step)).replace("^", "").replace("$", "")
    written = str(step)
    for argument, converter in step.converters.items():
        value = things[f"{name} {argument}"] if f"{name} {argument}" in things else things[argument]
        written = re.sub(rf"<(?:\w+:)?{argument}>", str(converter.to_url(value)), written)
    return written


def things_of(alice: Member, bob: Member, now: datetime) -> dict[str, Any]:
    """By the name of the number in an address, or by the page's name and that where it would mean something else."""
    case = open_case(kind=CaseKind.SAME_DEVICE, members=[alice, bob], evidence={"count": 2}, now=now)
    assert case is not None
    for purpose in (Purpose.RECEIPTS, Purpose.HUMAN_REVIEW):
        answer(member=alice, purpose=purpose, version=current_version(purpose), granted=True, now=now)
    receipt = _an_appealed_receipt(alice, now)
    complaint = complaints.complain(
        member=alice, address="", about=About.MONEY, text="My three euros are missing.", language="en", now=now
    )
    stranger = complaints.complain(
        member=None, address="eve@example.org", about=About.OTHER, text="I never joined.", language="en", now=now
    )
    copy = copies.make(copy_id=copies.ask(member=alice, now=now).pk, now=now)
    assert copy is not None
    earn(
        member=alice, subject=receipt.pk, kind=Kind.RECEIPT, done_at=now, programme=preset("fair"), now=now
    )  # fmt: skip
    return {
        "receipt_id": receipt.pk,
        "purpose": Purpose.RECEIPTS,
        "complaint_id": complaint.pk,
        "copy_id": copy.pk,
        "notice_id": Notice.objects.filter(member=alice).earliest("made_at").pk,
        "device_id": _a_device(alice, now).pk,
        # A passkey is made by a browser: she has none.
        "pk": 1,
        **_a_payout(alice, now),
        "way": Way.GIFT_CARD,
        # None is set up here.
        "provider": "tremendous",
        "console:payout_provider name": "tremendous",
        "kind": "csv",
        # Of somebody without an account: whoever has the link is meant to open it.
        "link": complaints.link_of(stranger),
        # What stands in a mail nobody guesses, so nothing is behind these.
        "token": "made-up",
        "code": "made-up",
        "privacy:left link": "made-up",
        "privacy:left_receipt link": "made-up",
        "case_id": case.pk,
        "erasure_id": certify(member=alice, erased=[Erased("receipts", "receipts.Receipt", 1)], now=now).pk,
        "privacy:erase purpose": Purpose.RECEIPTS.value,
        "currency": "EUR",
        "question": "work",
        # The operator's tables.
        "object_id": receipt.pk,
        "admin:members_member_change object_id": alice.pk,
        "content_type_id": 1,
        # Her statements: the month in which her receipt counted.
        "month": date(2026, 11, 1),
        "year": 2026,
        "form": "csv",
    }


def _a_payout(alice: Member, now: datetime) -> dict[str, Any]:
    """A payout, something about it that does not fit, and a file for the bank."""
    put_into_purse(alice, 1000, now=now)
    amount, programme = Money(500, "EUR"), payout_ports.filled().programme
    payout = payouts.ask(member=alice, way=Way.CHARITY, amount=amount, programme=programme, now=now)
    found = Finding.objects.create(kind="silent", provider="tremendous", payout=payout, about="x", found_at=now)
    id_ = new_id(now)
    sealed = payout_ports.filled().seal.seal(b"a table", about=f"bank table {id_}")
    batch = Batch.objects.create(id=id_, made_at=now, sealed_xml=b"", sealed_csv=sealed, currency="EUR")
    return {"payout_id": payout.pk, "finding_id": found.pk, "batch_id": batch.pk}


def _a_device(alice: Member, now: datetime) -> Device:
    subscription = Browser().subscription("https://fcm.googleapis.com/fcm/send/alices")
    return devices.put_on(member_id=alice.pk, subscription=subscription, name="Firefox · Android", now=now)


def _an_appealed_receipt(alice: Member, now: datetime) -> Any:
    """Refused, with its picture, and waiting for a person: so that every page about a receipt has something to show."""
    sent = receipts.submit(member=alice, data=a_picture(), channel=Channel.PAGE, now=now)
    reading = a_reading(date=a_field(date(2020, 1, 1), 5))
    receipts.settle(receipt_id=sent.pk, seen=Seen(reading=reading, black_boxes=(), jpeg=b"a picture"), now=now)
    return receipts.appeal(member=alice, receipt_id=sent.pk, now=now)
