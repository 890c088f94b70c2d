"""The second factor: anybody may have one, and no page about other people opens to staff without it."""

import re
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.test import Client

from fairpanel.members.models import Member

SignedIn = Callable[[Member], Client]


@pytest.fixture(autouse=True)
def nobody_has_tried_before(db: None) -> None:
    """Attempts are counted in the cache."""
    cache.clear()


def came_in_by_mail(member: Member) -> Client:
    """A browser in which the member brought the code from the mail, and nothing else yet."""
    browser = Client()
    browser.post("/account/login/", {"email": member.email})
    code = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", str(mail.outbox[-1].body), re.MULTILINE)
    assert code is not None
    browser.post("/account/login/code/confirm/", {"code": code[0]})
    return browser


def shown_by_the_app(secret: str) -> str:
    """The code that an authenticator app with this secret shows now (RFC 6238)."""
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def set_up_the_app(browser: Client) -> str:
    """Set up an authenticator app as a person would; gives its secret."""
    page = browser.get("/account/security/totp/activate/").content.decode()
    secret = re.search(r'class="secret">([A-Z2-7]+)<', page)
    assert secret is not None
    browser.post("/account/security/totp/activate/", {"code": shown_by_the_app(secret[1])})
    return secret[1]


@pytest.mark.parametrize(
    "address", ["/console/", "/console/look/", "/console/tables/", "/console/tables/members/member/"]
)
def test_an_operator_with_a_code_by_mail_alone_is_led_to_set_a_second_factor_up(olivia: Member, address: str) -> None:
    browser = came_in_by_mail(olivia)

    answer = browser.get(address, follow=True)

    assert answer.redirect_chain[-1][0].startswith("/you/second-factor/?next=")
    assert "First, a second factor" in answer.content.decode()


def test_so_is_a_reviewer_also_when_deciding(rosa: Member) -> None:
    browser = came_in_by_mail(rosa)

    answer = browser.post("/console/look/00000000-0000-0000-0000-000000000000/judge/", {"accept": "1"})

    assert answer["Location"].startswith("/you/second-factor/")


def test_what_is_their_own_opens_without_it(olivia: Member) -> None:
    browser = came_in_by_mail(olivia)

    assert [browser.get(path).status_code for path in ("/you/", "/you/devices/", "/account/security/")] == [200] * 3


def test_once_the_app_is_set_up_the_pages_open(olivia: Member) -> None:
    browser = came_in_by_mail(olivia)

    set_up_the_app(browser)

    assert browser.get("/console/").status_code == 200
    assert browser.get("/console/tables/").status_code == 200


def test_the_next_sign_in_asks_for_the_code_of_the_app(olivia: Member) -> None:
    secret = set_up_the_app(came_in_by_mail(olivia))
    browser = came_in_by_mail(olivia)
    before = "_auth_user_id" in browser.session

    wrong = browser.post("/account/security/authenticate/", {"code": "000000"})
    browser.post("/account/security/authenticate/", {"code": shown_by_the_app(secret)})

    assert not before
    assert "This code is not right" in wrong.content.decode()
    assert browser.get("/console/").status_code == 200


def test_a_session_from_before_proves_itself_before_it_opens_a_page_of_staff(olivia: Member) -> None:
    earlier = came_in_by_mail(olivia)
    set_up_the_app(came_in_by_mail(olivia))

    answer = earlier.get("/console/", follow=True)

    assert answer.redirect_chain[-1][0].startswith("/account/security/reauthenticate/")
    assert "Is it you?" in answer.content.decode()


def test_staff_keep_their_last_second_factor(olivia: Member) -> None:
    browser = came_in_by_mail(olivia)
    set_up_the_app(browser)

    browser.post("/account/security/totp/deactivate/")

    assert Authenticator.objects.filter(user=olivia, type=Authenticator.Type.TOTP).exists()
    assert "you keep one second factor" in browser.get("/account/security/totp/deactivate/").content.decode()


def test_staff_keep_a_passkey_that_is_their_last_second_factor(olivia: Member, signed_in: SignedIn) -> None:
    key = Authenticator.objects.create(user=olivia, type=Authenticator.Type.WEBAUTHN, data={"name": "My key"})

    answer = signed_in(olivia).post(f"/account/security/webauthn/keys/{key.pk}/remove/")

    assert answer.status_code == 409
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_a_panelist_may_have_one_let_it_go_again_and_is_told_of_it(alice: Member) -> None:
    browser = came_in_by_mail(alice)
    set_up_the_app(browser)

    browser.post("/account/security/totp/deactivate/")

    assert not Authenticator.objects.exists()
    told = mail.outbox[-1]
    assert (told.to, told.subject) == ([alice.email], "The authenticator app of your account was turned off")
    assert "127.0.0.1" not in str(told.body)


def test_the_secret_of_the_app_is_kept_sealed(alice: Member) -> None:
    secret = set_up_the_app(came_in_by_mail(alice))

    kept = Authenticator.objects.get(type=Authenticator.Type.TOTP)

    assert secret not in str(kept.data)
    assert TOTP(kept).validate_code(shown_by_the_app(secret))


def test_to_change_how_one_signs_in_one_shows_that_it_is_oneself(alice: Member) -> None:
    earlier = came_in_by_mail(alice)
    set_up_the_app(came_in_by_mail(alice))

    answer = earlier.get("/account/security/webauthn/add/")

    assert answer["Location"].startswith("/account/security/reauthenticate/")


def test_nobody_is_led_away_from_the_house(olivia: Member, signed_in: SignedIn) -> None:
    answers = [
        signed_in(olivia).get("/you/second-factor/?next=https://evil.example/"),
        signed_in(olivia).get("/console/tables/login/?next=//evil.example/"),
    ]

    assert [answer["Location"] for answer in answers] == ["/", "/console/tables/"]
