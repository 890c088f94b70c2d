"""The demo: step in as its made-up people, and read the mails that it would send. Nothing of it exists elsewhere."""

import importlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend
from django.test import Client
from django.urls import clear_url_caches

from fairpanel.members.actions import enrol
from fairpanel.members.models import Member, Role
from fairpanel.website import demonstration, outbox, urls


@pytest.fixture
def demo(settings: LazySettings, tmp_path: Path) -> Iterator[Path]:
    """The website as the demo has it; gives the folder of its outbox."""
    settings.DEMO = True
    settings.EMAIL_FILE_PATH = str(tmp_path)
    importlib.reload(urls)
    clear_url_caches()
    yield tmp_path
    settings.DEMO = False
    importlib.reload(urls)
    clear_url_caches()


@pytest.fixture
def olivia_of_the_demo(db: None, now: datetime) -> Member:
    return enrol(email=demonstration.address("olivia"), role=Role.OPERATOR, language="en", now=now)


def send(folder: Path, subject: str, body: str) -> None:
    message = EmailMessage(subject, body, "panel@example.org", ["alice@example.org"])
    EmailBackend(file_path=str(folder)).send_messages([message])


@pytest.mark.usefixtures("demo", "db")
def test_the_first_page_of_the_demo_has_everybody_to_step_in_as(client: Client) -> None:
    page = client.get("/").content.decode()

    for name in [panelist.name for panelist in demonstration.PANELISTS] + [name for name, _ in demonstration.STAFF]:
        assert f'name="name" value="{name}"' in page


@pytest.mark.usefixtures("demo")
def test_one_click_and_one_is_the_operator(client: Client, olivia_of_the_demo: Member) -> None:
    answer = client.post("/demo/step-in/", {"name": "olivia"}, follow=True)

    assert answer.redirect_chain[-1][0] == "/console/"
    assert client.session["_auth_user_id"] == str(olivia_of_the_demo.pk)


@pytest.mark.usefixtures("demo", "db")
def test_nobody_is_nobody(client: Client) -> None:
    answer = client.post("/demo/step-in/", {"name": "mallory"})

    assert answer.status_code == 404
    assert "There is nobody of that name in this demo" in answer.content.decode()


@pytest.mark.usefixtures("db")
def test_the_outbox_shows_the_newest_mail_first_with_its_code(client: Client, demo: Path) -> None:
    send(demo, "An older one", "Hello")
    send(demo, "Your code", "Enter this:\n\nABCD-2345\n\nIt works for ten minutes.")

    page = client.get("/demo/outbox/").content.decode()

    assert page.index("Your code") < page.index("An older one")
    assert '<p class="code">ABCD-2345</p>' in page


@pytest.mark.usefixtures("demo", "db")
def test_an_empty_outbox_says_how_mail_comes_there(client: Client) -> None:
    assert "No mail yet" in client.get("/demo/outbox/").content.decode()


def test_several_mails_in_one_file_are_told_apart(tmp_path: Path) -> None:
    backend = EmailBackend(file_path=str(tmp_path))
    sent: list[Any] = [EmailMessage(f"Mail {n}", "Grüße", "panel@example.org", ["bob@example.org"]) for n in range(2)]
    backend.send_messages(sent)

    found = outbox.mails(tmp_path)

    assert sorted(mail.subject for mail in found) == ["Mail 0", "Mail 1"]
    assert [mail.text for mail in found] == ["Grüße"] * 2
    assert all(mail.sent_at.tzinfo is UTC and mail.code == "" for mail in found)
