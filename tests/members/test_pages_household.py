"""The household's pages, from the first name to leaving, and what others never see on them."""

import re
from collections.abc import Callable

from django.test import Client

from fairpanel.members import households
from fairpanel.members.models import Member

SignedIn = Callable[[Member], Client]
CODE = re.compile(r">([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})<")


def opened_by(browser: Client) -> str:
    """Begin a household and ask for a code, as a person would; gives the code."""
    browser.post("/you/household/", {"label": "Ali"})
    page = browser.post("/you/household/ask/", follow=True).content.decode()
    found = CODE.search(page)
    assert found is not None
    return found[1]


def test_one_begins_and_another_comes_in_by_the_code_that_was_typed(
    alice: Member, bob: Member, signed_in: SignedIn
) -> None:
    hers, his = signed_in(alice), signed_in(bob)
    code = opened_by(hers)

    led = his.post("/you/household/code/", {"code": code.lower()})
    asked = his.get(led["Location"]).content.decode()
    page = his.post(led["Location"], {"label": "Bobby"}, follow=True).content.decode()

    assert "Ali asks you into the household" in asked
    assert "Ali" in page
    assert "Bobby" in page


def test_nothing_but_the_first_name_is_on_the_page(alice: Member, bob: Member, signed_in: SignedIn) -> None:
    hers, his = signed_in(alice), signed_in(bob)
    his.post(f"/you/household/with/{opened_by(hers)}/", {"label": "Bobby"})

    page = his.get("/you/household/").content.decode()

    assert "Ali" in page
    assert alice.email not in page
    assert str(alice.pk) not in page


def test_the_code_is_shown_once(alice: Member, signed_in: SignedIn) -> None:
    browser = signed_in(alice)
    opened_by(browser)

    assert CODE.search(browser.get("/you/household/").content.decode()) is None


def test_a_code_with_a_slip_is_told_in_place_and_one_that_is_over_on_a_page_of_its_own(
    bob: Member, signed_in: SignedIn
) -> None:
    browser = signed_in(bob)

    slip = browser.post("/you/household/code/", {"code": "AAAA-AAAA-AAA3"})
    over = browser.get("/you/household/with/3333-3333-3333/")

    assert slip.status_code == 422
    assert "There is a slip in this code." in slip.content.decode()
    assert over.status_code == 404


def test_a_link_alone_brings_nobody_in(alice: Member, bob: Member, signed_in: SignedIn) -> None:
    code = opened_by(signed_in(alice))

    signed_in(bob).get(f"/you/household/with/{code}/")

    assert not households.live_together(alice, bob)


def test_leaving_asks_once(alice: Member, signed_in: SignedIn) -> None:
    browser = signed_in(alice)
    opened_by(browser)
    asked = browser.get("/you/household/leave/").content.decode()

    browser.post("/you/household/leave/")

    assert "Leave the household?" in asked
    assert not households.housemates_of(alice).exists()


def test_a_name_is_needed_and_a_long_one_is_told(alice: Member, signed_in: SignedIn) -> None:
    browser = signed_in(alice)

    answers = [browser.post("/you/household/", {"label": label}) for label in ("", "x" * 31)]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert "Write a shorter name." in answers[1].content.decode()
