"""The front door and the one way in: a mail address, a code, and in."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from fairpanel.members.models import Member

SignedIn = Callable[[Member], Client]


@pytest.fixture(autouse=True)
def nobody_has_tried_before(db: None) -> None:
    """Attempts are counted in the cache."""
    cache.clear()


def ask_for_a_code(browser: Client, address: str) -> str:
    """The code that came by mail."""
    browser.post("/account/login/", {"email": address})
    found = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found is not None
    return found[0]


def test_a_stranger_is_told_who_runs_the_panel_what_is_asked_and_what_is_paid(client: Client) -> None:
    page = client.get("/").content.decode()

    assert "Example Market runs this panel" in page
    assert "Photos of your receipts from the last 30 days" in page
    assert "0.10 for each receipt that counts" in page
    assert "Sign in or join" in page
    assert "Step in" not in page


@pytest.mark.parametrize(
    ("language", "words"),
    [("de", "Anmelden oder beitreten"), ("fr", "Se connecter ou participer"), ("es", "Entrar o participar")],
)
def test_the_front_door_speaks_the_browsers_language(client: Client, language: str, words: str) -> None:
    page = client.get("/", headers={"accept-language": language}).content.decode()

    assert words in page
    assert f'<html lang="{language}"' in page


def test_a_newcomers_account_is_made_when_the_code_comes_back_and_not_before(client: Client) -> None:
    code = ask_for_a_code(client, "Dora@Example.org")
    before = Member.objects.count()

    answer = client.post("/account/login/code/confirm/", {"code": code}, follow=True)

    assert before == 0
    assert Member.objects.get().email == "dora@example.org"
    assert answer.redirect_chain[-1][0] == "/join/"


def test_a_member_comes_in_the_same_way(client: Client, alice: Member) -> None:
    code = ask_for_a_code(client, alice.email)

    answer = client.post("/account/login/code/confirm/?next=/you/", {"code": code, "next": "/you/"})

    assert answer["Location"] == "/you/"
    assert client.session["_auth_user_id"] == str(alice.pk)
    assert Member.objects.count() == 1


def test_the_session_has_another_number_after_signing_in_so_that_none_can_be_slipped_under_somebody(
    client: Client, alice: Member
) -> None:
    code = ask_for_a_code(client, alice.email)
    before = client.session.session_key

    client.post("/account/login/code/confirm/", {"code": code})

    assert before is not None
    assert client.session.session_key != before
    thief = Client()
    thief.cookies["sessionid"] = before
    assert thief.get("/you/").status_code == 302


def test_nobody_learns_whether_an_address_is_known(client: Client, alice: Member) -> None:
    known = client.post("/account/login/", {"email": alice.email})
    unknown = Client().post("/account/login/", {"email": "nobody@example.org"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [sent.subject for sent in mail.outbox] == ["Your code for Fairpanel"] * 2


def test_the_mail_is_in_its_readers_language_whoever_asked_for_it(client: Client, alice: Member) -> None:
    Member.objects.filter(pk=alice.pk).update(language="de")

    ask_for_a_code(client, alice.email)

    assert mail.outbox[-1].subject == "Ihr Code für Fairpanel"


def test_a_wrong_code_is_told_and_after_three_one_begins_anew(client: Client, alice: Member) -> None:
    ask_for_a_code(client, alice.email)

    answers = [client.post("/account/login/code/confirm/", {"code": "AAAA-AAAA"}) for _ in range(3)]

    assert "This is not the code that we sent" in answers[0].content.decode()
    assert answers[2]["Location"] == "/account/login/code/"
    assert "_auth_user_id" not in client.session


def test_a_new_code_comes_three_times_and_the_old_one_is_worth_nothing(client: Client, alice: Member) -> None:
    first = ask_for_a_code(client, alice.email)
    for _ in range(4):
        client.post("/account/login/code/confirm/", {"action": "resend"})

    answer = client.post("/account/login/code/confirm/", {"code": first})

    assert len(mail.outbox) == 4
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_what_is_no_mail_address_is_told_in_place(client: Client) -> None:
    answer = client.post("/account/login/", {"email": "nonsense"})

    assert "Write a mail address like name@example.org." in answer.content.decode()
    assert mail.outbox == []


def test_too_many_codes_for_one_address_are_refused(client: Client, alice: Member) -> None:
    answers = [client.post("/account/login/", {"email": alice.email}) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 200]
    assert "tried too often" in answers[3].content.decode()


@pytest.mark.parametrize("address", ["/account/password/change/", "/account/password/reset/", "/account/email/"])
def test_there_are_no_pages_for_passwords(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_signing_out_asks_once(alice: Member, signed_in: SignedIn) -> None:
    browser = signed_in(alice)
    asked = browser.get("/account/logout/")

    browser.post("/account/logout/")

    assert "Sign out?" in asked.content.decode()
    assert "_auth_user_id" not in browser.session


def test_a_second_factor_can_be_set_up(olivia: Member, signed_in: SignedIn, now: datetime) -> None:
    browser = signed_in(olivia)

    pages = [browser.get(f"/account/security/{path}") for path in ("", "totp/activate/", "webauthn/add/", "webauthn/")]

    assert [page.status_code for page in pages] == [200] * 4
    assert "Scan this picture" in pages[1].content.decode()
