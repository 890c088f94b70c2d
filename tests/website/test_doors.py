"""Every page says who may open it, and everybody else who tries is turned away."""

from collections.abc import Callable, Iterable, Iterator
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
BY_MAIL = "allauth.account.auth_backends.AuthenticationBackend"
# What machines send has no cookie: the token in it, or its signature, is the proof.
MACHINES = {"notices:provider", "notices:stop", "payouts:heard"}


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
    # Where two pages have one name, the first answers.
    converters = dict(reversed(list(pages())))[name].pattern.converters
    arguments = {
        each: "receipts" if each == "purpose" else made_up[type(converter)] for each, converter in converters.items()
    }
    return reverse(name, kwargs=arguments)


def knocks(names: Iterable[str], receipt: Receipt, browser: Client) -> dict[tuple[str, str], tuple[int, str]]:
    """Status and where it leads, for each of these pages, by GET and by POST, all in one browser."""
    told = {}
    for name in names:
        for method in ("get", "post"):
            turned = getattr(browser, method)(address_of(name, receipt))
            told[name, method] = turned.status_code, turned.headers.get("Location", "")
    return told


def for_roles(*roles: str) -> list[str]:
    """The pages of ours whose door names one of these."""
    return [name for name, whom in ours() if whom in roles]


def test_there_are_pages_of_ours() -> None:
    assert len(ours()) > 20


def test_every_page_says_who_may_open_it() -> None:
    silent = [name for name, whom in ours() if whom not in {"anyone", "member", "newcomer", *Role.values}]

    assert silent == []


def test_a_stranger_is_led_to_the_way_in(client: Client, receipt: Receipt) -> None:
    names = [name for name, whom in ours() if whom != "anyone"]

    told = knocks(names, receipt, client)

    assert len(told) == 2 * len(names) > 100
    way_in = "/account/login/?next="
    assert {page: seen for page, seen in told.items() if seen[0] != 302 or not seen[1].startswith(way_in)} == {}


@pytest.mark.parametrize("role", Role.values)
def test_members_of_other_roles_are_turned_away(
    *, role: str, alice: Member, rosa: Member, olivia: Member, carl: Member, receipt: Receipt, signed_in: SignedIn
) -> None:
    member = {each.role: each for each in (alice, rosa, olivia, carl)}[Role(role)]
    others = [whom for whom in Role.values if member.role not in {whom} | ALSO.get(Role(whom), set())]
    names = for_roles(*others)

    told = knocks(names, receipt, signed_in(member))

    assert told
    assert {page: seen for page, seen in told.items() if seen[0] != 403} == {}


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.OPERATOR])
def test_staff_who_have_not_proven_their_second_factor_are_led_to_it(
    *, role: Role, rosa: Member, olivia: Member, receipt: Receipt
) -> None:
    browser = Client()
    browser.force_login({Role.REVIEWER: rosa, Role.OPERATOR: olivia}[role], backend=BY_MAIL)
    names = for_roles(Role.REVIEWER, *({Role.OPERATOR} if role == Role.OPERATOR else ()))

    told = knocks(names, receipt, browser)

    assert told
    to_it = "/you/second-factor/?next="
    assert {page: seen for page, seen in told.items() if seen[0] != 302 or not seen[1].startswith(to_it)} == {}


def test_who_has_not_joined_is_led_to_joining(receipt: Receipt, now: datetime, signed_in: SignedIn) -> None:
    dora = enrol(email="dora@example.org", role=Role.PANELIST, language="en", now=now)

    told = knocks(for_roles(Role.PANELIST), receipt, signed_in(dora))

    assert told
    assert {page: seen for page, seen in told.items() if seen != (302, "/join/")} == {}


def test_another_panelists_receipt_is_nowhere(bob: Member, receipt: Receipt, signed_in: SignedIn) -> None:
    told = knocks(about_one_receipt(), receipt, signed_in(bob))

    # A page takes one of the two, or both.
    assert {status for status, _place in told.values()} <= {404, 405}
    assert {name for (name, _method), seen in told.items() if seen[0] == 404} == set(about_one_receipt())
    assert Receipt.objects.filter(pk=receipt.id).exists()


def test_no_form_of_ours_is_taken_without_its_token(
    *, alice: Member, rosa: Member, olivia: Member, carl: Member, receipt: Receipt
) -> None:
    """CSRF: another site's form, sent by the browser of somebody who is signed in, does nothing."""
    taken = {}
    for member in (alice, rosa, olivia, carl):
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(member, backend=BY_MAIL)
        for name in for_roles("anyone", "member", "newcomer", member.role):
            turned = browser.post(address_of(name, receipt))
            if turned.status_code != 403:
                taken[name] = turned.status_code

    assert {name for name in taken if name not in MACHINES} == set()


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
