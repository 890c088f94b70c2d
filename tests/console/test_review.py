"""The operator's pages: what waits, one receipt at a time, and a decision in one click."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client, RequestFactory

from fairpanel.consent.actions import answer
from fairpanel.consent.values import Purpose, current_version
from fairpanel.console.menu import menu
from fairpanel.kit.page import Box
from fairpanel.members import looks
from fairpanel.members.models import Member
from fairpanel.receipts import actions as receipts
from fairpanel.receipts.models import Receipt
from fairpanel.receipts.values import Channel, Doubt, Seen, Sign
from tests.receipts.made_by_hand import a_field, a_picture, a_reading

SignedIn = Callable[[Member], Client]


@pytest.fixture
def unsure(alice: Member, now: datetime) -> list[Receipt]:
    """Two receipts of Alice's that need a look, the older one first."""
    for purpose in (Purpose.RECEIPTS, Purpose.HUMAN_REVIEW):
        answer(member=alice, purpose=purpose, version=current_version(purpose), granted=True, now=now)
    return [
        doubtful(alice, shop=shop, at=at) for shop, at in (("Old Shop", now - timedelta(hours=2)), ("New Shop", now))
    ]


def doubtful(member: Member, *, shop: str, at: datetime) -> Receipt:
    """A receipt whose date the machine is not sure of."""
    sent = receipts.submit(member=member, data=a_picture(), channel=Channel.PAGE, now=at)
    reading = a_reading(shop=shop, date=a_field(at.date(), 5, confidence=0.1))
    settled = receipts.settle(receipt_id=sent.id, seen=Seen(reading, (), b"a blacked-out picture"), now=at)
    assert settled is not None
    return settled


def words_of(browser: Client, address: str) -> str:
    return " ".join(browser.get(address, follow=True).content.decode().split())


def test_the_overview_counts_and_lists_what_waits(olivia: Member, unsure: list[Receipt], signed_in: SignedIn) -> None:
    page = words_of(signed_in(olivia), "/console/")

    assert "<strong>2</strong><span>to look at</span>" in page
    assert page.index("Old Shop") < page.index("New Shop")
    assert "The date is hard to read" in page


def test_no_page_of_the_operators_names_the_panelist(
    olivia: Member, alice: Member, unsure: list[Receipt], signed_in: SignedIn
) -> None:
    pages = [words_of(signed_in(olivia), path) for path in ("/console/", "/console/look/")]

    assert not any(alice.email in page or str(alice.pk) in page for page in pages)


def test_the_oldest_comes_first_with_why_it_waits(olivia: Member, unsure: list[Receipt], signed_in: SignedIn) -> None:
    answer = signed_in(olivia).get("/console/look/", follow=True)

    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == f"/console/look/{unsure[0].id}/"
    assert "2 to look at" in page
    assert "The date is hard to read" in page
    assert f'data-ahead="/console/look/{unsure[1].id}/"' in page


def test_accepting_is_one_click_and_the_next_one_follows(
    olivia: Member, unsure: list[Receipt], signed_in: SignedIn
) -> None:
    answer = signed_in(olivia).post(f"/console/look/{unsure[0].id}/judge/", {"accept": "1"}, follow=True)

    unsure[0].refresh_from_db()
    assert (unsure[0].state, unsure[0].decided_by) == ("accepted", olivia)
    assert answer.redirect_chain[-1][0] == f"/console/look/{unsure[1].id}/"


def test_the_reasons_that_the_doubts_point_at_come_first(
    olivia: Member, unsure: list[Receipt], signed_in: SignedIn
) -> None:
    page = words_of(signed_in(olivia), "/console/look/")

    near, others = page.split("Other reasons")
    assert 'value="no-date" data-key="1" data-focus="r"' in near
    assert 'value="too-old"' in near
    assert 'value="handwritten"' in others


def test_refusing_is_one_click_on_a_reason(olivia: Member, unsure: list[Receipt], signed_in: SignedIn) -> None:
    signed_in(olivia).post(f"/console/look/{unsure[0].id}/judge/", {"reason": "no-date"})

    unsure[0].refresh_from_db()
    assert (unsure[0].state, unsure[0].reason) == ("refused", "no-date")


@pytest.mark.parametrize("said", [{}, {"reason": "because"}, {"accept": "1", "reason": "no-date"}])
def test_what_is_no_decision_changes_nothing(
    said: dict[str, str], olivia: Member, unsure: list[Receipt], signed_in: SignedIn
) -> None:
    answer = signed_in(olivia).post(f"/console/look/{unsure[0].id}/judge/", said)

    unsure[0].refresh_from_db()
    assert answer.status_code == 422
    assert unsure[0].state == "needs-look"


