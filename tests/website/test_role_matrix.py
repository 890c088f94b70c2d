"""Every address is tried as everybody, on Alice's things; what came of it stands in docs/reference/roles.md.

    WRITE_ROLES=1 .venv/bin/pytest tests/website/test_role_matrix.py

writes the page anew: read the difference before you commit it.
"""

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from fairpanel.members.actions import enrol
from fairpanel.members.models import Member, Role
from tests.website.alices import Route, routes, things_of

SignedIn = Callable[[Member], Client]
Matrix = dict[Route, dict[str, str]]
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "roles.md"
# Where two patterns make one address, the first answers.
ROUTES = list({route.shown: route for route in reversed(list(routes()))}.values())
WHO = ("nobody", "newcomer", "panelist", "another", "client", "reviewer", "operator")
OPENS, SIGN_IN, JOIN, FACTOR, NO, NOTHING = "yes", "sign in", "join", "2nd factor", "no", "not there"
NOT_TAKEN, SIGN_OUT = "not taken", "admin:logout"
LED_TO = {
    "/account/login/": SIGN_IN, "/console/tables/login/": SIGN_IN, "/join/": JOIN, "/you/second-factor/": FACTOR,
    "/account/security/reauthenticate/": FACTOR,
}  # fmt: skip
REFUSED_TO = {302: NO, 403: NO, 404: NOTHING, 405: NOT_TAKEN}
HEAD = """# Who may open what

Every address of the product, tried as everybody on things that are Alice's: her receipt, her complaint, her copy. This
page is written by `tests/website/test_role_matrix.py`, which fails when it is out of date or an address is untried.

| it says | it means |
|---|---|
| yes | the door is open; what is sent may still be refused with a reason |
| sign in, join, 2nd factor | led to do that first |
| no | turned away (403) |
| not there | nothing there for you (404): nobody learns whether it exists |

*panelist* is Alice with her own things; *another* is Bob, who must see nothing of hers. *For* is what the page's own
door says; where it is empty the page is a library's. Staff have proven their second factor here; without it they are
led to it.
"""


def tried(browser: Client, method: str, address: str) -> str:
    """What came of it; nothing of it stays."""
    with transaction.atomic():
        cookies = {name: morsel.value for name, morsel in browser.cookies.items()}
        response: HttpResponse = getattr(browser, method)(address, headers={"Accept": "application/json"})
        browser.cookies.clear()
        for name, value in cookies.items():
            browser.cookies[name] = value
        transaction.set_rollback(True)
    place = response.headers.get("Location", "").split("?")[0]
    if place in LED_TO and LED_TO[place] != address:
        return LED_TO[place]
    return OPENS if response.status_code == 302 else REFUSED_TO.get(response.status_code, OPENS)


def verdict(browser: Client, address: str) -> str:
    """By GET, or by POST where a page takes no GET. That each door is the same to both stands in `test_doors.py`."""
    read = tried(browser, "get", address)
    return tried(browser, "post", address) if read == NOT_TAKEN else read


@pytest.fixture(scope="module")
def known() -> Matrix:
    """What the first test of this file found out, for the others."""
    return {}


@pytest.fixture
def matrix(
    *, known: Matrix, alice: Member, bob: Member, carl: Member, rosa: Member, olivia: Member, now: datetime,
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch,
) -> Matrix:  # fmt: skip
    """Every route, as everybody."""
    if known:
        return known
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    # Only the doors are tried: drawing hundreds of pages would take minutes.
    monkeypatch.setattr("django.template.backends.django.Template.render", lambda *_args, **_kwargs: "")
    dora = enrol(email="dora@example.org", role=Role.PANELIST, language="en", now=now)
    things = things_of(alice, bob, now)
    people = dict(zip(WHO, (None, dora, alice, bob, carl, rosa, olivia), strict=True))
    browsers = {who: Client() if member is None else signed_in(member) for who, member in people.items()}
    # A browser that is known is not written down at each address.
    for browser in browsers.values():
        browser.get("/")
    for route in sorted(ROUTES, key=lambda route: (_part(route), route.shown)):
        address = route.address(things)
        known[route] = {who: verdict(browser, address) for who, browser in browsers.items()}
    return known


def page_of(matrix: Matrix) -> str:
    """The page, a table for each part of the product."""
    return "\n".join([HEAD, *_tables(matrix)])


def _tables(matrix: Matrix) -> Iterator[str]:
    for part, rows in groupby(matrix, key=_part):
        yield f"## {part}\n"
        yield f"| address | for | {' | '.join(WHO)} |"
        yield f"|{'---|' * (len(WHO) + 2)}"
        for route in rows:
            yield f"| `{route.shown}` | {route.whom or ''} | {' | '.join(matrix[route].values())} |"
        yield ""


def _part(route: Route) -> str:
    steps = route.shown.split("/")
    return "/".join(steps[:3]) + "/" if steps[1:3] == ["console", "tables"] else f"/{steps[1]}/" if steps[2:] else "/"


def rows(matrix: Matrix, *whom: str) -> list[tuple[Route, dict[str, Any]]]:
    """The routes whose door names one of these."""
    return [(route, told) for route, told in matrix.items() if route.whom in whom]


def test_every_number_in_an_address_has_something_of_alices(alice: Member, bob: Member, now: datetime) -> None:
    things, missing = things_of(alice, bob, now), []

    for route in ROUTES:
        try:
            route.address(things)
        except KeyError as unknown:
            missing.append(f"{route.shown}: say in tests/website/alices.py what {unknown} is")

    assert missing == []


def test_the_page_is_what_came_of_trying(matrix: Matrix) -> None:
    written = page_of(matrix)
    if os.environ.get("WRITE_ROLES") == "1":
        PAGE.write_text(written, "utf-8")

    assert PAGE.read_text("utf-8") == written, f"{__doc__}"


def test_another_panelist_finds_nothing_of_alices(matrix: Matrix) -> None:
    hers = [route for route, _told in rows(matrix, Role.PANELIST, "member") if "_id}" in route.shown]

    assert len(hers) > 5
    assert {route.shown: matrix[route]["another"] for route in hers} == {route.shown: NOTHING for route in hers}
    assert {route.shown: matrix[route]["panelist"] for route in hers} == {route.shown: OPENS for route in hers}


def test_nobody_opens_only_what_is_for_anyone(matrix: Matrix) -> None:
    opened = {route.shown for route, told in matrix.items() if told["nobody"] == OPENS and route.whom is not None}

    assert opened <= {route.shown for route, _told in rows(matrix, "anyone")}


@pytest.mark.parametrize(
    ("whom", "roles"),
    [
        (Role.OPERATOR, {"operator"}),
        (Role.REVIEWER, {"reviewer", "operator"}),
        (Role.CLIENT, {"client"}),
        (Role.PANELIST, {"panelist", "another"}),
    ],
)
def test_a_door_opens_to_whom_it_names_and_to_nobody_else(matrix: Matrix, whom: str, roles: set[str]) -> None:
    found = rows(matrix, whom)

    assert found
    for route, told in found:
        assert {who for who, said in told.items() if said == OPENS} <= roles, route.shown
        assert {told["nobody"]} == {SIGN_IN}, route.shown


def test_the_operators_tables_open_to_operators_only(matrix: Matrix) -> None:
    tables = [told for route, told in matrix.items() if route.name.startswith("admin:") and route.name != SIGN_OUT]

    assert len(tables) > 10
    assert not [told for told in tables if OPENS in [said for who, said in told.items() if who != "operator"]]
