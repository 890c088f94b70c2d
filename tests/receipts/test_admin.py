"""The operator's tables: to be looked at, with no button that writes, and no list of mail addresses."""

from collections.abc import Callable

import pytest
from django.test import Client

from fairpanel.members import looks
from fairpanel.members.models import Member
from fairpanel.receipts.models import Receipt
from tests.receipts.made_by_hand import a_reading

TABLES = "/console/tables/"


@pytest.fixture
def console(olivia: Member, signed_in: Callable[[Member], Client]) -> Client:
    return signed_in(olivia)


def test_receipts_are_listed_and_one_is_shown_with_its_lines(
    console: Client, panelist: Member, settled: Callable[..., Receipt]
) -> None:
    receipt = settled(panelist, a_reading())

    listed = console.get(f"{TABLES}receipts/receipt/").content.decode()
    shown = console.get(f"{TABLES}receipts/receipt/{receipt.id}/change/").content.decode()

    assert "Corner Shop" in listed
    for word in ("4.50 EUR", "This receipt counts.", "Bread", "2.50 EUR"):
        assert word in shown


def test_a_receipt_cannot_be_written_or_deleted_in_a_table(
    console: Client, panelist: Member, settled: Callable[..., Receipt]
) -> None:
    receipt = settled(panelist, a_reading())

    for deed in ("add/", f"{receipt.id}/delete/"):
        assert console.get(f"{TABLES}receipts/receipt/{deed}").status_code == 403
    assert console.post(f"{TABLES}receipts/receipt/{receipt.id}/change/", {"state": "refused"}).status_code == 403
    assert Receipt.objects.get().state == "accepted"


def test_the_list_of_members_tells_no_mail_address_and_the_page_of_one_does(console: Client, alice: Member) -> None:
    listed = console.get(f"{TABLES}members/member/").content.decode()
    shown = console.get(f"{TABLES}members/member/{alice.id}/change/").content.decode()

    assert str(alice.id) in listed
    assert "alice@example.org" not in listed
    assert "alice@example.org" in shown


def test_a_panelist_does_not_get_in(alice: Member, signed_in: Callable[[Member], Client]) -> None:
    answer = signed_in(alice).get(f"{TABLES}receipts/receipt/")

    assert answer.status_code in {302, 403}


def test_opening_a_persons_page_is_written_down_for_that_person(
    console: Client, panelist: Member, settled: Callable[..., Receipt]
) -> None:
    receipt = settled(panelist, a_reading())

    console.get(f"{TABLES}members/member/")
    console.get(f"{TABLES}members/member/{panelist.id}/change/")
    console.get(f"{TABLES}receipts/receipt/{receipt.id}/change/")

    assert [(look.what, look.why) for look in looks.of_member(panelist)] == [
        ("receipt", "tables"),
        ("account", "tables"),
    ]
