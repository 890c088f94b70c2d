"""A bad value in the environment stops the start with a sentence, and a secret is never repeated."""

from pathlib import Path

import pytest
from django.utils.module_loading import import_string

from fairpanel.website.environment import BadEnvironment, Environment, database_settings, mail_settings


def read(tmp_path: Path, **said: str) -> Environment:
    return Environment.read({"FAIRPANEL_HOME": str(tmp_path), **said})


def test_without_a_word_it_is_a_panel_of_its_own_on_this_machine(tmp_path: Path) -> None:
    environment = read(tmp_path)

    assert environment.hosts == ("127.0.0.1", "localhost", "[::1]")
    assert environment.programme == "fair"
    assert database_settings(environment)["ENGINE"] == "fairpanel.engines.embedded_postgres"


def test_the_keys_are_made_once_for_the_owner_alone(tmp_path: Path) -> None:
    first, second = read(tmp_path), read(tmp_path)

    assert first.masters.all() == second.masters.all()
    assert first.secret_key != first.masters.all()[-1].key.hex()
    assert (tmp_path / "vault.key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DATABASE_URL", "mysql://me:hunter2@host/db", "DATABASE_URL is not an address"),
        ("DATABASE_URL", "postgresql://me:hunter2@host:notaport/db", "DATABASE_URL is not an address"),
        ("FAIRPANEL_MAIL_URL", "me:hunter2@host", "FAIRPANEL_MAIL_URL is not an address"),
        ("FAIRPANEL_MAIL_URL", "smtp://me:hunter2@host:notaport", "FAIRPANEL_MAIL_URL is not an address"),
        ("FAIRPANEL_MAIL_URL", "smtp://", "FAIRPANEL_MAIL_URL is not an address"),
        ("FAIRPANEL_MAIL_URL", "pigeon://hunter2", "FAIRPANEL_MAIL_URL is not an address"),
        ("FAIRPANEL_MAIL_URL", "mailgun://hunter2", "FAIRPANEL_MAIL_URL is not an address"),
        ("FAIRPANEL_MAIL_URL", "postmark://", "FAIRPANEL_MAIL_URL is not an address"),
        ("FAIRPANEL_MAIL_URL", "postmark://hunter2@example.org", "FAIRPANEL_MAIL_URL is not an address"),
        ("FAIRPANEL_MAIL_URL", "mailjet://hunter2", "FAIRPANEL_MAIL_URL is not an address"),
        ("FAIRPANEL_MAIL_URL", "mailgun://hunter2@example.org?region=mars", "FAIRPANEL_MAIL_URL is not an address"),
        ("FAIRPANEL_DEMO", "yes", "FAIRPANEL_DEMO is 'yes', and can be 0 or 1"),
        ("FAIRPANEL_VAULT_KEY", "hunter2", "FAIRPANEL_VAULT_KEY is not a key"),
        ("FAIRPANEL_SECRET_KEY_FILE", "/dev/null/hunter", "/dev/null/hunter cannot be read or made"),
    ],
)
def test_a_bad_value_is_told_without_repeating_a_secret(tmp_path: Path, name: str, value: str, sentence: str) -> None:
    with pytest.raises(BadEnvironment) as told:
        read(tmp_path, **{name: value})

    assert str(told.value).startswith(sentence)
    assert "hunter2" not in str(told.value)


def test_the_demo_is_for_this_machine_only(tmp_path: Path) -> None:
    with pytest.raises(BadEnvironment, match="lets anybody in as anybody"):
        read(tmp_path, FAIRPANEL_DEMO="1", FAIRPANEL_HOSTS="panel.example.org")


def test_an_address_of_a_database_is_taken_apart_with_its_escapes(tmp_path: Path) -> None:
    url = "postgresql://me:p%40ss@db.example:6000/panel?sslmode=require"

    settings = database_settings(read(tmp_path, DATABASE_URL=url))

    assert (settings["HOST"], settings["PORT"], settings["NAME"]) == ("db.example", "6000", "panel")
    assert (settings["USER"], settings["PASSWORD"]) == ("me", "p@ss")
    assert settings["OPTIONS"] == {"connect_timeout": 10, "sslmode": "require"}


def test_without_a_mail_server_mails_stay_in_the_outbox(tmp_path: Path) -> None:
    assert mail_settings(read(tmp_path))["EMAIL_FILE_PATH"] == str(tmp_path / "outbox")
    assert mail_settings(read(tmp_path, FAIRPANEL_MAIL_URL="smtp://u:p@mx.example:2525"))["EMAIL_PORT"] == 2525


@pytest.mark.parametrize(
    ("url", "backend", "settings"),
    [
        (
            "mailgun://KeY-1@mg.example.org?region=eu", "mailgun",
            {
                "MAILGUN_API_KEY": "KeY-1", "MAILGUN_SENDER_DOMAIN": "mg.example.org",
                "MAILGUN_API_URL": "https://api.eu.mailgun.net/v3",
            },
        ),
        ("postmark://ToKeN", "postmark", {"POSTMARK_SERVER_TOKEN": "ToKeN"}),
        ("sendgrid://SG.a%2Fb", "sendgrid", {"SENDGRID_API_KEY": "SG.a/b"}),
        ("mailjet://k:s", "mailjet", {"MAILJET_API_KEY": "k", "MAILJET_SECRET_KEY": "s"}),
        ("brevo://k", "brevo", {"BREVO_API_KEY": "k"}),
        ("resend://k", "resend", {"RESEND_API_KEY": "k"}),
        ("mailersend://k", "mailersend", {"MAILERSEND_API_TOKEN": "k"}),
        ("sparkpost://k", "sparkpost", {"SPARKPOST_API_KEY": "k"}),
    ],
)  # fmt: skip
def test_a_provider_is_spoken_to_by_its_own_interface_with_its_key_as_written(
    tmp_path: Path, url: str, backend: str, settings: dict[str, str]
) -> None:
    said = mail_settings(read(tmp_path, FAIRPANEL_MAIL_URL=url))

    assert said["EMAIL_BACKEND"] == f"anymail.backends.{backend}.EmailBackend"
    assert said["ANYMAIL"] == settings | {"REQUESTS_TIMEOUT": 20}
    assert import_string(str(said["EMAIL_BACKEND"]))


@pytest.mark.parametrize("address", ["panel.example.org", "ftp://panel.example.org", "https://example.org/panel"])
def test_where_links_lead_is_the_address_of_a_site(tmp_path: Path, address: str) -> None:
    with pytest.raises(BadEnvironment, match="FAIRPANEL_ADDRESS is not the address of a site"):
        read(tmp_path, FAIRPANEL_ADDRESS=address)


def test_links_lead_to_the_first_of_the_hosts(tmp_path: Path) -> None:
    assert read(tmp_path, FAIRPANEL_HOSTS="panel.example.org www.example.org").site == "https://panel.example.org"
    assert read(tmp_path, FAIRPANEL_ADDRESS="https://panel.example.org:8443/").site == "https://panel.example.org:8443"
