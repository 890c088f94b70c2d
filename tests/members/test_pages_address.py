"""A new mail address answers with a code, and the old one agrees or stops it; who has lost it waits for a week."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fairpanel.members.actions import addresses, enrol
from fairpanel.members.models import AddressChange, Member, Role
from fairpanel.notices.letters import letter_of
from fairpanel.notices.models import Notice

SignedIn = Callable[[Member], Client]
NEW = "alice@new.example"


@pytest.fixture(autouse=True)
def nobody_has_tried_before(db: None) -> None:
    """Attempts are counted in the cache."""
    cache.clear()


def last_mail() -> EmailMessage:
    sent: EmailMessage = mail.outbox[-1]
    return sent


def asked_for(browser: Client, address: str = NEW) -> str:
    """Ask for that address; gives the code that came to it, or nothing where none came."""
    browser.post("/you/address/", {"address": address})
    found = re.search(r"^[0-9A-Z]{4}-[0-9A-Z]{4}$", str(last_mail().body), re.MULTILINE)
    return found[0] if found else ""


def link_to_the_old_address() -> str:
    """The address in the last notice to the old address, without the site."""
    text = letter_of(Notice.objects.filter(kind="address-change").latest("made_at")).text
    found = re.search(r"/you/address/stop/\S+", text)
    assert found is not None
    return found[0]


def changed_to(browser: Client, address: str = NEW) -> None:
    """Ask for that address, and let both sides agree."""
    browser.post("/you/address/code/", {"code": asked_for(browser, address)})
    Client().post(link_to_the_old_address(), {"agree": "1"})


def test_when_both_addresses_have_agreed_the_new_one_is_the_one(alice: Member, signed_in: SignedIn) -> None:
    browser = signed_in(alice)
    code = asked_for(browser)

    waiting = browser.post("/you/address/code/", {"code": code.lower()}, follow=True).content.decode()
    alice.refresh_from_db()
    before = alice.email
    agreed = Client().post(link_to_the_old_address(), {"agree": "1"}).content.decode()

    alice.refresh_from_db()
    assert last_mail().to == [NEW]
    assert "has answered. Now open our mail to <strong>alice@example.org</strong>" in waiting
    assert (before, alice.email) == ("alice@example.org", NEW)
    assert "Your mail address is changed" in agreed


def test_the_old_address_may_agree_first(alice: Member, signed_in: SignedIn) -> None:
    browser = signed_in(alice)
    code = asked_for(browser)

    Client().post(link_to_the_old_address(), {"agree": "1"})
    alice.refresh_from_db()
    before = alice.email
    browser.post("/you/address/code/", {"code": code})

    alice.refresh_from_db()
    assert (before, alice.email) == ("alice@example.org", NEW)


def test_whoever_is_signed_in_and_has_only_the_new_address_gets_nowhere_for_a_week(
    alice: Member, signed_in: SignedIn
) -> None:
    thief = signed_in(alice)
    thief.post("/you/address/code/", {"code": asked_for(thief, "thief@example.org")})
    now = timezone.now()

    too_early, after = (addresses.change_what_has_waited(now=now + timedelta(days=days)) for days in (6, 8))

    alice.refresh_from_db()
    assert (too_early, after) == (0, 1)
    assert alice.email == "thief@example.org"
    assert Notice.objects.filter(kind="address-change", address="alice@example.org").count() == 2
    Client().post(link_to_the_old_address())
    alice.refresh_from_db()
    assert alice.email == "alice@example.org"


def test_while_it_waits_the_old_address_stops_it_for_good(alice: Member, signed_in: SignedIn) -> None:
    thief = signed_in(alice)
    thief.post("/you/address/code/", {"code": asked_for(thief)})

    Client().post(link_to_the_old_address())

    assert addresses.change_what_has_waited(now=timezone.now() + timedelta(days=8)) == 0
    alice.refresh_from_db()
    assert alice.email == "alice@example.org"


def test_asking_for_another_address_begins_the_wait_anew(alice: Member, signed_in: SignedIn) -> None:
    browser = signed_in(alice)
    browser.post("/you/address/code/", {"code": asked_for(browser)})

    asked_for(browser, "alice@third.example")

    assert addresses.change_what_has_waited(now=timezone.now() + timedelta(days=8)) == 0


def test_an_address_that_somebody_took_meanwhile_is_not_taken_from_them(alice: Member, signed_in: SignedIn) -> None:
    browser = signed_in(alice)
    browser.post("/you/address/code/", {"code": asked_for(browser)})
    enrol(email=NEW, role=Role.PANELIST, language="en", now=timezone.now())

    assert addresses.change_what_has_waited(now=timezone.now() + timedelta(days=8)) == 0

    alice.refresh_from_db()
    assert alice.email == "alice@example.org"


def test_who_has_shown_a_passkey_need_not_open_the_old_mail(alice: Member) -> None:
    begun = addresses.ask_to_change_address(member=alice, address=NEW, now=timezone.now(), is_proven=True)

    assert begun.code is not None
    addresses.change_address(member=alice, code=begun.code, now=timezone.now())

    alice.refresh_from_db()
    assert alice.email == NEW
    assert "you need not do anything" in letter_of(Notice.objects.get()).text


def test_one_signs_in_with_the_new_address_and_not_with_the_old_one(alice: Member, signed_in: SignedIn) -> None:
    changed_to(signed_in(alice))
    fresh = Client()

    fresh.post("/account/login/", {"email": NEW})
    code = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", str(last_mail().body), re.MULTILINE)
    assert code is not None
    fresh.post("/account/login/code/confirm/", {"code": code[0]})

    assert fresh.session["_auth_user_id"] == str(alice.pk)
    assert not Member.objects.filter(email="alice@example.org").exists()


def test_the_old_address_is_told_before_anything_changes(alice: Member, signed_in: SignedIn) -> None:
    asked_for(signed_in(alice))

    told = Notice.objects.get()

    assert (told.address, told.kind) == ("alice@example.org", "address-change")
    assert "we need your yes" in letter_of(told).text
    assert NEW not in letter_of(told).text


def test_the_old_address_stops_it_before_it_is_done(alice: Member, signed_in: SignedIn) -> None:
    browser = signed_in(alice)
    code = asked_for(browser)

    Client().post(link_to_the_old_address())

    answer = signed_in(alice).post("/you/address/code/", {"code": code}, follow=True)
    alice.refresh_from_db()
    assert alice.email == "alice@example.org"
    assert answer.status_code != 500


def test_the_old_address_takes_the_account_back_when_it_is_done_and_whoever_is_in_is_out(
    alice: Member, signed_in: SignedIn
) -> None:
    thief = signed_in(alice)
    thief.get("/you/")
    changed_to(thief)

    answer = Client().post(link_to_the_old_address())

    alice.refresh_from_db()
    assert "Your account has this address again" in answer.content.decode()
    assert alice.email == "alice@example.org"
    assert thief.get("/you/").status_code == 302


def test_a_key_that_the_thief_made_is_gone_with_them_and_an_old_one_stays(alice: Member, signed_in: SignedIn) -> None:
    thief = signed_in(alice)
    _of_the_thief, of_alice = (
        Authenticator.objects.create(user=alice, type=kind, data={}) for kind in ("webauthn", "recovery_codes")
    )
    Authenticator.objects.filter(pk=of_alice.pk).update(created_at=timezone.now() - timedelta(days=30))
    addresses.ask_to_change_address(member=alice, address="thief@example.org", now=timezone.now())
    thief.get("/you/")

    Client().post(link_to_the_old_address())

    assert [key.pk for key in Authenticator.objects.all()] == [of_alice.pk]
    assert thief.get("/you/").status_code == 302


def test_a_second_change_of_the_thief_is_taken_back_with_the_first(alice: Member, signed_in: SignedIn) -> None:
    thief = signed_in(alice)
    changed_to(thief)
    link = link_to_the_old_address()
    changed_to(thief, "thief@second.example")
    link_of_the_thief = link_to_the_old_address()

    Client().post(link)
    again = Client().post(link_of_the_thief)

    alice.refresh_from_db()
    assert alice.email == "alice@example.org"
    assert again.status_code == 404


def test_opening_the_link_alone_stops_nothing(alice: Member, signed_in: SignedIn) -> None:
    asked_for(signed_in(alice))

    page = Client().get(link_to_the_old_address()).content.decode()

    assert "Was it not you?" in page
    assert AddressChange.objects.get().stopped_at is None


@pytest.mark.parametrize("token", ["nonsense", "a:b:c"])
def test_a_made_up_link_stops_nothing(db: None, token: str) -> None:
    assert Client().post(reverse("account:stop_address", args=[token])).status_code == 404


def test_when_its_time_is_over_nothing_can_be_stopped_and_both_addresses_are_forgotten(
    alice: Member, signed_in: SignedIn
) -> None:
    asked_for(signed_in(alice))
    link = link_to_the_old_address()
    later = timezone.now() + timedelta(days=15)

    gone = addresses.forget_old_changes(now=later)

    assert gone == 1
    assert Client().get(link).status_code == 404


def test_the_address_of_another_member_gets_no_code_and_nobody_learns_whose_it_is(
    alice: Member, bob: Member, signed_in: SignedIn
) -> None:
    browser = signed_in(alice)
    free = browser.post("/you/address/", {"address": NEW})
    taken = browser.post("/you/address/", {"address": bob.email.upper()})

    assert (free.status_code, free["Location"]) == (taken.status_code, taken["Location"])
    assert last_mail().to == [bob.email]
    assert last_mail().subject == "This address has an account already"


def test_a_wrong_code_is_told_counted_and_after_five_the_right_one_is_worth_nothing(
    alice: Member, signed_in: SignedIn
) -> None:
    browser = signed_in(alice)
    code = asked_for(browser)

    wrong = [browser.post("/you/address/code/", {"code": "AAAA-AAAA"}) for _ in range(5)]
    right = browser.post("/you/address/code/", {"code": code})

    alice.refresh_from_db()
    assert "This is not the code that we sent to the new address." in wrong[0].content.decode()
    assert right.status_code == 409
    assert alice.email == "alice@example.org"


def test_only_the_last_code_opens_anything(alice: Member, signed_in: SignedIn) -> None:
    browser = signed_in(alice)
    first = asked_for(browser)
    asked_for(browser, "alice@third.example")

    browser.post("/you/address/code/", {"code": first})

    alice.refresh_from_db()
    assert alice.email == "alice@example.org"


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [("nonsense", 422, "Write a mail address like"), ("alice@example.org", 422, "the address that you have now")],
)
def test_what_is_no_new_address_is_told(
    *, address: str, status: int, words: str, alice: Member, signed_in: SignedIn
) -> None:
    answer = signed_in(alice).post("/you/address/", {"address": address})

    assert answer.status_code == status
    assert words in answer.content.decode()


def test_who_asks_too_often_waits_until_tomorrow(alice: Member, signed_in: SignedIn) -> None:
    browser = signed_in(alice)

    answers = [browser.post("/you/address/", {"address": f"alice@{number}.example"}) for number in range(6)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [409]


def test_an_operator_shows_their_second_factor_first(olivia: Member) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(olivia, generate_totp_secret())
    browser = Client()
    browser.force_login(olivia, backend="allauth.account.auth_backends.AuthenticationBackend")

    answer = browser.get("/you/address/")

    assert answer["Location"].startswith("/account/security/reauthenticate/")
