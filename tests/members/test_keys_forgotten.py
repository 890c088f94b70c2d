"""Who has lost phone and recovery codes gets in again by mail, signed out everywhere and told."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from click.testing import CliRunner
from django.test import Client

from fairpanel.cli import main
from fairpanel.members.models import Member
from fairpanel.notices.models import Notice


@pytest.fixture
def keyed(olivia: Member) -> Member:
    """Olivia, with an authenticator app."""
    TOTP.activate(olivia, generate_totp_secret())
    return olivia


def test_keys_and_sessions_go_and_their_owner_is_told(keyed: Member) -> None:
    browser = Client()
    browser.force_login(keyed, backend="allauth.account.auth_backends.AuthenticationBackend")
    browser.get("/you/")

    done = CliRunner().invoke(main, ["member", "forget-keys", "Olivia@example.org"])

    assert done.exit_code == 0, done.output
    assert not Authenticator.objects.exists()
    assert browser.get("/you/").status_code == 302
    assert Notice.objects.get().kind == "keys-forgotten"


def test_nobody_elses_keys_go(keyed: Member, alice: Member) -> None:
    TOTP.activate(alice, generate_totp_secret())

    CliRunner().invoke(main, ["member", "forget-keys", alice.email])

    assert Authenticator.objects.get().user == keyed


@pytest.mark.django_db
def test_an_address_of_nobody_is_told() -> None:
    done = CliRunner().invoke(main, ["member", "forget-keys", "nobody@example.org"])

    assert done.exit_code == 1
    assert "Nobody has the mail address" in done.output
