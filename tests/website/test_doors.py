"""Every page says who may open it, and everybody else who tries is turned away."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter, StringConverter, UUIDConverter

from fairpanel.consent.actions import answer
from fairpanel.consent.values import Purpose, current_version
from fairpanel.members.actions import enrol
from fairpanel.members.models import Member, Role
from fairpanel.receipts import actions
from fairpanel.receipts.models import Receipt
from fairpanel.receipts.values import Channel
from fairpanel.rewards.urls import MonthInAddress, YearInAddress
from tests.receipts.made_by_hand import a_picture

SignedIn = Callable[[Member], Client]
# The pages of libraries guard themselves; these are where ours are included beside them.
NOT_OURS = ("django.", "unfold.", "allauth.")
# A role that opens more doors than its own.
ALSO = {Role.REVIEWER: {Role.OPERATOR}}


A_MONTH = date(2026, 3, 1)


def pages(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every page by its full name."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from pages(pattern, inner)
        else:
            yield f"{space}{pattern.name}", pattern


def ours() -> list[tuple[str, str]]:
    """Name and `for_whom` of every page of ours."""
    found = []
    for name, pattern in pages():
        module = pattern.callback.__module__
        if hasattr(pattern.callback, "for_whom"):
            found.append((name, str(pattern.callback.for_whom)))
        elif not module.startswith(NOT_OURS):
            found.append((name, "nobody says"))
    return sorted(found)


def about_one_receipt() -> list[str]:
    """The panelists' pages that have a receipt's id in their address."""
    converters = {name: pattern.pattern.converters for name, pattern in pages()}
    return [name for name, whom in ours() if whom == Role.PANELIST and "receipt_id" in converters[name]]


@pytest.fixture
def newcomer(db: None, now: datetime) -> Member:
    return enrol(email="dora@example.org", role=Role.PANELIST, language="en", now=now)


@pytest.fixture
def receipt(alice: Member, now: datetime) -> Receipt:
    """One of Alice's."""
    version = current_version(Purpose.RECEIPTS)
    answer(member=alice, purpose=Purpose.RECEIPTS, version=version, granted=True, now=now)
    return actions.submit(member=alice, data=a_picture(), channel=Channel.PAGE, now=now)


def address_of(name: str, receipt: Receipt) -> str:
    """An address of that page: about Alice's receipt, or about something that is not there."""
    made_up: dict[type, Any] = {
        UUIDConverter: receipt.id, StringConverter: "made-up", IntConverter: 1,
        MonthInAddress: A_MONTH, YearInAddress: A_MONTH.year,
    }  # fmt: skip
    converters = dict(pages())[name].pattern.converters
    arguments = {
        each: "receipts" if each == "purpose" else made_up[type(converter)] for each, converter in converters.items()
    }
    return reverse(name, kwargs=arguments)


def test_there_are_pages_of_ours() -> None:
    assert len(ours()) > 20


@pytest.mark.parametrize(("name", "whom"), ours())
def test_a_page_says_who_may_open_it(name: str, whom: str) -> None:
    assert whom in {"anyone", "member", "newcomer", *Role.values}


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(("name", "whom"), [page for page in ours() if page[1] != "anyone"])
def test_a_stranger_is_led_to_the_way_in(name: str, whom: str, method: str, client: Client, receipt: Receipt) -> None:
    turned = getattr(client, method)(address_of(name, receipt))

    assert turned.status_code == 302
    assert turned["Location"].startswith("/account/login/?next=")


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(("name", "whom"), [page for page in ours() if page[1] in Role.values])
def test_members_of_other_roles_are_turned_away(
    *, name: str, whom: str, method: str, alice: Member, rosa: Member, olivia: Member, carl: Member, receipt: Receipt,
    signed_in: SignedIn,
) -> None:  # fmt: skip
    admitted = {whom} | ALSO.get(Role(whom), set())
    others = [member for member in (alice, rosa, olivia, carl) if member.role not in admitted]

    answers = [getattr(signed_in(member), method)(address_of(name, receipt)) for member in others]

    assert {turned.status_code for turned in answers} == {403}


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(("name", "whom"), [page for page in ours() if page[1] == Role.PANELIST])
def test_who_has_not_joined_is_led_to_joining(
    *, name: str, whom: str, method: str, newcomer: Member, receipt: Receipt, signed_in: SignedIn
) -> None:
    turned = getattr(signed_in(newcomer), method)(address_of(name, receipt))

    assert (turned.status_code, turned["Location"]) == (302, "/join/")


@pytest.mark.parametrize("name", about_one_receipt())
def test_another_panelists_receipt_is_nowhere(name: str, bob: Member, receipt: Receipt, signed_in: SignedIn) -> None:
    browser, address = signed_in(bob), address_of(name, receipt)

    answers = {browser.get(address).status_code, browser.post(address).status_code}

    # A page takes one of the two, or both.
    assert answers in ({404}, {404, 405})
    assert Receipt.objects.filter(pk=receipt.id).exists()


def test_the_operators_tables_are_for_operators(
    *, client: Client, alice: Member, rosa: Member, olivia: Member, carl: Member, signed_in: SignedIn
) -> None:
    index = reverse("admin:index")

    assert client.get(index).status_code == 302
    assert signed_in(olivia).get(index).status_code == 200
    assert [signed_in(member).get(index, follow=True).status_code for member in (alice, rosa, carl)] == [403] * 3


def test_nobody_steps_in_as_somebody_outside_the_demo(client: Client, alice: Member) -> None:
    answers = [client.post("/demo/step-in/", {"name": "alice"}), client.get("/demo/outbox/")]

    assert [turned.status_code for turned in answers] == [404, 404]
    assert "_auth_user_id" not in client.session