def test_a_receipt_that_was_decided_meanwhile_leads_on(
    olivia: Member, unsure: list[Receipt], signed_in: SignedIn
) -> None:
    browser = signed_in(olivia)
    browser.post(f"/console/look/{unsure[0].id}/judge/", {"accept": "1"})

    shown = browser.get(f"/console/look/{unsure[0].id}/")
    again = browser.post(f"/console/look/{unsure[0].id}/judge/", {"accept": "1"})

    assert shown["Location"] == "/console/look/"
    assert again.status_code == 409


def test_a_receipt_that_was_deleted_meanwhile_is_not_there(
    olivia: Member, unsure: list[Receipt], signed_in: SignedIn
) -> None:
    unsure[0].delete()

    answer = signed_in(olivia).post(f"/console/look/{unsure[0].id}/judge/", {"accept": "1"})

    assert answer.status_code == 404


def test_the_operator_sees_the_blacked_out_picture(olivia: Member, unsure: list[Receipt], signed_in: SignedIn) -> None:
    answer = signed_in(olivia).get(f"/console/look/{unsure[0].id}/picture/")

    assert answer.content == b"a blacked-out picture"
    assert answer["Cache-Control"] == "private, no-store"


def test_a_reviewer_comes_to_the_queue_decides_and_sees_nothing_else(
    rosa: Member, unsure: list[Receipt], signed_in: SignedIn
) -> None:
    browser = signed_in(rosa)

    came = browser.get("/", follow=True)
    decided = browser.post(f"/console/look/{unsure[0].id}/judge/", {"accept": "1"})

    unsure[0].refresh_from_db()
    assert came.redirect_chain[-1][0] == f"/console/look/{unsure[0].id}/"
    assert "/console/tables/" not in came.content.decode()
    assert decided["Location"] == "/console/look/"
    assert unsure[0].decided_by == rosa
    assert browser.get("/console/").status_code == 403


def test_each_look_at_a_receipt_and_its_picture_is_written_down_for_its_panelist(
    *, alice: Member, bob: Member, rosa: Member, unsure: list[Receipt], signed_in: SignedIn
) -> None:
    browser = signed_in(rosa)

    browser.get(f"/console/look/{unsure[0].id}/")
    browser.get(f"/console/look/{unsure[0].id}/picture/")

    assert [(look.what, look.why, look.role) for look in looks.of_member(alice)] == [
        ("picture", "review", "reviewer"),
        ("receipt", "review", "reviewer"),
    ]
    assert not looks.of_member(bob).exists()


def test_an_operators_overview_and_what_is_not_there_leave_no_note(
    olivia: Member, alice: Member, unsure: list[Receipt], signed_in: SignedIn
) -> None:
    browser = signed_in(olivia)

    browser.get("/console/")
    browser.get(f"/console/look/{uuid4()}/")
    browser.get(f"/console/look/{uuid4()}/picture/")

    assert not looks.of_member(alice).exists()


def test_nothing_to_look_at_is_said(olivia: Member, signed_in: SignedIn) -> None:
    assert "Nothing to look at" in words_of(signed_in(olivia), "/console/look/")


@pytest.mark.usefixtures("unsure")
def test_the_menu_of_the_tables_counts_what_waits() -> None:
    (work, *_) = menu(RequestFactory().get("/"))

    assert {item["title"]: item.get("badge") for item in work["items"]}["To look at"] == "2"


def test_each_sign_is_listed_with_its_place_on_the_picture(
    olivia: Member, alice: Member, now: datetime, signed_in: SignedIn
) -> None:
    for purpose in (Purpose.RECEIPTS, Purpose.HUMAN_REVIEW):
        answer(member=alice, purpose=purpose, version=current_version(purpose), granted=True, now=now)
    sent = receipts.submit(member=alice, data=a_picture(), channel=Channel.PAGE, now=now)
    sign = Sign(Doubt.COPIED_DIGITS, Box(11, 22, 33, 44), 0.5)
    receipts.settle(receipt_id=sent.id, seen=Seen(a_reading(), (), b"a blacked-out picture", (sign,)), now=now)

    page = words_of(signed_in(olivia), "/console/look/")

    assert '<rect class="why" data-box="sign-0" x="11" y="22" width="22" height="22"/>' in page
    assert '<li data-box="sign-0" tabindex="0">These digits stand elsewhere on the picture too' in page
    assert 'value="altered" data-key="1"' in page
