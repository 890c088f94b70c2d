"""The pages of somebody who comes: a code, an invitation, the waiting list, a place that is held, the parts."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from fairpanel.members.actions import enrol, inviting
from fairpanel.members.models import Applicant, Invitation, Member, Role
from fairpanel.members.rules.plan import Mode
from tests.members.plans import put_in_force

SignedIn = Callable[[Member], Client]
ADULT = {"region": "DE", "language": "en", "day": "27", "month": "3", "year": "1985"}


@pytest.fixture
def newcomer(db: None, now: datetime) -> Member:
    return enrol(email="dora@example.org", role=Role.PANELIST, language="en", now=now)


@pytest.fixture
def invitation(db: None) -> tuple[Invitation, str]:
    """One on paper that is good at the moment."""
    now = timezone.now()
    return inviting.invite(
        kind=Invitation.Kind.PRINT, by=None, now=now, expires_at=now + timedelta(days=9), region="FR",
        answers={"household": "2"},
    )  # fmt: skip


def page_of(browser: Client, address: str) -> str:
    return " ".join(browser.get(address, follow=True).content.decode().split())


def test_by_invitation_only_the_page_says_so_before_it_asks(newcomer: Member, signed_in: SignedIn) -> None:
    put_in_force(mode=Mode.INVITATION)

    page = page_of(signed_in(newcomer), "/join/")

    assert "This panel takes people by invitation" in page
    assert "How many people live in your home?" in page
    assert "only the age group stays, such as “18 to 34 years”" in page


def test_who_would_rather_not_say_says_nothing_and_is_chosen_for_nobody(newcomer: Member, signed_in: SignedIn) -> None:
    put_in_force(mode=Mode.INVITATION)
    browser = signed_in(newcomer)

    page = page_of(browser, "/join/")
    browser.post("/join/", ADULT | {"answer-household": "-"})

    assert 'value="-" checked' in page
    assert Applicant.objects.get().answers == {"age": "35-49"}


def test_an_answer_that_is_none_is_told_in_place(newcomer: Member, signed_in: SignedIn) -> None:
    put_in_force()

    answer = signed_in(newcomer).post("/join/", ADULT | {"answer-household": "17"})

    assert answer.status_code == 422
    assert "Choose one of the answers." in answer.content.decode()


def test_who_waits_sees_their_true_place_and_whom_we_look_for(newcomer: Member, signed_in: SignedIn) -> None:
    put_in_force("region,age,household,places\nDE,18-34,1,5\nDE,50+,-,2", mode=Mode.INVITATION)
    browser = signed_in(newcomer)

    answer = browser.post("/join/", ADULT | {"answer-household": "1"}, follow=True)

    page = " ".join(answer.content.decode().split())
    assert "You are number 1 of 1 who wait" in page
    assert "in the same region: Germany." in page
    assert "You are not among them at the moment." in page
    assert "<li>18 to 34 years, I live alone</li>" in page
    assert "<li>50 years and over, would rather not say</li>" in page
    assert browser.get("/")["Location"] == "/join/"


def test_leaving_the_list_forgets_the_account(newcomer: Member, signed_in: SignedIn) -> None:
    put_in_force(mode=Mode.INVITATION)
    browser = signed_in(newcomer)
    browser.post("/join/", ADULT)

    answer = browser.post("/join/leave/", follow=True)

    assert "We have forgotten your address and your answers." in answer.content.decode()
    assert not Member.objects.exists()


def test_who_has_not_asked_yet_can_be_forgotten_too(newcomer: Member, signed_in: SignedIn) -> None:
    signed_in(newcomer).post("/join/leave/")

    assert not Member.objects.exists()


def test_a_panelist_is_not_forgotten_by_the_button_of_the_waiting_list(alice: Member, signed_in: SignedIn) -> None:
    signed_in(alice).post("/join/leave/")

    assert Member.objects.get() == alice


def test_a_place_that_is_held_is_taken_with_one_button(newcomer: Member, signed_in: SignedIn) -> None:
    put_in_force(mode=Mode.INVITATION)
    browser = signed_in(newcomer)
    browser.post("/join/", ADULT)
    Applicant.objects.update(state="admitted", answer_by=timezone.now() + timedelta(days=3))

    page = page_of(browser, "/join/")
    answer = browser.post("/join/take/")

    assert "A place is yours" in page
    assert answer["Location"] == "/consent/next/"
    newcomer.refresh_from_db()
    assert newcomer.has_joined


def test_an_old_invitation_in_the_browser_takes_a_held_place_from_nobody(
    newcomer: Member, invitation: tuple[Invitation, str], signed_in: SignedIn
) -> None:
    put_in_force(mode=Mode.INVITATION)
    browser = signed_in(newcomer)
    browser.post("/join/", ADULT)
    browser.post("/join/code/", {"code": invitation[1]})
    Invitation.objects.update(revoked_at=timezone.now())
    Applicant.objects.update(state="admitted", answer_by=timezone.now() + timedelta(days=3))

    answer = browser.post("/join/take/")

    assert answer["Location"] == "/consent/next/"
    newcomer.refresh_from_db()
    assert newcomer.has_joined


def test_a_place_that_passed_on_can_be_asked_for_again_at_the_end_of_the_line(
    newcomer: Member, signed_in: SignedIn
) -> None:
    put_in_force(mode=Mode.INVITATION)
    browser = signed_in(newcomer)
    browser.post("/join/", ADULT)
    before = Applicant.objects.get().asked_at
    Applicant.objects.update(state="lapsed", answer_by=timezone.now() - timedelta(days=3))

    page = page_of(browser, "/join/")
    late = browser.post("/join/take/")
    browser.post("/join/again/")

    assert "Your place has passed on" in page
    assert late.status_code == 403
    applicant = Applicant.objects.get()
    assert (applicant.state, applicant.answer_by) == ("waiting", None)
    assert applicant.asked_at > before


def test_a_typed_code_leads_through_sign_in_to_a_place_with_what_the_list_said_filled_in(
    client: Client, newcomer: Member, invitation: tuple[Invitation, str], signed_in: SignedIn
) -> None:
    put_in_force(mode=Mode.INVITATION)
    browser = signed_in(newcomer)

    shown = browser.post("/join/code/", {"code": invitation[1].lower()}, follow=True)
    form = page_of(browser, "/join/")
    answer = browser.post("/join/", ADULT)

    assert "You are invited" in shown.content.decode()
    assert 'value="FR" required checked' in form
    assert 'name="answer-household" value="2" checked' in form
    assert answer["Location"] == "/consent/next/"
    assert Invitation.objects.get().uses == 1


def test_an_invitation_stays_with_the_browser_while_its_owner_signs_in(
    client: Client, invitation: tuple[Invitation, str]
) -> None:
    first = client.get(f"/join/with/{invitation[1]}/")

    page = page_of(client, "/join/invited/")

    assert first["Location"] == "/join/invited/"
    assert "Yes, go on" in page
    assert client.session["invitation"] == str(invitation[0].pk)


def test_no_thanks_takes_the_invitation_back_and_forgets_the_address(client: Client, db: None) -> None:
    now = timezone.now()
    made, code = inviting.invite(
        kind=Invitation.Kind.MAIL, by=None, now=now, expires_at=now + timedelta(days=9), email="dora@example.org"
    )
    client.get(f"/join/with/{code}/")

    client.post("/join/no-thanks/")

    made.refresh_from_db()
    assert made.email == ""
    assert made.revoked_at is not None
    assert client.get(f"/join/with/{code}/").status_code == 403


def test_one_stranger_who_says_no_does_not_close_an_open_link_for_all(client: Client, db: None) -> None:
    now = timezone.now()
    made, code = inviting.invite(
        kind=Invitation.Kind.OPEN, by=None, now=now, expires_at=now + timedelta(days=9), uses_max=9
    )
    client.get(f"/join/with/{code}/")

    client.post("/join/no-thanks/")

    made.refresh_from_db()
    assert made.revoked_at is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Write the code from your invitation."),
        ("hello", "This is not a code of ours"),
        ("3333-3333-3333", "We know no invitation with this code."),
    ],
)
def test_what_is_wrong_with_a_code_is_said_beside_it(client: Client, db: None, typed: str, words: str) -> None:
    answer = client.post("/join/code/", {"code": typed})

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_guessing_from_one_address_ends(client: Client, db: None, invitation: tuple[Invitation, str]) -> None:
    for _try in range(10):
        client.post("/join/code/", {"code": "3333-3333-3333"})

    answer = client.post("/join/code/", {"code": invitation[1]})

    assert "Too many codes were tried from here." in answer.content.decode()


def test_somebody_who_waits_takes_the_place_that_an_invitation_is(
    newcomer: Member, invitation: tuple[Invitation, str], signed_in: SignedIn
) -> None:
    put_in_force(mode=Mode.INVITATION)
    browser = signed_in(newcomer)
    browser.post("/join/", ADULT)
    browser.post("/join/code/", {"code": invitation[1]})

    page = page_of(browser, "/join/")
    browser.post("/join/take/")

    assert "You come with an invitation, so you need not wait." in page
    newcomer.refresh_from_db()
    assert newcomer.has_joined


def test_a_panelist_makes_a_link_that_is_shown_once(alice: Member, signed_in: SignedIn) -> None:
    browser = signed_in(alice)

    before = page_of(browser, "/join/invite/")
    made = " ".join(browser.post("/join/invite/").content.decode().split())
    after = page_of(browser, "/join/invite/")

    assert "You can invite 5 more people this year." in before
    assert "/join/with/" in made
    assert "You can invite 4 more people this year." in after
    assert "/join/with/" not in after


def test_every_part_of_the_programme_is_listed_with_yes_or_the_reason_why_not(
    alice: Member, signed_in: SignedIn
) -> None:
    page = page_of(signed_in(alice), "/join/parts/")

    assert "Send us the receipts of what you bought." in page
    assert "Open to you. You choose whether you want it" in page
    assert "Not for you, and why" not in page
